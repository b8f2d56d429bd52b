package analysis

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"meerzicht/instruments"
)

// ChiSquareMethod names the test of a cross table with large expected counts.
const ChiSquareMethod = "Pearson 1900, χ² without continuity correction"

// Crosstab is a cross table of two classifications of the same cases with its
// tests. Expected counts and residuals have the shape of Counts; those of a
// zero row or column are nil, since the tests leave it out (see Dropped).
type Crosstab struct {
	Rows              []string     `json:"rows"`
	Cols              []string     `json:"cols"`
	Counts            [][]int      `json:"counts"`
	N                 int          `json:"n"`
	Expected          [][]*float64 `json:"expected"`
	AdjustedResiduals [][]*float64 `json:"adjusted_residuals"`
	Chi2              Statistic    `json:"chi2"`
	CramersV          Statistic    `json:"cramers_v"`
	Fisher            Statistic    `json:"fisher"`
	Preferred         string       `json:"preferred"`         // "chi2" or "fisher"; "" when neither has a value
	Dropped           []string     `json:"dropped,omitempty"` // zero rows and columns
	Warnings          []Warning    `json:"warnings,omitempty"`
}

// Cross counts pairs: case i has rows[i] and cols[i]. A case with an empty
// value is left out of the counts and stands in Chi2.LeftOut. Categories come
// in the order of the first argument lists given, else sorted by name; pass nil
// for the order to sort.
func Cross(rows, cols []string, rowOrder, colOrder []string) Crosstab {
	r, c := categories(rows, rowOrder), categories(cols, colOrder)
	counts := make([][]int, len(r))
	for i := range counts {
		counts[i] = make([]int, len(c))
	}
	at, to, out := positions(r), positions(c), 0
	for i := range min(len(rows), len(cols)) {
		if rows[i] == "" || cols[i] == "" {
			out++
			continue
		}
		counts[at[rows[i]]][to[cols[i]]]++
	}
	t := NewCrosstab(r, c, counts)
	t.Chi2.LeftOut, t.Fisher.LeftOut, t.CramersV.LeftOut = out, out, out
	return t
}

func categories(values, order []string) []string {
	out, seen := slices.Clone(order), map[string]bool{"": true}
	for _, v := range order {
		seen[v] = true
	}
	var rest []string
	for _, v := range values {
		if !seen[v] {
			seen[v] = true
			rest = append(rest, v)
		}
	}
	slices.Sort(rest)
	return append(out, rest...)
}

func positions(names []string) map[string]int {
	out := make(map[string]int, len(names))
	for i, n := range names {
		out[n] = i
	}
	return out
}

// NewCrosstab tests a table of counts for independence:
//
//	e_ij = r_i c_j / n,  χ² = Σ (x_ij − e_ij)² / e_ij on (r−1)(c−1) degrees of freedom
//	adjusted residual = (x_ij − e_ij) / √(e_ij (1 − r_i/n)(1 − c_j/n))   (Haberman 1973)
//	Cramér's V = √(χ² / (n (min(r, c) − 1)))                              (Cramér 1946)
//
// When more than 20 % of the expected counts are below 5, or any below 1
// (Cochran 1954), Fisher's exact test is preferred. All of it is exploratory:
// counts first. Names that do not fit the counts are "bad_input".
func NewCrosstab(rows, cols []string, counts [][]int) Crosstab {
	t := Crosstab{Rows: rows, Cols: cols, Counts: counts}
	m, ok := reduce(counts)
	ok = ok && len(counts) == len(rows) && (len(counts) == 0 || len(counts[0]) == len(cols))
	t.N = m.n
	t.Chi2 = Statistic{Name: "chi2", N: m.n, Method: ChiSquareMethod}
	t.CramersV = Statistic{Name: "cramers_v", N: m.n, Method: "Cramér 1946"}
	t.Expected, t.AdjustedResiduals = blank(len(rows), len(cols)), blank(len(rows), len(cols))
	t.Fisher = FisherExact(counts)
	if !ok || len(m.rows) < 2 || len(m.cols) < 2 {
		reason := TooFewCategories
		if !ok {
			reason = BadInput
		}
		t.Chi2, t.CramersV, t.Fisher = t.Chi2.none(reason), t.CramersV.none(reason), t.Fisher.none(reason)
		return t
	}
	t.test(m)
	t.drop(m)
	return t
}

func blank(r, c int) [][]*float64 {
	out := make([][]*float64, r)
	for i := range out {
		out[i] = make([]*float64, c)
	}
	return out
}

func (t *Crosstab) test(m margins) {
	chi2, small, least := 0.0, 0, math.Inf(1)
	n := float64(m.n)
	for i, r := range m.rows {
		for j, c := range m.cols {
			e := float64(r) * float64(c) / n
			d := float64(m.counts[i][j]) - e
			res := d / math.Sqrt(e*(1-float64(r)/n)*(1-float64(c)/n))
			t.Expected[m.keptRows[i]][m.keptCols[j]] = &e
			t.AdjustedResiduals[m.keptRows[i]][m.keptCols[j]] = &res
			chi2 += d * d / e
			least = min(least, e)
			if e < 5 {
				small++
			}
		}
	}
	t.Chi2.DF = (len(m.rows) - 1) * (len(m.cols) - 1)
	t.Chi2 = t.Chi2.set(chi2).p(distuv.ChiSquared{K: float64(t.Chi2.DF)}.Survival(chi2))
	t.CramersV = t.CramersV.set(math.Sqrt(chi2 / (n * float64(min(len(m.rows), len(m.cols))-1))))
	t.prefer(5*small > len(m.rows)*len(m.cols) || least < 1)
}

func (t *Crosstab) prefer(sparse bool) {
	t.Preferred = "chi2"
	if !sparse {
		return
	}
	t.Warnings = append(t.Warnings, Warning{Code: "small_expected", Text: instruments.Text{
		NL: "Meer dan 20 % van de verwachte aantallen is kleiner dan 5, of één is kleiner dan 1: χ² is hier niet betrouwbaar.",
		EN: "More than 20 % of the expected counts are below 5, or one is below 1: χ² is not reliable here.",
	}})
	if t.Fisher.Value != nil {
		t.Preferred = "fisher"
	}
}

func (t *Crosstab) drop(m margins) {
	for i, r := range t.Rows {
		if !slices.Contains(m.keptRows, i) {
			t.Dropped = append(t.Dropped, r)
		}
	}
	for j, c := range t.Cols {
		if !slices.Contains(m.keptCols, j) {
			t.Dropped = append(t.Dropped, c)
		}
	}
	if len(t.Dropped) > 0 {
		t.Warnings = append(t.Warnings, Warning{Code: "zero_margin", Text: instruments.Text{
			NL: "Lege rijen of kolommen staan in de tabel maar tellen niet mee in de toetsen.",
			EN: "Empty rows or columns are shown but left out of the tests.",
		}})
	}
}

// OddsRatio is ad/bc of the 2 × 2 table a b / c d (Cornfield 1951); undefined
// when b or c is zero.
func OddsRatio(a, b, c, d int) Statistic {
	s := Statistic{Name: "odds_ratio", N: a + b + c + d, Method: "Cornfield 1951, ad/bc"}
	switch {
	case a < 0 || b < 0 || c < 0 || d < 0:
		return s.none(BadInput)
	case b == 0 || c == 0:
		return s.none(DivisionByZero)
	}
	return s.set(float64(a) * float64(d) / (float64(b) * float64(c)))
}
