package checklist

import (
	"strings"

	"meerzicht/instruments"
)

// recognise says of one column what its heading tells.
func (s *survey) recognise(c *column) {
	heading := s.top.cell(c.at)
	use := s.useOf(heading)
	if use == "" {
		use = s.useOf(c.Label)
	}
	switch {
	case use != "":
		c.Use, c.How, c.Sure = use, byCode, true
	case isMeta(s.origin, heading):
		c.Use, c.How, c.Sure, c.Values = useOut, byCode, true, nil
	case s.remark(c, heading) || s.remark(c, c.Label):
	default:
		s.activityColumn(c, heading)
	}
}

// useOf is what a heading names besides activities: the respondent, the coder.
func (s *survey) useOf(heading string) string {
	key := fold(heading)
	tails := []string{key, lastPart(key)}
	switch s.origin {
	case fromODK:
		tails = append(tails, key[strings.LastIndexByte(key, '-')+1:])
	case fromKobo:
		tails = append(tails, key[strings.LastIndexByte(key, '.')+1:])
	case fromLimeSurvey:
		if _, rest, ok := strings.Cut(key, ". "); ok {
			tails = append(tails, rest)
		}
	}
	for _, tail := range tails {
		if use := s.useWord(strings.TrimRight(tail, " :?")); use != "" {
			return use
		}
	}
	return ""
}

func (s *survey) useWord(key string) string {
	switch s.words[key] {
	case fRespondent:
		return useRespondent
	case fCoder:
		return useCoder
	case fDate:
		return useDate
	case fTrajectory:
		return useTrajectory
	case fProject:
		return useProject
	case fRole:
		return useRole
	case fConsent:
		return useConsent
	}
	switch strings.Join(strings.FieldsFunc(key, notWord), " ") {
	case "respondent", "respondent id", "respondentid", "respondentcode", "respondent code", "respondentnr", "respondent nr", "respondent number", "respnr", "resp", "resp nr",
		"nr respondent", "id respondent", "geïnterviewde",
		"nummer respondent", "nummer van de respondent", "code respondent", "code van de respondent", "deelnemer", "deelnemernummer", "deelnemer id",
		"deelnemercode", "participant", "participant id", "participantid", "participantnummer", "participant code", "participant number":
		return useRespondent
	case "gecodeerd door", "coded by", "coder id":
		return useCoder
	case "interviewdatum", "datum interview", "datum van het interview", "interview date", "date of interview", "date of the interview", "today", "vandaag", "invuldatum":
		return useDate
	case "respondenttype", "type respondent", "respondent type":
		return useType
	}
	return ""
}

// isRemarkWord tells that a word heads a column of remarks.
func isRemarkWord(s string) bool {
	switch s {
	case "opmerking", "opmerkingen", "toelichting", "remark", "remarks", "explanation", "comment", "comments", "commentaar":
		return true
	}
	return false
}

// remark recognises a column of remarks on one activity: "toelichting_A01",
// "A01 opmerking", "Toelichting bij samen ondernemen", "Q1[A01comment]".
func (s *survey) remark(c *column, heading string) bool {
	if h, ok := s.remarkOn(heading); ok {
		c.Use, c.Activity, c.How, c.Sure = useNote, h.id, h.how, true
		return true
	}
	return false
}

func (s *survey) remarkOn(heading string) (hit, bool) {
	key := strings.TrimRight(fold(heading), "]) ")
	if key == "" || len(key) > 2*s.names.longest+100 {
		return hit{}, false
	}
	for _, lead := range []string{"toelichting bij ", "opmerking bij ", "remark on ", "toelichting ", "opmerking ", "remark "} {
		if at := strings.LastIndex(key, lead); at >= 0 {
			if h, ok := s.names.find(key[at+len(lead):]); ok {
				return h, true
			}
		}
	}
	if question, _, h, ok := s.names.split(heading); ok && question != "" {
		words := strings.FieldsFunc(fold(question), func(r rune) bool { return notWord(r) })
		return h, len(words) > 0 && isRemarkWord(words[len(words)-1])
	}
	for _, word := range []string{"opmerking", "toelichting", "remark", "comment", "explanation", "commentaar"} {
		if head, ok := strings.CutSuffix(key, word); ok && head != "" {
			_, _, h, ok := s.names.split(strings.TrimRight(cutEnd(head), "] "))
			return h, ok
		}
	}
	return hit{}, false
}

// activityColumn finds the activity that a heading ends with, or the label in
// the second row of headings.
func (s *survey) activityColumn(c *column, heading string) {
	question, choice, h, ok := s.names.split(heading)
	if code, _, both := strings.Cut(heading, "]. "); both && s.origin == fromLimeSurvey && !ok { // "A[A01]. Question [choice]"
		question, choice, h, ok = s.names.split(code + "]")
	}
	asked, said, l, labelled := s.names.split(c.Label)
	sure := true
	switch {
	case !ok && !labelled:
		s.byValue(c)
		return
	case ok && labelled && h.id != l.id:
		sure = h.how == similar
		question, choice, h = asked, said, l
	case !ok:
		question, choice, h = asked, said, l
	case labelled && h.how == similar:
		choice, h = said, l
	}
	c.choice = choice
	if question != "" && s.mostlyText(c, h.id) { // "how often did you …" about the same activities
		return
	}
	c.Use, c.Activity, c.How = useActivity, h.id, h.how
	c.Sure = sure && h.how != similar
	if question != "" {
		s.join(c, s.questionName(c, heading, question), question)
	}
}

