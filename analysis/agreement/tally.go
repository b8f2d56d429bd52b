package agreement

import "slices"

// A tally holds yes/no decisions of coders about one code: is it there or not.
// Decisions stand in groups, which are what a bootstrap draws from: documents,
// turns, respondents. In one group all decisions are by the same coders.
type tally struct {
	groups *grouping
	cells  []votes // the groups in which somebody said yes, by group
	pairs  []Table // totals by pair of coders, in the order of pairsOf
}

// grouping is what all tallies of a unit share.
type grouping struct {
	coders int
	raters []int // by group: how many coders decided
	size   []int // by group: decisions about each code
	pair   []int // by pair of coders: decisions that both made about each code
}

// votes is one group: yes[k] decisions in which exactly k coders said yes, for
// k ≥ 1; first counts those of yes[1] that the first coder of the study said.
type votes struct {
	group int
	yes   []int
	first int
}

// pairsOf lists the pairs of m coders: 0–1, 0–2 … 1–2 …
func pairsOf(m int) [][2]int {
	var out [][2]int
	for a := range m {
		for b := a + 1; b < m; b++ {
			out = append(out, [2]int{a, b})
		}
	}
	return out
}

// newGrouping has room for that many groups.
func newGrouping(coders, groups int) *grouping {
	return &grouping{coders: coders, raters: make([]int, 0, groups), size: make([]int, 0, groups), pair: make([]int, len(pairsOf(coders)))}
}

// add makes a group of that many decisions by the coders who worked on it, and
// returns its number.
func (g *grouping) add(worked []bool, size int) int {
	n := 0
	for _, w := range worked {
		if w {
			n++
		}
	}
	g.raters, g.size = append(g.raters, n), append(g.size, size)
	for i, p := range pairsOf(g.coders) {
		if worked[p[0]] && worked[p[1]] {
			g.pair[i] += size
		}
	}
	return len(g.raters) - 1
}

// units is the number of decisions about each code.
func (g *grouping) units() int {
	n := 0
	for _, s := range g.size {
		n += s
	}
	return n
}

// newTallies is one empty tally a code.
func newTallies(g *grouping, codes int) []*tally {
	out := make([]*tally, codes)
	for i := range out {
		out[i] = &tally{groups: g, pairs: make([]Table, len(g.pair))}
	}
	return out
}

// say notes one decision of a group: who of those who worked on it said yes.
func (t *tally) say(group int, worked, yes []bool) {
	k, pair := 0, 0
	for a := range worked {
		if worked[a] && yes[a] {
			k++
		}
		for b := a + 1; b < len(worked); b++ {
			if worked[a] && worked[b] {
				t.pairs[pair].decide(yes[a], yes[b])
			}
			pair++
		}
	}
	if k > 0 {
		c := t.votes(group)
		c.yes[k]++
		if k == 1 && yes[0] && worked[0] {
			c.first++
		}
	}
}

// votes are those of a group, which must be the last one or a later one.
func (t *tally) votes(group int) *votes {
	if n := len(t.cells); n == 0 || t.cells[n-1].group != group {
		t.cells = append(t.cells, votes{group: group, yes: make([]int, t.groups.raters[group]+1)})
	}
	return &t.cells[len(t.cells)-1]
}

// decide counts a decision that is not "neither", which follows from the rest.
func (t *Table) decide(a, b bool) {
	switch {
	case a && b:
		t.Both++
	case a:
		t.OnlyA++
	case b:
		t.OnlyB++
	}
}

// close fills in what nobody coded, once everything is counted.
func (t *tally) close() {
	for i := range t.pairs {
		p := &t.pairs[i]
		p.Neither = t.groups.pair[i] - p.Both - p.OnlyA - p.OnlyB
	}
}

// pool joins the tallies of all codes into one of all decisions.
func pool(g *grouping, all []*tally) *tally {
	sum := &grouping{coders: g.coders, raters: g.raters, size: make([]int, len(g.size)), pair: make([]int, len(g.pair))}
	for i, n := range g.size {
		sum.size[i] = n * len(all)
	}
	for i, n := range g.pair {
		sum.pair[i] = n * len(all)
	}
	out := &tally{groups: sum, pairs: make([]Table, len(g.pair))}
	sums := make([]votes, len(g.size))
	for _, t := range all {
		for _, c := range t.cells {
			v := &sums[c.group]
			if v.yes == nil {
				*v = votes{group: c.group, yes: make([]int, len(c.yes))}
			}
			for k, n := range c.yes {
				v.yes[k] += n
			}
			v.first += c.first
		}
		for i := range t.pairs {
			out.pairs[i] = out.pairs[i].Plus(t.pairs[i])
		}
	}
	out.cells = slices.DeleteFunc(sums, func(v votes) bool { return v.yes == nil })
	return out
}
