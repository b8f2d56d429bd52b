package study

import (
	"io"
	"maps"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
	"meerzicht/instruments/transcript"
)

// Readers turn the bytes of files into what they hold. The zero value of each
// is the project's own reader; tests put others in their place.
type Readers struct {
	// Transcript reads a text that can be coded.
	Transcript func(name string, data []byte) (instruments.Document, instruments.Problems)
	// PDF gives the text of a PDF to the project's own reader of transcripts; see
	// transcript.Reader. It does nothing beside another Transcript.
	PDF func(data []byte) (string, error)
	// Recognises says whether Transcript is the reader for a file.
	Recognises func(name string, data []byte) bool
	// List reads filled lists and respondent sheets.
	List func(name string, data []byte, set *instruments.Set) (checklist.Result, instruments.Problems)
	// Project reads the project of another program, or a whole study as one file.
	Project func(name string, r io.ReaderAt, size int64, opt ProjectOptions) (*coding.Corpus, coding.Transfer, instruments.Problems)
	// IsProject says whether Project is the reader for a file, by its name and its
	// first bytes (at most 4,096).
	IsProject func(name string, head []byte) bool
}

// ProjectOptions say how the project of another program is read.
type ProjectOptions struct {
	Lang      instruments.Lang // of what the reader has to put into words itself
	Positions string           // how positions count; "" = found out from the project
	// Codes and Documents are ids in the study by the GUID (lower case, without
	// braces) under which they leave it, so that they are known when they return.
	Codes     map[string]coding.CodeID
	Documents map[string]instruments.DocumentID
}

func (r Readers) withDefaults(opt ImportOptions) Readers {
	if r.Transcript == nil {
		// who is given a role is a speaker, whatever the label looks like
		r.Transcript = transcript.Reader{PDF: r.PDF, Labels: slices.Collect(maps.Keys(opt.Speakers))}.Read
		if r.Recognises == nil {
			r.Recognises = transcript.Recognises
		}
	}
	if r.Recognises == nil {
		r.Recognises = func(string, []byte) bool { return true }
	}
	if r.List == nil {
		r.List = func(name string, data []byte, set *instruments.Set) (checklist.Result, instruments.Problems) {
			return checklist.ReadWith(name, data, set, checklist.Options{Columns: opt.Columns})
		}
	}
	if r.Project == nil {
		r.Project = readProject
		if r.IsProject == nil {
			r.IsProject = func(name string, head []byte) bool { return projectFormat(name, head) != nil }
		}
	}
	if r.IsProject == nil {
		r.IsProject = func(string, []byte) bool { return false }
	}
	return r
}
