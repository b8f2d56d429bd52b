package transcript

import (
	"bytes"
	"errors"
)

var (
	errTooLong = errors.New("text too long")
	errTooMany = errors.New("too many lines or rows")
)

// row is one row of a table in the canonical text, in bytes: where it stands and
// where its cells do.
type row struct {
	table    int // which table of the document, from 0
	from, to int
	cells    []span
}

// story gathers the text of a document that consists of paragraphs, tables and
// text boxes, whatever the format: paragraphs and rows are parted by line ends,
// cells by tabs, and a text box follows the paragraph it hangs on.
type story struct {
	out        []byte // the story, or the text box that is being read
	written    int    // bytes of text written so far, anywhere
	lines      int    // and line ends
	containers []container
	boxes      [][]byte // text boxes read, to follow the paragraph they hang on
	boxDepth   int
	tables     int // tables begun in the story itself
	tableDepth int
	cells      []span
	rows       []row
	omitted    map[string]int
	changes    int  // tracked changes taken as accepted
	blank      bool // see words: a blank waits for the word behind it
	lineStart  bool // see words: no word stands on this line yet
	err        error
}

// container holds blocks (paragraphs, rows) that are parted by line ends: the
// story, a cell, a text box.
type container struct {
	blocks int
	glue   bool // the mark of the last paragraph was deleted: the next joins it
}

func newStory(out []byte) story {
	return story{out: out, containers: make([]container, 1, 8), omitted: map[string]int{}, lineStart: true}
}

func (s *story) write(text string) {
	s.out = append(s.out, text...)
	s.written += len(text)
	s.blank, s.lineStart = false, false
	if text != "\n" {
		return
	}
	if s.lines++; s.lines > maxLines {
		s.err = errTooMany
	}
}

// words writes character data in which blanks, tabs and line ends are one and
// the same, as in HTML and OpenDocument: a stretch of them is one blank, and
// none stands at the edges of a line.
func (s *story) words(text []byte) {
	for len(text) > 0 {
		n := bytes.IndexAny(text, " \t\n\r\f")
		if n < 0 {
			n = len(text)
		}
		if n > 0 {
			s.flushBlank()
			s.out = append(s.out, text[:n]...)
			s.written += n
			s.lineStart = false
		}
		if n < len(text) {
			s.blank = true
			n++
		}
		text = text[n:]
	}
	if s.written > maxText {
		s.err = errTooLong
	}
}

// flushBlank writes the blank that waits, save at the start of a line.
func (s *story) flushBlank() {
	if s.blank && !s.lineStart {
		s.out = append(s.out, ' ')
		s.written++
	}
	s.blank = false
}

// mark writes a character that stands for itself between words; a line end
// begins a line.
func (s *story) mark(text string) {
	if text != "\n" {
		s.flushBlank()
	}
	s.write(text)
	s.lineStart = text == "\n"
	if s.written > maxText {
		s.err = errTooLong
	}
}

func (s *story) container() *container { return &s.containers[len(s.containers)-1] }

// startBlock parts a paragraph or row from the block before it.
func (s *story) startBlock(joins bool) {
	c := s.container()
	if c.blocks > 0 && !(joins && c.glue) {
		s.write("\n")
	}
	c.blocks++
	c.glue = false
	s.blank, s.lineStart = false, true
}

// flushBoxes puts the text boxes read since from below their paragraph.
func (s *story) flushBoxes(from int) {
	for _, text := range s.boxes[from:] {
		s.startBlock(false)
		s.out = append(s.out, text...)
	}
	s.boxes = s.boxes[:from]
}

func (s *story) openTable() {
	if s.tableDepth == 0 && s.boxDepth == 0 {
		s.tables++
	}
	s.tableDepth++
}

func (s *story) closeTable() { s.tableDepth-- }

// openedRow is what closeRow needs to know of a row.
type openedRow struct {
	at, from int
	before   container
	cells    []span
}

func (s *story) openRow() openedRow {
	o := openedRow{at: len(s.out), before: *s.container(), cells: s.cells}
	s.startBlock(false)
	o.from = len(s.out)
	s.cells = nil
	return o
}

// closeRow ends a row; a deleted row is taken back.
func (s *story) closeRow(o openedRow, deleted bool) {
	switch {
	case deleted:
		s.out = s.out[:o.at]
		*s.container() = o.before
		s.omitted["deleted"]++
	case len(s.rows) > maxTurns:
		s.err = errTooMany
	case s.tableDepth == 1 && s.boxDepth == 0:
		s.rows = append(s.rows, row{s.tables - 1, o.from, len(s.out), s.cells})
	}
	s.cells = o.cells
}

// openCell begins a cell and gives where it stands.
func (s *story) openCell() int {
	if s.written > maxText {
		s.err = errTooLong
	}
	if len(s.cells) > 0 {
		s.write("\t")
	}
	s.containers = append(s.containers, container{})
	s.blank, s.lineStart = false, true
	return len(s.out)
}

func (s *story) closeCell(from int) {
	if len(s.cells) <= maxColumns { // one more than is looked at tells enough
		s.cells = append(s.cells, span{from, len(s.out)})
	}
	s.containers = s.containers[:len(s.containers)-1]
}

// openedBox is what stood outside a text box.
type openedBox struct {
	out        []byte
	tableDepth int
}

// openBox begins to read a text box aside.
func (s *story) openBox() openedBox {
	o := openedBox{s.out, s.tableDepth}
	s.out, s.tableDepth = nil, 0
	s.containers = append(s.containers, container{})
	s.boxDepth++
	return o
}

func (s *story) closeBox(o openedBox) {
	s.boxDepth--
	s.containers = s.containers[:len(s.containers)-1]
	if len(bytes.TrimSpace(s.out)) > 0 {
		s.boxes = append(s.boxes, s.out)
	}
	s.out, s.tableDepth = o.out, o.tableDepth
}

// content is the story as a reader delivers it.
func (s *story) content(decoder string) content {
	return content{
		text: string(s.out), decoder: decoder, rows: s.rows,
		omitted: omissions(s.omitted), notes: noteChanges(s.changes),
	}
}
