package study

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/instruments"
)

// Bounds of a query.
const (
	mostQuery  = 500 // code points
	mostTerms  = 20  // words, phrases and beginnings together
	leastStart = 2   // code points of the beginning of a word, before *
	around     = 60  // code points of an excerpt on each side of a match
)

// Hit is a turn in which everything stands that was searched for. Start and End
// are code points of the document's text: of what was found first in the turn.
// Excerpt is the text around it, as it stands there, from code point
// ExcerptStart on, not beyond the turn.
type Hit struct {
	Document     instruments.DocumentID `json:"document"`
	Turn         int                    `json:"turn"` // index in Document.Turns; 0 in a document without turns
	Start        int                    `json:"start"`
	End          int                    `json:"end"`
	Excerpt      string                 `json:"excerpt"`
	ExcerptStart int                    `json:"excerpt_start"`
}

// Search finds the turns that hold all of what is asked: words, a phrase between
// quotation marks ("samen koffie"), a beginning (vrijwillig*). Capitals and
// accents make no difference; an apostrophe or hyphen joins words to a phrase.
// Speakers' labels are not searched. It returns the first hits, at most limit,
// by document and turn, and how many there are in all.
func (s *Study) Search(ctx context.Context, query string, limit int) (hits []Hit, total int, err error) {
	terms, err := parseQuery(query)
	if err != nil {
		return nil, 0, err
	}
	if err := s.Index(ctx); err != nil {
		return nil, 0, err
	}
	state := s.shelf.state.Load()
	err = s.read(ctx, func(d *db) error {
		docs, err := s.shelf.take(d, state, s.writer != nil)
		if err != nil {
			return err
		}
		f := finder{d: d, terms: terms, shelved: docs, limit: max(limit, 0), last: len(docs.docs)}
		if err := f.find(ctx); err != nil {
			return err
		}
		total = f.total
		hits, err = f.hits()
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return hits, total, nil
}

// term is words that stand next to each other; start says that the last of them
// is only the beginning of a word.
type term struct {
	words []string
	start bool
}

// parseQuery takes a query apart. Nothing in it is an operator but quotation
// marks and a star behind a word.
func parseQuery(query string) ([]term, error) {
	refuse := func(nl, en string, args ...any) ([]term, error) {
		return nil, instruments.Refuse("", instruments.Textf(nl, en, args...),
			instruments.Text{NL: "zoek op woorden, \"een zin tussen aanhalingstekens\" of een begin met een sterretje: vrijwillig*", EN: "search for words, \"a phrase in quotation marks\" or a beginning with a star: volunt*"})
	}
	if !utf8.ValidString(query) || utf8.RuneCountInString(query) > mostQuery {
		return refuse("de zoekvraag is langer dan %d tekens of geen tekst", "the query is longer than %d characters or no text", mostQuery)
	}
	query = strings.Map(func(r rune) rune {
		if strings.ContainsRune("“”„‟«»", r) {
			return '"'
		}
		return r
	}, query)
	var out []term
	for i, part := range strings.Split(query, `"`) {
		words := []string{part} // between quotation marks
		if i%2 == 0 {
			words = strings.Fields(part)
		}
		for _, w := range words {
			t := termOf(w)
			if len(t.words) == 0 {
				continue
			}
			if last := t.words[len(t.words)-1]; t.start && utf8.RuneCountInString(last) < leastStart {
				return refuse("%q is te kort om mee te beginnen: geef minstens %d letters", "%q is too short a beginning: give at least %d letters", last+"*", leastStart)
			}
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return refuse("er staat geen woord in de zoekvraag", "there is no word in the query")
	}
	n := 0
	for _, t := range out {
		n += len(t.words)
	}
	if n > mostTerms {
		return refuse("de zoekvraag heeft meer dan %d woorden", "the query has more than %d words", mostTerms)
	}
	return out, nil
}

func termOf(part string) term {
	var t term
	s := scanner{text: part}
	for s.next() {
		t.words = append(t.words, string(s.word))
	}
	t.start = strings.HasSuffix(strings.TrimSpace(part), "*") && len(t.words) > 0
	return t
}

// finder answers one query from the word index.
type finder struct {
	d     *db
	terms []term
	limit int
	*shelved
	total int
	kept  []docHits // the first ones, as far as known
	last  int       // no document behind this one is kept
	heap  []int32   // of places, used again and again
}

// docHits are the turns of one document that match.
type docHits struct {
	doc   int
	turns []match
}

// match is what was found first in a turn: words [from, to) of the text.
type match struct{ turn, from, to int32 }

func (f *finder) find(ctx context.Context) error {
	segments, err := f.segments()
	for _, words := range segments {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = f.segment(words)
		}
	}
	f.trim()
	return err
}

// trim keeps the first documents, as many as are needed for the limit.
func (f *finder) trim() {
	slices.SortFunc(f.kept, func(a, b docHits) int { return cmp.Compare(a.doc, b.doc) })
	n := 0
	for i, hits := range f.kept {
		if n += len(hits.turns); n >= f.limit {
			f.kept, f.last = f.kept[:i+1], hits.doc
			return
		}
	}
}

// segments gives, for each segment in which all words of the query stand, their
// streams in the order of the query.
func (f *finder) segments() ([][]stream, error) {
	columns := map[int64][]stream{}
	n := 0
	for _, t := range f.terms {
		for i, w := range t.words {
			places, err := f.places(w, t.start && i == len(t.words)-1)
			if err != nil {
				return nil, err
			}
			for g, rows := range places {
				if len(columns[g]) == n { // all words before stand there too
					columns[g] = append(columns[g], streamOf(rows))
				}
			}
			n++
		}
	}
	var out [][]stream
	for _, g := range slices.Sorted(maps.Keys(columns)) {
		if len(columns[g]) == n {
			out = append(out, columns[g])
		}
	}
	return out, nil
}

// places are the rows of a word, or of all words that begin with it, by segment.
func (f *finder) places(word string, start bool) (map[int64][][]byte, error) {
	to := word
	if start {
		to += "\U0010FFFF"
	}
	out := map[int64][][]byte{}
	err := f.d.query(`SELECT segment, places FROM words WHERE word BETWEEN ? AND ?`, []any{word, to}, func(st *sqlite3.Stmt) error {
		g := st.ColumnInt64(0)
		out[g] = append(out[g], st.ColumnBlob(1, nil))
		return nil
	})
	if f.fresh != nil {
		for w, p := range f.fresh.words {
			if word <= w && w <= to {
				out[-1] = append(out[-1], p.buf) // no stored segment has that number
			}
		}
	}
	return out, err
}

// segment finds the texts in which all words stand, and looks at those.
func (f *finder) segment(words []stream) error {
	for text := int64(0); ; text++ {
		for agreed := 0; agreed < len(words); {
			w := words[agreed]
			if !w.seek(text) {
				return w.broken()
			}
			if agreed++; w.text() > text {
				text, agreed = w.text(), 0
			}
		}
		if len(f.of[text]) > 0 {
			if err := f.look(text, words); err != nil {
				return err
			}
		}
	}
}

// look finds the matching turns of the documents with a text.
func (f *finder) look(text int64, words []stream) error {
	spots := make([][]int32, len(f.terms)) // where each term begins
	f.heap = f.heap[:0]
	n := 0
	for i, t := range f.terms {
		for k := range t.words {
			from := len(f.heap)
			f.heap = words[n].places(f.heap)
			if err := words[n].broken(); err != nil {
				return err
			}
			here := f.heap[from:len(f.heap):len(f.heap)]
			if k == 0 {
				spots[i] = here
			} else {
				spots[i] = follow(spots[i], here, int32(k))
			}
			n++
		}
		if len(spots[i]) == 0 {
			return nil
		}
	}
	for _, doc := range f.of[text] {
		f.turns(doc, spots)
	}
	return nil
}

// follow keeps the places after which, by words further on, stands one of next.
func follow(places, next []int32, by int32) []int32 {
	out := places[:0]
	for _, p := range places {
		for len(next) > 0 && next[0] < p+by {
			next = next[1:]
		}
		if len(next) > 0 && next[0] == p+by {
			out = append(out, p)
		}
	}
	return out
}

// turns counts the turns of a document in which every term stands, and keeps
// them when they may be among the first.
func (f *finder) turns(doc int, spots [][]int32) {
	hits := docHits{doc: doc}
	keep := doc < f.last
	ahead := slices.Clone(spots) // of each term, the places not passed yet
	end := int32(0)
	for i, turn := range f.docs[doc].turns {
		if turn.from < end { // turns that overlap
			copy(ahead, spots)
		}
		end = turn.to
		m, ok := f.match(turn, ahead)
		if !ok {
			continue
		}
		f.total++
		if keep && len(hits.turns) < f.limit {
			m.turn = int32(i)
			hits.turns = append(hits.turns, m)
		}
	}
	if len(hits.turns) > 0 {
		f.kept = append(f.kept, hits)
		f.trim()
	}
}

// match is the first place of any term in a turn, if all terms stand in it. It
// passes the places before the turn.
func (f *finder) match(turn turnWords, ahead [][]int32) (match, bool) {
	best := match{from: math.MaxInt32}
	for i, places := range ahead {
		for len(places) > 0 && places[0] < turn.from {
			places = places[1:]
		}
		ahead[i] = places
		size := int32(len(f.terms[i].words))
		if len(places) == 0 || places[0]+size > turn.to {
			return match{}, false
		}
		if places[0] < best.from {
			best.from, best.to = places[0], places[0]+size
		}
	}
	return best, true
}

// hits are the first matches with their places in the text.
func (f *finder) hits() ([]Hit, error) {
	var out []Hit
	for _, found := range f.kept {
		doc := f.docs[found.doc]
		body := ""
		if _, err := f.d.one(`SELECT bytes FROM blobs WHERE id = ?`, []any{doc.text}, func(st *sqlite3.Stmt) { body = st.ColumnText(0) }); err != nil {
			return nil, err
		}
		for _, m := range found.turns[:min(len(found.turns), f.limit-len(out))] {
			hit, ok := m.hit(body, doc.turns[m.turn])
			if !ok {
				return nil, damaged(string(doc.id), indexBroken(), nil)
			}
			hit.Document, hit.Turn = doc.id, int(m.turn)
			out = append(out, hit)
		}
	}
	return out, nil
}

func indexBroken() instruments.Text {
	return instruments.Text{NL: "de woordenlijst voor het zoeken klopt niet met de tekst", EN: "the word index does not fit the text"}
}
