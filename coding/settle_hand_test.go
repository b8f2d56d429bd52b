package coding

import (
	"maps"
	"slices"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// standing is the coding of the consensus with that content.
func standing(t testing.TB, s *State, like Coding) Coding {
	t.Helper()
	for _, c := range corpusOf(t, s).Codings {
		if c.Coder == ConsensusCoder && contentOf(c) == contentOf(like) {
			return c
		}
	}
	t.Fatalf("%+v does not stand in the consensus", like)
	return Coding{}
}

// agreedOn is a released round in which both coded v on R01 0–5, taken over.
func agreedOn(t testing.TB) (*State, Coding) {
	t.Helper()
	s := double(t, of(t, "a", "R01", 0, 5, "v"), of(t, "b", "R01", 0, 5, "v"))
	merge(t, s)
	return s, standing(t, s, of(t, "", "R01", 0, 5, "v"))
}

// What both agree on and a person took out of the consensus does not come back,
// until the decision is taken back.
func TestRemovingFromTheConsensusIsADecision(t *testing.T) {
	s, c := agreedOn(t)
	does(t, s, func(v View) (Command, error) { return RemoveCodings(v, c.ID) })
	one := onlyDecision(t, s)
	want := []Part{{Coder: "a", Code: "v", End: 5}, {Coder: "b", Code: "v", End: 5}}
	if one.Round != "1" || len(one.Keep)+len(one.Made) != 0 || one.Own || !slices.Equal(one.Found, want) || !slices.Equal(one.Coders, []CoderID{"a", "b"}) || one.By != ConsensusCoder {
		t.Errorf("%+v", one)
	}
	merge(t, s)
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 0 {
		t.Errorf("came back: %v", got)
	}
	quiet(t, s)
	in, err := corpusOf(t, s).InLayer("")
	if err != nil || in.Layer.First != 0 || len(in.Codings) != 0 {
		t.Errorf("%+v %v", in.Layer, err)
	}
	does(t, s, func(v View) (Command, error) { return Reopen(v, one.ID) })
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 1 || got[contentOf(c)] != ByAgreement {
		t.Errorf("taken back: %v", got)
	}
}

// The decision is about what the coders had: when they change it, it is listed.
func TestRemovalFromTheConsensusTellsOfChanges(t *testing.T) {
	s, c := agreedOn(t)
	does(t, s, func(v View) (Command, error) { return RemoveCodings(v, c.ID) })
	does(t, s, func(v View) (Command, error) { return RemoveCodings(v, NewCodingID(of(t, "b", "R01", 0, 5, "v"))) })
	if got := settlingOf(t, s); len(got.Changed) != 1 || len(got.Queue) != 0 {
		t.Errorf("%d changed, %d open", len(got.Changed), len(got.Queue))
	}
}

// Where there is nothing to decide about, taking away decides nothing.
func TestRemovingDecidesNoMoreThanNeeded(t *testing.T) {
	for name, act := range map[string]func(*testing.T, *State, Coding) []CodingID{
		"a coder's own": func(t *testing.T, _ *State, _ Coding) []CodingID {
			return []CodingID{NewCodingID(of(t, "a", "R01", 0, 5, "v"))}
		},
		"with what the coders had": func(t *testing.T, _ *State, c Coding) []CodingID {
			return []CodingID{c.ID, NewCodingID(of(t, "a", "R01", 0, 5, "v")), NewCodingID(of(t, "b", "R01", 0, 5, "v"))}
		},
		"agreed no longer": func(t *testing.T, s *State, c Coding) []CodingID {
			does(t, s, func(v View) (Command, error) { return RemoveCodings(v, NewCodingID(of(t, "b", "R01", 0, 5, "v"))) })
			return []CodingID{c.ID}
		},
		"a person's beside it": func(t *testing.T, s *State, _ Coding) []CodingID {
			return []CodingID{add(t, s, of(t, ConsensusCoder, "R01", 6, 9, "v")).ID}
		},
		"put by": func(t *testing.T, s *State, _ Coding) []CodingID {
			open(t, s, both("R01"))
			return []CodingID{NewCodingID(of(t, "consensus-1", "R01", 0, 5, "v"))}
		},
		"while a round is open": func(t *testing.T, s *State, _ Coding) []CodingID {
			open(t, s, both("R01"))
			add(t, s, of(t, "a", "R01", 0, 5, "v"))
			add(t, s, of(t, "b", "R01", 0, 5, "v"))
			return []CodingID{add(t, s, of(t, ConsensusCoder, "R01", 0, 5, "v")).ID}
		},
	} {
		s, c := agreedOn(t)
		ids := act(t, s, c)
		does(t, s, func(v View) (Command, error) { return RemoveCodings(v, ids...) })
		if all, err := All[Settlement](s, SettlementKind); err != nil || len(all) != 0 {
			t.Errorf("%s: %+v %v", name, all, err)
		}
	}
	s := scene(t)
	c := add(t, s, of(t, ConsensusCoder, "R01", 0, 5, "v"))
	cmd, err := RemoveCodings(s, c.ID)
	if err != nil || len(cmd.Changes) != 1 {
		t.Errorf("without rounds: %+v %v", cmd.Changes, err)
	}
}

// A decision whose codings a person takes out of the consensus says so: a version
// of its own while some are left, then neither's.
func TestRemovingWhatADecisionMade(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 8, "act.A01"), of(t, "b", "R01", 0, 6, "act.A02"))
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"a", "b"}})
	for i, c := range []Coding{of(t, "", "R01", 0, 8, "act.A01"), of(t, "", "R01", 0, 6, "act.A02")} {
		does(t, s, func(v View) (Command, error) { return RemoveCodings(v, standing(t, s, c).ID) })
		if one := onlyDecision(t, s); len(one.Keep) != 0 || one.Own != (i == 0) || len(one.Made) != 1-i || one.By != "a" {
			t.Errorf("after %d: %+v", i+1, one)
		}
		merge(t, s)
		if got := consensusIn(t, s, ConsensusCoder); len(got) != 1-i {
			t.Errorf("after %d: %v", i+1, got)
		}
	}
	quiet(t, s)
}

