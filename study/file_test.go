package study

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// closedStudy makes a study with some content and returns its path.
func closedStudy(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "studie.mz")
	s, err := Create(t.Context(), path, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	mustImport(t, s, sheet(t, 2), input("R01.txt", talk), input("c.csv", "document,start,end,quotation,code,coder,memo\nR01,14,17,we ,act.A01,ik,\n"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func otherDatabase(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	c, err := sqlite3.Open("file:" + path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.Exec(`CREATE TABLE t(a); INSERT INTO t VALUES(1); PRAGMA user_version=1`), c.Close()); err != nil {
		t.Fatal(err)
	}
	return readFile(t, path)
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Whatever is no sound study is refused by both ways of opening, in words, and
// stays as it is with nothing beside it.
func TestRefusedFilesStayIdentical(t *testing.T) {
	good := readFile(t, closedStudy(t))
	patched := func(change func([]byte)) []byte {
		b := bytes.Clone(good)
		change(b)
		return b
	}
	for _, test := range []struct {
		name string
		data []byte
		want error
	}{
		{"empty", nil, ErrNotStudy},
		{"text", []byte("dit is geen studie, maar een brief van meer dan honderd tekens, zodat ook de kop van een database erin zou passen, als die er was"), ErrNotStudy},
		{"one byte", []byte("S"), ErrNotStudy},
		{"foreign database", otherDatabase(t), ErrNotStudy},
		{"newer", patched(func(b []byte) { binary.BigEndian.PutUint32(b[60:], 99) }), ErrNewer},
		{"header only", good[:100], ErrIntegrity},
		{"truncated", good[:len(good)-5000], ErrIntegrity},
		{"half", good[:len(good)/2], ErrIntegrity},
		{"first page overwritten", patched(func(b []byte) { clear(b[100:4000]) }), ErrIntegrity},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "studie.mz")
			if err := os.WriteFile(path, test.data, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Open(t.Context(), path, Options{})
			_, err2 := OpenReadOnly(t.Context(), path)
			for _, err := range []error{err, err2} {
				if !errors.Is(err, test.want) {
					t.Errorf("error = %v, want %v", err, test.want)
				} else {
					told(t, err)
				}
			}
			if !bytes.Equal(readFile(t, path), test.data) {
				t.Error("the file was changed")
			}
			if got := names(t, filepath.Dir(path)); len(got) != 1 {
				t.Errorf("left beside it: %v", got)
			}
		})
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "niets.mz"), Options{}); !errors.Is(err, ErrNotStudy) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := Open(t.Context(), t.TempDir(), Options{}); !errors.Is(err, ErrNotStudy) {
		t.Errorf("folder: %v", err)
	}
}

func TestRefusedKindsForExitCodes(t *testing.T) {
	for _, err := range []error{ErrNotStudy, ErrNewer} {
		if !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%v is no ErrRefused", err)
		}
	}
}

func TestReadingWhileAnotherWrites(t *testing.T) {
	s, path := newStudy(t)
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	mustImport(t, s, sheet(t, 2))
	if c := mustCorpus(t, r); len(c.Respondents) != 2 {
		t.Errorf("the reader sees %d respondents, want 2", len(c.Respondents))
	}
	cmd, err := coding.PutRespondent(r.View(t.Context()), instruments.Respondent{ID: "R09"})
	if err == nil {
		err = r.Do(t.Context(), "x", cmd)
	}
	if err == nil {
		t.Error("a study opened for reading was changed")
	}
}

func TestReadOnlyLeavesNothing(t *testing.T) {
	path := closedStudy(t)
	before := readFile(t, path)
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	mustVerify(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, readFile(t, path)) {
		t.Error("reading changed the file")
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"studie.mz"}) {
		t.Errorf("left behind: %v", got)
	}
}

