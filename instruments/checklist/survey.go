package checklist

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"meerzicht/instruments"
)

// Column is what a reader makes of one column of a survey export. Heading is
// unique within the file: a heading that occurs again, or none at all, is
// followed or replaced by the column's letter in brackets ("Q1 [F]", "[F]").
type Column struct {
	Heading  string                 `json:"heading"`            // as in the file; the key of Options.Columns
	Label    string                 `json:"label,omitempty"`    // the question as people read it, where the file has it
	Activity instruments.ActivityID `json:"activity,omitempty"` // of an activity or a remark; the proposal when Sure is false
	// Use is one of "activity", "activities" (a whole list in one cell),
	// "respondent", "coder", "date", "type", "role", "project", "trajectory",
	// "consent", "attribute", "note", "-" (left out), or "" when it is not known.
	Use string `json:"use"`
	// State is what a mark in the column says: genoemd, or expliciet niet in a
	// question about what does not happen. Empty for other columns.
	State instruments.State `json:"state,omitempty"`
	How   string            `json:"how,omitempty"` // by what it was recognised: "code", "label", "similar", "given"
	Sure  bool              `json:"sure"`          // false: must be confirmed before anything is read
	// Values counts what stands in the column, as written; at most ten
	// different values, and nothing for text that people typed, unless the column
	// must be confirmed as the one that names the respondent.
	Values map[string]int `json:"values,omitempty"`
}

// Options say what a reader cannot find out by itself.
type Options struct {
	// Columns maps the heading of a column, or of a question that several
	// columns answer, to what it holds: the id or label of an activity, or a
	// word of ColumnWords. Headings are compared without regard to capitals
	// and blanks.
	Columns map[string]string
}

// The uses of a column, as in Column.Use and Options.Columns.
const (
	useActivity   = "activity"
	useList       = "activities"
	useRespondent = "respondent"
	useCoder      = "coder"
	useDate       = "date"
	useType       = "type"
	useRole       = "role"
	useProject    = "project"
	useTrajectory = "trajectory"
	useConsent    = "consent"
	useAttribute  = "attribute"
	useNote       = "note"
	useOut        = "-"
	// Words for whole questions, and before an activity ("not:A05").
	wordAnswers = "answers"
	wordNot     = "not"
)

// ColumnWords are the words that a heading can be mapped to besides activities;
// docs/surveys.md tells what they mean. "note:A05" is a remark on activity A05,
// "not:A05" a column in which a mark says expliciet niet.
func ColumnWords() []string {
	return []string{
		useRespondent, useCoder, useDate, useType, useRole, useProject, useTrajectory, useConsent, useAttribute,
		useNote, useList, wordAnswers, wordNot, useOut,
	}
}

// dutchWord is the Dutch for a word of ColumnWords, which is understood too.
func dutchWord(s string) string {
	switch s {
	case "codeur":
		return useCoder
	case "datum":
		return useDate
	case "rol":
		return useRole
	case "traject":
		return useTrajectory
	case "toestemming":
		return useConsent
	case "kenmerk":
		return useAttribute
	case "opmerking", "toelichting":
		return useNote
	case "activiteiten":
		return useList
	case "antwoorden":
		return wordAnswers
	case "niet":
		return wordNot
	}
	return s
}

// survey reads one table that has a row per respondent and a column, or a cell
// with a list, for what was marked.
type survey struct {
	*reader
	grid      *grid
	top       row
	body      []row
	header    map[field]headerLine
	labels    []string // second row of headings
	origin    string
	columns   []*column
	questions []*question
	told      map[int]int // problems told per column
	sequence  []instruments.ActivityID
}

// column is a column on its way to being understood.
type column struct {
	Column
	at       int
	key      string    // folded heading
	question *question // nil when it stands alone
	choice   string    // what the heading says after the question
	filled   int       // cells that are not empty
	marks    int       // cells that can be a mark
	zeros    int       // cells that say asked and not chosen
	only     string    // the one value it has; "" when there are more
	typed    bool      // what stands in it differs too much to be choices
}

