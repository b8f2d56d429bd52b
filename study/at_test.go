package study

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"meerzicht/coding"
	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// sameCorpus compares two corpora, not caring whether an empty list is nil.
func sameCorpus(a, b *coding.Corpus) string {
	return cmp.Diff(a, b, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(coding.Codebook{}))
}

// Whatever happens afterwards, the corpus at an event is the one that was taken
// then: record by record, texts, times and hash. One study goes on through all
// checks, since making one waits for the disk.
func TestCorpusAtIsTheCorpusThen(t *testing.T) {
	s := withDocument(t)
	ctx := t.Context()
	rapid.Check(t, func(rt *rapid.T) {
		then := mustCorpus(t, s, WithTexts())
		var cmds []coding.Command
		for range rapid.IntRange(1, 4).Draw(rt, "steps") {
			var err error
			if rapid.IntRange(0, 5).Draw(rt, "undo") == 0 {
				_, _, err = s.Undo(ctx, "x")
			} else if cmd, refused := randomCommand(rt, s.View(ctx)); refused == nil {
				err = s.Do(ctx, "x", cmd)
				cmds = append(cmds, cmd)
			}
			if err != nil {
				rt.Fatal(err)
			}
		}
		got, err := s.CorpusAt(ctx, then.Info.Events, WithTexts())
		if err != nil {
			rt.Fatal(err)
		}
		if d := sameCorpus(then, got); d != "" {
			rt.Fatalf("before %+v:\n%s", cmds, d)
		}
	})
}

func TestCorpusAtRefuses(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	for _, seq := range []int64{-1, 0, 2, 1 << 60} {
		if c, err := s.CorpusAt(t.Context(), seq); c != nil || !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("event %d: %v, %v", seq, c, err)
		}
	}
}

// A codebook of long ago is a whole one: codes can be looked up in it.
func TestCorpusAtHasAWorkingCodebook(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.DeleteCode(v, "act.A02") })
	c, err := s.CorpusAt(t.Context(), 1, WithoutDocuments())
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Codebook.Code("act.A02"); !ok {
		t.Error("the code that was deleted later is not in the old codebook")
	}
}

// putRound sets a round as it is, whatever the rules of opening one are.
func putRound(t testing.TB, s *Study, r coding.Round) {
	t.Helper()
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		before, _, err := v.Record(coding.RoundKind, r.ID)
		raw, cerr := coding.Canonical(r)
		return coding.Command{Type: "round.put", Changes: []coding.Change{{Kind: coding.RoundKind, ID: r.ID, Before: before, After: raw}}}, errors.Join(err, cerr)
	})
}

func codeOnce(t testing.TB, s *Study, coder coding.CoderID, start int) {
	t.Helper()
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		seg, err := coding.SegmentIn(v, "D", start, start+3)
		if err != nil {
			return coding.Command{}, err
		}
		return coding.AddCodings(v, coding.Coding{Segment: seg, Code: "act.A01", Coder: coder})
	})
}

func withDocument(t testing.TB) *Study {
	t.Helper()
	s, _ := newStudy(t)
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.PutDocument(v, fakeDocument(), []byte("origineel"))
	})
	return s
}

func TestCorpusOfRound(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	check := func(what, round string, at int64, codings int) {
		t.Helper()
		c, seq, err := s.CorpusOfRound(t.Context(), round)
		if err != nil || seq != at || len(c.Codings) != codings {
			t.Errorf("%s: event %d, %v; want event %d with %d codings; got %+v", what, seq, err, at, codings, c)
		}
	}
	round := coding.Round{ID: "1", Documents: []instruments.DocumentID{"D"}, Coders: []coding.CoderID{"a", "b"}}
	putRound(t, s, round) // event 3
	codeOnce(t, s, "a", 0)
	codeOnce(t, s, "b", 0)
	check("not released", "1", 0, 2)
	round.Released = true
	putRound(t, s, round) // event 6
	codeOnce(t, s, "a", 5)
	check("coded on after it", "1", 6, 2)
	round.Coders = append(round.Coders, "c")
	putRound(t, s, round) // event 8: released before and after
	check("changed otherwise", "1", 6, 2)

	for range 3 {
		if _, _, err := s.Undo(t.Context(), "x"); err != nil {
			t.Fatal(err)
		}
	}
	check("release taken back", "1", 0, 2)
	if _, _, err := s.Redo(t.Context(), "x"); err != nil { // event 12
		t.Fatal(err)
	}
	codeOnce(t, s, "b", 9)
	check("released again", "1", 12, 2)

	// Another round whose id holds the id of the first, and words that look like one.
	putRound(t, s, coding.Round{ID: `"1`, Coders: round.Coders, Released: true}) // event 14
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.SetMemo(v, coding.Memo{Target: "study", Author: "a", Text: `"id":"1","kind":"round"}`})
	})
	check("another round", `"1`, 14, 3)
	check("the first beside it", "1", 12, 2)
	if c, _, err := s.CorpusOfRound(t.Context(), "2"); c != nil || !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("unknown round: %v, %v", c, err)
	}
}
