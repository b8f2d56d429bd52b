package coding

import (
	"meerzicht/instruments"
)

// CoderID names a coder: a person's pseudonym, "lexicon" for accepted
// suggestions, or "consensus".
type CoderID string

// Names of the coders that are no persons.
const (
	LexiconCoder   CoderID = "lexicon"
	ConsensusCoder CoderID = "consensus"
)

// Coder is somebody who codes or fills lists.
type Coder struct {
	ID   CoderID `json:"id"`
	Note string  `json:"note,omitempty"`
}

// Segment (fragment) is a stretch of a document: positions in code points, half
// open, with the exact quotation and up to 32 code points of context on each
// side, so that it can be found again when positions fail.
type Segment struct {
	Document  instruments.DocumentID `json:"document"`
	Start     int                    `json:"start"`
	End       int                    `json:"end"`
	Quotation string                 `json:"quotation"`
	Prefix    string                 `json:"prefix,omitempty"`
	Suffix    string                 `json:"suffix,omitempty"`
}

// CodingID names a coding.
type CodingID string

// Origin of a coding: how it came about.
const (
	ByHand        = "hand"    // made by a coder
	ByImport      = "import"  // read from a codings file
	FromLexicon   = "lexicon" // an accepted suggestion
	ByAgreement   = "agreed"  // of the consensus: both coders have it
	BySettling    = "settled" // of the consensus: a Settlement made it
	ContextLength = 32        // code points of context a segment keeps on each side
)

// Coding (codering) is one code on one segment by one coder.
type Coding struct {
	ID CodingID `json:"id"`
	Segment
	Code    CodeID  `json:"code"`
	Coder   CoderID `json:"coder"`
	Origin  string  `json:"origin"`
	Rule    string  `json:"rule,omitempty"`    // of an accepted suggestion: the rule that made it
	Matched string  `json:"matched,omitempty"` // and the surface form it matched
	Memo    string  `json:"memo,omitempty"`
	Weight  int     `json:"weight,omitempty"` // 0–100; 0 = not weighted
	// Dyad is the dyad an indicator coding speaks about, "" otherwise.
	Dyad instruments.DyadID `json:"dyad,omitempty"`
}

// Memo is a note on any object of the study.
type Memo struct {
	ID     string  `json:"id"`
	Type   string  `json:"type"`   // methode, reflectie, analyse, beslissing
	Target string  `json:"target"` // "study", "code/act.A01", "document/R01" …
	Text   string  `json:"text"`
	Author CoderID `json:"author,omitempty"`
}

// Override is a class that a person set for a dyad beside the computed one. It
// needs a name and a memo.
type Override struct {
	Dyad  instruments.DyadID `json:"dyad"`
	Class string             `json:"class"` // a class of package analysis/form, such as "form1"
	By    string             `json:"by"`
	Memo  string             `json:"memo"`
}
