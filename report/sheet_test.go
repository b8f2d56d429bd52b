package report

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meerzicht/instruments"
)

// TestWriteSheet: what is written is what Excel's own reader gives back, formulas
// are text, and rows are left as they were.
func TestWriteSheet(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"=1+1", 3, nil}, {"é😀", nil, "", -0.25}, {math.NaN(), math.Inf(1)}}
	var b bytes.Buffer
	if err := WriteSheet(&b, "Gegevens", []string{"a", "b", "c", "d"}, []int{10, 8, 8, 8}, slices.Values(rows)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.GetRows("Gegevens")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"a", "b", "c", "d"}, {"=1+1", "3"}, {"é😀", "", "", "-0.25"}}
	if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("read %q, want %q", got, want)
	}
	if formula, _ := f.GetCellFormula("Gegevens", "A2"); formula != "" {
		t.Errorf("A2 holds formula %q", formula)
	}
	if rows[1][2] != "" {
		t.Error("a row was changed")
	}
}

func TestWriteSheetRefusesLongCells(t *testing.T) {
	t.Parallel()
	rows := [][]any{{strings.Repeat("a", 32_768)}}
	err := WriteSheet(&bytes.Buffer{}, "Gegevens", []string{"a"}, []int{10}, slices.Values(rows))
	if !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("a cell of 32,768 characters gave %v", err)
	}
}
