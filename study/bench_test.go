package study

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// interview is a text of about 7,000 words in 200 turns.
func interview(seed uint64) string {
	rng := rand.New(rand.NewPCG(seed, 2020))
	words := strings.Fields("de het een en van ik we gingen samen naar vrijwilliger koffie wandelen geïnteresseerd gesprek over zijn huis werk dan niet wel ook altijd soms eigenlijk vertrouwen")
	var b strings.Builder
	for range 200 {
		for range 35 {
			b.WriteString(words[rng.IntN(len(words))])
			b.WriteByte(' ')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func interviews(n int) []Input {
	body := interview(1)
	inputs := make([]Input, n)
	for i := range inputs {
		inputs[i] = Input{Name: fmt.Sprintf("I%05d.txt", i), Size: int64(len(body)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(fmt.Sprintf("%05d ", i) + body)), nil
		}}
	}
	return inputs
}

func benchStudy(b *testing.B) (*Study, string) {
	path := filepath.Join(b.TempDir(), "s.mz")
	s, err := Create(b.Context(), path, testOptions())
	if err != nil {
		b.Fatal(err)
	}
	return s, path
}

// BenchmarkImport stores synthetic interviews with a reader that costs nothing;
// peak-MB is the most memory that the Go heap held.
func BenchmarkImport(b *testing.B) {
	for _, n := range []int{37, 3700} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				s, _ := benchStudy(b)
				debug.FreeOSMemory()
				peak, stop := watchMemory()
				b.StartTimer()
				if _, err := s.Import(b.Context(), "x", interviews(n), fakes()); err != nil {
					b.Fatal(err)
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

func watchMemory() (*atomic.Uint64, context.CancelFunc) {
	var peak atomic.Uint64
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for ctx.Err() == nil {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.Sys-m.HeapReleased))
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return &peak, cancel
}

func BenchmarkDoOneCoding(b *testing.B) {
	s, _ := benchStudy(b)
	defer s.Close()
	if _, err := s.Import(b.Context(), "x", interviews(1), fakes()); err != nil {
		b.Fatal(err)
	}
	doc := mustCorpus(b, s, WithTexts()).Documents[0]
	b.ResetTimer()
	for i := range b.N {
		seg, err := coding.NewSegment(&doc, i%doc.Length/2, i%doc.Length/2+1+i/doc.Length)
		if err != nil {
			b.Fatal(err)
		}
		cmd, err := coding.AddCodings(s.View(b.Context()), coding.Coding{Segment: seg, Code: "act.A01", Coder: coding.CoderID(fmt.Sprint(i))})
		if err == nil {
			err = s.Do(b.Context(), "x", cmd)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// manyCodings are n codings over the documents, as a codings file.
func manyCodings(b *testing.B, docs []instruments.Document, n int) []coding.Coding {
	out := make([]coding.Coding, 0, n)
	var last *instruments.Document
	var segmenter coding.Segmenter
	for i := range n {
		d := &docs[i*len(docs)/n]
		if d != last {
			last, segmenter = d, coding.NewSegmenter(d)
		}
		at := (i * 97) % (d.Length - 60)
		seg, err := segmenter.Segment(at, at+50)
		if err != nil {
			b.Fatal(err)
		}
		c := coding.Coding{Segment: seg, Code: []coding.CodeID{"act.A01", "act.A02", "waard.W1"}[i%3], Coder: "c1", Origin: coding.ByImport}
		c.ID = coding.NewCodingID(c)
		out = append(out, c)
	}
	return out
}

// BenchmarkCorpus111000 loads a study of 370 documents with 111,000 codings;
// the import of the codings file is timed beside it.
func BenchmarkCorpus111000(b *testing.B) {
	s, path := benchStudy(b)
	if _, err := s.Import(b.Context(), "x", interviews(370), fakes()); err != nil {
		b.Fatal(err)
	}
	var file bytes.Buffer
	if err := coding.WriteCodings(&file, manyCodings(b, mustCorpus(b, s, WithTexts()).Documents, 111_000)); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if _, err := s.Import(b.Context(), "x", []Input{input("codings.csv", file.String())}, fakes()); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	b.ResetTimer()
	for range b.N {
		if c := mustCorpus(b, s); len(c.Codings) != 111_000 {
			b.Fatal(len(c.Codings))
		}
	}
	b.ReportMetric(took.Seconds(), "import-s")
	b.StopTimer()
	start = time.Now()
	mustVerify(b, s)
	b.ReportMetric(time.Since(start).Seconds(), "verify-s")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	_ = path
}

// BenchmarkReopenAfterKill opens a study of 3,700 documents as a killed process
// left it: with its write-ahead log and without a checkpoint. The aim is 0.1 s.
func BenchmarkReopenAfterKill(b *testing.B) {
	s, path := benchStudy(b)
	defer s.Close()
	if _, err := s.Import(b.Context(), "x", interviews(3700), fakes()); err != nil {
		b.Fatal(err)
	}
	for i := range 100 {
		cmd, err := coding.PutRespondent(s.View(b.Context()), instruments.Respondent{ID: instruments.RespondentID(fmt.Sprint(i))})
		if err == nil {
			err = s.Do(b.Context(), "x", cmd)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	left := filepath.Join(b.TempDir(), "s.mz")
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		for _, ext := range []string{"", "-wal"} {
			if err := errors.Join(os.WriteFile(left+ext, readFile(b, path+ext), 0o600), syncFile(left+ext)); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
		s, err := Open(b.Context(), left, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if h, err := s.Head(b.Context()); err != nil || h.Seq != 3801 {
			b.Fatal(h, err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
