package checklist

import "meerzicht/instruments"

// Column is what a reader makes of one column of a survey export. Heading is
// unique within the file: a heading that occurs again, or none at all, is
// followed or replaced by the column's letter in brackets ("Q1 [F]", "[F]").
type Column struct {
	Heading  string                 // as in the file; the key of Options.Columns
	Label    string                 // the question as people read it, where the file has it
	Activity instruments.ActivityID // of an activity or a remark; the proposal when Sure is false
	// Use is one of "activity", "activities" (a whole list in one cell),
	// "respondent", "coder", "date", "type", "role", "project", "trajectory",
	// "attribute", "note", "-" (left out), or "" when it is not known.
	Use string
	// State is what a mark in the column says: genoemd, or expliciet niet in a
	// question about what does not happen. Empty for other columns.
	State instruments.State
	How   string // by what it was recognised: "code", "label", "similar", "given"
	Sure  bool   // false: must be confirmed before anything is read
	// Values counts what stands in the column, as written; at most some ten
	// different values, and nothing for text that people typed.
	Values map[string]int
}

// Options say what a reader cannot find out by itself.
type Options struct {
	// Columns maps the heading of a column, or of a question that several
	// columns answer, to what it holds: the id or label of an activity, or a
	// word of ColumnWords. Headings are compared without regard to capitals
	// and blanks.
	Columns map[string]string
}

// ColumnWords are the words that a heading can be mapped to besides activities:
// see docs/surveys.md. "note:A05" is a remark on activity A05, "not:A05" a
// column in which a mark says expliciet niet.
func ColumnWords() []string {
	return []string{
		"respondent", "coder", "date", "type", "role", "project", "trajectory", "attribute",
		"note", "activities", "answers", "not", "-",
	}
}

// ReadWith is Read with what the user said about the columns of a survey
// export. Options about columns that a file does not have are a problem; files
// that are no survey take none.
func ReadWith(name string, data []byte, set *instruments.Set, opt Options) (Result, instruments.Problems) {
	return Read(name, data, set)
}
