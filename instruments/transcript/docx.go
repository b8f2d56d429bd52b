package transcript

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"sync"

	"meerzicht/instruments"
)

// buffers keeps the memory that unpacking and gathering text take.
type buffers struct {
	part bytes.Buffer
	text []byte
}

var pool = sync.Pool{New: func() any { return new(buffers) }}

// keepBuffer is the size up to which a buffer is worth keeping.
const keepBuffer = 1 << 20

func (b *buffers) release() {
	if b.part.Cap() <= keepBuffer && cap(b.text) <= keepBuffer {
		b.part.Reset()
		pool.Put(b)
	}
}

// isDocx reports whether a zip archive holds a Word document, or an OpenDocument
// text that was packed in an unusual order.
func isDocx(data []byte) bool {
	if len(data) > maxFile {
		return true // for Read to refuse
	}
	a, err := openArchive(data)
	if err != nil {
		return true // damaged: Read tells how
	}
	f := a.mainPart()
	if f == nil {
		return a.holdsODT()
	}
	buf := pool.Get().(*buffers)
	defer buf.release()
	if a.read(f, &buf.part) != nil {
		return true
	}
	part, xmlErr := xmlBytes(buf.part.Bytes())
	return xmlErr != nil || rootName(part) == "document"
}

func rootName(part []byte) string {
	s := newScanner(part)
	if !s.next() || s.kind != startTag {
		return ""
	}
	return string(s.name)
}

// readDocx reads the main story of a Word document.
func readDocx(data []byte) (content, *refusal) {
	a, refused := openArchive(data)
	if refused != nil {
		return content{}, refused
	}
	f := a.mainPart()
	switch {
	case f == nil && a.holdsODT():
		return readODT(data)
	case f == nil:
		return content{}, refuseNoWord()
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
	if root := rootName(part); root != "document" && root != "" {
		return content{}, refuseNoWord()
	} else if root == "" && len(bytes.TrimSpace(part)) == 0 {
		return content{}, refuseXML(errSyntax)
	}
	if cap(buf.text) < len(part)/2 { // so that a long text does not grow by copying
		buf.text = make([]byte, 0, len(part))
	}
	b := newBody(part, buf.text[:0])
	err = b.read()
	buf.text = b.out
	if err != nil {
		return content{}, refuseXML(err)
	}
	a.countBeside(f.Name, b.omitted)
	return b.content("docx"), nil
}

// countBeside counts the headers and footers that hold words.
func (a *archive) countBeside(main string, omitted map[string]int) {
	seen := map[string]bool{}
	for _, r := range a.relations(main) {
		if r.kind != "header" && r.kind != "footer" || seen[r.target] {
			continue
		}
		seen[r.target] = true
		f := a.find(r.target)
		var buf bytes.Buffer
		if f == nil || a.read(f, &buf) != nil {
			continue
		}
		part, err := xmlBytes(buf.Bytes())
		if err != nil {
			continue
		}
		b := newBody(part, nil)
		if _ = b.read(); len(bytes.TrimSpace(b.out)) > 0 {
			omitted[r.kind]++
		}
	}
}

func omissions(counts map[string]int) []instruments.Omission {
	var out []instruments.Omission
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		if n := counts[kind]; n > 0 {
			out = append(out, instruments.Omission{Kind: kind, Count: n})
		}
	}
	return out
}

func noteChanges(n int) instruments.Problems {
	what := instruments.Textf("%d bijgehouden wijzigingen zijn als geaccepteerd gelezen.", "%d tracked changes accepted.", n)
	switch n {
	case 0:
		return nil
	case 1:
		what = instruments.Text{NL: "1 bijgehouden wijziging is als geaccepteerd gelezen.", EN: "1 tracked change accepted."}
	}
	return instruments.Problems{{
		Note: true,
		What: what,
		Hint: instruments.Text{
			NL: "Klopt dat niet, verwerk de wijzigingen dan eerst in Word.",
			EN: "If that is not right, settle the changes in Word first.",
		},
	}}
}

func refuseXML(err error) *refusal {
	switch {
	case errors.Is(err, errDepth):
		return refuseUnsafe("de XML is dieper genest dan 1.000 niveaus", "its XML is nested deeper than 1,000 levels")
	case errors.Is(err, errDoctype):
		return refuseUnsafe("de XML bevat een documenttypedefinitie (DTD)", "its XML holds a document type definition (DTD)")
	case errors.Is(err, errTooLong):
		return refuseTextSize()
	case errors.Is(err, errTooMany):
		return refuseTurns()
	case errors.Is(err, errCharset):
		return refuseDamaged("de tekens van de tekst zijn niet te ontcijferen", "the characters of the text cannot be decoded")
	}
	return refuseDamaged("de XML van de tekst is niet goed gevormd of breekt af", "the XML of the text is malformed or breaks off")
}
