package lexicon

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared opens a file of the folder beside the module. Where the folder is
// absent the test is skipped, but never in CI.
func shared(t *testing.T, name string) *os.File {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("module root not found")
		}
		dir = filepath.Dir(dir)
	}
	f, err := os.Open(filepath.Join(dir, "..", "shared", name))
	if err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatalf("shared/%s is required here: %v", name, err)
		}
		t.Skipf("shared/%s is absent: %v", name, err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestStemConformance(t *testing.T) {
	lines := bufio.NewScanner(shared(t, "snowball_dutch.tsv"))
	lines.Scan() // heading
	total, wrong := 0, 0
	for lines.Scan() {
		cols := strings.Split(lines.Text(), "\t")
		total++
		if got := Stem(cols[0]); got != cols[1] {
			if wrong++; wrong <= 40 {
				t.Errorf("Stem(%q) = %q, want %q", cols[0], got, cols[1])
			}
		}
	}
	if total != 45670 || wrong != 0 {
		t.Errorf("%d of %d words right, want 45670 of 45670", total-wrong, total)
	}
}
