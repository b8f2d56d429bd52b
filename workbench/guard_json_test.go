package workbench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"meerzicht/instruments"
)

// jsonSample has every kind of member that a command has.
type jsonSample struct {
	Do     string            `json:"do"`
	Start  int               `json:"start,omitempty"`
	Weight *float64          `json:"weight,omitempty"`
	Codes  []string          `json:"codes,omitempty"`
	Spans  []jsonSpan        `json:"spans,omitempty"`
	Values map[string]string `json:"values,omitempty"`
	With   json.RawMessage   `json:"with,omitempty"`
	Any    any               `json:"any,omitempty"`
	When   *time.Time        `json:"when,omitempty"`
	Deeper map[string][]int  `json:"deeper,omitempty"`
	Pair   [2]jsonSpan       `json:"pair,omitzero"`
	Hidden string            `json:"-"`
	Plain  bool
	jsonEmbedded
}

type jsonSpan struct {
	From int `json:"from"`
	To   int `json:"to"`
}

type jsonEmbedded struct {
	Note string `json:"note,omitempty"`
}

func TestDecodeTakes(t *testing.T) {
	half := 0.5
	for in, want := range map[string]jsonSample{
		"":                                      {},
		"{}":                                    {},
		` {"do":"x","start":-3} `:               {Do: "x", Start: -3},
		`{"weight":0.5,"codes":["a","a"]}`:      {Weight: &half, Codes: []string{"a", "a"}},
		`{"weight":null,"any":null,"codes":[]}`: {Codes: []string{}},
		`{"spans":[{"from":1,"to":2}],"note":"n"}`:          {Spans: []jsonSpan{{1, 2}}, jsonEmbedded: jsonEmbedded{"n"}},
		`{"values":{"Do":"1","do":"2","":"3"}}`:             {Values: map[string]string{"Do": "1", "do": "2", "": "3"}},
		`{"with":{"anything":[null,1]},"Plain":true}`:       {With: json.RawMessage(`{"anything":[null,1]}`), Plain: true},
		`{"do":"\ud83d\ude00 \\ud800 é \" \u0041"}`:         {Do: "😀 \\ud800 é \" A"},
		`{"deeper":{"a":[1,2]},"pair":[{"from":1,"to":2}]}`: {Deeper: map[string][]int{"a": {1, 2}}, Pair: [2]jsonSpan{{1, 2}}},
	} {
		got, err := decodeStrict[jsonSample]([]byte(in))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v, want %+v", in, got, err, want)
		}
	}
}

// TestDecodeRefuses: every line is something that encoding/json alone would take
// or would tell too much about.
func TestDecodeRefuses(t *testing.T) {
	deep := func(n int) string { return `{"any":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}` }
	if _, err := decodeStrict[jsonSample]([]byte(deep(jsonDepth))); err != nil {
		t.Errorf("as deep as may be: %v", err)
	}
	for name, one := range map[string]struct{ in, where string }{
		"unknown member":             {`{"do":"x","geheim":1}`, ""},
		"unknown member inside":      {`{"spans":[{"from":1,"geheim":2}]}`, "spans"},
		"unknown member in an array": {`{"pair":[{"geheim":2}]}`, "pair"},
		"other case":                 {`{"Do":"x"}`, ""},
		"look-alike letter":          {"{\"\u017fpans\":[]}", ""},
		"hidden member":              {`{"Hidden":"geheim"}`, ""},
		"hidden by its tag":          {`{"-":"geheim"}`, ""},
		"twice":                      {`{"do":"geheim","do":"y"}`, ""},
		"twice, escaped":             {`{"do":"geheim","\u0064o":"y"}`, ""},
		"twice inside":               {`{"spans":[{"from":1,"from":2}]}`, "spans"},
		"twice in a map":             {`{"values":{"geheim":"1","geheim":"2"}}`, "values"},
		"twice in raw":               {`{"with":{"geheim":1,"geheim":2}}`, "with"},
		"twice deep in raw":          {`{"with":[{"a":{"b":1,"b":2}}]}`, "with"},
		"second value":               {`{} {}`, ""},
		"text after":                 {`{"do":"x"}geheim`, ""},
		"comma after":                {`{"do":"x",}`, ""},
		"comment":                    {`{"do":"x"} // geheim`, ""},
		"too deep":                   {deep(jsonDepth + 1), "any"},
		"far too deep":               {deep(100_000), ""},
		"too deep in raw":            {`{"with":` + strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 41), "with"},
		"string for a number":        {`{"start":"geheim"}`, "start"},
		"number for a string":        {`{"do":123456789}`, "do"},
		"broken number":              {`{"start":1.5}`, "start"},
		"too large a number":         {`{"start":99999999999999999999}`, "start"},
		"array for an object":        {`[]`, ""},
		"string":                     {`"geheim"`, ""},
		"null":                       {`null`, ""},
		"null for a string":          {`{"do":null}`, "do"},
		"null for a list":            {`{"codes":null}`, "codes"},
		"null in a list":             {`{"codes":["a",null]}`, "codes"},
		"null in a map":              {`{"values":{"geheim":null}}`, "values"},
		"not UTF-8":                  {"{\"do\":\"geheim\xff\"}", ""},
		"not UTF-8 in a name":        {"{\"do\xc0\":\"x\"}", ""},
		"half a pair":                {`{"do":"geheim\ud800"}`, ""},
		"half a pair, capitals":      {`{"do":"\uD8AB x"}`, ""},
		"second half":                {`{"do":"\udc00"}`, ""},
		"two first halves":           {`{"do":"\ud800\ud800"}`, ""},
		"pair the wrong way":         {`{"do":"\udc00\ud800"}`, ""},
		"half a pair in raw":         {`{"with":{"\udfff":1}}`, ""},
		"mark of byte order":         {"\ufeff{}", ""},
		"cut off":                    {`{"do":"geheim`, ""},
		"only blanks":                {"  ", ""},
	} {
		_, err := decodeStrict[jsonSample]([]byte(one.in))
		var e *instruments.Error
		if !errors.As(err, &e) || !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%s: %v, want a refusal", name, err)
			continue
		}
		if e.Where != one.where {
			t.Errorf("%s: at %q, want %q", name, e.Where, one.where)
		}
		said := e.In(instruments.Dutch) + e.In(instruments.English)
		if e.What.NL == "" || e.What.EN == "" || e.Hint.NL == "" || e.Hint.EN == "" || strings.Contains(said, "geheim") || strings.Contains(said, "1234") {
			t.Errorf("%s: %q: both languages wanted, and nothing of what was sent", name, said)
		}
	}
}

