package coding

import (
	"bytes"
	"slices"

	"meerzicht/instruments"
)

// MergeAgreed takes what two coders of a released round agree on over into the
// consensus: their agreed codings become codings of coder "consensus" with origin
// ByAgreement, and a list with nothing open becomes a consensus filling. Codings
// of that origin that no longer are agreed go, and so does a filling of a list
// that has something open again. What a Settlement decided is never touched, nor
// what a person made or changed in the consensus. Done twice it changes nothing.
//
// Empty names are the round's first two coders, an empty round is the latest. A
// round whose documents are all coded again in a later one is refused.
//
// With three coders or more each pair is compared, merged and settled by itself,
// into one consensus. A coding stays as long as any two coders of the round agree
// on it, so merging every pair, in whatever order, takes over what two or more
// have. A decision holds for all pairs: no other pair's agreement is taken over
// against it, and no other pair is asked again. Of a list the pair that was merged
// last and has nothing open counts; a pair with something open takes nothing away.
func MergeAgreed(v View, round string, a, b CoderID) (Command, error) {
	m, err := mergingOf(v, "consensus.merge", round, a, b, "")
	if err != nil {
		return Command{}, err
	}
	for _, id := range m.documents {
		p := m.paper(id)
		m.document(p, p.consensus)
	}
	for _, l := range m.lists {
		m.list(m.sheet(l))
	}
	return m.done()
}

// merging is a desk whose consensus is being written.
type merging struct {
	*draft
	*desk
}

// mergingOf is the desk of a released round; only narrows it down (deskOf).
func mergingOf(v View, kind, round string, a, b CoderID, only string) (merging, error) {
	rounds, err := All[Round](v, RoundKind)
	if err != nil {
		return merging{}, err
	}
	r, a, b, err := pairOf(rounds, round, a, b)
	if err != nil {
		return merging{}, err
	}
	if !r.Released {
		return merging{}, instruments.Refuse("", instruments.Textf("ronde %s is nog niet vrijgegeven", "round %s is not released yet", r.ID),
			instruments.Text{NL: "geef de ronde vrij als iedereen klaar is", EN: "release the round when everybody is done"})
	}
	d, err := deskOf(v, r, rounds, only)
	if err != nil {
		return merging{}, err
	}
	if only == "" && len(d.documents) == 0 && len(d.lists) == 0 {
		return merging{}, instruments.Refuse("", instruments.Textf("alle documenten van ronde %s zijn in een latere ronde opnieuw gecodeerd", "all documents of round %s are coded again in a later round", r.ID),
			instruments.Text{NL: "neem de laatste ronde", EN: "take the latest round"})
	}
	d.a, d.b = a, b
	return merging{newDraft(v, kind), d}, nil
}

// document brings the consensus of a document up to date; stands is what is in it.
func (m merging) document(p paper, stands []Coding) {
	have, want := contents(stands), m.wanted(p)
	for _, c := range p.want {
		if !have[contentOf(c)] {
			m.make(c)
		}
	}
	for _, c := range stands {
		if c.Origin != ByAgreement || want[contentOf(c)] {
			continue
		}
		if m.madeBySettling(c.ID) {
			c.Origin = BySettling
			m.put(CodingKind, string(c.ID), c)
		} else {
			m.put(CodingKind, string(c.ID), nil)
		}
	}
}

// wanted are the contents of what the two agree on, and where the round has more
// coders, of what any two of them do.
func (m merging) wanted(p paper) map[content]bool {
	out := contents(p.want)
	if len(m.round.Coders) == 2 {
		return out
	}
	m.anyPair(func() bool {
		for _, c := range m.paper(p.id).want {
			out[contentOf(c)] = true
		}
		return false
	})
	return out
}

func (m merging) madeBySettling(id CodingID) bool {
	return slices.ContainsFunc(m.settlements, func(s Settlement) bool { return slices.Contains(s.Made, id) })
}

