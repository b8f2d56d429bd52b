package disclosure

import "slices"

// mendNodes bounds the tries of one mending move, per length.
const mendNodes = 1500

// mend turns counts that not all sums agree with into a solution, one move at a
// time, each of which leaves less open than there was.
func (q *search) mend() bool {
	window := q.window
	q.window = 1
	defer func() { q.window, q.goal = window, 0 }()
	for q.total > 0 {
		if !slices.ContainsFunc(slices.Clone(q.open), q.lessen) {
			return false
		}
	}
	return true
}

// lessen looks for a move that begins at an open equation and leaves less open.
func (q *search) lessen(e int) bool {
	q.last(e)
	q.goal = q.total - 1
	for _, q.longest = range lengths {
		q.nodes, q.budget, q.limit, q.moves, q.spent, q.cut = mendNodes, 0, 0, nil, nil, false
		ok := q.repair()
		for _, m := range q.moves {
			q.way[m.at] = 0
		}
		if ok || !q.cut {
			return ok
		}
	}
	return false
}

// last makes an open equation the one that is looked at first.
func (q *search) last(e int) {
	at, end := q.where[e], len(q.open)-1
	q.open[at], q.open[end] = q.open[end], q.open[at]
	q.where[q.open[at]], q.where[e] = at, end
}
