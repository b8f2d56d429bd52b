package form

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// Class is the outcome for a dyad: "form" and the form's id for a single form,
// or one of the classes below.
type Class string

// The classes that are no single form.
const (
	Mixed        Class = "mixed"        // mengvorm: Result.Mixed names the two forms
	Insufficient Class = "insufficient" // onvoldoende gegevens
	Ambiguous    Class = "ambiguous"    // niet eenduidig: to be settled by consensus
)

const single = "form" // prefix of the classes that are a single form

// Of is the class of a single form: Of("1") is "form1".
func Of(form string) Class { return Class(single + form) }

// Form is the id of the form a class stands for; false for the other classes.
func (c Class) Form() (string, bool) {
	id, ok := strings.CutPrefix(string(c), single)
	return id, ok && id != ""
}

// Forms are ids of forms. As JSON, ids that are whole numbers are numbers.
type Forms []string

// MarshalJSON writes [2,3] for "2" and "3", and ["a"] for "a".
func (f Forms) MarshalJSON() ([]byte, error) {
	out := make([]any, len(f))
	for i, id := range f {
		out[i] = id
		if n, err := strconv.Atoi(id); err == nil && strconv.Itoa(n) == id {
			out[i] = n
		}
	}
	return json.Marshal(out)
}

// Share is what a form received of the weight that was observed: exactly
// Num/Den, in [0, 1]; Value is the same as a fraction, for display only.
type Share struct {
	Form  string  `json:"form"`
	Num   int     `json:"num"` // weight × hundredths
	Den   int     `json:"den"` // 100 × the observed weight
	Value float64 `json:"value"`
}

// Reason is one observed indicator and what it gave to each form, in
// hundredths of a point and in the order of the list's forms. Decides is true
// when it gave something to the form, or to one of the two mixed forms, of the
// class.
type Reason struct {
	Indicator  instruments.IndicatorID `json:"indicator"`
	Label      instruments.Text        `json:"label"`
	Value      instruments.Value       `json:"value"`
	ValueLabel instruments.Text        `json:"value_label"`
	Weight     int                     `json:"weight"`
	Points     []int                   `json:"points"`
	Decides    bool                    `json:"decides"`
	Evidence   []Evidence              `json:"evidence,omitempty"`
}

// Evidence is what one respondent said about an indicator, with the type of
// that respondent and, when it comes from a coding, that coding's id.
type Evidence struct {
	instruments.Evidence
	Type   instruments.RespondentType `json:"type,omitempty"`
	Coding string                     `json:"coding,omitempty"`
}

// Flags are what a reader must know beside a class.
type Flags struct {
	OneSource             bool `json:"one_source"`             // één bron: all evidence comes from one respondent
	PerspectiveDifference bool `json:"perspective_difference"` // perspectiefverschil: volunteers' and professionals' words give different forms
	Borderline            bool `json:"borderline"`             // grensgeval: the class changes when thresholds move by the border
	Tied                  bool `json:"tied"`                   // a third form has as much as the second of a mixed form
}

// Result is the classification of one dyad.
type Result struct {
	Class    Class            `json:"class"`
	Mixed    Forms            `json:"mixed,omitempty"` // the two forms of a mixed class, larger share first
	Shares   []Share          `json:"shares"`          // in the order of the list's forms; nil when insufficient
	Observed int              `json:"observed"`        // indicators observed
	Asked    int              `json:"asked"`           // indicators in the list
	Reasons  []Reason         `json:"reasons"`         // the observed indicators, in the order of the list
	Flags    Flags            `json:"flags"`
	Reason   instruments.Text `json:"reason"` // the rule that applied, in one sentence
	// Ignored are ratings that the list does not know: an unknown indicator or
	// value, or a second rating of one indicator, as "K2=9".
	Ignored []string `json:"ignored,omitempty"`
}

// Key is the class with its mixed forms: "form1", "mixed2/3", "insufficient".
func (r Result) Key() string { return Key(r.Class, r.Mixed) }

// Key is the class with its mixed forms in one word.
func Key(c Class, mixed []string) string {
	if c == Mixed {
		return string(Mixed) + strings.Join(mixed, "/")
	}
	return string(c)
}

// Classify applies the rule of the list to the ratings of one dyad:
//
//  1. fewer observed indicators than Thresholds.MinObserved, or none of the
//     required ones: Insufficient;
//  2. top share ≥ TopShare and lead over the second ≥ Lead: that form;
//  3. else second share ≥ SecondShare: Mixed, of the first and second form;
//  4. else Ambiguous.
//
// The share of a form is Σ weight × points / Σ weight × 100 over the observed
// indicators. Equal shares stand in the order of the list's forms. The
// perspective flag needs to know who is who: see All.
func Classify(list *instruments.IndicatorList, ratings []instruments.Rating) Result {
	r := observe(list, ratings)
	r.decide(list)
	r.Flags.OneSource = oneSource(r.Reasons)
	return r
}

