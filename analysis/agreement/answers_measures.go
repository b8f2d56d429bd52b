package agreement

import (
	"meerzicht/instruments"
)

const (
	manyMethod  = "; of yes/no decisions of more than two coders, counted by how many said yes"
	groupMethod = "; interval: bootstrap over groups of units (documents, turns, respondents), percentile"
	atOnce      = 32 // tallies of which the replicates are in memory at one time
)

// measure is all measures of a tally with their intervals.
func (x *scope) measure(t *tally) []Measure { return x.measureAll(t.groups, []*tally{t})[0] }

// measureAll is measure for many tallies of one grouping, with the replicates
// drawn once for all of them.
func (x *scope) measureAll(g *grouping, tallies []*tally) [][]Measure {
	out := make([][]Measure, len(tallies))
	spread(len(tallies), x.s.Workers, func(i int) {
		tallies[i].close()
		out[i] = x.point(tallies[i])
	})
	for from := 0; from < len(tallies); from += atOnce {
		to := min(from+atOnce, len(tallies))
		x.intervals(g, tallies[from:to], out[from:to])
	}
	for _, list := range out {
		for j := range list {
			list[j] = list[j].finished()
		}
	}
	return out
}

// intervals puts those of the bootstrap on the measures of some tallies.
func (x *scope) intervals(g *grouping, tallies []*tally, out [][]Measure) {
	var all [][]drawn
	enough := len(g.raters) > 1
	if x.s.Bootstrap != NoBootstrap && x.s.Bootstrap != PairBootstrap && enough {
		all = newBoot(g, tallies).replicates(x.s.Options)
	}
	spread(len(tallies), x.s.Workers, func(i int) {
		for j := range out[i] {
			m := &out[i][j]
			switch {
			case m.Value == nil || m.CIReason == PerfectAgreement || m.CI != nil && tallies[i].stand():
				continue
			case m.Name == FleissName: // it leaves out groups that a replicate may be full of
				continue
			}
			m.SE, m.SE0, m.CI, m.CIReason = nil, nil, nil, ""
			switch {
			case x.s.Bootstrap == NoBootstrap || x.s.Bootstrap == PairBootstrap && m.Name != AlphaName:
				m.CIReason = NotAsked
			case x.s.Bootstrap == PairBootstrap:
				m.Method += pairsMethod
				*m = m.bootstrapped(x.s.Options, pairsDrawn(x.s.Options, *m, tallies[i].pairsOfValues()))
			case !enough:
				m.CIReason = TooFewUnits
			default:
				m.Method += groupMethod
				*m = m.bootstrapped(x.s.Options, valuesOf(all, i, m.Name, g.coders))
			}
			if m.Name != AlphaName {
				m.Below667, m.Below800 = nil, nil // limits of alpha
			}
		}
	})
}

// valuesOf are the replicates of one measure of one tally, without those that
// have no value; nil when the drawing was stopped.
func valuesOf(all [][]drawn, i int, name string, coders int) []float64 {
	if all == nil {
		return nil
	}
	out := make([]float64, 0, len(all))
	if coders > 2 {
		for _, r := range all {
			if v, ok := r[i].value(name); ok {
				out = append(out, v)
			}
		}
		return out
	}
	for _, f := range forms() {
		if f.name != name {
			continue
		}
		for _, r := range all {
			if v, ok := f.of(r[i].table); ok {
				out = append(out, v)
			}
		}
	}
	return out
}

// pairsOfValues is the number of pairs of values of one decision.
func (t *tally) pairsOfValues() int {
	n := 0
	for _, p := range t.pairs {
		n += p.N()
	}
	return n
}

// point is the measures without the interval of alpha.
func (x *scope) point(t *tally) []Measure {
	switch {
	case t.groups.units() == 0:
		return x.nothing()
	case t.groups.coders > 2:
		return x.many(t)
	case t.stand():
		return Binary(t.table())
	}
	return t.table().grouped()
}

