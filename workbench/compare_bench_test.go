package workbench

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// BenchmarkCompare opens the queue of a round of 3,700 documents coded twice,
// 50 codings each, and settles: the aim is 1 s for each answer.
func BenchmarkCompare(b *testing.B) {
	if testing.Short() {
		b.Skip("minutes")
	}
	d := newDesk(b)
	d.manyDoubled(b, 3_700, 50)
	b.Run("queue", func(b *testing.B) {
		for b.Loop() {
			d.server.settlings.drop()
			d.fetch(http.MethodGet, "/compare", nil, http.StatusOK)
		}
	})
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			d.fetch(http.MethodGet, "/part/compare?place=5000&sort=code", nil, http.StatusOK)
		}
	})
	b.Run("settle", func(b *testing.B) {
		c, err := d.study.Corpus(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		s, err := coding.SettlingOf(c, "1", "anna", "bram")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for b.Loop() {
			d.do("consensus.settle", settleIn{Round: "1", A: "anna", B: "bram", Difference: s.Queue[n].ID, Document: s.Queue[n].Document, Keep: []coding.CoderID{"anna"}})
			d.fetch(http.MethodGet, "/part/compare", nil, http.StatusOK)
			n++
		}
	})
}

// manyDoubled makes documents that anna and bram coded, in a released round.
// Every fifth coding differs.
func (d *desk) manyDoubled(tb testing.TB, documents, codings int) {
	tb.Helper()
	line := "Respondent: We gaan samen wandelen met de hond.\nInterviewer: En dan?\n"
	text := strings.Repeat(line, codings+1)
	var in []study.Input
	for i := range documents {
		own := fmt.Sprintf("Interviewer: Vraag %d?\n", 100_000+i) + text
		in = append(in, study.Input{Name: fmt.Sprintf("paar%04d.txt", i), Size: int64(len(own)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(own)), nil }})
	}
	if _, err := d.study.Import(tb.Context(), "toets", in, study.ImportOptions{As: "overig"}); err != nil {
		tb.Fatal(err)
	}
	docs, err := d.study.Documents(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	var ids []instruments.DocumentID
	for _, doc := range docs {
		if strings.HasPrefix(string(doc.ID), "paar") {
			ids = append(ids, doc.ID)
		}
	}
	d.openTwo(true, ids...)
	head := len("Interviewer: Vraag 100000?\n")
	for part := range slices.Chunk(ids, 100) {
		var list []coding.Coding
		for _, id := range part {
			for n := range codings {
				for i, who := range []coding.CoderID{"anna", "bram"} {
					start, words := head+n*len(line)+len("Respondent: "), "We gaan samen"
					if n%5 == 0 && i == 1 {
						words = "We gaan samen wandelen"
					}
					list = append(list, coding.Coding{Segment: coding.Segment{Document: id, Start: start, End: start + len(words), Quotation: words}, Code: coding.CodeID(fmt.Sprintf("act.A%02d", 1+n%9)), Coder: who})
				}
			}
		}
		d.act("anna", func(v coding.View) (coding.Command, error) { return coding.AddCodings(v, list...) })
	}
	d.release("1")
}
