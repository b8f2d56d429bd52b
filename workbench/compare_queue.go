package workbench

import (
	"cmp"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// What the queue can be asked for: ?show=, ?kind= and ?sort=.
const (
	showOpen    = ""
	showSettled = "settled"
	showChanged = "changed"

	kindMissed   = "missed"
	kindBoundary = "boundary"
	kindCode     = "code"
	kindList     = "list"

	sortByCode = "code"
)

// queue is a comparison with the differences that are asked for, in order.
type queue struct {
	comparing
	corpus  *coding.Corpus
	parts   *comparedParts
	entries []queued
}

// queued is a difference in the queue: an open one, or one that was decided.
type queued struct {
	coding.Difference
	settled *coding.Settlement
	changed bool
}

// differenceKind is what sort of difference it is, as the address says it.
func differenceKind(d coding.Difference) string {
	switch d.Type {
	case coding.Boundary:
		return kindBoundary
	case coding.OtherCode:
		return kindCode
	case coding.Answer:
		return kindList
	}
	return kindMissed
}

func kindText(kind string) instruments.Text {
	switch kind {
	case kindBoundary:
		return instruments.Text{NL: "grens", EN: "boundary"}
	case kindCode:
		return instruments.Text{NL: "andere code", EN: "other code"}
	case kindList:
		return instruments.Text{NL: "lijst", EN: "list"}
	}
	return instruments.Text{NL: "gemist", EN: "missed"}
}

// queueOf compares, and puts what the address asks for in order.
func (v *visit) queueOf(c *coding.Corpus, of comparing) (*queue, error) {
	parts, err := v.settlings.of(v.ctx(), c, of)
	if err != nil {
		return nil, err
	}
	q := &queue{comparing: of, corpus: c, parts: parts}
	for _, e := range q.asked(v.query().Get("show")) {
		if kind := v.query().Get("kind"); kind == "" || kind == differenceKind(e.Difference) {
			q.entries = append(q.entries, e)
		}
	}
	if v.query().Get("sort") == sortByCode {
		q.sortByCode()
	} else {
		slices.SortStableFunc(q.entries, comparePlaces)
	}
	return q, nil
}

// asked are the open differences, the decided ones, or those of which the
// coders changed their work after the decision.
func (q *queue) asked(show string) []queued {
	var out []queued
	list := q.parts.whole.Done
	switch show {
	case showChanged:
		list = q.parts.whole.Changed
	case showSettled:
	default:
		for _, d := range q.parts.whole.Queue {
			out = append(out, queued{Difference: d})
		}
		return out
	}
	changed := map[string]bool{}
	for _, s := range q.parts.whole.Changed {
		changed[s.ID] = true
	}
	for i := range list {
		out = append(out, queued{q.difference(list[i]), &list[i], changed[list[i].ID]})
	}
	return out
}

// difference is what a decision was about, as the coders have it now.
func (q *queue) difference(s coding.Settlement) coding.Difference {
	d := coding.Difference{ID: s.ID, Document: s.Document, Start: s.Start, End: s.End, List: s.List, Subject: s.Subject, Item: s.Item}
	if s.List != "" {
		d.Type = coding.Answer
		d.AnswerA, d.AnswerB = q.answer(d, q.A), q.answer(d, q.B)
		return d
	}
	for _, k := range q.stand(s) {
		switch k.Coder {
		case q.A:
			d.A = append(d.A, k)
		case q.B:
			d.B = append(d.B, k)
		}
	}
	switch {
	case len(s.Codes) > 1:
		d.Type = coding.OtherCode
	case len(d.A) > 0 && len(d.B) > 0:
		d.Type = coding.Boundary
	default:
		d.Type = coding.Missed
	}
	return d
}

// stand are the codings that a decision is about, as they are now; of a document
// that was coded again since, as they were.
func (q *queue) stand(s coding.Settlement) []coding.Coding {
	var out []coding.Coding
	part, here := q.parts.docs[s.Document]
	if !here {
		for _, p := range s.Found {
			out = append(out, coding.Coding{Segment: coding.Segment{Document: s.Document, Start: p.Start, End: p.End}, Code: p.Code, Coder: p.Coder, Dyad: s.Dyad})
		}
		return out
	}
	for _, k := range part.codings {
		if k.Start < s.End && k.End > s.Start && k.Dyad == s.Dyad && slices.Contains(s.Codes, k.Code) {
			out = append(out, k)
		}
	}
	return out
}

// comparePlaces is the order by document: as the documents stand, then the lists.
func comparePlaces(a, b queued) int {
	return cmp.Or(compareBools(a.List != "", b.List != ""), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End),
		cmp.Compare(a.List, b.List), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Item, b.Item), cmp.Compare(a.ID, b.ID))
}

// sortByCode puts differences about the same code together, in the order of the
// codebook; those of lists by item.
func (q *queue) sortByCode() {
	order := make(map[coding.CodeID]int, len(q.corpus.Codebook.Codes))
	for i, c := range q.corpus.Codebook.Codes {
		order[c.ID] = i
	}
	first := func(e queued) int {
		least := len(order)
		for _, id := range e.codes() {
			if i, ok := order[id]; ok {
				least = min(least, i)
			}
		}
		return least
	}
	slices.SortStableFunc(q.entries, func(a, b queued) int {
		return cmp.Or(compareBools(a.List != "", b.List != ""), cmp.Compare(first(a), first(b)), cmp.Compare(a.Item, b.Item), comparePlaces(a, b))
	})
}

// codes are those that a difference is about.
func (e queued) codes() []coding.CodeID {
	if e.settled != nil {
		return e.settled.Codes
	}
	return e.Codes()
}

