package study

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Options say how a study is made or opened. Set and Info are for Create only.
type Options struct {
	Set   *instruments.Set
	Info  coding.StudyInfo // name, title, notice, language, template
	Actor string           // who makes the study
	Now   func() time.Time // the clock; nil = the system's
}

// Study is an open study file. Its methods may be called from several
// goroutines; changes come one after the other, and reading does not wait for
// them.
type Study struct {
	path   string
	now    func() time.Time
	writer *db // nil when opened for reading only
	reader *db
	locked bool // the lock file is ours

	group group
	past  past
	tally tally
	texts texts
	shelf shelf

	indexing  sync.Mutex // held by Index
	listening sync.Mutex
	changed   chan struct{} // see Changed
}

func newOpen(path string, now func() time.Time) *Study {
	return &Study{path: path, now: clock(now), group: group{lead: make(chan struct{}, 1)}}
}

// Create makes a new study file with the instruments' codebook and opens it. It
// refuses a path where something is already. The file appears whole or not at
// all, readable for its owner only.
func Create(ctx context.Context, path string, opt Options) (*Study, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, exists(path)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return nil, explainNew(path, fmt.Errorf("create study: %w", err))
	}
	defer os.Remove(tmp.Name())
	err = tmp.Close()
	if err == nil {
		err = fill(ctx, tmp.Name(), opt)
	}
	if err == nil {
		err = publish(tmp.Name(), path)
	}
	if err != nil {
		return nil, explain(path, err)
	}
	return Open(ctx, path, opt)
}

func exists(path string) error {
	return instruments.Refuse(path, instruments.Text{NL: "er is al een bestand met deze naam", EN: "there is already a file of this name"},
		instruments.Text{NL: "kies een andere naam; er wordt nooit iets overschreven", EN: "choose another name; nothing is ever overwritten"})
}

// fill builds an empty study with its first event in a file.
func fill(ctx context.Context, path string, opt Options) error {
	d, err := connect(path, "mode=rw")
	if err != nil {
		return err
	}
	s := newOpen(path, opt.Now)
	s.writer, s.reader = d, d
	cmd, err := birth(opt)
	if err == nil {
		err = current().build(d)
	}
	if err == nil {
		err = s.writeAlone(ctx, func(t *tx) error {
			_, err := t.append(opt.Actor, cmd, 0, 0)
			return err
		})
	}
	return errors.Join(err, d.close())
}

// birth is the first command of a study: what it is, its instruments, its codes.
func birth(opt Options) (coding.Command, error) {
	set := opt.Set
	if set == nil {
		set = &instruments.Set{}
	}
	info := opt.Info
	info.Created, info.Changed, info.Events, info.Head = "", "", 0, ""
	cmd := coding.Command{Type: createType}
	put := func(kind coding.Kind, id string, record any) error {
		raw, err := coding.Canonical(record)
		cmd.Changes = append(cmd.Changes, coding.Change{Kind: kind, ID: id, After: raw})
		return err
	}
	err := errors.Join(put(coding.StudyKind, coding.StudyID, info), put(coding.SetKind, coding.SetID, set))
	for _, c := range coding.NewCodebook(set).Codes {
		err = errors.Join(err, put(coding.CodeKind, string(c.ID), c))
	}
	if err != nil {
		return cmd, err
	}
	return cmd.Normal()
}

// publish gives a finished file its name, without ever replacing one.
func publish(tmp, path string) error {
	if err := os.Link(tmp, path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return exists(path)
		}
		if err := os.Rename(tmp, path); err != nil { // a file system without links
			return fmt.Errorf("create study: %w", err)
		}
	}
	return syncDir(path)
}

func clock(now func() time.Time) func() time.Time {
	if now == nil {
		return time.Now
	}
	return now
}

// Open opens a study for reading and writing. It refuses a file that is no
// sound study (ErrNotStudy, ErrNewer, ErrIntegrity) and leaves it as it was;
// ErrLocked says that another process has it open, and which. A study of an
// older version is brought up to date on a copy, and the old file kept.
func Open(ctx context.Context, path string, opt Options) (*Study, error) {
	return open(ctx, path, opt, current())
}

func open(ctx context.Context, path string, opt Options, l layout) (*Study, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // lock and log belong beside the file itself
	}
	version, err := checkHeader(path, l)
	if err == nil {
		err = checkLock(path)
	}
	if err != nil {
		return nil, err
	}
	s := newOpen(path, opt.Now)
	if err := s.connect(ctx); err != nil {
		return nil, explain(path, err)
	}
	if version < l.version {
		err = s.upgrade(ctx, version, l)
	}
	if err == nil {
		err = s.begin(ctx)
	}
	if err != nil {
		return nil, errors.Join(explain(path, err), s.Close())
	}
	return s, nil
}

