package coding

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"meerzicht/instruments"
)

func open(t testing.TB, s *State, r Round) Command {
	t.Helper()
	return do(t, s, func(v View) (Command, error) { return OpenRound(v, r) })
}

func release(t testing.TB, s *State, id string) {
	t.Helper()
	do(t, s, func(v View) (Command, error) { return ReleaseRound(v, id) })
}

func merge(t testing.TB, s *State) {
	t.Helper()
	do(t, s, func(v View) (Command, error) { return MergeAgreed(v, "", "", "") })
}

func settle(t testing.TB, s *State, w Verdict) {
	t.Helper()
	w.By = "a"
	do(t, s, func(v View) (Command, error) { return Settle(v, w) })
}

func fill(t testing.TB, s *State, f instruments.Filling) {
	t.Helper()
	do(t, s, func(v View) (Command, error) { return PutFilling(v, f) })
}

// both is a round of a and b over documents.
func both(documents ...instruments.DocumentID) Round {
	return Round{Documents: documents, Coders: []CoderID{"a", "b"}}
}

func TestOpenRound(t *testing.T) {
	s := scene(t)
	kept := add(t, s, of(t, "a", "R01", 0, 5, "v"))
	cmd := open(t, s, Round{Documents: []instruments.DocumentID{"R02", "R01"}, Coders: []CoderID{"b", "a"}, Lists: true, Blind: true, Released: true})
	r, _, _ := Find[Round](s, RoundKind, "1")
	if cmd.Type != "round.open" || r.Released || !r.Blind || !r.Lists || !r.Has("R02") || r.Has("R03") || !r.Of("a") || r.Of("c") {
		t.Errorf("%s %+v", cmd.Type, r)
	}
	if _, ok, _ := s.Record(CodingKind, string(kept.ID)); !ok {
		t.Error("the first round took a coding away")
	}
	for _, k := range []string{"a", "b"} {
		if _, ok, _ := s.Record(CoderKind, k); !ok {
			t.Errorf("coder %s was not made", k)
		}
	}
}

