package coding

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"meerzicht/instruments"
)

// renamed brings a coder of theirs in under another name.
func (m *merger) renamed(r *Revision) bool {
	name, ok := m.opt.Coders[CoderID(r.ID)]
	if !ok || string(name) == r.ID || r.Parting != nil || r.Now == nil {
		return false
	}
	k, err := Decode[Coder](r.Now)
	k.ID = name
	raw, cerr := Canonical(k)
	if m.err = err; m.err == nil {
		m.err = cerr
	}
	if here := (recordKey{CoderKind, string(name)}); m.now(here) == nil {
		m.set(here, raw)
	}
	m.counts[CoderKind].Mapped++
	m.tell(MergeFinding{Outcome: MergeMapped, Kind: CoderKind, ID: r.ID, Here: string(name), Count: 1, What: instruments.Textf("heet hier %s", "is called %s here", instruments.Plain(string(name)))})
	return true
}

// mappedCode notes a code of theirs that is ours under another id.
func (m *merger) mappedCode(r *Revision) bool {
	here, ok := m.codes[CodeID(r.ID)]
	if !ok || r.Now == nil {
		return false
	}
	theirs, err := Decode[Code](r.Now)
	ours, _, other := Find[Code](m.view, CodeKind, string(here))
	if m.err = err; m.err == nil {
		m.err = other
	}
	f := MergeFinding{Outcome: MergeMapped, Kind: CodeKind, ID: r.ID, Here: string(here), Count: 1, What: instruments.Textf("zelfde naam en plaats: geldt als %s", "same name and place: counts as %s", instruments.Plain(string(here)))}
	if _, asked := m.opt.Codes[CodeID(r.ID)]; asked {
		f.What = saidCode(here)
	} else if ours.Definition != theirs.Definition {
		f.Ours, f.Theirs = ours.Definition, theirs.Definition
	}
	m.counts[CodeKind].Mapped++
	m.tell(f)
	return true
}

// matchedDocument merges a document of theirs that is ours under another id, or
// has another text here.
func (m *merger) matchedDocument(r *Revision) bool {
	id := instruments.DocumentID(r.ID)
	if r.Now == nil {
		return false
	}
	if here, ok := m.documents[id]; ok {
		m.counts[DocumentKind].Mapped++
		m.tellMapped(id, here)
		return true
	}
	if m.others[id] == nil {
		return false
	}
	if bytes.Equal(r.Now, r.Merged) {
		m.counts[DocumentKind].Here++
		return true
	}
	o := m.now(recordKey{DocumentKind, r.ID})
	theirs, err := withText(r.Now, o)
	base := r.Merged
	if err == nil && base != nil {
		base, err = withText(base, o)
	}
	var merged json.RawMessage
	if err == nil {
		merged, _, err = mergeMembers(DocumentKind, base, o, theirs)
	}
	if m.err = err; err == nil {
		m.set(recordKey{DocumentKind, r.ID}, merged)
	}
	m.counts[DocumentKind].Conflict++
	return true
}

func (m *merger) tellMapped(id, here instruments.DocumentID) {
	m.tell(MergeFinding{Outcome: MergeMapped, Kind: DocumentKind, ID: string(id), Here: string(here), Count: 1, What: instruments.Textf("dezelfde tekst als %s", "the same text as %s", instruments.Plain(string(here)))})
}

// withText is a record of a document with the text of another.
func withText(raw, of json.RawMessage) (json.RawMessage, error) {
	var doc, other map[string]json.RawMessage
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(of, &other); err != nil {
		return nil, err
	}
	for _, name := range memberGroups(DocumentKind, nil, nil)[1] {
		if delete(doc, name); other[name] != nil {
			doc[name] = other[name]
		}
	}
	return Canonical(doc)
}

// naming is what merging needs to know of what a record of any kind names.
type naming struct {
	Document     instruments.DocumentID     `json:"document"`
	Code         CodeID                     `json:"code"`
	Parent       CodeID                     `json:"parent"`
	Coder        CoderID                    `json:"coder"`
	By           CoderID                    `json:"by"`
	Author       CoderID                    `json:"author"`
	Target       string                     `json:"target"`
	Respondent   instruments.RespondentID   `json:"respondent"`
	Trajectories []instruments.TrajectoryID `json:"trajectories"`
	Dyad         json.RawMessage            `json:"dyad"` // an id, or a dyad
	Coders       []CoderID                  `json:"coders"`
	Documents    []instruments.DocumentID   `json:"documents"`
	Codes        []CodeID                   `json:"codes"`
}

