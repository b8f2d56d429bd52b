package coding

import (
	"slices"
	"strconv"
	"strings"

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
	// Standing (van kracht) is, by StandingDocument and StandingList, the earlier
	// round whose consensus counts until this round's is settled. That consensus
	// lies with the coder ConsensusOf(round).
	Standing map[string]string `json:"standing,omitempty"`
	// Removed (verwijderd) are documents that were taken out of the study while the
	// round was blind and open: what was hidden about them stays hidden.
	Removed []RemovedDocument `json:"removed,omitempty"`
	Past    *Past             `json:"past,omitempty"` // what later rounds took over; nil when none did
}

// Has reports whether a document is coded twice in the round.
func (r Round) Has(id instruments.DocumentID) bool { return slices.Contains(r.Documents, id) }

// Of reports whether a coder codes in the round.
func (r Round) Of(coder CoderID) bool { return slices.Contains(r.Coders, coder) }

// StandingDocument is the key of a document in Round.Standing.
func StandingDocument(id instruments.DocumentID) string { return "document/" + string(id) }

// StandingList is the key of the list about a respondent or dyad in
// Round.Standing.
func StandingList(kind instruments.FillingKind, subject string) string {
	return "list/" + string(kind) + "/" + subject
}

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

// byNumber are the rounds from the first to the last; ids sort "10" before "2".
func byNumber(rounds []Round) []Round {
	rounds = slices.Clone(rounds)
	slices.SortStableFunc(rounds, func(a, b Round) int { return roundNumber(a.ID) - roundNumber(b.ID) })
	return rounds
}

// ConsensusOf is the coder who keeps the consensus of a round once a later round
// codes the same documents again: "consensus-1". "consensus-0" keeps a consensus
// that was there before any round.
func ConsensusOf(round string) CoderID { return ConsensusCoder + "-" + CoderID(round) }

// Consensus reports whether a coder stands for a consensus: the one that counts,
// or that of an earlier round.
func (k CoderID) Consensus() bool {
	if k == ConsensusCoder {
		return true
	}
	round, ok := strings.CutPrefix(string(k), string(ConsensusCoder)+"-")
	_, err := strconv.ParseUint(round, 10, 32)
	return ok && err == nil
}

// Person reports whether a coder is somebody, not the lexicon nor a consensus.
func (k CoderID) Person() bool { return k != "" && k != LexiconCoder && !k.Consensus() }
