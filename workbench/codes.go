package workbench

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"strings"
	"sync"

	"meerzicht/coding"
	"meerzicht/study"
)

// palette is the colours of Okabe & Ito (2008) that stand out on paper and on
// dark; with the patterns they tell the codes apart that have no colour of
// their own.
var palette = [...]string{"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800"}

// patterns is how many patterns css_codes.css knows (.p0 …).
const patterns = 6

func codesRoutes() []route {
	return []route{
		{"GET /codebook", showCodebook, routeRule{}},
		{"GET /codebook/print", printCodebook, routeRule{}},
		{"GET /codebook.csv", exportCodebook, routeRule{}},
		{"GET /part/tree", showTree, routeRule{}},
		{"GET /part/code", showRecord, routeRule{}},
		{"GET /part/code/form", showCodeForm, routeRule{}},
		{"GET /part/code/options", showCodeOptions, routeRule{}},
		{"GET /part/code/places", showCodePlaces, routeRule{}},
		{"GET /part/code/split", showSplitPage, routeRule{}},
	}
}

// codeShelf keeps the codebook between requests, with what the tree of it needs.
type codeShelf struct {
	mu  sync.Mutex
	seq int64 // the last event that now knows
	now *shelved
}

// shelved is a codebook with the shape of its tree, by place in reading order.
// Nobody changes it.
type shelved struct {
	coding.Codebook
	at         map[coding.CodeID]int
	parent     []int // -1 at the top
	depth      []int
	end        []int // behind the last code below
	kids       []int // directly below
	rank, size []int // place among its siblings from 1, and how many there are
}

// of is the codebook as it is now.
func (s *codeShelf) of(ctx context.Context, st *sighted) (*shelved, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	head, err := st.Head(ctx)
	if err != nil {
		return nil, err
	}
	if s.now != nil && !s.stale(ctx, st, head.Seq) {
		return s.now, nil
	}
	codes, err := coding.All[coding.Code](st.View(ctx), coding.CodeKind)
	if err != nil {
		return nil, err
	}
	// What is read may hold events after head; looking at those again is harmless.
	s.seq, s.now = head.Seq, shelve(coding.TreeOf(codes))
	return s.now, nil
}

// stale reports whether a code changed since; else the shelf knows the events up
// to head.
func (s *codeShelf) stale(ctx context.Context, st *sighted, head int64) bool {
	if s.seq == head {
		return false
	}
	const some = 500
	n, changed, last := 0, false, s.seq
	err := st.Since(ctx, s.seq, some, func(e study.Event) error {
		n, last = n+1, e.Seq
		changed = changed || bytes.Contains(e.Payload, []byte(`"kind":"code"`))
		return nil
	})
	if err != nil || changed || n >= some {
		return true
	}
	s.seq = last
	return false
}

// shelve finds the shape of a codebook.
func shelve(book coding.Codebook) *shelved {
	n := len(book.Codes)
	s := &shelved{
		Codebook: book, at: make(map[coding.CodeID]int, n), parent: make([]int, n), depth: make([]int, n),
		end: make([]int, n), kids: make([]int, n), rank: make([]int, n), size: make([]int, n),
	}
	roots := 0
	for i, c := range book.Codes {
		s.at[c.ID], s.parent[i] = i, -1
		if p, ok := s.at[c.Parent]; ok && p != i && c.Parent != "" {
			s.parent[i], s.depth[i] = p, s.depth[p]+1
			s.kids[p]++
			s.rank[i] = s.kids[p]
			continue
		}
		roots++
		s.rank[i] = roots
	}
	for i := n - 1; i >= 0; i-- {
		s.end[i] = max(s.end[i], i+1)
		s.size[i] = roots
		if p := s.parent[i]; p >= 0 {
			s.end[p], s.size[i] = max(s.end[p], s.end[i]), s.kids[p]
		}
	}
	return s
}

// pathNames is how many names a path shows; trees from elsewhere may be deep.
const pathNames = 5

// path names a code with those above it.
func (s *shelved) path(i int, name func(coding.Code) string) string {
	names := []string{name(s.Codes[i])}
	for p := s.parent[i]; p >= 0; p = s.parent[p] {
		if len(names) == pathNames {
			names = append(names, "…")
			break
		}
		names = append(names, name(s.Codes[p]))
	}
	var b strings.Builder
	for k := len(names) - 1; k >= 0; k-- {
		b.WriteString(names[k])
		if k > 0 {
			b.WriteString(" › ")
		}
	}
	return b.String()
}

// shelf is the codebook as it is now, with the shape of its tree.
func (v *visit) shelf() (*shelved, error) { return v.codes.of(v.ctx(), v.study) }

// codebook is the codebook as it is now.
func (v *visit) codebook() (coding.Codebook, error) {
	s, err := v.shelf()
	if err != nil {
		return coding.Codebook{}, err
	}
	return s.Codebook, nil
}

// codeName is a code's name in the session's language; it never is empty.
func (v *visit) codeName(c coding.Code) string {
	if name := c.Name.In(v.lang); strings.TrimSpace(name) != "" {
		return name
	}
	return string(c.ID)
}

// serveCodeColours is a stylesheet with one class for each code, since pages
// may not carry styles of their own.
func serveCodeColours(v *visit) error {
	s, err := v.shelf()
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/css; charset=utf-8")
	var b bytes.Buffer
	for _, c := range s.Codes {
		// u2 and u3 are for the second and third line under the same words.
		fmt.Fprintf(&b, ".%[1]s{--code:%[2]s}.u2%[1]s{--code2:%[2]s}.u3%[1]s{--code3:%[2]s}\n", codeClass(c.ID), colourOf(c))
	}
	_, err = io.Copy(v.w, &b)
	return err
}

// colourOf is a code's own colour, or one that follows from its id, so that it
// stays when codes are added or moved. Only #RRGGBB is let through, since it
// stands in a stylesheet.
func colourOf(c coding.Code) string {
	if isColour(c.Colour) {
		return c.Colour
	}
	h := fnv.New32a()
	io.WriteString(h, string(c.ID)) // a hash takes everything
	return palette[h.Sum32()%uint32(len(palette))]
}

func isColour(s string) bool {
	return len(s) == 7 && s[0] == '#' && strings.Trim(s[1:], "0123456789abcdefABCDEF") == ""
}

func sum(by map[coding.CoderID]int) int {
	n := 0
	for _, x := range by {
		n += x
	}
	return n
}
