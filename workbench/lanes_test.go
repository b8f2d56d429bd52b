package workbench

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// laneList says in which lane each mark is: "a0 b1".
func laneList(l lanes) string {
	var out []string
	for i, m := range l.index.all {
		out = append(out, fmt.Sprint(m.id, l.of[i]))
	}
	return strings.Join(out, " ")
}

func TestPackLanes(t *testing.T) {
	for _, c := range []struct {
		name  string
		marks []mark
		want  string
	}{
		{"none", nil, ""},
		{"behind each other", []mark{newMark("b", 5, 9), newMark("a", 0, 5)}, "a0 b0"},
		{"the longer first", []mark{newMark("short", 0, 3), newMark("long", 0, 9)}, "long0 short1"},
		{"the lowest free lane", []mark{newMark("a", 0, 3), newMark("b", 1, 9), newMark("c", 3, 5), newMark("d", 4, 6)}, "a0 b1 c0 d2"},
		{"equal ones by id", []mark{newMark("y", 0, 3), newMark("x", 0, 3)}, "x0 y1"},
		{"without length", []mark{newMark("a", 2, 2), newMark("b", 2, 2), newMark("c", 3, 4)}, "a0 b1 c0"},
		{"reversed", []mark{newMark("a", 5, 2), newMark("b", 4, 6)}, "b0 a1"},
		{"far outside", []mark{newMark("a", -1<<62, 1<<62), newMark("b", 0, 1)}, "a0 b1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := laneList(packLanes(c.marks, 0)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	byBook := []mark{newMark("a", 0, 3), newMark("b", 0, 3)}
	byBook[0].order = 7
	if got := laneList(packLanes(byBook, 0)); got != "b0 a1" {
		t.Errorf("codebook order: %s, want b0 a1", got)
	}
}

// most is how many marks lie on one code point, counted the slow way.
func most(marks []mark) int {
	n := 0
	for _, m := range marks {
		here := 0
		for _, o := range marks {
			if o.start <= m.start && m.start < markEnd(o) {
				here++
			}
		}
		n = max(n, here)
	}
	return n
}

func checkLanes(t *rapid.T, l lanes) {
	for i, a := range l.index.all {
		for j, b := range l.index.all[:i] {
			if l.of[i] == l.of[j] && max(a.start, b.start) < min(markEnd(a), markEnd(b)) {
				t.Fatalf("%s and %s overlap in lane %d", a.id, b.id, l.of[i])
			}
		}
	}
}

// No two marks of a lane overlap; there are as many lanes as marks overlap; and
// the order in which marks come does not matter.
func TestPackLanesProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		marks := anyMarks(30).Draw(t, "marks")
		l := packLanes(marks, rapid.IntRange(0, 4).Draw(t, "width"))
		checkLanes(t, l)
		if n := slices.Max(append([]int{-1}, l.of...)) + 1; n != most(marks) {
			t.Fatalf("%d lanes, %d marks overlap", n, most(marks))
		}
		other := rapid.Permutation(marks).Draw(t, "other order")
		if got := laneList(packLanes(other, l.width)); got != laneList(l) {
			t.Fatalf("in another order %s, else %s", got, laneList(l))
		}
	})
}

// Every mark that touches a stretch is shown or counted, never both, and what is
// shown has a lane that is drawn.
func TestLanesInProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		marks := anyMarks(30).Draw(t, "marks")
		width := rapid.IntRange(0, 3).Draw(t, "width")
		from := rapid.IntRange(0, 30).Draw(t, "from")
		to := rapid.IntRange(from+1, 31).Draw(t, "to")
		v := packLanes(marks, width).lanesIn(from, to)
		var got []mark
		for _, m := range v.shown {
			if m.lane >= v.used || width > 0 && m.lane >= width {
				t.Fatalf("%s in lane %d of %d, width %d", m.id, m.lane, v.used, width)
			}
			if m.before != (m.start < from) || m.after != (max(m.end, m.start+1) > to) {
				t.Fatalf("%s: before %v after %v", m.id, m.before, m.after)
			}
			got = append(got, m.mark)
		}
		last := from
		for _, o := range v.more {
			if o.start < last || o.end <= o.start || o.end > to || o.counter() != fmt.Sprint("+", len(o.marks)) {
				t.Fatalf("overlap %d-%d %s behind %d", o.start, o.end, o.counter(), last)
			}
			last = o.end
			got = append(got, o.marks...)
		}
		slices.SortFunc(got, compareMarks)
		if want := indexMarks(marks).in(from, to); !slices.Equal(got, want) {
			t.Fatalf("shown or counted: %s, want %s", markIDs(got), markIDs(want))
		}
	})
}

