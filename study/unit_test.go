package study

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

func TestOrderedKeepsOrderAndBound(t *testing.T) {
	items := make([]int, 500)
	for i := range items {
		items[i] = i * 3
	}
	var running, most, ahead atomic.Int32
	var got []int
	err := ordered(t.Context(), items, func(i int) int {
		n := running.Add(1)
		most.Store(max(most.Load(), n))
		ahead.Add(1)
		runtime.Gosched()
		running.Add(-1)
		return i * 2
	}, func(i, r int) error {
		if ahead.Add(-1); r != i*2 {
			t.Errorf("item %d came with the result %d", i, r)
		}
		got = append(got, i)
		return nil
	})
	if err != nil || !slices.Equal(got, items) {
		t.Errorf("%v, %d of %d items, in order: %v", err, len(got), len(items), slices.IsSorted(got))
	}
	if procs := int32(runtime.GOMAXPROCS(0)); most.Load() > procs {
		t.Errorf("%d at a time on %d processors", most.Load(), procs)
	}
}

func TestOrderedStopsAtAnError(t *testing.T) {
	var produced atomic.Int32
	err := ordered(t.Context(), make([]int, 1000), func(int) int {
		produced.Add(1)
		return 0
	}, func(int, int) error { return fs.ErrInvalid })
	if !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("error = %v", err)
	}
	if n := produced.Load(); n > 50 {
		t.Errorf("%d were produced after the error", n)
	}
}

func TestOrderedStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := ordered(ctx, make([]int, 1000), func(int) int { return 0 }, func(int, int) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	if err := ordered(ctx, nil, func(int) int { return 0 }, func(int, int) error { return nil }); err != nil {
		t.Errorf("nothing to do: %v", err)
	}
}

func TestHistory(t *testing.T) {
	for _, test := range []struct {
		name       string
		log        []entry
		undo, redo []int64 // events of the last act of each
	}{
		{"one", []entry{{2, 2, 0}}, []int64{2}, nil},
		{"batch", []entry{{2, 2, 0}, {3, 3, 0}, {4, 3, 0}}, []int64{3, 4}, nil},
		{"undone", []entry{{2, 2, 0}, {3, 3, 0}, {4, 4, 3}}, []int64{2}, []int64{4}},
		{"undone batch", []entry{{2, 2, 0}, {3, 2, 0}, {4, 4, 3}, {5, 4, 2}}, nil, []int64{4, 5}},
		{"redone", []entry{{2, 2, 0}, {3, 3, 2}, {4, 4, 3}}, []int64{4}, nil},
		{"undone, redone, undone", []entry{{2, 2, 0}, {3, 3, 2}, {4, 4, 3}, {5, 5, 4}}, nil, []int64{5}},
		{"new act empties redo", []entry{{2, 2, 0}, {3, 3, 2}, {4, 4, 0}}, []int64{4}, nil},
		{"two undone", []entry{{2, 2, 0}, {3, 3, 0}, {4, 4, 3}, {5, 5, 2}}, nil, []int64{5}},
	} {
		var h history
		for _, e := range test.log {
			h.add(e)
		}
		if got := lastEvents(h.undo); !slices.Equal(got, test.undo) {
			t.Errorf("%s: undo %v, want %v", test.name, got, test.undo)
		}
		if got := lastEvents(h.redo); !slices.Equal(got, test.redo) {
			t.Errorf("%s: redo %v, want %v", test.name, got, test.redo)
		}
	}
}

func lastEvents(of []step) (out []int64) {
	for _, s := range lastAct(of) {
		out = append(out, s.seq)
	}
	return out
}

