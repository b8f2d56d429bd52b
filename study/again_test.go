package study

import (
	"errors"
	"testing"

	"meerzicht/coding"
)

func TestUndoOnlyWhatIsAllowed(t *testing.T) {
	s, _ := newStudy(t)
	note := func(id string) {
		t.Helper()
		c, err := coding.SetMemo(s.View(t.Context()), coding.Memo{ID: id, Type: "analyse", Target: "study", Text: id, Author: "een"})
		if err == nil {
			err = s.Do(t.Context(), "een", c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	note("m1")
	first, _, err := s.Undoable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	asked := Act{}
	if _, err := s.UndoRequestIf(t.Context(), "een", "r1", func(a Act) error { asked = a; return no }); !errors.Is(err, no) {
		t.Errorf("refused undo: %v", err)
	}
	if asked.First != first.Seq || asked.Actor != "een" || asked.Records[coding.MemoKind] != 1 {
		t.Errorf("asked about %+v", asked)
	}
	if now, _, _ := s.Undoable(t.Context()); now.Seq != first.Seq {
		t.Error("it was undone all the same")
	}
	if _, _, err := s.CommandsOf(t.Context(), first.Seq); !errors.Is(err, ErrConflict) {
		t.Errorf("commands of an act in effect: %v", err)
	}
	r, err := s.UndoRequestIf(t.Context(), "een", "r1", func(Act) error { return nil })
	if err != nil || r.Undoes != first.Seq {
		t.Errorf("%+v, %v", r, err)
	}
	if again, err := s.UndoRequestIf(t.Context(), "een", "r1", func(Act) error { return no }); err != nil || !again.Repeated {
		t.Errorf("a request that was done asks again: %+v, %v", again, err)
	}
	note("m2") // empties redo
	a, cmds, err := s.CommandsOf(t.Context(), first.Seq)
	if err != nil || a.First != first.Seq || len(cmds) != 1 || cmds[0].Type != "memo.set" {
		t.Fatalf("%+v, %v, %v", a, cmds, err)
	}
	if err := s.Do(t.Context(), "een", cmds...); err != nil {
		t.Error(err)
	}
	for _, seq := range []int64{1, 99} {
		if _, _, err := s.CommandsOf(t.Context(), seq); err == nil {
			t.Errorf("event %d is an act to do again", seq)
		}
	}
	if _, ok, _ := s.ActOf(t.Context(), 99); ok {
		t.Error("an act that is not there")
	}
}
