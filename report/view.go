package report

import (
	"maps"
	"slices"
	"strings"

	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
	"meerzicht/instruments"
)

// show adds a table to the section: on the page a view of the columns that keep
// accepts (all when keep is nil), in the workbook the whole table.
func (b *builder) show(id string, title instruments.Text, keep func(analysis.Column) bool) {
	if !b.has(id) {
		return
	}
	whole := b.tables[id]
	if !slices.ContainsFunc(b.r.Tables(), func(t analysis.Table) bool { return t.ID == id }) {
		b.r.tables = append(b.r.tables, whole)
	}
	view := whole
	if keep != nil {
		view = pick(whole, keep)
	}
	if !slices.ContainsFunc(view.Columns, func(c analysis.Column) bool { return c.Kind != analysis.TextCell }) {
		return
	}
	view = trim(ownUnit(view))
	view.Notes = disclosure.Notes(&view, b.opt.Audience.Threshold())
	if !title.IsZero() {
		view.Title = title
	}
	n := 0
	for _, bl := range b.part.Blocks {
		if bl.Table != nil && strings.HasPrefix(bl.Table.ID, id) {
			n++
		}
	}
	if n > 0 { // a further view: what it counts was said under the first
		view.ID += "-" + string(rune('a'+n))
		view.Notes = slices.DeleteFunc(slices.Clone(view.Notes), func(w analysis.Warning) bool {
			return w.Code != disclosure.NoteMasked && w.Code != disclosure.NoteDominant && w.Code != "intervals"
		})
	}
	b.part.Blocks = append(b.part.Blocks, Block{Table: &view})
}

// pick is the table with the columns that keep accepts; nothing of the others is
// left in it. Sums are left out: a view is for reading.
func pick(t analysis.Table, keep func(analysis.Column) bool) analysis.Table {
	t.Columns = slices.DeleteFunc(slices.Clone(t.Columns), func(c analysis.Column) bool { return !keep(c) })
	t.Sums = nil
	t.Rows = slices.Clone(t.Rows)
	for i, r := range t.Rows {
		t.Rows[i].Cells = map[string]analysis.Cell{}
		for _, c := range t.Columns {
			if cell, ok := r.Cells[c.Key]; ok {
				t.Rows[i].Cells[c.Key] = cell
			}
		}
	}
	return t
}

// trim leaves intervals to the main columns: the page stays readable, and the
// workbook has them all.
func trim(t analysis.Table) analysis.Table {
	main := keys(analysis.ColumnAll, "respondents", analysis.WithoutPrefix)
	cut := false
	t.Rows = slices.Clone(t.Rows)
	for i, r := range t.Rows {
		t.Rows[i].Cells = maps.Clone(r.Cells)
		for _, c := range t.Columns {
			cell := r.Cells[c.Key]
			if cell.Figure == nil || cell.Figure.Interval == nil || main(c) && r.Key != analysis.RowBase {
				continue
			}
			f := *cell.Figure
			f.Interval = nil
			cell.Figure = &f
			t.Rows[i].Cells[c.Key] = cell
			cut = cut || r.Key != analysis.RowBase
		}
	}
	if cut {
		t.Notes = append(slices.Clone(t.Notes), analysis.Warning{Code: "intervals", Text: inBoth("De 95\u00a0%-intervallen van deelgroepen staan in het werkboek.", "The 95% intervals of subgroups are in the workbook.")})
	}
	return t
}

// ownUnit says what a view counts when all its figures count something else than
// the table it was taken from, such as the trajectories of a table of dyads.
func ownUnit(t analysis.Table) analysis.Table {
	unit, of := t.Unit, instruments.Text{}
	for _, r := range t.Rows {
		for _, c := range t.Columns {
			switch f := r.Cells[c.Key].Figure; {
			case f == nil || f.Unit == "":
			case f.Unit == t.Unit || unit != t.Unit && f.Unit != unit:
				return t
			default:
				unit = f.Unit
				if !f.BaseOf.IsZero() {
					of = f.BaseOf
				}
			}
		}
	}
	if unit == t.Unit {
		return t
	}
	if of.IsZero() {
		of = unit.Label()
	}
	t.Unit, t.Base, t.Rows = unit, instruments.Text{}, slices.Clone(t.Rows)
	if !counted(unit) {
		t.Base = instruments.Textf("Percentages van alle %s.", "Percentages of all %s.", of)
	}
	for i, r := range t.Rows {
		switch r.Key {
		case analysis.RowTotal:
			t.Rows[i].Label = instruments.Textf("alle %s", "all %s", of)
		case analysis.RowBase:
			t.Rows[i].Label = instruments.Textf("%s (basis)", "%s (base)", of)
		}
	}
	return t
}

// counted is true for units of which there are so few that a percentage would
// mislead: documents, that is to say focus groups.
func counted(u analysis.Unit) bool { return u == analysis.Documents }
