package sav

import (
	"encoding/binary"
	"math"
	"strings"

	"meerzicht/instruments"
)

// Byte codes of packed data: 1 to 251 stand for the whole numbers from -99 to
// 151; the others are special.
const (
	bias        = 100
	codeRaw     = 253 // eight bytes follow
	codeBlank   = 254 // eight blanks
	codeMissing = 255 // a missing number
)

// cases writes the data, packed: a byte for each cell of eight bytes, in groups
// of eight, each group before the cells that do not fit in a byte.
type cases struct {
	*output
	file     *File
	segments [][]segment
	codes    [8]byte
	n        int    // of codes
	cells    []byte // that follow the codes at hand
	row      int
}

func (c *cases) write(rows Rows) error {
	for row := range rows {
		if c.row++; c.row > c.file.Cases || len(row) != len(c.file.Variables) {
			return c.wrongRow(len(row))
		}
		for i, cell := range row {
			if err := c.cell(i, cell); err != nil {
				return err
			}
		}
		if c.err != nil {
			return c.err
		}
	}
	if c.row != c.file.Cases {
		return c.wrongRow(len(c.file.Variables))
	}
	c.flush()
	return nil
}

func (c *cases) wrongRow(cells int) error {
	return instruments.Refuse("sav", instruments.Textf("rij %d van %d heeft %d cellen; er zijn %d variabelen",
		"row %d of %d has %d cells; there are %d variables", c.row, c.file.Cases, cells, len(c.file.Variables)), instruments.Text{})
}

func (c *cases) cell(i int, cell any) error {
	v := &c.file.Variables[i]
	if v.Width > 0 {
		s, ok := cell.(string)
		if cell != nil && !ok {
			return refuseVariable(v.Name, instruments.Textf("rij %d is geen tekst", "row %d is no text", c.row))
		}
		return c.string(v, c.segments[i], s)
	}
	switch x := cell.(type) {
	case nil:
		c.code(codeMissing, nil)
	case int:
		c.number(float64(x))
	case float64:
		c.number(x)
	default:
		return refuseVariable(v.Name, instruments.Textf("rij %d is geen getal", "row %d is no number", c.row))
	}
	return nil
}

func (c *cases) number(x float64) {
	switch {
	case x == math.Trunc(x) && x > -bias && x <= 251-bias:
		c.code(byte(x+bias), nil)
	case math.IsNaN(x) || math.IsInf(x, 0):
		c.code(codeMissing, nil)
	default:
		c.code(codeRaw, binary.LittleEndian.AppendUint64(nil, math.Float64bits(x)))
	}
}

// stored is a text as it lies in the file: NUL would end it in some readers and
// is dropped, and what is no UTF-8 becomes U+FFFD.
func stored(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}

// Size is how many bytes a text takes in a file: the least Width that holds it.
func Size(s string) int { return len(stored(s)) }

// string writes a text over the segments of its variable.
func (c *cases) string(v *Variable, segments []segment, s string) error {
	s = stored(s)
	if len(s) > v.Width {
		return refuseVariable(v.Name, instruments.Textf("rij %d heeft een tekst van %d bytes; er passen er %d", "row %d has a text of %d bytes; there is room for %d", c.row, len(s), v.Width))
	}
	for i, one := range segments {
		part := s[min(len(s), i*segmentBytes):min(len(s), (i+1)*segmentBytes)]
		for range one.elements() {
			cell := part[:min(len(part), 8)]
			part = part[len(cell):]
			c.eight(cell)
		}
	}
	return nil
}

func (c *cases) eight(cell string) {
	cell = strings.TrimRight(cell, " ")
	if cell == "" {
		c.code(codeBlank, nil)
		return
	}
	var b [8]byte
	for i := copy(b[:], cell); i < len(b); i++ {
		b[i] = ' '
	}
	c.code(codeRaw, b[:])
}

func (c *cases) code(code byte, cell []byte) {
	c.codes[c.n] = code
	c.cells = append(c.cells, cell...)
	if c.n++; c.n == len(c.codes) {
		c.flush()
	}
}

// flush writes the group at hand; codes that are not used are 0, which readers
// pass over.
func (c *cases) flush() {
	if c.n > 0 {
		c.raw(c.codes[:])
		c.raw(c.cells)
		c.codes, c.n, c.cells = [8]byte{}, 0, c.cells[:0]
	}
}
