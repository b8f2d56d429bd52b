package archive

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/instruments"
)

func TestFileNames(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"R01": "R01", "Interview één": "Interview_een", "../../x": "x", "C:\\x": "C_x", "con": "x_con", "LPT1": "x_LPT1", "COM": "COM", "": "x", "😀": "x",
		".hidden": "hidden", "a  b": "a_b", "a/b": "a_b", "-rf": "rf", strings.Repeat("a", 200): strings.Repeat("a", maxFileName),
	} {
		if got := fileName(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

// TestTextNamesProperty: whatever the ids, names are safe everywhere and differ,
// also where capitals do not count.
func TestTextNamesProperty(t *testing.T) {
	t.Parallel()
	plain := regexp.MustCompile(`^texts/[A-Za-z0-9][A-Za-z0-9_-]*\.txt$`)
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a", "A", "a-2", "nul", "..", "é"})), 0, 20).Draw(t, "ids")
		docs := make([]instruments.Document, len(ids))
		for i, id := range ids {
			docs[i].ID = instruments.DocumentID(id)
		}
		seen := map[string]bool{}
		for _, n := range textNames(docs) {
			if !plain.MatchString(n) || len(n) > 120 || seen[strings.ToLower(n)] || !safe(n) {
				t.Fatalf("%q is not safe or not unique", n)
			}
			seen[strings.ToLower(n)] = true
		}
	})
}

func TestSafe(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"a.txt": true, "a/b.txt": true, "a b.txt": true, "": false, "/a": false, "a/": false, "../a": false, "a/../b": false, "a//b": false, "./a": false,
		".a": false, "a/.b": false, `a\b`: false, "C:a": false, "a\nb": false, "a\x00": false,
	} {
		if safe(name) != want {
			t.Errorf("%q: safe is %v", name, !want)
		}
	}
}
