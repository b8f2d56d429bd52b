package coding

import "meerzicht/instruments"

// Group is a set of documents and codes that somebody named, such as a document
// group of ATLAS.ti or a set of MAXQDA and NVivo. It counts nothing by itself.
type Group struct {
	ID          string                   `json:"id"`
	Name        string                   `json:"name"`
	Description string                   `json:"description,omitempty"`
	Documents   []instruments.DocumentID `json:"documents,omitempty"` // in the order given
	Codes       []CodeID                 `json:"codes,omitempty"`     // in the order given
}
