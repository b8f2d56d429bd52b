package pdf

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/charmap"
)

// font says which character a code is and how wide its glyph is.
type font struct {
	wide    bool // codes of two bytes (a composite font)
	codes   *codeMap
	simple  [256]string
	widths  map[int]float64 // thousandths of the font size
	missing float64
	utf16   bool // the codes are characters already
}

const maxCodes = 70_000 // entries of a table of codes or widths

func (d *document) newFont(v pdf.Value) *font {
	f := &font{wide: v.Key("Subtype").Name() == "Type0", widths: map[int]float64{}, missing: 500}
	if u := v.Key("ToUnicode"); u.Kind() == pdf.Stream {
		if data, err := d.unpack(u); err == nil {
			f.codes = readCodeMap(data)
		}
	}
	if f.wide {
		f.utf16 = strings.Contains(v.Key("Encoding").Name(), "UCS2") || strings.Contains(v.Key("Encoding").Name(), "UTF16")
		f.wideWidths(v.Key("DescendantFonts").Index(0))
		return f
	}
	f.simpleCodes(v)
	f.simpleWidths(v)
	return f
}

// simpleCodes fills the table of a font with codes of one byte.
func (f *font) simpleCodes(v pdf.Value) {
	lib := pdf.Font{V: v}
	enc := lib.Encoder()
	named := map[int]bool{}
	diff := v.Key("Encoding").Key("Differences")
	for i, at := 0, 0; i < min(diff.Len(), maxCodes); i++ {
		if x := diff.Index(i); x.Kind() == pdf.Integer {
			at = int(x.Int64())
		} else {
			named[at] = true
			if at >= 0 && at < 256 {
				f.simple[at] = unnamed(x.Name())
			}
			at++
		}
	}
	mac := v.Key("Encoding").Key("BaseEncoding").Name() == "MacRomanEncoding"
	for c := range 256 {
		switch {
		case f.simple[c] != "":
		case v.Key("Encoding").Kind() == pdf.Dict && !named[c] && mac:
			f.simple[c] = string(charmap.Macintosh.DecodeByte(byte(c)))
		case v.Key("Encoding").Kind() == pdf.Dict && !named[c], v.Key("Encoding").Kind() == pdf.Null && f.codes != nil:
			f.simple[c] = string(charmap.Windows1252.DecodeByte(byte(c)))
		default:
			f.simple[c] = enc.Decode(string([]byte{byte(c)}))
		}
	}
}

// unnamed reads the names that hold their own code: uni20AC, u1F600.
func unnamed(glyph string) string {
	digits, ok := strings.CutPrefix(glyph, "uni")
	if !ok || len(digits) != 4 {
		if digits, ok = strings.CutPrefix(glyph, "u"); !ok || len(digits) < 4 || len(digits) > 6 {
			return ""
		}
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return ""
	}
	return string(rune(n))
}

func (f *font) simpleWidths(v pdf.Value) {
	if strings.Contains(v.Key("BaseFont").Name(), "Courier") {
		f.missing = 600
	}
	if m := v.Key("FontDescriptor").Key("MissingWidth"); !m.IsNull() {
		f.missing = m.Float64()
	}
	first, list := int(v.Key("FirstChar").Int64()), v.Key("Widths")
	for i := range min(list.Len(), 256) {
		f.widths[first+i] = list.Index(i).Float64()
	}
	if v.Key("Subtype").Name() == "Type3" {
		scale := v.Key("FontMatrix").Index(0).Float64() * 1000
		for c := range f.widths {
			f.widths[c] *= scale
		}
	}
}

// wideWidths reads the widths of a composite font: "first [w w w]" and
// "first last w".
func (f *font) wideWidths(v pdf.Value) {
	f.missing = 1000
	if dw := v.Key("DW"); !dw.IsNull() {
		f.missing = dw.Float64()
	}
	w := v.Key("W")
	n := min(w.Len(), maxCodes)
	for i := 0; i+1 < n; {
		first := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for j := range min(list.Len(), maxCodes-len(f.widths)) {
				f.widths[first+j] = list.Index(j).Float64()
			}
			i += 2
			continue
		}
		last := min(int(w.Index(i+1).Int64()), first+1<<16)
		for c := first; c <= last && len(f.widths) < maxCodes; c++ {
			f.widths[c] = w.Index(i + 2).Float64()
		}
		i += 3
	}
}

