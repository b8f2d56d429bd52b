package workbench

import (
	"fmt"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// A code deep in a tree is named with the nearest codes above it: whole paths of
// a deep tree would make the list of codes grow with the square.
func TestPathOfADeepCodeIsCut(t *testing.T) {
	var codes []coding.Code
	for i := range 40 {
		c := coding.Code{ID: coding.CodeID(fmt.Sprint("c", i)), Name: instruments.Same(fmt.Sprint("naam", i))}
		if i > 0 {
			c.Parent = coding.CodeID(fmt.Sprint("c", i-1))
		}
		codes = append(codes, c)
	}
	book := coding.TreeOf(codes)
	for id, want := range map[coding.CodeID]string{
		"c0": "", "c1": "naam0", "c3": "naam0 › naam1 › naam2", "c5": "naam0 › naam1 › naam2 › naam3 › naam4",
		"c39": "… › naam34 › naam35 › naam36 › naam37 › naam38",
	} {
		if got := codePath(book, id, instruments.Dutch); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}
