package transcript

import (
	"bytes"
	"errors"
)

var errTooLong = errors.New("text too long")

// row is one row of a table in the canonical text, in bytes: where it stands and
// where its cells do.
type row struct {
	table    int // which table of the document, from 0
	from, to int
	cells    []span
}

// body walks the XML of a Word story and gathers its text. Elements it does not
// know are walked through, so that words in an unknown wrapper are kept; what is
// left out is named one by one and counted.
type body struct {
	s          *scanner
	out        []byte // the story, or the text box that is being read
	written    int    // bytes of text written so far, anywhere
	containers []container
	boxes      [][]byte // text boxes read, to follow the paragraph they hang on
	boxDepth   int
	tables     int // tables begun in the story itself
	tableDepth int
	rowDeleted bool // the row being read is a tracked deletion
	cells      []span
	rows       []row
	omitted    map[string]int
	changes    int // tracked changes taken as accepted
}

// container holds blocks (paragraphs, rows) that are parted by line ends: the
// story, a cell, a text box.
type container struct {
	blocks int
	glue   bool // the mark of the last paragraph was deleted: the next joins it
}

func newBody(data []byte, out []byte) *body {
	return &body{s: newScanner(data), out: out, containers: make([]container, 1, 8), omitted: map[string]int{}}
}

// read walks the whole part.
func (b *body) read() error {
	for b.s.next() {
		if b.s.kind == startTag {
			b.element()
		}
	}
	b.flushBoxes(0)
	return b.s.err
}

// children walks what is inside the element whose start tag was just read.
func (b *body) children() {
	depth := len(b.s.open)
	for b.s.next() {
		switch {
		case b.s.kind == startTag:
			b.element()
		case b.s.kind == endTag && len(b.s.open) < depth:
			return
		}
	}
}

func (b *body) element() {
	switch string(b.s.name) {
	case "t":
		b.words()
	case "p":
		b.paragraph()
	case "tbl":
		b.table()
	case "tr":
		b.row()
	case "tc":
		b.cell()
	case "txbxContent":
		b.box()
	case "AlternateContent":
		b.alternate()
	case "pPr":
		b.paragraphProperties()
	case "trPr":
		b.rowProperties()
	case "rPr", "tblPr", "tblPrEx", "tblGrid", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText", "delText", "delInstrText", "rt":
		b.s.skip()
	default:
		b.mark()
	}
}

// mark handles the elements that stand for a character, a change or something
// left out, and walks through all others.
func (b *body) mark() {
	switch string(b.s.name) {
	case "tab", "ptab":
		b.write("\t")
	case "br":
		if b.s.attr("type") == "page" {
			b.write("\f")
		} else {
			b.write("\n")
		}
	case "cr":
		b.write("\n")
	case "noBreakHyphen":
		b.write("\u2011")
	case "softHyphen":
		b.write("\u00ad")
	case "sym":
		b.symbol()
	case "del":
		b.leaveOut("deleted")
		b.changes++
		return
	case "moveFrom":
		b.leaveOut("moved")
		return
	case "ins", "moveTo":
		b.changes++
	case "commentReference":
		b.omitted["comment"]++
	case "footnoteReference":
		b.omitted["footnote"]++
	case "endnoteReference":
		b.omitted["endnote"]++
	case "pic", "imagedata":
		b.omitted["image"]++
	case "chart", "relIds", "OLEObject", "altChunk":
		b.omitted["object"]++
	}
	b.children()
}

func (b *body) leaveOut(kind string) {
	b.omitted[kind]++
	b.s.skip()
}

func (b *body) write(text string) {
	b.out = append(b.out, text...)
	b.written += len(text)
}

// words takes the text of one w:t. A line end inside it is white space of the
// XML and shows as a blank.
func (b *body) words() {
	depth := len(b.s.open)
	for b.s.next() {
		switch {
		case b.s.kind == charData:
			at := len(b.out)
			b.out = append(b.out, b.s.text...)
			b.written += len(b.s.text)
			blankLines(b.out[at:])
		case b.s.kind == endTag && len(b.s.open) < depth:
			if b.written > maxText {
				b.s.fail(errTooLong)
			}
			return
		}
	}
}

func blankLines(text []byte) {
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') < 0 {
		return
	}
	for i, c := range text {
		if c == '\n' || c == '\r' {
			text[i] = ' '
		}
	}
}

// startBlock parts a paragraph or row from the block before it.
func (b *body) startBlock(joins bool) {
	c := &b.containers[len(b.containers)-1]
	if c.blocks > 0 && !(joins && c.glue) {
		b.write("\n")
	}
	c.blocks++
	c.glue = false
}

func (b *body) paragraph() {
	boxes := len(b.boxes)
	b.startBlock(true)
	b.children()
	b.flushBoxes(boxes)
}

