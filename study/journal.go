package study

import (
	"context"
	"errors"
	"slices"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
)

// Act is what was done at once, and is undone at once: the events of one batch.
type Act struct {
	First, Last int64  // its events
	Time        string // of the first event, UTC, RFC 3339
	Actor       string
	Type        string              // of the first event
	Types       map[string]int      // how many events of each type
	Of          int64               // of an undo or redo: the first event of the act that it is about; else 0
	Redo        bool                // of those two: it did the act again
	Undone      bool                // it was taken back, and not done again
	Records     map[coding.Kind]int // how many it changed; only ActOf and UndoRequestIf count them
}

var errEnough = errors.New("enough")

// Acts are the acts before an event, newest first: those that keep wants, at
// most limit of them. It reads no payloads, so it is quick in a large study.
func (s *Study) Acts(ctx context.Context, before int64, limit int, keep func(Act) bool) ([]Act, error) {
	var out []Act
	err := s.read(ctx, func(d *db) error {
		back, err := readTurns(d)
		if err != nil {
			return err
		}
		var now Act
		finish := func() error {
			if now.First == 0 {
				return nil
			}
			back.mark(&now)
			if keep(now) {
				out = append(out, now)
			}
			if len(out) == limit {
				return errEnough
			}
			return nil
		}
		err = d.query(`SELECT seq, time, actor, type, batch FROM events WHERE seq < ? ORDER BY seq DESC`, []any{before}, func(st *sqlite3.Stmt) error {
			if batch := st.ColumnInt64(4); batch != now.First {
				if err := finish(); err != nil {
					return err
				}
				now = Act{First: batch, Last: st.ColumnInt64(0), Types: map[string]int{}}
			}
			// Going backwards, the first event comes last.
			now.Time, now.Actor, now.Type = st.ColumnText(1), st.ColumnText(2), st.ColumnText(3)
			now.Types[now.Type]++
			return nil
		})
		if err == nil {
			err = finish()
		}
		if errors.Is(err, errEnough) {
			return nil
		}
		return err
	})
	return out, err
}

// turn is an event that takes another back.
type turn struct {
	batch int64 // first event of the act that it is about in the end
	redo  bool
}

// turns are all events that take another back, and the acts that are undone.
type turns struct {
	by     map[int64]turn
	undone map[int64]bool
}

func readTurns(d *db) (turns, error) {
	t := turns{by: map[int64]turn{}, undone: map[int64]bool{}}
	err := d.query(`SELECT e.seq, e.undoes, o.batch FROM events e JOIN events o ON o.seq = e.undoes WHERE e.undoes > 0 ORDER BY e.seq`, nil, func(st *sqlite3.Stmt) error {
		now := turn{batch: st.ColumnInt64(2)}
		if earlier, ok := t.by[st.ColumnInt64(1)]; ok {
			now = turn{earlier.batch, !earlier.redo}
		}
		t.by[st.ColumnInt64(0)] = now
		t.undone[now.batch] = !now.redo
		return nil
	})
	return t, err
}

func (t turns) mark(a *Act) {
	turn := t.by[a.First]
	a.Of, a.Redo, a.Undone = turn.batch, turn.redo, t.undone[a.First]
}

// UndoPath are the acts, by their first event, that Undo takes back one after
// the other until the act that began with event first is undone; its own step
// comes last. It is empty when that act is not in effect.
func (s *Study) UndoPath(ctx context.Context, first int64) ([]int64, error) {
	var path []int64
	err := s.read(ctx, func(d *db) error {
		back, err := readTurns(d)
		if err != nil {
			return err
		}
		h, err := readHistory(d)
		if err != nil {
			return err
		}
		path = back.path(h, first)
		return nil
	})
	return path, err
}

// path are the acts that have to be taken back until one is.
func (t turns) path(h *history, first int64) []int64 {
	var path []int64
	for _, one := range slices.Backward(h.undo) {
		if n := len(path); n > 0 && path[n-1] == one.act {
			continue
		}
		path = append(path, one.act)
		about := one.act
		if turn, ok := t.by[one.act]; ok {
			about = turn.batch
		}
		if about == first {
			return path
		}
	}
	return nil
}

// Actors are all who did something, by name.
func (s *Study) Actors(ctx context.Context) ([]string, error) {
	var out []string
	err := s.read(ctx, func(d *db) error {
		return d.query(`SELECT DISTINCT actor FROM events ORDER BY actor`, nil, func(st *sqlite3.Stmt) error {
			out = append(out, st.ColumnText(0))
			return nil
		})
	})
	return out, err
}

// CodingsWithMemo are the codings that have a memo of their own, in the order
// of a Corpus.
func (s *Study) CodingsWithMemo(ctx context.Context) ([]coding.Coding, error) {
	var out []coding.Coding
	err := s.read(ctx, func(d *db) error {
		return codings(d, `WHERE memo <> '' ORDER BY document, start, stop, code, coder, id`, nil, func(c coding.Coding) error {
			out = append(out, c)
			return nil
		})
	})
	return out, err
}
