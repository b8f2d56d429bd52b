package transcript

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"meerzicht/instruments"
)

// readText reads plain text (.txt, .md) by the decoding rule: byte order mark,
// then the NUL pattern of UTF-16, then UTF-8 when it is valid, else
// Windows-1252. Statistical guessing misjudges Dutch and is not used.
func readText(data []byte) (content, *refusal) {
	if len(data) > maxText {
		return content{}, refuseTextSize()
	}
	decoder, body := decoderOf(data)
	if decoder == windows1252 && windowsLength(body) > maxText {
		return content{}, refuseTextSize()
	}
	text, bad := decode(decoder, body)
	if len(text) > maxText {
		return content{}, refuseTextSize()
	}
	if looksBinary(text) {
		return content{}, refuseBinary()
	}
	c := content{text: text, decoder: decoder}
	if bad > 0 {
		c.notes = append(c.notes, noteUnreadable(bad))
	}
	if decoder == windows1252 {
		c.notes = append(c.notes, noteWindows1252(text))
	}
	return c, nil
}

// The names of the decoders, as they stand in Document.Decoder.
const (
	utf8Plain   = "utf-8"
	utf8BOM     = "utf-8-bom"
	utf16LE     = "utf-16le"
	utf16BE     = "utf-16be"
	windows1252 = "windows-1252"
)

// decoderOf chooses the decoder and strips the byte order mark.
func decoderOf(data []byte) (string, []byte) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return utf8BOM, data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return utf16LE, data[2:]
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return utf16BE, data[2:]
	}
	if d := nulPattern(data); d != "" {
		return d, data
	}
	if utf8.Valid(data) {
		return utf8Plain, data
	}
	return windows1252, data
}

// nulPattern recognises UTF-16 without a mark: of the bytes at even or odd
// places at least a third is zero, of the others less than one in twenty.
func nulPattern(data []byte) string {
	if bytes.IndexByte(data, 0) < 0 {
		return ""
	}
	var zero [2]int
	for i, c := range data {
		if c == 0 {
			zero[i&1]++
		}
	}
	even, odd := (len(data)+1)/2, len(data)/2
	switch {
	case 3*zero[1] >= odd && 20*zero[0] < even:
		return utf16LE // the high byte, mostly zero, comes second
	case 3*zero[0] >= even && 20*zero[1] < odd:
		return utf16BE
	}
	return ""
}

// decode gives the canonical text and how many characters could not be read and
// became U+FFFD.
func decode(decoder string, body []byte) (string, int) {
	switch decoder {
	case utf16LE, utf16BE:
		return decodeUTF16(body, decoder == utf16BE)
	case windows1252:
		return decodeWindows(body), 0
	}
	if utf8.Valid(body) {
		return canonical(body), 0
	}
	// a byte order mark promised UTF-8
	text := canonical(bytes.ToValidUTF8(body, []byte("\ufffd")))
	return text, strings.Count(text, "\ufffd")
}

// canonical turns CRLF and lone CR into LF and removes NUL, nothing else.
func canonical(body []byte) string {
	if bytes.IndexByte(body, '\r') < 0 && bytes.IndexByte(body, 0) < 0 {
		return string(body)
	}
	var b strings.Builder
	b.Grow(len(body))
	for i, c := range body {
		switch {
		case c == 0:
		case c == '\r':
			b.WriteByte('\n')
		case c == '\n' && i > 0 && body[i-1] == '\r':
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// windowsLength is the length in UTF-8, before line ends are joined.
func windowsLength(body []byte) int {
	n := 0
	for _, c := range body {
		n += utf8.RuneLen(charmap.Windows1252.DecodeByte(c))
	}
	return n
}

// decodeWindows decodes Windows-1252, in which every byte has a meaning.
func decodeWindows(body []byte) string {
	var b strings.Builder
	b.Grow(windowsLength(body))
	for i, c := range body {
		switch {
		case c == 0:
		case c == '\r':
			b.WriteByte('\n')
		case c == '\n' && i > 0 && body[i-1] == '\r':
		default:
			b.WriteRune(charmap.Windows1252.DecodeByte(c))
		}
	}
	return b.String()
}

// decodeUTF16 decodes and makes canonical in one go. A lone surrogate and a last
// odd byte become U+FFFD.
func decodeUTF16(body []byte, big bool) (string, int) {
	var b strings.Builder
	b.Grow(len(body) / 2)
	bad := 0
	unit := func(i int) rune {
		if i+1 >= len(body) {
			return utf8.RuneError
		}
		if big {
			return rune(body[i])<<8 | rune(body[i+1])
		}
		return rune(body[i+1])<<8 | rune(body[i])
	}
	last := rune(0)
	for i := 0; i < len(body); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			r = utf16.DecodeRune(r, unit(i+2))
			if r != utf8.RuneError {
				i += 2
			}
		}
		if r == utf8.RuneError {
			bad++
		}
		switch {
		case r == 0: // removed after the line ends are judged, so it parts CR from LF
		case r == '\r':
			b.WriteByte('\n')
		case r == '\n' && last == '\r':
		default:
			b.WriteRune(r)
		}
		last = r
	}
	return b.String(), bad
}

// looksBinary is true when more than one character in fifty is a control
// character that no text holds.
func looksBinary(text string) bool {
	controls := 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' && c != '\n' && c != '\t' && c != '\f' && c != '\v' && c != bullet[0] {
			controls++
		}
	}
	return controls > 4 && controls*50 > len(text)
}

func noteUnreadable(n int) instruments.Problem {
	return instruments.Problem{
		Note: true,
		What: instruments.Textf("Niet te lezen tekens, vervangen door �: %d.", "Characters that could not be read, replaced by �: %d.", n),
		Hint: instruments.Text{NL: "Sla het bestand opnieuw op als UTF-8.", EN: "Save the file again as UTF-8."},
	}
}

// noteWindows1252 shows the first words with an accent, for the eye to judge.
func noteWindows1252(text string) instruments.Problem {
	at := strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
	from := max(0, at)
	start := strings.LastIndexAny(text[:from], " \n\t") + 1
	sample := text[start:]
	if end := strings.IndexAny(sample[from-start:], " \n\t"); end >= 0 {
		sample = sample[:from-start+end]
	}
	if len(sample) > 80 {
		sample = strings.ToValidUTF8(sample[:80], "") + "…"
	}
	return instruments.Problem{
		Note: true,
		What: instruments.Textf("Gelezen als Windows-1252, want het is geen UTF-8; zo staat er: “%s”.",
			"Read as Windows-1252, for it is not UTF-8; it reads: “%s”.", instruments.Plain(sample)),
		Hint: instruments.Text{NL: "Klopt het woord niet, sla het bestand dan opnieuw op als UTF-8.", EN: "If the word is wrong, save the file again as UTF-8."},
	}
}