// flushBoxes puts the text boxes of a paragraph below it.
func (b *body) flushBoxes(from int) {
	for _, text := range b.boxes[from:] {
		b.startBlock(false)
		b.out = append(b.out, text...)
	}
	b.boxes = b.boxes[:from]
}

// paragraphProperties looks for a tracked change of the paragraph's end mark: a
// deleted mark joins the paragraph with the next one.
func (b *body) paragraphProperties() {
	depth := len(b.s.open)
	for b.s.next() {
		if b.s.kind == endTag && len(b.s.open) < depth {
			return
		}
		if b.s.kind != startTag {
			continue
		}
		switch string(b.s.name) {
		case "pPrChange", "rPrChange", "sectPr":
			b.s.skip()
		case "ins", "moveTo":
			b.changes++
		case "del", "moveFrom":
			b.changes++
			b.containers[len(b.containers)-1].glue = true
		}
	}
}

func (b *body) rowProperties() {
	depth := len(b.s.open)
	for b.s.next() {
		if b.s.kind == endTag && len(b.s.open) < depth {
			return
		}
		if b.s.kind != startTag {
			continue
		}
		switch string(b.s.name) {
		case "trPrChange":
			b.s.skip()
		case "ins":
			b.changes++
		case "del":
			b.changes++
			b.rowDeleted = true
		}
	}
}

func (b *body) table() {
	if b.tableDepth == 0 && b.boxDepth == 0 {
		b.tables++
	}
	b.tableDepth++
	b.children()
	b.tableDepth--
}

// row reads the cells of a row, parted by tabs. A deleted row is read and taken
// back.
func (b *body) row() {
	at, before, cells, deleted := len(b.out), b.containers[len(b.containers)-1], b.cells, b.rowDeleted
	b.startBlock(false)
	from := len(b.out)
	b.cells, b.rowDeleted = nil, false
	b.children()
	switch {
	case b.rowDeleted:
		b.out = b.out[:at]
		b.containers[len(b.containers)-1] = before
		b.omitted["deleted"]++
	case len(b.rows) > maxTurns:
		b.s.fail(errTooLong)
	case b.tableDepth == 1 && b.boxDepth == 0:
		b.rows = append(b.rows, row{b.tables - 1, from, len(b.out), b.cells})
	}
	b.cells, b.rowDeleted = cells, deleted
}

func (b *body) cell() {
	if b.written > maxText {
		b.s.fail(errTooLong)
	}
	if len(b.cells) > 0 {
		b.write("\t")
	}
	b.containers = append(b.containers, container{})
	from := len(b.out)
	b.children()
	if len(b.cells) <= maxColumns { // one more than is looked at tells enough
		b.cells = append(b.cells, span{from, len(b.out)})
	}
	b.containers = b.containers[:len(b.containers)-1]
}

// box reads a text box aside; its text follows the paragraph it hangs on.
func (b *body) box() {
	story, tableDepth := b.out, b.tableDepth
	b.out, b.tableDepth = nil, 0
	b.containers = append(b.containers, container{})
	b.boxDepth++
	b.children()
	b.boxDepth--
	b.containers = b.containers[:len(b.containers)-1]
	if len(bytes.TrimSpace(b.out)) > 0 {
		b.boxes = append(b.boxes, b.out)
	}
	b.out, b.tableDepth = story, tableDepth
}

// alternate reads the first choice that holds text, else the fallback: they are
// the same words for newer and older programs.
func (b *body) alternate() {
	depth, before := len(b.s.open), b.written
	seen := b.pictures() // by the version with most of them
	for first := true; b.s.next(); first = false {
		if b.s.kind == endTag && len(b.s.open) < depth {
			return
		}
		if b.s.kind != startTag {
			continue
		}
		if b.written > before {
			b.skipDuplicate()
			continue
		}
		already := b.pictures()
		b.children()
		if !first {
			for kind, n := range b.pictures() {
				b.omitted[kind] = max(already[kind], seen[kind]+n-already[kind])
			}
		}
	}
}

// pictures are the counts that both versions of an alternate add to.
func (b *body) pictures() map[string]int {
	return map[string]int{"image": b.omitted["image"], "object": b.omitted["object"]}
}

func (b *body) skipDuplicate() {
	depth := len(b.s.open)
	for b.s.next() {
		if b.s.kind == endTag && len(b.s.open) < depth {
			return
		}
		if b.s.kind == startTag && string(b.s.name) == "txbxContent" {
			b.omitted["textbox-duplicate"]++
		}
	}
}

// symbol is a character of a symbol font.
func (b *body) symbol() {
	if r, ok := symbolRune(b.s.attr("font"), b.s.attr("char")); ok {
		b.write(string(r))
	} else {
		b.omitted["symbol"]++
	}
}
