// Package analysis is what follows from the codings and the filled lists:
// frequency tables, cross tables, concordance and triads, and the statistics
// beside them.
//
// Every number is a Figure: a count with its unit, its base and what the base
// is, an interval where one makes sense, and the ids it was counted from, so
// that a reader can always ask "which ones?". A Table is figures in rows and
// columns, the same value for the terminal, CSV, JSON, HTML and Excel. What a
// reader must know beside a number is a Warning on it, not a log line.
//
//	t := analysis.Activities(corpus, analysis.Options{Unit: analysis.Respondents})
//	fmt.Println(t.Rows[0].Cells["n"].Figure.Count) // 23
//
// Limits: the package computes and never writes; masking of small cells for
// publication is package analysis/disclosure, wording and layout package report.
package analysis
