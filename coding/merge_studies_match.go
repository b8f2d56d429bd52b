package coding

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"

	"meerzicht/instruments"
)

// checkTemplate refuses copies that have nothing in common.
func (m *merger) checkTemplate() {
	r := m.revisions[recordKey{StudyKind, StudyID}]
	if r == nil || r.Parting != nil || r.Now == nil {
		return // one study once
	}
	ours, _, err := Find[StudyInfo](m.view, StudyKind, StudyID)
	theirs, other := StudyInfo{}, error(nil)
	if err == nil {
		theirs, other = Decode[StudyInfo](r.Now)
	}
	if m.err = err; m.err == nil {
		m.err = other
	}
	if ours.Template != theirs.Template {
		m.refuse("", instruments.Textf("dit is een ander onderzoek, gemaakt met sjabloon %q; dit onderzoek is gemaakt met %q", "this is another study, made with template %q; this study was made with %q", instruments.Plain(theirs.Template), instruments.Plain(ours.Template)),
			instruments.Text{NL: "voeg alleen kopieën van één onderzoek samen, of wat met hetzelfde sjabloon gemaakt is", EN: "merge only copies of one study, or what was made with the same template"})
	}
}

// outlined is what matching needs to know of a document.
type outlined struct {
	SHA256 string `json:"text_sha256"`
}

func textOf(raw json.RawMessage) (string, error) {
	var o outlined
	err := json.Unmarshal(raw, &o)
	return o.SHA256, err
}

// otherText is a document of ours whose text is not that of the document with
// the same id in the other copy.
type otherText struct {
	text              string
	same, moved, lost int // their codings, looked up in it
}

// matchDocuments finds out which documents of theirs are ours under another id,
// and which have our id but another text. Documents that neither side touched
// are the same.
func (m *merger) matchDocuments() {
	taken := map[instruments.DocumentID]bool{}
	loose := map[instruments.DocumentID]string{} // of theirs without counterpart, with the hash of the text
	for _, id := range m.touched(DocumentKind) {
		raw, theirs, err := m.theirs.View.Record(DocumentKind, id)
		if err != nil || !theirs {
			m.err = err
			continue
		}
		sum, err := textOf(raw)
		own := m.now(recordKey{DocumentKind, id})
		same := ""
		if own != nil && err == nil {
			same, err = textOf(own)
		}
		switch m.err = err; {
		case m.err != nil:
			return
		case own != nil && same == sum:
			taken[instruments.DocumentID(id)] = true
		default:
			loose[instruments.DocumentID(id)] = sum
		}
	}
	m.matchTexts(loose, taken)
}

