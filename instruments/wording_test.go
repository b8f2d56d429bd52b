package instruments_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"meerzicht/instruments"
)

// Arguments that can say themselves in a language do, in each wording; all
// others are printed as fmt does, in both alike.
func TestTextfArguments(t *testing.T) {
	two := instruments.Text{NL: "twee", EN: "two"}
	wrong := instruments.Refuse("a.csv", instruments.Text{NL: "fout", EN: "wrong"}, instruments.Text{})
	problem := instruments.Problem{File: "b.xlsx", Row: 2, What: two}
	for _, tt := range []struct {
		text   instruments.Text
		nl, en string
	}{
		{instruments.Textf("%s en %s", "%s and %s", two, "R01"), "twee en R01", "two and R01"},
		{instruments.Textf("%q", "%q", two), `"twee"`, `"two"`},
		{instruments.Textf("%5s|%-5s|", "%5s|%-5s|", two, two), " twee|twee |", "  two|two  |"},
		{instruments.Textf("%[2]s %[1]d", "%[1]d %[2]s", 3, two), "twee 3", "3 two"},
		{instruments.Textf("zie %s", "see %s", wrong), "zie a.csv: fout", "see a.csv: wrong"},
		{instruments.Textf("zie %s", "see %s", problem), "zie b.xlsx, rij 2: twee", "see b.xlsx, row 2: two"},
		{instruments.Textf("zie %s", "see %s", instruments.Problems{problem, problem}), "zie b.xlsx, rij 2: twee\nb.xlsx, rij 2: twee", "see b.xlsx, row 2: two\nb.xlsx, row 2: two"},
		{instruments.Textf("%s", "%s", instruments.Text{NL: "alleen"}), "alleen", "alleen"},
		{instruments.Textf("100 %%, %.1f", "100%%, %.1f", 2.25), "100 %, 2.2", "100%, 2.2"},
		{instruments.Textf("%v", "%v", []string{"a"}), "[a]", "[a]"},
		{instruments.Textf("%s", "%s", instruments.Textf("in %s", "within %s", two)), "in twee", "within two"},
	} {
		if tt.text.NL != tt.nl || tt.text.EN != tt.en {
			t.Errorf("%q / %q, want %q / %q", tt.text.NL, tt.text.EN, tt.nl, tt.en)
		}
	}
	args := []any{two}
	_ = instruments.Textf("%s", "%s", args...)
	if args[0] != any(two) {
		t.Error("the caller's arguments are changed")
	}
}

// An unknown language reads Dutch, the default everywhere.
func TestInAnotherLanguage(t *testing.T) {
	text := instruments.Text{NL: "ja", EN: "yes"}
	for _, lang := range []instruments.Lang{"", "de", "NL"} {
		if got := text.In(lang); got != "ja" {
			t.Errorf("%q reads %q", lang, got)
		}
	}
}

// Only the two languages, alone or at the start of a locale, are languages.
func TestParseLangProperty(t *testing.T) {
	for _, in := range []string{"NL", "En", "nl ", " nl", "nl@euro", "enl", "n_NL", "POSIX", "nl/NL", "\x00nl"} {
		if got, ok := instruments.ParseLang(in); ok || got != instruments.Dutch {
			t.Errorf("%q is %q, %v", in, got, ok)
		}
	}
	for _, in := range []string{"nl_", "nl-", "nl.UTF-8", "nl_BE@euro", "nl-x-y"} {
		if got, ok := instruments.ParseLang(in); !ok || got != instruments.Dutch {
			t.Errorf("%q is %q, %v", in, got, ok)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.StringMatching(`[a-z]{0,3}([_.\-@ ][A-Za-z0-9]{0,4})?`).Draw(rt, "s")
		l, ok := instruments.ParseLang(s)
		language, _, _ := strings.Cut(strings.NewReplacer("_", "|", "-", "|", ".", "|").Replace(s), "|")
		if want := language == "nl" || language == "en"; ok != want || ok && string(l) != language {
			rt.Fatalf("%q is %q, %v", s, l, ok)
		}
	})
}

// Every control character and every character that changes the direction or
// the line of what follows is made visible; letters of any script stay.
func TestPlainIsPlain(t *testing.T) {
	bidi := map[rune]bool{0x061c: true, 0x200e: true, 0x200f: true, 0x2028: true, 0x2029: true}
	for r := rune(0x202a); r <= 0x202e; r++ {
		bidi[r] = true
	}
	for r := rune(0x2066); r <= 0x2069; r++ {
		bidi[r] = true
	}
	for r := rune(0); r <= 0x3000; r++ {
		got, want := instruments.Plain(string(r)), string(r)
		if unicode.IsControl(r) || bidi[r] {
			want = "·"
		}
		if got != want {
			t.Errorf("%U becomes %q", r, got)
		}
	}
	for _, s := range []string{"", "ëïü 日本 עברית", "👩‍👩‍👧", "R01–T02/“x”"} {
		if instruments.Plain(s) != s {
			t.Errorf("%q becomes %q", s, instruments.Plain(s))
		}
	}
	if got := instruments.Plain("a\xffb"); got != "a\uFFFDb" {
		t.Errorf("a stray byte: %q", got)
	}
}

