package agreement

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestUnite(t *testing.T) {
	for _, one := range []struct{ in, want string }{
		{"", "[]"},
		{"0-5", "[{0 5}]"},
		{"0-5 5-9", "[{0 9}]"}, // they touch
		{"0-5 6-9", "[{0 5} {6 9}]"},
		{"6-9 0-5", "[{0 5} {6 9}]"},
		{"0-9 2-4", "[{0 9}]"},
		{"2-4 0-9 3-12", "[{0 12}]"},
		{"3-3 5-4", "[]"}, // nothing, and less
		{"0-5 0-5 0-5", "[{0 5}]"},
	} {
		if got := fmt.Sprint(unite(stretches(one.in))); got != one.want {
			t.Errorf("%q: %s, want %s", one.in, got, one.want)
		}
	}
}

func TestCommonAndCovered(t *testing.T) {
	for _, one := range []struct {
		a, b        string
		common, all int
	}{
		{"", "0-5", 0, 0}, {"0-5", "5-9", 0, 5}, {"0-10", "3-5 7-20", 5, 10}, {"0-2 4-6 8-10", "1-9", 4, 6}, {"0-2 4-6", "0-2 4-6", 4, 4},
	} {
		a, b := unite(stretches(one.a)), unite(stretches(one.b))
		if got := common(a, b); got != one.common || common(b, a) != got || covered(a) != one.all {
			t.Errorf("%q and %q: %d common, %d of the first", one.a, one.b, got, covered(a))
		}
	}
}

func TestDepths(t *testing.T) {
	lists := [][]span{stretches("0-4"), stretches("2-6"), stretches("2-4 8-9")}
	if got := fmt.Sprint(depths(lists, 10)); got != "[3 5 0 2]" {
		t.Errorf("by number of coders: %s", got)
	}
	if got := fmt.Sprint(depths(nil, 10)); got != "[10]" {
		t.Errorf("nobody: %s", got)
	}
}

// drawSpans are united stretches under 60.
func drawSpans(t *rapid.T, label string) []span {
	var out []span
	for range rapid.IntRange(0, 7).Draw(t, label) {
		from := rapid.IntRange(0, 58).Draw(t, "from")
		out = append(out, span{from, rapid.IntRange(from+1, 59).Draw(t, "to")})
	}
	return unite(out)
}

// naive marks every position.
func naive(spans []span) (in [60]bool) {
	for _, s := range spans {
		for i := s.start; i < s.end; i++ {
			in[i] = true
		}
	}
	return in
}

// The sweeps count what marking every position counts.
func TestSweepsAgainstPositions(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lists := [][]span{drawSpans(rt, "a"), drawSpans(rt, "b"), drawSpans(rt, "c")}
		a, b, c := naive(lists[0]), naive(lists[1]), naive(lists[2])
		both, n, want := 0, 0, make([]int, 4)
		for i := range a {
			if a[i] && b[i] {
				both++
			}
			if a[i] {
				n++
			}
			want[btoi(a[i])+btoi(b[i])+btoi(c[i])]++
		}
		if common(lists[0], lists[1]) != both || covered(lists[0]) != n {
			rt.Fatalf("%v %v: %d common (want %d), %d covered (want %d)", lists[0], lists[1], common(lists[0], lists[1]), both, covered(lists[0]), n)
		}
		if got := depths(lists, len(a)); !slices.Equal(got, want) {
			rt.Fatalf("%v: %v, want %v", lists, got, want)
		}
	})
}

// most is the largest number of pairs, by trying every partner of the first.
func most(a, b []span, taken int, threshold float64) int {
	if len(a) == 0 {
		return 0
	}
	best := most(a[1:], b, taken, threshold)
	for j := range b {
		if taken&(1<<j) == 0 && meet(a[0], b[j], threshold) {
			best = max(best, 1+most(a[1:], b, taken|1<<j, threshold))
		}
	}
	return best
}

// Matching finds as many pairs as can be made, whoever comes first, and no
// more with a higher threshold.
func TestMatchingAgainstAllPairings(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := drawSpans(rt, "a"), drawSpans(rt, "b")
		last := len(a) + len(b)
		for _, threshold := range []float64{.01, .1, .3, .5, .8, 1} {
			got := matched(a, b, threshold)
			if want := most(a, b, 0, threshold); got != want {
				rt.Fatalf("%v with %v at %v: %d pairs, want %d", a, b, threshold, got, want)
			}
			if other := matched(b, a, threshold); other != got {
				rt.Fatalf("%v with %v at %v: %d pairs, the other way round %d", a, b, threshold, got, other)
			}
			if got > last {
				rt.Fatalf("%v with %v: %d pairs at %v, fewer before", a, b, got, threshold)
			}
			last = got
		}
	})
}

// A share that is the threshold to the digit meets it.
func TestMeetAtTheThreshold(t *testing.T) {
	for _, one := range []struct {
		both, all int
		threshold float64
	}{{55, 100, .55}, {7, 10, .7}, {1, 3, 1. / 3}, {57, 100, .57}, {29, 100, .29}} {
		a, b := span{0, one.both}, span{0, one.all}
		if !meet(a, b, one.threshold) || meet(a, span{0, one.all + 1}, one.threshold) {
			t.Errorf("%d of %d at %v", one.both, one.all, one.threshold)
		}
	}
	if meet(span{0, 5}, span{5, 9}, 0) {
		t.Error("two that share nothing met")
	}
}

// Turns are touched by any character of theirs, whatever their order.
func TestTouched(t *testing.T) {
	turns := stretches("2-8 10-18 20-28 28-30")
	for _, one := range []struct {
		spans, in string
		outside   int
	}{
		{"0-3", "[0]", 0},
		{"0-2", "[]", 1},
		{"8-10", "[]", 1},
		{"7-11", "[0 1]", 0},
		{"0-40", "[0 1 2 3]", 0},
		{"2-4 6-8", "[0]", 0},
		{"27-29 29-30", "[2 3]", 0},
		{"3-4 30-35", "[0]", 1},
		{"18-20 19-21", "[2]", 1},
	} {
		in, outside := touched(turns, stretches(one.spans))
		if fmt.Sprint(in) != one.in || outside != one.outside {
			t.Errorf("%s: %v and %d outside, want %s and %d", one.spans, in, outside, one.in, one.outside)
		}
	}
}
