package disclosure_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// figure is so many respondents out of a base.
func figure(count, base int) *analysis.Figure {
	f := &analysis.Figure{Count: count, Base: base, Unit: analysis.Respondents, Persons: count, BaseOf: instruments.Same("respondenten")}
	for i := range count {
		f.IDs = append(f.IDs, fmt.Sprintf("R%02d", i+1))
	}
	if base > 0 {
		f.Interval = analysis.Wilson(count, base, .95)
	}
	return f
}

// counted is a figure of another unit, by some persons.
func counted(count, persons int, u analysis.Unit) *analysis.Figure {
	return &analysis.Figure{Count: count, Unit: u, Persons: persons}
}

// line is one row typed in: a count per column, -1 for no figure.
type line struct {
	key    string
	total  bool
	counts []int
}

// typed builds a table of respondents; the bases stand per column.
func typed(id string, columns []string, bases []int, lines ...line) analysis.Table {
	t := analysis.Table{ID: id, Title: instruments.Same(id), Unit: analysis.Respondents}
	for _, c := range columns {
		t.Columns = append(t.Columns, analysis.Column{Key: c, Label: instruments.Same(c), Kind: analysis.FigureCell})
	}
	for _, l := range lines {
		r := analysis.Row{Key: l.key, Label: instruments.Same(l.key), Total: l.total, Cells: map[string]analysis.Cell{}}
		for i, n := range l.counts {
			if n < 0 {
				continue
			}
			base := 0
			if bases != nil {
				base = bases[i]
			}
			r.Cells[columns[i]] = analysis.Cell{Figure: figure(n, base)}
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func ref(table, row, column string) analysis.CellRef {
	return analysis.CellRef{Table: table, Row: row, Column: column}
}

// across declares in every row that the first column is the sum of the others.
func across(t *analysis.Table, columns ...string) {
	for _, r := range t.Rows {
		s := analysis.Sum{Whole: ref(t.ID, r.Key, columns[0])}
		for _, c := range columns[1:] {
			s.Parts = append(s.Parts, ref(t.ID, r.Key, c))
		}
		t.Sums = append(t.Sums, s)
	}
}

// down declares in every column that a row is the sum of the rows named.
func down(t *analysis.Table, whole string, rows ...string) {
	for _, c := range t.Columns {
		s := analysis.Sum{Whole: ref(t.ID, whole, c.Key)}
		for _, r := range rows {
			s.Parts = append(s.Parts, ref(t.ID, r, c.Key))
		}
		t.Sums = append(t.Sums, s)
	}
}

// same declares that two cells are one figure.
func same(t *analysis.Table, a, b analysis.CellRef) {
	t.Sums = append(t.Sums, analysis.Sum{Whole: a, Parts: []analysis.CellRef{b}})
}

func masks(t analysis.Table, column string) map[string]analysis.Mask {
	out := map[string]analysis.Mask{}
	for _, r := range t.Rows {
		out[r.Key] = r.Cells[column].Figure.Mask
	}
	return out
}

func keys(t analysis.Table) []string {
	var out []string
	for _, r := range t.Rows {
		out = append(out, r.Key)
	}
	return out
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// hygienic fails when a withheld figure still holds anything of its number, or
// when a shown one is about fewer than k persons.
func hygienic(t testing.TB, tables []analysis.Table, k int) {
	t.Helper()
	for _, table := range tables {
		for _, r := range table.Rows {
			for c, cell := range r.Cells {
				f := cell.Figure
				switch {
				case f == nil:
				case f.Mask == analysis.Shown && f.Persons < k && f.Reason == "" && f.Unit != analysis.Documents:
					t.Errorf("%s/%s/%s shows %d of %d persons", table.ID, r.Key, c, f.Count, f.Persons)
				case f.Mask != analysis.Shown && (f.Count != 0 || f.Persons != 0 || f.IDs != nil || f.Interval != nil || f.Reason != "" || f.Warnings != nil):
					t.Errorf("%s/%s/%s is masked and still holds %+v", table.ID, r.Key, c, *f)
				case f.Mask != analysis.Shown && f.Base > 0 && (f.Base < k || r.Total):
					t.Errorf("%s/%s/%s is masked and tells its base %d", table.ID, r.Key, c, f.Base)
				}
			}
		}
	}
}
