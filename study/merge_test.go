package study

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// copyOf is a copy of a study in a file of its own, open.
func copyOf(t testing.TB, s *Study, name string) *Study {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if _, err := s.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	c, err := Open(t.Context(), path, Options{Now: tick()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func mustMerge(t testing.TB, s, other *Study, opt MergeOptions) MergeReport {
	t.Helper()
	r, err := s.Merge(t.Context(), "samenvoeger", other, opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Kinds {
		if c.Theirs != c.Here+c.In+c.Mapped+c.Conflict+c.Out {
			t.Errorf("%+v does not add up", c)
		}
	}
	mustVerify(t, s)
	return r
}

func countOf(r MergeReport, kind coding.Kind) coding.MergeCount {
	for _, c := range r.Kinds {
		if c.Kind == kind {
			return c
		}
	}
	return coding.MergeCount{}
}

func headOf(t testing.TB, s *Study) Head {
	t.Helper()
	h, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func finding(r MergeReport, kind coding.Kind, outcome coding.MergeOutcome) coding.MergeFinding {
	for _, f := range r.Findings {
		if f.Kind == kind && f.Outcome == outcome {
			return f
		}
	}
	return coding.MergeFinding{}
}

// Two coders in two copies: one merge brings the other's work in as one act,
// merging again changes nothing, undo takes it back, and then it can come again.
func TestMergeTwoCoders(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	other := copyOf(t, s, "bram.mz")
	codeOnce(t, s, "anna", 0)
	codeOnce(t, other, "bram", 0)
	codeOnce(t, other, "bram", 4)
	there := headOf(t, other)

	r := mustMerge(t, s, other, MergeOptions{})
	if c := countOf(r, coding.CodingKind); c.Theirs != 2 || c.In != 2 || r.Head != there.Hash || r.Common != 2 || r.Other != "bram.mz" {
		t.Errorf("%+v", r)
	}
	if n := len(mustCorpus(t, s).Codings); n != 3 {
		t.Errorf("%d codings, want 3", n)
	}
	event, _, err := s.Undoable(t.Context())
	cmd, cerr := event.Command()
	if errors.Join(err, cerr) != nil || event.Type != "study.merge" || event.Actor != "samenvoeger" || cmd.Reason != "bram.mz "+there.Hash {
		t.Errorf("%s by %s because %q, %v", event.Type, event.Actor, cmd.Reason, err)
	}
	full := headOf(t, s)
	if again := mustMerge(t, s, other, MergeOptions{}); headOf(t, s) != full || again.Total().In != 0 || countOf(again, coding.CodingKind).Here != 2 {
		t.Errorf("merged twice: %+v", again)
	}
	if _, _, err := s.Undo(t.Context(), "x"); err != nil || len(mustCorpus(t, s).Codings) != 1 {
		t.Errorf("undone: %v", err)
	}
	if r := mustMerge(t, s, other, MergeOptions{}); countOf(r, coding.CodingKind).In != 2 || headOf(t, other) != there {
		t.Errorf("merged after undo: %+v", r)
	}
}

// What was brought in and then taken away here does not come back with the next
// merge of the same copy, unless it was worked on there.
func TestMergeRemembersWhatCameIn(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	other := copyOf(t, s, "bram.mz")
	codeOnce(t, other, "bram", 0)
	codeOnce(t, other, "bram", 4)
	mustMerge(t, s, other, MergeOptions{})
	all := mustCorpus(t, s).Codings
	mustDo(t, s, func(v coding.View) (coding.Command, error) { return coding.RemoveCodings(v, all[0].ID, all[1].ID) })
	codeOnce(t, other, "bram", 9)
	mustDo(t, other, func(v coding.View) (coding.Command, error) { return coding.AnnotateCoding(v, all[1].ID, "toch", 0) })

	r := mustMerge(t, s, other, MergeOptions{})
	if c := countOf(r, coding.CodingKind); c != (coding.MergeCount{Kind: coding.CodingKind, Theirs: 3, In: 2, Out: 1}) {
		t.Errorf("%+v, %+v", c, r.Findings)
	}
	if f := finding(r, coding.CodingKind, coding.MergeOut); f.Count != 1 || f.ID != "D" {
		t.Errorf("%+v", f)
	}
}

// One name in two copies: refused, unless said who they are. The other person's
// work gets the new name, what both had before keeps it, and a later merge under
// the same name knows it again, also when it was resized.
func TestMergeOneName(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	codeOnce(t, s, "onderzoeker", 0)
	other := copyOf(t, s, "b.mz")
	codeOnce(t, s, "onderzoeker", 4)
	codeOnce(t, other, "onderzoeker", 5)
	before := headOf(t, s)
	_, err := s.Merge(t.Context(), "x", other, MergeOptions{})
	var told *instruments.Error
	if !errors.Is(err, instruments.ErrRefused) || !errors.As(err, &told) || !strings.Contains(told.Hint.NL, "--coder onderzoeker=onderzoeker") || headOf(t, s) != before {
		t.Fatalf("not refused: %v", err)
	}
	bram := MergeOptions{Coders: map[coding.CoderID]coding.CoderID{"onderzoeker": "bram"}}
	mustMerge(t, s, other, bram)
	if got := byCoders(t, s); got != 1002 {
		t.Errorf("codings: %d", got)
	}
	var id coding.CodingID
	for _, c := range mustCorpus(t, other).Codings {
		if c.Start == 5 {
			id = c.ID
		}
	}
	mustDo(t, other, func(v coding.View) (coding.Command, error) {
		seg, err := coding.SegmentIn(v, "D", 5, 12)
		if err != nil {
			return coding.Command{}, err
		}
		return coding.ResizeCoding(v, id, seg)
	})
	mustMerge(t, s, other, bram)
	if got := byCoders(t, s); got != 1002 {
		t.Errorf("codings after resizing: %d", got)
	}
	one := MergeOptions{Coders: map[coding.CoderID]coding.CoderID{"onderzoeker": "onderzoeker"}}
	third := withDocument(t)
	codeOnce(t, third, "onderzoeker", 9)
	if r := mustMerge(t, s, third, one); r.Common != 1 && countOf(r, coding.CodingKind).In != 1 {
		t.Errorf("one person: %+v", r)
	}
}

// byCoders counts the codings of bram in thousands and of onderzoeker in ones.
func byCoders(t testing.TB, s *Study) int {
	n := 0
	for _, c := range mustCorpus(t, s).Codings {
		n += map[coding.CoderID]int{"onderzoeker": 1, "bram": 1000}[c.Coder]
	}
	return n
}

func TestMergeRefusesNames(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	other := copyOf(t, s, "b.mz")
	codeOnce(t, other, "bram", 0)
	for _, names := range []map[coding.CoderID]coding.CoderID{{"niemand": "x"}, {"bram": "lexicon"}, {"bram": "consensus-1"}, {"bram": " "}, {"consensus": "bram"}} {
		if _, err := s.Merge(t.Context(), "x", other, MergeOptions{Coders: names}); !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%v: %v", names, err)
		}
	}
}

// Whatever is refused leaves the study byte for byte as it was, and so the other
// file.
func TestMergeRefuses(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	other := copyOf(t, s, "b.mz")
	codeOnce(t, other, "bram", 0)
	before := headOf(t, s)
	if _, err := s.Merge(t.Context(), "x", s, MergeOptions{}); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("itself: %v", err)
	}
	path := filepath.Join(t.TempDir(), "ander.mz")
	opt := testOptions()
	opt.Info.Template = "ander"
	foreign, err := Create(t.Context(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer foreign.Close()
	if _, err := s.Merge(t.Context(), "x", foreign, MergeOptions{}); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("another template: %v", err)
	}
	if err := other.writer.conn.Exec(`UPDATE records SET record = replace(record, 'Proef', 'Prost') WHERE kind = 'study'`); err != nil {
		t.Fatal(err)
	}
	_, err = s.Merge(t.Context(), "x", other, MergeOptions{})
	var told *instruments.Error
	if !errors.Is(err, ErrIntegrity) || !errors.As(err, &told) || !strings.Contains(told.Where, "b.mz") {
		t.Errorf("a damaged copy: %v", err)
	}
	if headOf(t, s) != before {
		t.Error("the study changed")
	}
	readOnly, err := OpenReadOnly(t.Context(), s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer readOnly.Close()
	if _, err := readOnly.Merge(t.Context(), "x", foreign, MergeOptions{}); err == nil {
		t.Error("a study that is open for reading only took a merge")
	}
}

func TestMergeDryRun(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	other := copyOf(t, s, "b.mz")
	codeOnce(t, other, "bram", 0)
	before := headOf(t, s)
	r := mustMerge(t, s, other, MergeOptions{DryRun: true})
	if countOf(r, coding.CodingKind).In != 1 || !r.DryRun || headOf(t, s) != before || len(mustCorpus(t, s).Codings) != 0 {
		t.Errorf("%+v", r)
	}
}

// A document that only the other copy has comes in with its text and its
// original file, its respondent, and the file as a source; an import of the same
// file is then known.
func TestMergeBringsDocuments(t *testing.T) {
	t.Parallel()
	s, _ := newStudy(t)
	other := copyOf(t, s, "b.mz")
	if _, err := other.Import(t.Context(), "x", []Input{sheet(t, 1), input("R01.txt", "I: Vraag?\nR: Antwoord.\n")}, fakes()); err != nil {
		t.Fatal(err)
	}
	r := mustMerge(t, s, other, MergeOptions{})
	if countOf(r, coding.DocumentKind).In != 1 || countOf(r, coding.RespondentKind).In != 1 || countOf(r, coding.SourceKind).In != 2 {
		t.Errorf("%+v", r.Kinds)
	}
	text, err := s.Text(t.Context(), "R01")
	original, err2 := s.Original(t.Context(), "R01")
	if errors.Join(err, err2) != nil || !strings.HasPrefix(text, "I: Vraag?") || !strings.HasPrefix(string(original), "I: Vraag?") {
		t.Errorf("%q, %q, %v", text, original, errors.Join(err, err2))
	}
	again, err := s.Import(t.Context(), "x", []Input{input("R01.txt", "I: Vraag?\nR: Antwoord.\n")}, fakes())
	if err != nil || again.Known != 1 {
		t.Errorf("%+v, %v", again, err)
	}
}

// Two studies made apart from one template: their documents are matched by their
// text, and the codings follow under our id.
func TestMergeWithoutCommonBeginning(t *testing.T) {
	t.Parallel()
	s, other := withDocument(t), withoutClock(t)
	doc := fakeDocument()
	doc.ID = "Anders"
	mustDo(t, other, func(v coding.View) (coding.Command, error) { return coding.PutDocument(v, doc, []byte("origineel")) })
	mustDo(t, other, func(v coding.View) (coding.Command, error) {
		seg, err := coding.SegmentIn(v, "Anders", 0, 3)
		if err != nil {
			return coding.Command{}, err
		}
		return coding.AddCodings(v, coding.Coding{Segment: seg, Code: "act.A01", Coder: "bram"})
	})
	r := mustMerge(t, s, other, MergeOptions{})
	if f := finding(r, coding.DocumentKind, coding.MergeMapped); r.Common != 0 || f.ID != "Anders" || f.Here != "D" {
		t.Errorf("%d in common, %+v", r.Common, r.Findings)
	}
	c := mustCorpus(t, s)
	if len(c.Documents) != 1 || len(c.Codings) != 1 || c.Codings[0].Document != "D" || c.Codings[0].ID != coding.NewCodingID(c.Codings[0]) {
		t.Errorf("%+v", c.Codings)
	}
	if again := mustMerge(t, s, other, MergeOptions{}); again.Total().In != 0 {
		t.Errorf("merged twice: %+v", again)
	}
}

// withoutClock is a new study with another first event than newStudy makes.
func withoutClock(t testing.TB) *Study {
	t.Helper()
	opt := testOptions()
	opt.Actor = "iemand anders"
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "los.mz"), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// A copy is only read: no byte of it changes, and nothing is left beside it.
func TestMergeLeavesTheOtherAlone(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	other := copyOf(t, s, "b.mz")
	codeOnce(t, other, "bram", 0)
	path := other.path
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	before := readFile(t, path)
	reader, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	mustMerge(t, s, reader, MergeOptions{})
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || string(readFile(t, path)) != string(before) || len(left) != 1 {
		t.Errorf("changed, or left behind: %v, %v", left, err)
	}
}

// A large merge is several events and one act.
func TestMergeInParts(t *testing.T) {
	t.Parallel()
	s := withDocument(t)
	other := copyOf(t, s, "b.mz")
	mustDo(t, other, func(v coding.View) (coding.Command, error) {
		var cmd coding.Command
		cmd.Type = "respondent.put"
		for i := range codingsPerEvent + 1 {
			one, err := coding.PutRespondent(v, instruments.Respondent{ID: instruments.RespondentID(fmt.Sprint("P", i))})
			if err != nil {
				return cmd, err
			}
			cmd.Changes = append(cmd.Changes, one.Changes...)
		}
		return cmd, nil
	})
	r := mustMerge(t, s, other, MergeOptions{})
	if n := countOf(r, coding.RespondentKind).In; n != codingsPerEvent+1 || headOf(t, s).Seq != 4 {
		t.Errorf("%d respondents, %d events", n, headOf(t, s).Seq)
	}
	if _, _, err := s.Undo(t.Context(), "x"); err != nil || len(mustCorpus(t, s).Respondents) != 0 {
		t.Error("one undo does not take it back")
	}
}
