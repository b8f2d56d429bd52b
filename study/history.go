package study

import (
	"context"
	"slices"
	"sync"

	"github.com/ncruces/go-sqlite3"
)

// entry is one event in the history: its number, and the act (batch) that it is
// done and undone with.
type entry struct{ seq, act, undoes int64 }

// step is an event that can be undone or redone. Events of one act stand next
// to each other.
type step struct{ seq, act int64 }

// history is what can be undone and what can be redone, last act last. It takes
// 16 bytes an event.
type history struct {
	last       int64 // the last event taken into account
	undo, redo []step
}

// add takes the next event of the log into account. A new act empties redo. An
// event that takes back an act of undo moves it to redo, and the reverse: the
// new event is what would have to be taken back next.
func (h *history) add(e entry) {
	h.last = e.seq
	now := step{e.seq, e.act}
	if e.undoes == 0 {
		h.undo, h.redo = append(h.undo, now), h.redo[:0]
	} else if rest, ok := pop(h.undo, e.undoes); ok {
		h.undo, h.redo = rest, append(h.redo, now)
	} else if rest, ok := pop(h.redo, e.undoes); ok {
		h.redo, h.undo = rest, append(h.undo, now)
	}
}

// lastAct is the last act of one side, as its steps; empty when there is none.
func lastAct(side []step) []step {
	from := len(side)
	for from > 0 && side[from-1].act == side[len(side)-1].act {
		from--
	}
	return side[from:]
}

// pop takes an event out of a side: as a rule out of its last act, out of an
// earlier one when somebody took back an act of their own that others' acts
// followed (TurnOwnRequest).
func pop(side []step, seq int64) ([]step, bool) {
	for i := len(side) - 1; i >= 0; i-- {
		if side[i].seq == seq {
			return slices.Delete(side, i, i+1), true
		}
	}
	return side, false
}

func readHistory(d *db) (*history, error) {
	h := &history{last: 1}
	err := d.query(`SELECT seq, batch, undoes FROM events WHERE seq > 1 ORDER BY seq`, nil, func(st *sqlite3.Stmt) error {
		h.add(entry{st.ColumnInt64(0), st.ColumnInt64(1), st.ColumnInt64(2)})
		return nil
	})
	return h, err
}

// past is the history of an open study: read from the log when it is first
// asked for, kept up with what is written after that.
type past struct {
	mu sync.Mutex
	*history
}

// add takes events that are on the disk into account.
func (p *past) add(made []entry) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range made {
		if p.history != nil && e.seq > p.last {
			p.history.add(e)
		}
	}
}

// A side is one of the two lists of a history.
type side func(*history) []step

func undoSide(h *history) []step { return h.undo }
func redoSide(h *history) []step { return h.redo }

// lastAct is the last act of one side as events' numbers. The log is read with
// d when it was not read yet.
func (p *past) lastAct(d *db, of side) ([]int64, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.history == nil {
		h, err := readHistory(d)
		if err != nil {
			return nil, err
		}
		p.history = h
	}
	var out []int64
	for _, s := range lastAct(of(p.history)) {
		out = append(out, s.seq)
	}
	return out, nil
}

// Undoable is what Undo would take back: the first event of that act; false
// when there is nothing to undo.
func (s *Study) Undoable(ctx context.Context) (Event, bool, error) { return s.next(ctx, undoSide) }

// Redoable is what Redo would do again: the first event of the act that Undo
// wrote; false when there is nothing to redo.
func (s *Study) Redoable(ctx context.Context) (Event, bool, error) { return s.next(ctx, redoSide) }

func (s *Study) next(ctx context.Context, of side) (Event, bool, error) {
	var e Event
	found := false
	err := s.read(ctx, func(d *db) error {
		p := &s.past
		if s.writer == nil {
			p = &past{} // another process writes on
		}
		act, err := p.lastAct(d, of)
		if found = len(act) > 0; err != nil || !found {
			return err
		}
		e, err = eventAt(d, act[0])
		return err
	})
	return e, found && err == nil, err
}
