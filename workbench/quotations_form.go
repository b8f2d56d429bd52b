package workbench

import (
	"maps"
	"slices"
	"strings"

	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// queryForm is a query as controls: lines with codes, of which the last one is
// empty, and conditions. Other is true for a query that cannot be shown so.
type queryForm struct {
	Terms       []termView
	Joins       []joinView
	Conditions  []conditionView
	Conditional int // how many conditions are set
	Codes       []choice
	Lists       []valueList
	Other       bool
}

type termView struct {
	Number int // from 1
	retrieval.Term
}

type joinView struct {
	ID    retrieval.Join
	Label instruments.Text
}

// conditionView is a condition to choose: from a list, or typed with a list of
// suggestions.
type conditionView struct {
	Field  string
	Label  instruments.Text
	Value  string
	Values []choice // none: to be typed
	List   string   // of suggestions
}

// valueList are suggestions for a typed value.
type valueList struct {
	ID     string
	Values []choice
}

// Limits of what a form brings along to choose from.
const (
	mostTermsShown = 30
	mostSuggested  = 500
)

// formFields are the names of the form's controls, each with "": as with wants
// them to take them out of an address.
func formFields() []string {
	out := []string{"use", "", "join", "", "under", "", "code", "", "drop", "", "line", "", "from", ""}
	for _, f := range conditionFields() {
		out = append(out, f, "")
	}
	return out
}

func conditionFields() []string {
	return []string{"role", "speaker", "project", "type", "respondent", "coder", "document", "kind", "memo", "origin"}
}

// queryOfForm is the query that the controls of the form make; false when the
// query itself was sent.
func (v *visit) queryOfForm() (string, bool) {
	q := v.query()
	if q.Get("use") != "form" {
		return "", false
	}
	var f retrieval.Form
	at := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return ""
	}
	for i, code := range q["code"] {
		if code = strings.TrimSpace(code); code == "" || i >= mostTermsShown || q.Get("drop") == at(q["line"], i) && q.Get("drop") != "" {
			continue
		}
		f.Terms = append(f.Terms, retrieval.Term{Join: retrieval.Join(at(q["join"], i)), Under: at(q["under"], i) != "", Code: coding.CodeID(code)})
	}
	for _, field := range conditionFields() {
		if value := strings.TrimSpace(q.Get(field)); value != "" {
			if !strings.ContainsAny(value, `",`) {
				value = retrieval.Quote(value)
			}
			f.Conditions = append(f.Conditions, retrieval.Condition{Field: field, Values: value})
		}
	}
	text := f.Text()
	if parsed, err := retrieval.Parse(text); err == nil && text != "" {
		return parsed.In(v.lang), true
	}
	return text, true
}

// queryForm shows a query as controls.
func (v *visit) queryForm(c *coding.Corpus, q retrieval.Query) (queryForm, error) {
	f, ok := q.Form()
	seen := map[string]string{}
	for _, cond := range f.Conditions {
		_, twice := seen[cond.Field]
		ok = ok && !twice
		seen[cond.Field] = cond.Values
	}
	out := queryForm{Other: !ok, Joins: joinViews()}
	if !ok || len(f.Terms) > mostTermsShown {
		f, seen, out.Other = retrieval.Form{}, nil, true
	}
	for i, t := range append(f.Terms, retrieval.Term{Join: retrieval.JoinAnd}) {
		out.Terms = append(out.Terms, termView{i + 1, t})
	}
	book, err := v.shelf()
	if err != nil {
		return out, err
	}
	for _, code := range book.Codes {
		out.Codes = append(out.Codes, choice{string(code.ID), instruments.Same(v.codeName(code))})
	}
	out.Conditional = len(seen)
	for _, field := range conditionFields() {
		out.condition(c, field, seen[field])
	}
	return out, nil
}

func joinViews() []joinView {
	words := map[retrieval.Join]instruments.Text{
		retrieval.JoinAnd:      {NL: "en (wat beide bedekken)", EN: "and (what both cover)"},
		retrieval.JoinOr:       {NL: "of", EN: "or"},
		retrieval.JoinNot:      {NL: "niet (dat raakt aan)", EN: "not (that touches)"},
		retrieval.JoinOverlaps: {NL: "overlapt met", EN: "overlaps with"},
		retrieval.JoinTurn:     {NL: "in dezelfde beurt als", EN: "in the same turn as"},
	}
	var out []joinView
	for _, j := range retrieval.Joins() {
		out = append(out, joinView{j, words[j]})
	}
	return out
}

