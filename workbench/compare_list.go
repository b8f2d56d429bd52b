package workbench

import (
	"cmp"
	"net/url"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// itemView is the item of a list about which two coders differ.
type itemView struct {
	ID       string // of the difference
	Question instruments.Text
	Help     instruments.Text
	Values   []choice
}

// answerEvidence is what a coder's list quotes for an indicator.
type answerEvidence struct {
	instruments.Evidence
	Label instruments.Text
}

// list fills in a difference about an item of a list.
func (w *viewer) list(d *differenceView, e queued) {
	d.Item = w.item(e)
	d.Where = instruments.Textf("%s van %s", "%s of %s", listName(e.List), e.Subject)
	if e.List == instruments.IndicatorFilling {
		d.Href = "/lists/indicators/" + url.PathEscape(e.Subject)
	} else {
		d.Href = "/lists/activities/" + url.PathEscape(e.Subject)
	}
	d.Sides = []sideView{w.answered(e, "A", w.q.A, e.AnswerA), w.answered(e, "B", w.q.B, e.AnswerB)}
}

func listName(kind instruments.FillingKind) instruments.Text {
	if kind == instruments.IndicatorFilling {
		return instruments.Text{NL: "indicatorenlijst", EN: "indicator list"}
	}
	return instruments.Text{NL: "activiteitenlijst", EN: "activity list"}
}

func (w *viewer) item(e queued) *itemView {
	set := w.q.corpus.Instruments
	item := &itemView{ID: e.ID, Question: instruments.Same(e.Item)}
	if e.List == instruments.IndicatorFilling {
		if k, ok := set.List.Indicator(instruments.IndicatorID(e.Item)); ok {
			item.Question, item.Help = k.Label, k.Question
			for _, value := range k.Values {
				item.Values = append(item.Values, choice{string(value.ID), value.Label})
			}
		}
		item.Values = append(item.Values, choice{string(instruments.NotObserved), w.answerText(e.Difference, string(instruments.NotObserved))})
		return item
	}
	if a, ok := set.Taxonomy.Activity(instruments.ActivityID(e.Item)); ok {
		item.Question, item.Help = instruments.Textf("%s %s", "%s %s", a.ID, a.Label), a.Definition
	}
	for _, s := range []instruments.State{instruments.Mentioned, instruments.Denied, instruments.NotDiscussed} {
		item.Values = append(item.Values, choice{string(s), stateText(s)})
	}
	return item
}

// answerText says an answer in words.
func (w *viewer) answerText(d coding.Difference, answer string) instruments.Text {
	if d.List == instruments.IndicatorFilling {
		k, _ := w.q.corpus.Instruments.List.Indicator(instruments.IndicatorID(d.Item))
		return valueText(k, instruments.Value(answer))
	}
	return stateText(instruments.State(cmp.Or(answer, string(instruments.NotDiscussed))))
}

// answered is a coder's answer with what it rests on: the quotations in the list
// and the codings about it.
func (w *viewer) answered(e queued, name string, who coding.CoderID, answer string) sideView {
	s := w.side(name, who, w.codingsAbout(e, who))
	s.Answered, s.Answer = true, w.answerText(e.Difference, answer)
	f, ok := w.q.filling(e.List, e.Subject, who)
	if !ok {
		return s
	}
	for _, r := range f.Responses {
		if string(r.Activity) == e.Item {
			s.Remark = r.Remark
		}
	}
	for _, r := range f.Ratings {
		if string(r.Indicator) != e.Item {
			continue
		}
		s.Remark = r.Remark
		for _, said := range r.Evidence {
			s.Evidence = append(s.Evidence, answerEvidence{said, w.answerText(e.Difference, string(said.Value))})
		}
	}
	s.Notes = w.memos[string(coding.FillingKind)+"/"+f.ID]
	return s
}

// filling is the list of one coder.
func (q *queue) filling(kind instruments.FillingKind, subject string, who coding.CoderID) (instruments.Filling, bool) {
	id := instruments.FillingID(kind, subject, string(who))
	i, ok := slices.BinarySearchFunc(q.corpus.Fillings, id, func(f instruments.Filling, id string) int { return cmp.Compare(f.ID, id) })
	if !ok {
		return instruments.Filling{}, false
	}
	return q.corpus.Fillings[i], true
}

// answer is what a coder's list says about an item now.
func (q *queue) answer(d coding.Difference, who coding.CoderID) string {
	f, _ := q.filling(d.List, d.Subject, who)
	for _, r := range f.Responses {
		if string(r.Activity) == d.Item {
			return string(r.State)
		}
	}
	for _, r := range f.Ratings {
		if string(r.Indicator) == d.Item {
			return string(r.Value)
		}
	}
	return ""
}

// mostAbout is how many codings about an item a coder's side shows.
const mostAbout = 6

// codingsAbout are a coder's codings that speak for or against an item: of the
// activity in the respondent's interviews, or of the indicator and the dyad.
func (w *viewer) codingsAbout(e queued, who coding.CoderID) []coding.Coding {
	var out []coding.Coding
	for _, d := range w.q.corpus.Documents {
		if e.List == instruments.ActivityFilling && string(d.Respondent) != e.Subject {
			continue
		}
		if e.List == instruments.IndicatorFilling && !w.q.Round.Has(d.ID) {
			continue
		}
		for _, k := range codingsIn(w.q.corpus.Codings, d.ID) {
			if k.Coder == who && aboutItem(k, e) && len(out) < mostAbout {
				out = append(out, k)
			}
		}
	}
	return out
}

func aboutItem(k coding.Coding, e queued) bool {
	if e.List == instruments.IndicatorFilling {
		id, _, ok := k.Code.Indicator()
		return ok && string(id) == e.Item && string(k.Dyad) == e.Subject
	}
	a, ok := k.Code.Activity()
	return ok && string(a) == e.Item
}
