package workbench

import (
	"cmp"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// share is how many of a whole.
type share struct{ part, whole int }

// value is the share between 0 and 1; false when the whole is nothing.
func (s share) value() (float64, bool) {
	if s.whole == 0 {
		return 0, false
	}
	return float64(s.part) / float64(s.whole), true
}

func (s *share) count(in bool) {
	s.whole++
	if in {
		s.part++
	}
}

// textCoverage is how much of a document is coded. Suggestions count for
// nothing: they are no codings until somebody accepts them.
type textCoverage struct {
	points  share // code points of the whole text that lie under a coding
	turns   share // turns with a coding on their words; blocks when the text has no turns
	answers share // those of them that are not an interviewer's

	model *textModel
	index markIndex
	done  []bool // per block: it, or another part of its turn, has a coding on its words
}

// coverage counts what the marks cover of a text. To count for one coder, give
// the marks of that coder.
func coverage(m *textModel, marks []mark) textCoverage {
	c := textCoverage{model: m, index: indexMarks(codingsOf(marks)), done: make([]bool, len(m.blocks))}
	under := coveredSpans(c.index.all, m.count)
	c.points.whole = m.count
	for _, s := range under {
		c.points.part += s.end - s.start
	}
	c.findDone(under)
	for i, b := range m.blocks {
		if !c.isUnit(i) {
			continue
		}
		c.turns.count(c.done[i])
		if b.role != instruments.AsInterviewer {
			c.answers.count(c.done[i])
		}
	}
	return c
}

// codingsOf is the marks that are codings and lie on text.
func codingsOf(marks []mark) []mark {
	out := make([]mark, 0, len(marks))
	for _, m := range marks {
		if !m.suggestion && m.start < m.end {
			out = append(out, m)
		}
	}
	return out
}

// coveredSpans is the union of marks in stable order, cut to a text of that
// length: ascending stretches that do not touch.
func coveredSpans(marks []mark, length int) []span {
	var out []span
	for _, m := range marks {
		start, end := max(m.start, 0), min(m.end, length)
		if n := len(out); n > 0 && start <= out[n-1].end {
			out[n-1].end = max(out[n-1].end, end)
		} else if start < end {
			out = append(out, span{start, end})
		}
	}
	return out
}

// findDone notes which blocks have a coding on their words, in one walk over
// both; then a turn in parts is done when one part is.
func (c *textCoverage) findDone(under []span) {
	k := 0
	for i, b := range c.model.blocks {
		for k < len(under) && under[k].end <= b.bodyStart {
			k++
		}
		c.done[i] = k < len(under) && under[k].start < b.bodyEnd
	}
	for i := 0; i < len(c.done); i += c.model.blocks[i].parts {
		if parts := c.done[i : i+c.model.blocks[i].parts]; c.isUnit(i) && !c.model.turnless && slices.Contains(parts, true) {
			copy(parts, slices.Repeat([]bool{true}, len(parts)))
		}
	}
}

// isUnit: a block that is counted: the first of a turn, or any when the text
// has no turns; but none without words.
func (c *textCoverage) isUnit(i int) bool {
	b := c.model.blocks[i]
	return b.bodyStart < b.bodyEnd && (c.model.turnless || b.turn >= 0 && b.part == 0)
}

// coded: the turn that a block belongs to has a coding on its words.
func (c textCoverage) coded(block int) bool {
	return block >= 0 && block < len(c.done) && c.done[block]
}

// nextUncoded is the first block of the next turn behind that of a block that
// has no coding on its words; from -1 it looks from the top, and it does not
// start again there. Turns of an interviewer are passed over unless wanted.
func (c textCoverage) nextUncoded(from int, interviewer bool) (block int, ok bool) {
	for i := max(from+1, 0); i < len(c.done); i++ {
		asks := c.model.blocks[i].role == instruments.AsInterviewer
		if c.isUnit(i) && !c.done[i] && (interviewer || !asks) {
			return i, true
		}
	}
	return -1, false
}

// coderCount is how many codings of one coder touch a block.
type coderCount struct {
	coder coding.CoderID
	n     int
}

// counts is how many codings of each coder touch a block, by the coders' names.
func (c textCoverage) counts(block int) []coderCount {
	if block < 0 || block >= len(c.done) {
		return nil
	}
	b := c.model.blocks[block]
	n := map[coding.CoderID]int{}
	for i := range c.index.places(b.start, b.end) {
		n[c.index.all[i].coder]++
	}
	out := make([]coderCount, 0, len(n))
	for coder, n := range n {
		out = append(out, coderCount{coder, n})
	}
	slices.SortFunc(out, func(a, b coderCount) int { return cmp.Compare(a.coder, b.coder) })
	return out
}
