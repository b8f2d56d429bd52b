package transcript

import (
	"strings"
	"testing"

	"meerzicht/instruments"
)

func TestDecodingRule(t *testing.T) {
	const dutch = "R: Zij zei: ‘géén reünie’, voor € 5 – écht."
	for _, c := range []struct {
		name, data, text, decoder string
		notes                     int
	}{
		{"ascii", "R: ja", "R: ja", "utf-8", 0},
		{"utf-8", dutch, dutch, "utf-8", 0},
		{"utf-8 with mark", "\xef\xbb\xbf" + dutch, dutch, "utf-8-bom", 0},
		{"only one mark goes", "\xef\xbb\xbf\ufeffja", "\ufeffja", "utf-8-bom", 0},
		{"mark promises utf-8", "\xef\xbb\xbfge\xebn", "ge\ufffdn", "utf-8-bom", 1},
		{"utf-16 with mark", string(utf16Bytes("\ufeff"+dutch, false)), dutch, "utf-16le", 0},
		{"utf-16 big end", string(utf16Bytes("\ufeff"+dutch, true)), dutch, "utf-16be", 0},
		{"utf-16 by its zeros", string(utf16Bytes(dutch, false)), dutch, "utf-16le", 0},
		{"utf-16 big end by its zeros", string(utf16Bytes(dutch, true)), dutch, "utf-16be", 0},
		{"zeros before utf-8", "j\x00a\x00", "ja", "utf-16le", 0}, // valid UTF-8 as well
		{"few zeros", "R: dit is een NUL\x00 in gewone tekst", "R: dit is een NUL in gewone tekst", "utf-8", 0},
		{"windows-1252", "R: g\xe9\xe9n re\xfcnie, \x80 5 \x96 \x91ja\x92", "R: géén reünie, € 5 – ‘ja’", "windows-1252", 1},
		{"windows-1252 with NUL", "ge\xebrg\x00erd, en nog een heel stuk tekst", "geërgerd, en nog een heel stuk tekst", "windows-1252", 1},
		{"surrogate pair", string(utf16Bytes("\ufeff😀 ja", false)), "😀 ja", "utf-16le", 0},
		{"lone surrogate", "\xff\xfej\x00\x00\xd8a\x00", "j\ufffda", "utf-16le", 1},
		{"odd last byte", "\xff\xfej\x00a\x00b", "ja\ufffd", "utf-16le", 1},
		{"no composing", "cafe\u0301", "cafe\u0301", "utf-8", 0},
		{"quotes and blanks stay", " \"a\"  \u00a0 b \n", " \"a\"  \u00a0 b \n", "utf-8", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, problems := Read("a.txt", []byte(c.data))
			if doc.Text != c.text || doc.Decoder != c.decoder || len(problems) != c.notes || problems.Err() != nil {
				t.Errorf("%q %s %v", doc.Text, doc.Decoder, problems)
			}
		})
	}
}

func TestLineEnds(t *testing.T) {
	for raw, want := range map[string]string{
		"a\r\nb":         "a\nb",
		"a\rb":           "a\nb",
		"a\nb":           "a\nb",
		"a\r\rb":         "a\n\nb",
		"a\n\rb":         "a\n\nb",
		"a\r\n\r\nb\rc":  "a\n\nb\nc",
		"a\r":            "a\n",
		"a\tb\fc\vd":     "a\tb\fc\vd", // tabs, page breaks stay
		"a\u2028b\u0085": "a\u2028b\u0085",
	} {
		for _, decoder := range []string{utf8Plain, utf16LE, utf16BE} {
			data := []byte(raw)
			if decoder != utf8Plain {
				data = utf16Bytes(raw, decoder == utf16BE)
			}
			if got, bad := decode(decoder, data); got != want || bad != 0 {
				t.Errorf("%s %q: %q", decoder, raw, got)
			}
		}
		if got := decodeWindows([]byte(strings.NewReplacer("\u2028", "", "\u0085", "").Replace(raw))); got != strings.NewReplacer("\u2028", "", "\u0085", "").Replace(want) {
			t.Errorf("windows-1252 %q: %q", raw, got)
		}
	}
}

// A lone CR, a NUL and a CRLF read alike in all decoders.
func TestDecodersAgree(t *testing.T) {
	const raw = "een\r\x00\ntwee\x00\r\ndrie\rvier"
	want, _ := decode(utf8Plain, []byte(raw))
	for _, big := range []bool{false, true} {
		if got, _ := decodeUTF16(utf16Bytes(raw, big), big); got != want {
			t.Errorf("utf-16: %q, want %q", got, want)
		}
	}
	if got := decodeWindows([]byte(raw)); got != want {
		t.Errorf("windows-1252: %q, want %q", got, want)
	}
}

// The note shows the first word with an accent, so that a person can judge.
func TestWindowsNote(t *testing.T) {
	_, problems := Read("oud.txt", []byte("R: Dat was ge\xefnteresseerd, ja."))
	if len(problems) != 1 || !problems[0].Note || problems[0].File != "oud.txt" {
		t.Fatalf("%v", problems)
	}
	for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
		if text := problems.In(lang); !strings.Contains(text, "“geïnteresseerd,”") || !strings.Contains(text, "Windows-1252") {
			t.Errorf("%s", text)
		}
	}
}
