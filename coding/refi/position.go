package refi

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// convention is a way of counting positions.
type convention int

// The ways that programs have. "Once" counts CR LF as one.
const (
	codePoints convention = iota
	codePointsOnce
	utf16Units
	utf16Once
	utf8Bytes
	conventions // how many there are
)

// markEvery is how many code points lie between two remembered places.
const markEvery = 128

// ruler turns the positions of a text as a program counts them into code points
// of the canonical text. The text is as it was stored, without byte order mark:
// positions count what becoming canonical takes away.
type ruler struct {
	raw       string
	canonical string
	plain     bool // ASCII without CR and NUL: every way of counting is the same
	marks     []spot
	end       spot
}

// spot is one place in a text, in every way of counting.
type spot struct {
	byte  int // of raw
	at    [conventions]int
	point int // code point of the canonical text
}

func newRuler(raw string) *ruler {
	r := &ruler{raw: raw, canonical: raw, plain: true}
	for i := 0; i < len(raw) && r.plain; i++ {
		r.plain = raw[i] < utf8.RuneSelf && raw[i] != '\r' && raw[i] != 0
	}
	if r.plain {
		return r
	}
	if strings.ContainsAny(raw, "\r\x00") {
		r.canonical = canonical(raw)
	}
	s, n := spot{}, 0
	for s.byte < len(raw) {
		if n%markEvery == 0 {
			r.marks = append(r.marks, s)
		}
		n++
		r.step(&s)
	}
	r.end = s
	return r
}

