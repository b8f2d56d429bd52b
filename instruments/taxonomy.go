package instruments

// Ids of the things an instrument names. They are short and stable (A01, SI,
// K2); codes of the codebook carry a prefix, see coding.CodeID.
type (
	GoalID     string
	ActivityID string
)

// Origin (herkomst) says where a goal, activity or code comes from.
type Origin string

// The four origins. Reports print them; what is fictief is always labelled so.
const (
	FromReport     Origin = "rapport"
	FromLiterature Origin = "literatuur"
	Inductive      Origin = "inductief"
	Fictional      Origin = "fictief"
)

// Taxonomy (taxonomie) is the classification of what volunteers do and what
// for: goals, activities, and the map between them.
type Taxonomy struct {
	Version    string     `json:"version" yaml:"version"`
	Goals      []Goal     `json:"goals" yaml:"goals"`
	Activities []Activity `json:"activities" yaml:"activities"`
}

// Goal (doel) is what activities are for. Constructs are its operationalised
// parts, such as the ten constructs of psychological capital.
type Goal struct {
	ID         GoalID      `json:"id" yaml:"id"`
	Label      Text        `json:"label" yaml:"label"`
	Definition Text        `json:"definition,omitzero" yaml:"definition"`
	Origin     Origin      `json:"origin" yaml:"origin"`
	Constructs []Construct `json:"constructs,omitempty" yaml:"constructs"`
}

// Construct is one operationalised part of a goal; its code is
// "doel.<goal>.<id>".
type Construct struct {
	ID         string `json:"id" yaml:"id"`
	Label      Text   `json:"label" yaml:"label"`
	Definition Text   `json:"definition,omitzero" yaml:"definition"`
	Origin     Origin `json:"origin" yaml:"origin"`
}

// Activity (activiteit) is one thing a volunteer may do. It serves exactly one
// primary goal and any number of further goals.
type Activity struct {
	ID         ActivityID `json:"id" yaml:"id"`
	Label      Text       `json:"label" yaml:"label"`
	Short      Text       `json:"short,omitzero" yaml:"short"` // for charts; at most some 30 characters
	Definition Text       `json:"definition,omitzero" yaml:"definition"`
	Primary    GoalID     `json:"primary" yaml:"primary"`
	Further    []GoalID   `json:"further,omitempty" yaml:"further"`
	Origin     Origin     `json:"origin" yaml:"origin"`
	// Expected says whether the literature expected volunteers to do this:
	// "ja", "nee", "beperkt", or "" when nothing is known.
	Expected     string  `json:"expected,omitempty" yaml:"expected"`
	ExpectedNote Text    `json:"expected_note,omitzero" yaml:"expected_note"`
	Facets       []Facet `json:"facets,omitempty" yaml:"facets"`
}

// Facet is a side from which an activity can be described further, such as the
// route and the content of a signal. The code of a value is
// "<facet id>.<value id>".
type Facet struct {
	ID     string       `json:"id" yaml:"id"` // such as "sig.route"
	Label  Text         `json:"label" yaml:"label"`
	Origin Origin       `json:"origin" yaml:"origin"`
	Values []FacetValue `json:"values" yaml:"values"`
}

// FacetValue is one value of a facet.
type FacetValue struct {
	ID    string `json:"id" yaml:"id"`
	Label Text   `json:"label" yaml:"label"`
}

// Activity returns the activity with that id.
func (t *Taxonomy) Activity(id ActivityID) (Activity, bool) {
	for _, a := range t.Activities {
		if a.ID == id {
			return a, true
		}
	}
	return Activity{}, false
}

// Goal returns the goal with that id.
func (t *Taxonomy) Goal(id GoalID) (Goal, bool) {
	for _, g := range t.Goals {
		if g.ID == id {
			return g, true
		}
	}
	return Goal{}, false
}

// ChartLabel is the short label where there is one, else the whole label.
func (a Activity) ChartLabel() Text {
	if a.Short.IsZero() {
		return a.Label
	}
	return a.Short
}
