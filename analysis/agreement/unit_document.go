package agreement

import "math"

// documentsOf asks for every compared document and code: did the coder use it?
func (x *scope) documentsOf() (*grouping, []*tally) {
	g := newGrouping(len(x.coders), len(x.docs))
	for i := range x.docs {
		g.add(x.docs[i].worked, 1)
	}
	all := newTallies(g, len(x.codes))
	yes := make([]bool, len(x.coders))
	for i := range x.docs {
		d := &x.docs[i]
		for from := 0; from < len(d.use); {
			clear(yes)
			of := d.uses(d.use[from].code)
			for _, u := range of {
				yes[u.coder] = true
			}
			all[of[0].code].say(i, d.worked, yes)
			from += len(of)
		}
	}
	return g, all
}

// documentSets is the set of codes each coder used in each document.
func (x *scope) documentSets() []valued {
	out := make([]valued, len(x.docs))
	for i := range x.docs {
		d := &x.docs[i]
		out[i] = newValued(d.worked)
		for _, u := range d.use {
			out[i].sets[u.coder] = append(out[i].sets[u.coder], u.code)
		}
	}
	return out
}

// frequencies is how often each coder used a code in each document: united
// stretches; NaN where the coder did not work on the document. Units are
// documents, one value a coder.
func (x *scope) frequencies(code int) []float64 {
	out := make([]float64, 0, len(x.docs)*len(x.coders))
	for i := range x.docs {
		d := &x.docs[i]
		for k, worked := range d.worked {
			n := math.NaN()
			if worked {
				n = float64(len(d.of(code, k)))
			}
			out = append(out, n)
		}
	}
	return out
}

// valued is the set of codes that each coder gave to one unit; a coder who did
// not work on it has no value, which is not the same as the empty set.
type valued struct {
	worked []bool
	sets   [][]int // by coder: positions of codes, ascending
}

func newValued(worked []bool) valued { return valued{worked: worked, sets: make([][]int, len(worked))} }

// empty reports whether nobody gave the unit a code.
func (v valued) empty() bool {
	for _, s := range v.sets {
		if len(s) > 0 {
			return false
		}
	}
	return true
}
