package retrieval

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/testdata"
)

// imported is the built-in study as the program itself imports it, texts
// included; nobody changes it.
var imported = sync.OnceValues(importStudy)

func realStudy(t testing.TB) *coding.Corpus {
	t.Helper()
	c, err := imported()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func importStudy() (*coding.Corpus, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "meerzicht-retrieval")
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
		Info: coding.StudyInfo{Name: "replicatie", Title: testdata.Title(), Notice: testdata.Notice(), Lang: instruments.Dutch, Template: set.Name},
	})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	in, err := files()
	if err != nil {
		return nil, err
	}
	if _, err := s.Import(ctx, "toets", in, study.ImportOptions{}); err != nil {
		return nil, err
	}
	return s.Corpus(ctx, study.WithTexts())
}

func files() ([]study.Input, error) {
	var in []study.Input
	all := testdata.Study()
	err := fs.WalkDir(all, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == testdata.GoldFile {
			return err
		}
		data, err := fs.ReadFile(all, name)
		in = append(in, study.Input{Name: path.Base(name), Size: int64(len(data)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(data)), nil
		}})
		return err
	})
	return in, err
}

// small is a study to count by hand. Interview R1 (a volunteer of Noord) has
// three turns of ten characters behind labels of two, R2 (a professional of
// Zuid) one, the focus group F1 two:
//
//	R1: I:[2,12) R:[14,24) R:[26,36)     R2: no labels, [0,20)     F1: A:[2,12) B:[14,24)
//
// Codings of R1, by id: a [14,20) A1 ann; b [16,24) A2 ann; c [14,20) A1 bob;
// d [4,8) A1 ann; e [26,30) A3 lexicon; f [30,36) A2 bob. Of R2: g [0,10) A1
// ann; h [10,20) A2 ann. Of F1: i [2,24) A1 ann; j [20,24) A2 bob. A3 stands
// under A2 in the codebook.
func small() *coding.Corpus {
	set := &instruments.Set{
		Types: []instruments.TypeInfo{
			{ID: instruments.Volunteer, Label: instruments.Text{NL: "Vrijwilliger", EN: "Volunteer"}},
			{ID: instruments.Professional, Label: instruments.Same("Professional")},
		},
		Roles: []instruments.RoleInfo{{ID: "toezichthouder", Type: instruments.Professional, Label: instruments.Text{NL: "toezichthouder", EN: "supervisor"}}},
	}
	c := &coding.Corpus{
		Instruments: set,
		Codebook:    coding.Of([]coding.Code{{ID: "A1", Codable: true}, {ID: "A2", Codable: true}, {ID: "A3", Parent: "A2", Codable: true}, {ID: "A9"}}),
		Respondents: []instruments.Respondent{
			{ID: "R1", Type: instruments.Volunteer, Role: "vrijwilliger", Project: "Noord", Trajectories: []instruments.TrajectoryID{"T1"}},
			{ID: "R2", Type: instruments.Professional, Role: "toezichthouder", Project: "Zuid-West 1", Trajectories: []instruments.TrajectoryID{"T1"}},
		},
		Documents: []instruments.Document{
			{ID: "F1", Kind: instruments.FocusGroup, Project: "Noord", Turns: []instruments.Turn{{Speaker: "A", Start: 2, End: 12}, {Speaker: "B", Start: 14, End: 24}}, Speakers: []instruments.Speaker{{Label: "A", Role: instruments.AsInterviewer}, {Label: "B"}}},
			{ID: "R1", Kind: instruments.Interview, Respondent: "R1", Turns: []instruments.Turn{{Speaker: "I", Start: 2, End: 12}, {Speaker: "R", Start: 14, End: 24}, {Speaker: "R", Start: 26, End: 36}}, Speakers: []instruments.Speaker{{Label: "I", Role: instruments.AsInterviewer}, {Label: "R", Role: instruments.AsRespondent}}},
			{ID: "R2", Kind: instruments.Interview, Respondent: "R2", Turns: []instruments.Turn{{Start: 0, End: 20}}},
		},
		Coders: []coding.Coder{{ID: "ann"}, {ID: "bob"}, {ID: "cas"}, {ID: "lexicon"}},
		Memos:  []coding.Memo{{Target: "coding/f", Text: "nakijken"}},
	}
	for i := range c.Documents {
		d := &c.Documents[i]
		d.Text = map[instruments.DocumentID]string{
			"F1": "A:één groep…B:nog iets 😀", "R1": "I:vraag één?\nR:antwoord é\nR:zo gaat het", "R2": "alles zonder label!!",
		}[d.ID]
	}
	for _, line := range strings.Split("i F1 2 24 A1 ann,j F1 20 24 A2 bob,d R1 4 8 A1 ann,a R1 14 20 A1 ann,c R1 14 20 A1 bob,b R1 16 24 A2 ann,e R1 26 30 A3 lexicon,f R1 30 36 A2 bob,g R2 0 10 A1 ann,h R2 10 20 A2 ann", ",") {
		var k coding.Coding
		var id, doc, code, coder string
		var start, end int
		if _, err := fmt.Sscan(line, &id, &doc, &start, &end, &code, &coder); err != nil {
			panic(err)
		}
		k.ID, k.Code, k.Coder, k.Origin = coding.CodingID(id), coding.CodeID(code), coding.CoderID(coder), coding.ByHand
		d, _ := c.Document(instruments.DocumentID(doc))
		k.Segment, _ = coding.NewSegment(&d, start, end)
		k.Document, k.Start, k.End = d.ID, start, end
		if k.Coder == coding.LexiconCoder {
			k.Origin = coding.FromLexicon
		}
		if id == "a" {
			k.Memo = "let op"
		}
		c.Codings = append(c.Codings, k)
	}
	return c
}
