package workbench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// activityCode is the code of the nth activity.
func activityCode(n int) coding.CodeID { return coding.CodeID(fmt.Sprintf("act.A%02d", n)) }

// placeOf is the code point at which words stand in a text.
func placeOf(text, words string) int {
	return utf8.RuneCountInString(text[:strings.Index(text, words)])
}

func TestCodingActs(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("gesprek", talk)
	at := placeOf(talk, "wandelen")
	d.do("coding.add", addCodingIn{Document: id, Start: at, End: at + 8, Code: "act.A01"})
	c := d.fresh(id)[0]

	memo, weight := "  kort  ", 40
	d.do("coding.annotate", annotateIn{Coding: c.ID, Memo: &memo})
	d.do("coding.annotate", annotateIn{Coding: c.ID, Weight: &weight})
	if c = d.fresh(id)[0]; c.Memo != "kort" || c.Weight != 40 {
		t.Errorf("memo %q and weight %d; each should leave the other", c.Memo, c.Weight)
	}
	d.do("coding.resize", resizeIn{c.ID, at, at + 15})
	d.wantQuotes(id, "act.A01: wandelen met de")
	// Where it was is free again, though its id is taken.
	d.do("coding.add", addCodingIn{Document: id, Start: at, End: at + 8, Code: "act.A01"})
	if list := d.fresh(id); len(list) != 2 || list[0].ID == list[1].ID {
		t.Errorf("the place a coding left cannot be coded: %+v", list)
	}
	d.refused("coding.add", addCodingIn{Document: id, Start: at, End: at + 8, Code: "act.A01"}, http.StatusBadRequest)
	d.do("coding.recode", recodeIn{Codings: []coding.CodingID{c.ID}, Code: "act.A02"})
	for _, x := range d.fresh(id) {
		if x.Code == "act.A02" && (x.Memo != "kort" || x.Weight != 40 || x.Coder != "toets" || x.End != at+15) {
			t.Errorf("recoded: %+v", x)
		}
	}
	d.refused("coding.remove", codingIDs{[]coding.CodingID{c.ID}}, http.StatusBadRequest)
	d.refused("coding.annotate", annotateIn{Coding: c.ID, Memo: &memo}, http.StatusConflict)
	heavy := 101
	d.refused("coding.annotate", annotateIn{Coding: d.fresh(id)[0].ID, Weight: &heavy}, http.StatusBadRequest)
	d.do("undo", struct{}{})
	if n := len(d.fresh(id)); n != 2 || d.fresh(id)[0].Code != "act.A01" {
		t.Errorf("undoing another code gives %+v", d.fresh(id))
	}
}

// A new code and its coding are one act: one undo takes both back.
func TestOwnCodes(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("gesprek", talk)
	d.do("coding.add", addCodingIn{Document: id, Start: 3, End: 6, NewCode: " Café  ’t Hoekje "})
	d.do("coding.add", addCodingIn{Document: id, Start: 7, End: 11, NewCode: "café ’t hoekje"})
	d.wantQuotes(id, "eigen.cafe-t-hoekje: Hoe", "eigen.cafe-t-hoekje: gaat")
	code, _ := d.ownCode("eigen.cafe-t-hoekje")
	if code.Name.NL != "Café ’t Hoekje" || code.Parent != "eigen" || code.Origin != instruments.Inductive || !code.Codable || code.Domain != "eigen" {
		t.Errorf("own code: %+v", code)
	}
	d.do("undo", struct{}{})
	d.do("undo", struct{}{})
	if code, there := d.ownCode("eigen.cafe-t-hoekje"); there || len(d.fresh(id)) != 0 {
		t.Errorf("after undo the code is still there: %+v", code)
	}
	for _, name := range []string{" ", strings.Repeat("a", 61), "a\x00b"} {
		d.refused("coding.add", addCodingIn{Document: id, Start: 3, End: 6, NewCode: name}, http.StatusBadRequest)
	}
	d.refused("coding.add", addCodingIn{Document: id, Start: 3, End: 9999, NewCode: "ver"}, http.StatusBadRequest)
	if _, there := d.ownCode("eigen.ver"); there {
		t.Error("a refused coding left its code behind")
	}
}

// ownCode is a code as it is now, and whether it is there.
func (d *desk) ownCode(id coding.CodeID) (coding.Code, bool) {
	d.t.Helper()
	c, ok, err := coding.Find[coding.Code](d.study.View(context.Background()), coding.CodeKind, string(id))
	if err != nil {
		d.t.Fatal(err)
	}
	return c, ok
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{"Wekelijks contact": "wekelijks-contact", "café ’t Hoekje": "cafe-t-hoekje", "…": "code", "Ça va?": "ca-va", "A1 – b": "a1-b"} {
		if got := slug(name); got != want {
			t.Errorf("slug(%q) = %q, want %q", name, got, want)
		}
	}
}

// place asks where a key goes.
func (d *desk) place(id instruments.DocumentID, find string, from int, coding coding.CodingID) placeFound {
	d.t.Helper()
	var out placeFound
	if err := json.Unmarshal([]byte(d.get(fmt.Sprintf("/part/place?document=%s&find=%s&from=%d&coding=%s", id, find, from, coding))), &out); err != nil {
		d.t.Fatal(err)
	}
	return out
}

