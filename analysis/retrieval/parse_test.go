package retrieval

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// How a query is read shows in how it is written again.
func TestParse(t *testing.T) {
	for _, test := range []struct{ in, en, nl string }{
		{"", "*", "*"},
		{"  *  ", "*", "*"},
		{"act.A01", "act.A01", "act.A01"},
		{"a en b Of c niet d", "a AND b OR c NOT d", "a EN b OF c NIET d"},
		{"a b", "a AND b", "a EN b"},
		{"a and not b", "a NOT b", "a NIET b"},
		{"a (b or c)", "a AND (b OR c)", "a EN (b OF c)"},
		{"(a b) c", "a AND b AND c", "a EN b EN c"},
		{"a (b c)", "a AND (b AND c)", "a EN (b EN c)"},
		{"a OR (b OR c) OR d", "a OR b OR c OR d", "a OF b OF c OF d"},
		{"a overlapt b same turn c", "a OVERLAPS b SAME TURN c", "a OVERLAPT b ZELFDE BEURT c"},
		{"a ZELFDE\n\tBEURT b", "a SAME TURN b", "a ZELFDE BEURT b"},
		{"same", `"same"`, `"same"`},
		{"same b", `"same" AND b`, `"same" EN b`},
		{`"and" "of" en "x:y"`, `"and" AND "of" AND "x:y"`, `"and" EN "of" EN "x:y"`},
		{`"a ""b"" (c)"`, `"a ""b"" (c)"`, `"a ""b"" (c)"`},
		{"niet rol:professional", "NOT role:professional", "NIET rol:professional"},
		{"NOT role:professional a", "NOT role:professional AND a", "NIET rol:professional EN a"},
		{"a niet (codeur:x of codeur:y)", "a NOT (coder:x OR coder:y)", "a NIET (codeur:x OF codeur:y)"},
		{"MEMO:ja", "memo:yes", "memo:ja"},
		{`onder:"een code" SOORT:interview,"focus group"`, `under:"een code" AND kind:interview,"focus group"`, `onder:"een code" EN soort:interview,"focus group"`},
		{"project:A'dam,LJ&R", "project:A'dam,LJ&R", "project:A'dam,LJ&R"},
		{"not (not memo:no)", "NOT (NOT memo:no)", "NIET (NIET memo:nee)"},
	} {
		q, err := Parse(test.in)
		if err != nil {
			t.Errorf("%s: %v", test.in, err)
			continue
		}
		if en, nl := q.String(), q.In(instruments.Dutch); en != test.en || nl != test.nl {
			t.Errorf("%s: %s / %s, want %s / %s", test.in, en, nl, test.en, test.nl)
		}
	}
}