// named lists the records that a record names, in a fixed order. What a study
// can do without (the coder of an override, say) is left out.
func named(kind Kind, raw json.RawMessage) ([]recordKey, error) {
	switch kind {
	case StudyKind, SetKind, CoderKind, TrajectoryKind, SourceKind, OverrideKind:
		return nil, nil
	}
	var n naming
	if err := json.Unmarshal(raw, &n); err != nil {
		return nil, err
	}
	var out []recordKey
	add := func(kind Kind, id string) {
		if id != "" {
			out = append(out, recordKey{kind, id})
		}
	}
	add(DocumentKind, string(n.Document))
	for _, id := range n.Documents {
		add(DocumentKind, string(id))
	}
	for _, id := range append(n.Codes, n.Code, n.Parent) {
		add(CodeKind, string(id))
	}
	for _, id := range append(n.Coders, n.Coder, n.By, n.Author) {
		add(CoderKind, string(id))
	}
	for _, id := range n.Trajectories {
		add(TrajectoryKind, string(id))
	}
	add(RespondentKind, string(n.Respondent))
	var dyad struct{ Trajectory string }
	if json.Unmarshal(n.Dyad, &dyad) == nil {
		add(TrajectoryKind, dyad.Trajectory)
	}
	for _, kind := range []Kind{DocumentKind, CodeKind, RespondentKind, TrajectoryKind} {
		if id, is := cutTarget(n.Target, kind); is {
			add(kind, id)
		}
	}
	return out, nil
}

// cutTarget is the id of the record of a kind that a memo is about.
func cutTarget(target string, kind Kind) (string, bool) {
	return strings.CutPrefix(target, string(kind)+"/")
}

// complete brings in what the records that came in name and is not here: codes
// that we took away, with their parents, and coders. A document never comes
// back.
func (m *merger) complete() {
	for i := 0; i < len(m.cmd.Changes) && m.err == nil; i++ { // what comes in may name more
		ch := m.cmd.Changes[i]
		if ch.After == nil {
			continue
		}
		names, err := named(ch.Kind, ch.After)
		if m.err = err; err != nil {
			return
		}
		for _, k := range names {
			if k.kind != DocumentKind && m.now(k) == nil {
				m.bringBack(k)
			}
		}
	}
}

func (m *merger) bringBack(k recordKey) {
	raw, theirs, err := m.theirs.View.Record(k.kind, k.id)
	if m.err == nil {
		m.err = err
	}
	switch {
	case theirs:
		r := m.revisions[k]
		if r == nil {
			r = &Revision{Kind: k.kind, ID: k.id, Parting: raw, First: raw, Merged: raw, Now: raw}
		}
		m.back[k] = true
		m.set(k, m.move(r).now)
	case k.kind == CoderKind:
		raw, err := Canonical(Coder{ID: CoderID(k.id)})
		if m.err == nil {
			m.err = err
		}
		m.set(k, raw)
	}
}

// takeAwayUnused takes away what they took away and nothing here names any more.
func (m *merger) takeAwayUnused() {
	if len(m.leaving) == 0 {
		return
	}
	uses := m.uses()
	for left := -1; left != len(m.leaving) && m.err == nil; {
		left = len(m.leaving)
		m.leaving = slices.DeleteFunc(m.leaving, func(k recordKey) bool {
			if uses[k] > 0 {
				return false
			}
			names, err := named(k.kind, m.now(k))
			if m.err == nil {
				m.err = err
			}
			for _, n := range names {
				uses[n]-- // a parent goes after its children
			}
			m.set(k, nil)
			m.counts[k.kind].Removed++
			return true
		})
	}
	for _, k := range m.leaving {
		f := MergeFinding{Outcome: MergeKept, Kind: k.kind, ID: k.id, What: instruments.Text{NL: "in de andere kopie weggehaald; blijft, want hier hangt werk eraan", EN: "taken away in the other copy; stays, since work here hangs on it"}}
		if k.kind == DocumentKind {
			f.What = instruments.Text{NL: "in de andere kopie weggehaald (misschien is de toestemming ingetrokken); blijft, want hier is er verder aan gewerkt", EN: "taken away in the other copy (perhaps consent was withdrawn); stays, since it was worked on here"}
		}
		m.tell(f)
	}
}

// uses counts how often records are named.
func (m *merger) uses() map[recordKey]int {
	out := map[recordKey]int{}
	for _, kind := range mergeOrder() {
		m.each(kind, func(_ string, raw json.RawMessage) error {
			names, err := named(kind, raw)
			for _, k := range names {
				out[k]++
			}
			return err
		})
	}
	return out
}