// question is what several columns answer together, or one cell with a list.
type question struct {
	name    string
	key     string // folded name
	label   string
	columns []*column
	summary *column           // the column with the whole list in a cell
	state   instruments.State // what a mark says; "" is not known
	answers bool              // "nee" is an answer, not an empty box
	doubt   bool              // a mark may say either of two things
}

// wide reads a table of the survey kind; false when it is none.
func (r *reader) wide(g *grid, n int) bool {
	top := doubleHeading(g.rows, n)
	origin := originOf(top, g.rows[n+1:])
	s := &survey{
		reader: r, grid: g, top: top, body: g.rows[n+1:], origin: origin,
		told: map[int]int{}, header: r.above(g.rows[:n]),
	}
	if g.sheet == "" {
		g.heading = top.cells
	}
	r.known()
	before := len(r.problems)
	s.secondHeading()
	var set aside
	s.body, set = sortRows(origin, top, s.body)
	s.layout()
	if !s.recognised() {
		g.heading, r.problems = nil, r.problems[:before]
		return false
	}
	if isRepeat(top) {
		s.note(g, 0, -1, instruments.Text{NL: "dit blad hoort bij een herhaalde groep vragen en is niet gelezen", EN: "this sheet belongs to a repeated group of questions and was not read"}, instruments.Text{})
		return true
	}
	if r.result.Survey = s.origin; s.origin == "" {
		r.result.Survey = wideTable
	}
	s.tellAside(set)
	s.settle()
	for _, c := range s.columns {
		switch {
		case c.Use == useRespondent && !c.Sure: // whoever confirms it must see what stands in it
			c.Values = s.firstOf(c)
		case c.typed && c.Use != useActivity:
			c.Values = nil
		}
		r.result.Columns = append(r.result.Columns, c.Column)
	}
	if s.confirmed() {
		s.read()
	} else {
		s.check()
	}
	return true
}

// doubleHeading is row n with the headings of the row above it where it has
// none: SurveyMonkey writes the questions there, and only choices below.
func doubleHeading(rows []row, n int) row {
	top := rows[n]
	if n == 0 || rows[n-1].n != top.n-1 || top.cell(0) != "" {
		return top
	}
	above := rows[n-1]
	out := row{top.n, make([]string, max(len(top.cells), len(above.cells)))}
	for i := range out.cells {
		if out.cells[i] = top.cell(i); out.cells[i] == "" {
			out.cells[i] = above.cell(i)
		}
	}
	return out
}

// secondHeading takes Qualtrics' rows of question texts and import ids off.
func (s *survey) secondHeading() {
	at := importIDs(s.body)
	if s.origin != fromQualtrics || len(s.body) == 0 {
		return
	}
	if at == 1 || at < 0 && !s.dated(s.body[0]) {
		s.labels = s.body[0].cells
	}
	s.body = s.body[max(at+1, min(len(s.labels), 1)):]
}

// dated tells that a row of Qualtrics has the moment at which it was recorded,
// and so is an answer and not a row of question texts.
func (s *survey) dated(line row) bool {
	for i := range s.top.cells {
		if key := lastPart(s.top.cell(i)); key == "recordeddate" || key == "startdate" || key == "enddate" {
			return strings.ContainsAny(line.cell(i), "0123456789")
		}
	}
	return true
}

// recognised tells whether there is reason to read a table as a survey: the
// program that wrote it, what the user said of it, or activities in its
// heading.
func (s *survey) recognised() bool {
	if s.origin != "" {
		return true
	}
	known, who := map[instruments.ActivityID]bool{}, false
	for _, c := range s.columns {
		switch {
		case c.How == given:
			return true
		case c.Use == useRespondent:
			who = true
		case c.Use == useActivity && (c.marks == c.filled || c.How == byCode), c.Use == useList:
			known[c.Activity] = true
		}
	}
	return len(known) > 1 || who && len(known) > 0
}

