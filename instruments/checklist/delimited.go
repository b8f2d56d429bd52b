package checklist

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"meerzicht/instruments"
)

// delimited reads a text table.
func delimited(file string, data []byte) (*grid, instruments.Problems) {
	g := &grid{file: file}
	text, ok := decode(data)
	if !ok {
		return g, instruments.Problems{{
			File: file,
			What: instruments.Text{NL: "dit is geen werkmap en geen tekst", EN: "this is neither a workbook nor text"},
			Hint: instruments.Text{NL: "lever een .xlsx of een .csv in UTF-8 aan", EN: "provide an .xlsx or a .csv in UTF-8"},
		}}
	}
	comma, text := separator(text)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = comma
	r.FieldsPerRecord = -1
	var problems instruments.Problems
	total := 0
	for {
		cells, err := r.Read()
		var pe *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return g, problems
		case errors.As(err, &pe):
			problems = append(problems, g.at(pe.Line, -1,
				instruments.Text{NL: "aanhalingstekens kloppen niet", EN: "quotation marks do not match"},
				instruments.Text{NL: `zet een cel met aanhalingstekens zelf tussen aanhalingstekens en verdubbel ze: "zei ""ja"""`, EN: `put a cell that has quotation marks in quotation marks itself and double them: "said ""yes"""`}))
			if len(problems) >= 20 {
				return g, problems
			}
			continue
		case err != nil:
			return g, append(problems, g.at(0, -1, damaged(err.Error()), instruments.Text{}))
		}
		line, _ := r.FieldPos(0)
		total += len(cells)
		if len(cells) > maxColumns || len(g.rows) >= maxRows || total > maxCells {
			return g, append(problems, g.at(line, -1,
				instruments.Textf("meer dan %d kolommen, %d rijen of %d cellen", "more than %d columns, %d rows or %d cells", maxColumns, maxRows, maxCells), instruments.Text{}))
		}
		if !blank(cells) {
			g.rows = append(g.rows, row{line, cells})
		}
	}
}

// decode gives the text of a delimited file by its byte order mark, else as
// UTF-16 when one half of the bytes is mostly zero, as UTF-8 when it is that,
// and as Windows-1252 otherwise. False when it holds NUL bytes all the same, as
// a picture does.
func decode(data []byte) (string, bool) {
	if e := utf16Of(data); e != nil {
		out, err := e.NewDecoder().Bytes(data)
		if err != nil || len(data)%2 != 0 {
			return "", false
		}
		data = out
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, 0) >= 0 {
		return "", false
	}
	if !utf8.Valid(data) {
		if out, err := charmap.Windows1252.NewDecoder().Bytes(data); err == nil {
			data = out
		}
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), true
}

// utf16Of is the kind of UTF-16 that data is written in, nil when it is none:
// with a byte order mark, or with a zero in at least a third of one half of the
// bytes and in less than a twentieth of the other.
func utf16Of(data []byte) encoding.Encoding {
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return little
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return big
	case bytes.IndexByte(data, 0) < 0:
		return nil
	}
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(data) / 2
	switch {
	case 3*zeros[1] >= half && 20*zeros[0] < half:
		return little
	case 3*zeros[0] >= half && 20*zeros[1] < half:
		return big
	}
	return nil
}

// separator is whichever of ; , and tab stands most often in the first record
// that has one, outside quotation marks; a line "sep=;" before it, as Excel has, says so
// itself and becomes an empty line.
func separator(text string) (rune, string) {
	first, rest, _ := strings.Cut(text, "\n")
	if mark, ok := strings.CutPrefix(first, "sep="); ok && len(mark) == 1 && strings.Contains(";,\t", mark) {
		return rune(mark[0]), "\n" + rest
	}
	count, quoted, lines := map[rune]int{}, false, 0
	for _, c := range text {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			if lines++; lines > maxAbove || count[','] > 0 || count[';'] > 0 || count['\t'] > 0 {
				break
			}
		}
		if !quoted {
			count[c]++
		}
	}
	best := ','
	for _, c := range []rune{';', '\t'} {
		if count[c] > count[best] {
			best = c
		}
	}
	return best, text
}
