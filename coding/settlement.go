package coding

import "meerzicht/instruments"

// Settlement (beslissing) is what was decided about one difference between two
// coders. It is never overwritten by a later merge; only a person takes it back
// (Reopen). It is about a stretch of a document and the codes concerned, or about
// one item of a list, and holds for the round in which it was made.
type Settlement struct {
	ID         string    `json:"id"`         // the round and the difference
	Round      string    `json:"round"`      // in which it was found
	Difference string    `json:"difference"` // its Difference.ID when it was decided
	Coders     []CoderID `json:"coders"`     // the two whose work differed

	Document instruments.DocumentID `json:"document,omitempty"`
	Dyad     instruments.DyadID     `json:"dyad,omitempty"`  // of indicator codings
	Start    int                    `json:"start,omitempty"` // code points, half open: all codings concerned
	End      int                    `json:"end,omitempty"`
	Codes    []CodeID               `json:"codes,omitempty"`

	List    instruments.FillingKind `json:"list,omitempty"`
	Subject string                  `json:"subject,omitempty"` // respondent, or dyad
	Item    string                  `json:"item,omitempty"`    // activity, or indicator

	// Found is what the coders had there when it was decided. What has one of its
	// codes on one of its stretches falls on the decision; and when the coders
	// have something else there now, the decision is about work that has changed.
	Found []Part `json:"found,omitempty"`

	Keep    []CoderID  `json:"keep,omitempty"`   // whose version holds: one coder's, both, or neither's
	Own     bool       `json:"own,omitempty"`    // a version of its own instead
	Answer  string     `json:"answer,omitempty"` // of a list: the state or value that was decided
	Made    []CodingID `json:"made,omitempty"`   // the codings of the consensus that it made
	By      CoderID    `json:"by"`               // ConsensusCoder when somebody changed the consensus itself; the log knows who
	Comment string     `json:"comment,omitempty"`
}

// Part is what one coder had where something was decided: one code on a stretch
// without a gap, or the answer to an item.
type Part struct {
	Coder  CoderID `json:"coder"`
	Code   CodeID  `json:"code,omitempty"`
	Start  int     `json:"start,omitempty"`
	End    int     `json:"end,omitempty"`
	Answer string  `json:"answer,omitempty"`
}

// Verdict says whose version holds.
func (s Settlement) Verdict() instruments.Text {
	switch {
	case s.Answer != "":
		return instruments.Same(instruments.Plain(s.Answer))
	case s.Own:
		return instruments.Text{NL: "een eigen versie", EN: "a version of its own"}
	case len(s.Keep) > 1:
		return instruments.Text{NL: "beide houden", EN: "keep both"}
	case len(s.Keep) == 0:
		return instruments.Text{NL: "geen van beide", EN: "neither"}
	}
	return instruments.Textf("wat %s had", "what %s had", instruments.Plain(string(s.Keep[0])))
}

// SettlementID names the decision about a difference in a round.
func SettlementID(round, difference string) string { return round + "-" + difference }
