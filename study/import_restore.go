package study

import (
	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// restores reports whether a whole study of ours comes into one that holds nothing
// but its template: then everything is taken over as it is.
func (a *adoption) restores() (bool, error) {
	if !a.own || len(a.inputs) > 1 {
		return false, nil
	}
	n := 0
	_, err := a.s.writer.one(`SELECT (SELECT count(*) FROM codings) + count(*) FROM records WHERE kind NOT IN (?, ?, ?)`,
		[]any{string(coding.StudyKind), string(coding.SetKind), string(coding.CodeKind)}, func(st *sqlite3.Stmt) { n = st.ColumnInt(0) })
	if err != nil || n > 0 {
		return false, err
	}
	ours, err := load[coding.Code](a.s.writer, coding.CodeKind)
	if err != nil {
		return false, err
	}
	template := coding.NewCodebook(a.set)
	for _, c := range ours {
		if _, known := template.Code(c.ID); !known {
			return false, nil
		}
	}
	return len(ours) == len(template.Codes), nil
}

// restore takes over what a project of another program does not have: what the
// study says about itself, its instruments, and its codebook as a whole.
func (a *adoption) restore() error {
	info := a.from.Info
	info.Created, info.Changed, info.Events, info.Head = "", "", 0, ""
	err := a.put(coding.StudyKind, coding.StudyID, info)
	if err == nil {
		err = a.put(coding.SetKind, coding.SetID, a.from.Instruments)
	}
	if err != nil {
		return err
	}
	a.set = a.from.Instruments
	ids, err := recordIDs(a.s.writer, coding.CodeKind)
	for _, id := range ids {
		if _, stays := a.from.Codebook.Code(coding.CodeID(id)); err == nil && !stays {
			err = a.remove(coding.CodeKind, id)
		}
	}
	for _, c := range a.from.Codebook.Codes {
		if err != nil {
			return err
		}
		a.codes[c.ID] = c.ID
		a.count(coding.TransferCodes).New++
		err = a.put(coding.CodeKind, string(c.ID), c)
	}
	a.book = a.from.Codebook
	return err
}

func (a *adoption) remove(kind coding.Kind, id string) error {
	before, _, err := record(a.s.writer, kind, id)
	if err != nil {
		return err
	}
	a.changes++
	return a.log.apply(coding.Change{Kind: kind, ID: id, Before: before})
}

// original says what file a document was read from. A whole study of ours tells
// what that was although its bytes are elsewhere; the original bytes of a document
// in another project are its text.
func (a *adoption) original(d *instruments.Document) {
	if d.Source.Name == "" {
		d.Source.Name = baseName(a.inputs[a.index].Name)
	}
	if !a.own || d.Source.SHA256 == "" {
		d.Source.SHA256, d.Source.Size = d.TextSHA256, int64(len(d.Text))
	}
	d.Source.Absent = d.Source.SHA256 != d.TextSHA256
}

// keepOriginal stores the file of a document that came with a whole study, without
// its file: true when there is one. The document stays as it is.
func (m *importer) keepOriginal(i int, f textFile) (bool, error) {
	var changes []coding.Change
	for _, id := range m.known.files[f.source.SHA256] {
		d, there, err := m.stored(id)
		if err != nil {
			return false, err
		}
		if !there || !d.Source.Absent {
			continue
		}
		d.Source.Absent = false
		ch, err := m.change(coding.DocumentKind, string(id), d)
		if err != nil {
			return false, err
		}
		changes = append(changes, ch)
		m.note(i, instruments.Textf("dit is het bronbestand van document %s; het is nu bewaard, en het document blijft zoals het is", "this is the source file of document %s; it is kept now, and the document stays as it is", instruments.Plain(string(id))), instruments.Text{})
	}
	if len(changes) == 0 {
		return false, nil
	}
	if err := putBlob(m.s.writer, f.original, f.source.SHA256); err != nil {
		return false, err
	}
	m.describeFile(i, &f.doc)
	return true, m.store(i, AsTranscript, f.source, changes)
}

// adoptRounds takes over double coding, progress and classes set by hand into an
// empty study. Elsewhere they would speak of other work: they stay out, and the
// loss report says so.
func (a *adoption) adoptRounds() error {
	c := a.from
	if !a.whole {
		a.transfer.Drop(coding.TransferOther, len(c.Rounds)+len(c.Settlements)+len(c.Progress)+len(c.Overrides), instruments.Text{
			NL: "rondes, beslissingen, voortgang en met de hand gezette klassen komen alleen mee in een leeg onderzoek; ‘meerzicht merge’ voegt twee kopieën van een onderzoek samen",
			EN: "rounds, decisions, progress and classes set by hand come along only into an empty study; ‘meerzicht merge’ joins two copies of one study",
		})
		return nil
	}
	var err error
	put := func(kind coding.Kind, id string, record any) {
		if err == nil {
			err = a.put(kind, id, record)
		}
	}
	for _, r := range c.Rounds {
		put(coding.RoundKind, r.ID, r)
	}
	for _, s := range c.Settlements {
		put(coding.SettlementKind, s.ID, s)
	}
	for _, p := range c.Progress {
		put(coding.ProgressKind, p.ID(), p)
	}
	for _, o := range c.Overrides {
		put(coding.OverrideKind, string(o.Dyad), o)
	}
	return err
}
