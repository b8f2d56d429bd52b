package workbench

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func (d *desk) document(id string) instruments.Document {
	d.t.Helper()
	doc, _, err := d.study.Outline(d.t.Context(), instruments.DocumentID(id))
	if err != nil {
		d.t.Fatal(err)
	}
	return doc
}

// firstCells are the row headings of the tables of a page, in order.
func firstCells(page string) (out []string) {
	for _, m := range regexp.MustCompile(`<th scope="row"><a href="[^"]*">([^<]*)</a>`).FindAllStringSubmatch(page, -1) {
		out = append(out, m[1])
	}
	return out
}

func TestDocumentsSortedAndFiltered(t *testing.T) {
	d := newDesk(t)
	all := firstCells(d.get("/documents"))
	if len(all) != 40 { // 37 interviews and 3 focus groups
		t.Fatalf("%d documents", len(all))
	}
	docs, err := d.study.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	longest, shortest := docs[0], docs[0]
	for _, one := range docs {
		if one.Words > longest.Words {
			longest = one
		}
		if one.Words < shortest.Words {
			shortest = one
		}
	}
	if got := firstCells(d.get("/documents?sort=-words")); got[0] != string(longest.ID) {
		t.Errorf("longest is %s, want %s", got[0], longest.ID)
	}
	if got := firstCells(d.get("/documents?sort=words")); got[0] != string(shortest.ID) {
		t.Errorf("shortest is %s, want %s", got[0], shortest.ID)
	}
	for query, want := range map[string]int{"kind=focusgroep": 3, "kind=interview": 37, "q=R01": 1, "q=er+is+niets": 0, "state=klaar": 0, "state=niet+begonnen": 40} {
		if got := firstCells(d.get("/documents?" + query)); len(got) != want {
			t.Errorf("?%s: %d documents, want %d", query, len(got), want)
		}
	}
	for _, key := range []string{"id", "title", "kind", "respondent", "project", "turns", "codings", "mine", "state", "omitted", "file"} {
		up, down := firstCells(d.get("/documents?sort="+key)), firstCells(d.get("/documents?sort=-"+key))
		if len(up) != 40 || len(down) != 40 {
			t.Errorf("sorted by %s: %d and %d documents", key, len(up), len(down))
		}
	}
	if page := d.get("/documents?sort=words"); !strings.Contains(page, `aria-sort="ascending"`) || !strings.Contains(page, "sort=-words") {
		t.Error("the heading does not say how it is sorted, or cannot turn it round")
	}
}

func TestProgress(t *testing.T) {
	d := newDesk(t)
	d.do("document.progress", progressIn{Document: "R02", State: coding.Done})
	if got := firstCells(d.get("/documents?state=klaar")); len(got) != 1 || got[0] != "R02" {
		t.Errorf("done: %v", got)
	}
	seg := d.codings("R03")[0]
	d.do("coding.add", addCodingIn{Document: "R03", Start: seg.Start, End: seg.End, Code: "act.A01"})
	if got := firstCells(d.get("/documents?state=bezig")); len(got) != 1 || got[0] != "R03" {
		t.Errorf("under way: %v", got)
	}
	d.session(sessionChoice{Coder: "ander"})
	if page := d.get("/documents?q=R02"); !strings.Contains(page, "toets: klaar") {
		t.Error("another coder does not see that it is done")
	}
	d.do("undo", struct{}{})
	d.do("undo", struct{}{})
	d.session(sessionChoice{Coder: "toets"})
	if got := firstCells(d.get("/documents?state=klaar")); len(got) != 0 {
		t.Errorf("after undo: %v", got)
	}
	d.refused("document.progress", progressIn{Document: "R02", State: "half"}, http.StatusBadRequest)
}

