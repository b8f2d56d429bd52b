package analysis_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"meerzicht/analysis"
)

func close9(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(b)) }

// Against the closed form of a 2 × 2 table, n(ad − bc)²/(r₁ r₂ c₁ c₂); the
// transposed table gives the same; V² n is χ²; the residual² is χ².
func TestCrosstabProperties(t *testing.T) {
	names := []string{"a", "b"}
	rapid.Check(t, func(rt *rapid.T) {
		x := rapid.SliceOfN(rapid.IntRange(1, 60), 4, 4).Draw(rt, "x")
		a, b, c, d := float64(x[0]), float64(x[1]), float64(x[2]), float64(x[3])
		got := analysis.NewCrosstab(names, names, [][]int{{x[0], x[1]}, {x[2], x[3]}})
		turned := analysis.NewCrosstab(names, names, [][]int{{x[0], x[2]}, {x[1], x[3]}})
		n := a + b + c + d
		want := n * (a*d - b*c) * (a*d - b*c) / ((a + b) * (c + d) * (a + c) * (b + d))
		v, r := *got.CramersV.Value, *got.AdjustedResiduals[1][0]
		if !close9(*got.Chi2.Value, want) || !close9(*turned.Chi2.Value, want) || !close9(v*v*n, want) || !close9(r*r, want) {
			rt.Fatalf("%v: %v, want %v; V %v, residual %v", x, *got.Chi2.Value, want, v, r)
		}
		if !close9(*got.Fisher.P, *turned.Fisher.P) || *got.Fisher.P > 1 || *got.Fisher.P <= 0 {
			rt.Fatalf("%v: Fisher %v and %v", x, *got.Fisher.P, *turned.Fisher.P)
		}
		if o := analysis.OddsRatio(x[0], x[1], x[2], x[3]); !close9(*o.Value, a*d/(b*c)) {
			rt.Fatalf("%v: odds ratio %v", x, *o.Value)
		}
	})
}

// Rows and columns in another order, or empty ones added, change no test.
func TestCrosstabOrderAndEmptyRows(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r, c := rapid.IntRange(2, 3).Draw(rt, "r"), rapid.IntRange(2, 4).Draw(rt, "c")
		counts, names := [][]int{}, []string{"a", "b", "c", "d", "e"}
		for range r {
			counts = append(counts, rapid.SliceOfN(rapid.IntRange(1, 6), c, c).Draw(rt, "row"))
		}
		one := analysis.NewCrosstab(names[:r], names[:c], counts)
		turned := slices.Clone(counts)
		slices.Reverse(turned)
		turned = append(turned, make([]int, c))
		two := analysis.NewCrosstab(names[:r+1], names[:c], turned)
		if !close9(*one.Chi2.Value, *two.Chi2.Value) || math.Abs(*one.Fisher.P-*two.Fisher.P) > 1e-7 || one.Chi2.DF != two.Chi2.DF || len(two.Dropped) != 1 {
			rt.Fatalf("%v: %+v and %+v", counts, one.Chi2, two.Chi2)
		}
	})
}

// McNemar's p is the binomial tail of another library, and the same both ways.
func TestMcNemarProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b, c := rapid.IntRange(0, 40).Draw(rt, "b"), rapid.IntRange(1, 40).Draw(rt, "c")
		want := min(1, 2*distuv.Binomial{N: float64(b + c), P: .5}.CDF(float64(min(b, c))))
		if p, q := *analysis.McNemar(b, c).P, *analysis.McNemar(c, b).P; math.Abs(p-want) > 1e-9 || p != q {
			rt.Fatalf("%d %d: %v %v, want %v", b, c, p, q, want)
		}
	})
	if s := analysis.McNemar(-1, 2); s.Value != nil || s.Reason != analysis.BadInput {
		t.Errorf("a negative count: %+v", s)
	}
}

// With two items Q is McNemar's (b − c)²/(b + c); people in another order, and
// people who answer alike on everything, change nothing.
func TestCochranQProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		answers, b, c := [][]bool{}, 0, 0
		for range rapid.IntRange(1, 30).Draw(rt, "people") {
			x, y := rapid.Bool().Draw(rt, "x"), rapid.Bool().Draw(rt, "y")
			answers = append(answers, []bool{x, y})
			if x && !y {
				b++
			}
			if y && !x {
				c++
			}
		}
		s := analysis.CochranQ(answers)
		slices.Reverse(answers)
		again := analysis.CochranQ(append(answers, []bool{true, true}, []bool{false, false}))
		if b+c == 0 {
			if s.Reason != analysis.NoVariation {
				rt.Fatalf("no difference: %+v", s)
			}
			return
		}
		want := float64((b-c)*(b-c)) / float64(b+c)
		if !close9(*s.Value, want) || !close9(*again.Value, want) {
			rt.Fatalf("%d %d: %v %v, want %v", b, c, *s.Value, *again.Value, want)
		}
	})
	for _, bad := range [][][]bool{{{true}, {true, false}}, {{true}, {false}}} {
		if s := analysis.CochranQ(bad); s.Value != nil {
			t.Errorf("%v has Q %v", bad, *s.Value)
		}
	}
}

