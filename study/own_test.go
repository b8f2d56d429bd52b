package study

import (
	"errors"
	"slices"
	"testing"

	"meerzicht/coding"
)

// askAs does what makes a coding or a person, as somebody.
func askAs(t *testing.T, s *Study, actor, request string, make func(coding.View) ([]coding.Command, error)) Receipt {
	t.Helper()
	r, err := s.DoRequest(t.Context(), actor, request, make)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func anything(Act, coding.View, []coding.Command) error { return nil }

func turnOwn(t *testing.T, s *Study, actor, request string, redo bool) Receipt {
	t.Helper()
	r, err := s.TurnOwnRequest(t.Context(), actor, request, redo, anything)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Anna and Bram work in turns. Undo of Anna takes back Anna's acts, last first,
// and leaves Bram's; redo brings them back, also after Bram did something new;
// and the general undo and the check of the study agree with all of it.
func TestOwnUndoPassesOverOthers(t *testing.T) {
	s, path := talkStudy(t)
	a1 := askAs(t, s, "anna", "a1", codeAt(0, 4, "act.A01", "anna"))
	b1 := askAs(t, s, "bram", "b1", codeAt(0, 4, "act.A01", "bram"))
	a2 := askAs(t, s, "anna", "a2", putPerson("X1", "X2")) // an act of two events
	b2 := askAs(t, s, "bram", "b2", putPerson("Y1"))
	has := func(kind coding.Kind, id string) bool {
		_, ok, err := s.View(t.Context()).Record(kind, id)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	coded := func() (by []coding.CoderID) {
		list, err := s.CodingsIn(t.Context(), "R01")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			by = append(by, c.Coder)
		}
		slices.Sort(by)
		return by
	}
	if top, ok, err := s.UndoableBy(t.Context(), "anna"); err != nil || !ok || top.Seq != a2.First {
		t.Fatalf("anna would take back %d %v %v, want %d", top.Seq, ok, err, a2.First)
	}
	if path, err := s.UndoPathBy(t.Context(), "anna", a1.First); err != nil || !slices.Equal(path, []int64{a2.First, a1.First}) {
		t.Errorf("path %v %v", path, err)
	}
	if r := turnOwn(t, s, "anna", "u1", false); r.Undoes != a2.First || has(coding.RespondentKind, "X1") || has(coding.RespondentKind, "X2") || !has(coding.RespondentKind, "Y1") {
		t.Errorf("first undo: %+v", r)
	}
	if r := turnOwn(t, s, "anna", "u2", false); r.Undoes != a1.First || !slices.Equal(coded(), []coding.CoderID{"bram"}) {
		t.Errorf("second undo: %+v, codings by %v", r, coded())
	}
	if r := turnOwn(t, s, "anna", "u3", false); r.Seq != 0 {
		t.Errorf("a third undo took back %d; bram did %d and %d", r.Undoes, b1.First, b2.First)
	}
	askAs(t, s, "bram", "b3", putPerson("Y2")) // empties the general redo, not that of anna
	if e, ok, err := s.RedoableBy(t.Context(), "anna"); err != nil || !ok || e.Actor != "anna" {
		t.Errorf("redoable by anna: %+v %v %v", e, ok, err)
	}
	turnOwn(t, s, "anna", "r1", true)
	turnOwn(t, s, "anna", "r2", true)
	if !has(coding.RespondentKind, "X2") || !slices.Equal(coded(), []coding.CoderID{"anna", "bram"}) {
		t.Errorf("after two redos: %v", coded())
	}
	if r := turnOwn(t, s, "anna", "r2", true); !r.Repeated {
		t.Error("a request that comes twice was done twice")
	}
	if _, err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	before, after := generalUndo(t, s), []entry(nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := Open(t.Context(), path, Options{}); err != nil {
		t.Fatal(err)
	} else if after = generalUndo(t, s); !slices.Equal(before, after) {
		t.Errorf("what undo would take back is %v, after reading it anew %v", before, after)
	} else if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// generalUndo is all that undo would take back, without doing it.
func generalUndo(t *testing.T, s *Study) (out []entry) {
	t.Helper()
	err := s.read(t.Context(), func(d *db) error {
		if _, err := s.past.lastAct(d, undoSide); err != nil {
			return err
		}
		for _, one := range s.past.undo {
			out = append(out, entry{one.seq, one.act, 0})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What the asker refuses stays, and is asked with the commands to come.
func TestOwnUndoIsAsked(t *testing.T) {
	s, _ := talkStudy(t)
	askAs(t, s, "anna", "a1", putPerson("X1"))
	askAs(t, s, "bram", "b1", putPerson("Y1"))
	no := errors.New("no")
	_, err := s.TurnOwnRequest(t.Context(), "anna", "u1", false, func(a Act, v coding.View, cmds []coding.Command) error {
		if a.Actor != "anna" || len(cmds) != 1 || cmds[0].Changes[0].ID != "X1" || cmds[0].Changes[0].After != nil {
			t.Errorf("asked about %+v %+v", a, cmds)
		}
		if _, ok, err := v.Record(coding.RespondentKind, "X1"); !ok || err != nil {
			t.Errorf("the view lacks X1: %v", err)
		}
		return no
	})
	if !errors.Is(err, no) {
		t.Errorf("error = %v", err)
	}
	if e, ok, err := s.UndoableBy(t.Context(), "anna"); err != nil || !ok || e.Actor != "anna" {
		t.Errorf("after a refusal: %+v %v %v", e, ok, err)
	}
	if _, ok, err := s.RedoableBy(t.Context(), "carl"); ok || err != nil {
		t.Errorf("carl, who did nothing: %v %v", ok, err)
	}
}

func TestCodedIn(t *testing.T) {
	s, _ := talkStudy(t)
	askAs(t, s, "anna", "a1", codeAt(0, 4, "act.A01", "anna"))
	askAs(t, s, "anna", "a2", codeAt(5, 9, "act.A01", "anna"))
	askAs(t, s, "bram", "b1", codeAt(0, 4, "act.A01", "bram"))
	got, err := s.CodedIn(t.Context(), "R01")
	if err != nil || len(got) != 1 || got["act.A01"]["anna"] != 2 || got["act.A01"]["bram"] != 1 {
		t.Errorf("%v %v", got, err)
	}
	if got, err := s.CodedIn(t.Context(), "R99"); err != nil || len(got) != 0 {
		t.Errorf("a document that is not there: %v %v", got, err)
	}
}
