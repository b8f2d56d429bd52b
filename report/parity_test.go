package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// Every cell says the same in the page's table, in csv, in json and in the
// workbook: the count, or the same mark.
func TestEveryWriterSaysTheSame(t *testing.T) {
	for _, o := range []Options{{Lang: nl}, {Lang: en, Audience: Intern}} {
		r := built(t, realStudy(t), o)
		page, book := visible(pageOf(t, r)), bookSheets(t, r)
		masks := 0
		for i, table := range r.Tables() {
			csvCells, jsonCells := csvMarks(t, table, r.Lang), jsonMarks(t, table, r.Lang)
			sheet := sheetMarks(t, table, book[i], r.Lang)
			for y, row := range table.Rows {
				for _, c := range table.Columns {
					f := row.Cells[c.Key].Figure
					if f == nil {
						continue
					}
					want := strconv.Itoa(f.Count)
					if m, ok := markOf(*f); ok {
						want, masks = m.In(r.Lang), masks+1
					}
					at := fmt.Sprintf("%s/%s/%s", table.ID, row.Key, c.Key)
					if got := csvCells[y][c.Key]; got != want {
						t.Errorf("%s: csv says %q, want %q", at, got, want)
					}
					if got := jsonCells[y][c.Key]; got != want {
						t.Errorf("%s: json says %q, want %q", at, got, want)
					}
					if got := sheet[y][c.Key]; got != want {
						t.Errorf("%s: the workbook says %q, want %q", at, got, want)
					}
				}
			}
		}
		if masks < 50 {
			t.Errorf("only %d masked cells compared", masks)
		}
		views := 0
		for _, s := range r.Sections {
			for _, b := range s.Blocks {
				if b.Table != nil {
					views++
					comparePage(t, page, *b.Table, r.Lang)
				}
			}
		}
		if views < 15 {
			t.Errorf("only %d tables on the page", views)
		}
	}
}

// csvMarks are the fields of a table's csv by row and column key.
func csvMarks(t *testing.T, table analysis.Table, lang instruments.Lang) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(written(t, table, CSVFormat, lang))).ReadAll()
	if err != nil || len(rows) != len(table.Rows)+1 {
		t.Fatalf("%s: %d lines of csv, %v", table.ID, len(rows), err)
	}
	out := make([]map[string]string, len(table.Rows))
	for i, row := range rows[1:] {
		out[i] = map[string]string{}
		for j, field := range row {
			if _, twice := out[i][rows[0][j]]; twice {
				t.Errorf("%s: two columns of csv are called %q", table.ID, rows[0][j])
			}
			out[i][rows[0][j]] = field
		}
	}
	return out
}

// jsonMarks are the values of a table's json, marks made from the reasons.
func jsonMarks(t *testing.T, table analysis.Table, lang instruments.Lang) []map[string]string {
	t.Helper()
	var got struct {
		Rows []struct{ Cells map[string]json.RawMessage }
	}
	if err := json.Unmarshal([]byte(written(t, table, JSONFormat, lang)), &got); err != nil || len(got.Rows) != len(table.Rows) {
		t.Fatalf("%s: %d rows of json, %v", table.ID, len(got.Rows), err)
	}
	out := make([]map[string]string, len(got.Rows))
	for i, row := range got.Rows {
		out[i] = map[string]string{}
		for key, raw := range row.Cells {
			var f struct {
				Value  *int
				Reason string
			}
			if json.Unmarshal(raw, &f) != nil {
				continue // a text
			}
			if f.Value != nil {
				out[i][key] = strconv.Itoa(*f.Value)
			} else {
				out[i][key] = reasonMark(f.Reason).In(lang)
			}
		}
	}
	return out
}

// bookSheets are the sheets of a report's tables, in order, as raw cells.
func bookSheets(t *testing.T, r *Report) [][][]string {
	t.Helper()
	data := bookOf(t, r)
	names := openBook(t, data).GetSheetList()
	out := make([][][]string, len(r.Tables()))
	for i := range out {
		out[i] = cellsOf(t, data, names[i+1])
	}
	return out
}

// sheetMarks finds a table's count cells in its sheet by the headings that the
// reader sees: label, van, %, and the two ends of an interval.
func sheetMarks(t *testing.T, table analysis.Table, rows [][]string, lang instruments.Lang) []map[string]string {
	t.Helper()
	at := -1
	for i, row := range rows {
		if len(row) > 1 && row[0] == table.Stub.In(lang) {
			at = i
			break
		}
	}
	if at < 0 || len(rows) < at+1+len(table.Rows) {
		t.Fatalf("%s: no heading %q in its sheet", table.ID, table.Stub.In(lang))
	}
	places := map[string]int{}
	next := 1
	for _, c := range table.Columns {
		if !strings.HasSuffix(rows[at][next], c.Label.In(lang)) {
			t.Fatalf("%s: heading %d is %q, want %q", table.ID, next, rows[at][next], c.Label.In(lang))
		}
		places[c.Key] = next
		for next++; next < len(rows[at]) && (rows[at][next] == "van" || rows[at][next] == "of" || rows[at][next] == "%" || strings.Contains(rows[at][next], "interval")); {
			next++
		}
	}
	out := make([]map[string]string, len(table.Rows))
	for i := range table.Rows {
		out[i] = map[string]string{}
		for key, x := range places {
			if row := rows[at+1+i]; x < len(row) {
				out[i][key] = row[x]
			}
		}
	}
	return out
}

