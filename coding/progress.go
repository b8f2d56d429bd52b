package coding

import (
	"meerzicht/instruments"
)

// Progress (voortgang) is how far a coder says to be with a document. Only what
// nobody can count is stored: that the work on it is done. Begun or not begun
// follows from the codings.
type Progress struct {
	Document instruments.DocumentID `json:"document"`
	Coder    CoderID                `json:"coder"`
	State    string                 `json:"state"` // Done
}

// Done (klaar) is the state of a document that a coder has finished.
const Done = "klaar"

// ID names the record: one for each document and coder.
func (p Progress) ID() string { return string(p.Document) + "/" + string(p.Coder) }

// SetProgress stores that a coder is done with a document; an empty State takes
// that back. It refuses an unknown document and any other state, and makes a
// coder who is not known yet.
func SetProgress(v View, p Progress) (Command, error) {
	d := newDraft(v, "document.progress")
	if p.State != "" && p.State != Done {
		d.refuse(string(p.Document), instruments.Textf("een document kan niet %q zijn", "a document cannot be %q", p.State), instruments.Text{})
	}
	if !d.exists(DocumentKind, string(p.Document)) {
		d.refuse("", instruments.Textf("document %q is er niet", "there is no document %q", p.Document), instruments.Text{})
	}
	d.coder(p.Coder)
	if p.State == "" {
		d.put(ProgressKind, p.ID(), nil)
	} else {
		d.put(ProgressKind, p.ID(), p)
	}
	return d.done()
}