func TestPlaces(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("gesprek", talk)
	at := placeOf(talk, "wandelen")
	late := placeOf(talk, "Zeker")
	for _, start := range []int{at, late} {
		d.do("coding.add", addCodingIn{Document: id, Start: start, End: start + 5, Code: "act.A01"})
	}
	list := d.fresh(id)
	for _, c := range []struct {
		find string
		from int
		at   coding.CodingID
		want int // start; -1 nothing
	}{
		{"next", 0, "", at},
		{"next", at, "", at},
		{"next", at, list[0].ID, late},
		{"next", 0, list[1].ID, -1},
		{"previous", len(talk), "", late},
		{"previous", late, "", at},
		{"previous", 0, "", -1},
		{"coding", 0, list[1].ID, late},
		{"coding", 0, "weg", -1},
		{"uncoded", 0, "", placeOf(talk, "Die belt")}, // the interviewer's turns and the coded one are passed over
		{"uncoded", late, "", -1},
		{"sentence", at, "", placeOf(talk, "We gaan")},
		{"sentence", placeOf(talk, "Daarna") - 1, "", placeOf(talk, "Daarna")},
	} {
		got := d.place(id, c.find, c.from, c.at)
		if !got.Found {
			got.Start = -1
		}
		if got.Start != c.want {
			t.Errorf("%s from %d (%s): %d, want %d", c.find, c.from, c.at, got.Start, c.want)
		}
	}
	d.fetch(http.MethodGet, "/part/place?document="+string(id)+"&find=iets", nil, http.StatusNotFound)
}

func TestFindInText(t *testing.T) {
	text := "I: Hoe is ’t in het café?\nR: In het CAFE\u0301 of cafe, de ﬁets.\nI: x"
	m := openText(instruments.Document{Text: text, Turns: []instruments.Turn{
		{Speaker: "I", Start: 3, End: 25, TimeMS: -1}, {Speaker: "R", Start: 29, End: 58, TimeMS: -1}, {Speaker: "I", Start: 62, End: 63, TimeMS: -1},
	}})
	runes := []rune(text)
	for q, want := range map[string][]string{
		"café": {"café", "CAFE\u0301", "cafe"}, "Cafe": {"café", "CAFE\u0301", "cafe"}, " in  het\t": {"in het", "In het"}, "fiets": {"ﬁets"}, "zzz": nil, "": nil, " ": nil,
	} {
		var got []string
		for _, h := range findIn(m, q).Hits {
			got = append(got, string(runes[h[0]:h[1]]))
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("find %q: %q, want %q", q, got, want)
		}
	}
}

// Only the blocks that changed since an event are drawn again, with whatever had
// to move for them.
func TestBlocksAfter(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("gesprek", talk)
	d.get("/documents/" + string(id))
	at := placeOf(talk, "wandelen")
	before := d.do("coding.add", addCodingIn{Document: id, Start: 3, End: 6, Code: "act.A01"})
	r := d.do("coding.add", addCodingIn{Document: id, Start: at, End: at + 8, Code: "act.A02"})
	got := func(after int64) string {
		page := d.get(fmt.Sprintf("/part/blocks?document=%s&after=%d&chunks=0", id, after))
		out := ""
		for i := range 6 {
			if strings.Contains(page, fmt.Sprintf(`id="b%d"`, i)) {
				out += fmt.Sprint(i)
			}
		}
		return out
	}
	for after, want := range map[int64]string{before.Seq - 1: "01", before.Seq: "1", r.Seq: ""} {
		if g := got(after); g != want {
			t.Errorf("after %d the blocks %q, want %q", after, g, want)
		}
	}
	code, _ := d.ownCode("act.A02")
	d.do("code.rename", map[string]any{"code": "act.A02", "fields": map[string]any{"name_nl": map[string]string{"was": code.Name.NL, "now": "anders"}}})
	if g := got(r.Seq); g != "012345" {
		t.Errorf("after renaming a code the blocks %q, want all", g)
	}
	d.fetch(http.MethodGet, "/part/blocks?document="+string(id)+"&after=0&chunks=7", nil, http.StatusNotFound)
	d.fetch(http.MethodGet, "/part/chunk?document="+string(id)+"&chunk=7", nil, http.StatusNotFound)
}

// The page of one coder shows, counts and finds that coder's codings only.
func TestCodersShown(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("gesprek", talk)
	at := placeOf(talk, "wandelen")
	d.do("coding.add", addCodingIn{Document: id, Start: at, End: at + 8, Code: "act.A02"})
	d.session(sessionChoice{Coder: "ander"})
	d.do("coding.add", addCodingIn{Document: id, Start: placeOf(talk, "Zeker"), End: placeOf(talk, "Zeker") + 5, Code: "act.A03"})
	everybody, one := d.get("/documents/"+string(id)), d.get("/documents/"+string(id)+"?coders=ander")
	for _, page := range []string{everybody, one} {
		if !strings.Contains(page, `<option value="toets">`) {
			t.Error("the coder toets cannot be chosen")
		}
	}
	if strings.Count(everybody, `class="lane pick`) != 2 || strings.Count(one, `class="lane pick`) != 1 {
		t.Error("wrong codings are shown")
	}
	if !strings.Contains(everybody, "2 van 3 antwoorden gecodeerd (67 %)") || !strings.Contains(one, "1 van 3 antwoorden gecodeerd (33 %)") {
		t.Error("wrong coverage")
	}
	details := d.get("/part/details?document=" + string(id) + "&block=1")
	for _, want := range []string{"toets", "wandelen", "beurt 2, R, 1 codering", `data-do="remove"`} {
		if !strings.Contains(details, want) {
			t.Errorf("details without %q:\n%s", want, details)
		}
	}
}
