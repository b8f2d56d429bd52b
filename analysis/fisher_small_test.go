package analysis

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// A small table listed and the same table as a network have one p value: the
// network keeps eight decimals of a log.
func TestFisherListedAndNetwork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(2, 4).Draw(t, "rows"), rapid.IntRange(2, 4).Draw(t, "cols")
		counts := make([][]int, rows)
		for i := range counts {
			counts[i] = rapid.SliceOfN(rapid.IntRange(0, 5), cols, cols).Draw(t, "row")
		}
		m, _ := reduce(counts)
		if len(m.rows) < 2 || len(m.cols) < 2 {
			return
		}
		p, listed := newListing(m).p()
		q, ok := newNetwork(m).p()
		if listed && ok && math.Abs(p-q) > 1e-7 {
			t.Fatalf("%v: listed %v, network %v", counts, p, q)
		}
	})
}

// 170 cases do not underflow: a table as it is expected to be has p = 1, and two
// rows with nothing in common have 2 · 85! · 85! / 170!.
func TestFisherListedLimits(t *testing.T) {
	even, _ := reduce([][]int{{43, 42}, {42, 43}})
	if p, ok := newListing(even).p(); !ok || math.Abs(p-1) > 1e-9 {
		t.Errorf("even table: %v %v", p, ok)
	}
	apart, _ := reduce([][]int{{85, 0}, {0, 85}})
	want := math.Exp(math.Ln2 - logChoose(170, 85))
	if p, ok := newListing(apart).p(); !ok || math.Abs(p/want-1) > 1e-9 {
		t.Errorf("apart: %v, want %v", p, want)
	}
	large, _ := reduce([][]int{{86, 0}, {0, 85}})
	if _, ok := newListing(large).p(); ok {
		t.Error("171 cases are listed")
	}
}

func BenchmarkFisherSmall(b *testing.B) {
	for b.Loop() {
		FisherExact([][]int{{6, 3, 2}, {4, 7, 3}, {2, 3, 7}})
	}
}
