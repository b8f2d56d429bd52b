package coding

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Deciding all at once leaves the same records as deciding one by one, whether
// the agreed codings were taken over before or not.
func TestSettleAllIsSettleInTurn(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var work []Coding
		taken := map[content]bool{}
		for range rapid.IntRange(1, 14).Draw(r, "codings") {
			start := rapid.IntRange(0, 12).Draw(r, "start")
			c := of(t, rapid.SampledFrom([]CoderID{"a", "b"}).Draw(r, "coder"), rapid.SampledFrom([]string{"R01", "R02"}).Draw(r, "document"),
				start, start+rapid.IntRange(1, 5).Draw(r, "length"), rapid.SampledFrom([]CodeID{"v", "w", "act.A01"}).Draw(r, "code"))
			key := contentOf(c)
			if key.dyad = "a"; c.Coder == "b" {
				key.dyad = "b"
			}
			if !taken[key] {
				taken[key] = true
				work = append(work, c)
			}
		}
		one, all := double(t, work...), double(t, work...)
		if rapid.Bool().Draw(r, "merged before") {
			for _, s := range []*State{one, all} {
				do(t, s, func(v View) (Command, error) { return MergeAgreed(v, "", "", "") })
			}
		}
		var verdicts []Verdict
		for _, d := range settlingOf(t, one).Queue {
			keep := rapid.SampledFrom([][]CoderID{{"a"}, {"b"}, {"a", "b"}, nil}).Draw(r, "keep")
			verdicts = append(verdicts, Verdict{Difference: d.ID, Keep: keep, By: "a"})
		}
		if len(verdicts) == 0 {
			return
		}
		for _, w := range verdicts {
			do(t, one, func(v View) (Command, error) { return Settle(v, w) })
		}
		do(t, all, func(v View) (Command, error) { return SettleAll(v, verdicts) })
		if got, want := consensusOf(t, all), consensusOf(t, one); !slices.Equal(got, want) {
			r.Errorf("all at once: %v, one by one: %v", got, want)
		}
		a, b := settlingOf(t, one), settlingOf(t, all)
		if len(b.Queue) != 0 || len(b.Done) != len(a.Done) || len(b.Changed) != 0 {
			r.Errorf("all at once: %+v, one by one: %+v", b, a)
		}
		for i := range a.Done {
			if a.Done[i].ID != b.Done[i].ID || len(a.Done[i].Made) != len(b.Done[i].Made) {
				r.Errorf("%+v, want %+v", b.Done[i], a.Done[i])
			}
		}
		do(t, all, func(v View) (Command, error) { return Reopen(v, b.Done[0].ID) })
		if got := settlingOf(t, all); len(got.Queue) != 1 {
			r.Errorf("%d open after taking one back", len(got.Queue))
		}
	})
}

func consensusOf(t testing.TB, s *State) []content {
	t.Helper()
	var out []content
	for _, c := range corpusOf(t, s).Codings {
		if c.Coder == ConsensusCoder {
			out = append(out, contentOf(c))
		}
	}
	return out
}

func TestSettleAllRefuses(t *testing.T) {
	s := double(t, of(t, "a", "R01", 0, 5, "w"), of(t, "b", "R02", 2, 5, "v"))
	q := settlingOf(t, s).Queue
	if len(q) != 2 {
		t.Fatalf("%d differences", len(q))
	}
	good := []Verdict{{Difference: q[0].ID, Keep: []CoderID{"a"}, By: "a"}, {Difference: q[1].ID, Keep: []CoderID{"b"}, By: "a"}}
	for name, w := range map[string][]Verdict{
		"nothing":         nil,
		"no name":         {good[0], {Difference: q[1].ID}},
		"twice the same":  {good[0], good[0]},
		"not there":       {good[0], {Difference: "elders", By: "a"}},
		"somebody else's": {good[0], {Difference: q[1].ID, Keep: []CoderID{"c"}, By: "a"}},
		"two versions":    {{Difference: q[0].ID, Keep: []CoderID{"a"}, Own: []Coding{q[0].A[0]}, By: "a"}},
		"other coders":    {good[0], {Difference: q[1].ID, A: "b", B: "a", By: "a"}},
	} {
		if _, err := SettleAll(s, w); err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
	do(t, s, func(v View) (Command, error) { return SettleAll(v, good) })
	if left := settlingOf(t, s).Queue; len(left) != 0 {
		t.Errorf("%d left", len(left))
	}
}
