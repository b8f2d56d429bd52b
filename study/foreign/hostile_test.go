package foreign

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/ncruces/go-sqlite3"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// refused is what the reader says of a file, in Dutch; it fails when it reads it.
func refused(t *testing.T, data []byte) string {
	t.Helper()
	c, transfer, problems := Read("project.db", bytes.NewReader(data), int64(len(data)), instruments.Dutch)
	if problems.Err() == nil {
		t.Fatal("it was read")
	}
	if len(c.Documents)+len(c.Codings)+len(transfer.Counts) > 0 {
		t.Errorf("a refused file gave %d documents", len(c.Documents))
	}
	if problems[0].What.EN == "" || problems[0].What.EN == problems[0].What.NL {
		t.Errorf("no English: %+v", problems[0])
	}
	return problems.In(instruments.Dutch)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	sound := made(t, taguetteTables, taguetteRows)
	changed := func(at int, b ...byte) []byte {
		out := bytes.Clone(sound)
		copy(out[at:], b)
		return out
	}
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "het bestand is leeg"},
		{"short", sound[:60], "geen SQLite-database"},
		{"another kind", bytes.Repeat([]byte("Interviewer: hallo. "), 500), "geen SQLite-database, of een versleutelde"},
		{"encrypted behind its header", append(bytes.Clone(sound[:100]), noise(len(sound)-100)...), "beschadigd"},
		{"truncated", sound[:len(sound)/2], "de database is afgekapt"},
		{"a study of ours", changed(68, 'M', 'E', 'E', 'R'), "een onderzoek van Meerzicht zelf"},
		{"other tables", made(t, `CREATE TABLE bookmarks (a)`), "geen project van Taguette of QualCoder"},
		{"no tables", made(t, `CREATE TABLE a (a); DROP TABLE a`), "geen project van Taguette of QualCoder"},
		{"nothing in it", made(t, taguetteTables), "geen teksten en geen codes"},
		{"page size of nothing", changed(16, 0, 3), "beschadigd"},
		{"tables of the wrong kind", made(t, `CREATE TABLE x (a)`, `CREATE VIEW projects AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id+1 FROM n) SELECT id, 'x' AS name, '' AS description FROM n`,
			`CREATE TABLE documents (id)`, `CREATE TABLE tags (id)`, `CREATE TABLE highlights (id)`, `CREATE TABLE highlight_tags (highlight_id, tag_id)`), "geen project van Taguette of QualCoder"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := refused(t, tt.data); !strings.Contains(got, tt.want) {
				t.Errorf("%s, want %q", got, tt.want)
			}
		})
	}
}

// noise is what an encrypted file looks like.
func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

