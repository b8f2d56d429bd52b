package coding

import (
	"slices"
	"testing"

	"meerzicht/instruments"
)

// A coding that two decisions made goes with the second that is taken back, in
// whichever order.
func TestReopenWhatTwoDecisionsMade(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		s := double(t, of(t, "a", "R01", 0, 3, "w"), of(t, "b", "R01", 5, 8, "act.A01"))
		own := of(t, "", "R01", 2, 6, "v")
		for _, d := range settlingOf(t, s).Queue {
			settle(t, s, Verdict{Difference: d.ID, Own: []Coding{own}})
		}
		done := settlingOf(t, s).Done
		if len(done) != 2 || len(done[0].Made) != 1 || !slices.Equal(done[0].Made, done[1].Made) {
			t.Fatalf("%+v", done)
		}
		for left, i := range order {
			does(t, s, func(v View) (Command, error) { return Reopen(v, done[i].ID) })
			if got := consensusIn(t, s, ConsensusCoder); len(got) != 1-left || left == 0 && got[contentOf(own)] != BySettling {
				t.Errorf("%d taken back: %v", left+1, got)
			}
		}
	}
}

// A decision about a long stretch of one coder and a short one in it holds behind
// the short one too.
func TestDecisionsReachBeyondNestedStretches(t *testing.T) {
	long := of(t, "a", "R01", 0, 12, "v")
	s := double(t, long, of(t, "b", "R01", 2, 4, "v"))
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID})
	do(t, s, func(v View) (Command, error) { return RemoveCodings(v, NewCodingID(long)) })
	for _, k := range []CoderID{"a", "b"} {
		add(t, s, of(t, k, "R01", 6, 9, "v"))
	}
	merge(t, s)
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 0 {
		t.Errorf("neither was decided, but %v stands", got)
	}
	for _, k := range []CoderID{"a", "b"} {
		add(t, s, of(t, k, "R01", 12, 15, "v")) // just behind it
	}
	merge(t, s)
	if got := consensusIn(t, s, ConsensusCoder); len(got) != 1 {
		t.Errorf("what both coded behind the decision: %v", got)
	}
}

// Parts of one coder that split and merge as their codes do are one again.
func TestDecisionsUniteAfterARecode(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 8, "v"), of(t, "a", "R01", 2, 5, "v"), of(t, "a", "R01", 8, 10, "v"), of(t, "b", "R01", 0, 3, "v"))
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"b"}})
	before := onlyDecision(t, s)
	does(t, s, func(v View) (Command, error) {
		return SplitCode(v, "v", []Code{{ID: "v2", Name: instruments.Same("deel"), Codable: true}}, func(c Coding) CodeID {
			if c.Start >= 2 {
				return "v2"
			}
			return "v"
		})
	})
	if d := onlyDecision(t, s); len(d.Found) != 4 || len(d.Codes) != 2 {
		t.Errorf("split: %+v", d)
	}
	quiet(t, s)
	does(t, s, func(v View) (Command, error) { return MergeCodes(v, "v", "v2") })
	if d := onlyDecision(t, s); !slices.Equal(d.Found, before.Found) || !slices.Equal(d.Codes, before.Codes) {
		t.Errorf("%+v, want %+v", d, before)
	}
	quiet(t, s)
}

// In a blind round the work of coders of an earlier one about its documents is
// hidden, that of others is not.
func TestSightOfEarlierRounds(t *testing.T) {
	s := scene(t)
	open(t, s, Round{Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"bram", "carl"}})
	release(t, s, "1")
	open(t, s, Round{Documents: []instruments.DocumentID{"R02"}, Coders: []CoderID{"eva", "fien"}})
	release(t, s, "2")
	for _, k := range []CoderID{"bram", "carl", "eva", "anna"} {
		add(t, s, of(t, k, "R01", 0, 5, "v"))
		add(t, s, of(t, k, "R02", 0, 5, "v"))
	}
	open(t, s, Round{Documents: []instruments.DocumentID{"R01"}, Coders: []CoderID{"anna", "bram"}, Blind: true})
	add(t, s, of(t, "anna", "R01", 0, 5, "v"))
	add(t, s, of(t, "bram", "R01", 0, 5, "v"))
	for who, want := range map[CoderID][]string{
		"anna": {"R01 anna", "R01 eva", "R02 anna", "R02 bram", "R02 carl", "R02 eva"},
		"bram": {"R01 bram", "R01 eva", "R02 anna", "R02 bram", "R02 carl", "R02 eva"},
		"carl": {"R01 carl", "R01 eva", "R02 anna", "R02 bram", "R02 carl", "R02 eva"},
	} {
		c, _ := seen(t, s, who)
		if got := names(c); !slices.Equal(got, want) {
			t.Errorf("%s sees %q, want %q", who, got, want)
		}
		sight, err := SightOf(s, who)
		if err != nil || !sight.Coder(who) || !sight.Coder("eva") || who != "carl" && sight.Coder("carl") {
			t.Errorf("%s: %+v %v", who, sight, err)
		}
	}
}

// What stands when a round opens: documents and lists with a settled consensus,
// be it from before any round, and no others.
func TestWhatStandsWhenARoundOpens(t *testing.T) {
	r := both("R01", "R02")
	r.Lists = true
	for name, test := range map[string]struct {
		work func(s *State)
		want map[string]string
	}{
		"nothing there": {func(*State) {}, nil},
		"from before any round": {func(s *State) {
			add(t, s, of(t, ConsensusCoder, "R01", 0, 5, "v"))
			fill(t, s, activities("consensus", "R02", "A01=genoemd"))
		}, map[string]string{"document/R01": "0", "list/activiteiten/R02": "0"}},
		"a round settled in part": {func(s *State) {
			open(t, s, r)
			for _, k := range []CoderID{"a", "b"} {
				add(t, s, of(t, k, "R01", 0, 5, "v"))
				fill(t, s, activities(string(k), "R01", "A01=genoemd"))
			}
			add(t, s, of(t, "a", "R02", 0, 5, "v"))
			fill(t, s, activities("a", "R02", "A01=genoemd"))
			fill(t, s, activities("b", "R02", "A01=expliciet niet"))
			release(t, s, "1")
			merge(t, s)
		}, map[string]string{"document/R01": "1", "list/activiteiten/R01": "1"}},
		"a round of which nothing was taken over": {func(s *State) {
			open(t, s, r)
			for _, k := range []CoderID{"a", "b"} {
				for _, id := range []string{"R01", "R02"} {
					add(t, s, of(t, k, id, 0, 5, "v"))
					fill(t, s, activities(string(k), id, "A01=genoemd"))
				}
			}
			release(t, s, "1")
		}, nil},
	} {
		s := scene(t)
		for _, id := range []string{"R01", "R02"} {
			doc := *textDocument(id, talk)
			doc.Respondent = instruments.RespondentID(id)
			do(t, s, func(v View) (Command, error) { return PutDocument(v, doc, nil) })
			do(t, s, func(v View) (Command, error) { return PutRespondent(v, instruments.Respondent{ID: doc.Respondent}) })
		}
		test.work(s)
		open(t, s, r)
		rounds, err := All[Round](s, RoundKind)
		now, _ := Latest(rounds)
		if err != nil || len(now.Standing) != len(test.want) {
			t.Errorf("%s: %v stands, want %v (%v)", name, now.Standing, test.want, err)
		}
		for key, want := range test.want {
			if now.Standing[key] != want {
				t.Errorf("%s: %v stands, want %v", name, now.Standing, test.want)
			}
		}
	}
}
