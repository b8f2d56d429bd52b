package disclosure_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
)

// The brute-force attacker knows nothing of the package: it has the published
// tables of a 2 × 3 study and its margins, and tries every set of six inner
// counts that agrees with them.

var (
	innerRows    = []string{"r0", "r1"}
	innerColumns = []string{"c0", "c1", "c2"}
)

const top = 6 // largest inner count, and the base of the inner cells

// small is a random study: inner counts, row and column totals, a second table
// that repeats one total and shows a part of another.
func small(t *rapid.T) []analysis.Table {
	columns := append([]string{"n"}, innerColumns...)
	var lines []line
	sums := make([]int, 4)
	for _, r := range innerRows {
		counts := make([]int, 4)
		for i := 1; i < 4; i++ {
			counts[i] = rapid.IntRange(0, top).Draw(t, fmt.Sprint(r, i))
			counts[0] += counts[i]
		}
		for i, c := range counts {
			sums[i] += c
		}
		lines = append(lines, line{r, false, counts})
	}
	lines = append(lines, line{"total", true, sums})
	a := typed("a", columns, []int{3 * top, top, top, top}, lines...)
	for _, c := range a.Rows[2].Cells {
		c.Figure.Base *= 2
	}
	across(&a, columns...)
	down(&a, "total", innerRows...)
	part := rapid.IntRange(0, lines[0].counts[0]).Draw(t, "part")
	b := typed("b", []string{"copy", "part"}, []int{3 * top, 3 * top}, line{"x", false, []int{lines[1].counts[0], part}})
	same(&b, ref("b", "x", "copy"), ref("a", "r1", "n"))
	b.Sums = append(b.Sums, analysis.Sum{Whole: ref("a", "r0", "n"), Parts: []analysis.CellRef{ref("b", "x", "part"), ref("b", "x", "unshown")}})
	return []analysis.Table{a, b}
}

// brute collects for every published cell the counts it can have.
type brute struct {
	k        int
	cells    []analysis.CellRef // inner cells, column totals, row totals, all, copy, part
	figures  []analysis.Figure
	inner    [6]int
	possible [][]bool
}

func newBrute(tables []analysis.Table, k int) *brute {
	b := &brute{k: k}
	for _, r := range innerRows {
		for _, c := range innerColumns {
			b.cells = append(b.cells, ref("a", r, c))
		}
	}
	for _, c := range innerColumns {
		b.cells = append(b.cells, ref("a", "total", c))
	}
	b.cells = append(b.cells, ref("a", "r0", "n"), ref("a", "r1", "n"), ref("a", "total", "n"), ref("b", "x", "copy"), ref("b", "x", "part"))
	for _, c := range b.cells {
		table := tables[0]
		if c.Table == "b" {
			table = tables[1]
		}
		b.figures = append(b.figures, table.Figure(c.Row, c.Column))
		b.possible = append(b.possible, make([]bool, 12*top+1))
	}
	return b
}

// allows is true when a published figure can be that count.
func (b *brute) allows(cell, n int) bool {
	f := &b.figures[cell]
	switch f.Mask {
	case analysis.Shown:
		return f.Count == n
	case analysis.Small:
		return n < b.k
	}
	return f.Base == 0 || n <= f.Base
}

func (b *brute) row(r int) int { return b.inner[3*r] + b.inner[3*r+1] + b.inner[3*r+2] }

// margins are checked as soon as their cells are chosen.
func (b *brute) margins(done int) bool {
	if done == 3 && !b.allows(9, b.row(0)) || done == 6 && !(b.allows(10, b.row(1)) && b.allows(11, b.row(0)+b.row(1)) && b.allows(12, b.row(1))) {
		return false
	}
	c := done - 4
	return c < 0 || b.allows(6+c, b.inner[c]+b.inner[3+c])
}

func (b *brute) choose(at int) {
	if !b.margins(at) {
		return
	}
	if at == 6 {
		b.found()
		return
	}
	for n := 0; n <= 2*top; n++ { // a withheld base bounds nothing; twice as far is far enough
		if b.inner[at] = n; b.allows(at, n) {
			b.choose(at + 1)
		}
	}
	b.inner[at] = 0
}

