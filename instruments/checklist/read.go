package checklist

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"meerzicht/instruments"
)

// Result is what one file held. Respondents come from a respondent sheet, and
// from checklists that name role and project in their header.
type Result struct {
	Fillings     []instruments.Filling
	Respondents  []instruments.Respondent
	Trajectories []instruments.Trajectory
	// Columns tells how every column of a survey export was understood, also
	// when the file is refused because columns must be confirmed.
	Columns []Column
	// Survey is the program that the export comes from: "kobo", "odk",
	// "qualtrics", "limesurvey"; "wide" for another table with a row per
	// respondent, "long" for one with a row per answer; "" for other lists.
	Survey string
}

// Read reads a filled list or a respondent sheet; name is only used for
// messages and as the source's name. The problems hold everything wrong and
// everything worth noting; when their Err is not nil the result is incomplete
// and must not be used. A filling whose form names no coder has an empty Coder
// and an id that ends in a slash; the caller fills in who it was.
func Read(name string, data []byte, set *instruments.Set) (Result, instruments.Problems) {
	return ReadWith(name, data, set, Options{})
}

// ReadWith is Read with what the user said about the columns of a survey
// export. An option for a column that the file does not have is a note, since
// several files may be read with the same options.
func ReadWith(name string, data []byte, set *instruments.Set, opt Options) (Result, instruments.Problems) {
	r := newReader(name, data, set)
	r.mapped = folded(opt.Columns)
	switch {
	case len(data) == 0:
		r.whole(instruments.Text{NL: "het bestand is leeg", EN: "the file is empty"}, instruments.Text{})
	case len(data) > maxBytes:
		r.whole(instruments.Text{NL: "het bestand is groter dan 32 MiB", EN: "the file is larger than 32 MiB"}, saveAgain)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		r.problems = ole(r.name, data)
	case bytes.HasPrefix(data, []byte("PK")):
		grids, problems := workbook(r.name, data, false)
		r.problems = problems
		r.grids(grids)
	default:
		g, problems := delimited(r.name, data)
		r.problems = problems
		r.grids([]*grid{g})
	}
	return r.result, r.problems
}

// reader gathers the result of one file.
type reader struct {
	name     string
	data     []byte
	set      *instruments.Set
	source   instruments.Source
	words    map[string]field
	byLabel  map[string]instruments.ActivityID // folded id and labels
	result   Result
	problems instruments.Problems

	names   *names            // of activities, when a survey asked for them
	mapped  map[string]string // folded heading → what the user said it holds
	used    map[string]bool   // headings of mapped that the file has
	filled  map[string]int    // row of the filling with an id, of surveys
	persons map[instruments.RespondentID]int
	ownForm bool // a table of ours was found
}