func TestPutDocument(t *testing.T) {
	d := newDesk(t)
	doc := d.document("R01")
	in := documentIn{Document: "R01", Title: " Gesprek 1 ", Kind: instruments.Interview, Respondent: doc.Respondent, Base: documentBase(doc)}
	for _, s := range doc.Speakers {
		in.Speakers = append(in.Speakers, speakerIn{s.Label, instruments.AsRespondent})
	}
	if len(in.Speakers) == 0 {
		t.Fatal("R01 has no speakers")
	}
	d.do("document.put", in)
	now := d.document("R01")
	if now.Title != "Gesprek 1" || now.Speakers[0].Role != instruments.AsRespondent || now.Project != doc.Project || now.TextSHA256 != doc.TextSHA256 {
		t.Errorf("%+v", now)
	}
	whole, err := d.study.Document(t.Context(), "R01")
	if err != nil || len(whole.Turns) == 0 {
		t.Errorf("the turns are gone (%v)", err)
	}
	d.refused("document.put", in, http.StatusConflict)
	in.Base = documentBase(now)
	for name, change := range map[string]func(*documentIn){
		"title":      func(in *documentIn) { in.Title = "  " },
		"kind":       func(in *documentIn) { in.Kind = "gedicht" },
		"respondent": func(in *documentIn) { in.Respondent = "R99" },
		"speaker":    func(in *documentIn) { in.Speakers = []speakerIn{{"niemand", ""}} },
		"role":       func(in *documentIn) { in.Speakers = []speakerIn{{doc.Speakers[0].Label, "koor"}} },
	} {
		bad := in
		change(&bad)
		if answer := d.refused("document.put", bad, http.StatusBadRequest); strings.Contains(answer, `"what":""`) {
			t.Errorf("%s: %s", name, answer)
		}
	}
	d.do("undo", struct{}{})
	if d.document("R01").Title != doc.Title {
		t.Error("undo does not bring the title back")
	}
}

func TestRemoveDocument(t *testing.T) {
	d := newDesk(t)
	codings := len(d.codings("R01"))
	page := d.get("/documents/R01/about")
	if !strings.Contains(page, "De woorden zijn daarmee niet gewist") {
		t.Error("the page does not say that the words stay in the file")
	}
	d.do("document.remove", removeDocumentIn{Document: "R01", Reason: "toestemming ingetrokken"})
	if n := len(d.codings("R01")); n != 0 || len(firstCells(d.get("/documents"))) != 39 {
		t.Errorf("%d codings left", n)
	}
	d.fetch(http.MethodGet, "/documents/R01/about", nil, http.StatusNotFound)
	if log := d.get("/history"); !strings.Contains(log, "toestemming ingetrokken") || !strings.Contains(log, "document verwijderen") {
		t.Error("the log does not say it")
	}
	d.do("undo", struct{}{})
	if n := len(d.codings("R01")); n != codings || codings == 0 {
		t.Errorf("after undo %d codings, want %d", n, codings)
	}
	if _, err := d.study.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// Coverage follows the codings; what is known is not counted again.
func TestCoverages(t *testing.T) {
	d := newDesk(t)
	ask := func() string {
		var out map[string]string
		if err := json.Unmarshal([]byte(d.get("/part/covered?id=R01&id=weg")), &out); err != nil || len(out) != 1 {
			t.Fatal(out, err)
		}
		return out["R01"]
	}
	before := ask()
	if before != ask() || !regexp.MustCompile(`^\d+ % \(\d+/\d+\)$`).MatchString(before) {
		t.Errorf("coverage %q", before)
	}
	var ids []coding.CodingID
	for _, c := range d.codings("R01") {
		ids = append(ids, c.ID)
	}
	d.do("coding.remove", codingIDs{Codings: ids})
	if got := ask(); !strings.HasPrefix(got, "0 % (0/") {
		t.Errorf("without codings %q", got)
	}
	d.do("undo", struct{}{})
	if got := ask(); got != before {
		t.Errorf("after undo %q, want %q", got, before)
	}
	d.fetch(http.MethodGet, "/part/covered?"+strings.Repeat("id=R01&", coverageAsked+1), nil, http.StatusBadRequest)
	if page := d.get("/documents?q=R01"); !strings.Contains(page, before) {
		t.Error("the list does not show what is known")
	}
}
