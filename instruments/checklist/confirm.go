package checklist

import (
	"maps"
	"slices"
	"strings"

	"meerzicht/instruments"
)

// optionFor is how the user says what a column holds, on the command line.
func optionFor(heading, target string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`).Replace(heading)
	return `--column "` + instruments.Plain(quoted) + "=" + target + `"`
}

// maxAsked is how many columns are asked about one by one.
const maxAsked = 100

// confirmed tells whether everything that counts is sure; what is not is a
// problem that shows the proposal and the option that settles it.
func (s *survey) confirmed() bool {
	before := len(s.problems)
	asked := s.askWhole()
	s.askQuestions()
	n, more := 0, 0
	for _, c := range s.columns {
		switch {
		case c.Sure || asked[c.question] && c.question != nil || c.doubtful() && c.How != similar && c.Use != "":
		case n == maxAsked:
			more++
		default:
			s.ask(c)
			n++
		}
	}
	if more > 0 {
		s.problem(s.grid, s.top.n, -1, instruments.Textf("nog %d kolommen moeten bevestigd worden", "%d more columns must be confirmed", more), instruments.Text{})
	}
	s.askRespondent()
	s.double()
	s.nothing()
	return s.problems[before:].Err() == nil
}

// ask asks about one column.
func (s *survey) ask(c *column) {
	name := instruments.Plain(clip(c.Heading))
	out := optionFor(c.Heading, useOut)
	switch {
	case c.Use == useRespondent:
		s.problem(s.grid, s.top.n, c.at, instruments.Textf("noemt kolom %q de respondent?", "does column %q name the respondent?", name),
			instruments.Textf("zo ja: %s; anders zo voor de kolom die het wel doet", "if so: %s; else likewise for the column that does", optionFor(c.Heading, useRespondent)))
	case c.Use == useList:
		s.problem(s.grid, s.top.n, c.at, instruments.Textf("is kolom %q de lijst van genoemde activiteiten?", "is column %q the list of activities mentioned?", name),
			instruments.Textf("zo ja: %s; zo nee: %s", "if so: %s; if not: %s", optionFor(c.Heading, useList), out))
	case c.Activity != "":
		s.problem(s.grid, s.top.n, c.at, instruments.Textf("is kolom %q activiteit %s (%s)?", "is column %q activity %s (%s)?", name, string(c.Activity), labelOf(s.set, c.Activity)),
			instruments.Textf("zo ja: %s; is het een andere, noem dan haar code; is het er geen: %s", "if so: %s; if it is another, name its code; if it is none: %s", optionFor(c.Heading, string(c.Activity)), out))
	default:
		s.problem(s.grid, s.top.n, c.at, instruments.Textf("is kolom %q een activiteit?", "is column %q an activity?", name),
			instruments.Textf("zo ja, noem haar code: %s; zo nee: %s", "if so, name its code: %s; if not: %s", optionFor(c.Heading, s.example()), out))
	}
}

// example is the code of an activity, to show how an option is written.
func (s *survey) example() string {
	for _, id := range items(s.set) {
		return string(id)
	}
	return "A01"
}

// askWhole asks once about a question of which few choices look like an
// activity, and none surely.
func (s *survey) askWhole() map[*question]bool {
	asked := map[*question]bool{}
	for _, q := range s.questions {
		unsure, alike, surely := q.doubts()
		if q.doubt || unsure < 2 || 2*alike >= unsure || surely || q.state != "" {
			continue
		}
		asked[q] = true
		first := q.columns[slices.IndexFunc(q.columns, func(c *column) bool { return !c.Sure })]
		s.problem(s.grid, s.top.n, first.at, instruments.Textf("gaat vraag %q over activiteiten? Van de %d keuzes lijken er %d op een activiteit van dit onderzoek", "is question %q about activities? Of its %d choices %d look like an activity of this study", instruments.Plain(clip(q.name)), unsure, alike),
			instruments.Textf("zo nee: %s; zo ja, geef per keuze de activiteit: %s", "if not: %s; if so, name the activity of each choice: %s", optionFor(q.name, useOut), optionFor(first.Heading, s.example())))
	}
	return asked
}

// doubts counts the choices of a question that are not sure, and those of them
// that look like an activity.
func (q *question) doubts() (unsure, alike int, surely bool) {
	for _, c := range q.columns {
		switch {
		case c.Use == useActivity && c.Sure:
			surely = true
		case !c.Sure:
			unsure++
			if c.Activity != "" {
				alike++
			}
		}
	}
	return unsure, alike, surely
}

// askQuestions asks what a mark says in a question that may be about what does
// not happen, or that asks what another asks too.
func (s *survey) askQuestions() {
	for _, q := range s.questions {
		if !q.doubt {
			continue
		}
		at := q.summary
		if at == nil {
			at = q.columns[0]
		}
		s.problem(s.grid, s.top.n, at.at, instruments.Textf("zegt een kruisje bij vraag %q dat de activiteit genoemd is, of juist expliciet niet?", "does a mark in question %q say that the activity is mentioned, or explicitly not?", instruments.Plain(clip(q.name))),
			instruments.Textf("genoemd: %s; expliciet niet: %s; de vraag weglaten: %s", "mentioned: %s; explicitly not: %s; leave the question out: %s",
				optionFor(q.name, useList), optionFor(q.name, wordNot), optionFor(q.name, useOut)))
	}
}

// askRespondent asks for the column that names the respondent when nothing
// looks like it.
func (s *survey) askRespondent() {
	if !slices.ContainsFunc(s.columns, func(c *column) bool { return c.Use == useRespondent }) && s.header[fRespondent].value == "" {
		s.problem(s.grid, s.top.n, -1, instruments.Text{NL: "geen kolom noemt de respondent", EN: "no column names the respondent"},
			instruments.Textf("voeg een kolom Respondent toe, of noem de kolom: %s", "add a column Respondent, or name the column: %s", optionFor("…", useRespondent)))
	}
}

// double refuses two columns of one question for the same activity: which of
// them counts would be a guess.
func (s *survey) double() {
	type key struct {
		use   string
		id    instruments.ActivityID
		state instruments.State
		q     *question
	}
	first := map[key]*column{}
	for _, c := range s.columns {
		if !c.Sure || c.Activity == "" || c.Use != useActivity && c.Use != useNote {
			continue
		}
		k := key{c.Use, c.Activity, c.State, c.question}
		if c.Use == useNote {
			k.q = nil
		}
		if other := first[k]; other != nil {
			s.problem(s.grid, s.top.n, c.at, instruments.Textf("kolom %q en kolom %q gaan allebei over %s", "column %q and column %q are both about %s", instruments.Plain(clip(other.Heading)), instruments.Plain(clip(c.Heading)), string(c.Activity)),
				instruments.Textf("laat er één weg: %s", "leave one of them out: %s", optionFor(c.Heading, useOut)))
			continue
		}
		first[k] = c
	}
}

// nothing refuses a survey in which no column is an activity or something about
// the respondent.
func (s *survey) nothing() {
	if slices.ContainsFunc(s.columns, func(c *column) bool {
		return !c.Sure || c.Use == useActivity || c.Use == useList || c.aboutRespondent()
	}) {
		return
	}
	s.problem(s.grid, s.top.n, -1, instruments.Text{NL: "geen enkele kolom is een activiteit van dit onderzoek", EN: "no column is an activity of this study"},
		instruments.Textf("zeg welke kolom welke activiteit is, bijvoorbeeld: %s", "say which column is which activity, for instance: %s", optionFor("…", s.example())))
}

// aboutRespondent tells that a column says something lasting of a respondent.
func (c *column) aboutRespondent() bool {
	switch c.Use {
	case useType, useRole, useProject, useTrajectory, useConsent, useAttribute:
		return true
	}
	return false
}

// check reads the rows for their problems only, when columns must be confirmed
// first, so that all that is wrong is told at once. Without a respondent that is
// sure there is nothing to check rows by.
func (s *survey) check() {
	if at := s.columnOf(useRespondent); at >= 0 && !s.columns[at].Sure || at < 0 && s.header[fRespondent].value == "" {
		return
	}
	before, result := len(s.problems), s.result
	filled, persons := maps.Clone(s.filled), maps.Clone(s.persons)
	s.read()
	s.result, s.filled, s.persons = result, filled, persons
	wrong := slices.DeleteFunc(slices.Clone(s.problems[before:]), func(p instruments.Problem) bool { return p.Note })
	s.problems = append(s.problems[:before], wrong[:min(len(wrong), maxAsked)]...)
	if more := len(wrong) - maxAsked; more > 0 {
		s.problem(s.grid, 0, -1, instruments.Textf("nog %d andere problemen in de rijen", "%d more problems in the rows", more), instruments.Text{})
	}
}

// firstOf counts the first different values of a column.
func (s *survey) firstOf(c *column) map[string]int {
	out := map[string]int{}
	for _, line := range s.body {
		v := line.cell(c.at)
		if _, seen := out[v]; v != "" && len(v) <= 80 && (seen || len(out) < maxValues) {
			out[v]++
		}
	}
	return out
}
