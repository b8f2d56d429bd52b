package coding

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"meerzicht/instruments"
)

// record merges one record that they changed since the copies parted.
func (m *merger) record(r *Revision) {
	if r.Kind == CoderKind && m.renamed(r) || r.Kind == DocumentKind && m.matchedDocument(r) || r.Kind == CodeKind && m.mappedCode(r) {
		return
	}
	t := m.move(r)
	o := m.now(t.recordKey)
	c := m.counts[r.Kind]
	switch {
	case m.err != nil:
	case t.now == nil:
		m.takenAway(t, o)
	case o == nil && t.base != nil && m.neverHere(t):
		m.leftOut(t)
	case o == nil && t.base != nil && (entity(r.Kind) || bytes.Equal(t.now, t.base)):
		m.gone = append(m.gone, goneRecord{recordKey{r.Kind, r.ID}, !bytes.Equal(t.now, t.base), t.about})
	case o != nil && (bytes.Equal(o, t.now) || bytes.Equal(t.now, t.base)):
		if c.Here++; r.Kind == SettlementKind && !bytes.Equal(o, t.now) {
			m.block(t, o) // as when it came
		}
	case !m.enters(t):
	case o == nil && t.base != nil:
		m.back[t.recordKey] = true
		m.comeIn(t)
		m.tell(MergeFinding{Outcome: MergeBack, Kind: r.Kind, ID: r.ID, What: instruments.Text{NL: "hier weggehaald en daar veranderd: komt terug", EN: "taken away here and changed there: comes back"}})
	case o == nil || bytes.Equal(o, t.base):
		m.comeIn(t)
	default:
		m.conflict(t, o)
	}
}

// entity reports whether other records name records of a kind: when we took one
// away, it comes back only when work that comes in needs it.
func entity(k Kind) bool {
	return k == CoderKind || k == RespondentKind || k == TrajectoryKind || k == CodeKind || k == DocumentKind
}

func (m *merger) comeIn(t moved) {
	m.counts[t.kind].In++
	m.set(t.recordKey, t.now)
}

// enters reports whether a record may come in, and lists it when not.
func (m *merger) enters(t moved) bool {
	if round, ok := m.blocked[CodingID(t.id)]; t.kind == CodingKind && ok {
		t.lost = instruments.Textf("hoort bij een beslissing (ronde %s) die hier anders is", "belongs to a decision (round %s) that is another here", round)
	}
	if t.lost.IsZero() && t.kind == MemoKind && m.danglingMemo(t) {
		t.lost = instruments.Text{NL: "de codering waar deze memo bij hoort, is hier niet", EN: "the coding that this memo is about is not here"}
	}
	if t.kind == SourceKind && m.unreadFiles()[t.id] {
		t.lost = instruments.Text{NL: "wat erin staat, is er niet bij gekomen; het bestand kan hier gewoon ingelezen worden", EN: "what it holds did not come in; the file can be imported here as any other"}
		t.about = fileName(t.now)
	}
	if t.lost.IsZero() {
		return true
	}
	m.counts[t.kind].Out++
	m.tellSome(MergeFinding{Outcome: MergeOut, Kind: t.kind, ID: t.about, What: t.lost})
	return false
}

// danglingMemo reports whether a memo is about a coding that they have and that
// is not here.
func (m *merger) danglingMemo(t moved) bool {
	memo, err := Decode[Memo](t.now)
	there, other := Memo{}, error(nil)
	if err == nil {
		there, other = Decode[Memo](t.of.Now)
	}
	if m.err = err; m.err == nil {
		m.err = other
	}
	id, is := cutTarget(memo.Target, CodingKind)
	if !is || m.err != nil || m.now(recordKey{CodingKind, id}) != nil {
		return false
	}
	id, _ = cutTarget(there.Target, CodingKind)
	_, theirs, err := m.theirs.View.Record(CodingKind, id)
	m.err = err
	return theirs
}

// takenAway does here what they took away, when we left it as it was.
func (m *merger) takenAway(t moved, o json.RawMessage) {
	switch {
	case o == nil || t.base == nil:
	case !bytes.Equal(o, t.base):
		m.tell(MergeFinding{Outcome: MergeKept, Kind: t.kind, ID: t.id, What: instruments.Text{NL: "in de andere kopie weggehaald, hier veranderd: blijft", EN: "taken away in the other copy, changed here: stays"}})
	case entity(t.kind):
		m.leaving = append(m.leaving, t.recordKey)
	default:
		m.counts[t.kind].Removed++
		m.set(t.recordKey, nil)
	}
}

