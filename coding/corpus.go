package coding

import (
	"meerzicht/instruments"
)

// Corpus is a whole study as plain slices, in a fixed order: the only bridge
// from the study file to analysis and report. Nobody changes a Corpus.
type Corpus struct {
	Info         StudyInfo
	Instruments  *instruments.Set
	Codebook     Codebook
	Respondents  []instruments.Respondent // by id
	Trajectories []instruments.Trajectory // by id
	Documents    []instruments.Document   // by id; Text only when it was asked for
	Fillings     []instruments.Filling    // by id
	Codings      []Coding                 // by document, start, end, code, coder
	Coders       []Coder
	Memos        []Memo
	Overrides    []Override
	Rounds       []Round      // by id
	Settlements  []Settlement // by id
	Progress     []Progress   // by id: who is done with which document
	Groups       []Group      // by id
	Layer        Layer        // whose work this corpus counts; the zero Layer is everybody's, as it stands
}

// StudyInfo is what a study says about itself. Created and Changed are the UTC
// times of the first and last event (RFC 3339); they are the only times that
// appear in reports, so that the same study gives the same bytes.
type StudyInfo struct {
	Name     string           `json:"name"`
	Title    instruments.Text `json:"title"`
	Notice   instruments.Text `json:"notice"` // such as the fictief label; "" for real data
	Lang     instruments.Lang `json:"lang"`
	Template string           `json:"template"`
	Created  string           `json:"created"`
	Changed  string           `json:"changed"`
	Events   int64            `json:"events"`
	Head     string           `json:"head"` // hash of the last event, lower-case hex: the study hash
}

// Respondent returns the respondent with that id.
func (c *Corpus) Respondent(id instruments.RespondentID) (instruments.Respondent, bool) {
	for _, r := range c.Respondents {
		if r.ID == id {
			return r, true
		}
	}
	return instruments.Respondent{}, false
}

// Document returns the document with that id.
func (c *Corpus) Document(id instruments.DocumentID) (instruments.Document, bool) {
	for _, d := range c.Documents {
		if d.ID == id {
			return d, true
		}
	}
	return instruments.Document{}, false
}
