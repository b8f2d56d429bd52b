package pdf

import (
	"errors"
	"fmt"
	"io"
	"strconv"
)

// readAtMost reads a stream that may hold limit bytes.
func readAtMost(r io.Reader, limit int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if len(data) > limit {
		return nil, fmt.Errorf("%w: more than %d MiB of page descriptions", ErrTooLarge, maxStreams>>20)
	}
	if err != nil && !(errors.Is(err, io.ErrUnexpectedEOF) && len(data) > 0) {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return data, nil
}

// The kinds of operand.
type kind int

const (
	isNumber kind = iota
	isString
	isName
	isOther // a boolean, null, or the end of an array or dictionary
)

// operand is one thing before an operator. Arrays are flattened between an open
// and a close mark, which is all that TJ needs.
type operand struct {
	kind kind
	num  float64
	text string
	mark byte // '[' ']' '<' '>' for the edges of arrays and dictionaries
}

const maxOperands = 100_000 // before one operator

// lexer cuts a page description, or a table of codes, into operators with their
// operands.
type lexer struct {
	data []byte
	pos  int
}

// next gives the next operator and what stands before it; "" at the end. Too many
// operands are forgotten.
func (l *lexer) next(args []operand) (string, []operand) {
	for {
		l.blanks()
		if l.pos >= len(l.data) {
			return "", args
		}
		if len(args) > maxOperands {
			args = args[:0]
		}
		switch c := l.data[l.pos]; {
		case c == '(':
			args = append(args, operand{kind: isString, text: l.literal()})
		case c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}':
			args = append(args, l.bracket(c))
		case c == '/':
			l.pos++
			args = append(args, operand{kind: isName, text: name(l.regular())})
		case c == ')':
			l.pos++
		default:
			word := l.regular()
			if n, err := strconv.ParseFloat(word, 64); err == nil && numeric(word) {
				args = append(args, operand{kind: isNumber, num: n})
			} else if word == "true" || word == "false" || word == "null" {
				args = append(args, operand{kind: isOther})
			} else {
				return word, args
			}
		}
	}
}

// numeric keeps "inf" and "0x1" out, which Go takes for numbers.
func numeric(word string) bool {
	for i := range len(word) {
		if c := word[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' {
			return false
		}
	}
	return true
}

func (l *lexer) blanks() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case blank(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

func blank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// regular reads up to the next blank or delimiter.
func (l *lexer) regular() string {
	from := l.pos
	for l.pos < len(l.data) && !blank(l.data[l.pos]) && !delimiter(l.data[l.pos]) {
		l.pos++
	}
	if l.pos == from && l.pos < len(l.data) && from > 0 && l.data[from-1] != '/' {
		l.pos++ // never stand still
	}
	return string(l.data[from:l.pos])
}

// name resolves #20 in a name.
func name(raw string) string {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if v, err := strconv.ParseUint(raw[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return string(out)
}

// bracket reads a hexadecimal string, or the edge of an array or dictionary.
func (l *lexer) bracket(c byte) operand {
	l.pos++
	if c == '<' && l.pos < len(l.data) && l.data[l.pos] != '<' {
		return operand{kind: isString, text: l.hex()}
	}
	if (c == '<' || c == '>') && l.pos < len(l.data) && l.data[l.pos] == c {
		l.pos++
	}
	return operand{kind: isOther, mark: c}
}

func (l *lexer) hex() string {
	var out []byte
	half, has := byte(0), false
	for l.pos < len(l.data) {
		c := l.data[l.pos]
		l.pos++
		if c == '>' {
			break
		}
		v, err := strconv.ParseUint(string(c), 16, 8)
		if err != nil {
			continue
		}
		if has {
			out = append(out, half<<4|byte(v))
		}
		half, has = byte(v), !has
	}
	if has {
		out = append(out, half<<4)
	}
	return string(out)
}

// literal reads a string between parentheses, which nest.
func (l *lexer) literal() string {
	var out []byte
	depth := 0
	for l.pos < len(l.data) {
		c := l.data[l.pos]
		l.pos++
		switch c {
		case '(':
			depth++
			if depth == 1 {
				continue
			}
		case ')':
			depth--
			if depth == 0 {
				return string(out)
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// escape reads what stands behind a backslash.
func (l *lexer) escape(out []byte) []byte {
	if l.pos >= len(l.data) {
		return out
	}
	c := l.data[l.pos]
	l.pos++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		if l.pos < len(l.data) && l.data[l.pos] == '\n' {
			l.pos++
		}
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	v := int(c - '0')
	for range 2 {
		if l.pos < len(l.data) && l.data[l.pos] >= '0' && l.data[l.pos] <= '7' {
			v = v*8 + int(l.data[l.pos]-'0')
			l.pos++
		}
	}
	return append(out, byte(v))
}

// skipImage passes over the data of a picture in the page description: from ID to
// an EI between blanks.
func (l *lexer) skipImage() {
	for i := l.pos; i+3 < len(l.data); i++ {
		if blank(l.data[i]) && l.data[i+1] == 'E' && l.data[i+2] == 'I' && (blank(l.data[i+3]) || i+3 == len(l.data)-1) {
			l.pos = i + 3
			return
		}
	}
	l.pos = len(l.data)
}
