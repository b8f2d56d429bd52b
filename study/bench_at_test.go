package study

import (
	"bytes"
	"fmt"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// BenchmarkCorpusOfRound reads a released round of a study of 3,700 documents
// with 111,000 codings, after which 1,000 codings more came; Corpus as it is now
// is timed beside it.
func BenchmarkCorpusOfRound(b *testing.B) {
	if testing.Short() {
		b.Skip("a minute")
	}
	s := largeStudy(b, 3700, 111_000)
	defer s.Close()
	putRound(b, s, coding.Round{ID: "1", Documents: []instruments.DocumentID{"I00001"}, Coders: []coding.CoderID{"c1", "c2"}, Released: true})
	mustDo(b, s, func(v coding.View) (coding.Command, error) {
		var more []coding.Coding
		for i := range 1000 {
			seg, err := coding.SegmentIn(v, "I00007", i, i+40)
			if err != nil {
				return coding.Command{}, err
			}
			more = append(more, coding.Coding{Segment: seg, Code: "act.A01", Coder: "c2"})
		}
		return coding.AddCodings(v, more...)
	})
	b.Run("now", func(b *testing.B) {
		for b.Loop() {
			mustCorpus(b, s)
		}
	})
	b.Run("released", func(b *testing.B) {
		for b.Loop() {
			if c, _, err := s.CorpusOfRound(b.Context(), "1"); err != nil || len(c.Codings) != 111_000 {
				b.Fatal(err)
			}
		}
	})
	b.Run("first event", func(b *testing.B) {
		for b.Loop() {
			if c, err := s.CorpusAt(b.Context(), 1); err != nil || len(c.Codings) != 0 {
				b.Fatal(err)
			}
		}
	})
}

// largeStudy is a study of synthetic interviews with codings of coder "c1".
func largeStudy(b *testing.B, documents, codings int) *Study {
	s, _ := benchStudy(b)
	if _, err := s.Import(b.Context(), "x", interviews(documents), fakes()); err != nil {
		b.Fatal(err)
	}
	var file bytes.Buffer
	docs := mustCorpus(b, s, WithTexts()).Documents
	if err := coding.WriteCodings(&file, manyCodings(b, docs, codings)); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Import(b.Context(), "x", []Input{input(fmt.Sprint(codings, ".csv"), file.String())}, fakes()); err != nil {
		b.Fatal(err)
	}
	return s
}
