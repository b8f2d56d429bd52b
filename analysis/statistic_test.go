package analysis_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

func near(t *testing.T, what string, got *float64, want, tolerance float64) {
	t.Helper()
	if got == nil || math.Abs(*got-want) > tolerance {
		t.Errorf("%s: %s, want %v", what, number(got), want)
	}
}

func number(v *float64) string {
	if v == nil {
		return "null"
	}
	return fmt.Sprint(*v)
}

// domain.md 7.5 for the three with base 37; 0 of 10 by hand: z²/(n+z²) with
// z² = 3.841459 is .277533.
func TestWilson(t *testing.T) {
	tests := []struct {
		x, n           int
		lo, hi, within float64
	}{
		{23, 37, .4610, .7594, 5e-5},
		{19, 37, .3589, .6655, 5e-5},
		{16, 37, .2867, .5909, 5e-5},
		{0, 10, 0, .277533, 1e-6},
		{10, 10, 1 - .277533, 1, 1e-6},
	}
	for _, tt := range tests {
		i := analysis.Wilson(tt.x, tt.n, .95)
		near(t, fmt.Sprintf("%d/%d low", tt.x, tt.n), &i.Lo, tt.lo, tt.within)
		near(t, fmt.Sprintf("%d/%d high", tt.x, tt.n), &i.Hi, tt.hi, tt.within)
	}
	if i := analysis.Wilson(0, 10, .95); i.Lo != 0 {
		t.Error("the lower end at 0 is not exactly 0")
	}
	if i := analysis.Wilson(7, 7, .95); i.Hi != 1 {
		t.Error("the upper end at n is not exactly 1")
	}
	for _, bad := range [][2]int{{0, 0}, {-1, 5}, {6, 5}} {
		if analysis.Wilson(bad[0], bad[1], .95) != nil || analysis.ClopperPearson(bad[0], bad[1], .95) != nil {
			t.Errorf("%v has an interval", bad)
		}
	}
}

// By hand: 0 of 10 ends at 1 − .025^(1/10) = .308497; and at both ends the
// binomial tail is half of .05.
func TestClopperPearson(t *testing.T) {
	i := analysis.ClopperPearson(0, 10, .95)
	near(t, "0/10", &i.Hi, 1-math.Pow(.025, .1), 1e-9)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(rt, "n")
		x := rapid.IntRange(1, n-1).Draw(rt, "x")
		i := analysis.ClopperPearson(x, n, .95)
		above := 1 - distuv.Binomial{N: float64(n), P: i.Lo}.CDF(float64(x-1))
		below := distuv.Binomial{N: float64(n), P: i.Hi}.CDF(float64(x))
		if math.Abs(above-.025) > 1e-8 || math.Abs(below-.025) > 1e-8 {
			rt.Fatalf("%d/%d: tails %v %v", x, n, above, below)
		}
		if w := analysis.Wilson(x, n, .95); !(w.Lo < float64(x)/float64(n) && float64(x)/float64(n) < w.Hi) {
			rt.Fatalf("%d/%d lies outside its interval", x, n)
		}
	})
}

// The table of party by gender in R's chisq.test and Agresti (2007, table 2.5):
// χ² = 30.0701 on 2, p = 2.954e−07, adjusted residuals 4.50, 0.70, −5.32.
// V = √(30.0701 / 2757) = .10444.
func TestCrosstabReference(t *testing.T) {
	c := analysis.NewCrosstab([]string{"f", "m"}, []string{"d", "i", "r"}, [][]int{{762, 327, 468}, {484, 239, 477}})
	near(t, "chi2", c.Chi2.Value, 30.0701, 5e-5)
	near(t, "p", c.Chi2.P, 2.954e-7, 5e-11)
	near(t, "V", c.CramersV.Value, .104435, 5e-6)
	near(t, "expected", c.Expected[0][0], 1557*1246/2757., 1e-9)
	for j, want := range []float64{4.50, .70, -5.32} {
		near(t, "residual", c.AdjustedResiduals[0][j], want, 5e-3)
	}
	if c.Chi2.DF != 2 || c.Preferred != "chi2" {
		t.Errorf("df %d, preferred %s", c.Chi2.DF, c.Preferred)
	}
}

