package archive

import (
	"archive/zip"
	"compress/flate"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"time"

	"meerzicht/instruments"
)

// Write writes an archive as a folder, which must not exist or be empty, and gives
// the names of its files. It is made beside its place under another name and
// renamed when it is whole; when something fails, or ctx ends, nothing is left.
// The folder has mode 0700, its files 0600.
func Write(ctx context.Context, dir string, p Parts) (names []string, err error) {
	j, err := newJob(ctx, p)
	if err != nil {
		return nil, err
	}
	if err := free(dir); err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(filepath.Clean(dir)), ".meerzicht-*")
	if err != nil {
		return nil, cannotWrite(dir, err)
	}
	defer func() { // also when a part panics
		if names == nil {
			err = errors.Join(err, os.RemoveAll(tmp))
		}
	}()
	if err := j.folder(tmp); err != nil {
		return nil, err
	}
	if err := settle(tmp, dir); err != nil {
		return nil, cannotWrite(dir, err)
	}
	return j.names, nil
}

// free refuses a place where something is.
func free(dir string) error {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return cannotWrite(dir, err)
	}
	if !info.IsDir() {
		return instruments.Refuse(dir, instruments.Text{NL: "dit is een bestand en geen map", EN: "this is a file and no folder"},
			instruments.Text{NL: "geef een map die nog niet bestaat", EN: "give a folder that does not exist yet"})
	}
	inside, err := os.ReadDir(dir)
	if err != nil {
		return cannotWrite(dir, err)
	}
	if len(inside) > 0 {
		return instruments.Refuse(dir, instruments.Text{NL: "deze map is niet leeg", EN: "this folder is not empty"},
			instruments.Text{NL: "geef een map die nog niet bestaat, of een lege", EN: "give a folder that does not exist yet, or an empty one"})
	}
	return nil
}

// settle brings the finished folder to its place.
func settle(tmp, dir string) error {
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(tmp, dir); err != nil {
		return err
	}
	if d, err := os.Open(filepath.Dir(filepath.Clean(dir))); err == nil {
		_ = d.Sync() // some systems cannot; the files are safe by then
		_ = d.Close()
	}
	return nil
}

func cannotWrite(dir string, err error) error {
	return &instruments.Error{
		What:  instruments.Text{NL: "de map kan niet worden geschreven", EN: "the folder cannot be written"},
		Where: dir,
		Hint:  instruments.Text{NL: "controleer of de map erboven bestaat, of er ruimte is en of u er mag schrijven", EN: "check that the folder above exists, has room and may be written to"},
		Err:   err,
	}
}

// folder writes all files below a folder that nothing can lead out of.
func (j *job) folder(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	err = j.run(folder{root})
	if err == nil {
		err = j.sync(root)
	}
	return errors.Join(err, root.Close())
}

// syncing is how many files are brought to the disk at once: a disk that is asked
// for one file at a time waits for each.
const syncing = 16

// sync brings every file to the disk. It is done last, when most of them are there
// already.
func (j *job) sync(root *os.Root) error {
	names := make(chan string)
	failed := make(chan error, syncing)
	var all sync.WaitGroup
	for range syncing {
		all.Go(func() {
			var first error
			for name := range names {
				if err := syncFile(root, name); first == nil {
					first = err
				}
			}
			failed <- first
		})
	}
	for _, name := range j.names {
		if j.ctx.Err() != nil {
			break
		}
		names <- name
	}
	close(names)
	all.Wait()
	close(failed)
	err := j.ctx.Err()
	for f := range failed {
		err = errors.Join(err, f)
	}
	return err
}

func syncFile(root *os.Root, name string) error {
	f, err := root.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

type folder struct{ root *os.Root }

func (f folder) create(name string) (io.WriteCloser, error) {
	if dir := path.Dir(name); dir != "." {
		if err := f.root.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	return f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// WriteZip writes the same archive as one zip file, with the time of the study's
// last change on every file, and gives the names of its files.
func WriteZip(ctx context.Context, w io.Writer, p Parts) ([]string, error) {
	j, err := newJob(ctx, p)
	if err != nil {
		return nil, err
	}
	z := zipFile{zip.NewWriter(w), time.Time{}}
	pack, err := flate.NewWriter(io.Discard, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { // one for all files: making one costs more than packing a text
		pack.Reset(w)
		return pack, nil
	})
	if t, err := time.Parse(time.RFC3339, p.Corpus.Info.Changed); err == nil {
		z.changed = t.UTC()
	}
	if err := j.run(z); err != nil {
		return nil, err
	}
	return j.names, z.Writer.Close()
}

type zipFile struct {
	*zip.Writer
	changed time.Time
}

func (z zipFile) create(name string) (io.WriteCloser, error) {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: z.changed}
	h.SetMode(0o600)
	w, err := z.CreateHeader(h)
	return open{w}, err
}

// open is a file of a zip, which the next one closes.
type open struct{ io.Writer }

func (open) Close() error { return nil }
