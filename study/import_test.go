package study

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

const codingsHeader = "document,start,end,quotation,code,coder,memo\n"

// One import may hold all of a study, in any order of files.
func TestImportEverythingAtOnce(t *testing.T) {
	s, _ := newStudy(t)
	report := mustImport(
		t, s,
		input("codes.csv", codingsHeader+"R01,14,17,we ,act.A01,ik,\nR02,0,12,Vrijwilliger,waard.W1,jij,=1+1\n"),
		list(t, "lijst R01.xlsx", "R01", "ik", instruments.Mentioned),
		input("Interview R01.txt", talk),
		input("R02_v2.txt", talk+"Ja.\n"),
		input("Focusgroep Noord.txt", talk+"Samen.\n"),
		sheet(t, 3),
	)
	want := ImportReport{Respondents: 3, Trajectories: 3, Documents: 3, Fillings: 1, Codings: 2}
	got := report
	got.Files, got.Notes = nil, nil
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("report = %+v, want %+v", got, want)
	}
	for i, as := range []string{AsCodings, AsList, AsTranscript, AsTranscript, AsTranscript, AsRespondents} {
		if report.Files[i].As != as || report.Files[i].Items == 0 {
			t.Errorf("file %d = %+v, want %s", i, report.Files[i], as)
		}
	}
	c := mustCorpus(t, s)
	var docs []string
	for _, d := range c.Documents {
		docs = append(docs, fmt.Sprintf("%s %s %s", d.ID, d.Kind, d.Respondent))
	}
	if want := []string{"Focusgroep Noord focusgroep ", "R01 interview R01", "R02 interview R02"}; !slices.Equal(docs, want) {
		t.Errorf("documents = %q, want %q", docs, want)
	}
	if len(c.Codings) != 2 || c.Codings[1].Memo != "=1+1" || c.Codings[0].Suffix == "" || c.Codings[0].Origin != coding.ByImport {
		t.Errorf("codings = %+v", c.Codings)
	}
	if f := c.Fillings; len(f) != 1 || f[0].ID != "activiteiten/R01/ik" || f[0].Source.Name != "lijst R01.xlsx" {
		t.Errorf("fillings = %+v", f)
	}
	if len(c.Coders) != 2 || c.Coders[0].ID != "ik" || c.Coders[1].ID != "jij" {
		t.Errorf("coders = %+v", c.Coders)
	}
	mustVerify(t, s)
	if bare := mustCorpus(t, s, WithoutDocuments()); bare.Documents != nil || bare.Fillings != nil || len(bare.Codings) != 2 || len(bare.Respondents) != 3 || len(bare.Coders) != 2 {
		t.Errorf("without documents: %d documents, %d fillings, %d codings", len(bare.Documents), len(bare.Fillings), len(bare.Codings))
	}

	if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if c := mustCorpus(t, s); len(c.Documents)+len(c.Respondents)+len(c.Codings)+len(c.Fillings)+len(c.Coders) != 0 {
		t.Error("undo did not take the whole import back")
	}
	if _, ok, err := s.Redo(t.Context(), "x"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if c := mustCorpus(t, s, WithTexts()); len(c.Documents) != 3 || c.Documents[1].Text != talk || len(c.Codings) != 2 {
		t.Error("redo did not bring the import back")
	}
	mustVerify(t, s)
}

