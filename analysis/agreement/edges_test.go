package agreement_test

import (
	"math"
	"strings"
	"testing"

	"meerzicht/analysis/agreement"
)

func all(d agreement.Data) map[string]agreement.Measure {
	return byName(agreement.Measures(d, agreement.Options{Replicates: 200}))
}

var names = []string{
	agreement.PercentName, agreement.CohenName, agreement.FleissName, agreement.BrennanPredigerName, agreement.GwetName, agreement.AlphaName,
}

// TestEdgeReasons: the inputs of ../shared/statistics.md that leave a measure
// without value, with its message in both languages.
func TestEdgeReasons(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		d      agreement.Data
		of     []string
		reason string
		nl, en string
	}{
		{"no coder", agreement.Data{}, names, agreement.NeedTwoCoders, "Overeenstemming vraagt minstens twee codeurs.", "Agreement needs at least two coders."},
		{"one coder", grid(agreement.Nominal, 2, "a b a"), names, agreement.NeedTwoCoders, "Overeenstemming vraagt minstens twee codeurs.", "Agreement needs at least two coders."},
		{"no unit", agreement.Data{Coders: []string{"A", "B"}}, names, agreement.EmptyGroup, "Groep is leeg.", "Group is empty."},
		{
			"no pair", grid(agreement.Nominal, 2, "a . b .", ". a . b"), names, agreement.NoPairableUnits,
			"Geen enkel fragment is door twee codeurs gecodeerd.", "No unit was coded by two coders.",
		},
		{
			"no complete unit", grid(agreement.Nominal, 2, "a b . .", "a b a .", ". . a b"),
			[]string{agreement.FleissName},
			agreement.NoCompleteUnits,
			"Geen enkel fragment is door alle codeurs gecodeerd.", "No unit was coded by all coders.",
		},
		{
			"one category", grid(agreement.Nominal, 3, "ja ja ja", "ja ja ja"),
			[]string{agreement.CohenName, agreement.FleissName, agreement.AlphaName},
			agreement.NoVariation,
			`Alle codeurs gebruikten alleen "ja"; een kanscorrectie is dan niet te berekenen.`, `All coders used only "ja"; agreement beyond chance then cannot be computed.`,
		},
		{
			"one category, codebook unknown", grid(agreement.Nominal, 0, "ja ja ja", "ja ja ja"),
			[]string{agreement.BrennanPredigerName, agreement.GwetName},
			agreement.NoVariation,
			`Alle codeurs gebruikten alleen "ja"; een kanscorrectie is dan niet te berekenen.`, `All coders used only "ja"; agreement beyond chance then cannot be computed.`,
		},
		{
			"three coders", grid(agreement.Ordinal, 3, "1 2 3", "1 2 2", "1 2 3"),
			[]string{agreement.CohenName, agreement.LinearName, agreement.QuadraticName},
			agreement.TwoCodersOnly,
			"Deze maat vergelijkt precies twee codeurs; kies er twee, of lees Fleiss' kappa of alfa.", "This measure compares exactly two coders; choose two, or read Fleiss' kappa or alpha.",
		},
		{
			"more categories than the codebook", grid(agreement.Nominal, 2, "a b c a", "a b b a"),
			[]string{agreement.BrennanPredigerName, agreement.GwetName},
			agreement.OutsideCodebook,
			"Er komen meer categorieën voor dan het codeboek heeft.", "More categories occur than the codebook has.",
		},
		{
			"negative ratio", grid(agreement.Ratio, 0, "-1 2 3 4", "-1 2 3 5"),
			[]string{agreement.AlphaName},
			agreement.NegativeRatio,
			"Een ratioschaal heeft geen negatieve waarden.", "A ratio scale has no negative values.",
		},
		{
			"too large to square", grid(agreement.Interval, 0, "1e200 2 3 4", "2 2 3 5"),
			[]string{agreement.AlphaName},
			agreement.NotFinite,
			"De waarden zijn te groot om mee te rekenen.", "The values are too large to compute with.",
		},
		{
			"codes that do not fit",
			agreement.Data{Coders: []string{"A", "B"}, Codes: []int32{0, 1, 1}},
			names, agreement.BadInput,
			"Deze waarden passen niet bij elkaar.", "These values do not fit together.",
		},
		{
			"codes without score",
			agreement.Data{Coders: []string{"A", "B"}, Level: agreement.Interval, Scores: []float64{1}, Codes: []int32{0, 1}},
			names, agreement.BadInput,
			"Deze waarden passen niet bij elkaar.", "These values do not fit together.",
		},
	} {
		got := all(tt.d)
		for _, name := range tt.of {
			m := got[name]
			if m.Value != nil || m.CI != nil || m.SE != nil || m.Reason != tt.reason || m.Message.NL != tt.nl || m.Message.EN != tt.en {
				t.Errorf("%s, %s: value %v, interval %v, reason %q, %q, %q", tt.name, name, show(m.Value), m.CI, m.Reason, m.Message.NL, m.Message.EN)
			}
		}
	}
}

