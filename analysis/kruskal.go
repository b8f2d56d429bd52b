package analysis

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// KruskalWallis tests whether groups have values of the same size, by ranks:
//
//	H = (12 / N(N+1) Σ R_g²/n_g − 3(N+1)) / (1 − Σ (t³−t)/(N³−N))
//
// with R_g the rank sum of a group (ties share their mean rank) and t the size
// of each tie, on g − 1 degrees of freedom (Kruskal & Wallis 1952, J. Am. Stat.
// Assoc. 47, 583–621). Empty groups are left out.
func KruskalWallis(groups ...[]float64) Statistic {
	s := Statistic{Name: "kruskal_wallis", Method: "Kruskal & Wallis 1952, with tie correction"}
	var all []observation
	used := 0
	for g, values := range groups {
		if len(values) > 0 {
			used++
		}
		for _, v := range values {
			if math.IsNaN(v) {
				return s.none(BadInput)
			}
			all = append(all, observation{v, g})
		}
	}
	s.N = len(all)
	if used < 2 {
		return s.none(TooFewCategories)
	}
	sums, ties := rankSums(all, len(groups))
	n := float64(len(all))
	if ties == n*n*n-n {
		return s.none(NoVariation)
	}
	h := 0.0
	for g, values := range groups {
		if len(values) > 0 {
			h += sums[g] * sums[g] / float64(len(values))
		}
	}
	h = (12/(n*(n+1))*h - 3*(n+1)) / (1 - ties/(n*n*n-n))
	s.DF = used - 1
	return s.set(h).p(distuv.ChiSquared{K: float64(s.DF)}.Survival(h))
}

type observation struct {
	value float64
	group int
}

// rankSums are the sums of mean ranks per group, and Σ (t³ − t) over the ties.
func rankSums(all []observation, groups int) ([]float64, float64) {
	slices.SortFunc(all, func(a, b observation) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return a.group - b.group
	})
	sums, ties := make([]float64, groups), 0.0
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].value == all[i].value {
			j++
		}
		t := float64(j - i)
		ties += t*t*t - t
		for _, o := range all[i:j] {
			sums[o.group] += float64(i+j+1) / 2 // the mean of ranks i+1 … j
		}
		i = j
	}
	return sums, ties
}
