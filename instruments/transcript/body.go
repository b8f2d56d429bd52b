package transcript

import (
	"bytes"
	"strings"
)

// body walks the XML of a Word story and gathers its text. Elements it does not
// know are walked through, so that words in an unknown wrapper are kept; what is
// left out is named one by one and counted.
type body struct {
	story
	s          *scanner
	rowDeleted bool // the row being read is a tracked deletion
	hidden     bool // the run being read is hidden
	gone       bool // and so was the last one with words
}

func newBody(data []byte, out []byte) *body {
	return &body{s: newScanner(data), story: newStory(out)}
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
	case "r":
		b.run()
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
	case "rPr":
		b.runProperties()
	case "tblPr", "tblPrEx", "tblGrid", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText", "delText", "delInstrText":
		b.s.skip()
	default:
		b.sign()
	}
}

// sign handles the elements that stand for a character, a change or something
// left out, and walks through all others.
func (b *body) sign() {
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
	case "chart", "relIds", "OLEObject":
		b.omitted["object"]++
	case "altChunk":
		b.omitted["inserted-file"]++
	case "textpath":
		if strings.TrimSpace(b.s.attr("string")) != "" {
			b.omitted["wordart"]++
		}
	case "rt":
		b.small()
		return
	}
	b.children()
}

// small leaves out the small letters above others, which no line of text holds.
func (b *body) small() {
	if b.s.hasWords() {
		b.omitted["ruby"]++
	}
}

func (b *body) leaveOut(kind string) {
	b.omitted[kind]++
	b.s.skip()
}

// run reads a run, which may be hidden.
func (b *body) run() {
	hidden := b.hidden
	b.hidden = false
	b.children()
	b.hidden = hidden
}

// runProperties looks for w:vanish, which hides a run; what a style says is not
// followed.
func (b *body) runProperties() {
	depth := len(b.s.open)
	for b.s.next() {
		if b.s.kind == endTag && len(b.s.open) < depth {
			return
		}
		if b.s.kind != startTag {
			continue
		}
		switch string(b.s.name) {
		case "rPrChange":
			b.s.skip()
		case "vanish":
			v := b.s.attr("val")
			b.hidden = v != "0" && v != "false" && v != "off"
		}
	}
}

// vanished leaves out the words of a hidden run; runs behind each other count as
// one.
func (b *body) vanished() {
	if b.s.hasWords() && !b.gone {
		b.gone = true
		b.omitted["hidden"]++
	}
}

// words takes the text of one w:t. A line end inside it is white space of the
// XML and shows as a blank.
func (b *body) words() {
	if b.hidden {
		b.vanished()
		return
	}
	b.gone = false
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

func (b *body) paragraph() {
	boxes := len(b.boxes)
	b.startBlock(true)
	b.children()
	b.flushBoxes(boxes)
	b.stop()
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
			b.container().glue = true
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
	b.openTable()
	b.children()
	b.closeTable()
}

// row reads the cells of a row, parted by tabs. A deleted row is read and taken
// back.
func (b *body) row() {
	o, deleted := b.openRow(), b.rowDeleted
	b.rowDeleted = false
	b.children()
	b.closeRow(o, b.rowDeleted)
	b.rowDeleted = deleted
	b.stop()
}

func (b *body) cell() {
	from := b.openCell()
	b.stop()
	b.children()
	b.closeCell(from)
}

// box reads a text box aside; its text follows the paragraph it hangs on.
func (b *body) box() {
	o := b.openBox()
	b.children()
	b.closeBox(o)
}

// stop ends the scan when the story has grown too long.
func (b *body) stop() {
	if b.err != nil {
		b.s.fail(b.err)
	}
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
	return map[string]int{"image": b.omitted["image"], "object": b.omitted["object"], "wordart": b.omitted["wordart"]}
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
