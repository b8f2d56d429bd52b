package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// writeText writes a table in aligned columns: title, what it counts, headings,
// rows, notes. Names of the study pass through instruments.Plain, so that no
// escape sequence reaches a terminal.
func writeText(w io.Writer, t analysis.Table, lang instruments.Lang) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, plain(t.Title, lang))
	if sub := subtitle(t, lang); sub != "" {
		fmt.Fprintln(out, sub)
	}
	fmt.Fprintln(out)
	writeAligned(out, textGrid(t, lang), textColumns(t))
	notes := footnotes(t)
	if len(notes) > 0 {
		fmt.Fprintln(out)
	}
	for _, n := range notes {
		fmt.Fprintln(out, "* "+plain(n, lang))
	}
	return out.Flush()
}

func plain(t instruments.Text, lang instruments.Lang) string { return instruments.Plain(t.In(lang)) }

// subtitle says what is counted and what the base is.
func subtitle(t analysis.Table, lang instruments.Lang) string {
	var parts []string
	if t.Unit != "" {
		parts = append(parts, instruments.Text{NL: "eenheid: ", EN: "unit: "}.In(lang)+t.Unit.Label().In(lang))
	}
	if base := plain(t.Base, lang); base != "" {
		parts = append(parts, instruments.Text{NL: "basis: ", EN: "base: "}.In(lang)+base)
	}
	return strings.Join(parts, "; ")
}

// textGrid is the table as strings: heading row(s) first, then the rows. An
// interval gets its own column after its figure.
func textGrid(t analysis.Table, lang instruments.Lang) [][]string {
	var grid [][]string
	if groups := groupLine(t, lang); groups != nil {
		grid = append(grid, groups)
	}
	head := []string{plain(t.Stub, lang)}
	for _, c := range t.Columns {
		head = append(head, plain(c.Label, lang))
		if hasInterval(t, c) {
			head = append(head, intervalHeading(t, c).In(lang))
		}
	}
	grid = append(grid, head)
	for _, r := range t.Rows {
		line := []string{strings.Repeat("  ", max(r.Level, 0)) + plain(r.Label, lang)}
		for _, c := range t.Columns {
			cell := r.Cells[c.Key]
			line = append(line, instruments.Plain(cellText(cell, c, lang)))
			if hasInterval(t, c) {
				line = append(line, intervalText(cell, lang))
			}
		}
		grid = append(grid, line)
	}
	return grid
}

// groupLine is the line above the headings that names groups of columns; nil
// when no column has a group.
func groupLine(t analysis.Table, lang instruments.Lang) []string {
	line, any, last := []string{""}, false, ""
	for _, c := range t.Columns {
		g := plain(c.Group, lang)
		shown := g
		if g == last {
			shown = ""
		}
		any, last = any || g != "", g
		line = append(line, shown)
		if hasInterval(t, c) {
			line = append(line, "")
		}
	}
	if !any {
		return nil
	}
	return line
}

// textColumns says for each column of the grid whether it is words, which stand
// left; numbers stand right.
func textColumns(t analysis.Table) []bool {
	left := []bool{true}
	for _, c := range t.Columns {
		left = append(left, c.Kind == analysis.TextCell)
		if hasInterval(t, c) {
			left = append(left, false)
		}
	}
	return left
}

func writeAligned(w io.Writer, grid [][]string, left []bool) {
	width := make([]int, len(left))
	for _, line := range grid {
		for i, s := range line {
			width[i] = max(width[i], utf8.RuneCountInString(s))
		}
	}
	for _, line := range grid {
		var b strings.Builder
		for i, s := range line {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(s))
			if i > 0 {
				b.WriteString("  ")
			}
			if left[i] {
				b.WriteString(s + pad)
			} else {
				b.WriteString(pad + s)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

func hasInterval(t analysis.Table, c analysis.Column) bool {
	for _, r := range t.Rows {
		if f := r.Cells[c.Key].Figure; f != nil && f.Interval != nil && f.Reason == "" {
			return true
		}
	}
	return false
}

// intervalHeading names level and method once, above the column: "95 % (Wilson)".
func intervalHeading(t analysis.Table, c analysis.Column) instruments.Text {
	for _, r := range t.Rows {
		if f := r.Cells[c.Key].Figure; f != nil && f.Interval != nil {
			level := int(f.Interval.Level*100 + 0.5)
			return instruments.Text{
				NL: fmt.Sprintf("%d%s%%-interval", level, nbsp),
				EN: fmt.Sprintf("%d%% interval", level),
			}
		}
	}
	return instruments.Text{}
}

func intervalText(c analysis.Cell, lang instruments.Lang) string {
	if c.Figure == nil || c.Figure.Interval == nil || c.Figure.Reason != "" {
		return ""
	}
	return Span(*c.Figure.Interval, lang)
}

// footnotes are the notes of a table and of its figures, each once, in order of
// first appearance.
func footnotes(t analysis.Table) []instruments.Text {
	var out []instruments.Text
	seen := map[instruments.Text]bool{}
	add := func(ws []analysis.Warning) {
		for _, w := range ws {
			if !seen[w.Text] {
				seen[w.Text] = true
				out = append(out, w.Text)
			}
		}
	}
	add(t.Notes)
	for _, r := range t.Rows {
		for _, c := range t.Columns {
			if f := r.Cells[c.Key].Figure; f != nil {
				add(f.Warnings)
			}
		}
	}
	return out
}
