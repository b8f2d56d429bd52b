package disclosure

import (
	"slices"
	"strings"

	"meerzicht/analysis"
)

// unbounded is the largest count of a cell nothing else bounds; small enough
// that sums of many of them stay far from overflow.
const unbounded = 1 << 20

// place is where a figure stands: table and row by position.
type place struct {
	table, row int
	column     string
}

// variable is one count, wherever it is shown: a cell, all cells that are the
// same figure, or a cell that sums name and no table shows (no places).
type variable struct {
	places []place
	mask   analysis.Mask
	count  int  // what stands in the table; only when known
	known  bool // false when the input was masked already, or shows it nowhere
	small  bool // fewer than k persons
	public bool // the size of the study, a project or a type: always shown
	tally  bool // counts mentions or segments: "<k" does not bound the count
	base   int  // the smallest printed base, or unbounded
	loose  bool // the base is withheld with the count
	cost   int  // of hiding it
	in     []term
	under  []int // variables it cannot exceed: the denominators of its column
	over   []int // variables it cannot be less than
}

// term is a variable with its sign in an equation, or an equation with the
// sign a variable has in it.
type term struct{ at, sign int }

// system is what an attacker knows: variables, and equations Σ sign·x = 0.
type system struct {
	tables []analysis.Table
	k      int
	vars   []variable
	eqs    [][]term
	index  map[analysis.CellRef]int // before joining
	joined []int                    // union-find over variables
	broken int                      // sums the counts contradict
}

// newSystem reads the tables; masks that stand in them stay.
func newSystem(tables []analysis.Table, k int) *system {
	s := &system{tables: tables, k: k, index: map[analysis.CellRef]int{}}
	for t := range tables {
		for r := range tables[t].Rows {
			for _, c := range tables[t].Columns {
				s.cell(place{t, r, c.Key})
			}
		}
	}
	s.join()
	s.equations()
	s.denominators()
	s.empty()
	return s
}

func (s *system) figure(p place) *analysis.Figure {
	return s.tables[p.table].Rows[p.row].Cells[p.column].Figure
}

func (s *system) ref(p place) analysis.CellRef {
	t := &s.tables[p.table]
	return analysis.CellRef{Table: t.ID, Row: t.Rows[p.row].Key, Column: p.column}
}

// cell adds the variable of one cell. A figure without a value is left out,
// unless it says "no mentions here" about people: then its zero is a count.
func (s *system) cell(p place) {
	f := s.figure(p)
	if f == nil || f.Reason != "" && f.Mask == analysis.Shown && !silent(f) {
		return
	}
	row := &s.tables[p.table].Rows[p.row]
	v := variable{
		places: []place{p}, mask: f.Mask, count: f.Count, known: f.Mask == analysis.Shown,
		small: f.Mask == analysis.Shown && s.few(f), tally: !personal(f.Unit), base: unbounded, cost: costPart,
	}
	if f.Base >= s.k && !row.Total && f.Count <= f.Base {
		v.base = f.Base
	}
	switch {
	case row.Key == analysis.RowBase && known(f, p.column):
		v.cost, v.public, v.small = costBase, true, false
	case row.Key == analysis.RowBase:
		v.cost = costBase
	case row.Total:
		v.cost = costTotal
	}
	s.add(s.ref(p), v)
}

func (s *system) add(ref analysis.CellRef, v variable) int {
	if i, ok := s.index[ref]; ok && len(v.places) == 0 {
		return i
	}
	s.index[ref] = len(s.vars)
	s.vars = append(s.vars, v)
	s.joined = append(s.joined, len(s.joined))
	return len(s.vars) - 1
}

// known is true for the size of the whole study, of a project, or of a type of
// respondent. Every report has to say whom it is about, so these are public;
// who is in a project and of a type at once is not.
func known(f *analysis.Figure, column string) bool {
	return f.Unit == analysis.Respondents && f.Mask == analysis.Shown && (column == analysis.ColumnAll ||
		strings.HasPrefix(column, analysis.ProjectPrefix) || strings.HasPrefix(column, analysis.TypePrefix) || strings.HasPrefix(column, analysis.WithoutPrefix))
}

// silent is a figure without mentions to take a share of: its count is 0, and
// that says something about everybody in the group.
func silent(f *analysis.Figure) bool {
	return f.Reason == analysis.EmptyGroup && !personal(f.Unit)
}

// personal units count persons or collaborations themselves.
func personal(u analysis.Unit) bool {
	return u == analysis.Respondents || u == analysis.Trajectories || u == analysis.Dyads
}

func persons(f *analysis.Figure) int {
	if personal(f.Unit) {
		return f.Count
	}
	return f.Persons
}

// few is true for a figure about fewer than k persons. Documents behind which no
// persons are counted, such as literature, are nobody's data.
func (s *system) few(f *analysis.Figure) bool {
	return persons(f) < s.k && (f.Unit != analysis.Documents || f.Persons > 0)
}

func (s *system) root(i int) int {
	for s.joined[i] != i {
		s.joined[i] = s.joined[s.joined[i]]
		i = s.joined[i]
	}
	return i
}

