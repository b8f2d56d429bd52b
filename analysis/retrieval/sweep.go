package retrieval

import "slices"

// span is a stretch of an item, in characters or in turns.
type span struct {
	stretch
	of int // position of the item
}

// spans are the stretches of items that are not empty: an empty one touches
// nothing. They come out sorted by start when the items are.
func spans(items []item, of func(item) stretch) []span {
	out := make([]span, 0, len(items))
	for i, it := range items {
		if at := of(it); at.start < at.end {
			out = append(out, span{at, i})
		}
	}
	return out
}

// overlapping calls do for every pair of a left and a right span that share
// something, until do says no. Both lists are sorted by start. A sweep keeps
// the spans that are still open, so that it costs a step a span and a pair.
func overlapping(left, right []span, do func(l, r int) bool) {
	var openLeft, openRight []span
	for i, j := 0, 0; i < len(left) || j < len(right); {
		if j == len(right) || i < len(left) && left[i].start <= right[j].start {
			openRight = open(openRight, left[i].start)
			for _, r := range openRight {
				if !do(left[i].of, r.of) {
					return
				}
			}
			openLeft = append(openLeft, left[i])
			i++
			continue
		}
		openLeft = open(openLeft, right[j].start)
		for _, l := range openLeft {
			if !do(l.of, right[j].of) {
				return
			}
		}
		openRight = append(openRight, right[j])
		j++
	}
}

// open keeps the spans that end behind a place.
func open(list []span, at int) []span {
	return slices.DeleteFunc(list, func(s span) bool { return s.end <= at })
}

// common are the stretches that an item of both sides covers.
func (s *scene) common(left, right []item) []item {
	self := func(i item) stretch { return i.stretch }
	var out []item
	overlapping(spans(left, self), spans(right, self), func(l, r int) bool {
		a, b := &left[l], &right[r]
		out = append(out, item{
			stretch{max(a.start, b.start), min(a.end, b.end)},
			distinct(both(a.codings, b.codings)), distinct(both(a.with, b.with)),
		})
		return s.within()
	})
	return ordered(out)
}

// within counts a pair, and is false past the limit.
func (s *scene) within() bool {
	s.pairs++
	return s.pairs <= maxPairs
}

// meeting are the left items that share something with another coding of the
// right, by their characters or turns, with what they met.
func (s *scene) meeting(left, right []item, of func(item) stretch) []item {
	met := make([]bool, len(left))
	with := make([][]int, len(left))
	overlapping(spans(left, of), spans(right, of), func(l, r int) bool {
		for _, k := range right[r].codings {
			if !slices.Contains(left[l].codings, k) {
				met[l] = true
				with[l] = append(with[l], k)
			}
		}
		return s.within()
	})
	var out []item
	for i, it := range left {
		if met[i] {
			it.with = distinct(both(it.with, with[i]))
			out = append(out, it)
		}
	}
	return out
}

// untouched are the left items that share nothing with the right.
func untouched(left, right []item) []item {
	var starts, ends []int // of the right, the ends as the furthest so far
	for _, r := range right {
		if r.start >= r.end {
			continue
		}
		starts, ends = append(starts, r.start), append(ends, r.end)
		if n := len(ends); n > 1 {
			ends[n-1] = max(ends[n-1], ends[n-2])
		}
	}
	var out []item
	for _, l := range left {
		n, _ := slices.BinarySearch(starts, l.end) // those that start before its end
		if n == 0 || l.start >= l.end || ends[n-1] <= l.start {
			out = append(out, l)
		}
	}
	return out
}
