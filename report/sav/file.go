package sav

import (
	"iter"
	"time"
)

// Bounds of the format.
const (
	MaxName       = 64     // bytes of the name of a variable or set
	MaxLabel      = 255    // bytes of the label of a variable or set
	MaxValueLabel = 120    // bytes of the label of a value
	MaxString     = 32_767 // bytes of a string
	maxFileLabel  = 64
	noteLine      = 80    // bytes of a line of notes
	maxNotes      = 1_000 // lines
	maxVariables  = 100_000
)

// Rows are the cases of a file; each has a cell for every variable: an int, a
// float64, a string, or nil for what is missing (of a string: blank).
type Rows = iter.Seq[[]any]

// File is the dictionary of a system file.
type File struct {
	Label     string    // of the file; cut to 64 bytes
	Product   string    // the program that writes it
	Changed   time.Time // stands in the header; its clock is written as it is
	Notes     []string  // lines of the file's documents, broken at 80 bytes
	Variables []Variable
	Sets      []Set
	Cases     int // as many as rows that follow
}

// Variable is a column. Its name must be valid (see Valid) and no other variable
// may have it, in capitals or not.
type Variable struct {
	Name  string
	Label string // cut to MaxLabel
	// Width is the most bytes a value of a string variable has, from 1 to
	// MaxString; 0 makes the variable a number.
	Width    int
	Decimals int // shown, of a number
	Measure  Measure
	Labels   []Label
	// Missing are up to three numbers that stand for no answer.
	Missing []int
	// Attributes are named texts that go along, such as a label in another
	// language; SPSS shows them under custom attributes.
	Attributes []Attribute
}

// Label is the meaning of one value: of an int for numbers, of a string for
// strings. The text is cut to MaxValueLabel.
type Label struct {
	Value any
	Text  string
}

// Attribute is a named text of a variable. The name follows the rules of Valid.
type Attribute struct{ Name, Value string }

// Measure is the level of measurement that SPSS shows for a variable.
type Measure int32

// The levels.
const (
	Nominal Measure = 1
	Ordinal Measure = 2
	Scale   Measure = 3
)

// Set is a multiple response set of dichotomies: variables of which the value
// Counted says that a respondent gave the answer. A set of fewer than two
// variables is left out.
type Set struct {
	Name      string // "$activities"
	Label     string // cut to MaxLabel
	Counted   int
	Variables []string // names, as they stand in File.Variables
}

// segment is a stretch of a variable that has a short name of its own: a string
// longer than 255 bytes lies in several.
type segment struct {
	short string
	width int // allocated bytes; 0 for a number
}

// Strings longer than 255 bytes lie in segments of 255 bytes, which count as 252
// each when the format speaks of the width of the last.
const (
	segmentBytes = 255
	segmentCount = 252
)

func segmentsOf(width int) []segment {
	if width <= segmentBytes {
		return []segment{{width: width}}
	}
	n := (width + segmentCount - 1) / segmentCount
	out := make([]segment, n)
	for i := range out {
		out[i].width = segmentBytes
	}
	out[n-1].width = width - (n-1)*segmentCount
	return out
}

// elements is how many cells of eight bytes a segment takes.
func (s segment) elements() int { return max(1, (s.width+7)/8) }
