package generate

import (
	"strings"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// coder is the pseudonym of the first coder of the fictional study.
const coder = "codeur1"

// lists makes the respondent sheet, 37 activity checklists and one indicator
// list a dyad, as filled forms.
func lists(set *instruments.Set, people []person, rows []dyadRow, talks []conversation) ([]File, error) {
	sheet, err := checklist.Sheet(set, respondents(people), trajectories(people), instruments.Dutch)
	if err != nil {
		return nil, err
	}
	out := []File{{Name: "respondenten.xlsx", Data: sheet.Data}}
	for i, p := range people {
		f, err := checklist.Filled(set, activities(set, p, talkOf(talks, p.respondent.ID), fieldDay(i)), instruments.Dutch)
		if err != nil {
			return nil, err
		}
		out = append(out, File{Name: "lijsten/activiteiten-" + string(p.respondent.ID) + ".xlsx", Data: f.Data})
	}
	for i, row := range rows {
		f, err := checklist.Filled(set, indicators(set, row, people, talks, fieldDay(i)), instruments.Dutch, respondents(people)...)
		if err != nil {
			return nil, err
		}
		out = append(out, File{Name: "lijsten/indicatoren-" + fileName(row.dyad) + ".xlsx", Data: f.Data})
	}
	return out, nil
}

func fileName(d instruments.Dyad) string {
	return string(d.Trajectory) + "-" + string(d.Role)
}

func respondents(people []person) []instruments.Respondent {
	out := make([]instruments.Respondent, len(people))
	for i, p := range people {
		out[i] = p.respondent
	}
	return out
}

func talkOf(talks []conversation, id instruments.RespondentID) conversation {
	for _, c := range talks {
		if c.respondent == string(id) {
			return c
		}
	}
	return conversation{}
}

// activities is the checklist of a respondent: ticked as in the matrix,
// explicitly not where the respondent denies it, else not discussed.
func activities(set *instruments.Set, p person, talk conversation, day string) instruments.Filling {
	denied := map[instruments.ActivityID]bool{}
	for _, t := range talk.turns {
		for _, m := range t.marks {
			if id, ok := strings.CutPrefix(m.code, "act."); ok && m.kind == "denied" {
				denied[instruments.ActivityID(id)] = true
			}
		}
	}
	f := instruments.Filling{Kind: instruments.ActivityFilling, Respondent: p.respondent.ID, Coder: coder, Date: day}
	for _, a := range set.Checklist.Items {
		r := instruments.Response{Activity: a, State: instruments.NotDiscussed}
		switch {
		case p.ticks[a]:
			r.State = instruments.Mentioned
		case denied[a]:
			r.State = instruments.Denied
		}
		f.Responses = append(f.Responses, r)
	}
	return f
}

// indicators is the list of a dyad: the values of the matrix, and as evidence
// what the respondents of the trajectory say about each.
func indicators(set *instruments.Set, row dyadRow, people []person, talks []conversation, day string) instruments.Filling {
	f := instruments.Filling{Kind: instruments.IndicatorFilling, Dyad: row.dyad, Coder: coder, Date: day}
	for _, k := range set.List.Indicators {
		r := instruments.Rating{Indicator: k.ID, Value: row.values[k.ID]}
		for _, p := range people {
			if p.respondent.Trajectories[0] == row.dyad.Trajectory {
				r.Evidence = append(r.Evidence, evidence(talkOf(talks, p.respondent.ID), row.dyad, k.ID)...)
			}
		}
		f.Ratings = append(f.Ratings, r)
	}
	return f
}

// evidence is the first thing a respondent says about an indicator of a dyad.
func evidence(talk conversation, d instruments.Dyad, k instruments.IndicatorID) []instruments.Evidence {
	for _, t := range talk.turns {
		for _, m := range t.marks {
			value, ok := strings.CutPrefix(m.code, "ind."+string(k)+".")
			if ok && dyadRole(m.dyad) == d.Role {
				quote := string([]rune(t.text)[m.start:m.end])
				return []instruments.Evidence{{Respondent: instruments.RespondentID(talk.respondent), Value: instruments.Value(value), Quotation: quote}}
			}
		}
	}
	return nil
}

func dyadRole(suffix string) instruments.Role {
	return map[string]instruments.Role{"cc": "cirkelcoördinator", "tz": "toezichthouder"}[suffix]
}
