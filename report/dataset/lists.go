package dataset

import (
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/sav"
)

// Values of a state, and the value for an activity that a respondent was not asked
// about: by the list that was filled, or since there is none.
const (
	stateMentioned    = 1
	stateDenied       = 2
	stateNotDiscussed = 3
	stateNoAnswer     = 9
)

func stateValues() []ValueLabel {
	return []ValueLabel{
		{stateMentioned, instruments.Text{NL: "genoemd", EN: "mentioned"}},
		{stateDenied, instruments.Text{NL: "expliciet niet", EN: "explicitly not"}},
		{stateNotDiscussed, instruments.Text{NL: "niet besproken", EN: "not discussed"}},
		{stateNoAnswer, instruments.Text{NL: "niet gevraagd of geen ingevulde lijst", EN: "not asked or no filled list"}},
	}
}

func mentionedValues() []ValueLabel {
	return yesNo(instruments.Text{NL: "genoemd", EN: "mentioned"}, instruments.Text{NL: "expliciet niet", EN: "explicitly not"})
}

// answers are the states of one list; nil when there is none.
type answers map[instruments.ActivityID]instruments.State

func answersOf(f *instruments.Filling) answers {
	if f == nil {
		return nil
	}
	out := make(answers, len(f.Responses))
	for _, r := range f.Responses {
		out[r.Activity] = r.State
	}
	return out
}

// state is the value of an activity. What a list does not name was not asked, as
// when a survey skipped the question, which is not the same as not discussed.
func (a answers) state(id instruments.ActivityID) int {
	s, asked := a[id]
	if !asked {
		return stateNoAnswer
	}
	switch s {
	case instruments.Mentioned:
		return stateMentioned
	case instruments.Denied:
		return stateDenied
	}
	return stateNotDiscussed
}

// mentioned is 1 or 0 for what was said, and missing for what was not discussed.
func mentioned(state int) Value {
	switch state {
	case stateMentioned:
		return 1
	case stateDenied:
		return 0
	}
	return nil
}

// lists are the activity lists by respondent, in the corpus's order.
func (b *builder) lists() map[instruments.RespondentID][]*instruments.Filling {
	out := map[instruments.RespondentID][]*instruments.Filling{}
	for i := range b.c.Fillings {
		if f := &b.c.Fillings[i]; f.Kind == instruments.ActivityFilling {
			out[f.Respondent] = append(out[f.Respondent], f)
		}
	}
	return out
}

// ActivitySet and CodeSet are the names of the response sets of Wide.
const (
	ActivitySet = "activities"
	CodeSet     = "codes"
)

func (b *builder) wide() error {
	attr := attributesOf(func(yield func(map[string]string)) {
		for i := range b.c.Respondents {
			yield(b.c.Respondents[i].Attributes)
		}
	})
	codes := b.codes()
	b.wideVariables(attr, codes)
	if err := b.room(len(b.c.Respondents)); err != nil {
		return err
	}
	lists, said, interviews := b.lists(), b.saidBy(), b.interviews()
	for i := range b.c.Respondents {
		r := &b.c.Respondents[i]
		f, _ := form.Chosen(lists[r.ID])
		row := make([]Value, 0, len(b.d.Variables))
		row = append(row, personCells(r)...)
		row = append(row, len(r.Trajectories), r.Consent)
		row = append(row, attr.cells(r.Attributes)...)
		row = b.answerCells(row, answersOf(f))
		row = append(row, interviews[r.ID])
		for _, k := range codes {
			if n := said[spoken{r.ID, k.ID}]; interviews[r.ID] > 0 {
				row = append(row, min(n, 1))
			} else {
				row = append(row, nil)
			}
		}
		b.d.Rows = append(b.d.Rows, row)
	}
	return nil
}

