package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"
)

// member is a file in an archive.
type member struct {
	name string
	data []byte
}

func zipped(t *testing.T, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, err := w.Create(m.name)
		if err == nil {
			_, err = f.Write(m.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// locked marks every member of an archive as encrypted.
func locked(data []byte) []byte {
	data = bytes.Clone(data)
	for _, sign := range []struct {
		magic string
		at    int
	}{{"PK\x03\x04", 6}, {"PK\x01\x02", 8}} {
		for i := 0; ; {
			n := bytes.Index(data[i:], []byte(sign.magic))
			if n < 0 {
				break
			}
			i += n + sign.at
			data[i] |= 1
		}
	}
	return data
}

const hostileHead = `<?xml version="1.0" encoding="utf-8"?><Project name="x" xmlns="urn:QDA-XML:project:1.0"><Users><User guid="00000000-0000-0000-0000-000000000001" name="codeur1"/></Users>`

// project is a REFI-QDA project with one source.
func project(t *testing.T, source string, more ...member) []byte {
	t.Helper()
	qde := hostileHead + `<Sources><TextSource guid="00000000-0000-0000-0000-000000000002" name="R01" ` + source + `/></Sources></Project>`
	return zipped(t, append([]member{{"project.qde", []byte(qde)}}, more...)...)
}

// bomb is a text of very many signs that packs into little.
func bomb(n int) []byte { return bytes.Repeat([]byte("aaaaaaa "), n/8) }

func hostileFiles(t *testing.T) map[string][]byte {
	t.Helper()
	text := `plainTextPath="internal://00000000-0000-0000-0000-000000000002.txt"`
	source := member{"sources/00000000-0000-0000-0000-000000000002.txt", []byte("I: Dag.\nR: Dag.\n")}
	good := project(t, text, source)
	body := `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>`
	word := zipped(t, member{"[Content_Types].xml", []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`)}, member{"word/document.xml", append([]byte(body), bomb(100<<20)...)})
	sqlite := append([]byte("SQLite format 3\x00"), make([]byte, 4080)...)
	binary.BigEndian.PutUint16(sqlite[16:], 4096)
	png := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{0, 1, 2, 3, 0xff}, 100)...)
	return map[string][]byte{
		"encrypted.docx":  append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 4096)...),
		"encrypted.qdpx":  locked(good),
		"truncated.qdpx":  good[:len(good)-40],
		"half.qdpx":       good[:len(good)/2],
		"truncated.docx":  word[:200],
		"truncated.json":  []byte(`{"format":"meerzicht-study","version":1,"documents":[`),
		"truncated.qda":   sqlite[:300],
		"empty.sqlite3":   sqlite,
		"foreign.docx":    png,
		"foreign.qdpx":    png,
		"foreign.qdc":     []byte("geen xml"),
		"foreign.zip":     zipped(t, member{"x.bin", png}),
		"foreign.exe":     []byte("MZ\x90\x00"),
		"scan.pdf":        []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
		"bomb.docx":       word,
		"bomb.qdpx":       project(t, text, member{source.name, bomb(300 << 20)}),
		"bombs.qdpx":      zipped(t, member{"project.qde", append([]byte(hostileHead+"<Description>"), bomb(150<<20)...)}),
		"traversal.qdpx":  project(t, `plainTextPath="internal://../../buiten.txt"`, member{"../../buiten.txt", []byte("x")}),
		"absolute.qdpx":   project(t, `plainTextPath="absolute:///etc/hostname"`),
		"relative.qdpx":   project(t, `plainTextPath="relative:///../../etc/hostname"`),
		"http.qdpx":       project(t, `plainTextPath="http://localhost/x.txt"`),
		"entity.qdpx":     zipped(t, member{"project.qde", []byte(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + hostileHead + `</Project>`)}),
		"deep.qdc":        []byte(hostileHead + strings.Repeat("<a>", 100_000)),
		"nul.txt":         make([]byte, 5000),
		"nul.rock":        make([]byte, 5000),
		"nul.csv":         make([]byte, 5000),
		"study.mz":        nil, // see below
		"leeg.docx":       {},
		"leeg.qdpx":       {},
		"leeg.qda":        {},
		"leeg.json":       {},
		"leeg.vtt":        {},
		"wit.txt":         []byte(" \n\t\n"),
		"onbekend.blabla": []byte("iets"),
	}
}

// peak runs something and tells the most memory that the heap held meanwhile.
func peak(do func()) uint64 {
	debug.FreeOSMemory()
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		most := uint64(0)
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64())
			select {
			case <-stop:
				done <- most
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	do()
	close(stop)
	return <-done
}

// Whatever is thrown at an import: it says in both languages what is wrong, ends
// with code 4, takes little memory, and leaves the study as it was to the byte.
func TestImportRefusesHostileFiles(t *testing.T) {
	dir := t.TempDir()
	s := filepath.Join(dir, "s.mz")
	mustRun(t, "new", s)
	before, err := os.ReadFile(s)
	if err != nil {
		t.Fatal(err)
	}
	files := hostileFiles(t)
	files["study.mz"] = before
	for name, data := range files {
		path := filepath.Join(dir, "in-"+name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		for lang, hint := range map[string]string{"nl": "tip: ", "en": "hint: "} {
			if lang == "nl" && strings.HasPrefix(name, "bomb") {
				continue // seconds
			}
			var code int
			var out, said string
			most := peak(func() { code, out, said = program("--lang", lang, "import", s, path) })
			if code != exitRefused || out != "" {
				t.Errorf("%s: exit code %d\n%s%s", name, code, out, said)
			}
			if !strings.Contains(said, hint) || strings.Contains(said, "panic") || strings.Contains(said, "liep vast") || strings.Contains(said, "inside the program") {
				t.Errorf("%s, %s: %s", name, lang, said)
			}
			if most > 256<<20 {
				t.Errorf("%s: %d MB", name, most>>20)
			}
		}
		if after, err := os.ReadFile(s); err != nil || !bytes.Equal(before, after) {
			t.Fatalf("%s changed the study (%v)", name, err)
		}
	}
}

// A file that is too large is refused unread.
func TestImportRefusesLargeFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := filepath.Join(dir, "s.mz")
	mustRun(t, "new", s)
	for name, size := range map[string]int64{"groot.txt": 65 << 20, "groot.csv": 65 << 20, "groot.qdpx": 3 << 30, "groot.docx": 1 << 40} {
		path := filepath.Join(dir, name)
		f, err := os.Create(path)
		if err == nil {
			err = f.Truncate(size) // holds nothing on the disk
		}
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		if code, _, said := program("--lang", "en", "import", s, path); code != exitRefused || !strings.Contains(said, "larger than") {
			t.Errorf("%s: exit code %d: %s", name, code, said)
		}
	}
}
