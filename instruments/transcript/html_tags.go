package transcript

import (
	"slices"
	"strconv"
	"strings"
)

// What an element does to the text around it.
type htmlRole int

const (
	htmlInline htmlRole = iota
	htmlBlock           // begins and ends a line
	htmlPre             // a block in which line ends count
	htmlLeft            // left out with all that is in it
	htmlVoid            // has no content
)

// htmlElement says how an element is read; kind is counted.
type htmlElement struct {
	role htmlRole
	kind string
}

var htmlElements = func() map[string]htmlElement {
	out := map[string]htmlElement{
		"pre": {htmlPre, ""}, "listing": {htmlPre, ""}, "xmp": {htmlPre, ""}, "textarea": {htmlPre, ""}, "plaintext": {htmlPre, ""},
		"del": {htmlLeft, "deleted"}, "svg": {htmlLeft, "image"}, "img": {htmlVoid, "image"}, "embed": {htmlVoid, "object"},
	}
	for role, names := range map[htmlElement]string{
		{htmlBlock, ""}: "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer " +
			"form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol option optgroup p search section select summary ul",
		{htmlLeft, ""}:       "script style template noscript title rt rp xml datalist noembed noframes",
		{htmlLeft, "object"}: "object video audio canvas iframe applet",
		{htmlVoid, ""}:       "area base col frame input keygen link meta param source track wbr bgsound basefont command",
	} {
		for name := range strings.FieldsSeq(names) {
			out[name] = role
		}
	}
	return out
}()

// start handles a start tag.
func (r *htmlReader) start(closed bool) {
	raw, more := r.z.TagName()
	name := string(raw)
	if closed && r.xml {
		r.z.NextIsNotRawText()
	}
	closed = closed && (r.xml || name == "svg") // a page of HTML does not know the slash
	e := htmlElements[name]
	a := r.attributes(name, more)
	if r.gone.name != "" {
		r.insideGone(name, e, a, closed)
		return
	}
	if e.role != htmlVoid && name != "br" && name != "hr" && !closed {
		if kind, out := a.leftOut(); out {
			r.startGone(name, kind)
			return
		}
	}
	r.structure(name, e, a, closed)
}

// structure handles a start tag of an element that is shown.
func (r *htmlReader) structure(name string, e htmlElement, a htmlAttributes, closed bool) {
	switch name {
	case "br":
		r.breaks++
	case "hr":
		r.endBlock()
	case "table":
		r.startTable()
	case "tr", "thead", "tbody", "tfoot":
		r.endBlock()
		r.endRow()
	case "td", "th":
		r.startCell()
	case "ins":
		r.changes++
	case "a":
		if ms, ok := anchorTime(a.name); ok {
			r.time, r.timed = ms, true
		}
	default:
		r.element(name, e, closed)
	}
}

func (r *htmlReader) element(name string, e htmlElement, closed bool) {
	switch e.role {
	case htmlVoid:
		if e.kind != "" {
			r.omitted[e.kind]++
		}
	case htmlBlock:
		r.endBlock()
	case htmlPre:
		r.endBlock()
		r.pre++
	case htmlLeft:
		kind := e.kind
		if kind == "image" || kind == "object" { // whether it holds words or not
			r.omitted[kind]++
			kind = ""
		}
		if !closed {
			r.startGone(name, kind)
		}
	}
}

func (r *htmlReader) endTag(name string) {
	e := htmlElements[name]
	switch {
	case r.gone.name != "":
		if name == r.gone.name || name == "ruby" && (r.gone.name == "rt" || r.gone.name == "rp") {
			r.gone.depth--
		}
		if r.gone.depth == 0 {
			r.closeGone()
		}
	case name == "table":
		r.endTable()
	case name == "tr" || name == "thead" || name == "tbody" || name == "tfoot":
		r.endBlock()
		r.endRow()
	case name == "td" || name == "th":
		r.endBlock()
		if len(r.levels) > 0 {
			r.shutCell(&r.story, len(r.levels))
		}
	case name == "br":
		r.breaks++ // browsers take </br> for <br>
	case e.role == htmlPre && r.pre > 0:
		r.endBlock()
		r.pre--
	case e.role == htmlBlock:
		r.endBlock()
	}
}

func (r *htmlReader) startTable() {
	r.endBlock()
	if len(r.levels) == maxLevels {
		r.deeper++
		return
	}
	r.openTable()
	r.levels = append(r.levels, gridLevel{})
}

func (r *htmlReader) endTable() {
	r.endBlock()
	switch n := len(r.levels); {
	case r.deeper > 0:
		r.deeper--
	case n > 0:
		r.closeLevels(&r.story, n-1)
	}
}

func (r *htmlReader) endRow() {
	if n := len(r.levels); n > 0 && r.deeper == 0 {
		r.shutRow(&r.story, n)
	}
}