func TestImportIsAllOrNothing(t *testing.T) {
	s, path := newStudy(t)
	mustImport(t, s, sheet(t, 2))
	before, _ := s.Head(t.Context())
	_, err := s.Import(t.Context(), "x", []Input{
		input("R01.txt", talk),
		input("R02.txt", "BREEK"),
		input("leeg.txt", ""),
		input("wit.txt", " \n\t"),
		input("vast.txt", "PANIEK"),
		input("lijst.xlsx", "{geen json"),
		list(t, "vreemd.xlsx", "R77", "ik", instruments.Mentioned),
		list(t, "naamloos.xlsx", "R01", "", instruments.Mentioned),
		inputJSON(t, "ind.xlsx", checklist.Result{Fillings: []instruments.Filling{{
			Kind: instruments.IndicatorFilling, Coder: "ik", Dyad: instruments.Dyad{ID: "T77/V–x", Trajectory: "T77"},
			Ratings: []instruments.Rating{{Indicator: "K1", Value: "1", Evidence: []instruments.Evidence{{Respondent: "R66", Value: "1"}}}},
		}}}),
		input("codes.csv", codingsHeader+"R09,0,4,Vrij,act.A01,ik,\nR01,0,4,Vrij,act.B99,ik,\n"),
		{Name: "weg.txt", Open: func() (io.ReadCloser, error) { return nil, os.ErrNotExist }},
		{Name: "groot.txt", Size: 1 << 40, Open: func() (io.ReadCloser, error) { panic("opened") }},
	}, fakes())
	var problems instruments.Problems
	if !errors.As(err, &problems) || !errors.Is(err, instruments.ErrRefused) {
		t.Fatalf("error = %v", err)
	}
	var got []string
	for _, p := range problems {
		if !p.Note {
			got = append(got, p.File)
		}
	}
	want := []string{"R02.txt", "leeg.txt", "wit.txt", "vast.txt", "lijst.xlsx", "vreemd.xlsx", "naamloos.xlsx", "ind.xlsx", "ind.xlsx", "codes.csv", "codes.csv", "weg.txt", "groot.txt"}
	if !slices.Equal(got, want) {
		t.Errorf("problems in %q, want %q\n%s", got, want, problems.In(instruments.Dutch))
	}
	if after, _ := s.Head(t.Context()); after != before {
		t.Error("the log grew")
	}
	if c := mustCorpus(t, s); len(c.Documents) != 0 || len(c.Fillings) != 0 {
		t.Error("something was stored")
	}
	if v := mustVerify(t, s); v.Blobs != 0 {
		t.Errorf("%d blobs were left", v.Blobs)
	}
	_ = path
}

func TestImportDryRun(t *testing.T) {
	s, _ := newStudy(t)
	opt := fakes()
	opt.DryRun = true
	inputs := []Input{sheet(t, 2), input("R01.txt", talk)}
	report, err := s.Import(t.Context(), "x", inputs, opt)
	if err != nil || !report.DryRun || report.Documents != 1 || report.Respondents != 2 {
		t.Fatalf("%+v, %v", report, err)
	}
	if h, _ := s.Head(t.Context()); h.Seq != 1 {
		t.Error("a dry run was kept")
	}
	if report := mustImport(t, s, inputs...); report.Known != 0 || report.Documents != 1 {
		t.Errorf("the real run afterwards: %+v", report)
	}
}

func TestImportRecognisesTheSameBytes(t *testing.T) {
	s, _ := newStudy(t)
	all := []Input{sheet(t, 2), input("R01.txt", talk), list(t, "l.xlsx", "R01", "ik", instruments.Denied), input("c.csv", codingsHeader+"R01,14,17,we ,act.A01,ik,\n")}
	mustImport(t, s, all...)
	head, _ := s.Head(t.Context())
	all[1].Name = "heel anders.txt"
	report := mustImport(t, s, all...)
	if report.Known != 4 || report.Documents+report.Fillings+report.Codings+report.Respondents != 0 || len(report.Notes) != 4 {
		t.Errorf("report = %+v", report)
	}
	if again, _ := s.Head(t.Context()); again != head {
		t.Error("events were written for known files")
	}
	if report := mustImport(t, s, input("R02.txt", "Nieuw.\n"), input("kopie.txt", "Nieuw.\n")); report.Documents != 1 || !report.Files[1].Known {
		t.Errorf("twice in one import: %+v", report)
	}
	if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil {
		t.Fatal(err)
	}
	if report := mustImport(t, s, input("R02.txt", "Nieuw.\n")); report.Documents != 1 {
		t.Errorf("after undo the file is new again: %+v", report)
	}
}

func TestImportCancelled(t *testing.T) {
	s, _ := newStudy(t)
	ctx, cancel := context.WithCancel(t.Context())
	var opened atomic.Int32
	inputs := make([]Input, 200)
	for i := range inputs {
		inputs[i] = Input{Name: fmt.Sprintf("I%03d.txt", i), Open: func() (io.ReadCloser, error) {
			opened.Add(1)
			return io.NopCloser(strings.NewReader(fmt.Sprint(talk, i))), nil
		}}
	}
	opt := fakes()
	opt.Progress = func(done, total int) {
		if total != 200 {
			t.Errorf("total %d", total)
		}
		if done == 20 {
			cancel()
		}
	}
	if _, err := s.Import(ctx, "x", inputs, opt); !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v, want context.Canceled", err)
	}
	if n := opened.Load(); n > 60 {
		t.Errorf("%d files were read after 20: the pipeline is not bounded", n)
	}
	if v := mustVerify(t, s); v.Events != 1 || v.Blobs != 0 {
		t.Errorf("left behind: %+v", v)
	}
	mustImport(t, s, inputs[:3]...) // the study still works
}