func (b *brute) found() {
	for i, n := range b.inner {
		b.possible[i][n] = true
	}
	for c := range innerColumns {
		b.possible[6+c][b.inner[c]+b.inner[3+c]] = true
	}
	b.possible[9][b.row(0)], b.possible[10][b.row(1)], b.possible[11][b.row(0)+b.row(1)], b.possible[12][b.row(1)] = true, true, true, true
	for n := 0; n <= b.row(0); n++ {
		b.possible[13][n] = b.possible[13][n] || b.allows(13, n)
	}
}

// counts is what a cell can be.
func (b *brute) counts(r analysis.CellRef) map[int]bool {
	out := map[int]bool{}
	for n, ok := range b.possible[slices.Index(b.cells, r)] {
		if ok {
			out[n] = true
		}
	}
	return out
}

// denies is true when the ends that an audit claims were not found by trying
// all; counts beyond those tried are nobody's to deny.
func (b *brute) denies(c disclosure.CellAudit) bool {
	found := b.counts(c.Ref)
	return c.Lo <= 2*top && !found[c.Lo] || c.Hi <= 2*top && !found[c.Hi]
}

// No withheld cell is left with fewer than k counts by somebody who tries all,
// and what the audit claims is among what they find.
func TestBruteForce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := rapid.IntRange(2, 5).Draw(rt, "k")
		out, audit := disclosure.Protect(small(rt), k)
		hygienicRapid(rt, out, k)
		b := newBrute(out, k)
		b.choose(0)
		if audit.Open > 0 {
			rt.Skip("nothing left to hide; the audit says so")
		}
		for _, c := range audit.Cells {
			if n := len(b.counts(c.Ref)); n < k && c.Hi <= 2*top || c.Values < k {
				rt.Fatalf("k = %d: %v can be %v, the audit says %+v\n%s", k, c.Ref, b.counts(c.Ref), c, published(out))
			}
			if b.denies(c) {
				rt.Fatalf("the audit says %+v, which cannot be: %v", c, b.counts(c.Ref))
			}
		}
		for _, c := range disclosure.Attack(out, k) {
			if c.Values > 0 && (b.denies(c) || c.Hi <= 2*top && c.Values > len(b.counts(c.Ref))) {
				rt.Fatalf("the attack says %+v of %v\n%s", c, b.counts(c.Ref), published(out))
			}
		}
	})
}

// The audit leaves nothing open in such studies, but for the few in which six
// cells of at most six are too few to hide among.
func TestHardlyEverOpen(t *testing.T) {
	runs, open := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		_, audit := disclosure.Protect(small(rt), 3)
		runs++
		if audit.Open > 0 {
			open++
		}
	})
	if open > runs/20 {
		t.Errorf("%d of %d studies stay open", open, runs)
	}
}

func TestProtectProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := rapid.IntRange(2, 5).Draw(rt, "k")
		in := small(rt)
		before := published(in)
		once, audit := disclosure.Protect(in, k)
		if published(in) != before {
			rt.Fatal("the input was changed")
		}
		again, second := disclosure.Protect(in, k)
		if published(once) != published(again) || fmt.Sprint(audit) != fmt.Sprint(second) {
			rt.Fatal("the same input gave something else")
		}
		twice, _ := disclosure.Protect(once, k)
		if published(twice) != published(once) {
			rt.Fatalf("protecting twice changed\n%s\nto\n%s", published(once), published(twice))
		}
		if small, hidden := audit.Small, audit.Hidden; small+hidden != len(audit.Cells) {
			rt.Fatalf("%d small, %d hidden, %d cells", small, hidden, len(audit.Cells))
		}
	})
}

// published writes tables out in full.
func published(tables []analysis.Table) string {
	out := ""
	for _, t := range tables {
		for _, r := range t.Rows {
			out += t.ID + " " + r.Key
			for _, c := range t.Columns {
				f := r.Cells[c.Key].Figure
				if f == nil {
					continue
				}
				out += fmt.Sprintf(" %d/%d%s%v%v", f.Count, f.Base, f.Mask, f.IDs, f.Interval != nil)
			}
			out += "\n"
		}
		out += fmt.Sprintln(t.Notes)
	}
	return out
}

func hygienicRapid(t *rapid.T, tables []analysis.Table, k int) {
	for _, table := range tables {
		for _, r := range table.Rows {
			for c, cell := range r.Cells {
				if f := cell.Figure; f != nil && f.Mask == analysis.Shown && f.Count < k {
					t.Fatalf("%s/%s/%s shows %d", table.ID, r.Key, c, f.Count)
				}
			}
		}
	}
}