func TestCrosstabEdges(t *testing.T) {
	c := analysis.Cross([]string{"a", "a", "b", "b", ""}, []string{"x", "y", "x", "x", "y"}, []string{"a", "leeg", "b"}, nil)
	if fmt.Sprint(c.Rows, c.Cols, c.Counts) != "[a leeg b] [x y] [[1 1] [0 0] [2 0]]" {
		t.Fatalf("%v %v %v", c.Rows, c.Cols, c.Counts)
	}
	if !slices.Equal(c.Dropped, []string{"leeg"}) || c.Expected[1][0] != nil || c.Expected[0][0] == nil || c.Chi2.LeftOut != 1 {
		t.Errorf("dropped %v, left out %d", c.Dropped, c.Chi2.LeftOut)
	}
	if c.Preferred != "fisher" || len(c.Warnings) != 2 {
		t.Errorf("preferred %q, warnings %v", c.Preferred, c.Warnings)
	}
	one := analysis.NewCrosstab([]string{"a", "b"}, []string{"x", "y"}, [][]int{{3, 0}, {2, 0}})
	if one.Chi2.Reason != analysis.TooFewCategories || one.Fisher.Reason != analysis.TooFewCategories || one.Chi2.Value != nil || one.Preferred != "" {
		t.Errorf("one column: %+v %+v", one.Chi2, one.Fisher)
	}
	if ragged := analysis.FisherExact([][]int{{1, 2}, {3}}); ragged.Reason != analysis.BadInput {
		t.Errorf("ragged: %+v", ragged)
	}
}

// Fisher's tea: 34/70. Replication set, domain.md 7.5: .4910. Job satisfaction,
// the 4 × 4 example of R's fisher.test: .7827.
func TestFisherReference(t *testing.T) {
	tests := []struct {
		counts [][]int
		p      float64
		within float64
	}{
		{[][]int{{3, 1}, {1, 3}}, 34. / 70, 1e-9},
		{[][]int{{10, 4}, {13, 10}}, .4910, 5e-5},
		{[][]int{{1, 2, 1, 0}, {3, 3, 6, 1}, {10, 10, 14, 9}, {6, 7, 12, 11}}, .7827, 5e-5},
	}
	for _, tt := range tests {
		near(t, fmt.Sprint(tt.counts), analysis.FisherExact(tt.counts).Value, tt.p, tt.within)
	}
	near(t, "odds ratio", analysis.OddsRatio(10, 4, 13, 10).Value, 100./52, 1e-12)
	if r := analysis.OddsRatio(1, 0, 2, 3); r.Value != nil || r.Reason != analysis.DivisionByZero {
		t.Errorf("odds ratio without b: %+v", r)
	}
}

// fisherByHand sums exact fractions over every table with the same margins.
func fisherByHand(counts [][]int) float64 {
	rows, cols := make([]int, len(counts)), make([]int, len(counts[0]))
	for i, r := range counts {
		for j, x := range r {
			rows[i] += x
			cols[j] += x
		}
	}
	weight := func(c [][]int) *big.Rat {
		w := big.NewRat(1, 1)
		for _, r := range c {
			for _, x := range r {
				w.Mul(w, new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).MulRange(1, int64(x))))
			}
		}
		return w
	}
	observed, all, rare := weight(counts), new(big.Rat), new(big.Rat)
	table := make([][]int, len(rows))
	for i := range table {
		table[i] = make([]int, len(cols))
	}
	var fill func(at, left int, cols []int)
	fill = func(at, left int, cols []int) {
		i, j := at/len(cols), at%len(cols)
		if i == len(rows) {
			if slices.Max(cols) == 0 {
				w := weight(table)
				all.Add(all, w)
				if w.Cmp(observed) <= 0 {
					rare.Add(rare, w)
				}
			}
			return
		}
		if j == 0 {
			left = rows[i]
		}
		for x := range min(left, cols[j]) + 1 {
			if j == len(cols)-1 && x != left {
				continue
			}
			table[i][j] = x
			rest := slices.Clone(cols)
			rest[j] -= x
			fill(at+1, left-x, rest)
		}
	}
	fill(0, rows[0], cols)
	p, _ := new(big.Rat).Quo(rare, all).Float64()
	return p
}

func TestFisherAgainstEnumeration(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r, c := rapid.IntRange(2, 3).Draw(rt, "r"), rapid.IntRange(2, 3).Draw(rt, "c")
		counts := make([][]int, r)
		for i := range counts {
			for range c {
				counts[i] = append(counts[i], rapid.IntRange(0, 3).Draw(rt, "x"))
			}
			counts[i][i%c]++ // no empty row
		}
		got := analysis.FisherExact(counts)
		if got.Reason == analysis.TooFewCategories {
			return
		}
		if want := fisherByHand(counts); math.Abs(*got.Value-want) > 1e-7 {
			rt.Fatalf("%v: %v, want %v", counts, *got.Value, want)
		}
	})
}

