package workbench

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"pgregory.net/rapid"
)

// newMark is a mark of code c on [start, end) by coder1.
func newMark(id string, start, end int) mark {
	return mark{id: coding.CodingID(id), code: "c", coder: "coder1", start: start, end: end}
}

// anyMarks draws marks on and around a text of that length: nested, equal,
// empty, reversed and outside ones, with different ids.
func anyMarks(length int) *rapid.Generator[[]mark] {
	return rapid.Custom(func(t *rapid.T) []mark {
		n := rapid.IntRange(rapid.SampledFrom([]int{0, 4, 12}).Draw(t, "least marks"), 16).Draw(t, "marks")
		out := make([]mark, n)
		for i := range out {
			m := newMark(fmt.Sprint("m", i), rapid.IntRange(-3, length+3).Draw(t, "start"), rapid.IntRange(-3, length+3).Draw(t, "end"))
			m.order, m.suggestion = rapid.IntRange(0, 2).Draw(t, "order"), rapid.Bool().Draw(t, "suggestion")
			out[i] = m
		}
		return out
	})
}

// someMarks is n codings of 5 to 120 code points spread over a text: about 40
// on one place when there are 100,000 on 150,000 code points.
func someMarks(n, length int) []mark {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]mark, n)
	for i := range out {
		start := r.IntN(length)
		out[i] = newMark(fmt.Sprint("m", i), start, start+5+r.IntN(115))
	}
	return out
}

func markIDs(marks []mark) string {
	var out []string
	for _, m := range marks {
		out = append(out, string(m.id))
	}
	return strings.Join(out, " ")
}

func TestStableOrder(t *testing.T) {
	first, second := newMark("x", 2, 9), newMark("w", 2, 9)
	first.order, second.order = 1, 2
	late := newMark("z", 2, 9)
	late.order, late.suggestion = 2, true
	want := []mark{newMark("late id", 1, 3), newMark("long", 2, 12), first, second, late, newMark("b", 2, 5), newMark("a", 3, 4)}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, compareMarks)
	if !slices.Equal(got, want) {
		t.Errorf("order %s, want %s", markIDs(got), markIDs(want))
	}
	coded, suggested := newMark("s", 0, 1), newMark("s", 0, 1)
	suggested.suggestion = true
	if compareMarks(coded, suggested) >= 0 || compareMarks(suggested, coded) <= 0 || compareMarks(coded, coded) != 0 {
		t.Error("a coding stands before the suggestion that equals it")
	}
}

func TestPieces(t *testing.T) {
	for _, c := range []struct {
		name       string
		start, end int
		marks      []mark
		want       string
	}{
		{"no marks", 3, 9, nil, "3-9:"},
		{"an empty stretch", 5, 5, []mark{newMark("a", 0, 9)}, ""},
		{"one in the middle", 0, 9, []mark{newMark("a", 2, 5)}, "0-2: 2-5:a 5-9:"},
		{"overlap", 0, 9, []mark{newMark("a", 0, 5), newMark("b", 3, 9)}, "0-3:a 3-5:a,b 5-9:b"},
		{"nested, unsorted", 0, 9, []mark{newMark("b", 3, 5), newMark("a", 0, 9)}, "0-3:a 3-5:a,b 5-9:a"},
		{"equal", 0, 4, []mark{newMark("b", 1, 3), newMark("a", 1, 3)}, "0-1: 1-3:a,b 3-4:"},
		{"the same twice", 0, 4, []mark{newMark("a", 1, 3), newMark("a", 1, 3)}, "0-1: 1-3:a,a 3-4:"},
		{"touching", 0, 4, []mark{newMark("a", 0, 2), newMark("b", 2, 4)}, "0-2:a 2-4:b"},
		{"outside", 10, 14, []mark{newMark("a", 0, 9), newMark("b", 14, 20), newMark("c", 0, 10)}, "10-14:"},
		{"reaching outside", 10, 14, []mark{newMark("a", 0, 12), newMark("b", 13, 99)}, "10-12:a 12-13: 13-14:b"},
		{"without length, reversed", 0, 4, []mark{newMark("a", 2, 2), newMark("b", 3, 1)}, "0-4:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range pieces(c.start, c.end, c.marks) {
				got = append(got, fmt.Sprintf("%d-%d:%s", p.start, p.end, strings.ReplaceAll(markIDs(p.marks), " ", ",")))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s, want %s", s, c.want)
			}
		})
	}
}

