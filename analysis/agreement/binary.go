package agreement

import (
	"meerzicht/analysis"
	"meerzicht/instruments"
)

// Table is the agreement of two coders on one code: how many units (documents,
// turns, characters) both gave it, only the first, only the second, neither.
type Table struct {
	Both    int `json:"both"`
	OnlyA   int `json:"only_a"`
	OnlyB   int `json:"only_b"`
	Neither int `json:"neither"`
}

// N is the number of units of the table.
func (t Table) N() int { return t.Both + t.OnlyA + t.OnlyB + t.Neither }

// Plus adds two tables.
func (t Table) Plus(u Table) Table {
	return Table{t.Both + u.Both, t.OnlyA + u.OnlyA, t.OnlyB + u.OnlyB, t.Neither + u.Neither}
}

const (
	jaccardMethod    = "Jaccard 1901: both / (both + only A + only B)"
	f1Method         = "F1: 2·both / (2·both + only A + only B)"
	prevalenceMethod = "share of the values that are the code: (2·both + only A + only B) / 2n"
	tablesMethod     = "; interval: bootstrap over units of several tables, percentile"
)

// Binary are the measures of one code from its 2×2 table, when every unit
// stands for itself: percent, Cohen's kappa, Brennan–Prediger, Gwet's AC1,
// Krippendorff's alpha (nominal), Jaccard of what was coded, F1 and the
// prevalence. q is 2. Alpha, Jaccard, F1 and prevalence get no interval here.
func Binary(t Table) []Measure {
	p := t.pairs()
	out := make([]Measure, 0, 8)
	for _, f := range forms() {
		m, ok := t.start(f)
		if ok {
			m = t.fill(m, f, p)
		}
		out = append(out, m.finished())
	}
	return out
}

// BinaryUnits are the measures of the tables together, with intervals by
// bootstrap over the tables: what is drawn again is the document, since the
// characters or turns within it do not stand apart.
func BinaryUnits(units []Table, o Options) []Measure {
	sum := Table{}
	for _, u := range units {
		sum = sum.Plus(u)
	}
	out := Binary(sum)
	perfect := sum.OnlyA+sum.OnlyB == 0
	var drawn []Table
	if o.Bootstrap != NoBootstrap && len(units) > 1 && sum.N() > 0 {
		drawn = each(o, func() func(*stream) Table { return func(s *stream) Table { return redraw(units, s) } })
	}
	for i, f := range forms() {
		m := &out[i]
		if m.Value == nil || perfect && f.name != PrevalenceName {
			continue
		}
		m.SE, m.SE0, m.CI, m.CIReason = nil, nil, nil, ""
		m.Method = f.method + tablesMethod
		switch {
		case len(units) < 2:
			m.CIReason = TooFewUnits
		case o.Bootstrap == NoBootstrap:
			m.CIReason = NotAsked
		default:
			*m = m.bootstrapped(o, f.values(drawn))
			if f.name != AlphaName {
				m.Below667, m.Below800 = nil, nil
			}
		}
	}
	return out
}

func redraw(units []Table, s *stream) Table {
	var sum Table
	for range units {
		u := &units[s.below(len(units))]
		sum.Both += u.Both
		sum.OnlyA += u.OnlyA
		sum.OnlyB += u.OnlyB
		sum.Neither += u.Neither
	}
	return sum
}

// form is a measure of a table: numerator of what is wrong and of what would be.
type form struct {
	name, method string
	of           func(t Table) (v float64, ok bool) // false: no value
	reason       string                             // why not
}

func forms() []form {
	return []form{
		{PercentName, percentMethod, Table.percent, EmptyGroup},
		{CohenName, cohenMethod, Table.cohen, NoVariation},
		{BrennanPredigerName, brennanMethod, func(t Table) (float64, bool) { return t.beyond(.5) }, EmptyGroup},
		{GwetName, gwetMethod, Table.gwet, EmptyGroup},
		{AlphaName, alphaMethod + levelMethod(Nominal), Table.alpha, NoVariation},
		{JaccardName, jaccardMethod, Table.jaccard, analysis.UnusedCode},
		{F1Name, f1Method, Table.f1, analysis.UnusedCode},
		{PrevalenceName, prevalenceMethod, Table.prevalence, EmptyGroup},
	}
}

// values are the form's values of tables, without those that have none.
func (f form) values(tables []Table) []float64 {
	if tables == nil {
		return nil
	}
	out := make([]float64, 0, len(tables))
	for _, t := range tables {
		if v, ok := f.of(t); ok {
			out = append(out, v)
		}
	}
	return out
}

func (t Table) ones() int     { return 2*t.Both + t.OnlyA + t.OnlyB }
func (t Table) wrong() int    { return t.OnlyA + t.OnlyB }
func (t Table) same() bool    { return t.ones() == 0 || t.ones() == 2*t.N() }
func (t Table) miss() float64 { return float64(t.wrong()) / float64(t.N()) }

