package transcript

import (
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"meerzicht/instruments"
)

// Decode gives the text of a plain text file by the decoding rule of Read, with
// line ends and NUL as they stand and without byte order mark, and the name of
// the decoder. It is for formats whose positions count what Read takes away.
// What cannot be read becomes U+FFFD.
func Decode(data []byte) (text, decoder string) {
	decoder, body := decoderOf(data)
	switch decoder {
	case utf16LE, utf16BE:
		return rawUTF16(body, decoder == utf16BE), decoder
	case windows1252:
		var b strings.Builder
		b.Grow(windowsLength(body))
		for _, c := range body {
			b.WriteRune(charmap.Windows1252.DecodeByte(c))
		}
		return b.String(), decoder
	}
	return strings.ToValidUTF8(string(body), "\ufffd"), decoder
}

// DecodeWindows gives the UTF-8 of a stream in Windows-1252, which is also read
// for ISO 8859-1.
func DecodeWindows(r io.Reader) io.Reader { return charmap.Windows1252.NewDecoder().Reader(r) }

func rawUTF16(body []byte, big bool) string {
	units := make([]uint16, 0, len(body)/2+1)
	for len(body) >= 2 {
		high, low := body[1], body[0]
		if big {
			high, low = low, high
		}
		units = append(units, uint16(high)<<8|uint16(low))
		body = body[2:]
	}
	if len(body) > 0 {
		units = append(units, utf8.RuneError)
	}
	return string(utf16.Decode(units))
}

// Of is the document of a text that is canonical already, such as one inside a
// project of another program: turns and speakers are looked for, nothing is
// changed. Its kind, id and source are the caller's to fill in. A text too long
// for a transcript has no turns.
func Of(title, text string) instruments.Document {
	doc := instruments.Document{
		Title: title, Text: text, TextSHA256: textSum(text), Length: utf8.RuneCountInString(text),
		Words: countWords(text), Decoder: utf8Plain,
	}
	if talk, err := findTurns(text, nil, nil); err == nil {
		doc.Turns, doc.Speakers = talk.turns, talk.speakers
	}
	return doc
}
