package agreement

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// Weights are the weights of a weighted kappa.
type Weights string

// The weights by the distance d of two values and the range R of the scale.
const (
	Linear    Weights = "linear"    // 1 − d/R
	Quadratic Weights = "quadratic" // 1 − (d/R)²
)

const (
	cohenMethod     = "Cohen 1960: (Po − Pe)/(1 − Pe), Pe = Σ p_i· p_·i; SE Fleiss, Cohen & Everitt 1969"
	linearMethod    = "Cohen 1968: weights 1 − d/R; SE Fleiss, Cohen & Everitt 1969"
	quadraticMethod = "Cohen 1968: weights 1 − (d/R)²; SE Fleiss, Cohen & Everitt 1969"
	normal975       = 1.959963984540054 // the .975 quantile of the normal distribution
	denseWidth      = 256               // categories up to which the table is an array
)

// Cohen is the kappa of two coders of Cohen (1960), Educ. Psychol. Meas. 20,
// 37–46, over the units both coded; agreement is the same category, whatever
// the level. SE and interval (value ± 1.96 SE) after Fleiss, Cohen & Everitt
// (1969), Psychol. Bull. 72, 323–327; SE0 is theirs for no more than chance.
// For more coders there is none ("two_coders_only"): a mean of the pairs (Light
// 1971) is another measure, and Fleiss' kappa or alpha answer the question.
func Cohen(d Data) Measure {
	t, m, ok := cohenStart(d, CohenName, cohenMethod)
	if !ok {
		return m
	}
	return t.kappa(m, nominalDistance{t})
}

// Weighted is Cohen's kappa that counts near misses as less wrong, after Cohen
// (1968), Psychol. Bull. 70, 213–220, for values with an order. d is the
// difference of the scores, so that a category that never occurs still keeps
// its neighbours apart.
func Weighted(d Data, w Weights) Measure {
	name, method := LinearName, linearMethod
	if w == Quadratic {
		name, method = QuadraticName, quadraticMethod
	}
	t, m, ok := cohenStart(d, name, method)
	if !ok {
		return m
	}
	scores := make([]float64, len(t.rows))
	for i := range scores {
		scores[i] = d.score(int32(i))
	}
	return t.kappa(m, newScored(t, scores, w == Quadratic))
}

func cohenStart(d Data, name, method string) (t pairs, m Measure, ok bool) {
	m = Measure{Name: name, Method: method}
	if len(d.Coders) > 2 {
		m.LeftOut = d.Units()
		return t, m.none(TwoCodersOnly), false
	}
	width, valid := d.width()
	if len(d.Coders) == 2 && valid {
		t = tabulate(d, width)
	}
	m.N, m.LeftOut = t.n, d.Units()-t.n
	switch {
	case len(d.Coders) < 2:
		return t, m.none(NeedTwoCoders), false
	case !valid:
		return t, m.none(BadInput), false
	case d.Units() == 0:
		return t, m.none(EmptyGroup), false
	case t.n == 0:
		return t, m.none(NoPairableUnits), false
	}
	if t.n < fewUnits {
		m = m.warn(FewUnits, unitsText(t.n))
	}
	first, rows := sole(t.rows)
	second, cols := sole(t.cols)
	if rows && cols && first == second {
		return t, m.none(NoVariation, d.label(first)), false
	}
	for i, same := range []bool{rows, cols} {
		if same {
			m = m.warn(ConstantCoder, d.Coders[i])
		}
	}
	return t, m, true
}

// sole is the only category with a count, and whether there is just one.
func sole(totals []int) (category int32, only bool) {
	for i, n := range totals {
		if n > 0 {
			if only {
				return 0, false
			}
			category, only = int32(i), true
		}
	}
	return category, only
}

// pairs is the table of two coders: the cells that are not empty, in order, and
// the margins.
type pairs struct {
	cells      []cell
	rows, cols []int
	n          int
}

type cell struct {
	a, b  int32
	count int
}

