package coding

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCanonicalJSON(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		// RFC 8785, section 3.2.2.2: the string sample.
		{"rfc strings", `"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"`, `"€$\u000f\nA'B\"\\\\\"/"`},
		// RFC 8785, section 3.2.3: the sorting sample.
		{
			"rfc sorting", `{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
		},
		// RFC 8785, section 3.2.4: the literals.
		{"literals", ` [ null , true ,false ] `, `[null,true,false]`},
		{"nested", `{"b":{"d":1,"c":[{"z":1,"a":2}]},"a":-5}`, `{"a":-5,"b":{"c":[{"a":2,"z":1}],"d":1}}`},
		{"empty", `{"a":{},"b":[],"":""}`, `{"":"","a":{},"b":[]}`},
		{"prefix first", `{"aa":1,"a":2}`, `{"a":2,"aa":1}`},
		{"html is plain", `"\u003c\u003e\u0026\u2028"`, "\"<>&\u2028\""},
		{"all short escapes", `"\u0008\u0009\u000a\u000b\u000c\u000d\u0000\u001f\u007f"`, "\"\\b\\t\\n\\u000b\\f\\r\\u0000\\u001f\u007f\""},
		{"largest", `[9007199254740991,-9007199254740991,0]`, `[9007199254740991,-9007199254740991,0]`},
		{"pair", `"\ud83d\ude00"`, `"😀"`},
		{"backslash before u", `"\\ud83d"`, `"\\ud83d"`},
	} {
		got, err := CanonicalJSON([]byte(test.in))
		if err != nil || string(got) != test.want {
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		}
	}
}

func TestCanonicalJSONRefuses(t *testing.T) {
	for name, in := range map[string]string{
		"fraction": `1.5`, "exponent": `1e3`, "minus zero": `-0`, "too large": `9007199254740992`, "very large": `99999999999999999999`, "leading zero": `01`, "plus": `+1`,
		"twice": `{"a":1,"a":2}`, "twice, not adjacent": `{"a":1,"b":1,"a":2}`, "twice by escape": `{"a":1,"\u0061":2}`,
		"lone high": `"\ud800"`, "lone low": `"\udc00"`, "wrong pair": `"\ud800\ud800"`, "high then text": `"\ud800x"`,
		"no UTF-8": "\"\xff\"", "control": "\"\n\"", "open string": `"abc`, "open escape": `"abc\`, "bad escape": `"\x"`, "short escape": `"\u12"`,
		"nothing": ``, "blank": ` `, "word": `nul`, "two values": `1 2`, "open object": `{"a":1`, "open array": `[1`, "no colon": `{"a" 1}`, "no comma": `[1 2]`,
		"comma only": `[,]`, "trailing comma": `[1,]`, "name no string": `{1:2}`, "deep": strings.Repeat("[", 70) + strings.Repeat("]", 70),
	} {
		if got, err := CanonicalJSON([]byte(in)); err == nil {
			t.Errorf("%s: %q was taken, as %q", name, in, got)
		}
	}
}

// Canonical JSON means the same as what went in, does not change when done
// again, and does not depend on the order of members.
func TestCanonicalProperties(t *testing.T) {
	var value func(depth int) *rapid.Generator[any]
	value = func(depth int) *rapid.Generator[any] {
		leaf := rapid.OneOf(rapid.Just[any](nil), rapid.Map(rapid.Bool(), func(b bool) any { return b }),
			rapid.Map(rapid.Int64Range(-maxInteger, maxInteger), func(n int64) any { return json.Number(jsonText(n)) }),
			rapid.Map(rapid.String(), func(s string) any { return s }))
		if depth == 0 {
			return leaf
		}
		return rapid.OneOf(leaf,
			rapid.Map(rapid.SliceOfN(value(depth-1), 0, 4), func(a []any) any { return a }),
			rapid.Map(rapid.MapOfN(rapid.String(), value(depth-1), 0, 4), func(m map[string]any) any { return m }))
	}
	rapid.Check(t, func(t *rapid.T) {
		v := value(3).Draw(t, "value")
		first, err := Canonical(v)
		if err != nil {
			t.Fatal(err)
		}
		again, err := CanonicalJSON(first)
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("again: %q, %v; first %q", again, err, first)
		}
		dec := json.NewDecoder(bytes.NewReader(first))
		dec.UseNumber()
		var back any
		if err := dec.Decode(&back); err != nil {
			t.Fatal(err)
		}
		if jsonText(back) != jsonText(v) { // encoding/json sorts members too
			t.Fatalf("%q means %s, not %s", first, jsonText(back), jsonText(v))
		}
	})
}

func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func FuzzCanonicalJSON(f *testing.F) {
	for _, s := range []string{`{"b":1,"a":[true,null,"\u00e9\ud83d\ude00"]}`, `"\ud800"`, `[1.5]`, `{"a":{"a":{}}}`, "\"\\", `-0`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := CanonicalJSON(in)
		if err != nil {
			return
		}
		if !json.Valid(in) || !json.Valid(out) {
			t.Fatalf("took %q, gave %q", in, out)
		}
		if again, err := CanonicalJSON(out); err != nil || !bytes.Equal(out, again) {
			t.Fatalf("%q becomes %q, then %q (%v)", in, out, again, err)
		}
	})
}

func TestCompareUTF16(t *testing.T) {
	// U+FF61 comes after U+1F600 in UTF-16 (FF61 > D83D) and before it in UTF-8.
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "b", -1}, {"a", "ab", -1}, {"\uff61", "😀", 1}, {"😀", "\ud7ff", 1}, {"😀", "😁", -1}, {"x😀", "x\ufb33", -1}} {
		if got := compareUTF16(test.a, test.b); got != test.want {
			t.Errorf("compare %q, %q = %d, want %d", test.a, test.b, got, test.want)
		}
		if got := compareUTF16(test.b, test.a); got != -test.want {
			t.Errorf("compare %q, %q = %d, want %d", test.b, test.a, got, -test.want)
		}
	}
}

// The quick way to the payload of an event gives what the general way gives.
func TestCommandJSON(t *testing.T) {
	for _, c := range []Command{
		{Type: "x"},
		{Type: "a\"b", Reason: "omdat\n", Changes: []Change{{Kind: CoderKind, ID: "é", After: json.RawMessage(`{"id":"é"}`)}}},
		{Type: "t", Changes: []Change{
			{Kind: CoderKind, ID: "a", Before: json.RawMessage(`{"id":"a"}`), After: json.RawMessage(`{"id":"a","note":"n"}`)},
			{Kind: CoderKind, ID: "b", Before: json.RawMessage(`{"id":"b"}`)},
		}, Blobs: [][]byte{[]byte("not in the event")}},
	} {
		if c.Changes == nil {
			c.Changes = []Change{}
		}
		want, err := Canonical(c)
		if err != nil || string(c.JSON()) != string(want) {
			t.Errorf("JSON = %s\nwant   %s (%v)", c.JSON(), want, err)
		}
	}
}

func TestNormal(t *testing.T) {
	raw := func(s string) json.RawMessage { return json.RawMessage(s) }
	got, err := Command{Type: "t", Changes: []Change{
		{Kind: CoderKind, ID: "a", After: raw(` {"note":"", "id":"a"} `)},
		{Kind: CoderKind, ID: "b", Before: raw(`{"id":"b","note":""}`), After: raw(`{"id":"b"}`)}, // changes nothing
	}}.Normal()
	if err != nil || len(got.Changes) != 1 || string(got.Changes[0].After) != `{"id":"a"}` {
		t.Errorf("normal = %s, %v", got.JSON(), err)
	}
	for name, c := range map[string]Command{
		"no type":       {},
		"unknown kind":  {Type: "t", Changes: []Change{{Kind: "?", ID: "a", After: raw(`{}`)}}},
		"unknown field": {Type: "t", Changes: []Change{{Kind: CoderKind, ID: "a", After: raw(`{"id":"a","x":1}`)}}},
		"other id":      {Type: "t", Changes: []Change{{Kind: CoderKind, ID: "a", After: raw(`{"id":"b"}`)}}},
		"empty id":      {Type: "t", Changes: []Change{{Kind: CoderKind, ID: "", After: raw(`{"id":""}`)}}},
		"id no text":    {Type: "t", Changes: []Change{{Kind: CoderKind, ID: "\xff", After: raw(`{"id":"\ufffd"}`)}}},
		"null":          {Type: "t", Changes: []Change{{Kind: CoderKind, ID: "a", After: raw(`null`)}}},
		"twice":         {Type: "t", Changes: []Change{{Kind: CoderKind, ID: "a", After: raw(`{"id":"a"}`)}, {Kind: CoderKind, ID: "a", Before: raw(`{"id":"a"}`)}}},
		"fraction":      {Type: "t", Changes: []Change{{Kind: CodingKind, ID: "a", After: raw(`{"id":"a","weight":0.5}`)}}},
	} {
		if got, err := c.Normal(); err == nil {
			t.Errorf("%s: taken as %s", name, got.JSON())
		}
	}
}

// Every kind of record can be normalised under its own id.
func TestNormalKnowsAllKinds(t *testing.T) {
	for kind, record := range map[Kind]string{
		StudyKind: `{}`, SetKind: `{}`, RespondentKind: `{"id":"x"}`, TrajectoryKind: `{"id":"x"}`, DocumentKind: `{"id":"x"}`, FillingKind: `{"id":"x"}`,
		CodeKind: `{"id":"x"}`, CoderKind: `{"id":"x"}`, CodingKind: `{"id":"x"}`, MemoKind: `{"id":"x"}`, OverrideKind: `{"dyad":"x"}`, DecisionKind: `{"id":"x"}`,
		SourceKind: `{"sha256":"x"}`,
	} {
		id := map[Kind]string{StudyKind: StudyID, SetKind: SetID}[kind]
		if id == "" {
			id = "x"
		}
		if _, err := (Command{Type: "t", Changes: []Change{{Kind: kind, ID: id, After: json.RawMessage(record)}}}).Normal(); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