// make adds a coding to the consensus and returns its id.
func (m merging) make(c Coding) CodingID {
	m.coder(ConsensusCoder)
	c.ID = m.freeID(c)
	m.put(CodingKind, string(c.ID), c)
	return c.ID
}

// list brings the consensus of a list up to date.
func (m merging) list(p sheet) {
	f, whole := p.merged()
	switch {
	case whole:
		m.coder(ConsensusCoder)
		m.put(FillingKind, f.ID, f)
	case p.consensus != nil && !p.byHand() && p.a != nil && p.b != nil && !m.ofAnotherPair(p):
		m.put(FillingKind, p.consensus.ID, nil)
	}
}

// ofAnotherPair reports whether the consensus of a list is that of what two other
// coders have now.
func (m merging) ofAnotherPair(p sheet) bool {
	stands, err := Canonical(p.consensus)
	return err == nil && len(m.round.Coders) > 2 && m.anyPair(func() bool {
		other := m.sheet(p.roundList)
		f, whole := other.merged()
		now, err := Canonical(f)
		return whole && err == nil && bytes.Equal(now, stands)
	})
}

// Verdict (oordeel) is what a person decides about one difference: whose version
// holds, or a version of its own.
type Verdict struct {
	Difference string    `json:"difference"` // its ID
	Round      string    `json:"round"`      // "" = the latest
	A          CoderID   `json:"a"`          // whom the difference is between; "" = the round's first two
	B          CoderID   `json:"b"`
	Keep       []CoderID `json:"keep"`    // A, B, both, or none; of both that used one code the stretches become one
	Own        []Coding  `json:"own"`     // segment, code and dyad; instead of Keep
	Answer     string    `json:"answer"`  // to an item of a list, instead of Keep
	Comment    string    `json:"comment"` // why
	By         CoderID   `json:"by"`      // who decided
}

// Settle decides about a difference: it writes a Settlement, and the codings that
// hold to the consensus with origin BySettling (one that stands there already is
// shared). What else is agreed in the document is taken over with it, and when it
// was the last open item of a list, the consensus filling is written. It refuses a
// difference that is not there (any more), one that was decided already, a
// decision without a name, and versions that make no sense.
func Settle(v View, w Verdict) (Command, error) {
	place := w.Difference
	if len(place) > 8 {
		place = place[:8]
	}
	if place == "" {
		place = "-"
	}
	m, err := mergingOf(v, "consensus.settle", w.Round, w.A, w.B, place)
	if err != nil {
		return Command{}, err
	}
	m.cmd.Reason = w.Comment
	if w.By == "" {
		m.refuse("", instruments.Text{NL: "de beslissing heeft geen naam", EN: "the decision has no name"}, instruments.Text{NL: "schrijf op wie dit beslist", EN: "write down who decides this"})
	}
	d, ok := m.find(w.Difference)
	switch {
	case m.err != nil:
	case !ok:
		m.refuse("", instruments.Text{NL: "dit verschil is er niet meer", EN: "this difference is no longer there"},
			instruments.Text{NL: "ververs de lijst: er is al over beslist, of een codeur heeft iets veranderd", EN: "refresh the list: it was decided already, or a coder changed something"})
	case d.Type == Answer:
		m.settleAnswer(d, w)
	default:
		m.settleCodings(d, w)
	}
	return m.done()
}

// find is the open difference with that id.
func (m merging) find(id string) (Difference, bool) {
	var open []Difference
	for _, document := range m.documents {
		p := m.paper(document)
		open = append(open, p.open...)
	}
	for _, l := range m.lists {
		open = append(open, m.sheet(l).open...)
	}
	if i := slices.IndexFunc(open, func(d Difference) bool { return d.ID == id }); i >= 0 {
		return open[i], true
	}
	return Difference{}, false
}

// settlement is the decision about a difference without what was decided.
func (m merging) settlement(d Difference, w Verdict) Settlement {
	return Settlement{
		ID: m.freeSettlement(m.round.ID, d.ID), Round: m.round.ID, Difference: d.ID, Coders: []CoderID{m.a, m.b},
		Document: d.Document, Dyad: d.Dyad, Start: d.Start, End: d.End, Codes: d.Codes(), List: d.List, Subject: d.Subject, Item: d.Item,
		Keep: w.Keep, Own: len(w.Own) > 0, By: w.By, Comment: w.Comment,
	}
}

