package workbench

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/coding/lexicon"
	"meerzicht/instruments"
)

// bulkScore is the score from which the page proposes to accept at once; scores
// go up in steps of five.
const bulkScore = 75

func suggestRoutes() []route {
	return []route{{"GET /part/suggestions", showSuggestions, routeRule{}}}
}

func suggestActs() map[string]act {
	return map[string]act{
		"suggestion.accept":       takes(acceptSuggestions),
		"suggestion.accept-above": takes(acceptAbove),
		"suggestion.reject":       takes(rejectSuggestion),
		"suggestion.restore":      takes(restoreSuggestion),
	}
}

// suggestionsShown is how many suggestions the panel lists at once; of more it
// lists those around the reader.
const suggestionsShown = 300

// suggestionsPart is the panel of suggestions of one document.
type suggestionsPart struct {
	Document instruments.DocumentID
	Open     []suggestionView // those listed
	First    int              // the place of the first of them among all
	Total    int
	All      suggestedCode // of all codes together
	Codes    []suggestedCode
	Rejected []rejectedView
	Above    int // the score that is proposed to accept from
}

type suggestionView struct {
	proposal
	Number string // of the rule, without its wording
	Marks  []instruments.Text
}

// suggestedCode is a code that has suggestions here.
type suggestedCode struct {
	ID    coding.CodeID
	Name  instruments.Text
	Count int
	// From is how many have at least each score, from leastScore in steps of
	// scoreStep; Sure leaves out those with a mark.
	From, Sure [scoreSteps]int
}

// The scores that can be chosen to accept from.
const (
	leastScore = 40
	scoreStep  = 5
	scoreSteps = (100-leastScore)/scoreStep + 1
)

// add counts a suggestion.
func (c *suggestedCode) add(score int, marked bool) {
	c.Count++
	for i := range c.From {
		if score >= leastScore+i*scoreStep {
			c.From[i]++
			if !marked {
				c.Sure[i]++
			}
		}
	}
}

type rejectedView struct {
	coding.Decision
	Name instruments.Text
	Here bool // the rules still find it, so taking it back shows it again
}

// showSuggestions renders the suggestions of a document: ?document=ID.
func showSuggestions(v *visit) error {
	d, err := v.open(instruments.DocumentID(v.r.URL.Query().Get("document")))
	if err != nil {
		return err
	}
	view := v.study.View(v.ctx())
	found, err := v.rules.find(view, d.Document, func() (string, error) { return d.model.slice(0, d.model.length()), nil })
	if err != nil {
		return err
	}
	book, err := v.codebook()
	if err != nil {
		return err
	}
	codings, err := v.study.CodingsIn(v.ctx(), d.ID)
	if err != nil {
		return err
	}
	rejected, err := rejections(view, d.ID, v.coder())
	if err != nil {
		return err
	}
	own := slices.DeleteFunc(codings, func(c coding.Coding) bool { return c.Coder != v.coder() })
	part := suggestionsPart{Document: d.ID, Above: bulkScore}
	near, err := strconv.Atoi(v.r.URL.Query().Get("near"))
	if err != nil {
		near = 0
	}
	part.fill(undecided(found, book, own, rejected), book, near)
	part.refused(rejected, found, book)
	return v.part("text", "suggestions", part)
}

// fill counts all open suggestions, and lists those around a position.
func (p *suggestionsPart) fill(open []proposal, book coding.Codebook, near int) {
	counts := map[coding.CodeID]*suggestedCode{}
	p.Total = len(open)
	around := 0
	for _, s := range open {
		c := counts[s.Code]
		if c == nil {
			c = &suggestedCode{}
			counts[s.Code] = c
		}
		marked := len(markTexts(s.Suggestion)) > 0
		c.add(s.Score, marked)
		p.All.add(s.Score, marked)
		if s.Start < near {
			around++
		}
	}
	p.First = max(0, min(around-suggestionsShown/2, len(open)-suggestionsShown))
	for _, s := range open[p.First:min(len(open), p.First+suggestionsShown)] {
		number, _, _ := strings.Cut(s.Rule, ": ")
		p.Open = append(p.Open, suggestionView{s, number, markTexts(s.Suggestion)})
	}
	for _, c := range book.Codes {
		if n := counts[c.ID]; n != nil {
			n.ID, n.Name = c.ID, c.Name
			p.Codes = append(p.Codes, *n)
		}
	}
}

