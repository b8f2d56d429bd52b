package transcript

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"

	"meerzicht/instruments"
)

const maxTag = 32 << 20 // bytes of one tag, which may hold a whole picture

// readHTML reads a page, as word processors, recognisers and browsers write it.
// It takes the tokens as they come and builds no tree, so that neither the depth
// nor the number of elements costs memory.
func readHTML(data []byte) (content, *refusal) {
	text, name, notes, refused := decodeHTML(data)
	if refused != nil {
		return content{}, refused
	}
	r := &htmlReader{story: newStory(nil), z: html.NewTokenizer(bytes.NewReader(text)), xml: bytes.HasPrefix(text, []byte("<?xml"))}
	r.z.SetMaxBuf(maxTag)
	if refused := r.read(); refused != nil {
		return content{}, refused
	}
	c := r.content(name)
	c.marks = r.marks
	c.notes = append(c.notes, notes...)
	return c, nil
}

// declared finds the encoding that a page names for itself.
var declared = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9_:.\-]+)|<\?xml[^>]+encoding\s*=\s*["']([a-z0-9_:.\-]+)`)

// decodeHTML gives the page in UTF-8 and the name of the decoder. A byte order
// mark decides, then whether it is UTF-8; only then what the page says of itself,
// which often stayed behind when the page was saved otherwise.
func decodeHTML(data []byte) ([]byte, string, instruments.Problems, *refusal) {
	decoder, body := decoderOf(data)
	switch decoder {
	case utf8Plain, utf8BOM:
		if enc, name := declaredIn(body); enc != nil && decoder == utf8Plain && ascii(body) && !strings.HasPrefix(name, "utf") {
			return convertHTML(body, enc, name) // such as ISO-2022-JP, which is ASCII to the eye
		}
		return cleanHTML(body), "html", nil, nil
	case utf16LE, utf16BE:
		text, bad := decodeUTF16(body, decoder == utf16BE)
		if bad > 0 {
			return []byte(text), "html-" + decoder, instruments.Problems{noteUnreadable(bad)}, nil
		}
		return []byte(text), "html-" + decoder, nil, nil
	}
	if enc, name := declaredIn(body); enc != nil && !strings.HasPrefix(name, "utf") {
		return convertHTML(body, enc, name)
	}
	if windowsLength(body) > 2*maxFile {
		return nil, "", nil, refuseTextSize()
	}
	text := decodeWindows(body)
	return []byte(text), "html-" + windows1252, instruments.Problems{noteWindows1252(text)}, nil
}

func declaredIn(body []byte) (encoding.Encoding, string) {
	m := declared.FindSubmatch(body[:min(len(body), 4096)])
	if m == nil {
		return nil, ""
	}
	enc, err := htmlindex.Get(string(m[1]) + string(m[2]))
	if err != nil {
		return nil, ""
	}
	name, err := htmlindex.Name(enc)
	if err != nil {
		return nil, ""
	}
	return enc, name
}

func convertHTML(body []byte, enc encoding.Encoding, name string) ([]byte, string, instruments.Problems, *refusal) {
	text, err := io.ReadAll(io.LimitReader(enc.NewDecoder().Reader(bytes.NewReader(body)), 2*maxFile+1))
	if err != nil {
		return nil, "", nil, refuseDamaged("de tekens van de tekst zijn niet te ontcijferen", "the characters of the text cannot be decoded")
	}
	if len(text) > 2*maxFile {
		return nil, "", nil, refuseTextSize()
	}
	var notes instruments.Problems
	if bad := bytes.Count(text, []byte("\ufffd")); bad > 0 {
		notes = append(notes, noteUnreadable(bad))
	}
	return cleanHTML(text), "html-" + name, notes, nil
}

func cleanHTML(body []byte) []byte {
	if !utf8.Valid(body) {
		body = bytes.ToValidUTF8(body, []byte("\ufffd"))
	}
	if bytes.IndexByte(body, 0) >= 0 {
		body = bytes.ReplaceAll(body, []byte{0}, nil)
	}
	return body
}

func ascii(body []byte) bool {
	for _, c := range body {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// htmlReader gathers the text of a page as a browser would show it.
type htmlReader struct {
	story
	grid
	z      *html.Tokenizer
	xml    bool // it begins as XML, so an element can be empty by a slash
	para   bool // a line is open
	pre    int  // elements open in which line ends count
	breaks int  // <br> that waits to be followed by text
	deeper int  // tables too deep to follow
	gone   htmlOut
	time   int64 // of the anchor that was just read
	timed  bool
	marks  []mark
}

// htmlOut is the element that is being left out.
type htmlOut struct {
	name  string
	depth int    // elements of that name open
	kind  string // counted when it holds words; "" = not counted
	words bool
}

func (r *htmlReader) read() *refusal {
	for {
		switch r.z.Next() {
		case html.ErrorToken:
			return r.end(r.z.Err())
		case html.TextToken:
			r.text(r.z.Text())
		case html.StartTagToken:
			r.start(false)
		case html.SelfClosingTagToken:
			r.start(true)
		case html.EndTagToken:
			name, _ := r.z.TagName()
			r.endTag(string(name))
		}
		if r.err != nil {
			return refuseXML(r.err)
		}
	}
}

func (r *htmlReader) end(err error) *refusal {
	if errors.Is(err, html.ErrBufferExceeded) {
		return refuseUnsafe("er staat een onderdeel van meer dan 32 MiB in", "it holds one part of more than 32 MiB")
	}
	if r.gone.name != "" { // nothing closed it, so words may be missing
		if r.gone.kind == "" {
			r.gone.kind = "hidden"
		}
		r.closeGone()
	}
	r.endBlock()
	r.closeLevels(&r.story, 0)
	if r.err != nil {
		return refuseXML(r.err)
	}
	return nil
}

// text writes what stands between tags.
func (r *htmlReader) text(text []byte) {
	blank := len(bytes.Trim(text, " \t\n\r\f")) == 0
	switch {
	case r.gone.name != "":
		r.gone.words = r.gone.words || !blank
	case r.pre > 0:
		r.lines(text)
	case blank && !r.para:
	default:
		r.begin()
		r.words(text)
	}
}

// lines writes preformatted text.
func (r *htmlReader) lines(text []byte) {
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	for line := range bytes.Lines(text) {
		words, ended := bytes.CutSuffix(line, []byte("\n"))
		if len(words) > 0 {
			r.begin()
			r.mark(string(words))
		}
		if ended {
			r.breaks++
		}
	}
}

// begin opens a line when none is open, and writes the line ends that wait.
func (r *htmlReader) begin() {
	if !r.para {
		for _, l := range r.levels { // text between the cells of a table
			if l.inRow && !l.inCell {
				r.shutRow(&r.story, len(r.levels))
			}
		}
		r.startBlock(true)
		r.para = true
	}
	for ; r.breaks > 0; r.breaks-- {
		r.blank = false
		r.story.mark("\n")
	}
	if r.timed {
		r.timed = false
		if len(r.marks) < maxTurns {
			r.marks = append(r.marks, mark{len(r.out), r.time})
		}
	}
}

// endBlock ends a line. The last <br> of a block shows nothing of itself.
func (r *htmlReader) endBlock() {
	if r.breaks > 0 {
		r.breaks--
		if !r.para || r.breaks > 0 {
			r.begin()
		}
	}
	r.breaks, r.para, r.blank = 0, false, false
}
