package refi

import (
	"bufio"
	"io"
	"unicode/utf8"
)

// out writes XML. It keeps the first error.
type out struct {
	w    *bufio.Writer
	err  error
	lost int // characters that XML cannot hold
}

func newOut(w io.Writer) *out { return &out{w: bufio.NewWriterSize(w, 64<<10)} }

func (x *out) put(s string) {
	if x.err == nil {
		_, x.err = x.w.WriteString(s)
	}
}

// tag writes a start tag without its end; attributes come in pairs of name and
// value, and an empty value is left out.
func (x *out) tag(name string, pairs ...string) {
	x.put("<")
	x.put(name)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		x.put(" ")
		x.put(pairs[i])
		x.put(`="`)
		x.escape(pairs[i+1], true)
		x.put(`"`)
	}
}

func (x *out) open(name string, pairs ...string) {
	x.tag(name, pairs...)
	x.put(">\n")
}

func (x *out) empty(name string, pairs ...string) {
	x.tag(name, pairs...)
	x.put("/>\n")
}

func (x *out) end(name string) {
	x.put("</")
	x.put(name)
	x.put(">\n")
}

// text writes an element that holds text only; none when the text is empty.
func (x *out) text(name, s string) {
	if s == "" {
		return
	}
	x.put("<")
	x.put(name)
	x.put(">")
	x.escape(s, false)
	x.end(name)
}

// escape writes character data. Line ends and tabs in attributes, and CR
// anywhere, are written as references, for readers change them otherwise. What
// XML cannot hold becomes U+FFFD and is counted.
func (x *out) escape(s string, attribute bool) {
	from := 0
	for i := 0; i < len(s); {
		c, size := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[i:])
		}
		if ref := reference(c, size, attribute); ref != "" {
			if ref == "\ufffd" {
				x.lost++
			}
			x.put(s[from:i])
			x.put(ref)
			from = i + size
		}
		i += size
	}
	x.put(s[from:])
}

// reference is how a character is written; "" as it is.
func reference(c rune, size int, attribute bool) string {
	switch {
	case c == '&':
		return "&amp;"
	case c == '<':
		return "&lt;"
	case c == '>':
		return "&gt;"
	case c == '"' && attribute:
		return "&quot;"
	case c == '\r':
		return "&#xD;"
	case c == '\n' && attribute:
		return "&#xA;"
	case c == '\t' && attribute:
		return "&#x9;"
	case c == '\n', c == '\t':
		return ""
	case c < ' ', c == 0xfffe, c == 0xffff, c == utf8.RuneError && size == 1:
		return "\ufffd"
	}
	return ""
}

func (x *out) flush() error {
	if x.err == nil {
		x.err = x.w.Flush()
	}
	return x.err
}
