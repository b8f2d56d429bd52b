package checklist

import (
	"fmt"
	"strings"

	"meerzicht/instruments"
)

// xlsQuestion is a question of the form that XLSForm makes.
type xlsQuestion struct {
	name  string
	label instruments.Text
	state instruments.State // what a mark says
}

func askMentioned() xlsQuestion {
	return xlsQuestion{"activiteiten", instruments.Text{NL: "Welke activiteiten noemt de respondent?", EN: "Which activities does the respondent mention?"}, instruments.Mentioned}
}

func askDenied() xlsQuestion {
	return xlsQuestion{"expliciet_niet", instruments.Text{
		NL: "Van welke activiteiten zegt de respondent dat ze niet gebeuren?",
		EN: "Which activities does the respondent say do not happen?",
	}, instruments.Denied}
}

// xmlName makes an id that can be the name of a question or choice.
func xmlName(id string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-', r == '.':
			return r
		}
		return '_'
	}, id)
}

// xmlNames are the names of the activities of a form, each its own.
func xmlNames(set *instruments.Set) map[instruments.ActivityID]string {
	out, taken := map[instruments.ActivityID]string{}, map[string]bool{}
	for _, id := range items(set) {
		name := xmlName(string(id))
		for n := 2; taken[fold(name)]; n++ {
			name = fmt.Sprintf("%s_%d", xmlName(string(id)), n)
		}
		out[id], taken[fold(name)] = name, true
	}
	return out
}

// xlsRow is a row of a sheet of an XLSForm, by the name of the column.
type xlsRow map[string]string

const (
	labelNL  = "label::Nederlands (nl)"
	labelEN  = "label::English (en)"
	hintNL   = "hint::Nederlands (nl)"
	hintEN   = "hint::English (en)"
	refuseNL = "constraint_message::Nederlands (nl)"
	refuseEN = "constraint_message::English (en)"
)

// XLSForm makes the activity checklist as a form for KoboToolbox and ODK, in
// both languages; lang is the one it opens in. What is mentioned and what is
// explicitly denied are two questions, since an unmarked box says neither. ReadWith
// knows every column of an export of it. A set without activities is refused.
func XLSForm(set *instruments.Set, lang instruments.Lang) (File, error) {
	if len(items(set)) == 0 {
		return File{}, instruments.Refuse("", instruments.Text{NL: "dit onderzoek heeft geen activiteiten om naar te vragen", EN: "this study has no activities to ask about"}, instruments.Text{})
	}
	b := newBook(lang, set.Checklist.Title, "survey")
	names := xmlNames(set)
	b.form("survey", []string{
		"type", "name", labelNL, labelEN, hintNL, hintEN, "required", "relevant", "constraint", refuseNL, refuseEN, "choice_filter", "default", "appearance",
	}, xlsSurvey(set, names))
	b.form(b.sheet("choices"), []string{"list_name", "name", labelNL, labelEN}, xlsChoices(set, names))
	b.form(b.sheet("settings"), []string{"form_title", "form_id", "version", "default_language", "instance_name"}, []xlsRow{{
		"form_title": set.Checklist.Title.In(lang), "form_id": xmlName("activiteitenlijst_" + set.Name), "version": set.Checklist.Version,
		"default_language": instruments.Text{NL: "Nederlands (nl)", EN: "English (en)"}.In(lang),
		"instance_name":    "concat(${respondent}, ' ', ${codeur})",
	}})
	return b.file(fileName(".xlsx", b.say(instruments.Text{NL: "activiteitenlijst", EN: "activity-checklist"}), "xlsform"))
}

// form writes one sheet of an XLSForm.
func (b *book) form(sheet string, heading []string, rows []xlsRow) {
	for x, h := range heading {
		b.put(sheet, x+1, 1, h, b.bold)
	}
	b.widths(sheet, 26, 18, 50, 50)
	for y, line := range rows {
		for x, h := range heading {
			b.put(sheet, x+1, y+2, line[h], b.plain)
		}
	}
}

// labelled adds a label in both languages. "${" would be a reference to a
// question.
func (x xlsRow) labelled(t instruments.Text) xlsRow {
	x[labelNL], x[labelEN] = xlsText(t.In(instruments.Dutch)), xlsText(t.In(instruments.English))
	return x
}

