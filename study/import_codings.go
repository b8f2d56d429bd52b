package study

import (
	"bytes"
	"errors"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// codingsPerEvent bounds the payload of one event; a file with more codings
// becomes several events of the same batch.
const codingsPerEvent = 10_000

// codings reads and stores the codings files, one after the other.
func (im *importer) codings(files []int) error {
	for _, i := range files {
		data, problems := im.bytes(i)
		im.problems[i] = append(im.problems[i], problems...)
		if src := source(data); problems == nil && im.fresh(i, src.SHA256) {
			if err := im.codingsFile(i, src, data); err != nil {
				return err
			}
		}
		if err := im.finished(); err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) codingsFile(i int, src instruments.Source, data []byte) error {
	var failed error
	docs := func(id instruments.DocumentID) (*instruments.Document, bool) {
		doc, ok, err := im.document(id)
		failed = errors.Join(failed, err)
		return doc, ok
	}
	list, problems := coding.ReadCodingsOf(coding.CoderID(im.opt.Coder), im.inputs[i].Name, bytes.NewReader(data), docs, im.book)
	im.problems[i] = append(im.problems[i], problems...)
	if failed != nil || problems.Err() != nil {
		return failed
	}
	if err := im.storeCodings(i, list); err != nil {
		return err
	}
	return im.store(i, AsCodings, src, nil)
}

// document is a document of the study or of this import, with its text.
func (im *importer) document(id instruments.DocumentID) (*instruments.Document, bool, error) {
	d := im.s.writer
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

func (im *importer) storeCodings(i int, list []coding.Coding) error {
	var changes []coding.Change
	there, files := 0, &im.report.Files[i]
	for n, c := range list {
		coder, err := im.coder(c.Coder)
		if err != nil {
			return err
		}
		ch, err := im.change(coding.CodingKind, string(c.ID), c)
		switch {
		case err != nil:
			return err
		case bytes.Equal(ch.Before, ch.After):
			there++
			continue
		case ch.Before != nil && !im.opt.Replace:
			im.problem(i, instruments.Textf("codering van %s op %s %d–%d door %s is er al, met een andere memo of ander gewicht", "the coding of %s at %s %d–%d by %s is there already, with another memo or weight", c.Code, c.Document, c.Start, c.End, c.Coder),
				instruments.Text{NL: "vervang de oude met --replace", EN: "replace the old one with --replace"})
			continue
		}
		files.Items++
		im.report.Codings++
		changes = append(append(changes, coder...), ch)
		if len(changes) >= codingsPerEvent || n == len(list)-1 {
			if err := im.append("import."+AsCodings, changes); err != nil {
				return err
			}
			changes = nil
		}
	}
	if there > 0 {
		im.note(i, instruments.Textf("%d coderingen waren er al", "%d codings were there already", there), instruments.Text{})
	}
	return im.append("import."+AsCodings, changes)
}
