package coding

import (
	"slices"
	"strings"

	"meerzicht/instruments"
)

// Settling (vergelijken) is everything about the consensus of a round between two
// of its coders: how much they agree on, what is decided, and what is left. Of a
// document or list that a later round codes again it holds the counts, as they
// were when that round was opened, and the decisions.
type Settling struct {
	Round       Round        `json:"round"`
	A           CoderID      `json:"a"`
	B           CoderID      `json:"b"`
	Agreed      int          `json:"agreed"`      // stretches coded alike, and items answered alike
	Differences int          `json:"differences"` // that there are now, decided or not
	Settled     int          `json:"settled"`     // of those
	Queue       []Difference `json:"queue"`       // the others, by document and place, then by list
	Done        []Settlement `json:"done"`        // every decision of the round between the two, by id
	// Changed are the decisions about work that has changed since: they hold, but
	// somebody should look again.
	Changed []Settlement `json:"changed"`
	// Past is the part of the counts that is about what later rounds code again:
	// its open differences are not in the queue.
	Past PastPair `json:"past,omitzero"`
	// Notes say what is left out, such as lists that only one coder filled.
	Notes []instruments.Text `json:"notes,omitempty"`
}

// SettlingOf compares two coders of a round: with empty names its first two, with
// an empty round the latest. It refuses a round that is not there, coders who do
// not code in it, and a blind round that is not released: nobody may see what it
// would show. The corpus must hold documents and respondents for the lists to be
// found; one without them (study.WithoutDocuments) is compared by codings alone.
func SettlingOf(c *Corpus, round string, a, b CoderID) (Settling, error) {
	r, a, b, err := pairOf(c.Rounds, round, a, b)
	if err != nil {
		return Settling{}, err
	}
	if r.Blind && !r.Released {
		return Settling{}, instruments.Refuse("", instruments.Textf("ronde %s is blind en nog niet vrijgegeven", "round %s is blind and not released yet", r.ID),
			instruments.Text{NL: "vergelijken kan na het vrijgeven", EN: "compare after its release"})
	}
	return deskIn(c, r, a, b).settling(), nil
}

// pairOf is the round and the two coders that are meant.
func pairOf(rounds []Round, id string, a, b CoderID) (Round, CoderID, CoderID, error) {
	r, ok := Latest(rounds)
	if id != "" {
		i := slices.IndexFunc(rounds, func(r Round) bool { return r.ID == id })
		if ok = i >= 0; ok {
			r = rounds[i]
		}
	}
	switch {
	case !ok && id == "":
		return r, a, b, instruments.Refuse("", instruments.Text{NL: "er is nog geen ronde van dubbel coderen", EN: "there is no round of double coding yet"},
			instruments.Text{NL: "open eerst een ronde", EN: "open a round first"})
	case !ok:
		return r, a, b, instruments.Refuse("", instruments.Textf("ronde %q is er niet", "there is no round %q", instruments.Plain(id)), instruments.Text{})
	case len(r.Coders) < 2:
		return r, a, b, instruments.Refuse("", instruments.Textf("ronde %s heeft geen twee codeurs", "round %s does not have two coders", r.ID), instruments.Text{})
	}
	if a == "" && b == "" {
		a, b = r.Coders[0], r.Coders[1]
	}
	for _, k := range []CoderID{a, b} {
		if !r.Of(k) || a == b {
			return r, a, b, instruments.Refuse("", instruments.Textf("codeurs %q en %q zijn geen twee codeurs van ronde %s", "coders %q and %q are not two coders of round %s", instruments.Plain(string(a)), instruments.Plain(string(b)), r.ID), instruments.Text{})
		}
	}
	return r, a, b, nil
}

func (d *desk) settling() Settling {
	s := Settling{Round: d.round, A: d.a, B: d.b, Queue: []Difference{}, Changed: []Settlement{}, Past: d.round.Between(d.a, d.b)}
	s.Agreed, s.Differences, s.Settled = s.Past.Agreed, s.Past.Differences, s.Past.Settled
	for _, id := range d.documents {
		p := d.paper(id)
		s.Agreed += p.agreed
		s.Differences += len(p.differences)
		s.Settled += len(p.differences) - len(p.open)
		s.Queue = append(s.Queue, p.open...)
		s.Changed = append(s.Changed, p.changed...)
	}
	for _, l := range d.lists {
		p := d.sheet(l)
		s.Agreed += p.agreed
		s.Differences += p.differences
		s.Settled += p.differences - len(p.open)
		s.Queue = append(s.Queue, p.open...)
		s.Changed = append(s.Changed, p.changed...)
	}
	s.Done = only(d.settlements, d.between)
	slices.SortFunc(s.Changed, func(a, b Settlement) int { return strings.Compare(a.ID, b.ID) })
	s.Notes = d.notes()
	return s
}

