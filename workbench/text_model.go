package workbench

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"meerzicht/coding/lexicon"
	"meerzicht/instruments"
)

// span is a stretch of code points, half open.
type span struct{ start, end int }

// textModel is a document's text as the text pane needs it: positions, the
// blocks that are shown and the chunks that are served. It never changes, so
// any number of requests may read it at once. Beside the text it keeps about
// 110 bytes a block and, where the text is not all ASCII, 1 byte for every 64
// code points.
type textModel struct {
	id       instruments.DocumentID
	text     string
	count    int      // code points
	points   []uint32 // byte offset of every stepPoints-th code point; nil when the text is all ASCII
	astral   []uint32 // code points above U+FFFF before every stepPoints-th code point; nil when there are none
	blocks   []block
	pages    []chunk
	turnless bool // no block is a turn
}

// stepPoints is how many code points lie between two remembered positions.
const stepPoints = 256

// openText makes the model of a document with its text and turns. Turns that
// overlap, stand in another order than the text or reach outside it are cut so
// that the blocks partition the text.
func openText(doc instruments.Document) *textModel {
	m := &textModel{id: doc.ID, text: doc.Text, count: utf8.RuneCountInString(doc.Text)}
	if m.count != len(m.text) {
		m.remember()
	}
	m.blocks = layBlocks(m, &doc)
	m.pages = layChunks(m.blocks)
	m.turnless = !slices.ContainsFunc(m.blocks, func(b block) bool { return b.turn >= 0 })
	return m
}

// remember notes the positions of every stepPoints-th code point.
func (m *textModel) remember() {
	m.points = make([]uint32, 0, m.count/stepPoints+1)
	astral := make([]uint32, 0, cap(m.points))
	high := uint32(0)
	for i, n := 0, 0; i < len(m.text); n++ {
		if n%stepPoints == 0 {
			m.points, astral = append(m.points, uint32(i)), append(astral, high)
		}
		if m.text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(m.text[i:])
		if i += size; r > 0xffff {
			high++
		}
	}
	if high > 0 {
		m.astral = astral
	}
}

// length is the text's length in code points.
func (m *textModel) length() int { return m.count }

// clip brings a position into [0, length].
func (m *textModel) clip(point int) int { return min(max(point, 0), m.count) }

// offset is the byte at which a code point begins; positions outside the text
// are clipped. At most stepPoints steps.
func (m *textModel) offset(point int) int {
	point = m.clip(point)
	if m.points == nil {
		return point
	}
	if point == m.count {
		return len(m.text)
	}
	i := int(m.points[point/stepPoints])
	for range point % stepPoints {
		i += runeSize(m.text[i:])
	}
	return i
}

// runeSize is how many bytes the first code point of text takes.
func runeSize(text string) int {
	if text[0] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRuneInString(text)
	return n
}

// point is the code point that holds a byte of the text, O(log n); bytes outside
// are clipped.
func (m *textModel) point(offset int) int {
	offset = min(max(offset, 0), len(m.text))
	if m.points == nil {
		return offset
	}
	if offset == len(m.text) {
		return m.count
	}
	k, found := slices.BinarySearch(m.points, uint32(offset))
	if !found {
		k--
	}
	n := k * stepPoints
	for i := int(m.points[k]) + runeSize(m.text[m.points[k]:]); i <= offset; n++ {
		i += runeSize(m.text[i:])
	}
	return n
}

// slice is the text of [start, end), clipped; it shares the text's memory.
func (m *textModel) slice(start, end int) string {
	from, to := m.offset(start), m.offset(end)
	return m.text[from:max(from, to)]
}

// utf16Length is the length of [start, end) in UTF-16 code units, which is how
// browsers count.
func (m *textModel) utf16Length(start, end int) int {
	start, end = m.clip(start), m.clip(end)
	if start >= end {
		return 0
	}
	return end - start + m.astralBefore(end) - m.astralBefore(start)
}

