package workbench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestLogSaysWhatWasDone(t *testing.T) {
	d := newDesk(t)
	seg := d.codings("R01")[0]
	d.do("coding.add", addCodingIn{Document: "R01", Start: seg.Start, End: seg.End, Code: "act.A07"})
	d.do("memo.set", memoIn{ID: "m", Type: "analyse", Target: "document/R02", Text: "geheim"})
	d.do("undo", struct{}{})
	page := d.get("/history")
	for _, want := range []string{"1 codering; code A07; in R01", "bij document/R02", "ongedaan gemaakt: memo (nr. 106)", "40 × transcript inlezen", "toets"} {
		if !strings.Contains(page, want) {
			t.Errorf("the log does not say %q", want)
		}
	}
	if strings.Contains(page, "geheim") {
		t.Error("the log shows the words of a memo")
	}
	if !strings.Contains(page, `<tr id="act-106" class="undone">`) || strings.Contains(page, `data-undo-to="106"`) || !strings.Contains(page, `data-undo-to="105"`) {
		t.Error("what is undone is not shown as such, or can be undone again")
	}
	if strings.Contains(page, `data-undo-to="1"`) {
		t.Error("making the study can be undone")
	}
	d.session(sessionChoice{Lang: "en"})
	if page := d.get("/history"); !strings.Contains(page, "1 coding; code A07; in R01") || !strings.Contains(page, "undone: memo (no. 106)") {
		t.Error("not in English")
	}
}

func TestLogFilteredAndPaged(t *testing.T) {
	d := newDesk(t)
	lines := func(query string) []string {
		return regexp.MustCompile(`id="act-(\d+)"`).FindAllString(d.get("/history?"+query), -1)
	}
	start := len(lines(""))
	for i := range 120 {
		d.do("memo.set", memoIn{ID: fmt.Sprint("m", i), Type: "analyse", Target: "study", Text: "x"})
	}
	d.session(sessionChoice{Coder: "ander"})
	d.do("memo.set", memoIn{ID: "van-ander", Type: "analyse", Target: "study", Text: "x"})
	if n := len(lines("")); n != actsShown {
		t.Errorf("%d lines on the first page", n)
	}
	older := regexp.MustCompile(`/history\?(before=\d+)"`).FindStringSubmatch(d.get("/history"))
	if older == nil || len(lines(older[1])) != start+21 {
		t.Errorf("older %v", older)
	}
	if n := len(lines("actor=ander")); n != 1 {
		t.Errorf("%d acts of the other", n)
	}
	if n := len(lines("type=import")); n != start-1 {
		t.Errorf("%d imports", n)
	}
}

func TestUndoPath(t *testing.T) {
	d := newDesk(t)
	var seqs []int64
	for i := range 3 {
		seqs = append(seqs, d.do("memo.set", memoIn{ID: fmt.Sprint("m", i), Type: "analyse", Target: "study", Text: "x"}).Seq)
	}
	var out struct{ Path []int64 }
	if err := json.Unmarshal([]byte(d.get(fmt.Sprintf("/history/path.json?act=%d", seqs[1]))), &out); err != nil || len(out.Path) != 2 || out.Path[0] != seqs[2] || out.Path[1] != seqs[1] {
		t.Errorf("path %v, %v", out.Path, err)
	}
	if r := d.do("undo", struct{}{}); r.Undoes != out.Path[0] {
		t.Errorf("undo took back %d, want %d", r.Undoes, out.Path[0])
	}
	d.fetch(http.MethodGet, fmt.Sprintf("/history/path.json?act=%d", seqs[2]), nil, http.StatusConflict)
	d.fetch(http.MethodGet, "/history/path.json?act=x", nil, http.StatusNotFound)
}

func TestVerifyOnThePage(t *testing.T) {
	d := newDesk(t)
	head, err := d.study.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := d.get("/part/verify"); !strings.Contains(got, "In orde: 104 gebeurtenissen") || !strings.Contains(got, head.Hash) {
		t.Error(got)
	}
}

// What was meant for another study is not done, not followed, and not lost by
// the server's doing.
func TestOnlyTheSameStudy(t *testing.T) {
	d := newDesk(t)
	var here struct {
		Study string
		Seq   int64
	}
	if err := json.Unmarshal([]byte(d.get("/here.json")), &here); err != nil || len(here.Study) != 64 || here.Seq != d.seq() {
		t.Fatalf("%+v %v", here, err)
	}
	if !strings.Contains(d.get("/memos"), `data-study="`+here.Study+`"`) {
		t.Error("the page does not carry the study's name")
	}
	post := func(study string, want int) {
		raw, err := json.Marshal(request{Request: "r-" + study[:4], Do: "document.progress", With: json.RawMessage(`{"document":"R01","state":"klaar"}`), Study: study})
		if err != nil {
			t.Fatal(err)
		}
		d.fetch(http.MethodPost, "/command", raw, want)
	}
	before := d.seq()
	post(strings.Repeat("0", 64), http.StatusPreconditionFailed)
	d.fetch(http.MethodGet, "/events?after=1&study=elders", nil, http.StatusPreconditionFailed)
	if d.seq() != before {
		t.Error("done in the wrong study")
	}
	post(here.Study, http.StatusOK)
}

// Every type of act has a name in both languages.
func TestActNames(t *testing.T) {
	d := newDesk(t)
	for kind := range d.server.acts {
		if kind == "memo.coding" {
			continue // stored as coding.annotate
		}
		if text := actText(kind); text.NL == kind || text.EN == "" || text.NL == "" {
			t.Errorf("%s has no name", kind)
		}
	}
	for _, kind := range []string{"study.create", "import.respondents", "import.transcript", "import.list", "import.codings"} {
		if text := actText(kind); text.NL == kind {
			t.Errorf("%s has no name", kind)
		}
	}
}
