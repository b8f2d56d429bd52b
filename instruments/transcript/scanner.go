package transcript

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

// The kinds of token a scanner finds.
type tokenKind int

const (
	startTag tokenKind = iota
	endTag
	charData
)

const maxDepth = 1000 // nested elements; Word itself stays below a hundred

var (
	errSyntax  = errors.New("malformed XML")
	errDepth   = errors.New("XML nested too deeply")
	errDoctype = errors.New("XML with a document type definition")
	errCharset = errors.New("XML in an unknown encoding")
)

// scanner is a forward-only reader of XML in UTF-8 over a byte slice. It exists
// because the reader of the standard library takes several times as long as
// unpacking a document does. It knows no entities but the five of XML and
// character references, and it refuses a document type definition, so nothing
// expands. Names are local names: a prefix says nothing here, for namespaces
// differ between the two editions of the standard.
type scanner struct {
	data  []byte
	pos   int
	open  []span // qualified names of the open elements
	kind  tokenKind
	name  []byte // local name of a tag
	attrs []byte // raw attributes of a start tag
	empty bool   // the start tag was <a/>: its end tag follows
	text  []byte // decoded character data, valid until the next token
	buf   []byte
	err   error
}

type span struct{ from, to int }

func newScanner(data []byte) *scanner { return &scanner{data: data} }

// next moves to the next token and is false at the end or at an error.
func (s *scanner) next() bool {
	if s.err != nil {
		return false
	}
	if s.empty {
		s.empty = false
		s.kind = endTag
		s.open = s.open[:len(s.open)-1]
		return true
	}
	for s.pos < len(s.data) {
		if s.data[s.pos] != '<' {
			if s.chars() {
				return true
			}
		} else if s.markup() {
			return true
		}
		if s.err != nil {
			return false
		}
	}
	if len(s.open) > 0 {
		return s.fail(errSyntax)
	}
	return false
}

func (s *scanner) fail(err error) bool {
	s.err = err
	return false
}

// chars reads up to the next tag. Blanks outside the root element are no token.
func (s *scanner) chars() bool {
	rest := s.data[s.pos:]
	n := bytes.IndexByte(rest, '<')
	if n < 0 {
		n = len(rest)
	}
	s.pos += n
	if len(s.open) == 0 {
		if len(bytes.Trim(rest[:n], " \t\r\n")) > 0 {
			return s.fail(errSyntax)
		}
		return false
	}
	return s.decoded(rest[:n])
}

func (s *scanner) decoded(raw []byte) bool {
	s.kind = charData
	if plainText(raw) {
		s.text = raw
		return true
	}
	text, ok := unescape(s.buf[:0], raw)
	s.buf, s.text = text, text
	if !ok {
		return s.fail(errSyntax)
	}
	return true
}

// markup reads one construct that begins with "<"; false when it is no token.
func (s *scanner) markup() bool {
	rest := s.data[s.pos:]
	switch {
	case len(rest) < 2:
		return s.fail(errSyntax)
	case rest[1] == '/':
		return s.end()
	case rest[1] == '?':
		return s.skipTo("?>")
	case rest[1] != '!':
		return s.start()
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.pos += 4
		return s.skipTo("-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")) && len(s.open) > 0:
		return s.cdata()
	case bytes.HasPrefix(rest, []byte("<!DOCTYPE")):
		return s.fail(errDoctype)
	}
	return s.fail(errSyntax)
}

func (s *scanner) skipTo(end string) bool {
	n := bytes.Index(s.data[s.pos:], []byte(end))
	if n < 0 {
		return s.fail(errSyntax)
	}
	s.pos += n + len(end)
	return false
}

func (s *scanner) cdata() bool {
	s.pos += len("<![CDATA[")
	n := bytes.Index(s.data[s.pos:], []byte("]]>"))
	if n < 0 {
		return s.fail(errSyntax)
	}
	raw := s.data[s.pos : s.pos+n]
	s.pos += n + 3
	s.kind = charData
	s.buf = appendLines(s.buf[:0], raw)
	s.text = s.buf
	return true
}

func (s *scanner) end() bool {
	rest := s.data[s.pos+2:]
	n := bytes.IndexByte(rest, '>')
	if n < 0 || len(s.open) == 0 {
		return s.fail(errSyntax)
	}
	top := s.open[len(s.open)-1]
	if !bytes.Equal(bytes.TrimRight(rest[:n], " \t\r\n"), s.data[top.from:top.to]) {
		return s.fail(errSyntax)
	}
	s.open = s.open[:len(s.open)-1]
	s.kind = endTag
	s.name = localName(s.data[top.from:top.to])
	s.pos += 2 + n + 1
	return true
}

