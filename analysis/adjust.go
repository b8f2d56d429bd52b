package analysis

import (
	"cmp"
	"slices"
)

// Holm adjusts p values for their number: with the values sorted upward,
// p̃_(i) = max_{j ≤ i} min(1, (m − j + 1) p_(j)) (Holm 1979, Scand. J. Stat. 6,
// 65–70). The result stands in the order of the input.
func Holm(p []float64) []float64 {
	order, out, worst := ranked(p), make([]float64, len(p)), 0.0
	for i, at := range order {
		worst = max(worst, min(1, float64(len(p)-i)*p[at]))
		out[at] = worst
	}
	return out
}

// BenjaminiHochberg adjusts p values to control the false discovery rate: with
// the values sorted upward, p̃_(i) = min_{j ≥ i} min(1, m p_(j) / j) (Benjamini
// & Hochberg 1995, J. R. Stat. Soc. B 57, 289–300). The result stands in the
// order of the input.
func BenjaminiHochberg(p []float64) []float64 {
	order, out, best := ranked(p), make([]float64, len(p)), 1.0
	for i := len(order) - 1; i >= 0; i-- {
		best = min(best, float64(len(p))/float64(i+1)*p[order[i]])
		out[order[i]] = best
	}
	return out
}

func ranked(p []float64) []int {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	return order
}
