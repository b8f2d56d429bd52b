package study

import (
	"math"
	"sync"
	"sync/atomic"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/instruments"
)

// shelf keeps the list of documents for searching between two changes of a
// document: some 12 bytes a turn.
type shelf struct {
	state atomic.Int64 // counts the changes of documents; a search looks at it before its snapshot
	mu    sync.Mutex
	of    int64
	kept  *shelved
}

// shelved is the list of documents as a search needs it.
type shelved struct {
	docs  []listed        // by id
	of    map[int64][]int // text → its documents, as places in docs
	fresh *segment        // documents that are not in the stored index; nil = none
}

type listed struct {
	id    instruments.DocumentID
	text  int64
	turns []turnWords
}

// take gives the list in a state, from what is kept or from the study.
func (h *shelf) take(d *db, state int64, keep bool) (*shelved, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if keep && h.kept != nil && h.of == state {
		return h.kept, nil
	}
	list, err := newShelved(d)
	if err == nil && keep && list.fresh == nil {
		h.kept, h.of = list, state
	}
	return list, err
}

// newShelved reads the list, and indexes in memory what is not in the stored
// index: of a study that is open for reading only, or one that came this moment.
func newShelved(d *db) (*shelved, error) {
	fresh, err := pick(d, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	s := &shelved{of: map[int64][]int{}}
	packed := map[instruments.DocumentID][]byte{}
	if len(fresh) > 0 {
		if s.fresh, err = newSegment(d, newVocabulary(), fresh); err != nil {
			return nil, err
		}
		for _, u := range s.fresh.documents {
			packed[instruments.DocumentID(u.id)] = u.turns
		}
	}
	return s, d.query(`SELECT id, text, turns FROM documents ORDER BY id`, nil, func(st *sqlite3.Stmt) (err error) {
		doc := listed{id: instruments.DocumentID(st.ColumnText(0)), text: st.ColumnInt64(1)}
		turns, ok := packed[doc.id]
		if !ok {
			turns = st.ColumnRawBlob(2)
		}
		if doc.turns, err = unpackTurns(turns); err != nil {
			return damaged(string(doc.id), indexBroken(), nil)
		}
		s.of[doc.text] = append(s.of[doc.text], len(s.docs))
		s.docs = append(s.docs, doc)
		return nil
	})
}