func xlsText(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "${", "$ {")
}

// howToChoose tells how the three states that the instructions speak of are chosen
// in a form that has two questions and no state to choose.
func howToChoose() instruments.Text {
	return instruments.Text{
		NL: "In dit formulier kiest u de toestand met twee vragen. Kruist u een activiteit aan bij de eerste vraag, dan is zij genoemd; bij de tweede: expliciet niet. Wat u bij geen van beide aankruist, is niet besproken.",
		EN: "In this form two questions choose the state. An activity that you mark in the first question is mentioned; in the second: explicitly not. What you mark in neither is not discussed.",
	}
}

func xlsSurvey(set *instruments.Set, names map[instruments.ActivityID]string) []xlsRow {
	rows := []xlsRow{{"type": "start", "name": "start"}, {"type": "end", "name": "end"}}
	for i, t := range set.Checklist.Instructions {
		rows = append(rows, xlsRow{"type": "note", "name": fmt.Sprintf("uitleg_%d", i+1)}.labelled(t))
	}
	rows = append(rows, xlsRow{"type": "note", "name": "uitleg_vragen"}.labelled(howToChoose()))
	rows = append(rows,
		xlsRow{
			"type": "text", "name": "respondent", "required": "yes", "constraint": "regex(., '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$')",
			hintNL: "Alleen het nummer, zoals R01; nooit een naam.", hintEN: "The id only, such as R01; never a name.",
			refuseNL: "Gebruik letters, cijfers, punt, streepje of laag streepje, zonder spaties.", refuseEN: "Use letters, digits, full stop, hyphen or underscore, without blanks.",
		}.labelled(fRespondent.title()),
		xlsRow{"type": "text", "name": "codeur", hintNL: "Wie deze lijst invult, zoals codeur1.", hintEN: "Who fills in this list, such as codeur1."}.labelled(fCoder.title()),
		xlsRow{"type": "date", "name": "datum", "default": "today()"}.labelled(fDate.title()),
		xlsRow{"type": "select_multiple activiteiten", "name": askMentioned().name}.labelled(askMentioned().label),
		xlsRow{
			"type": "select_multiple activiteiten", "name": askDenied().name, "choice_filter": "not(selected(${activiteiten}, name))",
			hintNL: "Kruis niets aan wat alleen niet ter sprake kwam.", hintEN: "Mark nothing that merely did not come up.",
		}.labelled(askDenied().label),
		xlsRow{"type": "begin_group", "name": "toelichting", "appearance": "field-list"}.labelled(instruments.Text{NL: "Toelichting", EN: "Remarks"}),
	)
	for _, id := range items(set) {
		rows = append(rows, xlsRow{
			"type": "text", "name": "toelichting_" + names[id],
			"relevant": fmt.Sprintf("selected(${activiteiten}, '%s') or selected(${expliciet_niet}, '%s')", names[id], names[id]),
		}.labelled(instruments.Textf("Toelichting bij %s", "Remark on %s", labelOf(set, id))))
	}
	return append(rows, xlsRow{"type": "end_group", "name": "toelichting"})
}

func xlsChoices(set *instruments.Set, names map[instruments.ActivityID]string) []xlsRow {
	var rows []xlsRow
	for _, id := range items(set) {
		rows = append(rows, xlsRow{"list_name": "activiteiten", "name": names[id]}.labelled(labelOf(set, id)))
	}
	return rows
}

// labelOf is the label of an activity, or its id when it has none.
func labelOf(set *instruments.Set, id instruments.ActivityID) instruments.Text {
	if a, ok := set.Taxonomy.Activity(id); ok && !a.Label.IsZero() {
		return a.Label
	}
	return instruments.Same(string(id))
}

// items are the activities that are asked about, in the order of the form.
func items(set *instruments.Set) []instruments.ActivityID {
	if len(set.Checklist.Items) > 0 {
		return set.Checklist.Items
	}
	out := make([]instruments.ActivityID, len(set.Taxonomy.Activities))
	for i, a := range set.Taxonomy.Activities {
		out[i] = a.ID
	}
	return out
}
