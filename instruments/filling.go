package instruments

// State is what a checklist says about an activity. The list is filled from an
// open talk, so an empty box is "not discussed", never "no".
type State string

// The three states.
const (
	Mentioned    State = "genoemd"
	Denied       State = "expliciet niet"
	NotDiscussed State = "niet besproken"
)

// FillingKind tells an activity checklist from an indicator list.
type FillingKind string

// The two lists that are filled in.
const (
	ActivityFilling  FillingKind = "activiteiten"
	IndicatorFilling FillingKind = "indicatoren"
)

// Filling (invulling) is one list filled by one coder about one respondent
// (activities) or one dyad (indicators). Filling a list is itself an act of
// coding, so several coders may fill the same list, and a consensus stands
// beside them (Coder "consensus").
type Filling struct {
	ID         string       `json:"id"` // kind/subject/coder
	Kind       FillingKind  `json:"kind"`
	Respondent RespondentID `json:"respondent,omitempty"` // of an activity filling
	Dyad       Dyad         `json:"dyad,omitzero"`        // of an indicator filling
	Coder      string       `json:"coder"`
	Date       string       `json:"date,omitempty"` // yyyy-mm-dd
	Responses  []Response   `json:"responses,omitempty"`
	Ratings    []Rating     `json:"ratings,omitempty"`
	Source     Source       `json:"source"`
	Origin     string       `json:"origin,omitempty"` // MergedFilling, or "" for one that a person or a file made
}

// MergedFilling is the origin of a consensus that was put together from what two
// coders agree on and what was decided between them.
const MergedFilling = "merged"

// Response is the answer to one item of the activity checklist.
type Response struct {
	Activity ActivityID `json:"activity"`
	State    State      `json:"state"`
	Remark   string     `json:"remark,omitempty"`
}

// Rating is the value of one indicator for a dyad, with what it rests on.
type Rating struct {
	Indicator IndicatorID `json:"indicator"`
	Value     Value       `json:"value"`
	Evidence  []Evidence  `json:"evidence,omitempty"`
	Remark    string      `json:"remark,omitempty"`
}

// Evidence is what one respondent said about an indicator: the value their
// words point to, and the words where the coder copied them. Values may differ
// between respondents; the rating's own value is the coder's decision.
type Evidence struct {
	Respondent RespondentID `json:"respondent"`
	Value      Value        `json:"value"`
	Quotation  string       `json:"quotation,omitempty"`
}

// Source is the file something was read from.
type Source struct {
	Name   string `json:"name"`   // base name of the file
	SHA256 string `json:"sha256"` // of its bytes, lower-case hex
	Size   int64  `json:"size"`
	// Absent is true of the file of a document whose bytes are not in the study:
	// one that came with a whole study as JSON, which says what the file was.
	Absent bool `json:"absent,omitempty"`
}

// FillingID is the id of a filling: kind, subject and coder.
func FillingID(kind FillingKind, subject, coder string) string {
	return string(kind) + "/" + subject + "/" + coder
}
