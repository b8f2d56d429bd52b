package coding

import (
	"slices"
	"strconv"

	"meerzicht/instruments"
)

// OpenRound opens a round of double coding; an empty id becomes the next number.
// It refuses a round without documents, with fewer than two coders, with
// documents that are not there, with anything named twice, with coders who are no
// persons, and while another round is not released. Coders who are not known yet
// are made.
//
// Documents that an earlier round had are coded again from the start: the round's
// coders' codings of them and their progress are taken away, and with Lists their
// fillings of the lists about the same respondents and dyads. What they had stays
// in the log and with study.CorpusOfRound. Documents that no round had keep what
// is there. What the earlier rounds counted there is kept with them (Round.Past),
// so that their figures do not change.
//
// A consensus about the documents moves to the coder ConsensusOf(round it is of),
// with its decisions, and goes on counting (Round.Standing) until the new round is
// settled, provided that it was settled itself.
func OpenRound(v View, r Round) (Command, error) {
	d := newDraft(v, "round.open")
	rounds, err := All[Round](v, RoundKind)
	if err != nil {
		return Command{}, err
	}
	d.checkRound(&r, byNumber(rounds))
	d.checkLookalikes(r.Coders)
	if d.err != nil {
		return Command{}, d.err
	}
	for _, k := range r.Coders {
		d.coder(k)
	}
	o := opening{draft: d, round: &r, earlier: byNumber(rounds)}
	if err := o.again(); err != nil {
		return Command{}, err
	}
	d.put(RoundKind, r.ID, r)
	return d.done()
}

// checkRound refuses a round that cannot be opened and fills in its id.
func (d *draft) checkRound(r *Round, rounds []Round) {
	next := "1"
	if n := len(rounds); n > 0 {
		last := rounds[n-1]
		next = strconv.Itoa(roundNumber(last.ID) + 1)
		if !last.Released {
			d.refuse("", instruments.Textf("ronde %s loopt nog", "round %s is still open", last.ID), instruments.Text{NL: "geef die eerst vrij", EN: "release it first"})
		}
	}
	if r.ID == "" {
		r.ID = next
	}
	r.Released, r.Standing, r.Past = false, nil, nil
	if r.ID != next {
		d.refuse("", instruments.Textf("ronde %q kan niet; de volgende is ronde %s", "round %q cannot be opened; the next is round %s", instruments.Plain(r.ID), next), instruments.Text{})
	}
	if len(r.Documents) == 0 {
		d.refuse("", instruments.Text{NL: "de ronde heeft geen documenten", EN: "the round has no documents"},
			instruments.Text{NL: "kies welke documenten dubbel gecodeerd worden", EN: "choose the documents to be coded twice"})
	}
	d.checkCoders(r.Coders)
	for i, id := range r.Documents {
		if slices.Contains(r.Documents[:i], id) {
			d.refuse(instruments.Plain(string(id)), instruments.Text{NL: "dit document staat twee keer in de ronde", EN: "this document is in the round twice"}, instruments.Text{})
		}
		if !d.exists(DocumentKind, string(id)) {
			d.refuse("", instruments.Textf("document %q is er niet", "there is no document %q", instruments.Plain(string(id))), instruments.Text{})
		}
	}
}

func (d *draft) checkCoders(coders []CoderID) {
	if len(coders) < 2 {
		d.refuse("", instruments.Text{NL: "dubbel coderen vraagt twee codeurs of meer", EN: "double coding needs two coders or more"},
			instruments.Text{NL: "noem de codeurs die onafhankelijk van elkaar coderen", EN: "name the coders who code independently of each other"})
	}
	for i, k := range coders {
		if slices.Contains(coders[:i], k) {
			d.refuse("", instruments.Textf("codeur %q is twee keer genoemd", "coder %q is named twice", instruments.Plain(string(k))), instruments.Text{})
		}
		if k != "" && !k.Person() {
			d.refuse("", instruments.Textf("%q is geen persoon en kan niet meecoderen", "%q is no person and cannot code", instruments.Plain(string(k))), instruments.Text{})
		}
	}
}

// ReleaseRound ends the independent coding of a round: from here on its coders
// see each other's work, and its agreement is that of this moment. It refuses a
// round that is not there or was released before.
func ReleaseRound(v View, id string) (Command, error) {
	d := newDraft(v, "round.release")
	r := must[Round](d, RoundKind, id)
	if r.Released {
		d.refuse("", instruments.Textf("ronde %s is al vrijgegeven", "round %s is released already", r.ID), instruments.Text{})
	}
	r.Released = true
	d.put(RoundKind, id, r)
	return d.done()
}

// opening is a round that begins on documents where there may be work already.
type opening struct {
	*draft
	round   *Round
	earlier []Round // by number
	moved   map[CodingID]CodingID
	desks   map[string]*desk // of earlier rounds
}

