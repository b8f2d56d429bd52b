package analysis

import (
	"math"

	"meerzicht/instruments"
)

// Statistic is one computed value with what makes it checkable. A nil Value is
// undefined, and Reason says why; it is never shown as a number.
type Statistic struct {
	Name     string    `json:"name"`
	Value    *float64  `json:"value"`
	Reason   string    `json:"reason"`
	N        int       `json:"n"`                  // observations used
	LeftOut  int       `json:"left_out,omitempty"` // observations left out
	DF       int       `json:"df,omitempty"`
	P        *float64  `json:"p,omitempty"`
	Method   string    `json:"method"` // formula and its source
	Interval *Interval `json:"ci,omitempty"`
	Warnings []Warning `json:"warnings,omitempty"`
}

// Reasons why a statistic or figure has no value.
const (
	EmptyGroup        = "empty_group"
	TooFewCategories  = "too_few_categories"
	NoVariation       = "no_variation"
	UnusedCode        = "unused_code"
	TooLarge          = "too_large"
	BadInput          = "bad_input"
	DivisionByZero    = "division_by_zero"
	TooFewInterviews  = "too_few_interviews"
	notFiniteFallback = "not_finite"
)

// set gives the statistic its value; a value that is not finite becomes a
// reason instead, so that no NaN ever reaches a reader.
func (s Statistic) set(v float64) Statistic {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return s.none(notFiniteFallback)
	}
	s.Value = &v
	return s
}

func (s Statistic) none(reason string) Statistic {
	s.Value, s.P, s.Reason = nil, nil, reason
	return s
}

func (s Statistic) p(v float64) Statistic {
	v = min(max(v, 0), 1)
	s.P = &v
	return s
}

// ReasonText says a reason in words; the code itself for one it does not know.
func ReasonText(code string) instruments.Text {
	switch code {
	case EmptyGroup:
		return instruments.Text{NL: "Groep is leeg.", EN: "Group is empty."}
	case TooFewCategories:
		return instruments.Text{NL: "Er blijven minder dan twee rijen of kolommen over.", EN: "Fewer than two rows or columns are left."}
	case NoVariation:
		return instruments.Text{NL: "Alle waarden zijn gelijk; er valt niets te toetsen.", EN: "All values are equal; there is nothing to test."}
	case UnusedCode:
		return instruments.Text{NL: "Een van de codes is nooit gebruikt.", EN: "One of the codes was never used."}
	case TooLarge:
		return instruments.Text{NL: "De tabel is te groot om exact door te rekenen.", EN: "The table is too large for an exact computation."}
	case BadInput:
		return instruments.Text{NL: "Deze getallen passen niet bij elkaar.", EN: "These numbers do not fit together."}
	case DivisionByZero:
		return instruments.Text{NL: "Een van de aantallen in de noemer is nul.", EN: "One of the counts in the denominator is zero."}
	case TooFewInterviews:
		return instruments.Text{NL: "Te weinig interviews.", EN: "Too few interviews."}
	}
	return instruments.Same(code)
}
