package disclosure

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

func TestFloorAndCeil(t *testing.T) {
	for _, c := range []struct{ a, b, floor, ceil int }{{7, 2, 3, 4}, {-7, 2, -4, -3}, {6, 3, 2, 2}, {-6, 3, -2, -2}, {0, 5, 0, 0}, {1, 5, 0, 1}, {-1, 5, -1, 0}} {
		if f, g := floor(c.a, c.b), ceil(c.a, c.b); f != c.floor || g != c.ceil {
			t.Errorf("%d/%d: %d and %d, want %d and %d", c.a, c.b, f, g, c.floor, c.ceil)
		}
	}
}

// Every value of a narrow range is tried once, the middle first; a wide range
// is tried at its ends.
func TestCandidates(t *testing.T) {
	for lo := range 4 {
		for hi := lo; hi < lo+9; hi++ {
			got, seen := candidates(lo, hi), map[int]bool{}
			for _, x := range got {
				seen[x] = true
				if x < lo || x > hi {
					t.Errorf("%d is not between %d and %d", x, lo, hi)
				}
			}
			if len(seen) != hi-lo+1 || len(got) != len(seen) || got[0] != (lo+hi)/2 {
				t.Errorf("%d to %d: %v", lo, hi, got)
			}
		}
	}
	if got := candidates(0, unbounded); len(got) > 8 || got[0] != 0 {
		t.Errorf("%v", got)
	}
}

// grid is a table of r × c counts with margins, of which some cells are masked;
// all inner cells that are masked are hidden, so that any count will do.
func grid(counts [][]int, masked func(r, c int) bool) []analysis.Table {
	t := analysis.Table{ID: "g"}
	name := func(i, n int) string {
		if i == n {
			return "sum"
		}
		return fmt.Sprint("x", i)
	}
	rows, columns := len(counts), len(counts[0])
	for c := 0; c <= columns; c++ {
		t.Columns = append(t.Columns, analysis.Column{Key: name(c, columns)})
	}
	for r := 0; r <= rows; r++ {
		row := analysis.Row{Key: name(r, rows), Total: r == rows, Cells: map[string]analysis.Cell{}}
		for c := 0; c <= columns; c++ {
			f := &analysis.Figure{Unit: analysis.Respondents, BaseOf: instruments.Same("all")}
			if r < rows && c < columns && masked(r, c) {
				f.Mask = analysis.Hidden
			} else {
				f.Count = sumOf(counts, r, c)
				f.Persons = f.Count
			}
			row.Cells[name(c, columns)] = analysis.Cell{Figure: f}
		}
		t.Rows = append(t.Rows, row)
	}
	gridSums(&t, rows, columns, name)
	return []analysis.Table{t}
}

// sumOf is a count, or a margin where an index lies past the end.
func sumOf(counts [][]int, r, c int) int {
	n := 0
	for i, row := range counts {
		for j, x := range row {
			if (r == i || r == len(counts)) && (c == j || c == len(row)) {
				n += x
			}
		}
	}
	return n
}

func gridSums(t *analysis.Table, rows, columns int, name func(i, n int) string) {
	for r := 0; r <= rows; r++ {
		s := analysis.Sum{Whole: analysis.CellRef{Table: "g", Row: name(r, rows), Column: "sum"}}
		for c := range columns {
			s.Parts = append(s.Parts, analysis.CellRef{Table: "g", Row: name(r, rows), Column: name(c, columns)})
		}
		t.Sums = append(t.Sums, s)
	}
	for c := 0; c <= columns; c++ {
		s := analysis.Sum{Whole: analysis.CellRef{Table: "g", Row: "sum", Column: name(c, columns)}}
		for r := range rows {
			s.Parts = append(s.Parts, analysis.CellRef{Table: "g", Row: name(r, rows), Column: name(c, columns)})
		}
		t.Sums = append(t.Sums, s)
	}
}

func draw(t *rapid.T) ([][]int, func(r, c int) bool) {
	rows, columns := rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "columns")
	counts, hidden := make([][]int, rows), make([][]bool, rows)
	for r := range counts {
		for range columns {
			counts[r] = append(counts[r], rapid.IntRange(0, 12).Draw(t, "n"))
			hidden[r] = append(hidden[r], rapid.Bool().Draw(t, "hidden"))
		}
	}
	return counts, func(r, c int) bool { return hidden[r][c] }
}

// agrees fails unless x is a solution within its limits.
func agrees(t *rapid.T, q *search) {
	for e, eq := range q.eqs {
		n := 0
		for _, u := range eq {
			n += u.sign * q.x[u.at]
		}
		if n != 0 || q.res[e] != 0 {
			t.Fatalf("sum %d is off by %d, the books say %d", e, n, q.res[e])
		}
	}
	for i := range q.vars {
		if lo, hi := q.limits(i); q.root(i) == i && (q.x[i] < lo || q.x[i] > hi) {
			t.Fatalf("%v is %d, not within %d to %d", q.vars[i].places, q.x[i], lo, hi)
		}
	}
}

// A table with margins always has a solution, and it is found; every move from
// there ends in a solution, and going back gives the first.
func TestMovesEndInSolutions(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newSystem(grid(draw(rt)), 4)
		q, ok := s.search()
		if !ok {
			rt.Fatal("no solution found")
		}
		agrees(rt, q)
		before := fmt.Sprint(q.x)
		for i := range q.vars {
			for _, d := range [2]int{1, -1} {
				moved, spent, ok := q.step(i, d, 0, freeNodes)
				if len(spent) > 0 {
					rt.Fatalf("a free move costs %v", spent)
				}
				agrees(rt, q)
				if !ok && len(moved) > 0 {
					rt.Fatal("a failed move is not taken back")
				}
				q.back(moved)
			}
		}
		if fmt.Sprint(q.x) != before {
			rt.Fatal("the way back leads elsewhere")
		}
	})
}

// In a table with margins, a cell moves up when some rectangle of masked cells
// with it allows that; the search finds all of those.
func TestFindsRectangles(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		counts, masked := draw(rt)
		s := newSystem(grid(counts, masked), 2)
		q, _ := s.search()
		q.attack()
		for r := range counts {
			for c := range counts[r] {
				if !masked(r, c) || !rectangle(counts, masked, r, c) {
					continue
				}
				i := s.index[analysis.CellRef{Table: "g", Row: fmt.Sprint("x", r), Column: fmt.Sprint("x", c)}]
				if len(q.seen[i]) < 2 {
					rt.Fatalf("row %d, column %d of %v is taken for %v", r, c, counts, q.seen[i])
				}
			}
		}
	})
}

// rectangle is true when the cell can grow by one at the expense of its row and
// column, in the true counts.
func rectangle(counts [][]int, masked func(r, c int) bool, r, c int) bool {
	for i := range counts {
		for j := range counts[i] {
			if i != r && j != c && masked(i, c) && masked(r, j) && masked(i, j) && counts[i][c] > 0 && counts[r][j] > 0 {
				return true
			}
		}
	}
	return false
}
