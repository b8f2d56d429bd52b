package study

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"pgregory.net/rapid"
)

// machine is a study file beside a model of it: the state in memory, and what
// can be undone and redone as plain commands.
type machine struct {
	t          *testing.T
	s          *Study
	path       string
	state      coding.State
	undo, redo []coding.Command
	receipts   map[string]Receipt
	events     int64
	next       int
}

func newMachine(t *testing.T, rt *rapid.T) *machine {
	m := &machine{t: t, path: filepath.Join(t.TempDir(), "s.mz"), receipts: map[string]Receipt{}}
	var err error
	if m.s, err = Create(t.Context(), m.path, testOptions()); err != nil {
		rt.Fatal(err)
	}
	cmd, err := birth(testOptions())
	if err == nil {
		err = m.state.Apply(cmd)
	}
	var put coding.Command
	if err == nil {
		put, err = coding.PutDocument(m.s.View(t.Context()), fakeDocument(), []byte("origineel"))
	}
	if err == nil {
		err = m.s.Do(t.Context(), "x", put)
	}
	if err == nil {
		err = m.state.Apply(put)
	}
	if err != nil {
		rt.Fatal(err)
	}
	m.undo, m.events = []coding.Command{put}, 2
	return m
}

func (m *machine) request() string {
	m.next++
	return fmt.Sprint("req-", m.next)
}

// Do does a random command made outside, or is told that it cannot be made.
func (m *machine) Do(rt *rapid.T) {
	cmd, refused := randomCommand(rt, m.s.View(m.t.Context()))
	if refused != nil {
		return
	}
	if err := m.s.Do(m.t.Context(), "x", cmd); err != nil {
		rt.Fatal(err)
	}
	m.did(rt, cmd)
}

func (m *machine) did(rt *rapid.T, cmd coding.Command) {
	cmd, err := cmd.Normal()
	if err != nil {
		rt.Fatal(err)
	}
	if len(cmd.Changes) == 0 {
		return
	}
	if err := m.state.Apply(cmd); err != nil {
		rt.Fatal(err)
	}
	m.events++
	m.undo, m.redo = append(m.undo, cmd), nil
}

// DoRequest does a random command made inside the transaction.
func (m *machine) DoRequest(rt *rapid.T) {
	id := m.request()
	var made coding.Command
	r, err := m.s.DoRequest(m.t.Context(), "x", id, func(v coding.View) (_ []coding.Command, err error) {
		made, err = randomCommand(rt, v)
		return []coding.Command{made}, err
	})
	if err != nil {
		var told *instruments.Error
		if !errors.As(err, &told) || errors.Is(err, ErrConflict) {
			rt.Fatalf("refused with %v", err)
		}
		return
	}
	m.did(rt, made)
	m.receipt(rt, id, r)
}

func (m *machine) receipt(rt *rapid.T, id string, r Receipt) {
	if r.Repeated || r.Seq != 0 && r.Seq != m.events {
		rt.Fatalf("receipt %+v after %d events", r, m.events)
	}
	r.Repeated = true
	m.receipts[id] = r
}

// Repeat repeats any request made before, as any kind of request.
func (m *machine) Repeat(rt *rapid.T) {
	if len(m.receipts) == 0 {
		rt.Skip()
	}
	id := fmt.Sprint("req-", rapid.IntRange(1, m.next).Draw(rt, "which"))
	want, done := m.receipts[id]
	if !done {
		return // it was refused
	}
	var got Receipt
	var err error
	switch rapid.IntRange(0, 2).Draw(rt, "how") {
	case 0:
		got, err = m.s.UndoRequest(m.t.Context(), "x", id)
	case 1:
		got, err = m.s.RedoRequest(m.t.Context(), "x", id)
	default:
		got, err = m.s.DoRequest(m.t.Context(), "x", id, putPerson("nooit"))
	}
	if err != nil || got != want {
		rt.Fatalf("repeated: %+v, %v, want %+v", got, err, want)
	}
}

// Undo undoes, by request or without.
func (m *machine) Undo(rt *rapid.T) { m.back(rt, &m.undo, &m.redo, m.s.Undo, m.s.UndoRequest) }