var (
	rowPattern  = regexp.MustCompile(`(?s)<tr[^>]*><th scope="row"[^>]*>(.*?)</tr>`)
	cellPattern = regexp.MustCompile(`(?s)<td class="([^"]*)"( title="[^"]*")?>(?:<b [^>]*>|<bdi>)(.*?)(?:</b>|</bdi>)(<small>.*?</small>)?</td>`)
)

// tableOnPage is the markup of one table of the page.
func tableOnPage(t *testing.T, page, id string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `<table id="table-`+html.EscapeString(id)+`"`)
	if !ok {
		t.Fatalf("table %s is not on the page", id)
	}
	text, _, _ := strings.Cut(rest, "</table>")
	return text
}

func comparePage(t *testing.T, page string, view analysis.Table, lang instruments.Lang) {
	t.Helper()
	rows := rowPattern.FindAllString(tableOnPage(t, page, view.ID), -1)
	if len(rows) != len(view.Rows) {
		t.Fatalf("%s: %d rows on the page, %d in the table", view.ID, len(rows), len(view.Rows))
	}
	for y, row := range view.Rows {
		cells := cellPattern.FindAllStringSubmatch(rows[y], -1)
		if len(cells) != len(view.Columns) {
			t.Fatalf("%s/%s: %d cells, %d columns", view.ID, row.Key, len(cells), len(view.Columns))
		}
		for x, c := range view.Columns {
			f := row.Cells[c.Key].Figure
			if f == nil {
				continue
			}
			want := strconv.Itoa(f.Count)
			mark, masked := markOf(*f)
			if masked {
				want = mark.In(lang)
			}
			got := html.UnescapeString(cells[x][3])
			if got != want || masked != (cells[x][2] != "") || masked && cells[x][4] != "" {
				t.Errorf("%s/%s/%s: the page says %q%s, want %q", view.ID, row.Key, c.Key, got, cells[x][4], want)
			}
			checkSmall(t, view.ID+"/"+row.Key+"/"+c.Key, html.UnescapeString(cells[x][4]), *f, row.Key == analysis.RowBase, lang)
		}
	}
}

// checkSmall holds the share below a count against the count and its base.
func checkSmall(t *testing.T, at, small string, f analysis.Figure, base bool, lang instruments.Lang) {
	t.Helper()
	if f.Reason != "" || f.Base == 0 || base {
		if strings.Contains(small, "%") {
			t.Errorf("%s: a share %q", at, small)
		}
		return
	}
	if f.Unit == analysis.Documents { // three focus groups have no percentages
		if of := map[instruments.Lang]string{nl: "van", en: "of"}[lang]; !strings.HasPrefix(small, fmt.Sprintf("<small>%s %d<", of, f.Base)) {
			t.Errorf("%s: %q, want the number of groups alone", at, small)
		}
		return
	}
	share := 100 * float64(f.Count) / float64(f.Base)
	m := regexp.MustCompile(`^<small>(\d+)(\x{a0}?)% (van|of) (\d+)`).FindStringSubmatch(small)
	if m == nil {
		t.Errorf("%s: no share in %q", at, small)
		return
	}
	whole, _ := strconv.ParseFloat(m[1], 64)
	if d := whole - share; d < -.5 || d > .5 || m[4] != strconv.Itoa(f.Base) {
		t.Errorf("%s: %q for %d of %d", at, small, f.Count, f.Base)
	}
	if dutch := lang == nl; (m[2] != "") != dutch || (m[3] == "van") != dutch {
		t.Errorf("%s: %q is not in the style of %s", at, small, lang)
	}
}

// Numbers of the workbook are numbers: count and base whole, shares between 0
// and 1 and equal to count over base; what is masked is a word and has neither.
func TestWorkbookNumbersAreNumbers(t *testing.T) {
	r := built(t, realStudy(t), Options{})
	f := openBook(t, bookOf(t, r))
	sheets, masked := f.GetSheetList(), 0
	for i, rows := range bookSheets(t, r) {
		sheet := sheets[i+1]
		for y, row := range rows {
			for x, text := range row {
				at := fmt.Sprintf("%s%d", columnName(x), y+1)
				kind, err := f.GetCellType(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				_, bad := strconv.ParseFloat(text, 64)
				if number := kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber; text != "" && number != (bad == nil) && x > 0 {
					t.Errorf("%s!%s holds %q as type %d", sheet, at, text, kind)
				}
				if text == "<5" || text == "×" {
					masked++
					if x+2 < len(row) && y > 0 && strings.Contains(row[x+1]+row[x+2], ".") {
						t.Errorf("%s!%s is masked, beside it stand %q and %q", sheet, at, row[x+1], row[x+2])
					}
				}
			}
		}
		if i == 3 {
			break // four tables have all kinds of cells
		}
	}
	if masked == 0 {
		t.Error("no masked cell in four sheets")
	}
}