// grouped is Binary of units that do not stand apart, such as the characters of
// a document: no standard error over units, and on perfect agreement no limit
// that counts them.
func (t Table) grouped() []Measure {
	var out []Measure
	share, _ := t.prevalence()
	both := float64(t.N())
	a, b := float64(t.Both+t.OnlyA)/both, float64(t.Both+t.OnlyB)/both
	chance := map[string]float64{BrennanPredigerName: .5, GwetName: 2 * share * (1 - share), CohenName: a*b + (1-a)*(1-b)}
	for _, f := range forms() {
		m, ok := t.start(f)
		pe, corrects := chance[f.name]
		switch {
		case !ok:
		case corrects:
			m = m.parts(1-t.miss(), pe)
		case f.name == AlphaName:
			m = m.parts(t.miss(), 2*share*(1-share)*2*both/(2*both-1))
		}
		if f.name == BrennanPredigerName || f.name == GwetName {
			m.Categories = 2
		}
		if ok && t.wrong() == 0 && f.name != PrevalenceName {
			m = m.perfectly()
			m.UpperDisagreement = nil
		}
		out = append(out, m)
	}
	return out
}

// nothing is the measures where there is nothing to compare.
func (x *scope) nothing() []Measure {
	reason := NoPairableUnits
	if x.who != nil && len(x.coders) < 2 {
		reason = NeedTwoCoders
	}
	out := Binary(Table{})
	for i := range out {
		out[i] = out[i].none(reason)
	}
	return out
}

// sums are what the measures of more than two coders are made of.
type sums struct {
	units, leftOut int
	values, yes    float64
	split          float64 // Σ k(m−k)/(m−1)
	apart          float64 // Σ of the share of pairs that disagree
	share          float64 // Σ of the share that says yes
}

// sum adds up the groups with at least need coders.
func (t *tally) sum(need int) sums {
	s := sums{}
	for i, m := range t.groups.raters {
		if m < max(2, need) {
			s.leftOut += t.groups.size[i]
			continue
		}
		s.units += t.groups.size[i]
		s.values += float64(m * t.groups.size[i])
	}
	for _, c := range t.cells {
		if m := t.groups.raters[c.group]; m >= max(2, need) {
			s.add(c, m)
		}
	}
	return s
}

// add puts the decisions of a group of m coders to the sums.
func (s *sums) add(c votes, m int) {
	for k, n := range c.yes {
		s.yes += float64(k * n)
		s.split += float64(k*(m-k)*n) / float64(m-1)
		s.apart += 2 * float64(k*(m-k)*n) / float64(m*(m-1))
		s.share += float64(k*n) / float64(m)
	}
}

// value is a measure of a replicate; false when it has none.
func (s sums) value(name string) (float64, bool) {
	pa, p := 1-s.apart/float64(s.units), s.share/float64(s.units)
	switch name {
	case AlphaName:
		return alphaOf(s.values, s.yes, s.split)
	case BrennanPredigerName:
		return 2*pa - 1, s.units > 0
	case GwetName:
		pe := 2 * p * (1 - p)
		return 1 - (1-pa)/(1-pe), s.units > 0
	}
	return pa, s.units > 0
}

// start is the measure with what holds for all of them; ok is false when it has
// no value.
func (s sums) start(name, method string) (m Measure, ok bool) {
	m = Measure{Name: name, Method: method + manyMethod, N: s.units, LeftOut: s.leftOut}
	switch {
	case s.units == 0 && s.leftOut > 0:
		return m.none(NoCompleteUnits), false
	case s.units == 0:
		return m.none(NoPairableUnits), false
	}
	if s.units < fewUnits {
		m = m.warn(FewUnits, unitsText(s.units))
	}
	return m, true
}

// corrected is (Pa − Pe)/(1 − Pe), written so that perfect agreement is exactly
// 1; varied tells whether the measure needs both answers.
func (s sums) corrected(m Measure, pe float64, varied bool) Measure {
	pa := 1 - s.apart/float64(s.units)
	if varied && (s.yes == 0 || s.yes == s.values) {
		return m.none(NoVariation, answer(s.yes > 0))
	}
	m = m.set(1-(1-pa)/(1-pe)).parts(pa, pe)
	m.CIReason = NoSource
	if s.split == 0 {
		m = m.perfectly()
	}
	return m
}