func TestImportLinks(t *testing.T) {
	im := importer{tokens: map[string]instruments.RespondentID{}, respondents: map[instruments.RespondentID]bool{}, projects: map[instruments.RespondentID]string{}}
	for _, id := range []instruments.RespondentID{"R01", "R1", "COSA-12", "COSA"} {
		im.know(instruments.Respondent{ID: id})
	}
	for stem, want := range map[string][]instruments.RespondentID{
		"R01": {"R01"}, "Interview R01": {"R01"}, "R01_v2": {"R01"}, "interview-r01-definitief": {"R01"}, "R011": nil, "XR01": nil,
		"R1": {"R1"}, "gesprek COSA-12 (2)": {"COSA-12"}, "COSA": {"COSA"}, "R01 en R1": {"R01", "R1"}, "R01 R01": {"R01"}, "": nil, "é R01 é": {"R01"},
	} {
		if got := im.link(stem); !slices.Equal(got, want) {
			t.Errorf("link(%q) = %v, want %v", stem, got, want)
		}
	}
}

func TestImportOfAFileWithoutName(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, input("map/.txt", talk))
	if d := mustCorpus(t, s).Documents[0]; d.ID != ".txt" || d.Title == "" {
		t.Errorf("document = %+v", d)
	}
}

func TestImportKinds(t *testing.T) {
	for stem, want := range map[string]instruments.DocumentKind{
		"R01": instruments.Interview, "Focusgroep COSA": instruments.FocusGroup, "fg_1": instruments.FocusGroup, "focusgroup-a": instruments.FocusGroup, "afgerond": instruments.Interview,
	} {
		if got := kindOf("", stem); got != want {
			t.Errorf("kind of %q = %s, want %s", stem, got, want)
		}
	}
	if got := kindOf(instruments.Literature, "fg"); got != instruments.Literature {
		t.Errorf("As does not override: %s", got)
	}
}

func TestImportAmbiguousAndUnlinked(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 2))
	if _, err := s.Import(t.Context(), "x", []Input{input("R01 en R02.txt", talk)}, fakes()); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("two respondents in one name: %v", err)
	}
	report := mustImport(t, s, input("gesprek.txt", talk))
	if len(report.Notes) != 1 || !strings.Contains(report.Notes[0].In(instruments.English), "without respondent") {
		t.Errorf("notes = %v", report.Notes)
	}
	opt := fakes()
	opt.As = instruments.Literature
	if report, err := s.Import(t.Context(), "x", []Input{input("R01 artikel.txt", talk+"x")}, opt); err != nil || len(report.Notes) != 0 {
		t.Errorf("%+v, %v", report, err)
	}
	if d := mustCorpus(t, s).Documents[0]; d.ID != "R01 artikel" || d.Kind != instruments.Literature || d.Respondent != "" {
		t.Errorf("document = %+v", d)
	}
}

// Thousands of interviews without respondent are not thousands of notes.
func TestImportCountsUnlinkedInterviews(t *testing.T) {
	s, _ := newStudy(t)
	var inputs []Input
	for i := range 20 {
		inputs = append(inputs, input(fmt.Sprintf("g%02d.txt", i), fmt.Sprint(talk, i)))
	}
	report := mustImport(t, s, inputs...)
	if n := len(report.Notes); n != unlinkedNotes+1 || report.Notes[n-1].File != "g19.txt" || !strings.Contains(report.Notes[n-1].What.EN, "and 14 other") {
		t.Errorf("notes:\n%s", report.Notes.In(instruments.English))
	}
}

func TestImportRespondentsFromListHeaders(t *testing.T) {
	own := func(name string, who instruments.RespondentID) Input {
		return inputJSON(t, name, checklist.Result{
			Fillings:    []instruments.Filling{{Kind: instruments.ActivityFilling, Respondent: who, Coder: "ik"}},
			Respondents: []instruments.Respondent{{ID: who, Type: instruments.Client, Project: "uit de lijst"}},
		})
	}
	s, _ := newStudy(t)
	if report := mustImport(t, s, own("a.xlsx", "R01"), own("b.xlsx", "R02"), input("R02.txt", talk)); report.Respondents != 2 || report.Fillings != 2 || len(report.Notes) != 2 {
		t.Errorf("without any sheet: %+v", report)
	}
	if d := mustCorpus(t, s).Documents; d[0].Respondent != "R02" {
		t.Errorf("not linked: %+v", d)
	}
	if _, err := s.Import(t.Context(), "x", []Input{own("c.xlsx", "R03")}, fakes()); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("unknown respondent where others are known: %v", err)
	}
	s2, _ := newStudy(t)
	mustImport(t, s2, own("a.xlsx", "R01"), sheet(t, 1))
	if r := mustCorpus(t, s2).Respondents; len(r) != 1 || r[0].Project != "P" {
		t.Errorf("the sheet does not win over the list: %+v", r)
	}
}

