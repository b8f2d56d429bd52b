package dataset_test

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

const (
	nl = instruments.Dutch
	en = instruments.English
)

func both(dutch, english string) instruments.Text { return instruments.Text{NL: dutch, EN: english} }

// small is a study of three respondents by hand: R01 has a list and an interview,
// R02 an interview but no list, R03 a list but no interview.
func small() *coding.Corpus {
	set := &instruments.Set{
		Types: []instruments.TypeInfo{{ID: "vrijwilliger", Label: both("vrijwilliger", "volunteer")}, {ID: "client", Label: both("cliënt", "client")}},
		Roles: []instruments.RoleInfo{{ID: "maatje", Type: "vrijwilliger", Label: both("maatje", "buddy")}},
		Taxonomy: instruments.Taxonomy{
			Goals: []instruments.Goal{{ID: "SI", Label: both("sociale inbedding", "social embedding")}},
			Activities: []instruments.Activity{
				{ID: "A01", Label: both("samen eten", "eating together"), Primary: "SI"},
				{ID: "A02", Label: both("praten", "talking"), Primary: "SI"},
				{ID: "A03", Label: both("reizen", "travelling"), Primary: "SI"},
			},
		},
	}
	list := func(who string, states ...instruments.Response) instruments.Filling {
		return instruments.Filling{ID: "activiteiten/" + who + "/codeur1", Kind: instruments.ActivityFilling, Respondent: instruments.RespondentID(who), Coder: "codeur1", Date: "2020-03-01", Responses: states}
	}
	coded := func(doc, code, coder, quotation string, start int) coding.Coding {
		return coding.Coding{
			ID: coding.CodingID(doc + code + coder + quotation), Code: coding.CodeID(code), Coder: coding.CoderID(coder), Origin: coding.ByHand, Memo: "een memo",
			Segment: coding.Segment{Document: instruments.DocumentID(doc), Start: start, End: start + len(quotation), Quotation: quotation},
		}
	}
	return &coding.Corpus{
		Info:        coding.StudyInfo{Name: "klein", Title: both("Klein onderzoek", "Small study"), Notice: both("Fictieve gegevens", "Invented data"), Changed: "2020-07-15T16:30:00Z"},
		Instruments: set, Codebook: coding.NewCodebook(set),
		Respondents: []instruments.Respondent{
			{ID: "R01", Type: "vrijwilliger", Role: "maatje", Project: "Noord", Trajectories: []instruments.TrajectoryID{"T1", "T2"}, Consent: "ja", Attributes: map[string]string{"Leeftijd": "34", "beroep": "bakker"}},
			{ID: "R02", Type: "client", Project: "Zuid", Attributes: map[string]string{"Leeftijd": "51"}},
			{ID: "R03", Type: "vrijwilliger", Role: "maatje", Project: "Noord", Trajectories: []instruments.TrajectoryID{"T1"}, Consent: "nee"},
		},
		Documents: []instruments.Document{
			{ID: "FG", Kind: instruments.FocusGroup, Project: "Noord", Words: 50},
			{ID: "R01", Kind: instruments.Interview, Respondent: "R01", Words: 100},
			{ID: "R02", Kind: instruments.Interview, Respondent: "R02", Words: 80},
		},
		Fillings: []instruments.Filling{
			list("R01", instruments.Response{Activity: "A01", State: instruments.Mentioned}, instruments.Response{Activity: "A02", State: instruments.Denied, Remark: "GEHEIM"}, instruments.Response{Activity: "A03", State: instruments.NotDiscussed}),
			list("R03", instruments.Response{Activity: "A01", State: instruments.Mentioned}, instruments.Response{Activity: "A03", State: instruments.Mentioned}),
		},
		Codings: []coding.Coding{
			coded("FG", "act.A01", "codeur1", "samen aan tafel", 3),
			coded("R01", "act.A01", "codeur1", "we eten", 10), coded("R01", "act.A01", "codeur1", "soep", 20),
			coded("R02", "act.A02", string(coding.LexiconCoder), "praten", 5), coded("R02", "doel.SI", "codeur1", "=SOM(1) é😀", 5),
		},
		Coders: []coding.Coder{{ID: "codeur1"}},
	}
}

// replication is the built-in study as the program imports it, made once; nobody
// changes it.
var replication = sync.OnceValues(func() (*coding.Corpus, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "meerzicht-dataset")
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
	var in []study.Input
	files := testdata.Study()
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
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
		return nil, err
	}
	if _, err := s.Import(ctx, "toets", in, study.ImportOptions{}); err != nil {
		return nil, err
	}
	return s.Corpus(ctx, study.WithTexts())
})

func theReplication(t testing.TB) *coding.Corpus {
	t.Helper()
	c, err := replication()
	if err != nil {
		t.Fatal(err)
	}
	return c
}
