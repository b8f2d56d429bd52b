package checklist

import (
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

// XLSForm makes the activity checklist as a form for KoboToolbox and ODK.
func XLSForm(set *instruments.Set, lang instruments.Lang) (File, error) {
	sheet := "survey"
	b := newBook(lang, set.Checklist.Title, sheet)
	return b.file(fileName(".xlsx", b.say(instruments.Text{NL: "activiteitenlijst", EN: "activity-checklist"}), "xlsform"))
}
