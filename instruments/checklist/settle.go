package checklist

import (
	"cmp"
	"slices"
	"strings"

	"meerzicht/instruments"
)

// settle decides what every column is, as far as it can be known.
func (s *survey) settle() {
	s.unsureLists()
	for _, q := range s.questions {
		if q.state == "" {
			q.state = ownQuestion(q)
		}
	}
	for _, q := range s.questions {
		switch {
		case q.state != "" || !q.active():
		case q.told() || !negative(q) && !s.overlaps(q):
			q.state = instruments.Mentioned
		default:
			_, _, surely := q.doubts()
			q.doubt = surely || len(q.columns) == 0 && q.summary.Sure
		}
	}
	for _, use := range []string{useRespondent, useCoder, useDate, useType, useRole, useProject, useTrajectory, useConsent} {
		s.oneOf(use)
	}
	s.unknown()
	s.proposeRespondent()
	for _, c := range s.columns {
		if c.Use == useActivity || c.Use == useList {
			c.State = cmp.Or(c.State, c.meaning())
			c.Sure = c.Sure && (!c.doubtful() || c.How == given)
		}
	}
}

// meaning is what a mark in a column says, by its question.
func (c *column) meaning() instruments.State {
	if c.question != nil && c.question.state != "" {
		return c.question.state
	}
	return instruments.Mentioned
}

// doubtful tells that it must be asked what a mark in the column says.
func (c *column) doubtful() bool { return c.question != nil && c.question.doubt }

// told tells that the user named the activity of every column of a question.
func (q *question) told() bool {
	return len(q.columns) > 0 && !slices.ContainsFunc(q.columns, func(c *column) bool { return c.Use == useActivity && c.How != given })
}

// unsureLists settles the cells with a list beside a column per choice. They
// only serve to check those columns, so they are left out when none of them is
// an activity.
func (s *survey) unsureLists() {
	for _, q := range s.questions {
		c := q.summary
		if c == nil || len(q.columns) == 0 || c.How == given && c.Use != useList {
			continue
		}
		c.Sure = true
		if !slices.ContainsFunc(q.columns, func(c *column) bool { return c.Use == useActivity && c.Sure }) {
			c.Use = useOut
		}
	}
}

// active tells that a question is about activities, as far as is known.
func (q *question) active() bool {
	return slices.ContainsFunc(q.columns, func(c *column) bool { return c.Use == useActivity }) ||
		len(q.columns) == 0 && q.summary != nil && q.summary.Use == useList
}

// ownQuestion knows the questions of the form that XLSForm makes, by name and
// by label.
func ownQuestion(q *question) instruments.State {
	for _, own := range []xlsQuestion{askMentioned(), askDenied()} {
		for _, name := range []string{own.name, own.label.NL, own.label.EN} {
			if key := fold(name); q.key == key || strings.HasSuffix(q.key, key) && separatorBefore(q.key, len(q.key)-len(key)) {
				return own.state
			}
		}
	}
	return ""
}

func separatorBefore(s string, at int) bool {
	return at > 0 && strings.IndexByte(separators, s[at-1]) >= 0
}

// negative tells that a question may ask what does not happen.
func negative(q *question) bool {
	for _, w := range strings.FieldsFunc(fold(q.name+" "+q.label), func(r rune) bool { return notWord(r) }) {
		switch w {
		case "niet", "nooit", "geen", "ontkend", "not", "never", "none", "denied":
			return true
		}
	}
	return false
}

// overlaps tells that an activity of a question is asked elsewhere too, so that
// it cannot be known what each of the two says.
func (s *survey) overlaps(q *question) bool {
	if q.summary != nil && len(q.columns) == 0 { // its activities are in its cells
		return slices.ContainsFunc(s.columns, func(c *column) bool {
			return c.question != q && (c.Use == useActivity && c.Sure || c.Use == useList && c.Sure)
		})
	}
	mine := map[instruments.ActivityID]bool{}
	for _, c := range q.columns {
		if c.Use == useActivity {
			mine[c.Activity] = true
		}
	}
	return slices.ContainsFunc(s.columns, func(c *column) bool {
		return c.question != q && c.Use == useActivity && c.Sure && mine[c.Activity] && c.How != given
	})
}

// oneOf keeps one column for a use that can only be had once: the one that the
// user named, else the first. Two columns that may name the respondent are for
// the user to choose from.
func (s *survey) oneOf(use string) {
	var all []*column
	for _, c := range s.columns {
		if c.Use == use {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b *column) int { return cmp.Compare(s.claim(b), s.claim(a)) })
	for i, c := range all {
		switch {
		case i == 0 && len(all) > 1 && use == useRespondent && c.How != given:
			c.Sure = false
		case i > 0 && use == useRespondent && all[0].How != given:
			c.Sure = false
		case i > 0:
			c.Use = useOut
		}
	}
}

