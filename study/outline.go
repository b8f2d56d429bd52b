package study

import (
	"bytes"
	"context"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// outline is the record of a document without its turns, which are nearly all
// of it. In canonical JSON a quotation mark inside a text is escaped, so the
// words looked for can stand nowhere else.
func outline(record []byte) []byte {
	from := bytes.Index(record, []byte(`,"turns":[`))
	if from < 0 {
		return record
	}
	to := bytes.LastIndex(record, []byte(`],"words":`))
	if to < from {
		return record
	}
	return append(bytes.Clone(record[:from]), record[to+1:]...)
}

// Documents are all documents by id, without their texts and turns.
func (s *Study) Documents(ctx context.Context) ([]instruments.Document, error) {
	var out []instruments.Document
	err := s.read(ctx, func(d *db) error {
		return d.query(`SELECT outline FROM documents ORDER BY id`, nil, func(st *sqlite3.Stmt) error {
			doc, err := coding.Decode[instruments.Document](st.ColumnRawText(0))
			out = append(out, doc)
			return err
		})
	})
	return out, err
}

// Outline is one document without its text and turns, and whether it is there.
func (s *Study) Outline(ctx context.Context, id instruments.DocumentID) (instruments.Document, bool, error) {
	var doc instruments.Document
	found := false
	err := s.read(ctx, func(d *db) error {
		return d.query(`SELECT outline FROM documents WHERE id = ?`, []any{string(id)}, func(st *sqlite3.Stmt) (err error) {
			found = true
			doc, err = coding.Decode[instruments.Document](st.ColumnRawText(0))
			return err
		})
	})
	return doc, found, err
}

// DocumentsNear are at most n documents by id, without their texts and turns:
// those around the place of that id in the order, the first for "". It
// also tells how many documents stand before them and how many there are.
func (s *Study) DocumentsNear(ctx context.Context, id instruments.DocumentID, n int) (docs []instruments.Document, before, total int, err error) {
	err = s.read(ctx, func(d *db) error {
		at := 0
		_, err := d.one(`SELECT count(*), count(CASE WHEN id < ? THEN 1 END) FROM documents`, []any{string(id)}, func(st *sqlite3.Stmt) {
			total, at = st.ColumnInt(0), st.ColumnInt(1)
		})
		if err != nil {
			return err
		}
		before = max(0, min(at-n/2, total-n))
		return d.query(`SELECT outline FROM documents ORDER BY id LIMIT ? OFFSET ?`, []any{n, before}, func(st *sqlite3.Stmt) error {
			doc, err := coding.Decode[instruments.Document](st.ColumnRawText(0))
			docs = append(docs, doc)
			return err
		})
	})
	return docs, before, total, err
}

// Document is one document with its text and turns.
func (s *Study) Document(ctx context.Context, id instruments.DocumentID) (instruments.Document, error) {
	var doc instruments.Document
	err := s.read(ctx, func(d *db) (err error) {
		if doc, err = document(d, id); err != nil {
			return err
		}
		b, err := blob(d, doc.TextSHA256)
		if err != nil {
			return damaged(string(id), instruments.Text{NL: "de tekst van dit document ontbreekt", EN: "the text of this document is missing"}, err)
		}
		doc.Text = string(b)
		return nil
	})
	return doc, err
}

// CodingsIn are the codings of one document, by start, end, code and coder.
func (s *Study) CodingsIn(ctx context.Context, id instruments.DocumentID) ([]coding.Coding, error) {
	var out []coding.Coding
	err := s.read(ctx, func(d *db) error {
		return codings(d, `WHERE document = ? ORDER BY start, stop, code, coder, id`, []any{string(id)}, func(c coding.Coding) error {
			out = append(out, c)
			return nil
		})
	})
	return out, err
}

// CodingsWith are the codings with any of the codes, in the order of a Corpus.
func (s *Study) CodingsWith(ctx context.Context, codes ...coding.CodeID) ([]coding.Coding, error) {
	var out []coding.Coding
	seen := map[coding.CodeID]bool{}
	err := s.read(ctx, func(d *db) error {
		for _, code := range codes {
			if seen[code] {
				continue
			}
			seen[code] = true
			err := codings(d, `WHERE code = ?`, []any{string(code)}, func(c coding.Coding) error {
				out = append(out, c)
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	coding.SortCodings(out)
	return out, err
}