// canonical turns CR LF and lone CR into LF and removes NUL, nothing else.
func canonical(raw string) string {
	var b strings.Builder
	b.Grow(len(raw))
	for i := range len(raw) {
		switch c := raw[i]; {
		case c == 0 || c == '\n' && i > 0 && raw[i-1] == '\r':
		case c == '\r':
			b.WriteByte('\n')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// step moves a spot one character of the stored text further.
func (r *ruler) step(s *spot) {
	if c := r.raw[s.byte]; c < utf8.RuneSelf && c != '\n' && c != 0 { // nearly all: every way of counting goes one further
		s.byte++
		s.point++
		s.at[codePoints]++
		s.at[codePointsOnce]++
		s.at[utf16Units]++
		s.at[utf16Once]++
		s.at[utf8Bytes]++
		return
	}
	c, size := utf8.DecodeRuneInString(r.raw[s.byte:])
	second := c == '\n' && s.byte > 0 && r.raw[s.byte-1] == '\r'
	once, units := 1, 1
	if second {
		once = 0
	}
	if c > 0xffff {
		units = 2
	}
	s.byte += size
	s.at[codePoints]++
	s.at[codePointsOnce] += once
	s.at[utf16Units] += units
	s.at[utf16Once] += once * units
	s.at[utf8Bytes] += size
	if c != 0 {
		s.point += once
	}
}

// edge is one end of a selection in a text.
type edge struct {
	point  int  // code point of the canonical text
	byte   int  // of the stored text
	inside bool // it lies in the text and not in the middle of a character
	halved bool // it lies in the middle of a character
	crlf   bool // it lies between CR and LF
}

// edge finds a position. Between CR and LF it is the place before both: no word
// lies there, and the canonical text has one character for the two.
func (r *ruler) edge(c convention, pos int64) edge {
	if pos < 0 || pos > int64(len(r.raw)) {
		return edge{}
	}
	n := int(pos)
	if r.plain {
		return edge{point: n, byte: n, inside: true}
	}
	if n > r.end.at[c] {
		return edge{}
	}
	s := r.marks[max(0, sort.Search(len(r.marks), func(i int) bool { return r.marks[i].at[c] >= n })-1)]
	for s.at[c] < n {
		r.step(&s)
	}
	e := edge{point: s.point, byte: s.byte, inside: s.at[c] == n, halved: s.at[c] > n}
	if once := c == codePointsOnce || c == utf16Once; !once && s.byte > 0 && s.byte < len(r.raw) && r.raw[s.byte-1] == '\r' && r.raw[s.byte] == '\n' {
		e.crlf = true
		e.point--
		e.byte--
	} else if once && s.byte < len(r.raw) && s.byte > 0 && r.raw[s.byte-1] == '\r' && r.raw[s.byte] == '\n' {
		e.byte++
	}
	return e
}

// fit is a selection in a text by one way of counting.
type fit struct {
	start, end int  // code points of the canonical text
	ok         bool // both edges are places in the text, and something is between them
	score      int
	quoted     int // how well the name of the selection is its text
}

// fit places a selection and scores it: how likely is it that somebody selected
// just this? An edge at a word's edge is, one inside a character is not.
func (r *ruler) fit(c convention, s *selection) fit {
	a, b := r.edge(c, s.start), r.edge(c, s.end)
	f := fit{start: a.point, end: b.point}
	f.ok = a.inside && b.inside && a.point < b.point
	out := !a.inside && !a.halved || !b.inside && !b.halved || a.point >= b.point
	if out {
		f.score = -5
		return f
	}
	if !a.halved && r.wordEdge(a.byte) && !blankAt(r.raw[a.byte:]) {
		f.score++
	}
	if !b.halved && r.wordEdge(b.byte) && !blankBefore(r.raw[:b.byte]) {
		f.score++
	}
	if r.cuts(a) || r.cuts(b) {
		f.score -= 2
	}
	if a.crlf || b.crlf {
		f.score--
	}
	if f.ok && s.name != "" {
		f.quoted = quotation(s.name, r.raw[a.byte:b.byte])
	}
	return f
}

// wordEdge is true where no word is cut in two.
func (r *ruler) wordEdge(at int) bool {
	before, _ := utf8.DecodeLastRuneInString(r.raw[:at])
	after, _ := utf8.DecodeRuneInString(r.raw[at:])
	return at == 0 || at == len(r.raw) || !inWord(before) || !inWord(after)
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_'
}

func blankAt(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == 0 || unicode.IsSpace(r)
}

func blankBefore(s string) bool {
	r, size := utf8.DecodeLastRuneInString(s)
	return size == 0 || unicode.IsSpace(r)
}

// cuts is true where an edge cuts what people see as one character.
func (r *ruler) cuts(e edge) bool {
	if e.halved {
		return true
	}
	if e.byte == 0 || e.byte == len(r.raw) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(r.raw[:e.byte])
	after, _ := utf8.DecodeRuneInString(r.raw[e.byte:])
	const joiner = '\u200d'
	return before == joiner || after == joiner || unicode.IsMark(after) || // variation selectors are marks
		after >= 0x1f3fb && after <= 0x1f3ff // skin colours
}

// leastCut is the shortest beginning of a quotation that says anything.
const leastCut = 20

// How well the name of a selection is its text.
const (
	otherWords = iota
	sameWords  // but for white space: programs join and cut lines
	sameText   // to the letter
)

// quotation tells whether a name is the text of a selection, or a beginning of it
// that is long enough.
func quotation(name, text string) int {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "…"), "...")
	if rest, ok := strings.CutPrefix(text, name); ok && strings.TrimSpace(name) != "" && (rest == "" || utf8.RuneCountInString(name) >= leastCut) {
		return sameText
	}
	for letters := 0; ; letters++ {
		name, text = strings.TrimLeftFunc(name, unicode.IsSpace), strings.TrimLeftFunc(text, unicode.IsSpace)
		if name == "" {
			if letters > 0 && (text == "" || letters >= leastCut) {
				return sameWords
			}
			return otherWords
		}
		a, size := utf8.DecodeRuneInString(name)
		b, other := utf8.DecodeRuneInString(text)
		if other == 0 || a != b {
			return otherWords
		}
		name, text = name[size:], text[other:]
	}
}
