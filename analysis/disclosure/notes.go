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
		t.Notes = Notes(t, k)
		flags = append(flags, flagged(t)...)
	}
	return flags
}

// Notes are the notes of a protected table with those about masks as they hold
// for it. A view with fewer columns than the table it was taken from has other
// counts, or nothing to explain.
func Notes(t *analysis.Table, k int) []analysis.Warning {
	own := func(w analysis.Warning) bool { return w.Code == NoteMasked || w.Code == NoteDominant }
	out := slices.DeleteFunc(slices.Clone(t.Notes), own)
	if small, hidden := masks(t); small+hidden > 0 {
		out = append(out, analysis.Warning{Code: NoteMasked, Text: maskedText(small, hidden, k)})
	}
	if found := flagged(t); len(found) > 0 {
		out = append(out, analysis.Warning{Code: NoteDominant, Text: dominantText(len(found))})
	}
	return out
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

// maskedText explains the marks that occur, each with how often it does.
func maskedText(small, hidden, k int) instruments.Text {
	below := instruments.Textf("<%d: minder dan %d personen of samenwerkingen, of nul (%s).",
		"<%d: fewer than %d persons or collaborations, or none (%s).", k, k, cells(small))
	withheld := instruments.Textf("×: afgeschermd omdat het om te weinig personen gaat of omdat een ander getal eruit terug te rekenen zou zijn; dat zegt niets over de grootte (%s).",
		"×: withheld because too few persons stand behind it or another number could be worked out from it; that says nothing about its size (%s).", cells(hidden))
	switch {
	case hidden == 0:
		return below
	case small == 0:
		return withheld
	}
	return instruments.Textf("%s %s", "%s %s", below, withheld)
}

func cells(n int) instruments.Text {
	if n == 1 {
		return instruments.Text{NL: "1 cel", EN: "1 cell"}
	}
	return instruments.Textf("%d cellen", "%d cells", n)
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
