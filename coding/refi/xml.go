package refi

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"meerzicht/instruments/transcript"
)

// Limits of the XML.
const (
	maxDepth = 4096     // elements inside each other: trees of codes may be thousands deep
	maxToken = 33 << 20 // bytes of one tag or text
)

var (
	errDoctype = errors.New("document type definition")
	errDepth   = errors.New("nested too deeply")
	errLength  = errors.New("one text too long")
	errCharset = errors.New("unknown encoding")
	errNames   = errors.New("end of another element")
	errCodes   = errors.New("too many codes")
	errMore    = errors.New("more than one document")
)

// cursor walks through XML by local names: namespaces differ between programs
// and say nothing. It refuses a document type definition, so nothing expands.
type cursor struct {
	dec  *xml.Decoder
	in   *bounded
	open []string
	err  error
}

// bounded limits what may be read for one token.
type bounded struct {
	r    *bufio.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLength
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// ReadByte spares the decoder a buffer of its own.
func (b *bounded) ReadByte() (byte, error) {
	if b.left--; b.left < 0 {
		return 0, errLength
	}
	return b.r.ReadByte()
}

func newCursor(r io.Reader) *cursor {
	in := &bounded{r: bufio.NewReaderSize(inUTF8(r), 64<<10)}
	c := &cursor{in: in, dec: xml.NewDecoder(in)}
	c.dec.CharsetReader = charset
	return c
}

// charset decodes what the declaration names. UTF-16 is UTF-8 by then.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "utf-16", "utf16", "utf-16le", "utf-16be", "unicode", "us-ascii", "ascii":
		return in, nil
	case "windows-1252", "cp1252", "iso-8859-1", "latin1":
		return transcript.DecodeWindows(in), nil
	}
	return nil, errCharset
}

// inUTF8 takes the byte order mark off and turns UTF-16 into UTF-8. UTF-16
// without a mark is known by the zero beside the first "<".
func inUTF8(r io.Reader) io.Reader {
	b := bufio.NewReaderSize(r, 64<<10)
	head, _ := b.Peek(3)
	skip := func(n int) *bufio.Reader {
		_, _ = b.Discard(n)
		return b
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return skip(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return &utf16Reader{r: skip(2)}
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return &utf16Reader{r: skip(2), big: true}
	case bytes.HasPrefix(head, []byte("<\x00")):
		return &utf16Reader{r: b}
	case bytes.HasPrefix(head, []byte("\x00<")):
		return &utf16Reader{r: b, big: true}
	}
	return b
}

// utf16Reader gives UTF-16 as UTF-8. A lone surrogate becomes U+FFFD.
type utf16Reader struct {
	r    *bufio.Reader
	big  bool
	held rune // a unit read too far; 0 for none
	out  []byte
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) < min(len(p), 4096) {
		r, err := u.unit()
		if err != nil {
			if len(u.out) > 0 {
				break
			}
			return 0, err
		}
		if utf16.IsSurrogate(r) {
			low, err := u.unit()
			if pair := utf16.DecodeRune(r, low); err == nil && pair != utf8.RuneError {
				r = pair
			} else {
				r, u.held = utf8.RuneError, low
			}
		}
		u.out = utf8.AppendRune(u.out, r)
	}
	n := copy(p, u.out)
	u.out = u.out[:copy(u.out, u.out[n:])]
	return n, nil
}

func (u *utf16Reader) unit() (rune, error) {
	if r := u.held; r != 0 {
		u.held = 0
		return r, nil
	}
	var two [2]byte
	if _, err := io.ReadFull(u.r, two[:]); err != nil {
		return 0, err
	}
	if u.big {
		return rune(two[0])<<8 | rune(two[1]), nil
	}
	return rune(two[1])<<8 | rune(two[0]), nil
}

// next is the next start tag, end tag or text; nil at an error.
func (c *cursor) next() xml.Token {
	if c.err != nil {
		return nil
	}
	for {
		c.in.left = maxToken
		t, err := c.dec.RawToken()
		if err == io.EOF && len(c.open) > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			c.err = err
			return nil
		}
		if t = c.token(t); t != nil || c.err != nil {
			return t
		}
	}
}