// Redo redoes.
func (m *machine) Redo(rt *rapid.T) { m.back(rt, &m.redo, &m.undo, m.s.Redo, m.s.RedoRequest) }

func (m *machine) back(rt *rapid.T, from, to *[]coding.Command, plain func(context.Context, string) (Event, bool, error), asked func(context.Context, string, string) (Receipt, error)) {
	if n := len(*from); n > 0 {
		inverse := (*from)[n-1].Inverse()
		*from, *to = (*from)[:n-1], append(*to, inverse)
		m.events++
		if err := m.state.Apply(inverse); err != nil {
			rt.Fatal(err)
		}
		m.callBack(rt, true, plain, asked)
		return
	}
	m.callBack(rt, false, plain, asked)
}

func (m *machine) callBack(rt *rapid.T, some bool, plain func(context.Context, string) (Event, bool, error), asked func(context.Context, string, string) (Receipt, error)) {
	if rapid.Bool().Draw(rt, "plain") {
		if _, ok, err := plain(m.t.Context(), "x"); err != nil || ok != some {
			rt.Fatalf("%v, %v, want %v", ok, err, some)
		}
		return
	}
	id := m.request()
	r, err := asked(m.t.Context(), "x", id)
	if err != nil || (r.Seq != 0) != some {
		rt.Fatalf("%+v, %v, want something: %v", r, err, some)
	}
	m.receipt(rt, id, r)
}

// Reopen closes the file and opens it again.
func (m *machine) Reopen(rt *rapid.T) {
	err := m.s.Close()
	if err == nil {
		m.s, err = Open(m.t.Context(), m.path, Options{Now: tick()})
	}
	if err != nil {
		rt.Fatal(err)
	}
}

// Check holds the file against the model.
func (m *machine) Check(rt *rapid.T) {
	if h, err := m.s.Head(m.t.Context()); err != nil || h.Seq != m.events {
		rt.Fatalf("%d events, %v, want %d", h.Seq, err, m.events)
	}
	if got, want := dump(rt, m.s.View(m.t.Context())), dump(rt, &m.state); got != want {
		rt.Fatalf("study:\n%s\nmodel:\n%s", got, want)
	}
	m.checkCounts(rt)
	for _, side := range []struct {
		next func(context.Context) (Event, bool, error)
		has  bool
	}{{m.s.Undoable, len(m.undo) > 0}, {m.s.Redoable, len(m.redo) > 0}} {
		if _, ok, err := side.next(m.t.Context()); err != nil || ok != side.has {
			rt.Fatalf("can be taken back: %v, %v, want %v", ok, err, side.has)
		}
	}
}

// checkCounts holds the counts of codings against those of the model.
func (m *machine) checkCounts(rt *rapid.T) {
	byCode, err := m.s.CountsByCode(m.t.Context())
	byDocument, err2 := m.s.CountsByDocument(m.t.Context())
	codings, err3 := coding.All[coding.Coding](&m.state, coding.CodingKind)
	if err := errors.Join(err, err2, err3); err != nil {
		rt.Fatal(err)
	}
	codes, documents := map[coding.CodeID]byCoder{}, map[instruments.DocumentID]byCoder{}
	for _, c := range codings {
		count(codes, c.Code, c.Coder, 1)
		count(documents, c.Document, c.Coder, 1)
	}
	if got, want := fmt.Sprint(byCode, byDocument), fmt.Sprint(codes, documents); got != want {
		rt.Fatalf("counted %s, want %s", got, want)
	}
}

// Whatever is done, asked again, undone, redone and reopened: file and model
// stay the same, and the file verifies.
func TestStateMachine(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newMachine(t, rt)
		defer func() { _ = m.s.Close() }()
		steps := map[string]func(*rapid.T){
			"Do": m.Do, "DoRequest": m.DoRequest, "DoRequest2": m.DoRequest, "Repeat": m.Repeat, "Undo": m.Undo, "Redo": m.Redo, "Reopen": m.Reopen, "": m.Check,
		}
		rt.Repeat(steps)
		if _, err := m.s.Verify(t.Context()); err != nil {
			rt.Fatal(err)
		}
	})
}
