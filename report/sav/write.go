package sav

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
)

// Write writes the file. A name that is not valid or occurs twice, a value that
// is longer than its variable or of another kind, and a number of rows other than
// Cases are refused; by then a part may have been written.
func (f File) Write(w io.Writer, rows Rows) error {
	if err := f.check(); err != nil {
		return err
	}
	o := output{w: bufio.NewWriterSize(w, 1<<16)}
	segments := make([][]segment, len(f.Variables))
	for i, v := range f.Variables {
		segments[i] = segmentsOf(v.Width)
	}
	shortNames(f.Variables, segments)
	o.header(f, segments)
	o.variables(f, segments)
	o.valueLabels(f, segments)
	o.notes(f.Notes)
	o.extensions(f, segments)
	o.ints(999, 0)
	c := cases{output: &o, file: &f, segments: segments}
	if err := c.write(rows); err != nil {
		return err
	}
	if o.err == nil {
		o.err = o.w.Flush()
	}
	return o.err
}

// check refuses what no reader would understand.
func (f File) check() error {
	if len(f.Variables) == 0 || len(f.Variables) > maxVariables {
		return instruments.Refuse("sav", instruments.Textf("een SPSS-bestand heeft 1 tot %d variabelen, dit zijn er %d", "an SPSS file has 1 to %d variables, these are %d", maxVariables, len(f.Variables)), instruments.Text{})
	}
	seen := make(map[string]bool, len(f.Variables))
	for _, v := range f.Variables {
		key := strings.ToUpper(v.Name)
		switch {
		case !Valid(v.Name):
			return refuseVariable(v.Name, instruments.Text{NL: "deze naam kan in SPSS niet", EN: "SPSS does not allow this name"})
		case seen[key]:
			return refuseVariable(v.Name, instruments.Text{NL: "deze naam komt twee keer voor", EN: "this name occurs twice"})
		case v.Width < 0 || v.Width > MaxString:
			return refuseVariable(v.Name, instruments.Textf("een tekst van %d bytes past niet in een SPSS-bestand (hoogstens %d)", "a text of %d bytes does not fit in an SPSS file (at most %d)", v.Width, MaxString))
		case len(v.Missing) > 3 || v.Width > 0 && len(v.Missing) > 0:
			return refuseVariable(v.Name, instruments.Text{NL: "alleen een getal kan ontbrekende waarden hebben, en hoogstens drie", EN: "only a number can have missing values, and three at most"})
		}
		seen[key] = true
	}
	return nil
}

func refuseVariable(name string, what instruments.Text) error {
	return instruments.Refuse("sav, "+name, what, instruments.Text{NL: "kies csv of json", EN: "choose csv or json"})
}

// output writes the pieces of the format; the first error stays.
type output struct {
	w   *bufio.Writer
	err error
}

func (o *output) raw(b []byte) {
	if o.err == nil {
		_, o.err = o.w.Write(b)
	}
}

func (o *output) text(s string) { o.raw([]byte(s)) }

// padded writes s in exactly that many bytes, cut on a character, with blanks.
func (o *output) padded(s string, width int) {
	s = Cut(s, width)
	o.text(s + strings.Repeat(" ", width-len(s)))
}

func (o *output) ints(values ...int) {
	for _, v := range values {
		o.raw(binary.LittleEndian.AppendUint32(nil, uint32(int32(v)))) // all values are checked to be small
	}
}

func (o *output) float(x float64) {
	o.raw(binary.LittleEndian.AppendUint64(nil, math.Float64bits(x)))
}

// header writes the first 176 bytes.
func (o *output) header(f File, segments [][]segment) {
	size := 0
	for _, s := range segments {
		for _, one := range s {
			size += one.elements()
		}
	}
	o.text("$FL2")
	o.padded("@(#) SPSS DATA FILE - "+clean(f.Product), 60)
	o.ints(2, size, 1, 0, f.Cases)
	o.float(bias)
	o.padded(f.Changed.Format("02 Jan 06"), 9)
	o.padded(f.Changed.Format("15:04:05"), 8)
	o.padded(clean(f.Label), maxFileLabel)
	o.text("\x00\x00\x00")
}

// variables writes a record for every eight bytes of a case; only the first of a
// segment says something.
func (o *output) variables(f File, segments [][]segment) {
	for i, v := range f.Variables {
		for j, s := range segments[i] {
			o.variable(v, s, j == 0)
			for range s.elements() - 1 {
				o.ints(2, -1, 0, 0, format(1, 1, 0), format(1, 1, 0))
				o.padded("", 8)
			}
		}
	}
}

func (o *output) variable(v Variable, s segment, first bool) {
	label := clean(v.Label)
	if !first {
		label = ""
	}
	shown := format(1, s.width, 0)
	if s.width == 0 {
		shown = format(5, 8+v.Decimals, v.Decimals)
	}
	o.ints(2, s.width, bit(label != ""), len(v.Missing), shown, shown)
	o.padded(s.short, 8)
	if label != "" {
		label = Cut(label, MaxLabel)
		o.ints(len(label))
		o.padded(label, (len(label)+3)/4*4)
	}
	for _, m := range v.Missing {
		o.float(float64(m))
	}
}

// format is how values are printed: a kind (1 text, 5 number), width, decimals.
func format(kind, width, decimals int) int { return kind<<16 | width<<8 | decimals }

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// notes writes the documents of the file, in lines of 80 bytes.
func (o *output) notes(notes []string) {
	var lines []string
	for _, n := range notes {
		for n = clean(n); n != ""; {
			line := Cut(n, noteLine)
			if len(line) < len(n) {
				if i := strings.LastIndexByte(line, ' '); i > 0 {
					line = line[:i]
				}
			}
			lines = append(lines, line)
			n = strings.TrimLeft(n[len(line):], " ")
		}
	}
	if len(lines) == 0 {
		return
	}
	lines = lines[:min(len(lines), maxNotes)]
	o.ints(6, len(lines))
	for _, l := range lines {
		o.padded(l, noteLine)
	}
}

// Line is a text as a label: valid UTF-8 on one line, without control characters,
// cut to n bytes.
func Line(s string, n int) string { return Cut(clean(s), n) }

// Cut is the beginning of s of at most n bytes that ends between two characters.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// clean makes a label safe: valid UTF-8 on one line without control characters.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s))
}