// straighten keeps the codebook a tree: where both moved codes so that one would
// stand below itself, a code of ours stays where it was.
func (m *merger) straighten() {
	if !slices.ContainsFunc(m.cmd.Changes, func(ch Change) bool { return ch.Kind == CodeKind && ch.After != nil }) {
		return
	}
	codes := map[CodeID]Code{}
	m.each(CodeKind, func(_ string, raw json.RawMessage) error {
		c, err := Decode[Code](raw)
		codes[c.ID] = c
		return err
	})
	for _, id := range slices.Sorted(maps.Keys(codes)) {
		c := codes[id]
		old, ours, err := Find[Code](m.view, CodeKind, string(id))
		if m.err = err; err != nil {
			return
		}
		if !circular(codes, id) || ours && old.Parent == c.Parent {
			continue
		}
		f := MergeFinding{Outcome: MergeOurs, Kind: CodeKind, ID: string(id), Ours: instruments.Same(string(old.Parent)), Theirs: instruments.Same(string(c.Parent))}
		f.What = instruments.Text{NL: "zou onder zichzelf komen te hangen; blijft op zijn plaats", EN: "would come to stand below itself; stays in its place"}
		c.Parent = old.Parent
		codes[id] = c
		m.put(CodeKind, string(id), c)
		if listed := slices.ContainsFunc(m.findings, func(o MergeFinding) bool { return o.Kind == CodeKind && o.ID == f.ID && o.Count > 0 }); !listed && !m.back[recordKey{CodeKind, f.ID}] {
			f.Count = 1 // it counted as brought in so far
			m.counts[CodeKind].In--
			m.counts[CodeKind].Conflict++
		}
		m.tell(f)
	}
}

// circular reports whether a code stands below itself.
func circular(codes map[CodeID]Code, id CodeID) bool {
	seen := map[CodeID]bool{}
	for at := codes[id].Parent; at != "" && !seen[at]; at = codes[at].Parent {
		if at == id {
			return true
		}
		seen[at] = true
	}
	return false
}

// tellGone lists what was taken away here and stays so, and the documents with
// another text.
func (m *merger) tellGone() {
	for _, r := range m.ours.Changed {
		k := recordKey{r.Kind, r.ID}
		if r.Now != nil || r.Parting == nil || m.revisions[k] != nil {
			continue
		}
		if _, theirs, err := m.theirs.View.Record(r.Kind, r.ID); err != nil || !theirs {
			m.err = err
			continue
		}
		m.untouched[r.Kind]--
		if here, ok := m.documents[instruments.DocumentID(r.ID)]; ok && r.Kind == DocumentKind {
			m.counts[DocumentKind].Mapped++
			m.tellMapped(instruments.DocumentID(r.ID), here)
			continue
		}
		if here, ok := m.opt.Codes[CodeID(r.ID)]; ok && r.Kind == CodeKind {
			m.counts[CodeKind].Mapped++
			m.tell(MergeFinding{Outcome: MergeMapped, Kind: CodeKind, ID: r.ID, Here: string(here), Count: 1, What: saidCode(here)})
			continue
		}
		m.gone = append(m.gone, goneRecord{k, false, aboutOf(r.Parting)})
	}
	for _, g := range m.gone {
		m.tellOne(g)
	}
	for _, id := range slices.Sorted(maps.Keys(m.others)) {
		o, r := m.others[id], m.revisions[recordKey{DocumentKind, string(id)}]
		f := MergeFinding{Outcome: MergeOurs, Kind: DocumentKind, ID: string(id)}
		if r != nil && !bytes.Equal(r.Now, r.Merged) {
			f.Count = 1
		}
		f.What = instruments.Textf("heeft hier een andere tekst, die blijft; van de coderingen daar staan er %d op dezelfde plaats en %d elders; niet te vinden: %d",
			"has another text here, which stays; of the codings there %d stand in the same place, %d elsewhere, and %d cannot be found", o.same, o.moved, o.lost)
		m.tell(f)
	}
}

func (m *merger) tellOne(g goneRecord) {
	switch {
	case m.back[g.recordKey] && m.now(g.recordKey) != nil:
		m.counts[g.kind].In++
		m.tell(MergeFinding{Outcome: MergeBack, Kind: g.kind, ID: g.id, What: m.sayBack(g)})
		return
	case entity(g.kind):
		g.about = g.id
	}
	m.counts[g.kind].Out++
	f := MergeFinding{Outcome: MergeOut, Kind: g.kind, ID: g.about, What: instruments.Text{NL: "hier weggehaald", EN: "taken away here"}}
	if g.changed {
		f.What = instruments.Text{NL: "hier weggehaald en daar veranderd; blijft weg", EN: "taken away here and changed there; stays away"}
	}
	m.tellSome(f)
}

// aboutOf is the document that a record is about; "" when it names none.
func aboutOf(raw json.RawMessage) string {
	var n naming
	_ = json.Unmarshal(raw, &n) // a record of another shape names none
	return string(n.Document)
}
