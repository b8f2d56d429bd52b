package transcript

import "strings"

// readSRT reads SubRip subtitles, with or without numbers.
func readSRT(data []byte) (content, *refusal) { return readCues("srt", data) }

// looksLikeSRT is true for text that begins with a number and a timing below it,
// or with a timing: subtitles under the name of a text.
func looksLikeSRT(data []byte) bool {
	decoder, body := decoderOf(data[:min(len(data), 256)])
	text, _ := decode(decoder, body)
	first, rest, _ := strings.Cut(strings.TrimLeft(text, " \t\n"), "\n")
	second, _, _ := strings.Cut(rest, "\n")
	_, _, ok := timing(first)
	if !ok && allDigits(strings.TrimSpace(first)) {
		_, _, ok = timing(second)
	}
	return ok
}