func (t Table) beyond(pe float64) (float64, bool) { return 1 - t.miss()/(1-pe), t.N() > 0 }
func (t Table) percent() (float64, bool)          { return 1 - t.miss(), t.N() > 0 }

func (t Table) prevalence() (float64, bool) {
	return float64(t.ones()) / float64(2*t.N()), t.N() > 0
}

func (t Table) cohen() (float64, bool) {
	n, a, b := float64(t.N()), float64(t.Both+t.OnlyA), float64(t.Both+t.OnlyB)
	expected := a*(n-b) + b*(n-a) // n² times the disagreement by chance
	return 1 - n*float64(t.wrong())/expected, t.N() > 0 && expected > 0
}

func (t Table) gwet() (float64, bool) {
	p, ok := t.prevalence()
	v, _ := t.beyond(2 * p * (1 - p))
	return v, ok
}

func (t Table) alpha() (float64, bool) {
	n, ones := float64(2*t.N()), float64(t.ones())
	zeros := n - ones
	return 1 - (n-1)*float64(t.wrong())/(ones*zeros), t.N() > 0 && !t.same()
}

func (t Table) jaccard() (float64, bool) {
	return float64(t.Both) / float64(t.Both+t.wrong()), t.ones() > 0
}

func (t Table) f1() (float64, bool) {
	return float64(2*t.Both) / float64(t.ones()), t.ones() > 0
}

// start is the measure with its units, warnings and value or reason.
func (t Table) start(f form) (Measure, bool) {
	m := Measure{Name: f.name, Method: f.method, N: t.N()}
	if t.N() == 0 {
		return m.none(EmptyGroup), false
	}
	if t.N() < fewUnits {
		m = m.warn(FewUnits, unitsText(t.N()))
	}
	v, ok := f.of(t)
	if !ok {
		return m.none(f.reason, t.words(f.reason)...), false
	}
	if f.name != PercentName && f.name != PrevalenceName && !t.same() {
		for i, n := range []int{t.Both + t.OnlyA, t.Both + t.OnlyB} {
			if n == 0 || n == t.N() {
				m = m.warn(ConstantCoder, string(rune('A'+i)))
			}
		}
	}
	return m.set(v), true
}

// words fill the blank of the reason.
func (t Table) words(reason string) []any {
	switch {
	case reason != NoVariation:
		return nil
	case t.Both > 0:
		return []any{instruments.Text{NL: "gecodeerd", EN: "coded"}}
	}
	return []any{instruments.Text{NL: "niet gecodeerd", EN: "not coded"}}
}

// fill adds what a measure has beside its value.
func (t Table) fill(m Measure, f form, p pairs) Measure {
	switch f.name {
	case CohenName:
		k := p.kappa(m, nominalDistance{p})
		k.Value = m.Value
		return k
	case PercentName:
		return t.spread(m, 0, func(float64) float64 { return 0 })
	case BrennanPredigerName:
		m.Categories = 2
		return t.spread(m, .5, func(float64) float64 { return .5 })
	case GwetName:
		m.Categories = 2
		share, _ := t.prevalence()
		return t.spread(m, 2*share*(1-share), func(x float64) float64 { return x*(1-share) + (1-x)*share })
	case AlphaName:
		n, ones := float64(2*t.N()), float64(t.ones())
		m = m.parts(t.miss(), 2*ones*(n-ones)/(n*(n-1)))
	}
	if f.name != PrevalenceName && t.wrong() == 0 {
		return m.perfectly()
	}
	if m.CIReason == "" {
		m.CIReason = NoSource
	}
	return m
}

// spread is counts.spread for the three kinds of units of a table: chance gives
// the part in the chance agreement of a unit of which the share x are ones.
func (t Table) spread(m Measure, pe float64, chance func(x float64) float64) Measure {
	if f := m.Name; f != PercentName {
		m = m.parts(1-t.miss(), pe)
	}
	if t.wrong() == 0 {
		return m.perfectly()
	}
	sum := 0.0
	for _, kind := range []struct {
		n        int
		agree, x float64
	}{{t.Both, 1, 1}, {t.wrong(), 0, .5}, {t.Neither, 1, 0}} {
		part := (kind.agree-pe)/(1-pe) - 2*(1-*m.Value)*(chance(kind.x)-pe)/(1-pe)
		sum += float64(kind.n) * (part - *m.Value) * (part - *m.Value)
	}
	return m.meanSpread(sum, t.N())
}

// pairs is the table as one of two categories.
func (t Table) pairs() pairs {
	p := newPairs(2)
	for _, c := range []cell{{0, 0, t.Neither}, {0, 1, t.OnlyB}, {1, 0, t.OnlyA}, {1, 1, t.Both}} {
		if c.count > 0 {
			p.add(c)
		}
	}
	return p
}
