package study

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"meerzicht/instruments"
)

// mostJobs bounds how many changes share one transaction, so that the first of
// them does not wait for all the world.
const mostJobs = 64

// tx is the write transaction that runs: where the log ends inside it, what was
// appended to it, which codings it brought and took, and whether documents
// changed.
type tx struct {
	s      *Study
	d      *db
	last   Head
	made   []entry
	coded  []coded
	listed bool
}

// job is one change that waits to be written.
type job struct {
	ctx   context.Context
	do    func(*tx) error
	alone bool // must see nothing that is not on the disk yet
	done  chan struct{}
	err   error
	panic any // of do; goes on in the goroutine that asked
}

// group collects the changes of several goroutines into one transaction, since
// what a change costs is waiting for the disk. Whoever holds the lead writes
// what waits, for all.
type group struct {
	lead    chan struct{} // holds a token while somebody writes
	mu      sync.Mutex
	waiting []*job
}

// write runs do in a write transaction, perhaps with the changes of others, and
// returns when it is on the disk. When do fails its part, and only that, is
// rolled back. Once do has begun it is not interrupted.
func (s *Study) write(ctx context.Context, alone bool, do func(*tx) error) error {
	if s.writer == nil {
		return s.readOnly()
	}
	j := &job{ctx: ctx, do: do, alone: alone, done: make(chan struct{})}
	s.group.add(j)
	select {
	case <-j.done:
	case s.group.lead <- struct{}{}:
		for !j.isDone() {
			s.run(s.group.take())
		}
		<-s.group.lead
	case <-ctx.Done():
		if s.group.withdraw(j) {
			return ctx.Err()
		}
		<-j.done // it is being written
	}
	if j.panic != nil {
		panic(j.panic)
	}
	return explain(s.path, j.err)
}

// writeAlone runs a long change in a transaction of its own; the end of the
// context breaks it off.
func (s *Study) writeAlone(ctx context.Context, do func(*tx) error) error {
	if s.writer == nil {
		return s.readOnly()
	}
	select {
	case s.group.lead <- struct{}{}:
		defer func() { <-s.group.lead }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return explain(s.path, s.transact(ctx, do))
}

func (s *Study) readOnly() error {
	return failure(nil, s.path, nil, instruments.Text{NL: "het onderzoek is alleen om te lezen geopend", EN: "the study is open for reading only"}, instruments.Text{})
}

// transact is one write transaction; after it the history and the listeners
// know what is new.
func (s *Study) transact(ctx context.Context, do func(*tx) error) error {
	t := &tx{s: s, d: s.writer}
	err := t.d.transact(ctx, "BEGIN IMMEDIATE", func() (err error) {
		if t.last, err = head(t.d); err != nil {
			return err
		}
		if err := do(t); err != nil || !t.listed {
			return err
		}
		return t.indexFew()
	})
	if t.listed {
		s.shelf.state.Add(1)
	}
	if err == nil && len(t.made) > 0 {
		s.past.add(t.made)
		s.tally.add(t.made[0].seq, t.last.Seq, t.coded)
		s.tell()
	}
	return err
}

// run writes jobs in one transaction and tells each how it went.
func (s *Study) run(jobs []*job) {
	err := s.transact(context.Background(), func(t *tx) error {
		if len(jobs) == 1 {
			t.try(jobs[0])
			return jobs[0].err
		}
		for _, j := range jobs {
			if err := t.save(j); err != nil {
				return err
			}
		}
		return nil
	})
	for _, j := range jobs {
		if j.err == nil {
			j.err = err
		}
		close(j.done)
	}
}

// save runs one job of several so that it can be rolled back alone. An error is
// one that takes the whole transaction down.
func (t *tx) save(j *job) error {
	if err := t.d.exec("SAVEPOINT job"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	last, made, coded := t.last, len(t.made), len(t.coded)
	if t.try(j); j.err == nil {
		return t.d.exec("RELEASE job")
	}
	if t.d.conn.GetAutocommit() { // a full disk or the like: SQLite rolled everything back
		return j.err
	}
	t.last, t.made, t.coded = last, t.made[:made], t.coded[:coded]
	return errors.Join(t.d.exec("ROLLBACK TO job"), t.d.exec("RELEASE job"))
}

var errPanic = errors.New("a change panicked")

// try runs a job and notes its error or panic.
func (t *tx) try(j *job) {
	defer func() {
		if p := recover(); p != nil {
			j.panic, j.err = p, errPanic
		}
	}()
	if j.err = j.ctx.Err(); j.err == nil {
		j.err = j.do(t)
	}
}

func (j *job) isDone() bool {
	select {
	case <-j.done:
		return true
	default:
		return false
	}
}

func (g *group) add(j *job) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, j)
}

// take gives the jobs of the next transaction, in the order they came.
func (g *group) take() []*job {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := 1
	for n < min(len(g.waiting), mostJobs) && !g.waiting[0].alone && !g.waiting[n].alone {
		n++
	}
	jobs := append([]*job(nil), g.waiting[:n]...)
	g.waiting = append(g.waiting[:0], g.waiting[n:]...)
	return jobs
}

// withdraw takes back a job that nobody has begun; false when it is too late.
func (g *group) withdraw(j *job) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, w := range g.waiting {
		if w == j {
			g.waiting = append(g.waiting[:i], g.waiting[i+1:]...)
			return true
		}
	}
	return false
}
