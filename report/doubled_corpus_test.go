package report

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/testdata"
)

// twice is the replication study with the second coder's work: as it was when
// the round was released, and after settling, save two interviews.
type twice struct{ released, now *coding.Corpus }

var importedTwice = sync.OnceValues(importTwice)

// reportTwice is the report of the study that two coders coded; nobody changes
// it.
func reportTwice(t testing.TB, a Audience) *Report {
	t.Helper()
	reports := map[Audience]func() (*Report, error){Extern: externTwice, Intern: internTwice}
	r, err := reports[a]()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var (
	externTwice = sync.OnceValues(func() (*Report, error) { return buildTwice(Extern) })
	internTwice = sync.OnceValues(func() (*Report, error) { return buildTwice(Intern) })
)

func buildTwice(a Audience) (*Report, error) {
	d, err := importedTwice()
	if err != nil {
		return nil, err
	}
	return Build(d.now, Options{Audience: a, RoundOf: func(string) (*coding.Corpus, error) { return d.released, nil }})
}

func importTwice() (twice, error) {
	ctx := context.Background()
	var out twice
	dir, err := os.MkdirTemp("", "meerzicht-report")
	if err != nil {
		return out, err
	}
	defer os.RemoveAll(dir)
	set, err := instruments.Builtin(testdata.Template)
	if err != nil {
		return out, err
	}
	s, err := study.Create(ctx, filepath.Join(dir, "studie.mz"), study.Options{
		Set: set, Actor: "toets", Now: func() time.Time { return time.Date(2020, 7, 15, 16, 30, 0, 0, time.UTC) },
		Info: coding.StudyInfo{Name: "replicatie", Title: testdata.Title(), Notice: testdata.Notice(), Lang: nl, Template: set.Name},
	})
	if err != nil {
		return out, err
	}
	defer s.Close()
	act := func(c coding.Command, err error) error {
		if err != nil {
			return err
		}
		return s.Do(ctx, "toets", c)
	}
	round, err := testdata.Round()
	if err != nil {
		return out, err
	}
	for _, step := range []func() error{
		func() error { return importAll(ctx, s, testdata.Study()) },
		func() error { return act(coding.OpenRound(s.View(ctx), round)) },
		func() error { return importAll(ctx, s, testdata.Second()) },
		func() error { return act(coding.ReleaseRound(s.View(ctx), "1")) },
		func() (err error) { out.released, _, err = s.CorpusOfRound(ctx, "1"); return err },
		func() error { return act(coding.MergeAgreed(s.View(ctx), "1", "", "")) },
		func() error { return settleTwice(ctx, s) },
		func() (err error) { out.now, err = s.Corpus(ctx, study.WithTexts()); return err },
	} {
		if err := step(); err != nil {
			return out, err
		}
	}
	return out, nil
}

func settleTwice(ctx context.Context, s *study.Study) error {
	c, err := s.Corpus(ctx)
	if err != nil {
		return err
	}
	settling, err := coding.SettlingOf(c, "1", "", "")
	if err != nil {
		return err
	}
	verdicts, err := testdata.Verdicts(settling.Queue)
	if err != nil {
		return err
	}
	for _, w := range verdicts {
		cmd, err := coding.Settle(s.View(ctx), w)
		if err != nil {
			return err
		}
		if err := s.Do(ctx, "toets", cmd); err != nil {
			return err
		}
	}
	return nil
}

func importAll(ctx context.Context, s *study.Study, files fs.FS) error {
	var in []study.Input
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == testdata.GoldFile {
			return err
		}
		data, err := fs.ReadFile(files, name)
		in = append(in, study.Input{Name: path.Base(name), Size: int64(len(data)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(data)), nil
		}})
		return err
	})
	if err != nil {
		return err
	}
	_, err = s.Import(ctx, "toets", in, study.ImportOptions{})
	return err
}
