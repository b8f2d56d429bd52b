package retrieval

import (
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Term is one line of a form for a query: a code, and how it is joined to the
// lines above it.
type Term struct {
	Join  Join // not looked at on the first line
	Under bool // that code and all below it
	Code  coding.CodeID
}

// Join is how a line of a form is joined to those above it.
type Join string

// The ways of joining.
const (
	JoinAnd      Join = "and"
	JoinOr       Join = "or"
	JoinNot      Join = "not"
	JoinOverlaps Join = "overlaps"
	JoinTurn     Join = "turn"
)

// Joins are all ways of joining, in the order in which people are shown them.
func Joins() []Join { return []Join{JoinAnd, JoinOr, JoinNot, JoinOverlaps, JoinTurn} }

// operator is the operator of a way of joining; AND for an unknown one.
func (j Join) operator() operator {
	switch j {
	case JoinOr:
		return or
	case JoinNot:
		return not
	case JoinOverlaps:
		return overlaps
	case JoinTurn:
		return sameTurn
	}
	return and
}

// Condition is a line of a form that asks something of each coding, such as the
// project of its document.
type Condition struct {
	Field  string // its English name, such as "project"
	Values string // as they stand in a query: LJ&R,"COSA 1-op-1"
}

// Form is a query as lines of a form: codes joined from top to bottom, OR last
// of all, and conditions that must all be met. Not every query can be one.
type Form struct {
	Terms      []Term
	Conditions []Condition
}

// Text writes a form as a query, for Parse to read.
func (f Form) Text() string {
	var b strings.Builder
	several := false
	for i, t := range f.Terms {
		if i > 0 {
			several = several || t.Join.operator() == or
			b.WriteString(" " + t.Join.operator().text().EN + " ")
		}
		if t.Under {
			b.WriteString(underName.EN + ":")
		}
		b.WriteString(Quote(string(t.Code)))
	}
	parts := []string{}
	switch text := b.String(); {
	case several && len(f.Conditions) > 0:
		parts = append(parts, "("+text+")")
	case text != "":
		parts = append(parts, text)
	}
	for _, c := range f.Conditions {
		parts = append(parts, c.Field+":"+c.Values)
	}
	return strings.Join(parts, " AND ")
}

// Form is the query as lines of a form; false when it is none, such as one with
// parentheses inside each other.
func (q Query) Form() (Form, bool) {
	var f Form
	rest := q.root
	for rest != nil && !f.condition(rest) {
		if rest.op != and || len(rest.kids) != 2 {
			break
		}
		switch left, right := rest.kids[0], rest.kids[1]; {
		case f.condition(right):
			rest = left
		case f.condition(left):
			rest = right
		default:
			return f.chains(rest)
		}
		continue
	}
	if rest == nil || rest.op == everything || rest.op == condition {
		return f, true
	}
	return f.chains(rest)
}

// condition takes a condition in front of those it has; false for another term.
func (f *Form) condition(n *node) bool {
	if n.op != condition {
		return false
	}
	words := make([]string, len(n.words))
	for i, w := range n.words {
		words[i] = Quote(w)
	}
	f.Conditions = append([]Condition{{n.field.text().EN, strings.Join(words, ",")}}, f.Conditions...)
	return true
}

// chains reads alternatives, each a chain of codes.
func (f Form) chains(n *node) (Form, bool) {
	if n.op != or {
		terms, ok := chain(n)
		f.Terms = terms
		return f, ok
	}
	for _, k := range n.kids {
		terms, ok := chain(k)
		if !ok {
			return f, false
		}
		if len(f.Terms) > 0 {
			terms[0].Join = JoinOr
		}
		f.Terms = append(f.Terms, terms...)
	}
	return f, true
}

// chain reads codes that are joined from left to right.
func chain(n *node) ([]Term, bool) {
	if n.op == code || n.op == under {
		return []Term{{Under: n.op == under, Code: coding.CodeID(n.words[0])}}, true
	}
	for _, j := range Joins() {
		if j == JoinOr || n.op != j.operator() || len(n.kids) != 2 {
			continue
		}
		left, ok := chain(n.kids[0])
		right, single := chain(n.kids[1])
		if !ok || !single || len(right) != 1 {
			return nil, false
		}
		right[0].Join = j
		return append(left, right...), true
	}
	return nil, false
}

// FieldLabel is a condition's name in both languages; the name itself for one
// that is unknown.
func FieldLabel(name string) instruments.Text {
	if f := fieldNamed(name); f != noField {
		return f.text()
	}
	return instruments.Same(name)
}