// The pieces partition the stretch, a mark is on a piece when it covers it
// whole, and on no other.
func TestPiecesProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringN(0, 40, -1).Draw(t, "text"))
		start := rapid.IntRange(0, len(text)).Draw(t, "start")
		end := rapid.IntRange(start, len(text)).Draw(t, "end")
		marks := anyMarks(len(text)).Draw(t, "marks")
		at, joined := start, ""
		for _, p := range pieces(start, end, marks) {
			if p.start != at || p.end <= p.start {
				t.Fatalf("piece %d-%d behind %d", p.start, p.end, at)
			}
			if !slices.IsSortedFunc(p.marks, compareMarks) {
				t.Fatalf("marks not in stable order: %s", markIDs(p.marks))
			}
			var want []mark
			for _, m := range marks {
				if m.start <= p.start && p.end <= m.end {
					want = append(want, m)
				} else if max(m.start, p.start) < min(m.end, p.end) {
					t.Fatalf("mark %s ends inside piece %d-%d", m.id, p.start, p.end)
				}
			}
			if slices.SortFunc(want, compareMarks); !slices.Equal(p.marks, want) {
				t.Fatalf("piece %d-%d has %s, want %s", p.start, p.end, markIDs(p.marks), markIDs(want))
			}
			at, joined = p.end, joined+string(text[p.start:p.end])
		}
		if at != end || joined != string(text[start:end]) {
			t.Fatalf("pieces end at %d and give %q", at, joined)
		}
	})
}

// Neighbours differ: no piece is cut where nothing begins or ends.
func TestPiecesAreAsLongAsCanBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := pieces(0, 30, anyMarks(30).Draw(t, "marks"))
		for i := 1; i < len(all); i++ {
			if slices.Equal(all[i-1].marks, all[i].marks) {
				t.Fatalf("cut at %d between equal pieces", all[i].start)
			}
		}
	})
}

func TestPieceSeqStops(t *testing.T) {
	n := 0
	for range pieceSeq(0, 9, []mark{newMark("a", 2, 5)}) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d pieces", n)
	}
}

// The index finds what looking at every mark finds.
func TestMarkIndexProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		marks := anyMarks(30).Draw(t, "marks")
		from := rapid.IntRange(-1, 31).Draw(t, "from")
		to := rapid.IntRange(from, 31).Draw(t, "to")
		var want []mark
		for _, m := range marks {
			if m.start < to && max(m.end, m.start+1) > from {
				want = append(want, m)
			}
		}
		slices.SortFunc(want, compareMarks)
		x := indexMarks(marks)
		if got := x.in(from, to); !slices.Equal(got, want) {
			t.Fatalf("[%d,%d) of %v: %s, want %s", from, to, marks, markIDs(got), markIDs(want))
		}
		for range x.places(from, to) {
			break // must not go on
		}
	})
}

func BenchmarkPieces(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		marks := someMarks(n, 150_000)
		b.Run(fmt.Sprint(n, " marks"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for p := range pieceSeq(0, 150_120, marks) {
					_ = p
				}
			}
		})
	}
}

// One turn of a document with that many marks.
func BenchmarkPiecesOfTurn(b *testing.B) {
	x := indexMarks(someMarks(100_000, 3_000_000))
	b.ReportAllocs()
	for b.Loop() {
		pieces(1_500_000, 1_500_600, x.in(1_500_000, 1_500_600))
	}
}
