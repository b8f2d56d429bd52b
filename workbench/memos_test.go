package workbench

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"meerzicht/coding"
)

func (d *desk) memo(id string) (coding.Memo, bool) {
	d.t.Helper()
	m, ok, err := coding.Find[coding.Memo](d.study.View(d.t.Context()), coding.MemoKind, id)
	if err != nil {
		d.t.Fatal(err)
	}
	return m, ok
}

// A memo can be written on each kind of object, is listed with a way to it, and
// can be found by type, object, author and words.
func TestMemosOnAllObjects(t *testing.T) {
	d := newDesk(t)
	c := d.codings("R01")[0]
	for target, href := range map[string]string{
		"study": "", "document/R01": "/documents/R01", "code/act.A01": "/codebook?code=act.A01", "respondent/R01": "/people/R01",
		"trajectory/T01": "/trajectories/T01", "coding/" + string(c.ID): "/documents/R01?at=",
	} {
		kind := memoTypes()[len(target)%4].ID
		d.do("memo.set", memoIn{ID: target + "/toets", Type: kind, Target: target, Text: "  over " + target + " "})
		if m, ok := d.memo(target + "/toets"); !ok || m.Text != "over "+target || m.Author != "toets" || m.Type != kind {
			t.Errorf("%s: %+v", target, m)
		}
		if page := d.get("/memos?q=over"); href != "" && !strings.Contains(page, `href="`+href) {
			t.Errorf("%s: no way to %s", target, href)
		}
		if part := d.get("/part/memo?target=" + target); !strings.Contains(part, "over "+target) {
			t.Errorf("the dialog on %s does not show its memo", target)
		}
	}
	for query, want := range map[string]string{
		// The study comes with 7 codings that carry a memo of their own.
		"on=respondent": "1 van 13", "author=toets": "6 van 13", "author=niemand": "0 van 13", "q=over+TRAJECTORY": "1 van 13", "type=codering": "7 van 13",
	} {
		if page := d.get("/memos?" + query); !strings.Contains(page, want) {
			t.Errorf("?%s does not show %q", query, want)
		}
	}
}

func TestMemoIsNotOverwrittenUnseen(t *testing.T) {
	d := newDesk(t)
	in := memoIn{ID: "study/toets", Type: "methode", Target: "study", Text: "een"}
	d.do("memo.set", in)
	if answer := d.refused("memo.set", in, http.StatusConflict); !strings.Contains(answer, "intussen") {
		t.Errorf("a new memo over one that is there: %s", answer)
	}
	now, _ := d.memo("study/toets")
	in.Base, in.Text = baseOf(now), "twee"
	d.do("memo.set", in)
	in.Text = "drie"
	d.refused("memo.set", in, http.StatusConflict)
	now, _ = d.memo("study/toets")
	if now.Text != "twee" {
		t.Errorf("the memo is %q", now.Text)
	}
	in.Base, in.Text = baseOf(now), " "
	if said := d.do("memo.set", in).Said; said != "Memo verwijderd" {
		t.Errorf("said %q", said)
	}
	if _, ok := d.memo("study/toets"); ok {
		t.Error("an emptied memo is still there")
	}
	d.do("undo", struct{}{})
	if m, _ := d.memo("study/toets"); m.Text != "twee" {
		t.Errorf("after undo the memo is %q", m.Text)
	}
	in.Base = ""
	d.refused("memo.set", in, http.StatusConflict) // it was gone, and came back
}

// Somebody else's memo keeps its author when its words are changed.
func TestMemoKeepsItsAuthor(t *testing.T) {
	d := newDesk(t)
	d.do("memo.set", memoIn{ID: "m", Type: "analyse", Target: "document/R01", Text: "van toets"})
	d.session(sessionChoice{Coder: "ander"})
	m, _ := d.memo("m")
	d.do("memo.set", memoIn{ID: "m", Type: "analyse", Target: "document/R01", Text: "aangevuld", Base: baseOf(m)})
	if m, _ := d.memo("m"); m.Author != "toets" || m.Text != "aangevuld" {
		t.Errorf("%+v", m)
	}
}

func TestMemoRefusals(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		in     memoIn
		status int
	}{
		"type":   {memoIn{ID: "m", Type: "gedicht", Target: "study", Text: "x"}, http.StatusBadRequest},
		"id":     {memoIn{Type: "analyse", Target: "study", Text: "x"}, http.StatusBadRequest},
		"object": {memoIn{ID: "m", Type: "analyse", Target: "document/R99", Text: "x"}, http.StatusNotFound},
		"kind":   {memoIn{ID: "m", Type: "analyse", Target: "wolk/1", Text: "x"}, http.StatusNotFound},
	} {
		if answer := d.refused("memo.set", c.in, c.status); strings.Contains(answer, `"what":""`) {
			t.Errorf("%s: %s", name, answer)
		}
	}
	d.fetch(http.MethodGet, "/part/memo?target=code/niets", nil, http.StatusNotFound)
}

// The memo that a coding carries itself is listed and edited with the others.
func TestMemoOfACoding(t *testing.T) {
	d := newDesk(t)
	c := d.codings("R01")[0]
	d.do("memo.coding", codingMemoIn{Coding: c.ID, Text: "hier twijfel ik", Base: baseOf(c.Memo)})
	if now := d.codings("R01")[0]; now.Memo != "hier twijfel ik" || now.Weight != c.Weight {
		t.Errorf("%+v", now)
	}
	d.refused("memo.coding", codingMemoIn{Coding: c.ID, Text: "anders", Base: baseOf(c.Memo)}, http.StatusConflict)
	if page := d.get("/memos?type=codering&q=twijfel"); !strings.Contains(page, "8 van 8") {
		t.Error("not in the list")
	}
}

func TestMemosAsCSV(t *testing.T) {
	d := newDesk(t)
	d.do("memo.set", memoIn{ID: "b", Type: "analyse", Target: "study", Text: "=1+1"})
	d.do("memo.set", memoIn{ID: "a", Type: "methode", Target: "code/act.A01", Text: "regel een\nregel twee"})
	rows, err := csv.NewReader(strings.NewReader(d.get("/memos.csv?sort=-type&author=toets"))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatal(rows, err)
	}
	if rows[1][0] != "a" || rows[1][5] != "regel een\nregel twee" || rows[2][5] != "'=1+1" || rows[2][4] != "toets" {
		t.Errorf("%q", rows)
	}
	if rows, _ := csv.NewReader(strings.NewReader(d.get("/memos.csv?on=code"))).ReadAll(); len(rows) != 2 {
		t.Errorf("filtered: %q", rows)
	}
}

// A memo on something that was deleted afterwards stays readable.
func TestMemoOnWhatIsGone(t *testing.T) {
	d := newDesk(t)
	c := d.codings("R01")[0]
	d.do("memo.set", memoIn{ID: "m", Type: "analyse", Target: "coding/" + string(c.ID), Text: "verweesd"})
	d.do("coding.remove", codingIDs{Codings: []coding.CodingID{c.ID}})
	if page := d.get("/memos"); !strings.Contains(page, "verweesd") || !strings.Contains(page, "is er niet meer") {
		t.Error("the memo on a coding that is gone is not shown as such")
	}
}
