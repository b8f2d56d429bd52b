package coding

import (
	"slices"

	"meerzicht/instruments"
)

// Past (voorbij) is what stood in a round on the documents and lists that later
// rounds code again, counted when those rounds were opened: opening takes the
// work away, and the figures of the round must not change with it. What stands in
// the rest of the round is still counted anew (SettlingOf, WorkIn).
type Past struct {
	Pairs  []PastPair `json:"pairs"`  // of every two coders of the round, in its order
	Coders []PastWork `json:"coders"` // in the order of the round
}

// PastPair is what two coders agreed on, differed in and had settled.
type PastPair struct {
	A           CoderID `json:"a"`
	B           CoderID `json:"b"`
	Agreed      int     `json:"agreed"`
	Differences int     `json:"differences"`
	Settled     int     `json:"settled"`    // of the differences
	OpenLists   int     `json:"open_lists"` // of the differences not settled, those in lists
}

// PastWork is how much a coder of the round had done.
type PastWork struct {
	Coder   CoderID `json:"coder"`
	Codings int     `json:"codings"`
	Done    int     `json:"done"` // documents marked done
}

// Between is what two coders of the round had, in either order, on what later
// rounds code again; zero when no later round did.
func (r Round) Between(a, b CoderID) PastPair {
	if r.Past != nil {
		for _, p := range r.Past.Pairs {
			if p.A == a && p.B == b || p.A == b && p.B == a {
				p.A, p.B = a, b
				return p
			}
		}
	}
	return PastPair{}
}

// PastWork is what a coder of the round had done in documents that later rounds
// code again.
func (r Round) PastWork(coder CoderID) PastWork {
	if r.Past != nil {
		for _, w := range r.Past.Coders {
			if w.Coder == coder {
				return w
			}
		}
	}
	return PastWork{Coder: coder}
}

// CurrentDocuments are the documents of a round that no later one codes again.
func CurrentDocuments(r Round, rounds []Round) []instruments.DocumentID { return current(r, rounds) }

// past counts in the earlier rounds what this one takes over from them.
func (o *opening) past() error {
	lists := map[listKey]bool{}
	if o.round.Lists {
		all, err := listsOf(o.view, documentsWithLists(append(slices.Clone(o.earlier), *o.round)))
		if err != nil {
			return err
		}
		for _, l := range all {
			lists[l.listKey] = slices.ContainsFunc(l.documents, o.round.Has)
		}
	}
	for _, r := range o.earlier {
		taken := slices.DeleteFunc(current(r, o.earlier), func(id instruments.DocumentID) bool { return !o.round.Has(id) })
		if len(r.Coders) < 2 || len(taken) == 0 && !(r.Lists && o.round.Lists) {
			continue
		}
		whole, err := o.desk(r)
		if err != nil {
			return err
		}
		d := *whole
		d.documents = taken
		d.lists = only(d.lists, func(l roundList) bool { return lists[l.listKey] })
		if len(d.documents)+len(d.lists) == 0 {
			continue
		}
		if err := o.count(r, &d); err != nil {
			return err
		}
	}
	return o.err
}

// count adds what is on a desk to the past of its round.
func (o *opening) count(r Round, d *desk) error {
	now := Past{}
	for i, a := range r.Coders {
		work := r.PastWork(a)
		for _, id := range d.documents {
			work.Codings += len(by(d.codings[id], a))
			p, there, err := Find[Progress](o.view, ProgressKind, Progress{Document: id, Coder: a}.ID())
			if err != nil {
				return err
			}
			if there && p.State == Done {
				work.Done++
			}
		}
		now.Coders = append(now.Coders, work)
		for _, b := range r.Coders[i+1:] {
			d.a, d.b = a, b
			now.Pairs = append(now.Pairs, d.pair())
		}
	}
	r.Past = &now
	o.put(RoundKind, r.ID, r)
	return o.err
}

// pair is what the desk's two coders have, with what they had before.
func (d *desk) pair() PastPair {
	s := d.settling()
	p := PastPair{A: d.a, B: d.b, Agreed: s.Agreed, Differences: s.Differences, Settled: s.Settled, OpenLists: s.Past.OpenLists}
	for _, one := range s.Queue {
		if one.List != "" {
			p.OpenLists++
		}
	}
	return p
}
