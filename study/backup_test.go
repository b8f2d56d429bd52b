package study

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
)

// A study larger than SQLite's page cache, with changes that are in the
// write-ahead log only, can be backed up: the pages of the log have no checksum
// yet, and the copy must give them one even when they are written before the
// header.
func TestBackupOfALargeStudyInUse(t *testing.T) {
	s, path := newStudy(t)
	mustImport(t, s, sheet(t, 2), input("R01.txt", talk), input("groot.txt", strings.Repeat("I: dat is een lang gesprek.\nR: ja, dat zal wel, zo gaat dat.\n", 120_000)))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	dir := t.TempDir()
	for i := range 4 {
		if _, err := s.DoRequest(t.Context(), "x", fmt.Sprintf("r%d", i), func(v coding.View) ([]coding.Command, error) {
			c, err := coding.MoveCode(v, "act.A01", "", i)
			return []coding.Command{c}, err
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Backup(t.Context(), filepath.Join(dir, fmt.Sprintf("kopie%d.mz", i))); err != nil {
			t.Errorf("after act %d: %v", i+1, err)
		}
	}
}
