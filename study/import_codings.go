package study

import (
	"bytes"
	"errors"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// codingsPerEvent bounds the payload of one event; a file with more codings
// becomes several events of the same batch.
const codingsPerEvent = 10_000

// codings reads and stores the codings files, one after the other.
func (m *importer) codings(files []int) error {
	for _, i := range files {
		data, problems := m.bytes(i)
		m.problems[i] = append(m.problems[i], problems...)
		if src := source(data); problems == nil {
			if err := m.codingsFile(i, src, data); err != nil {
				return err
			}
		}
		if err := m.finished(); err != nil {
			return err
		}
	}
	return nil
}

func (m *importer) codingsFile(i int, src instruments.Source, data []byte) error {
	var failed error
	docs := func(id instruments.DocumentID) (*instruments.Document, bool) {
		doc, ok, err := m.document(id)
		failed = errors.Join(failed, err)
		return doc, ok
	}
	list, problems := coding.ReadCodingsOf(coding.CoderID(m.opt.Coder), m.inputs[i].Name, bytes.NewReader(data), docs, m.book)
	there, err := codingIDs(m.s.writer)
	if err = errors.Join(failed, err); err != nil {
		return err
	}
	again := m.again(src.SHA256)
	switch {
	case again && problems.Err() != nil:
		m.leave(i, src.SHA256, problems)
		return nil
	case m.skip(i, src.SHA256, again && codingsHere(list, there)):
		return nil
	}
	m.problems[i] = append(m.problems[i], problems...)
	if problems.Err() != nil {
		return nil
	}
	return m.storeCodings(i, src, list, there)
}

// document is a document of the study or of this import, with its text.
func (m *importer) document(id instruments.DocumentID) (*instruments.Document, bool, error) {
	d := m.s.writer
	if ok, err := hasDocument(d, id); err != nil || !ok {
		return nil, false, err
	}
	doc, err := document(d, id)
	if err != nil {
		return nil, false, err
	}
	text, err := blob(d, doc.TextSHA256)
	doc.Text = string(text)
	return &doc, err == nil, err
}

// storeCodings stores the codings that are not there yet, their coders, and the
// file.
func (m *importer) storeCodings(i int, src instruments.Source, list []coding.Coding, there map[coding.CodingID]bool) error {
	log := eventLog{importer: m, kind: "import." + AsCodings}
	added := 0
	m.differing = nil
	for _, c := range list {
		coder, err := m.coder(c.Coder)
		if err == nil {
			err = log.apply(coder...)
		}
		if err != nil {
			return err
		}
		if there[c.ID] && m.again(src.SHA256) {
			continue // as it was, or as somebody changed it since
		}
		ch, ok, err := m.storeCoding(c, there[c.ID])
		if err == nil && ok {
			added++
			err = log.add(ch)
		}
		if err != nil {
			return err
		}
	}
	m.tellDiffering(i)
	m.report.Codings += added
	m.report.Files[i].Items, m.report.Files[i].As = added, AsCodings
	if same := len(list) - added; same > 0 {
		m.note(i, plural(same, instruments.Text{NL: "1 codering was er al", EN: "1 coding was there already"}, "%d coderingen waren er al", "%d codings were there already"), instruments.Text{})
	}
	file, err := m.sourceChange(i, AsCodings, src)
	if err == nil {
		err = log.apply(file)
	}
	if err == nil {
		err = log.flush()
	}
	return err
}

// eventLog gathers changes that are in the state already into events of bounded
// size.
type eventLog struct {
	*importer
	kind    string
	changes []coding.Change
}

// apply makes changes in the state and adds them.
func (l *eventLog) apply(changes ...coding.Change) error {
	for _, ch := range changes {
		if err := l.tx.apply(ch); err != nil {
			return err
		}
		if err := l.add(ch); err != nil {
			return err
		}
	}
	return nil
}

func (l *eventLog) add(ch coding.Change) error {
	if len(l.changes) == codingsPerEvent {
		if err := l.flush(); err != nil {
			return err
		}
	}
	l.changes = append(l.changes, ch)
	return nil
}

func (l *eventLog) flush() error {
	if len(l.changes) == 0 {
		return nil
	}
	err := l.event(coding.Command{Type: l.kind, Changes: l.changes})
	l.changes = l.changes[:0]
	return err
}

// differing is a coding as it is here and as a file has it.
type differing struct{ here, there coding.Coding }

// differingListed is how many codings that differ are named one by one.
const differingListed = 5

// tellDiffering is the problem of codings that are here with another memo or
// weight.
func (m *importer) tellDiffering(i int) {
	hint := instruments.Text{NL: "vervang wat hier staat met --replace", EN: "replace what is here with --replace"}
	for n, d := range m.differing {
		if left := len(m.differing) - n; n == differingListed && left > 1 {
			m.problem(i, instruments.Textf("en nog %d coderingen die er al zijn, met een andere memo of een ander gewicht", "and %d more codings that are there already, with another memo or weight", left), hint)
			return
		}
		what := instruments.Text{NL: "een andere memo en een ander gewicht", EN: "another memo and another weight"}
		switch {
		case d.here.Weight == d.there.Weight:
			what = instruments.Text{NL: "een andere memo", EN: "another memo"}
		case d.here.Memo == d.there.Memo:
			what = instruments.Text{NL: "een ander gewicht", EN: "another weight"}
		}
		c := d.there
		m.problem(i, instruments.Textf("codering van %s op %s %d–%d door %s is er al, met %s", "the coding of %s at %s %d–%d by %s is there already, with %s", c.Code, c.Document, c.Start, c.End, c.Coder, what), hint)
	}
}

// storeCoding puts one coding in the state and returns its change; false when
// nothing changes. The table is written directly: a study of 3,700 interviews
// has more than a hundred thousand codings.
func (m *importer) storeCoding(c coding.Coding, there bool) (coding.Change, bool, error) {
	raw, err := coding.Canonical(c)
	ch := coding.Change{Kind: coding.CodingKind, ID: string(c.ID), After: raw}
	if err != nil {
		return ch, false, err
	}
	if there {
		ch.Before, _, err = record(m.s.writer, ch.Kind, ch.ID)
		if err != nil || bytes.Equal(ch.Before, ch.After) {
			return ch, false, err
		}
		if !m.opt.Replace {
			was, err := coding.Decode[coding.Coding](ch.Before)
			if err == nil && (was.Memo != c.Memo || was.Weight != c.Weight) {
				m.differing = append(m.differing, differing{was, c})
			}
			return ch, false, err // what differs otherwise is how it came about
		}
		return ch, true, m.tx.apply(ch)
	}
	return ch, true, m.tx.insertCoding(c)
}

// codingIDs are the ids of all codings.
func codingIDs(d *db) (map[coding.CodingID]bool, error) {
	ids := map[coding.CodingID]bool{}
	err := d.query(`SELECT id FROM codings`, nil, func(st *sqlite3.Stmt) error {
		ids[coding.CodingID(st.ColumnText(0))] = true
		return nil
	})
	return ids, err
}