// touched are the ids of a kind that changed in either copy.
func (m *merger) touched(kind Kind) []string {
	ids := map[string]bool{}
	for _, of := range [][]Revision{m.ours.Changed, m.theirs.Changed} {
		for _, r := range of {
			if r.Kind == kind {
				ids[r.ID] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// matchTexts looks for documents of ours with the texts of theirs. Each of ours
// is matched once, and never when they have, or took away, a document of that id
// themselves.
func (m *merger) matchTexts(loose map[instruments.DocumentID]string, taken map[instruments.DocumentID]bool) {
	if len(loose) == 0 || m.err != nil {
		return
	}
	bySum := map[string][]instruments.DocumentID{}
	m.each(DocumentKind, func(id string, raw json.RawMessage) error {
		sum, err := textOf(raw)
		bySum[sum] = append(bySum[sum], instruments.DocumentID(id))
		return err
	})
	for _, id := range slices.Sorted(maps.Keys(loose)) {
		for _, ours := range bySum[loose[id]] {
			if loose[id] == "" {
				break // no text at all
			}
			if _, other := loose[ours]; !taken[ours] && m.unknownThere(ours, other) {
				taken[ours], m.documents[id], m.remaps = true, ours, true
				break
			}
		}
		if m.documents[id] == "" && m.now(recordKey{DocumentKind, string(id)}) != nil {
			m.others[id], m.remaps = &otherText{text: m.text(id)}, true
		}
	}
}

// unknownThere reports whether they have no document of an id, or only one with
// another text, and did not take it away either.
func (m *merger) unknownThere(id instruments.DocumentID, otherText bool) bool {
	_, known, err := m.theirs.View.Record(DocumentKind, string(id))
	if m.err == nil {
		m.err = err
	}
	r := m.revisions[recordKey{DocumentKind, string(id)}]
	return (!known || otherText) && (r == nil || r.Now != nil)
}

// text is the text of a document of ours; "" when the view knows no texts.
func (m *merger) text(id instruments.DocumentID) string {
	texts, is := m.view.(Texts)
	if !is || m.err != nil {
		return ""
	}
	in, found, err := texts.Segmenter(id)
	if m.err = err; err != nil || !found {
		return ""
	}
	text, _ := in.Between(0, math.MaxInt)
	return text
}

// documentName is the id here of a document of theirs.
func (m *merger) documentName(id instruments.DocumentID) instruments.DocumentID {
	if ours, ok := m.documents[id]; ok {
		return ours
	}
	return id
}

// document is documentName, and false when the document is not here. All
// documents that come in must be in already.
func (m *merger) document(id instruments.DocumentID) (instruments.DocumentID, bool) {
	if ours, ok := m.documents[id]; ok {
		return ours, true
	}
	here, known := m.present[id]
	if !known {
		here = m.now(recordKey{DocumentKind, string(id)}) != nil
		m.present[id] = here
	}
	return id, here
}

// locate finds a segment of theirs in our text, when that is another and the
// quotation, or the quotation in its context, stands there exactly once.
func (m *merger) locate(theirs instruments.DocumentID, seg Segment) (Segment, Found) {
	o := m.others[theirs]
	if o == nil {
		return seg, Same
	}
	once := func(words string) bool { return words != "" && strings.Count(o.text, words) == 1 }
	if !once(seg.Quotation) && !once(seg.Prefix+seg.Quotation+seg.Suffix) {
		return seg, Lost
	}
	now, found := newPositions(o.text).locate(seg)
	if found != Lost && now.Start == seg.Start {
		found = Same
	}
	return now, found
}

// matchCodes finds codes that they made and that are ours under another id: with
// the same name below the same parent, and unknown to them under our id.
// Parents come first.
func (m *merger) matchCodes() {
	ours, err := All[Code](m.view, CodeKind)
	theirs, other := All[Code](m.theirs.View, CodeKind)
	if m.err = err; m.err == nil {
		m.err = other
	}
	known := Of(theirs)
	byName := map[[2]string]CodeID{}
	for _, c := range slices.Backward(TreeOf(ours).Codes) {
		if _, both := known.Code(c.ID); !both && m.revisions[recordKey{CodeKind, string(c.ID)}] == nil {
			byName[[2]string{string(c.Parent), nameKey(c.Name)}] = c.ID
		}
	}
	for _, c := range TreeOf(theirs).Codes {
		r := m.revisions[recordKey{CodeKind, string(c.ID)}]
		if r == nil || r.Parting != nil || m.now(recordKey{CodeKind, string(c.ID)}) != nil {
			continue
		}
		key := [2]string{string(m.code(c.Parent)), nameKey(c.Name)}
		if id, ok := byName[key]; ok {
			m.codes[c.ID], m.remaps = id, true
			delete(byName, key)
		}
	}
}

func nameKey(name instruments.Text) string {
	return strings.ToLower(strings.Join(strings.Fields(name.In(instruments.Dutch)), " "))
}

func (m *merger) code(id CodeID) CodeID {
	if ours, ok := m.codes[id]; ok {
		return ours
	}
	return id
}

// coder is the name here of a coder in a record that is new since the parting or
// not.
func (m *merger) coder(id CoderID, fresh bool) CoderID {
	if name, ok := m.opt.Coders[id]; ok && fresh {
		return name
	}
	return id
}

// indexCodings finds the ids here of the codings that they changed. What a
// coding was made as decides, so that the id stays however it changes later.
func (m *merger) indexCodings() {
	if !m.remaps {
		return
	}
	for i := range m.theirs.Changed {
		r := &m.theirs.Changed[i]
		if r.Kind != CodingKind || r.Parting != nil || r.First == nil || m.err != nil {
			continue
		}
		was, err := Decode[Coding](r.First)
		if m.err = err; err != nil {
			return
		}
		is := was
		is.Document = m.documentName(was.Document)
		is.Code, is.Coder = m.code(was.Code), m.coder(was.Coder, true)
		if is.Document != was.Document || is.Code != was.Code || is.Coder != was.Coder {
			id := NewCodingID(is)
			if was.ID != NewCodingID(was) {
				id = CodingID(hash(32, string(was.ID), string(is.Document), string(is.Code), string(is.Coder)))
			}
			m.codings[was.ID] = id
		}
	}
}

func (m *merger) coding(id CodingID) CodingID {
	if ours, ok := m.codings[id]; ok {
		return ours
	}
	return id
}