func TestOpenRoundRefuses(t *testing.T) {
	s := scene(t)
	for name, r := range map[string]Round{
		"no documents":     {Coders: []CoderID{"a", "b"}},
		"no coders":        {Documents: []instruments.DocumentID{"R01"}},
		"one coder":        {Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a"}},
		"one coder twice":  {Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", "a"}},
		"a nameless coder": {Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", ""}},
		"the lexicon":      {Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", LexiconCoder}},
		"the consensus":    {Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", ConsensusOf("1")}},
		"unknown document": both("R01", "R09"),
		"document twice":   both("R01", "R02", "R01"),
		"another number":   {ID: "2", Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", "b"}},
	} {
		cmd, err := OpenRound(s, r)
		refused(t, name, cmd, err)
	}
	open(t, s, both("R01"))
	cmd, err := OpenRound(s, both("R02"))
	refused(t, "one is still open", cmd, err)
	cmd, err = ReleaseRound(s, "2")
	refused(t, "release unknown", cmd, err)
	release(t, s, "1")
	cmd, err = ReleaseRound(s, "1")
	refused(t, "release twice", cmd, err)
}

func TestRoundNumbers(t *testing.T) {
	s := scene(t)
	for range 11 {
		open(t, s, both("R01"))
		rounds, err := All[Round](s, RoundKind)
		if err != nil {
			t.Fatal(err)
		}
		last, _ := Latest(rounds)
		release(t, s, last.ID)
	}
	if _, ok, _ := s.Record(RoundKind, "11"); !ok {
		t.Error("there is no round 11")
	}
	if _, ok := Latest(nil); ok {
		t.Error("a latest round of none")
	}
}

func TestCoderKinds(t *testing.T) {
	for id, want := range map[CoderID][2]bool{ // person, consensus
		"anna": {true, false}, "lexicon": {}, "consensus": {false, true}, "consensus-0": {false, true}, ConsensusOf("12"): {false, true},
		"consensus-anna": {true, false}, "consensus-": {true, false}, "": {},
	} {
		if id.Person() != want[0] || id.Consensus() != want[1] {
			t.Errorf("%q: person %v, consensus %v", id, id.Person(), id.Consensus())
		}
	}
}

// twice is a study with a first round over R01 and R02, of which R01 is settled
// and R02 is not, a third coder's work, and a memo on a coding of the consensus.
func twice(t *testing.T) *State {
	t.Helper()
	s := double(t,
		of(t, "a", "R01", 0, 5, "v"), of(t, "b", "R01", 0, 5, "v"), of(t, "a", "R01", 8, 10, "w"),
		of(t, "a", "R02", 0, 5, "v"), of(t, "b", "R02", 0, 5, "v"), of(t, "b", "R02", 8, 10, "w"),
		of(t, "c", "R01", 2, 4, "act.A01"), of(t, LexiconCoder, "R01", 2, 4, "act.A02"))
	merge(t, s)
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"a"}})
	do(t, s, func(v View) (Command, error) { return SetProgress(v, Progress{"R01", "a", Done}) })
	kept := of(t, ConsensusCoder, "R01", 0, 5, "v")
	do(t, s, func(v View) (Command, error) {
		return SetMemo(v, Memo{ID: "m2", Target: "coding/" + string(NewCodingID(kept)), Text: "bij de consensus"})
	})
	return s
}

// A second round over the same documents starts afresh: the coders' work goes,
// others' stays, and the consensus is put by with what refers to it.
func TestSecondRoundStartsAfresh(t *testing.T) {
	s := twice(t)
	cmd, err := OpenRound(s, both("R01", "R02"))
	if err != nil {
		t.Fatal(err)
	}
	unchanged(t, s, cmd)
	if err := s.Apply(cmd); err != nil {
		t.Fatal(err)
	}
	var left []CoderID
	for _, c := range corpusOf(t, s).Codings {
		if c.Coder != "consensus-1" {
			left = append(left, c.Coder)
		}
	}
	if slices.Sort(left); !slices.Equal(left, []CoderID{"c", LexiconCoder}) {
		t.Errorf("left of %q", left)
	}
	want := map[content]string{
		contentOf(of(t, "", "R01", 0, 5, "v")): ByAgreement, contentOf(of(t, "", "R01", 8, 10, "w")): BySettling, contentOf(of(t, "", "R02", 0, 5, "v")): ByAgreement,
	}
	if got := consensusIn(t, s, "consensus-1"); !maps.Equal(got, want) {
		t.Errorf("put by: %v, want %v", got, want)
	}
	r, _, _ := Find[Round](s, RoundKind, "2")
	if want := map[string]string{"document/R01": "1"}; !maps.Equal(r.Standing, want) {
		t.Errorf("standing %v, want %v: R02 was not settled", r.Standing, want)
	}
	if _, ok, _ := s.Record(ProgressKind, "R01/a"); ok {
		t.Error("a is still done with R01")
	}
	moved := of(t, "consensus-1", "R01", 0, 5, "v")
	if m, _, _ := Find[Memo](s, MemoKind, "m2"); m.Target != "coding/"+string(NewCodingID(moved)) {
		t.Errorf("the memo is on %s", m.Target)
	}
	done, err := All[Settlement](s, SettlementKind)
	if err != nil || len(done) != 1 || len(done[0].Made) != 1 {
		t.Fatalf("%+v %v", done, err)
	}
	if c, ok, _ := Find[Coding](s, CodingKind, string(done[0].Made[0])); !ok || c.Coder != "consensus-1" {
		t.Errorf("the decision made %+v", c)
	}
	back, err := Reopen(s, done[0].ID)
	refused(t, "a decision of the round before", back, err)
}

// Documents that no round had keep the work on them.
func TestSecondRoundOverOtherDocuments(t *testing.T) {
	s := scene(t)
	open(t, s, both("R01"))
	one, other := add(t, s, of(t, "a", "R01", 0, 5, "v")), add(t, s, of(t, "a", "R02", 0, 5, "v"))
	release(t, s, "1")
	open(t, s, both("R01", "R02"))
	for id, want := range map[CodingID]bool{one.ID: false, other.ID: true} {
		if _, ok, _ := s.Record(CodingKind, string(id)); ok != want {
			t.Errorf("%s: %v", id, ok)
		}
	}
}

// The consensus of round 1 counts until round 2 is settled, document by document,
// and then round 2's does; a document that never was settled falls back to the
// first coder.
func TestLayersThroughTwoRounds(t *testing.T) {
	s := twice(t)
	expect := func(when string, consensus, earlier, first int, want map[instruments.DocumentID][]CoderID) {
		t.Helper()
		in, err := corpusOf(t, s).InLayer("")
		if err != nil {
			t.Fatal(err)
		}
		l := in.Layer
		if l.Consensus != consensus || l.Earlier != earlier || l.First != first || len(l.Unsettled) != first {
			t.Errorf("%s: %+v", when, l)
		}
		for id, coders := range want {
			var got []CoderID
			for _, c := range in.Codings {
				if c.Document == id && !slices.Contains(got, c.Coder) {
					got = append(got, c.Coder)
				}
			}
			if slices.Sort(got); !slices.Equal(got, coders) {
				t.Errorf("%s: in %s %q count, want %q", when, id, got, coders)
			}
		}
	}
	before := settlingOf(t, s)
	expect("round 1", 1, 0, 1, map[instruments.DocumentID][]CoderID{"R01": {"c", ConsensusCoder, LexiconCoder}, "R02": {"a"}})
	open(t, s, both("R01", "R02"))
	expect("round 2 is open", 1, 1, 0, map[instruments.DocumentID][]CoderID{"R01": {"c", "consensus-1", LexiconCoder}, "R02": nil})
	for _, c := range []Coding{of(t, "a", "R01", 0, 5, "v"), of(t, "b", "R01", 0, 6, "v"), of(t, "b", "R02", 0, 5, "v")} {
		add(t, s, c)
	}
	release(t, s, "2")
	merge(t, s)
	expect("round 2 is released", 1, 1, 1, map[instruments.DocumentID][]CoderID{"R01": {"c", "consensus-1", LexiconCoder}, "R02": {"b"}})
	q := settlingOf(t, s).Queue
	settle(t, s, Verdict{Difference: q[0].ID, Keep: []CoderID{"b"}})
	expect("R01 is settled", 1, 0, 1, map[instruments.DocumentID][]CoderID{"R01": {"c", ConsensusCoder, LexiconCoder}, "R02": {"b"}})
	settle(t, s, Verdict{Difference: q[1].ID})
	expect("neither in R02", 2, 0, 0, map[instruments.DocumentID][]CoderID{"R02": nil})
	if got, err := corpusOf(t, s).InLayer("consensus-1"); err != nil || len(got.Codings) != 4 { // 3 put by, 1 of the lexicon
		t.Errorf("layer of round 1: %d codings, %v", len(got.Codings), err)
	}
	for range 2 {
		if n := len(settlingOf(t, s).Done); n != 2 {
			t.Errorf("%d decisions of round 2", n)
		}
	}
	if old, err := SettlingOf(corpusOf(t, s), "1", "", ""); err != nil || len(old.Done) != 1 || old.Agreed != before.Agreed || old.Differences != 2 || old.Settled != 1 {
		t.Errorf("round 1: %+v %v, before %+v", old, err, before)
	}
}

// A third round while the second is not settled: the first's consensus goes on
// counting.
func TestStandingIsHandedOn(t *testing.T) {
	s := twice(t)
	open(t, s, both("R01"))
	add(t, s, of(t, "a", "R01", 0, 5, "v"))
	release(t, s, "2")
	open(t, s, both("R01"))
	r, _, _ := Find[Round](s, RoundKind, "3")
	if r.Standing["document/R01"] != "1" {
		t.Errorf("%+v", r)
	}
	in, err := corpusOf(t, s).InLayer("")
	if err != nil || in.Layer.Earlier != 1 {
		t.Errorf("%+v %v", in.Layer, err)
	}
}

// A consensus from before any round is put by as that of round 0.
func TestConsensusFromBeforeRounds(t *testing.T) {
	s := scene(t)
	add(t, s, of(t, ConsensusCoder, "R01", 0, 5, "v"))
	in, err := corpusOf(t, s).InLayer("")
	if err != nil || in.Layer.Consensus != 1 {
		t.Fatalf("%+v %v", in.Layer, err)
	}
	open(t, s, both("R01"))
	if got := consensusIn(t, s, "consensus-0"); len(got) != 1 {
		t.Errorf("%v", got)
	}
	in, err = corpusOf(t, s).InLayer("")
	if err != nil || in.Layer.Earlier != 1 || len(in.Codings) != 1 {
		t.Errorf("%+v %v", in.Layer, err)
	}
}

// Rounds, settling and taking back pass on that the study cannot be read.
func TestRoundCommandsPassReadErrorsOn(t *testing.T) {
	v := View(brokenView{})
	for what, make := range map[string]func() (Command, error){
		"OpenRound":    func() (Command, error) { return OpenRound(v, both("R01")) },
		"ReleaseRound": func() (Command, error) { return ReleaseRound(v, "1") },
		"MergeAgreed":  func() (Command, error) { return MergeAgreed(v, "", "", "") },
		"Settle":       func() (Command, error) { return Settle(v, Verdict{By: "a"}) },
		"Reopen":       func() (Command, error) { return Reopen(v, "1") },
		"SightOf":      func() (Command, error) { _, err := SightOf(v, "a"); return Command{}, err },
	} {
		if _, err := make(); !errors.Is(err, errDisk) {
			t.Errorf("%s: %v, want the error of the disk", what, err)
		}
	}
}
