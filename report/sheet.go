package report

import (
	"io"
	"iter"
)

// WriteSheet writes a workbook of one sheet: a heading that stays in sight, and
// below it rows of strings, int, float64 and nil for none. Rows are streamed and
// left as they are; strings are string cells, never formulas. widths are in
// characters, one for every column of the heading. A text longer than a cell and
// more rows than a sheet has are refused.
func WriteSheet(w io.Writer, name string, heading []string, widths []int, rows iter.Seq[[]any]) error {
	s, err := startSheet(w, name, heading, widths)
	if err != nil {
		return err
	}
	for row := range rows {
		if err := s.add(row); err != nil {
			return err
		}
	}
	return s.close(len(heading))
}
