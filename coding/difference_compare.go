package coding

import (
	"cmp"
	"slices"
	"strings"

	"meerzicht/instruments"
)

// nearest bounds with how many stretches of the other coder that begin before it
// and still go on a stretch is paired: more than that lie over one another in no
// real coding, and without a bound a hostile file would cost the square of it.
const nearest = 32

// Compare sets the codings of two coders side by side, of one document or of
// many. Codings of one coder with one code (and one dyad) that overlap or touch
// are one stretch. Then, within each document and dyad:
//
//   - stretches with one code and the same edges are agreed;
//   - stretches with one code that overlap otherwise are a Boundary, together
//     with all that hang together with them;
//   - of what is left, stretches with different codes that have at least
//     threshold of their union in common (0 = DefaultThreshold) are pairs of
//     OtherCode: first those of one branch of the codebook, by the ids up to the
//     first dot, and of those the pair with the largest share;
//   - the rest is Missed, one for each stretch.
//
// Every coding is so in one pair or one difference. Memos, weights and origins
// do not count. The order of a and b does not matter; the differences come by
// document and place. It costs n log n and never looks at a text.
func Compare(a, b []Coding, threshold float64) (agreed []Pair, diffs []Difference) {
	t := comparison{threshold: threshold}
	agreed = []Pair{}
	t.agree = func(a, b stretch) {
		if cap(agreed) == 0 {
			agreed = make([]Pair, 0, len(t.alike)+min(len(t.a.left), len(t.b.left)))
		}
		agreed = append(agreed, Pair{}) // written in place: codings are large to move
		p := &agreed[len(agreed)-1]
		t.a.coding(a, &p.A)
		t.b.coding(b, &p.B)
	}
	diffs = t.compare(a, b)
	return agreed, diffs
}

// next is the document that comes first of what is left.
func (t *comparison) next() instruments.DocumentID {
	a, b := t.a.left, t.b.left
	if len(b) == 0 || len(a) > 0 && a[0].Document <= b[0].Document {
		return a[0].Document
	}
	return b[0].Document
}

func inOrder(codings []Coding) []Coding {
	for i := 1; i < len(codings); i++ {
		if compareInPlace(&codings[i-1], &codings[i]) > 0 {
			codings = slices.Clone(codings)
			SortCodings(codings)
			break
		}
	}
	return codings
}

// comparison is a Compare on its way, at one document. What it finds is sorted as
// places of stretches and made into pairs and differences after that: codings are
// large to move.
type comparison struct {
	threshold    float64
	a, b         side
	restA, restB []stretch
	alike        [][2]int32 // places in the stretches of a and b
	found        []finding
	order        []int32            // of what was found
	agree        func(a, b stretch) // is told what is agreed
	diffs        []Difference
}

func (t *comparison) compare(a, b []Coding) []Difference {
	if !(t.threshold > 0) {
		t.threshold = DefaultThreshold
	}
	t.a.left, t.b.left = inOrder(a), inOrder(b)
	t.a.ranks, t.b.ranks = ranks(t.a.left, t.b.left)
	for len(t.a.left) > 0 || len(t.b.left) > 0 {
		id := t.next()
		t.a.take(id)
		t.b.take(id)
		t.document(id)
	}
	return t.diffs
}

// finding is a difference as stretches.
type finding struct {
	kind       DifferenceType
	a, b       []stretch
	start, end int
	low, high  uint32 // groups
}

// document compares the document at hand.
func (t *comparison) document(id instruments.DocumentID) {
	t.alike, t.found, t.restA, t.restB = t.alike[:0], t.found[:0], t.restA[:0], t.restB[:0]
	t.alike = slices.Grow(t.alike, min(len(t.a.stretches), len(t.b.stretches)))
	i, j := 0, 0
	for i < len(t.a.stretches) || j < len(t.b.stretches) {
		n, m := cluster(t.a.stretches[i:], t.b.stretches[j:])
		t.same(i, i+n, j, j+m)
		i, j = i+n, j+m
	}
	t.others()
	t.write(id)
}

