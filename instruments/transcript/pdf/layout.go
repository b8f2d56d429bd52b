package pdf

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of a page.
type line struct {
	x, y, end float64
	size      float64
	first     float64 // width of its first word
	text      string
}

// Shares of the font size.
const (
	wordGap   = 0.17 // white space that parts words
	columnGap = 2.0  // white space that parts columns
	sameLine  = 0.35 // how far a baseline may be off, for raised letters
	column    = 10   // the least width of a text that is broken to fit
	touching  = 1.45 // distance of baselines of lines that belong together
)

// layOut makes the lines of a page of its pieces, in the order in which they were
// drawn.
func layOut(pieces []piece, height float64) []line {
	return edgesFirst(makeLines(pieces), height)
}

// margins are the right margins of a document, by left margin.
type margins map[int]float64

func marginsOf(pages [][]line) margins {
	m := margins{}
	for _, lines := range pages {
		for _, l := range lines {
			m[margin(l)] = max(m[margin(l)], l.end)
		}
	}
	return m
}

// text joins lines that were broken only because the paper ended, and sets
// paragraphs apart that stand apart.
func (m margins) text(lines []line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteString(between(lines[i-1], l, max(m[margin(lines[i-1])], m[margin(l)])))
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// margin is where a line begins, coarse.
func margin(l line) int { return int(math.Round(min(max(l.x, -1e6), 1e6) / 4)) }

// makeLines joins the pieces that stand on one baseline.
func makeLines(pieces []piece) []line {
	var out []line
	for _, p := range pieces {
		if p.text == "" {
			continue
		}
		n := len(out)
		if n > 0 && out[n-1].continues(p) {
			out[n-1].add(p)
			continue
		}
		if strings.TrimSpace(p.text) == "" {
			continue
		}
		l := line{x: p.x, y: p.y, end: p.x, size: p.size}
		l.add(p)
		out = append(out, l)
	}
	for i := range out {
		out[i].text = strings.TrimFunc(out[i].text, unicode.IsSpace)
		out[i].first = out[i].firstWord()
	}
	return slices.DeleteFunc(out, func(l line) bool { return l.text == "" })
}

func (l *line) continues(p piece) bool {
	size := max(l.size, p.size)
	return math.Abs(l.y-p.y) <= sameLine*size && p.x >= l.end-0.5*size
}

func (l *line) add(p piece) {
	gap := p.x - l.end
	last, _ := utf8.DecodeLastRuneInString(l.text)
	first, _ := utf8.DecodeRuneInString(p.text)
	switch {
	case l.text == "" || unicode.IsSpace(last) || unicode.IsSpace(first):
	case gap > columnGap*p.size:
		l.text += "\t"
	case gap > wordGap*p.size:
		l.text += " "
	}
	l.text += p.text
	l.end = p.end
	if strings.TrimSpace(p.text) != "" && p.size > l.size {
		l.size = p.size
	}
}

// firstWord is about how wide the first word is.
func (l *line) firstWord() float64 {
	n := utf8.RuneCountInString(l.text)
	word, _, _ := strings.Cut(l.text, " ")
	return (l.end - l.x) * float64(utf8.RuneCountInString(word)) / float64(n)
}

// edgesFirst puts a line in the top margin first and one in the bottom margin
// last, for some programs draw headers and footers out of turn.
func edgesFirst(lines []line, height float64) []line {
	if height <= 0 {
		return lines
	}
	zone := func(l line) int {
		switch {
		case l.y > 0.925*height:
			return 0
		case l.y < 0.085*height:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		za, zb := zone(a), zone(b)
		if za == zb && za != 1 && math.Abs(a.y-b.y) > a.size/2 {
			return cmp.Compare(b.y, a.y)
		}
		return za - zb
	})
	return lines
}

// label looks like a speaker at the start of a line, so that no line that begins
// with one is joined to the line above it.
var label = regexp.MustCompile(`^[\p{Lu}\d\[#(][\p{L}\d .,_#()\[\]:'’-]{0,40}:(\s|$)`)

// between is what parts two lines.
func between(a, b line, right float64) string {
	size := max(a.size, b.size)
	down := a.y - b.y
	switch {
	case down < 0 || down > touching*size*1.25:
		return "\n\n" // another column, or a blank line
	case down > touching*size, label.MatchString(b.text), strings.HasSuffix(a.text, "-"), strings.HasSuffix(a.text, "\u00ad"),
		math.Abs(a.x-b.x) > 6*size, a.size > 1.15*b.size, b.size > 1.15*a.size:
		return "\n"
	case right-a.x > column*size && a.end+0.2*size+b.first > right+0.02*size:
		return " " // the next word did not fit
	}
	return "\n"
}