func (p *suggestionsPart) refused(list []coding.Decision, found []lexicon.Suggestion, book coding.Codebook) {
	here := map[string]bool{}
	for _, s := range found {
		here[s.ID] = true
	}
	for _, d := range list {
		code, ok := book.Code(d.Code)
		p.Rejected = append(p.Rejected, rejectedView{d, code.Name, ok && here[suggestionID(d.Segment, d.Code)]})
	}
}

// markTexts are the reasons why a suggestion may be none, in words.
func markTexts(s lexicon.Suggestion) []instruments.Text {
	var out []instruments.Text
	add := func(set bool, t instruments.Text) {
		if set {
			out = append(out, t)
		}
	}
	add(s.Negated, instruments.Text{NL: "ontkend", EN: "denied"})
	add(s.OtherPerson, instruments.Text{NL: "van een ander", EN: "somebody else’s"})
	add(s.Planned, instruments.Text{NL: "alleen gepland", EN: "merely planned"})
	add(s.Outdone != "", instruments.Textf("%s past hier beter", "%s fits better here", shortCode(s.Outdone)))
	return out
}

// proposalsIn are the undecided suggestions of a document for the coder who
// acts, inside the writing transaction.
func (c changing) proposalsIn(id instruments.DocumentID) ([]proposal, error) {
	doc, ok, err := coding.Find[instruments.Document](c.View, coding.DocumentKind, string(id))
	if err != nil || !ok {
		return nil, cmp.Or(err, error(refused(http.StatusNotFound, instruments.Text{NL: "dit document is niet in het onderzoek", EN: "this document is not in the study"}, instruments.Text{})))
	}
	found, err := c.v.rules.find(c.View, doc, func() (string, error) { return c.wholeText(id) })
	if err != nil {
		return nil, err
	}
	codes, err := coding.All[coding.Code](c.View, coding.CodeKind)
	if err != nil {
		return nil, err
	}
	rejected, err := rejections(c.View, id, c.coder)
	if err != nil {
		return nil, err
	}
	own, err := c.ownCodings(id, found)
	return undecided(found, coding.TreeOf(codes), own, rejected), err
}

func (c changing) wholeText(id instruments.DocumentID) (string, error) {
	texts, ok := c.View.(coding.Texts)
	if !ok {
		return "", nil
	}
	in, _, err := texts.Segmenter(id)
	if err != nil {
		return "", err
	}
	text, _ := in.Between(0, int(^uint(0)>>1))
	return text, nil
}

// ownCodings are the acting coder's codings in a document with the codes of
// some suggestions.
func (c changing) ownCodings(id instruments.DocumentID, found []lexicon.Suggestion) ([]coding.Coding, error) {
	var out []coding.Coding
	seen := map[coding.CodeID]bool{}
	for _, s := range found {
		if seen[s.Code] {
			continue
		}
		seen[s.Code] = true
		codings, err := c.CodingsOf(s.Code)
		if err != nil {
			return nil, err
		}
		for _, k := range codings {
			if k.Document == id && k.Coder == c.coder {
				out = append(out, k)
			}
		}
	}
	return out, nil
}

type suggestionIDs struct {
	Document    instruments.DocumentID `json:"document"`
	Suggestions []string               `json:"suggestions"`
}

func acceptSuggestions(c changing, in suggestionIDs) (made, error) {
	open, err := c.proposalsIn(in.Document)
	if err != nil {
		return made{}, err
	}
	var take []proposal
	for _, id := range in.Suggestions {
		i := slices.IndexFunc(open, func(p proposal) bool { return p.ID == id })
		if i < 0 {
			return made{}, suggestionGone()
		}
		take = append(take, open[i])
	}
	return c.accept(in.Document, take)
}

func suggestionGone() error {
	return refused(http.StatusConflict, instruments.Text{NL: "dit voorstel staat niet meer open", EN: "this suggestion is no longer open"},
		instruments.Text{NL: "het is al overgenomen of afgewezen, of de woorden zijn al zo gecodeerd", EN: "it was accepted or rejected, or the words are coded so already"})
}

