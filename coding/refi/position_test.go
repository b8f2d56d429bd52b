package refi

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// storedText draws a text as a program stores it, long enough for several marks.
func storedText(t *rapid.T) string {
	s := wordsOf(t, "text", 1) + strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"\r\n", "\r", "\n", "a", "😀", "é", "\x00", "\r\x00\n"})).Draw(t, "ends"), "")
	return strings.Repeat(s, rapid.SampledFrom([]int{1, 1, 6}).Draw(t, "times"))
}

// Every place between two characters is found by every way of counting, and is
// the same place in the canonical text.
func TestEveryEdge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		stored := storedText(rt)
		r := newRuler(stored)
		if r.canonical != canonical(stored) {
			rt.Fatalf("canonical text %q", r.canonical)
		}
		for at := range stored + "." {
			inCRLF := at > 0 && at < len(stored) && stored[at-1] == '\r' && stored[at] == '\n'
			for c := range conventions {
				once := c == codePointsOnce || c == utf16Once
				if inCRLF && once {
					continue // no place in that way of counting
				}
				want := utf8.RuneCountInString(canonical(stored[:at]))
				if inCRLF {
					want-- // the place before both
				}
				e := r.edge(c, int64(counted(stored, at, c)))
				if !e.inside || e.point != want || e.crlf != (inCRLF && !once) {
					rt.Fatalf("%s: byte %d of %q is %+v, want point %d", c.name(), at, stored, e, want)
				}
			}
		}
	})
}

// No other position is a place in the text.
func TestNoEdge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		stored := storedText(rt)
		r := newRuler(stored)
		for c := range conventions {
			places := map[int64]bool{}
			for at := range stored + "." {
				places[int64(counted(stored, at, c))] = true
			}
			last := int64(counted(stored, len(stored), c))
			for _, pos := range []int64{-1, -1 << 62, last + 1, 1 << 62} {
				if e := r.edge(c, pos); e.inside || e.halved {
					rt.Fatalf("%s: %d is %+v in a text of %d", c.name(), pos, e, last)
				}
			}
			for pos := range last {
				if e := r.edge(c, pos); e.inside != places[pos] || e.halved == places[pos] {
					rt.Fatalf("%s: %d is %+v", c.name(), pos, e)
				}
			}
		}
	})
}

// In plain ASCII every way of counting is the same.
func TestPlainRuler(t *testing.T) {
	t.Parallel()
	r := newRuler("Hij hielp mij.\n")
	if !r.plain {
		t.Fatal("not plain")
	}
	s := &selection{start: 4, end: 9, name: "hielp"}
	for c, f := range r.fits(s) {
		if f != (fit{start: 4, end: 9, ok: true, score: 2, quoted: sameText}) {
			t.Errorf("%s: %+v", convention(c).name(), f)
		}
	}
	if got := r.fits(&selection{bad: true}); got != [conventions]fit{} {
		t.Errorf("positions that are no numbers: %+v", got)
	}
	if e := newRuler("").edge(utf16Units, 0); !e.inside || e.point != 0 {
		t.Errorf("the only place of an empty text: %+v", e)
	}
}

func TestHabits(t *testing.T) {
	t.Parallel()
	for origin, want := range map[string]convention{
		"NVivo for Mac 12.7.0": utf16Units, "NVIVO 14": utf16Units, "ATLAS.ti 8.4.0 573 , macOS": codePointsOnce, "Taguette 1.4.1": utf8Bytes,
		"Qualcoder-3.5": codePoints, "": codePoints, "MAXQDA 2022": codePoints,
	} {
		if got := habit(origin); got != want {
			t.Errorf("%s: %s, want %s", origin, got.name(), want.name())
		}
	}
	for c := range conventions {
		if got, ok := conventionOf(c.name()); !ok || got != c || c.text().NL == "" || c.text().EN == "" {
			t.Errorf("%d: %s", c, c.name())
		}
	}
	if _, ok := conventionOf("runes"); ok {
		t.Error("a name that does not exist")
	}
}

// Evidence decides as the rule says: quotations, then the sum, then the habit.
func TestFind(t *testing.T) {
	t.Parallel()
	all := func(score, quoted [conventions]int, n int) *evidence {
		e := &evidence{n: n, score: score, quoted: quoted, named: quoted}
		for c := range conventions {
			e.good[c] = score[c] / 2
			for k := range conventions {
				e.differ[c][k] = c != k
			}
		}
		return e
	}
	for _, c := range []struct {
		name          string
		origin        string
		n             int
		score, quoted [conventions]int
		want          convention
		unsure        bool
	}{
		{"the best sum", "x", 20, [conventions]int{10, 12, 30, 20, 0}, [conventions]int{}, utf16Units, false},
		{"close", "x", 20, [conventions]int{10, 28, 30, 20, 0}, [conventions]int{}, utf16Units, true},
		{"quotations before the sum", "x", 20, [conventions]int{10, 22, 30, 20, 0}, [conventions]int{0, 1, 0, 0, 0}, codePointsOnce, false},
		{"a quotation where nothing fits", "x", 20, [conventions]int{10, 12, 16, 16, 0}, [conventions]int{0, 1, 0, 0, 0}, codePointsOnce, true},
		{"equal: the habit", "NVivo", 20, [conventions]int{30, 30, 30, 30, 0}, [conventions]int{}, utf16Units, true},
		{"few: the habit", "NVivo", 5, [conventions]int{10, 0, 8, 0, 0}, [conventions]int{}, utf16Units, true},
		{"few, clearly worse", "NVivo", 5, [conventions]int{8, 0, 5, 0, 0}, [conventions]int{}, codePoints, true},
		{"few, all fit", "NVivo", 5, [conventions]int{4, 0, 10, 0, 0}, [conventions]int{}, utf16Units, false},
		{"few, with a quotation", "NVivo", 5, [conventions]int{6, 0, 8, 0, 0}, [conventions]int{1, 0, 0, 0, 0}, codePoints, false},
		{"bytes are not considered", "x", 20, [conventions]int{32, 0, 0, 0, 40}, [conventions]int{}, codePoints, false},
		{"bytes, far better", "x", 20, [conventions]int{10, 0, 0, 0, 40}, [conventions]int{}, utf8Bytes, false},
		{"nothing fits", "x", 20, [conventions]int{10, 0, 0, 0, 6}, [conventions]int{}, codePoints, true},
		{"bytes for Taguette", "Taguette", 20, [conventions]int{10, 0, 0, 0, 40}, [conventions]int{}, utf8Bytes, false},
		{"Taguette otherwise", "Taguette", 20, [conventions]int{40, 0, 0, 0, 10}, [conventions]int{}, codePoints, false},
		{"ours", "Meerzicht 1.0", 3, [conventions]int{0, 9, 0, 0, 0}, [conventions]int{}, codePoints, false},
	} {
		f := all(c.score, c.quoted, c.n).find(c.origin)
		if f.convention != c.want || f.unsure != c.unsure || f.why.NL == "" || f.why.EN == "" {
			t.Errorf("%s: %s, unsure %v (%s); want %s, %v", c.name, f.convention.name(), f.unsure, f.why.EN, c.want.name(), c.unsure)
		}
	}
}
