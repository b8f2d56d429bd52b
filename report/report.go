package report

import (
	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Audience is who a report is for; it decides how small a group may be shown.
type Audience string

// The two audiences.
const (
	Extern Audience = "extern" // outside the research team: groups below 5 are masked
	Intern Audience = "intern" // inside the team: groups below 3 are masked
)

// Threshold is the smallest group of persons or collaborations that is shown.
func (a Audience) Threshold() int {
	if a == Intern {
		return 3
	}
	return 5
}

// Label is the name of the audience.
func (a Audience) Label() instruments.Text {
	if a == Intern {
		return instruments.Text{NL: "intern", EN: "internal"}
	}
	return instruments.Text{NL: "extern", EN: "external"}
}

// ParseAudience reads "intern" or "extern"; empty is extern.
func ParseAudience(s string) (Audience, error) {
	switch Audience(s) {
	case Intern:
		return Intern, nil
	case Extern, "":
		return Extern, nil
	}
	return "", instruments.Refuse("",
		instruments.Textf("onbekende doelgroep %q", "unknown audience %q", instruments.Plain(s)),
		instruments.Text{NL: "kies intern of extern", EN: "choose intern or extern"})
}

// Options says how a report is made.
type Options struct {
	Lang     instruments.Lang // default: the study's language
	Audience Audience         // default Extern
	Version  string           // of the program, for the appendix
	// Quotes adds quotations with the speaker's role; only an internal report
	// whose corpus was loaded with texts can have them.
	Quotes bool
	// Without are the projects beside which the tables also count all others
	// ("zonder COSA 1-op-1"). Default: those that the taxonomy's notes on what
	// the literature expected name; an empty list that is not nil: none.
	Without []string
	// Layer is whose work counts, by the names of coding.Corpus.InLayer: "" is
	// the consensus where there is one. Build is given the whole study, and
	// takes the layer itself.
	Layer string
	// RoundOf reads the study as it was when a round of double coding was released
	// (study.CorpusOfRound): what coders changed after they had seen each other's
	// work is no longer independent. Without it the study as it is now is compared,
	// and the report says so.
	RoundOf func(id string) (*coding.Corpus, error)
}

// Report is a report ready to be written: everything in it is computed and
// protected. The same corpus and options give the same report.
type Report struct {
	Lang     instruments.Lang
	Audience Audience
	Version  string
	Info     coding.StudyInfo
	Layer    instruments.Text // whose work is counted; "" where there is no choice
	First    FirstPage
	Sections []Section
	// Codebook and Long feed the workbook; Long, the table of respondents by
	// activities, is nil in an external report.
	Codebook []coding.Code
	Long     *LongTable
	// Dyads are the single dyads with their reasons, for the workbook of an
	// internal report.
	Dyads []DyadLine
	// Audit says what disclosure control withheld, and what is left to guess.
	Audit  disclosure.Audit
	tables []analysis.Table // whole tables; the page shows views of them
}

// FirstPage is the page that is printed and passed round: figures, one chart,
// three sentences.
type FirstPage struct {
	Headlines []Headline
	Chart     *Chart
	Caption   instruments.Text
	Sentences []instruments.Text
	// Reliability says how much was coded twice and how far coders agree; "" when
	// nothing was.
	Reliability instruments.Text
}

// Headline is one large figure with what it is.
type Headline struct {
	Big   instruments.Text
	Label instruments.Text
	Note  instruments.Text
}

// Section answers one research question, or is a part of the appendix.
type Section struct {
	ID       string
	Title    instruments.Text
	Question instruments.Text
	Blocks   []Block
	Appendix bool
}

// Block is one piece of a section; exactly one of its fields is set.
type Block struct {
	Heading instruments.Text
	Para    instruments.Text
	List    []instruments.Text
	Chart   *Chart
	Table   *analysis.Table
	Terms   []Term
}

// Term is a name and what it stands for, of a list of definitions or facts.
type Term struct {
	Name, Value instruments.Text
}

// Tables are all tables of the report, whole and protected, in reading order.
func (r *Report) Tables() []analysis.Table {
	if r.tables != nil {
		return r.tables
	}
	var out []analysis.Table
	for _, s := range r.Sections {
		for _, b := range s.Blocks {
			if b.Table != nil {
				out = append(out, *b.Table)
			}
		}
	}
	return out
}

// Table returns the table with that id.
func (r *Report) Table(id string) (analysis.Table, bool) {
	for _, t := range r.Tables() {
		if t.ID == id {
			return t, true
		}
	}
	return analysis.Table{}, false
}
