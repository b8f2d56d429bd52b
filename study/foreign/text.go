package foreign

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"
)

// source is the text of a document as the other program counts it, and where a
// line must be broken so that people can read it.
type source struct {
	raw    string
	breaks []int // bytes of raw before which a line end is put in
}

// plain is the text of a document that is kept as HTML: its text nodes one behind
// the other, as Taguette counts them. Paragraphs are broken where nothing in the
// text breaks them.
func plain(page string) source {
	page = strings.ReplaceAll(strings.ReplaceAll(page, "\r\n", "\n"), "\x00", "")
	page = strings.ReplaceAll(page, "\r", "\n")
	var s source
	var b strings.Builder
	wanted := false // a break before the next text
	for page != "" {
		text, tag, rest := nextTag(page)
		page = rest
		text = html.UnescapeString(text)
		if words := strings.TrimLeft(text, " \t\u00a0"); strings.TrimSpace(words) != "" {
			if wanted && b.Len() > 0 && !endsLine(&b) && !strings.HasPrefix(words, "\n") {
				s.breaks = append(s.breaks, b.Len())
			}
			wanted = false
		}
		b.WriteString(text)
		wanted = wanted || breaks(tag)
	}
	s.raw = b.String()
	return s
}

func endsLine(b *strings.Builder) bool {
	return strings.HasSuffix(strings.TrimRight(b.String(), " \t\u00a0"), "\n")
}

// nextTag cuts HTML at its next tag: the text before it, the tag's name with "/"
// in front when it closes, and what follows. A "<" that begins no tag is text.
func nextTag(page string) (text, tag, rest string) {
	for from := 0; ; {
		i := strings.IndexByte(page[from:], '<')
		if i < 0 {
			return page, "", ""
		}
		i += from
		if strings.HasPrefix(page[i:], "<!--") {
			_, rest, _ := strings.Cut(page[i+4:], "-->")
			return page[:i], "!", rest
		}
		if i+1 < len(page) && (isLetter(page[i+1]) || strings.IndexByte("/!?", page[i+1]) >= 0) {
			end := tagEnd(page, i+1)
			name := strings.TrimRight(page[i+1:min(end, len(page))], "/")
			if cut := strings.IndexAny(name, " \t\n"); cut >= 0 {
				name = name[:cut]
			}
			return page[:i], strings.ToLower(name), page[min(end+1, len(page)):]
		}
		from = i + 1
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// tagEnd is the index of the ">" that closes a tag; those between quotation marks
// are of its attributes.
func tagEnd(page string, i int) int {
	for quote := byte(0); i < len(page); i++ {
		switch c := page[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return i
		case c == '"' || c == '\'':
			quote = c
		}
	}
	return len(page)
}

// breaks reports whether a tag ends a line.
func breaks(tag string) bool {
	switch strings.TrimPrefix(tag, "/") {
	case "p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "div", "tr", "table", "blockquote":
		return true
	}
	return false
}

// place is where a byte of raw stands in the canonical text, in code points: as
// the start of a stretch and as the end of one. They differ at a break.
type place struct{ start, end int }

// canonical is the canonical text, and where the wanted bytes of raw stand in it.
// A byte inside a character has no place.
func (s source) canonical(wanted []int) (string, map[int]place) {
	wanted = slices.Compact(slices.Sorted(slices.Values(wanted)))
	at := make(map[int]place, len(wanted))
	var b strings.Builder
	b.Grow(len(s.raw) + len(s.breaks))
	points, breaks := 0, s.breaks
	put := func(r rune) { b.WriteRune(r); points++ }
	step := func(i int) {
		end := points
		for ; len(breaks) > 0 && breaks[0] == i; breaks = breaks[1:] {
			put('\n')
		}
		for ; len(wanted) > 0 && wanted[0] <= i; wanted = wanted[1:] {
			if wanted[0] == i {
				at[i] = place{points, end}
			}
		}
	}
	for i, r := range s.raw {
		step(i)
		switch {
		case r == 0, r == '\ufeff' && i == 0, r == '\r' && strings.HasPrefix(s.raw[i+1:], "\n"):
		case r == '\r':
			put('\n')
		default:
			put(r)
		}
	}
	step(len(s.raw))
	return b.String(), at
}

// A unit is how many positions a character takes.
type unit func(rune) int

func codePoints(rune) int { return 1 }

func utf16Units(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// bytesAt turns positions in a unit into bytes of raw. Positions that are none are
// left out.
func bytesAt(raw string, of unit, positions []int) map[int]int {
	positions = slices.Compact(slices.Sorted(slices.Values(positions)))
	at := make(map[int]int, len(positions))
	n := 0
	step := func(i int) {
		for ; len(positions) > 0 && positions[0] <= n; positions = positions[1:] {
			if positions[0] == n {
				at[n] = i
			}
		}
	}
	for i, r := range raw {
		step(i)
		n += of(r)
	}
	step(len(raw))
	return at
}

// nearest is the byte at which a quotation stands nearest to a byte of the text;
// false when it stands nowhere. It takes from the budget of bytes to look through.
func nearest(raw, quotation string, to int, budget *int) (int, bool) {
	best, found := 0, false
	for from := 0; quotation != "" && *budget > 0; {
		i := strings.Index(raw[from:], quotation)
		if i < 0 {
			*budget -= len(raw) - from
			break
		}
		*budget -= i + 1
		if i += from; !found || max(i-to, to-i) < max(best-to, to-best) {
			best, found = i, true
		}
		_, size := utf8.DecodeRuneInString(raw[i:])
		from = i + size
	}
	return best, found
}
