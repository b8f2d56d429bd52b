package disclosure

import (
	"maps"
	"slices"

	"meerzicht/analysis"
)

// Audit says what was withheld, and what somebody with all published figures
// can still not tell.
type Audit struct {
	K      int         `json:"k"`
	Small  int         `json:"small"`  // cells shown as "<k"
	Hidden int         `json:"hidden"` // cells withheld for the sake of others
	Open   int         `json:"open"`   // withheld figures for which k possible counts were not found; 0 unless sums leave no way
	Broken int         `json:"broken"` // declared sums that the counts contradict; they were left out
	Cells  []CellAudit `json:"cells"`  // the withheld cells, in the order of the tables
	Flags  []Flag      `json:"flags"`  // shown categories that hold nearly a whole group
}

// CellAudit is what is left to guess about one withheld cell: at least Values
// different counts, from Lo to Hi, each part of a complete set of counts that
// agrees with all that is published. The search stops at k values, so the true
// range can be wider, never narrower.
type CellAudit struct {
	Ref    analysis.CellRef `json:"ref"`
	Mask   analysis.Mask    `json:"mask"`
	Lo     int              `json:"lo"`
	Hi     int              `json:"hi"`
	Values int              `json:"values"`
	Open   bool             `json:"open,omitempty"` // too few possible counts were found: fewer than k, and than the public size of its group leaves
}

// Protect returns copies of the tables in which nothing can be told about fewer
// than k persons or collaborations, and the audit of it; the tables given are
// not changed. Tables that are published together must be protected together:
// sums may cross them. Masks that stand in the input stay; protecting twice
// changes nothing. A k below 2 withholds nothing.
func Protect(tables []analysis.Table, k int) ([]analysis.Table, Audit) {
	out := clone(tables)
	if k < 2 {
		return out, Audit{K: k, Flags: annotate(out, k)}
	}
	s := newSystem(out, k)
	fresh := s.maskSmall()
	q, solved := s.search()
	audit := Audit{K: k, Broken: s.broken}
	if fresh {
		audit.Open = q.secure()
	} else if solved {
		q.attack()
	}
	s.publish()
	audit.Cells = q.cells()
	for _, c := range audit.Cells {
		if c.Mask == analysis.Small {
			audit.Small++
		} else {
			audit.Hidden++
		}
	}
	audit.Flags = annotate(out, k)
	return out, audit
}

// Attack is the attacker: from tables as published it works out what every
// withheld cell can still be, knowing the rules, k and all sums. Values is 0
// when no solution was found at all.
func Attack(tables []analysis.Table, k int) []CellAudit {
	s := newSystem(clone(tables), k)
	q, ok := s.search()
	if !ok {
		return q.cells()
	}
	q.attack()
	return q.cells()
}

func (q *search) attack() {
	for i := range q.vars {
		if q.own(i) && q.vars[i].mask != analysis.Shown && !q.certify(i, freeNodes) {
			q.certify(i, hardNodes)
		}
	}
}

// search starts from a solution. When none is found, the sums that are still
// open are dropped.
func (s *system) search() (*search, bool) {
	x, _ := s.solve()
	q := newSearch(s, x)
	if ok := q.mend(); ok {
		q.start()
		return q, true
	}
	for _, e := range slices.Clone(q.open) {
		s.drop(e)
		q.close(e)
		q.total, q.res[e] = q.total-magnitude(q.res[e]), 0
	}
	return q, false
}

func (s *system) drop(e int) {
	for _, t := range s.eqs[e] {
		v := &s.vars[t.at]
		v.in = slices.DeleteFunc(v.in, func(u term) bool { return u.at == e })
	}
	s.eqs[e] = nil
	s.broken++
}

// maskSmall withholds the small cells; true when there were any that were not
// withheld before.
func (s *system) maskSmall() bool {
	fresh := false
	for i := range s.vars {
		v := &s.vars[i]
		if !s.own(i) {
			continue
		}
		fresh = fresh || v.known && (v.small || v.mask != analysis.Shown)
		switch {
		case v.mask != analysis.Shown || !v.small:
		case v.tally, v.count >= s.k: // "<k" would be untrue of mentions by few persons
			v.mask = analysis.Hidden
		default:
			v.mask = analysis.Small
		}
	}
	return fresh
}

// cells lists what is withheld, in the order of the tables.
func (q *search) cells() []CellAudit {
	var out []CellAudit
	for t := range q.tables {
		for r := range q.tables[t].Rows {
			for _, c := range q.tables[t].Columns {
				i, ok := q.index[q.ref(place{t, r, c.Key})]
				if !ok {
					continue
				}
				if i = q.root(i); q.vars[i].mask != analysis.Shown {
					out = append(out, CellAudit{Ref: q.ref(place{t, r, c.Key}), Mask: q.vars[i].mask, Lo: q.span[i][0], Hi: q.span[i][1], Values: len(q.seen[i]), Open: !q.known(i)})
				}
			}
		}
	}
	return out
}

// clone copies tables down to the figures.
func clone(tables []analysis.Table) []analysis.Table {
	out := slices.Clone(tables)
	for t := range out {
		out[t].Rows = slices.Clone(out[t].Rows)
		out[t].Notes = slices.Clone(out[t].Notes)
		for r := range out[t].Rows {
			cells := maps.Clone(out[t].Rows[r].Cells)
			for key, c := range cells {
				if c.Figure != nil {
					f := *c.Figure
					c.Figure = &f
					cells[key] = c
				}
			}
			out[t].Rows[r].Cells = cells
		}
	}
	return out
}
