package study

import (
	"bytes"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// index checks that the list of documents follows from their records, and the
// word index of every text against the sum that was noted when it was made. The
// texts are not read again: that would take longer than all the rest.
func (v *verifier) index(d *db) error {
	left := 0
	if _, err := d.one(`SELECT count(*) FROM documents`, nil, func(st *sqlite3.Stmt) { left = st.ColumnInt(0) }); err != nil {
		return err
	}
	err := each(d, coding.DocumentKind, func(id string, raw []byte) error {
		left--
		return listedAs(d, id, raw)
	})
	if err == nil && left > 0 {
		err = damaged("", instruments.Text{NL: "in de lijst van documenten staat er een te veel", EN: "the list of documents has one too many"}, nil)
	}
	if err == nil {
		err = sums(d)
	}
	return err
}

// listedAs checks the row of a document in the list.
func listedAs(d *db, id string, raw []byte) error {
	wrong := damaged("", instruments.Textf("document %s staat verkeerd in de lijst van documenten", "document %s is wrong in the list of documents", instruments.Plain(id)), nil)
	doc, err := coding.Decode[instruments.Document](outline(raw))
	if err != nil {
		return err
	}
	var fits, indexed, whole bool
	ok, err := d.one(`SELECT d.sha256, d.outline, d.turns, t.text IS NOT NULL FROM documents d JOIN blobs b ON b.id = d.text AND b.sha256 = d.sha256 LEFT JOIN texts t ON t.text = d.text WHERE d.id = ?`, []any{id}, func(st *sqlite3.Stmt) {
		fits = st.ColumnText(0) == doc.TextSHA256 && bytes.Equal(st.ColumnRawText(1), outline(raw))
		indexed = st.ColumnType(2) == sqlite3.NULL || st.ColumnBool(3)
		_, unread := unpackTurns(st.ColumnRawBlob(2))
		whole = unread == nil
	})
	switch {
	case err != nil:
		return err
	case !ok || !fits:
		return wrong
	case !indexed || !whole:
		return damaged(id, indexBroken(), nil)
	}
	return nil
}

// sums compares the word index with the sums of the texts.
func sums(d *db) error {
	want := map[int64]int64{}
	err := d.query(`SELECT text, sum FROM texts`, nil, func(st *sqlite3.Stmt) error {
		want[st.ColumnInt64(0)] = st.ColumnInt64(1)
		return nil
	})
	if err != nil {
		return err
	}
	err = d.query(`SELECT word, places FROM words`, nil, func(st *sqlite3.Stmt) error {
		word := st.ColumnText(0)
		w := wordStream{rest: st.ColumnRawBlob(1)}
		for w.seek(w.number + 1) {
			if _, ok := want[w.number]; !ok {
				return damaged("", indexBroken(), nil)
			}
			want[w.number] -= sumOf(word, w.now)
		}
		return w.err
	})
	for _, left := range want {
		if left != 0 && err == nil {
			err = errPlaces
		}
	}
	if err != nil {
		return damaged("", indexBroken(), err)
	}
	return nil
}