func TestReadOnlyMedium(t *testing.T) {
	path := closedStudy(t)
	dir := filepath.Dir(path)
	if err := errors.Join(os.Chmod(path, 0o400), os.Chmod(dir, 0o500)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	mustVerify(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestLock(t *testing.T) {
	s, path := newStudy(t)
	_, err := Open(t.Context(), path, Options{})
	if !errors.Is(err, ErrLocked) {
		t.Fatalf("second Open: %v, want ErrLocked", err)
	}
	told(t, err)
	host, _ := os.Hostname()
	if !strings.Contains(err.Error(), host) {
		t.Errorf("the message does not name the holder: %v", err)
	}
	if c := mustCorpus(t, s); c.Info.Events != 1 {
		t.Error("the first one was disturbed")
	}
}

func TestStaleLock(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	start := processStart(os.Getpid())
	for _, test := range []struct {
		name string
		lock any
		want error
	}{
		{"dead process of this machine", holder{PID: 1 << 30, Host: host}, nil},
		{"living process", holder{PID: os.Getppid(), Host: host}, ErrLocked},
		{"another process with the same number", holder{PID: os.Getpid(), Host: host, Start: start + "0"}, map[bool]error{true: ErrLocked, false: nil}[start == ""]},
		{"another machine", holder{PID: 1 << 30, Host: host + "-2"}, ErrLocked},
		{"unreadable", "?", ErrLocked},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := closedStudy(t)
			raw, err := json.Marshal(test.lock)
			if err == nil {
				err = os.WriteFile(lockPath(path), raw, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), path, Options{})
			if !errors.Is(err, test.want) {
				t.Fatalf("error = %v, want %v", err, test.want)
			}
			if err == nil {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
			if _, err := os.Stat(lockPath(path)); (err == nil) != (test.want != nil) {
				t.Errorf("lock file afterwards: %v", err)
			}
		})
	}
}

func TestBackup(t *testing.T) {
	s, path := newStudy(t)
	mustImport(t, s, sheet(t, 2), input("R01.txt", talk))
	to := filepath.Join(t.TempDir(), "kopie.mz")
	v, err := s.Backup(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	if h, _ := s.Head(t.Context()); v.Head != h.Hash || v.Events != h.Seq {
		t.Errorf("verified %+v, head is %+v", v, h)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if got := names(t, filepath.Dir(to)); !slices.Equal(got, []string{"kopie.mz"}) {
		t.Errorf("beside the backup: %v", got)
	}
	if _, err := s.Backup(t.Context(), path); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("backup onto the study itself: %v", err)
	}
	b, err := Open(t.Context(), to, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if text, err := b.Text(t.Context(), "R01"); err != nil || text != talk {
		t.Errorf("text in the backup: %q, %v", text, err)
	}
	if _, ok, err := b.Undo(t.Context(), "x"); !ok || err != nil {
		t.Errorf("undo in the backup: %v, %v", ok, err)
	}
}

// A backup of a damaged study fails and leaves no file.
func TestBackupIsVerified(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 2))
	tamper(t, s, `UPDATE records SET record = replace(record, '"P"', '"Q"') WHERE kind = 'respondent'`)
	to := filepath.Join(t.TempDir(), "kopie.mz")
	if _, err := s.Backup(t.Context(), to); !errors.Is(err, ErrIntegrity) {
		t.Errorf("error = %v, want ErrIntegrity", err)
	}
	if got := names(t, filepath.Dir(to)); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}

// tamper changes an open study behind its back, triggers or not.
func tamper(t *testing.T, s *Study, sql string) {
	t.Helper()
	err := s.writer.conn.Exec(`DROP TRIGGER events_keep; DROP TRIGGER events_append; DROP TRIGGER blobs_keep; DROP TRIGGER blobs_append;` + sql)
	if err != nil {
		t.Fatal(err)
	}
	if s.writer.conn.Changes() == 0 {
		t.Fatalf("nothing was changed by %s", sql)
	}
}

func TestAppendOnly(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk))
	for _, sql := range []string{`UPDATE events SET actor='x'`, `DELETE FROM events`, `UPDATE blobs SET bytes=x'00'`, `DELETE FROM blobs`} {
		if err := s.writer.conn.Exec(sql); !errors.Is(err, sqlite3.CONSTRAINT) {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func TestVerifyNamesTheBreak(t *testing.T) {
	for _, test := range []struct{ name, sql, says string }{
		{"event payload", `UPDATE events SET payload = replace(payload, 'act.A01', 'act.A02') WHERE type = 'import.codings'`, "the content of event "},
		{"actor", `UPDATE events SET actor = 'ander' WHERE seq = 2`, "the content of event 2 was changed"},
		{"time", `UPDATE events SET time = '2019-01-01T00:00:00Z' WHERE seq = 3`, "the content of event 3 was changed"},
		{"event gone", `DELETE FROM events WHERE seq = 2`, "event 2 is missing"},
		{"last event gone", `DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)`, "coder"},
		{"previous hash", `UPDATE events SET prev = hash WHERE seq = 2`, "the chain is broken at event 2"},
		{"record changed", `UPDATE records SET record = replace(record, '"P"', '"Q"') WHERE kind = 'respondent' AND id = 'R02'`, `respondent "R02"`},
		{"record gone", `DELETE FROM records WHERE kind = 'respondent' AND id = 'R02'`, ""},
		{"record added", `INSERT INTO records VALUES ('coder', 'zz', '{"id":"zz"}')`, `coder "zz"`},
		{"coding changed", `UPDATE codings SET memo = 'x'`, "coding "},
		{"coding gone", `DELETE FROM codings`, "records that follow from the log are missing (1)"},
		{"text", `UPDATE blobs SET bytes = x'414243' WHERE id = 1`, "the text of document R01 was changed"},
		{"listed", `UPDATE documents SET outline = replace(outline, 'R01', 'R02')`, "document R01 is wrong in the list of documents"},
		{"list gone", `DELETE FROM documents`, "document R01 is wrong in the list of documents"},
		{"listed twice", `INSERT INTO documents SELECT 'R99', text, sha256, turns, outline FROM documents`, "the list of documents has one too many"},
		{"word gone", `DELETE FROM words WHERE word = 'koffie'`, "the word index does not fit the text"},
		{"word changed", `UPDATE words SET word = 'kofiie' WHERE word = 'koffie'`, "the word index does not fit the text"},
		{"places changed", `UPDATE words SET places = x'000105' WHERE word = 'koffie'`, "the word index does not fit the text"},
		{"places unreadable", `UPDATE words SET places = x'80' WHERE word = 'koffie'`, "the word index does not fit the text"},
		{"turns changed", `UPDATE documents SET turns = CAST(x'00010000' || substr(turns, 5) AS BLOB)`, "the word index does not fit the text"},
		{"index of nothing", `DELETE FROM texts`, "the word index does not fit the text"},
		{"text gone", `DELETE FROM blobs WHERE id = 1`, "the text or source file of document R01 is missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := Open(t.Context(), closedStudy(t), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			mustVerify(t, s)
			tamper(t, s, test.sql)
			_, err = s.Verify(t.Context())
			var told *instruments.Error
			if !errors.Is(err, ErrIntegrity) || !errors.As(err, &told) || !strings.HasPrefix(told.What.EN, test.says) || told.What.NL == told.What.EN {
				t.Errorf("verify says %v, want ErrIntegrity and %q", err, test.says)
			}
		})
	}
}

// One flipped bit anywhere in the file, outside the header, is found.
func TestVerifyFindsFlippedBits(t *testing.T) {
	good := readFile(t, closedStudy(t))
	path := filepath.Join(t.TempDir(), "studie.mz")
	for at := 100; at < len(good); at += 1013 {
		b := bytes.Clone(good)
		b[at] ^= 0x10
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := OpenReadOnly(t.Context(), path)
		if err == nil {
			_, err = s.Verify(t.Context())
			err = errors.Join(err, s.Close())
		}
		if !errors.Is(err, ErrIntegrity) {
			t.Fatalf("bit flipped at byte %d: %v, want ErrIntegrity", at, err)
		}
	}
}

func TestUpgrade(t *testing.T) {
	path := closedStudy(t)
	old := readFile(t, path)
	l := current()
	l.version = 3
	l.steps = append(l.steps, func(d *db) error { return d.conn.Exec(`CREATE TABLE extra (x TEXT) STRICT`) })
	s, err := open(t.Context(), path, Options{}, l)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.writer.conn.Exec(`INSERT INTO extra VALUES ('x')`); err != nil {
		t.Error(err)
	}
	mustVerify(t, s)
	if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil {
		t.Error(ok, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"studie.mz", "studie.mz.v2"}) {
		t.Errorf("files: %v", got)
	}
	if !bytes.Equal(readFile(t, path+".v2"), old) {
		t.Error("the kept file is not the old one")
	}
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("version 3 opened by version 2: %v", err)
	}
}

func TestFailedUpgradeChangesNothing(t *testing.T) {
	path := closedStudy(t)
	old := readFile(t, path)
	for name, step := range map[string]string{
		"bad SQL":        `CREATE NONSENSE`,
		"breaks replay":  `DELETE FROM codings`,
		"breaks the log": `DROP TRIGGER events_append; DELETE FROM events WHERE seq = 2`,
	} {
		l := current()
		l.version = 3
		l.steps = append(l.steps, func(d *db) error { return d.conn.Exec(step) })
		if _, err := open(t.Context(), path, Options{}, l); err == nil {
			t.Errorf("%s: no error", name)
		}
		if !bytes.Equal(readFile(t, path), old) {
			t.Errorf("%s: the file was changed", name)
		}
		if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"studie.mz"}) {
			t.Errorf("%s: files: %v", name, got)
		}
	}
}
