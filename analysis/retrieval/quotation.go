package retrieval

import (
	"cmp"
	"fmt"
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
	for _, it := range items {
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

// arranged are quotations, which stand in document order, in another order.
func (s *scene) arranged(list []Quotation, by Order) []Quotation {
	ranks := s.ranks(list, by)
	if ranks == nil {
		return list
	}
	order, out := make([]int, len(list)), make([]Quotation, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(ranks[i]-ranks[j], i-j) })
	for to, from := range order {
		out[to] = list[from]
	}
	return out
}

// ranks are the places of quotations in an order; nil for the order they have.
func (s *scene) ranks(list []Quotation, by Order) []int {
	switch by {
	case ByCode:
		return each(list, func(q *Quotation) int { return s.codes[q.Codes[0]] })
	case ByLength:
		return each(list, func(q *Quotation) int { return q.Start - q.End })
	case ByProject:
		return ranked(each(list, func(q *Quotation) string { return q.Project }))
	case ByCoder:
		return ranked(each(list, func(q *Quotation) string { return joined(q.Coders) }))
	case ByType:
		types := map[instruments.RespondentType]string{"": "\uffff"} // who has no type comes last
		for i, t := range s.set.Types {
			types[t.ID] = fmt.Sprintf("\x00%06d", i)
		}
		return ranked(each(list, func(q *Quotation) string { return cmp.Or(types[q.Type], string(q.Type)) }))
	}
	return nil
}

func each[T any](list []Quotation, of func(*Quotation) T) []T {
	out := make([]T, len(list))
	for i := range list {
		out[i] = of(&list[i])
	}
	return out
}

// joined are names as one, so that a list comes before a longer one.
func joined(coders []coding.CoderID) string {
	if len(coders) == 1 {
		return string(coders[0])
	}
	out := make([]string, len(coders))
	for i, c := range coders {
		out[i] = string(c)
	}
	return strings.Join(out, "\x00")
}

// ranked are the places of names in their own order.
func ranked(all []string) []int {
	place := map[string]int{}
	for _, name := range all {
		place[name] = 0
	}
	for i, name := range sortedKeys(place) {
		place[name] = i
	}
	out := make([]int, len(all))
	for i, name := range all {
		out[i] = place[name]
	}
	return out
}
