package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	lib "github.com/ledongthuc/pdf"
	"pgregory.net/rapid"

	"meerzicht/instruments"
)

func pagesOf(t *testing.T, data []byte) []string {
	t.Helper()
	pages, err := Text(data)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// Where glyphs stand decides what is a word, a line and a paragraph.
func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, content, want string }{
		{"one string", "BT /F1 12 Tf 50 700 Td (Goedemorgen) Tj ET", "Goedemorgen"},
		{"escapes", `BT /F1 12 Tf 50 700 Td (\(a\) \\ \351\101\
b) Tj ET`, `(a) \ éAb`},
		{"nested brackets", "BT /F1 12 Tf 50 700 Td (a (b) c) Tj ET", "a (b) c"},
		{"hexadecimal", "BT /F1 12 Tf 50 700 Td <48 6F 69 2> Tj ET", "Hoi"},
		{"western signs", `BT /F1 12 Tf 50 700 Td (\200 \222 \223\224 \205) Tj ET`, "€ ’ “” …"},
		{"kerning is no blank", "BT /F1 12 Tf 50 700 Td [(re) -20 (clas) 15 (sering)] TJ ET", "reclassering"},
		{"a gap is a blank", "BT /F1 12 Tf 50 700 Td [(twee) -300 (woorden)] TJ ET", "twee woorden"},
		{"a wide gap parts columns", "BT /F1 12 Tf 50 700 Td [(I) -4000 (woorden)] TJ ET", "I\twoorden"},
		{"moves on one line", "BT /F1 12 Tf 50 700 Td (een) Tj 100 0 Td (twee) Tj ET", "een\ttwee"},
		{"raised letters", "BT /F1 12 Tf 50 700 Td (m) Tj 4 Ts (2) Tj 0 Ts ( x) Tj ET", "m2 x"},
		{"lines of one paragraph", "BT /F1 12 Tf 14 TL 50 700 Td (" + strings.Repeat("woord ", 12) + "woord) Tj (en nog wat) ' ET", strings.Repeat("woord ", 12) + "woord en nog wat"},
		{"a line that ends early", "BT /F1 12 Tf 14 TL 50 700 Td (" + strings.Repeat("woord ", 12) + ") Tj (kort) ' (nieuw) ' ET", strings.Repeat("woord ", 11) + "woord kort\nnieuw"},
		{"a blank line", "BT /F1 12 Tf 50 700 Td (a) Tj 0 -30 Td (b) Tj ET", "a\n\nb"},
		{"a hyphen stays", "BT /F1 12 Tf 14 TL 50 700 Td (" + strings.Repeat("woord ", 12) + "reclasse-) Tj (ring) ' ET", strings.Repeat("woord ", 12) + "reclasse-\nring"},
		{"a label begins a line", "BT /F1 12 Tf 14 TL 50 700 Td (" + strings.Repeat("woord ", 12) + "woord) Tj (R: nee) ' ET", strings.Repeat("woord ", 12) + "woord\nR: nee"},
		{"word and character space", "BT /F1 12 Tf 1 Tc 4 Tw 50 700 Td (a b) Tj ET", "a b"},
		{"double quote", `BT /F1 12 Tf 14 TL 50 700 Td (a) Tj 1 0 (b) " ET`, "a\nb"},
		{"text matrix and scale", "q 2 0 0 2 0 0 cm BT /F1 6 Tf 100 Tz 1 0 0 1 25 350 Tm (a) Tj 1 0 0 1 29 350 Tm (b) Tj ET Q", "ab"},
		{"TD sets the leading", "BT /F1 12 Tf 50 700 TD (a) Tj 0 -14 TD (b) Tj T* (c) Tj ET", "a\nb\nc"},
		{"what stands for glyphs", "BT /F1 12 Tf 50 700 Td (a) Tj /Span <</ActualText <FEFFD83DDE42>>> BDC (xy) Tj EMC (b) Tj ET", "a🙂b"},
		{"pictures between", "BI /W 2 /H 2 ID ((\x00\xff(( \nEI BT /F1 12 Tf 50 700 Td (a) Tj ET", "a"},
		{"comments", "% (nee) Tj\nBT /F1 12 Tf 50 700 Td (a) Tj ET", "a"},
		{"a header drawn last", "BT /F1 12 Tf 50 700 Td (tekst) Tj ET BT /F1 12 Tf 50 810 Td (kop) Tj ET BT /F1 12 Tf 50 825 Td (boven) Tj ET", "boven\nkop\n\ntekst"},
		{"a footer drawn first", "BT /F1 12 Tf 50 30 Td (voet) Tj ET BT /F1 12 Tf 50 700 Td (tekst) Tj ET", "tekst\n\nvoet"},
		{"operators without operands", "Tj TJ Tf Td Tm cm ' \" Q Q EMC BDC Do BT /F1 12 Tf 50 700 Td (a) Tj ET", "a"},
		{"numbers that are none", "BT /F1 12 Tf 50 700 Td (a) Tj 1e999 -- 0x10 inf Td (b) Tj ET", "ab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := pagesOf(t, onePage(c.content, helvetica)); len(got) != 1 || got[0] != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// The fonts say which character a code is.
func TestFonts(t *testing.T) {
	t.Parallel()
	table := packed("1 begincodespacerange <00><FF> endcodespacerange 1 beginbfchar <41> <00660069> endbfchar 2 beginbfrange <42><44> <0078> <45><46> [<00E9> <D83DDE42>] endbfrange")
	for _, c := range []struct {
		name, content, font string
		more                []string
		want                string
	}{
		{"table of characters", "(ABCDEF)", `<</Type/Font/Subtype/TrueType/BaseFont/A/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>`, []string{table}, "fixyzé🙂"},
		{"outside the table", "(Aq)", `<</Type/Font/Subtype/TrueType/BaseFont/A/ToUnicode 6 0 R>>`, []string{table}, "fiq"},
		{"names of glyphs", "(abc)", `<</Type/Font/Subtype/Type1/BaseFont/A/Encoding<</Type/Encoding/Differences[97/eacute/uni20AC/u1F642]>>>>`, nil, "é€🙂"},
		{"names over an encoding", `(a\222)`, `<</Type/Font/Subtype/Type1/BaseFont/A/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[97/eacute]>>>>`, nil, "é’"},
		{"names over the Mac's", `(a\216)`, `<</Type/Font/Subtype/Type1/BaseFont/A/Encoding<</BaseEncoding/MacRomanEncoding/Differences[97/eacute]>>>>`, nil, "éé"},
		{"the Mac's", `(\216)`, `<</Type/Font/Subtype/Type1/BaseFont/A/Encoding/MacRomanEncoding>>`, nil, "é"},
		{"widths", `(ab) Tj 20 0 Td (c)`, `<</Type/Font/Subtype/Type1/BaseFont/A/Encoding/WinAnsiEncoding/FirstChar 97/LastChar 98/Widths[1000 1000]>>`, nil, "abc"},
		{"wide codes", `<00480069>`, `<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>`, []string{`<</Type/Font/W[1 2 500]>>`}, "Hi"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data := onePage("BT /F1 10 Tf 50 700 Td "+c.content+" Tj ET", c.font, c.more...)
			if got := pagesOf(t, data); got[0] != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// Words inside a form are words of the page; a form that holds itself ends.
func TestForms(t *testing.T) {
	form := stream("/Type/XObject/Subtype/Form/Matrix[1 0 0 1 0 -50]/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>", "BT /F1 12 Tf 50 700 Td (binnen) Tj ET /X1 Do")
	got := pagesOf(t, onePage("BT /F1 12 Tf 50 700 Td (buiten) Tj ET /X1 Do", helvetica, form))
	if !strings.HasPrefix(got[0], "buiten\n\nbinnen") {
		t.Errorf("%q", got[0])
	}
	if n := strings.Count(got[0], "binnen"); n != maxForms {
		t.Errorf("the form %d times, want %d", n, maxForms)
	}
}

// Pages come in order, from a tree; what the tree says holds for its pages.
func TestPages(t *testing.T) {
	text := func(s string) string { return stream("", "BT /F1 12 Tf 50 700 Td ("+s+") Tj ET") }
	data := paper(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R 5 0 R]/Count 3/Resources<</Font<</F1 9 0 R>>>>>>`,
		`<</Type/Pages/Kids[4 0 R 6 0 R]/Count 2>>`, `<</Type/Page/Contents 7 0 R>>`, `<</Type/Page/Contents[8 0 R 8 0 R]>>`, `<</Type/Page>>`,
		text("een"), text("drie"), helvetica)
	if got := pagesOf(t, data); fmt.Sprintf("%q", got) != `["een" "" "drie\ndrie"]` {
		t.Errorf("%q", got)
	}
}

// Every word that is written is read, in order.
func TestEveryWordIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching(`[a-zA-Z0-9éëïöüç€’“”…🙂]{1,12}( [a-zA-Z0-9éëïöüç€’“”…🙂.,?!]{1,12}){0,9}`)
		lines := rapid.SliceOfN(line, 1, 30).Draw(t, "lines")
		pages, err := Text(written(lines))
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Fields(strings.Join(lines, " "))
		if got := strings.Fields(strings.Join(pages, " ")); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	good := onePage("BT /F1 12 Tf 50 700 Td (a) Tj ET", helvetica)
	encrypted := bytes.Replace(good, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O("+strings.Repeat("o", 32)+")/U("+strings.Repeat("u", 32)+")>>"), 1)
	newer := bytes.Replace(good, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 5/R 6/Length 256>>"), 1)
	for _, c := range []struct {
		name string
		data []byte
		want Reason
	}{
		{"empty", nil, Damaged},
		{"text", []byte("tekst"), Damaged},
		{"only a head", []byte("%PDF-1.7\n"), Damaged},
		{"truncated", good[:len(good)/2], Damaged},
		{"a page that is not there", bytes.Replace(good, []byte("[3 0 R]"), []byte("[9 0 R]"), 1), Damaged},
		{"pages in a ring", bytes.Replace(good, []byte("[3 0 R]"), []byte("[2 0 R]"), 1), Damaged},
		{"an unknown packing", bytes.Replace(good, []byte("/FlateDecode"), []byte("/GeheimFilte"), 1), Damaged},
		{"packing that is broken", bytes.Replace(good, []byte("stream\nx"), []byte("stream\nQ"), 1), Damaged},
		{"password", encrypted, Encrypted},
		{"a newer lock", newer, Encrypted},
		{"a scan", onePage("q 595 0 0 842 0 0 cm /X1 Do Q", helvetica, stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x")), Scan},
		{"an empty page", onePage("", helvetica), Scan},
		{"blanks", onePage("BT /F1 12 Tf 50 700 Td (   ) Tj ET", helvetica), Scan},
		{"glyphs without letters", onePage("BT /F1 12 Tf 50 700 Td <00010002> Tj ET", `<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>`, `<</Type/Font>>`), Codes},
		{"a bomb", onePage(strings.Repeat(" ", maxStreams+1), helvetica), TooLarge},
		{"too many pages", paper(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Count 1/Kids[`+strings.Repeat("3 0 R ", maxPages+1)+`]>>`, `<</Type/Page>>`), TooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			pages, err := Text(c.data)
			if got := ReasonOf(err); got != c.want {
				t.Fatalf("%q (%v), want %q; %.80q", got, err, c.want, pages)
			}
			told := ReasonOf(err).Refusal()
			nl, en := instruments.Localized(told, instruments.Dutch), instruments.Localized(told, instruments.English)
			if !errors.Is(told, instruments.ErrRefused) || nl == en || !strings.Contains(nl, "tip:") || !strings.Contains(en, "hint:") {
				t.Errorf("%s\n%s", nl, en)
			}
		})
	}
}

func TestReasons(t *testing.T) {
	if ReasonOf(nil) != "" || ReasonOf(errors.New("x")) != Damaged {
		t.Error("no error, or an unknown one")
	}
	for r := range refusals {
		if !errors.Is(r.Refusal(), instruments.ErrRefused) {
			t.Errorf("%s is no refusal", r)
		}
	}
	if got, want := instruments.Localized(Reason("onbekend").Refusal(), instruments.Dutch), instruments.Localized(Damaged.Refusal(), instruments.Dutch); got != want {
		t.Errorf("%s", got)
	}
}

func ExampleText() {
	data, err := os.ReadFile("../testdata/pdf/narrow.pdf")
	if err != nil {
		fmt.Println(err)
		return
	}
	pages, err := Text(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(pages))
	fmt.Println(strings.SplitN(pages[0], "\n", 2)[0])
	// Output:
	// 1
	// Interviewer: Fijn dat u er bent. Hoe is het contact begonnen?
}

// Whatever comes in, there are pages or an error. This is no fuzz target: the
// library may loop on a broken file, which only the child process can be stopped
// from.
func TestTextOrError(t *testing.T) {
	t.Parallel()
	for _, data := range [][]byte{
		onePage("BT /F1 12 Tf 50 700 Td (a) Tj [(b) -300 <63>] TJ ET", helvetica),
		written([]string{"I: één", "R: 🙂"}),
		[]byte("%PDF-1.7\nstartxref\n0\n%%EOF"),
		[]byte("%PDF-1.7"),
		nil,
	} {
		if pages, err := Text(data); (err == nil) != (len(pages) > 0) {
			t.Errorf("%.20q: %d pages and %v", data, len(pages), err)
		}
	}
}

// FuzzContent feeds anything to the part that follows page descriptions and
// tables of codes, which is ours.
func FuzzContent(f *testing.F) {
	f.Add([]byte("BT /F1 12 Tf 50 700 Td (a\\051) Tj [(b) -300 <63>] TJ T* BI ID x EI ET"))
	f.Add([]byte("1 beginbfrange <00><ff> [<00e9>] endbfrange 1 begincodespacerange <0000><ffff> endcodespacerange"))
	f.Add([]byte("/Span<</ActualText(x)>>BDC EMC q 1 0 0 1 0 0 cm Q 1e309 0 Td"))
	f.Fuzz(func(t *testing.T, data []byte) {
		readCodeMap(data)
		d := &document{fonts: map[string]*font{}, left: 1 << 20}
		p := painter{d: d, state: state{scale: 1, ctm: identity, size: 10, font: &font{simple: [256]string{'a': "a"}, missing: 500}}}
		if err := p.paint(data, lib.Value{}, 0); err != nil {
			t.Error(err)
		}
		layOut(p.pieces, 842)
	})
}

func BenchmarkText(b *testing.B) {
	var lines []string
	size := 0
	for i := range 2000 {
		line := fmt.Sprintf("Spreker %d: dat was toen nog zo, met z’n tweeën en voor € %d,50.", i%2+1, i)
		size += len(line) + 1
		lines = append(lines, line)
	}
	data := written(lines)
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Text(data); err != nil {
			b.Fatal(err)
		}
	}
}
