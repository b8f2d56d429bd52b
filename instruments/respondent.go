package instruments

// Ids of people and trajectories, as the respondent sheet gives them; they are
// pseudonyms.
type (
	RespondentID string
	TrajectoryID string
	DyadID       string
)

// RespondentType (respondenttype) is the party a respondent speaks for:
// volunteer, professional or client. The ids come from the instrument set.
type RespondentType string

// The types of the built-in templates.
const (
	Volunteer    RespondentType = "vrijwilliger"
	Professional RespondentType = "professional"
	Client       RespondentType = "client"
)

// Role is the function a respondent has, such as "toezichthouder" or
// "cirkelcoördinator"; every role belongs to one type.
type Role string

// Respondent is a person who was interviewed.
type Respondent struct {
	ID           RespondentID      `json:"id"`
	Type         RespondentType    `json:"type"`
	Role         Role              `json:"role"`
	Project      string            `json:"project"`
	Trajectories []TrajectoryID    `json:"trajectories"`
	Consent      string            `json:"consent,omitempty"`    // "ja", "nee" or "" when not recorded
	Attributes   map[string]string `json:"attributes,omitempty"` // gender, age group, occupation …
}

// Trajectory (traject) is one guidance trajectory: the case. StartContact is
// "ja", "nee" or ""; it is context and never an input of the classification.
type Trajectory struct {
	ID           TrajectoryID      `json:"id"`
	Project      string            `json:"project"`
	StartContact string            `json:"start_contact,omitempty"`
	Attributes   map[string]string `json:"attributes,omitempty"`
}

// Dyad (dyade) is a volunteer and a professional role inside one trajectory:
// the unit of classification. Its id is "<trajectory>/<name>".
type Dyad struct {
	ID         DyadID       `json:"id"`
	Trajectory TrajectoryID `json:"trajectory"`
	Role       Role         `json:"role"` // the professional's role
	Name       string       `json:"name"` // "V–toezichth."
}

// NewDyadID makes the id of a dyad.
func NewDyadID(t TrajectoryID, name string) DyadID { return DyadID(string(t) + "/" + name) }
