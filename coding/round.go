package coding

import (
	"slices"
	"strconv"

	"meerzicht/instruments"
)

// Round (ronde) is one round of double coding: which documents which coders
// code independently of each other, and whether their lists count too. Its
// agreement is that of the moment of its release: what coders change after they
// have seen each other's work is no longer independent. The study file knows
// that moment (study.CorpusOfRound).
type Round struct {
	ID        string                   `json:"id"` // "1", "2" …
	Documents []instruments.DocumentID `json:"documents"`
	Coders    []CoderID                `json:"coders"`          // two or more, in the order in which they are shown
	Lists     bool                     `json:"lists,omitempty"` // the lists about the respondents of the documents, and about their dyads, are filled twice too
	Blind     bool                     `json:"blind,omitempty"` // nobody sees another coder's work before the release
	Released  bool                     `json:"released,omitempty"`
}

// Has reports whether a document is coded twice in the round.
func (r Round) Has(id instruments.DocumentID) bool { return slices.Contains(r.Documents, id) }

// Of reports whether a coder codes in the round.
func (r Round) Of(coder CoderID) bool { return slices.Contains(r.Coders, coder) }

// Latest is the round with the highest number; false when there is none.
func Latest(rounds []Round) (Round, bool) {
	var last Round
	for _, r := range rounds {
		if roundNumber(r.ID) > roundNumber(last.ID) {
			last = r
		}
	}
	return last, last.ID != ""
}

func roundNumber(id string) int { n, _ := strconv.Atoi(id); return n }