// connect opens the writing connection and takes the lock.
func (s *Study) connect(ctx context.Context) error {
	d, err := connect(s.path, ownerMode(s.path))
	if err != nil {
		return err
	}
	err = sound(d)
	if err == nil {
		err = lock(ctx, d, s.path, s.stamp())
	}
	if err != nil {
		return errors.Join(err, d.close())
	}
	s.writer, s.locked = d, true
	return nil
}

// sound reads the last event, which fails when the file is not what its header
// says.
func sound(d *db) error {
	_, err := head(d)
	return err
}

// begin makes an open study ready: write-ahead log, private files, reader.
func (s *Study) begin(ctx context.Context) error {
	err := s.writer.conn.Exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL`)
	if err != nil {
		return fmt.Errorf("write-ahead log: %w", err)
	}
	if s.reader, err = connect(s.path, "mode=ro"); err != nil {
		return err
	}
	if err := s.read(ctx, sound); err != nil {
		return err
	}
	return private(s.path)
}

// OpenReadOnly opens a study for reading; it needs no lock and works while
// another process writes. Nothing is written to the file.
func OpenReadOnly(ctx context.Context, path string) (*Study, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	l := current()
	version, err := checkHeader(path, l)
	if err != nil {
		return nil, err
	}
	if version < l.version {
		return nil, failure(nil, path, nil, instruments.Textf("dit onderzoek heeft bestandsversie %d en moet eerst bijgewerkt worden", "this study has file version %d and must be brought up to date first", version),
			instruments.Text{NL: "open het één keer om te schrijven, bijvoorbeeld met ‘meerzicht import’", EN: "open it once for writing, for example with ‘meerzicht import’"})
	}
	d, err := connectReader(path)
	if err != nil {
		return nil, explain(path, err)
	}
	s := newOpen(path, nil)
	s.reader = d
	if err := s.read(ctx, sound); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, private(path)
}

// ownerMode are the parameters of a connection that writes and gives its
// write-ahead log the permissions of the study file.
func ownerMode(path string) string {
	return "mode=rw&modeof=" + strings.ReplaceAll(url.QueryEscape(path), "+", "%20") // SQLite knows no "+"
}

// connectReader opens a connection that only reads and leaves nothing beside
// the file that was not there. A connection that may write (but is told not to)
// tidies up its own -wal and -shm files; a read-only one would leave them. On a
// medium that cannot be written, the file is read as it is.
func connectReader(path string) (*db, error) {
	var first error
	for _, params := range []string{ownerMode(path), "mode=ro", "mode=ro&immutable=1"} {
		left := pending(path) // a log that a killed writer left is left again
		d, err := connect(path, params)
		if err == nil {
			_, err = d.conn.Config(sqlite3.DBCONFIG_NO_CKPT_ON_CLOSE, left)
			err = errors.Join(err, d.conn.Exec(`PRAGMA query_only=on`), sound(d))
			if err == nil {
				return d, nil
			}
			err = errors.Join(err, d.close())
		}
		if first == nil {
			first = err
		}
		if !errors.Is(err, sqlite3.CANTOPEN) && !errors.Is(err, sqlite3.READONLY) && !errors.Is(err, fs.ErrPermission) || left && params == "mode=ro" {
			break
		}
	}
	return nil, first
}

// private keeps the files beside a study from other users.
func private(path string) error {
	for _, name := range []string{"-wal", "-shm"} {
		err := os.Chmod(path+name, 0o600)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return fmt.Errorf("keep the study private: %w", err)
		}
	}
	return nil
}

// Path is where the study file is.
func (s *Study) Path() string { return s.path }

// Close closes the study and gives up its lock. Closing twice is no error.
func (s *Study) Close() error {
	var err error
	if s.reader != nil && s.reader != s.writer {
		err = s.reader.shut()
	}
	if s.writer != nil {
		err = errors.Join(err, s.writer.shut())
	}
	if s.locked {
		s.locked = false
		err = errors.Join(err, unlock(s.path))
	}
	return explain(s.path, err)
}

// shut closes a connection after its running transaction; later use fails.
func (d *db) shut() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn == nil {
		return nil
	}
	err := d.close()
	d.conn, d.stmts = nil, nil
	return err
}

func (s *Study) stamp() string { return s.now().UTC().Format(time.RFC3339) }

// read runs do on a snapshot of the study.
func (s *Study) read(ctx context.Context, do func(*db) error) error {
	err := s.reader.transact(ctx, "BEGIN", func() error { return do(s.reader) })
	return explain(s.path, err)
}
