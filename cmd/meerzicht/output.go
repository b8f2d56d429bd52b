package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"meerzicht/instruments"
	"meerzicht/report"
)

// writeJSON prints a value as indented JSON with a final newline. HTML
// characters stay readable; the output is no web page.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// writeList is writeJSON for a list: an empty one is [], never null.
func writeList[T any](w io.Writer, list []T) error {
	if list == nil {
		list = []T{}
	}
	return writeJSON(w, list)
}

// writeRows prints rows as CSV, harmless to a spreadsheet.
func writeRows(w io.Writer, rows [][]string) error {
	out := csv.NewWriter(w)
	for _, row := range rows {
		if err := out.Write(neutral(row)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// neutral makes the cells of a CSV row harmless to a spreadsheet.
func neutral(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = report.Neutral(c)
	}
	return out
}

// printAligned prints rows in aligned columns, each cell safe for a terminal.
// Columns of which right is true stand right.
func printAligned(w io.Writer, rows [][]string, right ...bool) error {
	var width []int
	for _, row := range rows {
		for i, c := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(instruments.Plain(c)))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, c := range row {
			n := width[i]
			if i >= len(right) || !right[i] {
				n = -n
			}
			if i > 0 {
				line.WriteString("  ")
			}
			fmt.Fprintf(&line, "%*s", n, instruments.Plain(c))
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// tellProblems prints problems one by one, each marked as something that went
// wrong or as a note that stops nothing. It returns how many went wrong.
func tellProblems(w io.Writer, problems instruments.Problems, lang instruments.Lang) (wrong int) {
	for _, p := range problems {
		mark := instruments.Text{NL: "let op: ", EN: "note: "}
		if !p.Note {
			mark = instruments.Text{NL: "fout: ", EN: "error: "}
			wrong++
		}
		fmt.Fprintln(w, mark.In(lang)+screen(p.In(lang)))
	}
	return wrong
}

// screen makes text safe for a terminal, keeping line ends and tabs.
func screen(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r != '\n' && r != '\t' {
			out[i] = []rune(instruments.Plain(string(r)))[0]
		}
	}
	return string(out)
}

// oneLine is text on one line, safe for a terminal.
func oneLine(s string) string { return instruments.Plain(strings.Join(strings.Fields(s), " ")) }

// some is a number with its noun: "1 document", "2 documenten".
func some(n int, oneNL, moreNL, oneEN, moreEN string) instruments.Text {
	if n == 1 {
		return instruments.Textf("%d %s", "%d %s", n, instruments.Text{NL: oneNL, EN: oneEN})
	}
	return instruments.Textf("%d %s", "%d %s", n, instruments.Text{NL: moreNL, EN: moreEN})
}

// counts puts numbers with their nouns on one line.
func (a *app) counts(list ...instruments.Text) string {
	parts := make([]string, len(list))
	for i, t := range list {
		parts[i] = t.In(a.lang)
	}
	return strings.Join(parts, ", ")
}

// sorted lists the members of a set by name.
func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