// TestOneCategoryDeclared: with a codebook of two categories or more, percent is
// 1 and so are AC1 and Brennan–Prediger, exactly and without interval.
func TestOneCategoryDeclared(t *testing.T) {
	t.Parallel()
	got := all(grid(agreement.Nominal, 2, strings.Repeat("a ", 12), strings.Repeat("a ", 12), strings.Repeat("a ", 12)))
	for _, name := range []string{agreement.PercentName, agreement.BrennanPredigerName, agreement.GwetName} {
		m := got[name]
		if m.Value == nil || *m.Value != 1 || m.CI != nil || m.SE != nil || m.CIReason != agreement.PerfectAgreement {
			t.Errorf("%s: %v, interval %v, %s", name, show(m.Value), m.CI, m.CIReason)
		}
		near(t, name+" upper limit", m.UpperDisagreement, 1-math.Pow(.05, 1./12), 1e-15)
	}
}

// TestPerfectAgreement is exactly 1 for every measure at every level, and says
// that an interval would mean nothing.
func TestPerfectAgreement(t *testing.T) {
	t.Parallel()
	for _, level := range agreement.Levels() {
		line := "0.1 0.7 0.3 0.9 0.1 0.2 0.3 0.9 0.9 0.7 0.6"
		for coders := 2; coders <= 4; coders++ {
			lines := make([]string, coders)
			for i := range lines {
				lines[i] = line
			}
			for _, m := range agreement.Measures(grid(level, 7, lines...), agreement.Options{}) {
				if m.Reason == agreement.TwoCodersOnly {
					continue
				}
				if m.Value == nil || *m.Value != 1 || m.CI != nil || m.SE != nil || m.UpperDisagreement == nil {
					t.Errorf("%s, %d coders, %s: %v, interval %v", level, coders, m.Name, show(m.Value), m.CI)
					continue
				}
				near(t, "upper limit", m.UpperDisagreement, .23840, 5e-6) // 1 − .05^(1/11)
				if w := m.Explain(); w.NL != "Geen verschillen gezien; een interval zegt hier niets." || w.EN != "No differences seen; an interval says nothing here." {
					t.Errorf("%s explains %v", m.Name, w)
				}
			}
		}
	}
}

// TestWarnings: few units, a constant coder, a codebook not given, single values.
func TestWarnings(t *testing.T) {
	t.Parallel()
	nine := grid(agreement.Nominal, 2, "a a b b a a b b a", "a a a a a a a a a")
	ten := grid(agreement.Nominal, 0, "a a b b a a b b a a .", "a a a b a a a a a a b")
	for _, tt := range []struct {
		d      agreement.Data
		name   string
		code   string
		nl, en string
	}{
		{nine, agreement.PercentName, agreement.FewUnits, "Slechts 9 fragmenten.", "Only 9 units."},
		{nine, agreement.AlphaName, agreement.FewUnits, "Slechts 9 fragmenten.", "Only 9 units."},
		{grid(agreement.Nominal, 2, "a .", "b a"), agreement.CohenName, agreement.FewUnits, "Slechts 1 fragment.", "Only 1 unit."},
		{nine, agreement.CohenName, agreement.ConstantCoder, "Codeur B gebruikte maar één categorie.", "Coder B used a single category."},
		{nine, agreement.AlphaName, agreement.ConstantCoder, "Codeur B gebruikte maar één categorie.", "Coder B used a single category."},
		{nine, agreement.FleissName, agreement.ConstantCoder, "Codeur B gebruikte maar één categorie.", "Coder B used a single category."},
		{
			ten, agreement.GwetName, agreement.CategoriesUnknown,
			"Het aantal categorieën van het codeboek is niet opgegeven; gerekend is met het aantal dat voorkomt: 2.", "The number of categories of the codebook is not given; the 2 that occur were used.",
		},
		{ten, agreement.CohenName, "", "", ""},
	} {
		m := all(tt.d)[tt.name]
		found := tt.code == "" && len(m.Warnings) == 0
		for _, w := range m.Warnings {
			found = found || w.Code == tt.code && w.Text.NL == tt.nl && w.Text.EN == tt.en
		}
		if !found {
			t.Errorf("%s: warnings %v, want %s %s", tt.name, m.Warnings, tt.code, tt.nl)
		}
	}
}

