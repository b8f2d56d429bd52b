package transcript

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// What of RTF is text, what is left out, and how often.
func TestRTFText(t *testing.T) {
	t.Parallel()
	const row = `\trowd\cellx1000\cellx9000 `
	for _, c := range []struct {
		name, body, text, omitted string
	}{
		{"line ends mean nothing", "ee\r\nn wo\nord\\par twee\\par", "een woord\ntwee", "[]"},
		{"empty paragraphs", `a\par\par b\par\par`, "a\n\nb\n", "[]"},
		{"escapes", `\{a\} \\b`, `{a} \b`, "[]"},
		{
			"signs by name", `\lquote a\rquote \ldblquote b\rdblquote \endash \emdash \bullet c\~d e\_f\-g\emspace h\tab i\line j\page k`,
			"‘a’“b”–—•c\u00a0d e\u2011f\u00adg\u2003h\ti\nj\fk", "[]",
		},
		{"unicode and stand-ins", `\u233?\u233 e\u233\'e9{\uc0\u233 x}{\uc2\u233\'83Ax}\u233{\b y}`, "ééééxéxéy", "[]"},
		{"a sign stands in", `\u8211\endash x\u8217\rquote y`, "–x’y", "[]"},
		{"no structure stands in", `\u233\par b\u233\tab c`, "é\nbé\tc", "[]"},
		{"surrogates", `\u-10179?\u-8638?\u55357 ?\u56898 ?\uc0 \u128578 `, "🙂🙂🙂", "[]"},
		{"a line in the source after \\u", "\\u233\r\n?a", "éa", "[]"},
		{"code pages of fonts", `\f1\'9e\'ec\f0\'e9\f2\'8e`, "žěéé", "[]"},
		{"two bytes", `\f4\'82\'a0\'83A\f0 a`, "あアa", "[]"},
		{"symbol fonts", `a\f3\'e0\f5\'b7\f3 \u-3844?\f0 b`, "a→•✓b", "[]"},
		{"unknown symbols", `a\f3\'01\'22\f0 b`, "ab", "[{symbol 1}]"},
		{"symbol fields", `a{\field{\*\fldinst SYMBOL 224 \\f "Wingdings" \\s 11}{\fldrslt\f3\'e0}}b`, "a→b", "[]"},
		{"fields", `{\field{\*\fldinst DATE}{\fldrslt 3 mei}}`, "3 mei", "[]"},
		{"fields in fields", `{\field{\*\fldinst IF {\field{\*\fldinst PAGE}{\fldrslt 9}}}{\fldrslt ja}}`, "ja", "[]"},
		{"what may be ignored", `a{\*\onbekend weg}b{\*\bkmkstart x}c{\nieuw d}`, "abcd", "[]"},
		{"tables of the file", `{\*\listtable{\list x}}{\revtbl{Onbekend;}}{\*\rsidtbl\rsid1}a`, "a", "[]"},
		{"binary data", "a{\\pict\\bin4 }}{{}b{\\*\\x\\bin2 {{}c", "abc", "[{image 1}]"},
		{"pictures in two versions", `a{\*\shppict{\pict 00ff}}{\nonshppict{\pict 00ff}}`, "a", "[{image 1}]"},
		{"objects", `a{\object\objemb{\*\objclass Word}{\*\objdata 00}{\result{\pict 00} tekst}}b`, "a tekstb", "[{object 1}]"},
		{"notes", `a{\footnote\ftnalt eind}{\footnote onder}{\chftn}b`, "ab", "[{endnote 1} {footnote 1}]"},
		{"comments", `a{\*\atnid A}{\*\atnauthor codeur1}\chatn{\*\annotation{\*\atndate 1} niet zeker}b`, "ab", "[{comment 1}]"},
		{"headers", `{\headerf geheim}{\header  }{\footerl 1{\field{\*\fldinst PAGE}{\fldrslt 1}}}a`, "a", "[{footer 1} {header 1}]"},
		{"deleted", `a{\deleted weg}b\deleted weg \b weg\deleted0 c`, "abc", "[{deleted 2}]"},
		{"deleted paragraph mark", `a{\deleted\par}b\par c`, "ab\nc", "[]"},
		{"moved", `{\mvf x}a{\mvt x}`, "ax", "[{moved 1}]"},
		{"hidden", `a{\v weg}b\v weg\v0 c{\xe{x}}{\tc y}\v z\plain d`, "abcd", "[{hidden 3}]"},
		{"numbers of lists", `{\listtext 1.\tab}a\par{\pntext\f3\'b7\tab}b`, "a\nb", "[]"},
		{"a text box", `ervoor {\shp{\*\shpinst{\sp{\sn naam}{\sv waarde}}{\shptxt in een vak\par}}{\shprslt{\*\do in een vak}}}erna\par z`, "ervoor erna\nin een vak\nz", "[]"},
		{"an old text box", `a{\*\do\dptxbx{\dptxbxtext b\par}}\par c`, "a\nb\nc", "[]"},
		{"a table in a box", `a{\shp{\*\shpinst{\shptxt ` + row + `\intbl b\cell c\cell\row\pard}}}\par d`, "a\nb\tc\nd", "[]"},
		{"both alphabets", `{\upr{\f0 a?}{\*\ud{\u235?}}}b`, "ëb", "[]"},
		{"tables", `x\par` + row + `\pard\intbl a\cell b\cell\row` + row + `\intbl\cell c\cell\row\pard y`, "x\na\tb\n\tc\ny", "[]"},
		{"lines in a cell", row + `\intbl a\par b\cell c\par\cell\row\pard`, "a\nb\tc\n", "[]"},
		{"two tables", row + `\intbl a\cell b\cell\row\pard tussen\par` + row + `\intbl c\cell d\cell\row\pard`, "a\tb\ntussen\nc\td", "[]"},
		{"a table in a cell", `\trowd\pard\intbl voor\par\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}\pard\intbl na\cell\row\pard`, "voor\na\tb\nna", "[]"},
		{"cells without a row", `a\cell b\cell\par c`, "a\tb\t\nc", "[]"},
		{"brackets too many", `a}}} rest`, "a", "[]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc := mustRead(t, "a.rtf", rtf(c.body))
			if doc.Text != c.text {
				t.Errorf("%q, want %q", doc.Text, c.text)
			}
			if got := fmt.Sprint(doc.Omitted); got != c.omitted {
				t.Errorf("omitted %s, want %s", got, c.omitted)
			}
			checkWhole(t, doc)
		})
	}
}

