package foreign

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs/readervfs"
	_ "github.com/ncruces/go-sqlite3/vfs/readervfs" // the file system in which a reader is a file

	"meerzicht/instruments"
)

// magic begins every SQLite file that is not encrypted.
const magic = "SQLite format 3\x00"

// ownApplication is the application_id of a study file of Meerzicht ("MEER").
const ownApplication = 0x4D454552

// headerSize is the length of the header of an SQLite file.
const headerSize = 100

// Recognises reports whether the first 100 bytes of a file are those of an SQLite
// database that is no study of Meerzicht.
func Recognises(head []byte) bool {
	return len(head) >= headerSize && string(head[:len(magic)]) == magic && binary.BigEndian.Uint32(head[68:]) != ownApplication
}

// file is a database as SQLite sees it. A file in write-ahead mode says it is in
// the old mode, since nothing beside it can be read.
type file struct {
	io.ReaderAt
	size int64
}

// Size is the number of bytes.
func (f *file) Size() (int64, error) { return f.size, nil }

// Mode bytes of the header: 1 is the rollback journal, 2 the write-ahead log.
const (
	modeAt    = 18
	modeEnd   = 20
	walMode   = 2
	plainMode = 1
)

// ReadAt reads from the file.
func (f *file) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.ReaderAt.ReadAt(p, off)
	for i := range p[:n] {
		if at := off + int64(i); at >= modeEnd {
			break
		} else if at >= modeAt && p[i] == walMode {
			p[i] = plainMode
		}
	}
	return n, err
}

// database is an open project.
type database struct {
	conn   *sqlite3.Conn
	size   int64
	given  int64 // bytes of values so far
	wal    bool  // it was in write-ahead mode: work may stand in a file beside it
	tables map[string][]string
}

// open checks the header of a file and opens it. Close gives back its memory.
func open(r io.ReaderAt, size int64) (*database, error) {
	head := make([]byte, headerSize)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	if err := checkHeader(head[:n], size); err != nil {
		return nil, err
	}
	d := &database{size: size, wal: head[modeAt] == walMode, tables: map[string][]string{}}
	f := &file{r, size}
	name := fmt.Sprintf("meerzicht-%p", f) // two readers at work have different addresses
	readervfs.Create(name, f)
	defer readervfs.Delete(name) // once open, the connection holds the reader
	if d.conn, err = sqlite3.OpenFlags("file:"+name+"?vfs=reader&immutable=1", sqlite3.OPEN_READONLY|sqlite3.OPEN_URI); err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	d.conn.Limit(sqlite3.LIMIT_LENGTH, maxText)
	d.conn.HardHeapLimit(heapLimit)
	if err := d.conn.Exec(`PRAGMA trusted_schema=off; PRAGMA query_only=on; PRAGMA temp_store=memory; PRAGMA cache_size=-8192`); err != nil {
		return nil, errors.Join(fmt.Errorf("open: %w", err), d.conn.Close())
	}
	return d, nil
}

func (d *database) close() { _ = d.conn.Close() } // read only: nothing to lose

// checkHeader refuses what is no database, or not a whole one.
func checkHeader(head []byte, size int64) error {
	switch {
	case size == 0:
		return instruments.Refuse("", instruments.Text{NL: "het bestand is leeg", EN: "the file is empty"}, instruments.Text{NL: "is het wel goed gekopieerd?", EN: "was it copied well?"})
	case size > maxFile:
		return instruments.Refuse("", instruments.Textf("het bestand is groter dan %d MB", "the file is larger than %d MB", maxFile>>20), instruments.Text{})
	case len(head) < headerSize || !bytes.HasPrefix(head, []byte(magic)):
		return instruments.Refuse("", instruments.Text{NL: "dit is geen SQLite-database, of een versleutelde", EN: "this is no SQLite database, or an encrypted one"},
			instruments.Text{NL: "bewaar het project in het andere programma zonder wachtwoord", EN: "save the project without a password in the other program"})
	case !Recognises(head):
		return instruments.Refuse("", instruments.Text{NL: "dit is een onderzoek van Meerzicht zelf", EN: "this is a study of Meerzicht itself"},
			instruments.Text{NL: "voeg het samen met meerzicht merge", EN: "bring it in with meerzicht merge"})
	}
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 {
		page = 65536
	}
	// The number of pages holds when the file was last changed by a program that keeps it.
	pages := int64(binary.BigEndian.Uint32(head[28:]))
	if kept := binary.BigEndian.Uint32(head[24:]) == binary.BigEndian.Uint32(head[92:]); kept && size < page*pages {
		return instruments.Refuse("", instruments.Textf("de database is afgekapt: %d van de %d bytes zijn er", "the database is truncated: %d of %d bytes are there", size, page*pages),
			instruments.Text{NL: "is het bestand wel helemaal gekopieerd?", EN: "was the file copied whole?"})
	}
	return nil
}
