package study

import (
	"fmt"
	"strconv"

	"meerzicht/coding"
)

// applicationID stands in bytes 68–71 of every study file: "MEER" in ASCII.
const applicationID = 0x4D454552

// layout is the schema of study files that this program writes, and the steps
// that bring an older file to it: step i turns version i+1 into i+2. Tests put
// other layouts in its place.
type layout struct {
	version int
	create  string
	steps   []func(*db) error
}

func current() layout {
	return layout{version: 2, create: schemaV1 + schemaV2, steps: []func(*db) error{toV2}}
}

// schemaV1: events and blobs are append-only, which triggers hold; records and
// codings are the state that follows from the events. Codings have a table of
// their own, clustered in the order of a corpus, since a study has very many.
const schemaV1 = `
CREATE TABLE events (
  seq     INTEGER PRIMARY KEY,
  batch   INTEGER NOT NULL,
  undoes  INTEGER NOT NULL,
  prev    TEXT NOT NULL,
  hash    TEXT NOT NULL,
  time    TEXT NOT NULL,
  actor   TEXT NOT NULL,
  type    TEXT NOT NULL,
  payload TEXT NOT NULL
) STRICT;
CREATE INDEX events_undo ON events (seq, batch, undoes);
CREATE TRIGGER events_keep   BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_append BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TABLE blobs (
  id     INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  bytes  BLOB NOT NULL
) STRICT;
CREATE TRIGGER blobs_keep   BEFORE UPDATE ON blobs BEGIN SELECT RAISE(ABORT, 'blobs are never changed'); END;
CREATE TRIGGER blobs_append BEFORE DELETE ON blobs BEGIN SELECT RAISE(ABORT, 'blobs are never deleted'); END;
CREATE TABLE records (
  kind   TEXT NOT NULL,
  id     TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE codings (
  document  TEXT NOT NULL,
  start     INTEGER NOT NULL,
  stop      INTEGER NOT NULL,
  code      TEXT NOT NULL,
  coder     TEXT NOT NULL,
  id        TEXT NOT NULL UNIQUE,
  quotation TEXT NOT NULL,
  prefix    TEXT NOT NULL,
  suffix    TEXT NOT NULL,
  origin    TEXT NOT NULL,
  rule      TEXT NOT NULL,
  matched   TEXT NOT NULL,
  memo      TEXT NOT NULL,
  weight    INTEGER NOT NULL,
  dyad      TEXT NOT NULL,
  PRIMARY KEY (document, start, stop, code, coder, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX codings_code ON codings (code);
`

// schemaV2: requests are remembered so that one that is repeated is not done
// twice. Documents are listed without their turns, since the record of a
// transcript is large; turns (NULL = not indexed yet), texts and words are the
// word index, see index.go.
const schemaV2 = `
CREATE TABLE requests (
  request TEXT PRIMARY KEY,
  seq     INTEGER NOT NULL,
  first   INTEGER NOT NULL,
  type    TEXT NOT NULL,
  undoes  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_first ON requests (first);
CREATE TABLE documents (
  id      TEXT PRIMARY KEY,
  text    INTEGER NOT NULL,
  sha256  TEXT NOT NULL,
  turns   BLOB,
  outline TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_new ON documents (id) WHERE turns IS NULL;
CREATE TABLE texts (
  text INTEGER PRIMARY KEY,
  sum  INTEGER NOT NULL
) STRICT;
CREATE TABLE words (
  word    TEXT NOT NULL,
  segment INTEGER NOT NULL,
  places  BLOB NOT NULL,
  PRIMARY KEY (word, segment)
) STRICT, WITHOUT ROWID;
`

// toV2 brings a file of version 1 to version 2.
func toV2(d *db) error {
	if err := d.conn.Exec(schemaV2); err != nil {
		return err
	}
	t := &tx{d: d}
	return each(d, coding.DocumentKind, func(id string, raw []byte) error {
		return t.list(coding.Change{Kind: coding.DocumentKind, ID: id, After: raw})
	})
}

// build makes an empty study of this layout in a new file. Page checksums are
// part of it: SQLite's own integrity check misses most single flipped bits.
func (l layout) build(d *db) error {
	if err := d.conn.EnableChecksums("main"); err != nil {
		return fmt.Errorf("page checksums: %w", err)
	}
	return d.conn.Exec(`PRAGMA journal_mode=WAL; BEGIN IMMEDIATE; PRAGMA application_id=` + strconv.Itoa(applicationID) + `; PRAGMA user_version=` + strconv.Itoa(l.version) + `;` + l.create + `COMMIT`)
}
