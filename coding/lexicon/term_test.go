package lexicon

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// lexiconOf is a lexicon with one rule, for code "x", and some lists.
func lexiconOf(lists map[string][]string, terms ...string) instruments.Lexicon {
	return instruments.Lexicon{Version: "1", Lists: lists, Rules: []instruments.TermRules{{Code: "x", Terms: terms}}}
}

func mustCompile(t testing.TB, lex instruments.Lexicon) *Matcher {
	t.Helper()
	m, err := Compile(lex)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// matched are the surface forms that a term finds in a text, joined by " | ".
func matched(t testing.TB, term, text string, lists map[string][]string) string {
	t.Helper()
	m := mustCompile(t, lexiconOf(lists, term))
	var out []string
	for _, s := range m.Find(&instruments.Document{ID: "d", Text: text}) {
		out = append(out, s.Matched)
	}
	return strings.Join(out, " | ")
}

func TestTermLanguage(t *testing.T) {
	lists := map[string][]string{
		"drank":  {"koffie", "thee", "een glas melk"},
		"dorst":  {"@drank", "water"},
		"tellen": {"(een|twee) (keer|maal)"},
	}
	for _, row := range []struct{ term, text, want string }{
		// a word meets its inflections, by stem
		{"wandelen", "Hij wandelde.", "wandelde"},
		{"wandelen", "Zij wandelt graag.", "wandelt"},
		{"wandelen", "Toen is er gewandeld.", "gewandeld"},
		{"wandelen", "De wandelingen.", "wandelingen"},
		{"wandelen", "WANDELEN!", "WANDELEN"},
		{"koffie", "een koffietje", "koffietje"},
		{"cliënt", "de clie\u0308nten", "clie\u0308nten"},
		{"foto", "foto’s", "foto’s"},
		{"woorden", "één woord", "woord"},
		{"schuld", "zijn schulden", "schulden"},
		{"vrijwilliger", "COSA-vrijwilligers", "COSA-vrijwilligers"},
		// but no word of another kind
		{"wonen", "gewoon", ""},
		{"zin", "gezin", ""},
		{"uitje", "uit", ""},
		{"uitje", "uitjes", "uitjes"},
		{"praatje", "praten", ""},
		{"zitting", "zitten", ""},
		{"zitting", "zittingen", "zittingen"},
		{"kamerbaar", "kamer", ""},
		{"gekaart", "kaart", ""},
		{"gekaart", "gekaart", "gekaart"},
		{"weren", "weer", ""},
		{"alles", "als", ""},
		// whole words, starts, ends, insides
		{"=bel", "bel", "bel"},
		{"=bel", "bellen", ""},
		{"=Bel", "BEL", "BEL"},
		{"wandel*", "wandelschoenen", "wandelschoenen"},
		{"wandel*", "gewandeld", "gewandeld"}, // by its stem
		{"*club", "voetbalclub", "voetbalclub"},
		{"*club", "clubs", ""},
		{"*tel*", "een hotelkamer", "hotelkamer"},
		// neighbours
		{"op tijd", "Hij kwam op tijd.", "op tijd"},
		{"op tijd", "op de tijd", ""},
		{"op tijd", "op. Tijd", ""}, // not over the end of a sentence
		// gaps
		{"ging .. mee", "Toen ging ik met hem mee.", "ging … mee"},
		{"ging .. mee", "Met mij mee ging hij.", "mee ging"}, // either order
		{"ging ..> mee", "Met mij mee ging hij.", ""},
		{"ging ..> mee", "Hij ging mee.", "ging mee"},
		{"ging ..1 mee", "ging hij mee", "ging … mee"},
		{"ging ..1 mee", "ging hij ook mee", ""},
		{"ging ..0 mee", "ging mee", "ging mee"},
		{"ging .. mee", "een twee ging a b c d e f g h mee", "ging … mee"}, // eight words between
		{"ging .. mee", "ging a b c d e f g h i mee", ""},
		{"samen .. koken .. eten", "We gingen koken en toen samen eten.", "koken … samen eten"},
		{"rood .. rood", "rood en rood", "rood … rood"},
		{"rood .. rood", "rood en groen", ""}, // one word cannot be both
		// alternatives and lists
		{"(koffie|thee) (drinken|zetten)", "thee zetten", "thee zetten"},
		{"(koffie|een glas melk) drinken", "een glas melk drinken", "een glas melk drinken"},
		{"@drank ..2 drinken", "melk drinken", ""},
		{"@drank ..2 drinken", "koffie gaan drinken", "koffie … drinken"},
		{"@dorst", "water", "water"},
		{"@dorst", "een glas melk", "een glas melk"},
		{"@tellen", "twee maal", "twee maal"},
		{"((a|b) c|d) e", "b c e", "b c e"},
		// exclusions
		{"bellen !politie", "Ik belde.", "belde"},
		{"bellen !politie", "Ik belde de politie.", ""},
		{"bellen !politie", "De politie a b c d e f g h belde.", "belde"}, // too far to count
		{"bellen !(de politie|brandweer)", "Ik belde politie.", "belde"},
		{"bellen !(de politie|brandweer)", "Brandweer gebeld.", ""},
		{"bellen !a !b", "b gebeld", ""},
	} {
		if got := matched(t, row.term, row.text, lists); got != row.want {
			t.Errorf("%q in %q: got %q, want %q", row.term, row.text, got, row.want)
		}
	}
}

func TestCodeExclusions(t *testing.T) {
	lex := lexiconOf(nil, "vissen", "zwemmen")
	lex.Rules[0].Not = []string{"naar .. kijken", "aquarium"}
	m := mustCompile(t, lex)
	for text, want := range map[string]int{
		"We gingen vissen.":                          1,
		"We keken naar de vissen in de vijver.":      1, // "keken" is no form of "kijken" to a stemmer
		"We gingen naar de vissen kijken.":           0,
		"Het aquarium met vissen.":                   0,
		"We gingen zwemmen. Het aquarium was dicht.": 1, // another sentence
	} {
		if got := len(m.Find(&instruments.Document{Text: text})); got != want {
			t.Errorf("%q gives %d suggestions, want %d", text, got, want)
		}
	}
}

func TestCompileListsAllProblems(t *testing.T) {
	lex := instruments.Lexicon{
		Rules: []instruments.TermRules{
			{Code: "a", Terms: []string{"(een|twee", "een ..x twee", "@geen", "", "een .. ", "=wan*", "a ..41 b", "!a", "a ) b", "a b c .. d .. e .. f .. g .. h .. i", "a..b"}},
			{Code: "b"},
			{Code: "", Terms: []string{"x"}},
			{Code: "a", Terms: []string{"x"}, Not: []string{"("}},
			{Code: "lang", Terms: []string{strings.Repeat("woord ", 800), "(a b|c d|e f|g h|i j|k l|m n) (a b|c d|e f|g h|i j|k l|m n) (a b|c d|e f|g h|i j|k l|m n|o p|q r)"}},
		},
		Lists: map[string][]string{
			"kring": {"@rond"}, "rond": {"@kring"},
			"gaten":       {"a .. b", "a !b", "("},
			"merk.onzin":  {"x"},
			"merk.niet":   {"(niet"},
			"merk.client": {"x"},
		},
	}
	_, err := Compile(lex)
	var ps instruments.Problems
	if !errors.As(err, &ps) || !errors.Is(err, instruments.ErrRefused) {
		t.Fatalf("got %v, want Problems that refuse", err)
	}
	text := ps.In(instruments.English) + ps.In(instruments.Dutch)
	for _, want := range []string{
		"a #1 ((een|twee)", "a bracket is missing", "er ontbreekt een haakje", `not "x"`, `there is no list "geen"`, "a word is missing here",
		"= and * do not go together", `0 to 40, not "41"`, `")" does not belong here`, "at most 6 parts", `"a..b" is not a word`,
		"a rule needs a code and at least one term", `code "a" has a rule already`, "a not #1", "longer than 4000", "more than 400 ways",
		`refers to itself`, "a list cannot hold .. or !", `there is no kind of sign "merk.onzin"`, "vervolg-niet", "@merk.niet",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the problems do not say %q:\n%s", want, text)
		}
	}
}

