package workbench

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

const peopleShown = 500 // rows on one page

func peopleRoutes() []route {
	return []route{
		{"GET /people", showPeople, routeRule{}},
		{"GET /part/people", showPeopleRows, routeRule{}},
		{"GET /people/{id}", showPerson, routeRule{}},
		{"GET /trajectories/{id}", showTrajectory, routeRule{}},
		{"GET /part/people/form", showPeopleForm, routeRule{}},
	}
}

func peopleActs() map[string]act {
	return map[string]act{"respondent.put": takes(putRespondent), "trajectory.put": takes(putTrajectory)}
}

// personRow is a respondent in the list.
type personRow struct {
	instruments.Respondent
	TypeText  instruments.Text
	Base      string
	Cells     []string // of the attributes that the list shows
	Documents []instruments.DocumentID
	Codings   int
	Memos     int
}

// trajectoryRow is a trajectory in the list.
type trajectoryRow struct {
	instruments.Trajectory
	Base        string
	Cells       []string
	Respondents []instruments.RespondentID
	Memos       int
}

// peoplePage is the list of respondents and that of trajectories.
type peoplePage struct {
	Heads, TrajectoryHeads []heading
	Rows                   []personRow
	Found, Total           int
	Trajectories           []trajectoryRow
	Query                  url.Values
	Types                  []choice
	Projects               []string
	Pages                  []pageLink
}

func showPeople(v *visit) error {
	p, err := v.peoplePage()
	if err != nil {
		return err
	}
	return v.page("people", instruments.Text{NL: "Respondenten en trajecten", EN: "Respondents and trajectories"}, p)
}

func showPeopleRows(v *visit) error {
	p, err := v.peoplePage()
	if err != nil {
		return err
	}
	return v.part("people", "people_rows", p)
}

func (v *visit) peoplePage() (peoplePage, error) {
	all, err := v.everybody()
	if err != nil {
		return peoplePage{}, err
	}
	q := v.r.URL.Query()
	p := peoplePage{Query: q, Total: len(all.respondents)}
	for _, t := range all.set.Types {
		p.Types = append(p.Types, choice{string(t.ID), t.Label})
	}
	attributes, projects := map[string]bool{}, map[string]bool{}
	for _, r := range all.respondents {
		projects[r.Project] = true
		for name := range r.Attributes {
			attributes[name] = true
		}
	}
	delete(projects, "")
	p.Projects = slices.Sorted(maps.Keys(projects))
	names := slices.Sorted(maps.Keys(attributes))
	rows := all.personRows(names)
	rows = slices.DeleteFunc(rows, func(r personRow) bool { return !r.wanted(q) })
	sortPeople(rows, names, q)
	for i := range rows {
		rows[i].TypeText = typeText(p.Types, rows[i].Type)
	}
	at := &url.URL{Path: "/people", RawQuery: v.r.URL.RawQuery}
	p.Found = len(rows)
	p.Rows, p.Pages = paged(at, rows, peopleShown)
	p.Heads = headings(at, personColumns(names))
	p.Trajectories, p.TrajectoryHeads = all.trajectoryRows(q)
	return p, nil
}

// typeText is a type of respondent in words; what has none keeps its own name.
func typeText(types []choice, id instruments.RespondentType) instruments.Text {
	for _, t := range types {
		if t.ID == string(id) {
			return t.Label
		}
	}
	return instruments.Same(string(id))
}

func personColumns(attributes []string) []column {
	out := []column{
		{key: "id", label: instruments.Text{NL: "Respondent", EN: "Respondent"}},
		{key: "type", label: instruments.Text{NL: "Type", EN: "Type"}},
		{key: "role", label: instruments.Text{NL: "Rol", EN: "Role"}},
		{key: "project", label: instruments.Text{NL: "Project", EN: "Project"}},
		{key: "trajectories", label: instruments.Text{NL: "Trajecten", EN: "Trajectories"}},
		{key: "consent", label: instruments.Text{NL: "Toestemming", EN: "Consent"}},
	}
	for _, name := range attributes {
		out = append(out, column{key: "a." + name, label: instruments.Same(name)})
	}
	return append(out,
		column{label: instruments.Text{NL: "Documenten", EN: "Documents"}},
		column{key: "codings", label: instruments.Text{NL: "Coderingen", EN: "Codings"}, number: true},
		column{key: "memos", label: instruments.Text{NL: "Memo’s", EN: "Memos"}, number: true},
		column{label: instruments.Text{NL: "Wijzigen", EN: "Edit"}})
}

func (r personRow) wanted(q url.Values) bool {
	for _, pair := range [][2]string{{q.Get("type"), string(r.Type)}, {q.Get("project"), r.Project}} {
		if pair[0] != "" && pair[0] != pair[1] {
			return false
		}
	}
	texts := append([]string{string(r.ID), string(r.Role), r.Project}, slices.Collect(maps.Values(r.Attributes))...)
	for _, t := range r.Trajectories {
		texts = append(texts, string(t))
	}
	return holds(q.Get("q"), texts...)
}

