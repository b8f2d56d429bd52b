package coding

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"meerzicht/instruments"
)

// Fork is one of two copies of a study that went on separately: as it is now,
// and every record that changed since they parted. Copies without a common
// beginning parted before everything: then all their records changed.
type Fork struct {
	View    View
	Changed []Revision        // one for each record, in any order
	Count   map[Kind]int      // of all records there are now
	Into    map[CodeID]CodeID // codes that were merged into another since, as the log tells
}

// Revision is one record of a Fork through time, as JSON; nil means absent.
type Revision struct {
	Kind    Kind
	ID      string
	Parting json.RawMessage // where the copies parted
	First   json.RawMessage // when it first was there: Parting, or as it was made after that
	Merged  json.RawMessage // when this copy was last merged into the other; Parting when it never was
	Now     json.RawMessage
}

// MergeOptions say how another copy is brought in.
type MergeOptions struct {
	// Coders gives coders of the other copy another name in what they did since
	// the copies parted: two people may have worked under one name. A coder who
	// keeps the name (a: a) is known to be one person in both copies.
	Coders map[CoderID]CoderID
	// Codes says which codes of the other copy that are no longer here are which
	// codes here: what comes in with the one comes in with the other. Who merged a
	// code into another here keeps it merged so.
	Codes map[CodeID]CodeID
}

// MergeOutcome says what became of records of the other copy that did not
// simply come in.
type MergeOutcome string

// The outcomes of a merge.
const (
	MergeOurs   MergeOutcome = "ours"   // changed in both copies: the own record stays
	MergeMapped MergeOutcome = "mapped" // is here under another id
	MergeOut    MergeOutcome = "out"    // did not come in
	MergeBack   MergeOutcome = "back"   // was taken away here and came back
	MergeBoth   MergeOutcome = "both"   // both stay
	MergeKept   MergeOutcome = "kept"   // is gone in the other copy and stays here
	MergeIn     MergeOutcome = "in"     // came in, and has consequences here
	MergeLate   MergeOutcome = "late"   // came in after the release of its round: the figures of the round are without
)

// MergeCount counts the records of one kind. Every record of the other copy is
// in one of Here, In, Mapped, Conflict and Out, which together are Theirs.
type MergeCount struct {
	Kind     Kind `json:"kind"`
	Theirs   int  `json:"theirs"`   // records in the other copy
	Here     int  `json:"here"`     // were here already
	In       int  `json:"in"`       // came in, or brought their changes
	Mapped   int  `json:"mapped"`   // are here under another id
	Conflict int  `json:"conflict"` // changed in both copies: the own one stays
	Out      int  `json:"out"`      // did not come in; each stands in the list
	Removed  int  `json:"removed"`  // taken away here because they are gone there
}

// MergeFinding is one entry of the list of what a merge did not simply bring
// in. Count records of the kind came to that outcome; 0 means that the entry only
// explains another.
type MergeFinding struct {
	Outcome MergeOutcome     `json:"outcome"`
	Kind    Kind             `json:"kind"`
	ID      string           `json:"id"`             // in the other copy; of several records what they belong to
	Here    string           `json:"here,omitempty"` // its id here, when that is another
	Count   int              `json:"count"`
	What    instruments.Text `json:"what"`
	Ours    instruments.Text `json:"ours,omitzero"` // both wordings
	Theirs  instruments.Text `json:"theirs,omitzero"`
}

// MergeReport says what a merge did, kind by kind, and lists what did not simply
// come in.
type MergeReport struct {
	Kinds    []MergeCount   `json:"kinds"`
	Findings []MergeFinding `json:"findings"`
}

// Total is the sum over all kinds.
func (r MergeReport) Total() MergeCount {
	var t MergeCount
	for _, c := range r.Kinds {
		t.Theirs += c.Theirs
		t.Here += c.Here
		t.In += c.In
		t.Mapped += c.Mapped
		t.Conflict += c.Conflict
		t.Out += c.Out
		t.Removed += c.Removed
	}
	return t
}

// mergeOrder is the order in which kinds are merged: what others name comes
// first.
func mergeOrder() []Kind {
	return []Kind{
		StudyKind, SetKind, CoderKind, RespondentKind, TrajectoryKind, SourceKind, DocumentKind, CodeKind,
		SettlementKind, CodingKind, FillingKind, MemoKind, OverrideKind, DecisionKind, ProgressKind, RoundKind, GroupKind,
	}
}

// MergeStudies makes the command that brings another copy of a study into ours,
// record by record: what only they changed comes in, what only we changed stays,
// and where both changed the same thing ours stays and the list says so.
//
// Documents are matched by their text, new codes by name and parent; what is
// about them follows. Codings are the union over all coders. Nothing of ours is
// lost but what they took away and we left as it was, and a document or code that
// they took away stays when work of ours hangs on it. A document that we took
// away does not come back, and nothing about it does; anything else that we took
// away and they worked on since does. Both versions of a memo are kept.
//
// It refuses copies without a common beginning that were made from different
// templates, and coders with work of their own in both copies on the same
// documents, unless the options say who they are.
func MergeStudies(ours, theirs Fork, opt MergeOptions) (Command, MergeReport, error) {
	m := newMerger(ours, theirs, opt)
	for _, step := range []func(){m.checkTemplate, m.checkRenames, m.matchDocuments, m.checkCodes, m.matchCodes, m.indexCodings, m.checkCoders, m.records, m.complete, m.takeAwayUnused, m.straighten, m.tellGone, m.tellLate, m.tellRounds, m.tellLookalikes} {
		if m.err == nil {
			step()
		}
	}
	cmd, err := m.done()
	if err != nil {
		return Command{}, MergeReport{}, err
	}
	return cmd, m.report(), nil
}

