package coding

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// consensusIn are the codings of the consensus in short.
func consensusIn(t testing.TB, s *State, coder CoderID) map[content]string {
	t.Helper()
	out := map[content]string{}
	for _, c := range corpusOf(t, s).Codings {
		if c.Coder == coder {
			if out[contentOf(c)] != "" {
				t.Errorf("%+v stands twice in the consensus", c)
			}
			out[contentOf(c)] = c.Origin
		}
	}
	return out
}

// unchanged fails when taking a command back does not restore every record.
func unchanged(t testing.TB, s *State, cmd Command) {
	t.Helper()
	before := snapshot(s)
	if err := s.Apply(cmd); err != nil {
		t.Fatalf("%s: %v", cmd.Type, err)
	}
	if err := s.Apply(cmd.Inverse()); err != nil {
		t.Fatalf("%s back: %v", cmd.Type, err)
	}
	if after := snapshot(s); !maps.Equal(before, after) {
		t.Fatalf("%s taken back leaves another study", cmd.Type)
	}
}

func snapshot(s *State) map[string]string {
	out := map[string]string{}
	for kind, records := range s.records {
		for id, raw := range records {
			out[string(kind)+" "+id] = string(raw)
		}
	}
	return out
}

// A decision holds through whatever the coders do afterwards, merging again
// changes nothing, and every step can be taken back.
func TestDecisionsSurviveMerging(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := double(t)
		busy(t, r, s)
		step := func(make func(View) (Command, error)) {
			cmd, err := make(s)
			if err != nil {
				r.Fatal(err)
			}
			unchanged(t, s, cmd)
			if err := s.Apply(cmd); err != nil {
				r.Fatal(err)
			}
		}
		merge := func(v View) (Command, error) { return MergeAgreed(v, "", "", "") }
		if rapid.Bool().Draw(r, "merge first") {
			step(merge)
		}
		decided := map[string]Settlement{}
		made := map[CodingID]bool{}
		for _, d := range settlingOf(t, s).Queue {
			if !rapid.Bool().Draw(r, "decide") {
				continue
			}
			keep := rapid.SampledFrom([][]CoderID{nil, {"a"}, {"b"}, {"a", "b"}}).Draw(r, "keep")
			step(func(v View) (Command, error) {
				return Settle(v, Verdict{Difference: d.ID, Keep: keep, By: "a"})
			})
		}
		for _, one := range settlingOf(t, s).Done {
			decided[one.ID] = one
			for _, id := range one.Made {
				made[id] = true
			}
		}
		busy(t, r, s)
		step(merge)
		again, err := MergeAgreed(s, "", "", "")
		if again, err2 := again.Normal(); err != nil || err2 != nil || len(again.Changes) != 0 {
			r.Fatalf("merging again changes %d records (%v)", len(again.Changes), err)
		}
		for id, want := range decided {
			if got, ok, _ := Find[Settlement](s, SettlementKind, id); !ok || !reflect.DeepEqual(got, want) {
				r.Fatalf("%+v became %+v", want, got)
			}
		}
		for id := range made {
			if c, ok, _ := Find[Coding](s, CodingKind, string(id)); !ok || c.Coder != ConsensusCoder {
				r.Fatalf("a coding that was decided on is gone: %s", id)
			}
		}
		now := settlingOf(t, s)
		if now.Differences != now.Settled+len(now.Queue) {
			r.Fatalf("%d differences, %d settled, %d open", now.Differences, now.Settled, len(now.Queue))
		}
		for _, one := range now.Done {
			step(func(v View) (Command, error) { return Reopen(v, one.ID) })
		}
		step(merge)
		checkAgreedOnly(t, r, s)
	})
}

// busy adds and removes codings of both coders.
func busy(t testing.TB, r *rapid.T, s *State) {
	for range rapid.IntRange(0, 10).Draw(r, "acts") {
		start := rapid.IntRange(0, 10).Draw(r, "start")
		c := of(t, rapid.SampledFrom([]CoderID{"a", "b"}).Draw(r, "coder"), rapid.SampledFrom([]string{"R01", "R02"}).Draw(r, "document"),
			start, start+rapid.IntRange(1, 5).Draw(r, "length"), rapid.SampledFrom([]CodeID{"act.A01", "act.A02", "w"}).Draw(r, "code"))
		cmd, err := AddCodings(s, c)
		if err != nil {
			cmd, err = RemoveCodings(s, NewCodingID(c))
		}
		if err == nil {
			err = s.Apply(cmd)
		}
		if err != nil {
			r.Fatal(err)
		}
	}
}

