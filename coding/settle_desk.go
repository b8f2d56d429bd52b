package coding

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// desk is what must be known to settle one round between two of its coders: the
// documents and lists that no later round codes again, with everybody's work on
// them, and what was decided.
type desk struct {
	round       Round
	a, b        CoderID
	documents   []instruments.DocumentID // in the order of the round
	codings     map[instruments.DocumentID][]Coding
	lists       []roundList
	settlements []Settlement            // of the round, by id
	placed      map[string][]Settlement // the same by place, of how many
	ofHowMany   int
}

// decisions are the settlements about a document or list, by the key of its place
// in Round.Standing.
func (d *desk) decisions(key string) []Settlement {
	if d.placed == nil || d.ofHowMany != len(d.settlements) {
		d.placed, d.ofHowMany = map[string][]Settlement{}, len(d.settlements)
		for _, s := range d.settlements {
			at := StandingDocument(s.Document)
			if s.List != "" {
				at = StandingList(s.List, s.Subject)
			}
			d.placed[at] = append(d.placed[at], s)
		}
	}
	return d.placed[key]
}

// listKey names a list.
type listKey struct {
	kind    instruments.FillingKind
	subject string
}

// roundList is a list that belongs to documents, and who filled it.
type roundList struct {
	listKey
	documents []instruments.DocumentID
	fillings  map[CoderID]*instruments.Filling
}

