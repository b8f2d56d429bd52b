package report

import (
	"slices"
	"strconv"
	"strings"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

type tableView struct {
	ID, Title, Sub, Stub, Mark, Class, Fold string
	Groups                                  []groupView
	Columns                                 []columnView
	Rows                                    []rowView
	Notes                                   []string
	Long                                    bool
}

type groupView struct {
	Label string
	Span  int
}

type columnView struct {
	Label, Class string
}

type rowView struct {
	Label string
	Level int
	Total bool
	Cells []cellView
}

// cellView is a cell: the count large; share, base and interval small below it.
// A mark has its meaning in Title and in the notes.
type cellView struct {
	Main, Small, Class, Title string
	Link                      string // where what stands behind it is shown; "" in a report
}

// table shows a table; a note that stands under an earlier table of the section
// is in said, and is not repeated.
func (r *Report) table(t analysis.Table, said map[string]bool) *tableView {
	v := &tableView{
		ID: "table-" + t.ID, Title: t.Title.In(r.Lang), Sub: subtitle(t, r.Lang), Stub: t.Stub.In(r.Lang), Mark: r.mark(),
		Groups: groupsOf(t, r.Lang), Long: len(t.Rows) > 14, Fold: wordsIn(r.Lang).Fold,
	}
	if numbers := slices.DeleteFunc(slices.Clone(t.Columns), func(c analysis.Column) bool { return c.Kind == analysis.TextCell }); len(numbers) <= 3 {
		v.Class = "roomy"
	}
	if len(t.Rows) <= 12 {
		v.Class = strings.TrimSpace(v.Class + " short")
	}
	for _, c := range t.Columns {
		class := "num"
		if c.Kind == analysis.TextCell {
			class = "txt"
		}
		v.Columns = append(v.Columns, columnView{c.Label.In(r.Lang), class})
	}
	for _, row := range t.Rows {
		rv := rowView{Label: row.Label.In(r.Lang), Level: min(row.Level, 4), Total: row.Total}
		for _, c := range t.Columns {
			cell := viewOf(row.Cells[c.Key], c, r.Lang)
			if row.Key == analysis.RowBase { // its share of itself says nothing
				cell.Small = ""
			}
			rv.Cells = append(rv.Cells, cell)
		}
		v.Rows = append(v.Rows, rv)
	}
	var notes []string
	for _, n := range footnotes(t) {
		notes = append(notes, n.In(r.Lang))
	}
	if !explained(t) {
		notes = append(notes, maskNotes(t, r.Lang)...)
	}
	for _, n := range notes {
		if !said[n] {
			said[n] = true
			v.Notes = append(v.Notes, n)
		}
	}
	return v
}

func viewOf(c analysis.Cell, col analysis.Column, lang instruments.Lang) cellView {
	if c.Figure == nil {
		class := "num"
		if col.Kind == analysis.TextCell {
			class = "txt"
		}
		return cellView{Main: cellText(c, col, lang), Class: class}
	}
	f := *c.Figure
	if mark, ok := markOf(f); ok {
		return cellView{Main: mark.In(lang), Class: "num mask", Title: reasonText(f.Reason).In(lang)}
	}
	v := cellView{Main: strconv.Itoa(f.Count), Class: "num"}
	if f.Base > 0 {
		v.Small = percentOf(f, lang)
	}
	if f.Interval != nil {
		v.Small += " (" + Span(*f.Interval, lang) + ")"
	}
	return v
}

// percentOf is "62 % van 37", or "van 3" for focus groups: what stands under the
// count.
func percentOf(f analysis.Figure, lang instruments.Lang) string {
	if counted(f.Unit) {
		return instruments.Text{NL: "van ", EN: "of "}.In(lang) + strconv.Itoa(f.Base)
	}
	return Percent(f.Count, f.Base, lang) + instruments.Text{NL: " van ", EN: " of "}.In(lang) + strconv.Itoa(f.Base)
}

func groupsOf(t analysis.Table, lang instruments.Lang) []groupView {
	var out []groupView
	named := false
	for _, c := range t.Columns {
		g := c.Group.In(lang)
		named = named || g != ""
		if n := len(out); n > 0 && out[n-1].Label == g {
			out[n-1].Span++
			continue
		}
		out = append(out, groupView{g, 1})
	}
	if !named {
		return nil
	}
	return out
}

// explained is true when disclosure control already noted what the marks mean.
func explained(t analysis.Table) bool {
	return slices.ContainsFunc(t.Notes, func(w analysis.Warning) bool { return w.Code == "masked" })
}

// maskNotes explains each mark that occurs in a table.
func maskNotes(t analysis.Table, lang instruments.Lang) []string {
	var out []string
	seen := map[string]bool{}
	for _, row := range t.Rows {
		for _, c := range t.Columns {
			f := row.Cells[c.Key].Figure
			if f == nil || !isMasked(*f) || seen[f.Reason] {
				continue
			}
			seen[f.Reason] = true
			out = append(out, reasonMark(f.Reason).In(lang)+" = "+reasonText(f.Reason).In(lang)+".")
		}
	}
	return out
}
