package study

import (
	"context"
	"encoding/json"
	"math"

	"github.com/ncruces/go-sqlite3"
)

// Since calls do with the events after a number, first to last, at most limit
// of them (0 or less = all), and with the request that each came from. do may
// not use the Study.
func (s *Study) Since(ctx context.Context, after int64, limit int, do func(Event) error) error {
	if limit <= 0 {
		limit = math.MaxInt
	}
	return s.read(ctx, func(d *db) error {
		return d.query(`SELECT e.seq, e.prev, e.time, e.actor, e.type, e.batch, e.undoes, e.payload, e.hash, ifnull(r.request, '')
			FROM events e LEFT JOIN requests r ON r.first = e.batch WHERE e.seq > ? ORDER BY e.seq LIMIT ?`, []any{after, limit}, func(st *sqlite3.Stmt) error {
			e := eventOf(st)
			e.Request = st.ColumnText(9)
			return do(e)
		})
	})
}

func eventOf(st *sqlite3.Stmt) Event {
	return Event{
		Seq: st.ColumnInt64(0), Prev: st.ColumnText(1), Time: st.ColumnText(2), Actor: st.ColumnText(3), Type: st.ColumnText(4),
		Batch: st.ColumnInt64(5), Undoes: st.ColumnInt64(6), Payload: json.RawMessage(st.ColumnText(7)), Hash: st.ColumnText(8),
	}
}

// Changed returns a channel that is closed when the next change by this Study
// is on the disk. Whoever follows the log takes the channel first, then reads
// with Since, then waits, and so misses nothing. Changes that another process
// makes are not told.
func (s *Study) Changed() <-chan struct{} {
	s.listening.Lock()
	defer s.listening.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// tell wakes who waits on Changed.
func (s *Study) tell() {
	s.listening.Lock()
	defer s.listening.Unlock()
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}
