package analysis_test

import (
	"fmt"
	"math"
	"testing"

	"meerzicht/analysis"
)

// Newcombe (1998), Stat. Med. 17, 857–872, table I: methods 3 (Wilson) and 5
// (Clopper–Pearson). The last three are R's binom.test: (5, 10), (1, 10), and
// Mendel's (682, 925) of its help page.
func TestPublishedIntervals(t *testing.T) {
	for _, tt := range []struct {
		x, n                 int
		lo, hi, exLo, exHigh float64
	}{
		{81, 263, .2553, .3662, .2527, .3676},
		{15, 148, .0624, .1605, .0578, .1617},
		{0, 20, 0, .1611, 0, .1684},
		{1, 29, .0061, .1718, .0009, .1776},
	} {
		what := fmt.Sprintf("%d/%d", tt.x, tt.n)
		w, c := analysis.Wilson(tt.x, tt.n, .95), analysis.ClopperPearson(tt.x, tt.n, .95)
		near(t, what+" Wilson low", &w.Lo, tt.lo, 5.1e-5)
		near(t, what+" Wilson high", &w.Hi, tt.hi, 5.1e-5)
		near(t, what+" exact low", &c.Lo, tt.exLo, 5.1e-5)
		near(t, what+" exact high", &c.Hi, tt.exHigh, 5.1e-5)
	}
	for _, tt := range []struct {
		x, n   int
		lo, hi float64
	}{{5, 10, .1870860, .8129140}, {1, 10, .002528579, .445016117}, {682, 925, .7076683, .7654066}} {
		c := analysis.ClopperPearson(tt.x, tt.n, .95)
		near(t, "low", &c.Lo, tt.lo, 5.1e-8)
		near(t, "high", &c.Hi, tt.hi, 5.1e-8)
	}
}

// Both intervals are the same seen from the other side: x of n yes is n − x of n
// no. The exact one is the wider of the two but near the edges, and other levels
// and impossible ones are treated as the doc says.
func TestIntervalsMirror(t *testing.T) {
	for n := 1; n <= 40; n++ {
		for x := range n + 1 {
			for _, level := range []float64{.8, .95, .99} {
				for _, of := range []func(int, int, float64) *analysis.Interval{analysis.Wilson, analysis.ClopperPearson} {
					a, b := of(x, n, level), of(n-x, n, level)
					if math.Abs(a.Lo-(1-b.Hi)) > 1e-9 || math.Abs(a.Hi-(1-b.Lo)) > 1e-9 || a.Level != level {
						t.Fatalf("%d/%d at %v: %+v and %+v", x, n, level, *a, *b)
					}
					if x < n {
						if next := of(x+1, n, level); next.Lo < a.Lo || next.Hi < a.Hi {
							t.Fatalf("%d/%d at %v: one more lowers an end", x, n, level)
						}
					}
				}
			}
		}
	}
	for _, level := range []float64{0, 1, -1, math.NaN(), 95} {
		if analysis.Wilson(1, 2, level) != nil || analysis.ClopperPearson(1, 2, level) != nil {
			t.Errorf("level %v has an interval", level)
		}
	}
}

// R's help page of fisher.test: the convictions of twins (Fisher 1970), and
// MP6, a 5 × 7 table of Mehta & Patel with p = .03929; adding up the weights of
// its tables as whole fractions gives .039289643655.
func TestPublishedFisher(t *testing.T) {
	twins := analysis.FisherExact([][]int{{2, 15}, {10, 3}})
	near(t, "twins", twins.Value, .0005367, 5e-8)
	mp6 := [][]int{{1, 2, 2, 1, 1, 0, 1}, {2, 0, 0, 2, 3, 0, 0}, {0, 1, 1, 1, 2, 7, 3}, {1, 1, 2, 0, 0, 0, 1}, {0, 1, 1, 1, 1, 0, 0}}
	near(t, "MP6", analysis.FisherExact(mp6).Value, .039289643655, 1e-9)
	near(t, "MP6 turned", analysis.FisherExact(transposed(mp6)).Value, .039289643655, 1e-9)
}

