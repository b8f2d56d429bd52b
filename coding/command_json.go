package coding

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Bounds of canonical JSON: integers that a float64 holds exactly, and as much
// nesting as any record of ours can have.
const (
	maxInteger = 1<<53 - 1
	maxNesting = 64
)

// Canonical is v as canonical JSON (RFC 8785, JSON Canonicalization Scheme):
// members sorted by their UTF-16 code units, no white space, strings escaped
// only where JSON demands it. Numbers must be integers within ±(2^53−1); the
// study file holds no others, which spares every reader the number rules of
// ECMAScript. Fractions, exponents, −0, duplicate members, lone surrogates and
// nesting deeper than 64 are errors.
func Canonical(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", err)
	}
	return CanonicalJSON(raw)
}

// CanonicalJSON is Canonical for a value that is JSON already.
func CanonicalJSON(raw []byte) ([]byte, error) {
	c := canonizer{src: raw, dst: make([]byte, 0, len(raw))}
	c.value(0)
	c.space()
	if c.err == nil && c.pos < len(c.src) {
		c.fail("text after the value")
	}
	if c.err != nil {
		return nil, fmt.Errorf("canonical JSON: %w", c.err)
	}
	return c.dst, nil
}

// canonizer copies src to dst in canonical form. After an error it stops
// moving, and every loop ends on c.err.
type canonizer struct {
	src, dst []byte
	pos      int
	err      error
}

type member struct {
	key        string
	start, end int // of `"key":value` in dst
}

func (c *canonizer) fail(what string) {
	if c.err == nil {
		c.err = fmt.Errorf("%s at byte %d", what, c.pos)
	}
}

func (c *canonizer) space() {
	for c.pos < len(c.src) {
		switch c.src[c.pos] {
		case ' ', '\t', '\n', '\r':
			c.pos++
		default:
			return
		}
	}
}

// next skips white space and returns the byte there, 0 at the end.
func (c *canonizer) next() byte {
	c.space()
	if c.pos < len(c.src) {
		return c.src[c.pos]
	}
	return 0
}

func (c *canonizer) value(depth int) {
	if depth > maxNesting {
		c.fail("nested too deeply")
		return
	}
	switch b := c.next(); {
	case b == '{':
		c.object(depth)
	case b == '[':
		c.array(depth)
	case b == '"':
		c.text()
	case b == '-' || b >= '0' && b <= '9':
		c.number()
	default:
		c.literal()
	}
}

func (c *canonizer) literal() {
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(c.src[c.pos:], []byte(word)) {
			c.pos += len(word)
			c.dst = append(c.dst, word...)
			return
		}
	}
	c.fail("no value")
}

func (c *canonizer) number() {
	start := c.pos
	for c.pos < len(c.src) && bytes.IndexByte([]byte("+-.0123456789eE"), c.src[c.pos]) >= 0 {
		c.pos++
	}
	word := string(c.src[start:c.pos])
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != word || n > maxInteger || n < -maxInteger {
		c.fail("number " + strconv.Quote(word) + " is no integer within ±(2^53−1)")
		return
	}
	c.dst = append(c.dst, word...)
}

func (c *canonizer) array(depth int) {
	c.pos++
	c.dst = append(c.dst, '[')
	for first := true; c.err == nil && c.next() != ']'; first = false {
		if !first {
			c.comma()
		}
		c.value(depth + 1)
	}
	c.pos++
	c.dst = append(c.dst, ']')
}

func (c *canonizer) comma() {
	if c.next() != ',' {
		c.fail("no comma")
		return
	}
	c.pos++
	c.dst = append(c.dst, ',')
}

func (c *canonizer) object(depth int) {
	c.pos++
	c.dst = append(c.dst, '{')
	body, sorted := len(c.dst), true
	var members []member
	for c.err == nil && c.next() != '}' {
		if len(members) > 0 {
			c.comma()
		}
		m := c.member(depth)
		if n := len(members); n > 0 && compareUTF16(members[n-1].key, m.key) >= 0 {
			sorted = false
		}
		members = append(members, m)
	}
	if c.err == nil && !sorted {
		c.sort(body, members)
	}
	c.pos++
	c.dst = append(c.dst, '}')
}

func (c *canonizer) member(depth int) member {
	m := member{start: len(c.dst)}
	if c.next() != '"' {
		c.fail("no member name")
		return m
	}
	c.text()
	// Canonical escapes keep the order of all names that differ otherwise; a
	// name with an escape is compared unescaped.
	m.key = string(c.dst[m.start:])
	if bytes.IndexByte(c.dst[m.start:], '\\') >= 0 {
		if err := json.Unmarshal(c.dst[m.start:], &m.key); err != nil {
			c.fail("bad member name")
		}
	} else if len(m.key) > 1 {
		m.key = m.key[1 : len(m.key)-1]
	}
	if c.next() != ':' {
		c.fail("no colon")
		return m
	}
	c.pos++
	c.dst = append(c.dst, ':')
	c.value(depth + 1)
	m.end = len(c.dst)
	return m
}

