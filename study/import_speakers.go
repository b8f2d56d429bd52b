package study

import (
	"maps"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// voices gives speakers the roles that the user said they have.
type voices struct {
	roles map[string]instruments.SpeakerRole
	met   map[string]bool // labels of the documents that came in
}

// apply is the list with the roles that were given.
func (v *voices) apply(list []instruments.Speaker) []instruments.Speaker {
	if len(v.roles) == 0 {
		return list
	}
	for _, s := range list {
		v.met[s.Label] = true
	}
	return instruments.WithRoles(list, v.roles)
}

// voice gives the speakers of a transcript the roles that the user said.
func (m *importer) voice(f *textFile) (err error) {
	if len(m.voices.roles) > 0 {
		f.doc.Speakers = m.voices.apply(f.doc.Speakers)
		f.record, err = coding.Canonical(f.doc)
	}
	return err
}

// checkVoices is a problem for each label that no document has. When files were
// refused it may be one of theirs.
func (m *importer) checkVoices() error {
	if m.all().Err() != nil {
		return nil
	}
	m.loud = append(m.loud, instruments.CheckRoles(m.voices.roles, slices.Sorted(maps.Keys(m.voices.met)))...)
	return nil
}

// rerole gives the speakers of a document that was imported before the roles that
// the user said now; false when that changes nothing.
func (m *importer) rerole(i int, sum string) (bool, error) {
	if len(m.voices.roles) == 0 {
		return false, nil
	}
	var changes []coding.Change
	for _, id := range m.known.files[sum] {
		doc, err := document(m.s.writer, id)
		if err != nil {
			return false, err
		}
		if err := m.reread(i, &doc); err != nil {
			return false, err
		}
		doc.Speakers = m.voices.apply(doc.Speakers)
		ch, err := m.change(coding.DocumentKind, string(id), doc)
		if err != nil {
			return false, err
		}
		if string(ch.Before) != string(ch.After) {
			changes = append(changes, ch)
			m.describeFile(i, &doc)
		}
	}
	m.report.Documents += len(changes)
	if len(changes) == 0 {
		return false, nil
	}
	m.report.Files[i].As = AsTranscript
	return true, m.append("import."+AsTranscript, changes)
}

// reread gives a document the turns that it has when the labels that the user names
// are believed, where it stands without one of them. Its text stays as it is, and
// speakers keep their roles.
func (m *importer) reread(i int, doc *instruments.Document) error {
	text, err := blob(m.s.writer, doc.TextSHA256)
	if err != nil || !m.overlooked(doc.Speakers, string(text)) {
		return err
	}
	data, problems := m.bytes(i)
	if problems != nil {
		return nil // what it is now stands
	}
	var read instruments.Document
	problems = m.guard(i, func() (ps instruments.Problems) {
		read, ps = m.readers.Transcript(m.inputs[i].Name, data)
		return ps
	})
	if problems.Err() != nil || read.TextSHA256 != doc.TextSHA256 || m.overlooked(read.Speakers, string(text)) {
		return nil
	}
	roles := map[string]instruments.SpeakerRole{}
	for _, s := range doc.Speakers {
		roles[s.Label] = s.Role
	}
	doc.Turns, doc.Speakers = read.Turns, instruments.WithRoles(read.Speakers, roles)
	return nil
}

// overlooked is true when a label that the user names stands before a colon in a
// text and is none of its speakers.
func (m *importer) overlooked(speakers []instruments.Speaker, text string) bool {
	for label := range m.voices.roles {
		known := slices.ContainsFunc(speakers, func(s instruments.Speaker) bool { return s.Label == label })
		if !known && strings.Contains(text, label+":") {
			return true
		}
	}
	return false
}
