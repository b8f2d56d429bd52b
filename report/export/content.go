package export

import (
	"slices"

	"meerzicht/analysis"
	"meerzicht/instruments"
	"meerzicht/report"
)

// The contents that are no kind of table.
const (
	Everything  = "all"         // all tables and all data, in one workbook
	Codings     = "codings"     // a row for each coding
	Wide        = "wide"        // a row for each respondent, a column for each activity and code
	Long        = "long"        // a row for each respondent and activity
	Matrix      = "matrix"      // a row for each document, a column for each code
	Respondents = "respondents" // a row for each respondent, as the respondent sheet
)

// Content is what a file of data can hold.
type Content struct {
	Name       string // a word for --what
	About      instruments.Text
	Everything bool // all there is, which takes a workbook
	Persons    bool // its rows are about single persons, so that it stays in the team
	Published  bool // a table that the report has too, so that it can be masked
	kind       analysis.Kind
}

// Table is true for a table of counts.
func (c Content) Table() bool { return c.kind.Name != "" }

// contents are all contents: data first, then the kinds of table but the cross
// table, which asks for an activity.
func contents() []Content {
	out := []Content{
		{Name: Everything, Everything: true, Published: true, About: instruments.Text{NL: "alle tabellen en gegevens", EN: "all tables and data"}},
		{Name: Codings, Persons: true, About: instruments.Text{NL: "coderingen: een regel per codering", EN: "codings: a row for each coding"}},
		{Name: Wide, Persons: true, About: instruments.Text{NL: "respondenten met een kolom per activiteit en code", EN: "respondents with a column for each activity and code"}},
		{Name: Long, Persons: true, About: instruments.Text{NL: "antwoorden: een regel per respondent en activiteit", EN: "answers: a row for each respondent and activity"}},
		{Name: Matrix, Persons: true, About: instruments.Text{NL: "documenten met een kolom per code", EN: "documents with a column for each code"}},
		{Name: Respondents, Persons: true, About: instruments.Text{NL: "respondenten met hun kenmerken, zoals het respondentenblad", EN: "respondents with their attributes, as the respondent sheet"}},
	}
	for _, k := range analysis.Kinds() {
		if !k.Cross() {
			out = append(out, Content{Name: k.Name, About: k.About, Published: slices.Contains(published(), k.Name), Persons: k.Name == "triads" || k.Name == "concordance-respondents", kind: k})
		}
	}
	return out
}

// published are the kinds of table that a report has under the same name.
func published() []string {
	return []string{"activities", "goals", "forms", "formgoals", "formvaluation", "expectation", "sample", "concordance", "triads"}
}

// audiences are what --audience can be.
func audiences() []report.Audience { return []report.Audience{report.Intern, report.Extern} }
