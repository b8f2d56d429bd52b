package study

import (
	"context"
	"fmt"
	"slices"

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
	return s.write(ctx, false, func(t *tx) error {
		_, err := t.appendAll(actor, normal)
		return err
	})
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

func (s *Study) takeBack(ctx context.Context, actor string, of side) (Event, bool, error) {
	var first Event
	var r Receipt
	err := s.write(ctx, true, func(t *tx) (err error) {
		first, r, err = t.reverseLast(actor, of)
		return err
	})
	return first, err == nil && r.Seq != 0, err
}

// reverseLast takes back the last act of one side of the history and returns
// the act's first event. The receipt is zero when there is none.
func (t *tx) reverseLast(actor string, of side) (first Event, r Receipt, err error) {
	act, err := t.s.past.lastAct(t.d, of)
	if err != nil {
		return first, r, err
	}
	return t.reverseAct(actor, act)
}

// reverseAct takes back the events of an act, the last one first.
func (t *tx) reverseAct(actor string, act []int64) (first Event, r Receipt, err error) {
	for _, seq := range slices.Backward(act) {
		if first, err = eventAt(t.d, seq); err != nil {
			return first, r, err
		}
		if r.Seq, err = t.reverse(actor, first, r.First); err != nil {
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
func (t *tx) reverse(actor string, e Event, batch int64) (int64, error) {
	cmd, err := e.Command()
	if err != nil {
		return 0, damaged("", instruments.Textf("gebeurtenis %d is niet te lezen", "event %d cannot be read", e.Seq), err)
	}
	return t.append(actor, cmd.Inverse(), batch, e.Seq)
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