func TestOverlapCounter(t *testing.T) {
	var marks []mark
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		marks = append(marks, newMark(id, 10, 20))
	}
	v := packLanes(append(marks, newMark("f", 30, 35)), 2).lanesIn(0, 40)
	if len(v.more) != 1 || v.more[0].counter() != "+3" || markIDs(v.more[0].marks) != "c d e" || v.more[0].start != 10 || v.more[0].end != 20 {
		t.Errorf("more = %+v, want +3 on 10-20 for c d e", v.more)
	}
	if len(v.shown) != 3 || v.used != 2 {
		t.Errorf("%d shown in %d lanes, want 3 in 2", len(v.shown), v.used)
	}
}

// A new coding that stands first in order would push all others one lane on; in
// the margin that is on the screen they stay.
func TestRepackKeepsLanes(t *testing.T) {
	old := []mark{newMark("b", 2, 9), newMark("c", 3, 9), newMark("d", 12, 15)}
	added := append(slices.Clone(old), newMark("a", 1, 10))
	if got := laneList(packLanes(added, 4)); got != "a0 b1 c2 d0" {
		t.Fatalf("packed afresh %s", got)
	}
	l := packLanes(old, 4).repack(added)
	if got := laneList(l); got != "a2 b0 c1 d0" {
		t.Errorf("packed again %s, want a2 b0 c1 d0", got)
	}
	if n, ok := l.lane("a", false); n != 2 || !ok {
		t.Errorf("lane of a: %d %v", n, ok)
	}
	if _, ok := l.lane("a", true); ok {
		t.Error("there is no suggestion a")
	}
	if got := laneList(l.repack(old)); got != laneList(packLanes(old, 4)) {
		t.Errorf("taken back: %s", got)
	}
}

// With room for all a cluster is packed afresh rather than hide one; a hidden
// one that gets room is shown.
func TestRepackShowsAllItCan(t *testing.T) {
	l := packLanes([]mark{newMark("a", 0, 5), newMark("b", 1, 9), newMark("c", 5, 9)}, 2) // a0 b1 c0
	l = l.repack([]mark{newMark("a", 0, 5), newMark("c", 5, 9)})
	if got := laneList(l); got != "a0 c0" {
		t.Fatalf("after removal %s", got)
	}
	full := []mark{newMark("a", 0, 9), newMark("b", 0, 9), newMark("c", 0, 9)}
	l = packLanes(full, 2)
	if v := l.lanesIn(0, 9); len(v.more) != 1 || markIDs(v.more[0].marks) != "c" {
		t.Fatalf("more %+v", v.more)
	}
	if got := laneList(l.repack(full[1:])); got != "b1 c0" {
		t.Errorf("c takes the lane of a: %s, want b1 c0", got)
	}
}

// After any edit: no overlap in a lane, marks that were drawn and are drawn keep
// their lane unless their cluster was packed afresh, and never is more hidden
// than packing afresh hides for want of lanes.
func TestRepackProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(0, 4).Draw(t, "width")
		marks := anyMarks(30).Draw(t, "marks")
		l := packLanes(marks, width)
		for i := range rapid.IntRange(1, 4).Draw(t, "edits") {
			if n := rapid.IntRange(0, len(marks)).Draw(t, "which"); n < len(marks) {
				marks = slices.Delete(slices.Clone(marks), n, n+1)
			} else {
				m := anyMarks(30).Filter(func(m []mark) bool { return len(m) > 0 }).Draw(t, "new")[0]
				m.id = newMark(fmt.Sprint("new", i), 0, 0).id
				marks = append(slices.Clone(marks), m)
			}
			l = l.repack(marks)
			checkLanes(t, l)
			highest := slices.Max(append([]int{-1}, l.of...))
			if n := most(marks); (width < 1 || n <= width) && highest >= max(width, n) {
				t.Fatalf("lane %d, where %d overlap and %d are drawn", highest, n, width)
			}
		}
	})
}

// Adding one coding to a wide margin changes the lane of no other.
func TestAddingOneChangesNoOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		marks := anyMarks(30).Draw(t, "marks")
		l := packLanes(marks, 40)
		extra := newMark("extra", rapid.IntRange(0, 29).Draw(t, "start"), 30)
		next := l.repack(append(slices.Clone(marks), extra))
		for i, m := range l.index.all {
			if got, _ := next.lane(m.id, m.suggestion); got != l.of[i] {
				t.Fatalf("%s went from lane %d to %d", m.id, l.of[i], got)
			}
		}
	})
}

func BenchmarkPackLanes(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		marks := someMarks(n, 3_000_000)
		b.Run(fmt.Sprint(n, " marks"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				packLanes(marks, 8)
			}
		})
	}
}

func BenchmarkRepack(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		marks := sortedMarks(someMarks(n, 3_000_000))
		l := packLanes(marks, 8)
		b.Run(fmt.Sprint(n, " marks"), func(b *testing.B) {
			for b.Loop() {
				l.repack(marks)
			}
		})
	}
}

func BenchmarkLanesIn(b *testing.B) {
	l := packLanes(someMarks(100_000, 3_000_000), 8)
	b.ReportAllocs()
	for b.Loop() {
		l.lanesIn(1_500_000, 1_530_000)
	}
}