func TestImportRefusesAnotherListUnlessReplacing(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), list(t, "a.xlsx", "R01", "ik", instruments.Mentioned))
	second := list(t, "a.xlsx", "R01", "ik", instruments.Denied)
	_, err := s.Import(t.Context(), "x", []Input{second}, fakes())
	var problems instruments.Problems
	if !errors.As(err, &problems) || problems[0].Hint.IsZero() {
		t.Fatalf("error = %v", err)
	}
	mustImport(t, s, list(t, "b.xlsx", "R01", "jij", instruments.Denied)) // another coder is welcome
	opt := fakes()
	opt.Replace = true
	if _, err := s.Import(t.Context(), "x", []Input{second}, opt); err != nil {
		t.Fatal(err)
	}
	if f := mustCorpus(t, s).Fillings; len(f) != 2 || f[0].Responses[0].State != instruments.Denied {
		t.Errorf("fillings = %+v", f)
	}
	if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil {
		t.Fatal(err)
	}
	if f := mustCorpus(t, s).Fillings; f[0].Responses[0].State != instruments.Mentioned {
		t.Errorf("undo did not bring the old list back: %+v", f)
	}
}

func TestImportCoderOption(t *testing.T) {
	s, _ := newStudy(t)
	opt := fakes()
	opt.Coder = "codeur3"
	_, err := s.Import(t.Context(), "x", []Input{sheet(t, 1), list(t, "a.xlsx", "R01", "", instruments.Mentioned), input("R01.txt", talk), input("c.csv", "document;start;end;code\nR01;14;17;act.A01\n")}, opt)
	if err != nil {
		t.Fatal(err)
	}
	c := mustCorpus(t, s)
	if c.Fillings[0].Coder != "codeur3" || c.Fillings[0].ID != "activiteiten/R01/codeur3" || c.Codings[0].Coder != "codeur3" {
		t.Errorf("%+v %+v", c.Fillings, c.Codings)
	}
}

// A corrected transcript takes its codings along: kept, moved, or lost and
// listed.
func TestImportReplacesTranscript(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", "Samen naar de film. Toen koffie. En naar huis.\n"),
		input("c.csv", codingsHeader+"R01,0,5,Samen,act.A01,ik,\nR01,20,31,Toen koffie,act.A02,ik,\nR01,36,45,naar huis,waard.W1,ik,\n"))
	corrected := input("verbeterd/R01.txt", "Samen naar de grote film. Toen koffie. En weg.\n")
	if _, err := s.Import(t.Context(), "x", []Input{corrected}, fakes()); !errors.Is(err, instruments.ErrRefused) {
		t.Fatalf("replaced unasked: %v", err)
	}
	opt := fakes()
	opt.Replace = true
	if _, err := s.Import(t.Context(), "x", []Input{corrected}, opt); !errors.Is(err, instruments.ErrRefused) {
		t.Fatalf("a coding was lost unasked: %v", err)
	}
	opt.AcceptLost = true
	report, err := s.Import(t.Context(), "x", []Input{corrected}, opt)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Notes) != 2 {
		t.Errorf("notes = %s", report.Notes.In(instruments.Dutch))
	}
	c := mustCorpus(t, s)
	if len(c.Codings) != 2 || c.Codings[0].Start != 0 || c.Codings[1].Start != 26 || c.Codings[1].End != 37 {
		t.Errorf("codings = %+v", c.Codings)
	}
	mustVerify(t, s)
	if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil {
		t.Fatal(err)
	}
	if c := mustCorpus(t, s); len(c.Codings) != 3 {
		t.Error("undo did not bring the lost coding back")
	}
}

func TestImportCodingsTwice(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk), input("c.csv", codingsHeader+"R01,14,17,we ,act.A01,ik,eerst\n"))
	report := mustImport(t, s, input("c2.csv", codingsHeader+"R01,14,17,we ,act.A01,ik,eerst\nR01,0,12,Vrijwilliger,act.A02,ik,\n"))
	if report.Codings != 1 {
		t.Errorf("report = %+v", report)
	}
	changed := input("c3.csv", codingsHeader+"R01,14,17,we ,act.A01,ik,later\n")
	if _, err := s.Import(t.Context(), "x", []Input{changed}, fakes()); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("another memo: %v", err)
	}
	opt := fakes()
	opt.Replace = true
	if _, err := s.Import(t.Context(), "x", []Input{changed}, opt); err != nil {
		t.Fatal(err)
	}
	if c := mustCorpus(t, s).Codings; len(c) != 2 || c[1].Memo != "later" {
		t.Errorf("codings = %+v", c)
	}
	mustVerify(t, s)
}