// A coding of the consensus that a person made longer or shorter stays so; taking
// the decision back restores what was agreed.
func TestResizingTheConsensusIsADecision(t *testing.T) {
	s, c := agreedOn(t)
	does(t, s, func(v View) (Command, error) { return ResizeCoding(v, c.ID, span(t, "R01", 2, 7)) })
	own := map[content]string{contentOf(of(t, "", "R01", 2, 7, "v")): BySettling}
	for _, k := range []CoderID{"", "b"} { // as it is, and after b changed the work
		if k != "" {
			does(t, s, func(v View) (Command, error) { return RemoveCodings(v, NewCodingID(of(t, k, "R01", 0, 5, "v"))) })
			add(t, s, of(t, k, "R01", 0, 4, "v"))
		}
		merge(t, s)
		if got := consensusIn(t, s, ConsensusCoder); !maps.Equal(got, own) {
			t.Fatalf("%v, want %v", got, own)
		}
	}
	if one := onlyDecision(t, s); !one.Own || !slices.Equal(one.Made, []CodingID{c.ID}) || one.Start != 0 || one.End != 5 {
		t.Errorf("%+v", one)
	}
	does(t, s, func(v View) (Command, error) { return ResizeCoding(v, c.ID, span(t, "R01", 2, 9)) })
	does(t, s, func(v View) (Command, error) { return Reopen(v, onlyDecision(t, s).ID) })
	if got := settlingOf(t, s); len(consensusIn(t, s, ConsensusCoder)) != 0 || len(got.Queue) != 1 || got.Queue[0].Type != Boundary {
		t.Errorf("taken back: %q", tell(got.Queue))
	}
}

// Giving one of the consensus another code, by taking it away and adding the other
// in one command, is as much a decision.
func TestRecodingTheConsensusIsADecision(t *testing.T) {
	s, c := agreedOn(t)
	does(t, s, func(v View) (Command, error) {
		cmd, err := RemoveCodings(v, c.ID)
		if err != nil {
			return cmd, err
		}
		put, err := AddCodings(v, of(t, ConsensusCoder, "R01", 0, 5, "w"))
		cmd.Changes = append(cmd.Changes, put.Changes...)
		return cmd, err
	})
	quiet(t, s)
	want := map[content]string{contentOf(of(t, "", "R01", 0, 5, "w")): ByHand}
	if got := consensusIn(t, s, ConsensusCoder); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A coding that a person made in the consensus stays a person's, also when coders
// agree on its first stretch.
func TestResizingAPersonsCoding(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "v"), of(t, "b", "R01", 0, 5, "v"))
	c := add(t, s, of(t, ConsensusCoder, "R01", 0, 5, "v"))
	does(t, s, func(v View) (Command, error) { return ResizeCoding(v, c.ID, span(t, "R01", 2, 7)) })
	merge(t, s)
	one := onlyDecision(t, s)
	want := map[content]string{contentOf(of(t, "", "R01", 2, 7, "v")): ByHand}
	if got := consensusIn(t, s, ConsensusCoder); !maps.Equal(got, want) || !one.Own || len(one.Made) != 0 {
		t.Errorf("%v by %+v, want %v", got, one, want)
	}
	does(t, s, func(v View) (Command, error) { return Reopen(v, one.ID) })
	want[contentOf(of(t, "", "R01", 0, 5, "v"))] = ByAgreement
	if got := consensusIn(t, s, ConsensusCoder); !maps.Equal(got, want) {
		t.Errorf("taken back: %v, want %v", got, want)
	}
}

