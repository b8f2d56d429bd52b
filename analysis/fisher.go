package analysis

import (
	"cmp"
	"math"
	"slices"
)

// FisherMethod names the exact test of a cross table.
const FisherMethod = "Fisher 1935; Freeman & Halton 1951, exact, two-sided"

const (
	fisherSlack = 1e-7      // tables this much more probable than the observed one count as equally probable
	fisherLimit = 5_000_000 // columns tried; beyond it (about two seconds) the test is given up
	sameLog     = 1e8       // logs of probabilities that agree in eight decimals are one
)

// FisherExact is the two-sided exact test of independence in an r × c table:
// the sum of the probabilities of all tables with the same margins that are at
// most (1 + 1e−7) times as probable as the observed one,
//
//	P(table) = Π r_i! Π c_j! / (n! Π x_ij!)
//
// after Freeman & Halton (1951), Biometrika 38, 141–149. Tables are visited
// column by column as a network whose nodes are the row totals still to fill
// (Mehta & Patel 1983, J. Am. Stat. Assoc. 78, 427–434): paths that can only
// lead to rarer tables are added whole, paths that can only lead to more
// probable ones are dropped. Small tables are simply listed. Zero rows and columns change nothing. Value and P
// are both the p value; the reason is "too_large" when the network grows past
// its limit.
func FisherExact(counts [][]int) Statistic {
	s := Statistic{Name: "fisher", Method: FisherMethod}
	m, ok := reduce(counts)
	if !ok {
		return s.none(BadInput)
	}
	s.N = m.n
	if len(m.rows) < 2 || len(m.cols) < 2 {
		return s.none(TooFewCategories)
	}
	if p, ok := newListing(m).p(); ok {
		return s.set(min(p, 1)).p(p)
	}
	p, ok := newNetwork(m).p()
	if !ok {
		return s.none(TooLarge)
	}
	return s.set(min(p, 1)).p(p)
}

// margins is a table without its zero rows and columns.
type margins struct {
	counts     [][]int
	rows, cols []int // totals
	keptRows   []int // positions in the original
	keptCols   []int
	n          int
}

// reduce drops zero rows and columns; false for a ragged or negative table.
func reduce(counts [][]int) (margins, bool) {
	var m margins
	if len(counts) == 0 {
		return m, true
	}
	rows, cols := make([]int, len(counts)), make([]int, len(counts[0]))
	for i, row := range counts {
		if len(row) != len(cols) {
			return m, false
		}
		for j, x := range row {
			if x < 0 || x > math.MaxInt32 {
				return m, false
			}
			rows[i] += x
			cols[j] += x
			m.n += x
		}
	}
	m.keptRows, m.rows = nonzero(rows)
	m.keptCols, m.cols = nonzero(cols)
	for _, i := range m.keptRows {
		row := make([]int, 0, len(m.keptCols))
		for _, j := range m.keptCols {
			row = append(row, counts[i][j])
		}
		m.counts = append(m.counts, row)
	}
	return m, true
}

func nonzero(totals []int) (at, values []int) {
	for i, t := range totals {
		if t > 0 {
			at, values = append(at, i), append(values, t)
		}
	}
	return at, values
}

// network is the graph of FisherExact. The shorter side of the table is the
// node, the longer one the stages, largest first.
type network struct {
	node   []int
	stages []int
	logs   []float64 // log k!
	target float64   // log of Π 1/x_ij! of the observed table, with the slack
	whole  float64   // log of Π r! Π c! / n!
	bounds []map[string]bound
	tried  int // columns, against fisherLimit
}

type bound struct{ lo, hi float64 } // of the log of Π 1/x! over what is still to fill

func newNetwork(m margins) *network {
	w := &network{node: slices.Clone(m.rows), stages: slices.Clone(m.cols), logs: logFactorials(m.n)}
	if len(w.node) > len(w.stages) {
		w.node, w.stages = w.stages, w.node
	}
	slices.Sort(w.node)
	slices.SortFunc(w.stages, func(a, b int) int { return cmp.Compare(b, a) })
	for _, row := range m.counts {
		for _, x := range row {
			w.target -= w.logs[x]
		}
	}
	w.target += math.Log1p(fisherSlack)
	w.whole = w.sum(m.rows) + w.sum(m.cols) - w.logs[m.n]
	w.bounds = make([]map[string]bound, len(w.stages)+1)
	for i := range w.bounds {
		w.bounds[i] = map[string]bound{}
	}
	return w
}

