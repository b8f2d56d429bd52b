package workbench

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// What strikes about an item of the activity list.
const (
	unsupported = "unsupported" // mentioned according to the list, without a quotation
	unticked    = "unticked"    // quotations, but not mentioned according to the list
)

// activityQuotes are the codings of one respondent's interviews by activity.
type activityQuotes map[instruments.ActivityID][]coding.Coding

// add keeps a coding that names an activity, unless the dictionary made it
// without a person deciding on it.
func (q activityQuotes) add(k coding.Coding) {
	if a, ok := k.Code.Activity(); ok && k.Coder != coding.LexiconCoder {
		q[a] = append(q[a], k)
	}
}

// checklistLine is one item of a filled activity list with what supports it.
type checklistLine struct {
	ID     instruments.ActivityID
	Code   coding.CodeID
	Label  instruments.Text
	Help   instruments.Text
	State  instruments.State // "" when there is no list
	Remark string
	Quotes []listQuote
	Own    int    // quotations of the coder at the page
	Signal string // unsupported, unticked or ""
}

// listQuote is a quotation beside an item.
type listQuote struct {
	coding.Coding
	Own  bool
	Href string
}

// checklistLines sets a filled list, nil for none, against the quotations. An
// item of which the list says nothing is not discussed.
func checklistLines(set *instruments.Set, f *instruments.Filling, quotes activityQuotes, own coding.CoderID) []checklistLine {
	said := map[instruments.ActivityID]instruments.Response{}
	if f != nil {
		for _, r := range f.Responses {
			said[r.Activity] = r
		}
	}
	out := make([]checklistLine, 0, len(set.Checklist.Items))
	for _, id := range set.Checklist.Items {
		a, _ := set.Taxonomy.Activity(id)
		l := checklistLine{ID: id, Code: coding.ActivityCode(id), Label: a.Label, Help: a.Definition, Remark: said[id].Remark}
		for _, k := range quotes[id] {
			l.Quotes = append(l.Quotes, listQuote{k, k.Coder == own, codingHref(k)})
			if k.Coder == own {
				l.Own++
			}
		}
		if f != nil {
			if l.State = said[id].State; l.State == "" {
				l.State = instruments.NotDiscussed
			}
			l.Signal = signalOf(l.State, len(l.Quotes))
		}
		out = append(out, l)
	}
	return out
}

func signalOf(s instruments.State, quotes int) string {
	switch mentioned := s == instruments.Mentioned; {
	case mentioned && quotes == 0:
		return unsupported
	case !mentioned && quotes > 0:
		return unticked
	}
	return ""
}

// listTally counts the items of a filled list.
type listTally struct {
	Mentioned, Denied, NotDiscussed int
	Supported                       int // mentioned, with a quotation
	Unsupported, Unticked           int
}

func tallyOf(lines []checklistLine) listTally {
	var t listTally
	for _, l := range lines {
		switch l.State {
		case instruments.Mentioned:
			t.Mentioned++
		case instruments.Denied:
			t.Denied++
		case instruments.NotDiscussed:
			t.NotDiscussed++
		}
		switch {
		case l.Signal == unsupported:
			t.Unsupported++
		case l.Signal == unticked:
			t.Unticked++
		case l.State == instruments.Mentioned:
			t.Supported++
		}
	}
	return t
}

// activitiesView is the activity list of a respondent by one coder.
type activitiesView struct {
	instruments.Respondent
	Type    instruments.Text
	Title   instruments.Text
	Coder   string
	Filled  bool
	Own     bool // the list of the coder at the page, who alone may change it
	HasOwn  bool
	Filling string // its id
	Choices []coderChoice
	Lines   []checklistLine
	Tally   listTally
	Show    string // "", unsupported or unticked
}

// activities reads the list and the quotations of a respondent.
func (v *visit) activities(id instruments.RespondentID) (*activitiesView, []instruments.Document, error) {
	view := v.study.View(v.ctx())
	who, ok, err := coding.Find[instruments.Respondent](view, coding.RespondentKind, string(id))
	if err != nil {
		return nil, nil, err
	}
	if !ok {
		return nil, nil, noRespondent()
	}
	set, err := v.rules.instruments(view)
	if err != nil {
		return nil, nil, err
	}
	docs, quotes, err := v.saidBy(id)
	if err != nil {
		return nil, nil, err
	}
	fillings, err := fillingsOf(view, instruments.ActivityFilling, string(id))
	if err != nil {
		return nil, nil, err
	}
	info, _ := set.TypeInfo(who.Type)
	coder, f := v.shownFilling(fillings)
	a := &activitiesView{Respondent: who, Type: info.Label, Title: set.Checklist.Title, Coder: coder, Filled: f != nil, Own: coder == string(v.coder()), Show: v.r.URL.Query().Get("show")}
	if f != nil {
		a.Filling = f.ID
	}
	a.HasOwn = slices.ContainsFunc(fillings, func(f instruments.Filling) bool { return f.Coder == string(v.coder()) })
	a.Choices = v.listChoices(fillings, coder, func(coder string) string { return activitiesHref(id, coder, "") })
	a.Lines = checklistLines(set, f, quotes, v.coder())
	a.Tally = tallyOf(a.Lines)
	return a, docs, nil
}

// saidBy are a respondent's interviews and the activity codings in them.
func (v *visit) saidBy(id instruments.RespondentID) ([]instruments.Document, activityQuotes, error) {
	docs, err := v.study.Documents(v.ctx())
	if err != nil {
		return nil, nil, err
	}
	docs = slices.DeleteFunc(docs, func(d instruments.Document) bool { return d.Respondent != id || d.Kind != instruments.Interview })
	quotes := activityQuotes{}
	for _, d := range docs {
		codings, err := v.study.CodingsIn(v.ctx(), d.ID)
		if err != nil {
			return nil, nil, err
		}
		for _, k := range codings {
			quotes.add(k)
		}
	}
	return docs, quotes, nil
}

func showActivities(v *visit) error {
	id := instruments.RespondentID(v.r.PathValue("respondent"))
	a, docs, err := v.activities(id)
	if err != nil {
		return err
	}
	text, err := v.listTextOf(docs, func(d instruments.DocumentID) string { return activitiesHref(id, v.r.URL.Query().Get("coder"), d) })
	if err != nil {
		return err
	}
	return v.page("lists", instruments.Textf("%s van %s", "%s of %s", a.Title, id), listsPage{Activities: a, Text: text})
}

// partActivities renders the list again: ?respondent=ID&coder=NAME.
func partActivities(v *visit) error { return v.partOfList("list-activities") }

// partList renders the list in short, for beside a text: ?respondent=ID.
func partList(v *visit) error { return v.partOfList("list-short") }

func (v *visit) partOfList(block string) error {
	a, _, err := v.activities(instruments.RespondentID(v.r.URL.Query().Get("respondent")))
	if err != nil {
		return err
	}
	return v.part("lists", block, a)
}
