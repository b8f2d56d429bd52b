package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meerzicht/analysis"
	"meerzicht/coding"
)

// sheetOf is a sheet of rows by hand.
func sheetOf(name string, rows ...[]any) Sheet {
	return Sheet{Name: both(name, name+" (en)"), What: both("wat erin staat", "what is in it"), Heading: []string{"wie", "=kop", "n"}, Rows: func(yield func([]any) bool) {
		for _, row := range rows {
			if !yield(slices.Clone(row)) {
				return
			}
		}
	}}
}

func dataBook(sheets ...Sheet) DataBook {
	return DataBook{
		Corpus: &coding.Corpus{Info: coding.StudyInfo{Title: both("Klein", "Small"), Notice: both("Fictief", "Invented"), Changed: "2020-07-15T16:30:00Z", Head: "abc"}},
		Tables: []analysis.Table{handmade()}, Sheets: sheets, Note: both("alleen intern", "internal only"), Lang: nl, Version: "1.2.3",
	}
}

func readBook(t testing.TB, d DataBook) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// Rows stand as they were given: words as strings, whatever they look like, numbers
// as numbers, nothing as no cell.
func TestDataBookRows(t *testing.T) {
	t.Parallel()
	f := readBook(t, dataBook(sheetOf("Mensen", []any{"R01", "=1+1", 3}, []any{"R\x002", nil, 0.25}, []any{"", "_x0041_ <b> é😀", -7})))
	rows, err := f.GetRows("Mensen")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"wie", "=kop", "n"}, {"R01", "=1+1", "3"}, {"R\uFFFD2", "", "0.25"}, {"", "_x0041_ <b> é😀", "-7"}}
	if fmt.Sprint(rows) != fmt.Sprint(want) {
		t.Errorf("%q, want %q", rows, want)
	}
	for _, at := range []string{"B1", "B2"} {
		if formula, err := f.GetCellFormula("Mensen", at); err != nil || formula != "" {
			t.Errorf("%s is the formula %q; %v", at, formula, err)
		}
	}
	if kind, err := f.GetCellType("Mensen", "C2"); err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Errorf("a number is a cell of type %v; %v", kind, err)
	}
	if dimension, err := f.GetSheetDimension("Mensen"); err != nil || dimension != "A1:C4" {
		t.Errorf("the sheet says it is %q; %v", dimension, err)
	}
}

// The guide says what there is, of when, and for whom; tables have their figures.
func TestDataBookGuide(t *testing.T) {
	t.Parallel()
	d := dataBook(sheetOf("Mensen", []any{"R01", "", 1}), sheetOf("Mensen", []any{"R02", "", 2}))
	d.Codebook = true
	f := readBook(t, d)
	if got, want := f.GetSheetList(), []string{"Leeswijzer", "Activiteiten", "Mensen", "Mensen (2)", "Codeboek"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	rows, err := f.GetRows("Leeswijzer")
	if err != nil {
		t.Fatal(err)
	}
	guide := fmt.Sprint(rows)
	for _, want := range []string{"Klein", "Fictief", "15-07-2020", "Meerzicht 1.2.3", "alleen intern", "[Mensen (2) wat erin staat]", "[Activiteiten Activiteiten]"} {
		if !strings.Contains(guide, want) {
			t.Errorf("the guide lacks %q: %s", want, guide)
		}
	}
	if got, err := f.GetCellValue("Activiteiten", "B6"); err != nil || got != "23" {
		t.Errorf("a count is %q; %v", got, err)
	}
}

// The same again is the same bytes, with several sheets that are streamed.
func TestDataBookIsTheSameTwice(t *testing.T) {
	t.Parallel()
	var first []byte
	for range 6 {
		var b bytes.Buffer
		d := dataBook(sheetOf("Een", []any{"R01", "", 1}), sheetOf("Twee", []any{"R01", "", 1}), sheetOf("Drie", []any{"R01", "", 1}), sheetOf("Vier", []any{"R01", "", 1}))
		if err := d.Write(&b); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		} else if !bytes.Equal(first, b.Bytes()) {
			t.Fatal("the same workbook has other bytes")
		}
	}
}

// What Excel would cut off is refused, with its place.
func TestDataBookRefuses(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	err := dataBook(sheetOf("Lang", []any{"R01", strings.Repeat("x", 32_768), 1})).Write(&b)
	if err == nil || b.Len() > 0 || !strings.Contains(err.Error(), "Lang") || !strings.Contains(err.Error(), "32768") {
		t.Errorf("%v after %d bytes", err, b.Len())
	}
	many := sheetOf("Veel")
	many.Rows = func(yield func([]any) bool) {
		for range maxSheetRows {
			if !yield(nil) {
				return
			}
		}
	}
	if err := dataBook(many).Write(&b); err == nil || !strings.Contains(err.Error(), "1048576") {
		t.Errorf("more rows than a sheet has: %v", err)
	}
}