// mostlyText tells that a column holds what people typed rather than marks.
func (s *survey) mostlyText(c *column, id instruments.ActivityID) bool {
	if 2*c.marks > c.filled || c.filled == 0 || !c.typed && c.Values != nil {
		return false
	}
	for v := range c.Values {
		if h, ok := s.names.find(v); ok && h.id == id {
			return false
		}
	}
	return true
}

// byValue recognises a column by the one label that stands in it, as Qualtrics
// writes the choices of a question.
func (s *survey) byValue(c *column) {
	if s.origin != fromQualtrics || c.only == "" {
		return
	}
	if h, ok := s.names.find(c.only); ok && h.how == byLabel {
		c.Use, c.Activity, c.How, c.Sure, c.choice = useActivity, h.id, h.how, true, c.only
		if name := numberedQuestion(s.top.cell(c.at)); name != "" {
			s.join(c, name, "")
		}
	}
}

// questionName is the shortest name of the question that a column belongs to:
// "A" of "A[SQ001]", "Q1" of "Q1_7", else what stands before the choice.
func (s *survey) questionName(c *column, heading, question string) string {
	if code, _, ok := strings.Cut(heading, "["); ok && s.origin == fromLimeSurvey && plainCode(code) {
		return code
	}
	if name := numberedQuestion(heading); name != "" && c.Label != "" {
		return name
	}
	return question
}

// numberedQuestion is "Q1" of "Q1_7"; "" of another heading.
func numberedQuestion(heading string) string {
	at := strings.LastIndexByte(heading, '_')
	if at <= 0 || !digits(heading[at+1:]) {
		return ""
	}
	return heading[:at]
}

// join puts a column in its question.
func (s *survey) join(c *column, name, label string) {
	q := s.questionOf(fold(name))
	if q == nil {
		q = &question{name: name, key: fold(name), label: label}
		s.questions = append(s.questions, q)
	}
	c.question = q
	q.columns = append(q.columns, c)
}

func (s *survey) questionOf(key string) *question {
	for _, q := range s.questions {
		if q.key == key {
			return q
		}
	}
	return nil
}

// maxHeading is how much of a heading is searched for the name of a question,
// in bytes.
const maxHeading = 600

// group joins columns that no activity was found for with the question they
// belong to, and finds the columns that hold a whole answer in one cell.
func (s *survey) group() {
	heads := map[string]*column{}
	for _, c := range s.columns {
		if c.Use == "" {
			heads[c.key] = c
		}
	}
	for _, c := range s.columns {
		if name, choice := s.stem(c, heads); name != "" {
			c.choice = choice
			s.join(c, name, "")
		}
	}
	kept := s.questions[:0]
	for _, q := range s.questions {
		q.summary = heads[q.key]
		if q.summary == nil && len(q.columns) == 1 && q.columns[0].Use == "" {
			q.columns[0].question = nil
			continue
		}
		if q.summary != nil {
			q.summary.Use, q.summary.How, q.summary.question = useList, byCode, q
		}
		kept = append(kept, q)
	}
	s.questions = kept
}

// stem is the question and the choice of a column that is not understood yet;
// "" when it seems to stand alone. The longest name of a question wins.
func (s *survey) stem(c *column, heads map[string]*column) (name, choice string) {
	heading := s.top.cell(c.at)
	if c.Use != "" || c.question != nil || len(heading) > maxHeading {
		return "", ""
	}
	if code, rest, ok := strings.Cut(heading, "["); ok && s.origin == fromLimeSurvey {
		if at := strings.LastIndexByte(rest, '['); at >= 0 {
			rest = rest[at+1:]
		}
		return cutEnd(code), strings.TrimSuffix(rest, "]")
	}
	if s.origin == fromQualtrics {
		if name := numberedQuestion(heading); name != "" {
			return name, c.Label[strings.LastIndex(c.Label, " - ")+1:]
		}
	}
	for i := len(heading) - 1; i > 0; i-- {
		if !strings.ContainsRune("/.-:", rune(heading[i])) {
			continue
		}
		key := fold(cutEnd(heading[:i]))
		if _, known := heads[key]; key != "" && (known || s.questionOf(key) != nil) {
			return cutEnd(heading[:i]), strings.TrimSpace(heading[i+1:])
		}
	}
	if at := strings.LastIndexByte(heading, '/'); at > 0 && s.origin == fromKobo {
		return heading[:at], heading[at+1:]
	}
	return "", ""
}
