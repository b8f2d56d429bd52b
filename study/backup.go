package study

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// Backup writes a copy of the study to a new file, while the study may be in
// use. The copy is verified as a whole before it gets its name; a path where
// something is already is refused. It returns what was verified; its Head names
// the state that the copy holds.
func (s *Study) Backup(ctx context.Context, path string) (Verification, error) {
	if _, err := os.Lstat(path); err == nil {
		return Verification{}, exists(path)
	}
	tmp, err := s.copy(ctx, path)
	if err != nil {
		return Verification{}, explainNew(path, err)
	}
	defer os.Remove(tmp)
	v, err := verifyFile(ctx, tmp)
	if err == nil {
		err = errors.Join(syncFile(tmp), publish(tmp, path))
	}
	return v, explainNew(path, err)
}

// copy writes the study to a temporary file beside path and returns its name.
func (s *Study) copy(ctx context.Context, path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // mode 0600
	if err != nil {
		return "", fmt.Errorf("copy study: %w", err)
	}
	d := s.reader
	if d == nil {
		d = s.writer
	}
	err = f.Close()
	if err == nil {
		err = pages(ctx, d, f.Name())
	}
	if err != nil {
		return "", errors.Join(fmt.Errorf("copy study: %w", err), os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// pages copies a database, page by page and as one snapshot, into an empty
// file. Unlike VACUUM INTO it works on a connection that may only read.
//
// The file first becomes an empty database with page checksums. Pages that come
// from the write-ahead log have none yet, and SQLite gives them theirs only in a
// file whose header says so; it may write other pages before the header.
func pages(ctx context.Context, d *db, path string) error {
	empty, err := connect(path, "mode=rw")
	if err != nil {
		return err
	}
	if err := errors.Join(empty.conn.EnableChecksums("main"), empty.close()); err != nil {
		return err
	}
	uri, err := fileURI(path, "mode=rw")
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn == nil {
		return errClosed
	}
	d.conn.SetInterrupt(ctx)
	defer d.conn.SetInterrupt(context.Background())
	return d.conn.Backup("main", uri)
}

func verifyFile(ctx context.Context, path string) (Verification, error) {
	s, err := OpenReadOnly(ctx, path)
	if err != nil {
		return Verification{}, err
	}
	v, err := s.Verify(ctx)
	return v, errors.Join(err, s.Close())
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// upgrade brings an older study to the layout: on a copy, which is verified and
// then takes the place of the study. The old file is kept as "<study>.v<n>".
// The lock is held throughout.
func (s *Study) upgrade(ctx context.Context, version int, l layout) error {
	tmp, err := s.copy(ctx, s.path)
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	if err := migrate(ctx, tmp, version, l); err != nil {
		return failure(nil, s.path, err, instruments.Text{NL: "het onderzoek kan niet naar de nieuwe bestandsversie gebracht worden; het is niet veranderd", EN: "the study cannot be brought to the new file version; it was not changed"}, instruments.Text{})
	}
	if err := s.writer.shut(); err != nil { // leaves no write-ahead log behind
		return err
	}
	if err := errors.Join(syncFile(tmp), replace(tmp, s.path, s.path+".v"+strconv.Itoa(version))); err != nil {
		return err
	}
	s.writer, err = connect(s.path, "mode=rw")
	return err
}

func migrate(ctx context.Context, path string, version int, l layout) error {
	d, err := connect(path, "mode=rw")
	if err != nil {
		return err
	}
	err = d.transact(ctx, "BEGIN IMMEDIATE", func() error {
		for _, step := range l.steps[version-1 : l.version-1] {
			if err := step(d); err != nil {
				return err
			}
		}
		return d.conn.Exec(`PRAGMA user_version=` + strconv.Itoa(l.version))
	})
	if err == nil {
		s := &Study{path: path, reader: d}
		_, err = s.Verify(ctx)
	}
	return errors.Join(err, d.close())
}

// replace puts tmp in the place of path and keeps the old file as old. At no
// moment is there no study under path, where the file system has links.
func replace(tmp, path, old string) error {
	for n := 2; ; n++ { // an earlier old file is kept too
		if _, err := os.Lstat(old); err != nil {
			break
		}
		old = strings.TrimSuffix(old, "-"+strconv.Itoa(n-1)) + "-" + strconv.Itoa(n)
	}
	if err := os.Link(path, old); err != nil {
		if err := os.Rename(path, old); err != nil {
			return fmt.Errorf("keep the old study: %w", err)
		}
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("replace study: %w", err)
	}
	return syncDir(path)
}
