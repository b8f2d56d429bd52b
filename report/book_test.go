package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// parts are the parts of a workbook whose name begins so.
func parts(t *testing.T, book []byte, prefix string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, prefix) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(data)
	}
	return out
}

// Excel's rules for names of sheets: 1 to 31 UTF-16 units, none of : \ / ? * [ ],
// no apostrophe at an end, all different whatever the case.
func TestSheetNamesOfAReport(t *testing.T) {
	everyReport(t, func(name string, r *Report) {
		seen := map[string]bool{}
		sheets := openBook(t, bookOf(t, r)).GetSheetList()
		for _, s := range sheets {
			units := len(utf16.Encode([]rune(s)))
			if units < 1 || units > 31 || strings.ContainsAny(s, `:\/?*[]`) || strings.HasPrefix(s, "'") || strings.HasSuffix(s, "'") || seen[strings.ToLower(s)] {
				t.Errorf("%s: sheet %q of %d units", name, s, units)
			}
			seen[strings.ToLower(s)] = true
		}
		want := 3 + len(r.Tables()) // guide, codebook, method
		if r.Audience == Intern {
			want += 2 // dyads, long table
		}
		if len(sheets) != want {
			t.Errorf("%s: %d sheets, want %d", name, len(sheets), want)
		}
	})
}

// No cell of any sheet is a formula and nothing in the book points outside it or
// runs: no external link, macro, connection or defined name with a formula.
func TestBookHoldsValuesOnly(t *testing.T) {
	data := bookOf(t, built(t, realStudy(t), Options{Audience: Intern}))
	for name, text := range parts(t, data, "") {
		if strings.HasPrefix(name, "xl/worksheets/sheet") && (strings.Contains(text, "<f>") || strings.Contains(text, "<f ")) {
			t.Errorf("%s holds a formula", name)
		}
		for _, bad := range []string{"externalLink", "vbaProject", "connections.xml", "activeX", "embeddings"} {
			if strings.Contains(name, bad) {
				t.Errorf("part %s", name)
			}
		}
		if strings.HasSuffix(name, ".rels") && strings.Contains(text, `TargetMode="External"`) {
			t.Errorf("%s points outside the book", name)
		}
	}
}

// The guide names every other sheet once, with a link to it that exists.
func TestGuideLinksToEverySheet(t *testing.T) {
	f := openBook(t, bookOf(t, built(t, realStudy(t), Options{Lang: en, Audience: Intern})))
	sheets := f.GetSheetList()
	rows, err := f.GetRows(sheets[0])
	if err != nil || sheets[0] != "Guide" {
		t.Fatalf("first sheet %q, %v", sheets[0], err)
	}
	linked := map[string]int{}
	for i := range rows {
		ok, target, err := f.GetCellHyperLink(sheets[0], fmt.Sprintf("A%d", i+1))
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			name := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(target, "'"), "'!A1"), "''", "'")
			linked[name]++
			if rows[i][0] != name || rows[i][1] == "" {
				t.Errorf("line %q leads to %q", rows[i], target)
			}
		}
	}
	for _, s := range sheets[1:] {
		if linked[s] != 1 {
			t.Errorf("%d links to sheet %q", linked[s], s)
		}
	}
	if len(linked) != len(sheets)-1 {
		t.Errorf("links to %v, sheets %v", linked, sheets)
	}
}

// Every chart of the workbook draws cells that are there: a heading with words,
// labels in column A, and for each label a number or a mask.
func TestBookChartsPointAtCells(t *testing.T) {
	everyReport(t, func(name string, r *Report) {
		data := bookOf(t, r)
		f := openBook(t, data)
		found := parts(t, data, "xl/charts/chart")
		if len(found) < 3 {
			t.Errorf("%s: %d charts", name, len(found))
		}
		ref := regexp.MustCompile(`<(?:c:)?f>'((?:[^']|'')+)'!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?</`)
		for part, text := range found {
			refs := ref.FindAllStringSubmatch(strings.ReplaceAll(strings.ReplaceAll(text, "&#39;", "'"), "&amp;", "&"), -1)
			if len(refs) < 3 {
				t.Errorf("%s: %s has %d references", name, part, len(refs))
			}
			for _, m := range refs {
				checkReference(t, name+" "+part, f, m)
			}
		}
	})
}

func checkReference(t *testing.T, name string, f *excelize.File, m []string) {
	t.Helper()
	sheet := strings.ReplaceAll(m[1], "''", "'")
	first, _ := strconv.Atoi(m[3])
	last := first
	if m[5] != "" {
		last, _ = strconv.Atoi(m[5])
	}
	if i, err := f.GetSheetIndex(sheet); err != nil || i < 0 || m[4] != "" && m[4] != m[2] {
		t.Fatalf("%s: reference %s", name, m[0])
	}
	for row := first; row <= last; row++ {
		v, err := f.GetCellValue(sheet, fmt.Sprintf("%s%d", m[2], row), excelize.Options{RawCellValue: true})
		if err != nil || v == "" {
			t.Errorf("%s: %s!%s%d is empty, %v", name, sheet, m[2], row, err)
			continue
		}
		_, bad := strconv.Atoi(v)
		masked := strings.HasPrefix(v, "<") || v == "×" || v == "–"
		if heading := m[5] == "" || m[2] == "A"; heading == (bad == nil || masked) {
			t.Errorf("%s: %s!%s%d holds %q", name, sheet, m[2], row, v)
		}
	}
}