func TestFisherGivesUp(t *testing.T) {
	counts := make([][]int, 8)
	for i := range counts {
		for j := range 9 {
			counts[i] = append(counts[i], 3+(5*i+3*j)%7)
		}
	}
	if s := analysis.FisherExact(counts); s.Value != nil && (*s.Value < 0 || *s.Value > 1) || s.Value == nil && s.Reason != analysis.TooLarge {
		t.Errorf("%+v", s)
	}
}

// domain.md 7.5.
func TestMcNemar(t *testing.T) {
	for _, tt := range []struct {
		b, c int
		p    float64
	}{{12, 8, .5034}, {15, 8, .2100}, {10, 7, .6291}} {
		near(t, fmt.Sprint(tt.b, tt.c), analysis.McNemar(tt.b, tt.c).P, tt.p, 5e-5)
	}
	near(t, "1 against 0, by hand", analysis.McNemar(1, 0).P, 1, 1e-12)
	near(t, "5 against 0: 2/32", analysis.McNemar(5, 0).P, 2./32, 1e-12)
	near(t, "no difference", analysis.McNemar(0, 0).P, 1, 0)
}

// By hand: three people, two items, yes-yes, yes-no, yes-no. G = 3, 1; T = 4;
// Σ L² = 4+1+1 = 6: Q = 1·(2·10 − 16) / (2·4 − 6) = 2, p(χ²₁ > 2) = .157299.
func TestCochranQ(t *testing.T) {
	s := analysis.CochranQ([][]bool{{true, true}, {true, false}, {true, false}})
	near(t, "Q", s.Value, 2, 1e-12)
	near(t, "p", s.P, .157299, 1e-6)
	if s := analysis.CochranQ([][]bool{{true, true}, {false, false}}); s.Reason != analysis.NoVariation {
		t.Errorf("no variation: %+v", s)
	}
	if s := analysis.CochranQ(nil); s.Reason != analysis.EmptyGroup {
		t.Errorf("nobody: %+v", s)
	}
}

// By hand. 1 2 3 against 4 5 6: rank sums 6 and 15, H = 12/42 (12 + 75) − 21 =
// 27/7. 1 1 against 1 2: rank sums 4 and 6, H = 12/20 (8 + 18) − 15 = .6, over
// 1 − 24/60 gives 1.
func TestKruskalWallis(t *testing.T) {
	s := analysis.KruskalWallis([]float64{1, 2, 3}, []float64{4, 5, 6})
	near(t, "H", s.Value, 27./7, 1e-12)
	near(t, "p", s.P, .049535, 1e-6)
	near(t, "with ties", analysis.KruskalWallis([]float64{1, 1}, nil, []float64{1, 2}).Value, 1, 1e-12)
	if s := analysis.KruskalWallis([]float64{1}, nil); s.Reason != analysis.TooFewCategories {
		t.Errorf("one group: %+v", s)
	}
	if s := analysis.KruskalWallis([]float64{2, 2}, []float64{2}); s.Reason != analysis.NoVariation {
		t.Errorf("all equal: %+v", s)
	}
}

// By hand: .005·4, .01·3, .03·2, .04·1 raised to the one before; and
// .005·4/1, .01·4/2, .03·4/3, .04·4/4.
func TestAdjust(t *testing.T) {
	p := []float64{.01, .04, .03, .005}
	for i, want := range []float64{.03, .06, .06, .02} {
		got := analysis.Holm(p)[i]
		near(t, "Holm", &got, want, 1e-12)
	}
	for i, want := range []float64{.02, .04, .04, .02} {
		got := analysis.BenjaminiHochberg(p)[i]
		near(t, "BH", &got, want, 1e-12)
	}
	rapid.Check(t, func(rt *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 0, 12).Draw(rt, "p")
		h, b := analysis.Holm(p), analysis.BenjaminiHochberg(p)
		for i := range p {
			if h[i] < b[i] || b[i] < p[i] || h[i] > 1 {
				rt.Fatalf("%v: Holm %v BH %v", p[i], h[i], b[i])
			}
		}
	})
}

