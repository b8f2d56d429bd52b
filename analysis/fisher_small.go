package analysis

import "math"

const (
	listedTables = 100_000 // at most so many tables are listed; it takes about a millisecond
	listedCases  = 170     // 171! is no float64
)

// listing is FisherExact for small tables: every table with the same margins,
// one cell after the other. Where there are few tables this beats the network,
// whose nodes want maps. The product Π 1/x! of a table of n cases is at least
// 1/n!, so that up to 170 cases nothing is lost to underflow.
type listing struct {
	rows    []int // what is left of each row
	cols    []int
	inverse []float64 // 1/k!
	target  float64   // the product of the observed table, with the slack
	scale   float64   // log of Π r! Π c! / n!
	sum     float64
}

func newListing(m margins) *listing {
	l := &listing{rows: m.rows, cols: m.cols}
	if !few(m) {
		return l
	}
	l.rows = append([]int(nil), m.rows...)
	l.inverse = make([]float64, m.n+1)
	l.inverse[0] = 1
	for k := 1; k <= m.n; k++ {
		l.inverse[k] = l.inverse[k-1] / float64(k)
	}
	l.target = 1 + fisherSlack
	for _, row := range m.counts {
		for _, x := range row {
			l.target *= l.inverse[x]
		}
	}
	l.scale = math.Log(l.inverse[m.n])
	for _, totals := range [][]int{m.rows, m.cols} {
		for _, t := range totals {
			l.scale -= math.Log(l.inverse[t])
		}
	}
	return l
}

// few bounds the number of tables by the cells that can be chosen freely.
func few(m margins) bool {
	if m.n > listedCases {
		return false
	}
	tables := 1
	for _, r := range m.rows[:len(m.rows)-1] {
		for _, c := range m.cols[:len(m.cols)-1] {
			if tables *= min(r, c) + 1; tables > listedTables {
				return false
			}
		}
	}
	return true
}

// p is false for a table that has too many others beside it.
func (l *listing) p() (float64, bool) {
	if l.inverse == nil {
		return 0, false
	}
	l.fill(0, 0, l.cols[0], 1)
	return math.Exp(l.scale + math.Log(l.sum)), true
}

// fill lays the cells of column j from row i on, which must come to need.
func (l *listing) fill(i, j, need int, product float64) {
	if j == len(l.cols)-1 {
		for _, r := range l.rows { // the last column is what is left
			product *= l.inverse[r]
		}
		if product <= l.target {
			l.sum += product
		}
		return
	}
	if i == len(l.rows)-1 {
		l.rows[i] -= need
		l.fill(0, j+1, l.cols[j+1], product*l.inverse[need])
		l.rows[i] += need
		return
	}
	below := 0
	for _, r := range l.rows[i+1:] {
		below += r
	}
	left := l.rows[i]
	for x := max(0, need-below); x <= min(left, need); x++ {
		l.rows[i] = left - x
		l.fill(i+1, j, need-x, product*l.inverse[x])
	}
	l.rows[i] = left
}