func TestRecognises(t *testing.T) {
	t.Parallel()
	data := made(t, taguetteTables)
	ours := bytes.Clone(data)
	copy(ours[68:], "MEER")
	for name, c := range map[string]struct {
		head []byte
		want bool
	}{"database": {data[:100], true}, "too little": {data[:99], false}, "ours": {ours, false}, "text": {bytes.Repeat([]byte("a"), 200), false}, "nothing": {nil, false}} {
		if got := Recognises(c.head); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestWriteAheadLog: a database whose log was not written back is read as far as
// it goes, and says so.
func TestWriteAheadLog(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "a.db")
	c, err := sqlite3.Open("file:" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	exec := func(sql string) {
		t.Helper()
		if err := c.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	exec(`PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE first (a)`)
	if _, _, err := c.WALCheckpoint("main", sqlite3.CHECKPOINT_TRUNCATE); err != nil {
		t.Fatal(err)
	}
	exec(qualcoderTables + qualcoderRows)
	early, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := refused(t, early); !strings.Contains(got, "…-wal") {
		t.Errorf("all work stands in the log: %s", got)
	}
	if _, _, err := c.WALCheckpoint("main", sqlite3.CHECKPOINT_TRUNCATE); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got, _, problems := read(t, whole)
	if len(got.Codings) != 3 || len(problems) != 1 || !problems[0].Note || !strings.Contains(problems[0].What.NL, "WAL") {
		t.Errorf("%d codings, %s", len(got.Codings), problems.In(instruments.Dutch))
	}
	if !bytes.Equal(whole[18:20], []byte{2, 2}) {
		t.Error("the bytes of the caller were changed")
	}
}

// TestDamage: whatever bytes are changed, the reader reads or refuses, and does
// neither for long.
func TestDamage(t *testing.T) {
	t.Parallel()
	sound := made(t, qualcoderTables, qualcoderRows)
	r := rand.New(rand.NewPCG(3, 4))
	for range 150 {
		data := bytes.Clone(sound)
		for range 1 + r.IntN(20) {
			data[headerSize+r.IntN(len(data)-headerSize)] = byte(r.Uint32())
		}
		_, transfer, _ := Read("x", bytes.NewReader(data), int64(len(data)), instruments.Dutch)
		sums(t, transfer)
	}
}

func TestBrokenDisk(t *testing.T) {
	t.Parallel()
	data := made(t, taguetteTables, taguetteRows)
	r := &failing{bytes.NewReader(data), 8192}
	_, _, problems := Read("x", r, int64(len(data)), instruments.Dutch)
	if problems.Err() == nil {
		t.Error("a disk that fails half-way was read")
	}
	if _, _, problems := Read("x", &failing{bytes.NewReader(data), 0}, int64(len(data)), instruments.Dutch); problems.Err() == nil || !strings.Contains(problems.In(instruments.Dutch), "kan niet gelezen worden") {
		t.Errorf("a disk that fails at once: %v", problems.In(instruments.Dutch))
	}
}

// failing is a file of which only the first bytes can be read.
type failing struct {
	io.ReaderAt
	good int64
}

func (f *failing) ReadAt(p []byte, off int64) (int, error) {
	if off >= f.good {
		return 0, errors.Join(iotest.ErrTimeout, errors.New("input/output error"))
	}
	return f.ReaderAt.ReadAt(p, off)
}

// TestSmallFilesThatGrow: a value made by a function, and tables that name a text
// over and over.
func TestSmallFilesThatGrow(t *testing.T) {
	large := made(t, qualcoderTables, `INSERT INTO source (id, name, fulltext) SELECT 1, 'R01', replace(hex(zeroblob(500000)), '00', 'ja en nee ');
INSERT INTO code_name VALUES (1, 'Ja', '', NULL, '', '', '');
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 20000) INSERT INTO code_text SELECT i, 1, 1, 'misschien', i, i+9, 'c', '', '', NULL, 0 FROM n;`)
	generated := made(t, strings.Replace(qualcoderTables, "fulltext text, ", "", 1),
		`INSERT INTO source (id, name) VALUES (1, 'R01'); ALTER TABLE source ADD COLUMN fulltext text GENERATED ALWAYS AS (printf('%.*c', 1000000000, 'x'))`)
	boundless := made(t, strings.Replace(qualcoderTables, "fulltext text, ", "", 1),
		`INSERT INTO source (id, name) VALUES (1, 'R01'), (2, 'R02'); ALTER TABLE source ADD COLUMN fulltext text GENERATED ALWAYS AS (printf('%.*c', 3000000, 'x'))`)
	for name, data := range map[string][]byte{"quotations that stand nowhere": large, "a text made by a function": generated, "texts made by a function": boundless} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, transfer, problems := Read("x", bytes.NewReader(data), int64(len(data)), instruments.Dutch)
		runtime.ReadMemStats(&after)
		if name != "quotations that stand nowhere" && problems.Err() == nil {
			t.Errorf("%s: read", name)
		}
		sums(t, transfer)
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 200<<20 {
			t.Errorf("%s: %d MiB more memory", name, grown>>20)
		}
	}
}

// TestBound: rows count too, so that a page that is used again and again ends.
func TestBound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		given int64
		want  bool
	}{{0, true}, {2*4096 + slack, true}, {2*4096 + slack + 1, false}} {
		if err := (&database{size: 4096, given: tt.given}).bound(); (err == nil) != tt.want {
			t.Errorf("%d bytes: %v", tt.given, err)
		}
	}
	// A hundred thousand of the smallest rows there are fit in what they take.
	data := made(t, qualcoderTables, `INSERT INTO code_name VALUES (1, 'Tijd', '', NULL, '', '', '');
CREATE TABLE graph (grid integer primary key);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 100000) INSERT INTO graph SELECT i FROM n;`)
	_, transfer, _ := read(t, data)
	if got := counted(transfer, coding.TransferOther); got != "0/100000 100000 getekende schema’s" {
		t.Error(got)
	}
}
