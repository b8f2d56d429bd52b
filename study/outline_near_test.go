package study

import (
	"fmt"
	"testing"

	"meerzicht/instruments"
)

func TestDocumentsNear(t *testing.T) {
	s, _ := newStudy(t)
	var in []Input
	for i := range 20 {
		in = append(in, input(fmt.Sprintf("d%02d.txt", i), fmt.Sprintf("I: gesprek %d?\nR: ja.\n", i)))
	}
	mustImport(t, s, in...)
	for _, c := range []struct {
		id            instruments.DocumentID
		n             int
		first, before int
		count         int
	}{
		{"", 5, 0, 0, 5}, {"d00", 5, 0, 0, 5}, {"d10", 5, 8, 8, 5}, {"d19", 5, 15, 15, 5}, {"onbekend", 5, 15, 15, 5}, {"d03", 50, 0, 0, 20},
	} {
		docs, before, total, err := s.DocumentsNear(t.Context(), c.id, c.n)
		if err != nil {
			t.Fatal(err)
		}
		if total != 20 || before != c.before || len(docs) != c.count || docs[0].ID != instruments.DocumentID(fmt.Sprintf("d%02d", c.first)) {
			t.Errorf("%q, %d: %d from %s, %d before, %d in all; want %d from d%02d", c.id, c.n, len(docs), docs[0].ID, before, total, c.count, c.first)
		}
	}
}
