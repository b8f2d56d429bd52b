package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// writeCSV writes a table as comma-separated lines (RFC 4180, UTF-8, a decimal
// point in both languages, since the file is for programs). The heading names
// columns by their keys; a figure gives its count and, where its column has
// them, base, share and interval.
func writeCSV(w io.Writer, t analysis.Table, lang instruments.Lang) error {
	out := csv.NewWriter(w)
	head := []string{"key", "label", "level"}
	for _, c := range t.Columns {
		head = append(head, csvHeadings(t, c)...)
	}
	if err := out.Write(neutral(head)); err != nil {
		return err
	}
	for _, r := range t.Rows {
		line := []string{r.Key, r.Label.In(lang), strconv.Itoa(r.Level)}
		for _, c := range t.Columns {
			line = append(line, csvCells(t, c, r.Cells[c.Key], lang)...)
		}
		if err := out.Write(neutral(line)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func hasBase(t analysis.Table, c analysis.Column) bool {
	for _, r := range t.Rows {
		if f := r.Cells[c.Key].Figure; f != nil && f.Base > 0 {
			return true
		}
	}
	return false
}

func csvHeadings(t analysis.Table, c analysis.Column) []string {
	out := []string{c.Key}
	if hasBase(t, c) {
		out = append(out, c.Key+".n", c.Key+".share")
	}
	if hasInterval(t, c) {
		out = append(out, c.Key+".lo", c.Key+".hi")
	}
	return out
}

// csvCells are the fields of one cell, as many as csvHeadings names. A masked
// figure gives its mark, and neither share nor interval.
func csvCells(t analysis.Table, c analysis.Column, cell analysis.Cell, lang instruments.Lang) []string {
	out := []string{csvValue(c, cell, lang)}
	f := cell.Figure
	if hasBase(t, c) {
		out = append(out, "", "")
		if share, ok := shareOf(f); ok {
			out[1], out[2] = strconv.Itoa(f.Base), exact(share)
		}
	}
	if hasInterval(t, c) {
		lo, hi := "", ""
		if f != nil && f.Interval != nil && f.Reason == "" {
			lo, hi = exact(f.Interval.Lo), exact(f.Interval.Hi)
		}
		out = append(out, lo, hi)
	}
	return out
}

func csvValue(c analysis.Column, cell analysis.Cell, lang instruments.Lang) string {
	if cell.Figure != nil {
		if mark, ok := markOf(*cell.Figure); ok {
			return mark.In(lang)
		}
		return strconv.Itoa(cell.Figure.Count)
	}
	if cell.Number != nil {
		return exact(*cell.Number)
	}
	if cell.Reason != "" {
		return reasonMark(cell.Reason).In(lang)
	}
	return cell.Text.In(lang)
}

func shareOf(f *analysis.Figure) (float64, bool) {
	if f == nil {
		return 0, false
	}
	return f.Share()
}

func exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// neutral disarms every field that a spreadsheet would run as a formula.
func neutral(fields []string) []string {
	for i, s := range fields {
		fields[i] = Neutral(s)
	}
	return fields
}

// Neutral makes a string safe as a CSV field: one that begins with = + - @ tab
// or carriage return gets an apostrophe in front, so that a spreadsheet shows
// it instead of running it. Plain numbers such as "-0.5" stay as they are, and
// NUL is dropped.
func Neutral(s string) string {
	s = strings.ReplaceAll(s, "\x00", "")
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if (s[0] == '-' || s[0] == '+') && len(s) > 1 && strings.Trim(s[1:], "0123456789.") == "" {
		return s
	}
	return "'" + s
}
