package workbench

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// Sentences are parted by a bar in each case; white space is left out.
func TestSentences(t *testing.T) {
	for _, text := range []string{
		"",
		"Een.",
		"Zonder punt",
		"Een. | Twee? | Drie! | Vier",
		"ja. | nee. | misschien?",
		"Echt waar?! | Nee...",
		"Hij deed dat bijv. op maandag. | Toen niet.",
		"Ik sprak dhr. Jansen en mevr. De Wit. | Zij ook.",
		"Dat is m.b.t. het plan, o.a. voor COSA. | Ja.",
		"I.v.m. Corona ging dat niet.",
		"Mevrouw K. zei dat J.P. Coen kwam.",
		"Koffie, thee enz. | Daarna naar huis.",
		"Koffie, thee enz. en dan naar huis.",
		"Dat is aan u. | Ik dacht het al.",
		"Dat is aan u. | dan niet.",
		"(Zo zei hij het.) en toen weg.",
		"Wacht... even nadenken. | Ja… | Zo.",
		"Dat was in 2020. | Toen niet meer.",
		"Om 10.30 uur, 1.500 euro.",
		"1. Ja. | 2. Nee.",
		"Zie www.voorbeeld.nl voor meer.",
		"Hij zei: \"Kom maar.\" | Toen gingen we.",
		"\"Echt?\" vroeg hij. | (Hij lachte.) | Ja.",
		"‘Dat kan niet.’ | ‘Jawel.’",
		"Een zin die\ndoorloopt. | Volgende",
		"Kop\n| Tekst.",
		"eerste alinea\n\n| tweede alinea",
		"eerste alinea\n \n| tweede",
		"Ja 😀. | Nee 👍🏽!",
	} {
		want := strings.Split(strings.ReplaceAll(text, "\n|", "|"), "|")
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		if text == "" {
			want = nil
		}
		plain := strings.NewReplacer("\n| ", "\n", " | ", " ").Replace(text)
		var got []string
		for _, s := range sentencesOf(plain) {
			got = append(got, plain[s.from:s.to])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q\n gives %q\n want  %q", plain, got, want)
		}
	}
}

// Sentences of a stretch, in code points of the document.
func TestSentencesOfStretch(t *testing.T) {
	m := openText(textDocument("Hé 😀! Twee é. Drie."))
	if got, want := m.sentences(3, 14), []span{{3, 5}, {6, 13}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := m.sentences(5, 6); got != nil {
		t.Errorf("white space gives %v", got)
	}
}

// All that is not white space stands in exactly one sentence, and no sentence
// begins or ends with white space.
func TestSentencesProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"woord", " ", ".", "?", "...", "…", "\n", "\"", ")", "bijv", "m.b.t", "A", "u", "12", "é", "\t"})).Draw(t, "parts"), "")
		at := 0
		for _, s := range sentencesOf(text) {
			if s.from < at || s.from >= s.to || strings.TrimSpace(text[at:s.from]) != "" {
				t.Fatalf("%q: sentence %v behind %d", text, s, at)
			}
			if in := text[s.from:s.to]; strings.TrimFunc(in, unicode.IsSpace) != in {
				t.Fatalf("%q: sentence %q", text, in)
			}
			at = s.to
		}
		if strings.TrimSpace(text[at:]) != "" {
			t.Fatalf("%q: %q is in no sentence", text, text[at:])
		}
	})
}

// Runs of one sign, which would be quadratic when every sign looked ahead.
func BenchmarkSentencesOfHostileText(b *testing.B) {
	for _, sign := range []string{".", ")", "\n", " ", "\n ", ". ", "a."} {
		text := strings.Repeat(sign, 100_000)
		b.Run(strings.NewReplacer("\n", "line", " ", "blank").Replace(sign), func(b *testing.B) {
			for b.Loop() {
				sentencesOf(text)
			}
		})
	}
}
