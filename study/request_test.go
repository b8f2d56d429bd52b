package study

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// talkStudy is a study with two respondents and the interview R01.
func talkStudy(t testing.TB) (*Study, string) {
	t.Helper()
	s, path := newStudy(t)
	mustImport(t, s, sheet(t, 2), input("R01.txt", talk))
	return s, path
}

// codeAt makes one coding of R01 by a coder.
func codeAt(start, end int, code coding.CodeID, coder coding.CoderID) func(coding.View) ([]coding.Command, error) {
	return func(v coding.View) ([]coding.Command, error) {
		seg, err := coding.SegmentIn(v, "R01", start, end)
		if err != nil {
			return nil, err
		}
		cmd, err := coding.AddCodings(v, coding.Coding{Segment: seg, Code: code, Coder: coder})
		return []coding.Command{cmd}, err
	}
}

func putPerson(ids ...string) func(coding.View) ([]coding.Command, error) {
	return func(v coding.View) (out []coding.Command, err error) {
		for _, id := range ids {
			cmd, err := coding.PutRespondent(v, instruments.Respondent{ID: instruments.RespondentID(id)})
			if err != nil {
				return nil, err
			}
			out = append(out, cmd)
		}
		return out, nil
	}
}

func mustAsk(t testing.TB, s *Study, request string, make func(coding.View) ([]coding.Command, error)) Receipt {
	t.Helper()
	r, err := s.DoRequest(t.Context(), "codeur", request, make)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func since(t testing.TB, s *Study, after int64) []Event {
	t.Helper()
	var out []Event
	if err := s.Since(t.Context(), after, 0, func(e Event) error { out = append(out, e); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRequestIsDoneOnce(t *testing.T) {
	s, path := talkStudy(t) // events 1–3
	first := mustAsk(t, s, "r-1", codeAt(14, 17, "act.A01", "ik"))
	if want := (Receipt{Seq: 4, First: 4, Type: "coding.add"}); first != want {
		t.Fatalf("receipt %+v, want %+v", first, want)
	}
	again := first
	again.Repeated = true
	for _, other := range []func(coding.View) ([]coding.Command, error){codeAt(14, 17, "act.A01", "ik"), putPerson("R09")} {
		if got := mustAsk(t, s, "r-1", other); got != again {
			t.Errorf("repeated: %+v, want %+v", got, again)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := mustAsk(t, s, "r-1", putPerson("R09")); got != again {
		t.Errorf("repeated after reopening: %+v, want %+v", got, again)
	}
	if h, _ := s.Head(t.Context()); h.Seq != 4 {
		t.Errorf("%d events, want 4", h.Seq)
	}
	mustVerify(t, s)
}

func TestRequestOfSeveralCommands(t *testing.T) {
	s, _ := newStudy(t)
	r := mustAsk(t, s, "r", putPerson("A", "B", "C"))
	if want := (Receipt{Seq: 4, First: 2, Type: "respondent.put"}); r != want {
		t.Fatalf("receipt %+v, want %+v", r, want)
	}
	for _, e := range since(t, s, 1) {
		if e.Request != "r" || e.Batch != 2 {
			t.Errorf("event %d: request %q, batch %d", e.Seq, e.Request, e.Batch)
		}
	}
	undone, err := s.UndoRequest(t.Context(), "x", "u")
	if want := (Receipt{Seq: 7, First: 5, Type: "respondent.put", Undoes: 2}); err != nil || undone != want {
		t.Fatalf("%+v, %v, want %+v", undone, err, want)
	}
	if c := mustCorpus(t, s); len(c.Respondents) != 0 {
		t.Errorf("%d respondents left", len(c.Respondents))
	}
}

func TestRepeatedUndoUndoesOnce(t *testing.T) {
	s, _ := newStudy(t)
	for _, id := range []string{"A", "B", "C"} {
		mustAsk(t, s, "put-"+id, putPerson(id))
	}
	people := func() (ids []instruments.RespondentID) {
		for _, r := range mustCorpus(t, s).Respondents {
			ids = append(ids, r.ID)
		}
		return ids
	}
	first, err := s.UndoRequest(t.Context(), "x", "u")
	if err != nil || first.Undoes != 4 {
		t.Fatal(first, err)
	}
	second, err := s.UndoRequest(t.Context(), "x", "u")
	if first.Repeated = true; err != nil || second != first {
		t.Errorf("repeated %+v, %v, want %+v", second, err, first)
	}
	if got := people(); !slices.Equal(got, []instruments.RespondentID{"A", "B"}) {
		t.Errorf("left: %v", got)
	}
	for range 2 {
		if r, err := s.RedoRequest(t.Context(), "x", "re"); err != nil || r.Seq != 6 {
			t.Fatal(r, err)
		}
	}
	if got := people(); !slices.Equal(got, []instruments.RespondentID{"A", "B", "C"}) {
		t.Errorf("after redo: %v", got)
	}
	// Nothing to redo now, and for this request never.
	for range 2 {
		if r, err := s.RedoRequest(t.Context(), "x", "nothing"); err != nil || r.Seq != 0 {
			t.Fatal(r, err)
		}
		if _, _, err := s.Undo(t.Context(), "x"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFailedRequestMayBeTriedAgain(t *testing.T) {
	s, _ := talkStudy(t)
	for name, make := range map[string]func(coding.View) ([]coding.Command, error){
		"unknown code": codeAt(14, 17, "geen", "ik"),
		"outside":      codeAt(14, 17_000, "act.A01", "ik"),
		"unknown document": func(v coding.View) ([]coding.Command, error) {
			_, err := coding.SegmentIn(v, "R77", 1, 2)
			return nil, err
		},
		"other quotation": func(v coding.View) ([]coding.Command, error) {
			c, err := coding.AddCodings(v, coding.Coding{Segment: coding.Segment{Document: "R01", Start: 14, End: 17, Quotation: "wij"}, Code: "act.A01", Coder: "ik"})
			return []coding.Command{c}, err
		},
		"half": func(v coding.View) ([]coding.Command, error) {
			cmds, err := putPerson("R08")(v)
			return append(cmds, coding.Command{Type: "x", Changes: []coding.Change{{Kind: coding.CoderKind, ID: "c", Before: []byte(`{"id":"c"}`)}}}), err
		},
	} {
		_, err := s.DoRequest(t.Context(), "x", "r", make)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		var said *instruments.Error
		if !errors.As(err, &said) || said.What.NL == said.What.EN {
			t.Errorf("%s: not said in two languages: %v", name, err)
		}
	}
	if h, _ := s.Head(t.Context()); h.Seq != 3 || len(mustCorpus(t, s).Respondents) != 2 {
		t.Error("something of the failed requests was kept")
	}
	if r := mustAsk(t, s, "r", codeAt(14, 17, "act.A01", "ik")); r.Repeated || r.Seq != 4 {
		t.Errorf("receipt %+v", r)
	}
	mustVerify(t, s)
}

func TestRequestIDs(t *testing.T) {
	s, _ := newStudy(t)
	for _, id := range []string{"", "a b", "é", "x'; DROP TABLE requests", strings.Repeat("a", 65), "a\n"} {
		_, err := s.DoRequest(t.Context(), "x", id, putPerson("R"))
		if !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%q: %v, want a refusal", id, err)
			continue
		}
		told(t, err)
	}
	mustAsk(t, s, strings.Repeat("A", 64), putPerson("R"))
	mustAsk(t, s, "3f2b8c1e-0d55-4b0e-9c39-5f0c9f1d7a10", putPerson("S"))
}

// Many coders at once: every acknowledged coding is there, each event once, the
// chain holds, and those who ask for nonsense do not disturb the others.
func TestManyCodersAtOnce(t *testing.T) {
	s, path := talkStudy(t)
	const coders, each = 16, 20
	var wg sync.WaitGroup
	for w := range coders {
		wg.Go(func() {
			for i := range each {
				request := fmt.Sprintf("w%d-%d", w, i)
				ask := codeAt(i, i+3, "act.A01", coding.CoderID(fmt.Sprint("c", w)))
				for range 2 { // the second time repeats it
					r, err := s.DoRequest(t.Context(), "x", request, ask)
					if err != nil || r.Seq == 0 {
						t.Error(r, err)
					}
				}
				if _, err := s.DoRequest(t.Context(), "x", request+"-bad", codeAt(i, i+3, "act", "c")); err == nil {
					t.Error("a coding with an unknown code was stored")
				}
			}
		})
	}
	wg.Wait()
	if got := len(mustCorpus(t, s).Codings); got != coders*each {
		t.Errorf("%d codings, want %d", got, coders*each)
	}
	v := mustVerify(t, s)
	if v.Events != 3+coders*each {
		t.Errorf("%d events", v.Events)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if again := mustVerify(t, r); again != v {
		t.Errorf("%+v after closing, %+v before", again, v)
	}
}

// Undo among the work of others takes back one whole act each time.
func TestUndoBetweenOthers(t *testing.T) {
	s, _ := newStudy(t)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 10 {
				if _, err := s.DoRequest(t.Context(), "x", fmt.Sprintf("p%d-%d", w, i), putPerson(fmt.Sprintf("%d-%d-a", w, i), fmt.Sprintf("%d-%d-b", w, i))); err != nil {
					t.Error(err)
				}
				if i%2 == 1 {
					if r, err := s.UndoRequest(t.Context(), "x", fmt.Sprintf("u%d-%d", w, i)); err != nil || r.Seq == 0 {
						t.Error(r, err)
					}
				}
			}
		})
	}
	wg.Wait()
	if got := len(mustCorpus(t, s).Respondents); got != 2*(80-40) {
		t.Errorf("%d respondents, want 80", got)
	}
	mustVerify(t, s)
}

// One of several waiting changes fails in the middle of its writing; it alone
// is rolled back.
func TestOneOfAGroupFails(t *testing.T) {
	s, _ := newStudy(t)
	s.group.lead <- struct{}{} // nobody writes, so all wait
	var wg sync.WaitGroup
	errs := make([]error, 5)
	panics := make([]any, 5)
	for i := range errs {
		wg.Go(func() {
			defer func() { panics[i] = recover() }()
			_, errs[i] = s.DoRequest(t.Context(), "x", fmt.Sprint("r", i), func(v coding.View) ([]coding.Command, error) {
				switch i {
				case 1:
					panic("stuk")
				case 3:
					cmds, err := putPerson("half")(v)
					return append(cmds, cmds...), err
				}
				return putPerson(fmt.Sprint("R", i))(v)
			})
		})
	}
	for len(waiting(s)) < len(errs) {
		time.Sleep(time.Millisecond)
	}
	<-s.group.lead
	wg.Wait()
	for i, err := range errs {
		switch {
		case i == 1 && panics[i] != "stuk":
			t.Errorf("the panic came out as %v", panics[i])
		case i == 3 && !errors.Is(err, ErrConflict):
			t.Errorf("error = %v, want ErrConflict", err)
		case i != 1 && i != 3 && (err != nil || panics[i] != nil):
			t.Errorf("%d: %v, %v", i, err, panics[i])
		}
	}
	if got := len(mustCorpus(t, s).Respondents); got != 3 {
		t.Errorf("%d respondents, want 3", got)
	}
	if e := since(t, s, 1); len(e) != 3 {
		t.Errorf("%d events, want 3", len(e))
	}
	mustVerify(t, s)
}

func waiting(s *Study) []*job {
	s.group.mu.Lock()
	defer s.group.mu.Unlock()
	return slices.Clone(s.group.waiting)
}

// Whoever gives up while waiting is not written.
func TestGivingUpWhileWaiting(t *testing.T) {
	s, _ := newStudy(t)
	s.group.lead <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := s.DoRequest(ctx, "x", "r", putPerson("R"))
		done <- err
	}()
	for len(waiting(s)) == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	<-s.group.lead
	if r := mustAsk(t, s, "r", putPerson("R")); r.Repeated || r.Seq != 2 {
		t.Errorf("receipt %+v", r)
	}
}

func TestChanged(t *testing.T) {
	s, _ := newStudy(t)
	a, b := s.Changed(), s.Changed()
	quiet := func(ch <-chan struct{}, what string) {
		t.Helper()
		select {
		case <-ch:
			t.Errorf("told after %s", what)
		default:
		}
	}
	if err := s.Do(t.Context(), "x", coding.Command{Type: "t"}); err != nil {
		t.Fatal(err)
	}
	quiet(a, "a command without changes")
	if _, err := s.DoRequest(t.Context(), "x", "bad", codeAt(0, 1, "geen", "x")); err == nil {
		t.Fatal("no error")
	}
	quiet(a, "a refused command")
	mustAsk(t, s, "r", putPerson("R"))
	for _, ch := range []<-chan struct{}{a, b} {
		select {
		case <-ch:
		default:
			t.Error("not told of a change")
		}
	}
	next := s.Changed()
	mustAsk(t, s, "r", putPerson("R"))
	quiet(next, "a repeated request")
	mustImport(t, s, sheet(t, 1))
	<-next
	if _, err := s.Import(t.Context(), "x", []Input{sheet(t, 3)}, ImportOptions{DryRun: true, Readers: fakes().Readers}); err != nil {
		t.Fatal(err)
	}
	quiet(s.Changed(), "a dry run")
}

// Followers who take the channel first and read then see every event once.
func TestFollowersMissNothing(t *testing.T) {
	s, _ := newStudy(t)
	const n = 60
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			last := int64(1)
			for last < 1+n {
				changed, before := s.Changed(), last
				err := s.Since(t.Context(), last, 7, func(e Event) error {
					if e.Seq != last+1 {
						t.Errorf("event %d after %d", e.Seq, last)
					}
					last = e.Seq
					return nil
				})
				if err != nil {
					t.Error(err)
					return
				}
				if last == before {
					<-changed
				}
			}
		})
	}
	for i := range n {
		mustAsk(t, s, fmt.Sprint(i), putPerson(fmt.Sprint(i)))
	}
	wg.Wait()
}

func TestSince(t *testing.T) {
	s, _ := newStudy(t)
	for i := range 5 {
		mustAsk(t, s, fmt.Sprint("r", i), putPerson(fmt.Sprint(i)))
	}
	for _, test := range []struct {
		after int64
		limit int
		want  []int64
	}{{0, 0, []int64{1, 2, 3, 4, 5, 6}}, {4, 0, []int64{5, 6}}, {6, 0, nil}, {99, 3, nil}, {1, 2, []int64{2, 3}}, {-5, 1, []int64{1}}} {
		var got []int64
		err := s.Since(t.Context(), test.after, test.limit, func(e Event) error {
			got = append(got, e.Seq)
			if e.Hash != e.Sum() {
				t.Errorf("event %d is not whole", e.Seq)
			}
			return nil
		})
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("after %d, limit %d: %v, %v, want %v", test.after, test.limit, got, err, test.want)
		}
	}
}

func TestUndoableAndRedoable(t *testing.T) {
	s, path := newStudy(t)
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	check := func(undo, redo int64) {
		t.Helper()
		for _, s := range []*Study{s, r} {
			u, ok, err := s.Undoable(t.Context())
			if err != nil || ok != (undo != 0) || u.Seq != undo {
				t.Errorf("undoable %d, %v, %v, want %d", u.Seq, ok, err, undo)
			}
			d, ok, err := s.Redoable(t.Context())
			if err != nil || ok != (redo != 0) || d.Seq != redo {
				t.Errorf("redoable %d, %v, %v, want %d", d.Seq, ok, err, redo)
			}
		}
	}
	check(0, 0)
	mustAsk(t, s, "a", putPerson("A", "B")) // 2, 3
	check(2, 0)
	mustAsk(t, s, "b", putPerson("C")) // 4
	check(4, 0)
	if _, _, err := s.Undo(t.Context(), "x"); err != nil { // 5
		t.Fatal(err)
	}
	check(2, 5)
	if _, _, err := s.Undo(t.Context(), "x"); err != nil { // 6, 7
		t.Fatal(err)
	}
	check(0, 6)
	if _, _, err := s.Redo(t.Context(), "x"); err != nil { // 8, 9
		t.Fatal(err)
	}
	check(8, 5)
	if _, err := s.DoRequest(t.Context(), "x", "bad", codeAt(0, 1, "geen", "x")); err == nil {
		t.Fatal("no error")
	}
	check(8, 5) // what failed is not in the history
	mustAsk(t, s, "c", putPerson("D"))
	check(10, 0)
}
