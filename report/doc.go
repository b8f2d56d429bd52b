// Package report is what leaves a study: one HTML file that opens offline, an
// Excel workbook, and tables as text, CSV and JSON, in Dutch or English.
//
// Its opinion: a figure is never shown without its unit and base, and a number
// that may lead back to a person is not shown at all. Every table is protected
// (analysis/disclosure) before any writer sees it, so that page, chart,
// workbook and CSV carry the same mask. Sentences are computed from the tables
// and name their numbers; what is not in the data is not in the report. The
// same study gives the same bytes.
//
//	r, err := report.Build(corpus, report.Options{Lang: instruments.Dutch})
//	if err != nil {
//		return err
//	}
//	err = report.AtomicWrite("rapport.html", r.HTML)
//
// Limits: the package computes no statistic (package analysis does) and shows
// no transcript text, unless quotes are asked for in a report for inside the
// team. A report holds what was coded; it draws no conclusion of its own.
package report
