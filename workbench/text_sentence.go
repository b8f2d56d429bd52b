package workbench

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// byteSpan is a stretch of a string in bytes, half open.
type byteSpan struct{ from, to int }

// sentencesOf cuts a text into sentences, without the white space around them.
// A sentence ends at a full stop, question or exclamation mark with what closes
// behind it, at a blank line, and at a line end unless the next line goes on in
// lower case. The stop of an abbreviation, an initial or a list number does not
// end one. The rules are for Dutch speech as it is written down, in which many
// sentences begin in lower case.
func sentencesOf(text string) []byteSpan {
	var out []byteSpan
	from := skipSpace(text, 0)
	for i := from; i < len(text); {
		if plainByte(text[i]) {
			i++
			continue
		}
		end, next := sentenceEdge(text, from, i)
		if end < 0 {
			i = next
			continue
		}
		out = append(out, byteSpan{from, end})
		from = skipSpace(text, next)
		i = from
	}
	if from < len(text) {
		out = append(out, byteSpan{from, trimSpaceEnd(text, from, len(text))})
	}
	return out
}

// plainByte: an ASCII sign at which no sentence can end.
func plainByte(c byte) bool {
	return c < utf8.RuneSelf && c != '\n' && c != '.' && c != '!' && c != '?'
}

// sentenceEdge looks at byte i of the sentence that begins at from: where the
// sentence ends, -1 when it does not end here; and where to look on.
func sentenceEdge(text string, from, i int) (end, next int) {
	if text[i] == '\n' {
		if lineEndsSentence(text[i+1:]) {
			return trimSpaceEnd(text, from, i), i + 1
		}
		return -1, i + 1
	}
	marks := skipRunes(text, i, isSentenceMark)
	if marks == i {
		_, n := utf8.DecodeRuneInString(text[i:])
		return -1, i + n
	}
	behind := skipRunes(text, marks, isCloser)
	if behind < len(text) && !spaceAt(text, behind) || !stopEnds(text, from, byteSpan{i, marks}, behind) {
		return -1, behind
	}
	return behind, behind
}

// stopEnds: the marks of text at stop end the sentence that begins at from;
// behind is where what closes behind them ends, and white space or nothing
// follows there.
func stopEnds(text string, from int, stop byteSpan, behind int) bool {
	marks, closed := text[stop.from:stop.to], behind > stop.to
	ahead := firstLetter(text[behind:])
	switch {
	case strings.ContainsAny(marks, "?!"):
		return !closed || !unicode.IsLower(ahead)
	case marks != ".":
		return ahead == 0 || unicode.IsUpper(ahead) // three points: a pause, unless a new sentence begins
	case closed && unicode.IsLower(ahead):
		return false
	}
	word := wordBefore(text, from, stop.from)
	if len(word) == stop.from-from && strings.Trim(word, "0123456789") == "" {
		return false // the number of a list
	}
	switch kindOfAbbreviation(word) {
	case alwaysAbbreviated:
		return ahead == 0
	case mayEndSentence:
		return ahead == 0 || unicode.IsUpper(ahead)
	}
	return true
}

// lineEndsSentence: the line end before rest ends a sentence, since a blank
// line follows, or a line that does not go on in lower case.
func lineEndsSentence(rest string) bool {
	i := skipRunes(rest, 0, func(r rune) bool { return r != '\n' && unicode.IsSpace(r) })
	r, _ := utf8.DecodeRuneInString(rest[i:])
	return !unicode.IsLower(r)
}

// longestAbbreviation is in bytes; no word before a full stop is looked at
// further back.
const longestAbbreviation = 16

// wordBefore is the word that ends at byte i and begins at or behind from; ""
// when it is too long for an abbreviation.
func wordBefore(text string, from, i int) string {
	at := i
	for at > from {
		r, n := utf8.DecodeLastRuneInString(text[from:at])
		if r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		if at -= n; i-at > longestAbbreviation {
			return ""
		}
	}
	return text[at:i]
}

// abbreviationKind says what the full stop behind a word means.
type abbreviationKind uint8

const (
	noAbbreviation    abbreviationKind = iota
	alwaysAbbreviated                  // the sentence goes on
	mayEndSentence                     // the sentence ends when a capital follows
)

// kindOfAbbreviation judges a word before a full stop. The polite "u" is a word
// of its own, and the commonest letter to end a sentence.
func kindOfAbbreviation(word string) abbreviationKind {
	lower := strings.ToLower(word)
	switch lower {
	case "bijv", "bv", "dhr", "mevr", "mw", "mej", "mr", "dr", "drs", "ds", "ir", "ing", "prof", "nr", "nrs", "art", "blz", "pag",
		"evt", "resp", "incl", "excl", "tel", "zgn", "vgl", "ca", "afd", "st":
		return alwaysAbbreviated
	case "enz", "etc", "jl", "jr", "sr", "max", "min", "gem", "ong", "mnd", "e.d", "e.a", "o.i.d", "n.v.t", "a.u.b", "z.s.m", "e.v", "p.p":
		return mayEndSentence
	case "", "u":
		return noAbbreviation
	}
	if r, n := utf8.DecodeRuneInString(word); n == len(word) && unicode.IsLetter(r) {
		if unicode.IsUpper(r) {
			return alwaysAbbreviated // an initial
		}
		return mayEndSentence
	}
	if dotted(lower) {
		return alwaysAbbreviated
	}
	return noAbbreviation
}

// dotted: letters with stops between them, such as m.b.t or J.P.
func dotted(word string) bool {
	parts := strings.Split(word, ".")
	for _, p := range parts {
		if n := utf8.RuneCountInString(p); n < 1 || n > 2 || strings.ContainsFunc(p, func(r rune) bool { return !unicode.IsLetter(r) }) {
			return false
		}
	}
	return len(parts) > 1
}

func isSentenceMark(r rune) bool { return r == '.' || r == '!' || r == '?' || r == '…' }

func isCloser(r rune) bool {
	switch r {
	case '\'', '"', ')', ']', '»', '’', '”', '*', '_':
		return true
	}
	return false
}

// skipRunes is the first byte at or behind i whose code point is not one of
// those.
func skipRunes(text string, i int, those func(rune) bool) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !those(r) {
			break
		}
		i += n
	}
	return i
}

func skipSpace(text string, i int) int { return skipRunes(text, i, unicode.IsSpace) }

func spaceAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsSpace(r)
}

// trimSpaceEnd is the end of text[from:to] without the white space at its end.
func trimSpaceEnd(text string, from, to int) int {
	return from + len(strings.TrimRightFunc(text[from:to], unicode.IsSpace))
}

// firstLetter is the first letter or digit of rest behind white space and
// opening quotes or brackets; 0 when the text ends first.
func firstLetter(rest string) rune {
	i := skipRunes(rest, 0, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("'\"‘“«([*_-–—", r) })
	if i == len(rest) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(rest[i:])
	return r
}
