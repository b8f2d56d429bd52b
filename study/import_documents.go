package study

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// textFile is a transcript as a worker hands it to the writer: everything that
// takes time is done.
type textFile struct {
	source   instruments.Source
	known    bool
	project  bool                 // it is a project; nothing else of it was read
	doc      instruments.Document // without text
	record   []byte               // doc as canonical JSON
	text     []byte
	original []byte
	problems instruments.Problems
}

func (m *importer) transcripts(files *sortedFiles) error {
	named := m.named(files.transcripts)
	return ordered(m.ctx, files.transcripts, m.readText, func(i int, f textFile) error {
		if f.project {
			files.projects = append(files.projects, i)
			m.progress.total += projectSteps - 1
			return nil
		}
		changed := false
		if f.known {
			var err error
			if changed, err = m.rerole(i, f.source.SHA256); err != nil {
				return err
			}
		}
		if !changed && m.freshText(i, f) {
			if f.doc.Kind == instruments.Interview && f.doc.Respondent == "" {
				m.unlinked(i)
			}
			err := m.identify(i, &f, named)
			if err == nil {
				err = m.storeText(i, f)
			}
			if err != nil {
				return err
			}
		}
		return m.finished()
	})
}

// freshText reports whether a transcript has something to bring.
func (m *importer) freshText(i int, f textFile) bool {
	sum := f.source.SHA256
	again := m.again(sum)
	switch {
	case f.problems.Err() != nil && again:
		m.leave(i, sum, f.problems)
		return false
	case f.problems.Err() == nil && m.skip(i, sum, f.known || again && m.known.texts[f.doc.TextSHA256]):
		if m.known.names[sum] == baseName(m.inputs[i].Name) {
			for _, id := range m.known.files[sum] {
				m.claim(i, id, sum)
			}
		}
		return false
	}
	m.problems[i] = append(m.problems[i], f.problems...)
	return f.problems.Err() == nil
}

// unlinkedNotes is how many interviews without respondent are noted one by one.
const unlinkedNotes = 5

// unlinked notes an interview without respondent; after a few, the last note
// counts the others: without a respondent sheet it would be every file.
func (m *importer) unlinked(i int) {
	if m.blind {
		return // a consequence of what is wrong with the sheet
	}
	m.loose++
	if m.loose <= unlinkedNotes {
		m.note(i, instruments.Text{NL: "interview zonder respondent: de bestandsnaam bevat geen bekend respondentnummer", EN: "interview without respondent: the file name holds no known respondent id"},
			instruments.Text{NL: "noem het bestand naar de respondent (R01.docx), of geef met --as literatuur, focusgroep of overig aan wat het is", EN: "name the file after the respondent (R01.docx), or say with --as literatuur, focusgroep or overig what it is"})
		return
	}
	m.looseNote = instruments.Problem{
		File: m.inputs[i].Name, Note: true,
		What: instruments.Text{NL: "ook dit interview heeft geen respondent", EN: "this interview has no respondent either"},
	}
	if others := m.loose - unlinkedNotes - 1; others > 0 {
		m.looseNote.What = plural(others, instruments.Text{NL: "dit en 1 ander interview hebben ook geen respondent", EN: "this and 1 other interview have no respondent either"},
			"dit en %d andere interviews hebben ook geen respondent", "this and %d other interviews have no respondent either")
	}
}

// heavyFile is from how many bytes of text on a transcript is read alone.
const heavyFile = 8 << 20

// readText reads one transcript; it runs on a worker.
func (m *importer) readText(i int) textFile {
	name := m.inputs[i].Name
	data, problems := m.bytes(i)
	f := textFile{problems: problems}
	if problems != nil {
		return f
	}
	f.source = source(data)
	if f.known = m.sameDocument(f.source.SHA256); f.known {
		return f
	}
	if f.project = m.readers.IsProject(name, data[:min(len(data), headLength)]); f.project {
		return f
	}
	if transcript.Weight(data) > heavyFile { // one at a time, so that memory stays bounded
		m.heavy.Lock()
		defer m.heavy.Unlock()
	}
	if isReport(data) {
		f.problems = ownReport(name)
		return f
	}
	f.problems = m.guard(i, func() (ps instruments.Problems) {
		f.doc, ps = m.readers.Transcript(name, data)
		return ps
	})
	if f.problems.Err() != nil {
		if !m.readers.Recognises(name, data) { // asked last: it unpacks the file
			f.problems = unknownKind(name)
		}
		return f
	}
	f.original = data
	m.describe(i, &f)
	return f
}

