package analysis

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Sample sets the sample against the plan: respondents per project and type out
// of the number planned. Without a plan the figures are plain counts.
//
// Rows: projects and the total. Columns: type:… and n.
func Sample(c *coding.Corpus) Table {
	x := newIndex(c)
	b := builder{Table{
		ID: "sample", Title: instruments.Text{NL: "Steekproef tegenover plan", EN: "Sample against plan"}, Unit: Respondents,
		Base: instruments.Text{NL: "Percentages van het geplande aantal.", EN: "Percentages of the planned number."}, Stub: headProject,
	}}
	plan := x.set.Plan.PerCell
	projects := slices.Clone(x.set.Plan.Projects)
	for _, p := range x.projects {
		if !slices.Contains(projects, p) {
			projects = append(projects, p)
		}
	}
	for _, t := range x.types {
		b.column(TypePrefix+string(t.ID), t.Plural, headType, FigureCell)
	}
	b.column(ColumnAll, instruments.Same("n"), instruments.Text{}, FigureCell)
	for _, p := range projects {
		x.sampleRow(&b, p, projectLabel(p), plan, func(r *person) bool { return r.Project == p })
		b.same(p, ColumnAll, activitiesID, RowBase, ProjectPrefix+p)
	}
	x.sampleRow(&b, RowTotal, instruments.Text{NL: "totaal", EN: "total"}, plan*len(projects), func(*person) bool { return true })
	b.t.Rows[len(b.t.Rows)-1].Total = true
	sum := []string{ColumnAll}
	for _, t := range x.types {
		column := TypePrefix + string(t.ID)
		sum = append(sum, column)
		b.down(column, RowTotal, projects)
		b.same(RowTotal, column, activitiesID, RowBase, column)
	}
	b.down(ColumnAll, RowTotal, projects)
	b.same(RowTotal, ColumnAll, activitiesID, RowBase, ColumnAll)
	b.across([][]string{sum})
	return b.t
}

func (x *index) sampleRow(b *builder, key string, label instruments.Text, plan int, in func(*person) bool) {
	r := b.row(key, label)
	cell := func(has func(*person) bool, planned int) *Figure {
		ids := []string{}
		for i := range x.people {
			if p := &x.people[i]; in(p) && has(p) {
				ids = append(ids, string(p.ID))
			}
		}
		return tally(len(ids), planned, len(ids), Respondents, instruments.Text{NL: "gepland", EN: "planned"}, ids)
	}
	for _, t := range x.types {
		r.figure(TypePrefix+string(t.ID), cell(func(p *person) bool { return p.Type == t.ID }, plan))
	}
	r.figure(ColumnAll, cell(func(*person) bool { return true }, plan*len(x.types)))
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
