package report

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"meerzicht/instruments"
)

// Limits of a worksheet, of Excel itself.
const (
	maxCellUnits = 32767   // UTF-16 units of one cell
	maxSheetRows = 1048576 // rows of one sheet, heading included
)

// sheetStream writes a workbook of one sheet row by row, straight into the
// archive: memory stays flat however many rows there are, no temporary file is
// used, and the same rows give the same bytes. Strings are string cells, never
// formulas. It exists beside excelize because a long table is written an order
// of magnitude more often than read, and costs half the time this way.
type sheetStream struct {
	zip  *zip.Writer
	out  *bufio.Writer
	name string
	row  int
	buf  []byte
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// startSheet begins the workbook with a bold, frozen heading row. widths are in
// characters.
func startSheet(w io.Writer, name string, heading []string, widths []int) (*sheetStream, error) {
	s := &sheetStream{zip: zip.NewWriter(w), name: name}
	s.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	part, err := s.zip.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	s.out = bufio.NewWriterSize(part, 1<<16)
	s.out.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i, n := range widths {
		c := strconv.Itoa(i + 1)
		s.out.WriteString(`<col min="` + c + `" max="` + c + `" width="` + strconv.Itoa(n) + `" customWidth="1"/>`)
	}
	s.out.WriteString(`</cols><sheetData>`)
	cells := make([]any, len(heading))
	for i, h := range heading {
		cells[i] = h
	}
	return s, s.write(cells, ` s="1"`)
}

// add writes one row; a cell is a string, an int, a float64 or nil for none. An
// empty string and what is not finite are no cell. A string too long for a cell is refused.
func (s *sheetStream) add(cells []any) error { return s.write(cells, "") }

func (s *sheetStream) write(cells []any, style string) error {
	if s.row++; s.row > maxSheetRows {
		return tooManyRows(s.name)
	}
	s.buf = append(s.buf[:0], "<row r=\""...)
	s.buf = strconv.AppendInt(s.buf, int64(s.row), 10)
	s.buf = append(s.buf, "\">"...)
	for i, v := range cells {
		if err := s.cell(i, v, style); err != nil {
			return err
		}
	}
	s.buf = append(s.buf, "</row>"...)
	_, err := s.out.Write(s.buf)
	return err
}

// tooManyRows refuses what Excel would not open.
func tooManyRows(sheet string) error {
	return instruments.Refuse(sheet,
		instruments.Textf("meer dan %d rijen passen niet op een werkblad", "more than %d rows do not fit on a sheet", maxSheetRows),
		instruments.Text{NL: "schrijf deze gegevens als csv", EN: "write these data as csv"})
}

func (s *sheetStream) cell(column int, v any, style string) error {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
		if err := fitsCell(v, s.name, s.row, column); err != nil {
			return err
		}
		s.open(column, style+` t="inlineStr"`)
		s.buf = append(s.buf, `<is><t xml:space="preserve">`...)
		s.buf = appendXML(s.buf, v)
		s.buf = append(s.buf, `</t></is></c>`...)
	case int:
		s.open(column, style)
		s.buf = append(s.buf, "<v>"...)
		s.buf = strconv.AppendInt(s.buf, int64(v), 10)
		s.buf = append(s.buf, "</v></c>"...)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) { // no cell can hold it
			return nil
		}
		s.open(column, style)
		s.buf = append(s.buf, "<v>"...)
		s.buf = strconv.AppendFloat(s.buf, v, 'g', -1, 64)
		s.buf = append(s.buf, "</v></c>"...)
	}
	return nil
}

func (s *sheetStream) open(column int, attributes string) {
	s.buf = append(s.buf, `<c r="`...)
	s.buf = append(s.buf, columnName(column)...)
	s.buf = strconv.AppendInt(s.buf, int64(s.row), 10)
	s.buf = append(s.buf, '"')
	s.buf = append(s.buf, attributes...)
	s.buf = append(s.buf, '>')
}

// close ends the sheet with a filter on all columns and writes the small parts.
func (s *sheetStream) close(columns int) error {
	s.out.WriteString(`</sheetData>`)
	if s.row > 1 {
		s.out.WriteString(`<autoFilter ref="A1:` + columnName(columns-1) + strconv.Itoa(s.row) + `"/>`)
	}
	s.out.WriteString(`</worksheet>`)
	if err := s.out.Flush(); err != nil {
		return err
	}
	for _, p := range s.parts() {
		w, err := s.zip.Create(p[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, xmlHead+p[1]); err != nil {
			return err
		}
	}
	return s.zip.Close()
}

// parts are the other parts of the package, by path.
func (s *sheetStream) parts() [][2]string {
	const (
		ns   = `http://schemas.openxmlformats.org/`
		main = ns + `spreadsheetml/2006/main`
		rel  = ns + `officeDocument/2006/relationships`
		kind = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
	)
	name := string(appendXML(nil, s.name))
	return [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + ns + `package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="` + kind + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + kind + `styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + kind + `worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + ns + `package/2006/relationships"><Relationship Id="rId1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + main + `" xmlns:r="` + rel + `"><sheets><sheet name="` + name + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + ns + `package/2006/relationships"><Relationship Id="rId1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + rel + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", `<styleSheet xmlns="` + main + `"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`},
	}
}

// columnName is the letter name of a column counted from zero: A … Z, AA …
func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnName(i/26-1) + string(rune('A'+i%26))
}

// appendXML escapes a string for a cell. Control characters that XML cannot hold
// become U+FFFD, and a literal "_x0041_" is escaped so that Excel shows it as it
// stands.
func appendXML(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, validXML(r))
			i += n
			continue
		}
		switch {
		case c == '&':
			b = append(b, "&amp;"...)
		case c == '<':
			b = append(b, "&lt;"...)
		case c == '>':
			b = append(b, "&gt;"...)
		case c == '"':
			b = append(b, "&quot;"...)
		case c == '_' && hexEscape(s[i:]):
			b = append(b, "_x005F_"...)
		case c < ' ' && c != '\n' && c != '\t':
			b = append(b, "\uFFFD"...)
		default:
			b = append(b, c)
		}
		i++
	}
	return b
}

func validXML(r rune) rune {
	if r == 0xFFFE || r == 0xFFFF {
		return utf8.RuneError
	}
	return r
}

// hexEscape reports whether s begins with "_xHHHH_".
func hexEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	return strings.Trim(s[2:6], "0123456789abcdefABCDEF") == ""
}

// fitsCell refuses a string that Excel would cut off.
func fitsCell(s, sheet string, row, column int) error {
	if len(s) <= maxCellUnits {
		return nil
	}
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	if n <= maxCellUnits {
		return nil
	}
	place := instruments.Problem{File: "xlsx", Sheet: sheet, Row: row, Column: columnName(column)}.Where(instruments.Dutch)
	return instruments.Refuse(place,
		instruments.Textf("een tekst van %d tekens past niet in een cel (hoogstens %d)", "a text of %d characters does not fit in a cell (at most %d)", n, maxCellUnits),
		instruments.Text{NL: "kort de tekst in, of kies csv of json", EN: "shorten the text, or choose csv or json"})
}
