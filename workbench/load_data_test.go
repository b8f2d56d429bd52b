package workbench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/testdata"
)

// loadTemp is a folder for this run, which TestMain takes away.
var loadTemp = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "meerzicht-load") })

// loadFolder keeps the studies of the benchmarks: the folder that
// MEERZICHT_BENCH_DATA names, else one for this run.
func loadFolder(b *testing.B) string {
	dir, err := os.Getenv("MEERZICHT_BENCH_DATA"), error(nil)
	if dir == "" {
		dir, err = loadTemp()
	} else {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		b.Fatal(err)
	}
	return dir
}

// loadWords are words with which synthetic transcripts are made; the commonest
// come first. The others are made of syllables, as many as a Dutch word list has.
func loadWords() []string {
	words := strings.Fields(`de het een en van ik te dat die in je is niet op zijn met voor maar ze er aan ook als dan wat was om heb wel bij naar nog of uit dus hij zo kan heel we
		vrijwilliger cliënt signaleren samenwerking begeleiding activiteit buurthuis huisbezoek vertrouwen hulpvraag afspraak overleg financiën geïnteresseerd`)
	syllables := strings.Fields("ba de fi go hu ka le mi no pu ra se ti vo wu zaam heid lijk ling ster brug dorp huis kamer plein")
	rng := rand.New(rand.NewPCG(2020, 1))
	for len(words) < 20_000 {
		w := ""
		for range 2 + rng.IntN(3) {
			w += syllables[rng.IntN(len(syllables))]
		}
		words = append(words, w)
	}
	return words
}

// loadText is a transcript of about n words in turns, as the workload generator
// of the shared folder makes them; the same number gives the same text.
func loadText(number uint64, words []string, n int) string {
	rng := rand.New(rand.NewPCG(number, 2020))
	zipf := rand.NewZipf(rng, 1.12, 2.7, uint64(len(words)-1))
	var b strings.Builder
	turn := func(label string, count int) {
		b.WriteString(label)
		for i := range count {
			b.WriteString(words[zipf.Uint64()])
			switch {
			case i == count-1:
				b.WriteString(".\n")
			case i%12 == 11:
				b.WriteString(". ")
			default:
				b.WriteByte(' ')
			}
		}
	}
	for count := 0; count < n; {
		ask, answer := 6+rng.IntN(20), 30+rng.IntN(160)
		turn("I: ", ask)
		turn("R: ", answer)
		count += ask + answer
	}
	return b.String()
}

// loadStudy is the path of a study with so many transcripts of so many words,
// each with so many codings.
func loadStudy(b *testing.B, documents, words, codings int) string {
	b.Helper()
	path := filepath.Join(loadFolder(b), fmt.Sprintf("load-%d-%d-%d.mz", documents, words, codings))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if err := makeLoad(b.Context(), path, documents, words, codings); err != nil {
		os.Remove(path)
		b.Fatal(err)
	}
	return path
}

func makeLoad(ctx context.Context, path string, documents, words, codings int) error {
	set, err := instruments.Builtin(testdata.Template)
	if err != nil {
		return err
	}
	s, err := study.Create(ctx, path, study.Options{Set: set, Actor: "toets", Now: testClock, Info: coding.StudyInfo{Name: "belasting", Lang: instruments.Dutch, Template: set.Name}})
	if err != nil {
		return err
	}
	defer s.Close()
	list := loadWords()
	in := make([]study.Input, documents)
	for i := range in {
		in[i] = study.Input{Name: fmt.Sprintf("R%04d.txt", i+1), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(loadText(uint64(i), list, words))), nil
		}}
	}
	if _, err := s.Import(ctx, "toets", in, study.ImportOptions{As: instruments.Other}); err != nil {
		return err
	}
	if err := s.Index(ctx); err != nil || codings == 0 { // as the workbench does by itself
		return err
	}
	docs, err := s.Documents(ctx)
	if err != nil {
		return err
	}
	codes := loadCodes(s.View(ctx))
	for n, d := range docs {
		if err := codeLoad(ctx, s, d, codes, codings, uint64(n)); err != nil {
			return err
		}
	}
	return nil
}

// loadCodes are codes that can be coded with.
func loadCodes(v coding.View) []coding.CodeID {
	all, err := coding.All[coding.Code](v, coding.CodeKind)
	var out []coding.CodeID
	for _, c := range all {
		if c.Codable && err == nil {
			out = append(out, c.ID)
		}
	}
	return out
}

// codeLoad codes stretches of 20 to 300 characters, as the generator does.
func codeLoad(ctx context.Context, s *study.Study, d instruments.Document, codes []coding.CodeID, n int, seed uint64) error {
	rng := rand.New(rand.NewPCG(seed, 7))
	_, err := s.DoRequest(ctx, "anna", fmt.Sprintf("load-%d", seed), func(v coding.View) ([]coding.Command, error) {
		list := make([]coding.Coding, n)
		for i := range list {
			start := rng.IntN(d.Length - 400)
			seg, err := coding.SegmentIn(v, d.ID, start, start+20+rng.IntN(280))
			if err != nil {
				return nil, err
			}
			list[i] = coding.Coding{Segment: seg, Code: codes[rng.IntN(len(codes))], Coder: "anna"}
		}
		cmd, err := coding.AddCodings(v, list...)
		return []coding.Command{cmd}, err
	})
	return err
}

// loadCopy is a copy of a study that a benchmark may change.
func loadCopy(b *testing.B, path string) string {
	b.Helper()
	to := filepath.Join(b.TempDir(), "studie.mz")
	in, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.Copy(out, in)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return to
}
