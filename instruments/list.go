package instruments

// IndicatorID names an indicator of the indicator list, such as "K2".
type IndicatorID string

// Value is the value of an indicator as the list codes it: "1", "2", "3", "x",
// or NotObserved.
type Value string

// NotObserved ("-") says nobody spoke about the indicator; it carries no weight.
const NotObserved Value = "-"

// Checklist (activiteitenlijst) is the list of activities that a researcher
// fills in after an interview. Items refer to the taxonomy; their order is the
// order on the form.
type Checklist struct {
	Version      string       `json:"version" yaml:"version"`
	Title        Text         `json:"title" yaml:"title"`
	Instructions []Text       `json:"instructions,omitempty" yaml:"instructions"`
	Items        []ActivityID `json:"items" yaml:"items"`
}

// IndicatorList (indicatorenlijst) is the list K1–K10 that is filled for every
// dyad, with the weights and thresholds of the classification. See package
// analysis/form for the rule.
type IndicatorList struct {
	Version      string      `json:"version" yaml:"version"`
	Title        Text        `json:"title" yaml:"title"`
	Instructions []Text      `json:"instructions,omitempty" yaml:"instructions"`
	Forms        []Form      `json:"forms" yaml:"forms"`
	Indicators   []Indicator `json:"indicators" yaml:"indicators"`
	Thresholds   Thresholds  `json:"thresholds" yaml:"thresholds"`
}

// Form (samenwerkingsvorm) is one of the forms a collaboration can take.
type Form struct {
	ID         string `json:"id" yaml:"id"` // "1", "2", "3"
	Label      Text   `json:"label" yaml:"label"`
	Definition Text   `json:"definition,omitzero" yaml:"definition"`
	Origin     Origin `json:"origin" yaml:"origin"`
}

// Indicator is one question about a dyad. Weight is a whole number of at
// least 1. Required marks the indicators of which at least one must be observed.
type Indicator struct {
	ID       IndicatorID      `json:"id" yaml:"id"`
	Label    Text             `json:"label" yaml:"label"`
	Question Text             `json:"question,omitzero" yaml:"question"`
	Weight   int              `json:"weight" yaml:"weight"`
	Required bool             `json:"required,omitempty" yaml:"required"`
	Values   []IndicatorValue `json:"values" yaml:"values"`
}

// IndicatorValue is one answer and the share of the indicator's weight that it
// gives to each form, in hundredths; the shares of one value add to 100.
type IndicatorValue struct {
	ID     Value          `json:"id" yaml:"id"`
	Label  Text           `json:"label" yaml:"label"`
	Points map[string]int `json:"points" yaml:"points"` // form id → hundredths
}

// Thresholds of the classification; shares and margins are in hundredths
// (0–100), so that no rounding decides a class.
type Thresholds struct {
	MinObserved int `json:"min_observed" yaml:"min_observed"` // fewer observed indicators: insufficient
	TopShare    int `json:"top_share" yaml:"top_share"`       // at least this for a single form
	Lead        int `json:"lead" yaml:"lead"`                 // and at least this far ahead of the second
	SecondShare int `json:"second_share" yaml:"second_share"` // else at least this for a mixed form
	Border      int `json:"border" yaml:"border"`             // thresholds move by this for the borderline flag
}

// Indicator returns the indicator with that id.
func (l *IndicatorList) Indicator(id IndicatorID) (Indicator, bool) {
	for _, k := range l.Indicators {
		if k.ID == id {
			return k, true
		}
	}
	return Indicator{}, false
}

// Value returns the answer with that id.
func (k Indicator) Value(id Value) (IndicatorValue, bool) {
	for _, v := range k.Values {
		if v.ID == id {
			return v, true
		}
	}
	return IndicatorValue{}, false
}

// TopicList (topiclijst) guides the interview with one type of respondent.
type TopicList struct {
	Type    RespondentType `json:"type" yaml:"type"`
	Version string         `json:"version" yaml:"version"`
	Title   Text           `json:"title" yaml:"title"`
	Intro   []Text         `json:"intro,omitempty" yaml:"intro"`
	Topics  []Topic        `json:"topics" yaml:"topics"`
	Closing []Text         `json:"closing,omitempty" yaml:"closing"`
}

// Topic is a subject with its questions and probes (doorvragen).
type Topic struct {
	Title     Text   `json:"title" yaml:"title"`
	Questions []Text `json:"questions" yaml:"questions"`
	Probes    []Text `json:"probes,omitempty" yaml:"probes"`
}

// CodeEntry is one code that a template brings for the codebook besides those
// that follow from the taxonomy and the indicator list. The tree is written
// nested; a code's id is written in full ("waard.W1.1").
type CodeEntry struct {
	ID         string `json:"id" yaml:"id"`
	Label      Text   `json:"label" yaml:"label"`
	Definition Text   `json:"definition,omitzero" yaml:"definition"`
	Include    Text   `json:"include,omitzero" yaml:"include"` // wel
	Exclude    Text   `json:"exclude,omitzero" yaml:"exclude"` // niet
	Example    Text   `json:"example,omitzero" yaml:"example"`
	Origin     Origin `json:"origin" yaml:"origin"`
	// Domain is what the code belongs to: "waardering", "meerwaarde",
	// "knelpunt", "voorwaarde", "conclusie", "aanbeveling", "reflectie",
	// "context". Children inherit an empty domain.
	Domain   string           `json:"domain,omitempty" yaml:"domain"`
	Who      []RespondentType `json:"who,omitempty" yaml:"who"` // who said it, as published
	Expected string           `json:"expected,omitempty" yaml:"expected"`
	// Supports links recommendations to conclusions and those to codes
	// (onderbouwing).
	Supports []string    `json:"supports,omitempty" yaml:"supports"`
	Codes    []CodeEntry `json:"codes,omitempty" yaml:"codes"`
}

// Lexicon is the set of dictionary rules that package coding/lexicon compiles.
type Lexicon struct {
	Version string      `json:"version" yaml:"version"`
	Rules   []TermRules `json:"rules" yaml:"rules"`
	// Lists are named word lists that rules may use, such as the signs of
	// negation, of other persons, and of plans.
	Lists map[string][]string `json:"lists,omitempty" yaml:"lists"`
}

// TermRules are the dictionary terms of one code; the term language is that of
// package coding/lexicon.
type TermRules struct {
	Code  string   `json:"code" yaml:"code"`
	Terms []string `json:"terms" yaml:"terms"`
	Not   []string `json:"not,omitempty" yaml:"not"` // exclusions: a hit near one of these is none
}
