package workbench

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/instruments"
)

// block is what the text pane shows as one: a turn, a part of a long one, or
// text between turns. The blocks of a document partition its text.
type block struct {
	turn        int // index in the document's turns; -1 for text between turns
	part, parts int // a long turn is shown in parts; part counts from 0
	start, end  int
	// The spoken words are [bodyStart, bodyEnd). Before them stand the label, the
	// time or the number as they are in the text; behind them white space, or what
	// else the line holds.
	bodyStart, bodyEnd int
	speaker            string
	role               instruments.SpeakerRole
	timeMS             int64 // -1 when unknown
	height             int   // estimated, in lines of lineLength characters
}

const (
	blockPoints = 3000            // a block that is longer is cut
	blockSlack  = blockPoints / 5 // but no part is made for so few code points
	lineLength  = 80              // characters on a line, for estimates
	blockMargin = 1               // lines of white space that a block takes
)

// layBlocks cuts a text into blocks.
func layBlocks(m *textModel, doc *instruments.Document) []block {
	roles := make(map[string]instruments.SpeakerRole, len(doc.Speakers))
	for _, s := range doc.Speakers {
		roles[s.Label] = s.Role
	}
	areas := snapAreas(m.text, layAreas(m, doc))
	out := make([]block, 0, len(areas))
	count := pointCounter{text: m.text}
	var parts []area
	for _, a := range areas {
		first := len(out)
		parts = cutBody(m.text, a, parts[:0])
		for _, part := range parts {
			out = append(out, count.block(m.text, part))
		}
		for i := first; i < len(out); i++ {
			b := &out[i]
			b.part, b.parts, b.timeMS = i-first, len(out)-first, -1
			if a.turn >= 0 {
				t := doc.Turns[a.turn]
				b.speaker, b.role, b.timeMS = t.Speaker, roles[t.Speaker], t.TimeMS
			}
		}
	}
	return out
}

// pointCounter turns ascending bytes into code points.
type pointCounter struct {
	text      string
	at, point int
}

func (c *pointCounter) to(i int) int {
	c.point += utf8.RuneCountInString(c.text[c.at:i])
	c.at = i
	return c.point
}

func (c *pointCounter) block(text string, a area) block {
	return block{
		turn: a.turn, start: c.to(a.from), bodyStart: c.to(a.bodyFrom), bodyEnd: c.to(a.bodyTo), end: c.to(a.to),
		height: linesOf(text[a.from:a.to]) + blockMargin,
	}
}

// linesOf estimates how many lines of lineLength characters a text takes.
func linesOf(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		n += max(1, (len(line)+lineLength-1)/lineLength)
	}
	return n
}

// area is a block before long ones are cut, in bytes.
type area struct {
	turn             int
	from, to         int
	bodyFrom, bodyTo int
}

// layAreas gives every turn its area, and text between turns areas of its own.
func layAreas(m *textModel, doc *instruments.Document) []area {
	out := make([]area, 0, len(doc.Turns)+1)
	end := 0 // of the words of the turn before
	for _, a := range turnAreas(m, doc) {
		t := doc.Turns[a.turn]
		tail := end
		if len(out) > 0 {
			tail = gapTail(m.text, end, a.bodyFrom)
		}
		head := headStart(m.text, tail, a.bodyFrom, t)
		a.from, end = head, a.bodyTo
		out = append(closeArea(m.text, out, tail, head), a)
	}
	tail := tailEnd(m.text, end, len(m.text))
	if len(out) == 0 {
		tail = 0
	}
	return closeArea(m.text, out, tail, len(m.text))
}

// closeArea ends the last area at tail, and makes [tail, head) one of its own.
func closeArea(text string, areas []area, tail, head int) []area {
	if n := len(areas); n > 0 {
		areas[n-1].to = tail
	}
	if tail < head {
		areas = append(areas, area{-1, tail, head, tail, trimSpaceEnd(text, tail, head)})
	}
	return areas
}

// turnAreas is where the words of the turns stand, in text order, cut where
// they overlap or reach outside; turns that have no words left are dropped.
func turnAreas(m *textModel, doc *instruments.Document) []area {
	order := make([]int, len(doc.Turns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(doc.Turns[a].Start, doc.Turns[b].Start) })
	out := make([]area, 0, len(order))
	last := 0
	for _, i := range order {
		start, end := max(last, m.clip(doc.Turns[i].Start)), m.clip(doc.Turns[i].End)
		if start < end {
			out = append(out, area{turn: i, bodyFrom: m.offset(start), bodyTo: m.offset(end)})
			last = end
		}
	}
	return out
}

// headStart is where the head of a turn begins of which the words begin at to,
// at least from: the line on which its words or its label begin, and lines
// without a letter above that (numbers, times) when the turn has a time. What
// stands above belongs to nobody: a heading, a remark of the transcriber.
func headStart(text string, from, to int, t instruments.Turn) int {
	head := lineStart(text, from, to)
	if i := strings.LastIndex(text[from:to], t.Speaker); t.Speaker != "" && i >= 0 {
		head = lineStart(text, from, from+i)
	}
	if above := text[from:head]; blank(above) || t.TimeMS >= 0 && !strings.ContainsFunc(above, unicode.IsLetter) {
		return from
	}
	return head
}

