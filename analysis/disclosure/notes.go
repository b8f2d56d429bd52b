package disclosure

import (
	"slices"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// Codes of the notes that Protect adds.
const (
	NoteMasked   = "masked"         // what the marks mean, and how many cells
	NoteDominant = "nearly_a_group" // a category holds 90 % or more of a group
)

// dominant is the share from which a category says something about everybody in
// the group.
const dominant = 0.9

// Flag is a shown category that holds 90 % or more of a group: whoever is known
// to be in the group is nearly known to be in the category.
type Flag struct {
	Ref   analysis.CellRef `json:"ref"`
	Count int              `json:"count"`
	Base  int              `json:"base"`
}

// annotate orders the rows, adds the notes and returns the flags.
func annotate(tables []analysis.Table, k int) []Flag {
	var flags []Flag
	for i := range tables {
		t := &tables[i]
		reorder(t)
		t.Notes = slices.DeleteFunc(t.Notes, func(w analysis.Warning) bool { return w.Code == NoteMasked || w.Code == NoteDominant })
		if small, hidden := masks(t); small+hidden > 0 {
			t.Notes = append(t.Notes, analysis.Warning{Code: NoteMasked, Text: maskedText(small, hidden, k)})
		}
		found := flagged(t)
		if len(found) > 0 {
			t.Notes = append(t.Notes, analysis.Warning{Code: NoteDominant, Text: dominantText(len(found))})
		}
		flags = append(flags, found...)
	}
	return flags
}

func masks(t *analysis.Table) (small, hidden int) {
	for _, r := range t.Rows {
		for _, c := range t.Columns {
			switch f := r.Cells[c.Key].Figure; {
			case f == nil:
			case f.Mask == analysis.Small:
				small++
			case f.Mask == analysis.Hidden:
				hidden++
			}
		}
	}
	return small, hidden
}

func maskedText(small, hidden, k int) instruments.Text {
	return instruments.Textf(
		"<%d: minder dan %d personen of samenwerkingen, of nul (%d cellen). ×: afgeschermd omdat het om te weinig personen gaat of omdat een ander getal eruit terug te rekenen zou zijn; dat zegt niets over de grootte (%d cellen).",
		"<%d: fewer than %d persons or collaborations, or none (%d cells). ×: withheld because too few persons stand behind it or another number could be worked out from it; that says nothing about its size (%d cells).",
		k, k, small, hidden)
}

func dominantText(n int) instruments.Text {
	return instruments.Textf(
		"Aantal cellen met 90\u00a0%% of meer van de groep: %d. Wie in zo'n groep zit, hoort dan vrijwel zeker bij de categorie.",
		"Number of cells with 90%% or more of the group: %d. Whoever is in such a group is then almost certainly in the category.", n)
}

func flagged(t *analysis.Table) []Flag {
	var out []Flag
	for _, r := range t.Rows {
		for _, c := range t.Columns {
			f := r.Cells[c.Key].Figure
			if f == nil || r.Total || !personal(f.Unit) {
				continue
			}
			if share, ok := f.Share(); ok && share >= dominant {
				out = append(out, Flag{analysis.CellRef{Table: t.ID, Row: r.Key, Column: c.Key}, f.Count, f.Base})
			}
		}
	}
	return out
}
