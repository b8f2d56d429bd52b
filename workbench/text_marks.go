package workbench

import (
	"cmp"
	"iter"
	"slices"

	"meerzicht/coding"
)

// mark is what the text pane draws of a coding or of a suggestion: one code on
// the code points [start, end). A mark without length covers no text, yet it
// keeps its place in the margin, so that nothing is left out in silence.
type mark struct {
	id         coding.CodingID
	code       coding.CodeID
	coder      coding.CoderID
	start, end int
	order      int // place of the code in the codebook
	reach      int // end of the text that may stand on its last line, 0 when unknown
	suggestion bool
}

// compareMarks is the stable order of marks: by start, the longer first, then
// by the codebook's order, then by id. It is the order in which a reader meets
// them, and it does not hang on the order in which they were made.
func compareMarks(a, b mark) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.order, b.order),
		cmp.Compare(a.id, b.id), cmp.Compare(a.code, b.code), compareBools(a.suggestion, b.suggestion))
}

// compareBools puts false before true: what is coded before what is suggested.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// markEnd is the end of a mark's place: a mark without length takes one code
// point, so that it can be found and shown.
func markEnd(m mark) int { return max(m.end, m.start+1) }

// sortedMarks is the marks in stable order; the slice itself when it has it.
func sortedMarks(marks []mark) []mark {
	if slices.IsSortedFunc(marks, compareMarks) {
		return marks
	}
	out := slices.Clone(marks)
	slices.SortFunc(out, compareMarks)
	return out
}

// markIndex finds the marks that touch a stretch in O(log n + k): the marks in
// stable order as a balanced search tree on start, with the largest end of each
// subtree.
type markIndex struct {
	all  []mark
	ends []int // ends[i] is the largest end in the subtree whose root is mark i
}

func indexMarks(marks []mark) markIndex {
	x := markIndex{all: sortedMarks(marks), ends: make([]int, len(marks))}
	x.build(0, len(x.all))
	return x
}

func (x markIndex) build(lo, hi int) int {
	if lo >= hi {
		return -1
	}
	mid := int(uint(lo+hi) / 2)
	x.ends[mid] = max(markEnd(x.all[mid]), x.build(lo, mid), x.build(mid+1, hi))
	return x.ends[mid]
}

// in is the marks that touch [from, to), in stable order.
func (x markIndex) in(from, to int) []mark {
	var out []mark
	for i := range x.places(from, to) {
		out = append(out, x.all[i])
	}
	return out
}

// places is the places in x.all of the marks that touch [from, to), ascending.
func (x markIndex) places(from, to int) iter.Seq[int] {
	return func(yield func(int) bool) { x.walk(0, len(x.all), from, to, yield) }
}

func (x markIndex) walk(lo, hi, from, to int, yield func(int) bool) bool {
	if lo >= hi {
		return true
	}
	mid := int(uint(lo+hi) / 2)
	if x.ends[mid] <= from {
		return true
	}
	if !x.walk(lo, mid, from, to, yield) {
		return false
	}
	if x.all[mid].start >= to {
		return true
	}
	if markEnd(x.all[mid]) > from && !yield(mid) {
		return false
	}
	return x.walk(mid+1, hi, from, to, yield)
}

// piece is a stretch of text on which the same marks lie from end to end.
type piece struct {
	start, end int
	marks      []mark // in stable order; none when the stretch is not coded
}

// pieces cuts [start, end) at the edges of the marks that touch it. The marks
// may stand in any order and reach outside. The pieces partition the stretch,
// and a mark covers exactly the pieces it is listed in.
func pieces(start, end int, marks []mark) []piece {
	var out []piece
	for p := range pieceSeq(start, end, marks) {
		p.marks = slices.Clone(p.marks)
		out = append(out, p)
	}
	return out
}

// pieceSeq gives the same one by one and uses the memory of p.marks again for
// the next piece; thousands of marks nested in one stretch would else take
// memory by the square.
func pieceSeq(start, end int, marks []mark) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		edges := markEdges(start, end, marks)
		var open []mark
		at := start
		for i := 0; at < end; {
			next := end
			for ; i < len(edges) && edges[i].at <= at; i++ {
				open = edges[i].cross(open)
			}
			if i < len(edges) {
				next = edges[i].at
			}
			if !yield(piece{at, next, open}) {
				return
			}
			at = next
		}
	}
}

// markEdge is where a mark begins or ends inside a stretch.
type markEdge struct {
	at   int
	ends bool
	mark *mark
}

// markEdges is the edges inside [start, end) by position: n log n.
func markEdges(start, end int, marks []mark) []markEdge {
	var out []markEdge
	for i := range marks {
		m := &marks[i]
		from, to := max(m.start, start), min(m.end, end)
		if from < to {
			out = append(out, markEdge{from, false, m}, markEdge{to, true, m})
		}
	}
	slices.SortStableFunc(out, func(a, b markEdge) int { return cmp.Compare(a.at, b.at) })
	return out
}

// cross opens or closes the mark of an edge in the list of open marks, which
// stays in stable order.
func (e markEdge) cross(open []mark) []mark {
	i, found := slices.BinarySearchFunc(open, *e.mark, compareMarks)
	switch {
	case !e.ends:
		return slices.Insert(open, i, *e.mark)
	case found:
		return slices.Delete(open, i, i+1)
	}
	return open
}
