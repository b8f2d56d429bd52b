package archive

import (
	"bufio"
	"encoding/xml"
	"io"
	"strings"
)

// markup writes XML, one element a line. Errors wait in the buffered writer until
// done.
type markup struct {
	w     *bufio.Writer
	stack []string // of the elements that are open
}

func newMarkup(w io.Writer) *markup {
	x := &markup{w: bufio.NewWriter(w)}
	x.put(xml.Header)
	return x
}

func (x *markup) put(parts ...string) {
	for _, p := range parts {
		_, _ = x.w.WriteString(p)
	}
}

// begin writes the start of an element with attributes.
func (x *markup) begin(name string, attributes []string) {
	x.put(strings.Repeat("  ", len(x.stack)), "<", name)
	for i := 0; i+1 < len(attributes); i += 2 {
		x.put(" ", attributes[i], `="`)
		x.escape(attributes[i+1])
		x.put(`"`)
	}
}

func (x *markup) escape(s string) {
	_ = xml.EscapeText(x.w, []byte(s))
}

// open begins an element that others stand in.
func (x *markup) open(name string, attributes ...string) {
	x.begin(name, attributes)
	x.put(">\n")
	x.stack = append(x.stack, name)
}

// close ends the element that was opened last.
func (x *markup) close() {
	last := len(x.stack) - 1
	name := x.stack[last]
	x.stack = x.stack[:last]
	x.put(strings.Repeat("  ", last), "</", name, ">\n")
}

// text writes an element with a text.
func (x *markup) text(name, text string, attributes ...string) {
	x.begin(name, attributes)
	if text == "" {
		x.put("/>\n")
		return
	}
	x.put(">")
	x.escape(text)
	x.put("</", name, ">\n")
}

func (x *markup) done() error { return x.w.Flush() }
