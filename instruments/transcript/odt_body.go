package transcript

import (
	"strconv"
	"strings"
)

// odtBody walks the XML of an OpenDocument text. As in a Word document, what is
// left out is named one by one, and unknown elements are walked through.
type odtBody struct {
	story
	s          *scanner
	found      bool            // office:text was there
	paragraphs int             // paragraphs open around this place, in one container
	hidden     map[string]bool // names of styles that hide their text
	style      string          // the automatic style that is being read
	spanned    int             // covered cells of this row that belong to the cell before them
}

func newODTBody(data, out []byte) *odtBody {
	return &odtBody{s: newScanner(data), story: newStory(out), hidden: map[string]bool{}}
}

func (o *odtBody) read() error {
	for o.s.next() {
		if o.s.kind != startTag {
			continue
		}
		switch string(o.s.name) {
		case "style":
			o.style = o.s.attr("name")
		case "text-properties":
			if o.s.attr("display") == "none" {
				o.hidden[o.style] = true
			}
		case "text":
			o.found = true
			o.children()
		}
	}
	o.flushBoxes(0)
	return o.s.err
}

// children walks what is inside the element whose start tag was just read.
func (o *odtBody) children() {
	depth := len(o.s.open)
	for o.s.next() {
		switch {
		case o.s.kind == startTag:
			o.element()
		case o.s.kind == charData && o.paragraphs > 0:
			o.words(o.s.text)
		case o.s.kind == endTag && len(o.s.open) < depth:
			return
		}
		if o.err != nil {
			o.s.fail(o.err)
		}
	}
}

func (o *odtBody) element() {
	switch string(o.s.name) {
	case "p", "h":
		o.paragraph()
	case "table":
		o.openTable()
		o.children()
		o.closeTable()
	case "table-row":
		o.row()
	case "table-cell":
		o.spanned = int(o.number("number-columns-spanned", 1, maxEntries)) - 1
		o.cell()
	case "covered-table-cell":
		if o.spanned == 0 {
			o.cell()
			return
		}
		o.spanned--
		o.s.skip()
	case "text-box", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "regular-polygon",
		"path", "connector", "caption", "measure":
		o.box()
	default:
		o.inline()
	}
}

// inline handles the elements that stand for a character, a change or something
// left out, and walks through all others.
func (o *odtBody) inline() {
	switch name := string(o.s.name); name {
	case "s":
		o.blanks(o.number("c", 1, maxText))
		o.s.skip()
	case "tab":
		o.mark("\t")
		o.s.skip()
	case "line-break":
		o.mark("\n")
		o.s.skip()
	case "tracked-changes":
		o.trackedChanges()
	case "annotation":
		o.leaveOut("comment")
	case "note":
		kind := "footnote"
		if o.s.attr("note-class") == "endnote" {
			kind = "endnote"
		}
		o.leaveOut(kind)
	case "frame":
		o.frame()
	case "span", "section":
		o.shown()
	case "hidden-text":
		if o.s.attr("is-hidden") == "true" {
			o.leaveOut("hidden")
			return
		}
		o.children()
	case "ruby-text":
		if o.s.hasWords() {
			o.omitted["ruby"]++
		}
	case "number", "script", "forms", "desc", "annotation-end", "event-listeners":
		o.s.skip()
	default:
		if strings.HasSuffix(name, "-source") || o.s.qualified("svg:title") { // how an index is made; the name of a picture
			o.s.skip()
			return
		}
		o.children()
	}
}

func (o *odtBody) leaveOut(kind string) {
	o.omitted[kind]++
	o.s.skip()
}

// shown walks a span or section, unless its style or it itself is hidden.
func (o *odtBody) shown() {
	if o.hidden[o.s.attr("style-name")] || o.s.attr("display") == "none" {
		if o.s.hasWords() {
			o.omitted["hidden"]++
		}
		return
	}
	o.children()
}

// number is a count in an attribute, between 1 and limit.
func (o *odtBody) number(name string, otherwise, limit int64) int64 {
	n, err := strconv.ParseInt(o.s.attr(name), 10, 64)
	if err != nil {
		return otherwise
	}
	return min(max(n, 1), limit)
}

// blanks writes repeated blanks, which OpenDocument counts instead of holding.
func (o *odtBody) blanks(n int64) {
	if int64(o.written)+n > maxText {
		o.err = errTooLong
		return
	}
	o.mark(strings.Repeat(" ", int(n)))
}

// paragraph reads a paragraph or heading. One inside another, which a shape may
// hold, begins a line of its own.
func (o *odtBody) paragraph() {
	boxes := len(o.boxes)
	if o.hidden[o.s.attr("style-name")] {
		o.shown()
		return
	}
	o.startBlock(true)
	o.paragraphs++
	o.children()
	o.paragraphs--
	o.blank = false
	o.flushBoxes(boxes)
}

func (o *odtBody) row() {
	opened, spanned := o.openRow(), o.spanned
	o.spanned = 0
	o.children()
	o.closeRow(opened, false)
	o.spanned = spanned
}

func (o *odtBody) cell() {
	from, paragraphs := o.openCell(), o.paragraphs
	o.paragraphs = 0
	o.children()
	o.closeCell(from)
	o.paragraphs = paragraphs
}

func (o *odtBody) box() {
	boxes, opened, paragraphs, blank, lineStart := len(o.boxes), o.openBox(), o.paragraphs, o.blank, o.lineStart
	o.paragraphs, o.blank = 0, false
	o.children()
	o.closeBox(opened)
	o.paragraphs, o.blank, o.lineStart = paragraphs, blank, lineStart
	if paragraphs == 0 { // it hangs on the page, not on a paragraph
		o.flushBoxes(boxes)
	}
}

// frame reads what a frame holds: a text box, or else a picture or an object. An
// object comes with a picture of itself, which is not counted again.
func (o *odtBody) frame() {
	depth, images, objects := len(o.s.open), 0, 0
	for o.s.next() {
		if o.s.kind == endTag && len(o.s.open) < depth {
			break
		}
		if o.s.kind != startTag {
			continue
		}
		switch string(o.s.name) {
		case "image", "plugin":
			images = 1
			o.s.skip()
		case "object", "object-ole", "applet", "floating-frame":
			objects = 1
			o.s.skip()
		default:
			o.element()
		}
	}
	o.omitted["object"] += objects
	o.omitted["image"] += images * (1 - objects)
}

// trackedChanges counts the changes; the words of deletions stand here, those of
// insertions in the text itself.
func (o *odtBody) trackedChanges() {
	depth := len(o.s.open)
	for o.s.next() {
		if o.s.kind == endTag && len(o.s.open) < depth {
			return
		}
		if o.s.kind != startTag {
			continue
		}
		switch string(o.s.name) {
		case "deletion":
			o.changes++
			o.leaveOut("deleted")
		case "insertion":
			o.changes++
			o.s.skip()
		case "format-change":
			o.s.skip()
		}
	}
}
