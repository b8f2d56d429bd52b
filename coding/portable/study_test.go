package portable_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/testdata"
)

// TestTheReplicationStudy: the whole built-in study goes out and comes back, from
// a study file.
func TestTheReplicationStudy(t *testing.T) {
	t.Parallel()
	want := replication(t)
	if len(want.Documents) < 37 || len(want.Fillings) < 37 || len(want.Respondents) < 37 {
		t.Fatalf("%d documents, %d lists, %d respondents", len(want.Documents), len(want.Fillings), len(want.Respondents))
	}
	var b bytes.Buffer
	if _, err := portable.Write(&b, want); err != nil {
		t.Fatal(err)
	}
	got, _, problems := portable.Read("studie.json", b.Bytes())
	if len(problems) > 0 {
		t.Fatal(problems.In(instruments.Dutch))
	}
	want.Info.Events, want.Info.Head = 0, ""
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(coding.Codebook{})); diff != "" {
		t.Error(diff)
	}
}

func replication(t *testing.T) *coding.Corpus {
	t.Helper()
	ctx := context.Background()
	set, err := instruments.Builtin(testdata.Template)
	if err != nil {
		t.Fatal(err)
	}
	s, err := study.Create(ctx, filepath.Join(t.TempDir(), "studie.mz"), study.Options{
		Set: set, Actor: "toets", Now: func() time.Time { return time.Date(2020, 7, 15, 16, 30, 0, 0, time.UTC) },
		Info: coding.StudyInfo{Name: "replicatie", Title: testdata.Title(), Notice: testdata.Notice(), Lang: instruments.Dutch, Template: set.Name},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var inputs []study.Input
	err = fs.WalkDir(testdata.Study(), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path != "gold.csv" { // which has no coder
			inputs = append(inputs, study.Input{Name: path, Open: func() (io.ReadCloser, error) { return testdata.Study().Open(path) }})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import(ctx, "toets", inputs, study.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	c, err := s.Corpus(ctx, study.WithTexts())
	if err != nil {
		t.Fatal(err)
	}
	return c
}
