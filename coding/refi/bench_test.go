package refi

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

// large is a study of n interviews of 7,000 words with 30 codings each, by two
// coders.
func large(b testing.TB, n int) *coding.Corpus {
	b.Helper()
	var codes []coding.Code
	for i := range 150 {
		codes = append(codes, coding.Code{ID: coding.CodeID(fmt.Sprint("c.", i)), Name: instruments.Text{NL: fmt.Sprint("Code ", i)}, Definition: instruments.Text{NL: "Wat de vrijwilliger doet."}, Codable: true, Order: i})
	}
	c := &coding.Corpus{Codebook: coding.TreeOf(codes), Coders: []coding.Coder{{ID: "codeur1"}, {ID: "codeur2"}}}
	for i := range n {
		var text strings.Builder
		for turn := 0; text.Len() < 7000*6; turn++ {
			fmt.Fprintf(&text, "Interviewer: En hoe ging het toen in week %d van traject %d?\nRespondent: We zijn samen naar het loket gegaan, één keer of %d, en hij zei dat ’t goed was.\n", turn, i, turn%7)
		}
		d := transcript.Of("Interview", text.String())
		d.ID, d.Kind = instruments.DocumentID(fmt.Sprintf("R%04d", i)), instruments.Interview
		in := coding.NewSegmenter(&d)
		for j := range 30 {
			start := j * d.Length / 31
			seg, err := in.Segment(start, start+60+j)
			if err != nil {
				b.Fatal(err)
			}
			k := coding.Coding{Segment: seg, Code: codes[(i+j)%len(codes)].ID, Coder: c.Coders[j%2].ID, Origin: coding.ByHand}
			k.ID = coding.NewCodingID(k)
			c.Codings = append(c.Codings, k)
		}
		c.Documents = append(c.Documents, d)
	}
	coding.SortCodings(c.Codings)
	return c
}

func sizes(b *testing.B, do func(b *testing.B, c *coding.Corpus)) {
	for _, n := range []int{37, 370, 3700} {
		if n < 1000 || !testing.Short() {
			b.Run(fmt.Sprint(n), func(b *testing.B) { do(b, large(b, n)) })
		}
	}
}

// BenchmarkWrite measures a study leaving; the goals are 0.1, 0.9 and 9 s.
func BenchmarkWrite(b *testing.B) {
	sizes(b, func(b *testing.B, c *coding.Corpus) {
		bytes := 0
		for i := range c.Documents {
			bytes += len(c.Documents[i].Text)
		}
		b.SetBytes(int64(bytes))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Write(io.Discard, c, WriteOptions{Program: "Meerzicht"}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRead measures a study coming in; the goals are 0.2, 2 and 25 s.
func BenchmarkRead(b *testing.B) {
	sizes(b, func(b *testing.B, c *coding.Corpus) {
		var out bytes.Buffer
		if _, err := Write(&out, c, WriteOptions{Program: "Ander programma"}); err != nil {
			b.Fatal(err)
		}
		bytes := 0
		for i := range c.Documents {
			bytes += len(c.Documents[i].Text)
		}
		b.SetBytes(int64(bytes))
		b.ReportAllocs()
		data := out.Bytes()
		for b.Loop() {
			readBytes(b, "x.qdpx", data, ReadOptions{})
		}
	})
}

// BenchmarkCodebook measures a codebook leaving and coming in; the goal is 10 ms.
func BenchmarkCodebook(b *testing.B) {
	c := large(b, 1)
	for b.Loop() {
		var out bytes.Buffer
		if _, err := WriteCodebook(&out, c, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
		readBytes(b, "x.qdc", out.Bytes(), ReadOptions{})
	}
}

// Writing takes the memory of its tables, not of the texts: ten times the texts
// do not take ten times the memory.
func TestWriteMemoryIsFlat(t *testing.T) {
	peak := func(n int) uint64 {
		c := large(t, n)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		if _, err := Write(io.Discard, c, WriteOptions{}); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	small, big := peak(4), peak(40)
	if texts := uint64(36 * 42_000); big-min(small, big) > texts/2 {
		t.Errorf("%d bytes more for %d bytes of texts", big-small, texts)
	}
}
