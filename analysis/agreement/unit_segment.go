package agreement

// DefaultThreshold is the share of their characters that two segments must
// have in common to match: intersection/union.
const DefaultThreshold = 0.5

// threshold of the settings; 0 is the default.
func (s Settings) threshold() float64 {
	if s.Threshold == 0 {
		return DefaultThreshold
	}
	return s.Threshold
}

// segments sets the stretches of every pair of coders side by side. The table
// of a code holds pairs of matching segments (Both) and segments without a
// match; Neither stays 0, since what nobody coded has no segments. tables is by
// code, then by document.
func (x *scope) segmentsOf() (tables [][]Table) {
	tables = make([][]Table, len(x.codes))
	for i := range tables {
		tables[i] = make([]Table, len(x.docs))
	}
	x.inParallel(func(i int) {
		d := &x.docs[i]
		for from := 0; from < len(d.use); {
			of := d.uses(d.use[from].code)
			lists := make([][]span, len(d.worked))
			for _, u := range of {
				lists[u.coder] = u.spans
			}
			tables[of[0].code][i] = d.matches(lists, x.s.threshold())
			from += len(of)
		}
	})
	return tables
}

// matches joins the tables of all pairs of coders who worked on a document.
func (d *compared) matches(lists [][]span, threshold float64) Table {
	var out Table
	for _, p := range pairsOf(len(lists)) {
		if d.both(p[0], p[1]) {
			a, b := lists[p[0]], lists[p[1]]
			n := matched(a, b, threshold)
			out = out.Plus(Table{Both: n, OnlyA: len(a) - n, OnlyB: len(b) - n})
		}
	}
	return out
}
