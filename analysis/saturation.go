package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Saturation is how many new codes each next interview brings, in the order of
// respondent ids (R2 before R10), and beside it the exact accumulation curve, which does not
// depend on the order. Codes are the codable ones of Options.Domain ("" for
// all). With fewer than two coded interviews the curve has no value.
//
// Rows: interviews. Columns: new, seen (so far), expected.
func Saturation(c *coding.Corpus, o Options) Table {
	x := newIndex(c)
	if !o.whole() {
		x.keep(o)
	}
	b := builder{Table{
		ID: "saturation", Title: instruments.Text{NL: "Verzadiging", EN: "Saturation"}, Unit: Documents,
		Base: instruments.Text{NL: "Aantallen codes.", EN: "Numbers of codes."}, Stub: instruments.Text{NL: "Interview", EN: "Interview"},
	}}
	b.numbers("new", instruments.Text{NL: "nieuwe codes", EN: "new codes"}, 0)
	b.numbers("seen", instruments.Text{NL: "codes tot nu toe", EN: "codes so far"}, 0)
	b.numbers("expected", instruments.Text{NL: "verwacht bij willekeurige volgorde", EN: "expected in random order"}, 2)
	order, fresh, frequency := x.fresh(o)
	curve, seen := AccumulationCurve(len(order), frequency), 0
	for i, p := range order {
		seen += fresh[i]
		r := b.row(string(x.people[p].ID), instruments.Same(string(x.people[p].ID)))
		r.number("new", Statistic{}.set(float64(fresh[i])))
		r.number("seen", Statistic{}.set(float64(seen)))
		if curve == nil {
			r.number("expected", Statistic{}.none(TooFewInterviews))
		} else {
			r.number("expected", Statistic{}.set(curve[i]))
		}
	}
	if len(order) == 0 {
		b.empty()
	}
	b.note("order", "De volgorde is die van de respondentnummers, niet die van het veldwerk; de verwachte kromme hangt niet van een volgorde af.", "The order is that of the respondents' ids, not of the fieldwork; the expected curve does not depend on any order.")
	return b.t
}

// newCodes is how many new codes each next interview brought, and in how many
// interviews each code occurs.
func newCodes(c *coding.Corpus, o Options) (fresh, frequency []int) {
	x := newIndex(c)
	if !o.whole() {
		x.keep(o)
	}
	_, fresh, frequency = x.fresh(o)
	return fresh, frequency
}

// fresh puts the coded interviews in the order of respondent ids: how many new
// codes each brings, and in how many of them each code occurs, smallest first.
func (x *index) fresh(o Options) (order, fresh, frequency []int) {
	used := x.codesPerPerson(o)
	order = sortedKeys(used)
	slices.SortStableFunc(order, func(p, q int) int { return compareIDs(x.people[p].ID, x.people[q].ID) })
	times := map[coding.CodeID]int{}
	for _, p := range order {
		before := len(times)
		for code := range used[p] {
			times[code]++
		}
		fresh = append(fresh, len(times)-before)
	}
	return order, fresh, frequencies(times)
}

// compareIDs puts ids in the order in which people count them: R2 before R10.
func compareIDs(a, b instruments.RespondentID) int {
	x, y := string(a), string(b)
	for x != "" && y != "" {
		p, q := digits(x), digits(y)
		if p > 0 && q > 0 {
			m, n := strings.TrimLeft(x[:p], "0"), strings.TrimLeft(y[:q], "0")
			if c := cmp.Or(cmp.Compare(len(m), len(n)), cmp.Compare(m, n)); c != 0 {
				return c
			}
			x, y = x[p:], y[q:]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

// digits is how many digits a string begins with.
func digits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }

// codesPerPerson are the codes of the domain in each coded interview.
func (x *index) codesPerPerson(o Options) map[int]map[coding.CodeID]bool {
	out := map[int]map[coding.CodeID]bool{}
	for i := range x.c.Codings {
		k := &x.c.Codings[i]
		p, speaks := x.speaker[k.Document]
		code, known := x.c.Codebook.Code(k.Code)
		if !speaks || !known || !o.counts(k) || o.Domain != "" && code.Domain != o.Domain {
			continue
		}
		if out[p] == nil {
			out[p] = map[coding.CodeID]bool{}
		}
		out[p][k.Code] = true
	}
	return out
}

func frequencies(m map[coding.CodeID]int) []int {
	out := make([]int, 0, len(m))
	for _, n := range m {
		out = append(out, n)
	}
	slices.Sort(out) // so that sums come out the same whatever the order of the map
	return out
}

// AccumulationCurve is the exact expected number of different codes in k of N
// interviews, for k = 1 … N, when each code occurs in n_i of them:
//
//	E[S(k)] = S − Σ C(N − n_i, k) / C(N, k)
//
// (Ugland, Gray & Ellingsen 2003, J. Anim. Ecol. 72, 888–897). It is nil for
// fewer than two interviews and for an n_i outside 1 … N.
func AccumulationCurve(interviews int, n []int) []float64 {
	if interviews < 2 {
		return nil
	}
	out := make([]float64, interviews)
	for _, f := range n {
		if f < 1 || f > interviews {
			return nil
		}
		for k := range out {
			missed := 0.0
			if k+1 <= interviews-f {
				missed = math.Exp(logChoose(interviews-f, k+1) - logChoose(interviews, k+1))
			}
			out[k] += 1 - missed
		}
	}
	return out
}
