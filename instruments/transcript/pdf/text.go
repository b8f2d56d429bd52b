package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/ledongthuc/pdf"
)

// The reasons not to give a text.
var (
	ErrEncrypted = errors.New("the PDF is protected with a password")
	ErrDamaged   = errors.New("the PDF is damaged")
	ErrScan      = errors.New("the PDF holds no text")
	ErrCodes     = errors.New("the PDF does not say which letters its glyphs are")
	ErrTooLarge  = errors.New("the PDF is too large")
)

const (
	maxPages   = 2000
	maxStreams = 64 << 20 // bytes of page descriptions, unpacked
	maxText    = 32 << 20 // bytes
	maxNesting = 50       // of the tree of pages
)

// Text gives the text of every page, its lines parted by line ends and
// paragraphs that stand apart by a blank line. The errors are those of this
// package, wrapped. It does not panic, but may not return on a hostile file.
func Text(data []byte) (pages []string, err error) {
	defer func() {
		if p := recover(); p != nil {
			pages, err = nil, fmt.Errorf("%w: %v", ErrDamaged, brief(p))
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, refused(err)
	}
	d := &document{fonts: map[string]*font{}, left: maxStreams}
	if err := d.walk(r.Trailer().Key("Root").Key("Pages"), pdf.Value{}, 0); err != nil {
		return nil, err
	}
	if err := d.judge(); err != nil {
		return nil, err
	}
	m := marginsOf(d.pages)
	for _, lines := range d.pages {
		pages = append(pages, m.text(lines))
	}
	return pages, nil
}

// brief is a panic of the library without the file's contents.
func brief(p any) string {
	s := fmt.Sprint(p)
	return s[:min(len(s), 100)]
}

func refused(err error) error {
	if errors.Is(err, pdf.ErrInvalidPassword) || strings.Contains(err.Error(), "encrypt") {
		return fmt.Errorf("%w: %w", ErrEncrypted, err)
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// document gathers the pages.
type document struct {
	pages   [][]line
	fonts   map[string]*font
	left    int // bytes of page descriptions that may still be unpacked
	size    int // bytes of text
	letters int // characters that were decoded
	lost    int // glyphs without a character
}

// walk goes through the tree of pages.
func (d *document) walk(node, resources pdf.Value, depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("%w: its pages are nested too deeply", ErrDamaged)
	}
	if r := node.Key("Resources"); !r.IsNull() {
		resources = r
	}
	kids := node.Key("Kids")
	if kids.Kind() == pdf.Array {
		for i := range kids.Len() {
			if err := d.walk(kids.Index(i), resources, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if node.IsNull() {
		return fmt.Errorf("%w: a page is missing", ErrDamaged)
	}
	return d.page(node, resources)
}

func (d *document) page(node, resources pdf.Value) error {
	if len(d.pages) == maxPages {
		return fmt.Errorf("%w: more than %d pages", ErrTooLarge, maxPages)
	}
	p := painter{d: d, state: state{scale: 1, ctm: identity}}
	stream, err := d.contents(node.Key("Contents"))
	if err == nil {
		err = p.paint(stream, resources, 0)
	}
	if err != nil {
		return err
	}
	lines := layOut(p.pieces, pageHeight(node))
	for _, l := range lines {
		d.size += len(l.text) + 1
	}
	if d.size > maxText {
		return fmt.Errorf("%w: more than %d MiB of text", ErrTooLarge, maxText>>20)
	}
	d.pages = append(d.pages, lines)
	return nil
}

func pageHeight(node pdf.Value) float64 {
	box := node.Key("MediaBox")
	if box.Len() < 4 {
		return 842 // A4
	}
	return box.Index(3).Float64()
}

// contents unpacks the description of a page, which may be cut into streams.
func (d *document) contents(v pdf.Value) ([]byte, error) {
	var out bytes.Buffer
	streams := []pdf.Value{v}
	if v.Kind() == pdf.Array {
		streams = streams[:0]
		for i := range min(v.Len(), maxPages) {
			streams = append(streams, v.Index(i))
		}
	}
	for _, s := range streams {
		if s.Kind() != pdf.Stream {
			continue
		}
		data, err := d.unpack(s)
		if err != nil {
			return nil, err
		}
		out.Write(data)
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}

func (d *document) unpack(v pdf.Value) ([]byte, error) {
	r := v.Reader()
	defer r.Close()
	data, err := readAtMost(r, d.left)
	d.left -= len(data)
	return data, err
}

// judge tells a document without any text from one whose letters cannot be known.
func (d *document) judge() error {
	switch {
	case d.letters == 0 && d.lost == 0:
		return ErrScan
	case d.lost > d.letters:
		return ErrCodes
	}
	return nil
}
