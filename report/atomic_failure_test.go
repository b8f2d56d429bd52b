package report

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func put(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

// only checks that a folder holds these files and no temporary one.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range left {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("the folder holds %q, want %q", got, names)
	}
}

// A report that fails halfway leaves the last good one as it was: the error of a
// refused word, of a writer, of nothing written at all.
func TestFailedReportKeepsTheOld(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "rapport.html")
	if err := AtomicWrite(path, put("het vorige rapport")); err != nil {
		t.Fatal(err)
	}
	long := handmadeReport(nl)
	long.Codebook[0].Definition = instruments.Same(strings.Repeat("x", maxCellUnits+1))
	for name, write := range map[string]func(io.Writer) error{
		"refused word": hostileReport("__f__").HTML,
		"long cell":    long.Workbook,
		"at once":      func(io.Writer) error { return io.ErrUnexpectedEOF },
		"late":         func(w io.Writer) error { return errors.Join(put(strings.Repeat("y", 1<<18))(w), io.ErrClosedPipe) },
	} {
		if err := AtomicWrite(path, write); err == nil {
			t.Errorf("%s: no error", name)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != "het vorige rapport" {
			t.Errorf("%s: the file holds %.40q, %v", name, data, err)
		}
		only(t, dir, "rapport.html")
	}
}

// A panic of a writer leaves the old file too, and no temporary one.
func TestPanicKeepsTheOld(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := AtomicWrite(path, put("oud")); err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = AtomicWrite(path, func(io.Writer) error { panic("kapot") })
	}()
	if data, _ := os.ReadFile(path); string(data) != "oud" {
		t.Errorf("the file holds %q", data)
	}
	only(t, dir, "a")
}

// The file is for its owner only, also where a wider one stood before.
func TestModeIsNarrow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tabellen.xlsx")
	if err := os.WriteFile(path, []byte("oud"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := AtomicWrite(path, handmadeReport(nl).Workbook); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode() != 0o600 || info.Size() < 1000 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A folder where nobody may write is refused with a place and a hint, and
// nothing is made in it.
func TestFolderWithoutPermission(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dicht")
	if err := os.Mkdir(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	called := false
	err := AtomicWrite(filepath.Join(dir, "rapport.html"), func(io.Writer) error { called = true; return nil })
	if os.Geteuid() == 0 { // root may write everywhere: there is nothing to refuse
		if err != nil || !called {
			t.Errorf("as root: error %v, writer called: %v", err, called)
		}
		return
	}
	if !errors.Is(err, os.ErrPermission) || called {
		t.Errorf("error %v, writer called: %v", err, called)
	}
	if text := instruments.Localized(err, nl); !strings.Contains(text, "rapport.html") || !strings.Contains(text, "tip:") {
		t.Errorf("message %q", text)
	}
	only(t, dir)
}

// A symbolic link at the path is replaced by the report; what it points to is
// not written over.
func TestSymlinkIsReplaced(t *testing.T) {
	dir := t.TempDir()
	target, path := filepath.Join(dir, "doel"), filepath.Join(dir, "rapport.html")
	if err := os.WriteFile(target, []byte("van een ander"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Skip(err)
	}
	if err := AtomicWrite(path, put("rapport")); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(target); string(data) != "van een ander" {
		t.Errorf("what the link pointed to holds %q", data)
	}
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	only(t, dir, "doel", "rapport.html")
}

// Two writers of the same path: one whole file stands there at the end.
func TestWritersOfOnePath(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "rapport.html")
	var wait sync.WaitGroup
	for _, s := range []string{"a", "b", "c", "d"} {
		wait.Go(func() {
			if err := AtomicWrite(path, put(strings.Repeat(s, 1<<17))); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	data, err := os.ReadFile(path)
	if err != nil || len(data) != 1<<17 || strings.Trim(string(data), string(data[:1])) != "" {
		t.Errorf("%d bytes, %v: writers mixed", len(data), err)
	}
	only(t, dir, "rapport.html")
}

// failing lets n bytes through and then fails, as a full disk does.
type failing struct{ left int }

// Write takes bytes until there is no more room.
func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

var errFull = errors.New("disk full")

// A disk that is full anywhere in a file is an error of every writer, never a
// short file that looks done.
func TestFullDiskIsAnError(t *testing.T) {
	r := built(t, realStudy(t), Options{})
	table, _ := r.Table("activities")
	codings := codingsOf(5000)
	writers := map[string]func(io.Writer) error{
		"html": r.HTML, "workbook": r.Workbook,
		"csv":     func(w io.Writer) error { return WriteTable(w, table, CSVFormat, nl) },
		"json":    func(w io.Writer) error { return WriteTable(w, table, JSONFormat, nl) },
		"text":    func(w io.Writer) error { return WriteTable(w, table, TextFormat, nl) },
		"codings": func(w io.Writer) error { return WriteCodings(w, codings, nl) },
	}
	for name, write := range writers {
		for _, room := range []int{0, 100, 1000} {
			if err := write(&failing{room}); !errors.Is(err, errFull) {
				t.Errorf("%s with room for %d bytes: %v", name, room, err)
			}
		}
	}
}

// Every coding of the study goes to a workbook and comes back by column, in
// order: document, positions, quotation, code, coder.
func TestCodingsRoundTrip(t *testing.T) {
	c := realStudy(t)
	var b strings.Builder
	if err := WriteCodings(&b, c.Codings, en); err != nil {
		t.Fatal(err)
	}
	rows := cellsOf(t, []byte(b.String()), "Codings")
	if len(rows) != len(c.Codings)+1 || len(c.Codings) < 500 {
		t.Fatalf("%d rows for %d codings", len(rows), len(c.Codings))
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for i, k := range c.Codings {
		row := append(rows[i+1], make([]string, len(rows[0]))...)
		want := map[string]string{
			"document": string(k.Document), "start": strconv.Itoa(k.Start), "end": strconv.Itoa(k.End), "quotation": k.Quotation, "code": string(k.Code),
			"coder": string(k.Coder), "memo": k.Memo, "dyad": string(k.Dyad), "origin": string(k.Origin), "rule": k.Rule, "matched": k.Matched,
		}
		for name, w := range want {
			if got := row[at[name]]; got != w {
				t.Fatalf("row %d, %s: %q, want %q", i+2, name, got, w)
			}
		}
	}
	if err := WriteCodings(io.Discard, []coding.Coding{}, nl); err != nil {
		t.Errorf("no codings: %v", err)
	}
}
