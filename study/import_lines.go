package study

import (
	"sort"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// wholeLines reports whether the codings of the project are of whole lines, as in
// ROCK: a coding of a few words comes back from there as one of all of the line.
func (a *adoption) wholeLines() bool { return a.transfer.Origin == "ROCK" }

// lineShelf are the codings of one document by code and coder, for codings of
// whole lines to be looked for among them. The nil shelf is empty.
type lineShelf struct {
	ends []int // of lines: the place behind each line end, and the length
	of   map[codeAndCoder][]coding.Coding
}

type codeAndCoder struct {
	code  coding.CodeID
	coder coding.CoderID
}

func newLineShelf(text string) *lineShelf {
	s := &lineShelf{of: map[codeAndCoder][]coding.Coding{}}
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		at += len([]rune(line)) + 1
		s.ends = append(s.ends, at)
	}
	return s
}

func (s *lineShelf) add(c coding.Coding) {
	if s != nil {
		key := codeAndCoder{c.Code, c.Coder}
		s.of[key] = append(s.of[key], c)
	}
}

// find is a coding of the same code by the same coder that touches the lines of c:
// widened to them it is c.
func (s *lineShelf) find(c coding.Coding) (coding.Coding, bool) {
	if s == nil {
		return coding.Coding{}, false
	}
	first := sort.SearchInts(s.ends, c.Start+1)
	last := sort.SearchInts(s.ends, c.End)
	start, end := 0, s.ends[min(last, len(s.ends)-1)]
	if first > 0 {
		start = s.ends[first-1]
	}
	for _, here := range s.of[codeAndCoder{c.Code, c.Coder}] {
		if here.Start < end && here.End > start {
			return here, true
		}
	}
	return coding.Coding{}, false
}

// tellFiner says that codings of whole lines were here already, more precisely.
func (a *adoption) tellFiner() {
	if a.finer == 0 {
		return
	}
	a.note(a.index, plural(a.finer, instruments.Text{NL: "1 codering van een hele regel staat hier al, preciezer: op een deel van die regel; zo blijft zij", EN: "1 coding of a whole line is here already, more precisely: on part of that line; it stays so"},
		"%d coderingen van een hele regel staan hier al, preciezer: op een deel van die regel; zo blijven ze", "%d codings of a whole line are here already, more precisely: on part of that line; they stay so"), instruments.Text{})
}
