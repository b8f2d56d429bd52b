package coding

import (
	"cmp"
	"slices"

	"meerzicht/instruments"
)

// decided are the stretches of one document that decisions are about, by code and
// dyad, each list by start; reach is the furthest end up to there.
type decided map[group][]decidedStretch

type decidedStretch struct{ start, end, reach int }

func (d *desk) decided(id instruments.DocumentID) decided {
	out := decided{}
	for _, s := range d.decisions(StandingDocument(id)) {
		for _, p := range s.found() {
			g := group{string(s.Dyad), string(p.Code)}
			out[g] = append(out[g], decidedStretch{start: p.Start, end: p.End})
		}
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b decidedStretch) int { return cmp.Compare(a.start, b.start) })
		reach := 0
		for i := range list {
			reach = max(reach, list[i].end)
			list[i].reach = reach
		}
	}
	return out
}

// found is what a decision is about; one that does not say so (from elsewhere) is
// about all its codes on all its stretch.
func (s Settlement) found() []Part {
	if len(s.Found) > 0 || s.List != "" {
		return s.Found
	}
	var out []Part
	for _, code := range s.Codes {
		out = append(out, Part{Code: code, Start: s.Start, End: s.End})
	}
	return out
}

// over reports whether something was decided about a code on a stretch that
// overlaps this one.
func (d decided) over(g group, start, end int) bool {
	list := d[g]
	n, _ := slices.BinarySearchFunc(list, end, func(s decidedStretch, end int) int { return cmp.Compare(s.start, end) })
	return n > 0 && list[n-1].reach > start
}

func (d decided) on(c Coding) bool {
	return d.over(group{string(c.Dyad), string(c.Code)}, c.Start, c.End)
}

// about reports whether a difference falls on a decision.
func (d decided) about(one Difference) bool {
	return len(d) > 0 && (slices.ContainsFunc(one.A, d.on) || slices.ContainsFunc(one.B, d.on))
}

// changed are the decisions between the two coders about a document where they
// have something else now than when it was decided.
func (d *desk) changed(id instruments.DocumentID, a, b []Coding) []Settlement {
	var out []Settlement
	var now map[group][]Part
	for _, s := range d.decisions(StandingDocument(id)) {
		if !d.between(s) {
			continue
		}
		if now == nil {
			now = partsByGroup(a, b)
		}
		var there []Part
		for _, code := range s.Codes {
			for _, p := range now[group{string(s.Dyad), string(code)}] {
				if slices.ContainsFunc(s.found(), func(f Part) bool { return f.Code == p.Code && f.Start < p.End && p.Start < f.End }) {
					there = append(there, p)
				}
			}
		}
		if !sameParts(there, s.Found) {
			out = append(out, s)
		}
	}
	return out
}

// parts are stretches of one coder, united.
func parts(codings []Coding) []Part {
	var out []Part
	for _, c := range unite(codings) {
		out = append(out, Part{Coder: c.Coder, Code: c.Code, Start: c.Start, End: c.End})
	}
	return out
}

func partsByGroup(sides ...[]Coding) map[group][]Part {
	out := map[group][]Part{}
	for _, side := range sides {
		for _, c := range unite(side) {
			g := group{string(c.Dyad), string(c.Code)}
			out[g] = append(out[g], Part{Coder: c.Coder, Code: c.Code, Start: c.Start, End: c.End})
		}
	}
	return out
}

func sameParts(a, b []Part) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	sortParts(a)
	sortParts(b)
	return slices.Equal(a, b)
}

func sortParts(list []Part) {
	slices.SortFunc(list, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Coder, b.Coder))
	})
}
