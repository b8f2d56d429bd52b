package coding

import "meerzicht/instruments"

// Settlement (beslissing) is what was decided about one difference between
// coders. It is never overwritten by a later merge; only a person takes it back.
// It is about a stretch of a document and the codes concerned, or about one item
// of a list.
type Settlement struct {
	ID    string `json:"id"`    // of the difference
	Round string `json:"round"` // in which it was found

	Document instruments.DocumentID `json:"document,omitempty"`
	Start    int                    `json:"start,omitempty"` // code points, half open: all codings concerned
	End      int                    `json:"end,omitempty"`
	Codes    []CodeID               `json:"codes,omitempty"`

	List    instruments.FillingKind `json:"list,omitempty"`
	Subject string                  `json:"subject,omitempty"` // respondent, or dyad
	Item    string                  `json:"item,omitempty"`    // activity, or indicator

	Keep    []CoderID  `json:"keep,omitempty"`   // whose version holds: one coder's, both, or neither's
	Own     bool       `json:"own,omitempty"`    // a version of its own instead
	Answer  string     `json:"answer,omitempty"` // of a list: the state or value that was decided
	Made    []CodingID `json:"made,omitempty"`   // the codings of the consensus that it made
	By      CoderID    `json:"by"`
	Comment string     `json:"comment,omitempty"`
}
