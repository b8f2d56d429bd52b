package report

import "meerzicht/instruments"

// LongTable is the table of respondents by activities: one row a respondent and
// activity. It names persons by their pseudonyms and is for inside the team.
type LongTable struct {
	Rows []LongRow
}

// LongRow is one answer of one filled checklist.
type LongRow struct {
	Respondent  instruments.RespondentID
	Trajectory  string // ids, joined by a blank
	Project     string
	Type, Role  string
	Activity    instruments.ActivityID
	Label       instruments.Text
	Primary     instruments.GoalID
	State       instruments.State
	Coder       string
	TimesCoded  int // codings of the activity in the respondent's interview
	Fictional   bool
	OriginLabel instruments.Origin
}
