package coding

import (
	"bytes"
	"encoding/json"
	"slices"

	"meerzicht/instruments"
)

// neverHere reports whether a record that an earlier merge met is one that it
// left out: nothing here ever had it.
func (m *merger) neverHere(t moved) bool {
	return !entity(t.kind) && t.of.Parting == nil && !m.touchedHere()[t.recordKey]
}

// leftOut tries again what an earlier merge left out. It comes in when they
// changed it since, or when what was in its way is gone: the own text of a
// document that was replaced, a missing coding that a memo is about. Otherwise it
// stays out, and the list says why.
func (m *merger) leftOut(t moved) {
	if t.lost.IsZero() && bytes.Equal(t.now, t.base) && m.blocked[CodingID(t.id)] == "" && !m.wayIsClear(t) {
		t.lost = instruments.Text{NL: "kwam er bij een eerdere samenvoeging niet bij", EN: "did not come in at an earlier merge"}
	}
	if m.enters(t) {
		m.comeIn(t)
	}
}

// wayIsClear reports whether a record may come in that did not at an earlier
// merge. What was known here under another name then must not come in a second
// time, so that nothing does without a reason.
func (m *merger) wayIsClear(t moved) bool {
	switch t.kind {
	case SourceKind:
		return true // its content is looked for
	case MemoKind:
		var n naming
		_ = json.Unmarshal(t.now, &n) // a memo of another shape is about nothing
		if _, is := cutTarget(n.Target, CodingKind); is {
			return true // the coding is looked for
		}
		return false
	case CodingKind, DecisionKind:
		return m.newText(m.documentName(instruments.DocumentID(t.about)))
	}
	return false
}

// newText reports whether a document of ours got another text since the copies
// parted.
func (m *merger) newText(id instruments.DocumentID) bool {
	i := slices.IndexFunc(m.ours.Changed, func(r Revision) bool { return r.Kind == DocumentKind && r.ID == string(id) })
	if i < 0 || m.ours.Changed[i].First == nil || m.ours.Changed[i].Now == nil {
		return false
	}
	was, err := textOf(m.ours.Changed[i].First)
	is, other := textOf(m.ours.Changed[i].Now)
	return err == nil && other == nil && was != is
}

// unreadFiles are the files that they imported and whose content did not come
// in: the document has another text here, or the coder another list. Such a file
// does not count as imported here.
func (m *merger) unreadFiles() map[string]bool {
	if m.unread != nil {
		return m.unread
	}
	m.unread = map[string]bool{}
	for i := range m.theirs.Changed {
		r := &m.theirs.Changed[i]
		if r.Now == nil || m.err != nil {
			continue
		}
		sum := fileOf(r.Now).SHA256
		switch r.Kind {
		case DocumentKind:
			if m.others[instruments.DocumentID(r.ID)] != nil {
				m.unread[sum] = true
			}
		case FillingKind:
			if t := m.move(r); sum != "" && personal(r.Now) && fileOf(m.now(t.recordKey)).SHA256 != sum {
				m.unread[sum] = true
			}
		}
	}
	return m.unread
}

// personal reports whether a list is a person's, not the consensus.
func personal(raw json.RawMessage) bool {
	var n naming
	return json.Unmarshal(raw, &n) == nil && n.Coder.Person()
}

// fileOf is the file that a record was made from.
func fileOf(raw json.RawMessage) instruments.Source {
	var of struct{ Source instruments.Source }
	_ = json.Unmarshal(raw, &of) // nil, or a record without a file
	return of.Source
}

func fileName(raw json.RawMessage) string {
	var src Source
	_ = json.Unmarshal(raw, &src) // without a name it is listed without one
	return src.Name
}
