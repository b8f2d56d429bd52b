package main

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"slices"
)

// writeJSON prints a value as indented JSON with a final newline. HTML
// characters stay readable; the output is no web page.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// writeRows prints rows as CSV.
func writeRows(w io.Writer, rows [][]string) error { return csv.NewWriter(w).WriteAll(rows) }

// sorted lists the members of a set by name.
func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
