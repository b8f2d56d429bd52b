package pdf

import (
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
)

// matrix is a transformation of the plane: x' = ax + cy + e, y' = bx + dy + f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// then is first m, then n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// state is the part of the graphics state that places text.
type state struct {
	ctm                                matrix
	font                               *font
	size, spacing, word, leading, rise float64
	scale                              float64 // horizontal, 1 = as it is
}

// piece is a stretch of glyphs on one baseline, in points from the lower left.
type piece struct {
	x, y, end float64
	size      float64
	text      string
}

const (
	maxForms = 8         // forms inside each other
	maxSaved = 1000      // graphics states kept
	maxOps   = 4_000_000 // operators of a page
)

// painter follows a page description and notes where text lands.
type painter struct {
	d      *document
	state  state
	saved  []state
	tm     matrix // of the next glyph
	line   matrix // of the line it stands on
	pieces []piece
	actual []string // of the marked contents that are open: what stands for their glyphs
	used   []bool   // and whether that was written
	ops    int
}

// paint follows one stream.
func (p *painter) paint(stream []byte, resources pdf.Value, depth int) error {
	l := lexer{data: stream}
	var args []operand
	for {
		var op string
		op, args = l.next(args[:0])
		if op == "" {
			return nil
		}
		if p.ops++; p.ops > maxOps {
			return ErrTooLarge
		}
		switch op {
		case "Do":
			if err := p.form(args, resources, depth); err != nil {
				return err
			}
		case "Tf":
			p.setFont(args, resources)
		case "ID":
			l.skipImage()
		case "BDC", "BMC":
			p.beginMarked(args)
		case "EMC":
			if n := len(p.actual); n > 0 {
				p.actual, p.used = p.actual[:n-1], p.used[:n-1]
			}
		default:
			p.operator(op, args)
		}
	}
}

// form paints a form: a page description inside another.
func (p *painter) form(args []operand, resources pdf.Value, depth int) error {
	if len(args) == 0 || depth >= maxForms {
		return nil
	}
	x := resources.Key("XObject").Key(args[len(args)-1].text)
	if x.Key("Subtype").Name() != "Form" {
		return nil
	}
	stream, err := p.d.unpack(x)
	if err != nil {
		return err
	}
	if r := x.Key("Resources"); !r.IsNull() {
		resources = r
	}
	before, tm, line := p.state, p.tm, p.line
	if m := x.Key("Matrix"); m.Len() == 6 {
		n := func(i int) float64 { return m.Index(i).Float64() }
		p.state.ctm = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}.then(p.state.ctm)
	}
	err = p.paint(stream, resources, depth+1)
	p.state, p.tm, p.line = before, tm, line
	return err
}

func (p *painter) setFont(args []operand, resources pdf.Value) {
	if len(args) < 2 {
		return
	}
	v := resources.Key("Font").Key(args[len(args)-2].text)
	p.state.size = args[len(args)-1].num
	key := v.Key("BaseFont").Name() + " " + v.String()
	if len(key) > 4096 {
		key = key[:4096]
	}
	f := p.d.fonts[key]
	if f == nil {
		f = p.d.newFont(v)
		if len(p.d.fonts) < 1000 {
			p.d.fonts[key] = f
		}
	}
	p.state.font = f
}

// beginMarked opens marked content, which may say what its glyphs stand for.
func (p *painter) beginMarked(args []operand) {
	text := ""
	for i, a := range args {
		if a.kind == isName && a.text == "ActualText" && i+1 < len(args) {
			text = actualText(args[i+1].text)
		}
	}
	if len(p.actual) < maxSaved {
		p.actual, p.used = append(p.actual, text), append(p.used, false)
	}
}

func actualText(raw string) string {
	if rest, ok := strings.CutPrefix(raw, "\xfe\xff"); ok {
		return visible(fromUTF16(rest))
	}
	var b strings.Builder
	for i := range len(raw) {
		b.WriteRune(rune(raw[i]))
	}
	return visible(b.String())
}

