package checklist

import (
	"fmt"
	"slices"

	"meerzicht/instruments"
)

// Forms makes the blank forms of a study: the activity checklist (a
// workbook, and an XLSForm for KoboToolbox and ODK) and the indicator list, each
// only when the set has items for it, the respondent sheet and a printable topic
// list per respondent type. Respondents that are
// known already are filled in on the respondent sheet and offered as choices on
// the lists. The same set gives the same cells.
func Forms(set *instruments.Set, people []instruments.Respondent, lang instruments.Lang) ([]File, error) {
	var files []File
	add := func(f File, err error) error {
		files = append(files, f)
		return err
	}
	if len(set.Checklist.Items) > 0 {
		if err := add(activityForm(set, instruments.Filling{}, lang, people)); err != nil {
			return nil, err
		}
		if err := add(XLSForm(set, lang)); err != nil {
			return nil, err
		}
	}
	if len(set.List.Indicators) > 0 {
		if err := add(indicatorForm(set, instruments.Filling{}, lang, people)); err != nil {
			return nil, err
		}
	}
	if err := add(Sheet(set, people, casesOf(people), lang)); err != nil {
		return nil, err
	}
	for _, t := range set.Topics {
		if err := add(topicForm(set, t, lang)); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// Filled makes a form with the answers of a filling in it, as if someone had
// filled in the blank one. The respondents of an indicator list's evidence
// stand in the columns of their type when they are among people; others stand
// with their value in the source column. Read gives the same filling back,
// apart from activities without a response, which come back as not discussed.
func Filled(set *instruments.Set, filling instruments.Filling, lang instruments.Lang, people ...instruments.Respondent) (File, error) {
	if filling.Kind == instruments.IndicatorFilling {
		return indicatorForm(set, filling, lang, people)
	}
	return activityForm(set, filling, lang, people)
}

func activityForm(set *instruments.Set, f instruments.Filling, lang instruments.Lang, people []instruments.Respondent) (File, error) {
	sheet := instruments.Text{NL: "Lijst", EN: "List"}.In(lang)
	b := newBook(lang, set.Checklist.Title, sheet)
	b.widths(sheet, 13, 58, 16, 50)
	b.headerLine(sheet, 1, b.say(fRespondent.title()), string(f.Respondent))
	b.headerLine(sheet, 2, b.say(fCoder.title()), f.Coder)
	b.headerLine(sheet, 3, b.say(fDate.title()), showDate(f.Date, lang))
	rows, err := activityRows(set, f, lang)
	b.try(err)
	b.table(sheet, "Activiteiten", 5, b.headings(fCode, fActivity, fState, fRemark), rows)
	var choices []string
	for _, s := range states() {
		choices = append(choices, b.say(stateTitle(s)))
	}
	b.dropdown(sheet, fmt.Sprintf("C6:C%d", 5+max(len(rows), 1)), choices, true)
	b.dropdown(sheet, "B1", idsOf(people), false)
	var defs [][]string
	for _, a := range set.Taxonomy.Activities {
		defs = append(defs, []string{string(a.ID), a.Label.In(lang), a.Definition.In(lang)})
	}
	b.instructions(set.Checklist.Title, set.Checklist.Instructions, defs)
	return b.file(fileName(".xlsx", b.say(instruments.Text{NL: "activiteitenlijst", EN: "activity-checklist"}), string(f.Respondent), f.Coder))
}

// headings are the titles of fields.
func (b *book) headings(fields ...field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = b.say(f.title())
	}
	return out
}

func activityRows(set *instruments.Set, f instruments.Filling, lang instruments.Lang) ([][]string, error) {
	given := map[instruments.ActivityID]instruments.Response{}
	items := slices.Clone(set.Checklist.Items)
	for _, r := range f.Responses {
		given[r.Activity] = r
		if !slices.Contains(items, r.Activity) { // asked in an earlier version of the list
			items = append(items, r.Activity)
		}
	}
	var rows [][]string
	for _, id := range items {
		a, ok := set.Taxonomy.Activity(id)
		if !ok && len(set.Taxonomy.Activities) > 0 {
			return nil, instruments.Refuse(string(f.Respondent),
				instruments.Textf("activiteit %q is niet bekend", "activity %q is not known", instruments.Plain(string(id))), instruments.Text{})
		}
		state := ""
		r, answered := given[id]
		if answered {
			state = stateTitle(r.State).In(lang)
		}
		rows = append(rows, []string{string(id), a.Label.In(lang), state, r.Remark})
	}
	return rows, nil
}

// showDate writes yyyy-mm-dd as people of the language write it.
func showDate(iso string, lang instruments.Lang) string {
	if lang == instruments.English || len(iso) != len("2020-01-31") {
		return iso
	}
	return iso[8:] + "-" + iso[5:7] + "-" + iso[:4]
}

func idsOf(people []instruments.Respondent) []string {
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = string(p.ID)
	}
	return out
}

// casesOf are the trajectories that people belong to, in order of appearance.
func casesOf(people []instruments.Respondent) []instruments.Trajectory {
	var out []instruments.Trajectory
	seen := map[instruments.TrajectoryID]bool{}
	for _, p := range people {
		for _, id := range p.Trajectories {
			if !seen[id] {
				out = append(out, instruments.Trajectory{ID: id, Project: p.Project})
			}
			seen[id] = true
		}
	}
	return out
}