// checkKeep refuses to keep somebody's version twice, or that of a third.
func (m merging) checkKeep(w Verdict) {
	for i, k := range w.Keep {
		if k != m.a && k != m.b || slices.Contains(w.Keep[:i], k) {
			m.refuse("", instruments.Textf("het verschil is niet van %q, of die is twee keer genoemd", "the difference is not %q's, or they are named twice", instruments.Plain(string(k))), instruments.Text{})
		}
	}
}

func (m merging) settleCodings(d Difference, w Verdict) {
	m.checkKeep(w)
	if w.Answer != "" || len(w.Own) > 0 && len(w.Keep) > 0 {
		m.refuse(string(d.Document), instruments.Text{NL: "kies één versie: van een codeur of een eigen", EN: "choose one version: a coder's or one of your own"}, instruments.Text{})
	}
	s := m.settlement(d, w)
	s.Found = append(parts(d.A), parts(d.B)...)
	sortParts(s.Found)
	m.settlements = append(m.settlements, s)
	p := m.paper(d.Document)
	stands := p.consensus
	m.document(p, stands)
	for _, c := range m.version(d, w) {
		s.Made = append(s.Made, m.share(c, stands))
	}
	m.put(SettlementKind, s.ID, s)
}

// version are the codings that a verdict puts into the consensus.
func (m merging) version(d Difference, w Verdict) []Coding {
	var out []Coding
	for _, c := range w.Own {
		out = append(out, m.own(d, c))
	}
	for _, k := range w.Keep {
		side := d.A
		if k == m.b {
			side = d.B
		}
		out = append(out, side...)
	}
	for i := range out {
		c := out[i]
		out[i] = Coding{Segment: c.Segment, Code: c.Code, Dyad: c.Dyad, Weight: c.Weight, Coder: ConsensusCoder, Origin: BySettling}
	}
	return unite(out)
}

// own checks a coding of the person's own.
func (m merging) own(d Difference, c Coding) Coding {
	if c.Document == "" {
		c.Document = d.Document
	}
	if c.Document != d.Document {
		m.refuse(string(d.Document), instruments.Text{NL: "de eigen codering hoort bij een ander document", EN: "your own coding is of another document"}, instruments.Text{})
	}
	if _, texts := m.view.(Texts); texts && c.Quotation == "" && m.err == nil {
		c.Segment, m.err = SegmentIn(m.view, c.Document, c.Start, c.End)
	}
	if _, _, indicator := c.Code.Indicator(); indicator && c.Dyad == "" {
		c.Dyad = d.Dyad
	}
	known := knownThings{draft: m.draft, codable: map[CodeID]bool{}}
	known.check(c)
	return c
}

// share is the id of a coding in the consensus, which is made when it is not
// there, nor on its way.
func (m merging) share(c Coding, stands []Coding) CodingID {
	for _, have := range stands {
		if ch, drafted := m.at[[2]string{string(CodingKind), string(have.ID)}]; contentOf(have) == contentOf(c) && (!drafted || m.cmd.Changes[ch].After != nil) {
			return have.ID
		}
	}
	id := NewCodingID(c)
	if at, drafted := m.at[[2]string{string(CodingKind), string(id)}]; drafted && m.err == nil {
		if m.cmd.Changes[at].After == nil { // no longer agreed, but decided now
			c.ID = id
			m.put(CodingKind, string(id), c)
		}
		return id
	}
	return m.make(c)
}

