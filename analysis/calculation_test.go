package analysis_test

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// The rule of Cochran (1954) at its border: 2 of 10 expected counts below 5 is
// 20 % and keeps χ², 3 is more and does not; one below 1 never keeps it.
func TestSmallExpectedCounts(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e"}
	for _, tt := range []struct {
		name      string
		counts    [][]int
		preferred string
	}{
		{"all are 5", [][]int{{5, 5}, {5, 5}}, "chi2"},
		{"one column of 4", [][]int{{10, 10, 10, 10, 4}, {10, 10, 10, 10, 4}}, "chi2"},
		{"two columns of 4", [][]int{{10, 10, 10, 4, 4}, {10, 10, 10, 4, 4}}, "fisher"},
		{"one of four below 5", [][]int{{4, 6}, {6, 10}}, "fisher"},
		// The last column expects 1 and 1; then 2 · 80/202 = .79 and 1.21: 2 of 10 below 5 both times.
		{"both 1", [][]int{{20, 20, 20, 20, 1}, {20, 20, 20, 20, 1}}, "chi2"},
		{"one below 1", [][]int{{20, 20, 20, 20, 0}, {30, 30, 30, 30, 2}}, "fisher"},
	} {
		c := analysis.NewCrosstab(names[:len(tt.counts)], names[:len(tt.counts[0])], tt.counts)
		warned := slices.ContainsFunc(c.Warnings, func(w analysis.Warning) bool { return w.Code == "small_expected" })
		if c.Preferred != tt.preferred || warned != (tt.preferred == "fisher") {
			t.Errorf("%s: %s, warned %v", tt.name, c.Preferred, warned)
		}
	}
	var wide [][]int // sparse, and too large for an exact test
	for i := range 8 {
		wide = append(wide, nil)
		for j := range 9 {
			wide[i] = append(wide[i], 1+(5*i+3*j)%7)
		}
	}
	nine := append(names, "f", "g", "h", "i")
	if c := analysis.NewCrosstab(nine[:8], nine, wide); c.Fisher.Reason == analysis.TooLarge && c.Preferred != "chi2" {
		t.Errorf("without an exact test %q is preferred", c.Preferred)
	}
}

// What cannot be a table is said to be none, never a panic.
func TestCrosstabBadInput(t *testing.T) {
	for name, c := range map[string]analysis.Crosstab{
		"ragged":        analysis.NewCrosstab([]string{"a", "b"}, []string{"x", "y"}, [][]int{{1, 2}, {3}}),
		"negative":      analysis.NewCrosstab([]string{"a", "b"}, []string{"x", "y"}, [][]int{{1, 2}, {3, -1}}),
		"fewer rows":    analysis.NewCrosstab([]string{"a"}, []string{"x", "y"}, [][]int{{1, 2}, {3, 4}}),
		"fewer columns": analysis.NewCrosstab([]string{"a", "b"}, []string{"x"}, [][]int{{1, 2}, {3, 4}}),
		"more columns":  analysis.NewCrosstab([]string{"a", "b"}, []string{"x", "y", "z"}, [][]int{{1, 2}, {3, 4}}),
	} {
		if c.Chi2.Reason != analysis.BadInput || c.Chi2.Value != nil || c.CramersV.Value != nil || c.Fisher.Value != nil || c.Preferred != "" {
			t.Errorf("%s: %+v", name, c)
		}
	}
	empty := analysis.NewCrosstab(nil, nil, nil)
	if empty.Chi2.Reason != analysis.TooFewCategories || empty.N != 0 {
		t.Errorf("nothing: %+v", empty.Chi2)
	}
	if o := analysis.OddsRatio(1, -1, 1, 1); o.Reason != analysis.BadInput {
		t.Errorf("odds ratio: %+v", o)
	}
	if o := analysis.OddsRatio(0, 3, 2, 5); *o.Value != 0 {
		t.Errorf("no case in a: %+v", o)
	}
}

