package checklist

import "meerzicht/instruments"

// XLSForm makes the activity checklist as a form for KoboToolbox and ODK.
func XLSForm(set *instruments.Set, lang instruments.Lang) (File, error) {
	sheet := "survey"
	b := newBook(lang, set.Checklist.Title, sheet)
	return b.file(fileName(".xlsx", b.say(instruments.Text{NL: "activiteitenlijst", EN: "activity-checklist"}), "xlsform"))
}