func TestTooManyTerms(t *testing.T) {
	if _, err := Compile(lexiconOf(nil, make([]string, maxTerms+1)...)); err == nil || !strings.Contains(err.Error(), "40001 terms") {
		t.Errorf("got %v", err)
	}
}

func TestCodesInRuleOrder(t *testing.T) {
	m := mustCompile(t, instruments.Lexicon{Rules: []instruments.TermRules{{Code: "z", Terms: []string{"a"}}, {Code: "b", Terms: []string{"a"}}}})
	if got := fmt.Sprint(m.Codes()); got != "[z b]" {
		t.Errorf("got %s", got)
	}
	for _, s := range m.Find(&instruments.Document{ID: "d", Text: "a"}) {
		if s.Rule != string(s.Code)+" #1: a" {
			t.Errorf("rule %q", s.Rule)
		}
	}
}

// A term of ordinary words finds itself, whatever the words are.
func TestTermFindsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,12}`), 1, 4).Draw(t, "words")
		term := strings.Join(words, " ")
		m, err := Compile(lexiconOf(nil, term))
		if err != nil {
			t.Fatal(err)
		}
		text := "Tja, " + term + " enzovoort."
		if got := m.Find(&instruments.Document{Text: text}); len(got) != 1 {
			t.Fatalf("%q finds %d in %q", term, len(got), text)
		}
	})
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{"a .. b", "(a|b c) @l ..>3 d !e", "=x *y* z*", "((((", ") | !", "@@ ..", "a\x00b", "é’s"} {
		f.Add(s, "Ja, a en b. Foto’s c d e?")
	}
	f.Fuzz(func(t *testing.T, term, text string) {
		m, err := Compile(lexiconOf(map[string][]string{"l": {"c", "d e"}, "merk.niet": {term}}, term))
		if err != nil {
			if instruments.Localized(err, instruments.Dutch) == "" {
				t.Fatal("a problem without words")
			}
			return
		}
		for _, s := range m.Find(&instruments.Document{ID: "d", Text: text}) {
			if s.Quotation == "" || s.Code != coding.CodeID("x") {
				t.Fatalf("%+v", s)
			}
		}
	})
}
