package study

import (
	"context"
	"errors"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// ActOf is the act that began with event first, with how many records of each
// kind it changed; false when no act began there. It does not say whether the
// act is undone.
func (s *Study) ActOf(ctx context.Context, first int64) (Act, bool, error) {
	var a Act
	err := s.read(ctx, func(d *db) (err error) {
		a, err = actOf(d, first)
		return err
	})
	return a, err == nil && a.First != 0, err
}

func actOf(d *db, first int64) (Act, error) {
	a := Act{Types: map[string]int{}, Records: map[coding.Kind]int{}}
	err := d.query(`SELECT seq, time, actor, type, batch FROM events WHERE seq >= ? ORDER BY seq`, []any{first}, func(st *sqlite3.Stmt) error {
		if st.ColumnInt64(4) != first {
			return errEnough
		}
		if a.First == 0 {
			a.First, a.Time, a.Actor, a.Type = first, st.ColumnText(1), st.ColumnText(2), st.ColumnText(3)
		}
		a.Last = st.ColumnInt64(0)
		a.Types[st.ColumnText(3)]++
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) || a.First == 0 {
		return a, err
	}
	return a, d.query(`SELECT json_extract(c.value, '$.kind'), count(*) FROM events e, json_each(e.payload, '$.changes') c
		WHERE e.seq BETWEEN ? AND ? GROUP BY 1`, []any{a.First, a.Last}, func(st *sqlite3.Stmt) error {
		a.Records[coding.Kind(st.ColumnText(0))] = st.ColumnInt(1)
		return nil
	})
}

// UndoRequestIf is UndoRequest for who knows what should be taken back: allow is
// asked about the act that is on top within the transaction, and its error
// leaves everything as it is. allow may not use the Study.
func (s *Study) UndoRequestIf(ctx context.Context, actor, request string, allow func(Act) error) (Receipt, error) {
	return s.once(ctx, request, true, func(t *tx) (Receipt, error) {
		top, err := t.s.past.lastAct(t.d, undoSide)
		if err != nil || len(top) == 0 {
			return Receipt{}, err
		}
		a, err := actOf(t.d, top[0])
		if err == nil {
			err = allow(a)
		}
		if err != nil {
			return Receipt{}, err
		}
		_, r, err := t.reverseLast(actor, undoSide)
		return r, err
	})
}

// CommandsOf are the commands of the act that began with event first, as they
// were done, to do them again. It refuses what is no act of its own or is in
// effect.
func (s *Study) CommandsOf(ctx context.Context, first int64) (Act, []coding.Command, error) {
	a, ok, err := s.ActOf(ctx, first)
	if err != nil {
		return a, nil, err
	}
	if !ok || first == 1 {
		return a, nil, instruments.Refuse("", instruments.Text{NL: "deze handeling staat niet in het logboek", EN: "this act is not in the log"}, instruments.Text{})
	}
	var cmds []coding.Command
	err = s.read(ctx, func(d *db) error {
		back, err := readTurns(d)
		if err != nil {
			return err
		}
		if back.mark(&a); a.Of != 0 || !a.Undone {
			return failure(ErrConflict, "", nil, instruments.Text{NL: "deze handeling is niet ongedaan gemaakt", EN: "this act is not undone"},
				instruments.Text{NL: "bekijk het logboek opnieuw", EN: "look at the log again"})
		}
		return events(d, a.First, a.Last, func(e Event) error {
			cmd, err := e.Command()
			cmds = append(cmds, cmd)
			return err
		})
	})
	return a, cmds, err
}
