package analysis

import "math"

// Phi is the correlation of two codes over n cases, in [−1, 1]:
//
//	φ = (n·n12 − n1·n2) / √(n1·n2·(n − n1)·(n − n2))
//
// (Yule 1912, J. R. Stat. Soc. 75, 579–652). It is undefined when a code was
// never used ("unused_code") and when one is in every case ("no_variation").
func Phi(n1, n2, n12, n int) Statistic {
	s := Statistic{Name: "phi", N: n, Method: "Yule 1912, (n·n12 − n1·n2)/√(n1·n2·(n−n1)·(n−n2))"}
	if reason := together(n1, n2, n12, n); reason != "" {
		return s.none(reason)
	}
	if n1 == n || n2 == n {
		return s.none(NoVariation)
	}
	a, b, c, m := float64(n1), float64(n2), float64(n12), float64(n)
	return s.set((m*c - a*b) / math.Sqrt(a*b*(m-a)*(m-b)))
}

// Lift says how many times as often two codes occur together as they would if
// they had nothing to do with each other: n·n12 / (n1·n2), 0 or more, 1 for no
// relation (Brin, Motwani & Silverstein 1997, SIGMOD Record 26, 265–276, as
// "interest"). It is undefined when a code was never used.
func Lift(n1, n2, n12, n int) Statistic {
	s := Statistic{Name: "lift", N: n, Method: "Brin, Motwani & Silverstein 1997, n·n12/(n1·n2)"}
	if reason := together(n1, n2, n12, n); reason != "" {
		return s.none(reason)
	}
	return s.set(float64(n) * float64(n12) / (float64(n1) * float64(n2)))
}

// together checks the counts of two codes over n cases.
func together(n1, n2, n12, n int) string {
	switch {
	case n12 < 0 || n12 > n1 || n12 > n2 || n1 > n || n2 > n || n1+n2-n12 > n:
		return BadInput
	case n1 == 0 || n2 == 0:
		return UnusedCode
	}
	return ""
}
