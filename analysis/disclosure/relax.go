package disclosure

import "meerzicht/analysis"

// limits of cost that are tried in turn: the cheapest way to hide more is taken.
// Group sizes are public knowledge, so they go only when nothing else helps.
func modest() []int { return []int{2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 200, 400, 1000} }

func extreme() []int { return []int{2 * costBase, 10 * costBase} }

// secure hides more until every withheld count has k possible values; it
// returns how many do not.
func (q *search) secure() int {
	failed := 0
	for done := false; !done; {
		done, failed = true, 0
		for i := range q.vars {
			if !q.own(i) || q.vars[i].mask == analysis.Shown || q.certify(i, freeNodes) {
				continue
			}
			for !q.certify(i, freeNodes) && (q.widen(i, modest()) || q.blanket(i) || q.widen(i, extreme())) {
				done = false
			}
			if !q.certify(i, hardNodes) {
				failed++
			}
		}
	}
	q.restore()
	return failed
}

// restore gives "<k" back to small counts that no solution found needs larger.
func (q *search) restore() {
	for i := range q.vars {
		v := &q.vars[i]
		if q.own(i) && v.known && v.mask == analysis.Hidden && v.small && !v.tally && q.span[i][1] < q.k {
			v.mask = analysis.Small
		}
	}
}

// blanket withholds, without saying that they are small, all figures that share
// a sum with one for which no single way was found; false when they were.
func (q *search) blanket(i int) bool {
	more := false
	for _, e := range q.vars[i].in {
		for _, t := range q.eqs[e.at] {
			if v := &q.vars[t.at]; len(v.places) > 0 && v.cost < costBase && v.mask != analysis.Hidden {
				q.hide(t.at)
				more = true
			}
		}
	}
	return more
}

// allow withholds of a variable what its place in a solution found contradicts:
// the count, that it is small, the base beside it.
func (q *search) allow(i int, moved []term) {
	v, most := &q.vars[i], q.x[i]
	for _, m := range moved {
		if m.at == i {
			most = max(most, q.x[i], q.x[i]-m.sign)
		}
	}
	if most > v.base {
		v.base, v.loose = unbounded, true
	}
	if v.mask == analysis.Shown || !v.tally && most >= q.k {
		v.mask = analysis.Hidden
	}
	q.lo[i], q.hi[i] = q.limits(i)
}

func (q *search) hide(i int) {
	q.vars[i].mask = analysis.Hidden
	q.lo[i], q.hi[i] = q.limits(i)
}

// widen hides what it takes, at the lowest cost, for one more possible value.
func (q *search) widen(i int, limits []int) bool {
	ends := [2][]term{}
	for side, d := range [2]int{1, -1} {
		ends[side] = q.walk(i, d, freeNodes)
		q.back(ends[side])
	}
	var from [2]int // the least budget worth trying
	for _, budget := range limits {
		for side, d := range [2]int{1, -1} {
			if budget < from[side] {
				continue
			}
			q.again(ends[side])
			moved, ok := q.reach(i, d, budget)
			q.back(moved)
			q.back(ends[side])
			if ok {
				return true
			}
			if from[side] = q.poor; q.cut {
				from[side] = 0
			}
		}
	}
	return false
}

// reach goes on in one direction until something was gained: a value not seen
// before, or more that is withheld. Values that only other solutions have shown
// are passed on the way.
func (q *search) reach(i, d, budget int) ([]term, bool) {
	var all []term
	for before := len(q.seen[i]); ; {
		moved, spent, ok := q.step(i, d, budget, costNodes)
		if !ok {
			return all, false
		}
		for _, v := range spent {
			q.allow(v, moved)
		}
		q.noteAll(moved)
		all = append(all, moved...)
		if len(q.seen[i]) > before || len(spent) > 0 {
			return all, true
		}
	}
}
