package study

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// tick is a clock that moves one second at every look.
func tick() func() time.Time {
	t := time.Date(2020, 3, 1, 9, 0, 0, 0, time.UTC)
	return func() time.Time {
		t = t.Add(time.Second)
		return t
	}
}

// testSet is a small set of instruments: two activities, one goal, one
// indicator, one theme.
func testSet() *instruments.Set {
	same := instruments.Same
	return &instruments.Set{
		Name: "proef", Title: same("Proef"),
		Taxonomy: instruments.Taxonomy{
			Goals:      []instruments.Goal{{ID: "SI", Label: same("Sociale integratie"), Origin: instruments.Fictional}},
			Activities: []instruments.Activity{{ID: "A01", Label: same("samen ondernemen"), Primary: "SI", Origin: instruments.Fictional}, {ID: "A02", Label: same("gezelschap"), Primary: "SI", Origin: instruments.Fictional}},
		},
		List:  instruments.IndicatorList{Indicators: []instruments.Indicator{{ID: "K1", Label: same("wie"), Weight: 1, Values: []instruments.IndicatorValue{{ID: "1", Label: same("samen"), Points: map[string]int{"1": 100}}}}}},
		Codes: []instruments.CodeEntry{{ID: "waard.W1", Label: same("waardering"), Origin: instruments.Fictional, Domain: "waardering"}},
	}
}

func testOptions() Options {
	return Options{Set: testSet(), Info: coding.StudyInfo{Name: "proef", Title: instruments.Same("Proef"), Lang: instruments.Dutch}, Actor: "maker", Now: tick()}
}

// newStudy makes a study in a folder of its own.
func newStudy(t testing.TB) (*Study, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "studie.mz")
	s, err := Create(t.Context(), path, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, path
}

// fakeText reads "text files": the whole file is the text, one turn a line.
// A file that says BREEK has a problem, PANIEK panics.
func fakeText(name string, data []byte) (instruments.Document, instruments.Problems) {
	if bytes.Contains(data, []byte("BREEK")) {
		return instruments.Document{}, instruments.Problems{{File: name, Line: 1, What: instruments.Same("kapot")}}
	}
	if bytes.Contains(data, []byte("PANIEK")) {
		panic("fakeText")
	}
	d := instruments.Document{Title: stem(name), Text: string(data), Decoder: "fake", Words: bytes.Count(data, []byte(" "))}
	at := 0
	for line := range strings.SplitAfterSeq(d.Text, "\n") {
		n := utf8.RuneCountInString(line)
		if n > 0 {
			d.Turns = append(d.Turns, instruments.Turn{Speaker: "R", Start: at, End: at + n, TimeMS: -1})
		}
		at += n
	}
	return d, nil
}

// fakeList reads a checklist.Result as JSON.
func fakeList(name string, data []byte, _ *instruments.Set) (checklist.Result, instruments.Problems) {
	var r checklist.Result
	if err := json.Unmarshal(data, &r); err != nil {
		return r, instruments.Problems{{File: name, Sheet: "Lijst", Row: 4, What: instruments.Same(err.Error())}}
	}
	return r, nil
}

func fakes() ImportOptions {
	return ImportOptions{Readers: Readers{Transcript: fakeText, List: fakeList}}
}

