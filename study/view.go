package study

import (
	"context"
	"encoding/json"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// View is the study as commands need to see it. Every call sees the study as it
// is then; Do checks that nothing changed in between.
func (s *Study) View(ctx context.Context) coding.View {
	return view{&s.texts, func(do func(*db) error) error { return s.read(ctx, do) }}
}

// view is the study as it is inside the transaction.
func (t *tx) view() view {
	return view{&t.s.texts, func(do func(*db) error) error { return do(t.d) }}
}

type view struct {
	texts *texts
	read  func(func(*db) error) error
}

func (v view) Record(kind coding.Kind, id string) (json.RawMessage, bool, error) {
	var raw []byte
	var ok bool
	err := v.read(func(d *db) (err error) {
		raw, ok, err = record(d, kind, id)
		return err
	})
	return raw, ok, err
}

// Each collects before it calls do, so that do may use the study.
func (v view) Each(kind coding.Kind, do func(id string, record json.RawMessage) error) error {
	type entry struct {
		id  string
		raw json.RawMessage
	}
	var all []entry
	err := v.read(func(d *db) error {
		return each(d, kind, func(id string, raw []byte) error {
			all = append(all, entry{id, raw})
			return nil
		})
	})
	if err != nil {
		return err
	}
	for _, e := range all {
		if err := do(e.id, e.raw); err != nil {
			return err
		}
	}
	return nil
}

func (v view) CodingsOf(code coding.CodeID) ([]coding.Coding, error) {
	var out []coding.Coding
	err := v.read(func(d *db) error {
		return codings(d, `WHERE code = ?`, []any{string(code)}, func(c coding.Coding) error {
			out = append(out, c)
			return nil
		})
	})
	coding.SortCodings(out)
	return out, err
}

// CodingsIn are the codings of one document, in the order of a Corpus.
func (v view) CodingsIn(id instruments.DocumentID) ([]coding.Coding, error) {
	var out []coding.Coding
	err := v.read(func(d *db) error {
		return codings(d, `WHERE document = ? ORDER BY start, stop, code, coder, id`, []any{string(id)}, func(c coding.Coding) error {
			out = append(out, c)
			return nil
		})
	})
	return out, err
}

// record is one record as canonical JSON.
func record(d *db, kind coding.Kind, id string) ([]byte, bool, error) {
	var raw []byte
	if kind == coding.CodingKind {
		found := false
		err := codings(d, `WHERE id = ?`, []any{id}, func(c coding.Coding) (err error) {
			found = true
			raw, err = coding.Canonical(c)
			return err
		})
		return raw, found, err
	}
	ok, err := d.one(`SELECT record FROM records WHERE kind = ? AND id = ?`, []any{string(kind), id}, func(st *sqlite3.Stmt) {
		raw = []byte(st.ColumnText(0))
	})
	return raw, ok, err
}

// each calls do with every record of a kind by id (codings: in corpus order).
func each(d *db, kind coding.Kind, do func(id string, raw []byte) error) error {
	if kind == coding.CodingKind {
		return codings(d, "", nil, func(c coding.Coding) error {
			raw, err := coding.Canonical(c)
			if err != nil {
				return err
			}
			return do(string(c.ID), raw)
		})
	}
	return d.query(`SELECT id, record FROM records WHERE kind = ? ORDER BY id`, []any{string(kind)}, func(st *sqlite3.Stmt) error {
		return do(st.ColumnText(0), []byte(st.ColumnText(1)))
	})
}

// codings calls do with the codings that a condition picks.
func codings(d *db, where string, args []any, do func(coding.Coding) error) error {
	known := words{}
	return d.query(`SELECT document, start, stop, code, coder, id, quotation, prefix, suffix, origin, rule, matched, memo, weight, dyad FROM codings `+where, args, func(st *sqlite3.Stmt) error {
		return do(known.coding(st))
	})
}

// words keeps one copy of each text that many codings share.
type words map[string]string

func (w words) text(st *sqlite3.Stmt, col int) string {
	b := st.ColumnRawText(col)
	if s, ok := w[string(b)]; ok {
		return s
	}
	s := string(b)
	w[s] = s
	return s
}

func (w words) coding(st *sqlite3.Stmt) coding.Coding {
	quotation, prefix, suffix := st.ColumnText(6), st.ColumnText(7), st.ColumnText(8)
	c := coding.Coding{
		ID: coding.CodingID(st.ColumnText(5)), Code: coding.CodeID(w.text(st, 3)), Coder: coding.CoderID(w.text(st, 4)),
		Origin: w.text(st, 9), Rule: w.text(st, 10), Matched: w.text(st, 11), Memo: st.ColumnText(12), Weight: st.ColumnInt(13),
	}
	c.Segment = coding.Segment{
		Document: instruments.DocumentID(w.text(st, 0)), Start: st.ColumnInt(1), End: st.ColumnInt(2),
		Quotation: quotation, Prefix: prefix, Suffix: suffix,
	}
	c.Dyad = instruments.DyadID(w.text(st, 14))
	return c
}