// sort puts the members of one object, which begin at body in dst, in order.
func (c *canonizer) sort(body int, members []member) {
	slices.SortStableFunc(members, func(a, b member) int { return compareUTF16(a.key, b.key) })
	old := bytes.Clone(c.dst[body:])
	c.dst = c.dst[:body]
	for i, m := range members {
		if i > 0 {
			if members[i-1].key == m.key {
				c.fail("member " + strconv.Quote(m.key) + " occurs twice")
				return
			}
			c.dst = append(c.dst, ',')
		}
		c.dst = append(c.dst, old[m.start-body:m.end-body]...)
	}
}

func (c *canonizer) text() {
	start, plain := c.pos, true
	c.pos++
	for c.pos < len(c.src) && c.src[c.pos] != '"' {
		switch b := c.src[c.pos]; {
		case b < ' ':
			c.fail("control character in a string")
			return
		case b == '\\':
			plain = false
			c.pos++
		}
		c.pos++
	}
	if c.pos >= len(c.src) {
		c.fail("string without end")
		return
	}
	c.pos++
	word := c.src[start:c.pos]
	if !utf8.Valid(word) {
		c.fail("string is no UTF-8")
	} else if plain {
		c.dst = append(c.dst, word...)
	} else {
		c.escaped(word)
	}
}

// escaped appends a string that holds escapes.
func (c *canonizer) escaped(word []byte) {
	var s string
	if loneSurrogate(word) {
		c.fail("lone surrogate")
	} else if err := json.Unmarshal(word, &s); err != nil {
		c.fail("bad escape in a string")
	} else {
		c.dst = AppendString(c.dst, s)
	}
}

// AppendString appends s as a canonical JSON string. s must be valid UTF-8.
func AppendString(dst []byte, s string) []byte {
	const short = "btn-fr" // \b \t \n (no \v) \f \r from 0x08 on
	dst = append(dst, '"')
	for i := range len(s) {
		switch b := s[i]; {
		case b == '"' || b == '\\':
			dst = append(dst, '\\', b)
		case b >= ' ':
			dst = append(dst, b)
		case b >= 0x08 && b <= 0x0d && b != 0x0b:
			dst = append(dst, '\\', short[b-0x08])
		default:
			dst = fmt.Appendf(dst, `\u%04x`, b)
		}
	}
	return append(dst, '"')
}

// loneSurrogate reports whether a JSON string has a \u escape of half a pair,
// which encoding/json would turn into U+FFFD without a word.
func loneSurrogate(word []byte) bool {
	unit := func(i int) rune {
		if i+6 > len(word) || word[i] != '\\' || word[i+1] != 'u' {
			return -1
		}
		n, err := strconv.ParseUint(string(word[i+2:i+6]), 16, 32)
		if err != nil {
			return -1
		}
		return rune(n)
	}
	for i := 0; i < len(word); i++ {
		if word[i] != '\\' {
			continue
		}
		if r := unit(i); r >= 0 && utf16.IsSurrogate(r) {
			if utf16.DecodeRune(r, unit(i+6)) == utf8.RuneError {
				return true
			}
			i += 6
		}
		i++
	}
	return false
}

// compareUTF16 orders strings by their UTF-16 code units. It differs from the
// order of bytes only where a character outside the basic plane meets one of
// U+E000–U+FFFF.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		r, n := utf8.DecodeRuneInString(a)
		s, m := utf8.DecodeRuneInString(b)
		if r != s {
			return cmp.Or(cmp.Compare(firstUnit(r), firstUnit(s)), cmp.Compare(r, s))
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}

func firstUnit(r rune) rune {
	if r < 0x10000 {
		return r
	}
	hi, _ := utf16.EncodeRune(r)
	return hi
}

// JSON is the command as canonical JSON: the payload of its event. Before and
// After must be canonical, as Normal makes them; they are copied as they are.
func (c Command) JSON() []byte {
	n := 64
	for _, ch := range c.Changes {
		n += len(ch.Before) + len(ch.After) + len(ch.ID) + 64
	}
	dst := append(make([]byte, 0, n), `{"changes":[`...)
	for i, ch := range c.Changes {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = ch.append(dst)
	}
	dst = append(dst, ']')
	if c.Reason != "" {
		dst = AppendString(append(dst, `,"reason":`...), c.Reason)
	}
	return append(AppendString(append(dst, `,"type":`...), c.Type), '}')
}

func (c Change) append(dst []byte) []byte {
	dst = append(dst, '{')
	if c.After != nil {
		dst = append(append(append(dst, `"after":`...), c.After...), ',')
	}
	if c.Before != nil {
		dst = append(append(append(dst, `"before":`...), c.Before...), ',')
	}
	dst = AppendString(append(dst, `"id":`...), c.ID)
	return append(AppendString(append(dst, `,"kind":`...), string(c.Kind)), '}')
}
