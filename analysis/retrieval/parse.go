package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/instruments"
)

// Limits of a query, so that one from elsewhere cannot take the machine.
const (
	maxLength = 10000 // characters
	maxTerms  = 500
	maxDepth  = 100 // parentheses
)

// Parse reads a query; an empty one asks for every coding. The error is an
// instruments.Error whose first words name the place: "teken 12: …".
func Parse(s string) (Query, error) {
	if utf8.RuneCountInString(s) > maxLength {
		return Query{}, wrong(1, instruments.Textf("de zoekvraag is langer dan %d tekens", "the query is longer than %d characters", maxLength), tooLong)
	}
	tokens, err := tokens(s)
	if err != nil {
		return Query{}, err
	}
	p := parser{tokens: tokens}
	if p.now().kind == theEnd {
		return Query{}, nil
	}
	n, err := p.alternatives()
	switch {
	case err != nil:
		return Query{}, err
	case p.now().kind != theEnd:
		return Query{}, wrong(p.now().column, instruments.Text{NL: "sluithaakje zonder openingshaakje", EN: "closing parenthesis without an opening one"}, instruments.Text{})
	}
	return Query{n}, nil
}

var tooLong = instruments.Text{NL: "kies een hoofdcode met onder:… in plaats van vele losse codes", EN: "choose a parent code with under:… instead of many single codes"}

// wrong is the error for a place in a query.
func wrong(column int, what, hint instruments.Text) error {
	return &instruments.Error{Kind: instruments.ErrRefused, What: instruments.Textf("teken %d: %s", "character %d: %s", column, what), Hint: hint}
}

type tokenKind int

const (
	theEnd tokenKind = iota
	opening
	closing
	term   // a code or a condition
	joiner // an operator
)

type token struct {
	kind   tokenKind
	column int
	op     operator
	leaf   *node
}

// reader reads the characters of a query.
type reader struct {
	text []rune
	at   int
}

func (r *reader) more() bool { return r.at < len(r.text) }
func (r *reader) is(c rune) bool {
	return r.more() && r.text[r.at] == c
}

func (r *reader) blanks() {
	for r.more() && unicode.IsSpace(r.text[r.at]) {
		r.at++
	}
}

// tokens cuts a query up.
func tokens(s string) ([]token, error) {
	r, out, terms := reader{text: []rune(s)}, []token{}, 0
	for r.blanks(); r.more(); r.blanks() {
		t, err := r.token()
		if err != nil {
			return nil, err
		}
		if t.kind == term {
			terms++
		}
		if terms > maxTerms {
			return nil, wrong(t.column, instruments.Textf("meer dan %d codes en voorwaarden", "more than %d codes and conditions", maxTerms), tooLong)
		}
		out = append(out, t)
	}
	return append(out, token{kind: theEnd, column: len(r.text) + 1}), nil
}

func (r *reader) token() (token, error) {
	t := token{column: r.at + 1}
	switch {
	case r.is('('):
		r.at++
		t.kind = opening
		return t, nil
	case r.is(')'):
		r.at++
		t.kind = closing
		return t, nil
	}
	word, bare, err := r.word(":")
	if err != nil {
		return t, err
	}
	if op, ok := operators()[strings.ToUpper(word)]; ok && bare && !r.is(':') {
		t.kind, t.op = joiner, op
		return t, nil
	}
	if bare && !r.is(':') && r.turn(word) {
		t.kind, t.op = joiner, sameTurn
		return t, nil
	}
	t.kind = term
	t.leaf, err = r.leaf(word, bare, t.column)
	return t, err
}

// turn reads the second word of SAME TURN.
func (r *reader) turn(first string) bool {
	second := map[string]string{"SAME": "TURN", "ZELFDE": "BEURT"}[strings.ToUpper(first)]
	if second == "" {
		return false
	}
	back := r.at
	r.blanks()
	if word, bare, err := r.word(":"); err == nil && bare && strings.ToUpper(word) == second {
		return true
	}
	r.at = back
	return false
}

// leaf makes a term: a code, or with a colon a condition.
func (r *reader) leaf(word string, bare bool, column int) (*node, error) {
	n := &node{op: code, column: column, words: []string{word}}
	if !r.is(':') {
		if bare && word == "*" {
			n.op, n.words = everything, nil
		}
		return n, nil
	}
	r.at++
	name := strings.ToLower(word)
	n.field = fieldNamed(name)
	switch {
	case name == underName.NL || name == underName.EN:
		n.op = under
	case n.field == noField || !bare:
		return nil, wrong(column, instruments.Textf("onbekende voorwaarde %q", "unknown condition %q", instruments.Plain(word)),
			instruments.Textf("kies uit: %s; zet een code met een dubbele punt tussen aanhalingstekens", "choose from: %s; put a code with a colon in quotation marks", fieldNames()))
	default:
		n.op = condition
	}
	return n, r.values(n)
}

// values reads the values of a condition, or the code below which is searched.
func (r *reader) values(n *node) error {
	n.words = nil
	for {
		at := r.at
		w, _, err := r.word(",:")
		switch {
		case err != nil:
			return err
		case r.at == at:
			return wrong(r.at+1, instruments.Text{NL: "hier hoort een waarde", EN: "a value is missing here"}, valueHint)
		case r.is(':'), n.op == under && r.is(','):
			return wrong(r.at+1, instruments.Textf("onverwacht teken %q", "unexpected character %q", string(r.text[r.at])), valueHint)
		}
		n.words = append(n.words, w)
		if !r.is(',') {
			break
		}
		r.at++
	}
	return n.yesNo()
}

