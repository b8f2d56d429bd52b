// Package form classifies a collaboration between a volunteer and a
// professional: which of the forms of the indicator list it takes.
//
// The unit is the dyad (volunteer × professional role), because one trajectory
// can hold two dyads of different forms. Every observed indicator gives its
// weight to the forms its value points to; a form's share is what it received
// of all that was given. The thresholds on those shares come from the indicator
// list. Everything is counted in whole hundredths, so that no rounding of a
// fraction ever decides a class. The computed class stays visible under a
// manual override.
//
//	r := form.Classify(list, ratings)
//	fmt.Println(r.Class, r.Reason.In(instruments.Dutch))
//
// Limits: start contact, intensity, satisfaction, buddy type and project are
// never inputs; the rule knows only the indicators of the list. A class says
// what the sources describe, not what is best.
package form
