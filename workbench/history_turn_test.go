package workbench

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/study"
)

// inventory counts what a study holds.
func inventory(t *testing.T, s *study.Study) map[coding.Kind]int {
	t.Helper()
	out := map[coding.Kind]int{}
	for _, kind := range []coding.Kind{coding.DocumentKind, coding.CodingKind, coding.FillingKind, coding.RespondentKind, coding.TrajectoryKind, coding.SourceKind} {
		if err := s.View(t.Context()).Each(kind, func(string, json.RawMessage) error {
			out[kind]++
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func (d *desk) tops() map[string]*turnShown {
	d.t.Helper()
	out := map[string]*turnShown{}
	if err := json.Unmarshal([]byte(d.get("/history.json")), &out); err != nil {
		d.t.Fatal(err)
	}
	return out
}

// What a newcomer did: one press on a fresh study, another act, and then the way
// back through the log, also after a restart.
func TestUndoneImportComesBackFromTheLog(t *testing.T) {
	s := newShop(t)
	d := s.desk
	b := d.browser(1200, 800)
	before := inventory(t, s.study)
	if before[coding.DocumentKind] != 40 || before[coding.CodingKind] < 1000 || before[coding.FillingKind] != 61 {
		t.Fatalf("the study holds %v", before)
	}
	b.goTo("/documents")
	start := s.desk.seq()
	b.press("z")
	b.wait(`!document.querySelector("#problem").hidden && document.querySelector("#undo").textContent === "Toch ongedaan maken"`)
	said := evaluate[string](b, `document.querySelector("#problem").textContent`)
	for _, want := range []string{"40 documenten", "61 lijsten", "coderingen", "door toets"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not say %q: %s", want, said)
		}
	}
	if d.seq() != start {
		t.Fatal("the first press undid the import")
	}
	time.Sleep(700 * time.Millisecond) // a key that is hit fast does not confirm
	b.press("z")
	b.wait(allStored)
	b.wait(`document.querySelector("#status").textContent.startsWith("Ongedaan gemaakt") && document.querySelector("#undo").textContent === "Ongedaan maken"`)
	if n := inventory(t, s.study); n[coding.DocumentKind] != 0 || n[coding.CodingKind] != 0 {
		t.Fatalf("after the second press: %v", n)
	}
	if _, err := s.study.DoRequest(t.Context(), "toets", "nieuw-1", func(v coding.View) ([]coding.Command, error) {
		c, err := coding.SetMemo(v, coding.Memo{ID: "m", Type: "analyse", Target: "study", Text: "x", Author: "toets"})
		return []coding.Command{c}, err
	}); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := s.study.Redoable(t.Context()); ok {
		t.Fatal("redo is not empty")
	}
	s.again()
	b.goTo(s.desk.server.StartURL())
	b.goTo("/history?type=import")
	b.click(`[data-again]`)
	b.wait(allStored + ` && document.querySelector("#status").textContent.includes("Opnieuw gedaan")`)
	if after := inventory(t, s.study); !reflect.DeepEqual(before, after) {
		t.Errorf("came back: %v, want %v", after, before)
	}
	if _, err := s.study.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestUndoOfWhatThePageMeans(t *testing.T) {
	d := newDesk(t)
	imported := d.tops()["undo"]
	if imported == nil || !imported.Large || imported.Actor != "toets" || !strings.HasPrefix(imported.Words, "inlezen: 40 documenten, ") {
		t.Fatalf("on top: %+v", imported)
	}
	if got := d.refused("undo", turnIn{Careful: true}, http.StatusConflict); !strings.Contains(got, "61 lijsten") {
		t.Error(got)
	}
	seq := d.do("memo.set", memoIn{ID: "m", Type: "analyse", Target: "study", Text: "x"}).Seq
	if top := d.tops()["undo"]; top.Act != seq || top.Large {
		t.Errorf("on top: %+v, want %d", top, seq)
	}
	if got := d.refused("undo", turnIn{Act: imported.Act}, http.StatusConflict); !strings.Contains(got, "intussen is er iets anders gebeurd") {
		t.Error(got)
	}
	d.session(sessionChoice{Coder: "ander"})
	if got := d.refused("undo", turnIn{Careful: true}, http.StatusConflict); !strings.Contains(got, "memo, door toets") {
		t.Error(got)
	}
	if r := d.do("undo", turnIn{Act: seq}); r.Undoes != seq {
		t.Errorf("undid %d", r.Undoes)
	}
	if top := d.tops(); top["redo"] == nil || top["undo"].Act != imported.Act {
		t.Errorf("after that %+v", top)
	}
}

func TestAgainOnlyWhatFits(t *testing.T) {
	d := newDesk(t)
	memo := d.do("memo.set", memoIn{ID: "m", Type: "analyse", Target: "study", Text: "een"}).Seq
	d.refused("act.again", againIn{memo}, http.StatusConflict) // in effect
	d.refused("act.again", againIn{1}, http.StatusBadRequest)
	d.refused("act.again", againIn{99999}, http.StatusBadRequest)
	d.do("undo", nil)
	again := d.do("act.again", againIn{memo})
	if again.Seq == 0 || again.Said != "Opnieuw gedaan: memo" {
		t.Errorf("%+v", again)
	}
	d.refused("act.again", againIn{memo}, http.StatusConflict) // it is there already
	d.do("undo", nil)

	seg := d.codings("R01")[0]
	coded := d.do("coding.add", addCodingIn{Document: "R01", Start: seg.Start, End: seg.End, Code: "act.A07"}).Seq
	d.do("undo", nil)
	d.do("undo", turnIn{Act: d.tops()["undo"].Act}) // the import
	if got := d.refused("act.again", againIn{coded}, http.StatusConflict); !strings.Contains(got, "ontbreekt: document R01") {
		t.Error(got)
	}
}
