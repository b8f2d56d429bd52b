package retrieval

import (
	"cmp"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// maxPairs bounds the pairs of codings that the operators of a query may meet
// in all.
const maxPairs = 1_000_000

// Find brings the quotations that a query asks for, in an order. It takes
// n log n steps for n codings, and one more for every pair of codings that an
// operator meets. The error, an instruments.Error, names a code, coder, project
// and so on that the study does not know, or says that there is too much.
func Find(c *coding.Corpus, q Query, by Order) ([]Quotation, error) {
	s := newScene(c)
	root := q.root
	if root == nil {
		root = &node{op: everything}
	}
	find, err := s.compile(root)
	if err != nil {
		return nil, err
	}
	documents, total := s.documents(), 0
	found := make([][]item, len(documents))
	for i, id := range documents {
		found[i] = merged(find(s.ranges[id], nil))
		total += len(found[i])
		if s.pairs > maxPairs {
			return nil, instruments.Refuse("", instruments.Textf("de zoekvraag combineert meer dan %d paren van coderingen", "the query combines more than %d pairs of codings", maxPairs),
				instruments.Text{NL: "beperk de vraag, bijvoorbeeld met project: of codeur:", EN: "narrow the query, for example with project: or coder:"})
		}
	}
	out := make([]Quotation, 0, total)
	for i, id := range documents {
		out = s.quotations(out, id, found[i])
	}
	return s.arranged(out, by), nil
}

// item is a stretch of one document that was found, the codings that make it
// up and those it met, by position, each in order.
type item struct {
	stretch
	codings, with []int
}

// finder finds the items in the codings of one document, sorted by start and
// end. The codings that make them up are all kept by the keeper.
type finder func(in stretch, keep keeper) []item

// compile turns a query into a finder; a condition stands for all codings that
// meet it.
func (s *scene) compile(n *node) (finder, error) {
	if n.conditional() {
		holds, err := s.holding(n)
		return func(in stretch, keep keeper) []item { return s.items(in, holds.and(keep)) }, err
	}
	switch n.op {
	case everything:
		return s.items, nil
	case code, under:
		return s.coded(n)
	}
	kids := make([]finder, len(n.kids))
	for i, k := range n.kids {
		if (n.op == and || n.op == not) && k.conditional() && (n.op == and || i == 1) {
			return s.restrict(n, k, n.kids[1-i])
		}
		var err error
		if kids[i], err = s.compile(k); err != nil {
			return nil, err
		}
	}
	return s.joined(n.op, kids), nil
}

// restrict asks a condition of what is found.
func (s *scene) restrict(n, by, what *node) (finder, error) {
	holds, err := s.holding(by)
	if err != nil {
		return nil, err
	}
	if n.op == not {
		meets := holds
		holds = func(i int) bool { return !meets(i) }
	}
	find, err := s.compile(what)
	return func(in stretch, keep keeper) []item { return find(in, holds.and(keep)) }, err
}

// holding compiles conditions joined together.
func (s *scene) holding(n *node) (keeper, error) {
	if n.op == condition {
		return s.having(n)
	}
	kids := make([]keeper, len(n.kids))
	for i, k := range n.kids {
		var err error
		if kids[i], err = s.holding(k); err != nil {
			return nil, err
		}
	}
	switch {
	case n.op == or:
		return func(i int) bool { return slices.ContainsFunc(kids, func(k keeper) bool { return k(i) }) }, nil
	case n.op == and:
		return kids[0].and(kids[1]), nil
	case len(kids) == 1:
		return func(i int) bool { return !kids[0](i) }, nil
	}
	return func(i int) bool { return kids[0](i) && !kids[1](i) }, nil
}

// items are the kept codings of a document, each alone.
func (s *scene) items(in stretch, keep keeper) []item {
	var out []item
	for i := in.start; i < in.end; i++ {
		if keep == nil || keep(i) {
			out = append(out, s.item(i))
		}
	}
	return out
}

func (s *scene) item(i int) item {
	return item{stretch{s.codings[i].Start, s.codings[i].End}, s.each[i : i+1 : i+1], nil}
}

// coded finds the codings of a term.
func (s *scene) coded(n *node) (finder, error) {
	codes, err := s.codesOf(n)
	is := make([]bool, len(s.order))
	for c := range codes {
		is[c] = true
	}
	return func(in stretch, keep keeper) []item {
		var out []item
		for i := in.start; i < in.end; i++ {
			if is[s.code[i]] && (keep == nil || keep(i)) {
				out = append(out, s.item(i))
			}
		}
		return out
	}, err
}

// joined is the finder of an operator.
func (s *scene) joined(op operator, kids []finder) finder {
	if op == or {
		return func(in stretch, keep keeper) []item {
			var all []item
			for _, k := range kids {
				all = append(all, k(in, keep)...)
			}
			return ordered(all)
		}
	}
	left, right := kids[0], kids[1]
	return func(in stretch, keep keeper) []item {
		l := left(in, keep)
		if len(l) == 0 {
			return nil
		}
		switch op {
		case and:
			return s.common(l, right(in, keep))
		case not:
			return untouched(l, right(in, nil))
		case sameTurn:
			p := s.place(s.codings[in.start].Document)
			return s.meeting(l, right(in, nil), func(i item) stretch { return p.turns(i.start, i.end) })
		}
		return s.meeting(l, right(in, nil), func(i item) stretch { return i.stretch })
	}
}

// merged puts items in order and makes one of those of the same stretch, as
// the last step: operators look at every coding, or pair of codings, apart.
func merged(items []item) []item { return joinedBy(items, func(item, item) bool { return true }) }

// ordered puts items in order and drops those that are there twice.
func ordered(items []item) []item {
	return joinedBy(items, func(a, b item) bool { return slices.Equal(a.codings, b.codings) })
}

// joinedBy puts items in order and joins neighbours of one stretch that are
// alike.
func joinedBy(items []item, alike func(a, b item) bool) []item {
	slices.SortStableFunc(items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), slices.Compare(a.codings, b.codings))
	})
	var out []item
	for _, i := range items {
		if n := len(out); n > 0 && out[n-1].stretch == i.stretch && alike(out[n-1], i) {
			last := &out[n-1]
			last.codings, last.with = both(last.codings, i.codings), both(last.with, i.with)
			continue
		}
		out = append(out, i)
	}
	for i := range out {
		out[i].codings, out[i].with = distinct(out[i].codings), distinct(out[i].with)
	}
	return out
}

// both joins two lists without writing in either.
func both(a, b []int) []int {
	if len(b) == 0 {
		return a
	}
	return append(a[:len(a):len(a)], b...)
}

func distinct(list []int) []int {
	if len(list) < 2 {
		return list
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}
