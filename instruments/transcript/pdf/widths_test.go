package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// Words are parted where there is room between them, which is known from the
// widths of the letters: two letters at 50 points, two more at a place.
func TestWidthsPartWords(t *testing.T) {
	t.Parallel()
	const body = `/Encoding/WinAnsiEncoding>>`
	for _, c := range []struct {
		name, font   string
		joins, parts int // places at which the second word touches the first, and stands apart
	}{
		{"a list of widths", `<</Type/Font/Subtype/TrueType/BaseFont/Proef/FirstChar 97/LastChar 100/Widths[500 500 500 500]` + body, 60, 68},
		{"wide letters", `<</Type/Font/Subtype/TrueType/BaseFont/Proef/FirstChar 97/LastChar 100/Widths[900 900 900 900]` + body, 68, 76},
		{"a typewriter", `<</Type/Font/Subtype/Type1/BaseFont/Courier-Bold` + body, 62, 70},
		{"widths not in the list", `<</Type/Font/Subtype/TrueType/BaseFont/Proef/FirstChar 32/LastChar 32/Widths[250]/FontDescriptor<</MissingWidth 700>>` + body, 64, 72},
		{"a composite font's own default", "", 60, 68},
	} {
		font := []string{c.font}
		letters := [2]string{"(ab)", "(cd)"}
		if c.font == "" {
			font = unicodeFont([]rune("abcd"))
			letters = [2]string{"<00010002>", "<00030004>"}
		}
		for at, want := range map[int]string{c.joins: "abcd", c.parts: "ab cd"} {
			content := fmt.Sprintf("BT /F1 10 Tf 1 0 0 1 50 700 Tm %s Tj 1 0 0 1 %d 700 Tm %s Tj ET", letters[0], at, letters[1])
			pages, err := Text(onePage(content, font[0], font[1:]...))
			if got := strings.TrimSpace(strings.Join(pages, "|")); err != nil || got != want {
				t.Errorf("%s, the second word at %d: %q %v, want %q", c.name, at, got, err, want)
			}
		}
	}
}

// The size of the letters, their spacing and their stretching count too.
func TestSpacingPartsWords(t *testing.T) {
	t.Parallel()
	const font = `<</Type/Font/Subtype/TrueType/BaseFont/Proef/FirstChar 97/LastChar 100/Widths[500 500 500 500]/Encoding/WinAnsiEncoding>>`
	for content, want := range map[string]string{
		"/F1 20 Tf 1 0 0 1 50 700 Tm (ab) Tj 1 0 0 1 70 700 Tm (cd) Tj":        "abcd",
		"/F1 10 Tf 1 0 0 1 50 700 Tm (ab) Tj 1 0 0 1 70 700 Tm (cd) Tj":        "ab cd",
		"/F1 10 Tf 200 Tz 1 0 0 1 50 700 Tm (ab) Tj 1 0 0 1 70 700 Tm (cd) Tj": "abcd",
		"/F1 10 Tf 2 0 0 2 50 700 Tm (ab) Tj 1 0 0 1 70 700 Tm (cd) Tj":        "abcd",
		"/F1 10 Tf 50 700 Td [(a) -40 (b) 20 (c)] TJ":                          "abc",
		"/F1 10 Tf 50 700 Td [(ab) -700 (cd)] TJ":                              "ab cd",
		"/F1 10 Tf 14 TL 50 700 Td (ab) Tj (cd) '":                             "ab\ncd",
		"/F1 10 Tf 50 700 Td (ab) Tj 0 -40 Td (cd) Tj":                         "ab\n\ncd",
	} {
		pages, err := Text(onePage("BT "+content+" ET", font))
		if got := strings.TrimSpace(strings.Join(pages, "|")); err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", content, got, err, want)
		}
	}
}