func TestDecodeRequest(t *testing.T) {
	read := func(body io.Reader) error {
		_, err := decodeRequest[jsonSample](httptest.NewRequest("POST", "/command", body))
		return err
	}
	if err := read(strings.NewReader(`{"do":"x"}`)); err != nil {
		t.Error(err)
	}
	if err := read(strings.NewReader("")); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("empty body: %v", err)
	}
	if err := read(iotest.ErrReader(io.ErrUnexpectedEOF)); !errors.Is(err, instruments.ErrRefused) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("broken connection: %v", err)
	}
}

// What a page hears when it sends a member that the command lacks.
func Example_decodeStrict() {
	type span struct {
		Start int `json:"start"`
	}
	_, err := decodeStrict[span]([]byte(`{"start":1,"stop":2}`))
	fmt.Println(err)
	// Output:
	// the page's request has a member that does not belong here   hint: reload the page
}

// FuzzDecodeStrict: what is taken is valid JSON of valid text, means the same
// when written again, and what is refused is refused in words of ours.
func FuzzDecodeStrict(f *testing.F) {
	for _, seed := range []string{
		"", "{}", `{"do":"x","do":"y"}`, `{"do":"\ud800"}`, `{"with":{"a":[1,null,{"b":"c"}]}}`, `{"spans":[{"from":1}],"any":[[[]]]}`,
		`{"weight":1e5,"values":{"k":"v"}}`, "{\"do\":\"\xff\"}", `{"do":"x"} {}`, `{"DO":1}`, `{"do":"\\ud83d\ude00"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := decodeStrict[jsonSample](raw)
		if err != nil {
			if !errors.Is(err, instruments.ErrRefused) {
				t.Fatalf("%q: %v", raw, err)
			}
			return
		}
		if !utf8.Valid(raw) || len(raw) > 0 && !json.Valid(raw) {
			t.Fatalf("%q was taken", raw)
		}
		again, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got.Do, "\ufffd") && !strings.Contains(string(raw), "\ufffd") && !strings.Contains(strings.ToLower(string(raw)), `\ufffd`) {
			t.Fatalf("%q: a character was replaced without a word", raw)
		}
		second, err := decodeStrict[jsonSample](again)
		if err != nil || second.Do != got.Do || second.Start != got.Start || len(second.Values) != len(got.Values) {
			t.Fatalf("%q: written again %q: %v", raw, again, err)
		}
	})
}

func BenchmarkDecodeStrict(b *testing.B) {
	raw := []byte(`{"do":"coding.add","start":120,"codes":["c1","c2"],"with":{"document":"d1","start":1,"end":20,"code":"c1"}}`)
	for b.Loop() {
		if _, err := decodeStrict[jsonSample](raw); err != nil {
			b.Fatal(err)
		}
	}
}