// Only the order of values matters, and groups may change places.
func TestKruskalWallisProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 9), 2, 12)
		draw := func(name string) (plain, squared []float64) {
			for _, v := range values.Draw(rt, name) {
				plain, squared = append(plain, float64(v)), append(squared, float64(v*v)+3)
			}
			return plain, squared
		}
		a, a2 := draw("a")
		b, b2 := draw("b")
		c, c2 := draw("c")
		one, two := analysis.KruskalWallis(a, b, c), analysis.KruskalWallis(c2, nil, a2, b2)
		if (one.Value == nil) != (two.Value == nil) || one.Value != nil && !close9(*one.Value, *two.Value) {
			rt.Fatalf("%+v and %+v", one, two)
		}
		if one.Value != nil && (*one.Value < -1e-9 || one.DF != 2) {
			rt.Fatalf("H %v on %d", *one.Value, one.DF)
		}
	})
	if s := analysis.KruskalWallis([]float64{math.NaN()}, []float64{1}); s.Reason != analysis.BadInput {
		t.Errorf("NaN: %+v", s)
	}
}

// Jaccard lies in [0, 1], is 1 for equal sets, and does not care which is first.
func TestJaccardProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		both := rapid.IntRange(0, 20).Draw(rt, "both")
		n1, n2 := both+rapid.IntRange(0, 20).Draw(rt, "only1"), both+rapid.IntRange(0, 20).Draw(rt, "only2")
		s, turned := analysis.Jaccard(n1, n2, both), analysis.Jaccard(n2, n1, both)
		if n1 == 0 || n2 == 0 {
			if s.Reason != analysis.UnusedCode {
				rt.Fatalf("%d %d: %+v", n1, n2, s)
			}
			return
		}
		if v := *s.Value; v < 0 || v > 1 || v != *turned.Value || (v == 1) != (n1 == both && n2 == both) {
			rt.Fatalf("%d %d %d: %v", n1, n2, both, v)
		}
	})
	if s := analysis.Jaccard(1, 1, 2); s.Reason != analysis.BadInput {
		t.Errorf("more together than apart: %+v", s)
	}
}

// The interval grows with the level and shrinks with n.
func TestIntervalsNest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(rt, "n")
		x := rapid.IntRange(0, n).Draw(rt, "x")
		narrow, wide, many := analysis.Wilson(x, n, .8), analysis.Wilson(x, n, .99), analysis.Wilson(10*x, 10*n, .99)
		if narrow.Lo < wide.Lo || narrow.Hi > wide.Hi || many.Hi-many.Lo >= wide.Hi-wide.Lo {
			rt.Fatalf("%d/%d: %v %v %v", x, n, *narrow, *wide, *many)
		}
	})
}

func ExampleOddsRatio() {
	fmt.Printf("%.4f\n", *analysis.OddsRatio(10, 4, 13, 10).Value)
	// Output: 1.9231
}

func ExampleCross() {
	c := analysis.Cross([]string{"V", "V", "P"}, []string{"ja", "nee", "ja"}, []string{"V", "P"}, nil)
	fmt.Println(c.Rows, c.Cols, c.Counts)
	// Output: [V P] [ja nee] [[1 1] [1 0]]
}

func ExampleAccumulationCurve() {
	fmt.Printf("%.4f\n", analysis.AccumulationCurve(3, []int{3, 1, 1}))
	// Output: [1.6667 2.3333 3.0000]
}

func BenchmarkMcNemar(b *testing.B) {
	for b.Loop() {
		analysis.McNemar(12, 8)
	}
}

func BenchmarkCochranQ(b *testing.B) {
	answers := make([][]bool, 3700)
	for i := range answers {
		answers[i] = []bool{i%2 == 0, i%3 == 0, i%5 == 0}
	}
	for b.Loop() {
		analysis.CochranQ(answers)
	}
}

func BenchmarkHolm(b *testing.B) {
	p := make([]float64, 435)
	for i := range p {
		p[i] = float64(i*37%435) / 435
	}
	for b.Loop() {
		analysis.Holm(p)
	}
}

func BenchmarkGRIM(b *testing.B) {
	for b.Loop() {
		_, _ = analysis.GRIM(37, "62") // only its time matters here
	}
}

func BenchmarkAccumulationCurve3700(b *testing.B) {
	n := make([]int, 120)
	for i := range n {
		n[i] = 1 + i*30
	}
	for b.Loop() {
		analysis.AccumulationCurve(3700, n)
	}
}
