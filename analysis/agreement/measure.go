package agreement

import (
	"math"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// Names of the measures, as the JSON has them.
const (
	PercentName          = "percent"
	CohenName            = "cohen_kappa"
	LinearName           = "cohen_kappa_linear"
	QuadraticName        = "cohen_kappa_quadratic"
	FleissName           = "fleiss_kappa"
	BrennanPredigerName  = "brennan_prediger"
	GwetName             = "gwet_ac1"
	AlphaName            = "krippendorff_alpha"
	SetJaccardName       = "set_alpha_jaccard"
	SetMASIName          = "set_alpha_masi"
	JaccardName          = "jaccard"    // binary tables only
	F1Name               = "f1"         // binary tables only
	PrevalenceName       = "prevalence" // binary tables only
	intervalLevel        = 0.95
	maxDroppedShare      = 0.05
	defaultReplicates    = 10_000
	acceptable, tentable = .800, .667 // Krippendorff 2004, p. 241
)

// Measure is one figure of agreement with what makes it checkable. A nil Value
// is undefined: Reason is the code why, Message the words.
type Measure struct {
	Name    string           `json:"name"`
	Value   *float64         `json:"value"`
	Reason  string           `json:"reason"`
	Message instruments.Text `json:"message,omitzero"` // the reason in words
	SE      *float64         `json:"se"`               // standard error; of alpha the standard deviation of its replicates
	SE0     *float64         `json:"se0,omitempty"`    // standard error when there is no more than chance, for a test against 0
	CI      *[2]float64      `json:"ci"`               // 95 %
	// CIReason is the code why there is no interval beside a value, "" when
	// there is one.
	CIReason string `json:"ci_reason,omitempty"`
	N        int    `json:"n"`        // units used
	LeftOut  int    `json:"left_out"` // units left out, for want of values
	// Observed and Expected are the agreement seen and that of chance; for alpha
	// the disagreements Do and De.
	Observed *float64 `json:"observed,omitempty"`
	Expected *float64 `json:"expected,omitempty"`
	// Categories is the q that the measure used, 0 when it needs none.
	Categories int `json:"categories,omitempty"`
	// UpperDisagreement is given on perfect agreement: the largest share of
	// units with disagreement that is compatible with none among N, 1−.05^(1/N).
	UpperDisagreement *float64 `json:"upper_disagreement,omitempty"`
	// Below667 and Below800 are the shares of the bootstrap replicates under
	// .667 and .800.
	Below667   *float64 `json:"below_667,omitempty"`
	Below800   *float64 `json:"below_800,omitempty"`
	Replicates int      `json:"replicates,omitempty"` // asked for
	Dropped    int      `json:"dropped,omitempty"`    // of these without variation
	// Method is the formula and its source, the same in every language.
	Method   string             `json:"method"`
	Warnings []analysis.Warning `json:"warnings"`
}

// Bootstrap says what a replicate draws.
type Bootstrap string

// The ways to draw. UnitBootstrap is the default.
const (
	UnitBootstrap Bootstrap = "units" // units with replacement, Efron & Tibshirani 1993
	PairBootstrap Bootstrap = "pairs" // pairs of values, Hayes & Krippendorff 2007
	NoBootstrap   Bootstrap = "none"
)

// Options say how the interval of alpha is made. The zero value is the default:
// 10,000 replicates over units, with the fixed seed 0, on all cores.
type Options struct {
	Bootstrap  Bootstrap // "" is UnitBootstrap
	Replicates int       // 0 is 10,000
	Seed       uint64
	Workers    int             // goroutines; 0 is one a core. The result does not depend on it
	Done       <-chan struct{} // closed: stop drawing; the interval then is absent
}

func (o Options) replicates() int {
	if o.Replicates <= 0 {
		return defaultReplicates
	}
	return o.Replicates
}

// Is says whether the measure has a value.
func (m Measure) Is() bool { return m.Value != nil }

func (m Measure) none(reason string, args ...any) Measure {
	m.Value, m.SE, m.SE0, m.CI, m.CIReason, m.Reason = nil, nil, nil, nil, "", reason
	m.Message = reasonText(reason, args...)
	return m
}

// set gives the measure its value; what is not finite becomes a reason.
func (m Measure) set(v float64) Measure {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return m.none(NotFinite)
	}
	v += 0 // never −0
	m.Value = &v
	return m
}

func (m Measure) parts(observed, expected float64) Measure {
	m.Observed, m.Expected = &observed, &expected
	return m
}

func (m Measure) warn(code string, args ...any) Measure {
	m.Warnings = append(m.Warnings, analysis.Warning{Code: code, Text: reasonText(code, args...)})
	return m
}

// interval adds a standard error and value ± quantile·se, within what the
// measure can be: never above 1, percent not below 0, Brennan–Prediger and AC1,
// whose chance agreement is at most 1/q, not below −1/(q−1).
func (m Measure) interval(se, quantile float64) Measure {
	if m.Value == nil || math.IsNaN(se) || math.IsInf(se, 0) {
		return m
	}
	least := -1.0
	switch {
	case m.Name == PercentName:
		least = 0
	case m.Categories > 1:
		least = -1 / float64(m.Categories-1)
	}
	m.SE = &se
	m.CI = &[2]float64{max(*m.Value-quantile*se, least), min(*m.Value+quantile*se, 1)}
	return m
}
