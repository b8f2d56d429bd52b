package workbench

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// jsonDepth is how deep values of a request may be nested.
const jsonDepth = 32

// decodeRequest reads the body of a request, which the guard has limited, into
// a T. See decodeStrict.
func decodeRequest[T any](r *http.Request) (T, error) {
	var none T
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return none, &instruments.Error{
			Kind: instruments.ErrRefused, Err: err,
			What: instruments.Text{NL: "de vraag van de pagina kwam niet heel aan", EN: "the page's request did not arrive whole"}, Hint: tryAgain(),
		}
	}
	if len(raw) == 0 {
		return none, badJSON("", instruments.Text{NL: "de vraag van de pagina is leeg", EN: "the page's request is empty"})
	}
	return decodeStrict[T](raw)
}

// decodeStrict reads JSON into a T the way the pages write it, and refuses what
// encoding/json lets pass: members that T does not have or that differ in case,
// the same member twice, null where T has a value, text after the value, deep
// nesting, bytes and escapes that are no Unicode. Nothing at all is an empty T.
// The errors name members of T at most, never what was sent.
func decodeStrict[T any](raw []byte) (T, error) {
	var out, none T
	if len(raw) == 0 {
		return none, nil
	}
	if !utf8.Valid(raw) || loneSurrogate(raw) {
		return none, badJSON("", instruments.Text{NL: "de vraag van de pagina bevat tekens die geen tekst zijn", EN: "the page's request holds characters that are no text"})
	}
	if !json.Valid(raw) {
		return none, badJSON("", instruments.Text{NL: "de vraag van de pagina is geen geldige JSON", EN: "the page's request is not valid JSON"})
	}
	k := jsonCheck{dec: json.NewDecoder(bytes.NewReader(raw))}
	k.dec.UseNumber()
	if err := k.value(reflect.TypeFor[T](), "", 0); err != nil {
		return none, err
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return none, badJSON(memberOf(err), instruments.Text{NL: "een waarde is van een verkeerde soort", EN: "a value is of the wrong kind"})
	}
	return out, nil
}

// memberOf is the place that a type error names: members of the Go type, not
// what was sent.
func memberOf(err error) string {
	if e, ok := err.(*json.UnmarshalTypeError); ok {
		return e.Field
	}
	return ""
}

func badJSON(where string, what instruments.Text) error {
	return instruments.Refuse(where, what, reloadHint())
}

// loneSurrogate finds \ud800 and the like outside a pair, which encoding/json
// would turn into a replacement character without a word.
func loneSurrogate(raw []byte) bool {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		switch high, low := surrogates(raw[i:]), byte(0); {
		case high == 'h':
			if len(raw) > i+6 {
				low = surrogates(raw[i+6:])
			}
			if low != 'l' {
				return true
			}
			i += 11
		case high == 'l':
			return true
		default:
			i++ // the escaped character, which may be a backslash
		}
	}
	return false
}

// surrogates tells what an escape \uXXXX at the start of b is: 'h' the first of
// a pair, 'l' the second, 0 something else.
func surrogates(b []byte) byte {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' || b[2] != 'd' && b[2] != 'D' {
		return 0
	}
	switch c := b[3] | 0x20; {
	case c == '8' || c == '9' || c == 'a' || c == 'b' || b[3] == '8' || b[3] == '9':
		return 'h'
	case c >= 'c' && c <= 'f':
		return 'l'
	}
	return 0
}

// jsonCheck walks a JSON value beside the Go type that it is for.
type jsonCheck struct{ dec *json.Decoder }

func (k jsonCheck) value(t reflect.Type, where string, depth int) error {
	if depth > jsonDepth {
		return badJSON(where, instruments.Text{NL: "de vraag van de pagina is te diep genest", EN: "the page's request is nested too deeply"})
	}
	token, err := k.dec.Token()
	if err != nil {
		return badJSON(where, instruments.Text{NL: "de vraag van de pagina is geen geldige JSON", EN: "the page's request is not valid JSON"})
	}
	t, optional := plainType(t)
	switch token {
	case json.Delim('{'):
		return k.object(t, where, depth)
	case json.Delim('['):
		return k.array(t, where, depth)
	case nil:
		if !optional {
			return badJSON(where, instruments.Text{NL: "een waarde ontbreekt", EN: "a value is missing"})
		}
	}
	return nil
}

func (k jsonCheck) array(t reflect.Type, where string, depth int) error {
	var elem reflect.Type
	if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) {
		elem = t.Elem()
	}
	for k.dec.More() {
		if err := k.value(elem, where, depth+1); err != nil {
			return err
		}
	}
	_, err := k.dec.Token()
	return err
}

func (k jsonCheck) object(t reflect.Type, where string, depth int) error {
	members, seen := membersOf(t), map[string]bool{}
	for k.dec.More() {
		token, err := k.dec.Token()
		name, _ := token.(string)
		if err != nil || seen[name] {
			return badJSON(where, instruments.Text{NL: "een onderdeel staat er twee keer", EN: "a member is there twice"})
		}
		seen[name] = true
		inner, place := elemOf(t), where
		if members != nil {
			var known bool
			if inner, known = members[name]; !known {
				return badJSON(where, instruments.Text{NL: "de vraag van de pagina heeft een onderdeel dat hier niet hoort", EN: "the page's request has a member that does not belong here"})
			}
			place = strings.TrimPrefix(where+"."+name, ".")
		}
		if err := k.value(inner, place, depth+1); err != nil {
			return err
		}
	}
	_, err := k.dec.Token()
	return err
}

// plainType follows pointers. A nil type takes anything: an interface, or a type
// that reads JSON itself, whose members only it knows.
func plainType(t reflect.Type) (plain reflect.Type, optional bool) {
	for t != nil && t.Kind() == reflect.Pointer {
		t, optional = t.Elem(), true
	}
	reads := reflect.TypeFor[json.Unmarshaler]()
	if t == nil || t.Kind() == reflect.Interface || reflect.PointerTo(t).Implements(reads) {
		return nil, true
	}
	return t, optional
}

func elemOf(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Map {
		return t.Elem()
	}
	return nil
}

// membersOf are the members of a struct by their JSON name; nil for other types.
func membersOf(t reflect.Type) map[string]reflect.Type {
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	out := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() || f.Anonymous && name == "" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		out[name] = f.Type
	}
	return out
}
