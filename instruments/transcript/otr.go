package transcript

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// readOTR reads a file of oTranscribe: JSON of which "text" is a page as a
// browser's editor writes it, with a span for every time. The times are taken
// out of the text and given to the turns.
func readOTR(data []byte) (content, *refusal) {
	c, v, err := readJSON(data)
	if err != nil {
		return content{}, err
	}
	text := v.object()["text"]
	if text.kind() != '"' {
		return content{}, refuseNoOTR()
	}
	decoder, notes := c.decoder, c.notes
	if c, err = readHTML([]byte("\ufeff" + otrPage(text.text()))); err != nil {
		return content{}, err
	}
	c.decoder, c.notes = "otr, "+decoder, append(c.notes, notes...)
	return c, nil
}

// otrPage turns the spans of times into anchors, which the reader of pages knows,
// and the blanks that the editor writes so that they do not join into plain ones.
func otrPage(page string) string {
	page = strings.NewReplacer("&nbsp;", " ", "\u00a0", " ", "\r", " ").Replace(page)
	var b strings.Builder
	b.Grow(len(page))
	for page != "" {
		at := strings.Index(page, "<span")
		if at < 0 {
			break
		}
		b.WriteString(page[:at])
		page = page[at:]
		ms, n := otrTime(page)
		if n == 0 {
			n = len("<span")
			b.WriteString(page[:n])
		} else if ms >= 0 {
			fmt.Fprintf(&b, ` <a name="ts_%d_%d_"></a>`, ms, ms)
		}
		page = page[n:]
	}
	b.WriteString(page)
	return b.String()
}

// otrTime reads the span of a time at the start of s: its attribute in seconds,
// else what it shows; −1 when neither is a time. The length is 0 when the span
// holds words.
func otrTime(s string) (ms int64, n int) {
	s = s[:min(len(s), 1000)]
	end := strings.IndexByte(s, '>')
	stop := strings.Index(s, "</span>")
	if end < 0 || stop < end || !strings.Contains(s[:end], "timestamp") {
		return -1, 0
	}
	n = stop + len("</span>")
	shown := strings.TrimSpace(html.UnescapeString(s[end+1 : stop]))
	ms, m := cueClock(shown)
	if m != len(shown) {
		return -1, 0
	}
	if m == 0 {
		ms = -1
	}
	if _, value, ok := strings.Cut(s[:end], "data-timestamp="); ok {
		value = strings.Trim(value, `"' `)
		value, _, _ = strings.Cut(value, `"`)
		if f, err := strconv.ParseFloat(value, 64); err == nil && f >= 0 && f < 1e9 {
			ms = int64(math.Round(f * 1000))
		}
	}
	return ms, n
}

func refuseNoOTR() *refusal {
	return refuse("Dit .otr-bestand heeft geen tekst: het is niet van oTranscribe, of het is beschadigd.",
		"This .otr file has no text: it is not of oTranscribe, or it is damaged.",
		"Open het in oTranscribe en exporteer het opnieuw, of sla de tekst op als Word (.docx).",
		"Open it in oTranscribe and export it again, or save the text as Word (.docx).")
}