// astralBefore counts the code points before a position that take two code
// units.
func (m *textModel) astralBefore(point int) int {
	if m.astral == nil || point == 0 {
		return 0
	}
	k := (point - 1) / stepPoints
	n := int(m.astral[k])
	for _, r := range m.text[m.points[k]:m.offset(point)] {
		if r > 0xffff {
			n++
		}
	}
	return n
}

// words is the words of [start, end), as the dictionary rules see them.
func (m *textModel) words(start, end int) []span {
	start = m.clip(start)
	var out []span
	for _, t := range lexicon.Tokens(m.slice(start, end)) {
		out = append(out, span{start + t.Start, start + t.End})
	}
	return out
}

// sentences is the sentences of [start, end), without the white space around
// them.
func (m *textModel) sentences(start, end int) []span {
	start = m.clip(start)
	text := m.slice(start, end)
	var out []span
	at, point := 0, start
	count := func(to int) int {
		point += utf8.RuneCountInString(text[at:to])
		at = to
		return point
	}
	for _, s := range sentencesOf(text) {
		from := count(s.from)
		out = append(out, span{from, count(s.to)})
	}
	return out
}

// snap widens [start, end) to whole grapheme clusters. An empty stretch stays
// empty: it is a caret, and moves to the beginning of its cluster.
func (m *textModel) snap(start, end int) (int, int) {
	from := clusterStart(m.text, m.offset(start))
	if end <= start {
		return m.point(from), m.point(from)
	}
	return m.point(from), m.point(clusterEnd(m.text, m.offset(end)))
}

// blockOf is the number of the block that holds a code point; positions outside
// the text give the first or last block, an empty text -1.
func (m *textModel) blockOf(pos int) int {
	i, found := slices.BinarySearchFunc(m.blocks, pos, func(b block, pos int) int { return cmp.Compare(b.start, pos) })
	if found {
		return i
	}
	return max(i-1, min(0, len(m.blocks)-1))
}

// blockOfTurn is the first block of a turn, -1 when no text is left to it.
func (m *textModel) blockOfTurn(turn int) int {
	return slices.IndexFunc(m.blocks, func(b block) bool { return b.turn == turn })
}

// chunk is a run of blocks that is served in one answer.
type chunk struct {
	number      int
	first, last int // blocks, both included
	start, end  int // code points
	height      int // estimated, in lines of lineLength characters
}

// A chunk is as many blocks as a screen or two show at once, so that it is made
// and drawn in a few milliseconds whatever the length of the document.
const (
	chunkBlocks = 24
	chunkPoints = 12_000
)

// layChunks joins blocks to chunks; a block larger than a chunk is one.
func layChunks(blocks []block) []chunk {
	var out []chunk
	for i, b := range blocks {
		n := len(out) - 1
		if n < 0 || i-out[n].first == chunkBlocks || b.end-out[n].start > chunkPoints {
			out = append(out, chunk{number: len(out), first: i, start: b.start})
			n++
		}
		out[n].last, out[n].end = i, b.end
		out[n].height += b.height
	}
	return out
}

// chunks is all chunks in text order. The caller must not change them.
func (m *textModel) chunks() []chunk { return m.pages }

// chunkOf is the number of the chunk that holds a code point, -1 when the text
// is empty.
func (m *textModel) chunkOf(pos int) int {
	i, found := slices.BinarySearchFunc(m.pages, pos, func(c chunk, pos int) int { return cmp.Compare(c.start, pos) })
	if found {
		return i
	}
	return max(i-1, min(0, len(m.pages)-1))
}

// window is the chunk that holds a block, and its neighbours, the next before
// the one before, until together they hold size code points or the text ends.
// It is nil when there is no such block.
func (m *textModel) window(around, size int) []chunk {
	if around < 0 || around >= len(m.blocks) {
		return nil
	}
	lo := m.chunkOf(m.blocks[around].start)
	hi := lo + 1
	for m.pages[hi-1].end-m.pages[lo].start < size && (lo > 0 || hi < len(m.pages)) {
		if hi < len(m.pages) {
			hi++
		}
		if lo > 0 && m.pages[hi-1].end-m.pages[lo].start < size {
			lo--
		}
	}
	return slices.Clone(m.pages[lo:hi])
}
