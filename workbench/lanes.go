package workbench

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"meerzicht/coding"
)

// lanes is the margin of a whole document: every mark has a lane, and no two
// marks in one lane overlap or share a line. Lanes from width on are not drawn; their marks are
// counted and listed instead.
type lanes struct {
	width int
	index markIndex
	of    []int // lane of each mark of the index
}

// laneGap is how many code points a line of text has at most, about.
const laneGap = 96

// laneEnd is where a mark's place in the margin ends. The margin is drawn by
// lines: two marks on one line stand beside each other there, also when they
// have no word in common.
func laneEnd(m mark) int {
	if m.reach == 0 {
		return markEnd(m)
	}
	return max(markEnd(m), m.reach)
}

// packLanes gives every mark the lowest lane that is free at its start, in
// stable order. That uses no more lanes than marks overlap anywhere, and where
// no mark lies the margin starts afresh, so that an edit changes lanes in one
// cluster of overlapping marks only. width is the number of lanes drawn; below
// 1 all are. n log n.
func packLanes(marks []mark, width int) lanes {
	l := lanes{width: width, index: indexMarks(marks), of: make([]int, len(marks))}
	l.packFirstFit(0, len(marks))
	return l
}

// packFirstFit packs the marks [lo, hi) of the index, which touch no others.
func (l lanes) packFirstFit(lo, hi int) {
	var taken laneEnds
	for i := lo; i < hi; i++ {
		l.of[i] = taken.take(l.index.all[i].start, laneEnd(l.index.all[i]))
	}
}

// repack is the lanes of the marks after an edit. A mark that had a drawn lane
// keeps it, a new one takes the lowest lane that is free along its whole length,
// so that an edit moves nothing the reader has in sight. A cluster is packed
// afresh only when all its marks have room in the margin that way and not
// otherwise.
func (l lanes) repack(marks []mark) lanes {
	next := lanes{width: l.width, index: indexMarks(marks), of: make([]int, len(marks))}
	kept := l.drawn()
	for lo := 0; lo < len(marks); {
		hi := next.clusterEnd(lo)
		if most := next.mostOverlap(lo, hi); !next.keep(lo, hi, most, kept) {
			next.packFirstFit(lo, hi)
		}
		lo = hi
	}
	return next
}

// markKey tells marks apart; a suggestion and a coding may have the same id.
type markKey struct {
	id         coding.CodingID
	suggestion bool
}

// drawn is the lanes of the marks that were drawn.
func (l lanes) drawn() map[markKey]int {
	out := make(map[markKey]int, len(l.of))
	for i, m := range l.index.all {
		if l.width < 1 || l.of[i] < l.width {
			out[markKey{m.id, m.suggestion}] = l.of[i]
		}
	}
	return out
}

// clusterEnd is the end of the run of marks from lo on that touch each other.
func (l lanes) clusterEnd(lo int) int {
	end, hi := laneEnd(l.index.all[lo]), lo+1
	for hi < len(l.index.all) && l.index.all[hi].start < end {
		end = max(end, laneEnd(l.index.all[hi]))
		hi++
	}
	return hi
}

// keep places the marks [lo, hi), of which at most most overlap: first those
// with a lane of old, then the others. It gives up when it would hide a mark for
// which packing afresh has room.
func (l lanes) keep(lo, hi, most int, old map[markKey]int) bool {
	limit := l.width
	if limit < 1 {
		limit = most
	}
	rows := make([]laneRow, limit)
	var hidden laneEnds
	for _, i := range l.keepOld(lo, hi, rows, old) {
		m := l.index.all[i]
		l.of[i] = slices.IndexFunc(rows, func(r laneRow) bool { return r.free(m.start, laneEnd(m)) })
		switch {
		case l.of[i] >= 0:
			rows[l.of[i]].take(m.start, laneEnd(m))
		case most <= limit:
			return false
		default:
			l.of[i] = limit + hidden.take(m.start, laneEnd(m))
		}
	}
	return true
}

// keepOld puts the marks of [lo, hi) that had a lane back into it, and returns
// the others.
func (l lanes) keepOld(lo, hi int, rows []laneRow, old map[markKey]int) (others []int) {
	for i := lo; i < hi; i++ {
		m := l.index.all[i]
		lane, had := old[markKey{m.id, m.suggestion}]
		if !had || lane >= len(rows) || !rows[lane].take(m.start, laneEnd(m)) {
			others = append(others, i)
			continue
		}
		l.of[i] = lane
	}
	return others
}

