package analysis

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Names of the interval methods.
const (
	WilsonMethod         = "Wilson 1927, score interval without continuity correction"
	ClopperPearsonMethod = "Clopper & Pearson 1934, exact"
)

// Wilson is the score interval of x out of n at a level in (0, 1):
//
//	(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n),  p = x/n
//
// after Wilson (1927), J. Am. Stat. Assoc. 22, 209–212. The lower end is
// exactly 0 at x = 0 and the upper exactly 1 at x = n. It is nil when n < 1, x
// lies outside [0, n] or the level is none.
func Wilson(x, n int, level float64) *Interval {
	if !proportion(x, n, level) {
		return nil
	}
	z := distuv.UnitNormal.Quantile(1 - (1-level)/2)
	m, p := float64(n), float64(x)/float64(n)
	centre := p + z*z/(2*m)
	half := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	lo, hi := (centre-half)/(1+z*z/m), (centre+half)/(1+z*z/m)
	return ends(x, n, lo, hi, level, WilsonMethod)
}

// ClopperPearson is the exact interval of x out of n at a level in (0, 1): the
// α/2 quantile of Beta(x, n−x+1) and the 1−α/2 quantile of Beta(x+1, n−x),
// after Clopper & Pearson (1934), Biometrika 26, 404–413. Ends and nil are as
// with Wilson.
func ClopperPearson(x, n int, level float64) *Interval {
	if !proportion(x, n, level) {
		return nil
	}
	a, lo, hi := 1-level, 0.0, 1.0
	if x > 0 {
		lo = distuv.Beta{Alpha: float64(x), Beta: float64(n - x + 1)}.Quantile(a / 2)
	}
	if x < n {
		hi = distuv.Beta{Alpha: float64(x + 1), Beta: float64(n - x)}.Quantile(1 - a/2)
	}
	return ends(x, n, lo, hi, level, ClopperPearsonMethod)
}

func proportion(x, n int, level float64) bool {
	return n >= 1 && x >= 0 && x <= n && level > 0 && level < 1
}

func ends(x, n int, lo, hi, level float64, method string) *Interval {
	if x == 0 {
		lo = 0
	}
	if x == n {
		hi = 1
	}
	return &Interval{Lo: max(lo, 0), Hi: min(hi, 1), Level: level, Method: method}
}
