package workbench

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// fourTurns is a talk of two questions and two answers behind a heading:
// words at 3–9, 13–17, 21–26 and 30–34.
func fourTurns(t *testing.T) *textModel {
	t.Helper()
	doc := readDocument(t, "a.txt", "I: Vraag?\nR: Een.\nI: Twee?\nR: Drie")
	m := openText(doc)
	if got := blockList(m); got != "I: <Vraag?>\n|R: <Een.>\n|I: <Twee?>\n|R: <Drie>" {
		t.Fatal(got)
	}
	return m
}

func TestCoverage(t *testing.T) {
	m := fourTurns(t)
	suggested := newMark("s", 13, 17)
	suggested.suggestion = true
	for _, c := range []struct {
		name                   string
		marks                  []mark
		points, turns, answers share
	}{
		{"nothing", nil, share{0, 34}, share{0, 4}, share{0, 2}},
		{"one word", []mark{newMark("a", 13, 16)}, share{3, 34}, share{1, 4}, share{1, 2}},
		{"overlap counts once", []mark{newMark("a", 13, 16), newMark("b", 14, 17), newMark("c", 14, 15)}, share{4, 34}, share{1, 4}, share{1, 2}},
		{"a question", []mark{newMark("a", 3, 5)}, share{2, 34}, share{1, 4}, share{0, 2}},
		{"over two turns", []mark{newMark("a", 15, 22)}, share{7, 34}, share{2, 4}, share{1, 2}},
		{"a label only", []mark{newMark("a", 10, 13)}, share{3, 34}, share{0, 4}, share{0, 2}},
		{"a suggestion", []mark{suggested}, share{0, 34}, share{0, 4}, share{0, 2}},
		{"outside and without length", []mark{newMark("a", 30, 99), newMark("b", -9, 1), newMark("c", 14, 14), newMark("d", 16, 13), newMark("e", 50, 60)}, share{5, 34}, share{1, 4}, share{1, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := coverage(m, c.marks)
			if got.points != c.points || got.turns != c.turns || got.answers != c.answers {
				t.Errorf("points %v turns %v answers %v, want %v %v %v", got.points, got.turns, got.answers, c.points, c.turns, c.answers)
			}
		})
	}
	if v, ok := (share{1, 4}).value(); v != 0.25 || !ok {
		t.Errorf("1 of 4 is %v %v", v, ok)
	}
	if _, ok := coverage(openText(textDocument("")), nil).points.value(); ok {
		t.Error("no share of an empty text")
	}
}

func TestNextUncoded(t *testing.T) {
	c := coverage(fourTurns(t), []mark{newMark("a", 13, 16)})
	for _, q := range []struct {
		from        int
		interviewer bool
		want        int
		ok          bool
	}{
		{-1, false, 3, true}, {1, false, 3, true}, {3, false, -1, false}, {-1, true, 0, true}, {0, true, 2, true}, {-99, false, 3, true}, {99, true, -1, false},
	} {
		if got, ok := c.nextUncoded(q.from, q.interviewer); got != q.want || ok != q.ok {
			t.Errorf("next behind %d (interviewer %v) = %d %v, want %d %v", q.from, q.interviewer, got, ok, q.want, q.ok)
		}
	}
	if !c.coded(1) || c.coded(3) || c.coded(-1) || c.coded(4) {
		t.Error("only block 1 is coded")
	}
}

// A turn in parts is one turn: coded when one part is, and gone to at its first
// part. A text without turns is counted by block; text between turns is not.
func TestCoverageOfParts(t *testing.T) {
	long := strings.Repeat("x", 7000)
	m := openText(readDocument(t, "a.txt", "I: a?\nR: "+long+"\nI: b?\nR: "+long))
	if len(m.blocks) != 8 {
		t.Fatalf("%d blocks, want 1 + 3 + 1 + 3", len(m.blocks))
	}
	c := coverage(m, []mark{newMark("a", 6500, 6600)})
	if next, _ := c.nextUncoded(-1, false); next != 5 || c.answers != (share{1, 2}) || !c.coded(1) || !c.coded(3) {
		t.Errorf("next %d, answers %v, coded %v", next, c.answers, c.done)
	}
	if next, ok := c.nextUncoded(6, false); ok {
		t.Errorf("a part of a turn is gone to: block %d", next)
	}
	c = coverage(openText(textDocument(long)), []mark{newMark("a", 0, 10)})
	if next, _ := c.nextUncoded(-1, false); next != 1 || c.turns != (share{1, 3}) {
		t.Errorf("without turns: next %d, %v", next, c.turns)
	}
	doc := textDocument("kop\n\nR: ja", instruments.Turn{Speaker: "R", Start: 8, End: 10, TimeMS: -1})
	if next, _ := coverage(openText(doc), nil).nextUncoded(-1, false); next != 1 {
		t.Errorf("a heading is gone to: block %d", next)
	}
}

func TestCountsByCoder(t *testing.T) {
	a, b, s := newMark("a", 3, 15), newMark("b", 14, 16), newMark("s", 14, 16)
	a.coder, b.coder, s.suggestion = "coder2", "coder1", true
	again := b
	again.id = "b2"
	c := coverage(fourTurns(t), []mark{a, b, s, again})
	for block, want := range map[int]string{-1: "[]", 0: "[{coder2 1}]", 1: "[{coder1 2} {coder2 1}]", 2: "[]", 9: "[]"} {
		if got := fmt.Sprint(c.counts(block)); got != want {
			t.Errorf("block %d: %s, want %s", block, got, want)
		}
	}
}

// Coverage is what colouring every code point by hand gives.
func TestCoverageProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := textDocument(oddText().Draw(t, "text"))
		doc.Turns = anyTurns(doc.Length).Draw(t, "turns")
		m := openText(doc)
		marks := anyMarks(doc.Length).Draw(t, "marks")
		coloured := make([]bool, doc.Length)
		for _, k := range marks {
			for i := max(k.start, 0); !k.suggestion && i < min(k.end, doc.Length); i++ {
				coloured[i] = true
			}
		}
		points, turns := share{}, map[int]bool{}
		for i := range coloured {
			points.count(coloured[i])
			if b := m.blocks[m.blockOf(i)]; b.turn >= 0 && b.bodyStart < b.bodyEnd {
				turns[b.turn] = turns[b.turn] || coloured[i] && b.bodyStart <= i && i < b.bodyEnd
			}
		}
		want := share{}
		for _, coded := range turns {
			want.count(coded)
		}
		c := coverage(m, marks)
		if c.points != points || len(turns) > 0 && c.turns != want {
			t.Fatalf("points %v turns %v, want %v %v", c.points, c.turns, points, want)
		}
		var behind []int
		for at := -1; ; {
			next, ok := c.nextUncoded(at, true)
			if !ok {
				break
			}
			behind, at = append(behind, next), next
		}
		if len(behind) != c.turns.whole-c.turns.part || !slices.IsSorted(behind) {
			t.Fatalf("uncoded %v, %v", behind, c.turns)
		}
	})
}

func BenchmarkCoverage(b *testing.B) {
	m, marks := openText(longText(b, 3_000_000)), someMarks(10_000, 3_000_000)
	for b.Loop() {
		coverage(m, marks)
	}
}