func (r *htmlReader) startCell() {
	r.endBlock()
	if n := len(r.levels); n > 0 && r.deeper == 0 {
		r.shutCell(&r.story, n)
		l := &r.levels[n-1]
		if !l.inRow {
			l.row, l.inRow = r.openRow(), true
		}
		l.cell, l.inCell = r.openCell(), true
	}
}

// startGone begins an element that is left out.
func (r *htmlReader) startGone(name, kind string) {
	if htmlElements[name].role == htmlBlock {
		r.endBlock()
	}
	r.gone = htmlOut{name: name, depth: 1, kind: kind}
}

func (r *htmlReader) closeGone() {
	g := r.gone
	r.gone = htmlOut{}
	if g.words && g.kind != "" {
		r.omitted[g.kind]++
		if g.kind == "deleted" {
			r.changes++
		}
	}
}

// insideGone handles a start tag inside an element that is left out. An element
// that needs no end tag ends where the next of its kind begins.
func (r *htmlReader) insideGone(name string, e htmlElement, a htmlAttributes, closed bool) {
	if kind := a.noteKind(); kind != "" {
		r.omitted[kind]++
	}
	optional := slices.Contains([]string{"p", "li", "dt", "dd", "td", "th", "tr", "option"}, r.gone.name)
	switch {
	case optional && name == r.gone.name, r.gone.name == "p" && e.role == htmlBlock:
		r.closeGone()
		if kind, out := a.leftOut(); out {
			r.startGone(name, kind)
			return
		}
		r.structure(name, e, a, closed)
	case (name == "rt" || name == "rp") && (r.gone.name == "rt" || r.gone.name == "rp"):
		r.gone.name = name
	case name == r.gone.name && !closed:
		r.gone.depth++
	}
}

// htmlAttributes are the attributes that matter.
type htmlAttributes struct {
	style, class, id, name, title string
	hidden                        bool
}

func (r *htmlReader) attributes(tag string, more bool) (a htmlAttributes) {
	for more {
		var key, value []byte
		key, value, more = r.z.TagAttr()
		switch string(key) {
		case "style":
			a.style = strings.ToLower(string(value))
		case "class":
			a.class = strings.ToLower(string(value))
		case "id":
			a.id = string(value)
		case "name":
			a.name = string(value)
		case "title":
			a.title = string(value)
		case "hidden":
			a.hidden = tag != "input"
		}
	}
	return a
}

var squeezed = strings.NewReplacer(" ", "", "\n", "", "\r", "", "\t", "")

// leftOut judges an element by its attributes: hidden text, and the notes,
// comments and headers that word processors put into the page.
func (a htmlAttributes) leftOut() (kind string, out bool) {
	if a == (htmlAttributes{name: a.name}) {
		return "", false
	}
	style := squeezed.Replace(a.style)
	switch {
	case a.hidden, strings.Contains(style, "display:none"), strings.Contains(style, "mso-hide:all"):
		return "hidden", true
	case strings.Contains(style, "mso-element:comment-list"), strings.Contains(style, "mso-element:footnote-list"),
		strings.Contains(style, "mso-element:endnote-list"), strings.Contains(a.class, "msocomanchor"),
		a.class == "sdfootnoteanc", a.class == "sdendnoteanc":
		return "", true // what is inside is counted piece by piece; the sign in the text is no word
	case strings.HasPrefix(a.id, "sdfootnote") && digits(a.id[len("sdfootnote"):], 6) == len(a.id)-len("sdfootnote"):
		return "footnote", true
	case strings.HasPrefix(a.id, "sdendnote") && digits(a.id[len("sdendnote"):], 6) == len(a.id)-len("sdendnote"):
		return "endnote", true
	case a.title == "header" || strings.Contains(style, "mso-element:header"):
		return "header", true
	case a.title == "footer" || strings.Contains(style, "mso-element:footer"):
		return "footer", true
	}
	return a.noteKind(), a.noteKind() != ""
}

// noteKind is what Word says that an element holds: one comment or note.
func (a htmlAttributes) noteKind() string {
	if a.style == "" {
		return ""
	}
	_, rest, found := strings.Cut(squeezed.Replace(a.style), "mso-element:")
	element, _, _ := strings.Cut(rest, ";")
	switch {
	case !found:
		return ""
	case element == "comment", element == "footnote", element == "endnote":
		return element
	}
	return ""
}

// anchorTime reads the start from an anchor as noScribe names it:
// ts_START_END_SPEAKER, in milliseconds.
func anchorTime(name string) (int64, bool) {
	parts := strings.SplitN(name, "_", 4)
	if len(parts) < 3 || parts[0] != "ts" {
		return 0, false
	}
	ms, err := strconv.ParseInt(parts[1], 10, 64)
	return ms, err == nil && ms >= 0
}