// many are the measures of three or more coders, from how many said yes.
func (x *scope) many(t *tally) []Measure {
	all, whole := t.sum(2), t.sum(t.groups.coders)
	var out []Measure
	add := func(s sums, name, method string, pe func(share float64) float64, varied bool) {
		m, ok := s.start(name, method)
		if ok {
			m = s.corrected(m, pe(s.share/float64(s.units)), varied)
		}
		out = append(out, m)
	}
	zero := func(float64) float64 { return 0 }
	add(all, PercentName, percentMethod, zero, false)
	add(whole, FleissName, fleissMethod, func(p float64) float64 { return p*p + (1-p)*(1-p) }, true)
	add(all, BrennanPredigerName, brennanMethod, func(float64) float64 { return .5 }, false)
	add(all, GwetName, gwetMethod, func(p float64) float64 { return 2 * p * (1 - p) }, false)
	return append(out, x.alpha(t, all))
}

// alpha of a tally without its interval.
func (x *scope) alpha(t *tally, s sums) Measure {
	m, ok := s.start(AlphaName, alphaMethod+levelMethod(Nominal))
	if !ok {
		return m
	}
	v, ok := alphaOf(s.values, s.yes, s.split)
	if !ok {
		return m.none(NoVariation, answer(s.yes > 0))
	}
	m = m.set(v).parts(2*s.split/s.values, 2*s.yes*(s.values-s.yes)/(s.values*(s.values-1)))
	if s.split == 0 {
		m = m.perfectly()
	}
	return m
}

// answer is what a category is called where a code is given or not.
func answer(yes bool) instruments.Text {
	if yes {
		return instruments.Text{NL: "wel", EN: "yes"}
	}
	return instruments.Text{NL: "niet", EN: "no"}
}

// segmented fills in the figures of segments.
func (x *scope) segmented(r *Result, tables [][]Table) {
	r.Threshold = x.s.threshold()
	whole := make([]Table, len(x.docs))
	r.Codes = make([]CodeResult, len(tables))
	for i, list := range tables {
		for j, t := range list {
			whole[j] = whole[j].Plus(t)
		}
		r.Codes[i] = CodeResult{Code: x.codes[i], Label: x.label(x.codes[i]), Table: total(list), Measures: []Measure{x.segment(list)}}
	}
	r.Table, r.Pooled, r.Mean = total(whole), []Measure{x.segment(whole)}, meanOf(r.Codes)
	r.Units = 2*r.Table.Both + r.Table.OnlyA + r.Table.OnlyB
}

func total(list []Table) Table {
	var sum Table
	for _, t := range list {
		sum = sum.Plus(t)
	}
	return sum
}

// segment is the share of all segments that match, with an interval over
// documents.
func (x *scope) segment(list []Table) Measure {
	t := total(list)
	m := Measure{Name: SegmentName, Method: segmentMethod + "; interval: bootstrap over documents, percentile", N: 2*t.Both + t.OnlyA + t.OnlyB}
	switch {
	case len(x.coders) < 2:
		return m.none(NeedTwoCoders)
	case m.N == 0:
		return m.none(EmptyGroup)
	}
	if m.N < fewUnits {
		m = m.warn(FewUnits, unitsText(m.N))
	}
	m = m.set(2 * float64(t.Both) / float64(m.N))
	switch {
	case t.OnlyA+t.OnlyB == 0:
		return m.perfectly()
	case x.s.Bootstrap == NoBootstrap:
		m.CIReason = NotAsked
		return m
	case len(list) < 2:
		m.CIReason = TooFewUnits
		return m
	}
	return x.redraw(m, list)
}

// redraw is the interval of the share of matching segments: documents are drawn
// with replacement. A replicate without segments is dropped.
func (x *scope) redraw(m Measure, list []Table) Measure {
	one := func(s *stream, _ *scratch) (float64, bool) {
		both, all := 0, 0
		for range list {
			t := list[s.below(len(list))]
			both, all = both+2*t.Both, all+2*t.Both+t.OnlyA+t.OnlyB
		}
		return float64(both) / float64(max(all, 1)), all > 0
	}
	m = m.bootstrapped(x.s.Options, x.s.draw(func() *scratch { return nil }, one))
	m.Below667, m.Below800 = nil, nil // limits of alpha
	return m
}