// gapTail is how much of the text [from, to) between two turns belongs to the
// first: the rest of its line, or white space when the next is on that line too.
func gapTail(text string, from, to int) int {
	if strings.Contains(text[from:to], "\n") {
		return tailEnd(text, from, to)
	}
	return skipSpace(text[:to], from)
}

// tailEnd is how far the line of a turn that ends at from reaches, with the
// blank lines below it, at most to.
func tailEnd(text string, from, to int) int {
	i := strings.IndexByte(text[from:to], '\n')
	if i < 0 {
		return to
	}
	end := from + i + 1
	for {
		i := strings.IndexByte(text[end:to], '\n')
		if i < 0 || !blank(text[end:end+i]) {
			break
		}
		end += i + 1
	}
	if to == len(text) && blank(text[end:]) {
		return to
	}
	return end
}

// lineStart is the beginning of the line that holds byte i, at least from.
func lineStart(text string, from, i int) int {
	return from + strings.LastIndexByte(text[from:i], '\n') + 1
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

// snapAreas moves edges between areas that lie inside a grapheme cluster to its
// beginning, and drops areas of which nothing is left.
func snapAreas(text string, areas []area) []area {
	out := areas[:0]
	at := 0 // a cluster begins here, so that nothing before it needs a look
	for _, a := range areas {
		a.from, at = at, at+clusterStart(text[at:], a.to-at)
		a.to = at
		if a.from < a.to {
			a.bodyFrom = min(max(a.bodyFrom, a.from), a.to)
			a.bodyTo = min(max(a.bodyTo, a.bodyFrom), a.to)
			out = append(out, a)
		}
	}
	return out
}

// cutBody adds an area to out, cut into parts when its body is long. The head
// stays with the first part, what is behind the words with the last.
func cutBody(text string, a area, out []area) []area {
	for {
		cut := partEnd(text, a)
		if cut >= a.bodyTo {
			return append(out, a)
		}
		part := area{a.turn, a.from, cut, a.bodyFrom, trimSpaceEnd(text, a.bodyFrom, cut)}
		out = append(out, part)
		a.from, a.bodyFrom = cut, cut
	}
}

// partEnd is where the first part of an area ends: at the last beginning of a
// sentence within blockPoints code points of the body, unless that leaves less
// than a quarter; else of a word; else of a grapheme cluster, and that may lie
// further when one cluster is longer than a block. A body that is longer by no
// more than blockSlack is not cut.
func partEnd(text string, a area) int {
	from, to := a.bodyFrom, a.bodyTo
	if to-from <= blockPoints || bytesOf(text[from:to], blockPoints+blockSlack) == to-from {
		return to
	}
	limit := from + bytesOf(text[from:to], blockPoints)
	least := from + bytesOf(text[from:to], blockPoints/4)
	late := least + bytesOf(text[least:to], blockPoints/2) // nearly always far enough back to meet a sentence
	for _, in := range []byteSpan{{late, limit}, {least, limit}} {
		if cut := lastSentenceStart(text, in); cut > in.from {
			return cut
		}
	}
	if cut := lastWordStart(text, byteSpan{least, limit}); cut > least {
		return cut
	}
	// The area begins with a cluster, so that nothing before it needs a look.
	if cut := a.from + clusterStart(text[a.from:], limit-a.from); cut > from {
		return cut
	}
	return min(a.from+clusterEnd(text[a.from:], limit-a.from), to)
}

// bytesOf is how many bytes the first n code points of a text take, at most all.
func bytesOf(text string, n int) int {
	i := 0
	for ; n > 0 && i < len(text); n-- {
		i += runeSize(text[i:])
	}
	return i
}

// lastSentenceStart is the last byte in a stretch at which a sentence begins,
// else the stretch's beginning. What stands before the first white space is
// passed over, since it may be half a word.
func lastSentenceStart(text string, in byteSpan) int {
	from := in.from + skipRunes(text[in.from:in.to], 0, func(r rune) bool { return !unicode.IsSpace(r) })
	sentences := sentencesOf(text[from:in.to])
	for i := len(sentences) - 1; i > 0; i-- {
		if cut := from + sentences[i].from; clusterStart(text, cut) == cut {
			return cut
		}
	}
	return in.from
}

// lastWordStart is the last byte in a stretch at which a word begins behind
// white space, else its beginning.
func lastWordStart(text string, in byteSpan) int {
	for i := in.to; i > in.from; {
		r, n := utf8.DecodeLastRuneInString(text[in.from:i])
		if unicode.IsSpace(r) && !spaceAt(text, i) && clusterStart(text, i) == i {
			return i
		}
		i -= n
	}
	return in.from
}
