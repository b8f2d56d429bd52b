package analysis

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Sample sets the sample against the plan: respondents per project and type out
// of the number planned. The plan is that of the instruments, whoever was
// interviewed: so many for each of its projects and each type. A project that
// was not planned has plain counts, and so has everything without a plan.
//
// Rows: projects and the total. Columns: type:… and n.
func Sample(c *coding.Corpus) Table {
	x := newIndex(c)
	s := &sample{index: x, plan: x.set.Plan}
	s.t = Table{
		ID: "sample", Title: instruments.Text{NL: "Steekproef tegenover plan", EN: "Sample against plan"}, Unit: Respondents,
		Base: instruments.Text{NL: "Percentages van het geplande aantal.", EN: "Percentages of the planned number."}, Stub: headProject,
	}
	s.list()
	for _, t := range s.types {
		s.column(TypePrefix+string(t.ID), t.Plural, headType, FigureCell)
	}
	s.column(ColumnAll, instruments.Same("n"), instruments.Text{}, FigureCell)
	for _, p := range s.projects {
		planned := 0
		if slices.Contains(s.plan.Projects, p) {
			planned = 1
		}
		s.add(p, projectLabel(p), planned, func(r *person) bool { return r.Project == p })
		s.same(p, ColumnAll, activitiesID, RowBase, ProjectPrefix+p)
	}
	s.add(RowTotal, instruments.Text{NL: "totaal", EN: "total"}, len(s.plan.Projects), func(*person) bool { return true })
	s.t.Rows[len(s.t.Rows)-1].Total = true
	s.sums()
	return s.t
}

// sample is the table under way; types and projects hide those of the index.
type sample struct {
	*index
	builder
	plan     instruments.SamplePlan
	types    []instruments.TypeInfo
	planned  int // types in the plan, the first ones
	projects []string
}

// list puts what was planned before what is there only in the data.
func (s *sample) list() {
	if s.plan.PerCell > 0 && len(s.plan.Projects) > 0 {
		s.types = slices.Clone(s.set.Types)
	}
	s.planned = len(s.types)
	for _, t := range s.index.types {
		if !slices.ContainsFunc(s.types, func(have instruments.TypeInfo) bool { return have.ID == t.ID }) {
			s.types = append(s.types, t)
		}
	}
	s.projects = slices.Clone(s.plan.Projects)
	for _, p := range s.index.projects {
		if !slices.Contains(s.projects, p) {
			s.projects = append(s.projects, p)
		}
	}
}

// add makes a row of some people, for whom that many projects were planned.
func (s *sample) add(key string, label instruments.Text, projects int, in func(*person) bool) {
	r := s.row(key, label)
	cell := func(planned int, has func(*person) bool) *Figure {
		ids := []string{}
		for i := range s.people {
			if p := &s.people[i]; in(p) && has(p) {
				ids = append(ids, string(p.ID))
			}
		}
		return tally(len(ids), planned, len(ids), Respondents, instruments.Text{NL: "gepland", EN: "planned"}, ids)
	}
	for i, t := range s.types {
		planned := 0
		if i < s.planned {
			planned = projects * s.plan.PerCell
		}
		r.figure(TypePrefix+string(t.ID), cell(planned, func(p *person) bool { return p.Type == t.ID }))
	}
	r.figure(ColumnAll, cell(projects*s.plan.PerCell*s.planned, func(*person) bool { return true }))
}

// sums says which figures add up to which.
func (s *sample) sums() {
	sum := []string{ColumnAll}
	for _, t := range s.types {
		column := TypePrefix + string(t.ID)
		sum = append(sum, column)
		s.down(column, RowTotal, s.projects)
		s.same(RowTotal, column, activitiesID, RowBase, column)
	}
	s.down(ColumnAll, RowTotal, s.projects)
	s.same(RowTotal, ColumnAll, activitiesID, RowBase, ColumnAll)
	s.across([][]string{sum})
}

// Expectation sets what the literature expected against what was found: per
// activity of which the taxonomy says whether it was expected, the respondents
// who named it, overall, per project, and without the projects of
// Options.Without. Activities without a word on it are left out.
//
// Columns: expected and note (text), n, project:…, without:….
func Expectation(c *coding.Corpus, o Options) Table {
	x := o.indexed(c)
	o.Cells = false
	groups := x.groups(o)
	b := builder{Table{
		ID: "expectation", Title: instruments.Text{NL: "Verwacht uit de literatuur en gevonden", EN: "Expected from the literature and found"}, Unit: Respondents,
		Base: instruments.Text{NL: "Percentages van alle respondenten in de groep.", EN: "Percentages of all respondents in the group."},
		Stub: instruments.Text{NL: "Activiteit", EN: "Activity"},
	}}
	b.column("expected", instruments.Text{NL: "verwacht", EN: "expected"}, instruments.Text{}, TextCell)
	b.column("note", instruments.Text{NL: "toelichting", EN: "explanation"}, instruments.Text{}, TextCell)
	b.groupColumns(groups)
	for i, a := range x.activities {
		if a.Expected == "" {
			continue
		}
		r := b.row(string(a.ID), activityLabel(a))
		r.text("expected", expected(a.Expected))
		r.text("note", a.ExpectedNote)
		for _, g := range groups {
			who, _ := x.namedBy(g.people, i)
			r.figure(g.key, people(x.ids(who), len(g.people), g.baseOf))
		}
	}
	for _, r := range b.t.Rows {
		for _, g := range groups {
			b.same(r.Key, g.key, activitiesID, r.Key, g.key)
		}
	}
	b.across(x.sums(o))
	b.baseRow(x, groups)
	b.t.Notes = append(b.t.Notes, x.notes...)
	return b.t
}

// namedBy are those among people who named an activity, and whether any did.
func (x *index) namedBy(people []int, activity int) ([]int, bool) {
	out := []int{}
	for _, p := range people {
		if x.people[p].named(activity) {
			out = append(out, p)
		}
	}
	return out, len(out) > 0
}

func expected(s string) instruments.Text {
	switch s {
	case "ja":
		return instruments.Text{NL: "ja", EN: "yes"}
	case "nee":
		return instruments.Text{NL: "nee", EN: "no"}
	case "beperkt":
		return instruments.Text{NL: "beperkt", EN: "limited"}
	}
	return instruments.Same(s)
}

// Quantify is the word of narrative text for a count out of a base, with the
// number beside it: "de meeste (23 van 37)". The first quantifier whose least
// share and least count are both met gives the word; none met, one person is
// "één" and nobody "geen". Without quantifiers, those of domain.md 4 are used.
func Quantify(words []instruments.Quantifier, count, base int) instruments.Text {
	if len(words) == 0 {
		words = defaultWords()
	}
	word := instruments.Text{NL: "geen", EN: "none"}
	if count == 1 {
		word = instruments.Text{NL: "één", EN: "one"}
	}
	for _, q := range words {
		if base > 0 && count > 0 && 100*count >= q.From*base && count >= q.Min {
			word = q.Word
			break
		}
	}
	return instruments.Textf("%s (%d van %d)", "%s (%d of %d)", word, count, base)
}

func defaultWords() []instruments.Quantifier {
	return []instruments.Quantifier{
		{Word: instruments.Text{NL: "alle", EN: "all"}, From: 100, Min: 2},
		{Word: instruments.Text{NL: "de meeste", EN: "most"}, From: 51},
		{Word: instruments.Text{NL: "sommige", EN: "some"}, From: 20, Min: 2},
		{Word: instruments.Text{NL: "enkele", EN: "a few"}, From: 0, Min: 2},
	}
}
