package lexicon

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTokens(t *testing.T) {
	for _, row := range []struct {
		text string
		want []Token
	}{
		{"", nil},
		{" … !", nil},
		{"Ja.", []Token{{0, 2, "Ja"}}},
		{"foto's van 's avonds", []Token{{0, 6, "foto's"}, {7, 10, "van"}, {11, 13, "'s"}, {14, 20, "avonds"}}},
		{"z’n auto", []Token{{0, 3, "z’n"}, {4, 8, "auto"}}},
		{"'t is 'mooi'", []Token{{0, 2, "'t"}, {3, 5, "is"}, {7, 11, "mooi"}}},
		{"één-op-één, ex-gedetineerde", []Token{{0, 10, "één-op-één"}, {12, 27, "ex-gedetineerde"}}},
		{"nou - ja", []Token{{0, 3, "nou"}, {6, 8, "ja"}}},
		{"voor- en nadeel", []Token{{0, 4, "voor"}, {6, 8, "en"}, {9, 15, "nadeel"}}},
		{"om 10 uur, 1-op-1", []Token{{0, 2, "om"}, {3, 5, "10"}, {6, 9, "uur"}, {11, 17, "1-op-1"}}},
		{"cliënt", []Token{{0, 6, "cliënt"}}},
		{"clie\u0308nt x", []Token{{0, 7, "clie\u0308nt"}, {8, 9, "x"}}}, // the dots as a mark of their own
		{"geïnteresseerd", []Token{{0, 14, "geïnteresseerd"}}},
		{"a\u00adb", []Token{{0, 3, "a\u00adb"}}}, // soft hyphen
		{"«ja»(nee)", []Token{{1, 3, "ja"}, {5, 8, "nee"}}},
		{"😀 ok", []Token{{2, 4, "ok"}}},
		{"regel\neen", []Token{{0, 5, "regel"}, {6, 9, "een"}}},
	} {
		if diff := cmp.Diff(row.want, Tokens(row.text)); diff != "" {
			t.Errorf("%q:\n%s", row.text, diff)
		}
	}
}

// Every token is exactly the code points it says, in order and without overlap.
func TestTokensAreTheirCodePoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("abcéëï'’-–… .,!?\n\u0308\u00ad(1😀")))
		s := text.Draw(t, "text")
		points := []rune(s)
		at := 0
		for _, tok := range Tokens(s) {
			if tok.Start < at || tok.End <= tok.Start || tok.End > len(points) {
				t.Fatalf("token %+v out of order in %q", tok, s)
			}
			if got := string(points[tok.Start:tok.End]); got != tok.Text {
				t.Fatalf("token %+v is %q there, in %q", tok, got, s)
			}
			at = tok.End
		}
	})
}

// breaks writes a text with | before a sentence and / before a clause.
func breaks(text string) string {
	var b strings.Builder
	s := scanner{text: text}
	for s.next() {
		switch s.before {
		case sentenceBreak:
			b.WriteString("| ")
		case clauseBreak:
			b.WriteString("/ ")
		}
		b.WriteString(text[s.start:s.at] + " ")
	}
	return strings.TrimSpace(b.String())
}

func TestSentenceBoundaries(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"Ja. Nee.", "Ja | Nee"},
		{"Ja! Echt? Ja", "Ja | Echt | Ja"},
		{"ja. nee", "ja | nee"}, // lower case, as speech recognition writes
		{"bijv. koken, o.a. soep", "bijv koken / o a soep"},
		{"dr. Jansen en mevr. De Vries", "dr Jansen en mevr De Vries"},
		{"Om 8.30 uur", "Om 8 30 uur"},
		{"Nou... ja", "Nou ja"},       // a pause
		{"Nou... Toen", "Nou | Toen"}, // a new sentence
		{"Nou… ja… Toen", "Nou ja | Toen"},
		{"eerst, dan; en (ook) zo: ja – nee", "eerst / dan / en / ook / zo / ja / nee"},
		{"eerst - toen", "eerst / toen"},
		{"een regel\nverder", "een regel verder"}, // a line that was wrapped
		{"alinea\n\nalinea", "alinea | alinea"},
		{"alinea\n  \nalinea", "alinea | alinea"},
		{"in groep 7. Toen", "in groep 7 | Toen"},
	} {
		if got := breaks(row.text); got != row.want {
			t.Errorf("%q:\n got %s\nwant %s", row.text, got, row.want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"Koffie", "koffie"},
		{"KOFFIE", "koffie"},
		{"É", "é"},
		{"cafe\u0301", "café"},
		{"CLIE\u0308NT", "cliënt"},
		{"garc\u0327on", "garçon"},
		{"man\u0303ana", "mañana"},
		{"x\u0308", "x\u0308"}, // no composed form: left alone
		{"foto’s", "foto's"},
		{"foto`s", "foto's"},
		{"één‑op‑één", "één-op-één"},
		{"vrij\u00adwilliger", "vrijwilliger"},
		{"z'n", "zijn"},
		{"z’n", "zijn"},
		{"M'n", "mijn"},
		{"'t", "het"},
		{"'m", "hem"},
		{"d'r", "haar"},
		{"ie", "hij"},
		{"effe", "even"},
		{"één", "een"},
	} {
		if got := fold(row.in); got != row.want {
			t.Errorf("fold(%q) = %q, want %q", row.in, got, row.want)
		}
	}
}

func TestKeys(t *testing.T) {
	for _, row := range []struct {
		word string
		want string
	}{
		{"wandelen", "wandel"},
		{"wandelt", "wandelt wandel"}, // third person
		{"fietst", "fietst fiet fiets"},
		{"gewandeld", "gewandel wandel"}, // may be a participle
		{"gewoon", "gewoon"},             // is none: does not meet "wonen"
		{"gezin", "gezin"},               // does not meet "zin"
		{"gesprekken", "gesprek sprek"},  // meets "gesprek"
		{"geld", "geld"},
		{"als", "als"},
		{"langs", "langs"},
		{"vier", "vier"}, // uninflected: no plurals of "al", "lang"
		{"schulden", "schul schuld"},
		{"woorden", "woor woord"},
		{"cosa-vrijwilliger", "cosavrijwil cosa vrijwil"},
		{"1-op-1", "1op1"},
	} {
		if got := strings.Join(keys(row.word), " "); got != row.want {
			t.Errorf("keys(%q) = %s, want %s", row.word, got, row.want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"", "Ja, dat deden we. Toen?", "foto's 's avonds z’n", "één-op-één \u0308 …", "\xff\xfe a", "a.b.c. 1.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, tok := range Tokens(s) {
			if tok.Text == "" || tok.Start < 0 || tok.End > utf8.RuneCountInString(s) {
				t.Fatalf("token %+v of %q", tok, s)
			}
		}
	})
}
