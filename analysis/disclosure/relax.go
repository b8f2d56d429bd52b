package disclosure

import "meerzicht/analysis"

// limitsOfCost are tried in turn: the cheapest way to hide more is taken.
var limitsOfCost = [...]int{2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 200, 400, 1000, 4000}

// secure hides more until every withheld count has k possible values; it
// returns how many do not.
func (q *search) secure() int {
	failed := 0
	for done := false; !done; {
		done, failed = true, 0
		for i := range q.vars {
			if !q.own(i) || q.vars[i].mask == analysis.Shown || q.known(i) || q.certify(i) {
				continue
			}
			for !q.known(i) && q.widen(i) {
				done = false
			}
			if !q.known(i) {
				failed++
			}
		}
	}
	return failed
}

// widen hides what it takes, at the lowest cost, for one more possible value.
func (q *search) widen(i int) bool {
	for _, budget := range limitsOfCost {
		for _, d := range [2]int{1, -1} {
			if q.widenBy(i, d, budget) {
				return true
			}
		}
	}
	return false
}

func (q *search) widenBy(i, d, budget int) bool {
	walked := q.walk(i, d)
	moved, spent, ok := q.step(i, d, budget, costNodes)
	if ok {
		for _, v := range spent {
			q.vars[v].mask = analysis.Hidden
			q.lo[v], q.hi[v] = q.limits(v)
		}
		q.noteAll(moved)
		q.back(moved)
	}
	q.back(walked)
	return ok
}
