package agreement

import "slices"

// counts is what the measures of agreement beyond chance start from: the units
// with at least two values and how often each category occurs among them.
type counts struct {
	d       Data
	units   int       // units that have at least need values
	single  int       // units with exactly one value
	totals  []int     // values per category, over the units used
	shares  []float64 // mean over the units of the share of each category
	agree   []float64 // per unit used, agreeing pairs / pairs
	firsts  []int32   // positions of the units used
	perfect bool      // no unit has two values that differ
	bad     bool      // codes that fit neither the coders nor the scores
}

// count looks at the units with at least need values: two for a pair.
func count(d Data, need int) counts {
	width, ok := d.width()
	c := counts{d: d, perfect: true, bad: !ok, totals: make([]int, width)}
	if !ok {
		return c
	}
	c.shares = make([]float64, len(c.totals))
	seen := make([]int, len(c.totals))
	for u := range d.Units() {
		unit := d.Unit(u)
		m := present(unit)
		if m == 1 {
			c.single++
		}
		if m < max(need, 1) {
			continue
		}
		c.firsts = append(c.firsts, int32(u))
		c.add(unit, m, seen)
	}
	c.units = len(c.firsts)
	for k := range c.shares {
		c.shares[k] /= float64(max(c.units, 1))
	}
	return c
}

// add counts the m values of a unit; seen is all zero before and after.
func (c *counts) add(unit []int32, m int, seen []int) {
	same := 0 // ordered pairs that agree
	for _, v := range unit {
		if v >= 0 {
			same += 2 * seen[v]
			seen[v]++
		}
	}
	for _, v := range unit {
		if v >= 0 && seen[v] > 0 {
			c.totals[v] += seen[v]
			c.shares[v] += float64(seen[v]) / float64(m)
			seen[v] = 0
		}
	}
	all := max(m*(m-1), 1)
	c.perfect = c.perfect && same == all // a unit of one value never is
	c.agree = append(c.agree, float64(same)/float64(all))
}

// observed is the mean agreement of pairs, exactly 1 when all agree.
func (c counts) observed() float64 { return mean(c.agree) }

// used is the number of categories that occur.
func (c counts) used() int {
	n := 0
	for _, t := range c.totals {
		if t > 0 {
			n++
		}
	}
	return n
}

// only is the first category that occurs.
func (c counts) only() string {
	return c.d.label(int32(slices.IndexFunc(c.totals, func(t int) bool { return t > 0 })))
}

// constant lists the coders who used one category only while others occur.
func (c counts) constant() []string {
	var out []string
	if c.used() < 2 {
		return nil
	}
	for j, name := range c.d.Coders {
		first, same, n := Missing, true, 0
		for _, u := range c.firsts {
			v := c.d.Unit(int(u))[j]
			if v < 0 {
				continue
			}
			if first < 0 {
				first = v
			}
			same = same && v == first
			n++
		}
		if same && n > 1 { // one value is always the same
			out = append(out, name)
		}
	}
	return out
}

// start makes the measure with what holds for all of them: units used and left
// out, the reasons for no value, the warnings. ok is false when it has no value.
func (c counts) start(name, method string) (m Measure, ok bool) {
	m = Measure{Name: name, Method: method, N: c.units, LeftOut: c.d.Units() - c.units}
	switch {
	case len(c.d.Coders) < 2:
		return m.none(NeedTwoCoders), false
	case c.bad:
		return m.none(BadInput), false
	case c.d.Units() == 0:
		return m.none(EmptyGroup), false
	case c.units == 0:
		return m.none(NoPairableUnits), false
	}
	if c.units < fewUnits {
		m = m.warn(FewUnits, unitsText(c.units))
	}
	return m, true
}

// beyond is start for a measure that needs variation.
func (c counts) beyond(name, method string) (m Measure, ok bool) {
	m, ok = c.start(name, method)
	if ok && c.used() < 2 {
		return m.none(NoVariation, c.only()), false
	}
	return c.tellConstant(m), ok
}

func (c counts) tellConstant(m Measure) Measure {
	for _, coder := range c.constant() {
		m = m.warn(ConstantCoder, coder)
	}
	return m
}

// perfectly marks perfect agreement: no interval, but the exact upper limit.
func (m Measure) perfectly() Measure {
	upper := upperDisagreement(m.N)
	m.SE, m.CI, m.CIReason, m.UpperDisagreement = nil, nil, PerfectAgreement, &upper
	return m.warn(PerfectAgreement)
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