// layout makes the columns and says of each what it seems to hold.
func (s *survey) layout() {
	for i := range s.width() {
		c := &column{at: i, Column: Column{Heading: s.top.cell(i)}}
		if i < len(s.labels) {
			c.Label = strings.TrimSpace(s.labels[i])
		}
		s.columns = append(s.columns, c)
	}
	s.unique()
	s.values()
	for _, c := range s.columns {
		s.recognise(c)
	}
	s.group()
	s.lists()
	s.instruct()
}

// width is that of the heading, or of a longer row that has something in it.
func (s *survey) width() int {
	n := len(s.top.cells)
	for n > 0 && s.top.cell(n-1) == "" {
		n--
	}
	for _, line := range s.body {
		for i := len(line.cells); i > n; i-- {
			if line.cell(i-1) != "" {
				n = i
			}
		}
	}
	return n
}

// letter is the name of a column in a spreadsheet.
func (c *column) letter() string {
	letter, _ := excelize.ColumnNumberToName(c.at + 1) // cannot fail: at most maxColumns
	return letter
}

// unique gives every column a heading of its own.
func (s *survey) unique() {
	seen := map[string]bool{}
	for _, c := range s.columns {
		if c.Heading == "" || seen[fold(c.Heading)] {
			c.Heading = strings.TrimSpace(c.Heading + " [" + c.letter() + "]")
		}
		c.key = fold(c.Heading)
		seen[c.key] = true
	}
}

// maxValues is how many different values of a column are shown.
const maxValues = 10

// values counts what stands in every column.
func (s *survey) values() {
	for _, c := range s.columns {
		c.Values = map[string]int{}
		for _, line := range s.body {
			v := line.cell(c.at)
			if v == "" {
				continue
			}
			c.filled++
			if c.Values != nil {
				c.Values[v]++
			}
			if len(c.Values) > maxValues || len(v) > 80 {
				c.Values = nil
			}
			if m := markOf(v); m != markUnknown {
				c.marks++
				if m == markZero || m == markNo {
					c.zeros++
				}
			}
		}
		if c.marks < c.filled && 2*len(c.Values) > c.filled {
			c.typed = true
		}
		for v := range c.Values {
			if c.only = v; len(c.Values) > 1 {
				c.only = ""
			}
		}
	}
}

// known are the names of activities, with those that a form in the same file
// gives them.
func (r *reader) known() {
	if r.names == nil {
		r.names = newNames(r.set)
	}
}

// numbered lists row numbers, the first few of many.
func numbered(rows []int) instruments.Text {
	var nl, en []string
	for _, n := range rows[:min(len(rows), 10)] {
		t := instruments.Textf("%d", "%d", n)
		nl, en = append(nl, t.NL), append(en, t.EN)
	}
	out := instruments.Text{NL: "rij " + strings.Join(nl, ", "), EN: "row " + strings.Join(en, ", ")}
	if more := len(rows) - len(nl); more > 0 {
		out.NL += instruments.Textf(" en nog %d", "", more).NL
		out.EN += instruments.Textf("", " and %d more", more).EN
	}
	return out
}

// claimed are the activities for which a mark in a sure column counts.
func (s *survey) claimed() map[instruments.ActivityID]bool {
	out := map[instruments.ActivityID]bool{}
	for _, c := range s.columns {
		if c.Use == useActivity && c.Sure {
			out[c.Activity] = true
		}
	}
	return out
}

// complete tells that every item of the checklist has its column, so that
// other columns cannot be activities.
func (s *survey) complete() bool {
	claimed := s.claimed()
	asked := items(s.set)
	return len(asked) > 0 && !slices.ContainsFunc(asked, func(id instruments.ActivityID) bool { return !claimed[id] })
}
