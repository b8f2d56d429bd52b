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
// a denominator shown elsewhere. Their share would give it back.
func (s *system) secretBases() map[place]bool {
	out, known := map[place]bool{}, s.secretDenominators()
	s.each(func(p place, f *analysis.Figure) {
		if f.Base > 0 && (known[denominator{f.BaseOf, f.Base}] || s.columnSecret(p, f)) {
			out[p] = true
		}
	})
	for t := range s.tables {
		for _, sum := range s.tables[t].Sums {
			s.secretParts(sum, out)
		}
	}
	return out
}

type denominator struct {
	of instruments.Text
	n  int
}

// secretDenominators are the withheld totals that others are a share of.
func (s *system) secretDenominators() map[denominator]bool {
	out := map[denominator]bool{}
	s.each(func(p place, f *analysis.Figure) {
		if n, secret := s.secret(s.ref(p)); secret && s.tables[p.table].Rows[p.row].Total && f.Base == n {
			out[denominator{f.BaseOf, n}] = true
		}
	})
	return out
}

// columnSecret is true when the base is that of a withheld base or total row.
func (s *system) columnSecret(p place, f *analysis.Figure) bool {
	for r, row := range s.tables[p.table].Rows {
		if !row.Total {
			continue
		}
		if n, secret := s.secret(s.ref(place{p.table, r, p.column})); secret && (row.Key == analysis.RowBase && row.Cells[p.column].Figure.Unit == f.Unit || n == f.Base) {
			return true
		}
	}
	return false
}

func (s *system) secretParts(sum analysis.Sum, out map[place]bool) {
	n, secret := s.secret(sum.Whole)
	if !secret || n == 0 {
		return
	}
	for _, ref := range sum.Parts {
		if i, ok := s.index[ref]; ok {
			for _, p := range s.vars[s.root(i)].places {
				out[p] = out[p] || s.figure(p).Base == n
			}
		}
	}
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
