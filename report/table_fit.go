package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// Layout says how WriteText lays a table out for a terminal.
type Layout struct {
	// Width is the number of columns of the terminal; 0: a line may be as long
	// as it is. A table that is wider is cut into blocks of columns below each
	// other, each with the row labels; labels take at most two fifths of the
	// width and end in "…" when they are longer.
	Width int
	// Intervals shows the interval of every column; else only that of the
	// column analysis.ColumnAll, the whole.
	Intervals bool
}

// minWidth is the narrowest layout: below it, blocks would hold no column.
const minWidth = 60

// WriteText writes a table in aligned columns: title, what it counts, headings,
// rows, notes. Names of the study pass through instruments.Plain, so that no
// escape sequence reaches a terminal.
func WriteText(w io.Writer, t analysis.Table, l Layout, lang instruments.Lang) error {
	t = stamp(t, 0)
	out := bufio.NewWriter(w)
	for _, line := range wrapped(plain(t.Title, lang), l.Width) {
		fmt.Fprintln(out, line)
	}
	for _, line := range wrapped(subtitle(t, lang), l.Width) {
		fmt.Fprintln(out, line)
	}
	for _, block := range l.blocks(t, lang) {
		fmt.Fprintln(out)
		for _, line := range block {
			fmt.Fprintln(out, line)
		}
	}
	notes := footnotes(t)
	if len(notes) > 0 {
		fmt.Fprintln(out)
	}
	for _, n := range notes {
		for i, line := range wrapped(plain(n, lang), l.Width-2) {
			mark := "* "
			if i > 0 {
				mark = "  "
			}
			fmt.Fprintln(out, mark+line)
		}
	}
	return out.Flush()
}

// strip is one column of text with its headings: lines of the group, lines of
// the heading, then a cell a row.
type strip struct {
	group string
	head  []string
	cells []string
	left  bool
}

func (s strip) width() int {
	n := 0
	for _, line := range slices.Concat(s.head, s.cells) {
		n = max(n, utf8.RuneCountInString(line))
	}
	return n
}

// headWidth is where headings of columns are wrapped.
const headWidth = 18

func (l Layout) blocks(t analysis.Table, lang instruments.Lang) [][]string {
	stub := strip{head: []string{plain(t.Stub, lang)}, left: true}
	for _, r := range t.Rows {
		stub.cells = append(stub.cells, l.clip(strings.Repeat("  ", max(r.Level, 0))+plain(r.Label, lang), 40))
	}
	var out [][]string
	room, block := 0, []strip{stub}
	limit := max(l.Width, minWidth)
	for _, column := range l.strips(t, lang) {
		n := 0
		for _, s := range column {
			n += 2 + s.width()
		}
		if l.Width > 0 && len(block) > 1 && stub.width()+room+n > limit {
			out, block, room = append(out, paste(block)), []strip{stub}, 0
		}
		block, room = append(block, column...), room+n
	}
	return append(out, paste(block))
}

// strips are the columns of a table, each with its interval beside it when that
// is shown.
func (l Layout) strips(t analysis.Table, lang instruments.Lang) [][]strip {
	var out [][]strip
	for _, c := range t.Columns {
		s := strip{group: plain(c.Group, lang), head: l.heading(plain(c.Label, lang)), left: c.Kind == analysis.TextCell}
		for _, r := range t.Rows {
			text := instruments.Plain(cellText(r.Cells[c.Key], c, lang))
			if c.Kind == analysis.TextCell {
				text = l.clip(text, 30)
			}
			s.cells = append(s.cells, text)
		}
		column := []strip{s}
		if hasInterval(t, c) && (l.Intervals || c.Key == analysis.ColumnAll) {
			iv := strip{group: s.group, head: []string{intervalHeading(t, c).In(lang)}}
			for _, r := range t.Rows {
				iv.cells = append(iv.cells, intervalText(r.Cells[c.Key], lang))
			}
			column = append(column, iv)
		}
		out = append(out, column)
	}
	return out
}

func (l Layout) heading(s string) []string {
	if l.Width <= 0 {
		return []string{s}
	}
	return wrapped(s, headWidth)
}

// clip shortens a label to a percentage of the width.
func (l Layout) clip(s string, percent int) string {
	limit := max(l.Width, minWidth) * percent / 100
	if r := []rune(s); l.Width > 0 && len(r) > limit {
		return strings.TrimRight(string(r[:limit-1]), " ") + "…"
	}
	return s
}

// paste sets columns beside each other: the groups, the headings with their
// last lines level, the rows.
func paste(block []strip) []string {
	deep, groups := 0, false
	for _, s := range block {
		deep, groups = max(deep, len(s.head)), groups || s.group != ""
	}
	lines := make([]strings.Builder, deep+len(block[0].cells))
	var above strings.Builder
	at, last := 0, ""
	for i, s := range block {
		if i > 0 {
			at += 2
		}
		if s.group != last && s.group != "" {
			above.WriteString(strings.Repeat(" ", max(at-utf8.RuneCountInString(above.String()), 0)) + s.group + " ")
		}
		last = s.group
		width := s.width()
		head := append(make([]string, deep-len(s.head)), s.head...)
		for j, cell := range slices.Concat(head, s.cells) {
			pad := strings.Repeat(" ", width-utf8.RuneCountInString(cell))
			if i > 0 {
				lines[j].WriteString("  ")
			}
			if s.left {
				lines[j].WriteString(cell + pad)
			} else {
				lines[j].WriteString(pad + cell)
			}
		}
		at += width
	}
	var out []string
	if groups {
		out = append(out, strings.TrimRight(above.String(), " "))
	}
	for i := range lines {
		out = append(out, strings.TrimRight(lines[i].String(), " "))
	}
	return out
}

// wrapped breaks text at blanks into lines of at most width characters, where
// its words allow that; width 0 or less leaves it whole. No text is no line.
func wrapped(s string, width int) []string {
	if width <= 0 && s != "" {
		return []string{s}
	}
	var out []string
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' }) {
		last := len(out) - 1
		if last >= 0 && utf8.RuneCountInString(out[last])+1+utf8.RuneCountInString(word) <= width {
			out[last] += " " + word
			continue
		}
		out = append(out, word)
	}
	return out
}
