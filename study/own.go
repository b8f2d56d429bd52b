package study

import (
	"context"
	"slices"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Whoever may not see what others do must not take it back either. So for one
// actor alone there are the acts of that actor, in order, with the others' acts
// in between left where they are.

// readOwn is the history of one actor: the actor's acts, and whoever took them
// back.
func readOwn(d *db, actor string) (*history, error) {
	h := &history{last: 1}
	err := d.query(`SELECT seq, batch, undoes FROM events WHERE seq > 1 AND (actor = ? OR undoes > 0) ORDER BY seq`, []any{actor}, func(st *sqlite3.Stmt) error {
		h.add(entry{st.ColumnInt64(0), st.ColumnInt64(1), st.ColumnInt64(2)})
		return nil
	})
	return h, err
}

// UndoableBy is Undoable among the acts of one actor.
func (s *Study) UndoableBy(ctx context.Context, actor string) (Event, bool, error) {
	return s.nextBy(ctx, actor, undoSide)
}

// RedoableBy is Redoable among the acts of one actor.
func (s *Study) RedoableBy(ctx context.Context, actor string) (Event, bool, error) {
	return s.nextBy(ctx, actor, redoSide)
}

func (s *Study) nextBy(ctx context.Context, actor string, of side) (e Event, found bool, err error) {
	err = s.read(ctx, func(d *db) error {
		h, err := readOwn(d, actor)
		if err != nil {
			return err
		}
		act := lastAct(of(h))
		if found = len(act) > 0; !found {
			return nil
		}
		e, err = eventAt(d, act[0].seq)
		return err
	})
	return e, found && err == nil, err
}

// UndoPathBy is UndoPath over the acts of one actor.
func (s *Study) UndoPathBy(ctx context.Context, actor string, first int64) ([]int64, error) {
	var path []int64
	err := s.read(ctx, func(d *db) error {
		back, err := readTurns(d)
		if err != nil {
			return err
		}
		h, err := readOwn(d, actor)
		if err == nil {
			path = back.path(h, first)
		}
		return err
	})
	return path, err
}

// TurnOwnRequest takes back the last act of the actor that is in effect, or with
// redo does the last one again that was taken back, once for each request id.
// Acts that others did since stay. allow is asked within the transaction, with
// the act, the study and the commands to come; it must refuse what no longer
// fits, and may not use the Study. The receipt is zero when there is nothing.
func (s *Study) TurnOwnRequest(ctx context.Context, actor, request string, redo bool, allow func(Act, coding.View, []coding.Command) error) (Receipt, error) {
	of := undoSide
	if redo {
		of = redoSide
	}
	return s.once(ctx, request, true, func(t *tx) (Receipt, error) {
		h, err := readOwn(t.d, actor)
		if err != nil {
			return Receipt{}, err
		}
		steps := lastAct(of(h))
		if len(steps) == 0 {
			return Receipt{}, nil
		}
		a, err := actOf(t.d, steps[0].seq)
		if err != nil {
			return Receipt{}, err
		}
		var cmds []coding.Command
		seqs := make([]int64, len(steps))
		for i, one := range steps {
			seqs[i] = one.seq
		}
		for _, seq := range slices.Backward(seqs) {
			e, err := eventAt(t.d, seq)
			if err != nil {
				return Receipt{}, err
			}
			cmd, err := e.Command()
			if err != nil {
				return Receipt{}, damaged("", instruments.Textf("gebeurtenis %d is niet te lezen", "event %d cannot be read", seq), err)
			}
			cmds = append(cmds, cmd.Inverse())
		}
		if err := allow(a, t.view(), cmds); err != nil {
			return Receipt{}, err
		}
		_, r, err := t.reverseAct(actor, seqs)
		return r, err
	})
}

// CodedIn counts the codings of one document by code and coder.
func (s *Study) CodedIn(ctx context.Context, id instruments.DocumentID) (map[coding.CodeID]map[coding.CoderID]int, error) {
	out := map[coding.CodeID]map[coding.CoderID]int{}
	err := s.read(ctx, func(d *db) error {
		return d.query(`SELECT code, coder, count(*) FROM codings WHERE document = ? GROUP BY 1, 2`, []any{string(id)}, func(st *sqlite3.Stmt) error {
			code := coding.CodeID(st.ColumnText(0))
			if out[code] == nil {
				out[code] = map[coding.CoderID]int{}
			}
			out[code][coding.CoderID(st.ColumnText(1))] = st.ColumnInt(2)
			return nil
		})
	})
	return out, err
}
