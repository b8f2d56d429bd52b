package disclosure

import (
	"slices"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// publish writes the masks into the tables and takes out what they cover.
func (s *system) publish() {
	bases := s.secretBases()
	any := false
	for i := range s.vars {
		if !s.own(i) || s.vars[i].mask == analysis.Shown {
			continue
		}
		any = true
		for _, p := range s.vars[i].places {
			s.withhold(p, s.vars[i].mask)
			if s.vars[i].loose {
				s.figure(p).Base = 0
			}
		}
	}
	if !any {
		return
	}
	s.each(func(p place, f *analysis.Figure) {
		f.IDs = nil // the ids of a shown figure tell who is in a withheld one
		if bases[p] {
			f.Base, f.Interval = 0, nil
		}
	})
	s.numbers()
}

func (s *system) each(do func(place, *analysis.Figure)) {
	for t := range s.tables {
		for r := range s.tables[t].Rows {
			for _, c := range s.tables[t].Columns {
				p := place{t, r, c.Key}
				if f := s.figure(p); f != nil {
					do(p, f)
				}
			}
		}
	}
}

// withhold takes the number out of a figure. The base stays when it is large
// enough and says nothing about the count itself.
func (s *system) withhold(p place, m analysis.Mask) {
	f := s.figure(p)
	f.Mask, f.Count, f.Persons, f.Interval, f.Reason, f.Warnings = m, 0, 0, nil, "", nil
	if f.Base < s.k || s.tables[p.table].Rows[p.row].Total {
		f.Base = 0
	}
}

// secretBases are the figures whose base is itself a withheld count: that of
// the base row or total row of their column, of a whole they are part of, or of
// a base row elsewhere. Their share would give it back. What counts as a base is
// read from the build of the table and never from one equal number: a base that
// is missing because it happens to equal a withheld count would tell that count.
func (s *system) secretBases() map[place]bool {
	out, known := map[place]bool{}, s.secretDenominators()
	s.each(func(p place, f *analysis.Figure) {
		if f.Base > 0 && (known[denominator{f.BaseOf, f.Base}] || s.columnSecret(p, f)) {
			out[p] = true
		}
	})
	for _, l := range s.links() {
		for i, p := range l.parts {
			if _, secret := s.secret(l.wholes[i]); secret && l.always {
				out[p] = true
			}
		}
	}
	return out
}

type denominator struct {
	of instruments.Text
	n  int
}

// secretDenominators are the withheld group sizes that others are a share of.
func (s *system) secretDenominators() map[denominator]bool {
	out := map[denominator]bool{}
	s.each(func(p place, f *analysis.Figure) {
		if n, secret := s.secret(s.ref(p)); secret && s.tables[p.table].Rows[p.row].Key == analysis.RowBase {
			out[denominator{f.BaseOf, n}] = true
		}
	})
	return out
}

// columnSecret is true when the base is that of a withheld base row or, for
// all figures of the column, that of a withheld total.
func (s *system) columnSecret(p place, f *analysis.Figure) bool {
	for r, row := range s.tables[p.table].Rows {
		if !row.Total {
			continue
		}
		n, secret := s.secret(s.ref(place{p.table, r, p.column}))
		total := row.Cells[p.column].Figure
		if !secret || total.Unit != f.Unit || total.Base != 0 && total.Base != n {
			continue
		}
		if row.Key == analysis.RowBase || s.columnBase(p, f.Unit, n) {
			return true
		}
	}
	return false
}

// columnBase is true when all figures of a unit in a column have that base.
func (s *system) columnBase(p place, u analysis.Unit, n int) bool {
	for _, row := range s.tables[p.table].Rows {
		if f := row.Cells[p.column].Figure; f != nil && !row.Total && f.Unit == u && f.Base > 0 && f.Base != n {
			return false
		}
	}
	return true
}

// link is one column (or row) of figures that sum to another: base, perhaps.
type link struct {
	parts  []place
	wholes []analysis.CellRef
	always bool // every base is the whole
}

type direction struct {
	table       string
	down        bool
	whole, part string
}

// links groups the sums of each table by the columns or rows they relate.
func (s *system) links() map[direction]*link {
	out := map[direction]*link{}
	for t := range s.tables {
		for _, sum := range s.tables[t].Sums {
			for _, part := range sum.Parts {
				s.link(out, sum.Whole, part)
			}
		}
	}
	return out
}

func (s *system) link(out map[direction]*link, whole, part analysis.CellRef) {
	i, ok := s.index[part]
	w, ok2 := s.index[whole]
	if !ok || !ok2 || whole.Table != part.Table || len(s.vars[i].places) == 0 {
		return
	}
	d := direction{whole.Table, false, whole.Column, part.Column}
	if whole.Column == part.Column {
		d = direction{whole.Table, true, whole.Row, part.Row}
	}
	p, v := s.vars[i].places[0], &s.vars[s.root(w)]
	f := s.figure(p)
	if f.Base == 0 {
		return
	}
	if out[d] == nil {
		out[d] = &link{always: true}
	}
	l := out[d]
	l.parts, l.wholes = append(l.parts, p), append(l.wholes, whole)
	l.always = l.always && v.known && v.count == f.Base
}

// secret is the count of a withheld cell.
func (s *system) secret(ref analysis.CellRef) (int, bool) {
	i, ok := s.index[ref]
	if !ok {
		return 0, false
	}
	v := &s.vars[s.root(i)]
	return v.count, v.mask != analysis.Shown && v.known
}

// numbers takes out statistics that stand beside a withheld figure: they are
// computed from it.
func (s *system) numbers() {
	for t := range s.tables {
		for _, row := range s.tables[t].Rows {
			if !withheld(row) {
				continue
			}
			for key, c := range row.Cells {
				if c.Number != nil {
					row.Cells[key] = analysis.Cell{Text: c.Text, Reason: string(analysis.Hidden)}
				}
			}
		}
	}
}

func withheld(row analysis.Row) bool {
	for _, c := range row.Cells {
		if c.Figure != nil && c.Figure.Mask != analysis.Shown {
			return true
		}
	}
	return false
}

// reorder moves rows whose sort count is withheld below the others of their
// block, by key: their place would tell how large they are.
func reorder(t *analysis.Table) {
	if t.Ordered == "" {
		return
	}
	for from := 0; from < len(t.Rows); {
		to := from + 1
		for to < len(t.Rows) && t.Rows[to].Total == t.Rows[from].Total && t.Rows[to].Level == t.Rows[from].Level {
			to++
		}
		if !t.Rows[from].Total {
			block(t.Rows[from:to], t.Ordered)
		}
		from = to
	}
}

func block(rows []analysis.Row, column string) {
	var shown, masked []analysis.Row
	for _, r := range rows {
		if f := r.Cells[column].Figure; f != nil && f.Mask != analysis.Shown {
			masked = append(masked, r)
		} else {
			shown = append(shown, r)
		}
	}
	slices.SortStableFunc(masked, func(a, b analysis.Row) int {
		switch {
		case a.Key < b.Key:
			return -1
		case a.Key > b.Key:
			return 1
		}
		return 0
	})
	copy(rows, append(shown, masked...))
}
