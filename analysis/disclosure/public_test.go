package disclosure_test

import (
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
)

// sized is a table of two projects with its base row: one of twelve people, one
// of the size given.
func sized(small int) analysis.Table {
	t := typed("activities", []string{"n", "project:A", "project:B"}, []int{12 + small, 12, small},
		line{"A01", false, []int{7, 7, 0}}, line{"A02", false, []int{2, 2, 0}},
		line{analysis.RowBase, false, []int{12 + small, 12, small}})
	sums := []string{"A01", "A02", analysis.RowBase}
	for _, row := range sums {
		t.Sums = append(t.Sums, analysis.Sum{
			Whole: ref("activities", row, "n"),
			Parts: []analysis.CellRef{ref("activities", row, "project:A"), ref("activities", row, "project:B")},
		})
	}
	return t
}

// TestSizesArePublic: a report says whom it is about, however few they are.
func TestSizesArePublic(t *testing.T) {
	for _, small := range []int{0, 2, 4, 9} {
		out, audit := disclosure.Protect([]analysis.Table{sized(small)}, 5)
		for column, want := range map[string]int{"n": 12 + small, "project:A": 12, "project:B": small} {
			f := out[0].Figure(analysis.RowBase, column)
			if f.Mask != analysis.Shown || f.Count != want {
				t.Errorf("size %d, %s: mask %q, count %d, want %d shown", small, column, f.Mask, f.Count, want)
			}
		}
		if audit.Open != 0 {
			t.Errorf("size %d: %d cells open: %+v", small, audit.Open, audit.Cells)
		}
	}
}

// TestNobodyIsNobodysZero: the zeros of a project without anybody stay, and do
// not drag the other project's counts with them.
func TestNobodyIsNobodysZero(t *testing.T) {
	out, _ := disclosure.Protect([]analysis.Table{sized(0)}, 5)
	if f := out[0].Figure("A01", "n"); f.Mask != analysis.Shown || f.Count != 7 {
		t.Errorf("7 of 12: mask %q", f.Mask)
	}
	if f := out[0].Figure("A01", "project:B"); f.Mask != analysis.Shown {
		t.Errorf("nobody of nobody: mask %q", f.Mask)
	}
	if f := out[0].Figure("A02", "n"); f.Mask == analysis.Shown {
		t.Error("2 of 12 are shown")
	}
}

// TestFewOfFewAreWithheld: in a public group of two everything about the two is
// withheld, zeros included.
func TestFewOfFewAreWithheld(t *testing.T) {
	out, _ := disclosure.Protect([]analysis.Table{sized(2)}, 5)
	for _, row := range []string{"A01", "A02"} {
		if f := out[0].Figure(row, "project:B"); f.Mask == analysis.Shown {
			t.Errorf("%s of two people is shown: %d", row, f.Count)
		}
	}
}

// TestMentionsOfFewAreNotCalledSmall: 13 mentions by three people are no "<5".
func TestMentionsOfFewAreNotCalledSmall(t *testing.T) {
	table := typed("m", []string{"n"}, nil)
	table.Rows = append(table.Rows, analysis.Row{Key: "r", Cells: map[string]analysis.Cell{"n": {Figure: counted(13, 3, analysis.Mentions)}}})
	out, _ := disclosure.Protect([]analysis.Table{table}, 5)
	if f := out[0].Figure("r", "n"); f.Mask != analysis.Hidden || f.Count != 0 {
		t.Errorf("mask %q, count %d", f.Mask, f.Count)
	}
}
