package study

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// versionOne is a study that the first version of the program made: two
// transcripts imported, the second one undone, redone and undone again.
func versionOne(t *testing.T) (path string, content []byte) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "v1.mz.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err == nil {
		content, err = io.ReadAll(z)
	}
	path = filepath.Join(t.TempDir(), "oud.mz")
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path, content
}

func TestFileOfVersionOne(t *testing.T) {
	path, old := versionOne(t)
	if _, err := OpenReadOnly(t.Context(), path); err == nil || !bytes.Equal(readFile(t, path), old) {
		t.Fatalf("reading an old file: %v", err)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	// The hash of the last event is as the old program printed it.
	if h, err := s.Head(t.Context()); err != nil || h.Seq != 6 || h.Hash[:12] != "8fc29a5256ef" {
		t.Errorf("head %+v, %v", h, err)
	}
	if !bytes.Equal(readFile(t, path+".v1"), old) {
		t.Error("the old file was not kept as it was")
	}
	mustVerify(t, s)
	docs, err := s.Documents(t.Context())
	if err != nil || len(docs) != 1 || docs[0].ID != "gesprek" {
		t.Fatalf("%+v, %v", docs, err)
	}
	hits, total := mustSearch(t, s, "koffie", 9)
	if total != 1 || where(t, s, hits[0]) != "gesprek:1 koffie" {
		t.Errorf("%v", hits)
	}
	if e, ok, err := s.Redoable(t.Context()); err != nil || !ok || e.Seq != 6 {
		t.Errorf("redoable: %d, %v, %v", e.Seq, ok, err)
	}
	if r, err := s.RedoRequest(t.Context(), "x", "r"); err != nil || r.Seq != 7 {
		t.Fatalf("redo: %+v, %v", r, err)
	}
	if _, total := mustSearch(t, s, "koffie", 9); total != 2 {
		t.Errorf("%d hits after redo, want 2", total)
	}
	mustVerify(t, s)
	to := filepath.Join(t.TempDir(), "kopie.mz")
	if _, err := s.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	b, err := Open(t.Context(), to, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if r, err := b.RedoRequest(t.Context(), "x", "r"); err != nil || !r.Repeated {
		t.Errorf("the backup does not know the request: %+v, %v", r, err)
	}
	if _, total := mustSearch(t, b, "koffie", 9); total != 2 {
		t.Errorf("%d hits in the backup", total)
	}
}

// A step that breaks off leaves the old file alone.
func TestFailingStepFromVersionOne(t *testing.T) {
	path, old := versionOne(t)
	l := current()
	stop := errors.New("stop")
	l.steps = []func(*db) error{func(d *db) error { return errors.Join(toV2(d), stop) }}
	if _, err := open(t.Context(), path, Options{}, l); !errors.Is(err, stop) {
		t.Errorf("error = %v", err)
	}
	if got := names(t, filepath.Dir(path)); !bytes.Equal(readFile(t, path), old) || !slices.Equal(got, []string{"oud.mz"}) {
		t.Errorf("files %v", got)
	}
}

func TestReadingPiecemeal(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 3), input("R01.txt", talk), input("R02.txt", "a b "+talk), input("R03.txt", "niets"))
	for i, c := range []struct {
		doc        instruments.DocumentID
		code       coding.CodeID
		coder      coding.CoderID
		start, end int
	}{{"R01", "act.A02", "b", 5, 9}, {"R01", "act.A01", "a", 0, 4}, {"R02", "act.A01", "a", 1, 2}, {"R02", "act.A01", "b", 1, 2}, {"R02", "waard.W1", "a", 0, 9}} {
		mustAsk(t, s, string(rune('a'+i)), func(v coding.View) ([]coding.Command, error) {
			seg, err := coding.SegmentIn(v, c.doc, c.start, c.end)
			if err != nil {
				return nil, err
			}
			cmd, err := coding.AddCodings(v, coding.Coding{Segment: seg, Code: c.code, Coder: c.coder})
			return []coding.Command{cmd}, err
		})
	}
	full := mustCorpus(t, s, WithTexts())
	docs, err := s.Documents(t.Context())
	if err != nil || len(docs) != len(full.Documents) {
		t.Fatal(len(docs), err)
	}
	for i, want := range full.Documents {
		whole, err := s.Document(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		same(t, whole, want)
		if whole.Text != want.Text {
			t.Errorf("text of %s: %q", want.ID, whole.Text)
		}
		want.Turns = nil
		same(t, docs[i], want)
		in, err := s.CodingsIn(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		same(t, in, slices.DeleteFunc(slices.Clone(full.Codings), func(c coding.Coding) bool { return c.Document != want.ID }))
	}
	with, err := s.CodingsWith(t.Context(), "waard.W1", "act.A01", "waard.W1", "onbekend")
	if err != nil {
		t.Fatal(err)
	}
	same(t, with, slices.DeleteFunc(slices.Clone(full.Codings), func(c coding.Coding) bool { return c.Code == "act.A02" }))
	byCode, err := s.CountsByCode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, byCode, map[coding.CodeID]map[coding.CoderID]int{"act.A01": {"a": 2, "b": 1}, "act.A02": {"b": 1}, "waard.W1": {"a": 1}})
	byDocument, err := s.CountsByDocument(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, byDocument, map[instruments.DocumentID]map[coding.CoderID]int{"R01": {"a": 1, "b": 1}, "R02": {"a": 2, "b": 1}})
	if _, err := s.Document(t.Context(), "R77"); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("unknown document: %v", err)
	}
}