// current are the documents of a round that no later one has.
func current(r Round, rounds []Round) []instruments.DocumentID {
	later := map[instruments.DocumentID]bool{}
	for _, o := range rounds {
		if roundNumber(o.ID) > roundNumber(r.ID) {
			for _, id := range o.Documents {
				later[id] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(r.Documents), func(id instruments.DocumentID) bool { return later[id] })
}

// deskOf is the desk of a round in a view, between its first two coders. With
// only, the beginning of a difference's id, nothing but its document or list is
// on it.
func deskOf(v View, r Round, rounds []Round, only string) (*desk, error) {
	d := &desk{round: r, a: r.Coders[0], b: r.Coders[1], codings: map[instruments.DocumentID][]Coding{}}
	for _, id := range current(r, rounds) {
		if only != "" && placeHash(string(id), "") != only {
			continue
		}
		d.documents = append(d.documents, id)
	}
	if err := d.readCodings(v); err != nil {
		return nil, err
	}
	if r.Lists && (only == "" || len(d.documents) == 0) {
		lists, err := listsOf(v, documentsWithLists(rounds))
		if err != nil {
			return nil, err
		}
		d.lists = slices.DeleteFunc(currentLists(lists, r, rounds), func(l roundList) bool {
			return only != "" && placeHash(string(l.kind), l.subject) != only
		})
	}
	all, err := All[Settlement](v, SettlementKind)
	d.settlements = slices.DeleteFunc(all, func(s Settlement) bool { return s.Round != r.ID })
	return d, err
}

// documentsWithLists are the documents of all rounds in which lists count.
func documentsWithLists(rounds []Round) []instruments.DocumentID {
	var out []instruments.DocumentID
	for _, r := range rounds {
		if r.Lists {
			out = append(out, r.Documents...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// currentLists are the lists that belong to a round and that no later one fills
// again, be it by way of another document of the same trajectory.
func currentLists(lists []roundList, r Round, rounds []Round) []roundList {
	return slices.DeleteFunc(lists, func(l roundList) bool {
		last, ok := lastWithList(l, rounds)
		return !ok || last.ID != r.ID
	})
}

// lastWithList is the latest of the rounds that a list belongs to.
func lastWithList(l roundList, rounds []Round) (Round, bool) {
	return Latest(slices.DeleteFunc(slices.Clone(rounds), func(r Round) bool { return !r.Lists || !slices.ContainsFunc(l.documents, r.Has) }))
}

// papers is a view that finds the codings of one document quickly, as the study
// file does.
type papers interface {
	CodingsIn(id instruments.DocumentID) ([]Coding, error)
}

// codingsIn are the codings of a document in the order of a corpus.
func codingsIn(v View, id instruments.DocumentID) ([]Coding, error) {
	if quick, is := v.(papers); is {
		return quick.CodingsIn(id)
	}
	all, err := All[Coding](v, CodingKind)
	all = slices.DeleteFunc(all, func(c Coding) bool { return c.Document != id })
	SortCodings(all)
	return all, err
}

func (d *desk) readCodings(v View) error {
	if _, quick := v.(papers); !quick {
		all, err := All[Coding](v, CodingKind)
		SortCodings(all)
		d.share(all)
		return err
	}
	for _, id := range d.documents {
		codings, err := codingsIn(v, id)
		if err != nil {
			return err
		}
		d.codings[id] = codings
	}
	return nil
}

// share lays the codings of the desk's documents on it.
func (d *desk) share(all []Coding) {
	on := map[instruments.DocumentID]bool{}
	for _, id := range d.documents {
		on[id] = true
	}
	for len(all) > 0 {
		n, id := 1, all[0].Document
		for n < len(all) && all[n].Document == id {
			n++
		}
		if on[id] {
			d.codings[id] = all[:n]
		}
		all = all[n:]
	}
}

// listsOf are the lists about the respondents of documents and about the dyads of
// their trajectories, by kind and subject.
func listsOf(v View, documents []instruments.DocumentID) ([]roundList, error) {
	b := listBinder{}
	for _, id := range documents {
		raw, ok, err := v.Record(DocumentKind, string(id))
		if err != nil {
			return nil, err
		}
		var doc struct{ Respondent instruments.RespondentID } // turns are not decoded
		if ok {
			err = json.Unmarshal(raw, &doc)
		}
		if err != nil || doc.Respondent == "" {
			if err != nil {
				return nil, err
			}
			continue
		}
		who, _, err := Find[instruments.Respondent](v, RespondentKind, string(doc.Respondent))
		if err != nil {
			return nil, err
		}
		b.person(id, doc.Respondent, who.Trajectories)
	}
	fillings, err := All[instruments.Filling](v, FillingKind)
	for i := range fillings {
		b.filling(&fillings[i])
	}
	return b.sorted(), err
}

// listBinder finds the lists that belong to documents.
type listBinder struct {
	people map[instruments.RespondentID][]instruments.DocumentID
	cases  map[instruments.TrajectoryID][]instruments.DocumentID
	lists  map[listKey]*roundList
}

func (b *listBinder) person(id instruments.DocumentID, who instruments.RespondentID, cases []instruments.TrajectoryID) {
	if b.people == nil {
		b.people, b.cases = map[instruments.RespondentID][]instruments.DocumentID{}, map[instruments.TrajectoryID][]instruments.DocumentID{}
		b.lists = map[listKey]*roundList{}
	}
	b.people[who] = append(b.people[who], id)
	for _, t := range cases {
		b.cases[t] = append(b.cases[t], id)
	}
}

func (b *listBinder) filling(f *instruments.Filling) {
	documents := b.people[f.Respondent]
	if f.Kind == instruments.IndicatorFilling {
		documents = b.cases[f.Dyad.Trajectory]
	}
	if len(documents) == 0 {
		return
	}
	key := listKey{f.Kind, Subject(*f)}
	if b.lists[key] == nil {
		b.lists[key] = &roundList{listKey: key, documents: documents, fillings: map[CoderID]*instruments.Filling{}}
	}
	b.lists[key].fillings[CoderID(f.Coder)] = f
}

func (b *listBinder) sorted() []roundList {
	var out []roundList
	for _, key := range slices.SortedFunc(maps.Keys(b.lists), func(a, b listKey) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.subject, b.subject))
	}) {
		out = append(out, *b.lists[key])
	}
	return out
}

// deskIn is the desk of a round in a corpus; with empty names between its first
// two coders.
func deskIn(c *Corpus, r Round, a, b CoderID) *desk {
	if a == "" {
		a, b = r.Coders[0], r.Coders[1]
	}
	d := &desk{round: r, a: a, b: b, documents: current(r, c.Rounds), codings: map[instruments.DocumentID][]Coding{}}
	d.share(inOrder(c.Codings))
	if r.Lists {
		d.lists = currentLists(listsIn(c, documentsWithLists(c.Rounds)), r, c.Rounds)
	}
	d.settlements = only(c.Settlements, func(s Settlement) bool { return s.Round == r.ID })
	return d
}

func listsIn(c *Corpus, documents []instruments.DocumentID) []roundList {
	b := listBinder{}
	trajectories := map[instruments.RespondentID][]instruments.TrajectoryID{}
	for _, r := range c.Respondents {
		trajectories[r.ID] = r.Trajectories
	}
	in := map[instruments.DocumentID]bool{}
	for _, id := range documents {
		in[id] = true
	}
	for i := range c.Documents {
		if doc := &c.Documents[i]; in[doc.ID] && doc.Respondent != "" {
			b.person(doc.ID, doc.Respondent, trajectories[doc.Respondent])
		}
	}
	for i := range c.Fillings {
		b.filling(&c.Fillings[i])
	}
	return b.sorted()
}

// freeID is the id of a new coding. It is the usual one, unless a coding that was
// made there has moved since and still has it.
func (d *draft) freeID(c Coding) CodingID {
	id := NewCodingID(c)
	for n := 2; ; n++ {
		if _, drafted := d.at[[2]string{string(CodingKind), string(id)}]; !drafted && !d.exists(CodingKind, string(id)) || d.err != nil {
			return id
		}
		id = NewCodingID(c) + CodingID("-"+strconv.Itoa(n))
	}
}

// replaced are ids with some of them replaced; "" takes one out.
func replaced(ids []CodingID, by map[CodingID]CodingID) ([]CodingID, bool) {
	var out []CodingID
	changed := false
	for _, id := range ids {
		if to, ok := by[id]; ok {
			id, changed = to, true
		}
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, changed
}

func memoOfCoding(m Memo) (CodingID, bool) {
	id, is := strings.CutPrefix(m.Target, "coding/")
	return CodingID(id), is
}