func (s *scanner) start() bool {
	from := s.pos + 1
	i := from
	for i < len(s.data) && !endsName(s.data[i]) {
		i++
	}
	if i == from || len(s.open) >= maxDepth {
		if i == from {
			return s.fail(errSyntax)
		}
		return s.fail(errDepth)
	}
	end := tagEnd(s.data, i)
	if end < 0 {
		return s.fail(errSyntax)
	}
	s.kind = startTag
	s.name = localName(s.data[from:i])
	s.open = append(s.open, span{from, i})
	s.attrs = s.data[i:end]
	s.empty = end > i && s.data[end-1] == '/'
	if s.empty {
		s.attrs = s.data[i : end-1]
	} else if s.data[i] == '/' {
		return s.fail(errSyntax)
	}
	s.pos = end + 1
	return true
}

// tagEnd is where the ">" of a tag stands, which attribute values may hold too.
func tagEnd(data []byte, i int) int {
	for i < len(data) {
		switch c := data[i]; c {
		case '>':
			return i
		case '<':
			return -1
		case '"', '\'':
			n := bytes.IndexByte(data[i+1:], c)
			if n < 0 {
				return -1
			}
			i += n + 1
		}
		i++
	}
	return -1
}

func endsName(c byte) bool {
	return c == '>' || c == '/' || c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '<' || c == '=' || c == '"' || c == '&'
}

func localName(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// qualified reports whether the start tag just read has that name, prefix and all.
func (s *scanner) qualified(name string) bool {
	top := s.open[len(s.open)-1]
	return string(s.data[top.from:top.to]) == name
}

// skip goes to the end tag of the element whose start tag was just read.
func (s *scanner) skip() bool {
	depth := len(s.open) - 1
	for s.next() {
		if s.kind == endTag && len(s.open) == depth {
			return true
		}
	}
	return false
}

// attr is the value of the attribute with that local name, "" when absent.
func (s *scanner) attr(local string) string {
	rest := s.attrs
	for {
		name, value, more := cutAttr(&rest)
		if !more {
			return ""
		}
		if string(localName(name)) == local {
			v, _ := unescape(nil, value)
			return string(v)
		}
	}
}

// cutAttr takes the first attribute from raw attributes.
func cutAttr(rest *[]byte) (name, value []byte, ok bool) {
	raw := bytes.TrimLeft(*rest, " \t\r\n")
	eq := bytes.IndexByte(raw, '=')
	if eq < 0 {
		return nil, nil, false
	}
	name = bytes.TrimRight(raw[:eq], " \t\r\n")
	raw = bytes.TrimLeft(raw[eq+1:], " \t\r\n")
	if len(raw) == 0 || raw[0] != '"' && raw[0] != '\'' {
		return nil, nil, false
	}
	n := bytes.IndexByte(raw[1:], raw[0])
	if n < 0 {
		return nil, nil, false
	}
	*rest = raw[n+2:]
	return name, raw[1 : n+1], true
}

// plainText is true when character data can be taken as it stands.
func plainText(raw []byte) bool {
	return bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, '\r') < 0
}

// unescape appends raw to buf with references resolved and line ends made LF.
func unescape(buf, raw []byte) ([]byte, bool) {
	for {
		amp := bytes.IndexByte(raw, '&')
		if amp < 0 {
			return appendLines(buf, raw), true
		}
		buf = appendLines(buf, raw[:amp])
		raw = raw[amp+1:]
		semi := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		if semi < 1 {
			return buf, false
		}
		r, ok := reference(string(raw[:semi]))
		if !ok {
			return buf, false
		}
		buf = utf8.AppendRune(buf, r)
		raw = raw[semi+1:]
	}
}

func appendLines(buf, raw []byte) []byte {
	for {
		cr := bytes.IndexByte(raw, '\r')
		if cr < 0 {
			return append(buf, raw...)
		}
		buf = append(append(buf, raw[:cr]...), '\n')
		raw = raw[cr+1:]
		if len(raw) > 0 && raw[0] == '\n' {
			raw = raw[1:]
		}
	}
}

// reference resolves what stands between "&" and ";".
func reference(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := 10, name[1:]
	if digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && xmlChar(rune(n))
}

// xmlChar is true for the characters that XML allows.
func xmlChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff ||
		r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= utf8.MaxRune
}
