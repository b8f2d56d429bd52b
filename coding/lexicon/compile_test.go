package lexicon

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v3"

	"meerzicht/instruments"
)

func builtin(t testing.TB, template string) instruments.Lexicon {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "instruments", "builtin", template, "lexicon.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var lex instruments.Lexicon
	d := yaml.NewDecoder(bytes.NewReader(raw))
	d.KnownFields(true)
	if err := d.Decode(&lex); err != nil {
		t.Fatal(err)
	}
	return lex
}

func TestBuiltinCompiles(t *testing.T) {
	for _, name := range []string{"leeg", "reclassering-2020"} {
		if _, err := Compile(builtin(t, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
