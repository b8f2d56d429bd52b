package transcript

import (
	"bytes"
	"strconv"
)

// The kinds of token in RTF.
type rtfKind int

const (
	rtfOpen   rtfKind = iota // {
	rtfClose                 // }
	rtfWord                  // \par, \u233
	rtfSymbol                // \~, \*
	rtfHex                   // \'e9
	rtfBytes                 // characters as they stand
)

// rtfToken is one token; data points into the file.
type rtfToken struct {
	kind  rtfKind
	word  []byte // of rtfWord, without the backslash
	has   bool   // a number follows the word
	num   int
	value byte // of rtfSymbol and rtfHex
	data  []byte
}

// rtfTokens cuts RTF into tokens. Line ends in the file mean nothing, save behind
// a backslash.
type rtfTokens struct {
	data []byte
	pos  int
}

const maxRTFWord = 32 // letters of a control word

// next gives the next token and is false at the end of the file.
func (r *rtfTokens) next(t *rtfToken) bool {
	for r.pos < len(r.data) && (r.data[r.pos] == '\r' || r.data[r.pos] == '\n' || r.data[r.pos] == 0) {
		r.pos++
	}
	if r.pos >= len(r.data) {
		return false
	}
	switch r.data[r.pos] {
	case '{':
		t.kind = rtfOpen
		r.pos++
	case '}':
		t.kind = rtfClose
		r.pos++
	case '\\':
		r.control(t)
	default:
		rest := r.data[r.pos:]
		n := bytes.IndexAny(rest, "\\{}\r\n\x00")
		if n < 0 {
			n = len(rest)
		}
		t.kind, t.data = rtfBytes, rest[:n]
		r.pos += n
	}
	return true
}

// control reads what begins with a backslash.
func (r *rtfTokens) control(t *rtfToken) {
	r.pos++
	if r.pos >= len(r.data) {
		t.kind, t.value = rtfSymbol, 0
		return
	}
	c := r.data[r.pos]
	if letter(c) {
		r.word(t)
		return
	}
	r.pos++
	t.kind, t.value = rtfSymbol, c
	if c != '\'' || r.pos+2 > len(r.data) {
		return
	}
	if v, err := strconv.ParseUint(string(r.data[r.pos:r.pos+2]), 16, 8); err == nil {
		t.kind, t.value = rtfHex, byte(v)
		r.pos += 2
	}
}

// word reads letters, the number behind them, and the one blank that belongs to
// the word. A number that no reader could mean is cut off at ten digits.
func (r *rtfTokens) word(t *rtfToken) {
	from := r.pos
	for r.pos < len(r.data) && letter(r.data[r.pos]) && r.pos-from < maxRTFWord {
		r.pos++
	}
	t.kind, t.word, t.has, t.num = rtfWord, r.data[from:r.pos], false, 0
	at := r.pos
	if at < len(r.data) && r.data[at] == '-' {
		at++
	}
	n := digits(string(r.data[at:min(at+10, len(r.data))]), 10)
	if n > 0 {
		t.num, _ = strconv.Atoi(string(r.data[r.pos : at+n]))
		t.has = true
		r.pos = at + n
	}
	if r.pos < len(r.data) && r.data[r.pos] == ' ' {
		r.pos++
	}
}

// skip passes over the binary data behind \bin and is false when there is less.
func (r *rtfTokens) skip(n int) bool {
	if n < 0 || n > len(r.data)-r.pos {
		return false
	}
	r.pos += n
	return true
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