var valueHint = instruments.Text{NL: `zet een waarde met bijzondere tekens tussen aanhalingstekens, zoals project:"COSA 1-op-1"`, EN: `put a value with special characters in quotation marks, such as project:"COSA 1-op-1"`}

// yesNo checks the value of memo.
func (n *node) yesNo() error {
	if n.field != memo {
		return nil
	}
	for i, w := range n.words {
		switch strings.ToLower(w) {
		case "yes", "ja":
			n.words[i] = yes
		case "no", "nee":
			n.words[i] = no
		default:
			return wrong(n.column, instruments.Textf("memo:%s is ja noch nee", "memo:%s is neither yes nor no", instruments.Plain(w)), instruments.Text{NL: "schrijf memo:ja of memo:nee", EN: "write memo:yes or memo:no"})
		}
	}
	return nil
}

// word reads a plain word up to one of the stops, or one in quotation marks.
func (r *reader) word(stops string) (word string, bare bool, err error) {
	from := r.at
	if r.is('"') {
		word, err = r.quoted()
		return word, false, err
	}
	for r.more() && !breaks(r.text[r.at]) && !strings.ContainsRune(stops, r.text[r.at]) {
		r.at++
	}
	if r.at == from && r.more() && r.text[r.at] == unicode.ReplacementChar {
		return "", true, wrong(from+1, instruments.Text{NL: "onleesbaar teken", EN: "unreadable character"}, instruments.Text{})
	}
	return string(r.text[from:r.at]), true, nil
}

// quoted reads a word in quotation marks, where a doubled mark is one.
func (r *reader) quoted() (string, error) {
	from, b := r.at, strings.Builder{}
	for r.at++; r.more(); r.at++ {
		if r.is('"') {
			r.at++
			if !r.is('"') {
				return b.String(), nil
			}
		}
		b.WriteRune(r.text[r.at])
	}
	return "", wrong(from+1, instruments.Text{NL: "aanhalingsteken zonder einde", EN: "quotation mark without an end"}, instruments.Text{NL: `sluit de tekst met nog een "`, EN: `close the text with another "`})
}

type parser struct {
	tokens []token
	at     int
	depth  int
}

func (p *parser) now() token { return p.tokens[p.at] }

// alternatives reads chains joined by OR.
func (p *parser) alternatives() (*node, error) {
	first, err := p.chain()
	if err != nil || p.now().kind != joiner || p.now().op != or {
		return first, err
	}
	n := &node{op: or, column: p.now().column, kids: flat(first)}
	for p.now().kind == joiner && p.now().op == or {
		p.at++
		k, err := p.chain()
		if err != nil {
			return nil, err
		}
		n.kids = append(n.kids, flat(k)...)
	}
	return n, nil
}

// flat are the alternatives of an OR, or the one other query.
func flat(n *node) []*node {
	if n.op == or {
		return n.kids
	}
	return []*node{n}
}

// chain reads terms joined by operators other than OR, left to right.
func (p *parser) chain() (*node, error) {
	left, err := p.first()
	for err == nil {
		t := p.now()
		n := &node{op: and, column: t.column}
		switch {
		case t.kind == term, t.kind == opening: // two terms side by side
		case t.kind == joiner && t.op != or:
			n.op = t.op
			p.at++
			if p.now().kind == joiner && t.op == and && p.now().op == not {
				n.op = not
				p.at++
			}
		default:
			return left, nil
		}
		var right *node
		if right, err = p.term(); err == nil {
			n.kids = []*node{left, right}
			left = n
		}
	}
	return nil, err
}

// first reads the first term of a chain, which may be a denied condition.
func (p *parser) first() (*node, error) {
	t := p.now()
	if t.kind != joiner || t.op != not {
		return p.term()
	}
	p.at++
	n, err := p.term()
	if err == nil && !n.conditional() {
		err = wrong(t.column, instruments.Text{NL: "NIET heeft links iets nodig om van af te trekken", EN: "NOT needs something on its left to take away from"},
			instruments.Text{NL: "schrijf bijvoorbeeld act.A01 NIET act.A02, of * NIET act.A02 voor alle coderingen", EN: "write, for example, act.A01 NOT act.A02, or * NOT act.A02 for all codings"})
	}
	return &node{op: not, column: t.column, kids: []*node{n}}, err
}

// term reads a code, a condition, or a query in parentheses.
func (p *parser) term() (*node, error) {
	t := p.now()
	switch t.kind {
	case term:
		p.at++
		return t.leaf, nil
	case opening:
		return p.group()
	}
	return nil, wrong(t.column, instruments.Text{NL: "hier hoort een code of een voorwaarde", EN: "a code or a condition is missing here"},
		instruments.Text{NL: "schrijf bijvoorbeeld act.A01 EN project:LJ&R", EN: "write, for example, act.A01 AND project:LJ&R"})
}

func (p *parser) group() (*node, error) {
	open := p.now()
	if p.depth++; p.depth > maxDepth {
		return nil, wrong(open.column, instruments.Textf("meer dan %d haakjes in elkaar", "more than %d parentheses inside each other", maxDepth), instruments.Text{})
	}
	p.at++
	n, err := p.alternatives()
	if err != nil {
		return nil, err
	}
	if p.now().kind != closing {
		return nil, wrong(open.column, instruments.Text{NL: "openingshaakje zonder sluithaakje", EN: "opening parenthesis without a closing one"}, instruments.Text{NL: "zet er een ) achter", EN: "put a ) behind it"})
	}
	p.at++
	p.depth--
	return n, nil
}
