package agreement

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Sources of the measures.
const (
	percentMethod  = "Gwet 2014, p_a: mean over units of agreeing pairs / pairs; SE Gwet 2014"
	fleissMethod   = "Fleiss 1971: (Po − Pe)/(1 − Pe), Pe = Σ (pooled share)²; SE Gwet 2021"
	brennanMethod  = "Brennan & Prediger 1981: (Pa − 1/q)/(1 − 1/q); SE Gwet 2014"
	gwetMethod     = "Gwet 2008, AC1: (Pa − Pe)/(1 − Pe), Pe = Σ π(1 − π)/(q − 1); SE Gwet 2008, 2014"
	upperErrorRate = 0.05
)

// Percent is the agreement of pairs of coders: the mean over the units with at
// least two values of agreeing pairs / pairs, after Gwet (2014), Handbook of
// Inter-Rater Reliability, 4th ed.; for complete data the observed agreement
// of Fleiss (1971). Its standard error is that of a mean over units.
func Percent(d Data) Measure {
	c := count(d, 2)
	m, ok := c.start(PercentName, percentMethod)
	if !ok {
		return m
	}
	return c.spread(m.set(c.observed()), c.agree)
}

// Fleiss is the kappa of Fleiss (1971), Psychol. Bull. 76, 378–382: agreement
// of pairs beyond that of the pooled shares. It needs units that every coder
// coded; LeftOut says how many were not. For two coders it is Scott's pi. The
// standard error is that of Gwet (2021), Educ. Psychol. Meas. 81, 781–790; the
// one of 1971 holds only when there is no agreement.
func Fleiss(d Data) Measure {
	c := count(d, max(len(d.Coders), 2))
	m, ok := c.start(FleissName, fleissMethod)
	if m.Reason == NoPairableUnits && d.Pairable() > 0 {
		return m.none(NoCompleteUnits)
	}
	if !ok {
		return m
	}
	if m, ok = c.beyond(FleissName, fleissMethod); !ok {
		return m
	}
	pe := 0.0
	for _, s := range c.shares {
		pe += s * s
	}
	m = c.corrected(m, pe, func(k int32) float64 { return c.shares[k] })
	if n := len(d.Coders); m.CI != nil && n > 2 { // an intraclass correlation of n is at least −1/(n−1)
		m.CI[0] = max(m.CI[0], -1/float64(n-1))
	}
	return m
}

// BrennanPrediger takes chance as 1/q, after Brennan & Prediger (1981), Educ.
// Psychol. Meas. 41, 687–699. q comes from the codebook (Data.Categories).
func BrennanPrediger(d Data) Measure {
	c := count(d, 2)
	m, q, ok := c.declared(BrennanPredigerName, brennanMethod)
	if !ok {
		return m
	}
	return c.corrected(m, 1/float64(q), func(int32) float64 { return 1 / float64(q) })
}

// GwetAC1 takes chance as Σ π_k(1−π_k)/(q−1) with π_k the mean share of a
// category, after Gwet (2008), Br. J. Math. Stat. Psychol. 61, 29–48. q comes
// from the codebook. Units with a single value do not count; a warning then
// says what Gwet (2014), who counts them in π_k, would get.
func GwetAC1(d Data) Measure {
	c := count(d, 2)
	m, q, ok := c.declared(GwetName, gwetMethod)
	if !ok {
		return m
	}
	m = c.corrected(m, gwetChance(c.shares, q), func(k int32) float64 { return (1 - c.shares[k]) / float64(q-1) })
	if c.single > 0 && m.Value != nil && !c.perfect {
		all := count(d, 1)
		pe := gwetChance(all.shares, q)
		m = m.warn(UnpairedValues, unitsText(c.single), number(1-(1-c.observed())/(1-pe)))
	}
	return m
}

func gwetChance(shares []float64, q int) float64 {
	pe := 0.0
	for _, s := range shares {
		pe += s * (1 - s)
	}
	return pe / float64(q-1)
}

// declared is start for a measure that needs q of the codebook.
func (c counts) declared(name, method string) (m Measure, q int, ok bool) {
	m, ok = c.start(name, method)
	if !ok {
		return m, 0, false
	}
	used := c.used()
	q = c.d.Categories
	switch {
	case q > 0 && used > q:
		return m.none(OutsideCodebook), q, false
	case q == 0:
		q = used
		m = m.warn(CategoriesUnknown, used)
	}
	if q < 2 {
		return m.none(NoVariation, c.only()), q, false
	}
	m.Categories = q
	return c.tellConstant(m), q, true
}

// corrected is (Pa − Pe)/(1 − Pe), written so that perfect agreement is exactly
// 1, with the standard error by linearisation of Gwet (2008, 2014, 2021): chance
// gives the part of category k in the chance agreement of a unit.
func (c counts) corrected(m Measure, pe float64, chance func(k int32) float64) Measure {
	pa := c.observed()
	value := 1 - (1-pa)/(1-pe)
	m = m.set(value).parts(pa, pe)
	if c.perfect || m.Value == nil {
		return c.spread(m, nil)
	}
	parts := make([]float64, c.units)
	for i, u := range c.firsts {
		unit := c.d.Unit(int(u))
		of, n := 0.0, 0
		for _, v := range unit {
			if v >= 0 {
				of, n = of+chance(v), n+1
			}
		}
		parts[i] = (c.agree[i]-pe)/(1-pe) - 2*(1-value)*(of/float64(n)-pe)/(1-pe)
	}
	return c.spread(m, parts)
}

// spread adds the standard error √(Σ (part − value)²/(n(n−1))) and the interval
// with Student's t on n−1 degrees of freedom, as Gwet's tables have it.
func (c counts) spread(m Measure, parts []float64) Measure {
	switch {
	case m.Value == nil:
		return m
	case c.perfect:
		return m.perfectly()
	}
	sum := 0.0
	for _, p := range parts {
		sum += (p - *m.Value) * (p - *m.Value)
	}
	return m.meanSpread(sum, c.units)
}

// meanSpread is the interval of a mean over n units with this sum of squares.
func (m Measure) meanSpread(sum float64, units int) Measure {
	if units < 2 {
		m.CIReason = TooFewUnits
		return m
	}
	n := float64(units)
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(1 - (1-intervalLevel)/2)
	return m.spreadOf(math.Sqrt(sum/(n*(n-1))), t)
}

// leastSpread is the standard error under which there is none but rounding.
const leastSpread = 1e-12

// spreadOf is interval, unless there is no spread at all.
func (m Measure) spreadOf(se, quantile float64) Measure {
	if se < leastSpread {
		m.CIReason = NoSpread
		return m
	}
	return m.interval(se, quantile)
}

// upperDisagreement is the exact one-sided 95 % upper limit for the share of
// units with disagreement when none of n has any: 1 − .05^(1/n), the
// Clopper–Pearson limit at zero.
func upperDisagreement(n int) float64 {
	return 1 - math.Pow(upperErrorRate, 1/float64(max(n, 1)))
}
