package workbench

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// personPage is what is known of one respondent.
type personPage struct {
	personRow
	Form     personForm
	Details  []documentRow
	Lists    []listLine
	MemoList []memoLine
}

type listLine struct {
	Kind  instruments.Text
	About string // of an indicator list, its dyad
	Coder string
	Date  string
	Href  string
}

// personForm is the form of a respondent; of a new one without id.
type personForm struct {
	instruments.Respondent
	Base         string
	Types        []choice
	Roles        []choice
	Projects     []string
	Trajectories []instruments.TrajectoryID
}

// trajectoryForm is the form of a trajectory.
type trajectoryForm struct {
	instruments.Trajectory
	Base     string
	Projects []string
}

func (e everybody) projects() []string {
	var out []string
	for _, r := range e.respondents {
		out = append(out, r.Project)
	}
	for _, t := range e.trajectories {
		out = append(out, t.Project)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// personForm is the form of a respondent as it is now, or of a new one.
func (e everybody) personForm(id instruments.RespondentID) (personForm, bool) {
	f := personForm{Projects: e.projects()}
	for _, t := range e.set.Types {
		f.Types = append(f.Types, choice{string(t.ID), t.Label})
	}
	for _, r := range e.set.Roles {
		f.Roles = append(f.Roles, choice{string(r.ID), r.Label})
	}
	for _, t := range e.trajectories {
		f.Trajectories = append(f.Trajectories, t.ID)
	}
	if id == "" {
		return f, true
	}
	i := slices.IndexFunc(e.respondents, func(r instruments.Respondent) bool { return r.ID == id })
	if i < 0 {
		return f, false
	}
	f.Respondent, f.Base = e.respondents[i], baseOf(e.respondents[i])
	// A type or role that the instruments do not know stays to choose from.
	if t := string(f.Type); t != "" && !hasChoice(f.Types, t) {
		f.Types = append(f.Types, choice{t, instruments.Same(t)})
	}
	if r := string(f.Role); r != "" && !hasChoice(f.Roles, r) {
		f.Roles = append(f.Roles, choice{r, instruments.Same(r)})
	}
	return f, true
}

func hasChoice(list []choice, id string) bool {
	return slices.ContainsFunc(list, func(c choice) bool { return c.ID == id })
}

func (e everybody) trajectoryForm(id instruments.TrajectoryID) (trajectoryForm, bool) {
	f := trajectoryForm{Projects: e.projects()}
	if id == "" {
		return f, true
	}
	i := slices.IndexFunc(e.trajectories, func(t instruments.Trajectory) bool { return t.ID == id })
	if i < 0 {
		return f, false
	}
	f.Trajectory, f.Base = e.trajectories[i], baseOf(e.trajectories[i])
	return f, true
}

// showPeopleForm is a form to fill in in place: ?respondent=R01, ?trajectory=T01,
// and without a value that of a new one.
func showPeopleForm(v *visit) error {
	e, err := v.everybody()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	if q.Has("trajectory") {
		if f, ok := e.trajectoryForm(instruments.TrajectoryID(q.Get("trajectory"))); ok {
			return v.part("people", "trajectory_form", f)
		}
		return notThere()
	}
	if f, ok := e.personForm(instruments.RespondentID(q.Get("respondent"))); ok {
		return v.part("people", "person_form", f)
	}
	return notThere()
}

func showPerson(v *visit) error {
	e, err := v.everybody()
	if err != nil {
		return err
	}
	id := instruments.RespondentID(v.r.PathValue("id"))
	rows := e.personRows(nil)
	i := slices.IndexFunc(rows, func(r personRow) bool { return r.ID == id })
	if i < 0 {
		return notThere()
	}
	p := personPage{personRow: rows[i]}
	p.Form, _ = e.personForm(id)
	docs, err := v.documentRows()
	if err != nil {
		return err
	}
	for _, d := range docs {
		if d.Respondent == id {
			p.Details = append(p.Details, d)
		}
	}
	if p.Lists, err = v.listsOf(id); err != nil {
		return err
	}
	if p.MemoList, err = v.memosOn("respondent/" + string(id)); err != nil {
		return err
	}
	return v.page("person", instruments.Textf("Respondent %s", "Respondent %s", id), p)
}

// listsOf are the lists filled about a respondent, or citing them.
func (v *visit) listsOf(id instruments.RespondentID) ([]listLine, error) {
	fillings, err := coding.All[instruments.Filling](v.study.View(v.ctx()), coding.FillingKind)
	var out []listLine
	for _, f := range fillings {
		l := listLine{Kind: instruments.Text{NL: "activiteitenlijst", EN: "activity checklist"}, Coder: f.Coder, Date: f.Date, Href: "/lists"}
		cites := slices.ContainsFunc(f.Ratings, func(r instruments.Rating) bool {
			return slices.ContainsFunc(r.Evidence, func(e instruments.Evidence) bool { return e.Respondent == id })
		})
		switch {
		case f.Respondent == id:
		case cites:
			l.Kind, l.About = instruments.Text{NL: "indicatorenlijst", EN: "indicator list"}, string(f.Dyad.ID)
		default:
			continue
		}
		out = append(out, l)
	}
	return out, err
}

// trajectoryPage is what is known of one trajectory.
type trajectoryPage struct {
	trajectoryRow
	Form     trajectoryForm
	MemoList []memoLine
}

func showTrajectory(v *visit) error {
	e, err := v.everybody()
	if err != nil {
		return err
	}
	id := instruments.TrajectoryID(v.r.PathValue("id"))
	rows, _ := e.trajectoryRows(nil)
	i := slices.IndexFunc(rows, func(t trajectoryRow) bool { return t.ID == id })
	if i < 0 {
		return notThere()
	}
	p := trajectoryPage{trajectoryRow: rows[i]}
	p.Form, _ = e.trajectoryForm(id)
	if p.MemoList, err = v.memosOn("trajectory/" + string(id)); err != nil {
		return err
	}
	return v.page("trajectory", instruments.Textf("Traject %s", "Trajectory %s", id), p)
}
