package report

import (
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
	"meerzicht/instruments"
)

// A view of other units says so: unit, base and the rows of totals.
func TestViewSaysItsOwnUnit(t *testing.T) {
	cell := func(u analysis.Unit, of instruments.Text) map[string]analysis.Cell {
		return map[string]analysis.Cell{"x": {Figure: &analysis.Figure{Count: 2, Base: 3, Unit: u, BaseOf: of}}}
	}
	table := func(u analysis.Unit, of instruments.Text) analysis.Table {
		return analysis.Table{Unit: analysis.Respondents, Base: both("van alle respondenten", "of all respondents"), Columns: []analysis.Column{{Key: "x", Kind: analysis.FigureCell}}, Rows: []analysis.Row{
			{Key: "a", Label: both("a", "a"), Cells: cell(u, of)},
			{Key: analysis.RowTotal, Label: both("alle respondenten", "all"), Cells: cell(u, of), Total: true},
			{Key: analysis.RowBase, Label: both("respondenten (basis)", "base"), Cells: cell(u, of), Total: true},
		}}
	}
	for _, c := range []struct {
		unit                   analysis.Unit
		of                     instruments.Text
		subtitle, total, bases string
	}{
		{analysis.Respondents, both("respondenten", "respondents"), "Eenheid: respondenten. Van alle respondenten", "alle respondenten", "respondenten (basis)"},
		{analysis.Trajectories, both("trajecten", "trajectories"), "Eenheid: trajecten. Percentages van alle trajecten.", "alle trajecten", "trajecten (basis)"},
		{analysis.Documents, both("focusgroepen", "focus groups"), "Eenheid: focusgroepen.", "alle focusgroepen", "focusgroepen (basis)"},
	} {
		got := ownUnit(table(c.unit, c.of))
		if s := subtitle(got, nl); s != c.subtitle || got.Rows[1].Label.NL != c.total || got.Rows[2].Label.NL != c.bases || got.Rows[0].Label.NL != "a" {
			t.Errorf("%s: %q, %q, %q", c.unit, s, got.Rows[1].Label.NL, got.Rows[2].Label.NL)
		}
	}
}

// The legend under a table of the page counts the masks of that table; a table
// without masks has none.
func TestLegendsCountTheirOwnTable(t *testing.T) {
	everyReport(t, func(name string, r *Report) {
		with := 0
		for _, s := range r.Sections {
			for _, bl := range s.Blocks {
				if bl.Table == nil {
					continue
				}
				at := slices.IndexFunc(bl.Table.Notes, func(w analysis.Warning) bool { return w.Code == disclosure.NoteMasked })
				want := slices.IndexFunc(disclosure.Notes(bl.Table, r.Audience.Threshold()), func(w analysis.Warning) bool { return w.Code == disclosure.NoteMasked })
				if masked := maskedCells(*bl.Table); (masked > 0) != (at >= 0) || want != at {
					t.Errorf("%s: %s has %d masked cells, its legend is note %d", name, bl.Table.ID, masked, at)
				}
				if at >= 0 {
					with++
				}
			}
		}
		if with == 0 {
			t.Errorf("%s: no legend at all", name)
		}
	})
}

func maskedCells(t analysis.Table) int {
	n := 0
	for _, r := range t.Rows {
		for _, c := range t.Columns {
			if f := r.Cells[c.Key].Figure; f != nil && isMasked(*f) {
				n++
			}
		}
	}
	return n
}

// A note is said once in a section, under the first table it belongs to.
func TestNotesAreSaidOnce(t *testing.T) {
	r := built(t, realStudy(t), Options{})
	v, err := r.page()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range v.Sections {
		seen := map[string]string{}
		for _, b := range s.Blocks {
			if b.Table == nil {
				continue
			}
			for _, n := range b.Table.Notes {
				if at, twice := seen[n]; twice {
					t.Errorf("%s: %q stands under %s and %s", s.ID, n, at, b.Table.ID)
				}
				seen[n] = b.Table.ID
			}
		}
	}
}

// A ranking is cut at no tie: all that are equal are named, at most five.
func TestAmongNamesTies(t *testing.T) {
	list := func(counts ...int) []ranked {
		var out []ranked
		for i, n := range counts {
			out = append(out, ranked{label: instruments.Same(string(rune('a' + i))), f: *share(n, 37)})
		}
		return out
	}
	for _, c := range []struct {
		rs   []ranked
		n    int
		want string
		many int
	}{
		{nil, 3, "", 0},
		{list(9), 3, "“a”", 1},
		{list(9, 8, 7, 6), 3, "“a”, “b” en “c”", 3},
		{list(9, 8, 7, 7), 3, "“a”, “b”, “c” en “d”", 4},
		{list(9, 9, 9, 9, 9, 9), 1, "“a”, “b”, “c”, “d”, “e” en één andere", 6},
		{list(9, 9, 9, 9, 9, 9, 9, 1), 3, "“a”, “b”, “c”, “d”, “e” en 2 andere", 7},
	} {
		if got, n := among(c.rs, c.n, ranked.quoted); got.NL != c.want || n != c.many {
			t.Errorf("%d of %d: %q, %d; want %q, %d", c.n, len(c.rs), got.NL, n, c.want, c.many)
		}
	}
}

// Focus groups are counted, never given percentages.
func TestFocusGroupsAreCounted(t *testing.T) {
	of := func(n, base int, label string) ranked {
		return ranked{label: instruments.Same(label), f: analysis.Figure{Count: n, Base: base, Unit: analysis.Documents}}
	}
	rs := []ranked{of(3, 3, "a"), of(3, 3, "b"), of(2, 3, "c"), of(1, 3, "d")}
	if got := inGroups(rs, 3).NL; got != "In alle 3 focusgroepen: “a” en “b”. In 2 van de 3 focusgroepen: “c”." {
		t.Errorf("got %q", got)
	}
	if got := inGroups([]ranked{of(1, 1, "a")}, 3).EN; got != "In the focus group: “a”." {
		t.Errorf("got %q", got)
	}
}

// The section on themes names the parent before a code.
func TestParentsStandBeforeCodes(t *testing.T) {
	page := legible(visible(pageOf(t, built(t, realStudy(t), Options{}))))
	if !strings.Contains(page, "“delen van signalen: ") {
		t.Error("no code stands after its parent")
	}
}

// Rows of a chart are high enough for the lines of their longest label.
func TestRowHeight(t *testing.T) {
	long := "verminderen van risicofactoren / versterken van beschermende factoren"
	for _, c := range []struct {
		names       []string
		width, want int
	}{
		{[]string{"kort"}, 290, 28},
		{[]string{"kort", long}, 290, 38},         // 69 letters of 7 pixels on 278: two lines
		{[]string{long}, narrowGutter, 14*5 + 10}, // on 112: 16 letters a line, five lines
	} {
		if got := rowHeight(c.names, c.width, 28); got < c.want {
			t.Errorf("%q on %d: %d, want at least %d", c.names, c.width, got, c.want)
		}
	}
}
