package workbench

import (
	"net/http"
	"strings"
	"unicode"

	"meerzicht/coding"
	"meerzicht/instruments"
)

type respondentIn struct {
	ID           instruments.RespondentID   `json:"id"`
	Type         instruments.RespondentType `json:"type"`
	Role         instruments.Role           `json:"role"`
	Project      string                     `json:"project"`
	Trajectories []instruments.TrajectoryID `json:"trajectories"`
	Consent      string                     `json:"consent"`
	Attributes   map[string]string          `json:"attributes"`
	Base         string                     `json:"base"`
}

// putRespondent adds a respondent, or changes all that is known of one.
func putRespondent(c changing, in respondentIn) (made, error) {
	if err := checkID(string(in.ID)); err != nil {
		return made{}, err
	}
	now, there, err := coding.Find[instruments.Respondent](c.View, coding.RespondentKind, string(in.ID))
	if err != nil {
		return made{}, err
	}
	if there && in.Base == "" {
		return made{}, taken(string(in.ID))
	}
	if err := sameBase(in.Base, now, there); err != nil {
		return made{}, err
	}
	r := instruments.Respondent{ID: in.ID, Type: in.Type, Role: in.Role, Project: strings.TrimSpace(in.Project), Trajectories: in.Trajectories, Consent: in.Consent, Attributes: attributes(in.Attributes)}
	if r.Trajectories == nil && now.Trajectories != nil {
		r.Trajectories = []instruments.TrajectoryID{}
	}
	if err := checkPerson(c.View, r, now); err != nil {
		return made{}, err
	}
	return one(instruments.Textf("Respondent %s bewaard", "Respondent %s stored", r.ID))(coding.PutRespondent(c.View, r))
}

// checkPerson refuses what does not fit the instruments of the study. What was
// so already may stay.
func checkPerson(view coding.View, r, now instruments.Respondent) error {
	set, _, err := coding.Find[instruments.Set](view, coding.SetKind, coding.SetID)
	if err != nil {
		return err
	}
	if _, ok := set.TypeInfo(r.Type); !ok && r.Type != now.Type {
		return refused(http.StatusBadRequest, instruments.Text{NL: "dit type respondent is er niet", EN: "there is no such type of respondent"}, instruments.Text{NL: "kies een type uit de lijst", EN: "choose a type from the list"})
	}
	if t := set.TypeOf(r.Role); t != r.Type && (r.Role != now.Role || r.Type != now.Type) {
		return refused(http.StatusBadRequest, instruments.Textf("de rol %q hoort niet bij dit type respondent", "the role %q does not belong to this type of respondent", r.Role),
			instruments.Text{NL: "kies bij het type een rol die erbij hoort", EN: "choose a role that belongs to the type"})
	}
	if !yesNo(r.Consent) {
		return refused(http.StatusBadRequest, instruments.Text{NL: "toestemming is ja, nee of niet vastgelegd", EN: "consent is yes, no or not recorded"}, reloadHint())
	}
	for _, t := range r.Trajectories {
		if _, ok, err := view.Record(coding.TrajectoryKind, string(t)); err != nil || !ok {
			return cmpErr(err, refused(http.StatusBadRequest, instruments.Textf("traject %s is er niet", "there is no trajectory %s", t),
				instruments.Text{NL: "voeg het traject eerst toe", EN: "add the trajectory first"}))
		}
	}
	return nil
}

type trajectoryIn struct {
	ID           instruments.TrajectoryID `json:"id"`
	Project      string                   `json:"project"`
	StartContact string                   `json:"start_contact"`
	Attributes   map[string]string        `json:"attributes"`
	Base         string                   `json:"base"`
}

// putTrajectory adds a trajectory, or changes all that is known of one.
func putTrajectory(c changing, in trajectoryIn) (made, error) {
	if err := checkID(string(in.ID)); err != nil {
		return made{}, err
	}
	now, there, err := coding.Find[instruments.Trajectory](c.View, coding.TrajectoryKind, string(in.ID))
	if err != nil {
		return made{}, err
	}
	if there && in.Base == "" {
		return made{}, taken(string(in.ID))
	}
	if err := sameBase(in.Base, now, there); err != nil {
		return made{}, err
	}
	if !yesNo(in.StartContact) {
		return made{}, refused(http.StatusBadRequest, instruments.Text{NL: "startcontact is ja, nee of niet vastgelegd", EN: "start contact is yes, no or not recorded"}, reloadHint())
	}
	t := instruments.Trajectory{ID: in.ID, Project: strings.TrimSpace(in.Project), StartContact: in.StartContact, Attributes: attributes(in.Attributes)}
	return one(instruments.Textf("Traject %s bewaard", "Trajectory %s stored", t.ID))(coding.PutTrajectory(c.View, t))
}

// yesNo reports whether s is ja, nee or not recorded.
func yesNo(s string) bool { return s == "" || s == "ja" || s == "nee" }

// attributes drops what has no name or no value.
func attributes(in map[string]string) map[string]string {
	var out map[string]string
	for name, value := range in {
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if name != "" && value != "" {
			if out == nil {
				out = map[string]string{}
			}
			out[name] = value
		}
	}
	return out
}

// checkID refuses what cannot name a person or trajectory.
func checkID(id string) error {
	odd := strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune("/\\,;", r) })
	if id == "" || odd || len(id) > 64 || strings.TrimSpace(id) != id {
		return refused(http.StatusBadRequest, instruments.Text{NL: "dit nummer kan niet: het is leeg, te lang of bevat een leesteken", EN: "this id cannot be used: it is empty, too long or holds a punctuation mark"},
			instruments.Text{NL: "gebruik een pseudoniem van letters en cijfers, zoals R38", EN: "use a pseudonym of letters and digits, such as R38"})
	}
	return nil
}

func taken(id string) error {
	return refused(http.StatusConflict, instruments.Textf("%s is er al", "%s is there already", id), instruments.Text{NL: "kies een ander nummer, of wijzig de bestaande", EN: "choose another id, or edit the existing one"})
}
