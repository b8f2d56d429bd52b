package study

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// zipfText is a text of n words of which w0 is by far the most frequent, as in
// a language, in turns of 70 words.
func zipfText(seed uint64, n int) string {
	z := rand.NewZipf(rand.New(rand.NewPCG(seed, 7)), 1.1, 4, 100_000)
	var b strings.Builder
	for i := range n {
		if i%70 == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "w%d ", z.Uint64())
	}
	return b.String()
}

// BenchmarkSearch3700 searches in 3,700 transcripts of 7,000 words: a word that
// stands in nearly every turn, three such words, a phrase, a beginning, a rare
// word. The aim is 20 ms. Making the index is timed beside it.
func BenchmarkSearch3700(b *testing.B) {
	s, _ := benchStudy(b)
	defer s.Close()
	inputs := make([]Input, 3700)
	for i := range inputs {
		inputs[i] = Input{Name: fmt.Sprintf("Z%04d.txt", i), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(zipfText(uint64(i), 7000))), nil
		}}
	}
	if _, err := s.Import(b.Context(), "x", inputs, fakes()); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := s.Index(b.Context()); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	for _, q := range []string{"w0", "w0 w1 w2", `"w0 w1"`, "w77*", "w99", "w99999"} {
		b.Run(q, func(b *testing.B) {
			n := 0
			for range b.N {
				_, total, err := s.Search(b.Context(), q, 50)
				if err != nil {
					b.Fatal(err)
				}
				n = total
			}
			b.ReportMetric(float64(n), "turns")
			b.ReportMetric(took.Seconds(), "index-s")
		})
	}
}

// BenchmarkUndo100000 undoes and redoes the last of 100,000 events. Reading the
// log for that, once after opening, is timed beside it.
func BenchmarkUndo100000(b *testing.B) {
	s, path := benchStudy(b)
	for i := range 100 {
		cmds := make([]coding.Command, 1000)
		for j := range cmds {
			id := fmt.Sprint(i, "-", j)
			raw, err := coding.Canonical(instruments.Respondent{ID: instruments.RespondentID(id), Attributes: map[string]string{"a": strings.Repeat("x", 400)}})
			if err != nil {
				b.Fatal(err)
			}
			cmds[j] = coding.Command{Type: "respondent.put", Changes: []coding.Change{{Kind: coding.RespondentKind, ID: id, After: raw}}}
		}
		if err := s.Do(b.Context(), "x", cmds...); err != nil {
			b.Fatal(err)
		}
	}
	mustDo(b, s, func(v coding.View) (coding.Command, error) {
		return coding.PutRespondent(v, instruments.Respondent{ID: "laatste"})
	})
	err := s.Close()
	if err == nil {
		s, err = Open(b.Context(), path, Options{})
	}
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	start := time.Now()
	if _, ok, err := s.Undoable(b.Context()); err != nil || !ok {
		b.Fatal(ok, err)
	}
	first := time.Since(start)
	b.ResetTimer()
	for range b.N {
		_, ok, err := s.Undo(b.Context(), "x")
		_, again, err2 := s.Redo(b.Context(), "x")
		if err := errors.Join(err, err2); err != nil || !ok || !again {
			b.Fatal(ok, again, err)
		}
	}
	b.ReportMetric(float64(first.Microseconds())/1000, "first-ms")
}

// BenchmarkOneFileInto3700 imports one small file into a study of 3,700 short
// documents.
func BenchmarkOneFileInto3700(b *testing.B) {
	s, _ := benchStudy(b)
	defer s.Close()
	if _, err := s.Import(b.Context(), "x", interviews(3700), fakes()); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for i := range b.N {
		if _, err := s.Import(b.Context(), "x", []Input{input(fmt.Sprint("klein", i, ".txt"), fmt.Sprint(talk, i))}, fakes()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead111000 reads what one page of the workbench needs from a study
// of 370 documents with 111,000 codings.
func BenchmarkRead111000(b *testing.B) {
	s, err := Create(b.Context(), filepath.Join(b.TempDir(), "s.mz"), testOptions())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Import(b.Context(), "x", interviews(370), fakes()); err != nil {
		b.Fatal(err)
	}
	var file strings.Builder
	if err := coding.WriteCodings(&file, manyCodings(b, mustCorpus(b, s, WithTexts()).Documents, 111_000)); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Import(b.Context(), "x", []Input{input("codings.csv", file.String())}, fakes()); err != nil {
		b.Fatal(err)
	}
	for _, part := range []struct {
		name string
		read func() (int, error)
		want int
	}{
		{"Document", func() (int, error) { d, err := s.Document(b.Context(), "I00007"); return len(d.Turns), err }, 200},
		{"CodingsIn", func() (int, error) { c, err := s.CodingsIn(b.Context(), "I00007"); return len(c), err }, 300},
		{"CodingsWith", func() (int, error) { c, err := s.CodingsWith(b.Context(), "act.A01"); return len(c), err }, 37_000},
		{"CountsByCode", func() (int, error) { c, err := s.CountsByCode(b.Context()); return len(c), err }, 3},
		{"CountsByDocument", func() (int, error) { c, err := s.CountsByDocument(b.Context()); return len(c), err }, 370},
		{"Documents", func() (int, error) { d, err := s.Documents(b.Context()); return len(d), err }, 370},
	} {
		b.Run(part.name, func(b *testing.B) {
			for range b.N {
				if n, err := part.read(); err != nil || math.Abs(float64(n-part.want)) > 1 {
					b.Fatal(n, err)
				}
			}
		})
	}
}
