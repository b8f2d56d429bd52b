package study

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// longStudy is a study with documents of about n words each.
func longStudy(b *testing.B, words, documents int) *Study {
	s, _ := benchStudy(b)
	b.Cleanup(func() { _ = s.Close() })
	body := strings.Repeat(interview(1), max(1, words/7000))
	inputs := make([]Input, documents)
	for i := range inputs {
		inputs[i] = input(fmt.Sprintf("L%02d.txt", i), fmt.Sprint(i, " ", body))
	}
	if _, err := s.Import(b.Context(), "x", inputs, fakes()); err != nil {
		b.Fatal(err)
	}
	return s
}

// post stores one coding as the workbench does: positions in, quotation from
// the text, one request.
func post(ctx context.Context, s *Study, doc instruments.DocumentID, coder, i int) error {
	_, err := s.DoRequest(ctx, "x", fmt.Sprintf("%d-%d", coder, i), func(v coding.View) ([]coding.Command, error) {
		start := i * 7 % 30_000
		seg, err := coding.SegmentIn(v, doc, start, start+40+i/30_000)
		if err != nil {
			return nil, err
		}
		cmd, err := coding.AddCodings(v, coding.Coding{Segment: seg, Code: "act.A01", Coder: coding.CoderID(fmt.Sprint("c", coder))})
		return []coding.Command{cmd}, err
	})
	return err
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	at := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Microseconds()) / 1000 }
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.95), "p95-ms")
	b.ReportMetric(at(0.99), "p99-ms")
}

// BenchmarkPostCoding stores one coding after another in documents of 7,000 and
// 500,000 words. The aim is p50 ≤ 0.8 ms for both.
func BenchmarkPostCoding(b *testing.B) {
	for _, words := range []int{7000, 500_000} {
		b.Run(fmt.Sprint(words), func(b *testing.B) {
			s := longStudy(b, words, 1)
			took := make([]time.Duration, 0, b.N)
			b.ResetTimer()
			for i := range b.N {
				start := time.Now()
				if err := post(b.Context(), s, "L00", 0, i); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			b.StopTimer()
			report(b, took)
		})
	}
}

// BenchmarkPost16Coders stores the codings of 16 coders at once, each in a
// document of their own. The aims are 1,600 a second and p99 ≤ 45 ms.
func BenchmarkPost16Coders(b *testing.B) {
	const coders = 16
	s := longStudy(b, 7000, coders)
	took := make([][]time.Duration, coders)
	b.ResetTimer()
	var wg sync.WaitGroup
	for w := range coders {
		wg.Go(func() {
			for i := w; i < b.N; i += coders {
				start := time.Now()
				if err := post(b.Context(), s, instruments.DocumentID(fmt.Sprintf("L%02d", w)), w, i/coders); err != nil {
					b.Error(err)
					return
				}
				took[w] = append(took[w], time.Since(start))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "codings/s")
	report(b, slices.Concat(took...))
}
