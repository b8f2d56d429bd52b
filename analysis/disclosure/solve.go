package disclosure

import "slices"

// maxGuesses bounds the search for a first solution; where it ends, a wrong
// start is mended.
const maxGuesses = 400

// solver finds one solution of a system: what is known, and for the rest counts
// that every sum allows. It narrows bounds until nothing changes, then guesses.
type solver struct {
	*system
	lo, hi  []int
	trail   []saved
	queue   []int
	queued  []bool
	guesses int
}

type saved struct{ at, lo, hi int }

// solve returns a solution, or when none was found counts within their bounds
// that not all sums agree with.
func (s *system) solve() ([]int, bool) {
	v := &solver{system: s, lo: make([]int, len(s.vars)), hi: make([]int, len(s.vars)), queued: make([]bool, len(s.eqs)), guesses: maxGuesses}
	for i := range s.vars {
		v.lo[i], v.hi[i] = s.limits(i)
		if s.vars[i].known {
			v.lo[i], v.hi[i] = s.vars[i].count, s.vars[i].count
		}
	}
	for e := range s.eqs {
		v.push(e)
	}
	if !v.narrow() {
		return v.lo, false
	}
	mark := len(v.trail)
	if v.guess() {
		return v.lo, true
	}
	v.undo(mark)
	for i := range v.lo {
		if v.hi[i]-v.lo[i] <= wide {
			v.lo[i] = (v.lo[i] + v.hi[i]) / 2
		}
	}
	return v.lo, false
}

// wide is the range from which a middle is no likely count.
const wide = 64

func (v *solver) push(e int) {
	if !v.queued[e] {
		v.queued[e] = true
		v.queue = append(v.queue, e)
	}
}

// narrow applies every sum to the bounds until they stay; false when some count
// is left without a value.
func (v *solver) narrow() bool {
	ok := true
	for len(v.queue) > 0 {
		e := v.queue[0]
		v.queue = v.queue[1:]
		v.queued[e] = false
		ok = ok && v.apply(e)
	}
	return ok
}

func (v *solver) apply(e int) bool {
	low, high := 0, 0
	for _, t := range v.eqs[e] {
		l, h := v.signed(t)
		low, high = low+l, high+h
	}
	for _, t := range v.eqs[e] {
		l, h := v.signed(t)
		// t alone is minus the rest: between −(high − h) and −(low − l).
		from, to := h-high, l-low
		if t.sign < 0 {
			from, to = -to, -from
		}
		m := magnitude(t.sign)
		if !v.bound(t.at, ceil(from, m), floor(to, m)) {
			return false
		}
	}
	return true
}

func (v *solver) signed(t term) (low, high int) {
	low, high = t.sign*v.lo[t.at], t.sign*v.hi[t.at]
	return min(low, high), max(low, high)
}

func floor(a, b int) int {
	if q := a / b; a%b == 0 || a > 0 {
		return q
	}
	return a/b - 1
}

func ceil(a, b int) int { return -floor(-a, b) }

// bound narrows one variable, and with it what depends on it.
func (v *solver) bound(i, lo, hi int) bool {
	lo, hi = max(lo, v.lo[i]), min(hi, v.hi[i])
	if lo > hi {
		return false
	}
	if lo == v.lo[i] && hi == v.hi[i] {
		return true
	}
	v.trail = append(v.trail, saved{i, v.lo[i], v.hi[i]})
	v.lo[i], v.hi[i] = lo, hi
	for _, t := range v.vars[i].in {
		v.push(t.at)
	}
	for _, b := range v.vars[i].under {
		if !v.bound(b, lo, v.hi[b]) {
			return false
		}
	}
	for _, f := range v.vars[i].over {
		if !v.bound(f, v.lo[f], hi) {
			return false
		}
	}
	return true
}

// guess fixes the open variable with the fewest values, and the rest after it.
func (v *solver) guess() bool {
	i := v.narrowest()
	if i < 0 {
		return true
	}
	for _, x := range candidates(v.lo[i], v.hi[i]) {
		if v.guesses--; v.guesses < 0 {
			return false
		}
		mark := len(v.trail)
		if v.bound(i, x, x) && v.narrow() && v.guess() {
			return true
		}
		v.undo(mark)
	}
	return false
}

func (v *solver) narrowest() int {
	best := -1
	for i := range v.vars {
		if v.root(i) == i && v.lo[i] < v.hi[i] && (best < 0 || v.hi[i]-v.lo[i] < v.hi[best]-v.lo[best]) {
			best = i
		}
	}
	return best
}

// candidates are the values between two bounds, from the middle outward; of a
// wide range only some.
func candidates(lo, hi int) []int {
	if hi-lo > wide {
		return []int{lo, lo + 1, (lo + hi) / 2, hi}
	}
	mid := (lo + hi) / 2
	out := []int{mid}
	for d := 1; d <= hi-lo; d++ {
		for _, x := range [2]int{mid + d, mid - d} {
			if x >= lo && x <= hi {
				out = append(out, x)
			}
		}
	}
	return slices.Clip(out)
}

func (v *solver) undo(mark int) {
	for len(v.trail) > mark {
		t := v.trail[len(v.trail)-1]
		v.trail = v.trail[:len(v.trail)-1]
		v.lo[t.at], v.hi[t.at] = t.lo, t.hi
	}
	for _, e := range v.queue {
		v.queued[e] = false
	}
	v.queue = v.queue[:0]
}