// TestConstantCodersApart: both constant, and never alike: there is variation,
// and Cohen's kappa is 0, not undefined; an interval from nothing is not given.
func TestConstantCodersApart(t *testing.T) {
	t.Parallel()
	got := all(grid(agreement.Nominal, 2, "a a a a a a a a a a", "b b b b b b b b b b"))
	near(t, "kappa", got[agreement.CohenName].Value, 0, 0)
	near(t, "percent", got[agreement.PercentName].Value, 0, 0)
	// Do = 1, De = 2·10·10/(20·19).
	near(t, "alpha", got[agreement.AlphaName].Value, 1-19./10, 1e-12)
	for _, name := range []string{agreement.CohenName, agreement.PercentName} {
		if m := got[name]; m.CI != nil || m.SE != nil || m.CIReason != agreement.NoSpread {
			t.Errorf("%s: interval %v from units that are all alike (%s)", name, m.CI, m.CIReason)
		}
	}
}

// TestCategoriesFromTheCodebook: q of the codebook, not of what occurs: three
// categories declared, two used. Pa .8, BP (.8 − 1/3)/(2/3) = .7, against .6
// with q = 2; AC1's chance (.5·.5 + .5·.5)/2 = .25.
func TestCategoriesFromTheCodebook(t *testing.T) {
	t.Parallel()
	d := grid(agreement.Nominal, 3, "a a a a a b b b b b", "a a a a b b b b b a")
	near(t, "BP", agreement.BrennanPrediger(d).Value, .7, 1e-12)
	near(t, "AC1", agreement.GwetAC1(d).Value, .55/.75, 1e-12)
	if m := agreement.GwetAC1(d); m.Categories != 3 || warned(m, agreement.CategoriesUnknown) {
		t.Errorf("q %d, %v", m.Categories, m.Warnings)
	}
	d.Categories = 0
	near(t, "BP, q not given", agreement.BrennanPrediger(d).Value, .6, 1e-12)
	if !warned(agreement.BrennanPrediger(d), agreement.CategoriesUnknown) {
		t.Error("q not given, and nobody says so")
	}
}

// TestLeftOut: which units each measure uses. 4 coders, 12 units, one with a
// single value, three with gaps.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	got := all(dataC(agreement.Nominal))
	for name, want := range map[string][2]int{agreement.PercentName: {11, 1}, agreement.AlphaName: {11, 1}, agreement.GwetName: {11, 1}, agreement.FleissName: {8, 4}} {
		if m := got[name]; m.N != want[0] || m.LeftOut != want[1] {
			t.Errorf("%s: n %d, left out %d, want %v", name, m.N, m.LeftOut, want)
		}
	}
	two := all(grid(agreement.Nominal, 2, "a b . a", "a . b b"))
	if m := two[agreement.CohenName]; m.N != 2 || m.LeftOut != 2 {
		t.Errorf("Cohen: n %d, left out %d", m.N, m.LeftOut)
	}
}

// TestCompleteWithThreeCoders: alpha divides by m−1 also when nothing lacks. By
// hand: units aaa, aab, bbb: 5 a, 4 b. o_ab = 2/2 from the second unit, both ways
// 2 of 9; De = 2·5·4/(9·8). Dividing by m would give 1 − (4/3/9)/(40/72).
func TestCompleteWithThreeCoders(t *testing.T) {
	t.Parallel()
	m := agreement.Alpha(grid(agreement.Nominal, 2, "a a b", "a a b", "a b b"), none())
	near(t, "alpha", m.Value, 1-(2./9)/(40./72), 1e-12)
	near(t, "Do", m.Observed, 2./9, 1e-12)
	near(t, "De", m.Expected, 40./72, 1e-12)
}

