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

// leaders are the rows that share the first place of a ranking, when they may
// be called the largest of their column: they are, and saying so tells nothing
// about a withheld figure that the audit had left open. Else there are none.
func (b *builder) leaders(table, column string, rs []ranked) []ranked {
	n := tied(rs)
	if n == 0 || !b.largest(table, column, rs[:n]) {
		return nil
	}
	if slices.ContainsFunc(b.r.Audit.Cells, func(c disclosure.CellAudit) bool {
		return c.Ref.Table == table && c.Ref.Column == column && c.Mask == analysis.Hidden && c.Hi >= rs[0].f.Count && !b.total(c.Ref)
	}) {
		return nil
	}
	return rs[:n]
}

// tied is how many rows have the count of the first.
func tied(rs []ranked) int {
	n := 0
	for n < len(rs) && rs[n].f.Count == rs[0].f.Count {
		n++
	}
	return n
}

// most is true when the first of a ranking alone may be called the largest.
func (b *builder) most(table, column string, rs []ranked) bool {
	return len(b.leaders(table, column, rs)) == 1
}

// largest checks a claim against the figures as computed.
func (b *builder) largest(table, column string, first []ranked) bool {
	for _, r := range b.raw[table].Rows {
		f := r.Cells[column].Figure
		named := slices.ContainsFunc(first, func(x ranked) bool { return x.key == r.Key })
		if f != nil && !r.Total && !named && f.Reason == "" && f.Count >= first[0].f.Count && r.Level == 0 {
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

// quoted is “label”. Labels are the study's own words: quoted, they need no
// article and no inflection.
func (r ranked) quoted() instruments.Text { return quoted(r.label) }

func quoted(t instruments.Text) instruments.Text { return instruments.Textf("“%s”", "“%s”", t) }

// named is “label” (62 %, 23 van 37).
func (r ranked) named() instruments.Text {
	return instruments.Textf("%s (%s)", "%s (%s)", r.quoted(), Wording{r.f})
}

// bare is label (62 %, 23 van 37), for names of the program such as "vorm 1".
func (r ranked) bare() instruments.Text {
	return instruments.Textf("%s (%s)", "%s (%s)", r.label, Wording{r.f})
}

// mostNamed is how many rows a sentence names where several are equal.
const mostNamed = 5

// among names the first n of a ranking and all that equal the last of these, at
// most five by name and the rest by number; it says how many it is about.
func among(rs []ranked, n int, say func(ranked) instruments.Text) (instruments.Text, int) {
	end := min(n, len(rs))
	for end > 0 && end < len(rs) && rs[end].f.Count == rs[end-1].f.Count {
		end++
	}
	shown := min(end, max(n, mostNamed))
	var parts []instruments.Text
	for _, r := range rs[:shown] {
		parts = append(parts, say(r))
	}
	switch rest := end - shown; {
	case rest == 1:
		parts = append(parts, inBoth("één andere", "one other"))
	case rest > 1:
		parts = append(parts, instruments.Textf("%d andere", "%d others", rest))
	}
	return enumerate(parts), end
}

// inGroups says in how many focus groups codes occur, for at least n codes. Of
// a few groups a percentage says nothing.
func inGroups(rs []ranked, n int) instruments.Text {
	var parts []instruments.Text
	for about := 0; len(rs) > 0 && about < n; {
		said, k := among(rs, 1, ranked.quoted)
		parts = append(parts, instruments.Textf("%s: %s.", "%s: %s.", groupsText(rs[0].f), said))
		rs, about = rs[k:], about+k
	}
	return joined(parts, " ")
}

func groupsText(f analysis.Figure) instruments.Text {
	switch {
	case f.Base == 1:
		return inBoth("In de focusgroep", "In the focus group")
	case f.Count == f.Base:
		return instruments.Textf("In alle %d focusgroepen", "In all %d focus groups", f.Base)
	}
	return instruments.Textf("In %d van de %d focusgroepen", "In %d of the %d focus groups", f.Count, f.Base)
}