func tabulate(d Data, w int) pairs {
	if w <= denseWidth {
		return dense(d.Codes, w)
	}
	all := make([]cell, 0, d.Units())
	for u := range d.Units() {
		if a, b := d.Codes[2*u], d.Codes[2*u+1]; a >= 0 && b >= 0 {
			all = append(all, cell{a, b, 1})
		}
	}
	slices.SortFunc(all, func(x, y cell) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	t := newPairs(w)
	for _, c := range all {
		if last := len(t.cells) - 1; last >= 0 && t.cells[last].a == c.a && t.cells[last].b == c.b {
			t.cells[last].count++
			t.rows[c.a]++
			t.cols[c.b]++
			t.n++
			continue
		}
		t.add(c)
	}
	return t
}

func newPairs(w int) pairs { return pairs{rows: make([]int, w), cols: make([]int, w)} }

func (t *pairs) add(c cell) {
	t.cells = append(t.cells, c)
	t.rows[c.a] += c.count
	t.cols[c.b] += c.count
	t.n += c.count
}

// dense counts in an array with one row and column more, for missing values, so
// that the loop has no branch.
func dense(codes []int32, w int) pairs {
	side := w + 1
	table := make([]int, side*side)
	for u := 0; u+1 < len(codes); u += 2 {
		table[int(codes[u]+1)*side+int(codes[u+1]+1)]++
	}
	t := newPairs(w)
	for a := range w {
		for b := range w {
			if n := table[(a+1)*side+b+1]; n > 0 {
				t.add(cell{int32(a), int32(b), n})
			}
		}
	}
	return t
}

// distance is how far two values are apart, from 0 to 1, and the mean distance
// of a value of one coder to all values of the other.
type distance interface {
	between(a, b int32) float64
	row(a int32) float64 // of the first coder's value a to the second coder's values
	col(b int32) float64
}

// kappa is 1 − D/E with the mean distances seen and expected: Cohen's kappa with
// agreement weights 1 − distance, exactly 1 when no pair differs.
func (t pairs) kappa(m Measure, v distance) Measure {
	n := float64(t.n)
	seen, expected := 0.0, 0.0
	for _, c := range t.cells {
		seen += float64(c.count) * v.between(c.a, c.b)
	}
	for a, r := range t.rows {
		if r > 0 {
			expected += float64(r) * v.row(int32(a))
		}
	}
	seen, expected = seen/n, expected/n
	m = m.set(1-seen/expected).parts(1-seen, 1-expected)
	switch {
	case m.Value == nil:
		return m
	case seen == 0:
		return m.perfectly()
	case t.n < 2:
		m.CIReason = TooFewUnits
		return m
	}
	se, se0 := t.errors(v, *m.Value, 1-expected)
	m = m.spreadOf(se, normal975)
	if m.SE != nil && se0 > 0 {
		m.SE0 = &se0
	}
	return m
}

// errors are the large-sample standard errors of Fleiss, Cohen & Everitt
// (1969), with w = 1 − distance and w̄ its mean in the margins:
//
//	var  = {Σ p_ij [w_ij − (w̄_i· + w̄_·j)(1 − κ)]² − [κ − Pe(1 − κ)]²} / (n (1 − Pe)²)
//	var0 = {Σ p_i· p_·j [w_ij − (w̄_i· + w̄_·j)]² − Pe²} / (n (1 − Pe)²)
//
// var0 is given up (0) for a very wide table.
func (t pairs) errors(v distance, kappa, pe float64) (se, se0 float64) {
	n, sum, sum0 := float64(t.n), 0.0, 0.0
	part := func(a, b int32, share float64) float64 {
		x := 1 - v.between(a, b) - (2-v.row(a)-v.col(b))*share
		return x * x
	}
	for _, c := range t.cells {
		sum += float64(c.count) / n * part(c.a, c.b, 1-kappa)
	}
	under := n * (1 - pe) * (1 - pe)
	off := kappa - pe*(1-kappa)
	se = root(sum-off*off, under)
	if len(t.rows) > denseWidth {
		return se, 0
	}
	for a, r := range t.rows {
		for b, c := range t.cols {
			if r > 0 && c > 0 {
				sum0 += float64(r) / n * float64(c) / n * part(int32(a), int32(b), 1)
			}
		}
	}
	return se, root(sum0-pe*pe, under)
}

// root is √(difference/under), where a difference of squares near 1 that only
// rounding left is 0.
func root(difference, under float64) float64 {
	if difference < 1e-13 {
		return 0
	}
	return math.Sqrt(difference / under)
}

// nominalDistance is 0 for the same category and 1 for another.
type nominalDistance struct{ t pairs }

func (v nominalDistance) between(a, b int32) float64 {
	if a == b {
		return 0
	}
	return 1
}
func (v nominalDistance) row(a int32) float64 { return 1 - float64(v.t.cols[a])/float64(v.t.n) }
func (v nominalDistance) col(b int32) float64 { return 1 - float64(v.t.rows[b])/float64(v.t.n) }

// scored is the distance of scores over their range, to the power of one or two.
type scored struct {
	scores     []float64
	span       float64
	square     bool
	rows, cols []float64
}

func newScored(t pairs, scores []float64, square bool) scored {
	v := scored{scores: scores, square: square, span: scores[len(scores)-1] - scores[0]}
	v.rows = v.means(t.cols, t.n)
	v.cols = v.means(t.rows, t.n)
	return v
}

func (v scored) between(a, b int32) float64 {
	d := math.Abs(v.scores[a]-v.scores[b]) / v.span
	if v.square {
		return d * d
	}
	return d
}
func (v scored) row(a int32) float64 { return v.rows[a] }
func (v scored) col(b int32) float64 { return v.cols[b] }

// means is the mean distance of every category to the values with these
// totals, by running sums: scores ascend.
func (v scored) means(totals []int, n int) []float64 {
	var all, sum, squares float64
	at := func(i int) float64 { return (v.scores[i] - v.scores[0]) / v.span }
	for i, t := range totals {
		x := at(i)
		all, sum, squares = all+float64(t), sum+float64(t)*x, squares+float64(t)*x*x
	}
	out := make([]float64, len(totals))
	var below, belowSum float64 // values under the category
	for i, t := range totals {
		x := at(i)
		if v.square {
			out[i] = (squares - 2*x*sum + x*x*all) / float64(n)
		} else {
			out[i] = (x*below - belowSum + (sum - belowSum) - x*(all-below)) / float64(n)
		}
		below, belowSum = below+float64(t), belowSum+float64(t)*x
	}
	return out
}

// number writes a value for a message with four decimals.
func number(v float64) instruments.Text {
	s := strconv.FormatFloat(v, 'f', 4, 64)
	return instruments.Text{NL: strings.Replace(s, ".", ",", 1), EN: s}
}
