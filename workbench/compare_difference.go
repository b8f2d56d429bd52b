package workbench

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// differenceView is one difference as the page shows it: the text with what both
// coders marked, their codings and memos, and the definitions of the codes.
type differenceView struct {
	ID       string
	Number   int // in the queue, from 1
	Kind     instruments.Text
	Where    instruments.Text // document and turn, or list
	About    instruments.Text // the codes in short
	Here     string           // address of the page with this difference
	Document instruments.DocumentID
	Href     string // of the place in the document, or of the list
	Speaker  string
	Time     string
	IsList   bool
	Settled  *settledView
	Text     *stretchView
	Item     *itemView
	Sides    []sideView
	Others   []otherCoding
	Cards    []codeCard
}

// sideView is what one coder made of it.
type sideView struct {
	Letter   string // a or b, for the style
	Name     string // A or B
	Coder    coding.CoderID
	Codings  []sideCoding
	Answered bool
	Answer   instruments.Text
	Remark   string
	Evidence []answerEvidence
	Notes    []string // memos on the list
}

type sideCoding struct {
	coding.Coding
	Name    string
	Pattern int
	Words   string
	Href    string
	Memos   []string
}

// otherCoding is what stands in the text that is shown and is not at issue.
type otherCoding struct {
	Letter string
	Code   coding.CodeID
	Name   string
	Words  string
}

// codeCard is a code with its definition.
type codeCard struct {
	coding.Code
	Letters string // who used it: "A", "B" or "A B"
	Label   string
	Path    string
	Pattern int
}

// Bare: nobody defined it yet.
func (c codeCard) Bare() bool {
	return c.Definition.IsZero() && c.Include.IsZero() && c.Exclude.IsZero() && c.Example.IsZero()
}

// settledView is what was decided.
type settledView struct {
	ID      string
	Words   instruments.Text // "A (codeur1), beslist door codeur3"
	Short   instruments.Text // for the queue
	Comment string
	Changed bool
}

// viewer makes the views of one page of a queue.
type viewer struct {
	v     *visit
	q     *queue
	book  *shelved
	texts coding.Texts
	memos map[string][]string // by what they are about
}