// Cross counts what it is given: every pair once, whatever the order of cases;
// rows and columns swapped give the table on its side.
func TestCrossCounts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.SampledFrom([]string{"", "a", "b", "c"})
		rows := rapid.SliceOfN(value, 0, 30).Draw(rt, "rows")
		cols := rapid.SliceOfN(value, len(rows), len(rows)).Draw(rt, "cols")
		c, turned := analysis.Cross(rows, cols, nil, []string{"c", "d"}), analysis.Cross(cols, rows, []string{"c", "d"}, nil)
		n := 0
		for i, r := range c.Rows {
			for j, k := range c.Cols {
				want := 0
				for at := range rows {
					if rows[at] == r && cols[at] == k {
						want++
					}
				}
				if n += want; c.Counts[i][j] != want || turned.Counts[j][i] != want {
					rt.Fatalf("%s × %s: %d and %d, want %d", r, k, c.Counts[i][j], turned.Counts[j][i], want)
				}
			}
		}
		if n != c.N || n+c.Chi2.LeftOut != len(rows) || c.Cols[0] != "c" || c.Cols[1] != "d" {
			rt.Fatalf("%d of %d cases, %d left out, columns %v", c.N, len(rows), c.Chi2.LeftOut, c.Cols)
		}
	})
}

// Residuals of a row, weighted by √(e (1 − r/n)(1 − c/n)), are what is observed
// beyond what is expected, and add up to nothing; so do those of a column.
func TestResidualsAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		counts := [][]int{rapid.SliceOfN(rapid.IntRange(1, 30), 3, 3).Draw(rt, "one"), rapid.SliceOfN(rapid.IntRange(1, 30), 3, 3).Draw(rt, "two")}
		c := analysis.NewCrosstab([]string{"a", "b"}, []string{"x", "y", "z"}, counts)
		for i := range counts {
			over, expected := 0.0, 0.0
			for j, x := range counts[i] {
				over += float64(x) - *c.Expected[i][j]
				expected += *c.Expected[i][j]
				if r := *c.AdjustedResiduals[i][j]; (r > 0) != (float64(x) > *c.Expected[i][j]) && math.Abs(r) > 1e-9 {
					rt.Fatalf("%v: residual %v of %d against %v", counts, r, x, *c.Expected[i][j])
				}
			}
			if math.Abs(over) > 1e-9 || math.Abs(expected-float64(counts[i][0]+counts[i][1]+counts[i][2])) > 1e-9 {
				rt.Fatalf("%v: row %d is %v beyond expectation", counts, i, over)
			}
		}
	})
}

// The curve against its meaning: the mean number of codes over every choice of
// k of the interviews.
func TestAccumulationIsTheMeanOverAllChoices(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(rt, "interviews")
		sets := rapid.SliceOfN(rapid.IntRange(1, 1<<n-1), 0, 6).Draw(rt, "codes") // where each code occurs, a bit an interview
		var frequency []int
		for _, s := range sets {
			frequency = append(frequency, bits.OnesCount(uint(s)))
		}
		curve, total, choices := analysis.AccumulationCurve(n, frequency), make([]float64, n+1), make([]float64, n+1)
		for choice := 1; choice < 1<<n; choice++ {
			k := bits.OnesCount(uint(choice))
			choices[k]++
			for _, s := range sets {
				if s&choice != 0 {
					total[k]++
				}
			}
		}
		for k := 1; k <= n; k++ {
			if want := total[k] / choices[k]; math.Abs(curve[k-1]-want) > 1e-9 {
				rt.Fatalf("%d of %d interviews, codes in %v: %v, want %v", k, n, frequency, curve[k-1], want)
			}
		}
	})
}

// GRIM against exact fractions: x is possible when 100 x/n lies no further from
// the printed number than half of its last decimal.
func TestGRIMAgainstFractions(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, decimals := rapid.IntRange(1, 120).Draw(rt, "n"), rapid.IntRange(0, 3).Draw(rt, "decimals")
		unit := int64(math.Pow10(decimals))
		printed := big.NewRat(rapid.Int64Range(0, 100*unit).Draw(rt, "printed"), unit)
		g, err := analysis.GRIM(n, printed.FloatString(decimals))
		if err != nil {
			rt.Fatal(err)
		}
		want := []int{}
		for x := range n + 1 {
			off := new(big.Rat).Sub(big.NewRat(100*int64(x), int64(n)), printed)
			if off.Abs(off).Cmp(big.NewRat(1, 2*unit)) <= 0 {
				want = append(want, x)
			}
		}
		if !slices.Equal(g.Counts, want) || g.Possible != (len(want) > 0) {
			rt.Fatalf("%s of %d: %v, want %v", printed.FloatString(decimals), n, g.Counts, want)
		}
	})
}

