package checklist

import (
	"slices"

	"meerzicht/instruments"
)

// tally counts how cells were understood, for the notes.
type tally struct {
	zeros, blanks int   // cells: asked and not chosen, not asked
	unfilled      []int // rows without a single mark
	nobody        []int // rows without anything
	coderless     []int // rows of lists that a column for the coder leaves open
}

// read makes fillings and respondents of the rows.
func (s *survey) read() {
	if len(s.body) == 0 {
		s.rowless(&table{grid: s.grid, top: s.top})
		return
	}
	var lists []*listReader
	for _, q := range s.questions {
		if q.summary != nil && q.summary.Use == useList && q.summary.Sure && q.settled() {
			words, columns := s.choices(q)
			lists = append(lists, &listReader{q, words, columns})
		}
	}
	var count tally
	shown := s.attributesShown()
	for i, line := range s.body {
		s.row(line, shown[i], lists, &count)
	}
	s.tell(count)
}

// settled tells that nothing has to be confirmed of the columns of a question.
func (q *question) settled() bool {
	return !slices.ContainsFunc(q.columns, func(c *column) bool { return !c.Sure })
}

// attributesShown are the rows as Excel shows them, when a column is an
// attribute: a date would be a number otherwise.
func (s *survey) attributesShown() []row {
	if s.grid.sheet == "" || !slices.ContainsFunc(s.columns, func(c *column) bool { return c.Use == useAttribute }) {
		return s.body
	}
	byNumber := map[int]row{}
	grids, _ := workbook(s.name, s.data, true) // it was read without problems before
	for _, g := range grids {
		for _, line := range g.rows {
			if g.sheet == s.grid.sheet {
				byNumber[line.n] = line
			}
		}
	}
	out := slices.Clone(s.body)
	for i, line := range out {
		if again, ok := byNumber[line.n]; ok {
			out[i] = again
		}
	}
	return out
}

// row reads one row: who it is about, and what was marked.
func (s *survey) row(line, shown row, lists []*listReader, count *tally) {
	marks := s.marks(line, lists, count)
	who := s.valueOf(line, useRespondent, fRespondent)
	if who == "" {
		if len(marks) == 0 && !s.saysAnything(line) {
			count.nobody = append(count.nobody, line.n)
			return
		}
		s.problem(s.grid, line.n, s.columnOf(useRespondent), instruments.Text{NL: "deze rij noemt geen respondent", EN: "this row names no respondent"},
			instruments.Text{NL: "vul het nummer van de respondent in of verwijder de rij", EN: "fill in the respondent's id or remove the row"})
		return
	}
	who = plainUUID(who)
	if !s.checkID(s.grid, line.n, s.columnOf(useRespondent), who) {
		return
	}
	s.respondent(line, shown, instruments.RespondentID(who))
	if len(marks) == 0 {
		count.unfilled = append(count.unfilled, line.n)
		return
	}
	f := instruments.Filling{
		Kind: instruments.ActivityFilling, Respondent: instruments.RespondentID(who), Source: s.source,
		Coder: s.valueOf(line, useCoder, fCoder), Date: s.dateOf(line),
	}
	f.ID = instruments.FillingID(f.Kind, who, f.Coder)
	if first, twice := s.filled[f.ID]; twice {
		s.problem(s.grid, line.n, s.columnOf(useRespondent), instruments.Textf("respondent %s staat ook al op rij %d", "respondent %s is on row %d as well", who, first),
			instruments.Text{NL: "laat één van beide rijen staan; vulden twee codeurs de lijst in, zet dan in een kolom Codeur wie", EN: "keep one of the two rows; if two coders filled in the list, say who in a column Coder"})
		return
	}
	if s.filled[f.ID] = line.n; f.Coder == "" && s.columnOf(useCoder) >= 0 {
		count.coderless = append(count.coderless, line.n)
	}
	f.Responses = s.inOrder(line, marks)
	s.result.Fillings = append(s.result.Fillings, f)
}

// saysAnything tells that a row holds more than what the program noted itself.
func (s *survey) saysAnything(line row) bool {
	return slices.ContainsFunc(s.columns, func(c *column) bool {
		return c.Use != useOut && line.cell(c.at) != "" || c.Use == useOut && !isMeta(s.origin, s.top.cell(c.at)) && line.cell(c.at) != ""
	})
}

func (s *survey) columnOf(use string) int {
	for _, c := range s.columns {
		if c.Use == use {
			return c.at
		}
	}
	return -1
}

// valueOf is the cell of a use, or the header line above the table.
func (s *survey) valueOf(line row, use string, f field) string {
	if at := s.columnOf(use); at >= 0 {
		return line.cell(at)
	}
	return s.header[f].value
}

