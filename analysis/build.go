package analysis

import (
	"meerzicht/instruments"
)

// Keys of columns and rows that several tables share.
const (
	ColumnAll     = "n"        // everybody
	ProjectPrefix = "project:" // + project
	TypePrefix    = "type:"    // + respondent type
	CellPrefix    = "cell:"    // + project + "/" + respondent type
	WithoutPrefix = "without:" // + project
	RowTotal      = "total"    // the sum of the rows
	RowBase       = "base"     // the denominators
	level95       = 0.95
)

// group is a set of people that gets a column: everybody, a project, a type.
type group struct {
	key    string
	label  instruments.Text
	head   instruments.Text // heading over neighbouring columns
	baseOf instruments.Text
	has    func(*person) bool
	people []int
}

var (
	headProject = instruments.Text{NL: "Project", EN: "Project"}
	headType    = instruments.Text{NL: "Respondenttype", EN: "Respondent type"}
	headCell    = instruments.Text{NL: "Project × respondenttype", EN: "Project × respondent type"}
	allPeople   = instruments.Text{NL: "respondenten", EN: "respondents"}
)

// groups are the columns of people: all, projects, types, and what the options
// add.
func (x *index) groups(o Options) []group {
	out := []group{{key: ColumnAll, label: instruments.Same("n"), baseOf: allPeople, has: func(*person) bool { return true }}}
	for _, p := range x.projects {
		out = append(out, group{
			key: ProjectPrefix + p, label: projectLabel(p), head: headProject,
			baseOf: instruments.Textf("respondenten in %s", "respondents in %s", projectLabel(p)),
			has:    func(r *person) bool { return r.Project == p },
		})
	}
	for _, t := range x.types {
		out = append(out, group{key: TypePrefix + string(t.ID), label: t.Plural, head: headType, baseOf: t.Plural, has: func(r *person) bool { return r.Type == t.ID }})
	}
	if o.Cells {
		out = append(out, x.cells()...)
	}
	for _, p := range o.Without {
		out = append(out, group{
			key: WithoutPrefix + p, label: instruments.Textf("zonder %s", "without %s", projectLabel(p)),
			baseOf: instruments.Textf("respondenten buiten %s", "respondents outside %s", projectLabel(p)),
			has:    func(r *person) bool { return r.Project != p },
		})
	}
	for i := range out {
		out[i].fill(x)
	}
	return out
}

// projectLabel is a project's name; somebody or something may have none.
func projectLabel(p string) instruments.Text {
	if p == "" {
		return instruments.Text{NL: "geen project", EN: "no project"}
	}
	return instruments.Same(p)
}

func (x *index) cells() []group {
	var out []group
	for _, p := range x.projects {
		for _, t := range x.types {
			out = append(out, group{
				key: CellPrefix + p + "/" + string(t.ID), label: instruments.Textf("%s, %s", "%s, %s", projectLabel(p), t.Plural), head: headCell,
				baseOf: instruments.Textf("%s in %s", "%s in %s", t.Plural, projectLabel(p)),
				has:    func(r *person) bool { return r.Project == p && r.Type == t.ID },
			})
		}
	}
	return out
}

func (g *group) fill(x *index) {
	g.people = nil
	for i := range x.people {
		if g.has(&x.people[i]) {
			g.people = append(g.people, i)
		}
	}
}

// sums says which groups add up to which, as column keys.
func (x *index) sums(o Options) [][]string {
	projects, types := []string{ColumnAll}, []string{ColumnAll}
	for _, p := range x.projects {
		projects = append(projects, ProjectPrefix+p)
	}
	for _, t := range x.types {
		types = append(types, TypePrefix+string(t.ID))
	}
	out := [][]string{projects, types}
	for _, p := range o.Without {
		out = append(out, []string{ColumnAll, ProjectPrefix + p, WithoutPrefix + p})
	}
	if o.Cells {
		out = append(out, x.cellSums()...)
	}
	return out
}

func (x *index) cellSums() [][]string {
	var out [][]string
	for _, p := range x.projects {
		sum := []string{ProjectPrefix + p}
		for _, t := range x.types {
			sum = append(sum, CellPrefix+p+"/"+string(t.ID))
		}
		out = append(out, sum)
	}
	for _, t := range x.types {
		sum := []string{TypePrefix + string(t.ID)}
		for _, p := range x.projects {
			sum = append(sum, CellPrefix+p+"/"+string(t.ID))
		}
		out = append(out, sum)
	}
	return out
}

// people is a figure of respondents out of a base, with its interval.
func people(ids []string, base int, of instruments.Text) *Figure {
	f := &Figure{Count: len(ids), Base: base, Unit: Respondents, BaseOf: of, IDs: ids, Persons: len(ids)}
	return f.withInterval()
}