// mostOverlap is how many of the marks [lo, hi) lie on one code point at most.
func (l lanes) mostOverlap(lo, hi int) int {
	var taken laneEnds
	most := 0
	for _, m := range l.index.all[lo:hi] {
		most = max(most, taken.take(m.start, laneEnd(m))+1)
	}
	return most
}

// lane is the lane of a mark, also of one that is not drawn; O(n), for tests
// and single questions.
func (l lanes) lane(id coding.CodingID, suggestion bool) (int, bool) {
	i := slices.IndexFunc(l.index.all, func(m mark) bool { return m.id == id && m.suggestion == suggestion })
	if i < 0 {
		return 0, false
	}
	return l.of[i], true
}

// laneView is the margin beside one stretch of text.
type laneView struct {
	shown []laneMark // in stable order
	used  int        // lanes needed beside this stretch
	more  []overlap  // what the drawn lanes have no room for
}

// laneMark is a mark in its lane.
type laneMark struct {
	mark
	lane          int
	before, after bool // it begins before the stretch, goes on behind it
}

// overlap is a stretch of text with marks for which no lane was left.
type overlap struct {
	start, end int
	marks      []mark // in stable order
}

// counter is the overlap's sign in the margin, such as "+3".
func (o overlap) counter() string { return "+" + strconv.Itoa(len(o.marks)) }

// lanesIn is the margin beside [from, to).
func (l lanes) lanesIn(from, to int) laneView {
	var v laneView
	for i := range l.index.places(from, to) {
		m := l.index.all[i]
		if l.width >= 1 && l.of[i] >= l.width {
			v.hide(m, max(m.start, from), min(laneEnd(m), to))
			continue
		}
		v.used = max(v.used, l.of[i]+1)
		v.shown = append(v.shown, laneMark{m, l.of[i], m.start < from, markEnd(m) > to})
	}
	return v
}

// hide adds a mark that is not drawn to the last overlap when it touches it.
func (v *laneView) hide(m mark, start, end int) {
	if n := len(v.more); n > 0 && start < v.more[n-1].end {
		v.more[n-1].end = max(v.more[n-1].end, end)
		v.more[n-1].marks = append(v.more[n-1].marks, m)
		return
	}
	v.more = append(v.more, overlap{start, end, []mark{m}})
}

// laneEnds is where the last mark of each lane ends, as a tournament tree: the
// lowest lane that is free is found in O(log lanes).
type laneEnds struct {
	size int   // leaves, a power of two
	tree []int // tree[1] is the root; tree[size+lane] the end of that lane's last mark; else the least of both children
}

// unused is the end of a lane that has no mark yet: before every text.
const unused = math.MinInt

// take gives [start, end) the lowest lane whose last mark ends at or before
// start. Starts must not descend.
func (t *laneEnds) take(start, end int) int {
	if t.size == 0 || t.tree[1] > start {
		t.grow()
	}
	i := 1
	for i < t.size {
		i *= 2
		if t.tree[i] > start {
			i++
		}
	}
	lane := i - t.size
	t.tree[i] = end
	for i /= 2; i >= 1; i /= 2 {
		t.tree[i] = min(t.tree[2*i], t.tree[2*i+1])
	}
	return lane
}

func (t *laneEnds) grow() {
	old := *t
	t.size = max(1, 2*old.size)
	t.tree = slices.Repeat([]int{unused}, 2*t.size)
	copy(t.tree[t.size:], old.tree[old.size:])
	for i := t.size - 1; i >= 1; i-- {
		t.tree[i] = min(t.tree[2*i], t.tree[2*i+1])
	}
}

// laneRow is the taken stretches of one lane in text order.
type laneRow []span

// at is where a stretch from start on belongs in the row.
func (r laneRow) at(start int) int {
	i, _ := slices.BinarySearchFunc(r, start, func(s span, start int) int { return cmp.Compare(s.start, start) })
	return i
}

func (r laneRow) free(start, end int) bool {
	i := r.at(start)
	return (i == 0 || r[i-1].end <= start) && (i == len(r) || r[i].start >= end)
}

// take claims a stretch; false when the row has no room for it.
func (r *laneRow) take(start, end int) bool {
	if !r.free(start, end) {
		return false
	}
	*r = slices.Insert(*r, r.at(start), span{start, end})
	return true
}