// glyph is one code of a string: its character or characters, and its width in
// ems. space is true for the one-byte code 32, which word spacing stretches.
type glyph struct {
	text  string
	width float64
	space bool
	known bool
}

// glyphs cuts a string into its codes.
func (f *font) glyphs(raw string, do func(glyph)) {
	for len(raw) > 0 {
		n := 1
		if f.wide {
			n = min(2, len(raw))
		}
		if f.codes != nil && f.wide {
			n = f.codes.length(raw, n)
		}
		code := raw[:n]
		raw = raw[n:]
		number := 0
		for i := range len(code) {
			number = number<<8 | int(code[i])
		}
		w, ok := f.widths[number]
		if !ok {
			w = f.missing
		}
		text, known := f.character(code)
		do(glyph{text, w / 1000, n == 1 && code[0] == ' ', known})
	}
}

// character is what a code stands for. A font that gives only its glyphs leaves
// the character unknown.
func (f *font) character(code string) (string, bool) {
	if f.codes != nil {
		if text, ok := f.codes.chars[code]; ok {
			return visible(text), true
		}
	}
	switch {
	case f.wide && f.utf16:
		return visible(fromUTF16(code)), true
	case f.wide:
		return "\ufffd", false
	}
	text := visible(f.simple[code[0]])
	if text == "" { // a control character: the glyph is another, such as a ligature
		return "\ufffd", false
	}
	return text, text != "\ufffd"
}

// visible keeps the characters that a line can hold.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == 0x2028 || r == 0x2029:
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
}

func fromUTF16(s string) string {
	var units []uint16
	for i := 0; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// codeMap is a ToUnicode table.
type codeMap struct {
	chars  map[string]string
	ranges [5][][2]string // by length of the code: the codes that exist
}

// length is how many bytes the first code of raw has.
func (m *codeMap) length(raw string, otherwise int) int {
	for n := 1; n <= 4 && n <= len(raw); n++ {
		for _, r := range m.ranges[n] {
			if r[0] <= raw[:n] && raw[:n] <= r[1] {
				return n
			}
		}
	}
	return otherwise
}

func readCodeMap(data []byte) *codeMap {
	m := &codeMap{chars: map[string]string{}}
	l := lexer{data: data}
	for {
		op, args := l.next(nil)
		switch op {
		case "":
			return m
		case "endcodespacerange":
			for i := 0; i+1 < len(args); i += 2 {
				if lo, hi := args[i].text, args[i+1].text; len(lo) == len(hi) && len(lo) > 0 && len(lo) <= 4 && len(m.ranges[len(lo)]) < 100 {
					m.ranges[len(lo)] = append(m.ranges[len(lo)], [2]string{lo, hi})
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				m.add(args[i].text, fromUTF16(args[i+1].text))
			}
		case "endbfrange":
			m.addRanges(args)
		}
	}
}

func (m *codeMap) add(code, text string) {
	if len(m.chars) < maxCodes && len(text) <= 64 {
		m.chars[code] = text
	}
}

// addRanges reads "<lo> <hi> <first>" and "<lo> <hi> [<a> <b> …]".
func (m *codeMap) addRanges(args []operand) {
	for i := 0; i+2 < len(args); {
		code, hi := []byte(args[i].text), args[i+1].text
		i += 2
		if args[i].mark == '[' {
			for i++; i < len(args) && args[i].mark != ']'; i++ {
				m.add(string(code), fromUTF16(args[i].text))
				increase(code)
			}
			i++
			continue
		}
		to := []byte(args[i].text)
		for n := 0; n <= 1<<16 && len(code) == len(hi) && string(code) <= hi && len(m.chars) < maxCodes; n++ {
			m.add(string(code), fromUTF16(string(to)))
			if !increase(code) {
				break
			}
			increase(to)
		}
		i++
	}
}

// increase adds one to a big-endian number and is false when it overflows.
func increase(code []byte) bool {
	for i := len(code) - 1; i >= 0; i-- {
		code[i]++
		if code[i] != 0 {
			return true
		}
	}
	return false
}
