package coding

import (
	"testing"

	"meerzicht/instruments"
)

// What a round counted stays when later rounds take part of its documents, then
// all of them: for every pair of its coders, and taken back with the opening.
// What is settled in between in the rest is added.
func TestEarlierRoundKeepsItsCounts(t *testing.T) {
	s := scene(t)
	r := Round{Documents: []instruments.DocumentID{"R01", "R02"}, Coders: []CoderID{"a", "b", "c"}}
	open(t, s, r)
	for _, c := range []Coding{
		of(t, "a", "R01", 0, 5, "v"), of(t, "b", "R01", 0, 5, "v"), of(t, "a", "R01", 8, 10, "w"),
		of(t, "a", "R02", 0, 5, "v"), of(t, "b", "R02", 6, 8, "w"), of(t, "c", "R02", 6, 8, "w"),
	} {
		add(t, s, c)
	}
	do(t, s, func(v View) (Command, error) {
		return SetProgress(v, Progress{Document: "R01", Coder: "a", State: Done})
	})
	release(t, s, "1")
	merge(t, s)
	settle(t, s, Verdict{Difference: settlingOf(t, s).Queue[0].ID, Keep: []CoderID{"a"}})
	type counts struct{ agreed, differences, settled int }
	now := func(a, b CoderID) counts {
		t.Helper()
		got, err := SettlingOf(corpusOf(t, s), "1", a, b)
		if err != nil || got.Differences-got.Settled != len(got.Queue)+got.Past.Differences-got.Past.Settled {
			t.Fatalf("%+v %v", got, err)
		}
		return counts{got.Agreed, got.Differences, got.Settled}
	}
	want := map[[2]CoderID]counts{{"a", "b"}: {1, 3, 1}, {"b", "c"}: {1, 1, 0}, {"c", "a"}: {0, 4, 1}}
	check := func(when string) {
		t.Helper()
		for pair, w := range want {
			if got := now(pair[0], pair[1]); got != w {
				t.Errorf("%s: %s and %s %+v, want %+v", when, pair[0], pair[1], got, w)
			}
		}
	}
	check("released")
	cmd, err := OpenRound(s, both("R01"))
	if err != nil {
		t.Fatal(err)
	}
	unchanged(t, s, cmd)
	do(t, s, func(View) (Command, error) { return cmd, nil })
	check("round 2 has R01")
	add(t, s, of(t, "a", "R01", 0, 4, "w"))
	release(t, s, "2")
	check("round 2 is released")
	left, err := SettlingOf(corpusOf(t, s), "1", "a", "b")
	if err != nil || len(left.Queue) != 2 {
		t.Fatalf("%d left in R02, %v", len(left.Queue), err)
	}
	settle(t, s, Verdict{Round: "1", A: "a", B: "b", Difference: left.Queue[0].ID})
	want[[2]CoderID{"a", "b"}] = counts{1, 3, 2}
	want[[2]CoderID{"c", "a"}] = counts{0, 4, 2} // the same stretch of a
	check("settled in R02 since")
	open(t, s, both("R01", "R02"))
	check("round 3 has all")
	release(t, s, "3")
	check("round 3 is released")
	first, _, _ := Find[Round](s, RoundKind, "1")
	for k, w := range map[CoderID]PastWork{"a": {"a", 3, 1}, "b": {"b", 2, 0}, "c": {"c", 1, 0}, "z": {"z", 0, 0}} {
		if got := first.PastWork(k); got != w {
			t.Errorf("work of %s: %+v", k, got)
		}
	}
}
