package report

import (
	"io"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// Format is how WriteTable writes a table.
type Format = string

// The formats of tables.
const (
	TextFormat Format = "text" // aligned columns for a terminal
	CSVFormat  Format = "csv"  // one line a row, stable column keys, full precision
	JSONFormat Format = "json" // every figure with value, n, interval, ids, reason and warnings
)

// WriteTable writes one table. The table is written as it is: whoever publishes
// it protects it first (analysis/disclosure). An unknown format is refused.
func WriteTable(w io.Writer, t analysis.Table, format Format, lang instruments.Lang) error {
	t = stamp(t, 0)
	switch format {
	case TextFormat:
		return WriteText(w, t, Layout{Intervals: true}, lang)
	case CSVFormat:
		return writeCSV(w, t, lang)
	case JSONFormat:
		return writeJSON(w, t, lang)
	}
	return instruments.Refuse("",
		instruments.Textf("onbekende uitvoervorm %q", "unknown output format %q", instruments.Plain(format)),
		instruments.Text{NL: "kies text, csv of json", EN: "choose text, csv or json"})
}