func sortPeople(rows []personRow, attributes []string, q url.Values) {
	key, down := sorting(q)
	if key == "" {
		return
	}
	name, isAttribute := strings.CutPrefix(key, "a.")
	slices.SortStableFunc(rows, func(a, b personRow) int {
		var n int
		switch key {
		case "type":
			n = cmp.Compare(a.Type, b.Type)
		case "role":
			n = cmp.Compare(a.Role, b.Role)
		case "project":
			n = cmp.Compare(a.Project, b.Project)
		case "trajectories":
			n = slices.Compare(a.Trajectories, b.Trajectories)
		case "consent":
			n = cmp.Compare(a.Consent, b.Consent)
		case "codings":
			n = cmp.Compare(a.Codings, b.Codings)
		case "memos":
			n = cmp.Compare(a.Memos, b.Memos)
		default:
			if n = cmp.Compare(a.ID, b.ID); isAttribute {
				n = cmp.Compare(a.Attributes[name], b.Attributes[name])
			}
		}
		if down {
			return -n
		}
		return n
	})
}

// everybody is all that the lists of people are made from.
type everybody struct {
	set          instruments.Set
	respondents  []instruments.Respondent
	trajectories []instruments.Trajectory
	documents    []instruments.Document
	counts       map[instruments.DocumentID]map[coding.CoderID]int
	memos        map[string]int // by target
}

func (v *visit) everybody() (everybody, error) {
	e := everybody{memos: map[string]int{}}
	view := v.study.View(v.ctx())
	var err error
	if e.set, _, err = coding.Find[instruments.Set](view, coding.SetKind, coding.SetID); err != nil {
		return e, err
	}
	if e.respondents, err = coding.All[instruments.Respondent](view, coding.RespondentKind); err != nil {
		return e, err
	}
	if e.trajectories, err = coding.All[instruments.Trajectory](view, coding.TrajectoryKind); err != nil {
		return e, err
	}
	if e.documents, err = v.study.Documents(v.ctx()); err != nil {
		return e, err
	}
	if e.counts, err = v.study.CountsByDocument(v.ctx()); err != nil {
		return e, err
	}
	memos, err := coding.All[coding.Memo](view, coding.MemoKind)
	for _, m := range memos {
		e.memos[m.Target]++
	}
	return e, err
}

func (e everybody) personRows(attributes []string) []personRow {
	of := map[instruments.RespondentID][]instruments.DocumentID{}
	codings := map[instruments.RespondentID]int{}
	for _, d := range e.documents {
		if d.Respondent != "" {
			of[d.Respondent] = append(of[d.Respondent], d.ID)
			codings[d.Respondent] += sum(e.counts[d.ID])
		}
	}
	rows := make([]personRow, len(e.respondents))
	for i, r := range e.respondents {
		rows[i] = personRow{Respondent: r, Base: baseOf(r), Documents: of[r.ID], Codings: codings[r.ID], Memos: e.memos["respondent/"+string(r.ID)]}
		for _, name := range attributes {
			rows[i].Cells = append(rows[i].Cells, r.Attributes[name])
		}
	}
	return rows
}

// trajectoryRows are the trajectories that the filter lets through, with the
// attributes that they have as columns.
func (e everybody) trajectoryRows(q url.Values) ([]trajectoryRow, []heading) {
	names := map[string]bool{}
	for _, t := range e.trajectories {
		for name := range t.Attributes {
			names[name] = true
		}
	}
	attributes := slices.Sorted(maps.Keys(names))
	var rows []trajectoryRow
	for _, t := range e.trajectories {
		row := trajectoryRow{Trajectory: t, Base: baseOf(t), Memos: e.memos["trajectory/"+string(t.ID)]}
		for _, name := range attributes {
			row.Cells = append(row.Cells, t.Attributes[name])
		}
		for _, r := range e.respondents {
			if slices.Contains(r.Trajectories, t.ID) {
				row.Respondents = append(row.Respondents, r.ID)
			}
		}
		if (q.Get("project") == "" || q.Get("project") == t.Project) && holds(q.Get("q"), append(row.texts(), row.Cells...)...) {
			rows = append(rows, row)
		}
	}
	columns := []column{
		{label: instruments.Text{NL: "Traject", EN: "Trajectory"}},
		{label: instruments.Text{NL: "Project", EN: "Project"}},
		{label: instruments.Text{NL: "Startcontact", EN: "Start contact"}},
		{label: instruments.Text{NL: "Respondenten", EN: "Respondents"}},
	}
	for _, name := range attributes {
		columns = append(columns, column{label: instruments.Same(name)})
	}
	columns = append(columns, column{label: instruments.Text{NL: "Memo’s", EN: "Memos"}, number: true}, column{label: instruments.Text{NL: "Wijzigen", EN: "Edit"}})
	return rows, headings(&url.URL{}, columns)
}

func (t trajectoryRow) texts() []string {
	out := []string{string(t.ID), t.Project}
	for _, r := range t.Respondents {
		out = append(out, string(r))
	}
	return out
}

// notThere is the refusal for a respondent or trajectory that is not known.
func notThere() error {
	return refused(http.StatusNotFound, instruments.Text{NL: "deze respondent of dit traject is niet in het onderzoek", EN: "this respondent or trajectory is not in the study"},
		instruments.Text{NL: "kies uit de lijst", EN: "choose from the list"})
}