func (b *builder) wideVariables(attr attributes, codes []coding.Code) {
	b.person()
	b.number("n_trajectories", instruments.Text{NL: "aantal trajecten", EN: "number of trajectories"}, sav.Scale)
	b.text("consent", instruments.Text{NL: "toestemming", EN: "consent"},
		ValueLabel{"ja", instruments.Text{NL: "ja", EN: "yes"}}, ValueLabel{"nee", instruments.Text{NL: "nee", EN: "no"}})
	b.attributes(attr)
	for _, a := range b.activities() {
		if b.o.Columns != States {
			b.number(string(a.ID), named(string(a.ID), a.Label), sav.Nominal, mentionedValues()...).Set = ActivitySet
		}
	}
	for _, a := range b.activities() {
		if b.o.Columns != Indicators {
			v := b.number(string(a.ID)+"_state", instruments.Textf("%s: toestand", "%s: state", named(string(a.ID), a.Label)), sav.Nominal, stateValues()...)
			v.Missing = stateNoAnswer
			if b.o.Columns == States {
				v.Set = ActivitySet
			}
		}
	}
	b.number("n_activities", instruments.Text{NL: "aantal genoemde activiteiten", EN: "number of activities mentioned"}, sav.Scale)
	b.number("n_interviews", instruments.Text{NL: "aantal interviews", EN: "number of interviews"}, sav.Scale)
	for _, k := range codes {
		b.number("code_"+string(k.ID), named(string(k.ID), k.Name), sav.Nominal, given()...).Set = CodeSet
	}
	b.d.Sets = []ResponseSet{
		{ActivitySet, instruments.Text{NL: "Genoemde activiteiten", EN: "Activities mentioned"}, stateMentioned},
		{CodeSet, instruments.Text{NL: "Codes in de interviews", EN: "Codes in the interviews"}, 1},
	}
}

// answerCells adds the columns of the activities and their number.
func (b *builder) answerCells(row []Value, a answers) []Value {
	n := 0
	for _, one := range b.activities() {
		s := a.state(one.ID)
		if s == stateMentioned {
			n++
		}
		if b.o.Columns != States {
			row = append(row, mentioned(s))
		}
	}
	for _, one := range b.activities() {
		if b.o.Columns != Indicators {
			row = append(row, a.state(one.ID))
		}
	}
	if a == nil {
		return append(row, nil)
	}
	return append(row, n)
}

func (b *builder) long() error {
	b.longVariables()
	lists := b.lists()
	rows := 0
	for _, r := range b.c.Respondents {
		rows += max(1, len(lists[r.ID])) * len(b.activities())
	}
	if err := b.room(rows); err != nil {
		return err
	}
	said, interviews := b.saidBy(), b.interviews()
	for i := range b.c.Respondents {
		r := &b.c.Respondents[i]
		of := lists[r.ID]
		if len(of) == 0 {
			of = []*instruments.Filling{nil}
		}
		for _, f := range of {
			a := answersOf(f)
			for _, one := range b.activities() {
				var coded Value
				if interviews[r.ID] > 0 {
					coded = said[spoken{r.ID, coding.ActivityCode(one.ID)}]
				}
				b.d.Rows = append(b.d.Rows, b.longRow(r, f, one, a.state(one.ID), coded))
			}
		}
	}
	return nil
}

func (b *builder) longVariables() {
	b.person()
	var acts, goals []ValueLabel
	for _, a := range b.activities() {
		if !a.Label.IsZero() {
			acts = append(acts, ValueLabel{string(a.ID), a.Label})
		}
	}
	for _, g := range b.set.Taxonomy.Goals {
		goals = append(goals, ValueLabel{string(g.ID), g.Label})
	}
	b.text("activity", instruments.Text{NL: "activiteit", EN: "activity"}, acts...)
	b.text("goal", instruments.Text{NL: "eerste doel van de activiteit", EN: "primary goal of the activity"}, goals...)
	b.number("state", instruments.Text{NL: "toestand op de lijst", EN: "state on the list"}, sav.Nominal, stateValues()...).Missing = stateNoAnswer
	b.number("mentioned", instruments.Text{NL: "genoemd", EN: "mentioned"}, sav.Nominal, mentionedValues()...)
	b.number("n_codings", instruments.Text{NL: "coderingen van de activiteit in de interviews", EN: "codings of the activity in the interviews"}, sav.Scale)
	b.text("coder", instruments.Text{NL: "wie de lijst invulde", EN: "who filled the list"})
	b.text("date", instruments.Text{NL: "datum van de lijst", EN: "date of the list"})
}

func (b *builder) longRow(r *instruments.Respondent, f *instruments.Filling, a instruments.Activity, state int, coded Value) []Value {
	coder, date := "", ""
	if f != nil {
		coder, date = f.Coder, f.Date
	}
	return append(personCells(r), string(a.ID), string(a.Primary), state, mentioned(state), coded, coder, date)
}
