package checklist

import (
	"slices"
	"strings"

	"meerzicht/instruments"
)

// longList is whose list a row of a long table belongs to.
type longList struct {
	who   instruments.RespondentID
	coder string
}

// longLists are the lists of a long table, by respondent and coder.
type longLists struct {
	*reader
	t     *table
	index map[longList]int // in the fillings
	seen  map[longList]map[instruments.ActivityID]int
}

// long reads a table with a row per respondent and activity.
func (r *reader) long(t *table) {
	if r.rowless(t) {
		return
	}
	l := longLists{r, t, map[longList]int{}, map[longList]map[instruments.ActivityID]int{}}
	first, parse := len(r.result.Fillings), stateOf
	own := ownExport(t.top) == longTable
	if own {
		parse = ownState
		r.note(t.grid, t.top.n, -1, instruments.Text{NL: "dit is een export van Meerzicht; opmerkingen bij activiteiten staan er niet in", EN: "this is an export of Meerzicht; remarks on activities are not in it"}, instruments.Text{})
	}
	for _, line := range t.body {
		if own && ownBlank(t.cell(line, fState)) { // not asked, or no list
			continue
		}
		who := t.cell(line, fRespondent)
		if !r.checkID(t.grid, line.n, t.column(fRespondent), who) {
			continue
		}
		if resp, ok := r.response(t, line, fState, parse); ok {
			l.add(line, longList{instruments.RespondentID(who), t.cell(line, fCoder)}, resp)
		}
	}
	if !t.has(fCoder) && len(r.result.Fillings) > first {
		r.note(t.grid, t.top.n, -1, NoCoder(),
			instruments.Text{NL: "voeg een kolom coder toe of geef --coder op", EN: "add a column coder or give --coder"})
	}
}

// add puts the answer of a row in its list; the first row of a list begins it.
func (l longLists) add(line row, k longList, resp instruments.Response) {
	i, known := l.index[k]
	if !known {
		i = len(l.result.Fillings)
		l.index[k], l.seen[k] = i, map[instruments.ActivityID]int{}
		l.result.Fillings = append(l.result.Fillings, instruments.Filling{
			ID:   instruments.FillingID(instruments.ActivityFilling, string(k.who), k.coder),
			Kind: instruments.ActivityFilling, Respondent: k.who, Coder: k.coder, Source: l.source,
		})
	}
	if at, dup := l.seen[k][resp.Activity]; dup {
		l.problem(l.t.grid, line.n, -1, instruments.Textf("%s bij %s staat ook al op regel %d", "%s of %s is on line %d as well", instruments.Plain(string(resp.Activity)), string(k.who), at),
			instruments.Text{NL: "laat één van beide rijen staan", EN: "keep one of the two rows"})
		return
	}
	l.seen[k][resp.Activity] = line.n
	f := &l.result.Fillings[i]
	l.date(line, f)
	f.Responses = append(f.Responses, resp)
}

// date reads the day of a list, which its rows repeat.
func (l longLists) date(line row, f *instruments.Filling) {
	text := l.t.cell(line, fDate)
	if text == "" {
		return
	}
	d, ok := surveyDate(text, l.t.date1904)
	switch {
	case !ok:
		l.problem(l.t.grid, line.n, l.t.column(fDate), instruments.Textf("%q is geen datum", "%q is not a date", instruments.Plain(clip(text))),
			instruments.Text{NL: "schrijf dd-mm-jjjj, bijvoorbeeld 05-03-2020", EN: "write dd-mm-yyyy, for instance 05-03-2020"})
	case f.Date == "":
		f.Date = d
	case f.Date != d:
		l.problem(l.t.grid, line.n, l.t.column(fDate), instruments.Textf("de lijst over %s heeft twee data: %s en %s", "the list about %s has two dates: %s and %s", string(f.Respondent), f.Date, d),
			instruments.Text{NL: "geef alle rijen van één lijst dezelfde datum", EN: "give all rows of one list the same date"})
	}
}

// NoCoder is what the note says about a table that does not tell who filled the
// lists in. Who knows that from elsewhere can leave the note out.
func NoCoder() instruments.Text {
	return instruments.Text{NL: "de tabel noemt geen codeur", EN: "the table names no coder"}
}

// ownHeadings are the first columns of the tables that Meerzicht writes for other
// programs, by their kind.
func ownHeadings() map[string][]string {
	return map[string][]string{
		longTable: {"respondent", "type", "role", "project", "trajectories", "activity", "goal", "state", "mentioned", "n_codings"},
		wideTable: {"respondent", "type", "role", "project", "trajectories", "n_trajectories", "consent"},
		"codings": {"document", "kind", "respondent", "type", "role", "project", "start", "end", "code"},
		"matrix":  {"document", "kind", "respondent", "type", "role", "project", "words", "n_codings"},
	}
}

// ownExport is the kind of table of Meerzicht that has this heading; "" is none.
func ownExport(top row) string {
	for kind, heading := range ownHeadings() {
		if len(top.cells) >= len(heading) && slices.Equal(top.cells[:len(heading)], heading) {
			return kind
		}
	}
	return ""
}

// ownState reads a state as those tables have it.
func ownState(s string) (instruments.State, bool) {
	switch s {
	case "1":
		return instruments.Mentioned, true
	case "2":
		return instruments.Denied, true
	case "3":
		return instruments.NotDiscussed, true
	}
	return stateOf(s)
}

func ownBlank(s string) bool { return s == "" || s == "9" }

// own settles the tables that Meerzicht wrote to be computed with, not to be read:
// one refusal for all of them, or a note when the same answers stand beside them.
// What is left is for reading.
func (r *reader) own(grids []*grid) []*grid {
	var kinds []string
	readable := false
	left := slices.DeleteFunc(slices.Clone(grids), func(g *grid) bool {
		if len(g.rows) == 0 {
			return false
		}
		kind := ownExport(g.rows[0])
		readable = readable || kind == longTable
		if kind == "" || kind == longTable {
			return false
		}
		kinds = append(kinds, kind)
		return true
	})
	if len(kinds) == 0 {
		return left
	}
	p := instruments.Problem{
		File: r.name, Note: readable,
		What: instruments.Textf("dit is een export van Meerzicht om mee te rekenen (%s), niet om in te lezen", "this is an export of Meerzicht to compute with (%s), not to be imported", strings.Join(kinds, ", ")),
		Hint: instruments.Text{NL: "lees het onderzoek in als .json, of de antwoorden met export --what long", EN: "import the study as .json, or the answers from export --what long"},
	}
	if readable {
		p.Hint = instruments.Text{NL: "de antwoorden zijn gelezen van het werkblad met een rij per antwoord", EN: "the answers were read from the sheet with a row for every answer"}
	}
	r.problems = append(r.problems, p)
	return left
}