// condition adds the control of a condition, with what the study has to choose
// from.
func (f *queryForm) condition(c *coding.Corpus, field, value string) {
	v := conditionView{Field: field, Label: conditionLabel(field), Value: value}
	values := conditionValues(c, field)
	switch field {
	case "speaker", "respondent", "document":
		v.List = "list-" + field
		f.Lists = append(f.Lists, valueList{v.List, values[:min(len(values), mostSuggested)]})
	default:
		if value != "" && !slices.ContainsFunc(values, func(c choice) bool { return c.ID == value }) {
			values = append(values, choice{value, instruments.Same(value)})
		}
		v.Values = values
	}
	f.Conditions = append(f.Conditions, v)
}

func conditionLabel(field string) instruments.Text {
	switch field {
	case "role":
		return instruments.Text{NL: "wie spreekt", EN: "who speaks"}
	case "speaker":
		return instruments.Text{NL: "spreker (aanduiding in de tekst)", EN: "speaker (label in the text)"}
	case "type":
		return instruments.Text{NL: "respondenttype", EN: "respondent type"}
	case "kind":
		return instruments.Text{NL: "soort document", EN: "kind of document"}
	}
	return retrieval.FieldLabel(field)
}

// conditionValues are the values of a field in a study, as a query has them.
func conditionValues(c *coding.Corpus, field string) []choice {
	var out []choice
	add := func(id string, label instruments.Text) {
		if id != "" && !slices.ContainsFunc(out, func(c choice) bool { return c.ID == retrieval.Quote(id) }) {
			out = append(out, choice{retrieval.Quote(id), label})
		}
	}
	switch field {
	case "role":
		add(string(instruments.AsInterviewer), instruments.Text{NL: "interviewer", EN: "interviewer"})
		add(string(instruments.AsRespondent), instruments.Text{NL: "respondent", EN: "respondent"})
		for _, t := range c.Instruments.Types {
			add(string(t.ID), t.Label)
		}
		for _, r := range c.Instruments.Roles {
			add(string(r.ID), r.Label)
		}
	case "type":
		for _, t := range c.Instruments.Types {
			add(string(t.ID), t.Label)
		}
	case "coder":
		for _, k := range c.Coders {
			add(string(k.ID), instruments.Same(string(k.ID)))
		}
	case "kind":
		for _, k := range documentKinds() {
			add(k.ID, k.Label)
		}
	case "memo":
		add("yes", instruments.Text{NL: "met memo", EN: "with a memo"})
		add("no", instruments.Text{NL: "zonder memo", EN: "without a memo"})
	case "origin":
		add(coding.ByHand, instruments.Text{NL: "met de hand", EN: "by hand"})
		add(coding.ByImport, instruments.Text{NL: "ingelezen", EN: "imported"})
		add(coding.FromLexicon, instruments.Text{NL: "overgenomen voorstel", EN: "accepted suggestion"})
		add(coding.ByAgreement, instruments.Text{NL: "codeurs eens", EN: "coders agree"})
		add(coding.BySettling, instruments.Text{NL: "beslist bij het vergelijken", EN: "decided when comparing"})
	default:
		for _, id := range occurring(c, field) { // different ones already, and maybe thousands
			out = append(out, choice{retrieval.Quote(id), instruments.Same(id)})
		}
	}
	return out
}

// occurring are the values that a field has, sorted.
func occurring(c *coding.Corpus, field string) []string {
	seen := map[string]bool{}
	for _, r := range c.Respondents {
		switch field {
		case "project":
			seen[r.Project] = true
		case "respondent":
			seen[string(r.ID)] = true
		}
	}
	for i := range c.Documents {
		switch d := &c.Documents[i]; field {
		case "project":
			seen[d.Project] = true
		case "document":
			seen[string(d.ID)] = true
		case "speaker":
			for _, s := range d.Speakers {
				seen[s.Label] = true
			}
		}
	}
	delete(seen, "")
	return sortedNames(seen)
}

func sortedNames(seen map[string]bool) []string { return slices.Sorted(maps.Keys(seen)) }
