package disclosure

import (
	"cmp"
	"slices"

	"meerzicht/analysis"
)

// What hiding one more thing costs: a "<k" that becomes an unspecified mark, the
// base beside a mark, a count, a whole of others, a row of totals, a group size.
const (
	costSmall = 2
	costLoose = 3
	costPart  = 4
	costWhole = 16
	costTotal = 60
	costBase  = 5000
)

// How far a search for another solution goes.
const (
	freeNodes = 120  // tries of a move that hides nothing, per length
	costNodes = 300  // tries per limit on the cost, per length
	hardNodes = 4000 // tries of a move when nothing else is left
)

// lengths of moves, in changes, are tried in turn: most moves are short, and a
// search that may go on for long never reconsiders how it began.
var lengths = [...]int{8, 20, 60, 200}

// search holds a solution of the system and looks for others. Every solution it
// finds is one the attacker cannot rule out.
type search struct {
	*system
	x           []int // the solution
	lo, hi      []int
	res         []int // equation → Σ sign·x
	open        []int // equations with res ≠ 0
	window      int   // how many of the latest open equations are weighed
	total, goal int   // Σ |res|, and where a move may stop
	where       []int // equation → position in open, or -1
	way         []int // variable → direction it moved in this move
	moves       []term
	nodes       int
	cut         bool // the move stopped at its length or nodes, so a longer one may do
	longest     int  // changes allowed in this move
	budget      int  // of cost in this move
	spent       []int
	paid        []int   // variable → what was paid for it in this move
	limit       int     // the budget at the start of the move
	poor        int     // the least budget that would have allowed more
	seen        [][]int // variable → different counts found possible, at most k
	span        [][2]int
}

func newSearch(s *system, x []int) *search {
	n := len(s.vars)
	q := &search{
		system: s, x: x, window: 6, lo: make([]int, n), hi: make([]int, n), res: make([]int, len(s.eqs)), where: make([]int, len(s.eqs)),
		way: make([]int, n), paid: make([]int, n), seen: make([][]int, n), span: make([][2]int, n),
	}
	for e, eq := range s.eqs {
		q.where[e] = -1
		for _, t := range eq {
			q.res[e] += t.sign * x[t.at]
		}
		if q.res[e] != 0 {
			q.where[e] = len(q.open)
			q.open = append(q.open, e)
			q.total += magnitude(q.res[e])
		}
	}
	for i := range s.vars {
		q.lo[i], q.hi[i] = s.limits(i)
	}
	return q
}

// start notes the solution the search begins with.
func (q *search) start() {
	for i := range q.vars {
		q.span[i] = [2]int{q.x[i], q.x[i]}
		q.note(i)
	}
}

// note remembers that the present count of a variable is possible.
func (q *search) note(i int) {
	v := q.x[i]
	q.span[i] = [2]int{min(q.span[i][0], v), max(q.span[i][1], v)}
	if !q.known(i) && !slices.Contains(q.seen[i], v) {
		q.seen[i] = append(q.seen[i], v)
	}
}

// known is true when enough counts of a variable were found possible: k, or all
// that the public size of a smaller group leaves.
func (q *search) known(i int) bool { return len(q.seen[i]) >= q.room(&q.vars[i]) }

// change moves a variable by one and keeps the books of its equations.
func (q *search) change(i, d int) {
	q.x[i] += d
	for _, t := range q.vars[i].in {
		before := q.res[t.at]
		q.res[t.at] += t.sign * d
		q.total += magnitude(q.res[t.at]) - magnitude(before)
		switch {
		case before == 0:
			q.where[t.at] = len(q.open)
			q.open = append(q.open, t.at)
		case q.res[t.at] == 0:
			q.close(t.at)
		}
	}
}

func (q *search) close(e int) {
	at, last := q.where[e], q.open[len(q.open)-1]
	q.open[at], q.where[last] = last, at
	q.open, q.where[e] = q.open[:len(q.open)-1], -1
}

// price is what moving a variable one step costs now; false when it cannot, or
// not within the budget.
func (q *search) price(i, d int) (int, bool) {
	y := q.x[i] + d
	if y >= q.lo[i] && y <= q.hi[i] {
		return 0, q.way[i] != -d && q.fits(i, d)
	}
	v := &q.vars[i]
	if y < 0 || v.public || len(v.places) == 0 || q.way[i] == -d || !q.fits(i, d) {
		return 0, false
	}
	cost := q.extra(v, y)
	if cost -= q.paid[i]; cost > q.budget {
		q.poor = min(q.poor, cost+q.limit-q.budget)
		return 0, false
	}
	return max(cost, 0), true
}

// extra is the price of a count that what is published now does not allow.
func (q *search) extra(v *variable, y int) int {
	cost := 0
	switch {
	case v.mask == analysis.Shown:
		cost = v.cost + 2*(len(v.places)-1)
	case v.mask == analysis.Small && !v.tally && y >= q.k:
		cost = costSmall
	}
	if y > v.base {
		cost += costLoose
	}
	return cost
}