func (s *survey) dateOf(line row) string {
	v := s.valueOf(line, useDate, fDate)
	d, ok := surveyDate(v, s.grid.date1904)
	if at := s.columnOf(useDate); !ok && at >= 0 {
		s.cellProblem(line, s.columns[at], instruments.Textf("%q is geen datum", "%q is not a date", instruments.Plain(clip(v))),
			instruments.Text{NL: "schrijf dd-mm-jjjj, bijvoorbeeld 05-03-2020", EN: "write dd-mm-yyyy, for instance 05-03-2020"})
	}
	return d
}

// marks are the activities that a row says something about. An activity whose
// question was asked and not answered with it is niet besproken; one that was
// not asked is left out.
func (s *survey) marks(line row, lists []*listReader, count *tally) map[instruments.ActivityID]instruments.State {
	out := make(map[instruments.ActivityID]instruments.State, len(s.columns))
	asked := s.answered(line)
	for _, c := range s.columns {
		if c.Use != useActivity || !c.Sure {
			continue
		}
		v := line.cell(c.at)
		m := s.markIn(c, v)
		switch {
		case m == markUnknown:
			s.cellProblem(line, c, instruments.Textf("%q is geen kruisje en geen toestand", "%q is not a mark and not a state", instruments.Plain(clip(v))),
				instruments.Text{NL: "gebruik 1 of 0, ja of nee, x, of genoemd, expliciet niet, niet besproken", EN: "use 1 or 0, yes or no, x, or mentioned, explicitly not, not discussed"})
		case m == markEmpty && !asked[c.question]:
			count.blanks++
		case m == markZero || m == markEmpty:
			count.zeros++
			s.say(line, c, out, instruments.NotDiscussed)
		default:
			s.say(line, c, out, stateIn(m, c.State))
		}
	}
	for _, r := range lists {
		s.list(line, r, out)
	}
	return out
}

// answered are the questions of which a row holds an answer that makes empty
// cells beside it say "not chosen": those that write no zeros, and columns that
// stand by themselves.
func (s *survey) answered(line row) map[*question]bool {
	out := map[*question]bool{}
	for _, c := range s.columns {
		if c.Use == useActivity && (c.question == nil || !c.question.zeros()) && s.markIn(c, line.cell(c.at)) > markEmpty {
			out[c.question] = true
		}
	}
	return out
}

// zeros tells that a question writes what was not chosen, so that an empty cell
// says it was not asked.
func (q *question) zeros() bool {
	return slices.ContainsFunc(q.columns, func(c *column) bool { return c.zeros > 0 })
}

// say notes what a row says of an activity. What one column says and another
// leaves open stands; mentioned and explicitly not together are a problem.
func (s *survey) say(line row, c *column, out map[instruments.ActivityID]instruments.State, st instruments.State) {
	s.sayOf(line, c, c.Activity, out, st)
}

func (s *survey) sayOf(line row, c *column, id instruments.ActivityID, out map[instruments.ActivityID]instruments.State, st instruments.State) {
	old, known := out[id]
	switch {
	case !known || old == instruments.NotDiscussed:
		out[id] = st
	case st != instruments.NotDiscussed && st != old:
		s.cellProblem(line, c, instruments.Textf("%s is in deze rij zowel genoemd als expliciet niet", "%s is both mentioned and explicitly not in this row", string(id)),
			instruments.Text{NL: "kies wat de respondent zegt en verbeter de andere kolom", EN: "choose what the respondent says and correct the other column"})
	}
}

// list reads the cell with the whole list. Beside columns per choice it must
// say the same as they do.
func (s *survey) list(line row, r *listReader, out map[instruments.ActivityID]instruments.State) {
	c := r.question.summary
	if len(r.question.columns) > 0 {
		s.compare(line, r)
		return
	}
	if markOf(line.cell(c.at)) == markEmpty {
		return
	}
	acts, _ := s.listed(line, r)
	for _, id := range items(s.set) {
		s.sayOf(line, c, id, out, instruments.NotDiscussed)
	}
	for id := range acts {
		s.sayOf(line, c, id, out, c.State)
	}
}

// compare holds the list in a cell against the columns per choice.
func (s *survey) compare(line row, r *listReader) {
	c := r.question.summary
	_, listed := s.listed(line, r)
	for _, col := range r.question.columns {
		marked := col.Use != useNote && s.markIn(col, line.cell(col.at)) == markYes
		if marked == listed[col] {
			continue
		}
		name := instruments.Plain(clip(col.Heading))
		what := instruments.Textf("de lijst noemt %q niet, maar die kolom is wel aangekruist", "the list does not name %q, but that column is marked", name)
		if !marked {
			what = instruments.Textf("de lijst noemt %q, maar die kolom is niet aangekruist", "the list names %q, but that column is not marked", name)
		}
		s.cellProblem(line, c, what, instruments.Text{NL: "exporteer opnieuw; het bestand is na het exporteren veranderd", EN: "export again; the file was changed after it was exported"})
	}
}

