package refi

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func archiveOf(t *testing.T, names ...string) *archive {
	t.Helper()
	var files []string
	for _, n := range names {
		files = append(files, n, n)
	}
	data := zipOf(t, files...)
	a, bad := openArchive(bytes.NewReader(data), int64(len(data)))
	if bad != nil {
		t.Fatal(bad.what.EN)
	}
	return a
}

func TestFindProject(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"project.qde", "a.qde"}, "project.qde"},
		{[]string{"Project.QDE", "project.qde"}, "project.qde"},
		{[]string{"sources/x.qde", "PROJECT.QDE"}, "PROJECT.QDE"},
		{[]string{"a/b/c.qde", "a/d.qde", "e.txt"}, "a/d.qde"},
		{[]string{"__MACOSX/._project.qde", "studie/project.qde"}, "studie/project.qde"},
		{[]string{"een\\project.qde"}, "een\\project.qde"},
		{[]string{"a.txt"}, ""},
	} {
		a := archiveOf(t, c.names...)
		got := ""
		if f := a.project(); f != nil {
			got = f.Name
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.names, got, c.want)
		}
	}
}

func TestFindSource(t *testing.T) {
	t.Parallel()
	a := archiveOf(t, "p/project.qde", "p/Sources/A.txt", "p/sources/b.txt", "p/sources/sub/c.txt", "p/d.txt", "e.txt", "p/sources/B.TXT")
	a.project()
	for name, want := range map[string]string{
		"A.txt": "p/Sources/A.txt", "a.TXT": "p/Sources/A.txt", "b.txt": "p/sources/b.txt", "B.TXT": "p/sources/B.TXT", "sub/c.txt": "p/sources/sub/c.txt",
		"d.txt": "p/d.txt", "sources/b.txt": "p/sources/b.txt", "e.txt": "e.txt", "f.txt": "", "project.qde": "p/project.qde",
	} {
		got := ""
		if f := a.source(name); f != nil {
			got = f.Name
		}
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"internal://a.txt": "a.txt", "INTERNAL:///a.txt": "a.txt", "internal://sub/a.txt": "sub/a.txt", `internal://sub\a.txt`: "sub/a.txt", "a.txt": "a.txt", "sources/a.txt": "sources/a.txt", "": "",
		"internal://om 12:30.txt": "om 12:30.txt",
	} {
		if got, why := place(address); got != want || !why.IsZero() {
			t.Errorf("%q: %q (%s), want %q", address, got, why.EN, want)
		}
	}
	for _, address := range []string{
		"relative://a.txt", "absolute:///etc/passwd", "file:///etc/passwd", "http://example.org/a.txt", "/etc/passwd", `\\server\a.txt`, `C:\a.txt`, "c:a.txt",
		"internal://../a.txt", "internal://a/../../b", "../a.txt", `internal://..\a.txt`, "internal://C:/a.txt",
	} {
		if got, why := place(address); got != "" || why.NL == "" || why.EN == "" {
			t.Errorf("%q is read as %q", address, got)
		}
	}
}

// Limits count what is unpacked, of one member and of all.
func TestLimits(t *testing.T) {
	t.Parallel()
	data := zipOf(t, "a", strings.Repeat("x", 1000), "b", strings.Repeat("y", 1000))
	a, bad := openArchive(bytes.NewReader(data), int64(len(data)))
	if bad != nil {
		t.Fatal(bad.what.EN)
	}
	if a.left != freeTotal {
		t.Errorf("a small archive may unpack to %d", a.left)
	}
	if _, bad := a.bytes(a.exact["a"], 999); bad == nil || !strings.Contains(bad.what.EN, "far more") {
		t.Errorf("1000 bytes fit in 999: %v", bad)
	}
	a.left = 1500
	if got, bad := a.bytes(a.exact["a"], 1000); bad != nil || len(got) != 1000 {
		t.Errorf("%d bytes, %v", len(got), bad)
	}
	if _, bad := a.bytes(a.exact["b"], 1000); bad == nil {
		t.Error("2000 bytes fit in 1500")
	}
}

// A file that cannot be read is no file that is wrong.
func TestReadingFails(t *testing.T) {
	t.Parallel()
	data := zipOf(t, "project.qde", "<Project/>")
	failure := errors.New("the disk is gone")
	for name, r := range map[string]io.ReaderAt{"at once": failing{bytes.NewReader(data), 0, failure}, "in the directory": failing{bytes.NewReader(data), 4, failure}} {
		c, _, problems := Read("x.qdpx", r, int64(len(data)), ReadOptions{})
		if c != nil || len(problems) != 1 || !strings.Contains(problems[0].What.EN, "the disk is gone") || !strings.Contains(problems[0].What.NL, "niet te lezen") {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// failing is a reader that fails after its first so many bytes.
type failing struct {
	*bytes.Reader
	good int64
	err  error
}

func (f failing) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > f.good {
		return 0, f.err
	}
	return f.Reader.ReadAt(p, off)
}