func transposed(counts [][]int) [][]int {
	out := make([][]int, len(counts[0]))
	for _, row := range counts {
		for j, x := range row {
			out[j] = append(out[j], x)
		}
	}
	return out
}

// By hand: n and n apart give two tables of 1 / C(2n, n) each. Three by three
// with all margins 1 has six tables that are equally likely. In a table of
// equal rows every other table is rarer.
func TestFisherClosedForms(t *testing.T) {
	choose := 1.0 // C(2n, n)
	for n := 1; n <= 20; n++ {
		choose *= 2 * float64(2*n-1) / float64(n)
		near(t, fmt.Sprintf("%d apart", n), analysis.FisherExact([][]int{{n, 0}, {0, n}}).Value, 2/choose, 1e-7)
		near(t, fmt.Sprintf("%d alike", n), analysis.FisherExact([][]int{{n, n}, {n, n}}).Value, 1, 1e-7)
	}
	near(t, "ones", analysis.FisherExact([][]int{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}).Value, 1, 1e-7)
	// Rows of 2, columns of 1, 1, 2: 12 ways in all. Both ones in the first row:
	// 1; both in the second: 1; one in each: 2 · 2 … of 6 pairs for the first row.
	near(t, "two by three", analysis.FisherExact([][]int{{1, 1, 0}, {0, 0, 2}}).Value, 2./6, 1e-7)
}

// R's HairEyeColor over both sexes: χ² = 138.2898 on 9, V = .279; and the
// aspirin table of Agresti (2007, 2.2): odds ratio 1.832, χ² = 25.01.
func TestPublishedCrosstabs(t *testing.T) {
	hair := [][]int{{68, 20, 15, 5}, {119, 84, 54, 29}, {26, 17, 14, 14}, {7, 94, 10, 16}}
	c := analysis.NewCrosstab([]string{"zwart", "bruin", "rood", "blond"}, []string{"bruin", "blauw", "lichtbruin", "groen"}, hair)
	near(t, "hair and eyes", c.Chi2.Value, 138.2898, 5e-5)
	near(t, "V", c.CramersV.Value, .279, 5e-4)
	if c.Chi2.DF != 9 || c.N != 592 || *c.Chi2.P > 1e-20 {
		t.Errorf("n %d, df %d, p %v", c.N, c.Chi2.DF, *c.Chi2.P)
	}
	aspirin := analysis.NewCrosstab([]string{"placebo", "aspirine"}, []string{"ja", "nee"}, [][]int{{189, 10845}, {104, 10933}})
	near(t, "aspirin", aspirin.Chi2.Value, 25.01, 5e-3)
	near(t, "odds ratio", analysis.OddsRatio(189, 10845, 104, 10933).Value, 1.832, 5e-4)
}

// Hollander & Wolfe (1973, p. 116), on R's help page of kruskal.test: .77143;
// and R's InsectSprays (many ties) 54.691 on 5, PlantGrowth 7.9882 on 2.
func TestPublishedKruskalWallis(t *testing.T) {
	for _, tt := range []struct {
		name   string
		groups [][]float64
		h, p   float64
		within float64
	}{
		{"mucociliary", [][]float64{{2.9, 3, 2.5, 2.6, 3.2}, {3.8, 2.7, 4, 2.4}, {2.8, 3.4, 3.7, 2.2, 2}}, .77143, .68, 5e-6},
		{"insects", [][]float64{
			{10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13},
			{11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13},
			{0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4},
			{3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4},
			{3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4},
			{11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13},
		}, 54.691, 1.511e-10, 5e-4},
		{"plants", [][]float64{
			{4.17, 5.58, 5.18, 6.11, 4.5, 4.61, 5.17, 4.53, 5.33, 5.14},
			{4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69},
			{6.31, 5.12, 5.54, 5.5, 5.37, 5.29, 4.92, 6.15, 5.8, 5.26},
		}, 7.9882, .01842, 5e-5},
	} {
		s := analysis.KruskalWallis(tt.groups...)
		near(t, tt.name, s.Value, tt.h, tt.within)
		if math.Abs(*s.P/tt.p-1) > 1e-3 || s.DF != len(tt.groups)-1 {
			t.Errorf("%s: p %v on %d", tt.name, *s.P, s.DF)
		}
	}
}