// conflict decides about a record that both changed.
func (m *merger) conflict(t moved, o json.RawMessage) {
	if t.kind == MemoKind {
		m.bothMemos(t)
		return
	}
	whole := MergeFinding{Outcome: MergeOurs, Kind: t.kind, ID: t.id, Count: 1, What: instruments.Text{NL: "in beide kopieën veranderd; het eigen exemplaar blijft", EN: "changed in both copies; the own one stays"}}
	if t.kind == CodingKind || t.kind == FillingKind {
		whole.What = m.sayWork(t)
	}
	if !mergesMembers(t.kind) {
		m.counts[t.kind].Conflict++
		m.tell(whole)
		if t.kind == SettlementKind {
			m.block(t, o)
		}
		return
	}
	merged, clashes, err := mergeMembers(t.kind, t.base, o, t.now)
	if m.err = err; err != nil {
		return
	}
	m.set(t.recordKey, merged)
	switch c := m.counts[t.kind]; {
	case len(clashes) > 0:
		c.Conflict++
	case bytes.Equal(merged, o):
		c.Here++
	default:
		c.In++
	}
	for i, clash := range clashes {
		f := whole
		f.Ours, f.Theirs = clash.ours, clash.theirs
		f.What = instruments.Textf("%s: %s", "%s: %s", memberName(clash.name), f.What)
		f.Count = map[bool]int{true: 1}[i == 0]
		m.tell(f)
	}
}

// sayWork says whose work is in conflict.
func (m *merger) sayWork(t moved) instruments.Text {
	var c struct {
		Coder    string
		Document string
		Code     string
	}
	if err := json.Unmarshal(t.now, &c); err != nil {
		m.err = err
	}
	what := instruments.Text{NL: "in beide kopieën veranderd; het eigen exemplaar blijft", EN: "changed in both copies; the own one stays"}
	if t.kind == FillingKind {
		return instruments.Textf("lijst van codeur %s: %s", "list by coder %s: %s", instruments.Plain(c.Coder), what)
	}
	return instruments.Textf("%s in %s door %s: %s", "%s in %s by %s: %s", instruments.Plain(c.Code), instruments.Plain(c.Document), instruments.Plain(c.Coder), what)
}

// bothMemos keeps both versions of a memo. Theirs gets an id that follows from
// what it first was, so that it is found again by a later merge.
func (m *merger) bothMemos(t moved) {
	second := t
	second.id += "~" + hash(8, t.id, string(cmpRaw(t.of.First, t.now)))
	for _, side := range []*json.RawMessage{&second.base, &second.now} {
		if *side == nil {
			continue
		}
		memo, err := Decode[Memo](*side)
		memo.ID = second.id
		if err == nil {
			*side, err = Canonical(memo)
		}
		if m.err = err; err != nil {
			return
		}
	}
	switch o := m.now(second.recordKey); {
	case bytes.Equal(o, second.now):
		m.counts[MemoKind].Here++
	case o == nil || bytes.Equal(o, second.base):
		m.comeIn(second)
		m.tell(MergeFinding{Outcome: MergeBoth, Kind: MemoKind, ID: t.id, Here: second.id, What: instruments.Text{NL: "in beide kopieën geschreven: beide blijven", EN: "written in both copies: both stay"}})
	default:
		m.counts[MemoKind].Conflict++
		m.tell(MergeFinding{Outcome: MergeOurs, Kind: MemoKind, ID: t.id, Here: second.id, Count: 1, What: instruments.Text{NL: "in beide kopieën veranderd; het eigen exemplaar blijft", EN: "changed in both copies; the own one stays"}})
	}
}

// block keeps the codings that a decision of theirs made out, when ours about
// the same difference is another.
func (m *merger) block(t moved, o json.RawMessage) {
	theirs, err := Decode[Settlement](t.now)
	ours, other := Settlement{}, error(nil)
	if err == nil {
		ours, other = Decode[Settlement](o)
	}
	if m.err = err; m.err == nil {
		m.err = other
	}
	for _, id := range theirs.Made {
		if !slices.Contains(ours.Made, id) {
			m.blocked[id] = theirs.Round
		}
	}
}

// mergesMembers reports whether the members of a record are things of their own:
// the colour of a code beside its definition.
func mergesMembers(k Kind) bool {
	return k == CodeKind || k == RespondentKind || k == TrajectoryKind || k == StudyKind || k == DocumentKind || k == CodingKind
}

