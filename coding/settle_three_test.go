package coding

import (
	"maps"
	"slices"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

var threePairs = [][2]CoderID{{"a", "b"}, {"a", "c"}, {"b", "c"}}

// three is a released round of a, b and c over R01 and its lists.
func three(t testing.TB, codings []Coding, fillings ...instruments.Filling) *State {
	t.Helper()
	s := scene(t)
	doc := *textDocument("R01", talk)
	doc.Respondent = "R01"
	do(t, s, func(v View) (Command, error) { return PutDocument(v, doc, nil) })
	do(t, s, func(v View) (Command, error) { return PutRespondent(v, instruments.Respondent{ID: "R01"}) })
	open(t, s, Round{Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"a", "b", "c"}, Lists: true})
	for _, c := range codings {
		add(t, s, c)
	}
	for _, f := range fillings {
		fill(t, s, f)
	}
	release(t, s, "1")
	return s
}

func mergePair(t testing.TB, s *State, pair [2]CoderID) {
	t.Helper()
	does(t, s, func(v View) (Command, error) { return MergeAgreed(v, "1", pair[0], pair[1]) })
}

func settlingBy(t testing.TB, s *State, pair [2]CoderID) Settling {
	t.Helper()
	got, err := SettlingOf(corpusOf(t, s), "1", pair[0], pair[1])
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// What the first pair decided and took over stands when another pair is merged,
// also where those two agree otherwise.
func TestAnotherPairOverwritesNoDecision(t *testing.T) {
	s := three(t, []Coding{
		of(t, "a", "R01", 0, 3, "w"), of(t, "b", "R01", 0, 3, "w"), // of a and b
		of(t, "a", "R01", 4, 9, "v"), of(t, "c", "R01", 4, 9, "v"), // of a and c; neither is decided
		of(t, "b", "R01", 10, 12, "v"), // kept
	})
	ab, ac := threePairs[0], threePairs[1]
	mergePair(t, s, ab)
	q := settlingBy(t, s, ab).Queue
	if len(q) != 2 {
		t.Fatalf("%q", tell(q))
	}
	settle(t, s, Verdict{Difference: q[0].ID})
	settle(t, s, Verdict{Difference: q[1].ID, Keep: []CoderID{"b"}})
	before, done := consensusIn(t, s, ConsensusCoder), settlingBy(t, s, ab).Done
	want := map[content]string{contentOf(of(t, "", "R01", 0, 3, "w")): ByAgreement, contentOf(of(t, "", "R01", 10, 12, "v")): BySettling}
	if !maps.Equal(before, want) {
		t.Fatalf("%v, want %v", before, want)
	}
	mergePair(t, s, ac)
	if got := consensusIn(t, s, ConsensusCoder); !maps.Equal(got, before) {
		t.Errorf("%v became %v", before, got)
	}
	if now := settlingBy(t, s, ab).Done; len(now) != len(done) || now[0].ID != done[0].ID || now[1].ID != done[1].ID {
		t.Errorf("%+v became %+v", done, now)
	}
	if q := settlingBy(t, s, ac).Queue; len(q) != 1 || told(q[0]) != "missed R01 0–3 w by A" {
		t.Errorf("a and c are asked %q", tell(q)) // not about what a and b decided
	}
	in, err := corpusOf(t, s).InLayer("")
	if err != nil || in.Layer.Consensus != 1 || in.Layer.First != 0 {
		t.Errorf("%+v %v", in.Layer, err)
	}
	does(t, s, func(v View) (Command, error) { return RemoveCodings(v, NewCodingID(of(t, "b", "R01", 0, 3, "w"))) })
	mergePair(t, s, ac)
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 1 {
		t.Errorf("nobody agrees on w any more: %v", got)
	}
}

// A list that one pair settled stays when another pair has something open, and
// goes when nobody stands for it any more.
func TestAnotherPairLeavesTheList(t *testing.T) {
	s := three(t, nil, activities("a", "R01", "A01=genoemd", "A02=genoemd"), activities("b", "R01", "A01=genoemd", "A02=expliciet niet"), activities("c", "R01", "A01=expliciet niet", "A02=genoemd"))
	ab, ac := threePairs[0], threePairs[1]
	settle(t, s, Verdict{Difference: settlingBy(t, s, ab).Queue[0].ID, Keep: []CoderID{"b"}})
	want := map[string]string{"A01": "genoemd", "A02": "expliciet niet"}
	check := func(when string) {
		t.Helper()
		if f, ok := consensusList(t, s, instruments.ActivityFilling, "R01"); !ok || !maps.Equal(states(f), want) {
			t.Errorf("%s: %v, want %v", when, states(f), want)
		}
	}
	check("settled")
	mergePair(t, s, ac)
	check("a and c differ on A01")
	settle(t, s, Verdict{A: "a", B: "c", Difference: settlingBy(t, s, ac).Queue[0].ID, Keep: []CoderID{"c"}})
	want["A01"] = "expliciet niet" // decided last; that about A02 holds
	check("decided by a and c")
	does(t, s, func(v View) (Command, error) { return Reopen(v, settlingBy(t, s, ac).Done[0].ID) })
	mergePair(t, s, ab)
	want["A01"] = "genoemd"
	check("taken back")
	fill(t, s, activities("a", "R01", "A01=niet besproken"))
	mergePair(t, s, ac)
	if f, ok := consensusList(t, s, instruments.ActivityFilling, "R01"); ok {
		t.Errorf("nobody stands for %v", states(f))
	}
}

// Merging every pair takes over what two or more have, in whatever order.
func TestPairsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := three(t, nil)
		for range rapid.IntRange(0, 12).Draw(r, "codings") {
			start := rapid.IntRange(0, 6).Draw(r, "start")
			c := of(t, rapid.SampledFrom([]CoderID{"a", "b", "c"}).Draw(r, "coder"), "R01", start, start+rapid.IntRange(1, 3).Draw(r, "length"), rapid.SampledFrom([]CodeID{"v", "w"}).Draw(r, "code"))
			if cmd, err := AddCodings(s, c); err == nil {
				if err := s.Apply(cmd); err != nil {
					r.Fatal(err)
				}
			}
		}
		want := map[content]string{}
		all := corpusOf(t, s).Codings
		for _, pair := range threePairs {
			agreed, _ := Compare(by(all, pair[0]), by(all, pair[1]), 0)
			for _, p := range agreed {
				want[contentOf(p.A)] = ByAgreement
			}
		}
		for _, pair := range rapid.Permutation(append(slices.Clone(threePairs), threePairs[0])).Draw(r, "order") {
			mergePair(t, s, pair)
		}
		if got := consensusIn(t, s, ConsensusCoder); !maps.Equal(got, want) {
			r.Fatalf("%v, want %v", got, want)
		}
	})
}

