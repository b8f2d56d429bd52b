package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

const (
	poisonCount = 9_100_000 // a number that no study has
	poisonID    = "LEK-ID"
)

// poison puts recognisable values where a withheld figure must have none, in
// every table and chart of a report; it returns how many.
func poison(r *Report) int {
	n := 0
	spoil := func(f *analysis.Figure) {
		if f == nil || !isMasked(*f) {
			return
		}
		n++
		f.Count, f.Persons, f.IDs = poisonCount+n, poisonCount+n, []string{poisonID}
		f.Base = poisonCount + n
		f.Interval = &analysis.Interval{Lo: 0.9101234, Hi: 0.9101235, Level: .95, Method: "wilson"}
	}
	for i := range r.tables {
		r.tables[i] = spoiled(r.tables[i], spoil)
	}
	for i := range r.Sections {
		for j := range r.Sections[i].Blocks {
			if t := r.Sections[i].Blocks[j].Table; t != nil {
				bad := spoiled(*t, spoil)
				r.Sections[i].Blocks[j].Table = &bad
			}
		}
	}
	for _, c := range allCharts(r) {
		for i := range c.Series {
			for j := range c.Series[i].Values {
				spoil(&c.Series[i].Values[j])
			}
		}
		for i := range c.Links {
			spoil(&c.Links[i].Value)
		}
		for i := range c.Total {
			spoil(&c.Total[i])
		}
	}
	return n
}

func spoiled(t analysis.Table, spoil func(*analysis.Figure)) analysis.Table {
	t.Rows = slices.Clone(t.Rows)
	for i, row := range t.Rows {
		cells := map[string]analysis.Cell{}
		for k, c := range row.Cells {
			if c.Figure != nil {
				f := *c.Figure
				spoil(&f)
				c.Figure = &f
			}
			cells[k] = c
		}
		t.Rows[i].Cells = cells
	}
	return t
}

// everything is all that a report can write, by name: the page without our own
// scripts, every part of the workbook, every table in every format.
func everything(t *testing.T, r *Report) map[string]string {
	t.Helper()
	out := map[string]string{"html": strings.ReplaceAll(pageOf(t, r), echartsScript, "")}
	book := bookOf(t, r)
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		out["xlsx "+f.Name] = string(data)
	}
	for _, table := range r.Tables() {
		for _, format := range []Format{TextFormat, CSVFormat, JSONFormat} {
			out[format+" "+table.ID] = written(t, table, format, r.Lang)
		}
	}
	return out
}

// A withheld figure leaves nothing behind in any file, whatever stands in the
// figure: not its count, base, interval or ids.
func TestNoWriterLooksBehindAMask(t *testing.T) {
	for _, a := range []Audience{Extern, Intern} {
		r := built(t, realStudy(t), Options{Audience: a})
		if n := poison(r); n < 100 {
			t.Fatalf("%s: only %d withheld figures", a, n)
		}
		for name, text := range everything(t, r) {
			for _, bad := range []string{"9100", "9.1e+06", "91.0", poisonID, "910123"} {
				if i := strings.Index(text, bad); i >= 0 && !strings.HasPrefix(name, "xlsx xl/theme") {
					t.Errorf("%s: %s holds %q: …%s…", a, name, bad, text[max(0, i-60):min(len(text), i+40)])
				}
			}
		}
	}
}

// The figures that a report holds are as many as the appendix says, and so are
// those withheld.
func TestAppendixCountsTheMasks(t *testing.T) {
	for _, a := range []Audience{Extern, Intern} {
		r := built(t, realStudy(t), Options{Audience: a})
		text := spaces(section(t, r, "m-disclosure"))
		m := regexp.MustCompile(`staan (\d+) getallen: (\d+) zijn afgeschermd omdat de groep klein is, (\d+) om`).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("%s: no count of numbers in %q", a, text)
		}
		all, _ := strconv.Atoi(m[1])
		small, _ := strconv.Atoi(m[2])
		hidden, _ := strconv.Atoi(m[3])
		marks := map[string]int{}
		for _, table := range r.Tables() {
			if table.ID == "support" {
				continue // its figures are copies of others
			}
			for _, row := range table.Rows {
				for _, c := range row.Cells {
					if c.Figure != nil {
						marks[c.Figure.Reason]++
					}
				}
			}
		}
		k := fmt.Sprintf("<%d", a.Threshold())
		if marks[k] > small || marks["hidden"] > hidden || small+hidden > all || small == 0 {
			t.Errorf("%s: the appendix says %d, %d small, %d hidden; the tables have %v", a, all, small, hidden, marks)
		}
		for reason := range marks {
			if strings.HasPrefix(reason, "<") && reason != k {
				t.Errorf("%s: a mask %q, the threshold is %s", a, reason, k)
			}
		}
	}
}

// section is the visible text of one section of the page.
func section(t *testing.T, r *Report, id string) string {
	t.Helper()
	_, rest, ok := strings.Cut(visible(pageOf(t, r)), `id="s-`+id+`"`)
	if !ok {
		t.Fatalf("no section %s", id)
	}
	text, _, _ := strings.Cut(rest, "</section>")
	return html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, " "))
}

// singleID matches what names a single respondent, trajectory or dyad.
var singleID = regexp.MustCompile(`\b[RT]\d\d\b`)

// legible is a file with its tags taken off.
func legible(s string) string {
	return html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(s, " "))
}

