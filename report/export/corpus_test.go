package export

import (
	"bytes"
	"context"
	"crypto/sha256"
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

const (
	nl = instruments.Dutch
	en = instruments.English
)

func both(dutch, english string) instruments.Text { return instruments.Text{NL: dutch, EN: english} }

// talk is the text of a document of these tests: two turns.
const talk = "I: Wat deden jullie samen?\nR: We gingen samen wandelen, en daarna praten over zijn werk 🙂.\n"

// twoCoders is a study by hand: three respondents, two interviews that codeur1 and
// codeur2 coded, and a consensus about the first of them.
func twoCoders() *coding.Corpus {
	set := &instruments.Set{
		Name:  "toets",
		Types: []instruments.TypeInfo{{ID: "vrijwilliger", Label: both("vrijwilliger", "volunteer")}},
		Roles: []instruments.RoleInfo{{ID: "maatje", Type: "vrijwilliger", Label: both("maatje", "buddy")}},
		Taxonomy: instruments.Taxonomy{
			Goals: []instruments.Goal{{ID: "SI", Label: both("sociale inbedding", "social embedding")}},
			Activities: []instruments.Activity{
				{ID: "A01", Label: both("wandelen", "walking"), Primary: "SI", Origin: instruments.FromReport},
				{ID: "A02", Label: both("praten", "talking"), Primary: "SI", Origin: instruments.FromReport},
			},
		},
	}
	c := &coding.Corpus{
		Info: coding.StudyInfo{
			Name: "klein", Title: both("Klein onderzoek", "Small study"), Notice: both("Fictieve gegevens", "Invented data"), Lang: nl,
			Created: "2020-01-06T09:00:00Z", Changed: "2020-07-15T16:30:00Z", Head: strings.Repeat("ab", 32),
		},
		Instruments: set, Codebook: coding.NewCodebook(set),
		Respondents: []instruments.Respondent{
			{ID: "R01", Type: "vrijwilliger", Role: "maatje", Project: "Noord", Trajectories: []instruments.TrajectoryID{"T1", "T2"}, Consent: "ja", Attributes: map[string]string{"Leeftijd": "34", "beroep": "=bakker"}},
			{ID: "R02", Type: "vrijwilliger", Role: "maatje", Project: "Zuid", Trajectories: []instruments.TrajectoryID{"T3"}, Consent: "ja"},
			{ID: "R03", Type: "vrijwilliger", Role: "maatje", Project: "Noord", Trajectories: []instruments.TrajectoryID{"T1"}},
		},
		Trajectories: []instruments.Trajectory{{ID: "T1", Project: "Noord", StartContact: "ja"}, {ID: "T2", Project: "Noord", Attributes: map[string]string{"duur": "lang"}}, {ID: "T3", Project: "Zuid"}},
		Coders:       []coding.Coder{{ID: "codeur1"}, {ID: "codeur2"}, {ID: coding.ConsensusCoder}},
	}
	for _, id := range []string{"R01", "R02"} {
		turns := []instruments.Turn{{Speaker: "I", Start: 3, End: 26, TimeMS: -1}, {Speaker: "R", Start: 30, End: len([]rune(talk)) - 1, TimeMS: -1}}
		c.Documents = append(c.Documents, instruments.Document{
			ID: instruments.DocumentID(id), Kind: instruments.Interview, Title: id, Respondent: instruments.RespondentID(id), Text: talk, TextSHA256: fmt.Sprintf("%x", sha256.Sum256([]byte(talk))), Length: len([]rune(talk)), Words: 15, Turns: turns,
			Decoder: "utf-8", Speakers: []instruments.Speaker{{Label: "I", Turns: 1, Role: instruments.AsInterviewer}, {Label: "R", Turns: 1, Role: instruments.AsRespondent}},
		})
	}
	for _, k := range []struct{ doc, code, coder, words string }{
		{"R01", "act.A01", "codeur1", "samen wandelen"},
		{"R01", "act.A02", "codeur2", "praten"},
		{"R01", "act.A01", string(coding.ConsensusCoder), "samen wandelen"},
		{"R02", "act.A02", "codeur1", "praten over zijn werk 🙂"},
		{"R02", "act.A02", "codeur2", "praten"},
	} {
		c.Codings = append(c.Codings, coded(k.doc, k.code, k.coder, k.words))
	}
	for _, who := range []string{"R01", "R03"} {
		c.Fillings = append(c.Fillings, instruments.Filling{
			ID: instruments.FillingID(instruments.ActivityFilling, who, "codeur1"), Kind: instruments.ActivityFilling, Respondent: instruments.RespondentID(who), Coder: "codeur1",
			Responses: []instruments.Response{{Activity: "A01", State: instruments.Mentioned}, {Activity: "A02", State: instruments.Denied, Remark: "nooit"}},
		})
	}
	return c
}

func coded(doc, code, coder, words string) coding.Coding {
	at := len([]rune(talk[:strings.Index(talk, words)]))
	k := coding.Coding{
		Code: coding.CodeID(code), Coder: coding.CoderID(coder), Origin: coding.ByHand,
		Segment: coding.Segment{Document: instruments.DocumentID(doc), Start: at, End: at + len([]rune(words)), Quotation: words},
	}
	k.ID = coding.NewCodingID(k)
	return k
}

// form is a format by ID.
func form(t testing.TB, id string) Format {
	t.Helper()
	f, ok := ByID(id)
	if !ok {
		t.Fatalf("no form %q", id)
	}
	return f
}

// written is what Write makes of a corpus.
func written(t testing.TB, c *coding.Corpus, id string, o Options) ([]byte, coding.Transfer) {
	t.Helper()
	var b bytes.Buffer
	lost, err := Write(context.Background(), &b, c, form(t, id), o)
	if err != nil {
		t.Fatalf("%s %+v: %v", id, o.What, err)
	}
	return b.Bytes(), lost
}

// wrong is the error of Write, in Dutch.
func wrong(t testing.TB, c *coding.Corpus, id string, o Options) string {
	t.Helper()
	_, err := Write(context.Background(), io.Discard, c, form(t, id), o)
	if err == nil {
		t.Fatalf("%s %+v: no error", id, o)
	}
	return instruments.Localized(err, nl)
}

// replication is the built-in study as the program imports it, made once; nobody
// changes it.
var replication = sync.OnceValues(func() (*coding.Corpus, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "meerzicht-export")
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
		in = append(in, study.Input{Name: path.Base(name), Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }})
		return err
	})
	if err == nil {
		_, err = s.Import(ctx, "toets", in, study.ImportOptions{})
	}
	if err != nil {
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