// A place is made of what is known of it, in the order a reader looks.
func TestPlaces(t *testing.T) {
	for _, tt := range []struct {
		p      instruments.Problem
		nl, en string
	}{
		{instruments.Problem{}, "", ""},
		{instruments.Problem{File: "a.docx"}, "a.docx", "a.docx"},
		{instruments.Problem{File: "a.csv", Line: 2, Column: "start"}, "a.csv, regel 2, kolom start", "a.csv, line 2, column start"},
		{instruments.Problem{File: "a.xlsx", Sheet: "B"}, "a.xlsx, blad B", "a.xlsx, sheet B"},
		{instruments.Problem{File: "a.xlsx", Row: 7}, "a.xlsx, rij 7", "a.xlsx, row 7"},
		{instruments.Problem{File: "a\n.xlsx", Sheet: "\x1bB", Row: 1, Column: "\u202eC"}, "a·.xlsx, blad ·B, rij 1, kolom ·C", "a·.xlsx, sheet ·B, row 1, column ·C"},
		{instruments.Problem{File: "a", Line: -1, Row: -1}, "a", "a"},
	} {
		if nl, en := tt.p.Where(instruments.Dutch), tt.p.Where(instruments.English); nl != tt.nl || en != tt.en {
			t.Errorf("%+v: %q / %q, want %q / %q", tt.p, nl, en, tt.nl, tt.en)
		}
	}
}

// Problems travel as JSON to the workbench and back; zero parts stay out.
func TestProblemAsJSON(t *testing.T) {
	p := instruments.Problem{File: "a.csv", Line: 3, What: instruments.Text{NL: "fout", EN: "wrong"}}
	raw, err := json.Marshal(p)
	if want := `{"file":"a.csv","line":3,"what":{"nl":"fout","en":"wrong"}}`; err != nil || string(raw) != want {
		t.Fatalf("%s %v, want %s", raw, err, want)
	}
	var back instruments.Problem
	if err := json.Unmarshal(raw, &back); err != nil || back != p {
		t.Errorf("%+v %v", back, err)
	}
}

// An error says what, where and what to do; a cause that speaks both languages
// is said in the reader's.
func TestErrorWording(t *testing.T) {
	inner := instruments.Refuse("binnen", instruments.Text{NL: "leeg", EN: "empty"}, instruments.Text{NL: "vul in", EN: "fill in"})
	for _, tt := range []struct {
		err    *instruments.Error
		nl, en string
	}{
		{&instruments.Error{What: instruments.Same("x")}, "x", "x"},
		{instruments.Refuse("", instruments.Text{NL: "leeg", EN: "empty"}, instruments.Text{}), "leeg", "empty"},
		{instruments.Refuse("a\x1b.csv", instruments.Text{NL: "leeg", EN: "empty"}, instruments.Text{}), "a·.csv: leeg", "a·.csv: empty"},
		{&instruments.Error{Where: "b", What: instruments.Same("x"), Err: io.ErrUnexpectedEOF}, "b: x: unexpected EOF", "b: x: unexpected EOF"},
		{
			&instruments.Error{Where: "buiten", What: instruments.Text{NL: "mislukt", EN: "failed"}, Err: fmt.Errorf("laag: %w", inner)},
			"buiten: mislukt: binnen: leeg\n  tip: vul in", "buiten: failed: binnen: empty\n  hint: fill in",
		},
	} {
		if nl, en := tt.err.In(instruments.Dutch), tt.err.In(instruments.English); nl != tt.nl || en != tt.en {
			t.Errorf("%q / %q, want %q / %q", nl, en, tt.nl, tt.en)
		}
		if strings.Contains(tt.err.Error(), "\n") {
			t.Errorf("%q holds a line end", tt.err.Error())
		}
	}
	if !errors.Is(inner, instruments.ErrRefused) || errors.Is(&instruments.Error{}, instruments.ErrRefused) {
		t.Error("sentinel")
	}
	outer := &instruments.Error{Kind: io.ErrClosedPipe, Err: fmt.Errorf("%w", inner)}
	if !errors.Is(outer, io.ErrClosedPipe) || !errors.Is(outer, instruments.ErrRefused) {
		t.Error("a sentinel is lost on the way")
	}
}

// Notes and problems are told together, in the order they were found.
func TestProblemsKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var list instruments.Problems
		stops := false
		for i, note := range rapid.SliceOfN(rapid.Bool(), 0, 8).Draw(rt, "notes") {
			list = append(list, instruments.Problem{File: fmt.Sprint("f", i), What: instruments.Same("x"), Note: note})
			stops = stops || !note
		}
		if (list.Err() != nil) != stops {
			rt.Fatalf("%+v: %v", list, list.Err())
		}
		for i, line := range strings.Split(list.In(instruments.Dutch), "\n") {
			if len(list) > 0 && line != fmt.Sprintf("f%d: x", i) {
				rt.Fatalf("line %d is %q", i, line)
			}
		}
	})
}

func ExampleTextf() {
	role := instruments.Text{NL: "cliënt", EN: "client"}
	text := instruments.Textf("%d keer als %s", "%d times as %s", 3, role)
	fmt.Println(text.In(instruments.Dutch), "/", text.In(instruments.English))
	// Output: 3 keer als cliënt / 3 times as client
}

func ExampleParseLang() {
	lang, ok := instruments.ParseLang("en_GB.UTF-8")
	fmt.Println(lang, ok)
	lang, ok = instruments.ParseLang("C")
	fmt.Println(lang, ok)
	// Output:
	// en true
	// nl false
}

func ExamplePlain() {
	fmt.Println(instruments.Plain("verslag\x1b[31m.docx"))
	// Output: verslag·[31m.docx
}

func ExampleProblem_In() {
	p := instruments.Problem{
		File: "lijst.xlsx", Sheet: "Lijst", Row: 4, What: instruments.Text{NL: "de waarde ontbreekt", EN: "the value is missing"},
		Hint: instruments.Text{NL: "kies uit de lijst", EN: "choose from the list"},
	}
	fmt.Println(p.In(instruments.Dutch))
	// Output:
	// lijst.xlsx, blad Lijst, rij 4: de waarde ontbreekt
	//   tip: kies uit de lijst
}