// domain.md 2.2: the three published percentages fit 23, 19 and 16 of 37; 43 %
// cannot come from 45, 13, 15, 9 or 28; 37 is the smallest base that fits all.
func TestGRIM(t *testing.T) {
	for reported, want := range map[string]int{"62": 23, "51 %": 19, "43%": 16, "43,2": 16, "100": 37, "0": 0} {
		g, err := analysis.GRIM(37, reported)
		if err != nil || !slices.Equal(g.Counts, []int{want}) {
			t.Errorf("%s of 37: %+v %v", reported, g, err)
		}
	}
	for _, n := range []int{45, 13, 9} {
		if g, _ := analysis.GRIM(n, "43"); g.Possible {
			t.Errorf("43 %% of %d: %v", n, g.Counts)
		}
	}
	if n := analysis.SmallestBase(5, "62", "51", "43"); n != 37 {
		t.Errorf("smallest base %d", n)
	}
	if n := analysis.SmallestBase(38, "62", "51", "43"); n != 47 {
		t.Errorf("next base %d", n)
	}
	if g, _ := analysis.GRIM(8, "12"); !slices.Equal(g.Counts, []int{1}) { // 12.5 rounds either way
		t.Errorf("12 of 8: %v", g.Counts)
	}
	for _, bad := range []string{"", "x", "101", "-1", "1e3", "62.12345"} {
		if _, err := analysis.GRIM(37, bad); !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%q was taken", bad)
		}
	}
	if _, err := analysis.GRIM(0, "62"); !errors.Is(err, instruments.ErrRefused) {
		t.Error("a base of 0 was taken")
	}
}

// Every whole number of n is possible when it is rounded as printed.
func TestGRIMProperty(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 400).Draw(rt, "n")
		x := rapid.IntRange(0, n).Draw(rt, "x")
		g, err := analysis.GRIM(n, fmt.Sprintf("%.1f", 100*float64(x)/float64(n)))
		if err != nil || !slices.Contains(g.Counts, x) {
			rt.Fatalf("%d of %d: %+v %v", x, n, g, err)
		}
	})
}

func ExampleWilson() {
	i := analysis.Wilson(23, 37, .95)
	fmt.Printf("%.4f–%.4f\n", i.Lo, i.Hi)
	// Output: 0.4610–0.7594
}

func ExampleClopperPearson() {
	i := analysis.ClopperPearson(0, 10, .95)
	fmt.Printf("%.4f–%.4f\n", i.Lo, i.Hi)
	// Output: 0.0000–0.3085
}

func ExampleFisherExact() {
	fmt.Printf("%.4f\n", *analysis.FisherExact([][]int{{3, 1}, {1, 3}}).P)
	// Output: 0.4857
}

func ExampleNewCrosstab() {
	c := analysis.NewCrosstab([]string{"COSA", "overig"}, []string{"ja", "nee"}, [][]int{{10, 4}, {13, 10}})
	fmt.Printf("%d %.2f %s\n", c.N, *c.Expected[0][1], c.Preferred)
	// Output: 37 5.30 chi2
}

func ExampleMcNemar() {
	fmt.Printf("%.4f\n", *analysis.McNemar(12, 8).P)
	// Output: 0.5034
}

func ExampleCochranQ() {
	fmt.Println(*analysis.CochranQ([][]bool{{true, true}, {true, false}, {true, false}}).Value)
	// Output: 2
}

func ExampleKruskalWallis() {
	fmt.Printf("%.4f\n", *analysis.KruskalWallis([]float64{1, 2, 3}, []float64{4, 5, 6}).Value)
	// Output: 3.8571
}

func ExampleHolm() {
	fmt.Println(analysis.Holm([]float64{.01, .04, .005}))
	// Output: [0.02 0.04 0.015]
}

func ExampleBenjaminiHochberg() {
	fmt.Println(analysis.BenjaminiHochberg([]float64{.01, .04, .005}))
	// Output: [0.015 0.04 0.015]
}

func ExampleGRIM() {
	g, _ := analysis.GRIM(37, "62")
	fmt.Println(g.Possible, g.Counts)
	// Output: true [23]
}

func BenchmarkWilson(b *testing.B) {
	for b.Loop() {
		analysis.Wilson(23, 37, .95)
	}
}

func BenchmarkFisher4x4(b *testing.B) {
	for b.Loop() {
		analysis.FisherExact([][]int{{1, 2, 1, 0}, {3, 3, 6, 1}, {10, 10, 14, 9}, {6, 7, 12, 11}})
	}
}

func BenchmarkCrosstab(b *testing.B) {
	for b.Loop() {
		analysis.NewCrosstab([]string{"a", "b"}, []string{"c", "d"}, [][]int{{10, 4}, {13, 10}})
	}
}

func BenchmarkKruskalWallis(b *testing.B) {
	x, y := make([]float64, 1850), make([]float64, 1850)
	for i := range x {
		x[i], y[i] = float64(i%40), float64((i*7)%37)
	}
	for b.Loop() {
		analysis.KruskalWallis(x, y)
	}
}