// desk is that of an earlier round as it is before this one begins.
func (o *opening) desk(r Round) (*desk, error) {
	if o.desks[r.ID] != nil || len(r.Coders) < 2 {
		return o.desks[r.ID], nil
	}
	d, err := deskOf(o.view, r, o.earlier, "")
	if o.desks == nil {
		o.desks = map[string]*desk{}
	}
	o.desks[r.ID] = d
	return d, err
}

// again takes away what the coders of the round had where an earlier round was,
// and puts every consensus about its documents by.
func (o *opening) again() error {
	o.moved = map[CodingID]CodingID{}
	if err := o.past(); err != nil {
		return err
	}
	for _, id := range o.round.Documents {
		if err := o.document(id); err != nil {
			return err
		}
	}
	if o.round.Lists {
		if err := o.lists(); err != nil {
			return err
		}
	}
	if len(o.moved) == 0 {
		return o.err
	}
	return o.references()
}

// last is the latest round before this one that has a document.
func (o *opening) last(id instruments.DocumentID) (Round, bool) {
	for _, r := range slices.Backward(o.earlier) {
		if r.Has(id) {
			return r, true
		}
	}
	return Round{ID: "0"}, false
}

func (o *opening) document(id instruments.DocumentID) error {
	before, again := o.last(id)
	codings, err := codingsIn(o.view, id)
	if err != nil {
		return err
	}
	held := false
	for _, c := range codings {
		switch {
		case c.Coder == ConsensusCoder:
			held = true
			o.putBy(c, ConsensusOf(before.ID))
		case again && o.round.Of(c.Coder):
			o.put(CodingKind, string(c.ID), nil)
		}
	}
	for _, k := range o.round.Coders {
		if p := (Progress{Document: id, Coder: k}); again && o.exists(ProgressKind, p.ID()) {
			o.put(ProgressKind, p.ID(), nil)
		}
	}
	settled := held && !again
	if again {
		all, err := o.desk(before)
		if err != nil {
			return err
		}
		settled = all != nil && all.settledDocument(id)
	}
	o.stand(StandingDocument(id), before, settled)
	return o.err
}

// stand notes which consensus counts until the round is settled: that of the
// round before when it was settled, else the one that stood in that round.
func (o *opening) stand(key string, before Round, settled bool) {
	id := before.Standing[key]
	if settled {
		id = before.ID
	}
	if id == "" {
		return
	}
	if o.round.Standing == nil {
		o.round.Standing = map[string]string{}
	}
	o.round.Standing[key] = id
}

// putBy gives a coding of the consensus to the coder who keeps it.
func (o *opening) putBy(c Coding, keeper CoderID) {
	o.put(CodingKind, string(c.ID), nil)
	old := c.ID
	c.Coder = keeper
	c.ID = o.freeID(c)
	o.moved[old] = c.ID
	o.coder(keeper)
	o.put(CodingKind, string(c.ID), c)
}

// lists takes away the lists of the coders where an earlier round had them, and
// puts the consensus about the lists by.
func (o *opening) lists() error {
	in, err := listsOf(o.view, documentsWithLists(append(slices.Clone(o.earlier), *o.round)))
	if err != nil {
		return err
	}
	for _, l := range in {
		if !slices.ContainsFunc(l.documents, o.round.Has) {
			continue
		}
		before, again := lastWithList(l, o.earlier)
		if !again {
			before.ID = "0"
		}
		held := o.list(l, before, again)
		settled := held && !again
		if again && o.err == nil {
			all, err := o.desk(before)
			if err != nil {
				return err
			}
			settled = all != nil && all.settledList(l.listKey)
		}
		o.stand(StandingList(l.kind, l.subject), before, settled)
	}
	return o.err
}

func (o *opening) list(l roundList, before Round, again bool) (held bool) {
	for coder, f := range l.fillings {
		switch {
		case coder == ConsensusCoder:
			held = true
			o.put(FillingKind, f.ID, nil)
			f := *f
			f.Coder = string(ConsensusOf(before.ID))
			f.ID = instruments.FillingID(f.Kind, l.subject, f.Coder)
			o.coder(CoderID(f.Coder))
			o.put(FillingKind, f.ID, f)
		case again && o.round.Of(coder):
			o.put(FillingKind, f.ID, nil)
		}
	}
	return held
}

// references lets decisions and memos follow the codings that moved.
func (o *opening) references() error {
	settlements, err := All[Settlement](o.view, SettlementKind)
	if err != nil {
		return err
	}
	for _, s := range settlements {
		if made, changed := replaced(s.Made, o.moved); changed {
			s.Made = made
			o.put(SettlementKind, s.ID, s)
		}
	}
	memos, err := All[Memo](o.view, MemoKind)
	for _, m := range memos {
		if id, is := memoOfCoding(m); is && o.moved[id] != "" {
			m.Target = "coding/" + string(o.moved[id])
			o.put(MemoKind, m.ID, m)
		}
	}
	if err == nil {
		err = o.err
	}
	return err
}