// fits keeps counts at or below their denominators.
func (q *search) fits(i, d int) bool {
	v := &q.vars[i]
	if d > 0 {
		return !slices.ContainsFunc(v.under, func(b int) bool { return q.x[i]+d > q.x[b] })
	}
	return !slices.ContainsFunc(v.over, func(f int) bool { return q.x[f] > q.x[i]+d })
}

// option is a change that brings an open equation nearer to zero.
type option struct{ at, d, cost, gain, count int }

func (q *search) options(e int) []option {
	var out []option
	for _, t := range q.eqs[e] {
		d := 1
		if q.res[e] > 0 == (t.sign > 0) {
			d = -1
		}
		cost, ok := q.price(t.at, d)
		if !ok {
			continue
		}
		out = append(out, option{at: t.at, d: d, cost: cost, gain: q.worse(t.at, d), count: q.vars[t.at].count})
	}
	slices.SortStableFunc(out, func(a, b option) int {
		return cmp.Or(cmp.Compare(a.cost+costPart*a.gain, b.cost+costPart*b.gain), cmp.Compare(a.count, b.count), cmp.Compare(a.at, b.at))
	})
	return out
}

// worse is by how much a change adds to what is open.
func (q *search) worse(i, d int) int {
	n := 0
	for _, t := range q.vars[i].in {
		n += magnitude(q.res[t.at]+t.sign*d) - magnitude(q.res[t.at])
	}
	return n
}

func magnitude(n int) int { return max(n, -n) }

// repair closes the open equations by further changes.
func (q *search) repair() bool {
	if q.total <= q.goal {
		return true
	}
	if q.nodes--; q.nodes < 0 || len(q.moves) >= q.longest {
		q.cut = true
		return false
	}
	for _, o := range q.options(q.tightest()) {
		if q.take(o.at, o.d, o.cost) {
			return true
		}
	}
	return false
}

// tightest is the open equation with the fewest ways to close it, among the
// last few.
func (q *search) tightest() int {
	best, fewest := q.open[len(q.open)-1], unbounded
	for i := len(q.open) - 1; i >= max(0, len(q.open)-q.window); i-- {
		e, n := q.open[i], 0
		for _, t := range q.eqs[e] {
			d := 1
			if q.res[e] > 0 == (t.sign > 0) {
				d = -1
			}
			if _, ok := q.price(t.at, d); ok {
				if n++; n >= fewest {
					break
				}
			}
		}
		if n < fewest {
			best, fewest = e, n
		}
	}
	return best
}

// take makes one change and goes on; it takes it back when that leads nowhere.
func (q *search) take(i, d, cost int) bool {
	before := q.way[i]
	q.way[i] = d
	q.change(i, d)
	q.moves = append(q.moves, term{i, d})
	q.budget -= cost
	if cost > 0 {
		q.spent = append(q.spent, i)
		q.paid[i] += cost
	}
	if q.repair() {
		return true
	}
	if cost > 0 {
		q.spent = q.spent[:len(q.spent)-1]
		q.paid[i] -= cost
	}
	q.budget += cost
	q.moves = q.moves[:len(q.moves)-1]
	q.change(i, -d)
	q.way[i] = before
	return false
}

// step looks for a solution in which a variable is one more or one less, within
// a cost. It leaves the solution moved, and gives what was moved and what has to
// be withheld for it.
func (q *search) step(i, d, budget, nodes int) (moved []term, spent []int, ok bool) {
	for _, q.longest = range lengths {
		q.nodes, q.budget, q.limit, q.moves, q.spent = nodes, budget, budget, nil, nil
		q.cut, q.poor = false, unbounded
		cost, can := q.price(i, d)
		if ok = can && q.take(i, d, cost); ok || !q.cut {
			break
		}
	}
	for _, m := range q.moves {
		q.way[m.at] = 0
	}
	for _, v := range q.spent {
		q.paid[v] = 0
	}
	return q.moves, q.spent, ok
}

func (q *search) again(moved []term) {
	for _, m := range moved {
		q.change(m.at, m.sign)
	}
}

func (q *search) back(moved []term) {
	for i := len(moved) - 1; i >= 0; i-- {
		q.change(moved[i].at, -moved[i].sign)
	}
}

func (q *search) noteAll(moved []term) {
	for _, m := range moved {
		q.note(m.at)
	}
}

// walk moves a variable in one direction as far as is needed, and returns the
// moves made.
func (q *search) walk(i, d, nodes int) []term {
	var all []term
	for !q.known(i) {
		moved, _, ok := q.step(i, d, 0, nodes)
		if !ok {
			return all
		}
		q.noteAll(moved)
		all = append(all, moved...)
	}
	return all
}

// certify looks for k different possible counts of a variable, without hiding
// anything.
func (q *search) certify(i, nodes int) bool {
	for _, d := range [2]int{1, -1} {
		q.back(q.walk(i, d, nodes))
	}
	return q.known(i)
}
