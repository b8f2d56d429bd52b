package transcript

import (
	"fmt"
	"testing"
)

// The story that all document formats share: paragraphs, rows, cells and boxes
// land where they belong, and rows know where their cells stand.
func TestStory(t *testing.T) {
	s := newStory(nil)
	s.startBlock(true)
	s.words([]byte("  een \n twee "))
	s.mark("\n")
	s.words([]byte(" drie"))
	box := s.openBox()
	s.startBlock(true)
	s.write("vak")
	s.closeBox(box)
	s.flushBoxes(0)
	var g grid
	for _, cells := range [][]string{{"a", "b"}, {"", "c", "d"}} {
		for _, c := range cells {
			g.reach(&s, 1)
			s.startBlock(true)
			s.write(c)
			g.shutCell(&s, 1)
		}
		g.shutRow(&s, 1)
	}
	g.closeLevels(&s, 0)
	s.startBlock(true)
	s.write("na")
	if want := "een twee\ndrie\nvak\na\tb\n\tc\td\nna"; string(s.out) != want {
		t.Errorf("%q, want %q", s.out, want)
	}
	var rows []string
	for _, r := range s.rows {
		for _, c := range r.cells {
			rows = append(rows, string(s.out[c.from:c.to]))
		}
	}
	if got := fmt.Sprintf("%q", rows); got != `["a" "b" "" "c" "d"]` {
		t.Errorf("cells %s", got)
	}
}

// A row that was deleted is taken back whole; one in a table inside a cell is no
// row of a transcript.
func TestStoryRows(t *testing.T) {
	s := newStory(nil)
	s.startBlock(true)
	s.write("voor")
	s.openTable()
	gone := s.openRow()
	s.closeCell(s.openCell())
	s.closeRow(gone, true)
	outer := s.openRow()
	from := s.openCell()
	s.openTable()
	inner := s.openRow()
	s.closeRow(inner, false)
	s.closeTable()
	s.closeCell(from)
	s.closeRow(outer, false)
	s.closeTable()
	if len(s.rows) != 1 || s.omitted["deleted"] != 1 || string(s.out) != "voor\n" {
		t.Errorf("%d rows, %v, %q", len(s.rows), s.omitted, s.out)
	}
}

// Blanks of the source are one blank, and none stands at the edges of a line.
func TestStoryBlanks(t *testing.T) {
	for in, want := range map[string]string{
		"a b": "a b", " a\t\n b ": "a b", "a\u00a0 b": "a\u00a0 b", "   ": "", "\n": "", "é  ë": "é ë",
	} {
		s := newStory(nil)
		s.startBlock(true)
		for i := range len(in) { // however it is cut
			s.words([]byte(in[i : i+1]))
		}
		if got := string(s.out); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
