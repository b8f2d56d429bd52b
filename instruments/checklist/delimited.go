package checklist

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"meerzicht/instruments"
)

// delimited reads a text table: UTF-8 with or without BOM, else Windows-1252;
// the separator is whichever of ; , and tab the first line has most of.
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
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(text)
	r.FieldsPerRecord = -1
	var problems instruments.Problems
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
		if len(cells) > maxColumns || len(g.rows) >= maxRows {
			return g, append(problems, g.at(line, -1, instruments.Textf("meer dan %d kolommen of %d rijen", "more than %d columns or %d rows", maxColumns, maxRows), instruments.Text{}))
		}
		if !blank(cells) {
			g.rows = append(g.rows, row{line, cells})
		}
	}
}

// decode gives the text of a delimited file; false when it holds NUL bytes, as
// a picture or a UTF-16 file does.
func decode(data []byte) (string, bool) {
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

func separator(text string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	best, most := ',', strings.Count(first, ",")
	for _, c := range []rune{';', '\t'} {
		if n := strings.Count(first, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