func (m merging) settleAnswer(d Difference, w Verdict) {
	m.checkKeep(w)
	s := m.settlement(d, w)
	s.Found = []Part{{Coder: m.a, Answer: d.AnswerA}, {Coder: m.b, Answer: d.AnswerB}}
	sortParts(s.Found)
	switch {
	case len(w.Own) > 0 || (w.Answer == "") == (len(w.Keep) != 1):
		m.refuse(d.Subject, instruments.Text{NL: "van een lijst geldt één antwoord: dat van een codeur of een eigen", EN: "one answer of a list holds: a coder's or one of your own"}, instruments.Text{})
	case w.Answer != "":
		s.Own, s.Answer = true, w.Answer
		m.checkAnswer(d, w.Answer)
	case w.Keep[0] == m.a:
		s.Answer = d.AnswerA
	default:
		s.Answer = d.AnswerB
	}
	m.settlements = append(m.settlements, s)
	m.put(SettlementKind, s.ID, s)
	for _, l := range m.lists {
		if l.kind == d.List && l.subject == d.Subject {
			m.list(m.sheet(l))
		}
	}
}

// checkAnswer refuses an answer that the list does not know.
func (m merging) checkAnswer(d Difference, answer string) {
	known := []string{string(instruments.Mentioned), string(instruments.Denied), string(instruments.NotDiscussed)}
	if d.List == instruments.IndicatorFilling {
		set, ok, err := Find[instruments.Set](m.view, SetKind, SetID)
		if err != nil && m.err == nil {
			m.err = err
		}
		known = []string{string(instruments.NotObserved), d.AnswerA, d.AnswerB}
		for _, k := range set.List.Indicators {
			for _, value := range k.Values {
				if string(k.ID) == d.Item {
					known = append(known, string(value.ID))
				}
			}
		}
		if !ok {
			return
		}
	}
	if !slices.Contains(known, answer) {
		m.refuse(d.Subject, instruments.Textf("%q is geen antwoord op %s", "%q is no answer to %s", instruments.Plain(answer), d.Item), instruments.Text{})
	}
}

// Reopen takes a decision back: its codings leave the consensus, except those
// that another decision made too, and its list loses its consensus filling. What
// it was about is compared anew. It refuses a decision that is not there, and one
// about work that a later round does again.
func Reopen(v View, settlement string) (Command, error) {
	s, ok, err := Find[Settlement](v, SettlementKind, settlement)
	if err != nil {
		return Command{}, err
	}
	if !ok || len(s.Coders) != 2 {
		return Command{}, instruments.Refuse("", instruments.Text{NL: "deze beslissing is er niet", EN: "there is no such decision"}, instruments.Text{})
	}
	place := placeHash(string(s.Document), "")
	if s.List != "" {
		place = placeHash(string(s.List), s.Subject)
	}
	m, err := mergingOf(v, "consensus.reopen", s.Round, s.Coders[0], s.Coders[1], place)
	if err != nil {
		return Command{}, err
	}
	if len(m.documents)+len(m.lists) == 0 {
		m.refuse("", instruments.Text{NL: "dit is in een latere ronde opnieuw gecodeerd; de beslissing hoort bij de vorige", EN: "this is coded again in a later round; the decision belongs to the one before"}, instruments.Text{})
	}
	m.settlements = slices.DeleteFunc(m.settlements, func(o Settlement) bool { return o.ID == s.ID })
	m.put(SettlementKind, s.ID, nil)
	for _, id := range m.documents {
		p := m.paper(id)
		m.document(p, m.unmake(s, p))
	}
	for _, l := range m.lists {
		m.list(m.sheet(l))
	}
	return m.done()
}

// unmake takes away what a decision made; it returns what then stands in the
// consensus.
func (m merging) unmake(s Settlement, p paper) []Coding {
	want := m.wanted(p)
	return slices.DeleteFunc(p.consensus, func(c Coding) bool {
		if c.Origin != BySettling || !slices.Contains(s.Made, c.ID) || m.madeBySettling(c.ID) {
			return false
		}
		if want[contentOf(c)] { // both have it now
			c.Origin = ByAgreement
			m.put(CodingKind, string(c.ID), c)
			return false
		}
		m.put(CodingKind, string(c.ID), nil)
		return true
	})
}
