package main

import (
	"encoding/json"
	"io"
)

// writeJSON prints a value as indented JSON with a final newline. HTML
// characters stay readable; the output is no web page.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