func newReader(name string, data []byte, set *instruments.Set) *reader {
	base := name[strings.LastIndexAny(name, `/\`)+1:]
	r := &reader{name: base, data: data, set: set, words: fieldWords(), byLabel: map[string]instruments.ActivityID{}}
	r.used, r.filled, r.persons = map[string]bool{}, map[string]int{}, map[instruments.RespondentID]int{}
	sum := sha256.Sum256(data)
	r.source = instruments.Source{Name: base, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))}
	for _, a := range set.Taxonomy.Activities {
		r.byLabel[fold(a.Label.NL)] = a.ID
		r.byLabel[fold(a.Label.EN)] = a.ID
	}
	for _, a := range set.Taxonomy.Activities { // after the labels: a code wins
		r.byLabel[fold(string(a.ID))] = a.ID
	}
	delete(r.byLabel, "") // a label in one language only
	for _, t := range set.Types {
		for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
			r.words[fold(accordingTo(t).In(lang))] = fBy + field(t.ID)
		}
	}
	return r
}

// accordingTo heads the column of what one party says about an indicator.
func accordingTo(t instruments.TypeInfo) instruments.Text {
	return instruments.Textf("Volgens %s", "According to %s", t.Label)
}

func (r *reader) whole(what, hint instruments.Text) {
	r.problems = append(r.problems, instruments.Problem{File: r.name, What: what, Hint: hint})
}

func (r *reader) problem(g *grid, n, column int, what, hint instruments.Text) {
	r.problems = append(r.problems, g.at(n, column, what, hint))
}

func (r *reader) note(g *grid, n, column int, what, hint instruments.Text) {
	p := g.at(n, column, what, hint)
	p.Note = true
	r.problems = append(r.problems, p)
}

// table is a grid whose heading was found: the columns, the rows below, and
// the header lines above ("Respondent | R01").
type table struct {
	*grid
	top     row // the heading
	columns map[field]int
	indices map[instruments.IndicatorID]int // of a table with a column per indicator
	body    []row
	header  map[field]headerLine
}

type headerLine struct {
	value string
	n     int
}

func (t *table) has(fields ...field) bool {
	return !slices.ContainsFunc(fields, func(f field) bool { _, ok := t.columns[f]; return !ok })
}

func (t *table) cell(r row, f field) string { return r.cell(t.column(f)) }

func (t *table) column(f field) int {
	if i, ok := t.columns[f]; ok {
		return i
	}
	return -1
}

// grids finds the tables and reads each by its columns.
func (r *reader) grids(grids []*grid) {
	if r.problems.Err() != nil {
		return
	}
	if grids = r.own(grids); r.problems.Err() != nil {
		return
	}
	rows, known := 0, false
	for _, g := range grids {
		rows += len(g.rows)
		known = r.form(g) || known
	}
	isForm := known
	for _, g := range grids {
		known = r.table(g) || known
	}
	for _, g := range grids {
		if !r.ownForm && r.result.Survey == "" {
			known = r.anyWide(g) || known
		}
	}
	switch {
	case rows == 0:
		r.whole(instruments.Text{NL: "er staat niets in het bestand", EN: "there is nothing in the file"}, saveAgain)
	case !known:
		r.whole(instruments.Text{NL: "dit is geen lijst die Meerzicht kent", EN: "this is not a list that Meerzicht knows"},
			instruments.Text{
				NL: "de kopregel hoort te staan zoals op de lege formulieren, bijvoorbeeld Code, Activiteit, Toestand; maak ze met: meerzicht instruments",
				EN: "the heading should be as on the blank forms, for instance Code, Activity, State; make them with: meerzicht instruments",
			})
	case !isForm && r.result.Survey == "" && !r.ownForm:
		r.whole(instruments.Text{NL: "in dit bestand staan alleen antwoorden op een herhaalde groep vragen", EN: "this file only has answers to a repeated group of questions"},
			instruments.Text{NL: "lees het bestand met de hoofdvragen in, met één rij per respondent", EN: "import the file with the main questions, with a row per respondent"})
	case isForm && r.result.Survey == "" && !r.ownForm:
		r.whole(instruments.Text{NL: "dit is een formulier voor KoboToolbox of ODK, zonder antwoorden", EN: "this is a form for KoboToolbox or ODK, without answers"},
			instruments.Text{NL: "zet het in KoboToolbox of ODK, laat het invullen en exporteer de antwoorden", EN: "put it into KoboToolbox or ODK, have it filled in and export the answers"})
	}
	r.unused()
	r.trajectories()
}

// table reads a sheet whose heading is that of a form of ours, or of a program
// that is known.
func (r *reader) table(g *grid) bool {
	if len(g.rows) == 0 || isForm(g) {
		return false
	}
	if originOf(g.rows[0], g.rows[1:]) != "" {
		return r.wide(g, 0)
	}
	t, read := r.find(g)
	if read == nil {
		return false
	}
	if at := len(g.rows) - len(t.body) - 1; t.has(fRespondent, fRole) && !t.has(fState) && !t.has(fTicked) && r.perActivity(t.top) && r.wide(g, at) {
		return true
	}
	r.ownForm = true
	if t.has(fRespondent, fState) {
		r.result.Survey = longTable
	}
	if g.sheet == "" {
		g.heading = t.top.cells
	}
	r.twice(t)
	read(t)
	return true
}

// anyWide looks for the heading of a wide table.
func (r *reader) anyWide(g *grid) bool {
	if isForm(g) {
		return false
	}
	for i := range g.rows[:min(len(g.rows), maxAbove)] {
		second := i+1 < len(g.rows) && g.rows[i+1].cell(0) == "" && r.activitiesIn(g.rows[i+1]) > max(1, r.activitiesIn(g.rows[i]))
		if !second && r.headed(g.rows[i]) && r.wide(g, i) {
			return true
		}
	}
	return false
}

// maxAbove is how many rows may stand above a heading.
const maxAbove = 40

// find looks for the heading of a known table.
func (r *reader) find(g *grid) (*table, func(*table)) {
	for i, top := range g.rows[:min(len(g.rows), maxAbove)] {
		t := &table{grid: g, top: top, body: g.rows[i+1:]}
		r.heading(t)
		if read := r.kind(t); read != nil {
			if g.sheet == "" {
				g.heading = top.cells
			}
			t.header = r.above(g.rows[:i])
			return t, read
		}
	}
	return nil, nil
}

func (r *reader) heading(t *table) {
	t.columns, t.indices = map[field]int{}, map[instruments.IndicatorID]int{}
	for i := range t.top.cells {
		key := fold(t.top.cell(i))
		if f, ok := r.words[key]; ok {
			if _, taken := t.columns[f]; !taken {
				t.columns[f] = i
			}
		}
		for _, k := range r.set.List.Indicators {
			if key == fold(string(k.ID)) {
				t.indices[k.ID] = i
			}
		}
	}
}

// kind tells how a table with these columns is read; nil when it is not known.
func (r *reader) kind(t *table) func(*table) {
	switch {
	case t.has(fRespondent, fState) && (t.has(fActivity) || t.has(fCode)):
		return r.long
	case t.has(fState) && (t.has(fCode) || t.has(fActivity)):
		return r.activities
	case t.has(fItem, fAnswer):
		return r.answers
	case t.has(fIndicator, fValue):
		return r.ratings
	case t.has(fRespondent, fRole):
		return r.people
	case t.has(fTrajectory, fDyad) && len(t.indices) > 0:
		return r.vectors
	case t.has(fTrajectory, fProject) || t.has(fTrajectory, fStart):
		return r.cases
	}
	return nil
}

// twice refuses a table with two columns of one kind: which one counts would be
// a guess.
func (r *reader) twice(t *table) {
	for i := range t.top.cells {
		f, ok := r.words[fold(t.top.cell(i))]
		if ok && t.columns[f] != i {
			r.problem(t.grid, t.top.n, i, instruments.Textf("kolom %q komt twee keer voor", "column %q occurs twice", instruments.Plain(t.top.cell(i))),
				instruments.Text{NL: "verwijder of hernoem er één", EN: "remove or rename one of them"})
		}
	}
}

// above reads the header lines over a table: a word in one cell, its value in
// the next.
func (r *reader) above(rows []row) map[field]headerLine {
	head := map[field]headerLine{}
	for _, line := range rows {
		key := fold(strings.TrimSuffix(line.cell(0), ":"))
		f, ok := r.words[key]
		if t, is := r.typeOf(key); is {
			f, ok = fOf+field(t), true
		}
		if ok {
			head[f] = headerLine{line.cell(1), line.n}
		}
	}
	return head
}

func (r *reader) typeOf(key string) (instruments.RespondentType, bool) {
	for _, t := range r.set.Types {
		if key == fold(t.Label.NL) || key == fold(t.Label.EN) || key == fold(string(t.ID)) {
			return t.ID, true
		}
	}
	return "", false
}

// need reads a header line that must be there.
func (r *reader) need(t *table, f field) headerLine {
	line := t.header[f]
	if line.value == "" {
		what := instruments.Textf("%q is niet ingevuld boven de lijst", "%q is not filled in above the list", f.title())
		if line.n > 0 { // the form has the line: it came in blank
			r.problem(t.grid, line.n, 1, what, instruments.Textf("dit formulier moet nog ingevuld worden; vul naast %q de waarde in", "this form has yet to be filled in; put the value beside %q", f.title()))
			return line
		}
		r.problem(t.grid, line.n, -1, what,
			instruments.Textf("zet boven de lijst in kolom A %q en in kolom B de waarde", "put %q in column A above the list and the value in column B", f.title()))
	}
	return line
}

// needID reads a header line that must hold an id.
func (r *reader) needID(t *table, f field) string {
	line := r.need(t, f)
	if line.value != "" {
		r.checkID(t.grid, line.n, 1, line.value)
	}
	return line.value
}

func (r *reader) checkID(g *grid, n, column int, id string) bool {
	if validID(id) {
		return true
	}
	what, hint := unplainID(id)
	r.problem(g, n, column, what, hint)
	return false
}

// coder and date are asked for on every form; without a coder the form still
// counts, since whoever imports it can say.
func (r *reader) coder(t *table) string {
	line := t.header[fCoder]
	if line.value == "" {
		r.note(t.grid, line.n, -1, instruments.Text{NL: "de codeur is niet ingevuld", EN: "the coder is not filled in"},
			instruments.Text{NL: "vul Codeur in op het formulier of geef --coder op", EN: "fill in Coder on the form or give --coder"})
	}
	return line.value
}

func (r *reader) date(t *table) string {
	line := t.header[fDate]
	d, ok := parseDate(line.value, t.date1904)
	if !ok {
		r.problem(t.grid, line.n, 1, instruments.Textf("%q is geen datum", "%q is not a date", instruments.Plain(line.value)),
			instruments.Text{NL: "schrijf dd-mm-jjjj, bijvoorbeeld 05-03-2020", EN: "write dd-mm-yyyy, for instance 05-03-2020"})
	}
	return d
}

// rowless notes a table without rows as a problem: an empty list is far more
// often a broken file than an answer.
func (r *reader) rowless(t *table) bool {
	if len(t.body) == 0 {
		r.problem(t.grid, t.top.n, -1, instruments.Text{NL: "onder de kopregel staat geen enkele rij", EN: "there is no row below the heading"},
			instruments.Text{NL: "vul het formulier in; staat er wel iets, sla het bestand dan opnieuw op", EN: "fill in the form; if it does hold something, save the file again"})
		return true
	}
	return false
}
