package study

import (
	"bytes"
	"hash/maphash"
	"runtime"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// index checks that the list of documents follows from their records, and the
// word index from their texts: it is made again and compared, by sums.
func (v *verifier) index(d *db) error {
	docs, err := listedRows(d)
	if err != nil {
		return err
	}
	c := checker{seed: maphash.MakeSeed(), want: map[int64]uint64{}, work: make(chan checkedText)}
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(c.run)
	}
	err = c.feed(d, docs)
	close(c.work)
	wg.Wait()
	if err == nil {
		err = c.err
	}
	if err == nil && len(docs) > 0 {
		err = damaged("", instruments.Text{NL: "in de lijst van documenten staat er een te veel", EN: "the list of documents has one too many"}, nil)
	}
	if err == nil {
		err = c.compare(d)
	}
	return err
}

// listedRow is a row of the list of documents.
type listedRow struct {
	text           int64
	sha256         string
	turns, outline []byte
}

func listedRows(d *db) (map[string]listedRow, error) {
	out := map[string]listedRow{}
	err := d.query(`SELECT id, text, sha256, turns, outline FROM documents`, nil, func(st *sqlite3.Stmt) error {
		out[st.ColumnText(0)] = listedRow{st.ColumnInt64(1), st.ColumnText(2), st.ColumnBlob(3, nil), st.ColumnBlob(4, nil)}
		return nil
	})
	return out, err
}

// checkedText is one text to be indexed again, of a document or of none.
type checkedText struct {
	id     string
	number int64
	body   string
	record []byte
	listedRow
	indexed bool // its words are in the index
}

type checker struct {
	seed maphash.Seed
	work chan checkedText
	mu   sync.Mutex
	want map[int64]uint64 // of each indexed text
	err  error            // the first
}

// feed hands out every document and every text of the index that no document
// names any more. Documents are taken out of the list.
func (c *checker) feed(d *db, list map[string]listedRow) error {
	known := map[int64]bool{}
	err := d.query(`SELECT text FROM texts`, nil, func(st *sqlite3.Stmt) error {
		known[st.ColumnInt64(0)] = true
		return nil
	})
	if err != nil {
		return err
	}
	read := func(t checkedText) error {
		_, err := d.one(`SELECT bytes FROM blobs WHERE id = ?`, []any{t.number}, func(st *sqlite3.Stmt) { t.body = st.ColumnText(0) })
		if err == nil {
			c.work <- t
		}
		return err
	}
	seen := map[int64]bool{}
	err = each(d, coding.DocumentKind, func(id string, raw []byte) error {
		row, ok := list[id]
		delete(list, id)
		if !ok || !bytes.Equal(row.outline, outline(raw)) {
			return unlisted(id)
		}
		seen[row.text] = true
		return read(checkedText{id: id, number: row.text, record: raw, listedRow: row, indexed: known[row.text]})
	})
	for number := range known {
		if err == nil && !seen[number] {
			err = read(checkedText{number: number, indexed: true})
		}
	}
	return err
}

func unlisted(id string) error {
	return damaged("", instruments.Textf("document %s staat verkeerd in de lijst van documenten", "document %s is wrong in the list of documents", instruments.Plain(id)), nil)
}

// run indexes texts again.
func (c *checker) run() {
	v := newVocabulary()
	for t := range c.work {
		err := c.check(v, t)
		c.mu.Lock()
		if c.err == nil {
			c.err = err
		}
		c.mu.Unlock()
	}
}

func (c *checker) check(v *vocabulary, t checkedText) error {
	var doc instruments.Document
	if t.record != nil {
		var err error
		if doc, err = coding.Decode[instruments.Document](t.record); err != nil {
			return err
		}
		if source([]byte(t.body)).SHA256 != doc.TextSHA256 || t.sha256 != doc.TextSHA256 {
			return unlisted(t.id)
		}
	}
	x := v.index(t.body, doc.Turns)
	if t.turns != nil && (!t.indexed || !bytes.Equal(t.turns, x.turns)) {
		return damaged(t.id, indexBroken(), nil)
	}
	if !t.indexed {
		return nil
	}
	sum := uint64(0)
	for i, word := range x.words {
		sum += c.sum(word, x.places[i])
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.want[t.number] = sum
	return nil
}

// sum is a number for the places of a word in a text; sums may be added in any
// order.
func (c *checker) sum(word string, places []byte) uint64 {
	var h maphash.Hash
	h.SetSeed(c.seed)
	_, _ = h.WriteString(word) // never fails
	_ = h.WriteByte(0)
	_, _ = h.Write(places)
	return h.Sum64()
}

// compare holds the stored index against the one that was made again.
func (c *checker) compare(d *db) error {
	err := d.query(`SELECT word, places FROM words`, nil, func(st *sqlite3.Stmt) error {
		word := st.ColumnText(0)
		w := wordStream{rest: st.ColumnRawBlob(1)}
		for w.seek(w.number + 1) {
			if _, ok := c.want[w.number]; !ok {
				return damaged("", indexBroken(), nil)
			}
			c.want[w.number] -= c.sum(word, w.now)
		}
		return w.err
	})
	for _, left := range c.want {
		if left != 0 && err == nil {
			err = errPlaces
		}
	}
	if err != nil {
		return damaged("", indexBroken(), err)
	}
	return nil
}
