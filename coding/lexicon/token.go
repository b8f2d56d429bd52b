package lexicon

import (
	"unicode"
	"unicode/utf8"
)

// Token is one word of a text. Start and End are code points of the text, half
// open; Text is the word as it stands there.
type Token struct {
	Start, End int
	Text       string
}

// Tokens splits a text into words. A word is letters and digits with the
// apostrophes ("foto's", "'s", "z'n") and hyphens ("één-op-één") inside it;
// accents written as separate marks belong to their letter.
func Tokens(text string) []Token {
	var out []Token
	s := scanner{text: text}
	for s.next() {
		out = append(out, Token{Start: s.startPoint, End: s.point, Text: text[s.start:s.at]})
	}
	return out
}

// breakKind says what stands between a word and the one before it.
type breakKind uint8

const (
	noBreak       breakKind = iota // blanks only
	clauseBreak                    // comma, semicolon, colon, dash, bracket
	sentenceBreak                  // full stop, question or exclamation mark, blank line
)

// scanner walks over the words of a text, counting code points as it goes.
type scanner struct {
	text       string
	at         int // byte behind the current word
	point      int // code point behind the current word
	start      int // byte of the current word
	startPoint int
	before     breakKind // what stands before the current word
}

// Kinds of ASCII bytes.
const (
	otherByte = iota
	letterByte
	stopByte
	commaByte
	lineByte
	quoteByte
	wideByte // starts or continues a code point of several bytes
)

// asciiKinds is the kind of every byte, a table so that the scan stays fast.
var asciiKinds = func() (k [256]uint8) {
	for c := range k {
		switch {
		case c >= utf8.RuneSelf:
			k[c] = wideByte
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			k[c] = letterByte
		case c == '.' || c == '!' || c == '?':
			k[c] = stopByte
		case c == ',' || c == ';' || c == ':' || c == '(' || c == ')':
			k[c] = commaByte
		case c == '\n':
			k[c] = lineByte
		case c == '\'' || c == '`':
			k[c] = quoteByte
		}
	}
	return k
}()

// next moves to the next word; false at the end of the text.
func (s *scanner) next() bool {
	s.before = noBreak
	for s.at < len(s.text) {
		switch c := s.text[s.at]; asciiKinds[c] {
		case letterByte:
			s.word()
			return true
		case wideByte:
			if s.wide() {
				return true
			}
		case quoteByte:
			if s.clitic(s.at + 1) {
				s.word()
				return true
			}
			s.skip()
		default:
			s.punctuation(c)
		}
	}
	return false
}

func (s *scanner) skip() { s.at++; s.point++ }

func (s *scanner) raise(k breakKind) { s.before = max(s.before, k) }

func (s *scanner) punctuation(c byte) {
	switch asciiKinds[c] {
	case stopByte:
		if c != '.' || s.fullStop() {
			s.raise(sentenceBreak)
		}
	case commaByte:
		s.raise(clauseBreak)
	case lineByte:
		if s.at+1 < len(s.text) && (s.text[s.at+1] == '\n' || s.text[s.at+1] == ' ' && s.blankLine()) {
			s.raise(sentenceBreak)
		}
	default:
		if c == '-' && s.at+1 < len(s.text) && s.text[s.at+1] == ' ' {
			s.raise(clauseBreak)
		}
	}
	s.skip()
}

// blankLine: only blanks up to the next line end.
func (s *scanner) blankLine() bool {
	for i := s.at + 1; i < len(s.text); i++ {
		if s.text[i] != ' ' && s.text[i] != '\t' {
			return s.text[i] == '\n'
		}
	}
	return true
}

// fullStop: the point at the current byte ends a sentence. A point inside a word
// ("o.a.", "1.5") or behind an abbreviation does not.
func (s *scanner) fullStop() bool {
	next := s.at + 1
	if next < len(s.text) && asciiKinds[s.text[next]] == letterByte {
		return false
	}
	if next < len(s.text) && s.text[next] == '.' || s.at > 0 && s.text[s.at-1] == '.' {
		return s.capitalAhead(next) // three points: a pause, unless a new sentence begins
	}
	return !abbreviation(s.text[s.start:s.at])
}

func (s *scanner) capitalAhead(at int) bool {
	for at < len(s.text) && (s.text[at] == ' ' || s.text[at] == '.') {
		at++
	}
	if at == len(s.text) {
		return true
	}
	c, _ := utf8.DecodeRuneInString(s.text[at:])
	return unicode.IsUpper(c)
}

// wide handles a code point of several bytes: a letter starts a word, anything
// else is punctuation.
func (s *scanner) wide() bool {
	c, n := utf8.DecodeRuneInString(s.text[s.at:])
	if unicode.IsLetter(c) || unicode.IsDigit(c) {
		s.word()
		return true
	}
	switch {
	case c == '’' || c == '‘':
		if s.clitic(s.at + n) {
			s.word()
			return true
		}
	case c == '…':
		if s.capitalAhead(s.at + n) {
			s.raise(sentenceBreak)
		}
	case c == '–' || c == '—':
		s.raise(clauseBreak)
	}
	s.at += n
	s.point++
	return false
}

// clitic: what follows an opening apostrophe is one of 's 't 'n 'k 'm, alone.
func (s *scanner) clitic(at int) bool {
	if at >= len(s.text) || at+1 < len(s.text) && asciiKinds[s.text[at+1]] == letterByte {
		return false
	}
	switch s.text[at] {
	case 's', 't', 'n', 'k', 'm':
		return true
	}
	return false
}

// word takes the word that starts at the current byte. It may start with an
// apostrophe, which the caller has judged.
func (s *scanner) word() {
	s.start, s.startPoint = s.at, s.point
	s.skipRune()
	for s.at < len(s.text) {
		at := s.at
		for at < len(s.text) && asciiKinds[s.text[at]] == letterByte {
			at++
		}
		s.point += at - s.at
		s.at = at
		if at == len(s.text) || asciiKinds[s.text[at]] < quoteByte && s.text[at] != '-' || !s.inner() {
			break
		}
		s.skipRune()
	}
}

func (s *scanner) skipRune() {
	_, n := utf8.DecodeRuneInString(s.text[s.at:])
	s.at += n
	s.point++
}

// inner: the code point here belongs to the word: a letter, a mark, or an
// apostrophe or hyphen with a letter behind it.
func (s *scanner) inner() bool {
	c, n := utf8.DecodeRuneInString(s.text[s.at:])
	switch c {
	case '-', '\'', '’', '‑', '‐':
		next, _ := utf8.DecodeRuneInString(s.text[s.at+n:])
		return unicode.IsLetter(next) || unicode.IsDigit(next)
	case '\u00ad':
		return true
	}
	return unicode.IsLetter(c) || unicode.IsDigit(c) || isMark(c)
}

// abbreviation: a word whose full stop does not end a sentence.
func abbreviation(word string) bool {
	if len(word) == 1 {
		return word[0] > '9'
	}
	if len(word) > 5 || word == "" {
		return false
	}
	switch word {
	case "bijv", "bv", "dhr", "mevr", "mw", "mr", "dr", "drs", "ca", "nr", "evt", "resp", "incl", "excl", "tel", "jl", "St", "Dhr", "Mevr", "Mw", "Mr", "Dr", "Drs", "Bijv":
		return true
	}
	return false
}