// clash is a member that both changed.
type clash struct {
	name         string
	ours, theirs instruments.Text
}

// mergeMembers merges two versions of a record member by member against what
// both were; where both changed one, ours stays. Members that say one thing
// together are one.
func mergeMembers(kind Kind, base, ours, theirs json.RawMessage) (json.RawMessage, []clash, error) {
	var b, o, t map[string]json.RawMessage
	for raw, into := range map[*json.RawMessage]*map[string]json.RawMessage{&base: &b, &ours: &o, &theirs: &t} {
		if *raw == nil {
			continue
		}
		if err := json.Unmarshal(*raw, into); err != nil {
			return nil, nil, err
		}
	}
	out := maps.Clone(o)
	var clashes []clash
	for _, names := range memberGroups(kind, o, t) {
		switch {
		case sameMembers(names, o, t) || sameMembers(names, b, t):
		case sameMembers(names, b, o):
			for _, name := range names {
				if delete(out, name); t[name] != nil {
					out[name] = t[name]
				}
			}
		default:
			clashes = append(clashes, clash{names[0], wording(o[names[0]]), wording(t[names[0]])})
		}
	}
	merged, err := Canonical(out)
	return merged, clashes, err
}

// memberGroups are the members of two versions of a record, by name; those of
// one group together.
func memberGroups(kind Kind, o, t map[string]json.RawMessage) [][]string {
	var out [][]string
	for _, group := range [][]string{
		{"quotation", "start", "end", "prefix", "suffix"},
		{"text_sha256", "length", "words", "decoder", "source", "turns", "omitted"},
	} {
		if kind == CodingKind || kind == DocumentKind {
			out = append(out, group)
		}
	}
	grouped := slices.Concat(out...)
	both := maps.Clone(o)
	maps.Copy(both, t)
	for _, name := range slices.Sorted(maps.Keys(both)) {
		if !slices.Contains(grouped, name) {
			out = append(out, []string{name})
		}
	}
	return out
}

func sameMembers(names []string, a, b map[string]json.RawMessage) bool {
	return !slices.ContainsFunc(names, func(n string) bool { return !bytes.Equal(a[n], b[n]) })
}

// wording is a member for people.
func wording(raw json.RawMessage) instruments.Text {
	var t instruments.Text
	var s string
	switch {
	case raw == nil:
		return instruments.Same("–")
	case json.Unmarshal(raw, &s) == nil:
		return instruments.Same(clip(s))
	case json.Unmarshal(raw, &t) == nil && !t.IsZero():
		return instruments.Text{NL: clip(t.NL), EN: clip(t.EN)}
	}
	return instruments.Same(clip(string(raw)))
}

func memberName(name string) instruments.Text {
	names := map[string]instruments.Text{
		"name": {NL: "naam", EN: "name"}, "definition": {NL: "definitie", EN: "definition"}, "include": {NL: "wel", EN: "include"}, "exclude": {NL: "niet", EN: "exclude"},
		"example": {NL: "voorbeeld", EN: "example"}, "parent": {NL: "plaats in het codeboek", EN: "place in the codebook"}, "order": {NL: "volgorde", EN: "order"},
		"colour": {NL: "kleur", EN: "colour"}, "codable": {NL: "codeerbaar", EN: "codable"}, "origin": {NL: "herkomst", EN: "origin"}, "domain": {NL: "domein", EN: "domain"},
		"supports": {NL: "ondersteunt", EN: "supports"}, "title": {NL: "titel", EN: "title"}, "notice": {NL: "vermelding", EN: "notice"}, "lang": {NL: "taal", EN: "language"},
		"quotation": {NL: "fragment", EN: "stretch"}, "code": {NL: "code", EN: "code"}, "memo": {NL: "memo", EN: "memo"}, "weight": {NL: "gewicht", EN: "weight"},
		"attributes": {NL: "kenmerken", EN: "attributes"}, "project": {NL: "project", EN: "project"}, "role": {NL: "rol", EN: "role"}, "trajectories": {NL: "trajecten", EN: "trajectories"},
		"consent": {NL: "toestemming", EN: "consent"}, "start_contact": {NL: "begin van het contact", EN: "start of contact"}, "text_sha256": {NL: "tekst", EN: "text"}, "speakers": {NL: "sprekers", EN: "speakers"},
	}
	if t, ok := names[name]; ok {
		return t
	}
	return instruments.Same(name)
}