// TestDroppedReplicates: with one odd unit among ten, 35 % of the replicates have
// no variation: no interval, and it says why; with few, they are counted.
func TestDroppedReplicates(t *testing.T) {
	t.Parallel()
	m := agreement.Alpha(grid(agreement.Nominal, 2, "a a a a a a a a a b", "a a a a a a a a a a"), agreement.Options{Replicates: 2000})
	if m.CI != nil || m.SE != nil || m.Below667 != nil || m.CIReason != agreement.TooManyDropped || !warned(m, agreement.TooManyDropped) {
		t.Errorf("interval %v, %s, %v", m.CI, m.CIReason, m.Warnings)
	}
	near(t, "share dropped", ptr(float64(m.Dropped)/2000), math.Pow(.9, 10), .05)
	if w := m.Explain(); !strings.Contains(w.NL, "van 2000") || !strings.Contains(w.EN, "5 %") {
		t.Errorf("explained as %v", w)
	}
	m = agreement.Alpha(grid(agreement.Nominal, 2, "a a a a a a a b b b", "a a a a a a b b b a"), agreement.Options{})
	if m.CI == nil || m.Dropped == 0 || !warned(m, agreement.DroppedReplicates) {
		t.Errorf("interval %v, %d dropped, %v", m.CI, m.Dropped, m.Warnings)
	}
}

// TestIntervalsStayInBounds: one unit of five agrees: .2 ± 2.776·.2 would go
// below nothing; four of five would go above everything.
func TestIntervalsStayInBounds(t *testing.T) {
	t.Parallel()
	low := agreement.Percent(grid(agreement.Nominal, 2, "a a a a a", "b b b b a"))
	near(t, "SE", low.SE, .2, 1e-12)
	between(t, "one of five", low.CI, 0, .2+2.7764451*.2, 1e-6)
	high := agreement.Percent(grid(agreement.Nominal, 2, "a a a a b", "a a a a a"))
	between(t, "four of five", high.CI, .8-2.7764451*.2, 1, 1e-6)
}

func ptr(v float64) *float64 { return &v }

// TestNoInterval: one unit, none asked for, broken off, and too many values of
// a ratio scale.
func TestNoInterval(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	close(done)
	many := make([][]float64, 3000)
	for i := range many {
		many[i] = []float64{float64(i), float64(i + 1)}
	}
	wide := agreement.FromNumbers(agreement.Ratio, []string{"A", "B"}, 0, many)
	for _, tt := range []struct {
		d    agreement.Data
		o    agreement.Options
		want string
	}{
		{grid(agreement.Nominal, 2, "a", "b"), agreement.Options{}, agreement.TooFewUnits},
		{news(agreement.Ordinal), none(), agreement.NotAsked},
		{news(agreement.Ordinal), agreement.Options{Done: done}, agreement.Interrupted},
		{wide, agreement.Options{}, agreement.TooLarge},
	} {
		m := agreement.Alpha(tt.d, tt.o)
		if m.Value == nil || m.CI != nil || m.CIReason != tt.want || m.Explain().EN == "" || m.Explain().NL == "" {
			t.Errorf("value %v, interval %v, %s", show(m.Value), m.CI, m.CIReason)
		}
	}
}

// TestEveryCodeHasWords: no reason or warning reaches a reader as a bare code or
// with an open blank.
func TestEveryCodeHasWords(t *testing.T) {
	t.Parallel()
	for _, code := range []string{
		agreement.NeedTwoCoders, agreement.NoPairableUnits, agreement.NoCompleteUnits, agreement.TwoCodersOnly, agreement.OutsideCodebook,
		agreement.NegativeRatio, agreement.NotFinite, agreement.EmptyGroup, agreement.NoVariation, agreement.TooLarge, agreement.BadInput,
		agreement.DivisionByZero, agreement.PerfectAgreement, agreement.TooManyDropped, agreement.TooFewUnits, agreement.NoSpread,
		agreement.NotAsked, agreement.Interrupted, agreement.NoSource, agreement.FewUnits, agreement.ConstantCoder,
		agreement.CategoriesUnknown, agreement.UnpairedValues, agreement.DroppedReplicates, agreement.EmptySets,
	} {
		text := agreement.ReasonText(code)
		for _, s := range []string{text.NL, text.EN} {
			if s == "" || s == code || strings.Contains(s, "%s") || strings.Contains(s, "%d") || strings.Contains(s, "%%") || strings.Contains(s, "%!") {
				t.Errorf("%s: %q", code, s)
			}
		}
	}
	for _, name := range append(names, agreement.LinearName, agreement.QuadraticName, agreement.SetJaccardName, agreement.SetMASIName, agreement.JaccardName, agreement.F1Name, agreement.PrevalenceName) {
		if l := agreement.Label(name); l.NL == name && name != agreement.PercentName || l.EN == "" {
			t.Errorf("%s has no name in words", name)
		}
	}
}
