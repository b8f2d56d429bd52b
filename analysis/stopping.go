package analysis

import (
	"fmt"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// StoppingPoint is when a study is saturated by the rule of Guest, Namey & Chen
// (2020, PLoS ONE 15(5), e0232076): the codes of the first Base interviews are
// the base; the new codes of each further Run interviews in a row, divided by
// the base, must come to Threshold or less. Runs overlap: with a base of 4 and a
// run of 2 they are interviews 5–6, 6–7, …
type StoppingPoint struct {
	Base      int     `json:"base"`       // interviews, 4–6 in the paper
	Run       int     `json:"run"`        // interviews, 2–3
	Threshold float64 `json:"threshold"`  // share, .05 or 0
	BaseCodes int     `json:"base_codes"` // different codes in the base
	// Reached is the interview at which saturation is reached: the last one
	// before the run that confirms it; 0 when no run does.
	Reached int      `json:"reached"`
	Share   *float64 `json:"share"` // new codes of that run, or of the last one, over the base
	Reason  string   `json:"reason"`
}

// Text is the stopping point as the paper writes it: "6+2", saturation at the
// sixth interview with two more to confirm it; "" when it was not reached.
func (s StoppingPoint) Text() string {
	if s.Reached == 0 {
		return ""
	}
	return fmt.Sprintf("%d+%d", s.Reached, s.Run)
}

// Stop finds the stopping point in the numbers of new codes that the interviews
// brought, in their order. With fewer interviews than base and run together, or
// without any code in the base, there is none, and Reason says why.
func Stop(newCodes []int, base, run int, threshold float64) StoppingPoint {
	s := StoppingPoint{Base: base, Run: run, Threshold: threshold}
	if base < 1 || run < 1 || threshold < 0 || slices.ContainsFunc(newCodes, func(n int) bool { return n < 0 }) {
		s.Reason = BadInput
		return s
	}
	if len(newCodes) < base+run {
		s.Reason = TooFewInterviews
		return s
	}
	for _, n := range newCodes[:base] {
		s.BaseCodes += n
	}
	if s.BaseCodes == 0 {
		s.Reason = EmptyGroup
		return s
	}
	for at := base; at+run <= len(newCodes); at++ {
		fresh := 0
		for _, n := range newCodes[at : at+run] {
			fresh += n
		}
		share := float64(fresh) / float64(s.BaseCodes)
		s.Share = &share
		if share <= threshold {
			s.Reached = at
			break
		}
	}
	return s
}

// StoppingPoints are the rules that the paper reports: bases of 4, 5 and 6, runs
// of 2 and 3, thresholds of 5 % and 0 %.
func StoppingPoints(newCodes []int) []StoppingPoint {
	var out []StoppingPoint
	for base := 4; base <= 6; base++ {
		for run := 2; run <= 3; run++ {
			for _, threshold := range []float64{0.05, 0} {
				out = append(out, Stop(newCodes, base, run, threshold))
			}
		}
	}
	return out
}

// Chao2 estimates how many different codes there are, those that no interview
// brought among them, from the numbers of interviews that each code occurs in:
//
//	S + (N−1)/N · Q1²/(2·Q2), with Q2 = 0: S + (N−1)/N · Q1(Q1−1)/2
//
// with S the codes seen, Q1 those in one interview and Q2 those in two (Chao
// 1987, Biometrics 43, 783–791; the second form Chao 2005). It is a lower bound.
// With fewer than two interviews, or no code, it has no value.
func Chao2(interviews int, n []int) Statistic {
	s := Statistic{Name: "chao2", N: interviews, Method: "Chao 1987, 2005: S + (N−1)/N · Q1²/(2·Q2), lower bound"}
	if interviews < 2 {
		return s.none(TooFewInterviews)
	}
	if len(n) == 0 {
		return s.none(EmptyGroup)
	}
	q1, q2 := 0.0, 0.0
	for _, f := range n {
		switch {
		case f < 1 || f > interviews:
			return s.none(BadInput)
		case f == 1:
			q1++
		case f == 2:
			q2++
		}
	}
	unseen := q1 * (q1 - 1) / 2
	if q2 > 0 {
		unseen = q1 * q1 / (2 * q2)
	}
	return s.set(float64(len(n)) + float64(interviews-1)/float64(interviews)*unseen)
}

// SaturationRules is when the interviews stopped bringing new codes, by the
// rules of StoppingPoints, with interviews in the order of Saturation.
//
// Rows: rules "base/run". Columns: base (codes), at5 and at0 (text, such as
// "6+2"), last (share of new codes in the last run).
func SaturationRules(c *coding.Corpus, o Options) Table {
	fresh, frequency := newCodes(c, o)
	b := builder{Table{
		ID: "saturation-rules", Title: instruments.Text{NL: "Verzadiging volgens een stopregel", EN: "Saturation by a stopping rule"}, Unit: Documents,
		Base: instruments.Text{NL: "Nieuwe codes in een reeks interviews, gedeeld door de codes van de eerste interviews.", EN: "New codes in a run of interviews, divided by the codes of the first interviews."},
		Stub: instruments.Text{NL: "Eerste interviews / reeks", EN: "Base / run"},
	}}
	b.numbers("base", instruments.Text{NL: "codes in de eerste interviews", EN: "codes in the base"}, 0)
	b.column("at5", instruments.Text{NL: "verzadigd bij 5 %", EN: "saturated at 5%"}, instruments.Text{}, TextCell)
	b.column("at0", instruments.Text{NL: "verzadigd bij 0 %", EN: "saturated at 0%"}, instruments.Text{}, TextCell)
	b.numbers("last", instruments.Text{NL: "aandeel nieuw in de laatste reeks", EN: "share new in the last run"}, 3)
	for base := 4; base <= 6; base++ {
		for run := 2; run <= 3; run++ {
			b.stopping(fresh, base, run)
		}
	}
	if len(fresh) == 0 {
		b.empty()
	}
	if s := Chao2(len(fresh), frequency); s.Value != nil {
		seen := len(frequency)
		b.t.Notes = append(b.t.Notes, Warning{Code: "chao2", Text: instruments.Textf(
			"Gezien zijn %d codes; naar schatting zijn het er minstens %.1f (Chao2).", "%d codes were seen; an estimated %.1f or more exist (Chao2).", seen, *s.Value)})
	}
	b.note("guest", "\"6+2\" is: verzadigd bij het zesde interview, en twee verdere interviews bevestigen het (Guest, Namey & Chen 2020).", "\"6+2\" means: saturated at the sixth interview, and two further interviews confirm it (Guest, Namey & Chen 2020).")
	b.note("order", "De volgorde is die van de respondentnummers, niet die van het veldwerk.", "The order is that of the respondents' ids, not of the fieldwork.")
	return b.t
}

// stopping is the row of one rule.
func (b *builder) stopping(fresh []int, base, run int) {
	r := b.row(fmt.Sprintf("%d/%d", base, run), instruments.Same(fmt.Sprintf("%d / %d", base, run)))
	five, none := Stop(fresh, base, run, 0.05), Stop(fresh, base, run, 0)
	r.text("at5", five.said())
	r.text("at0", none.said())
	r.number("base", Statistic{Reason: five.Reason})
	r.number("last", Statistic{Reason: five.Reason})
	if five.Reason == "" {
		r.number("base", Statistic{}.set(float64(five.BaseCodes)))
		r.number("last", Statistic{}.set(lastRun(fresh, run, five.BaseCodes)))
	}
}

func lastRun(fresh []int, run, base int) float64 {
	n := 0
	for _, f := range fresh[len(fresh)-run:] {
		n += f
	}
	return float64(n) / float64(base)
}

func (s StoppingPoint) said() instruments.Text {
	switch {
	case s.Reason != "":
		return ReasonText(s.Reason)
	case s.Reached == 0:
		return instruments.Text{NL: "niet bereikt", EN: "not reached"}
	}
	return instruments.Same(s.Text())
}