// checkAgreedOnly is for a consensus without decisions: it is what both have.
func checkAgreedOnly(t testing.TB, r *rapid.T, s *State) {
	c := corpusOf(t, s)
	want := map[content]string{}
	agreed, _ := Compare(by(c.Codings, "a"), by(c.Codings, "b"), 0)
	for _, p := range agreed {
		want[contentOf(p.A)] = ByAgreement
	}
	if got := consensusIn(t, s, ConsensusCoder); !maps.Equal(got, want) {
		r.Fatalf("consensus %v, want %v", got, want)
	}
	for _, c := range c.Codings {
		if c.Coder == ConsensusCoder && (c.Quotation != string([]rune(talk)[c.Start:c.End]) || c.Memo != "") {
			r.Fatalf("%+v", c)
		}
	}
}

// What falls on a decision does not come back in the queue, and is listed when
// the coders have something else there now; what lies beside it does come.
func TestDecisionsCoverTheirStretch(t *testing.T) {
	for name, test := range map[string]struct {
		then    []Coding // added after the decision about v by a on 4–9
		open    int
		changed int
	}{
		"nothing changed":               {},
		"the other codes part of it":    {then: []Coding{of(t, "b", "R01", 5, 8, "v")}, changed: 1},
		"the other codes the same":      {then: []Coding{of(t, "b", "R01", 4, 9, "v")}, changed: 1},
		"the same coder goes on":        {then: []Coding{of(t, "a", "R01", 9, 12, "v")}, changed: 1},
		"another code there":            {then: []Coding{of(t, "b", "R01", 4, 9, "w")}},
		"another code elsewhere":        {then: []Coding{of(t, "b", "R01", 10, 12, "w")}, open: 1},
		"the same code beside it":       {then: []Coding{of(t, "b", "R01", 9, 12, "v")}, open: 1},
		"the same code, other document": {then: []Coding{of(t, "b", "R02", 4, 9, "v")}, open: 1},
	} {
		s := double(t, of(t, "a", "R01", 4, 9, "v"))
		d := settlingOf(t, s).Queue[0]
		do(t, s, func(v View) (Command, error) { return Settle(v, Verdict{Difference: d.ID, By: "a"}) })
		for _, c := range test.then {
			add(t, s, c)
		}
		got := settlingOf(t, s)
		if len(got.Queue) != test.open || len(got.Changed) != test.changed {
			t.Errorf("%s: %d open, %d changed, want %d and %d", name, len(got.Queue), len(got.Changed), test.open, test.changed)
		}
		do(t, s, func(v View) (Command, error) { return MergeAgreed(v, "", "", "") })
		if left := consensusIn(t, s, ConsensusCoder); len(left) != 0 {
			t.Errorf("%s: neither was decided, but %v stands", name, left)
		}
	}
}

// Deciding about one of two differences that lie over one another leaves the
// other open.
func TestDecisionsLeaveNeighboursOpen(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 10, "act.A01"), of(t, "a", "R01", 8, 10, "act.A02"), of(t, "b", "R01", 0, 8, "act.A02"))
	q := settlingOf(t, s).Queue
	if len(q) != 2 || q[0].Type != OtherCode || q[1].Type != Missed {
		t.Fatalf("%q", tell(q))
	}
	do(t, s, func(v View) (Command, error) {
		return Settle(v, Verdict{Difference: q[0].ID, Keep: []CoderID{"b"}, By: "a"})
	})
	if got := settlingOf(t, s).Queue; len(got) != 1 || got[0].ID != q[1].ID {
		t.Errorf("%q", tell(got))
	}
}