// operator handles the operators that place or show text.
func (p *painter) operator(op string, args []operand) {
	n := func(i int) float64 {
		if i < len(args) {
			return args[i].num
		}
		return 0
	}
	s := &p.state
	switch op {
	case "q":
		if len(p.saved) < maxSaved {
			p.saved = append(p.saved, *s)
		}
	case "Q":
		if k := len(p.saved); k > 0 {
			*s, p.saved = p.saved[k-1], p.saved[:k-1]
		}
	case "cm":
		s.ctm = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}.then(s.ctm)
	case "Tc":
		s.spacing = n(0)
	case "Tw":
		s.word = n(0)
	case "Tz":
		s.scale = n(0) / 100
	case "TL":
		s.leading = n(0)
	case "Ts":
		s.rise = n(0)
	default:
		p.textOperator(op, args, n)
	}
}

func (p *painter) textOperator(op string, args []operand, n func(int) float64) {
	switch op {
	case "BT":
		p.moveTo(identity)
	case "Tm":
		p.moveTo(matrix{n(0), n(1), n(2), n(3), n(4), n(5)})
	case "TD":
		p.state.leading = -n(1)
		p.moveBy(n(0), n(1))
	case "Td":
		p.moveBy(n(0), n(1))
	case "T*":
		p.moveBy(0, -p.state.leading)
	case "\"":
		p.state.word, p.state.spacing = n(0), n(1)
		p.moveBy(0, -p.state.leading)
		p.show(args)
	case "'":
		p.moveBy(0, -p.state.leading)
		p.show(args)
	case "Tj", "TJ":
		p.show(args)
	}
}

func (p *painter) moveTo(m matrix) { p.tm, p.line = m, m }

func (p *painter) moveBy(x, y float64) {
	p.moveTo(matrix{a: 1, d: 1, e: x, f: y}.then(p.line))
}

// show writes the strings of Tj and TJ; the numbers between them move on.
func (p *painter) show(args []operand) {
	inArray := false
	for _, a := range args {
		switch {
		case a.mark == '[':
			inArray = true
		case a.kind == isString:
			p.write(a.text)
		case a.kind == isNumber && inArray:
			p.advance(-a.num / 1000 * p.state.size * p.state.scale)
		}
	}
}

func (p *painter) advance(x float64) { p.tm = matrix{a: 1, d: 1, e: x}.then(p.tm) }

// write shows one string.
func (p *painter) write(raw string) {
	s := &p.state
	if s.font == nil {
		return
	}
	s.font.glyphs(raw, func(g glyph) {
		at := matrix{a: 1, d: 1, f: s.rise}.then(p.tm).then(s.ctm)
		wide := g.width * s.size * s.scale
		p.put(p.spoken(g), at, wide)
		if g.space {
			wide += s.word * s.scale
		}
		p.advance(wide + s.spacing*s.scale)
	})
}

// spoken is the text of a glyph, or what the marked content around it says that
// it stands for.
func (p *painter) spoken(g glyph) string {
	for i := len(p.actual) - 1; i >= 0; i-- {
		if p.actual[i] == "" {
			continue
		}
		p.d.letters++
		if p.used[i] {
			return ""
		}
		p.used[i] = true
		return p.actual[i]
	}
	switch {
	case !g.known:
		p.d.lost++
	case strings.TrimSpace(g.text) != "":
		p.d.letters++
	}
	return g.text
}

// put adds a glyph to the last piece when it stands right behind it, else begins
// a piece.
func (p *painter) put(text string, at matrix, width float64) {
	size := math.Abs(p.state.size) * math.Hypot(at.c, at.d)
	end := at.e + width*at.a
	if math.IsNaN(size+at.e+at.f+end) || math.IsInf(size+at.e+at.f+end, 0) {
		return
	}
	if n := len(p.pieces); n > 0 {
		last := &p.pieces[n-1]
		if math.Abs(last.y-at.f) < 0.01*size+0.01 && math.Abs(at.e-last.end) < 0.05*size && last.size == size {
			last.text += text
			last.end = end
			return
		}
	}
	p.pieces = append(p.pieces, piece{at.e, at.f, end, size, text})
}
