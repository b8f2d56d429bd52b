package report

import (
	"io"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// codingColumns are the columns of a codings file, in the order of a codings
// file (coding.WriteCodings), with widths for a workbook.
var codingColumns = []struct {
	name  string
	width int
}{
	{"document", 14},
	{"start", 9},
	{"end", 9},
	{"quotation", 70},
	{"code", 18},
	{"coder", 14},
	{"memo", 30},
	{"dyad", 18},
	{"origin", 10},
	{"weight", 8},
	{"rule", 20},
	{"matched", 20},
}

// WriteCodings writes codings as a workbook of one sheet, one row a coding, in
// the order given; rows are streamed, so that 100,000 need no more memory than
// ten. Positions are code points, half open.
func WriteCodings(w io.Writer, codings []coding.Coding, lang instruments.Lang) error {
	var heading []string
	var widths []int
	for _, c := range codingColumns {
		heading, widths = append(heading, c.name), append(widths, c.width)
	}
	s, err := startSheet(w, instruments.Text{NL: "Coderingen", EN: "Codings"}.In(lang), heading, widths)
	if err != nil {
		return err
	}
	cells := make([]any, len(heading))
	for i := range codings {
		c := &codings[i]
		copy(cells, []any{
			string(c.Document), c.Start, c.End, c.Quotation, string(c.Code), string(c.Coder), c.Memo,
			string(c.Dyad), c.Origin, nil, c.Rule, c.Matched,
		})
		if c.Weight != 0 {
			cells[9] = c.Weight
		}
		if err := s.add(cells); err != nil {
			return err
		}
	}
	return s.close(len(heading))
}
