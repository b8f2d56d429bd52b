package coding

import (
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// NewSegment is the stretch [start, end) of doc, in code points, with its
// quotation and up to ContextLength code points on each side. It refuses an
// empty stretch and one that reaches outside the text.
func NewSegment(doc *instruments.Document, start, end int) (Segment, error) {
	return NewSegmenter(doc).Segment(start, end)
}

// Segmenter makes many segments of one document without counting its text
// again for each.
type Segmenter struct {
	id   instruments.DocumentID
	text *positions
}

// NewSegmenter counts the text of a document.
func NewSegmenter(doc *instruments.Document) Segmenter {
	return Segmenter{doc.ID, newPositions(doc.Text)}
}

// Segment is NewSegment for the segmenter's document.
func (s Segmenter) Segment(start, end int) (Segment, error) { return s.text.segment(s.id, start, end) }

// Holds reports whether the quotation of a segment stands at its positions.
func (s Segmenter) Holds(seg Segment) bool {
	p := s.text
	return 0 <= seg.Start && seg.Start <= seg.End && seg.End <= p.count && p.text[p.offset(seg.Start):p.offset(seg.End)] == seg.Quotation
}

// Between is the text from start to end in code points, cut off at its edges,
// for showing; it shares the memory of the document. It is false when the
// stretch lies wholly outside the text or ends before it starts.
func (s Segmenter) Between(start, end int) (string, bool) {
	start, end = max(start, 0), min(end, s.text.count)
	if start > end {
		return "", false
	}
	return s.text.text[s.text.offset(start):s.text.offset(end)], true
}

// Found says where a segment was found again.
type Found int

// The outcomes of Locate, and two more of Reanchor.
const (
	Same    Found = iota // the quotation stands at its positions
	Moved                // the quotation stands elsewhere
	Lost                 // the quotation is not in the text
	Changed              // of Reanchor: words of the quotation were corrected
	Shifted              // of Reanchor: it stands among the same words, of which those before it got longer or shorter
)

// Locate finds a segment in a text: at its own positions, else at the place of
// the same quotation whose context on both sides is as stored, else on one
// side, else wherever the quotation stands; of several the one nearest to the
// old start. The segment returned has the positions and context of that place;
// a lost one is returned as it was.
func Locate(text string, seg Segment) (Segment, Found) {
	if seg.Quotation == "" {
		return seg, Lost
	}
	p := newPositions(text)
	if now, err := p.segment(seg.Document, seg.Start, seg.End); err == nil && now.Quotation == seg.Quotation {
		return now, Same
	}
	return p.locate(seg)
}

func (p *positions) locate(seg Segment) (Segment, Found) {
	length := utf8.RuneCountInString(seg.Quotation)
	best, bestSides, bestFar, found := 0, 0, 0, false
	// cp is the code point at byte offset `from`; counting goes on from hit to hit.
	for from, cp := 0, 0; ; {
		i := strings.Index(p.text[from:], seg.Quotation)
		if i < 0 {
			break
		}
		cp += utf8.RuneCountInString(p.text[from : from+i])
		from += i
		sides, far := contextSides(p.text, from, seg), abs(cp-seg.Start)
		if !found || sides > bestSides || sides == bestSides && far < bestFar {
			best, bestSides, bestFar, found = cp, sides, far, true
		}
		_, size := utf8.DecodeRuneInString(p.text[from:])
		from += size
		cp++
	}
	if !found {
		return seg, Lost
	}
	now, err := p.segment(seg.Document, best, best+length)
	if err != nil {
		return seg, Lost
	}
	return now, Moved
}

// contextSides counts the sides on which the text around a hit at byte i is the
// stored context. An empty stored side counts only at the edge of the text, so
// that a segment without context is found by nearness alone.
func contextSides(text string, i int, seg Segment) int {
	n := 0
	if before := text[:i]; seg.Prefix != "" && strings.HasSuffix(before, seg.Prefix) {
		n++
	}
	if after := text[i+len(seg.Quotation):]; seg.Suffix != "" && strings.HasPrefix(after, seg.Suffix) {
		n++
	}
	return n
}

func abs(n int) int { return max(n, -n) }

// markEvery is how many code points lie between two remembered byte offsets.
const markEvery = 256

// positions turns code points of a text into byte offsets in at most markEvery
// steps.
type positions struct {
	text  string
	count int   // code points
	marks []int // byte offset of every markEvery-th code point; nil when the text is all ASCII
}

func newPositions(text string) *positions {
	p := &positions{text: text, count: utf8.RuneCountInString(text)}
	if p.count == len(text) {
		return p
	}
	p.marks = make([]int, 0, p.count/markEvery+1)
	n := 0
	for i := range text {
		if n%markEvery == 0 {
			p.marks = append(p.marks, i)
		}
		n++
	}
	return p
}

// offset is the byte offset of code point n, which must be in [0, count].
func (p *positions) offset(n int) int {
	if p.marks == nil {
		return n
	}
	if n == p.count {
		return len(p.text)
	}
	i := p.marks[n/markEvery]
	for range n % markEvery {
		_, size := utf8.DecodeRuneInString(p.text[i:])
		i += size
	}
	return i
}

func (p *positions) segment(id instruments.DocumentID, start, end int) (Segment, error) {
	if start < 0 || end > p.count || start >= end {
		return Segment{}, instruments.Refuse(string(id),
			instruments.Textf("positie %d–%d ligt niet in de tekst (%d tekens)", "position %d–%d is not inside the text (%d characters)", start, end, p.count),
			instruments.Text{NL: "posities tellen tekens vanaf 0, het eind hoort er niet bij", EN: "positions count characters from 0, the end is not included"})
	}
	from, to := p.offset(max(0, start-ContextLength)), p.offset(min(p.count, end+ContextLength))
	a, b := p.offset(start)-from, p.offset(end)-from
	near := strings.Clone(p.text[from:to]) // so that a segment does not keep its whole document in memory
	return Segment{Document: id, Start: start, End: end, Quotation: near[a:b], Prefix: near[:a], Suffix: near[b:]}, nil
}
