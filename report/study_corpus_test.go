package report

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/testdata"
)

// importedStudy is the built-in replication study as the program itself imports
// it, texts included; it is imported once for all tests, and nobody changes it.
var importedStudy = sync.OnceValues(importStudy)

// realStudy is a corpus of the replication study that a test may change: the
// lists are copies, the texts are shared.
func realStudy(t testing.TB) *coding.Corpus {
	t.Helper()
	c, err := importedStudy()
	if err != nil {
		t.Fatal(err)
	}
	return copied(c)
}

func importStudy() (*coding.Corpus, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "meerzicht-report")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	set, err := instruments.Builtin(testdata.Template)
	if err != nil {
		return nil, err
	}
	s, err := study.Create(ctx, filepath.Join(dir, "studie.mz"), study.Options{
		Set: set, Actor: "toets", Now: func() time.Time { return time.Date(2020, 7, 15, 16, 30, 0, 0, time.UTC) },
		Info: coding.StudyInfo{Name: "replicatie", Title: testdata.Title(), Notice: testdata.Notice(), Lang: nl, Template: set.Name},
	})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	in, err := studyFiles()
	if err != nil {
		return nil, err
	}
	if _, err := s.Import(ctx, "toets", in, study.ImportOptions{}); err != nil {
		return nil, err
	}
	return s.Corpus(ctx, study.WithTexts())
}

func studyFiles() ([]study.Input, error) {
	var in []study.Input
	files := testdata.Study()
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
	return in, err
}

// copied is a corpus whose lists may be changed without changing the original.
func copied(c *coding.Corpus) *coding.Corpus {
	out := *c
	out.Respondents = slices.Clone(c.Respondents)
	out.Trajectories = slices.Clone(c.Trajectories)
	out.Documents = slices.Clone(c.Documents)
	out.Codings = slices.Clone(c.Codings)
	out.Coders = slices.Clone(c.Coders)
	out.Overrides = slices.Clone(c.Overrides)
	out.Codebook.Codes = slices.Clone(c.Codebook.Codes)
	out.Fillings = slices.Clone(c.Fillings)
	for i := range out.Fillings {
		out.Fillings[i].Responses = slices.Clone(c.Fillings[i].Responses)
		out.Fillings[i].Ratings = slices.Clone(c.Fillings[i].Ratings)
	}
	return &out
}

// kept is a corpus with the respondents that keep accepts and everything that
// hangs on them; trajectories without respondents go too.
func kept(c *coding.Corpus, keep func(instruments.Respondent) bool) *coding.Corpus {
	out := copied(c)
	who, where := map[instruments.RespondentID]bool{}, map[instruments.TrajectoryID]bool{}
	out.Respondents = slices.DeleteFunc(out.Respondents, func(r instruments.Respondent) bool { return !keep(r) })
	for _, r := range out.Respondents {
		who[r.ID] = true
		for _, t := range r.Trajectories {
			where[t] = true
		}
	}
	gone := map[instruments.DocumentID]bool{}
	out.Documents = slices.DeleteFunc(out.Documents, func(d instruments.Document) bool {
		gone[d.ID] = d.Respondent != "" && !who[d.Respondent]
		return gone[d.ID]
	})
	out.Trajectories = slices.DeleteFunc(out.Trajectories, func(t instruments.Trajectory) bool { return !where[t.ID] })
	out.Codings = slices.DeleteFunc(out.Codings, func(k coding.Coding) bool { return gone[k.Document] })
	out.Fillings = slices.DeleteFunc(out.Fillings, func(f instruments.Filling) bool {
		if f.Kind == instruments.ActivityFilling {
			return !who[f.Respondent]
		}
		return !where[f.Dyad.Trajectory]
	})
	return out
}

// The corpus these tests stand on is the published study in size: 37
// respondents, 19 trajectories, 253 mentions, 24 dyads.
func TestRealStudyIsTheReplication(t *testing.T) {
	c := realStudy(t)
	mentions, dyads, texts := 0, 0, 0
	for _, f := range c.Fillings {
		if f.Kind == instruments.IndicatorFilling {
			dyads++
		}
		for _, r := range f.Responses {
			if r.State == instruments.Mentioned {
				mentions++
			}
		}
	}
	for _, d := range c.Documents {
		if len(d.Text) > 1000 {
			texts++
		}
	}
	if len(c.Respondents) != 37 || len(c.Trajectories) != 19 || mentions != 253 || dyads != 24 || texts < 37 {
		t.Errorf("%d respondents, %d trajectories, %d mentions, %d dyads, %d texts; want 37, 19, 253, 24, at least 37",
			len(c.Respondents), len(c.Trajectories), mentions, dyads, texts)
	}
	other := realStudy(t)
	other.Fillings[0].Responses = nil
	other.Respondents[0].Project = "elders"
	if again := realStudy(t); again.Respondents[0].Project == "elders" {
		t.Error("a test can change the corpus of another")
	}
}
