package disclosure

import (
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// A note counts the marks of the table it stands under, explains only those that
// occur, and is absent where none does.
func TestNotesCountTheirOwnTable(t *testing.T) {
	cell := func(m analysis.Mask) analysis.Cell {
		return analysis.Cell{Figure: &analysis.Figure{Unit: analysis.Respondents, Mask: m}}
	}
	table := func(masks ...analysis.Mask) *analysis.Table {
		out := &analysis.Table{ID: "t", Columns: []analysis.Column{{Key: "n", Kind: analysis.FigureCell}}, Notes: []analysis.Warning{
			{Code: "own", Text: instruments.Same("stays")}, {Code: NoteMasked, Text: instruments.Same("of another table")},
		}}
		for _, m := range masks {
			out.Rows = append(out.Rows, analysis.Row{Cells: map[string]analysis.Cell{"n": cell(m)}})
		}
		return out
	}
	for _, c := range []struct {
		t           *analysis.Table
		want, wrong string
	}{
		{table(analysis.Shown), "", "<5"},
		{table(analysis.Small, analysis.Small, analysis.Shown), "of nul (2 cellen).", "×"},
		{table(analysis.Hidden), "grootte (1 cel).", "<5"},
		{table(analysis.Small, analysis.Hidden, analysis.Hidden), "of nul (1 cel). ×: afgeschermd omdat het om te weinig personen gaat of omdat een ander getal eruit terug te rekenen zou zijn; dat zegt niets over de grootte (2 cellen).", "0 cel"},
	} {
		text := ""
		notes := Notes(c.t, 5)
		for _, n := range notes[1:] {
			text += n.Text.NL
		}
		if notes[0].Code != "own" || !strings.HasSuffix(text, c.want) || strings.Contains(text, c.wrong) || strings.Contains(text, "another") || (text == "") != (c.want == "") {
			t.Errorf("%d rows: %q, want %q", len(c.t.Rows), text, c.want)
		}
	}
}
