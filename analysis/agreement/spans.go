package agreement

import (
	"cmp"
	"slices"
)

// span is a stretch of a document in code points, half open.
type span struct{ start, end int }

func (s span) length() int { return s.end - s.start }

// unite sorts stretches and joins those that overlap or touch, in place: a
// coder who codes one stretch in two pieces has coded the same characters.
func unite(spans []span) []span {
	if !slices.IsSortedFunc(spans, byStart) {
		slices.SortFunc(spans, byStart)
	}
	out := spans[:0]
	for _, s := range spans {
		switch n := len(out); {
		case s.start >= s.end: // nothing is coded
		case n > 0 && s.start <= out[n-1].end:
			out[n-1].end = max(out[n-1].end, s.end)
		default:
			out = append(out, s)
		}
	}
	return out
}

func byStart(a, b span) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) }

// covered is the number of characters in united stretches.
func covered(spans []span) int {
	n := 0
	for _, s := range spans {
		n += s.length()
	}
	return n
}

// common is the number of characters in both of two lists of united stretches:
// one sweep over their edges.
func common(a, b []span) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		n += max(0, min(a[i].end, b[j].end)-max(a[i].start, b[j].start))
		if a[i].end < b[j].end {
			i++
		} else {
			j++
		}
	}
	return n
}

// depths counts, for k from 0, the characters that exactly k of the coders
// coded; lists holds each coder's united stretches and length is that of the
// document.
func depths(lists [][]span, length int) []int {
	type edge struct{ at, step int }
	var edges []edge
	for _, l := range lists {
		for _, s := range l {
			edges = append(edges, edge{s.start, 1}, edge{s.end, -1})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	out, k, last := make([]int, len(lists)+1), 0, 0
	for _, e := range edges {
		out[k] += e.at - last
		k, last = k+e.step, e.at
	}
	out[k] += length - last
	return out
}

// matched is the largest number of pairs of one stretch of a and one of b that
// can be made so that every stretch is in at most one pair and the two of a
// pair share at least the threshold of the characters in either. Stretches of
// one coder and code do not overlap, so pairs never cross, and taking the
// earliest partner first leaves as many as possible for the rest.
func matched(a, b []span, threshold float64) int {
	pairs, next := 0, 0
	for _, s := range a {
		for next < len(b) && b[next].end <= s.start {
			next++
		}
		for j := next; j < len(b) && b[j].start < s.end; j++ {
			if meet(s, b[j], threshold) {
				pairs, next = pairs+1, j+1
				break
			}
		}
	}
	return pairs
}

// meet reports whether intersection/union ≥ threshold; two stretches that
// share nothing never meet.
func meet(a, b span, threshold float64) bool {
	both := min(a.end, b.end) - max(a.start, b.start)
	return both > 0 && float64(both)/float64(a.length()+b.length()-both) >= threshold
}
