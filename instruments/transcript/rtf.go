package transcript

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// rtfGroup is what a brace keeps and gives back.
type rtfGroup struct {
	dest    rtfDest
	begins  rtfDest // the destination that this group itself begins, else rtfText
	object  bool    // an embedded object
	uc      int     // characters that stand in for one \u
	font    int
	hidden  bool
	deleted bool
	moved   bool
	revised bool
	intbl   bool
	itap    int // nesting of tables; −1 when not said
}

// rtfFont is one line of the font table.
type rtfFont struct {
	page int // code page, 0 for the file's own
	name string
}

// rtfReader gathers the text of an RTF file.
type rtfReader struct {
	story
	grid
	tokens  rtfTokens
	groups  []rtfGroup
	fonts   map[int]rtfFont
	font    int    // the font whose line of the table is read
	page    int    // code page of the file
	initial int    // font of the file
	rawUTF8 bool   // bytes as they stand are UTF-8, against the rules
	raw     []byte // characters that wait to be decoded
	rawPage int
	high    rune // first half of a surrogate pair
	skip    int  // stand-ins still to be passed over
	star    bool // \* was just read
	begun   bool // the last token opened a group
	para    bool // a paragraph is open
	trowd   bool // a row of a table was described and has not ended
	mode    rtfMode
	field   []byte // what the field computes
	symbol  bool   // that was a symbol, so its result is not read
	beside  string // kind of what is being counted
	spoke   bool   // and it holds words
	frames  []rtfFrame
	bad     int // characters that could not be read
}

// rtfMode is the kind of change the last text belonged to, so that one stretch
// is counted once.
type rtfMode int

const (
	rtfPlain rtfMode = iota
	rtfDeleted
	rtfMoved
	rtfHidden
	rtfInserted
)

// readRTF reads Rich Text Format.
func readRTF(data []byte) (content, *refusal) {
	body := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n\x00")
	if !bytes.HasPrefix(body, []byte(`{\rtf`)) {
		return content{}, refuseKind(kindNoZip, ".rtf")
	}
	r := &rtfReader{
		story: newStory(nil), tokens: rtfTokens{data: body}, fonts: map[int]rtfFont{}, page: pageWestern,
		rawUTF8: utf8.Valid(body),
	}
	if refused := r.read(); refused != nil {
		return content{}, refused
	}
	c := r.content("rtf")
	if r.bad > 0 {
		c.notes = append(c.notes, noteUnreadable(r.bad))
	}
	return c, nil
}

// read walks the tokens up to the brace that ends the document.
func (r *rtfReader) read() *refusal {
	var t rtfToken
	for r.tokens.next(&t) {
		if refused := r.token(&t); refused != nil {
			return refused
		}
		if len(r.groups) == 0 {
			r.close()
		}
		if r.err != nil {
			return refuseXML(r.err)
		}
		if len(r.groups) == 0 {
			return nil
		}
	}
	return refuseDamaged("het breekt af voor het einde", "it breaks off before its end")
}

func (r *rtfReader) token(t *rtfToken) *refusal {
	switch t.kind {
	case rtfOpen:
		r.flush()
		if len(r.groups) >= maxDepth {
			return refuseUnsafe("de groepen zijn dieper genest dan 1.000 niveaus", "its groups are nested deeper than 1,000 levels")
		}
		r.open()
		return nil
	case rtfClose:
		r.flush()
		r.closeGroup()
	case rtfWord:
		return r.word(t)
	case rtfSymbol:
		r.signOf(t.value)
	case rtfHex:
		r.hex(t.value)
	case rtfBytes:
		r.bytes(t.data)
	}
	r.begun = false
	return nil
}

func (r *rtfReader) open() {
	g := rtfGroup{uc: 1, itap: -1}
	if n := len(r.groups); n > 0 {
		g = r.groups[n-1]
	}
	g.begins = rtfText
	r.groups = append(r.groups, g)
	r.skip, r.star, r.begun = 0, false, true
}

// closeGroup ends a group and what it began.
func (r *rtfReader) closeGroup() {
	g := r.top()
	switch g.begins {
	case rtfBeside:
		if r.spoke || r.beside == "footnote" || r.beside == "endnote" || r.beside == "comment" {
			r.omitted[r.beside]++
		}
		r.beside = ""
	case rtfBox:
		r.endBox()
	case rtfField:
		r.endField()
	}
	r.groups = r.groups[:len(r.groups)-1]
	r.skip = 0
}

