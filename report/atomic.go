package report

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"

	"meerzicht/instruments"
)

// AtomicWrite writes a file whole or not at all: to a temporary file in the
// same folder, synced, renamed over path, and the folder synced. The file gets
// mode 0600, since reports come from interviews. When write or the disk fails,
// what stood at path stays as it was and the temporary file is removed. A study,
// or any other SQLite database, is never written over: it is refused.
func AtomicWrite(path string, write func(io.Writer) error) (err error) {
	if err := spareDatabase(path); err != nil {
		return err
	}
	dir := filepath.Dir(path)
	tmp, err := os.CreateTemp(dir, ".meerzicht-*")
	if err != nil {
		return cannotWrite(path, err)
	}
	done := false
	defer func() {
		if !done { // also when write panics
			err = errors.Join(err, ignoreClosed(tmp.Close()), os.Remove(tmp.Name()))
		}
	}()
	buf := bufio.NewWriterSize(tmp, 1<<16)
	if err := write(buf); err != nil {
		return err
	}
	if err := settle(tmp, buf); err != nil {
		return cannotWrite(path, err)
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return cannotWrite(path, err)
	}
	done = true
	syncFolder(dir)
	return nil
}

// spareDatabase refuses a path at which a study stands: a report can be made
// again, a study and its log cannot.
func spareDatabase(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return nil // nothing there, or nothing that can be read: the writing tells
	}
	defer f.Close()
	head := make([]byte, len(databaseMagic))
	if n, _ := io.ReadFull(f, head); string(head[:n]) != databaseMagic {
		return nil
	}
	return instruments.Refuse(path, instruments.Text{NL: "dit is een onderzoek of een andere database; daar wordt niet overheen geschreven", EN: "this is a study or another database; it is not written over"},
		instruments.Text{NL: "geef een andere bestandsnaam", EN: "give another file name"})
}

// databaseMagic is how every SQLite database begins.
const databaseMagic = "SQLite format 3\x00"

// settle brings everything written to the disk, and closes.
func settle(f *os.File, buf *bufio.Writer) error {
	if err := buf.Flush(); err != nil {
		return err
	}
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// syncFolder makes the rename durable. Some systems cannot sync a folder; the
// file itself is safe by then, so that is no error.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}

func cannotWrite(path string, err error) error {
	return &instruments.Error{
		What:  instruments.Text{NL: "het bestand kan niet worden geschreven", EN: "the file cannot be written"},
		Where: path,
		Hint:  instruments.Text{NL: "controleer of de map bestaat, of er ruimte is en of u er mag schrijven", EN: "check that the folder exists, has room and may be written to"},
		Err:   err,
	}
}
