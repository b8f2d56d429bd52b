package transcript

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// shared reads a file of the shared folder beside the module; without the folder
// the test is skipped, save where it must run.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(sharedDir(t), filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func sharedDir(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	out := filepath.Join(dir, "..", "shared")
	if _, err := os.Stat(out); err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatalf("the shared folder must be here: %v", err)
		}
		t.Skipf("the shared folder is not here: %v", err)
	}
	return out
}

func mustRead(t testing.TB, name string, data []byte) instruments.Document {
	t.Helper()
	doc, problems := Read(name, data)
	if err := problems.Err(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return doc
}

// The expected text was made by the corpus' own tools from the same interview.
func TestASTA(t *testing.T) {
	want := string(shared(t, "fixtures/transcripts/docx-nl/ASTA_01.expected.txt"))
	doc := mustRead(t, "ASTA_01.docx", shared(t, "fixtures/transcripts/docx-nl/ASTA_01.docx"))
	got, lines := strings.Split(doc.Text, "\n"), strings.Split(strings.TrimSuffix(want, "\n"), "\n")
	if len(got) != len(lines) {
		t.Fatalf("%d lines, want %d", len(got), len(lines))
	}
	for i := range lines {
		if got[i] != lines[i] {
			t.Errorf("line %d: %q, want %q", i+1, got[i], lines[i])
		}
	}
}
