package workbench

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

var foundCount = regexp.MustCompile(`data-total="(\d+)"`)

// found is how many quotations the page says a query finds.
func (d *desk) found(query string) int {
	d.t.Helper()
	page := d.get("/quotations?" + url.Values{"q": {query}}.Encode())
	m := foundCount.FindStringSubmatch(page)
	if m == nil {
		d.t.Fatalf("%s: no count", query)
	}
	n, _ := strconv.Atoi(m[1])
	if shown := strings.Count(page, `<li class="quotation"`); shown != min(n, quotationsShown) {
		d.t.Errorf("%s: %d lines for %d quotations", query, shown, n)
	}
	return n
}

func (d *desk) corpus() *coding.Corpus {
	d.t.Helper()
	c, err := d.study.Corpus(context.Background(), study.WithTexts())
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

type place struct {
	document   instruments.DocumentID
	start, end int
}

// counting goes through the codings by hand: what each operator means, in its
// plainest form.
type counting struct {
	*coding.Corpus
	docs map[instruments.DocumentID]instruments.Document
}

func (c counting) of(keep func(coding.Coding) bool) map[place]bool {
	out := map[place]bool{}
	for _, k := range c.Codings {
		if keep(k) {
			out[place{k.Document, k.Start, k.End}] = true
		}
	}
	return out
}

func (c counting) code(id coding.CodeID) func(coding.Coding) bool {
	return func(k coding.Coding) bool { return k.Code == id }
}

// pairs are the codings of one code beside those of another in one document.
func (c counting) pairs(a, b coding.CodeID, do func(k, m coding.Coding)) {
	for _, k := range c.Codings {
		for _, m := range c.Codings {
			if k.Code == a && m.Code == b && k.Document == m.Document && k.ID != m.ID {
				do(k, m)
			}
		}
	}
}

func touching(k, m coding.Coding) bool { return k.Start < m.End && m.Start < k.End }

// overlapping are two codes of which some codings share text and others do not.
func (c counting) overlapping() (a, b coding.CodeID) {
	for i, k := range c.Codings {
		for _, m := range c.Codings[i+1:] {
			if k.Document != m.Document {
				break
			}
			if k.Code != m.Code && touching(k, m) && len(c.of(c.code(k.Code))) > 5 {
				return k.Code, m.Code
			}
		}
	}
	return "", ""
}

func (c counting) turns(k coding.Coding) []int {
	var out []int
	for i, t := range c.docs[k.Document].Turns {
		if t.Start < k.End && k.Start < t.End {
			out = append(out, i)
		}
	}
	return out
}

// Every operator finds in the replication study what going through its codings
// one by one finds.
func TestQuotationsOfEachOperator(t *testing.T) {
	d := newDesk(t)
	c := counting{d.corpus(), map[instruments.DocumentID]instruments.Document{}}
	for _, doc := range c.Documents {
		c.docs[doc.ID] = doc
	}
	who := map[instruments.RespondentID]instruments.Respondent{}
	for _, r := range c.Respondents {
		who[r.ID] = r
	}
	person := func(k coding.Coding) instruments.Respondent { return who[c.docs[k.Document].Respondent] }
	a, b := coding.CodeID("act.A01"), coding.CodeID("act.A02")
	first, met := c.overlapping()
	if met == "" {
		t.Fatal("no two codes overlap in the replication study")
	}
	both, over, turn := map[place]bool{}, map[place]bool{}, map[place]bool{}
	c.pairs(first, met, func(k, m coding.Coding) {
		if touching(k, m) {
			both[place{k.Document, max(k.Start, m.Start), min(k.End, m.End)}] = true
			over[place{k.Document, k.Start, k.End}] = true
		}
	})
	c.pairs(a, b, func(k, m coding.Coding) {
		if slices.ContainsFunc(c.turns(k), func(i int) bool { return slices.Contains(c.turns(m), i) }) {
			turn[place{k.Document, k.Start, k.End}] = true
		}
	})
	left := c.of(c.code(first))
	for p := range over {
		delete(left, p)
	}
	for query, want := range map[string]int{
		string(a):                      len(c.of(c.code(a))),
		string(a) + " OF " + string(b): len(c.of(func(k coding.Coding) bool { return k.Code == a || k.Code == b })),
		retrieval.Quote(string(first)) + " EN " + retrieval.Quote(string(met)):       len(both),
		retrieval.Quote(string(first)) + " OVERLAPT " + retrieval.Quote(string(met)): len(over),
		retrieval.Quote(string(first)) + " NIET " + retrieval.Quote(string(met)):     len(left),
		string(a) + " ZELFDE BEURT " + string(b):                                     len(turn),
		string(a) + " project:LJ&R":                                                  len(c.of(func(k coding.Coding) bool { return k.Code == a && person(k).Project == "LJ&R" })),
		string(a) + " type:vrijwilliger":                                             len(c.of(func(k coding.Coding) bool { return k.Code == a && person(k).Type == instruments.Volunteer })),
		string(a) + " codeur:codeur1":                                                len(c.of(func(k coding.Coding) bool { return k.Code == a && k.Coder == "codeur1" })),
		string(a) + " document:R03":                                                  len(c.of(func(k coding.Coding) bool { return k.Code == a && k.Document == "R03" })),
		"soort:focusgroep":                                                           len(c.of(func(k coding.Coding) bool { return c.docs[k.Document].Kind == instruments.FocusGroup })),
		"herkomst:import memo:nee":                                                   len(c.of(func(k coding.Coding) bool { return k.Origin == coding.ByImport && k.Memo == "" })),
		"rol:interviewer":                                                            len(c.of(func(k coding.Coding) bool { return c.voice(k) == instruments.AsInterviewer })),
		"":                                                                           len(c.of(func(coding.Coding) bool { return true })),
	} {
		if got := d.found(query); got != want {
			t.Errorf("%q finds %d, counted %d", query, got, want)
		}
	}
	for name, n := range map[string]int{"AND": len(both), "NOT": len(left), "SAME TURN": len(turn)} {
		if n == 0 {
			t.Errorf("%s: the replication study has no case, so nothing was tested", name)
		}
	}
}

func (c counting) voice(k coding.Coding) instruments.SpeakerRole {
	doc := c.docs[k.Document]
	for _, t := range doc.Turns {
		if t.Start <= k.Start && k.Start < t.End {
			return doc.RoleOf(t.Speaker)
		}
	}
	return ""
}

// A mistake shows its place and what to do, and keeps what was typed.
func TestQuotationsMistakes(t *testing.T) {
	d := newDesk(t)
	for query, want := range map[string]string{
		"act.A01 EN (":       "Teken 13: hier hoort een code",
		"act.NERGENS":        "kies uit",
		`"<script>alert(1)`:  "aanhalingsteken zonder einde",
		"zomaar:iets":        "onbekende voorwaarde",
		"act.A01 OF memo:xx": "memo:ja",
	} {
		page := d.get("/quotations?" + url.Values{"q": {query}}.Encode())
		if !strings.Contains(strings.ToLower(page), strings.ToLower(want)) || !strings.Contains(page, "aria-invalid") {
			t.Errorf("%q: no %q", query, want)
		}
		if strings.Contains(page, "<script>alert") {
			t.Errorf("%q runs", query)
		}
	}
}

// Without script the form sends its lines, and the answer is at the address of
// the query that they make.
func TestQuotationsForm(t *testing.T) {
	d := newDesk(t)
	d.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for want, sent := range map[string]url.Values{
		"act.A01 OF onder:act.D01":                     {"code": {"act.A01", "act.D01", ""}, "join": {"and", "or", "and"}, "under": {"", "1", ""}, "line": {"1", "2", "3"}},
		`act.A01 EN project:"COSA 1-op-1" EN memo:nee`: {"code": {"act.A01"}, "join": {"and"}, "under": {""}, "project": {`"COSA 1-op-1"`}, "memo": {"no"}},
		"act.A02":         {"code": {"act.A01", "act.A02"}, "join": {"and", "or"}, "under": {"", ""}, "line": {"1", "2"}, "drop": {"1"}},
		"document:R03":    {"code": {""}, "document": {" R03 "}},
		`spreker:"een R"`: {"speaker": {"een R"}},
	} {
		sent.Set("use", "form")
		resp, err := d.client.Get(d.base + "/quotations?" + sent.Encode())
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		to, err := resp.Location()
		if err != nil || to.Query().Get("q") != want || len(to.Query()) > 2 {
			t.Errorf("%v: %s, want %s", sent, to, want)
		}
	}
}

// The files hold all that was found, whatever page is shown.
func TestQuotationsFiles(t *testing.T) {
	d := newDesk(t)
	const query = "q=act.A01+OF+act.A02&order=length"
	n := d.found("act.A01 OF act.A02")
	rows, err := csv.NewReader(strings.NewReader(d.get("/quotations.csv?" + query))).ReadAll()
	if err != nil || len(rows) != n+1 {
		t.Errorf("csv has %d rows for %d quotations: %v", len(rows), n, err)
	}
	var list []retrieval.Quotation
	if err := json.Unmarshal([]byte(d.get("/quotations.json?"+query)), &list); err != nil || len(list) != n {
		t.Errorf("json has %d for %d: %v", len(list), n, err)
	}
	if !slices.IsSortedFunc(list, func(a, b retrieval.Quotation) int { return (b.End - b.Start) - (a.End - a.Start) }) {
		t.Error("not longest first")
	}
	if book := d.get("/quotations.xlsx?" + query); !strings.HasPrefix(book, "PK") {
		t.Errorf("%.20q is no workbook", book)
	}
	d.fetch(http.MethodGet, "/quotations.csv?q=%28", nil, http.StatusBadRequest)
}

// Pages are cut without losing or repeating a quotation.
func TestQuotationsPages(t *testing.T) {
	d := newDesk(t)
	seen, from := map[string]bool{}, 0
	id := regexp.MustCompile(`<li class="quotation" id="([^"]+)"`)
	total := d.found("*")
	for ; from < total; from += quotationsShown {
		for _, m := range id.FindAllStringSubmatch(d.get("/part/quotations?q=*&from="+strconv.Itoa(from)), -1) {
			if seen[m[1]] {
				t.Errorf("%s is there twice", m[1])
			}
			seen[m[1]] = true
		}
	}
	if len(seen) != total || total <= 2*quotationsShown {
		t.Errorf("%d quotations on all pages, %d in all", len(seen), total)
	}
}
