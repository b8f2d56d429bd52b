package study

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"meerzicht/coding"
	"meerzicht/coding/refi"
	"meerzicht/instruments"
)

// qdpxOf writes a project of n interviews of 7,000 words with 30 codings each.
func qdpxOf(b *testing.B, n int) string {
	b.Helper()
	c := &coding.Corpus{
		Instruments: &instruments.Set{}, Coders: []coding.Coder{{ID: "c1"}},
		Codebook: coding.Of([]coding.Code{
			{ID: "act.A01", Name: instruments.Same("eerste"), Codable: true}, {ID: "act.A02", Name: instruments.Same("tweede"), Codable: true}, {ID: "waard.W1", Name: instruments.Same("derde"), Codable: true},
		}),
	}
	body := interview(1)
	for i := range n {
		d := instruments.Document{ID: instruments.DocumentID(fmt.Sprintf("I%05d", i)), Title: fmt.Sprintf("I%05d", i), Text: fmt.Sprintf("%05d ", i) + body}
		d.Length = len([]rune(d.Text))
		c.Documents = append(c.Documents, d)
	}
	c.Codings = manyCodings(b, c.Documents, 30*n)
	path := filepath.Join(b.TempDir(), "project.qdpx")
	f, err := os.Create(path)
	if err == nil {
		_, err = refi.Write(f, c, refi.WriteOptions{Program: "Ander 1.0"})
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkImportProject imports a .qdpx of 37, 370 and 3,700 interviews with 30
// codings each into a new study; peak-MB is the most memory that the Go heap held.
func BenchmarkImportProject(b *testing.B) {
	for _, n := range []int{37, 370, 3700} {
		if testing.Short() && n > 37 {
			continue
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			path := qdpxOf(b, n)
			for range b.N {
				b.StopTimer()
				s, _ := benchStudy(b)
				debug.FreeOSMemory()
				peak, stop := watchMemory()
				b.StartTimer()
				r, err := s.Import(b.Context(), "x", []Input{{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}}, ImportOptions{})
				if err != nil || r.Documents != n || r.Codings != 30*n {
					b.Fatal(r, err)
				}
				b.StopTimer()
				stop()
				b.ReportMetric(float64(peak.Load())/(1<<20), "peak-MB")
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