// An external report names no respondent, trajectory or dyad anywhere; an
// internal one does so in the workbook's lists only, never on the page.
func TestNoSinglePersonsOutsideTheTeam(t *testing.T) {
	c := realStudy(t)
	for _, a := range []Audience{Extern, Intern} {
		r := built(t, c, Options{Audience: a})
		page := visible(pageOf(t, r))
		for _, data := range regexp.MustCompile(`(?s)<script type="application/json"[^>]*>(.*?)</script>`).FindAllString(pageOf(t, r), -1) {
			page += data
		}
		if id := singleID.FindString(legible(page)); id != "" {
			t.Errorf("%s: the page names %s", a, id)
		}
		named := map[string]bool{}
		f := openBook(t, bookOf(t, r))
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			named[sheet] = singleID.MatchString(fmt.Sprint(rows))
			if named[sheet] && (a == Extern || !slices.Contains([]string{"Lange tabel", "Dyades"}, sheet)) {
				t.Errorf("%s: sheet %s names %s", a, sheet, singleID.FindString(fmt.Sprint(rows)))
			}
		}
		if a == Intern && (!named["Lange tabel"] || !named["Dyades"]) {
			t.Errorf("the lists of an internal workbook name nobody: %v", named)
		}
	}
}

// No stretch of any transcript, coding or memo stands in any file of a report
// without quotations. Codes and labels may be said by people too, so stretches
// are compared in runs of eight words.
func TestNoTranscriptWords(t *testing.T) {
	c := realStudy(t)
	said := map[string]bool{}
	for _, d := range c.Documents {
		addRuns(said, d.Text)
	}
	for _, k := range c.Codings {
		addRuns(said, k.Quotation)
		addRuns(said, k.Memo)
	}
	if len(said) < 10_000 {
		t.Fatalf("%d runs of words", len(said))
	}
	for _, a := range []Audience{Extern, Intern} {
		for name, text := range everything(t, built(t, c, Options{Audience: a, Quotes: a == Extern})) {
			own := map[string]bool{}
			addRuns(own, legible(text))
			for run := range own {
				if said[run] {
					t.Errorf("%s: %s repeats %q", a, name, run)
				}
			}
		}
	}
	own := map[string]bool{}
	addRuns(own, legible(pageOf(t, built(t, c, Options{Audience: Intern, Quotes: true}))))
	found := 0
	for run := range own {
		if said[run] {
			found++
		}
	}
	if found == 0 {
		t.Error("quotations that were asked for are not found: this test sees nothing")
	}
}

func addRuns(set map[string]bool, text string) {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r > 127) })
	for i := 0; i+8 <= len(words); i++ {
		set[strings.Join(words[i:i+8], " ")] = true
	}
}

// Names of coders, memos and overrides by hand stay in the internal workbook.
func TestMemosStayInside(t *testing.T) {
	c := realStudy(t)
	var dyad instruments.DyadID
	for _, f := range c.Fillings {
		if f.Kind == instruments.IndicatorFilling {
			dyad = f.Dyad.ID
		}
	}
	c.Overrides = []coding.Override{{Dyad: dyad, Class: "form2", By: "onderzoeker-zeven", Memo: "na een geheim overleg"}}
	c.Memos = []coding.Memo{{ID: "m1", Text: "na een geheim overleg"}}
	for name, text := range everything(t, built(t, c, Options{})) {
		if strings.Contains(text, "onderzoeker-zeven") || strings.Contains(text, "geheim overleg") {
			t.Errorf("%s tells who overrode a class, or why", name)
		}
	}
	rows := fmt.Sprint(cellsOf(t, bookOf(t, built(t, c, Options{Audience: Intern})), "Dyades"))
	if !strings.Contains(rows, "onderzoeker-zeven") || !strings.Contains(rows, "na een geheim overleg") {
		t.Error("the internal list of dyads does not say who overrode a class and why")
	}
}

// How many lists each coder filled in is how many persons and dyads there are,
// which an external report may have to withhold.
func TestListsOfCodersStayInside(t *testing.T) {
	c := realStudy(t)
	lists := regexp.MustCompile(`(\d+) activiteitenlijsten, (\d+) indicatorenlijsten`)
	for _, a := range []Audience{Extern, Intern} {
		activities, indicators := 0, 0
		for _, m := range lists.FindAllStringSubmatch(section(t, built(t, c, Options{Audience: a}), "m-coding"), -1) {
			x, _ := strconv.Atoi(m[1])
			y, _ := strconv.Atoi(m[2])
			activities, indicators = activities+x, indicators+y
		}
		if a == Extern && activities+indicators > 0 || a == Intern && (activities != 37 || indicators != 24) {
			t.Errorf("%s: %d activity lists, %d indicator lists", a, activities, indicators)
		}
	}
}

// The workbook keeps no trace of the machine or the person that made it.
func TestWorkbookHasNoTraces(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(bookOf(t, built(t, realStudy(t), Options{Version: "9.9.9"}))))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := f.GetDocProps()
	if err != nil || p.Creator != "Meerzicht 9.9.9" || p.LastModifiedBy != "Meerzicht" || p.Created != "2020-07-15T16:30:00Z" || p.Modified != p.Created || p.Language != "nl" {
		t.Errorf("properties %+v, %v", p, err)
	}
	if !strings.Contains(p.Description, "Fictieve gegevens") {
		t.Errorf("description %q does not say that the data are invented", p.Description)
	}
}