// The three drugs of Agresti (2002, p. 459), as in the SAS example of PROC FREQ:
// Q = 8.4706 on 2, p = .0145. By hand: G = 28, 28, 16, T = 72, Σ L² = 148, Q =
// 2 (3 · 1824 − 72²) / (216 − 148) = 576/68, p = exp(−Q/2).
func TestPublishedCochran(t *testing.T) {
	var answers [][]bool
	for pattern, n := range map[string]int{"FFF": 6, "FFU": 16, "FUF": 2, "FUU": 4, "UFF": 2, "UFU": 4, "UUF": 6, "UUU": 6} {
		for range n {
			answers = append(answers, []bool{pattern[0] == 'F', pattern[1] == 'F', pattern[2] == 'F'})
		}
	}
	s := analysis.CochranQ(answers)
	near(t, "Q", s.Value, 576./68, 1e-12)
	near(t, "p", s.P, math.Exp(-288./68), 1e-12)
	if s.DF != 2 || s.N != 46 {
		t.Errorf("%d people, %d degrees", s.N, s.DF)
	}
}

// By hand, from the binomial of ½: 2 (1 + 10)/2¹⁰, 2 (1 + 15 + 105 + 455)/2¹⁵,
// 2/2²⁰; as many either way is never more than 1.
func TestMcNemarByHand(t *testing.T) {
	for _, tt := range []struct {
		b, c int
		p    float64
	}{{1, 9, 22. / 1024}, {12, 3, 1152. / 32768}, {20, 0, 2. / (1 << 20)}, {5, 5, 1}, {1, 1, 1}, {0, 1, 1}} {
		s := analysis.McNemar(tt.b, tt.c)
		near(t, fmt.Sprint(tt.b, tt.c), s.P, tt.p, 1e-12)
		if *s.Value != float64(tt.b-tt.c) || s.N != tt.b+tt.c {
			t.Errorf("%d %d: value %v of %d", tt.b, tt.c, *s.Value, s.N)
		}
	}
	last := 1.0
	for b := 10; b <= 40; b++ { // the further apart, the rarer
		p := *analysis.McNemar(b, 10).P
		if p > last {
			t.Fatalf("%d against 10: %v after %v", b, p, last)
		}
		last = p
	}
	if p := *analysis.McNemar(600, 500).P; p < .002 || p > .004 { // z = 99/√1100 = 2.985
		t.Errorf("1100 people: %v", p)
	}
}

// The 15 p values of Benjamini & Hochberg (1995, section 3.2): their procedure
// finds four at .05, Bonferroni's and Holm's three.
func TestPublishedAdjustment(t *testing.T) {
	p := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	below := func(p []float64) (n int) {
		for _, x := range p {
			if x <= .05 {
				n++
			}
		}
		return n
	}
	holm, bh := analysis.Holm(p), analysis.BenjaminiHochberg(p)
	if below(holm) != 3 || below(bh) != 4 {
		t.Errorf("Holm finds %d, BH %d", below(holm), below(bh))
	}
	near(t, "first by Holm", &holm[0], .0015, 1e-12)
	near(t, "third by Holm", &holm[2], 13*.0019, 1e-12)
	near(t, "fourth by BH", &bh[3], 15*.0095/4, 1e-12)
	near(t, "last by BH", &bh[14], 1, 0)
	if len(analysis.Holm(nil)) != 0 || analysis.Holm([]float64{.2})[0] != .2 || analysis.BenjaminiHochberg([]float64{.2})[0] != .2 {
		t.Error("one test or none is adjusted")
	}
}