// write makes what was found, in order.
func (t *comparison) write(id instruments.DocumentID) {
	x, y := t.a.stretches, t.b.stretches
	slices.SortFunc(t.alike, func(p, q [2]int32) int { return compareStretches(&x[p[0]], &x[q[0]]) })
	for _, p := range t.alike {
		t.agree(x[p[0]], y[p[1]])
	}
	if len(t.found) == 0 {
		return
	}
	codings := t.sort()
	room, place := make([]Coding, codings), placeHash(string(id), "")
	from := len(t.diffs)
	t.diffs = slices.Grow(t.diffs, len(t.found))[:from+len(t.found)]
	for i, at := range t.order {
		f, d := &t.found[at], &t.diffs[from+i]
		*d = Difference{Type: f.kind, Document: id, Start: f.start, End: f.end}
		d.A, room = t.a.of(f.a, room)
		d.B, room = t.b.of(f.b, room)
		if len(d.A) > 0 {
			d.Dyad = d.A[0].Dyad
		} else {
			d.Dyad = d.B[0].Dyad
		}
		d.name(place)
	}
}

// sort puts what was found in order, and counts its codings.
func (t *comparison) sort() (codings int) {
	t.order = t.order[:0]
	for i := range t.found {
		f := &t.found[i]
		codings += size(f.a) + size(f.b)
		t.order = append(t.order, int32(i))
	}
	slices.SortFunc(t.order, func(i, j int32) int {
		f, g := &t.found[i], &t.found[j]
		if f.start != g.start {
			return cmp.Compare(f.start, g.start)
		}
		return cmp.Or(cmp.Compare(f.end, g.end), cmp.Compare(f.low, g.low), cmp.Compare(f.high, g.high))
	})
	return codings
}

func compareStretches(a, b *stretch) int {
	if c := cmp.Compare(a.start, b.start); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(a.group, b.group))
}

// cluster is how many stretches at the front of a and b hang together: of one
// group, each overlapping one of the others.
func cluster(a, b []stretch) (n, m int) {
	var in stretch
	if len(b) == 0 || len(a) > 0 && before(a[0], b[0]) {
		in, n = a[0], 1
	} else {
		in, m = b[0], 1
	}
	for {
		switch {
		case n < len(a) && a[n].group == in.group && a[n].start < in.end:
			in.end = max(in.end, a[n].end)
			n++
		case m < len(b) && b[m].group == in.group && b[m].start < in.end:
			in.end = max(in.end, b[m].end)
			m++
		default:
			return n, m
		}
	}
}

func before(a, b stretch) bool {
	return a.group < b.group || a.group == b.group && a.start <= b.start
}

// same judges the stretches a[i:k] and b[j:l], one cluster.
func (t *comparison) same(i, k, j, l int) {
	a, b := t.a.stretches[i:k], t.b.stretches[j:l]
	switch {
	case len(b) == 0:
		t.restA = append(t.restA, a...)
	case len(a) == 0:
		t.restB = append(t.restB, b...)
	case len(a) == 1 && len(b) == 1 && a[0].start == b[0].start && a[0].end == b[0].end:
		t.alike = append(t.alike, [2]int32{int32(i), int32(j)})
	default:
		t.differ(Boundary, a, b)
	}
}

func (t *comparison) differ(kind DifferenceType, a, b []stretch) {
	f := finding{kind: kind, a: a, b: b, start: -1}
	for _, list := range [][]stretch{a, b} {
		for _, one := range list {
			if f.start < 0 {
				f.start, f.low, f.high = one.start, one.group, one.group
			}
			f.start, f.end = min(f.start, one.start), max(f.end, one.end)
			f.low, f.high = min(f.low, one.group), max(f.high, one.group)
		}
	}
	t.found = append(t.found, f)
}

