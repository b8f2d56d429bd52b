package study

import (
	"context"
	"maps"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// coded is one coding more (by 1) or less (by −1).
type coded struct {
	document instruments.DocumentID
	code     coding.CodeID
	coder    coding.CoderID
	by       int
}

// mostCoded is how many of those are counted one by one; after more the codings
// are counted anew when somebody asks.
const mostCoded = 10_000

// tally counts the codings of an open study: when first asked for, and after
// that with every change.
type tally struct {
	mu       sync.Mutex
	last     int64                     // the last event counted
	code     map[coding.CodeID]byCoder // nil = not counted yet
	document map[instruments.DocumentID]byCoder
}

type byCoder = map[coding.CoderID]int

// add takes the changes of a transaction into account; first is its first event.
func (t *tally) add(first, last int64, changes []coded) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.code == nil || first <= t.last {
		return
	}
	if len(changes) > mostCoded {
		t.code = nil
		return
	}
	t.last = last
	for _, c := range changes {
		count(t.code, c.code, c.coder, c.by)
		count(t.document, c.document, c.coder, c.by)
	}
}

func count[K comparable](m map[K]byCoder, key K, coder coding.CoderID, by int) {
	in := m[key]
	if in == nil {
		in = byCoder{}
		m[key] = in
	}
	if in[coder] += by; in[coder] == 0 {
		delete(in, coder)
	}
	if len(in) == 0 {
		delete(m, key)
	}
}

// load counts all codings.
func (t *tally) load(d *db) error {
	h, err := head(d)
	if err != nil {
		return err
	}
	code, document := map[coding.CodeID]byCoder{}, map[instruments.DocumentID]byCoder{}
	known := words{}
	err = d.query(`SELECT document, code, coder FROM codings INDEXED BY codings_code`, nil, func(st *sqlite3.Stmt) error {
		coder := coding.CoderID(known.text(st, 2))
		count(document, instruments.DocumentID(known.text(st, 0)), coder, 1)
		count(code, coding.CodeID(known.text(st, 1)), coder, 1)
		return nil
	})
	if err == nil {
		t.last, t.code, t.document = h.Seq, code, document
	}
	return err
}

// counted runs do on a tally that is up to date.
func (s *Study) counted(ctx context.Context, do func(*tally)) error {
	return s.read(ctx, func(d *db) error {
		t := &s.tally
		if s.writer == nil {
			t = &tally{} // another process writes on
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.code == nil {
			if err := t.load(d); err != nil {
				return err
			}
		}
		do(t)
		return nil
	})
}

// CountsByCode counts the codings of each code, by coder.
func (s *Study) CountsByCode(ctx context.Context) (out map[coding.CodeID]map[coding.CoderID]int, err error) {
	err = s.counted(ctx, func(t *tally) { out = clone(t.code) })
	return out, err
}

// CountsByDocument counts the codings in each document, by coder.
func (s *Study) CountsByDocument(ctx context.Context) (out map[instruments.DocumentID]map[coding.CoderID]int, err error) {
	err = s.counted(ctx, func(t *tally) { out = clone(t.document) })
	return out, err
}

func clone[K comparable](m map[K]byCoder) map[K]byCoder {
	out := make(map[K]byCoder, len(m))
	for key, in := range m {
		out[key] = maps.Clone(in)
	}
	return out
}
