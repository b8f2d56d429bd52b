package checklist

import (
	"strings"

	"meerzicht/instruments"
)

// instruct does what the user said about columns and questions.
func (s *survey) instruct() {
	if len(s.mapped) == 0 {
		return
	}
	for _, q := range s.questions {
		if target, ok := s.said(q.key); ok {
			s.instructQuestion(q, target)
		}
	}
	for _, c := range s.columns {
		letter := "[" + fold(c.letter()) + "]"
		for _, key := range []string{c.key, letter} {
			if target, ok := s.said(key); ok && (c.question == nil || c.question.summary != c || !questionWord(target)) {
				s.instructColumn(c, target)
			}
		}
	}
}

func (s *survey) said(key string) (string, bool) {
	target, ok := s.mapped[key]
	if ok {
		s.used[key] = true
	}
	return target, ok
}

func questionWord(target string) bool {
	switch dutchWord(fold(target)) {
	case useOut, useList, wordAnswers, wordNot:
		return true
	}
	return false
}

// instructQuestion settles what a mark in a question says.
func (s *survey) instructQuestion(q *question, target string) {
	switch dutchWord(fold(target)) {
	case useOut:
		for _, c := range append([]*column{q.summary}, q.columns...) {
			if c != nil {
				c.Use, c.Activity, c.How, c.Sure = useOut, "", given, true
			}
		}
		return
	case useList:
		q.state = instruments.Mentioned
	case wordAnswers:
		q.state, q.answers = instruments.Mentioned, true
	case wordNot:
		q.state = instruments.Denied
	default:
		return
	}
	if q.summary != nil {
		q.summary.How, q.summary.Sure = given, true
	}
	if len(s.set.Taxonomy.Activities) == 0 { // a study without a taxonomy takes items as they come
		for _, c := range q.columns {
			c.Use, c.Activity, c.How, c.Sure = useActivity, plainID(c.choice), given, true
		}
	}
}

// plainID makes an activity of a study without a taxonomy from its name.
func plainID(name string) instruments.ActivityID {
	if len(name) > 200 {
		return ""
	}
	return instruments.ActivityID(instruments.Plain(name))
}

// instructColumn gives a column the use that the user said it has.
func (s *survey) instructColumn(c *column, target string) {
	before, name, _ := strings.Cut(strings.TrimSpace(target), ":")
	word := dutchWord(fold(before))
	c.How, c.Sure, c.Activity, c.State = given, true, "", ""
	switch word {
	case useRespondent, useCoder, useDate, useType, useRole, useProject, useTrajectory, useConsent, useAttribute, useOut:
		if name == "" {
			c.Use = word
			return
		}
	case useList, wordAnswers, wordNot:
		if name == "" {
			s.listColumn(c, word)
			return
		}
		c.Use, c.State = useActivity, instruments.Denied
	case useNote:
		c.Use = useNote
		if name == "" {
			return
		}
	default:
		c.Use, name = useActivity, strings.TrimSpace(target)
	}
	if id, ok := s.activityNamed(name); ok {
		c.Activity = id
		return
	}
	c.Use, c.Sure = "", false
	s.problem(s.grid, s.top.n, c.at, instruments.Textf("%q is geen activiteit en geen woord voor een kolom", "%q is not an activity and not a word for a column", instruments.Plain(target)),
		instruments.Textf("noem een code of label uit de taxonomie, of een van: %s", "name a code or label of the taxonomy, or one of: %s", strings.Join(ColumnWords(), ", ")))
}

// listColumn makes a column the list of a question of its own.
func (s *survey) listColumn(c *column, word string) {
	c.Use, c.question = useList, &question{name: c.Heading, key: c.key, summary: c, state: instruments.Mentioned, answers: word == wordAnswers}
	if word == wordNot {
		c.question.state = instruments.Denied
	}
	s.questions = append(s.questions, c.question)
}

func (s *survey) activityNamed(name string) (instruments.ActivityID, bool) {
	if h, ok := s.names.find(name); ok {
		return h.id, true
	}
	id := plainID(strings.TrimSpace(name))
	return id, id != "" && len(s.set.Taxonomy.Activities) == 0
}
