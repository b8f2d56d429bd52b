package study

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// createType is the type of a study's first event, which cannot be undone.
const createType = "study.create"

// Event is one entry of the log. Prev is the hash of the event before it, ""
// for the first. Batch is the number of the first event of the act it belongs
// to (an import, several commands at once); Undoes is the event it takes back,
// 0 for none. Payload is the command as canonical JSON.
type Event struct {
	Seq     int64           `json:"seq"`
	Prev    string          `json:"prev"`
	Time    string          `json:"time"` // UTC, RFC 3339
	Actor   string          `json:"actor"`
	Type    string          `json:"type"`
	Batch   int64           `json:"batch"`
	Undoes  int64           `json:"undoes"`
	Payload json.RawMessage `json:"payload"`
	Hash    string          `json:"hash"` // of all the above, lower-case hex
	// Request is the id of the request that asked for the event, "" for none.
	// Only Since fills it in; it is no part of the chain.
	Request string `json:"request,omitempty"`
}

// Line is the event as JSON on one line, the payload byte for byte as it was
// summed, without a line end.
func (e Event) Line() []byte {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	if err := out.Encode(e); err != nil { // only of a payload that is no JSON
		return nil
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Command is what the event did.
func (e Event) Command() (coding.Command, error) {
	return coding.Decode[coding.Command](e.Payload)
}

// Sum is the hash that the event must have: SHA-256 of the canonical JSON array
// [seq, prev, time, actor, type, batch, undoes], a line feed, and the payload.
func (e Event) Sum() string {
	b := fmt.Appendf(nil, "[%d,", e.Seq)
	for _, s := range []string{e.Prev, e.Time, e.Actor, e.Type} {
		b = append(coding.AppendString(b, s), ',')
	}
	b = fmt.Appendf(b, "%d,%d]\n", e.Batch, e.Undoes)
	h := sha256.New()
	h.Write(b)
	h.Write(e.Payload)
	return hex.EncodeToString(h.Sum(nil))
}

// Head is where the log ends: the number, time and hash of the last event. The
// hash is the study hash of reports and backups.
type Head struct {
	Seq  int64  `json:"seq"`
	Time string `json:"time"`
	Hash string `json:"hash"`
}

// Head returns the end of the log.
func (s *Study) Head(ctx context.Context) (Head, error) {
	var h Head
	err := s.read(ctx, func(d *db) (err error) {
		h, err = head(d)
		return err
	})
	return h, err
}

func head(d *db) (Head, error) {
	var h Head
	_, err := d.one(`SELECT seq, time, hash FROM events ORDER BY seq DESC LIMIT 1`, nil, func(st *sqlite3.Stmt) {
		h = Head{Seq: st.ColumnInt64(0), Time: st.ColumnText(1), Hash: st.ColumnText(2)}
	})
	return h, err
}

// Log calls do with every event, first to last. do may not use the Study.
func (s *Study) Log(ctx context.Context, do func(Event) error) error {
	return s.read(ctx, func(d *db) error { return events(d, 1, math.MaxInt64, do) })
}

// events calls do with the events from one number to another.
func events(d *db, from, to int64, do func(Event) error) error {
	return d.query(`SELECT seq, prev, time, actor, type, batch, undoes, payload, hash FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq`, []any{from, to}, func(st *sqlite3.Stmt) error {
		return do(eventOf(st))
	})
}

// append does a normal command: state, blobs, and one event. batch 0 makes the
// event the first of its own act. It returns the event's number, or 0 when the
// command changes nothing.
func (t *tx) append(actor string, cmd coding.Command, batch, undoes int64) (int64, error) {
	if len(cmd.Changes) == 0 {
		return 0, nil
	}
	d := t.d
	for _, b := range cmd.Blobs {
		if err := putBlob(d, b, ""); err != nil {
			return 0, err
		}
	}
	for _, ch := range cmd.Changes {
		err := referred(d, ch)
		if err == nil {
			err = t.apply(ch)
		}
		if err != nil {
			return 0, err
		}
	}
	e, err := t.event(actor, cmd, batch, undoes)
	return e.Seq, err
}

// event writes the event of a command after the last one.
func (t *tx) event(actor string, cmd coding.Command, batch, undoes int64) (Event, error) {
	e := Event{Seq: t.last.Seq + 1, Prev: t.last.Hash, Time: t.s.stamp(), Actor: actor, Type: cmd.Type, Batch: batch, Undoes: undoes, Payload: cmd.JSON()}
	if batch == 0 {
		e.Batch = e.Seq
	}
	e.Hash = e.Sum()
	err := t.d.exec(`INSERT INTO events (seq, prev, time, actor, type, batch, undoes, payload, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Seq, e.Prev, e.Time, e.Actor, e.Type, e.Batch, e.Undoes, text(e.Payload), e.Hash)
	if err == nil {
		t.last = Head{Seq: e.Seq, Time: e.Time, Hash: e.Hash}
		t.made = append(t.made, entry{e.Seq, e.Batch, e.Undoes})
	}
	return e, err
}

// apply changes one record of the state, if it still is as Before says.
func (t *tx) apply(ch coding.Change) error {
	err := t.applyRecord(ch)
	if errors.Is(err, sqlite3.CONSTRAINT) {
		err = fmt.Errorf("%s %q exists already", ch.Kind, ch.ID)
	}
	var told *instruments.Error
	if err == nil || errors.As(err, &told) || isSQLite(err) {
		return err
	}
	return failure(ErrConflict, "", err, instruments.Text{NL: "het onderzoek is intussen veranderd; er is niets gewijzigd", EN: "the study changed meanwhile; nothing was changed"},
		instruments.Text{NL: "bekijk het onderzoek opnieuw en probeer het nog eens", EN: "look at the study again and retry"})
}

func isSQLite(err error) bool {
	var e *sqlite3.Error
	return errors.As(err, &e)
}

func (t *tx) applyRecord(ch coding.Change) error {
	d := t.d
	if ch.Before != nil {
		now, _, err := record(d, ch.Kind, ch.ID)
		if err != nil {
			return err
		}
		if err := ch.Check(now); err != nil {
			return err
		}
	}
	switch ch.Kind {
	case coding.CodingKind:
		return t.applyCoding(ch)
	case coding.DocumentKind:
		if err := t.list(ch); err != nil {
			return err
		}
	}
	switch {
	case ch.After == nil:
		return d.exec(`DELETE FROM records WHERE kind = ? AND id = ?`, string(ch.Kind), ch.ID)
	case ch.Before == nil:
		return d.exec(`INSERT INTO records (kind, id, record) VALUES (?, ?, ?)`, string(ch.Kind), ch.ID, text(ch.After))
	}
	return d.exec(`UPDATE records SET record = ? WHERE kind = ? AND id = ?`, text(ch.After), string(ch.Kind), ch.ID)
}

func (t *tx) applyCoding(ch coding.Change) error {
	if ch.Before != nil {
		if err := t.d.exec(`DELETE FROM codings WHERE id = ?`, ch.ID); err != nil {
			return err
		}
		c, err := coding.Decode[coding.Coding](ch.Before)
		if err != nil {
			return err
		}
		t.coded = append(t.coded, coded{c.Document, c.Code, c.Coder, -1})
	}
	if ch.After == nil {
		return nil
	}
	c, err := coding.Decode[coding.Coding](ch.After)
	if err != nil {
		return err
	}
	return t.insertCoding(c)
}

func (t *tx) insertCoding(c coding.Coding) error {
	t.coded = append(t.coded, coded{c.Document, c.Code, c.Coder, 1})
	return t.d.exec(`INSERT INTO codings (document, start, stop, code, coder, id, quotation, prefix, suffix, origin, rule, matched, memo, weight, dyad)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(c.Document), c.Start, c.End, string(c.Code), string(c.Coder), string(c.ID), c.Quotation, c.Prefix, c.Suffix, c.Origin, c.Rule, c.Matched, c.Memo, c.Weight, string(c.Dyad))
}

// referred makes sure that the text and the original bytes of a document are in
// the study, unless the document says that its original is not kept.
func referred(d *db, ch coding.Change) error {
	if ch.Kind != coding.DocumentKind || ch.After == nil {
		return nil
	}
	var doc struct {
		Text   string             `json:"text_sha256"`
		Source instruments.Source `json:"source"`
	}
	if err := json.Unmarshal(outline(ch.After), &doc); err != nil {
		return err
	}
	for _, sum := range []string{doc.Text, kept(doc.Source)} {
		if sum == "" {
			continue
		}
		ok, err := hasBlob(d, sum)
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("document %q: no bytes with hash %q in the study", ch.ID, sum)
		}
	}
	return nil
}

// kept is the hash of an original file that the study has, "" without one.
func kept(src instruments.Source) string {
	if src.Absent {
		return ""
	}
	return src.SHA256
}

// hasBlob reports whether bytes with that SHA-256 are stored.
func hasBlob(d *db, sum string) (bool, error) {
	return d.one(`SELECT 1 FROM blobs WHERE sha256 = ?`, []any{sum}, func(*sqlite3.Stmt) {})
}

// putBlob stores bytes under their SHA-256, once. An empty sum is computed.
func putBlob(d *db, b []byte, sum string) error {
	if sum == "" {
		h := sha256.Sum256(b)
		sum = hex.EncodeToString(h[:])
	}
	return d.exec(`INSERT INTO blobs (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING`, sum, b)
}

// blob returns bytes by their SHA-256.
func blob(d *db, sum string) ([]byte, error) {
	var b []byte
	ok, err := d.one(`SELECT bytes FROM blobs WHERE sha256 = ?`, []any{sum}, func(st *sqlite3.Stmt) { b = st.ColumnBlob(0, []byte{}) })
	if err == nil && !ok {
		err = fmt.Errorf("no bytes with hash %q in the study", sum)
	}
	return b, err
}
