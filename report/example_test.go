package report_test

import (
	"fmt"
	"os"

	"meerzicht/analysis"
	"meerzicht/instruments"
	"meerzicht/report"
)

func ExamplePercent() {
	fmt.Println(report.Percent(23, 37, instruments.English))
	// Output: 62%
}

func ExampleWriteTable() {
	n := analysis.Figure{Count: 23, Base: 37, Unit: analysis.Respondents}
	t := analysis.Table{
		Title:   instruments.Text{NL: "Activiteiten", EN: "Activities"},
		Unit:    analysis.Respondents,
		Stub:    instruments.Text{NL: "activiteit", EN: "activity"},
		Columns: []analysis.Column{{Key: "n", Label: instruments.Text{NL: "genoemd", EN: "mentioned"}, Kind: analysis.FigureCell}},
		Rows: []analysis.Row{{
			Key: "D01", Label: instruments.Text{NL: "signaleren", EN: "signalling"},
			Cells: map[string]analysis.Cell{"n": {Figure: &n}},
		}},
	}
	_ = report.WriteTable(os.Stdout, t, report.TextFormat, instruments.English)
	// Output:
	// Activities
	// Unit: respondents.
	//
	// activity        mentioned
	// signalling  62%, 23 of 37
}
