package coding

import (
	"slices"
	"strconv"

	"meerzicht/instruments"
)

// What a person does to a coding of the consensus is a decision, and no later
// merge undoes it.

// overruling is a person's act on codings of the consensus.
type overruling struct {
	*draft
	rounds []Round
	gone   map[CodingID]bool // of whichever coder
	only   string            // the place of the only document concerned, or ""
	desks  map[string]*desk
	agreed map[instruments.DocumentID]map[content][2]CoderID
}

// overrule writes down that a person took codings away or, with instead, put
// another in the place of one. Of those that a decision made, that decision is
// now about another version, or about none; of those that coders agree on, it is
// a new decision. It reports whether there was anything to decide.
func (d *draft) overrule(was []Coding, instead *Coding) bool {
	consensus := slices.DeleteFunc(slices.Clone(was), func(c Coding) bool { return !c.Coder.Consensus() })
	if len(consensus) == 0 || d.err != nil {
		return false
	}
	o := overruling{draft: d, gone: map[CodingID]bool{}, desks: map[string]*desk{}, agreed: map[instruments.DocumentID]map[content][2]CoderID{}}
	if at := consensus[0].Document; !slices.ContainsFunc(consensus, func(c Coding) bool { return c.Document != at }) {
		o.only = placeHash(string(at), "")
	}
	o.rounds, d.err = All[Round](d.view, RoundKind)
	for _, c := range was {
		o.gone[c.ID] = true
	}
	decided := o.decisions(consensus, instead)
	for _, c := range consensus {
		if c.Coder == ConsensusCoder && o.agreement(c, instead) {
			decided = true
		}
	}
	return decided
}

// decisions lets those that made the codings say what is left of it.
func (o *overruling) decisions(was []Coding, instead *Coding) bool {
	settlements, err := All[Settlement](o.view, SettlementKind)
	if o.err == nil {
		o.err = err
	}
	changed := false
	for _, s := range settlements {
		made := only(s.Made, func(id CodingID) bool { return !o.gone[id] })
		if len(made) == len(s.Made) {
			continue
		}
		if instead == nil {
			s.Made = made
		}
		s.Keep, s.Own, changed = nil, len(s.Made) > 0, true
		o.put(SettlementKind, s.ID, s)
	}
	return changed
}

// agreement decides against a coding that two coders of the last round of its
// document agree on. It reports whether they do.
func (o *overruling) agreement(c Coding, instead *Coding) bool {
	r, in := Latest(only(o.rounds, func(r Round) bool { return r.Has(c.Document) }))
	if !in || !r.Released || o.err != nil {
		return false
	}
	pair, agreed := o.agreeing(r, c.Document)[contentOf(c)]
	if !agreed {
		return false
	}
	about := Difference{Document: c.Document, Dyad: c.Dyad, Start: c.Start, End: c.End, A: []Coding{c}}
	about.name(placeHash(string(c.Document), ""))
	s := Settlement{
		ID: o.freeSettlement(r.ID, about.ID), Round: r.ID, Difference: about.ID, Coders: pair[:],
		Document: c.Document, Dyad: c.Dyad, Start: c.Start, End: c.End, Codes: about.Codes(), By: ConsensusCoder, Own: instead != nil,
	}
	if instead != nil && c.Origin != ByHand {
		s.Made = []CodingID{c.ID}
	}
	for _, k := range pair {
		s.Found = append(s.Found, Part{Coder: k, Code: c.Code, Start: c.Start, End: c.End})
	}
	sortParts(s.Found)
	o.put(SettlementKind, s.ID, s)
	return true
}

// agreeing are the stretches of a document that a merge would take over, and the
// first two coders of the round who agree on each. What goes in the same act is
// no longer theirs.
func (o *overruling) agreeing(r Round, id instruments.DocumentID) map[content][2]CoderID {
	if out, known := o.agreed[id]; known {
		return out
	}
	out := map[content][2]CoderID{}
	o.agreed[id] = out
	d := o.desk(r)
	if d == nil {
		return out
	}
	d.codings[id] = only(d.codings[id], func(c Coding) bool { return !o.gone[c.ID] })
	d.anyPair(func() bool {
		for _, c := range d.paper(id).want {
			if _, known := out[contentOf(c)]; !known {
				out[contentOf(c)] = [2]CoderID{d.a, d.b}
			}
		}
		return false
	})
	return out
}

// desk is that of a round without its lists.
func (o *overruling) desk(r Round) *desk {
	if d, known := o.desks[r.ID]; known || len(r.Coders) < 2 {
		return d
	}
	r.Lists = false
	d, err := deskOf(o.view, r, o.rounds, o.only)
	if err != nil {
		o.err = err
		return nil
	}
	o.desks[r.ID] = d
	return d
}

// freeSettlement is the id of a new decision. It is the usual one, unless a
// decision about the same place has it that is about other codes since (SplitCode).
func (d *draft) freeSettlement(round, difference string) string {
	id := SettlementID(round, difference)
	for n := 2; d.exists(SettlementKind, id); n++ {
		id = SettlementID(round, difference) + "-" + strconv.Itoa(n)
	}
	return id
}
