package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"unicode/utf16"
)

// paper writes a PDF: objects by number, from 1, the first of them the catalogue.
func paper(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

func packed(data string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(data))
	_ = w.Close()
	return stream("/Filter/FlateDecode", b.String())
}

const helvetica = `<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>`

// onePage has one page of A4 with that description and that font as F1.
func onePage(content, font string, more ...string) []byte {
	return paper(append([]string{
		`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>`,
		`<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>/MediaBox[0 0 595 842]>>`,
		packed(content), font,
	}, more...)...)
}

// unicodeFont is a composite font with a table that says what its codes are;
// code n+1 is the n-th of chars.
func unicodeFont(chars []rune) []string {
	var table strings.Builder
	table.WriteString("/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000><FFFF> endcodespacerange\n")
	fmt.Fprintf(&table, "%d beginbfchar\n", len(chars))
	for i, r := range chars {
		fmt.Fprintf(&table, "<%04X> <", i+1)
		for _, u := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&table, "%04X", u)
		}
		table.WriteString(">\n")
	}
	table.WriteString("endbfchar endcmap end")
	return []string{
		`<</Type/Font/Subtype/Type0/BaseFont/Proef/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>`,
		`<</Type/Font/Subtype/CIDFontType2/BaseFont/Proef/DW 500/W[1 [500 500] 3 5 500]>>`,
		packed(table.String()),
	}
}

// written writes lines in a composite font, 14 points apart.
func written(lines []string) []byte {
	var chars []rune
	code := map[rune]int{}
	var b strings.Builder
	b.WriteString("BT /F1 10 Tf 14 TL 50 700 Td\n")
	for _, line := range lines {
		b.WriteString("<")
		for _, r := range line {
			if code[r] == 0 {
				chars = append(chars, r)
				code[r] = len(chars)
			}
			fmt.Fprintf(&b, "%04X", code[r])
		}
		b.WriteString("> Tj T*\n")
	}
	b.WriteString("ET")
	font := unicodeFont(chars)
	return onePage(b.String(), font[0], font[1:]...)
}
