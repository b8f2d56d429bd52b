package agreement

// part is what one document holds of one code.
type part struct {
	code  int
	yes   []int
	pairs []Table
}

// charactersOf asks for every character and code: does it lie in a stretch of
// the coder? The text itself is never looked at.
func (x *scope) charactersOf() (*grouping, []*tally) {
	g := newGrouping(len(x.coders), len(x.docs))
	for i := range x.docs {
		g.add(x.docs[i].worked, x.docs[i].length())
	}
	parts := make([][]part, len(x.docs))
	x.inParallel(func(i int) { parts[i] = x.docs[i].characters(g.raters[i]) })
	all := newTallies(g, len(x.codes))
	for i, list := range parts {
		for _, p := range list {
			t := all[p.code]
			t.cells = append(t.cells, votes{i, p.yes, p.pairs[0].OnlyA})
			for j := range p.pairs {
				t.pairs[j] = t.pairs[j].Plus(p.pairs[j])
			}
		}
	}
	return g, all
}

// characters are the counts of every code of a document on which that many
// coders worked.
func (d *compared) characters(raters int) []part {
	var out []part
	lists := make([][]span, len(d.worked))
	for from := 0; from < len(d.use); {
		clear(lists)
		of := d.uses(d.use[from].code)
		for _, u := range of {
			lists[u.coder] = u.spans
		}
		p := part{code: of[0].code, yes: make([]int, raters+1)}
		p.pairs = d.overlaps(lists)
		if len(lists) == 2 {
			p.yes[1], p.yes[2] = p.pairs[0].OnlyA+p.pairs[0].OnlyB, p.pairs[0].Both
		} else {
			copy(p.yes[1:], depths(lists, 0)[1:])
		}
		out = append(out, p)
		from += len(of)
	}
	return out
}

// overlaps sets the stretches of each pair of coders who worked on the
// document side by side; Neither is not filled in.
func (d *compared) overlaps(lists [][]span) []Table {
	pairs := pairsOf(len(lists))
	out := make([]Table, len(pairs))
	for i, p := range pairs {
		if d.both(p[0], p[1]) {
			both := common(lists[p[0]], lists[p[1]])
			out[i] = Table{Both: both, OnlyA: covered(lists[p[0]]) - both, OnlyB: covered(lists[p[1]]) - both}
		}
	}
	return out
}
