package analysis

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// McNemar is the exact test whether two yes/no items of the same people differ:
// b said yes to the first only, c to the second only. Under equality the
// smaller is Binomial(b+c, ½), so
//
//	p = min(1, 2 Σ_{i ≤ min(b,c)} C(b+c, i) / 2^(b+c))
//
// after McNemar (1947), Psychometrika 12, 153–157, in its exact form. Value is
// b − c. Without any difference p is 1.
func McNemar(b, c int) Statistic {
	s := Statistic{Name: "mcnemar", N: b + c, Method: "McNemar 1947, exact binomial, two-sided"}
	if b < 0 || c < 0 {
		return s.none(BadInput)
	}
	if b+c == 0 {
		return s.set(0).p(1)
	}
	tail := 0.0
	for i := range min(b, c) + 1 {
		tail += math.Exp(logChoose(b+c, i) - float64(b+c)*math.Ln2)
	}
	return s.set(float64(b - c)).p(2 * tail)
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

// CochranQ tests whether k yes/no items of the same people have the same share
// of yes; answers[i][j] is person i on item j:
//
//	Q = (k−1)(k Σ G_j² − T²) / (k T − Σ L_i²)
//
// with G_j the yeses of an item, L_i those of a person and T all of them, on
// k − 1 degrees of freedom (Cochran 1950, Biometrika 37, 256–266).
func CochranQ(answers [][]bool) Statistic {
	s := Statistic{Name: "cochran_q", N: len(answers), Method: "Cochran 1950, χ² on k−1 degrees of freedom"}
	if len(answers) == 0 {
		return s.none(EmptyGroup)
	}
	k := len(answers[0])
	g, t, squares := make([]int, k), 0, 0
	for _, person := range answers {
		if len(person) != k {
			return s.none(BadInput)
		}
		l := 0
		for j, yes := range person {
			if yes {
				g[j]++
				l++
			}
		}
		t += l
		squares += l * l
	}
	if k < 2 {
		return s.none(TooFewCategories)
	}
	if k*t == squares {
		return s.none(NoVariation)
	}
	between := 0
	for _, x := range g {
		between += x * x
	}
	q := float64((k-1)*(k*between-t*t)) / float64(k*t-squares)
	s.DF = k - 1
	return s.set(q).p(distuv.ChiSquared{K: float64(k - 1)}.Survival(q))
}
