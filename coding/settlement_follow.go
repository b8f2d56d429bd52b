package coding

import (
	"cmp"
	"slices"

	"meerzicht/instruments"
)

// Decisions follow what they are about: when codes merge, split or go, and when a
// document is taken out of the study.

// withdraw takes a document out of the rounds, with the decisions about it.
func (r *removal) withdraw() error {
	rounds, err := All[Round](r.view, RoundKind)
	if err != nil {
		return err
	}
	for _, round := range rounds {
		if !round.Has(r.doc.ID) {
			continue
		}
		round.Documents = only(round.Documents, r.others)
		delete(round.Standing, StandingDocument(r.doc.ID))
		if round.Blind && !round.Released {
			round.Removed = append(slices.Clone(round.Removed), RemovedDocument{r.doc.ID, r.doc.Respondent})
		}
		r.put(RoundKind, round.ID, round)
	}
	settlements, err := All[Settlement](r.view, SettlementKind)
	for _, s := range settlements {
		if s.Document == r.doc.ID {
			r.put(SettlementKind, s.ID, nil)
		}
	}
	return err
}

// recode gives the parts of every decision other codes: to is what a part
// becomes, nothing when its code goes. A decision with no code left goes. moved
// are codings that became another one, or "" when they went.
func (d *draft) recode(codes []CodeID, to func(Settlement, Part) []Part, moved map[CodingID]CodingID) {
	if d.err != nil {
		return
	}
	settlements, err := All[Settlement](d.view, SettlementKind)
	if err != nil {
		d.err = err
	}
	for _, s := range settlements {
		made, changed := replaced(s.Made, moved)
		if !changed && !slices.ContainsFunc(s.Codes, func(c CodeID) bool { return slices.Contains(codes, c) }) {
			continue
		}
		var found []Part
		s.Codes = nil
		for _, p := range s.found() {
			if !slices.Contains(codes, p.Code) {
				found = append(found, p)
				continue
			}
			found = append(found, to(s, p)...)
		}
		s.Made, s.Found = made, uniteParts(found)
		for _, p := range s.Found {
			s.Codes = append(s.Codes, p.Code)
		}
		slices.Sort(s.Codes)
		if s.Codes = slices.Compact(s.Codes); len(s.Codes) == 0 {
			d.put(SettlementKind, s.ID, nil)
			continue
		}
		d.put(SettlementKind, s.ID, s)
	}
}

// uniteParts joins parts of one coder and code that overlap or touch.
func uniteParts(list []Part) []Part {
	slices.SortFunc(list, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Coder, b.Coder), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Start, b.Start))
	})
	var out []Part
	for _, p := range list {
		if n := len(out) - 1; n >= 0 && out[n].Coder == p.Coder && out[n].Code == p.Code && p.Start <= out[n].End {
			out[n].End = max(out[n].End, p.End)
			continue
		}
		out = append(out, p)
	}
	sortParts(out)
	return out
}

// forget lets decisions forget codes whose codings went.
func (d *draft) forget(codes ...CodeID) {
	gone := map[CodingID]CodingID{}
	for _, id := range codes {
		if d.err != nil {
			return
		}
		codings, err := d.view.CodingsOf(id)
		if err != nil {
			d.err = err
		}
		for _, c := range codings {
			gone[c.ID] = ""
		}
	}
	d.recode(codes, func(Settlement, Part) []Part { return nil }, gone)
}

// split lets decisions about a code follow the codings that they found: a part
// whose codings go to several codes becomes several parts. A part of which nothing
// is left keeps the code.
func (d *draft) split(id CodeID, codings []Coding, to func(Coding) CodeID) {
	d.recode([]CodeID{id}, func(s Settlement, p Part) []Part {
		var out []Part
		for _, c := range codings {
			if c.Document != s.Document || c.Dyad != s.Dyad || p.Coder != "" && c.Coder != p.Coder || c.Start >= p.End || c.End <= p.Start {
				continue
			}
			one := p
			if code := to(c); code != "" {
				one.Code = code
			}
			one.Start, one.End = max(p.Start, c.Start), min(p.End, c.End)
			out = append(out, one)
		}
		if out == nil {
			out = append(out, p)
		}
		return out
	}, nil)
}

// MoveSettlements are decisions about a document whose text was replaced, in the
// order given: what they are about goes with the codings that it consists of, as
// Reanchor found them, and what is no coding any more with its words. What is not
// found again a decision is no longer about; one of which nothing is found is left
// out. The texts are those before and after.
func MoveSettlements(before, after string, list []Settlement, codings []Reanchored) []Settlement {
	found := make([][]Part, len(list))
	var places []Coding
	var loose []Part // parts that no codings make up, and whose they are
	var of []int
	in := NewSegmenter(&instruments.Document{Text: before})
	for i, s := range list {
		for _, p := range s.found() {
			now, whole := p.with(s.Dyad, codings)
			seg, err := in.Segment(p.Start, p.End)
			if whole || err != nil {
				found[i] = append(found[i], now...)
				continue
			}
			places, loose, of = append(places, Coding{Segment: seg}), append(loose, p), append(of, i)
		}
	}
	for n, r := range Reanchor(before, after, places) {
		if r.Outcome != Lost {
			loose[n].Start, loose[n].End = r.Coding.Start, r.Coding.End
			found[of[n]] = append(found[of[n]], loose[n])
			continue
		}
		now, _ := loose[n].with(list[of[n]].Dyad, codings)
		found[of[n]] = append(found[of[n]], now...)
	}
	var out []Settlement
	for i, s := range list {
		if len(found[i]) > 0 {
			out = append(out, s.about(found[i]))
		}
	}
	return out
}

// with is where the codings of a part are in a new text, and whether they were
// all of it.
func (p Part) with(dyad instruments.DyadID, codings []Reanchored) (now []Part, whole bool) {
	var was []Part
	for _, r := range codings {
		c := r.Coding
		if c.Code != p.Code || c.Dyad != dyad || p.Coder != "" && c.Coder != p.Coder || r.Old.Start < p.Start || r.Old.End > p.End {
			continue
		}
		one := p
		one.Start, one.End = r.Old.Start, r.Old.End
		was = append(was, one)
		if r.Outcome != Lost {
			one.Start, one.End = c.Start, c.End
			now = append(now, one)
		}
	}
	was = uniteParts(was)
	return now, len(was) == 1 && was[0] == p
}

// about is a decision with other parts.
func (s Settlement) about(found []Part) Settlement {
	s.Found, s.Codes = uniteParts(found), nil
	s.Start, s.End = s.Found[0].Start, s.Found[0].End
	for _, p := range s.Found {
		s.Start, s.End = min(s.Start, p.Start), max(s.End, p.End)
		s.Codes = append(s.Codes, p.Code)
	}
	slices.Sort(s.Codes)
	s.Codes = slices.Compact(s.Codes)
	return s
}
