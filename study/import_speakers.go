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
	out := slices.Clone(list)
	for i, s := range out {
		v.met[s.Label] = true
		if role, ok := v.roles[s.Label]; ok {
			out[i].Role = role
		}
	}
	return out
}

// voice gives the speakers of a transcript the roles that the user said.
func (m *importer) voice(f *textFile) (err error) {
	if len(m.voices.roles) > 0 {
		f.doc.Speakers = m.voices.apply(f.doc.Speakers)
		f.record, err = coding.Canonical(f.doc)
	}
	return err
}

// unknown are the labels that no document has.
func (v *voices) unknown() []string {
	var out []string
	for label := range v.roles {
		if !v.met[label] {
			out = append(out, label)
		}
	}
	slices.Sort(out)
	return out
}

// checkVoices is a problem for each label that nobody has, with those that there
// are.
func (m *importer) checkVoices() error {
	for _, label := range m.voices.unknown() {
		var there []string
		for _, l := range slices.Sorted(maps.Keys(m.voices.met)) {
			there = append(there, instruments.Plain(l))
		}
		hint := instruments.Text{NL: "in deze bestanden zijn geen sprekers herkend", EN: "no speakers were recognised in these files"}
		if len(there) > 0 {
			const most = 12
			more := ""
			if len(there) > most {
				there, more = there[:most], ", …"
			}
			hint = instruments.Textf("er zijn: %s", "there are: %s", strings.Join(there, ", ")+more)
		}
		m.loud = append(m.loud, instruments.Problem{What: instruments.Textf("geen document heeft een spreker %q", "no document has a speaker %q", instruments.Plain(label)), Hint: hint})
	}
	return nil
}

// rerole gives the speakers of a document that was imported before the roles that
// the user said now.
func (m *importer) rerole(i int, sum string) (bool, error) {
	if len(m.opt.Speakers) == 0 {
		return false, nil
	}
	var changes []coding.Change
	for _, id := range m.known.files[sum] {
		doc, err := document(m.s.writer, id)
		if err != nil {
			return false, err
		}
		doc.Speakers = m.voices.apply(doc.Speakers)
		ch, err := m.change(coding.DocumentKind, string(id), doc)
		if err != nil {
			return false, err
		}
		if string(ch.Before) != string(ch.After) {
			changes = append(changes, ch)
		}
	}
	if len(changes) == 0 {
		return false, nil
	}
	m.report.Documents += len(changes)
	m.report.Files[i].As, m.report.Files[i].Items = AsTranscript, len(changes)
	return true, m.append("import."+AsTranscript, changes)
}