// A chart of the workbook leaves totals out and takes every other row.
func TestBookChartsTakeAllRows(t *testing.T) {
	r := built(t, realStudy(t), Options{})
	data := bookOf(t, r)
	text := fmt.Sprint(parts(t, data, "xl/charts/chart"))
	sheets := openBook(t, data).GetSheetList()
	table, _ := r.Table("activities")
	i := slices.IndexFunc(r.Tables(), func(x analysis.Table) bool { return x.ID == "activities" })
	rows := cellsOf(t, data, sheets[i+1])
	first := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == table.Stub.NL }) + 2
	n := len(bars(table, analysis.ColumnAll))
	want := fmt.Sprintf("$A$%d:$A$%d", first, first+n-1)
	if n != 30 || !strings.Contains(text, want) {
		t.Errorf("%d activities; no chart takes %s", n, want)
	}
}

// Shares are cells formatted as percentages: 0.6216 shows as 62%.
func TestBookShowsPercentages(t *testing.T) {
	r := built(t, realStudy(t), Options{})
	f := openBook(t, bookOf(t, r))
	shown := 0
	for i, table := range r.Tables() {
		sheet := f.GetSheetList()[i+1]
		raw, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		seen, _ := f.GetRows(sheet)
		for y, row := range raw {
			for x, v := range row {
				share, err := strconv.ParseFloat(v, 64)
				if err != nil || !strings.Contains(v, ".") || share < 0 || share > 1 {
					continue
				}
				shown++
				want := fmt.Sprintf("%.0f%%", 100*share)
				if table.ID == "perspectives" { // measures, not shares
					want = fmt.Sprintf("%.3f", share)
				}
				if y >= len(seen) || x >= len(seen[y]) || seen[y][x] != want && !half(share) {
					t.Errorf("%s (%s): %s is shown as %q, want %s", sheet, table.ID, v, seen[y][x], want)
				}
			}
		}
	}
	if shown < 100 {
		t.Errorf("only %d shares", shown)
	}
}

// half is a share that two roundings may show differently.
func half(x float64) bool { d := 100*x - float64(int(100*x)); return d > .499 && d < .501 }

// The method sheet has the facts of the appendix: numbers, hash, instruments,
// rule, limits, in the language of the report.
func TestMethodSheetFacts(t *testing.T) {
	c := realStudy(t)
	for lang, want := range map[instruments.Lang][]string{
		nl: {"Gesproken zijn 37 respondenten", "van de 45 die gepland waren", "15-07-2020", "taxonomie", "30 activiteiten, 5 doelen", "dyade", "Aantallen onder 5 personen", "niet aselect"},
		en: {"Interviewed were 37 respondents", "of the 45 planned", "15 July 2020", "taxonomy", "30 activities, 5 goals", "dyad", "Counts below 5 persons", "not drawn at random"},
	} {
		data := bookOf(t, built(t, c, Options{Lang: lang, Version: "7.7.7"}))
		sheet := map[instruments.Lang]string{nl: "Verantwoording", en: "Method"}[lang]
		text := ""
		for _, row := range cellsOf(t, data, sheet) {
			text += strings.Join(row, " ") + "\n"
		}
		text = spaces(text)
		for _, w := range append(want, eights(c.Info.Head), "7.7.7", fmt.Sprint(len(c.Codings)), fmt.Sprint(c.Info.Events)) {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the sheet %s does not say %q", lang, sheet, w)
			}
		}
	}
}

// The codebook sheet has every code once, with its definition and origin.
func TestCodebookSheet(t *testing.T) {
	c := realStudy(t)
	rows := cellsOf(t, bookOf(t, built(t, c, Options{})), "Codeboek")
	if len(rows) != len(c.Codebook.Codes)+1 || len(rows) < 60 {
		t.Fatalf("%d rows for %d codes", len(rows), len(c.Codebook.Codes))
	}
	for i, code := range c.Codebook.Codes {
		row := append(rows[i+1], make([]string, 11)...)
		if row[0] != string(code.ID) || row[1] != code.Name.NL || row[2] != string(code.Parent) || row[4] != clean(code.Definition.NL) || row[8] != originText(code.Origin).NL {
			t.Errorf("code %s: %q", code.ID, row[:9])
		}
	}
}

// The long table of an internal workbook gives back the checklists: 37 × 30
// answers, 253 of them "genoemd".
func TestLongSheetIsTheChecklists(t *testing.T) {
	c := realStudy(t)
	rows := cellsOf(t, bookOf(t, built(t, c, Options{Audience: Intern})), "Lange tabel")
	want := map[string]string{}
	for _, f := range c.Fillings {
		for _, a := range f.Responses {
			want[string(f.Respondent)+" "+string(a.Activity)] = stateText(a.State).NL
		}
	}
	mentioned := 0
	for _, row := range rows[1:] {
		key := row[0] + " " + row[5]
		if want[key] != row[8] {
			t.Errorf("%s: %q, the checklist says %q", key, row[8], want[key])
		}
		delete(want, key)
		if row[8] == "genoemd" {
			mentioned++
		}
	}
	if len(rows) != 37*30+1 || len(want) > 0 || mentioned != 253 {
		t.Errorf("%d rows, %d answers missing, %d mentions", len(rows)-1, len(want), mentioned)
	}
}
