package report

import (
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// LongTable is the table of respondents by activities: one row for each answer
// of a filled checklist. It names persons by their pseudonyms and is for inside
// the team only.
type LongTable struct{ Rows []LongRow }

// LongRow is one answer of one filled checklist.
type LongRow struct {
	Respondent   instruments.RespondentID
	Trajectories string // ids, joined by a blank
	Project      string
	Type, Role   string // labels in the report's language
	Activity     instruments.ActivityID
	Label        instruments.Text
	Primary      instruments.GoalID
	State        instruments.State
	Coder        string
	Codings      int // of the activity in the respondent's interviews, all coders
}

// longTable lists every answer of every activity filling.
func longTable(c *coding.Corpus, lang instruments.Lang) *LongTable {
	coded := codedActivities(c)
	out := &LongTable{}
	for _, f := range c.Fillings {
		if f.Kind != instruments.ActivityFilling {
			continue
		}
		who, _ := c.Respondent(f.Respondent)
		for _, a := range f.Responses {
			activity, _ := c.Instruments.Taxonomy.Activity(a.Activity)
			out.Rows = append(out.Rows, LongRow{
				Respondent: f.Respondent, Trajectories: trajectories(who), Project: who.Project,
				Type: typeLabel(c.Instruments, who.Type).In(lang), Role: string(who.Role), Activity: a.Activity, Label: activity.Label,
				Primary: activity.Primary, State: a.State, Coder: f.Coder, Codings: coded[string(f.Respondent)+"/"+string(a.Activity)],
			})
		}
	}
	return out
}

func trajectories(r instruments.Respondent) string {
	ids := make([]string, len(r.Trajectories))
	for i, t := range r.Trajectories {
		ids[i] = string(t)
	}
	return strings.Join(ids, " ")
}

// codedActivities counts the codings of each activity by respondent.
func codedActivities(c *coding.Corpus) map[string]int {
	speaker := map[instruments.DocumentID]instruments.RespondentID{}
	for _, d := range c.Documents {
		if d.Kind == instruments.Interview {
			speaker[d.ID] = d.Respondent
		}
	}
	out := map[string]int{}
	for i := range c.Codings {
		a, ok := c.Codings[i].Code.Activity()
		if who := speaker[c.Codings[i].Document]; ok && who != "" {
			out[string(who)+"/"+string(a)]++
		}
	}
	return out
}

func typeLabel(set *instruments.Set, t instruments.RespondentType) instruments.Text {
	if info, ok := set.TypeInfo(t); ok {
		return info.Label
	}
	return instruments.Same(string(t))
}

func stateText(s instruments.State) instruments.Text {
	switch s {
	case instruments.Mentioned:
		return instruments.Text{NL: "genoemd", EN: "mentioned"}
	case instruments.Denied:
		return instruments.Text{NL: "expliciet niet", EN: "explicitly not"}
	case instruments.NotDiscussed:
		return instruments.Text{NL: "niet besproken", EN: "not discussed"}
	}
	return instruments.Same(string(s))
}

func originText(o instruments.Origin) instruments.Text {
	switch o {
	case instruments.FromReport:
		return instruments.Text{NL: "rapport", EN: "report"}
	case instruments.FromLiterature:
		return instruments.Text{NL: "literatuur", EN: "literature"}
	case instruments.Inductive:
		return instruments.Text{NL: "inductief", EN: "inductive"}
	case instruments.Fictional:
		return instruments.Text{NL: "fictief", EN: "fictional"}
	}
	return instruments.Same(string(o))
}

func expectedText(s string) instruments.Text {
	switch s {
	case "ja":
		return instruments.Text{NL: "ja", EN: "yes"}
	case "nee":
		return instruments.Text{NL: "nee", EN: "no"}
	case "beperkt":
		return instruments.Text{NL: "beperkt", EN: "limited"}
	}
	return instruments.Same(s)
}