// others pairs what is left with another code; what then is left was missed.
func (t *comparison) others() {
	usedA, usedB := make([]bool, len(t.restA)), make([]bool, len(t.restB))
	for _, m := range t.matches() {
		if !usedA[m.a] && !usedB[m.b] {
			usedA[m.a], usedB[m.b] = true, true
			t.differ(OtherCode, t.restA[m.a:m.a+1], t.restB[m.b:m.b+1])
		}
	}
	for i := range t.restA {
		if !usedA[i] {
			t.differ(Missed, t.restA[i:i+1], nil)
		}
	}
	for i := range t.restB {
		if !usedB[i] {
			t.differ(Missed, nil, t.restB[i:i+1])
		}
	}
}

// match is two stretches of different codes that are about the same.
type match struct {
	a, b          int32 // in restA and restB
	branch        bool
	common, union int
}

// matches are all pairs that are about the same, the best first.
func (t *comparison) matches() []match {
	if len(t.restA) == 0 || len(t.restB) == 0 {
		return nil
	}
	var out []match
	t.meet(func(a, b int32) {
		x, y := t.restA[a], t.restB[b]
		m := match{a: a, b: b, common: min(x.end, y.end) - max(x.start, y.start), union: max(x.end, y.end) - min(x.start, y.start)}
		if m.common <= 0 || float64(m.common)/float64(m.union) < t.threshold {
			return
		}
		p, q := t.a.first(x), t.b.first(y)
		m.branch = branch(p.Code) == branch(q.Code)
		if p.Dyad == q.Dyad {
			out = append(out, m)
		}
	})
	slices.SortFunc(out, t.better)
	return out
}

// better orders pairs. The order does not depend on who is A: codes and starts
// tell all pairs apart, since of one code on one place nothing is left over by
// both.
func (t *comparison) better(m, o match) int {
	if m.branch != o.branch {
		if m.branch {
			return -1
		}
		return 1
	}
	if c := cmp.Compare(o.common*m.union, m.common*o.union); c != 0 {
		return c
	}
	low, high := t.byCode(m)
	low2, high2 := t.byCode(o)
	return cmp.Or(cmp.Compare(low.group, low2.group), cmp.Compare(high.group, high2.group), cmp.Compare(low.start, low2.start), cmp.Compare(high.start, high2.start))
}

// byCode are the stretches of a pair in the order of their codes.
func (t *comparison) byCode(m match) (low, high stretch) {
	low, high = t.restA[m.a], t.restB[m.b]
	if high.group < low.group {
		low, high = high, low
	}
	return low, high
}

func (s *side) first(one stretch) *Coding { return &s.codings[uint32(s.order[one.from])] }

// branch is the part of a code's id that names its branch of the codebook.
func branch(c CodeID) string {
	name, _, _ := strings.Cut(string(c), ".")
	return name
}

// meet calls do for the stretches left over that overlap, by the places in restA
// and restB: a sweep over where they begin.
func (t *comparison) meet(do func(a, b int32)) {
	type event struct {
		stretch
		at    int32
		other bool
	}
	events := make([]event, 0, len(t.restA)+len(t.restB))
	for i, s := range t.restA {
		events = append(events, event{s, int32(i), false})
	}
	for i, s := range t.restB {
		events = append(events, event{s, int32(i), true})
	}
	slices.SortFunc(events, func(a, b event) int { return compareStretches(&a.stretch, &b.stretch) })
	var open [2][]event // those that began and may still go on, of A and of B
	for _, e := range events {
		mine, theirs := 0, 1
		if e.other {
			mine, theirs = 1, 0
		}
		open[theirs] = slices.DeleteFunc(open[theirs], func(o event) bool { return o.end <= e.start })
		for _, o := range open[theirs][max(0, len(open[theirs])-nearest):] {
			if e.other {
				do(o.at, e.at)
			} else {
				do(e.at, o.at)
			}
		}
		open[mine] = append(open[mine], e)
	}
}