func input(name, content string) Input {
	return Input{Name: name, Size: int64(len(content)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func inputJSON(t testing.TB, name string, v any) Input {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return input(name, string(raw))
}

// sheet is a respondent sheet with respondents R01 … in trajectories T01 ….
func sheet(t testing.TB, n int) Input {
	t.Helper()
	var r checklist.Result
	for i := 1; i <= n; i++ {
		tr := instruments.TrajectoryID(fmt.Sprintf("T%02d", i))
		r.Respondents = append(r.Respondents, instruments.Respondent{ID: instruments.RespondentID(fmt.Sprintf("R%02d", i)), Type: instruments.Volunteer, Project: "P", Trajectories: []instruments.TrajectoryID{tr}})
		r.Trajectories = append(r.Trajectories, instruments.Trajectory{ID: tr, Project: "P"})
	}
	return inputJSON(t, "respondenten.xlsx", r)
}

func list(t testing.TB, name string, who instruments.RespondentID, coder string, state instruments.State) Input {
	t.Helper()
	return inputJSON(t, name, checklist.Result{Fillings: []instruments.Filling{{
		Kind: instruments.ActivityFilling, Respondent: who, Coder: coder,
		Responses: []instruments.Response{{Activity: "A01", State: state}},
	}}})
}

const talk = "Vrijwilliger: we gingen samen naar de film.\nEn daarna koffie, hé.\n"

func mustImport(t testing.TB, s *Study, inputs ...Input) ImportReport {
	t.Helper()
	report, err := s.Import(t.Context(), "invoer", inputs, fakes())
	if err != nil {
		t.Fatal(instruments.Localized(err, instruments.Dutch))
	}
	return report
}

func mustCorpus(t testing.TB, s *Study, opts ...CorpusOption) *coding.Corpus {
	t.Helper()
	c, err := s.Corpus(t.Context(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustVerify(t testing.TB, s *Study) Verification {
	t.Helper()
	v, err := s.Verify(t.Context())
	if err != nil {
		t.Fatalf("verify: %v", err)
	}
	return v
}

// mustDo makes a command from the study's view and does it.
func mustDo(t testing.TB, s *Study, make func(coding.View) (coding.Command, error)) {
	t.Helper()
	cmd, err := make(s.View(t.Context()))
	if err == nil {
		err = s.Do(t.Context(), "codeur", cmd)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestCreateAndReopen(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "studie.mz")
	s, err := Create(ctx, path, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm", path + ".lock"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, error %v, want 0600", filepath.Base(name), info.Mode(), err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"studie.mz"}) {
		t.Errorf("left beside the closed study: %v", got)
	}
	s, err = Open(ctx, path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := mustCorpus(t, s)
	if c.Info.Name != "proef" || c.Info.Created != "2020-03-01T09:00:01Z" || c.Info.Changed != c.Info.Created || c.Info.Events != 1 || len(c.Info.Head) != 64 {
		t.Errorf("info = %+v", c.Info)
	}
	if c.Instruments.Name != "proef" || len(c.Instruments.Taxonomy.Activities) != 2 {
		t.Errorf("instruments = %+v", c.Instruments)
	}
	want := coding.NewCodebook(testSet())
	if !slices.EqualFunc(c.Codebook.Codes, want.Codes, func(a, b coding.Code) bool { return a.ID == b.ID && a.Name == b.Name }) {
		t.Errorf("codebook = %v, want %v", c.Codebook.Codes, want.Codes)
	}
}

func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestCreateNeverReplaces(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.mz")
	if err := os.WriteFile(path, []byte("iets"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(t.Context(), path, testOptions()); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("error = %v, want ErrRefused", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "iets" {
		t.Errorf("the file is now %q", b)
	}
}

// reports that the error is told in both languages with a hint.
func told(t *testing.T, err error) {
	t.Helper()
	nl, en := instruments.Localized(err, instruments.Dutch), instruments.Localized(err, instruments.English)
	if nl == en || !strings.Contains(nl, "tip: ") || !strings.Contains(en, "hint: ") {
		t.Errorf("not told in two languages with a hint:\n%s\n%s", nl, en)
	}
}

func TestDoUndoRedoAcrossReopen(t *testing.T) {
	ctx := t.Context()
	s, path := newStudy(t)
	for _, id := range []instruments.RespondentID{"R01", "R02", "R03"} {
		mustDo(t, s, func(v coding.View) (coding.Command, error) {
			return coding.PutRespondent(v, instruments.Respondent{ID: id})
		})
	}
	count := func(want int) {
		t.Helper()
		if got := len(mustCorpus(t, s).Respondents); got != want {
			t.Fatalf("%d respondents, want %d", got, want)
		}
		mustVerify(t, s)
	}
	reopen := func() {
		t.Helper()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		var err error
		if s, err = Open(ctx, path, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	step := func(do func(context.Context, string) (Event, bool, error), want bool) {
		t.Helper()
		if _, ok, err := do(ctx, "u"); err != nil || ok != want {
			t.Fatalf("ok %v, error %v, want %v", ok, err, want)
		}
	}
	step(s.Undo, true)
	count(2)
	reopen()
	step(s.Undo, true)
	count(1)
	reopen()
	step(s.Redo, true)
	count(2)
	step(s.Undo, true)
	step(s.Undo, true)
	step(s.Undo, false) // the making of the study stays
	count(0)
	reopen()
	step(s.Redo, true)
	step(s.Redo, true)
	step(s.Redo, true)
	step(s.Redo, false)
	count(3)
	step(s.Undo, true)
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.PutRespondent(v, instruments.Respondent{ID: "R99"})
	})
	step(s.Redo, false) // something new was done
	count(3)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestSeveralCommandsAreOneAct(t *testing.T) {
	s, _ := newStudy(t)
	a, err1 := coding.PutRespondent(s.View(t.Context()), instruments.Respondent{ID: "R01"})
	b, err2 := coding.PutRespondent(s.View(t.Context()), instruments.Respondent{ID: "R02"})
	if err := errors.Join(err1, err2, s.Do(t.Context(), "x", a, b)); err != nil {
		t.Fatal(err)
	}
	if h, err := s.Head(t.Context()); err != nil || h.Seq != 3 {
		t.Fatalf("head %+v, %v; want two events after the first", h, err)
	}
	if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if c := mustCorpus(t, s); len(c.Respondents) != 0 {
		t.Errorf("undo left %v", c.Respondents)
	}
}

func TestDoConflictChangesNothing(t *testing.T) {
	s, _ := newStudy(t)
	view := s.View(t.Context())
	first, err1 := coding.PutRespondent(view, instruments.Respondent{ID: "R01", Project: "een"})
	second, err2 := coding.PutRespondent(view, instruments.Respondent{ID: "R01", Project: "twee"})
	other, err3 := coding.PutRespondent(view, instruments.Respondent{ID: "R02"})
	if err := errors.Join(err1, err2, err3, s.Do(t.Context(), "x", first)); err != nil {
		t.Fatal(err)
	}
	before, _ := s.Head(t.Context())
	err := s.Do(t.Context(), "x", other, second) // made before the first was done
	if !errors.Is(err, ErrConflict) {
		t.Fatalf("error = %v, want ErrConflict", err)
	}
	told(t, err)
	if after, _ := s.Head(t.Context()); after != before {
		t.Errorf("the log grew: %+v, %+v", before, after)
	}
	if c := mustCorpus(t, s); len(c.Respondents) != 1 || c.Respondents[0].Project != "een" {
		t.Errorf("respondents = %+v", c.Respondents)
	}
}

func TestDoRefusesNonsense(t *testing.T) {
	s, _ := newStudy(t)
	for name, cmd := range map[string]coding.Command{
		"unknown kind":  {Type: "x", Changes: []coding.Change{{Kind: "vreemd", ID: "1", After: []byte(`{}`)}}},
		"unknown field": {Type: "x", Changes: []coding.Change{{Kind: coding.CoderKind, ID: "a", After: []byte(`{"id":"a","x":1}`)}}},
		"other id":      {Type: "x", Changes: []coding.Change{{Kind: coding.CoderKind, ID: "a", After: []byte(`{"id":"b"}`)}}},
		"no type":       {Changes: []coding.Change{{Kind: coding.CoderKind, ID: "a", After: []byte(`{"id":"a"}`)}}},
		"missing text":  {Type: "x", Changes: []coding.Change{{Kind: coding.DocumentKind, ID: "d", After: []byte(`{"id":"d","kind":"overig","title":"","text_sha256":"00","length":0,"words":0,"decoder":"","source":{"name":"","sha256":"","size":0}}`)}}},
	} {
		if err := s.Do(t.Context(), "x", cmd); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if h, _ := s.Head(t.Context()); h.Seq != 1 {
		t.Errorf("head = %+v", h)
	}
}

func TestDocumentTextAndOriginal(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 2), input("map/Interview R01 (def).txt", talk))
	text, err := s.Text(t.Context(), "R01")
	if err != nil || text != talk {
		t.Errorf("text = %q, %v", text, err)
	}
	b, err := s.Original(t.Context(), "R01")
	if err != nil || string(b) != talk {
		t.Errorf("original = %q, %v", b, err)
	}
	if _, err := s.Text(t.Context(), "R77"); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("unknown document: %v", err)
	}
	c := mustCorpus(t, s, WithTexts())
	if c.Documents[0].Text != talk || len(c.Documents[0].Turns) != 2 || c.Documents[0].Respondent != "R01" || c.Documents[0].Project != "P" {
		t.Errorf("document = %+v", c.Documents[0])
	}
	if c := mustCorpus(t, s); c.Documents[0].Text != "" {
		t.Error("texts were loaded unasked")
	}
}
