package study

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// How many documents are indexed in the transaction that brings them (some
// 0.05 s of work), and at a time when there are more: the larger a segment, the
// quicker a search, and the longer others wait while it is written.
const (
	fewDocuments  = 32
	someDocuments = 500
)

// segment is texts that were indexed together.
type segment struct {
	vocabulary *vocabulary
	first      int64 // its number: that of its first text
	words      map[string]*wordPlaces
	by         []*wordPlaces   // the same, by their number in the vocabulary
	sums       map[int64]int64 // of each text
	documents  []unindexed
}

type wordPlaces struct {
	last int64
	buf  []byte
}

// unindexed is a document that is not in the index yet; turns are set when it is.
type unindexed struct {
	id    string
	text  int64
	known bool // the text is, from another document
	turns []byte
}

// pick gives the documents that are not indexed yet, at most limit, by text.
func pick(d *db, limit int) ([]unindexed, error) {
	var out []unindexed
	err := d.query(`SELECT d.id, d.text, t.text IS NOT NULL FROM documents d LEFT JOIN texts t ON t.text = d.text WHERE d.turns IS NULL LIMIT ?`, []any{limit}, func(st *sqlite3.Stmt) error {
		out = append(out, unindexed{id: st.ColumnText(0), text: st.ColumnInt64(1), known: st.ColumnBool(2)})
		return nil
	})
	slices.SortFunc(out, func(a, b unindexed) int { return cmp.Compare(a.text, b.text) })
	return out, err
}

// newSegment indexes documents, which must come by text.
func newSegment(d *db, v *vocabulary, docs []unindexed) (*segment, error) {
	g := &segment{vocabulary: v, words: map[string]*wordPlaces{}, sums: map[int64]int64{}, documents: docs}
	for i, u := range docs {
		doc, err := document(d, instruments.DocumentID(u.id))
		if err != nil {
			return nil, err
		}
		b, err := blob(d, doc.TextSHA256)
		if err != nil {
			return nil, err
		}
		x := v.index(string(b), doc.Turns)
		docs[i].turns = x.turns
		if _, twice := g.sums[u.text]; !u.known && !twice {
			g.add(u.text, x)
		}
	}
	return g, nil
}

func (g *segment) add(text int64, x indexed) {
	if len(g.sums) == 0 {
		g.first = text
	}
	g.sums[text] = x.sum
	for i, id := range x.ids {
		for len(g.by) <= int(id) {
			g.by = append(g.by, nil)
		}
		w := g.by[id]
		if w == nil {
			w = &wordPlaces{}
			g.by[id], g.words[x.words[i]] = w, w
		}
		w.buf = append(binary.AppendUvarint(append(w.buf, 0), uint64(text-w.last)), x.places[i]...)
		w.last = text
	}
}

// store writes a segment. When one of its documents changed meanwhile, or one
// of its texts was indexed, nothing is written.
func (g *segment) store(d *db) error {
	for _, u := range g.documents {
		same, err := d.one(`SELECT 1 FROM documents d LEFT JOIN texts t ON t.text = d.text WHERE d.id = ? AND d.text = ? AND d.turns IS NULL AND (t.text IS NOT NULL) = ?`,
			[]any{u.id, u.text, integer(u.known)}, func(*sqlite3.Stmt) {})
		if err != nil || !same {
			return err
		}
	}
	for _, u := range g.documents {
		if err := d.exec(`UPDATE documents SET turns = ? WHERE id = ?`, u.turns, u.id); err != nil {
			return err
		}
	}
	for _, text := range slices.Sorted(maps.Keys(g.sums)) {
		if err := d.exec(`INSERT INTO texts (text, sum) VALUES (?, ?)`, text, g.sums[text]); err != nil {
			return err
		}
	}
	for _, word := range slices.Sorted(maps.Keys(g.words)) {
		if err := d.exec(`INSERT INTO words (word, segment, places) VALUES (?, ?, ?)`, word, g.first, g.words[word].buf); err != nil {
			return err
		}
	}
	return nil
}

func integer(b bool) int {
	if b {
		return 1
	}
	return 0
}

// indexFew indexes the documents that are new, if they are few.
func (t *tx) indexFew() error {
	docs, err := pick(t.d, fewDocuments+1)
	if err != nil || len(docs) == 0 || len(docs) > fewDocuments {
		return err
	}
	g, err := newSegment(t.d, newVocabulary(), docs)
	if err != nil {
		return err
	}
	return g.store(t.d)
}

// Index brings the word index up to date. A change of a few documents does that
// by itself; after a large import, or with a file of an older version, the first
// Search does, or this function, which is better called beforehand: it takes a
// second or two for a thousand transcripts, while others can write. Of a study
// that is open for reading only nothing is stored.
func (s *Study) Index(ctx context.Context) error {
	if s.writer == nil {
		return nil
	}
	s.indexing.Lock()
	defer s.indexing.Unlock()
	v := newVocabulary()
	for {
		var g *segment
		err := s.read(ctx, func(d *db) error {
			docs, err := pick(d, someDocuments)
			if err == nil && len(docs) > 0 {
				g, err = newSegment(d, v, docs)
			}
			return err
		})
		if err != nil || g == nil {
			return err
		}
		err = s.write(ctx, false, func(t *tx) error {
			t.listed = true
			return g.store(t.d)
		})
		if err != nil {
			return err
		}
	}
}

// list keeps the list of documents in step with a change of a document.
func (t *tx) list(ch coding.Change) error {
	t.listed = true
	if ch.After == nil {
		return t.d.exec(`DELETE FROM documents WHERE id = ?`, ch.ID)
	}
	short := outline(ch.After)
	var doc struct {
		SHA256 string `json:"text_sha256"`
	}
	if err := json.Unmarshal(short, &doc); err != nil {
		return err
	}
	return t.d.exec(`INSERT INTO documents (id, text, sha256, outline) VALUES (?, ifnull((SELECT id FROM blobs WHERE sha256 = ?), 0), ?, ?)
		ON CONFLICT (id) DO UPDATE SET text = excluded.text, sha256 = excluded.sha256, turns = NULL, outline = excluded.outline`,
		ch.ID, doc.SHA256, doc.SHA256, text(short))
}
