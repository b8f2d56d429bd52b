package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// wide is a table of one label column, one column of the whole with an
// interval, and n columns in a group.
func wide(n int) analysis.Table {
	figure := func(count int) analysis.Cell {
		return analysis.Cell{Figure: &analysis.Figure{Count: count, Base: 37, Interval: analysis.Wilson(count, 37, 0.95)}}
	}
	t := analysis.Table{
		Title: instruments.Same("Breed"), Stub: instruments.Same("Rij"),
		Columns: []analysis.Column{{Key: analysis.ColumnAll, Label: instruments.Same("n"), Kind: analysis.FigureCell}},
		Rows:    []analysis.Row{{Key: "a", Label: instruments.Same("eerste"), Cells: map[string]analysis.Cell{analysis.ColumnAll: figure(23)}}},
		Notes:   []analysis.Warning{{Text: instruments.Same(strings.Repeat("een noot van veel woorden ", 12))}},
	}
	for i := range n {
		key := strings.Repeat("k", i+1)
		t.Columns = append(t.Columns, analysis.Column{Key: key, Label: instruments.Same("een lang opschrift van kolom " + key), Group: instruments.Same("groep"), Kind: analysis.FigureCell})
		t.Rows[0].Cells[key] = figure(i)
	}
	return t
}

func laidOut(t interface{ Fatal(...any) }, table analysis.Table, l Layout) string {
	var b strings.Builder
	if err := WriteText(&b, table, l, instruments.Dutch); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}

// TestWriteTextFits: at any width the lines fit, and no column is lost.
func TestWriteTextFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Layout{Width: rapid.IntRange(minWidth, 250).Draw(t, "width"), Intervals: rapid.Bool().Draw(t, "intervals")}
		n := rapid.IntRange(0, 12).Draw(t, "columns")
		text := laidOut(t, wide(n), l)
		for line := range strings.Lines(text) {
			if got := utf8.RuneCountInString(strings.TrimRight(line, "\n")); got > l.Width {
				t.Fatalf("a line of %d characters in a width of %d:\n%s", got, l.Width, text)
			}
		}
		for i := range n {
			share := Wording{analysis.Figure{Count: i, Base: 37}}.In(instruments.Dutch)
			if want := strings.ReplaceAll(share, "\u00a0", " "); !strings.Contains(text, want) {
				t.Fatalf("column %d (%s) is lost:\n%s", i, want, text)
			}
		}
		if got := strings.Count(text, "95 %-interval"); l.Intervals && got != n+1 || !l.Intervals && got != 1 {
			t.Fatalf("%d intervals are shown for %d columns, all: %v\n%s", got, n+1, l.Intervals, text)
		}
	})
}

// TestWriteTextBlocks: what does not fit comes below, with the labels again and
// the headings wrapped; without a width it is one block.
func TestWriteTextBlocks(t *testing.T) {
	// 6 for the label, 2 + 14 and 2 + 13 for the whole, 2 + 18 for the next: 57
	// of 60, so that the third column goes below.
	want := `Breed

                                        groep
                                        een lang opschrift
Rij                  n  95 %-interval          van kolom k
eerste  62 %, 23 van 37        46–76 %       0 %, 0 van 37

        groep
        een lang opschrift
Rij           van kolom kk
eerste       3 %, 1 van 37
`
	table := wide(2)
	table.Notes = nil
	squeeze := func(s string) string {
		var out []string
		for line := range strings.Lines(s) {
			out = append(out, strings.Join(strings.Fields(line), " "))
		}
		return strings.Join(out, "\n")
	}
	if got := laidOut(t, table, Layout{Width: 60}); squeeze(got) != squeeze(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := strings.Count(laidOut(t, table, Layout{}), "eerste"); got != 1 {
		t.Errorf("without a width the row stands there %d times", got)
	}
}

// TestWriteTextClips: long labels lose their end, never the whole table its fit.
func TestWriteTextClips(t *testing.T) {
	table := wide(1)
	table.Notes = nil
	table.Rows[0].Label = instruments.Same(strings.Repeat("lang ", 40) + "\x1b[31m")
	got := laidOut(t, table, Layout{Width: 80})
	if !strings.Contains(got, "lang l…") || strings.Contains(got, "\x1b") {
		t.Errorf("the label is not cut off safely:\n%s", got)
	}
	if got := laidOut(t, table, Layout{}); !strings.Contains(got, strings.Repeat("lang ", 40)) {
		t.Errorf("without a width the label is cut off:\n%s", got)
	}
}
