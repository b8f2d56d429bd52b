package report

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func bookOf(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Workbook(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openBook(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestWorkbook(t *testing.T) {
	r := handmadeReport(nl)
	data := bookOf(t, r)
	f := openBook(t, data)
	if d := cmp.Diff([]string{"Leeswijzer", "Activiteiten", "Vormen per project", "Codeboek", "Verantwoording"}, f.GetSheetList()); d != "" {
		t.Errorf("sheets (-want +got):\n%s", d)
	}
	rows := cellsOf(t, data, "Activiteiten")
	if got := strings.Join(rows[0], "|") + "\n" + rows[2][0]; got != "Activiteiten\nfictief: Fictieve gegevens" {
		t.Errorf("head: %q", got)
	}
	want := [][]string{
		{"activiteit", "allen", "van", "%", "95\u00a0%-interval, onder", "95\u00a0%-interval, boven", "project: COSA 1-op-1", "van", "%", "herkomst", "gewicht"},
		{"signaleren", "23", "37", "0.6216216216216216", "0.461", "0.7594", "10", "14", "0.7142857142857143", "rapport", "0.5"},
		{"  samen ondernemen", "19", "37", "0.5135135135135135", "", "", "<5", "", "", "rapport", "–"},
		{"huisvesting", "16", "37", "0.43243243243243246", "", "", "×", "", "", "fictief", "–"},
		{"totaal", "58", "", "", "", "", "–", "", "", "", "–"},
	}
	if d := cmp.Diff(want, rows[4:9]); d != "" {
		t.Errorf("cells (-want +got):\n%s", d)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Created != "2020-07-31T12:00:00Z" || props.Modified != props.Created {
		t.Errorf("properties %+v, %v: times must come from the study", props, err)
	}
	again := cellsOf(t, bookOf(t, r), "Activiteiten")
	if d := cmp.Diff(rows, again); d != "" {
		t.Errorf("the same report gave other cells:\n%s", d)
	}
}

// Every chart of a sheet refers to the cells of its table.
func TestWorkbookCharts(t *testing.T) {
	f := openBook(t, bookOf(t, handmadeReport(nl)))
	charts := map[string]string{}
	f.Pkg.Range(func(name, data any) bool {
		if n := name.(string); strings.HasPrefix(n, "xl/charts/chart") {
			charts[n] = string(data.([]byte))
		}
		return true
	})
	if len(charts) != 2 {
		t.Fatalf("%d charts, want 2", len(charts))
	}
	all := fmt.Sprint(charts)
	for _, ref := range []string{"'Activiteiten'!$B$6:$B$8", "'Activiteiten'!$A$6:$A$8", "'Vormen per project'!$B$", "'Vormen per project'!$C$", "stacked"} {
		if !strings.Contains(strings.ReplaceAll(all, "&#39;", "'"), ref) {
			t.Errorf("no chart refers to %s", ref)
		}
	}
}

// The same report gives the same bytes, charts included: the part that lists media
// types came in the order of a map.
func TestWorkbookIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	first := bookOf(t, handmadeReport(nl))
	if f := openBook(t, first); !bytes.Contains(partOf(t, f, "[Content_Types].xml"), []byte("drawing")) {
		t.Fatal("this workbook has no chart, and so tests nothing")
	}
	for range 8 {
		if again := bookOf(t, handmadeReport(nl)); !bytes.Equal(again, first) {
			t.Fatal("the same report gave other bytes")
		}
	}
}

func partOf(t *testing.T, f *excelize.File, name string) []byte {
	t.Helper()
	part, ok := f.Pkg.Load(name)
	if !ok {
		t.Fatalf("no part %s", name)
	}
	return part.([]byte)
}

func TestWorkbookLongTable(t *testing.T) {
	r := handmadeReport(nl)
	for _, sheet := range openBook(t, bookOf(t, r)).GetSheetList() {
		if strings.HasPrefix(sheet, "Lange") {
			t.Error("an external workbook has the long table")
		}
	}
	guide := fmt.Sprint(cellsOf(t, bookOf(t, r), "Leeswijzer"))
	if !strings.Contains(guide, "niet in een extern werkboek") {
		t.Error("the guide does not say that the long table was left out")
	}
	r.Audience = Intern
	r.Long = &LongTable{Rows: []LongRow{{Respondent: "R01", Trajectories: "T01", Project: "COSA 1-op-1", Type: "vrijwilliger", Role: "vrijwilliger", Activity: "A01", Label: instruments.Same("samen"), Primary: "SI", State: instruments.NotDiscussed, Coder: "c1", Codings: 2}}}
	rows := cellsOf(t, bookOf(t, r), "Lange tabel")
	if len(rows) != 2 || strings.Join(rows[1], "|") != "R01|T01|COSA 1-op-1|vrijwilliger|vrijwilliger|A01|samen|SI|niet besproken|c1|2" {
		t.Errorf("long table: %q", rows)
	}
}

func TestWorkbookRefusesLongText(t *testing.T) {
	r := handmadeReport(nl)
	r.Codebook[0].Definition = instruments.Same(strings.Repeat("x", maxCellUnits+1))
	if err := r.Workbook(&bytes.Buffer{}); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("error = %v, want a refusal", err)
	}
}

func TestSheetNames(t *testing.T) {
	b := &book{names: map[string]bool{}}
	for _, c := range []struct{ in, want string }{
		{"Activiteiten", "Activiteiten"},
		{"activiteiten", "activiteiten (2)"},
		{"a/b: [c]?", "a b c"},
		{"'", "–"},
		{"Een heel lange naam van een tabel over alles", "Een heel lange naam van een tab"},
		{"Een heel lange naam van een tabel over iets", "Een heel lange naam van een (2)"},
		{strings.Repeat("😀", 20), strings.Repeat("😀", 15)},
	} {
		if got := b.sheetName(c.in); got != c.want {
			t.Errorf("sheetName(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// Formula prefixes, markup and control characters in a study's words stay words.
func TestWorkbookHostile(t *testing.T) {
	r := handmadeReport(nl)
	payload := "=HYPERLINK(\"http://x\",\"y\")"
	table := r.Sections[0].Blocks[3].Table
	table.Rows[0].Label, table.Title = instruments.Same(payload), instruments.Same("=1+1&\x01<x>")
	r.Info.Notice = instruments.Same("&\"Arial\"&K</oddFooter>")
	r.Codebook = append(r.Codebook, coding.Code{ID: "=cmd", Name: instruments.Same("+1"), Example: instruments.Same("@x")})
	data := bookOf(t, r)
	f := openBook(t, data)
	for _, sheet := range f.GetSheetList() {
		for i, row := range cellsOf(t, data, sheet) {
			for j := range row {
				at := fmt.Sprintf("%s%d", columnName(j), i+1)
				if formula, err := f.GetCellFormula(sheet, at); formula != "" || err != nil {
					t.Errorf("%s!%s holds formula %q, %v", sheet, at, formula, err)
				}
			}
		}
	}
	if rows := cellsOf(t, data, "=1+1&·<x>"); rows[5][0] != payload {
		t.Errorf("label %q, want %q", rows[5][0], payload)
	}
}

// LibreOffice reads the workbook: it turns a sheet into CSV with the same
// values.
func TestWorkbookInLibreOffice(t *testing.T) {
	office := program(t, "soffice", "libreoffice")
	dir := t.TempDir()
	path := filepath.Join(dir, "tabellen.xlsx")
	if err := AtomicWrite(path, handmadeReport(nl).Workbook); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2", "--outdir", dir, path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	found, _ := filepath.Glob(filepath.Join(dir, "*.csv"))
	if len(found) != 1 {
		t.Fatalf("LibreOffice wrote %v", found)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[5][:4], "|"); !strings.HasPrefix(got, "signaleren|23|37|62.16") {
		t.Errorf("row: %q", got)
	}
	if rows[6][6] != "<5" {
		t.Errorf("masked cell: %q", rows[6])
	}
}
