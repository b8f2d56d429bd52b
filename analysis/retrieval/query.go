package retrieval

import (
	"slices"
	"strings"
	"unicode"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Query is what quotations are asked for. The zero Query asks for every coding.
//
//	act.A01               codings with exactly that code
//	under:act.D01         codings with that code or one below it in the codebook
//	*                     every coding
//	A AND B               the stretches that a coding of A and one of B both cover
//	A OR B                the quotations of A and those of B
//	A NOT B               the quotations of A that share no character with one of B
//	A OVERLAPS B          the quotations of A, whole, that share a character with one of B
//	A SAME TURN B         the quotations of A, whole, that share a turn with one of B
//	role:professional     a condition: what is true of a coding, not a code
//
// The operators are read from left to right, OR last of all; parentheses group.
// Two terms without an operator are joined by AND, and AND NOT is NOT. The
// operators look at every coding apart, also where several stand on one
// stretch, and no coding meets itself: "A OVERLAPS A" are the quotations of A
// that share text with another coding of A, such as a second coder's.
//
// Conditions are joined to each other by AND, OR and NOT, and to codes by AND
// and NOT, before or behind them. They are asked of every coding that makes up
// a quotation: of both sides of AND, and of the left side of NOT, OVERLAPS and
// SAME TURN. Where a quotation is asked for, a condition alone stands for all
// codings that meet it. Their names are
//
//	role       who speaks in the turn in which the coding begins: interviewer,
//	           respondent, a respondent type, or a role of the instruments
//	speaker    the speaker's label in the transcript
//	project type respondent document kind     of the document
//	coder origin                              of the coding
//	memo       yes or no: whether the coding has a memo
//
// with any of several values: project:LJ&R,"COSA 1-op-1". Names and values are
// read without regard to capitals; a word with a blank or one of ( ) " , : or
// that reads like an operator stands in quotation marks, a mark inside doubled.
type Query struct{ root *node }

type operator int

// The operators, leaves first.
const (
	everything operator = iota
	code                // exactly
	under               // with all below it
	condition           // field: values
	or
	and
	not // of one kid: of a condition; of two: the left without the right
	overlaps
	sameTurn
)

type node struct {
	op     operator
	column int // of the term or operator, from 1
	field  field
	words  []string // the code, or the values of a condition
	kids   []*node
}

// leaf is true for a single term.
func (n *node) leaf() bool { return n.op <= condition }

// conditional is true for a condition and for conditions joined together.
func (n *node) conditional() bool {
	switch n.op {
	case condition:
		return true
	case or, and, not:
		return !slices.ContainsFunc(n.kids, func(k *node) bool { return !k.conditional() })
	}
	return false
}

// Code asks for the codings with exactly that code.
func Code(id coding.CodeID) Query { return Query{&node{op: code, words: []string{string(id)}}} }

// Under asks for the codings with that code or one below it.
func Under(id coding.CodeID) Query { return Query{&node{op: under, words: []string{string(id)}}} }

// Quote is a code or a value as it must be written in a query: as it is, or in
// quotation marks.
func Quote(word string) string {
	if plainWord(word) {
		return word
	}
	return `"` + strings.ReplaceAll(word, `"`, `""`) + `"`
}

// plainWord is true when a word is read as one plain word, and no operator.
func plainWord(word string) bool {
	if word == "" || word == "*" || strings.ContainsFunc(word, breaks) || strings.ContainsAny(word, ",:") {
		return false
	}
	_, is := operators()[strings.ToUpper(word)]
	return !is && !slices.Contains([]string{"SAME", "ZELFDE", "TURN", "BEURT"}, strings.ToUpper(word))
}

// breaks is true for what ends a plain word.
func breaks(r rune) bool {
	return unicode.IsSpace(r) || r == '(' || r == ')' || r == '"' || r == unicode.ReplacementChar
}

// String is the query in English, so that reading it again gives the same
// query.
func (q Query) String() string { return q.In(instruments.English) }

// In is the query with the operators and names of a language; it reads the
// same in both.
func (q Query) In(lang instruments.Lang) string {
	if q.root == nil {
		return "*"
	}
	var b strings.Builder
	q.root.write(&b, lang)
	return b.String()
}

func (n *node) write(b *strings.Builder, lang instruments.Lang) {
	switch {
	case n.leaf():
		n.writeLeaf(b, lang)
	case len(n.kids) == 1:
		b.WriteString(n.op.text().In(lang) + " ")
		n.kids[0].within(b, lang, n.kids[0].leaf())
	default:
		for i, k := range n.kids {
			if i > 0 {
				b.WriteString(" " + n.op.text().In(lang) + " ")
			}
			k.within(b, lang, k.leaf() || k.op != or && (i == 0 || n.op == or))
		}
	}
}

// within writes a kid, bare or in parentheses.
func (n *node) within(b *strings.Builder, lang instruments.Lang, bare bool) {
	if bare {
		n.write(b, lang)
		return
	}
	b.WriteString("(")
	n.write(b, lang)
	b.WriteString(")")
}

func (n *node) writeLeaf(b *strings.Builder, lang instruments.Lang) {
	switch n.op {
	case everything:
		b.WriteString("*")
		return
	case under:
		b.WriteString(underName.In(lang) + ":")
	case condition:
		b.WriteString(n.field.text().In(lang) + ":")
	}
	for i, w := range n.words {
		if i > 0 {
			b.WriteString(",")
		}
		if n.field == memo {
			w = yesOrNo(w == yes).In(lang)
		}
		b.WriteString(Quote(w))
	}
}

// text is the operator in words.
func (o operator) text() instruments.Text {
	switch o {
	case or:
		return instruments.Text{NL: "OF", EN: "OR"}
	case not:
		return instruments.Text{NL: "NIET", EN: "NOT"}
	case overlaps:
		return instruments.Text{NL: "OVERLAPT", EN: "OVERLAPS"}
	case sameTurn:
		return instruments.Text{NL: "ZELFDE BEURT", EN: "SAME TURN"}
	}
	return instruments.Text{NL: "EN", EN: "AND"}
}

// operators are the words that are operators, of one word.
func operators() map[string]operator {
	return map[string]operator{
		"AND": and, "EN": and, "OR": or, "OF": or, "NOT": not, "NIET": not,
		"OVERLAPS": overlaps, "OVERLAPT": overlaps,
	}
}
