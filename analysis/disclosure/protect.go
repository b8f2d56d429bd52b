package disclosure

import (
	"meerzicht/analysis"
)

// Masked is the reason of a number whose row holds a masked figure.
const Masked = "masked"

// Audit says what was done and what it was tested against.
type Audit struct {
	K         int `json:"k"`
	Figures   int `json:"figures"`
	Small     int `json:"small"`     // masked as fewer than k
	Hidden    int `json:"hidden"`    // withheld to protect others
	Relations int `json:"relations"` // sums an attacker could use
	// Blurred counts small figures that are marked hidden instead, because
	// "<k" itself would have said too much about them or others.
	Blurred int `json:"blurred"`
	// Tested counts the complete tables that were found to agree with all that
	// is published while a masked figure has another value.
	Tested int `json:"tested"`
	// Narrowest is the least number of values shown to be possible for any
	// masked figure, at most k; k when nothing is masked.
	Narrowest int `json:"narrowest"`
	// Unresolved are masked figures for which fewer than k values were found.
	Unresolved []analysis.CellRef `json:"unresolved,omitempty"`
}

// Protect masks what concerns fewer than k persons in tables that are published
// together, and whatever would give it back. The tables given are not changed.
// Persons, trajectories and dyads count by themselves, mentions, segments and
// items by the persons behind them; documents are no persons. With k below 2
// nothing is masked.
//
// Relations are the Sums of the tables, the bases shown beside figures, and
// figures that stand in several tables.
func Protect(tables []analysis.Table, k int) ([]analysis.Table, Audit) {
	out := clone(tables)
	audit := Audit{K: k, Narrowest: k}
	if k < 2 {
		return out, audit
	}
	m := newModel(out, k)
	m.protect()
	m.apply()
	m.report(&audit)
	for i := range out {
		finish(&out[i])
	}
	return out, audit
}

// clone copies what Protect changes: rows, cells, figures, notes.
func clone(tables []analysis.Table) []analysis.Table {
	out := make([]analysis.Table, len(tables))
	for i, t := range tables {
		out[i] = t
		out[i].Notes = append([]analysis.Warning(nil), t.Notes...)
		out[i].Rows = make([]analysis.Row, len(t.Rows))
		for j, r := range t.Rows {
			cells := make(map[string]analysis.Cell, len(r.Cells))
			for key, c := range r.Cells {
				if c.Figure != nil {
					f := *c.Figure
					c.Figure = &f
				}
				cells[key] = c
			}
			r.Cells = cells
			out[i].Rows[j] = r
		}
	}
	return out
}

// sensitive is true for a figure about fewer than k persons or collaborations.
func sensitive(f *analysis.Figure, k int) bool {
	switch f.Unit {
	case analysis.Documents:
		return false
	case analysis.Respondents, analysis.Trajectories, analysis.Dyads:
		return f.Count < k
	}
	return f.Persons < k
}

// persons is true for units in which the count itself is what "<k" bounds.
func persons(u analysis.Unit) bool {
	return u == analysis.Respondents || u == analysis.Trajectories || u == analysis.Dyads
}

func mask(f *analysis.Figure, with analysis.Mask) {
	*f = analysis.Figure{Unit: f.Unit, Mask: with}
}
