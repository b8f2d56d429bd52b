package coding

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// group is what can be one stretch: a code, and a dyad of an indicator.
type group struct{ dyad, code string }

// ranks numbers the groups by dyad and code.
func ranks(a, b []Coding) map[group]uint32 {
	out := map[group]uint32{}
	for _, side := range [][]Coding{a, b} {
		for i := range side {
			out[group{string(side[i].Dyad), string(side[i].Code)}] = 0
		}
	}
	all := make([]group, 0, len(out))
	for g := range out {
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b group) int { return cmp.Or(cmp.Compare(a.dyad, b.dyad), cmp.Compare(a.code, b.code)) })
	for i, g := range all {
		out[g] = uint32(i)
	}
	return out
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
	order     []uint64 // group and place in codings, sorted
	stretches []stretch
}

// take takes the codings of next's document from the front of all and unites
// them. It keeps the memory of the document before.
func (s side) take(all []Coding, next *Coding, ranks map[group]uint32) (side, []Coding) {
	n := 0
	for n < len(all) && all[n].Document == next.Document {
		n++
	}
	s.codings, s.order, s.stretches = all[:n], s.order[:0], s.stretches[:0]
	for i := range s.codings {
		c := &s.codings[i]
		s.order = append(s.order, uint64(ranks[group{string(c.Dyad), string(c.Code)}])<<32|uint64(uint32(i)))
	}
	slices.Sort(s.order)
	for i, o := range s.order {
		c, g := &s.codings[uint32(o)], uint32(o>>32)
		if k := len(s.stretches) - 1; k >= 0 && s.stretches[k].group == g && c.Start <= s.stretches[k].end {
			s.stretches[k].to, s.stretches[k].end = int32(i+1), max(s.stretches[k].end, c.End)
			continue
		}
		s.stretches = append(s.stretches, stretch{group: g, from: int32(i), to: int32(i + 1), start: c.Start, end: c.End})
	}
	return s, all[n:]
}

// of are the codings of some stretches in the order of a corpus.
func (s *side) of(list []stretch) []Coding {
	n := 0
	for _, one := range list {
		n += int(one.to - one.from)
	}
	if n == 0 {
		return nil
	}
	out := make([]Coding, 0, n)
	for _, one := range list {
		for _, o := range s.order[one.from:one.to] {
			out = append(out, s.codings[uint32(o)])
		}
	}
	SortCodings(out)
	return out
}

// coding is one stretch as one coding.
func (s *side) coding(one stretch) Coding {
	c := s.codings[uint32(s.order[one.from])]
	for _, o := range s.order[one.from+1 : one.to] {
		c.Segment = c.with(s.codings[uint32(o)].Segment)
	}
	return c
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
	known := ranks(codings, nil)
	var out []Coding
	for s := (side{}); len(codings) > 0; {
		s, codings = s.take(codings, &codings[0], known)
		for _, one := range s.stretches {
			out = append(out, s.coding(one))
		}
	}
	SortCodings(out)
	return out
}