// A person's own coding in the consensus, and one that was agreed on and then
// moved by hand, are nobody's to take away.
func TestMergingLeavesWhatPeopleMade(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "v"), of(t, "b", "R01", 0, 5, "v"))
	do(t, s, func(v View) (Command, error) { return MergeAgreed(v, "", "", "") })
	mine := add(t, s, of(t, ConsensusCoder, "R02", 0, 2, "w"))
	for _, c := range corpusOf(t, s).Codings {
		if c.Coder == ConsensusCoder && c.Code == "v" {
			do(t, s, func(v View) (Command, error) { return ResizeCoding(v, c.ID, span(t, "R01", 0, 4)) })
		}
		if c.Coder == "b" {
			do(t, s, func(v View) (Command, error) { return RemoveCodings(v, c.ID) })
		}
	}
	do(t, s, func(v View) (Command, error) { return MergeAgreed(v, "", "", "") })
	want := map[content]string{contentOf(mine): ByHand, contentOf(of(t, "", "R01", 0, 4, "v")): ByHand}
	if got := consensusIn(t, s, ConsensusCoder); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// One coding that both agree on and that a decision keeps too goes when neither
// holds any more, and not before.
func TestSharedCodings(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "v"), of(t, "b", "R01", 0, 5, "v"), of(t, "a", "R01", 0, 5, "w"))
	q := settlingOf(t, s).Queue
	do(t, s, func(v View) (Command, error) {
		return Settle(v, Verdict{Difference: q[0].ID, Own: []Coding{of(t, "", "R01", 0, 5, "v")}, By: "a"})
	})
	shared := contentOf(of(t, "", "R01", 0, 5, "v"))
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 1 || got[shared] != ByAgreement {
		t.Fatalf("%v", got)
	}
	gone := of(t, "b", "R01", 0, 5, "v")
	do(t, s, func(v View) (Command, error) { return RemoveCodings(v, NewCodingID(gone)) })
	do(t, s, func(v View) (Command, error) { return MergeAgreed(v, "", "", "") })
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 1 || got[shared] != BySettling {
		t.Fatalf("no longer agreed: %v", got)
	}
	do(t, s, func(v View) (Command, error) { return Reopen(v, settlingOf(t, s).Done[0].ID) })
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 0 {
		t.Errorf("taken back: %v", got)
	}
}

func TestKeepingBothUnites(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "v"), of(t, "b", "R01", 3, 9, "v"))
	do(t, s, func(v View) (Command, error) {
		return Settle(v, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"b", "a"}, By: "a"})
	})
	want := map[content]string{contentOf(of(t, "", "R01", 0, 9, "v")): BySettling}
	if got := consensusIn(t, s, ConsensusCoder); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestSettleRefuses(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "v"))
	id := settlingOf(t, s).Queue[0].ID
	own := of(t, "", "R01", 0, 4, "v")
	for name, w := range map[string]Verdict{
		"no name":             {Difference: id},
		"unknown":             {Difference: "0123", By: "a"},
		"no difference":       {By: "a"},
		"unknown round":       {Difference: id, Round: "7", By: "a"},
		"coder not of it":     {Difference: id, A: "a", B: "c", By: "a"},
		"one coder twice":     {Difference: id, A: "a", B: "a", By: "a"},
		"a third's version":   {Difference: id, Keep: []CoderID{"c"}, By: "a"},
		"kept twice":          {Difference: id, Keep: []CoderID{"a", "a"}, By: "a"},
		"own and kept":        {Difference: id, Keep: []CoderID{"a"}, Own: []Coding{own}, By: "a"},
		"an answer":           {Difference: id, Answer: "genoemd", By: "a"},
		"own, other document": {Difference: id, Own: []Coding{of(t, "", "R02", 0, 4, "v")}, By: "a"},
		"own, group":          {Difference: id, Own: []Coding{of(t, "", "R01", 0, 4, "act")}, By: "a"},
		"own, unknown code":   {Difference: id, Own: []Coding{of(t, "", "R01", 0, 4, "x")}, By: "a"},
		"own, no words":       {Difference: id, Own: []Coding{at("R01", 0, 4, "v")}, By: "a"},
	} {
		cmd, err := Settle(s, w)
		refused(t, name, cmd, err)
	}
	do(t, s, func(v View) (Command, error) { return Settle(v, Verdict{Difference: id, By: "a"}) })
	cmd, err := Settle(s, Verdict{Difference: id, By: "b"})
	refused(t, "twice", cmd, err)
	cmd, err = Reopen(s, "1-unknown")
	refused(t, "reopen unknown", cmd, err)
}

