package report

import (
	"cmp"
	"slices"

	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
	"meerzicht/instruments"
)

// ranked is a row with one of its figures, which has a value.
type ranked struct {
	key   string
	label instruments.Text
	f     analysis.Figure
}

// rank lists the rows of a table that keep accepts by the counts of one column,
// largest first, equal counts in the order of the table. Totals, zeros and
// figures without a value are left out.
func rank(t analysis.Table, column string, keep func(analysis.Row) bool) []ranked {
	var out []ranked
	for _, r := range t.Rows {
		f := r.Cells[column].Figure
		if r.Total || f == nil || f.Reason != "" || f.Count == 0 || keep != nil && !keep(r) {
			continue
		}
		out = append(out, ranked{r.Key, r.Label, *f})
	}
	slices.SortStableFunc(out, func(a, b ranked) int { return cmp.Compare(b.f.Count, a.f.Count) })
	return out
}

// leads is true when the first of a ranking has more than the second.
func leads(rs []ranked) bool {
	return len(rs) == 1 || len(rs) > 1 && rs[0].f.Count > rs[1].f.Count
}

// most is true when the first of a ranking may be called the largest of its
// column: it is, and saying so tells nothing about a withheld figure that the
// audit had left open.
func (b *builder) most(table, column string, rs []ranked) bool {
	if !leads(rs) || !b.largest(table, column, rs[0]) {
		return false
	}
	return !slices.ContainsFunc(b.r.Audit.Cells, func(c disclosure.CellAudit) bool {
		return c.Ref.Table == table && c.Ref.Column == column && c.Mask == analysis.Hidden && c.Hi >= rs[0].f.Count && !b.total(c.Ref)
	})
}

// largest checks a claim against the figures as computed.
func (b *builder) largest(table, column string, first ranked) bool {
	for _, r := range b.raw[table].Rows {
		f := r.Cells[column].Figure
		if f != nil && !r.Total && r.Key != first.key && f.Reason == "" && f.Count >= first.f.Count && r.Level == 0 {
			return false
		}
	}
	return true
}

func (b *builder) total(ref analysis.CellRef) bool {
	t := b.raw[ref.Table]
	r, _ := t.Row(ref.Row)
	return r.Total
}

// whole is true when nothing in a column of a table is withheld.
func (b *builder) whole(table, column string) bool {
	for _, r := range b.tables[table].Rows {
		if f := r.Cells[column].Figure; f != nil && isMasked(*f) {
			return false
		}
	}
	return true
}

// overlap is true when the intervals of some neighbours among the first n
// overlap: their order is uncertain.
func overlap(rs []ranked, n int) bool {
	for i := 1; i < min(n, len(rs)); i++ {
		a, b := rs[i-1].f.Interval, rs[i].f.Interval
		if a != nil && b != nil && b.Hi >= a.Lo {
			return true
		}
	}
	return false
}

// named is "label (62 %, 23 van 37)".
func (r ranked) named() instruments.Text {
	return instruments.Textf("%s (%s)", "%s (%s)", r.label, Wording{r.f})
}

func namedAll(rs []ranked) []instruments.Text {
	out := make([]instruments.Text, len(rs))
	for i, r := range rs {
		out[i] = r.named()
	}
	return out
}

// countedAll names them with bare counts: of three focus groups a percentage
// says nothing.
func countedAll(rs []ranked) []instruments.Text {
	out := make([]instruments.Text, len(rs))
	for i, r := range rs {
		out[i] = instruments.Textf("%s (%d van de %d groepen)", "%s (%d of the %d groups)", r.label, r.f.Count, r.f.Base)
	}
	return out
}
