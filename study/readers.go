package study

import (
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
	"meerzicht/instruments/transcript"
)

// Readers turn the bytes of files into what they hold. The zero value of each
// is the project's own reader; tests put others in their place.
type Readers struct {
	// Transcript reads a text that can be coded.
	Transcript func(name string, data []byte) (instruments.Document, instruments.Problems)
	// Recognises says whether Transcript is the reader for a file.
	Recognises func(name string, data []byte) bool
	// List reads filled lists and respondent sheets.
	List func(name string, data []byte, set *instruments.Set) (checklist.Result, instruments.Problems)
}

func (r Readers) withDefaults() Readers {
	if r.Transcript == nil {
		r.Transcript = transcript.Read
		if r.Recognises == nil {
			r.Recognises = transcript.Recognises
		}
	}
	if r.Recognises == nil {
		r.Recognises = func(string, []byte) bool { return true }
	}
	if r.List == nil {
		r.List = checklist.Read
	}
	return r
}