// The code page of the file counts for fonts that name none.
func TestRTFCodePages(t *testing.T) {
	for head, want := range map[string]string{
		`\ansi`: "é", `\ansi\ansicpg1250`: "é", `\ansi\ansicpg1251`: "й", `\mac`: "È", `\pc`: "Θ", `\pca`: "Ú", `\ansi\ansicpg99999`: "é", `\ansi\ansicpg65001`: "�",
	} {
		doc := mustRead(t, "a.rtf", []byte(`{\rtf1`+head+`\deff0{\fonttbl{\f0 Arial;}}\f0 \'e9 woord}`))
		if doc.Text != want+" woord" {
			t.Errorf("%s: %q, want %q", head, doc.Text, want)
		}
	}
}

// Changes are told, and so is what could not be read.
func TestRTFNotes(t *testing.T) {
	_, problems := Read("a.rtf", rtf(`a{\revised b}c{\deleted d}\u-10179?x\u56898?y\u1?`))
	nl := problems.In(instruments.Dutch)
	if problems.Err() != nil || !strings.Contains(nl, "2 bijgehouden wijzigingen") || !strings.Contains(nl, "vervangen door �: 3") {
		t.Errorf("%s", nl)
	}
}

func TestRTFRefused(t *testing.T) {
	t.Parallel()
	checkRefused(t, []refusedFile{
		{"text", "a.rtf", []byte("gewone tekst"), "heet .rtf"},
		{"breaks off", "a.rtf", rtf("I: dag")[:len(rtf("I: dag"))-1], "breekt af"},
		{"only its head", "a.rtf", []byte(`{\rtf1`), "breekt af"},
		{"binary data that is not there", "a.rtf", rtf(`a{\pict\bin999999999 x}`), "breekt af"},
		{"less than nothing", "a.rtf", rtf(`a{\pict\bin-5 x}`), "breekt af"},
		{"deep", "a.rtf", []byte(`{\rtf1` + strings.Repeat("{", 100_000) + strings.Repeat("}", 100_001)), "dieper genest"},
		{"no words", "a.rtf", rtf(`{\pict 00}\par`), "afbeelding"},
		{"empty", "a.rtf", rtf(""), "leeg"},
		{"rows without end", "a.rtf", rtf(`a` + strings.Repeat(`\trowd\intbl\cell\row`, maxTurns+2)), "alinea's"},
		{"too many paragraphs", "a.rtf", rtf(strings.Repeat(`a\par `, maxTurns+2)), "alinea's"},
	})
}

// Hostile files that are read nevertheless, quickly.
func TestRTFOdd(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"many fonts":       `{\fonttbl` + strings.Repeat(`{\f7 x;}`, 50_000) + `}a`,
		"deep tables":      strings.Repeat(`\pard\intbl\itap999999999 a\nestcell\nestrow`, 2000),
		"numbers":          `\u99999999999999999999?\f99999999999\uc99999999a{\uc-4 \u233 ?}`,
		"long words":       `\` + strings.Repeat("a", 100_000) + ` b`,
		"stray ends":       `\row\cell\nestrow\nestcell\trowd\row\par`,
		"half a character": `\'e\'zz\'`,
		"boxes":            strings.Repeat(`{\shp{\*\shpinst{\shptxt `, 300) + "a" + strings.Repeat("}}}", 300),
	} {
		doc, problems := Read("a.rtf", rtf(body+" slot"))
		if problems.Err() != nil || !strings.Contains(doc.Text, "slot") {
			t.Errorf("%s: %v %.40q", name, problems, doc.Text)
		}
		checkWhole(t, doc)
	}
}

func TestRTFFixtures(t *testing.T) {
	for name, want := range map[string]string{
		"tika-testRTFHexEscapeInsideWord.rtf": "GOVERNO DO ESTADO DO ESPÍRITO SANTO", "tika-testRTFUmlautSpaces.rtf": "Übersicht",
	} {
		if doc := mustRead(t, name, shared(t, "fixtures/transcripts/rtf/"+name)); doc.Text != want {
			t.Errorf("%s: %q", name, doc.Text)
		}
	}
}