// queuePage is one page of the queue.
type queuePage struct {
	Heading, None instruments.Text
	Progress      progressView
	Mergeable     bool
	MergeAbout    instruments.Text
	Notes         []instruments.Text
	Choices       []queueChoice
	Address       string // of the queue as it is asked for, without a place in it
	Total, First  int
	Before, After string // addresses; "" for none
	Lines         []differenceView
	Current       string
}

// Last is the number of the last difference on the page.
func (p queuePage) Last() int { return p.First + len(p.Lines) - 1 }

// progressView counts a comparison.
type progressView struct{ Agreed, Settled, Open, Changed int }

// Done is what needs no decision any more.
func (p progressView) Done() int { return p.Agreed + p.Settled }

// All is at least one, so that a bar can be drawn of it.
func (p progressView) All() int { return max(p.Agreed+p.Settled+p.Open, 1) }

type queueChoice struct {
	Name   string
	Label  instruments.Text
	Now    string
	Values []choice
}

// queuePage is the page of a queue that holds the difference that is asked for:
// ?at=ID, of several the first that is there, else ?place=NUMBER.
func (v *visit) queuePage(q *queue) (queuePage, error) {
	w := q.parts.whole
	page := queuePage{Total: len(q.entries), Progress: progressView{w.Agreed, w.Settled, len(w.Queue), len(w.Changed)}}
	page.Choices, page.Address = v.queueChoices(), q.address("/compare", v.chosenOfQueue()...)
	page.Heading, page.None = v.queueHeading(page), v.noneInQueue(page)
	page.Mergeable, page.MergeAbout = mergeAbout(q)
	page.Notes = queueNotes(q)
	at := v.placeInQueue(q)
	from := at / differencesShown * differencesShown
	to := min(from+differencesShown, len(q.entries))
	page.First = from + 1
	if from > 0 {
		page.Before = q.address("/compare", append(v.chosenOfQueue(), "place", position(from+1-differencesShown))...)
	}
	if to < len(q.entries) {
		page.After = q.address("/compare", append(v.chosenOfQueue(), "place", position(to+1))...)
	}
	var err error
	if page.Lines, err = v.differenceViews(q, from, to); err == nil && len(page.Lines) > 0 {
		page.Current = page.Lines[at-from].ID
	}
	return page, err
}

// placeInQueue is the place of the difference that is asked for, from 0.
func (v *visit) placeInQueue(q *queue) int {
	for _, id := range v.query()["at"] {
		if i := slices.IndexFunc(q.entries, func(e queued) bool { return e.ID == id }); i >= 0 {
			return i
		}
	}
	return max(0, min(v.number("place", 1)-1, len(q.entries)-1))
}

// chosenOfQueue are the choices of the address.
func (v *visit) chosenOfQueue() []string {
	var out []string
	for _, c := range v.queueChoices() {
		out = append(out, c.Name, c.Now)
	}
	return out
}

func (v *visit) queueChoices() []queueChoice {
	return []queueChoice{
		choiceOf("show", v.query().Get("show"), instruments.Text{NL: "Tonen", EN: "Show"}, choice{showOpen, instruments.Text{NL: "open", EN: "open"}},
			choice{showSettled, instruments.Text{NL: "beslist", EN: "settled"}}, choice{showChanged, instruments.Text{NL: "veranderd na de beslissing", EN: "changed after the decision"}}),
		choiceOf("kind", v.query().Get("kind"), instruments.Text{NL: "Soort", EN: "Kind"}, choice{"", instruments.Text{NL: "alle", EN: "all"}},
			choice{kindMissed, kindText(kindMissed)}, choice{kindBoundary, kindText(kindBoundary)}, choice{kindCode, kindText(kindCode)}, choice{kindList, kindText(kindList)}),
		choiceOf("sort", v.query().Get("sort"), instruments.Text{NL: "Volgorde", EN: "Order"}, choice{"", instruments.Text{NL: "document", EN: "document"}}, choice{sortByCode, instruments.Text{NL: "code", EN: "code"}}),
	}
}

// choiceOf is a choice; what cannot be chosen is the first value.
func choiceOf(name, now string, label instruments.Text, values ...choice) queueChoice {
	if !slices.ContainsFunc(values, func(c choice) bool { return c.ID == now }) {
		now = values[0].ID
	}
	return queueChoice{name, label, now, values}
}

func (v *visit) queueHeading(p queuePage) instruments.Text {
	switch p.Choices[0].Now {
	case showSettled:
		return instruments.Textf("Beslist (%d)", "Settled (%d)", p.Total)
	case showChanged:
		return instruments.Textf("Veranderd na de beslissing (%d)", "Changed after the decision (%d)", p.Total)
	}
	return instruments.Textf("Verschillen (%d)", "Differences (%d)", p.Total)
}

func (v *visit) noneInQueue(p queuePage) instruments.Text {
	switch {
	case p.Choices[0].Now != showOpen || p.Choices[1].Now != "":
		return instruments.Text{NL: "Niets van deze soort.", EN: "Nothing of this kind."}
	case p.Progress.Agreed+p.Progress.Settled == 0:
		return instruments.Text{NL: "Er is nog niets te vergelijken: een van beiden codeerde deze documenten niet.", EN: "There is nothing to compare yet: one of the two did not code these documents."}
	}
	return instruments.Text{NL: "Over alle verschillen is beslist. Tabellen, classificatie en rapport tellen nu de consensus.", EN: "All differences are settled. Tables, classification and report now count the consensus."}
}