// differenceViews are the differences from a place in the queue up to another.
func (v *visit) differenceViews(q *queue, from, to int) ([]differenceView, error) {
	book, err := v.shelf()
	if err != nil {
		return nil, err
	}
	w := &viewer{v: v, q: q, book: book, memos: map[string][]string{}}
	w.texts, _ = v.study.View(v.ctx()).(coding.Texts)
	for _, m := range q.corpus.Memos {
		if strings.HasPrefix(m.Target, string(coding.CodingKind)+"/") || strings.HasPrefix(m.Target, string(coding.FillingKind)+"/") {
			w.memos[m.Target] = append(w.memos[m.Target], m.Text)
		}
	}
	var out []differenceView
	for i := from; i < to; i++ {
		d, err := w.view(q.entries[i], i+1)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func (w *viewer) view(e queued, number int) (differenceView, error) {
	d := differenceView{ID: e.ID, Number: number, Kind: kindText(differenceKind(e.Difference)), Document: e.Document, IsList: e.List != ""}
	d.Here = w.q.address("/compare", append(w.v.chosenOfQueue(), "at", e.ID)...)
	d.Settled = w.settled(e)
	if d.IsList {
		w.list(&d, e)
	} else if err := w.text(&d, e); err != nil {
		return d, err
	}
	d.Cards = w.cards(e)
	d.About = w.about(e)
	return d, nil
}

// text fills in a difference about a stretch of text.
func (w *viewer) text(d *differenceView, e queued) error {
	d.Sides = []sideView{w.side("A", w.q.A, e.A), w.side("B", w.q.B, e.B)}
	doc, ok := w.q.corpus.Document(e.Document)
	title := instruments.Same(string(e.Document))
	if ok {
		title = instruments.Same(cmp.Or(doc.Title, string(doc.ID)))
		d.Href = "/documents/" + url.PathEscape(string(doc.ID)) + "?at=" + position(e.Start)
	}
	d.Where = title
	if i := turnAt(doc.Turns, e.Start); i >= 0 {
		d.Where = instruments.Textf("%s, beurt %d", "%s, turn %d", title, i+1)
		d.Speaker, d.Time = doc.Turns[i].Speaker, clockTime(doc.Turns[i].TimeMS)
	}
	var err error
	if d.Text, err = w.stretch(e); err == nil && d.Text != nil {
		d.Others = w.others(e, d.Text)
	}
	return err
}

// turnAt is the turn that holds a position, or the last before it; -1 for none.
func turnAt(turns []instruments.Turn, at int) int {
	found := -1
	for i, t := range turns {
		if t.Start <= at && (found < 0 || t.Start >= turns[found].Start) {
			found = i
		}
	}
	return found
}

func (w *viewer) side(name string, who coding.CoderID, list []coding.Coding) sideView {
	s := sideView{Letter: strings.ToLower(name), Name: name, Coder: who}
	for _, k := range list {
		s.Codings = append(s.Codings, w.coding(k))
	}
	return s
}

func (w *viewer) coding(k coding.Coding) sideCoding {
	chip := w.v.chip(w.book, k.Code, false)
	c := sideCoding{Coding: k, Name: chip.Name, Pattern: chip.Pattern, Words: shortened(k.Quotation, quotedWords), Href: codingHref(k)}
	if k.Memo != "" {
		c.Memos = append(c.Memos, k.Memo)
	}
	c.Memos = append(c.Memos, w.memos[string(coding.CodingKind)+"/"+string(k.ID)]...)
	return c
}

// others are the codings of both in the text that is shown which are not at
// issue.
func (w *viewer) others(e queued, s *stretchView) []otherCoding {
	var out []otherCoding
	for _, k := range w.q.parts.docs[e.Document].codings {
		letter := w.letter(k.Coder)
		if letter == "" || k.Start >= s.End || k.End <= s.Start || e.holds(k) {
			continue
		}
		out = append(out, otherCoding{letter, k.Code, w.v.chip(w.book, k.Code, false).Name, shortened(k.Quotation, 60)})
	}
	return out
}

// holds reports whether a coding is one of those at issue.
func (e queued) holds(k coding.Coding) bool {
	is := func(other coding.Coding) bool { return other.ID == k.ID }
	return slices.ContainsFunc(e.A, is) || slices.ContainsFunc(e.B, is)
}

// letter is A or B for the coders compared, "" for others.
func (w *viewer) letter(k coding.CoderID) string {
	switch k {
	case w.q.A:
		return "A"
	case w.q.B:
		return "B"
	}
	return ""
}

// cards are the codes at issue with their definitions: those of A first.
func (w *viewer) cards(e queued) []codeCard {
	var out []codeCard
	for _, id := range e.codes() {
		out = append(out, w.v.card(w.book, id, e.lettersOf(id)))
	}
	slices.SortStableFunc(out, func(a, b codeCard) int { return cmp.Compare(a.Letters, b.Letters) })
	return out
}

// card is a code with its definition; one that is no longer in the codebook has
// its id only.
func (v *visit) card(book *shelved, id coding.CodeID, letters string) codeCard {
	chip := v.chip(book, id, false)
	card := codeCard{Code: coding.Code{ID: id}, Letters: letters, Label: chip.Name, Pattern: chip.Pattern}
	if i, ok := book.at[id]; ok {
		card.Code, card.Path = book.Codes[i], codePath(book.Codebook, id, v.lang)
	}
	return card
}

func (e queued) lettersOf(id coding.CodeID) string {
	var out []string
	for i, list := range [][]coding.Coding{e.A, e.B} {
		if slices.ContainsFunc(list, func(k coding.Coding) bool { return k.Code == id }) {
			out = append(out, string(rune('A'+i)))
		}
	}
	return strings.Join(out, " ")
}

// about says the codes in short, or both answers.
func (w *viewer) about(e queued) instruments.Text {
	if e.List != "" {
		return instruments.Textf("A: %s · B: %s", "A: %s · B: %s", w.answerText(e.Difference, e.AnswerA), w.answerText(e.Difference, e.AnswerB))
	}
	var parts []string
	for i, list := range [][]coding.Coding{e.A, e.B} {
		var codes []string
		for _, k := range list {
			if short := shortCode(k.Code); !slices.Contains(codes, short) {
				codes = append(codes, short)
			}
		}
		if len(codes) == 0 {
			codes = []string{"–"}
		}
		parts = append(parts, string(rune('A'+i))+": "+strings.Join(codes, ", "))
	}
	return instruments.Same(strings.Join(parts, " · "))
}

// settled says what was decided; nil for an open difference.
func (w *viewer) settled(e queued) *settledView {
	if e.settled == nil {
		return nil
	}
	s := e.settled
	short := w.verdict(*s)
	return &settledView{ID: s.ID, Short: short, Words: instruments.Textf("Beslist: %s, door %s", "Settled: %s, by %s", short, s.By), Comment: s.Comment, Changed: e.changed}
}

func (w *viewer) verdict(s coding.Settlement) instruments.Text {
	switch {
	case s.Own && s.List != "":
		return instruments.Textf("eigen antwoord (%s)", "own answer (%s)", w.answerText(coding.Difference{List: s.List, Item: s.Item}, s.Answer))
	case s.Own:
		return instruments.Text{NL: "eigen versie", EN: "own version"}
	case len(s.Keep) > 1:
		return instruments.Text{NL: "beide", EN: "both"}
	case len(s.Keep) == 0:
		return instruments.Text{NL: "geen van beide", EN: "neither"}
	}
	if letter := w.letter(s.Keep[0]); letter != "" {
		return instruments.Textf("%s (%s)", "%s (%s)", letter, s.Keep[0])
	}
	return instruments.Same(string(s.Keep[0]))
}
