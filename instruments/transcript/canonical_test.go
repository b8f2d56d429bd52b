package transcript

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// awkward are words that a helpful program would mend, and that must stay as they
// were typed.
var awkward = map[string]string{
	"composed and not":           "één coördinator, e\u0301e\u0301n coo\u0308rdinator",
	"quotes of all kinds":        `"a" 'b' “c” ‘d’ „e” «f» ’s avonds`,
	"dashes and dots":            "a - b – c — d -- e … f ... g",
	"blanks of all kinds":        "a  b\u00a0c\u2003d\u202fe\u200bf",
	"signs outside the plane":    "👩‍👩‍👧 🇳🇱 👍🏽 𝒜",
	"ligatures and wide letters": "ﬁets Ａ ĳ Ĳ ß ſ",
	"other alphabets":            "مرحبا שלום здравствуйте 你好",
	"what looks like markup":     "<b>a</b> &amp; {\\b} **c** _d_ #e",
	"what looks like a path":     `C:\map\x ../y %00 \u00e9`,
	"soft hyphens and joiners":   "re\u00adünie a\u2060b",
	"figures":                    "€ 12,50 1.000 3½ 10² 37 %",
}

// Nothing of the words changes: text is not composed, trimmed or mended, in plain
// text, Word, OpenDocument, RTF and pages. Positions count code points of that.
func TestWordsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	for name, words := range awkward {
		spaced := strings.ReplaceAll(words, "  ", "\u00a0 ") // pages and OpenDocument know one blank
		for file, c := range map[string]struct {
			data []byte
			want string
		}{
			"a.txt":  {[]byte("I: " + words + "\nR: ja"), words},
			"b.txt":  {utf16Bytes("\ufeffI: "+words+"\r\nR: ja", true), words},
			"a.md":   {[]byte("I: " + words + "\nR: ja"), words},
			"a.docx": {docx(para(run("I: "+words)) + para(run("R: ja"))), words},
			"a.odt":  {odt(odfPara(esc("I: "+spaced)) + odfPara("R: ja")), spaced},
			"a.rtf":  {rtf("I: " + rtfUnits(words, "?") + `\par R: ja`), words},
			"a.html": {page("", "<p>I: "+esc(spaced)+"<p>R: ja"), spaced},
		} {
			doc := mustRead(t, file, c.data)
			if got := spoken(doc); len(got) != 2 || got[0] != (said{"I", c.want}) || got[1] != (said{"R", "ja"}) {
				t.Errorf("%s in %s: %q, want %q", name, file, got, c.want)
			}
			if n := utf8.RuneCountInString(c.want); len(doc.Turns) == 2 && (doc.Turns[0].Start != 3 || doc.Turns[0].End != 3+n) {
				t.Errorf("%s in %s: at %+v, %d code points", name, file, doc.Turns[0], n)
			}
		}
	}
}

// Blanks at the ends of lines and of the text stay in the text and out of the turns.
func TestBlanksStayInTheText(t *testing.T) {
	t.Parallel()
	const text = "\n  I:\t een  \n\n\tR: twee\u00a0\n \n"
	doc := mustRead(t, "a.txt", []byte(text))
	if doc.Text != text {
		t.Errorf("%q, want %q", doc.Text, text)
	}
	if got := fmt.Sprint(spoken(doc)); got != "[{I een} {R twee}]" {
		t.Errorf("%s", got)
	}
	checkWhole(t, doc)
}

// Whatever the line ends, also mixed ones, the text has LF, and as many lines.
func TestMixedLineEnds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.StringMatching(`[a-zé ,.]{0,12}`), 1, 20).Draw(t, "lines")
		ends := rapid.SliceOfN(rapid.SampledFrom([]string{"\n", "\r\n", "\r"}), len(lines), len(lines)).Draw(t, "ends")
		var file strings.Builder
		want := "woord"
		file.WriteString(want)
		for i, line := range lines {
			end := ends[i]
			if end == "\n" && strings.HasSuffix(file.String(), "\r") {
				end = "\r" // CR and LF of two empty lines would be one
			}
			file.WriteString(end + line)
			want += "\n" + line
		}
		doc, problems := Read("a.txt", []byte(file.String()))
		if problems.Err() != nil || doc.Text != want {
			t.Fatalf("%q: %q %v, want %q", file.String(), doc.Text, problems, want)
		}
		checkWhole(t, doc)
	})
}
