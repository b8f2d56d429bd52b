package portable

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func TestValue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		data, want string
		parts      int
	}{
		{` {"a": [1, 2]} , x`, `{"a": [1, 2]}`, 3},
		{`[], x`, `[]`, 1},
		{`"a,]}\"b" ]`, `"a,]}\"b"`, 0},
		{`"a\\" , "b"`, `"a\\"`, 0},
		{`"a\\\"",`, `"a\\\""`, 0},
		{`"\u00e9é",`, `"\u00e9é"`, 0},
		{`12 ,`, `12 `, 0},
		{`true}`, `true`, 0},
		{`,`, ``, 0},
		{`]`, ``, 0},
		{``, ``, 0},
		{`{"a": 1`, ``, 1},
		{`"a`, ``, 0},
		{`[[[`, ``, 3},
		{`{"a": "}" , "b": {}}`, `{"a": "}" , "b": {}}`, 3},
	} {
		s := scanner{data: []byte(tt.data)}
		if got, parts := s.value(); string(got) != tt.want || parts != tt.parts {
			t.Errorf("%s: %q with %d parts, want %q with %d", tt.data, got, parts, tt.want, tt.parts)
		}
	}
}

func TestName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		data, want string
		ok         bool
	}{
		{` "a" : 1`, "a", true}, {`"a\"b":`, `a"b`, true}, {`"a" 1`, "a", false}, {`a: 1`, "", false}, {`"a`, "", false}, {`"\x":`, "", false}, {``, "", false},
	} {
		s := scanner{data: []byte(tt.data)}
		if got, ok := s.name(); ok != tt.ok || ok && got != tt.want {
			t.Errorf("%s: %q %v", tt.data, got, ok)
		}
	}
}

// TestValueOfAnyJSON: what encoding/json writes is found whole.
func TestValueOfAnyJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var b bytes.Buffer
		p := newWriter(&b)
		want := map[string][]string{rapid.String().Draw(t, "name"): rapid.SliceOf(rapid.String()).Draw(t, "values")}
		p.value(want)
		if err := p.out.Flush(); err != nil {
			t.Fatal(err)
		}
		s := scanner{data: []byte(b.String() + " , []")}
		if got, _ := s.value(); string(got) != b.String() {
			t.Fatalf("%q, want %q", got, b.String())
		}
	})
}

// TestManyRecords: more than are decoded at a time, in their order, and what is
// wrong with one of them is told by its number.
func TestManyRecords(t *testing.T) {
	t.Parallel()
	c := &coding.Corpus{}
	for i := range 3*chunk + 7 {
		c.Coders = append(c.Coders, coding.Coder{ID: coding.CoderID(fmt.Sprintf("k%05d", i)), Note: strings.Repeat("x", i%50)})
	}
	data := write(t, c)
	got, _, problems := Read("x", data)
	if len(problems) > 0 || len(got.Coders) != len(c.Coders) {
		t.Fatalf("%d coders, want %d: %v", len(got.Coders), len(c.Coders), problems)
	}
	for i := range c.Coders {
		if got.Coders[i] != c.Coders[i] {
			t.Fatalf("%d: %+v", i, got.Coders[i])
		}
	}
	broken := bytes.Replace(data, []byte(`{"id":"k01000"`), []byte(`{"id":"k00001"`), 1)
	broken = bytes.Replace(broken, []byte(`{"id":"k01200"`), []byte(`{"id":7`), 1)
	_, _, problems = Read("x", broken)
	if !told(problems, `coders, nummer 1001: "k00001" staat er al`) || !told(problems, "coders, nummer 1201: id hoort geen getal te zijn") || len(problems) != 2 {
		t.Error(problems.In(instruments.Dutch))
	}
}

// TestManyProblems: so many are listed, and the others are counted.
func TestManyProblems(t *testing.T) {
	t.Parallel()
	_, _, problems := Read("x", []byte(`{"format": "meerzicht-study", "version": 1, "memos": [`+strings.Repeat(`{"id": 1}, `, maxProblems+20)+`{"id": "m", "type": "methode", "target": "study", "text": "x"}]}`))
	if len(problems) != maxProblems+1 || !told(problems, "en nog 24 problemen") { // 20, and four members that are missing
		t.Errorf("%d: %s", len(problems), problems[len(problems)-1].What.NL)
	}
}

func TestWhy(t *testing.T) {
	t.Parallel()
	for record, want := range map[string]string{
		`{"id":"a","note":{}}`:        "note hoort geen object ({…}) te zijn",
		`{"id":"a","note":[1]}`:       "note hoort geen lijst ([…]) te zijn",
		`{"id":"a","note":true}`:      "note hoort geen ja of nee (true, false) te zijn",
		`{"id":"a","note":12}`:        "note hoort geen getal te zijn",
		`{"id":"a","\u001b[2J":12}`:   `onderdeel "\x1b[2J" is onbekend`,
		`{"id":"a","note":"x"`:        "geen geldige JSON",
		`{"id":"a","note":"x"]`:       "onleesbaar",
		`{"id":"a" "note":"x"}`:       "onleesbaar",
		`{"id":"a","note":"\ud800x"}`: "",
		`12`:                          "hoort geen getal te zijn",
		`null`:                        "heeft geen id",
	} {
		_, _, problems := Read("x", []byte(`{"format": "meerzicht-study", "version": 1, "study": {}, "codes": [], "documents": [], "codings": [], "coders": [`+record+`]}`))
		if want == "" != (problems.Err() == nil) || want != "" && !told(problems, want) {
			t.Errorf("%s: %v", record, problems.In(instruments.Dutch))
		}
		if strings.Contains(problems.In(instruments.English), "\x1b") {
			t.Errorf("%s: an escape reaches the screen", record)
		}
	}
}