// at is the variable behind a reference; one no table shows is made.
func (s *system) at(ref analysis.CellRef) int {
	return s.root(s.add(ref, variable{base: unbounded}))
}

// join makes one variable of cells that are the same figure: sums of one part.
func (s *system) join() {
	for t := range s.tables {
		for _, sum := range s.tables[t].Sums {
			if len(sum.Parts) == 1 {
				s.unite(s.at(sum.Whole), s.at(sum.Parts[0]))
			}
		}
	}
}

func (s *system) unite(a, b int) {
	if a == b {
		return
	}
	a, b = min(a, b), max(a, b)
	p, q := &s.vars[a], &s.vars[b]
	if p.known && q.known && p.count != q.count {
		s.broken++
		return
	}
	s.joined[b] = a
	shown := p.known || q.known
	switch {
	case len(p.places) == 0:
		p.tally = q.tally
	case len(q.places) > 0:
		p.tally = p.tally && q.tally
	}
	p.places = append(p.places, q.places...)
	p.mask = stronger(p.mask, q.mask)
	if !p.known {
		p.count = q.count
	}
	p.public = p.public || q.public
	p.known, p.small = shown, (p.small || q.small) && !p.public
	p.base, p.cost = min(p.base, q.base), max(p.cost, q.cost)
}

func stronger(a, b analysis.Mask) analysis.Mask {
	if a == analysis.Hidden || b == analysis.Shown {
		return a
	}
	return b
}

// equations reads the sums of two parts and more.
func (s *system) equations() {
	for t := range s.tables {
		for _, sum := range s.tables[t].Sums {
			if len(sum.Parts) > 1 {
				s.equation(sum)
			}
		}
	}
}

func (s *system) equation(sum analysis.Sum) {
	whole := s.at(sum.Whole)
	signs := map[int]int{whole: 1}
	order := []int{whole}
	for _, p := range sum.Parts {
		v := s.at(p)
		if _, ok := signs[v]; !ok {
			order = append(order, v)
		}
		signs[v]--
	}
	var eq []term
	total, known := 0, true
	for _, v := range order {
		if signs[v] == 0 {
			continue
		}
		eq = append(eq, term{v, signs[v]})
		known = known && s.vars[v].known
		total += signs[v] * s.vars[v].count
	}
	if known && total != 0 {
		s.broken++ // no sum at all: it tells an attacker nothing true
		return
	}
	if w := &s.vars[whole]; len(w.places) > 0 && w.cost == costPart {
		w.cost = costWhole
	}
	for _, t := range eq {
		s.vars[t.at].in = append(s.vars[t.at].in, term{len(s.eqs), t.sign})
	}
	s.eqs = append(s.eqs, eq)
}

// denominators says that no count of persons exceeds that of the base row in
// its column.
func (s *system) denominators() {
	for t := range s.tables {
		table := &s.tables[t]
		base := slices.IndexFunc(table.Rows, func(r analysis.Row) bool { return r.Key == analysis.RowBase })
		if base < 0 {
			continue
		}
		for r := range table.Rows {
			for _, c := range table.Columns {
				s.denominator(place{t, r, c.Key}, place{t, base, c.Key})
			}
		}
	}
}

func (s *system) denominator(p, base place) {
	f, b := s.figure(p), s.figure(base)
	if p.row == base.row || f == nil || b == nil || f.Unit != b.Unit || s.tables[p.table].Rows[p.row].Total {
		return
	}
	i, ok := s.index[s.ref(p)]
	j, ok2 := s.index[s.ref(base)]
	if !ok || !ok2 {
		return
	}
	i, j = s.root(i), s.root(j)
	v, w := &s.vars[i], &s.vars[j]
	switch {
	case i == j || v.known && w.known && v.count > w.count:
	case w.small || w.mask != analysis.Shown:
		rest := s.ref(p)
		rest.Row += "\x00rest" // the rest of the group, which no table shows
		s.equation(analysis.Sum{Whole: s.ref(base), Parts: []analysis.CellRef{s.ref(p), rest}})
	case !slices.Contains(v.under, j):
		v.under = append(v.under, j)
		w.over = append(w.over, i)
	}
}

// empty leaves the zeros of a group without anybody as they are: they tell about
// nobody.
func (s *system) empty() {
	for i := range s.vars {
		if v := &s.vars[i]; s.own(i) && s.room(v) == 1 {
			v.small = false
		}
	}
}

// room is how many counts the public size of a variable's group leaves it at
// most; at least k for a group that is large enough.
func (s *system) room(v *variable) int {
	room := s.k
	for _, u := range v.under {
		if w := &s.vars[u]; w.public && w.known {
			room = min(room, w.count+1)
		}
	}
	return room
}

// own is true for a variable that stands for itself and is shown somewhere.
func (s *system) own(i int) bool { return s.root(i) == i && len(s.vars[i].places) > 0 }

// limits are the counts an attacker allows a variable before any sum is used.
func (s *system) limits(i int) (lo, hi int) {
	v := &s.vars[i]
	switch {
	case v.mask == analysis.Shown && v.known:
		return v.count, v.count
	case v.mask == analysis.Small && !v.tally:
		return 0, min(s.k-1, v.base)
	}
	return 0, v.base
}
