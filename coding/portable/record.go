package portable

import (
	"bytes"
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"meerzicht/instruments"
)

// chunk is how many records are decoded at a time, on all processors.
const chunk = 512

// rawRecord is a record that was found and not yet decoded.
type rawRecord struct {
	data  []byte
	parts int
}

// single reads the record that is a member itself.
func single[T any](r *reader, v *T) {
	raw, parts := r.value()
	if len(raw) == 0 {
		r.broken()
		return
	}
	if what := newDecoder().decode(rawRecord{raw, parts}, v); !what.IsZero() {
		r.problem(instruments.Textf("%s: %s", "%s: %s", r.member, what), instruments.Text{})
	}
}

// each reads the records of a list. A record that cannot be kept is a problem;
// the rest of the list is read all the same.
func each[T any](r *reader, into *[]T, id func(*T) string) {
	if !r.take('[') {
		r.stop(instruments.Textf("onderdeel %q is geen lijst", "member %q is no list", r.member), instruments.Text{})
		return
	}
	var out []T
	seen := map[string]bool{}
	for n := 0; !r.stopped; {
		raws, last := r.records(n == 0)
		if n+len(raws) > maxRecords {
			r.stop(instruments.Textf("onderdeel %q heeft meer dan %d regels", "member %q has more than %d records", r.member, maxRecords), instruments.Text{})
			break
		}
		values, whats := decodeAll[T](raws)
		for i := range values {
			n++
			if what := whats[i]; !what.IsZero() {
				r.problem(instruments.Textf("%s, nummer %d: %s", "%s, number %d: %s", r.member, n, what), instruments.Text{})
			} else if r.fresh(seen, id(&values[i]), n) {
				out = append(out, values[i])
			}
		}
		if last {
			break
		}
	}
	*into = out
}

// records finds the next records of a list, at most a chunk of them, and says
// whether they are the last.
func (r *reader) records(first bool) (raws []rawRecord, last bool) {
	if first && r.take(']') {
		return nil, true
	}
	for range chunk {
		raw, parts := r.value()
		if len(raw) == 0 {
			r.broken()
			return raws, true
		}
		raws = append(raws, rawRecord{raw, parts})
		if r.take(']') {
			return raws, true
		}
		if !r.take(',') {
			r.broken()
			return raws, true
		}
	}
	return raws, false
}

// decodeAll decodes records on all processors. Of each it gives the value, or
// what is wrong with it.
func decodeAll[T any](raws []rawRecord) ([]T, []instruments.Text) {
	values, whats := make([]T, len(raws)), make([]instruments.Text, len(raws))
	workers := min(runtime.GOMAXPROCS(0), len(raws)/16+1)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			d := newDecoder()
			for i := w; i < len(raws); i += workers {
				whats[i] = d.decode(raws[i], &values[i])
			}
		})
	}
	wg.Wait()
	return values, whats
}

// fresh reports whether an id is there and new.
func (r *reader) fresh(seen map[string]bool, id string, n int) bool {
	switch {
	case id == "" || id == "/": // "/" is the id of progress on no document by no coder
		r.problem(instruments.Textf("%s, nummer %d heeft geen id", "%s, number %d has no id", r.member, n), instruments.Text{})
		return false
	case seen[id]:
		r.problem(instruments.Textf("%s, nummer %d: %q staat er al", "%s, number %d: %q occurs already", r.member, n, instruments.Plain(excerpt(id))), instruments.Text{})
		return false
	}
	seen[id] = true
	return true
}

// decoder decodes records strictly, one after the other in the same memory.
type decoder struct {
	feed *bytes.Reader
	json *json.Decoder
}

func newDecoder() *decoder {
	d := &decoder{feed: bytes.NewReader(nil)}
	d.json = json.NewDecoder(d.feed)
	d.json.DisallowUnknownFields()
	return d
}

// decode decodes one record into v and says what is wrong with it.
func (d *decoder) decode(raw rawRecord, v any) instruments.Text {
	switch {
	case !utf8.Valid(raw.data):
		return instruments.Text{NL: "de tekst is geen UTF-8", EN: "the text is no UTF-8"}
	case raw.parts > maxParts:
		return instruments.Textf("meer dan %d onderdelen", "more than %d parts", maxParts)
	}
	d.feed.Reset(raw.data)
	if err := d.json.Decode(v); err != nil {
		*d = *newDecoder() // after an error it may stand anywhere
		return why(err)
	}
	if d.json.More() { // the record ended before the value did
		*d = *newDecoder()
		return instruments.Text{NL: "haakjes die niet bij elkaar horen", EN: "brackets that do not match"}
	}
	return instruments.Text{}
}

// why says for people why a record could not be decoded.
func why(err error) instruments.Text {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return instruments.Textf("%s hoort geen %s te zijn", "%s should not be a %s", instruments.Plain(excerpt(field(kind.Field))), kindText(kind.Value))
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return instruments.Textf("onderdeel %s is onbekend", "member %s is unknown", instruments.Plain(excerpt(name)))
	}
	return instruments.Textf("onleesbaar (%v)", "unreadable (%v)", err)
}

// field is the path of a member without the names of embedded types, which do not
// stand in the file.
func field(path string) string {
	path = strings.TrimPrefix(path, "Document.")
	return strings.TrimPrefix(path, "Segment.")
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