// record names one record.
type recordKey struct {
	kind Kind
	id   string
}

// merger is a merge under way. The draft holds what changes here.
type merger struct {
	*draft
	ours, theirs Fork
	opt          MergeOptions
	revisions    map[recordKey]*Revision // of theirs
	remaps       bool                    // ids of theirs differ from ours
	changedHere  map[recordKey]bool      // see touchedHere
	write        map[Kind]rewriter

	documents map[instruments.DocumentID]instruments.DocumentID // theirs → ours, where they differ
	others    map[instruments.DocumentID]*otherText             // documents that have another text here
	present   map[instruments.DocumentID]bool                   // of ours; filled as asked
	codes     map[CodeID]CodeID                                 // theirs → ours, where they differ
	codings   map[CodingID]CodingID                             // theirs → ours, of those that changed
	blocked   map[CodingID]string                               // codings of a decision of theirs that does not hold here
	unread    map[string]bool                                   // see unreadFiles

	gone      []goneRecord // taken away here
	leaving   []recordKey  // taken away there, perhaps in use here
	back      map[recordKey]bool
	counts    map[Kind]*MergeCount
	untouched map[Kind]int // records that neither copy changed
	findings  []MergeFinding
	grouped   map[MergeFinding]int // place of an entry that counts several records
}

// goneRecord is a record that they have and we took away.
type goneRecord struct {
	recordKey
	changed bool // they changed it since
	about   string
}

func newMerger(ours, theirs Fork, opt MergeOptions) *merger {
	m := &merger{
		draft: newDraft(ours.View, "study.merge"), write: rewriters(), ours: ours, theirs: theirs, opt: opt,
		revisions: make(map[recordKey]*Revision, len(theirs.Changed)), back: map[recordKey]bool{},
		documents: map[instruments.DocumentID]instruments.DocumentID{}, others: map[instruments.DocumentID]*otherText{}, present: map[instruments.DocumentID]bool{},
		codes: map[CodeID]CodeID{}, codings: map[CodingID]CodingID{}, blocked: map[CodingID]string{},
		counts: map[Kind]*MergeCount{}, untouched: map[Kind]int{}, grouped: map[MergeFinding]int{},
	}
	m.theirs.Changed = slices.SortedFunc(slices.Values(theirs.Changed), func(a, b Revision) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	for _, kind := range mergeOrder() {
		m.counts[kind], m.untouched[kind] = &MergeCount{Kind: kind, Theirs: theirs.Count[kind]}, theirs.Count[kind]
	}
	for i, r := range m.theirs.Changed {
		m.revisions[recordKey{r.Kind, r.ID}] = &m.theirs.Changed[i]
		if r.Now != nil {
			m.untouched[r.Kind]--
		}
	}
	return m
}

// now is a record of ours, with what the merge made of it so far; nil when there
// is none.
func (m *merger) now(k recordKey) json.RawMessage {
	if i, ok := m.at[[2]string{string(k.kind), k.id}]; ok {
		return m.cmd.Changes[i].After
	}
	if m.err != nil {
		return nil
	}
	raw, _, err := m.view.Record(k.kind, k.id)
	m.err = err
	return raw
}

// set puts canonical JSON, or nil, in the place of a record.
func (m *merger) set(k recordKey, raw json.RawMessage) {
	if m.err != nil || bytes.Equal(m.now(k), raw) {
		return
	}
	m.put(k.kind, k.id, nil)
	if m.err == nil {
		m.cmd.Changes[m.at[[2]string{string(k.kind), k.id}]].After = raw
	}
}

// each calls do with every record of a kind as the merge leaves it.
func (m *merger) each(kind Kind, do func(id string, raw json.RawMessage) error) {
	if m.err != nil {
		return
	}
	m.err = m.view.Each(kind, func(id string, raw json.RawMessage) error {
		if _, changed := m.at[[2]string{string(kind), id}]; changed {
			return nil
		}
		return do(id, raw)
	})
	for _, ch := range m.cmd.Changes {
		if m.err == nil && ch.Kind == kind && ch.After != nil {
			m.err = do(ch.ID, ch.After)
		}
	}
}

// tell adds an entry to the list.
func (m *merger) tell(f MergeFinding) { m.findings = append(m.findings, f) }

// tellSome adds one record to an entry that counts several alike.
func (m *merger) tellSome(f MergeFinding) {
	i, ok := m.grouped[f]
	if !ok {
		i = len(m.findings)
		m.grouped[f] = i
		m.findings = append(m.findings, f)
	}
	m.findings[i].Count++
}

// records merges every record that they changed.
func (m *merger) records() {
	order := slices.DeleteFunc(mergeOrder(), func(k Kind) bool { return k == SourceKind })
	for _, kind := range append(order, SourceKind) { // of a file it must be known whether its content came in
		for i := range m.theirs.Changed {
			if r := &m.theirs.Changed[i]; r.Kind == kind && m.err == nil {
				m.record(r)
			}
		}
	}
}

// report adds up: records that neither side touched are here.
func (m *merger) report() MergeReport {
	out := MergeReport{Findings: m.findings}
	place := map[Kind]int{}
	for i, kind := range mergeOrder() {
		place[kind] = i
		c := *m.counts[kind]
		c.Here += m.untouched[kind]
		if c != (MergeCount{Kind: kind}) {
			out.Kinds = append(out.Kinds, c)
		}
	}
	slices.SortStableFunc(out.Findings, func(a, b MergeFinding) int {
		return cmp.Or(cmp.Compare(place[a.Kind], place[b.Kind]), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Outcome, b.Outcome))
	})
	return out
}
