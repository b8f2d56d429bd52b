package agreement

import (
	"meerzicht/analysis"
	"meerzicht/instruments"
)

const (
	alphaMethod      = "Krippendorff 2011: 1 − Do/De from coincidences o_ck = Σ n_uc(n_uk − [c=k])/(m_u − 1)"
	unitsMethod      = "; interval: bootstrap over units, percentile"
	pairsMethod      = "; interval: bootstrap over pairs, Hayes & Krippendorff 2007"
	widestRatio      = 20_000         // different values of a ratio scale
	heaviestInterval = 20_000_000_000 // steps of a bootstrap whose expectation needs every pair of values
)

// Alpha is Krippendorff's alpha, 1 − Do/De, for any number of coders, with
// missing values, at the level of the data. Do comes from the coincidences
// o_ck = Σ_u n_uc(n_uk − [c=k])/(m_u − 1), De from n_c n_k/(n(n−1)); the squared
// distances are 0/1 (nominal), the values between in rank (ordinal), (c−k)²
// (interval) and ((c−k)/(c+k))² (ratio). Krippendorff (2011), Computing
// Krippendorff's Alpha-Reliability. The interval is a bootstrap (Options); SE is
// the standard deviation of its replicates.
func Alpha(d Data, o Options) Measure {
	c := count(d, 2)
	m, ok := c.beyond(AlphaName, alphaMethod+levelMethod(d.Level)+o.method())
	if !ok {
		return m
	}
	if d.Level == Ratio && d.Scores != nil && d.Scores[0] < 0 {
		return m.none(NegativeRatio)
	}
	if d.Level == Ratio && c.used() > widestRatio {
		return m.none(TooLarge)
	}
	return newKernel(d, c).measure(m, o)
}

func (o Options) method() string {
	switch o.Bootstrap {
	case PairBootstrap:
		return pairsMethod
	case NoBootstrap:
		return ""
	}
	return unitsMethod
}

func levelMethod(l Level) string {
	switch l {
	case Ordinal:
		return ", δ² ordinal"
	case Interval:
		return ", δ² interval"
	case Ratio:
		return ", δ² ratio"
	}
	return ", δ² nominal"
}

// Measures are all measures of the data, in the order of the contract: percent,
// Cohen's kappa, for an order of values its weighted forms, Fleiss' kappa,
// Brennan–Prediger, Gwet's AC1, Krippendorff's alpha. One that does not apply
// has no value and says why.
func Measures(d Data, o Options) []Measure {
	out := []Measure{Percent(d), Cohen(d)}
	if d.Level != Nominal && d.Level != "" {
		out = append(out, Weighted(d, Linear), Weighted(d, Quadratic))
	}
	out = append(out, Fleiss(d), BrennanPrediger(d), GwetAC1(d), Alpha(d, o))
	for i := range out {
		out[i] = out[i].finished()
	}
	return out
}

// finished fills what JSON must never lack.
func (m Measure) finished() Measure {
	if m.Value != nil && m.CI == nil && m.CIReason == "" {
		m.CIReason = NoSource
	}
	if m.Warnings == nil {
		m.Warnings = []analysis.Warning{}
	}
	return m
}

// Explain is what to say of a measure without a value, and of an interval that
// is absent; zero when nothing lacks.
func (m Measure) Explain() instruments.Text {
	switch {
	case m.Reason != "":
		return m.Message
	case m.CI == nil && m.CIReason != "":
		for _, w := range m.Warnings {
			if w.Code == m.CIReason {
				return w.Text
			}
		}
		return ReasonText(m.CIReason)
	}
	return instruments.Text{}
}
