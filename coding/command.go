package coding

import "encoding/json"

// Kind is the kind of a record of the study's state.
type Kind string

// The kinds of records. Together with an id a kind names one record.
const (
	StudyKind      Kind = "study"       // StudyInfo without times, id "study"
	SetKind        Kind = "instruments" // instruments.Set, id "set"
	RespondentKind Kind = "respondent"
	TrajectoryKind Kind = "trajectory"
	DocumentKind   Kind = "document" // instruments.Document; its text and original bytes are blobs
	FillingKind    Kind = "filling"
	CodeKind       Kind = "code"
	CoderKind      Kind = "coder"
	CodingKind     Kind = "coding"
	MemoKind       Kind = "memo"
	OverrideKind   Kind = "override"
	DecisionKind   Kind = "decision" // a rejected suggestion
	SourceKind     Kind = "source"   // a file that was imported, by the SHA-256 of its bytes
	ProgressKind   Kind = "progress" // how far a coder is with a document
	RoundKind      Kind = "round"    // a round of double coding
	SettlementKind Kind = "settlement"
	GroupKind      Kind = "group" // a named set of documents and codes
)

// Change is one record before and after, as JSON; nil means absent.
type Change struct {
	Kind   Kind            `json:"kind"`
	ID     string          `json:"id"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// Command is one change of a study that a person asked for: all its changes
// happen or none does. It is stored as one event. A command can only be applied
// to a state in which every record still is as Before says.
type Command struct {
	Type    string   `json:"type"` // "coding.add", "code.merge" …
	Reason  string   `json:"reason,omitempty"`
	Changes []Change `json:"changes"`
	// Blobs are the canonical texts and original bytes that the changes name by
	// SHA-256. They are stored beside the event, not in it.
	Blobs [][]byte `json:"-"`
}

// Decision says that a suggestion was looked at and rejected, so that it is not
// made again.
type Decision struct {
	ID string `json:"id"` // as NewCodingID would name the coding
	Segment
	Code   CodeID  `json:"code"`
	Rule   string  `json:"rule,omitempty"`
	By     CoderID `json:"by"`
	Reason string  `json:"reason,omitempty"`
}

// Inverse is the command that takes c back: the same changes, read backwards.
func (c Command) Inverse() Command {
	inv := Command{Type: c.Type, Reason: c.Reason, Changes: make([]Change, len(c.Changes))}
	for i, ch := range c.Changes {
		ch.Before, ch.After = ch.After, ch.Before
		inv.Changes[len(c.Changes)-1-i] = ch
	}
	return inv
}
