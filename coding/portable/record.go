package portable

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// one reads the record that is a member itself.
func one[T any](r *reader, v *T) {
	var raw json.RawMessage
	if err := r.dec.Decode(&raw); err != nil {
		r.broken(err)
		return
	}
	r.record(raw, instruments.Same(r.member), v)
}

// each reads the records of a list. A record that cannot be kept is a problem;
// the rest of the list is read all the same.
func each[T any](r *reader, into *[]T, id func(*T) string) {
	if !r.delimiter('[') {
		if !r.stopped {
			r.stop(instruments.Textf("onderdeel %q is geen lijst", "member %q is no list", r.member), instruments.Text{})
		}
		return
	}
	out, seen := []T{}, map[string]bool{}
	for n := 1; !r.stopped && r.dec.More(); n++ {
		if n > maxRecords {
			r.stop(instruments.Textf("onderdeel %q heeft meer dan %d regels", "member %q has more than %d records", r.member, maxRecords), instruments.Text{})
			break
		}
		var v T
		if readRecord(r, n, &v) && r.fresh(seen, id(&v), n) {
			out = append(out, v)
		}
	}
	if !r.stopped {
		r.delimiter(']')
	}
	if len(out) > 0 {
		*into = out
	}
}

func readRecord[T any](r *reader, n int, v *T) bool {
	var raw json.RawMessage
	if err := r.dec.Decode(&raw); err != nil {
		r.broken(err)
		return false
	}
	return r.record(raw, r.at(n), v)
}

// at names the n-th record of the member at hand.
func (r *reader) at(n int) instruments.Text {
	return instruments.Textf("%s, nummer %d", "%s, number %d", r.member, n)
}

// fresh reports whether an id is there and new.
func (r *reader) fresh(seen map[string]bool, id string, n int) bool {
	switch {
	case id == "" || id == "/": // "/" is the id of progress on no document by no coder
		r.problem(instruments.Textf("%s heeft geen id", "%s has no id", r.at(n)), instruments.Text{})
		return false
	case seen[id]:
		r.problem(instruments.Textf("%s: %q staat er al", "%s: %q occurs already", r.at(n), instruments.Plain(excerpt(id))), instruments.Text{})
		return false
	}
	seen[id] = true
	return true
}

// record decodes one record strictly.
func (r *reader) record(raw []byte, at instruments.Text, v any) bool {
	if !utf8.Valid(raw) {
		r.problem(instruments.Textf("%s bevat tekst die geen UTF-8 is", "%s holds text that is no UTF-8", at), instruments.Text{})
		return false
	}
	if parts(raw) > maxParts {
		r.problem(instruments.Textf("%s heeft meer dan %d onderdelen", "%s has more than %d parts", at, maxParts), instruments.Text{})
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		r.problem(instruments.Textf("%s: %s", "%s: %s", at, why(err)), instruments.Text{})
		return false
	}
	return true
}

// parts counts the commas, braces and brackets of a value outside its strings: a
// few bytes of them can become hundreds in memory.
func parts(raw []byte) int {
	n := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i = stringEnd(raw, i+1)
		case ',', '{', '[':
			n++
		}
	}
	return n
}

// stringEnd is the index of the quotation mark that ends the string at i.
func stringEnd(raw []byte, i int) int {
	for ; i < len(raw); i++ {
		next := bytes.IndexAny(raw[i:], `"\`)
		if next < 0 {
			return len(raw)
		}
		if i += next; raw[i] == '"' {
			return i
		}
		i++ // what is escaped
	}
	return len(raw)
}

// why says for people why a record could not be decoded.
func why(err error) instruments.Text {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return instruments.Textf("%s hoort geen %s te zijn", "%s should not be a %s", instruments.Plain(excerpt(kind.Field)), kindText(kind.Value))
	}
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return instruments.Textf("onderdeel %s is onbekend", "member %s is unknown", instruments.Plain(excerpt(field)))
	}
	return instruments.Textf("onleesbaar (%v)", "unreadable (%v)", err)
}

// kindText is a JSON type for people. The number that does not fit stands behind
// its type.
func kindText(value string) instruments.Text {
	kind, rest, _ := strings.Cut(value, " ")
	t, ok := map[string]instruments.Text{
		"string": {NL: "tekst", EN: "string"}, "number": {NL: "getal", EN: "number"}, "bool": {NL: "ja of nee (true, false)", EN: "boolean"},
		"object": {NL: "object ({…})", EN: "object"}, "array": {NL: "lijst ([…])", EN: "list"},
	}[kind]
	if !ok {
		return instruments.Same(value)
	}
	if rest != "" {
		return instruments.Textf("%s als %s", "%s such as %s", t, instruments.Plain(excerpt(rest)))
	}
	return t
}