// Every way to print a percentage is read alike, in both decimal signs; what is
// none is refused in words, with what to write instead.
func TestGRIMReads(t *testing.T) {
	for _, s := range []string{"62,2", "62.2", " 62,2 % ", "62,2%", "062,2"} {
		if g, err := analysis.GRIM(37, s); err != nil || fmt.Sprint(g.Counts) != "[23]" || g.Reported != s {
			t.Errorf("%q: %+v %v", s, g, err)
		}
	}
	for _, s := range []string{"62,2,2", "6 2", "+62", "62-", "%", ",5", "0x1f", "100,1", "1000", "\x1b[31m62", "62٪"} {
		_, err := analysis.GRIM(37, s)
		if err == nil {
			t.Errorf("%q was taken", s)
			continue
		}
		nl, en := instruments.Localized(err, instruments.Dutch), instruments.Localized(err, instruments.English)
		if nl == en || nl != instruments.Plain(nl[:1])+nl[1:] || !slices.Contains([]byte(nl), '\n') {
			t.Errorf("%q is refused with %q and %q", s, nl, en)
		}
	}
	if g, err := analysis.GRIM(1_000_000, "50"); err != nil || len(g.Counts) != 10_001 { // 49.5 to 50.5 %, ends included
		t.Errorf("a million: %d counts, %v", len(g.Counts), err)
	}
	if _, err := analysis.GRIM(1_000_001, "50"); err == nil {
		t.Error("more than a million was taken")
	}
	if analysis.SmallestBase(1, "geen") != 0 || analysis.SmallestBase(1, "33,3333") != 3 || analysis.SmallestBase(4, "33,3333") != 6 || analysis.SmallestBase(-5) != 1 {
		t.Error("smallest base")
	}
}

// More people on the same answers make a smaller p; the same people in another
// order the same one.
func TestMorePeopleSmallerP(t *testing.T) {
	last := map[string]float64{"chi2": 1, "fisher": 1, "kruskal": 1, "cochran": 1, "mcnemar": 1}
	for k := 1; k <= 6; k++ {
		var a, b []float64
		var answers [][]bool
		for i := range 4 * k {
			a, b = append(a, float64(i%4)), append(b, float64(i%4)+1)
			answers = append(answers, []bool{true, i%2 == 0, i%4 == 0})
		}
		c := analysis.NewCrosstab([]string{"a", "b"}, []string{"x", "y"}, [][]int{{3 * k, k}, {k, 3 * k}})
		for name, p := range map[string]*float64{
			"chi2": c.Chi2.P, "fisher": c.Fisher.P, "kruskal": analysis.KruskalWallis(a, b).P, "cochran": analysis.CochranQ(answers).P, "mcnemar": analysis.McNemar(4*k, k).P,
		} {
			if p == nil || *p >= last[name] || *p <= 0 {
				t.Fatalf("%s with %d-fold people: %s after %v", name, k, number(p), last[name])
			}
			last[name] = *p
		}
	}
}

// Words for a count: the more people, the stronger the word, and the number
// always stands beside it.
func TestQuantifyNeverWeakens(t *testing.T) {
	strength := map[string]int{"geen": 0, "één": 1, "enkele": 2, "sommige": 3, "de meeste": 4, "alle": 5}
	for base := 1; base <= 60; base++ {
		last := 0
		for count := range base + 1 {
			word, ok := "", false
			for w := range strength {
				if s := analysis.Quantify(nil, count, base); s.NL == fmt.Sprintf("%s (%d van %d)", w, count, base) {
					word, ok = w, true
				}
			}
			if !ok || strength[word] < last && count > 1 {
				t.Fatalf("%d of %d is said as %q", count, base, analysis.Quantify(nil, count, base).NL)
			}
			last = strength[word]
		}
	}
}
