package transcript

import (
	"bytes"
	"strings"
)

const odtType = "application/vnd.oasis.opendocument.text"

// odtStart reports whether a zip archive begins as an OpenDocument text does:
// with its type, unpacked, as the first member.
func odtStart(data []byte) bool {
	const name = "mimetype"
	return len(data) > 30 && bytes.HasPrefix(data[30:], []byte(name)) &&
		bytes.Contains(data[30:min(len(data), 30+len(name)+64+len(odtType))], []byte(odtType))
}

// holdsODT looks for a text in the usual place of an OpenDocument package.
func (a *archive) holdsODT() bool {
	f := a.find("content.xml")
	var buf bytes.Buffer
	if f == nil || a.read(f, &buf) != nil {
		return false
	}
	a.left += int64(buf.Len()) // it is read again
	return bytes.Contains(buf.Bytes(), []byte("<office:text"))
}

// readODT reads the body of an OpenDocument text.
func readODT(data []byte) (content, *refusal) {
	a, refused := openArchive(data)
	if refused != nil {
		return content{}, refused
	}
	f := a.find("content.xml")
	switch {
	case a.encrypted():
		return content{}, refusePassword()
	case f == nil && a.mainPart() != nil:
		return readDocx(data)
	case f == nil:
		return content{}, refuseNoODT()
	}
	buf := pool.Get().(*buffers)
	defer buf.release()
	if refused := a.read(f, &buf.part); refused != nil {
		return content{}, refused
	}
	part, err := xmlBytes(buf.part.Bytes())
	if err != nil {
		return content{}, refuseXML(err)
	}
	if cap(buf.text) < len(part)/2 {
		buf.text = make([]byte, 0, len(part))
	}
	o := newODTBody(part, buf.text[:0])
	err = o.read()
	buf.text = o.out
	switch {
	case err != nil:
		return content{}, refuseXML(err)
	case !o.found:
		return content{}, refuseNoODT()
	}
	a.countODTBeside(o.omitted)
	return o.content("odt"), nil
}

// encrypted reports whether the manifest names a key for any member.
func (a *archive) encrypted() bool {
	f := a.find("META-INF/manifest.xml")
	var buf bytes.Buffer
	if f == nil || a.read(f, &buf) != nil {
		return false
	}
	return bytes.Contains(buf.Bytes(), []byte("encryption-data"))
}

// countODTBeside counts the headers and footers with words, which stand with the
// page styles.
func (a *archive) countODTBeside(omitted map[string]int) {
	f := a.find("styles.xml")
	var buf bytes.Buffer
	if f == nil || a.read(f, &buf) != nil {
		return
	}
	part, err := xmlBytes(buf.Bytes())
	if err != nil {
		return
	}
	for s := newScanner(part); s.next(); {
		if s.kind != startTag {
			continue
		}
		kind, _, _ := strings.Cut(string(s.name), "-") // header, header-left, header-first
		if kind != "header" && kind != "footer" {
			continue
		}
		if s.hasWords() {
			omitted[kind]++
		}
	}
}

// hasWords walks the element whose start tag was just read and reports whether
// it holds more than blanks.
func (s *scanner) hasWords() bool {
	depth, found := len(s.open)-1, false
	for s.next() {
		switch {
		case s.kind == charData:
			found = found || len(bytes.TrimSpace(s.text)) > 0
		case s.kind == endTag && len(s.open) == depth:
			return found
		}
	}
	return false
}