// describe completes a document: id, kind, respondent, hashes.
func (m *importer) describe(i int, f *textFile) {
	name := m.inputs[i].Name
	problem := func(what, hint instruments.Text) {
		f.problems = append(f.problems, instruments.Problem{File: name, What: what, Hint: hint})
	}
	d := &f.doc
	if strings.TrimSpace(d.Text) == "" {
		problem(instruments.Text{NL: "er staat geen tekst in het bestand", EN: "there is no text in the file"}, instruments.Text{})
		return
	}
	f.text = []byte(d.Text)
	sum := sha256.Sum256(f.text)
	d.TextSHA256, d.Length = hex.EncodeToString(sum[:]), utf8.RuneCountInString(d.Text)
	if d.ID = fileID(stem(name)); d.ID == "" { // ".txt"
		d.ID = fileID(baseName(name))
	}
	if d.Title == "" {
		d.Title = string(d.ID)
	}
	d.Source = instruments.Source{Name: baseName(name), SHA256: f.source.SHA256, Size: f.source.Size}
	d.Kind = kindOf(m.opt.As, stem(name))
	if d.Kind == instruments.Interview {
		linked := m.link(stem(name))
		switch len(linked) {
		case 1:
			d.ID, d.Respondent, d.Project = instruments.DocumentID(linked[0]), linked[0], m.projects[linked[0]]
			if m.refused[linked[0]] {
				f.problems = append(f.problems, withoutConsent(name, linked[0]))
			}
		case 0: // noted together with the others, see unlinked
		default:
			problem(instruments.Textf("de bestandsnaam noemt meer respondenten: %v", "the file name names several respondents: %v", linked),
				instruments.Text{NL: "noem het bestand naar één respondent", EN: "name the file after one respondent"})
		}
	}
	d.Text = ""
	var err error
	if f.record, err = coding.Canonical(*d); err != nil {
		problem(instruments.Textf("het document kan niet bewaard worden: %v", "the document cannot be stored: %v", err), instruments.Text{})
	}
}

// kindOf is the kind of a transcript: as asked, else from the file name.
func kindOf(as instruments.DocumentKind, stem string) instruments.DocumentKind {
	if as != "" {
		return as
	}
	for _, w := range tokens(stem) {
		switch w.text {
		case "focusgroep", "focusgroepen", "focusgroup", "fg":
			return instruments.FocusGroup
		}
	}
	return instruments.Interview
}

// link finds the respondents whose ids stand in a file name as whole words
// ("Interview R01.docx", "R01_v2.docx"). An id may itself be several words
// ("COSA-12"); the longest at a place counts.
func (m *importer) link(stem string) []instruments.RespondentID {
	const longest = 5 // words of an id
	low := strings.ToLower(stem)
	words := tokens(stem)
	var found []instruments.RespondentID
	for i := 0; i < len(words); {
		step := 1
		for j := min(len(words), i+longest); j > i; j-- {
			if id, ok := m.tokens[low[words[i].start:words[j-1].end]]; ok {
				if !slices.Contains(found, id) {
					found = append(found, id)
				}
				step = j - i
				break
			}
		}
		i += step
	}
	return found
}

// token is a word of a file name in lower case, with its place.
type token struct {
	text       string
	start, end int
}

// tokens cuts a name at everything that is neither letter nor digit.
func tokens(s string) []token {
	s = strings.ToLower(s)
	var out []token
	start := -1
	for i, r := range s + " " {
		word := unicode.IsLetter(r) || unicode.IsDigit(r)
		if word && start < 0 {
			start = i
		}
		if !word && start >= 0 {
			out = append(out, token{s[start:i], start, i})
			start = -1
		}
	}
	return out
}

// storeText writes one transcript: text, original, record, event.
func (m *importer) storeText(i int, f textFile) error {
	d := m.s.writer
	if done, err := m.keepOriginal(i, f); done || err != nil {
		return err
	}
	if err := m.voice(&f); err != nil {
		return err
	}
	m.describeFile(i, &f.doc)
	if err := putBlob(d, f.text, f.doc.TextSHA256); err != nil {
		return err
	}
	if err := putBlob(d, f.original, f.source.SHA256); err != nil {
		return err
	}
	before, there, err := record(d, coding.DocumentKind, string(f.doc.ID))
	if err != nil {
		return err
	}
	changes := []coding.Change{{Kind: coding.DocumentKind, ID: string(f.doc.ID), Before: before, After: f.record}}
	if !m.claim(i, f.doc.ID, f.source.SHA256) {
		return nil
	}
	if there {
		again, ok, err := m.replaceText(i, f)
		if err != nil || !ok {
			return err
		}
		changes = append(changes, again...)
	}
	m.report.Documents++
	return m.store(i, AsTranscript, f.source, changes)
}

// describeFile reports how a transcript was read.
func (m *importer) describeFile(i int, d *instruments.Document) {
	r := &m.report.Files[i]
	r.Items, r.Decoder, r.Words, r.Turns, r.Speakers, r.Omitted = 1, d.Decoder, d.Words, len(d.Turns), d.Speakers, d.Omitted
}

// plural is the wording for one, or that for another number n.
func plural(n int, one instruments.Text, nl, en string) instruments.Text {
	if n == 1 {
		return one
	}
	return instruments.Textf(nl, en, n)
}
