package instruments

// Set is everything a template brings: all instruments of one study. It is
// stored in the study file when the study is made, so that a later version of a
// template never changes a running study.
type Set struct {
	Name      string        `json:"name" yaml:"name"` // "reclassering-2020"
	Version   string        `json:"version" yaml:"version"`
	Title     Text          `json:"title" yaml:"title"`
	Notice    Text          `json:"notice,omitzero" yaml:"notice"` // shown wherever the data are shown, such as the fictief label
	Types     []TypeInfo    `json:"types" yaml:"types"`
	Roles     []RoleInfo    `json:"roles" yaml:"roles"`
	Plan      SamplePlan    `json:"plan,omitzero" yaml:"plan"`
	Taxonomy  Taxonomy      `json:"taxonomy" yaml:"taxonomy"`
	Checklist Checklist     `json:"checklist" yaml:"checklist"`
	List      IndicatorList `json:"indicators" yaml:"indicators"`
	Topics    []TopicList   `json:"topics" yaml:"topics"`
	Codes     []CodeEntry   `json:"codes" yaml:"codes"`
	Lexicon   Lexicon       `json:"lexicon" yaml:"lexicon"`
	Quantity  []Quantifier  `json:"quantifiers,omitempty" yaml:"quantifiers"`
}

// TypeInfo names a respondent type: its id, label and plural.
type TypeInfo struct {
	ID     RespondentType `json:"id" yaml:"id"`
	Letter string         `json:"letter" yaml:"letter"` // V, P, C
	Label  Text           `json:"label" yaml:"label"`
	Plural Text           `json:"plural" yaml:"plural"`
}

// RoleInfo names a role, the type it belongs to, and, for professionals, the
// short form used in a dyad's name ("V–toezichth.").
type RoleInfo struct {
	ID    Role           `json:"id" yaml:"id"`
	Type  RespondentType `json:"type" yaml:"type"`
	Label Text           `json:"label" yaml:"label"`
	Dyad  string         `json:"dyad,omitempty" yaml:"dyad"`
}

// SamplePlan is the planned sample: so many per type and project.
type SamplePlan struct {
	Projects []string `json:"projects,omitempty" yaml:"projects"`
	PerCell  int      `json:"per_cell,omitempty" yaml:"per_cell"`
}

// Quantifier is a word of narrative text and the share from which it is used,
// in hundredths; Min is the least count. The number is printed next to the word.
type Quantifier struct {
	Word Text `json:"word" yaml:"word"`
	From int  `json:"from" yaml:"from"`
	Min  int  `json:"min,omitempty" yaml:"min"`
}

// TypeOf is the respondent type of a role, "" when the role is unknown.
func (s *Set) TypeOf(r Role) RespondentType {
	for _, info := range s.Roles {
		if info.ID == r {
			return info.Type
		}
	}
	return ""
}

// TypeInfo returns what is known of a respondent type.
func (s *Set) TypeInfo(t RespondentType) (TypeInfo, bool) {
	for _, info := range s.Types {
		if info.ID == t {
			return info, true
		}
	}
	return TypeInfo{}, false
}