func TestImportManyCodingsAreSeveralEventsOfOneAct(t *testing.T) {
	s, _ := newStudy(t)
	text := strings.Repeat("woord ", 5000)
	var b strings.Builder
	b.WriteString(codingsHeader)
	for i := range codingsPerEvent + 500 {
		fmt.Fprintf(&b, "R01,%d,%d,,act.A01,ik,\n", i, i+6)
	}
	mustImport(t, s, sheet(t, 1), input("R01.txt", text))
	before, _ := s.Head(t.Context())
	mustImport(t, s, input("c.csv", b.String()))
	if after, _ := s.Head(t.Context()); after.Seq != before.Seq+2 { // the coder and 9,999; 501 and the file
		t.Errorf("%d events, want 2", after.Seq-before.Seq)
	}
	mustVerify(t, s)
	if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil {
		t.Fatal(err)
	}
	if c := mustCorpus(t, s); len(c.Codings) != 0 {
		t.Errorf("%d codings left", len(c.Codings))
	}
}

// The project's own readers are the default.
func TestImportRealFiles(t *testing.T) {
	s, _ := newStudy(t)
	report, err := s.Import(t.Context(), "x", []Input{
		input("respondenten.csv", "respondent,rol,project,traject\n"),
		input("R01.txt", "Interviewer: Hoe gaat het?\nVrijwilliger: Goed.\nInterviewer: En samen?\nVrijwilliger: Ook.\n"),
	}, ImportOptions{})
	if err == nil {
		t.Errorf("a sheet without rows was taken: %+v", report)
	}
	report, err = s.Import(t.Context(), "x", []Input{
		input("R01.txt", "Interviewer: Hoe gaat het?\nVrijwilliger: Goed.\nInterviewer: En samen?\nVrijwilliger: Ook.\n"),
		input("foto.jpg", "\xff\xd8\xff\xe0 geen tekst"),
	}, ImportOptions{})
	var problems instruments.Problems
	if !errors.As(err, &problems) || problems.Err() == nil || !strings.Contains(problems.In(instruments.Dutch), "foto.jpg") {
		t.Errorf("a picture was taken: %+v, %v", report, err)
	}
	if report, err = s.Import(t.Context(), "x", []Input{input("R01.txt", "Interviewer: Hoe gaat het?\nVrijwilliger: Goed.\nInterviewer: En samen?\nVrijwilliger: Ook.\n")}, ImportOptions{}); err != nil || report.Documents != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	d := mustCorpus(t, s).Documents[0]
	if len(d.Turns) != 4 || d.Turns[1].Speaker != "Vrijwilliger" {
		t.Errorf("turns = %+v", d.Turns)
	}
	mustVerify(t, s)
}

// While an import runs, others can read the study as it was.
func TestReadingDuringImport(t *testing.T) {
	s, _ := newStudy(t)
	opt := fakes()
	seen := -1
	opt.Progress = func(done, _ int) {
		if done == 2 {
			seen = len(mustCorpus(t, s).Documents)
		}
	}
	deadline, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := s.Import(deadline, "x", []Input{input("a.txt", talk), input("b.txt", talk+"b"), input("c.txt", talk+"c")}, opt); err != nil {
		t.Fatal(err)
	}
	if seen != 0 {
		t.Errorf("half an import was visible: %d documents", seen)
	}
	if _, err := os.Stat(filepath.Dir(s.Path())); err != nil {
		t.Error(err)
	}
}

// A survey that names no coder is told so once, however many lists it holds.
func TestImportSurveyWithoutCoderIsToldOnce(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 3))
	report, err := s.Import(t.Context(), "toets", []Input{input("enquete.csv", "respondent,A01,A02\nR01,1,0\nR02,1,0\nR03,0,1\n")}, ImportOptions{})
	if err == nil {
		t.Fatalf("%+v", report)
	}
	if n := strings.Count(instruments.Localized(err, instruments.Dutch), "er staat niet wie de lijst heeft ingevuld"); n != 1 {
		t.Errorf("told %d times: %s", n, instruments.Localized(err, instruments.Dutch))
	}
}