// inOrder puts responses in the order of the form, with their remarks.
func (s *survey) inOrder(line row, marks map[instruments.ActivityID]instruments.State) []instruments.Response {
	remarks := map[instruments.ActivityID]string{}
	for _, c := range s.columns {
		if c.Use == useNote && c.Activity != "" && line.cell(c.at) != "" {
			remarks[c.Activity] = line.cell(c.at)
		}
	}
	out := make([]instruments.Response, 0, len(marks))
	for _, id := range s.order() {
		st, ok := marks[id]
		if !ok && remarks[id] == "" {
			continue
		}
		if !ok {
			st = instruments.NotDiscussed
		}
		out = append(out, instruments.Response{Activity: id, State: st, Remark: remarks[id]})
	}
	return out
}

// order is the order of the form, then of the taxonomy, then of the columns.
func (s *survey) order() []instruments.ActivityID {
	if s.sequence != nil {
		return s.sequence
	}
	out := slices.Clone(items(s.set))
	seen := map[instruments.ActivityID]bool{}
	for _, id := range out {
		seen[id] = true
	}
	add := func(id instruments.ActivityID) {
		if !seen[id] && id != "" {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, a := range s.set.Taxonomy.Activities {
		add(a.ID)
	}
	for _, c := range s.columns {
		add(c.Activity)
	}
	s.sequence = out
	return out
}

// respondent gathers what the row says about the person.
func (s *survey) respondent(line, shown row, id instruments.RespondentID) {
	if !slices.ContainsFunc(s.columns, func(c *column) bool { return c.aboutRespondent() }) {
		return
	}
	who := instruments.Respondent{ID: id}
	for _, c := range s.columns {
		v := line.cell(c.at)
		switch c.Use {
		case useProject:
			who.Project = v
		case useTrajectory:
			for _, t := range ids(v) {
				if s.checkID(s.grid, line.n, c.at, t) {
					who.Trajectories = append(who.Trajectories, instruments.TrajectoryID(t))
				}
			}
		case useRole, useType:
			s.roleIn(line, c, v, &who)
		case useConsent:
			who.Consent = s.consent(line, c, v)
		case useAttribute:
			if v = shown.cell(c.at); v != "" {
				if who.Attributes == nil {
					who.Attributes = map[string]string{}
				}
				who.Attributes[c.Heading] = v
			}
		}
	}
	s.addRespondent(line, who)
}

// consent reads whether the respondent agreed: ja, nee, or nothing.
func (s *survey) consent(line row, c *column, v string) string {
	switch markOf(v) {
	case markYes:
		return "ja"
	case markNo, markZero:
		return "nee"
	case markEmpty:
		return ""
	}
	s.cellProblem(line, c, instruments.Textf("%q is geen ja of nee", "%q is not yes or no", instruments.Plain(clip(v))),
		instruments.Text{NL: "vul ja of nee in, of laat de cel leeg", EN: "fill in yes or no, or leave the cell empty"})
	return ""
}

// roleIn reads the role of a respondent, or the party they speak for.
func (s *survey) roleIn(line row, c *column, v string, who *instruments.Respondent) {
	if v == "" {
		return
	}
	if info, ok := s.role(v); ok {
		if c.Use == useRole || who.Role == "" {
			who.Role, who.Type = info.ID, info.Type
		}
		return
	}
	if t, ok := s.typeOf(fold(v)); ok {
		if who.Type == "" {
			who.Type = t
		}
		return
	}
	s.cellProblem(line, c, instruments.Textf("rol %q is niet bekend", "role %q is not known", instruments.Plain(clip(v))), s.roleHint())
}

// addRespondent keeps a respondent once: two coders may have filled in a list
// about the same person, and must say the same of them.
func (s *survey) addRespondent(line row, who instruments.Respondent) {
	at, known := s.persons[who.ID]
	if !known {
		s.persons[who.ID] = len(s.result.Respondents)
		s.result.Respondents = append(s.result.Respondents, who)
		return
	}
	if !sameRespondent(s.result.Respondents[at], who) {
		s.problem(s.grid, line.n, -1, instruments.Textf("van respondent %s staan er twee verschillende gegevens", "there are two different descriptions of respondent %s", string(who.ID)),
			instruments.Text{NL: "maak rol, project en kenmerken in beide rijen gelijk", EN: "make role, project and attributes the same in both rows"})
	}
}

func sameRespondent(a, b instruments.Respondent) bool {
	if a.Type != b.Type || a.Role != b.Role || a.Consent != b.Consent || a.Project != b.Project || !slices.Equal(a.Trajectories, b.Trajectories) || len(a.Attributes) != len(b.Attributes) {
		return false
	}
	for k, v := range a.Attributes {
		if b.Attributes[k] != v {
			return false
		}
	}
	return true
}
