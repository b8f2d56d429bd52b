package checklist

import (
	"strings"

	"meerzicht/instruments"
)

// mark is what a cell of an activity's column says.
type mark int

// The marks. A zero is an empty box: the question was asked and the activity
// not chosen. That is never "expliciet niet"; only words say that.
const (
	markUnknown mark = iota
	markEmpty        // nothing: not asked
	markYes          // 1, x, ja, genoemd
	markZero         // 0, false
	markNo           // nee, expliciet niet
	markSilent       // niet besproken
)

// markOf reads a mark by itself, without regard to its column.
func markOf(s string) mark {
	switch s { // most cells there are
	case "":
		return markEmpty
	case "0":
		return markZero
	case "1":
		return markYes
	}
	if len(s) > 40 {
		return markUnknown
	}
	switch strings.ReplaceAll(fold(s), "_", " ") { // names of choices have no blanks
	case "1", "1.0", "true", "waar", "x", "v", "✓", "✔", "☑", "☒", "y", "j", "ja", "yes", "genoemd", "mentioned", "soms", "sometimes", "checked", "selected", "aangevinkt", "gekozen":
		return markYes
	case "0", "0.0", "false", "onwaar", "-99", "unchecked", "not selected", "niet aangevinkt", "niet gekozen", "niet genoemd", "not mentioned", "☐":
		return markZero
	case "n", "nee", "no", "expliciet niet", "explicitly not":
		return markNo
	case "niet besproken", "not discussed":
		return markSilent
	case "n/a", "#n/a", "na", "n.v.t.", "nvt", "null":
		return markEmpty
	}
	return markUnknown
}

// markIn reads a cell of a column: its own choice, written out, is a mark too.
func (s *survey) markIn(c *column, v string) mark {
	m := markOf(v)
	switch {
	case m == markNo && c.question != nil && !c.question.answers && s.boxes(c.question):
		return markZero
	case m != markUnknown:
		return m
	case c.choice != "" && fold(v) == fold(c.choice):
		return markYes
	}
	if h, ok := s.names.find(v); ok && h.id == c.Activity && c.Use == useActivity {
		return markYes
	}
	return markUnknown
}

// boxes tells that "nee" in a question may be an empty box: LimeSurvey writes
// so when it exports whole words.
func (s *survey) boxes(q *question) bool {
	if s.origin != fromLimeSurvey {
		return false
	}
	for _, c := range q.columns {
		if c.Values == nil {
			return false
		}
		for v := range c.Values {
			switch fold(v) {
			case "ja", "nee", "yes", "no", "n/a", "n.v.t.":
			default:
				return false
			}
		}
	}
	return true
}

// stateIn is what a mark in a column means for its activity.
func stateIn(m mark, c instruments.State) instruments.State {
	switch {
	case m == markYes && c == instruments.Denied, m == markNo && c != instruments.Denied:
		return instruments.Denied
	case m == markYes:
		return instruments.Mentioned
	}
	return instruments.NotDiscussed
}