// What is wrong is said in both languages, with the place.
func TestParseErrors(t *testing.T) {
	for in, want := range map[string]string{
		"a AND":                    "character 6: a code or a condition is missing here",
		"AND a":                    "character 1: a code or a condition is missing here",
		"a OR OR b":                "character 6: a code or a condition is missing here",
		"a OVERLAPS NOT b":         "character 12: a code or a condition is missing here",
		"(a":                       "character 1: opening parenthesis",
		"a) b":                     "character 2: closing parenthesis",
		"()":                       "character 2: a code",
		"NOT a":                    "character 1: NOT needs something on its left",
		"b OR NOT a":               "character 6: NOT needs something on its left",
		"é (NOT (a OR memo:no))":   "character 4: NOT needs something on its left",
		`a "b`:                     "character 3: quotation mark without an end",
		"a kleur:rood":             `character 3: unknown condition "kleur"`,
		":x":                       `character 1: unknown condition ""`,
		`"coder":x`:                `character 1: unknown condition "coder"`,
		"coder:":                   "character 7: a value is missing",
		"coder:a,,b":               "character 9: a value is missing",
		"coder:a,":                 "character 9: a value is missing",
		"coder:a:b":                "character 8: unexpected character",
		"under:a,b":                "character 8: unexpected character",
		"memo:maybe":               "character 1: memo:maybe is neither yes nor no",
		"a \xff":                   "character 3: unreadable character",
		strings.Repeat("a ", 501):  "character 1001: more than 500",
		strings.Repeat("(", 102):   "character 101: more than 100 parentheses",
		strings.Repeat("a", 10001): "character 1: the query is longer than 10000",
	} {
		_, err := Parse(in)
		nl, en := instruments.Localized(err, instruments.Dutch), instruments.Localized(err, instruments.English)
		if !errors.Is(err, instruments.ErrRefused) || !strings.HasPrefix(en, want) || !strings.HasPrefix(nl, "teken ") || nl == en {
			t.Errorf("%.40q: %v / %s, want %s", in, en, nl, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"act.A01": "act.A01", "": `""`, "a b": `"a b"`, "of": `"of"`, "*": `"*"`, `"`: `""""`, "a,b": `"a,b"`, "Same": `"Same"`, "ind.K2.-": "ind.K2.-",
	} {
		if got := Quote(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	if q := Code("a b").String() + Under("of").String(); q != `"a b"under:"of"` {
		t.Error(q)
	}
}

// same compares queries, but for the places of their terms.
func same(a, b *node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.op != b.op || a.field != b.field || strings.Join(a.words, "\x00") != strings.Join(b.words, "\x00") || len(a.kids) != len(b.kids) {
		return false
	}
	for i := range a.kids {
		if !same(a.kids[i], b.kids[i]) {
			return false
		}
	}
	return true
}

// anyNode draws a query of codes, or of conditions only.
func anyNode(t *rapid.T, depth int, conditions bool) *node {
	word := rapid.OneOf(rapid.SampledFrom([]string{"A1", "A2", "A3", "ann", "of", "same", "turn", "*", `"`, ",", ":", "", "(x)", "é 😀", "NOT"}), rapid.StringN(0, 6, -1))
	if depth == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
		n := &node{op: condition, field: field(rapid.IntRange(int(role), int(origin)).Draw(t, "field")), words: rapid.SliceOfN(word, 1, 3).Draw(t, "values")}
		if conditions {
			return n
		}
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			return n
		case 1:
			return &node{op: everything}
		case 2:
			return &node{op: condition, field: memo, words: []string{rapid.SampledFrom([]string{yes, no}).Draw(t, "memo")}}
		}
		return &node{op: rapid.SampledFrom([]operator{code, under}).Draw(t, "term"), words: []string{word.Draw(t, "code")}}
	}
	ops := []operator{or, and, not, overlaps, sameTurn}
	if conditions {
		ops = ops[:3]
	}
	n := &node{op: rapid.SampledFrom(ops).Draw(t, "op")}
	if n.op == not && rapid.Bool().Draw(t, "alone") {
		n.kids = []*node{anyNode(t, depth-1, true)}
		return n
	}
	n.kids = []*node{anyNode(t, depth-1, conditions), anyNode(t, depth-1, conditions)}
	if n.op == or {
		n.kids = append(flat(n.kids[0]), flat(n.kids[1])...)
	}
	return n
}

// Whatever query there is, it is read back from either language as it was.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Query{anyNode(t, 4, false)}
		for _, lang := range []instruments.Lang{instruments.English, instruments.Dutch} {
			text := q.In(lang)
			back, err := Parse(text)
			if err != nil || back.root == nil && text != "*" || back.root != nil && !same(back.root, q.root) {
				t.Fatalf("%s read back as %s (%v)", text, back, err)
			}
		}
	})
}

// No text makes the reader fail otherwise than by an error, and what it takes
// it reads back.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "a AND (b OF coder:x,y)", `"a ""b" NIET onder:c`, "NOT memo:ja SAME TURN d", "same turn:turn", "((", "a:\xff", "zelfde zelfde beurt"} {
		f.Add(s)
	}
	c := small()
	f.Fuzz(func(t *testing.T, s string) {
		q, err := Parse(s)
		if err != nil {
			if instruments.Localized(err, instruments.Dutch) == "" {
				t.Error("an error without words")
			}
			return
		}
		back, err := Parse(q.String())
		if err != nil || back.String() != q.String() {
			t.Errorf("%q: %s, read back as %s (%v)", s, q, back, err)
		}
		if _, err := Find(c, q, ByDocument); err != nil && !errors.Is(err, instruments.ErrRefused) {
			t.Error(err)
		}
	})
}

// A query made of a code finds what its words find.
func TestBuilders(t *testing.T) {
	for q, text := range map[Query]string{Code("A2"): "A2", Under("A2"): "under:A2", {}: ""} {
		parsed, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := Find(small(), q, ByDocument)
		b, _ := Find(small(), parsed, ByDocument)
		if shown(a) != shown(b) || len(a) == 0 {
			t.Errorf("%s: %s and %s", text, shown(a), shown(b))
		}
	}
	if _, err := Find(small(), Code(coding.CodeID("x y")), ByCode); err == nil {
		t.Error("a code that is not there was found")
	}
}