// observe keeps the ratings that the list knows, in the order of the list.
func observe(list *instruments.IndicatorList, ratings []instruments.Rating) Result {
	r := Result{Asked: len(list.Indicators), Reasons: []Reason{}}
	first := map[instruments.IndicatorID]int{}
	for i, rating := range ratings {
		k, known := list.Indicator(rating.Indicator)
		_, again := first[rating.Indicator]
		_, valid := k.Value(rating.Value)
		switch {
		case rating.Value == instruments.NotObserved || rating.Value == "":
		case !known || again || !valid:
			r.Ignored = append(r.Ignored, string(rating.Indicator)+"="+string(rating.Value))
		default:
			first[rating.Indicator] = i
		}
	}
	for _, k := range list.Indicators {
		if i, ok := first[k.ID]; ok {
			r.Reasons = append(r.Reasons, reason(list, k, ratings[i]))
		}
	}
	r.Observed = len(r.Reasons)
	return r
}

func reason(list *instruments.IndicatorList, k instruments.Indicator, rating instruments.Rating) Reason {
	v, _ := k.Value(rating.Value)
	out := Reason{Indicator: k.ID, Label: k.Label, Value: v.ID, ValueLabel: v.Label, Weight: k.Weight, Points: make([]int, len(list.Forms))}
	for i, f := range list.Forms {
		out.Points[i] = k.Weight * v.Points[f.ID]
	}
	for _, e := range rating.Evidence {
		out.Evidence = append(out.Evidence, Evidence{Evidence: e})
	}
	return out
}

// decide fills class, shares, the borderline flag and the sentence.
func (r *Result) decide(list *instruments.IndicatorList) {
	t := list.Thresholds
	if r.Observed < t.MinObserved || !r.hasRequired(list) || len(list.Forms) == 0 || r.weight() == 0 {
		r.Class = Insufficient
		r.Reason = r.insufficient(list)
		return
	}
	r.Shares = r.shares(list)
	ranked := slices.Clone(r.Shares)
	slices.SortStableFunc(ranked, func(a, b Share) int { return cmp.Compare(b.Num, a.Num) })
	r.Class = rule(ranked, t)
	if r.Class == Mixed {
		r.Mixed = Forms{ranked[0].Form, ranked[1].Form}
		r.Flags.Tied = len(ranked) > 2 && ranked[2].Num == ranked[1].Num
	}
	r.Flags.Borderline = borderline(ranked, t)
	r.mark(list)
	r.Reason = sentence(ranked, r.Class, t)
}

func (r *Result) weight() int {
	w := 0
	for _, k := range r.Reasons {
		w += k.Weight
	}
	return w
}

func (r *Result) shares(list *instruments.IndicatorList) []Share {
	den := 100 * r.weight()
	out := make([]Share, len(list.Forms))
	for i, f := range list.Forms {
		out[i] = Share{Form: f.ID, Den: den}
		for _, k := range r.Reasons {
			out[i].Num += k.Points[i]
		}
		out[i].Value = float64(out[i].Num) / float64(den)
	}
	return out
}

// hasRequired is true when the list requires nothing, or one of what it
// requires was observed.
func (r *Result) hasRequired(list *instruments.IndicatorList) bool {
	any := false
	for _, k := range list.Indicators {
		if !k.Required {
			continue
		}
		any = true
		if slices.ContainsFunc(r.Reasons, func(o Reason) bool { return o.Indicator == k.ID }) {
			return true
		}
	}
	return !any
}

// mark says which indicators gave something to the forms of the class.
func (r *Result) mark(list *instruments.IndicatorList) {
	ids := []string(r.Mixed)
	if id, ok := r.Class.Form(); ok {
		ids = []string{id}
	}
	for i := range r.Reasons {
		for j, f := range list.Forms {
			if slices.Contains(ids, f.ID) && r.Reasons[i].Points[j] > 0 {
				r.Reasons[i].Decides = true
			}
		}
	}
}

// rule is steps 2 to 4, on shares ranked from high to low. n/d ≥ t/100 is
// tested as 100n ≥ td.
func rule(ranked []Share, t instruments.Thresholds) Class {
	first, second := ranked[0], Share{Den: ranked[0].Den}
	if len(ranked) > 1 {
		second = ranked[1]
	}
	switch {
	case 100*first.Num >= t.TopShare*first.Den && 100*(first.Num-second.Num) >= t.Lead*first.Den:
		return Of(first.Form)
	case len(ranked) > 1 && 100*second.Num >= t.SecondShare*second.Den:
		return Mixed
	}
	return Ambiguous
}

// borderline tries every combination of the three thresholds lowered, kept and
// raised by the border: moving one alone would miss a dyad that lies just
// under both the top share and the lead.
func borderline(ranked []Share, t instruments.Thresholds) bool {
	is := rule(ranked, t)
	for _, a := range []int{-t.Border, 0, t.Border} {
		for _, b := range []int{-t.Border, 0, t.Border} {
			for _, c := range []int{-t.Border, 0, t.Border} {
				moved := instruments.Thresholds{TopShare: t.TopShare + a, Lead: t.Lead + b, SecondShare: t.SecondShare + c}
				if rule(ranked, moved) != is {
					return true
				}
			}
		}
	}
	return false
}

func oneSource(reasons []Reason) bool {
	var who []instruments.RespondentID
	for _, k := range reasons {
		for _, e := range k.Evidence {
			if e.Respondent != "" && !slices.Contains(who, e.Respondent) {
				who = append(who, e.Respondent)
			}
		}
	}
	return len(who) == 1
}
