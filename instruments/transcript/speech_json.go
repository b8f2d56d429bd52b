package transcript

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// rawJSON is one value of JSON as it stands in the file. It is walked without
// decoding what is not asked for, so that the millions of tokens that some
// recognisers add cost no memory. On text that is not JSON the methods find
// nothing or too little; they never fail.
type rawJSON []byte

// jsonOf is the value that data begins with.
func jsonOf(data []byte) rawJSON {
	data = bytes.TrimLeft(data, " \t\r\n")
	return data[:valueLength(data)]
}

// kind is the first sign of the value: { [ " or that of a number or word; 0 for
// none.
func (v rawJSON) kind() byte {
	if len(v) == 0 {
		return 0
	}
	return v[0]
}

// list yields the elements of an array.
func (v rawJSON) list() func(func(rawJSON) bool) {
	return func(yield func(rawJSON) bool) {
		if v.kind() != '[' {
			return
		}
		for rest := v[1:]; ; {
			rest = bytes.TrimLeft(rest, " \t\r\n,")
			n := valueLength(rest)
			if n == 0 || !yield(rest[:n]) {
				return
			}
			rest = rest[n:]
		}
	}
}

// pairs yields the members of an object: the name as it stands, and the value.
func (v rawJSON) pairs() func(func(name, value rawJSON) bool) {
	return func(yield func(name, value rawJSON) bool) {
		if v.kind() != '{' {
			return
		}
		for rest := v[1:]; ; {
			rest = bytes.TrimLeft(rest, " \t\r\n,")
			n := valueLength(rest)
			if n == 0 || rest[0] != '"' {
				return
			}
			name := rest[:n]
			rest = bytes.TrimLeft(rest[n:], " \t\r\n:")
			if n = valueLength(rest); n == 0 || !yield(name, rest[:n]) {
				return
			}
			rest = rest[n:]
		}
	}
}

// maxMembers are the members of one object that are looked at.
const maxMembers = 1000

// object is the members of an object by name, of which the last of a name counts,
// as with other readers.
type object map[string]rawJSON

func (v rawJSON) object() object {
	out := object{}
	for quoted, value := range v.pairs() {
		if name := quoted.text(); !value.null() && (len(out) < maxMembers || out[name] != nil) {
			out[name] = value
		}
	}
	return out
}

// first is the value of the first of names that the object has.
func (o object) first(names ...string) rawJSON {
	for _, name := range names {
		if v, ok := o[name]; ok {
			return v
		}
	}
	return nil
}

func (v rawJSON) null() bool { return string(v) == "null" }

// text is a string's characters; "" for what is no string.
func (v rawJSON) text() string {
	if v.kind() != '"' || len(v) < 2 {
		return ""
	}
	body := v[1 : len(v)-1]
	if bytes.IndexByte(body, '\\') < 0 {
		return strings.ToValidUTF8(string(body), "\ufffd")
	}
	var s string
	if json.Unmarshal(v, &s) != nil {
		return ""
	}
	return s
}

// number is a number, also one that is written as a string.
func (v rawJSON) number() (float64, bool) {
	s := string(v)
	if v.kind() == '"' {
		s = strings.TrimSpace(v.text())
	}
	if len(s) > 40 {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f == f && f < 1e15 && f > -1e15
}

// valueLength is the length of the value at the start of data, 0 without one. A
// value that is cut off reaches to the end.
func valueLength(data []byte) int {
	if len(data) == 0 {
		return 0
	}
	switch data[0] {
	case '"':
		return stringLength(data)
	case '{', '[':
		return nestedLength(data)
	}
	n := 0
	for n < len(data) && strings.IndexByte(" \t\r\n,:]}", data[n]) < 0 {
		n++
	}
	return n
}

func stringLength(data []byte) int {
	for i := 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}

func nestedLength(data []byte) int {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i += stringLength(data[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(data)
}

// wholeJSON is data when it is JSON, else data in which the NaN and Infinity that
// Python writes are replaced by something of the same length that is no number;
// nil when that is no JSON either.
func wholeJSON(data []byte) []byte {
	if json.Valid(data) {
		return data
	}
	if !bytes.Contains(data, []byte("NaN")) && !bytes.Contains(data, []byte("Infinity")) {
		return nil
	}
	out := bytes.Clone(data)
	for i := 0; i < len(out); i++ {
		switch {
		case out[i] == '"':
			i += stringLength(out[i:]) - 1
		case bytes.HasPrefix(out[i:], []byte("-Infinity")):
			copy(out[i:], "null     ")
		case bytes.HasPrefix(out[i:], []byte("Infinity")):
			copy(out[i:], "null    ")
		case bytes.HasPrefix(out[i:], []byte("NaN")):
			copy(out[i:], "{} ")
		}
	}
	if json.Valid(out) {
		return out
	}
	return nil
}