// same compares values as canonical JSON.
func same(t *testing.T, got, want any) {
	t.Helper()
	g, err := coding.Canonical(got)
	w, err2 := coding.Canonical(want)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if empty := map[string]bool{"null": true, "[]": true}; !bytes.Equal(g, w) && !(empty[string(g)] && empty[string(w)]) {
		t.Errorf("got  %s\nwant %s", g, w)
	}
}

// The list of documents is renewed with the text of a document, and with it the
// quotations that are accepted.
func TestReplacedText(t *testing.T) {
	s, _ := talkStudy(t)
	mustAsk(t, s, "one", codeAt(14, 17, "act.A01", "ik"))
	opt := fakes()
	opt.Replace = true
	if _, err := s.Import(t.Context(), "x", []Input{input("R01.txt", "Nieuw. "+talk)}, opt); err != nil {
		t.Fatal(err)
	}
	got, err := s.CodingsIn(t.Context(), "R01")
	if err != nil || len(got) != 1 || got[0].Start != 21 {
		t.Fatalf("%+v, %v", got, err)
	}
	mustAsk(t, s, "two", codeAt(0, 5, "act.A01", "ik"))
	if got, _ := s.CodingsIn(t.Context(), "R01"); got[0].Quotation != "Nieuw" {
		t.Errorf("coded in an old text: %q", got[0].Quotation)
	}
	if _, total := mustSearch(t, s, "nieuw", 1); total != 1 {
		t.Errorf("%d hits in the new text", total)
	}
	if _, err := s.UndoRequest(t.Context(), "x", "u1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.UndoRequest(t.Context(), "x", "u2"); err != nil {
		t.Fatal(err)
	}
	if _, total := mustSearch(t, s, "nieuw", 1); total != 0 {
		t.Error("found in a text that was taken back")
	}
	mustVerify(t, s)
}

// Texts at hand are bounded by their size, and the last one is always there.
func TestTextsAtHand(t *testing.T) {
	var kept texts
	key := func(i int) textKey { return textKey{document: instruments.DocumentID(rune('a' + i))} }
	for i := range 5 {
		kept.keep(key(i), coding.Segmenter{}, mostText/3)
		kept.find(key(0))
	}
	for i, want := range []bool{true, false, false, true, true} {
		if _, ok := kept.find(key(i)); ok != want {
			t.Errorf("text %d kept: %v, want %v", i, ok, want)
		}
	}
	kept.keep(key(9), coding.Segmenter{}, 2*mostText)
	if _, ok := kept.find(key(9)); !ok || len(kept.kept) != 1 {
		t.Errorf("after a very long text %d are kept", len(kept.kept))
	}
}
