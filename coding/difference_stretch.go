package coding

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"meerzicht/instruments"
)

// group is what can be one stretch: a code, and a dyad of an indicator.
type group struct{ dyad, code string }

// ranks numbers the groups of codings by dyad and code: of each coding, its
// group's.
func ranks(a, b []Coding) (inA, inB []uint32) {
	known := map[group]uint32{}
	var all []group
	number := func(list []Coding) []uint32 {
		out := make([]uint32, len(list))
		for i := range list {
			g := group{string(list[i].Dyad), string(list[i].Code)}
			n, is := known[g]
			if !is {
				n = uint32(len(all))
				known[g], all = n, append(all, g)
			}
			out[i] = n
		}
		return out
	}
	inA, inB = number(a), number(b)
	sorted, rank := slices.Clone(all), make([]uint32, len(all))
	slices.SortFunc(sorted, func(a, b group) int { return cmp.Or(cmp.Compare(a.dyad, b.dyad), cmp.Compare(a.code, b.code)) })
	for i, g := range sorted {
		rank[known[g]] = uint32(i)
	}
	for _, list := range [][]uint32{inA, inB} {
		for i, n := range list {
			list[i] = rank[n]
		}
	}
	return inA, inB
}

// stretch is what one coder coded as one group without a gap: the codings
// order[from:to] of its side.
type stretch struct {
	group      uint32
	from, to   int32
	start, end int
}

// side is the work of one coder on one document.
type side struct {
	codings   []Coding
	left      []Coding // of the documents that follow
	ranks     []uint32 // of the codings left
	order     []uint64 // group and place in codings, sorted
	stretches []stretch
}

// take goes on to a document, whose codings are at the front of those left or are
// not there, and unites them. It keeps the memory of the document before.
func (s *side) take(id instruments.DocumentID) {
	n := 0
	for n < len(s.left) && s.left[n].Document == id {
		n++
	}
	s.codings, s.stretches = s.left[:n], slices.Grow(s.stretches[:0], n)
	s.sort(s.ranks[:n])
	s.left, s.ranks = s.left[n:], s.ranks[n:]
	for i, o := range s.order {
		c, g := &s.codings[uint32(o)], uint32(o>>32)
		if k := len(s.stretches) - 1; k >= 0 && s.stretches[k].group == g && c.Start <= s.stretches[k].end {
			s.stretches[k].to, s.stretches[k].end = int32(i+1), max(s.stretches[k].end, c.End)
			continue
		}
		s.stretches = append(s.stretches, stretch{group: g, from: int32(i), to: int32(i + 1), start: c.Start, end: c.End})
	}
}

// sort orders the codings of the document by group: where there are more of them
// than groups, by counting.
func (s *side) sort(ranks []uint32) {
	s.order = slices.Grow(s.order[:0], len(ranks))[:len(ranks)]
	groups := 0
	for i, rank := range ranks {
		s.order[i] = uint64(rank)<<32 | uint64(uint32(i))
		groups = max(groups, int(rank)+1)
	}
	if groups > len(ranks) {
		slices.Sort(s.order)
		return
	}
	at := make([]int, groups+1)
	for _, rank := range ranks {
		at[rank+1]++
	}
	for g := range groups {
		at[g+1] += at[g]
	}
	for i, rank := range ranks {
		s.order[at[rank]] = uint64(rank)<<32 | uint64(uint32(i))
		at[rank]++
	}
}

// of are the codings of some stretches in the order of a corpus. It lays them in
// room, and returns what is left of that.
func (s *side) of(list []stretch, room []Coding) (codings, left []Coding) {
	n := 0
	for _, one := range list {
		for _, o := range s.order[one.from:one.to] {
			room[n] = s.codings[uint32(o)]
			n++
		}
	}
	if n == 0 {
		return nil, room
	}
	if n > 1 {
		SortCodings(room[:n])
	}
	return room[:n:n], room[n:]
}

// size is how many codings some stretches are of.
func size(list []stretch) int {
	n := 0
	for _, one := range list {
		n += int(one.to - one.from)
	}
	return n
}

// coding writes one stretch as one coding.
func (s *side) coding(one stretch, c *Coding) {
	*c = s.codings[uint32(s.order[one.from])]
	for _, o := range s.order[one.from+1 : one.to] {
		c.Segment = c.with(s.codings[uint32(o)].Segment)
	}
}

// with is a segment and a later one that overlaps or touches it as one. The
// quotation is put together from both; it is empty when one of them lacks words.
func (s Segment) with(next Segment) Segment {
	if next.End <= s.End {
		return s
	}
	rest, known := next.Quotation, s.Quotation != ""
	for range s.End - next.Start {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	if known && rest != "" {
		s.Quotation += rest
	} else {
		s.Quotation = ""
	}
	s.End, s.Suffix = next.End, next.Suffix
	return s
}

// unite are the codings of one coder with each stretch as one coding, in the
// order of a corpus.
func unite(codings []Coding) []Coding {
	codings = inOrder(codings)
	s := side{left: codings}
	s.ranks, _ = ranks(codings, nil)
	var out []Coding
	for len(s.left) > 0 {
		s.take(s.left[0].Document)
		for _, one := range s.stretches {
			out = append(out, Coding{})
			s.coding(one, &out[len(out)-1])
		}
	}
	SortCodings(out)
	return out
}
