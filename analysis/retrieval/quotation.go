package retrieval

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// contextLength is how many code points a quotation shows on each side where
// the text is at hand.
const contextLength = 160

// Quotation is a stretch of a document that was asked for.
type Quotation struct {
	Document instruments.DocumentID   `json:"document"`
	Kind     instruments.DocumentKind `json:"kind,omitempty"`
	Title    string                   `json:"title,omitempty"`
	Start    int                      `json:"start"` // code points, half open
	End      int                      `json:"end"`
	Text     string                   `json:"quotation"`

	Codings   []coding.CodingID `json:"codings"` // that make it up
	Codes     []coding.CodeID   `json:"codes"`   // of these, in the order of the codebook
	Coders    []coding.CoderID  `json:"coders"`  // of these, by name
	Memo      bool              `json:"memo"`    // one of these has a memo
	With      []coding.CodingID `json:"with,omitempty"`
	WithCodes []coding.CodeID   `json:"with_codes,omitempty"` // what OVERLAPS or SAME TURN met

	Turn    int                     `json:"turn"` // position of the turn in which it begins; -1 outside
	Speaker string                  `json:"speaker,omitempty"`
	Voice   instruments.SpeakerRole `json:"voice,omitempty"`

	// Of an interview; Project also of other documents.
	Respondent instruments.RespondentID   `json:"respondent,omitempty"`
	Type       instruments.RespondentType `json:"type,omitempty"`
	Role       instruments.Role           `json:"role,omitempty"`
	Project    string                     `json:"project,omitempty"`

	// Up to 160 code points around it where the corpus has texts, else the 32
	// that a coding keeps.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Order is how quotations are sorted; within it they stand in document order.
type Order string

// The orders.
const (
	ByDocument Order = "document" // by document, then place
	ByCode     Order = "code"     // the first code, in the order of the codebook
	ByProject  Order = "project"
	ByType     Order = "type" // in the order of the instruments
	ByCoder    Order = "coder"
	ByLength   Order = "length" // longest first
)

// Orders are all orders, in the order in which people are shown them.
func Orders() []Order { return []Order{ByDocument, ByCode, ByProject, ByType, ByCoder, ByLength} }

// Label is the order in words.
func (o Order) Label() instruments.Text {
	switch o {
	case ByCode:
		return instruments.Text{NL: "code", EN: "code"}
	case ByProject:
		return instruments.Text{NL: "project", EN: "project"}
	case ByType:
		return instruments.Text{NL: "respondenttype", EN: "respondent type"}
	case ByCoder:
		return instruments.Text{NL: "codeur", EN: "coder"}
	case ByLength:
		return instruments.Text{NL: "lengte, langste eerst", EN: "length, longest first"}
	}
	return instruments.Text{NL: "document en plaats", EN: "document and place"}
}

// quotations adds the quotations of the items found in one document.
func (s *scene) quotations(out []Quotation, id instruments.DocumentID, items []item) []Quotation {
	if len(items) == 0 {
		return out
	}
	p := s.place(id)
	if p.text == nil && p.doc.Text != "" {
		text := coding.NewSegmenter(&p.doc)
		p.text = &text
	}
	for _, it := range merged(items) {
		out = append(out, s.quotation(p, it))
	}
	return out
}

func (s *scene) quotation(p *place, it item) Quotation {
	q := Quotation{
		Document: p.doc.ID, Kind: p.doc.Kind, Title: p.doc.Title, Start: it.start, End: it.end, Turn: p.turn(it.start, it.end),
		Respondent: p.who.ID, Type: p.who.Type, Role: p.who.Role, Project: p.project(), Memo: slices.ContainsFunc(it.codings, s.noted),
	}
	q.Codings, q.Codes = s.named(it.codings)
	q.With, q.WithCodes = s.named(it.with)
	for _, i := range it.codings {
		q.Coders = append(q.Coders, s.codings[i].Coder)
	}
	slices.Sort(q.Coders)
	q.Coders = slices.Compact(q.Coders)
	if q.Turn >= 0 {
		q.Speaker, q.Voice = p.voice(it.start, it.end)
	}
	s.words(&q, p, it)
	return q
}

// named are the ids of codings, and their codes in the order of the codebook.
func (s *scene) named(list []int) (ids []coding.CodingID, codes []coding.CodeID) {
	var numbers []int
	for _, i := range list {
		ids, numbers = append(ids, s.codings[i].ID), append(numbers, s.code[i])
	}
	for _, n := range distinct(numbers) {
		codes = append(codes, s.order[n])
	}
	return ids, codes
}

// words fills in the words and those around them. The words are those the
// coding was made on; what stands around them in the text counts only when the
// text has them there.
func (s *scene) words(q *Quotation, p *place, it item) {
	k := &s.codings[it.codings[0]]
	for _, i := range it.codings { // the shortest one that holds the stretch
		if n := &s.codings[i]; n.Start <= it.start && it.end <= n.End && n.End-n.Start < k.End-k.Start {
			k = n
		}
	}
	from, to := it.start-k.Start, it.end-k.Start
	before, words, after := cut(k.Quotation, from, to)
	q.Text, q.Before, q.After = words, k.Prefix+before, after+k.Suffix
	if p.text == nil {
		return
	}
	there, ok := p.text.Between(it.start, it.end)
	if !ok || words != "" && there != words {
		return
	}
	q.Text = there
	q.Before, _ = p.text.Between(it.start-contextLength, it.start)
	q.After, _ = p.text.Between(it.end, it.end+contextLength)
	if it.start > contextLength {
		q.Before = fromWord(q.Before)
	}
	if utf8.RuneCountInString(q.After) == contextLength {
		q.After = toWord(q.After)
	}
}

// cut divides text at two places in code points; a place outside is the edge.
func cut(text string, from, to int) (before, words, after string) {
	a, b, n := len(text), len(text), 0
	for i := range text {
		if n == from {
			a = i
		}
		if n == to {
			b = i
			break
		}
		n++
	}
	return text[:a], text[a:max(a, b)], text[max(a, b):]
}

// fromWord leaves out the piece of a word with which context begins.
func fromWord(s string) string {
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[i:]
	}
	return s
}

// toWord leaves out the piece of a word with which context ends.
func toWord(s string) string {
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i]
	}
	return s
}

// arrange sorts quotations, which stand in document order.
func (s *scene) arrange(list []Quotation, by Order) {
	types := map[instruments.RespondentType]int{}
	for i, t := range s.set.Types {
		types[t.ID] = i - len(s.set.Types)
	}
	compare := map[Order]func(a, b *Quotation) int{
		ByCode:    func(a, b *Quotation) int { return cmp.Compare(s.codes[a.Codes[0]], s.codes[b.Codes[0]]) },
		ByProject: func(a, b *Quotation) int { return cmp.Compare(a.Project, b.Project) },
		ByType: func(a, b *Quotation) int {
			return cmp.Or(cmp.Compare(types[a.Type], types[b.Type]), cmp.Compare(a.Type, b.Type))
		},
		ByCoder:  func(a, b *Quotation) int { return slices.Compare(a.Coders, b.Coders) },
		ByLength: func(a, b *Quotation) int { return cmp.Compare(b.End-b.Start, a.End-a.Start) },
	}[by]
	if compare != nil {
		slices.SortStableFunc(list, func(a, b Quotation) int { return compare(&a, &b) })
	}
}
