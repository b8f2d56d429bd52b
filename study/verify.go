package study

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"

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
// that all texts and files have the hashes by which the documents name them, and
// that the word index is that of the texts. The error is ErrIntegrity and names the first break. The Verification
// says how far it came.
func (s *Study) Verify(ctx context.Context) (Verification, error) {
	v := verifier{digests: map[string][sha256.Size]byte{}}
	err := s.read(ctx, func(d *db) error {
		for _, step := range []func(*db) error{v.pages, v.chain, v.state, v.blobs, v.documents, v.index} {
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
		return damaged("", damagedPage(found), errors.New(found))
	}
	return err
}

// damagedPage says in plain words what SQLite found, as far as it names a page.
func damagedPage(found string) instruments.Text {
	if at := regexp.MustCompile(`[Pp]age (\d+)`).FindStringSubmatch(found); at != nil {
		return instruments.Textf("het onderzoeksbestand is beschadigd op pagina %s", "the study file is damaged on page %s", at[1])
	}
	return instruments.Text{NL: "het onderzoeksbestand is beschadigd", EN: "the study file is damaged"}
}

func (v *verifier) chain(d *db) error {
	return events(d, -1<<63, 1<<63-1, func(e Event) error {
		switch {
		case e.Seq != v.Events+1:
			return damaged("", instruments.Textf("gebeurtenis %d ontbreekt", "event %d is missing", v.Events+1), nil)
		case e.Prev != v.Head:
			return damaged("", instruments.Textf("de keten is verbroken bij gebeurtenis %d: de gebeurtenis ervoor is een andere", "the chain is broken at event %d: the event before it is another one", e.Seq), nil)
		case e.Hash != e.Sum():
			return damaged("", instruments.Textf("de inhoud van gebeurtenis %d is veranderd: de hash klopt niet", "the content of event %d was changed: its hash is wrong", e.Seq), nil)
		}
		v.Events, v.Head = e.Seq, e.Hash
		if err := v.replay(e); err != nil {
			return damaged("", instruments.Textf("gebeurtenis %d past niet op wat eraan voorafging", "event %d does not fit what came before it", e.Seq), err)
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
			return damaged("", instruments.Textf("%s %q volgt niet uit het logboek", "%s %q does not follow from the log", kindName(kind), instruments.Plain(id)), nil)
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
		err = damaged("", instruments.Textf("er ontbreken gegevens die uit het logboek volgen (%d)", "records that follow from the log are missing (%d)", len(v.digests)), nil)
	}
	return err
}

func (v *verifier) blobs(d *db) error {
	bad := ""
	err := d.query(`SELECT sha256, bytes FROM blobs ORDER BY id`, nil, func(st *sqlite3.Stmt) error {
		v.Blobs++
		sum := sha256.Sum256(st.ColumnRawBlob(1))
		if name := st.ColumnText(0); bad == "" && name != hex.EncodeToString(sum[:]) {
			bad = name
		}
		return nil
	})
	if err == nil && bad != "" {
		err = changedBlob(d, bad)
	}
	return err
}

// changedBlob is the error for a text or source file that no longer has the
// hash by which it is named; it says whose it is.
func changedBlob(d *db, sum string) error {
	what := instruments.Textf("de tekst of het bronbestand %.12s… is veranderd: de hash klopt niet", "the text or source file %.12s… was changed: its hash is wrong", sum)
	err := each(d, coding.DocumentKind, func(_ string, raw []byte) error {
		doc, err := coding.Decode[instruments.Document](raw)
		switch {
		case err != nil:
			return err
		case doc.TextSHA256 == sum:
			what = instruments.Textf("de tekst van document %s is veranderd: de hash klopt niet", "the text of document %s was changed: its hash is wrong", instruments.Plain(string(doc.ID)))
		case doc.Source.SHA256 == sum:
			what = instruments.Textf("het bronbestand van document %s is veranderd: de hash klopt niet", "the source file of document %s was changed: its hash is wrong", instruments.Plain(string(doc.ID)))
		}
		return nil
	})
	return damaged("", what, err)
}

func (v *verifier) documents(d *db) error {
	return each(d, coding.DocumentKind, func(id string, raw []byte) error {
		if err := referred(d, coding.Change{Kind: coding.DocumentKind, ID: id, After: raw}); err != nil {
			return damaged("", instruments.Textf("de tekst of het bronbestand van document %s ontbreekt", "the text or source file of document %s is missing", instruments.Plain(id)), err)
		}
		return nil
	})
}

// kindName is a kind of record in words.
func kindName(kind coding.Kind) instruments.Text {
	names := map[coding.Kind]instruments.Text{
		coding.DocumentKind:   {NL: "document", EN: "document"},
		coding.RespondentKind: {NL: "respondent", EN: "respondent"},
		coding.TrajectoryKind: {NL: "traject", EN: "trajectory"},
		coding.FillingKind:    {NL: "ingevulde lijst", EN: "filled list"},
		coding.CodingKind:     {NL: "codering", EN: "coding"},
		coding.CoderKind:      {NL: "codeur", EN: "coder"},
		coding.SourceKind:     {NL: "bronbestand", EN: "source file"},
	}
	if name, ok := names[kind]; ok {
		return name
	}
	return instruments.Same(string(kind))
}
