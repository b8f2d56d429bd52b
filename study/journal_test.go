package study

import (
	"fmt"
	"slices"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func mustActs(t *testing.T, s *Study, before int64, limit int, keep func(Act) bool) string {
	t.Helper()
	acts, err := s.Acts(t.Context(), before, limit, keep)
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	for _, a := range acts {
		out += fmt.Sprintf("%d-%d", a.First, a.Last)
		if a.Of != 0 {
			out += fmt.Sprintf(" of %d redo %t", a.Of, a.Redo)
		}
		if a.Undone {
			out += " undone"
		}
		out += "; "
	}
	return out
}

func TestActs(t *testing.T) {
	s, _ := newStudy(t) // event 1
	all := func(Act) bool { return true }
	mustAsk(t, s, "a", putPerson("A", "B")) // 2, 3
	mustAsk(t, s, "b", putPerson("C"))      // 4
	for _, step := range []struct {
		do   func() error
		want string
	}{
		{func() error { return nil }, "4-4; 2-3; 1-1; "},
		{func() error { _, _, err := s.Undo(t.Context(), "x"); return err }, "5-5 of 4 redo false; 4-4 undone; 2-3; 1-1; "},
		{func() error { _, _, err := s.Undo(t.Context(), "x"); return err }, "6-7 of 2 redo false; 5-5 of 4 redo false; 4-4 undone; 2-3 undone; 1-1; "},
		{func() error { _, _, err := s.Redo(t.Context(), "x"); return err }, "8-9 of 2 redo true; 6-7 of 2 redo false; 5-5 of 4 redo false; 4-4 undone; 2-3; 1-1; "},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if got := mustActs(t, s, 100, 0, all); got != step.want {
			t.Errorf("acts %s\nwant %s", got, step.want)
		}
	}
	if got := mustActs(t, s, 8, 2, all); got != "6-7 of 2 redo false; 5-5 of 4 redo false; " {
		t.Errorf("two before 8: %s", got)
	}
	if got := mustActs(t, s, 100, 1, func(a Act) bool { return a.Undone }); got != "4-4 undone; " {
		t.Errorf("undone ones: %s", got)
	}
	acts, err := s.Acts(t.Context(), 4, 1, all)
	if err != nil || acts[0].Types["respondent.put"] != 2 || acts[0].Actor == "" || acts[0].Time == "" {
		t.Errorf("%+v %v", acts, err)
	}
}

func TestUndoPath(t *testing.T) {
	s, _ := newStudy(t)
	mustAsk(t, s, "a", putPerson("A", "B"))                // 2, 3
	mustAsk(t, s, "b", putPerson("C"))                     // 4
	mustAsk(t, s, "c", putPerson("D"))                     // 5
	if _, _, err := s.Undo(t.Context(), "x"); err != nil { // 6
		t.Fatal(err)
	}
	if _, _, err := s.Redo(t.Context(), "x"); err != nil { // 7 does 5 again
		t.Fatal(err)
	}
	for first, want := range map[int64][]int64{5: {7}, 4: {7, 4}, 2: {7, 4, 2}, 1: nil, 3: nil, 99: nil} {
		got, err := s.UndoPath(t.Context(), first)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("path to %d: %v, want %v (%v)", first, got, want, err)
		}
	}
	path, _ := s.UndoPath(t.Context(), 2)
	for i, want := range path {
		r, err := s.UndoRequest(t.Context(), "x", fmt.Sprintf("u%d", i))
		if err != nil || r.Undoes != want {
			t.Errorf("step %d takes back %d, want %d (%v)", i, r.Undoes, want, err)
		}
	}
	if got, err := s.UndoPath(t.Context(), 2); err != nil || len(got) != 0 {
		t.Errorf("undone, but the path is %v (%v)", got, err)
	}
}

func TestActorsAndCodingsWithMemo(t *testing.T) {
	s, _ := newStudy(t)
	mustAsk(t, s, "a", func(v coding.View) ([]coding.Command, error) {
		doc := instruments.Document{ID: "D", TextSHA256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", Text: "hello", Length: 5}
		put, err := coding.PutDocument(v, doc, nil)
		if err != nil {
			return nil, err
		}
		code, err := coding.PutRespondent(v, instruments.Respondent{ID: "R1"})
		return []coding.Command{put, code}, err
	})
	codes, err := coding.All[coding.Code](s.View(t.Context()), coding.CodeKind)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(codes, func(c coding.Code) bool { return c.Codable })
	if i < 0 {
		t.Fatal("no code to code with")
	}
	for n, memo := range []string{"", "let op"} {
		mustAsk(t, s, fmt.Sprint("m", n), func(v coding.View) ([]coding.Command, error) {
			seg, err := coding.SegmentIn(v, "D", n, n+2)
			if err != nil {
				return nil, err
			}
			c, err := coding.AddCodings(v, coding.Coding{Segment: seg, Code: codes[i].ID, Coder: "ik", Memo: memo})
			return []coding.Command{c}, err
		})
	}
	noted, err := s.CodingsWithMemo(t.Context())
	if err != nil || len(noted) != 1 || noted[0].Memo != "let op" {
		t.Errorf("with a memo: %+v %v", noted, err)
	}
	if who, err := s.Actors(t.Context()); err != nil || !slices.IsSorted(who) || len(who) == 0 {
		t.Errorf("actors %v %v", who, err)
	}
}
