package archive_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/archive"
)

// manifold is a study of n interviews of 1,500 words with 60 codings each.
func manifold(b *testing.B, n int) *coding.Corpus {
	b.Helper()
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		b.Fatal(err)
	}
	c := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set), Coders: []coding.Coder{{ID: "codeur1"}}, Info: coding.StudyInfo{Name: "groot", Changed: "2020-07-15T16:30:00Z"}}
	text := strings.Repeat("Respondent: we gaan elke week samen wandelen en dan praten we één uur. ", 115)
	for i := range n {
		id := fmt.Sprintf("R%05d", i)
		c.Documents = append(c.Documents, document(id, id, text))
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: instruments.RespondentID(id), Type: "client", Project: "LJR"})
		of := coding.NewSegmenter(&c.Documents[i])
		for j := range 60 {
			s, err := of.Segment(70*j, 70*j+60)
			if err != nil {
				b.Fatal(err)
			}
			c.Codings = append(c.Codings, coding.Coding{ID: coding.CodingID(fmt.Sprint(id, j)), Code: coding.ActivityCode(set.Taxonomy.Activities[j%30].ID), Coder: "codeur1", Origin: coding.ByHand, Segment: s})
		}
	}
	return c
}

// BenchmarkWrite writes archives of 37 and 370 interviews; MB/s count the bytes of
// all files together.
func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{37, 370, 3700} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 370 && testing.Short() {
				b.Skip("thousands of files are left out with -short")
			}
			p := archive.Parts{Corpus: manifold(b, n)}
			base, i := b.TempDir(), 0
			for b.Loop() {
				i++
				dir := filepath.Join(base, fmt.Sprint(i))
				names, err := archive.Write(b.Context(), dir, p)
				if err != nil {
					b.Fatal(err)
				}
				if i == 1 {
					b.SetBytes(size(b, dir, names))
				}
				b.StopTimer()
				if err := os.RemoveAll(dir); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

func size(b *testing.B, dir string, names []string) int64 {
	b.Helper()
	var n int64
	for _, name := range names {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			b.Fatal(err)
		}
		n += info.Size()
	}
	return n
}

// BenchmarkWriteZip writes the archive of 370 interviews as one zip file.
func BenchmarkWriteZip(b *testing.B) {
	p := archive.Parts{Corpus: manifold(b, 370)}
	for b.Loop() {
		if _, err := archive.WriteZip(b.Context(), io.Discard, p); err != nil {
			b.Fatal(err)
		}
	}
}
