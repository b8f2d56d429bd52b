package coding

import (
	"slices"

	"meerzicht/instruments"
)

// SettleAll decides about several differences of one round between the same two
// coders in one act, as after a meeting about an interview. The outcome is that
// of Settle with each verdict in turn; so are the refusals, and one of them
// refuses all. It reads the study once, where Settle reads it anew every time.
func SettleAll(v View, verdicts []Verdict) (Command, error) {
	if len(verdicts) == 0 {
		return Command{}, instruments.Refuse("", instruments.Text{NL: "er is niets te beslissen", EN: "there is nothing to decide"}, instruments.Text{})
	}
	first := verdicts[0]
	m, err := mergingOf(v, "consensus.settle", first.Round, first.A, first.B, commonPlace(verdicts))
	if err != nil {
		return Command{}, err
	}
	open := m.openDifferences()
	var later []decision
	for _, w := range verdicts {
		d, ok := open[w.Difference]
		delete(open, w.Difference)
		m.mayDecide(w, first, ok)
		switch {
		case m.err != nil:
			return Command{}, m.err
		case d.Type == Answer:
			m.settleAnswer(d, w)
		default:
			later = append(later, m.decide(d, w))
		}
	}
	m.carryOut(later)
	return m.done()
}

// decision is a verdict about codings whose settlement is not written yet.
type decision struct {
	about      Difference
	verdict    Verdict
	settlement int // place in desk.settlements
}

// commonPlace is the beginning that the ids of all differences have in common
// when they are about one document or list, else "".
func commonPlace(verdicts []Verdict) string {
	place := verdicts[0].Difference
	if len(place) < 8 {
		return ""
	}
	for _, w := range verdicts {
		if len(w.Difference) < 8 || w.Difference[:8] != place[:8] {
			return ""
		}
	}
	return place[:8]
}

func (m merging) openDifferences() map[string]Difference {
	out := map[string]Difference{}
	for _, id := range m.documents {
		for _, d := range m.paper(id).open {
			out[d.ID] = d
		}
	}
	for _, l := range m.lists {
		for _, d := range m.sheet(l).open {
			out[d.ID] = d
		}
	}
	return out
}

func (m merging) mayDecide(w, first Verdict, open bool) {
	switch {
	case w.By == "":
		m.refuse("", instruments.Text{NL: "de beslissing heeft geen naam", EN: "the decision has no name"}, instruments.Text{NL: "schrijf op wie dit beslist", EN: "write down who decides this"})
	case w.Round != first.Round || w.A != first.A || w.B != first.B:
		m.refuse("", instruments.Text{NL: "beslissingen van verschillende rondes of codeurs gaan niet in één keer", EN: "decisions of different rounds or coders do not go in one act"}, instruments.Text{})
	case !open:
		m.refuse("", instruments.Text{NL: "dit verschil is er niet meer", EN: "this difference is no longer there"},
			instruments.Text{NL: "ververs de lijst: er is al over beslist, of een codeur heeft iets veranderd", EN: "refresh the list: it was decided already, or a coder changed something"})
	}
}

// decide lays a decision about codings on the desk, so that what it is about is
// no longer open when the consensus is written.
func (m merging) decide(d Difference, w Verdict) decision {
	m.checkKeep(w)
	if w.Answer != "" || len(w.Own) > 0 && len(w.Keep) > 0 {
		m.refuse(string(d.Document), instruments.Text{NL: "kies één versie: van een codeur of een eigen", EN: "choose one version: a coder's or one of your own"}, instruments.Text{})
	}
	s := m.settlement(d, w)
	s.Found = append(parts(d.A), parts(d.B)...)
	sortParts(s.Found)
	m.settlements = append(m.settlements, s)
	return decision{d, w, len(m.settlements) - 1}
}

// carryOut writes decisions and what they make, and takes over what else is
// agreed in their documents.
func (m merging) carryOut(list []decision) {
	stands := map[instruments.DocumentID][]Coding{}
	for _, one := range list {
		if _, done := stands[one.about.Document]; !done {
			p := m.paper(one.about.Document)
			stands[p.id] = p.consensus
			m.document(p, p.consensus)
		}
	}
	for _, one := range list {
		s := m.settlements[one.settlement]
		for _, c := range m.version(one.about, one.verdict) {
			if id := m.share(c, stands[one.about.Document]); !slices.Contains(s.Made, id) {
				s.Made = append(s.Made, id)
			}
		}
		m.settlements[one.settlement] = s
		m.put(SettlementKind, s.ID, s)
	}
}