// Of what any two agree on, taking it out of the consensus is a decision.
func TestRemovingWhatAnotherPairAgreesOn(t *testing.T) {
	s := three(t, []Coding{of(t, "b", "R01", 0, 3, "w"), of(t, "c", "R01", 0, 3, "w")})
	mergePair(t, s, threePairs[2])
	does(t, s, func(v View) (Command, error) { return RemoveCodings(v, standing(t, s, of(t, "", "R01", 0, 3, "w")).ID) })
	if one := onlyDecision(t, s); !slices.Equal(one.Coders, []CoderID{"b", "c"}) {
		t.Errorf("%+v", one)
	}
	for _, pair := range threePairs {
		mergePair(t, s, pair)
	}
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 0 {
		t.Errorf("came back: %v", got)
	}
}

// Taking a decision back leaves what another pair agrees on by now.
func TestReopenLeavesWhatAnotherPairAgreesOn(t *testing.T) {
	s := three(t, []Coding{of(t, "a", "R01", 0, 3, "w")})
	settle(t, s, Verdict{Difference: settlingBy(t, s, threePairs[0]).Queue[0].ID, Keep: []CoderID{"a"}})
	add(t, s, of(t, "c", "R01", 0, 3, "w"))
	does(t, s, func(v View) (Command, error) { return Reopen(v, onlyDecision(t, s).ID) })
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 1 || got[contentOf(of(t, "", "R01", 0, 3, "w"))] != ByAgreement {
		t.Errorf("%v", got)
	}
}
