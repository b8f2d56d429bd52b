package workbench

import (
	"testing"

	"meerzicht/coding"
	"meerzicht/coding/lexicon"
)

// A text with very many suggestions lists those around the reader, and counts
// all of them.
func TestSuggestionsAroundTheReader(t *testing.T) {
	book := coding.Of([]coding.Code{{ID: "a"}, {ID: "b"}})
	var open []proposal
	for i := range 1000 {
		s := lexicon.Suggestion{Segment: coding.Segment{Start: i * 10, End: i*10 + 5}, Code: "a", Score: 40 + i%13*5}
		if i%2 == 1 {
			s.Code, s.Negated = "b", true
		}
		open = append(open, proposal{Suggestion: s})
	}
	for _, c := range []struct{ near, first, last int }{
		{0, 0, 299}, {1500, 0, 299}, {5000, 350, 649}, {9990, 700, 999}, {1 << 40, 700, 999}, {-7, 0, 299},
	} {
		var p suggestionsPart
		p.fill(open, book, c.near)
		if len(p.Open) != 300 || p.First != c.first || p.Open[0].Start != c.first*10 || p.Open[299].Start != c.last*10 || p.Total != 1000 {
			t.Errorf("near %d: %d listed from %d (%d–%d), want %d–%d", c.near, len(p.Open), p.First, p.Open[0].Start, p.Open[len(p.Open)-1].Start, c.first*10, c.last*10)
		}
	}
	var p suggestionsPart
	p.fill(open, book, 0)
	atLeast := func(code coding.CodeID, score int, marked bool) int {
		n := 0
		for _, s := range open {
			if (code == "" || s.Code == code) && s.Score >= score && (marked || !s.Negated) {
				n++
			}
		}
		return n
	}
	for i := range scoreSteps {
		score := 40 + 5*i
		if p.All.From[i] != atLeast("", score, true) || p.All.Sure[i] != atLeast("", score, false) {
			t.Errorf("score %d: %d and %d of all", score, p.All.From[i], p.All.Sure[i])
		}
		for _, c := range p.Codes {
			if c.From[i] != atLeast(c.ID, score, true) || c.Sure[i] != atLeast(c.ID, score, false) {
				t.Errorf("score %d, code %s: %d and %d", score, c.ID, c.From[i], c.Sure[i])
			}
		}
	}
	if len(p.Codes) != 2 || p.Codes[0].Count != 500 {
		t.Errorf("codes %+v", p.Codes)
	}
	few := suggestionsPart{}
	few.fill(open[:5], book, 30)
	if len(few.Open) != 5 || few.First != 0 {
		t.Errorf("few: %d from %d", len(few.Open), few.First)
	}
}