func (f *Figure) withInterval() *Figure {
	if f.Base == 0 {
		f.Reason = EmptyGroup
		return f
	}
	f.Interval = Wilson(f.Count, f.Base, level95)
	return f
}

// tally is a figure of mentions or segments: how often, by how many persons. A
// base of 0 makes it a plain count. It has no interval: mentions of one person
// do not stand apart.
func tally(count, base, persons int, unit Unit, of instruments.Text, ids []string) *Figure {
	return &Figure{Count: count, Base: base, Unit: unit, BaseOf: of, IDs: ids, Persons: persons}
}

// builder puts figures in a table.
type builder struct{ t Table }

func (b *builder) column(key string, label, head instruments.Text, kind CellKind) {
	b.t.Columns = append(b.t.Columns, Column{Key: key, Label: label, Group: head, Kind: kind})
}

func (b *builder) numbers(key string, label instruments.Text, decimals int) {
	b.t.Columns = append(b.t.Columns, Column{Key: key, Label: label, Kind: NumberCell, Decimals: decimals})
}

func (b *builder) groupColumns(gs []group) {
	for _, g := range gs {
		b.column(g.key, g.label, g.head, FigureCell)
	}
}

func (b *builder) row(key string, label instruments.Text) *Row {
	b.t.Rows = append(b.t.Rows, Row{Key: key, Label: label, Cells: map[string]Cell{}})
	return &b.t.Rows[len(b.t.Rows)-1]
}

func (r *Row) figure(column string, f *Figure)           { r.Cells[column] = Cell{Figure: f} }
func (r *Row) text(column string, text instruments.Text) { r.Cells[column] = Cell{Text: text} }

func (r *Row) number(column string, s Statistic) {
	r.Cells[column] = Cell{Number: s.Value, Reason: s.Reason}
}

func (b *builder) note(code, nl, en string) {
	b.t.Notes = append(b.t.Notes, Warning{Code: code, Text: instruments.Text{NL: nl, EN: en}})
}

// ref names a cell of this table.
func (b *builder) ref(row, column string) CellRef {
	return CellRef{Table: b.t.ID, Row: row, Column: column}
}

// across says for every row that the first column is the sum of the others.
func (b *builder) across(sums [][]string) {
	for _, r := range b.t.Rows {
		for _, s := range sums {
			b.sum(b.ref(r.Key, s[0]), refs(b.t.ID, r.Key, s[1:])...)
		}
	}
}

func refs(table, row string, columns []string) []CellRef {
	out := make([]CellRef, len(columns))
	for i, c := range columns {
		out[i] = CellRef{Table: table, Row: row, Column: c}
	}
	return out
}

// down says for a column that the row is the sum of the rows named.
func (b *builder) down(column, whole string, parts []string) {
	out := make([]CellRef, len(parts))
	for i, p := range parts {
		out[i] = b.ref(p, column)
	}
	b.sum(b.ref(whole, column), out...)
}

func (b *builder) sum(whole CellRef, parts ...CellRef) {
	b.t.Sums = append(b.t.Sums, Sum{Whole: whole, Parts: parts})
}

// same says that a cell of this table repeats one of another.
func (b *builder) same(row, column, table, otherRow, otherColumn string) {
	b.sum(b.ref(row, column), CellRef{Table: table, Row: otherRow, Column: otherColumn})
}

// baseRow shows how many respondents each group has: the denominators. It
// repeats that of the activities table.
func (b *builder) baseRow(x *index, gs []group) {
	r := b.row(RowBase, instruments.Text{NL: "respondenten (basis)", EN: "respondents (base)"})
	r.Total = true
	for _, g := range gs {
		r.figure(g.key, people(x.ids(g.people), len(g.people), g.baseOf))
		if b.t.ID != activitiesID {
			b.same(RowBase, g.key, activitiesID, RowBase, g.key)
		}
	}
}

// empty is the note under a table nothing can be counted in.
func (b *builder) empty() {
	b.note(EmptyGroup, "Er is nog niets om te tellen.", "There is nothing to count yet.")
}

func quoted(id, label instruments.Text) instruments.Text {
	return instruments.Textf("%s %s", "%s %s", id, label)
}

func activityLabel(a instruments.Activity) instruments.Text {
	if a.Label.In(instruments.Dutch) == string(a.ID) {
		return a.Label
	}
	return quoted(instruments.Same(string(a.ID)), a.Label)
}

// pairID names a pair, such as the mention "R01/A01".
func pairID[A, B ~string](a A, b B) string { return string(a) + "/" + string(b) }
