package instruments_test

import (
	"testing"

	"meerzicht/instruments"
)

func TestAlike(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		a, b string
		want bool
	}{
		{"anna", "anna", true},
		{"anna", "Anna", true},
		{"ANNA", "anna", true},
		{"Ren\u00e9", "rene\u0301", true}, // one accent, written in two ways
		{"anna  b", " anna b", true},
		{"anna", "ann", false},
		{"anna", "hanna", false},
		{"rene", "ren\u00e9", false}, // another name
		{"codeur1", "codeur2", false},
		{"", "", true},
		{"", "a", false},
	} {
		if got := instruments.Alike(x.a, x.b); got != x.want {
			t.Errorf("%q and %q: %v", x.a, x.b, got)
		}
	}
}