// claim is how strong the claim of a column on its use is. The day on which a
// telephone filled in a form gives way to a date that was asked for.
func (s *survey) claim(c *column) int {
	switch {
	case c.How == given:
		return 2
	case lastPart(s.top.cell(c.at)) == "today":
		return 0
	}
	return 1
}

// unknown settles the columns that nothing is known about: what holds other
// things than marks cannot be an activity, nor can anything be when every item
// of the list has its column. The rest is for the user to tell.
func (s *survey) unknown() {
	complete := s.complete()
	for _, c := range s.columns {
		switch {
		case c.Use != "" || c.How == given:
		case complete || !s.mayBe(c) || noActivity(c.choice):
			c.Use, c.Sure = useOut, true
		default:
			if id := s.proposal(c); id != "" {
				c.Use, c.Activity, c.How = useActivity, id, similar
			}
		}
	}
}

// noActivity tells that a choice is one of those that stand below a list and
// name nothing.
func noActivity(choice string) bool {
	switch looseKey(choice) {
	case "other", "others", "anders", "anders namelijk", "overig", "overige", "other specify", "other please specify", "iets anders", "geen", "geen van deze",
		"geen van bovenstaande", "none", "none of these", "none of the above", "weet niet", "weet ik niet", "dont know", "don t know", "geen antwoord",
		"no answer", "prefer not to answer", "prefer not answer", "wil niet zeggen", "n v t":
		return true
	}
	return false
}

// mayBe tells that a column can be a list of marks.
func (s *survey) mayBe(c *column) bool {
	marks := func(c *column) bool {
		return c.filled == c.marks || c.only != "" && c.choice != "" && fold(c.only) == fold(c.choice)
	}
	if c.filled > 0 {
		return marks(c)
	}
	return c.question != nil && slices.ContainsFunc(c.question.columns, func(o *column) bool { return o.filled > 0 && marks(o) })
}

func (s *survey) proposal(c *column) instruments.ActivityID {
	for _, text := range []string{c.choice, c.Label, s.top.cell(c.at)} {
		if id := s.names.propose(text); text != "" && id != "" {
			return id
		}
	}
	return ""
}

// proposeRespondent looks for a column that might name the respondent when none
// does so by its heading: one with an id in every row, no two alike.
func (s *survey) proposeRespondent() {
	if slices.ContainsFunc(s.columns, func(c *column) bool { return c.Use == useRespondent }) {
		return
	}
	best, most := (*column)(nil), 0
	for _, c := range s.columns {
		if score := s.likeID(c); score > most && c.How != given {
			best, most = c, score
		}
	}
	if best != nil {
		best.Use, best.How, best.Sure, best.Values = useRespondent, similar, false, nil
	}
}

// likeID scores how much a column looks like the ids of respondents; zero is
// not at all.
func (s *survey) likeID(c *column) int {
	if c.Use != "" && c.Use != useOut || c.question != nil || c.filled == 0 || c.filled < len(s.body) || c.marks == c.filled && len(s.body) > 2 {
		return 0
	}
	seen, heading := map[string]bool{}, fold(s.top.cell(c.at)+" "+c.Label)
	named := strings.Contains(heading, "respondent") || strings.Contains(heading, "deelnemer") || strings.Contains(heading, "participant")
	for _, line := range s.body {
		id := plainUUID(line.cell(c.at))
		if !validID(id) || seen[id] && !named {
			return 0
		}
		seen[id] = true
	}
	if named && !isMeta(s.origin, s.top.cell(c.at)) {
		return 30
	}
	for i, key := range []string{"_index", "_uuid", "_id", "key", "id", "responseid", "token", "externalreference"} {
		if lastPart(s.top.cell(c.at)) == key {
			return 10 + i
		}
	}
	if isMeta(s.origin, s.top.cell(c.at)) {
		return 0
	}
	if _, isDate := surveyDate(s.body[0].cell(c.at), s.grid.date1904); isDate || len(s.body) < 3 {
		return 1
	}
	return 20
}

// plainUUID is an id without the "uuid:" that ODK writes before it.
func plainUUID(s string) string { return strings.TrimPrefix(s, "uuid:") }

// surveyDate reads a date, or the day of a moment such as
// "2021-07-05T10:58:34.147+03:00".
func surveyDate(s string, date1904 bool) (string, bool) {
	const day = len("2021-07-05")
	if len(s) > day && s[4] == '-' && s[7] == '-' && (s[day] == 'T' || s[day] == ' ') {
		s = s[:day]
	}
	return parseDate(s, date1904)
}
