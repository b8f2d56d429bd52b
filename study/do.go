package study

import (
	"context"
	"fmt"
	"slices"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Do makes the changes of the commands, in order, in one transaction: one event
// a command. When Do returns without error they are on the disk. When a record
// is no longer as a command expects (ErrConflict), or anything else fails,
// nothing is changed. Several commands are one act: they are undone together.
func (s *Study) Do(ctx context.Context, actor string, cmds ...coding.Command) error {
	normal, err := normals(cmds)
	if err != nil {
		return err
	}
	return s.write(ctx, func() error {
		_, err := s.appendAll(actor, normal)
		return err
	})
}

// act is what is done and undone as one: the events of one batch.
type act struct{ events []int64 }

// history is what can be undone and what can be redone, last act last.
type history struct{ undo, redo []act }

// add takes the next event of the log into account. A new act empties redo. An
// event that takes back an act of undo moves it to redo, and the reverse: the
// new event is what would have to be taken back next.
func (h *history) add(seq, batch, undoes int64) {
	switch {
	case undoes == 0:
		h.undo = push(h.undo, seq, batch)
		h.redo = nil
	case len(h.undo) > 0 && slices.Contains(h.undo[len(h.undo)-1].events, undoes):
		h.undo = pop(h.undo, undoes)
		h.redo = push(h.redo, seq, batch)
	case len(h.redo) > 0 && slices.Contains(h.redo[len(h.redo)-1].events, undoes):
		h.redo = pop(h.redo, undoes)
		h.undo = push(h.undo, seq, batch)
	}
}

// push adds an event to the act it belongs to, or begins one.
func push(acts []act, seq, batch int64) []act {
	if n := len(acts); n > 0 && seq != batch && acts[n-1].events[0] == batch {
		acts[n-1].events = append(acts[n-1].events, seq)
		return acts
	}
	return append(acts, act{[]int64{seq}})
}

// pop takes an event out of the last act, and the act away when it is empty.
func pop(acts []act, seq int64) []act {
	last := &acts[len(acts)-1]
	last.events = slices.DeleteFunc(last.events, func(e int64) bool { return e == seq })
	if len(last.events) == 0 {
		return acts[:len(acts)-1]
	}
	return acts
}

func readHistory(d *db) (history, error) {
	var h history
	err := d.query(`SELECT seq, batch, undoes FROM events WHERE seq > 1 ORDER BY seq`, nil, func(st *sqlite3.Stmt) error {
		h.add(st.ColumnInt64(0), st.ColumnInt64(1), st.ColumnInt64(2))
		return nil
	})
	return h, err
}

// Undo takes back the last act that is not taken back yet, by any actor, as far
// back as the making of the study, also after reopening. It returns the first
// event of the act it took back; false when there is nothing to undo. Undoing
// is itself written to the log.
func (s *Study) Undo(ctx context.Context, actor string) (Event, bool, error) {
	return s.takeBack(ctx, actor, undoSide)
}

// Redo does again what Undo took back last; false when there is nothing, or
// when something new was done since.
func (s *Study) Redo(ctx context.Context, actor string) (Event, bool, error) {
	return s.takeBack(ctx, actor, redoSide)
}

func undoSide(h history) []act { return h.undo }
func redoSide(h history) []act { return h.redo }

func (s *Study) takeBack(ctx context.Context, actor string, side func(history) []act) (Event, bool, error) {
	var first Event
	var r Receipt
	err := s.write(ctx, func() (err error) {
		first, r, err = s.reverseLast(actor, side)
		return err
	})
	return first, err == nil && r.Seq != 0, err
}

// reverseLast takes back the last act of one side of the history and returns
// the act's first event. The receipt is zero when there is none.
func (s *Study) reverseLast(actor string, side func(history) []act) (first Event, r Receipt, err error) {
	h, err := readHistory(s.writer)
	if err != nil {
		return first, r, err
	}
	acts := side(h)
	if len(acts) == 0 {
		return first, r, nil
	}
	for _, seq := range slices.Backward(acts[len(acts)-1].events) {
		if first, err = eventAt(s.writer, seq); err != nil {
			return first, r, err
		}
		if r.Seq, err = s.reverse(actor, first, r.First); err != nil {
			return first, r, err
		}
		if r.First == 0 {
			r.First = r.Seq
		}
	}
	r.Type, r.Undoes = first.Type, first.Seq
	return first, r, nil
}

// reverse appends the inverse of an event.
func (s *Study) reverse(actor string, e Event, batch int64) (int64, error) {
	cmd, err := e.Command()
	if err != nil {
		return 0, damaged("", instruments.Textf("gebeurtenis %d is niet te lezen", "event %d cannot be read", e.Seq), err)
	}
	return s.append(actor, cmd.Inverse(), batch, e.Seq)
}

func eventAt(d *db, seq int64) (Event, error) {
	var found Event
	err := events(d, seq, seq, func(e Event) error {
		found = e
		return nil
	})
	if err == nil && found.Seq != seq {
		err = fmt.Errorf("event %d is not there", seq)
	}
	return found, err
}