type acceptAboveIn struct {
	Document instruments.DocumentID `json:"document"`
	Code     coding.CodeID          `json:"code"`  // "" = all codes
	Score    int                    `json:"score"` // from this score on
	Marked   bool                   `json:"marked"`
}

// acceptAbove accepts all suggestions of a document from a score on. Marked
// ones only when asked.
func acceptAbove(c changing, in acceptAboveIn) (made, error) {
	open, err := c.proposalsIn(in.Document)
	if err != nil {
		return made{}, err
	}
	take := slices.DeleteFunc(open, func(p proposal) bool {
		return p.Score < in.Score || in.Code != "" && p.Code != in.Code || p.Marked() && !in.Marked
	})
	if len(take) == 0 {
		return made{said: instruments.Text{NL: "Er is geen voorstel dat daaraan voldoet.", EN: "No suggestion meets that."}}, nil
	}
	return c.accept(in.Document, take)
}

// accept makes codings by the acting coder; they keep the rule that found them.
// Suggestions of one code that overlap are accepted each.
func (c changing) accept(id instruments.DocumentID, take []proposal) (made, error) {
	dyad, err := c.onlyDyad(id)
	if err != nil {
		return made{}, err
	}
	codings := make([]coding.Coding, len(take))
	for i, p := range take {
		k := coding.Coding{Segment: p.Segment, Code: p.Code, Coder: c.coder, Origin: coding.FromLexicon, Rule: p.Rule, Matched: p.Matched}
		if _, _, ok := p.Code.Indicator(); ok {
			k.Dyad = dyad
		}
		codings[i] = k
	}
	said := instruments.Textf("Voorstel overgenomen: %s", "Suggestion accepted: %s", shortCode(take[0].Code))
	if len(take) > 1 {
		said = instruments.Textf("%d voorstellen overgenomen", "%d suggestions accepted", len(take))
	}
	return one(said)(coding.AddCodings(c.View, codings...))
}

// onlyDyad is the dyad that the respondent of a document speaks about, when it
// can be one only.
func (c changing) onlyDyad(id instruments.DocumentID) (instruments.DyadID, error) {
	doc, _, err := coding.Find[instruments.Document](c.View, coding.DocumentKind, string(id))
	if err != nil {
		return "", err
	}
	who, ok, err := coding.Find[instruments.Respondent](c.View, coding.RespondentKind, string(doc.Respondent))
	if err != nil || !ok {
		return "", err
	}
	fillings, err := coding.All[instruments.Filling](c.View, coding.FillingKind)
	if err != nil {
		return "", err
	}
	only := instruments.DyadID("")
	for _, f := range fillings {
		if f.Kind != instruments.IndicatorFilling || !slices.Contains(who.Trajectories, f.Dyad.Trajectory) {
			continue
		}
		if only != "" && only != f.Dyad.ID {
			return "", nil
		}
		only = f.Dyad.ID
	}
	return only, nil
}

type rejectIn struct {
	Document   instruments.DocumentID `json:"document"`
	Suggestion string                 `json:"suggestion"`
	Reason     string                 `json:"reason"`
}

// rejectSuggestion remembers that the acting coder does not want a suggestion.
// Each coder decides alone, so that double coding stays independent.
func rejectSuggestion(c changing, in rejectIn) (made, error) {
	open, err := c.proposalsIn(in.Document)
	if err != nil {
		return made{}, err
	}
	i := slices.IndexFunc(open, func(p proposal) bool { return p.ID == in.Suggestion })
	if i < 0 {
		return made{}, suggestionGone()
	}
	p := open[i]
	id := coding.NewCodingID(coding.Coding{Segment: p.Segment, Code: p.Code, Coder: c.coder})
	said := instruments.Textf("Voorstel afgewezen: %s", "Suggestion rejected: %s", shortCode(p.Code))
	return one(said)(coding.RejectSuggestion(c.View, coding.Decision{ID: string(id), Segment: p.Segment, Code: p.Code, Rule: p.Rule, By: c.coder, Reason: in.Reason}))
}

type restoreIn struct {
	Decisions []string `json:"decisions"`
}

func restoreSuggestion(c changing, in restoreIn) (made, error) {
	return one(instruments.Text{NL: "Afwijzing teruggenomen", EN: "Rejection taken back"})(coding.RestoreSuggestion(c.View, in.Decisions...))
}
