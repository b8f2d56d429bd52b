package report

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/instruments"
)

func TestAtomicWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "rapport.html")
	put := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	if err := AtomicWrite(path, put("een")); err != nil {
		t.Fatal(err)
	}
	if err := AtomicWrite(path, put("twee")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("halfway")
	err := AtomicWrite(path, func(w io.Writer) error {
		_, _ = io.WriteString(w, strings.Repeat("x", 1<<20))
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("error = %v, want it to wrap %v", err, broken)
	}
	if got, _ := os.ReadFile(path); string(got) != "twee" {
		t.Errorf("after a failed write the file holds %.10q", got)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	left, _ := os.ReadDir(dir)
	if len(left) != 1 {
		t.Errorf("%d files left in the folder, want 1: %v", len(left), left)
	}
}

func TestAtomicWriteRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nergens", "rapport.html")
	err := AtomicWrite(path, func(io.Writer) error { return nil })
	if !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("error = %v, want os.ErrNotExist", err)
	}
	for _, lang := range []instruments.Lang{nl, en} {
		if text := instruments.Localized(err, lang); !strings.Contains(text, "nergens") || !strings.Contains(text, "\n") {
			t.Errorf("%s: no place or no hint in %q", lang, text)
		}
	}
	if !strings.Contains(instruments.Localized(err, nl), "tip:") {
		t.Error("no Dutch hint")
	}
	// A folder in the way: the rename fails, nothing is left behind.
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "uit", "vol"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := AtomicWrite(filepath.Join(dir, "uit"), func(io.Writer) error { return nil }); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// A study is never written over, whatever it is called.
func TestAtomicWriteSparesAStudy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "studie.json")
	study := "SQLite format 3\x00 and what follows"
	if err := os.WriteFile(path, []byte(study), 0o600); err != nil {
		t.Fatal(err)
	}
	err := AtomicWrite(path, func(w io.Writer) error { _, err := io.WriteString(w, "{}"); return err })
	if !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("%v, want a refusal", err)
	}
	if got, _ := os.ReadFile(path); string(got) != study {
		t.Errorf("the study became %q", got)
	}
}