func (r *rtfReader) top() *rtfGroup { return &r.groups[len(r.groups)-1] }

// close ends what is open at the end of the document.
func (r *rtfReader) close() {
	r.closeLevels(&r.story, 0)
	r.flushBoxes(0)
}

// signOf handles a backslash and a sign.
func (r *rtfReader) signOf(c byte) {
	switch c {
	case '*':
		if r.begun {
			r.flush()
			r.star = true
		}
	case '\n', '\r':
		r.flush()
		r.paragraph()
	default:
		if text, ok := rtfChars[string(c)]; ok {
			r.char(text)
		}
	}
}

// char writes the character of a control word or symbol, unless it stands in
// for a \u before it.
func (r *rtfReader) char(text string) {
	r.flush()
	if r.skip > 0 && text != "\n" && text != "\t" && text != "\f" {
		r.skip--
		return
	}
	r.skip = 0
	r.text(text)
}

func (r *rtfReader) hex(c byte) {
	switch {
	case r.skip > 0:
		r.skip--
	case c == '\t' || c == '\n' || c == '\r':
		r.flush()
		r.text(strings.ReplaceAll(string(rune(c)), "\r", "\n"))
	case c >= ' ':
		r.gather(r.pageOf(r.top().font), c)
	}
}

func (r *rtfReader) bytes(data []byte) {
	n := min(r.skip, len(data))
	r.skip -= n
	data = data[n:]
	page := r.pageOf(r.top().font)
	if r.rawUTF8 && page != pageSymbol && bytes.IndexFunc(data, func(c rune) bool { return c >= utf8.RuneSelf }) >= 0 {
		page = 65001
	}
	for _, c := range data {
		if c >= ' ' || c == '\t' {
			r.gather(page, c)
		}
	}
}

// gather keeps a byte until all of its character are there.
func (r *rtfReader) gather(page int, c byte) {
	if page != r.rawPage {
		r.flush()
		r.rawPage = page
	}
	r.raw = append(r.raw, c)
}

// pageOf is the code page of a font.
func (r *rtfReader) pageOf(font int) int {
	if p := r.fonts[font].page; p != 0 {
		return p
	}
	return r.page
}

// flush decodes the characters that wait.
func (r *rtfReader) flush() {
	if len(r.raw) == 0 || len(r.groups) == 0 {
		return
	}
	raw := r.raw
	r.raw = r.raw[:0]
	if r.rawPage == pageSymbol {
		for _, c := range raw {
			r.symbolOf(rune(c))
		}
		return
	}
	text, bad := decodePage(r.rawPage, raw)
	r.bad += bad
	r.text(text)
}

// symbolOf writes a character of a symbol font.
func (r *rtfReader) symbolOf(c rune) {
	if c == ' ' {
		r.text(" ")
		return
	}
	if s, ok := symbolIn(r.fonts[r.top().font].name, c); ok {
		r.text(string(s))
	} else if r.top().dest == rtfText {
		r.omitted["symbol"]++
	}
}

// unicode writes the character of \u: half of a surrogate pair waits for the
// other half.
func (r *rtfReader) unicode(n int) {
	r.flush()
	if n < 0 {
		n += 1 << 16
	}
	c := rune(n)
	high := r.high
	r.high = 0
	r.skip = r.top().uc
	switch {
	case high != 0 && utf16.DecodeRune(high, c) != utf8.RuneError:
		r.text(string(utf16.DecodeRune(high, c)))
	case utf16.IsSurrogate(c) && c < 0xdc00:
		r.lostHalf(high)
		r.high = c
	case c >= 0xf000 && c <= 0xf0ff && r.pageOf(r.top().font) == pageSymbol:
		r.symbolOf(c)
	case n > utf8.MaxRune || n < ' ' && n != '\t' || utf16.IsSurrogate(c):
		r.bad++
		r.text("\ufffd")
	default:
		r.text(string(c))
	}
}

func (r *rtfReader) lostHalf(high rune) {
	if high != 0 {
		r.bad++
		r.text("\ufffd")
	}
}
