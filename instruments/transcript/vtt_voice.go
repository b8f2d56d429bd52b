package transcript

import (
	"html"
	"strings"
)

// voiced is a stretch of a cue's words and who says them.
type voiced struct {
	speaker string
	words   string
}

// voices parts the payload of a cue by its voice tags: <v Name>words</v>, not
// always closed. Other tags that subtitles know are taken out; what only looks
// like a tag is speech. Entities such as &lt; and &nbsp; become characters.
func voices(payload string) func(func(voiced) bool) {
	return func(yield func(voiced) bool) {
		var words strings.Builder
		speaker := ""
		for payload != "" {
			at := strings.IndexAny(payload, "<{")
			if at < 0 {
				at = len(payload)
			}
			name, note, n := tag(payload[at:])
			if n == 0 {
				n = min(1, len(payload)-at)
				at, n = at+n, 0
			}
			words.WriteString(payload[:at])
			payload = payload[at+n:]
			switch name {
			case "v", "/v":
				if words.Len() > 0 && !yield(voiced{speaker, html.UnescapeString(words.String())}) {
					return
				}
				words.Reset()
				speaker = speakerLabel(html.UnescapeString(note))
			case "br":
				words.WriteByte('\n')
			}
		}
		if words.Len() > 0 {
			yield(voiced{speaker, html.UnescapeString(words.String())})
		}
	}
}

const longestTag = 300 // bytes of a tag; what is longer is speech

// subtitleTags are the tags of WebVTT and SubRip.
var subtitleTags = []string{"v", "c", "i", "b", "u", "s", "lang", "ruby", "rt", "font", "em", "strong", "span", "br"}

// tag reads the tag at the start of s: its name, "/" before that of an end tag,
// what stands behind the name, and its length; 0 when there is none.
func tag(s string) (name, note string, n int) {
	s = s[:min(len(s), longestTag)]
	if strings.HasPrefix(s, `{\`) { // the overrides of subtitles, such as {\an8}
		return "", "", strings.IndexByte(s, '}') + 1
	}
	if s == "" || s[0] != '<' {
		return "", "", 0
	}
	end := strings.IndexByte(s, '>')
	if end < 0 {
		return "", "", 0
	}
	body := s[1:end]
	if t, m := cueClock(body); m > 0 && m == len(body) && t >= 0 {
		return "", "", end + 1
	}
	slash := ""
	if strings.HasPrefix(body, "/") {
		slash, body = "/", body[1:]
	}
	name, note = body, ""
	if at := strings.IndexAny(body, " \t\n./"); at >= 0 {
		name, note = body[:at], body[at:]
	}
	name = strings.ToLower(name)
	for _, known := range subtitleTags {
		if name == known {
			if slash != "" {
				note = ""
			}
			return slash + name, annotation(note), end + 1
		}
	}
	return "", "", 0
}

// annotation is what stands behind a tag's name and its classes.
func annotation(s string) string {
	if strings.HasPrefix(s, ".") {
		_, s, _ = strings.Cut(strings.ReplaceAll(strings.ReplaceAll(s, "\t", " "), "\n", " "), " ")
	}
	return strings.TrimSpace(s)
}
