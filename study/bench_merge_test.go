package study

import (
	"path/filepath"
	"testing"

	"meerzicht/coding"
)

// BenchmarkMerge merges a copy of a study of 3,700 documents and 111,000 codings
// in which a second coder made 10,000 codings, and one in which nothing changed;
// most of it is verifying the copy.
func BenchmarkMerge(b *testing.B) {
	if testing.Short() {
		b.Skip("minutes")
	}
	s := largeStudy(b, 3700, 111_000)
	defer s.Close()
	same, more := copyOf(b, s, "zelfde.mz"), copyOf(b, s, "meer.mz")
	mustDo(b, more, func(v coding.View) (coding.Command, error) {
		var list []coding.Coding
		for i := range 10_000 {
			seg, err := coding.SegmentIn(v, "I00007", i, i+40)
			if err != nil {
				return coding.Command{}, err
			}
			list = append(list, coding.Coding{Segment: seg, Code: "act.A01", Coder: "c2"})
		}
		return coding.AddCodings(v, list...)
	})
	b.Run("nothing new", func(b *testing.B) { benchMerge(b, s, same, 0) })
	b.Run("10,000 codings", func(b *testing.B) { benchMerge(b, s, more, 10_000) })
	apart, err := Create(b.Context(), filepath.Join(b.TempDir(), "los.mz"), testOptions())
	if err != nil {
		b.Fatal(err)
	}
	defer apart.Close()
	peak, stop := watchMemory()
	b.Run("everything", func(b *testing.B) { benchMerge(b, apart, s, 111_000) })
	stop()
	b.Logf("peak %d MB", peak.Load()>>20)
}

func benchMerge(b *testing.B, s, other *Study, want int) {
	for range b.N {
		r, err := s.Merge(b.Context(), "x", other, MergeOptions{DryRun: true})
		if n := countOf(r, coding.CodingKind).In; err != nil || n != want {
			b.Fatal(n, err)
		}
	}
}