func TestResizingWhatADecisionMade(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 8, "v"), of(t, "b", "R01", 0, 6, "v"))
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"a"}})
	c := standing(t, s, of(t, "", "R01", 0, 8, "v"))
	same, err := ResizeCoding(s, c.ID, c.Segment)
	if same, _ := same.Normal(); err != nil || len(same.Changes) != 0 {
		t.Errorf("the same stretch: %+v %v", same.Changes, err)
	}
	does(t, s, func(v View) (Command, error) { return ResizeCoding(v, c.ID, span(t, "R01", 0, 7)) })
	if one := onlyDecision(t, s); !one.Own || len(one.Keep) != 0 || !slices.Equal(one.Made, []CodingID{c.ID}) {
		t.Errorf("%+v", one)
	}
	quiet(t, s)
	does(t, s, func(v View) (Command, error) { return Reopen(v, onlyDecision(t, s).ID) })
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// A new decision never takes the place of one that a split left with other codes.
func TestDecisionsKeepTheirRecords(t *testing.T) {
	s, c := agreedOn(t)
	does(t, s, func(v View) (Command, error) { return RemoveCodings(v, c.ID) })
	does(t, s, func(v View) (Command, error) {
		return SplitCode(v, "v", []Code{{ID: "v2", Name: instruments.Same("deel"), Codable: true}}, func(Coding) CodeID { return "v2" })
	})
	again := of(t, "a", "R01", 0, 5, "v")
	again.ID = "again" // the split coding has the usual one
	add(t, s, again)
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"a"}})
	all, err := All[Settlement](s, SettlementKind)
	if err != nil || len(all) != 2 || all[0].Difference != all[1].Difference || all[0].Codes[0] == all[1].Codes[0] {
		t.Errorf("%+v %v", all, err)
	}
}

// Whatever a person does to the consensus, merging again changes nothing of it,
// and every step can be taken back.
func TestHandworkSurvivesMerging(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := double(t)
		busy(t, r, s)
		merge(t, s)
		for _, d := range settlingOf(t, s).Queue {
			if rapid.Bool().Draw(r, "decide") {
				settle(t, s, Verdict{Difference: d.ID, Keep: rapid.SampledFrom([][]CoderID{nil, {"a"}, {"a", "b"}}).Draw(r, "keep")})
			}
		}
		merge(t, s)
		before := settlingOf(t, s)
		for _, c := range by(corpusOf(t, s).Codings, ConsensusCoder) {
			switch rapid.IntRange(0, 2).Draw(r, "act") {
			case 0:
				does(t, s, func(v View) (Command, error) { return RemoveCodings(v, c.ID) })
			case 1:
				does(t, s, func(v View) (Command, error) {
					return ResizeCoding(v, c.ID, span(t, string(c.Document), c.Start, c.End+rapid.IntRange(1, 3).Draw(r, "longer")))
				})
			}
		}
		now := corpusOf(t, s)
		cmd, err := MergeAgreed(s, "", "", "")
		if cmd, _ := cmd.Normal(); err != nil || len(cmd.Changes) != 0 {
			r.Fatalf("merging changes %+v (%v)", cmd.Changes, err)
		}
		after := settlingOf(t, s)
		if !slices.Equal(tell(after.Queue), tell(before.Queue)) || len(after.Changed) != len(before.Changed) || after.Agreed != before.Agreed {
			r.Fatalf("open %q, then %q", tell(before.Queue), tell(after.Queue))
		}
		for _, d := range now.Settlements {
			for _, id := range d.Made {
				if _, ok, _ := Find[Coding](s, CodingKind, string(id)); !ok {
					r.Fatalf("a decision made %s, which is not there", id)
				}
			}
		}
	})
}
