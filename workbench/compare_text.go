package workbench

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/coding"
)

// Bounds of the text around a difference, in code points.
const (
	stretchAround = 320   // on each side
	stretchMost   = 6_000 // of what is at issue; more is cut off, and the page says so
	sideLanes     = 4     // codings beside each other in the margin of one coder; the others stand as text
)

// stretchView is the text around a difference, with what is at issue marked in
// it and all codings of both in the margins: A at the left, B at the right.
type stretchView struct {
	Start, End int
	Cut        bool // what is at issue is too long to be shown whole
	From, On   bool // the document goes on before it, and after it
	Pieces     []markedPiece
	A, B       []sideLane
}

// markedPiece is text that is marked the same way from end to end. Class says
// whose marks begin (fa, fb), lie (ma, mb) and end (ea, eb) there.
type markedPiece struct{ Text, Class string }

// sideLane is a coding in a margin; Mine is one that is at issue.
type sideLane struct {
	Letter     string
	Code       coding.CodeID
	Name       string
	Pattern    int
	Lane       int
	Start, End int
	Mine       bool
}

// stretch is the text around a difference; nil when the document has none any
// more.
func (w *viewer) stretch(e queued) (*stretchView, error) {
	if w.texts == nil || e.Start >= e.End {
		return nil, nil
	}
	text, ok, err := w.texts.Segmenter(e.Document)
	if err != nil || !ok {
		return nil, err
	}
	s := &stretchView{Start: e.Start, End: min(e.End, e.Start+stretchMost), Cut: e.End > e.Start+stretchMost}
	middle, ok := text.Between(s.Start, s.End)
	if !ok || utf8.RuneCountInString(middle) != s.End-s.Start {
		return nil, nil // it was decided about another text
	}
	before, _ := text.Between(s.Start-stretchAround, s.Start)
	before = fromWord(before, s.Start > stretchAround)
	after := ""
	if !s.Cut {
		after, _ = text.Between(s.End, s.End+stretchAround)
		after = toWord(after)
	}
	whole := before + middle + after
	s.Start -= utf8.RuneCountInString(before)
	s.End += utf8.RuneCountInString(after)
	s.From = s.Start > 0
	_, s.On = text.Between(s.End+1, s.End+1)
	s.Pieces = markedPieces(whole, s.Start, e)
	s.A, s.B = w.lanes(e, s, w.q.A), w.lanes(e, s, w.q.B)
	return s, nil
}

// fromWord is a text from its first whole word, when it begins within one.
func fromWord(text string, cut bool) string {
	if i := strings.IndexFunc(text, unicode.IsSpace); cut && i >= 0 {
		return strings.TrimLeftFunc(text[i:], unicode.IsSpace)
	}
	return text
}

// toWord is a text up to its last whole word, when it may end within one.
func toWord(text string) string {
	if i := strings.LastIndexFunc(text, unicode.IsSpace); i >= 0 && utf8.RuneCountInString(text) == stretchAround {
		return strings.TrimRightFunc(text[:i], unicode.IsSpace)
	}
	return text
}

// markedPieces cuts a text that begins at a position at the edges of what is at
// issue.
func markedPieces(text string, start int, e queued) []markedPiece {
	end := start + utf8.RuneCountInString(text)
	edges := []int{start, end}
	for _, list := range [][]coding.Coding{e.A, e.B} {
		for _, k := range list {
			edges = append(edges, min(max(k.Start, start), end), min(max(k.End, start), end))
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var out []markedPiece
	runes := []rune(text)
	for i := 0; i+1 < len(edges); i++ {
		from, to := edges[i], edges[i+1]
		class := strings.TrimSpace(marksOn("a", e.A, from, to) + marksOn("b", e.B, from, to))
		out = append(out, markedPiece{string(runes[from-start : to-start]), class})
	}
	return out
}

// marksOn are the classes of a stretch within which no coding begins or ends.
func marksOn(letter string, list []coding.Coding, from, to int) string {
	class := ""
	add := func(name string, is func(coding.Coding) bool) {
		if slices.ContainsFunc(list, is) {
			class += " " + name + letter
		}
	}
	add("m", func(k coding.Coding) bool { return k.Start <= from && k.End >= to })
	add("f", func(k coding.Coding) bool { return k.Start == from })
	add("e", func(k coding.Coding) bool { return k.End == to })
	return class
}

// lanes are the codings of one coder in the text that is shown, side by side as
// far as there is room. Those at issue come first.
func (w *viewer) lanes(e queued, s *stretchView, who coding.CoderID) []sideLane {
	var list []sideLane
	for _, k := range w.q.parts.docs[e.Document].codings {
		if k.Coder != who || k.Start >= s.End || k.End <= s.Start {
			continue
		}
		chip := w.v.chip(w.book, k.Code, false)
		list = append(list, sideLane{Letter: w.letter(who), Code: k.Code, Name: chip.Name, Pattern: chip.Pattern, Start: k.Start, End: k.End, Mine: e.holds(k)})
	}
	slices.SortStableFunc(list, func(a, b sideLane) int {
		return cmp.Or(compareBools(!a.Mine, !b.Mine), cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var out []sideLane
	for _, l := range list {
		for l.Lane = 0; l.Lane < sideLanes && slices.ContainsFunc(out, l.meets); l.Lane++ {
		}
		if l.Lane < sideLanes {
			out = append(out, l)
		}
	}
	return out
}

// laneRoom is how many code points a coding takes in the margin at least: a line
// of text.
const laneRoom = 60

// meets: another one in the same lane that would lie over it.
func (l sideLane) meets(other sideLane) bool {
	return other.Lane == l.Lane && other.Start < l.End+laneRoom && l.Start < other.End+laneRoom
}
