package workbench

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/retrieval"
)

var (
	cellLink  = regexp.MustCompile(`<a href="(/(?:tables|report)[^"]*cell\?[^"]*)"><(?:bdi|b)[^>]*>([^<]*)</`)
	cellTotal = regexp.MustCompile(`data-total="(\d+)" data-bare="(\d+)"`)
)

// cellLinks are the addresses of the figures on a page, with what they show.
func cellLinks(page string) (addresses, shown []string) {
	for _, m := range cellLink.FindAllStringSubmatch(page, -1) {
		addresses = append(addresses, html.UnescapeString(m[1]))
		shown = append(shown, m[2])
	}
	return addresses, shown
}

// Each figure of each kind of table opens as many entries as it counts. Tables
// with hundreds of cells are walked with steps.
func TestEachCellOpensWhatItCounts(t *testing.T) {
	d := newDesk(t)
	for _, kind := range analysis.Kinds() {
		page := d.get("/tables/" + kind.Name)
		addresses, shown := cellLinks(page)
		if len(addresses) == 0 {
			t.Errorf("%s: no figure is a link", kind.Name)
		}
		if figures := strings.Count(page, `<td class="num`); len(addresses) != figures && !kind.Cross() && kind.Name != "concordance" {
			t.Logf("%s: %d links, %d figures", kind.Name, len(addresses), figures)
		}
		step := len(addresses)/20 + 1
		looked := 0
		for i := 0; i < len(addresses); i += step {
			count, err := strconv.Atoi(shown[i])
			if err != nil {
				continue // a coefficient, or no value
			}
			looked++
			cell := d.get(addresses[i])
			m := cellTotal.FindStringSubmatch(cell)
			if m == nil || m[1] != strconv.Itoa(count) {
				t.Errorf("%s shows %d, behind it %v", addresses[i], count, m)
			}
			if n := strings.Count(cell, `<li class="entry"`); n != min(count, entriesShown) {
				t.Errorf("%s: %d entries for %d", addresses[i], n, count)
			}
		}
		if looked == 0 {
			t.Errorf("%s: no count was looked at", kind.Name)
		}
	}
}

// The report's tables open in the same way, also where it withholds a figure.
func TestEachReportCellOpens(t *testing.T) {
	d := newDesk(t)
	page := d.get("/part/report?audience=intern")
	addresses, shown := cellLinks(page)
	if len(addresses) < 300 {
		t.Fatalf("%d figures of the report are links", len(addresses))
	}
	masked := 0
	for i := 0; i < len(addresses); i += 11 {
		cell := d.get(addresses[i])
		m := cellTotal.FindStringSubmatch(cell)
		if m == nil {
			t.Fatalf("%s: no count", addresses[i])
		}
		if count, err := strconv.Atoi(shown[i]); err == nil && m[1] != strconv.Itoa(count) {
			t.Errorf("%s shows %s, behind it %s", addresses[i], shown[i], m[1])
		}
		if strings.Contains(shown[i], "3") && strings.Contains(shown[i], "lt;") {
			masked++
			if n, _ := strconv.Atoi(m[1]); n >= 3 {
				t.Errorf("%s is withheld and has %d entries", addresses[i], n)
			}
		}
	}
	if masked == 0 {
		t.Error("no withheld figure was looked at")
	}
}

// The files of a table and of a cell say the same as the page.
func TestTableFiles(t *testing.T) {
	d := newDesk(t)
	csv := d.get("/tables/activities/table.csv?project=LJ%26R")
	if !strings.HasPrefix(csv, "key,label,level,") || !strings.Contains(csv, "\nA01,") {
		t.Errorf("%.200s", csv)
	}
	var list []retrieval.Support
	if err := json.Unmarshal([]byte(d.get("/tables/activities/cell.json?row=A01&column=n")), &list); err != nil {
		t.Fatal(err)
	}
	page := d.get("/tables/activities/cell?row=A01&column=n")
	if m := cellTotal.FindStringSubmatch(page); m == nil || m[1] != strconv.Itoa(len(list)) || len(list) == 0 {
		t.Errorf("file has %d, page says %v", len(list), m)
	}
	resp, err := d.client.Get(d.base + "/report.xlsx?audience=extern")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got := resp.Header.Get("Content-Disposition"); got != `attachment; filename="tabellen.xlsx"` || resp.StatusCode != http.StatusOK {
		t.Errorf("%d %q", resp.StatusCode, got)
	}
}

// What the study does not know is said, not counted as nothing.
func TestTableChoices(t *testing.T) {
	d := newDesk(t)
	if page := d.get("/tables/activities?project=Nergens"); !strings.Contains(page, "Nergens") || strings.Contains(page, "<table id") {
		t.Error("an unknown project gives a table")
	}
	d.fetch(http.MethodGet, "/tables/niets", nil, http.StatusNotFound)
	d.fetch(http.MethodGet, "/tables/activities/cell?row=A01&column=zomaar", nil, http.StatusNotFound)
	whole, part := d.get("/tables/activities"), d.get("/tables/activities?"+url.Values{"type": {"vrijwilliger"}}.Encode())
	if whole == part || !strings.Contains(part, "een deel van het onderzoek") {
		t.Error("choosing a respondent type changes nothing")
	}
	cross := d.get("/tables/crosstab?activity=D01&by=type")
	for _, want := range []string{"χ²-toets", "exacte toets van Fisher", "Residu", "niet genoemd"} {
		if !strings.Contains(cross, want) {
			t.Errorf("the cross table has no %q", want)
		}
	}
}