// talkState knows the text of every document of a scene.
type talkState struct{ *State }

func (talkState) Segmenter(id instruments.DocumentID) (Segmenter, bool, error) {
	return NewSegmenter(textDocument(string(id), talk)), true, nil
}

// With the words of documents at hand, an own version needs no quotation.
func TestSettleOwnFindsTheWords(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "v"))
	v := talkState{s}
	own := at("", 2, 7, "w")
	cmd, err := Settle(v, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Own: []Coding{own}, By: "a"})
	if err == nil {
		err = s.Apply(cmd)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := codingsOf(t, s, "w"); len(got) != 1 || got[0].Segment != span(t, "R01", 2, 7) || got[0].Coder != ConsensusCoder {
		t.Errorf("%+v", got)
	}
}

func TestSettlingRefuses(t *testing.T) {
	_, err := SettlingOf(&Corpus{}, "", "", "")
	refused(t, "no round", Command{}, err)
	c := &Corpus{Rounds: []Round{{ID: "1", Coders: []CoderID{"a", "b", "c"}, Blind: true}, {ID: "2", Coders: []CoderID{"a"}}}}
	for name, call := range map[string][3]string{
		"unknown round": {"3", "", ""}, "blind": {"1", "", ""}, "one coder": {"2", "", ""}, "one half": {"1", "a", ""}, "stranger": {"1", "a", "x"},
	} {
		_, err := SettlingOf(c, call[0], CoderID(call[1]), CoderID(call[2]))
		refused(t, name, Command{}, err)
	}
	c.Rounds[0].Released = true
	if got, err := SettlingOf(c, "1", "c", "a"); err != nil || got.A != "c" || got.B != "a" {
		t.Errorf("%+v %v", got, err)
	}
}

func TestMergeAgreedRefuses(t *testing.T) {
	s := scene(t)
	cmd, err := MergeAgreed(s, "", "", "")
	refused(t, "no round", cmd, err)
	do(t, s, func(v View) (Command, error) {
		return OpenRound(v, Round{Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", "b"}})
	})
	cmd, err = MergeAgreed(s, "", "", "")
	refused(t, "not released", cmd, err)
	do(t, s, func(v View) (Command, error) { return ReleaseRound(v, "1") })
	do(t, s, func(v View) (Command, error) {
		return OpenRound(v, Round{Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", "b"}})
	})
	cmd, err = MergeAgreed(s, "1", "", "")
	refused(t, "coded again", cmd, err)
}

func TestSettlingNotes(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "v"))
	notes := settlingOf(t, s).Notes
	if len(notes) != 1 || !strings.Contains(notes[0].NL, "b codeerde niets in: R01.") || !strings.Contains(notes[0].EN, "b coded nothing in: R01.") {
		t.Errorf("%+v", notes)
	}
}

// Three coders: each pair has its own differences and decisions.
func TestThreeCoders(t *testing.T) {
	s := scene(t)
	do(t, s, func(v View) (Command, error) {
		return OpenRound(v, Round{Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", "b", "c"}})
	})
	for _, c := range []Coding{of(t, "a", "R01", 0, 5, "v"), of(t, "c", "R01", 0, 5, "v"), of(t, "b", "R01", 6, 9, "w")} {
		add(t, s, c)
	}
	do(t, s, func(v View) (Command, error) { return ReleaseRound(v, "1") })
	do(t, s, func(v View) (Command, error) { return MergeAgreed(v, "1", "a", "c") })
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 1 {
		t.Errorf("%v", got)
	}
	c := corpusOf(t, s)
	if got, _ := SettlingOf(c, "1", "c", "a"); got.Agreed != 1 || got.Differences != 0 {
		t.Errorf("a and c: %+v", got)
	}
	if got, _ := SettlingOf(c, "1", "", ""); got.Agreed != 0 || slices.Compare(tell(got.Queue), []string{"missed R01 0–5 v by A", "missed R01 6–9 w by B"}) != 0 {
		t.Errorf("a and b: %q", tell(got.Queue))
	}
	in, err := c.InLayer("")
	if err != nil || in.Layer.Consensus != 1 || len(in.Codings) != 1 || in.Codings[0].Coder != ConsensusCoder {
		t.Errorf("%+v %v", in.Layer, err)
	}
}
