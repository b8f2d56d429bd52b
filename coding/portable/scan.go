package portable

import (
	"bytes"
	"encoding/json"
)

// scanner finds where values begin and end, and leaves what stands in them to
// encoding/json. That each byte is looked at by the full grammar only once is
// what makes reading fast.
type scanner struct {
	data []byte
	pos  int
}

// next skips blanks and returns the byte there, 0 at the end.
func (s *scanner) next() byte {
	for ; s.pos < len(s.data); s.pos++ {
		switch b := s.data[s.pos]; b {
		case ' ', '\t', '\r', '\n':
		default:
			return b
		}
	}
	return 0
}

// take takes one byte behind blanks; false when another stands there.
func (s *scanner) take(want byte) bool {
	if s.next() != want {
		return false
	}
	s.pos++
	return true
}

// name takes the name of a member and its colon; false when there is none.
func (s *scanner) name() (string, bool) {
	if s.next() != '"' {
		return "", false
	}
	end := min(stringEnd(s.data, s.pos+1)+1, len(s.data))
	var name string
	if json.Unmarshal(s.data[s.pos:end], &name) != nil {
		return "", false
	}
	s.pos = end
	return name, s.take(':')
}

// value takes one value. It counts its parts: commas, braces and brackets, of
// which a few bytes can become hundreds in memory. It is empty when the file ends
// inside the value or when none stands there.
func (s *scanner) value() (raw []byte, parts int) {
	s.next()
	start, depth := s.pos, 0
	for ; s.pos < len(s.data); s.pos++ {
		switch s.data[s.pos] {
		case '"':
			s.pos = stringEnd(s.data, s.pos+1)
		case '{', '[':
			depth++
			parts++
			continue
		case '}', ']':
			if depth--; depth < 0 { // of what the value stands in
				return s.data[start:s.pos], parts
			}
		case ',':
			if depth == 0 {
				return s.data[start:s.pos], parts
			}
			parts++
			continue
		default:
			continue
		}
		if depth == 0 && s.pos < len(s.data) {
			s.pos++
			return s.data[start:s.pos], parts
		}
	}
	return nil, parts
}

// stringEnd is the index of the quotation mark that ends the string at i, or the
// length of the data.
func stringEnd(data []byte, i int) int {
	for i < len(data) {
		next := bytes.IndexByte(data[i:], '"')
		if next < 0 {
			return len(data)
		}
		end, escapes := i+next, 0
		for end-escapes > i && data[end-escapes-1] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return end
		}
		i = end + 1
	}
	return len(data)
}
