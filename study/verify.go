package study

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Verification is what Verify looked at.
type Verification struct {
	Events  int64  `json:"events"`  // of the chain
	Records int    `json:"records"` // of the state, codings included
	Blobs   int    `json:"blobs"`   // texts and original files
	Head    string `json:"head"`    // the study hash
}

// Verify checks a study without changing anything: every page of the file,
// every hash of the chain, that replaying the events gives exactly the state,
// and that all texts and files have the hashes by which the documents name
// them. The error is ErrIntegrity and names the first break. The Verification
// says how far it came.
func (s *Study) Verify(ctx context.Context) (Verification, error) {
	v := verifier{digests: map[string][sha256.Size]byte{}}
	err := s.read(ctx, func(d *db) error {
		for _, step := range []func(*db) error{v.pages, v.chain, v.state, v.blobs, v.documents} {
			if err := step(d); err != nil {
				return err
			}
		}
		return nil
	})
	return v.Verification, err
}

type verifier struct {
	Verification
	digests map[string][sha256.Size]byte // of every record, by kind and id
}

// pages reads every page; page checksums are verified in passing.
func (v *verifier) pages(d *db) error {
	var found string
	_, err := d.one(`PRAGMA integrity_check(1)`, nil, func(st *sqlite3.Stmt) { found = st.ColumnText(0) })
	if err == nil && found != "ok" {
		return damaged("", instruments.Text{NL: "het databasebestand is beschadigd", EN: "the database file is damaged"}, errors.New(found))
	}
	return err
}

func (v *verifier) chain(d *db) error {
	return events(d, -1<<63, 1<<63-1, func(e Event) error {
		where := fmt.Sprintf("event %d", e.Seq)
		switch {
		case e.Seq != v.Events+1:
			return damaged(where, instruments.Textf("gebeurtenis %d ontbreekt", "event %d is missing", v.Events+1), nil)
		case e.Prev != v.Head:
			return damaged(where, instruments.Text{NL: "de keten is verbroken: de vorige gebeurtenis is een andere", EN: "the chain is broken: the event before it is another one"}, nil)
		case e.Hash != e.Sum():
			return damaged(where, instruments.Text{NL: "de inhoud van de gebeurtenis is veranderd: de hash klopt niet", EN: "the content of the event was changed: its hash is wrong"}, nil)
		}
		v.Events, v.Head = e.Seq, e.Hash
		if err := v.replay(e); err != nil {
			return damaged(where, instruments.Text{NL: "de gebeurtenis past niet op wat eraan voorafging", EN: "the event does not fit what came before it"}, err)
		}
		return nil
	})
}

// replay does the changes of an event on the digests of the records.
func (v *verifier) replay(e Event) error {
	cmd, err := e.Command()
	if err != nil {
		return err
	}
	if cmd.Type != e.Type {
		return fmt.Errorf("type %q is %q in the payload", e.Type, cmd.Type)
	}
	for _, ch := range cmd.Changes {
		now, ok := v.digests[digestKey(ch.Kind, ch.ID)]
		if ok != (ch.Before != nil) || ok && now != sha256.Sum256(ch.Before) {
			return fmt.Errorf("%s %q was not as the event says", ch.Kind, ch.ID)
		}
	}
	for _, ch := range cmd.Changes {
		if ch.After == nil {
			delete(v.digests, digestKey(ch.Kind, ch.ID))
		} else {
			v.digests[digestKey(ch.Kind, ch.ID)] = sha256.Sum256(ch.After)
		}
	}
	return nil
}

func digestKey(kind coding.Kind, id string) string { return string(kind) + "\x00" + id }

// state compares every record with its replay.
func (v *verifier) state(d *db) error {
	compare := func(kind coding.Kind, id string, raw []byte) error {
		key := digestKey(kind, id)
		if sum, ok := v.digests[key]; !ok || sum != sha256.Sum256(raw) {
			return damaged(fmt.Sprintf("%s %q", kind, id), instruments.Text{NL: "de inhoud volgt niet uit het logboek", EN: "its content does not follow from the log"}, nil)
		}
		delete(v.digests, key)
		v.Records++
		return nil
	}
	err := d.query(`SELECT kind, id, record FROM records ORDER BY kind, id`, nil, func(st *sqlite3.Stmt) error {
		return compare(coding.Kind(st.ColumnText(0)), st.ColumnText(1), st.ColumnRawText(2))
	})
	if err == nil {
		err = each(d, coding.CodingKind, func(id string, raw []byte) error { return compare(coding.CodingKind, id, raw) })
	}
	if err == nil && len(v.digests) > 0 {
		err = damaged("", instruments.Textf("%d gegevens die uit het logboek volgen, ontbreken", "%d records that follow from the log are missing", len(v.digests)), nil)
	}
	return err
}

func (v *verifier) blobs(d *db) error {
	return d.query(`SELECT sha256, bytes FROM blobs ORDER BY id`, nil, func(st *sqlite3.Stmt) error {
		v.Blobs++
		sum := sha256.Sum256(st.ColumnRawBlob(1))
		if name := st.ColumnText(0); name != hex.EncodeToString(sum[:]) {
			return damaged("blob "+name, instruments.Text{NL: "een tekst of bronbestand is veranderd: de hash klopt niet", EN: "a text or source file was changed: its hash is wrong"}, nil)
		}
		return nil
	})
}

func (v *verifier) documents(d *db) error {
	return each(d, coding.DocumentKind, func(id string, raw []byte) error {
		if err := referred(d, coding.Change{Kind: coding.DocumentKind, ID: id, After: raw}); err != nil {
			return damaged(fmt.Sprintf("document %q", id), instruments.Text{NL: "de tekst of het bronbestand ontbreekt", EN: "its text or source file is missing"}, err)
		}
		return nil
	})
}
