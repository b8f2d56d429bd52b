package main

import (
	"strings"

	"meerzicht/analysis/form"
	"meerzicht/instruments"
)

// findDyad is the dyad that somebody means: its id, with a hyphen where the id
// has a dash; the trajectory with the role's name ("T01/toezichthouder"); or the
// bare trajectory when it has one dyad only.
func findDyad(all []form.Assignment, set *instruments.Set, typed string) (form.Assignment, error) {
	key := plainDyad(typed)
	var exact, near []form.Assignment
	for _, x := range all {
		d := x.Dyad
		trajectory := plainDyad(string(d.Trajectory))
		for _, name := range append(roleNames(set, d.Role), d.Name) {
			if key == plainDyad(string(d.ID)) || key == trajectory+"/"+plainDyad(name) {
				exact = append(exact, x)
				break
			}
		}
		if named, _, _ := strings.Cut(key, "/"); named == trajectory {
			near = append(near, x)
		}
	}
	switch {
	case len(exact) == 1:
		return exact[0], nil
	case len(exact) == 0 && len(near) == 1 && !strings.Contains(key, "/"):
		return near[0], nil
	case len(exact)+len(near) == 0:
		near = all
	case len(exact) > 1:
		near = exact
	}
	return form.Assignment{}, noDyad(typed, near)
}

// plainDyad is a dyad as people type it: without capitals, with hyphens, and
// without the dot of an abbreviation.
func plainDyad(s string) string {
	s = strings.NewReplacer("–", "-", "—", "-", "\u2011", "-", "\u2010", "-", " ", "").Replace(strings.ToLower(s))
	return strings.TrimSuffix(s, ".")
}

// roleNames are the names of a role: its id, its label in both languages, and
// the short form in a dyad's name.
func roleNames(set *instruments.Set, role instruments.Role) []string {
	var out []string
	for _, info := range set.Roles {
		if info.ID == role {
			for _, name := range []string{string(info.ID), info.Label.NL, info.Label.EN, info.Dyad} {
				if name != "" {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// noDyad names the dyads that somebody may have meant, ten at most.
func noDyad(typed string, have []form.Assignment) error {
	const most = 10
	hint := instruments.Text{NL: "dit onderzoek heeft nog geen dyaden; lees eerst ingevulde indicatorenlijsten in", EN: "this study has no dyads yet; import filled indicator lists first"}
	if len(have) > 0 {
		var ids []string
		for _, x := range have[:min(len(have), most)] {
			ids = append(ids, instruments.Plain(string(x.Dyad.ID)))
		}
		if len(have) > most {
			ids = append(ids, "…")
		}
		hint = instruments.Textf("kies uit: %s", "choose from: %s", strings.Join(ids, ", "))
	}
	return usage(instruments.Textf("onbekende dyade %q", "unknown dyad %q", instruments.Plain(typed)), hint)
}

// className turns the Dutch name of a class into the one that is stored:
// "vorm 2" into "form2", "mengvorm 2/3" into "mixed2/3".
func className(typed string) string {
	typed = strings.TrimSpace(typed)
	switch low := strings.ToLower(typed); low {
	case "onvoldoende", "onvoldoende gegevens":
		return string(form.Insufficient)
	case "niet eenduidig":
		return string(form.Ambiguous)
	default:
		for _, name := range []struct{ dutch, stored string }{{"mengvorm", string(form.Mixed)}, {"vorm", string(form.Of(""))}, {"form ", string(form.Of(""))}} {
			if strings.HasPrefix(low, name.dutch) {
				return name.stored + strings.TrimSpace(typed[len(name.dutch):])
			}
		}
	}
	return typed
}