func TestTokens(t *testing.T) {
	for in, want := range map[string][]string{
		"": nil, "R01": {"r01"}, "Interview R01 (v2)": {"interview", "r01", "v2"}, "é_É-x": {"é", "é", "x"}, "--": nil,
	} {
		var got []string
		for _, w := range tokens(in) {
			got = append(got, w.text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("tokens(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestStemAndBase(t *testing.T) {
	for in, want := range map[string]string{"R01.docx": "R01", "map/R01.docx": "R01", `C:\map\R01.v2.txt`: "R01.v2", "zonder": "zonder", ".verborgen": ""} {
		if got := stem(in); got != want {
			t.Errorf("stem(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSpokenTable(t *testing.T) {
	for in, want := range map[string]bool{
		"spreker;tekst\nI;hoi\n": true, "\ufeffSpeaker,Time,Text\r\n": true, "\"speaker\"\t\"text\"\n": true,
		"respondent,rol\n": false, "tekst\n": false, "": false, "x,y\nspreker,tekst\n": false,
	} {
		if got := spokenTable([]byte(in)); got != want {
			t.Errorf("spokenTable(%q) = %v", in, got)
		}
	}
}

func TestMergedTrajectories(t *testing.T) {
	old := instruments.Trajectory{ID: "T", Project: "P", StartContact: "ja", Attributes: map[string]string{"a": "1", "b": "1"}}
	got := merged(old, instruments.Trajectory{ID: "T", Attributes: map[string]string{"b": "2"}})
	if got.Project != "P" || got.StartContact != "ja" || got.Attributes["a"] != "1" || got.Attributes["b"] != "2" {
		t.Errorf("%+v", got)
	}
	got = merged(instruments.Trajectory{ID: "T"}, instruments.Trajectory{ID: "T", Project: "Q", StartContact: "nee"})
	if got.Project != "Q" || got.StartContact != "nee" || got.Attributes != nil {
		t.Errorf("%+v", got)
	}
	if old.Attributes["b"] != "1" {
		t.Error("the old trajectory was changed")
	}
}

func TestExplain(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		want error
	}{
		{"damaged", sqlite3.CORRUPT, ErrIntegrity},
		{"no database", sqlite3.NOTADB, ErrIntegrity},
		{"page checksum", sqlite3.IOERR_DATA, ErrIntegrity},
		{"busy", sqlite3.BUSY, ErrLocked},
		{"full", sqlite3.FULL, sqlite3.FULL},
		{"unwritable", sqlite3.READONLY, sqlite3.READONLY},
		{"permission", fs.ErrPermission, fs.ErrPermission},
	} {
		err := explain("s.mz", fmt.Errorf("step: %w", test.err))
		var told *instruments.Error
		if !errors.Is(err, test.want) || !errors.Is(err, test.err) || !errors.As(err, &told) || told.What.NL == told.What.EN {
			t.Errorf("%s: %v", test.name, err)
		}
		if text := told.In(instruments.Dutch); strings.Contains(text, "sqlite") || strings.Contains(text, test.err.Error()) {
			t.Errorf("%s: the words of the database are shown: %s", test.name, text)
		}
	}
	if err := explain("s.mz", nil); err != nil {
		t.Error(err)
	}
	if err := explain("s.mz", context.Canceled); err != context.Canceled {
		t.Errorf("another error was changed: %v", err)
	}
}

func TestEventSum(t *testing.T) {
	e := Event{Seq: 2, Prev: "ab", Time: "2020-03-01T09:00:00Z", Actor: "Jo \"x\"\n", Type: "t", Batch: 2, Payload: json.RawMessage(`{"changes":[],"type":"t"}`)}
	// sha256 of: [2,"ab","2020-03-01T09:00:00Z","Jo \"x\"\n","t",2,0] LF {"changes":[],"type":"t"}
	const want = "d9870a07775a3fa5b523109b9e619fcb826ffd4b6ef9361a8095266fb0c49957"
	if got := e.Sum(); got != want {
		t.Errorf("sum = %s, want %s", got, want)
	}
	for name, change := range map[string]func(*Event){
		"seq": func(e *Event) { e.Seq++ }, "prev": func(e *Event) { e.Prev = "" }, "time": func(e *Event) { e.Time = "" }, "actor": func(e *Event) { e.Actor = "" },
		"type": func(e *Event) { e.Type = "" }, "batch": func(e *Event) { e.Batch++ }, "undoes": func(e *Event) { e.Undoes++ }, "payload": func(e *Event) { e.Payload = nil },
	} {
		other := e
		change(&other)
		if other.Sum() == want {
			t.Errorf("%s is not covered by the hash", name)
		}
	}
}

func TestLog(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 1), input("R01.txt", talk))
	var types []string
	prev := ""
	err := s.Log(t.Context(), func(e Event) error {
		if e.Prev != prev || e.Hash != e.Sum() {
			t.Errorf("event %d does not follow", e.Seq)
		}
		prev = e.Hash
		types = append(types, fmt.Sprint(e.Type, " ", e.Actor, " ", e.Batch))
		return nil
	})
	want := []string{"study.create maker 1", "import.respondents invoer 2", "import.transcript invoer 2"}
	if err != nil || !slices.Equal(types, want) {
		t.Errorf("log = %q, %v; want %q", types, err, want)
	}
	if err := s.Log(t.Context(), func(Event) error { return fs.ErrInvalid }); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("the error of the callback: %v", err)
	}
}

func TestInfo(t *testing.T) {
	s, _ := newStudy(t)
	info, err := s.Info(t.Context())
	if err != nil || info.Name != "proef" || info.Lang != instruments.Dutch || info.Head != "" {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestClosedStudy(t *testing.T) {
	path := closedStudy(t)
	s, err := Open(t.Context(), path, Options{})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Corpus(t.Context()); err == nil {
		t.Error("a closed study was read")
	}
	if err := s.Do(t.Context(), "x", coding.Command{Type: "t"}); err == nil {
		t.Error("a closed study was written")
	}
	if _, err := s.Backup(t.Context(), path+".kopie"); err == nil {
		t.Error("a closed study was copied")
	}
}

func TestCancelledContext(t *testing.T) {
	s, _ := newStudy(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Corpus(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Corpus: %v", err)
	}
	if err := s.Do(ctx, "x", coding.Command{Type: "t"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Do: %v", err)
	}
	if _, err := s.Verify(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Verify: %v", err)
	}
	mustVerify(t, s) // and goes on afterwards
}

// A function that panics inside a write transaction leaves nothing behind.
func TestPanicRollsBack(t *testing.T) {
	s, _ := newStudy(t)
	func() {
		defer func() { _ = recover() }()
		_ = s.write(t.Context(), false, func(tx *tx) error {
			if err := putBlob(tx.d, []byte("x"), ""); err != nil {
				t.Error(err)
			}
			panic("midden in een wijziging")
		})
	}()
	if v := mustVerify(t, s); v.Blobs != 0 {
		t.Error("a half transaction was kept")
	}
	mustImport(t, s, sheet(t, 1))
}

// Names that mean something in a URI or an SQL text are only names.
func TestAwkwardPaths(t *testing.T) {
	for _, name := range []string{"met spatie.mz", "procent%41.mz", "vraag?mode=memory.mz", "hekje#1.mz", "één ‘studie’.mz", "quote'\".mz", "--.mz", "punt.punt", "&immutable=1.mz"} {
		path := filepath.Join(t.TempDir(), name)
		s, err := Create(t.Context(), path, testOptions())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		mustImport(t, s, sheet(t, 1))
		if _, err := s.Backup(t.Context(), path+".kopie"); err != nil {
			t.Errorf("%s: backup: %v", name, err)
		}
		r, err := OpenReadOnly(t.Context(), path)
		if err != nil || len(mustCorpus(t, r).Respondents) != 1 {
			t.Errorf("%s: %v", name, err)
		}
		if err := errors.Join(r.Close(), s.Close()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{name, name + ".kopie"}) {
			t.Errorf("files %q", got)
		}
	}
}

func TestSymbolicLink(t *testing.T) {
	path := closedStudy(t)
	link := filepath.Join(t.TempDir(), "link.mz")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	s, err := Open(t.Context(), link, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("the same study under its own name: %v, want ErrLocked", err)
	}
}

func TestCreateInAMissingFolder(t *testing.T) {
	if _, err := Create(t.Context(), filepath.Join(t.TempDir(), "weg", "s.mz"), testOptions()); err == nil {
		t.Error("no error")
	}
}

func TestPublishNeverReplaces(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	if err := errors.Join(os.WriteFile(a, []byte("a"), 0o600), os.WriteFile(b, []byte("b"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := publish(a, b); !errors.Is(err, instruments.ErrRefused) {
		t.Errorf("error = %v", err)
	}
	if got := string(readFile(t, b)); got != "b" {
		t.Errorf("b holds %q", got)
	}
}

// Many goroutines read and write one Study; every acknowledged change is there.
func TestConcurrentUse(t *testing.T) {
	s, _ := newStudy(t)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 10 {
				cmd, err := coding.PutRespondent(s.View(t.Context()), instruments.Respondent{ID: instruments.RespondentID(fmt.Sprintf("R%d-%d", w, i))})
				if err == nil {
					err = s.Do(t.Context(), "x", cmd)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range 10 {
				if c, err := s.Corpus(t.Context()); err != nil || int64(len(c.Respondents)) != c.Info.Events-1 {
					t.Errorf("a torn picture: %d respondents after %d events, %v", len(c.Respondents), c.Info.Events, err)
				}
			}
		})
	}
	wg.Wait()
	if v := mustVerify(t, s); v.Events != 41 {
		t.Errorf("%d events, want 41", v.Events)
	}
}

func TestViewLetsItsCallbackUseTheStudy(t *testing.T) {
	s, _ := newStudy(t)
	mustImport(t, s, sheet(t, 3))
	view, n := s.View(t.Context()), 0
	err := view.Each(coding.RespondentKind, func(id string, _ json.RawMessage) error {
		_, ok, err := view.Record(coding.RespondentKind, id)
		if ok {
			n++
		}
		return err
	})
	if err != nil || n != 3 {
		t.Errorf("%d, %v", n, err)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	var heads []string
	for range 2 {
		s, _ := newStudy(t)
		mustImport(t, s, sheet(t, 3), input("R01.txt", talk), list(t, "l.xlsx", "R02", "ik", instruments.Denied))
		h, err := s.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		heads = append(heads, h.Hash)
	}
	if heads[0] != heads[1] {
		t.Errorf("study hashes differ: %v", heads)
	}
}

// Reopening after a crash does not read the study: 0.1 s is the aim with 3,700
// documents; here 300, and a tenth of a second is generous.
func TestReopenIsQuick(t *testing.T) {
	s, path := newStudy(t)
	if _, err := s.Import(t.Context(), "x", interviews(300), fakes()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	best := time.Hour
	for range 5 {
		start := time.Now()
		s, err := Open(t.Context(), path, Options{})
		best = min(best, time.Since(start))
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if best > 100*time.Millisecond {
		t.Errorf("opening took %v", best)
	}
}

func TestImportOfNothing(t *testing.T) {
	s, _ := newStudy(t)
	if report := mustImport(t, s); len(report.Files) != 0 {
		t.Errorf("%+v", report)
	}
	if h, _ := s.Head(t.Context()); h.Seq != 1 {
		t.Error("an event was written")
	}
}

func TestProblemsAreShownInBothLanguages(t *testing.T) {
	s, _ := newStudy(t)
	_, err := s.Import(t.Context(), "x", []Input{input("leeg.txt", "")}, fakes())
	nl, en := instruments.Localized(err, instruments.Dutch), instruments.Localized(err, instruments.English)
	if !strings.Contains(nl, "leeg.txt: het bestand is leeg") || !strings.Contains(en, "leeg.txt: the file is empty") {
		t.Errorf("%s\n%s", nl, en)
	}
}

// TestExplainNew: a study or backup in a folder that is not there is told so,
// without the name of the temporary file, and no refusal of input.
func TestExplainNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nergens", "s.mz")
	_, err := Create(t.Context(), path, Options{})
	if err == nil || !strings.Contains(instruments.Localized(err, instruments.Dutch), "de map van dit bestand bestaat niet") || strings.Contains(err.Error(), ".s.mz") {
		t.Errorf("a study in no folder: %v", err)
	}
	if errors.Is(err, instruments.ErrRefused) {
		t.Errorf("%v counts as refused input", err)
	}
}

func TestDamagedPage(t *testing.T) {
	for found, want := range map[string]string{
		"*** in database main ***\nTree 12 page 34 cell 5: Rowid 7 out of order": "het onderzoeksbestand is beschadigd op pagina 34",
		"*** in database main ***\nPage 9: never used":                           "het onderzoeksbestand is beschadigd op pagina 9",
		"wrong # of entries in index codings_code":                               "het onderzoeksbestand is beschadigd",
	} {
		if got := damagedPage(found).NL; got != want {
			t.Errorf("%q is told as %q, want %q", found, got, want)
		}
	}
	err := damaged("", damagedPage("x"), errors.New("wrong # of entries in index x"))
	if text := instruments.Localized(err, instruments.Dutch); strings.Contains(text, "index") || !errors.Is(err, ErrIntegrity) {
		t.Errorf("told as %s", text)
	}
}
