package study

import (
	"slices"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// mostText is how many bytes of texts are kept at hand; the last one is kept
// whatever its length.
const mostText = 8 << 20

// textKey names a text of a document. A text never changes under its hash, so
// nothing that is kept goes out of date.
type textKey struct {
	document instruments.DocumentID
	sha256   string
}

// texts keeps the texts that were coded last, with their positions counted.
type texts struct {
	mu   sync.Mutex
	kept []keptText // last used last
}

type keptText struct {
	textKey
	coding.Segmenter
	size int
}

func (t *texts) find(key textKey) (coding.Segmenter, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.IndexFunc(t.kept, func(k keptText) bool { return k.textKey == key })
	if i < 0 {
		return coding.Segmenter{}, false
	}
	k := t.kept[i]
	t.kept = append(slices.Delete(t.kept, i, i+1), k)
	return k.Segmenter, true
}

func (t *texts) keep(key textKey, seg coding.Segmenter, size int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = slices.DeleteFunc(t.kept, func(k keptText) bool { return k.textKey == key }) // two looked at once
	t.kept = append(t.kept, keptText{key, seg, size})
	total := 0
	for i, k := range slices.Backward(t.kept) {
		if total += k.size; total > mostText && i < len(t.kept)-1 {
			t.kept = slices.Delete(t.kept, 0, i+1)
			return
		}
	}
}

// Segmenter makes segments of a document without reading its record; see
// coding.Texts.
func (v view) Segmenter(id instruments.DocumentID) (seg coding.Segmenter, found bool, err error) {
	err = v.read(func(d *db) error {
		key := textKey{document: id}
		found, err = d.one(`SELECT sha256 FROM documents WHERE id = ?`, []any{string(id)}, func(st *sqlite3.Stmt) { key.sha256 = st.ColumnText(0) })
		if err != nil || !found {
			return err
		}
		var ok bool
		if seg, ok = v.texts.find(key); ok {
			return nil
		}
		b, err := blob(d, key.sha256)
		if err != nil {
			return damaged(string(id), instruments.Text{NL: "de tekst van dit document ontbreekt", EN: "the text of this document is missing"}, err)
		}
		seg = coding.NewSegmenter(&instruments.Document{ID: id, Text: string(b)})
		v.texts.keep(key, seg, len(b))
		return nil
	})
	return seg, found, err
}