// between reports whether a decision is about the work of the desk's two coders.
func (d *desk) between(s Settlement) bool {
	return slices.Contains(s.Coders, d.a) && slices.Contains(s.Coders, d.b)
}

// paper is one document on the desk.
type paper struct {
	id          instruments.DocumentID
	agreed      int
	differences []Difference
	open        []Difference // that no decision is about
	changed     []Settlement
	consensus   []Coding // what stands
	want        []Coding // what the two agree on and no decision is about
}

func (d *desk) paper(id instruments.DocumentID) paper {
	p := paper{id: id}
	all := d.codings[id]
	a, b := by(all, d.a), by(all, d.b)
	p.consensus = by(all, ConsensusCoder)
	decided := d.decided(id)
	t := comparison{}
	t.agree = func(a, b stretch) {
		p.agreed++
		if c := t.a.first(a); !decided.over(group{string(c.Dyad), string(c.Code)}, a.start, a.end) {
			var both Pair
			t.a.coding(a, &both.A)
			t.b.coding(b, &both.B)
			p.want = append(p.want, both.consensus())
		}
	}
	p.differences = t.compare(a, b)
	for _, one := range p.differences {
		if !decided.about(one) {
			p.open = append(p.open, one)
		}
	}
	p.changed = d.changed(id, a, b)
	return p
}

// settled reports whether nothing is open and what is agreed stands in the
// consensus.
func (p *paper) settled() bool {
	if len(p.open) > 0 {
		return false
	}
	stands := contents(p.consensus)
	return !slices.ContainsFunc(p.want, func(c Coding) bool { return !stands[contentOf(c)] })
}

// by are the codings of one coder.
func by(codings []Coding, coder CoderID) []Coding {
	return only(codings, func(c Coding) bool { return c.Coder == coder })
}

// consensus is the coding that stands for both. It carries nobody's memo, and a
// weight only when both gave the same.
func (p Pair) consensus() Coding {
	c := Coding{Segment: p.A.Segment, Code: p.A.Code, Dyad: p.A.Dyad, Coder: ConsensusCoder, Origin: ByAgreement}
	if c.Quotation == "" {
		c.Segment = p.B.Segment
	}
	if p.A.Weight == p.B.Weight {
		c.Weight = p.A.Weight
	}
	return c
}

// content is what makes two codings of one coder the same coding, whatever their
// ids.
type content struct {
	code       CodeID
	dyad       instruments.DyadID
	document   instruments.DocumentID
	start, end int
}

func contentOf(c Coding) content { return content{c.Code, c.Dyad, c.Document, c.Start, c.End} }

func contents(codings []Coding) map[content]bool {
	out := make(map[content]bool, len(codings))
	for _, c := range codings {
		out[contentOf(c)] = true
	}
	return out
}

// settledDocument reports whether a document of the round counts by its
// consensus: released, nothing open, everything agreed taken over, for the first
// two coders or for any other pair.
func (d *desk) settledDocument(id instruments.DocumentID) bool {
	return d.round.Released && d.anyPair(func() bool { p := d.paper(id); return p.settled() })
}

func (d *desk) settledList(key listKey) bool {
	i := slices.IndexFunc(d.lists, func(l roundList) bool { return l.listKey == key })
	return i >= 0 && d.round.Released && d.anyPair(func() bool { p := d.sheet(d.lists[i]); return p.settled() })
}

// anyPair is true when a condition holds for a pair of the round's coders.
func (d *desk) anyPair(holds func() bool) bool {
	a, b := d.a, d.b
	defer func() { d.a, d.b = a, b }()
	for i, a := range d.round.Coders {
		for _, b := range d.round.Coders[i+1:] {
			if d.a, d.b = a, b; holds() {
				return true
			}
		}
	}
	return false
}