func (c *cursor) token(t xml.Token) xml.Token {
	switch t := t.(type) {
	case xml.Directive:
		c.err = errDoctype
	case xml.StartElement:
		if c.open = append(c.open, t.Name.Local); len(c.open) > maxDepth {
			c.err = errDepth
		}
		return t
	case xml.EndElement:
		last := len(c.open) - 1
		if last < 0 || c.open[last] != t.Name.Local {
			c.err = errNames
			return nil
		}
		c.open = c.open[:last]
		return t
	case xml.CharData:
		return t
	}
	return nil
}

// root is the outermost element; false when there is none.
func (c *cursor) root() (xml.StartElement, bool) {
	for {
		switch t := c.next().(type) {
		case nil:
			return xml.StartElement{}, false
		case xml.StartElement:
			return t, true
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				c.err = errNames
			}
		}
	}
}

// end checks that nothing but white space follows the root.
func (c *cursor) end() {
	if _, more := c.root(); more {
		c.err = errMore
	} else if c.err == io.EOF {
		c.err = nil
	}
}

// each calls do for every child of the element whose start tag was read last;
// do must read the child to its end, with each, text or skip.
func (c *cursor) each(do func(name string, el element)) {
	for {
		switch t := c.next().(type) {
		case nil, xml.EndElement:
			return
		case xml.StartElement:
			do(t.Name.Local, element(t.Attr))
		}
	}
}

// text is the character data of an element, read to its end.
func (c *cursor) text() string {
	var b []byte
	for depth := 1; depth > 0; {
		switch t := c.next().(type) {
		case nil:
			return ""
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if len(b)+len(t) > maxText {
				c.err = errLength
				return ""
			}
			b = append(b, t...)
		}
	}
	return string(b)
}

// skip reads an element to its end.
func (c *cursor) skip() {
	for depth := 1; depth > 0; {
		switch c.next().(type) {
		case nil:
			return
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

// refusal is the error in words; nil when there is none.
func (c *cursor) refusal() *refusal {
	if c.err == nil {
		return nil
	}
	line, _ := c.dec.InputPos()
	var syntax *xml.SyntaxError
	switch err := c.err; {
	case errors.Is(err, errTooMuch):
		return refuseStream(err)
	case errors.Is(err, errDoctype):
		return refuseXML(line, "een documenttype-definitie (DTD) hoort er niet in", "a document type definition (DTD) does not belong in it")
	case errors.Is(err, errDepth):
		return refuseXML(line, fmt.Sprintf("meer dan %d lagen diep", maxDepth), fmt.Sprintf("more than %d levels deep", maxDepth))
	case errors.Is(err, errLength):
		return refuseXML(line, fmt.Sprintf("één tekst erin is langer dan %d MiB", maxText>>20), fmt.Sprintf("one text in it is longer than %d MiB", maxText>>20))
	case errors.Is(err, errCodes):
		return refuseXML(line, fmt.Sprintf("meer dan %d codes", maxCodes), fmt.Sprintf("more than %d codes", maxCodes))
	case errors.Is(err, errCharset):
		return refuseXML(line, "de tekencodering is onbekend", "its character encoding is unknown")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.As(err, &syntax) && strings.Contains(syntax.Msg, "EOF"):
		return refuseXML(line, "het houdt halverwege op", "it ends halfway")
	case errors.Is(err, errNames), errors.Is(err, errMore), syntax != nil:
		return refuseXML(line, "het is geen goede XML", "it is no valid XML")
	}
	return refuseDamaged()
}

// element is the attributes of a start tag.
type element []xml.Attr

// attr is the value of an attribute by local name, "" when it is not there.
func (e element) attr(name string) string {
	for _, a := range e {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// guid is the value of an attribute as GUIDs are compared.
func (e element) guid(name string) string { return plainGUID(e.attr(name)) }