func logFactorials(n int) []float64 {
	out := make([]float64, n+1)
	for k := 2; k <= n; k++ {
		out[k] = out[k-1] + math.Log(float64(k))
	}
	return out
}

func (w *network) sum(totals []int) float64 {
	s := 0.0
	for _, t := range totals {
		s += w.logs[t]
	}
	return s
}

// p walks the stages, keeping for each node the distinct logs of the paths that
// lead to it and how much probability each holds (times n!/Π r! Π c!, as a
// factor relative to the path itself).
func (w *network) p() (float64, bool) {
	total := 0.0
	level := map[string]map[int64]float64{key(w.node): {0: 1}}
	for stage := range w.stages {
		next := map[string]map[int64]float64{}
		for _, k := range sortedKeys(level) {
			pasts := sortedKeys(level[k])
			w.columns(unkey(k), w.stages[stage], func(column, rest []int) {
				s := step{stage: stage + 1, rest: rest, log: -w.sum(column), bound: w.bound(stage+1, rest)}
				w.tried += len(pasts)
				total += w.advance(s, pasts, level[k], next)
			})
			if w.tried > fisherLimit {
				return 0, false
			}
		}
		level = next
	}
	return total, true
}

// step is one column laid: what it adds to the log, and what is left to fill.
type step struct {
	stage int
	rest  []int
	log   float64
	bound bound
}

// advance carries every past over a step: paths that can only end rarer than
// the observed table are returned as probability, paths that can only end more
// probable are dropped, the others go on in next.
func (w *network) advance(s step, pasts []int64, weights map[int64]float64, next map[string]map[int64]float64) float64 {
	total, to := 0.0, key(s.rest)
	for _, past := range pasts {
		log := float64(past)/sameLog + s.log
		switch {
		case log+s.bound.hi <= w.target:
			total += weights[past] * math.Exp(log+w.completions(s.stage, s.rest)+w.whole)
		case log+s.bound.lo <= w.target:
			if next[to] == nil {
				next[to] = map[int64]float64{}
			}
			next[to][int64(math.Round(log*sameLog))] += weights[past]
		}
	}
	return total
}

// completions is the log of Σ Π 1/x! over all ways to fill the stages from one
// on: (Σ rest)! / (Π rest! Π stages!).
func (w *network) completions(stage int, rest []int) float64 {
	n := 0
	for _, r := range rest {
		n += r
	}
	return w.logs[n] - w.sum(rest) - w.sum(w.stages[stage:])
}

// bound is the least and most probable way to fill the stages from one on.
func (w *network) bound(stage int, rest []int) bound {
	if stage == len(w.stages) {
		return bound{}
	}
	k := key(rest)
	if b, ok := w.bounds[stage][k]; ok {
		return b
	}
	b := bound{math.Inf(1), math.Inf(-1)}
	w.columns(rest, w.stages[stage], func(column, left []int) {
		s, d := w.sum(column), w.bound(stage+1, left)
		b.lo, b.hi = min(b.lo, d.lo-s), max(b.hi, d.hi-s)
	})
	w.bounds[stage][k] = b
	return b
}

// columns visits every way to take total from the row totals; rest is sorted,
// because only the set of totals matters. Both slices are the visitor's own.
func (w *network) columns(rows []int, total int, visit func(column, rest []int)) {
	column, left := make([]int, len(rows)), 0
	for _, r := range rows {
		left += r
	}
	var fill func(i, need, left int)
	fill = func(i, need, left int) {
		if i == len(rows) {
			rest := make([]int, len(rows))
			for j := range rows {
				rest[j] = rows[j] - column[j]
			}
			slices.Sort(rest)
			w.tried++
			visit(column, rest)
			return
		}
		left -= rows[i]
		for x := max(0, need-left); x <= min(rows[i], need) && w.tried <= fisherLimit; x++ {
			column[i] = x
			fill(i+1, need-x, left)
		}
	}
	fill(0, total, left)
}

// key packs totals into a map key, four bytes each.
func key(totals []int) string {
	b := make([]byte, 0, 4*len(totals))
	for _, t := range totals {
		b = append(b, byte(t>>24), byte(t>>16), byte(t>>8), byte(t))
	}
	return string(b)
}

func unkey(k string) []int {
	out := make([]int, len(k)/4)
	for i := range out {
		out[i] = int(k[4*i])<<24 | int(k[4*i+1])<<16 | int(k[4*i+2])<<8 | int(k[4*i+3])
	}
	return out
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
