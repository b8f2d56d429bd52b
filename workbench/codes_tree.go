package workbench

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"meerzicht/coding"
)

// A tree that has at most wholeTree codes reaches the page at once, with closed
// branches hidden. Of a larger one only what is open is sent, and at most
// siblingPage codes of one branch at a time.
const (
	openTree    = 400 // with so many codes all branches begin open
	wholeTree   = 2000
	siblingPage = 500
	foundMost   = 500 // codes that a search shows
	nearAbove   = 6   // codes above a found one that are shown with it
	indentMost  = 12  // levels that are drawn; the row says its level too
)

// codeLine is one line of the codebook pane. A line with More stands for codes
// that are not sent yet.
type codeLine struct {
	coding.Code
	Row        string // id of its element
	Label      string // its name, for people
	Depth      int    // ancestors
	Indent     int
	Rank, Size int // among its siblings
	Kids       int // directly below
	Open       bool
	Hidden     bool // in a closed branch
	Count      int  // codings of all coders
	Mine       int
	Pattern    int
	Path       string // its name behind those of its ancestors
	Above      bool   // shown only because of what is below it
	More, From int
}

// Level is how deep it stands, from 1.
func (l codeLine) Level() int { return l.Depth + 1 }

// rowID is the id of a code's element.
func rowID(id coding.CodeID) string {
	h := sha256.Sum256([]byte(id))
	return "c" + hex.EncodeToString(h[:8])
}

// treeAsk is which lines of the tree are asked for.
type treeAsk struct {
	find       string
	used       bool
	open, shut map[string]bool // rows that a person opened or closed
	under      coding.CodeID   // only what is below this code
	from       int             // of its direct children, skip so many
	wide       int             // send so many children at once
}

func (v *visit) treeAsk() treeAsk {
	q := v.r.URL.Query()
	set := func(name string) map[string]bool {
		out := map[string]bool{}
		for id := range strings.SplitSeq(q.Get(name), ",") {
			if id != "" {
				out["c"+id] = true
			}
		}
		return out
	}
	from, _ := strconv.Atoi(q.Get("from"))
	wide, _ := strconv.Atoi(q.Get("wide"))
	return treeAsk{
		find: strings.TrimSpace(q.Get("find")), used: q.Get("used") != "", open: set("open"), shut: set("shut"),
		under: coding.CodeID(q.Get("under")), from: max(0, from), wide: min(max(siblingPage, wide), 20*siblingPage),
	}
}

// codeLines are the lines with which a page begins.
func (v *visit) codeLines() ([]codeLine, error) { return v.linesOf(treeAsk{wide: siblingPage}) }

func showTree(v *visit) error {
	lines, err := v.linesOf(v.treeAsk())
	if err != nil {
		return err
	}
	return v.part("codebook", "code-rows", lines)
}

// linesOf are the lines of the tree that are asked for.
func (v *visit) linesOf(ask treeAsk) ([]codeLine, error) {
	s, err := v.shelf()
	if err != nil {
		return nil, err
	}
	counts, err := v.study.CountsByCode(v.ctx())
	if err != nil {
		return nil, err
	}
	t := treeLines{shelved: s, v: v, ask: ask, counts: counts}
	if ask.find != "" || ask.used {
		return t.found(), nil
	}
	return t.walk(), nil
}

// treeLines makes lines.
type treeLines struct {
	*shelved
	v      *visit
	ask    treeAsk
	counts map[coding.CodeID]map[coding.CoderID]int
	out    []codeLine
}

// line is the line of one code.
func (t *treeLines) line(i int) codeLine {
	c := t.Codes[i]
	return codeLine{
		Code: c, Row: rowID(c.ID), Label: t.v.codeName(c), Depth: t.depth[i], Indent: min(t.depth[i], indentMost),
		Rank: t.rank[i], Size: t.size[i], Kids: t.kids[i],
		Count: sum(t.counts[c.ID]), Mine: t.counts[c.ID][t.v.coder()], Pattern: i % patterns, Path: t.path(i, t.v.codeName),
	}
}

// open reports whether a branch is open.
func (t *treeLines) open(row string) bool {
	return t.ask.open[row] || len(t.Codes) <= openTree && !t.ask.shut[row]
}

// walk is the tree, or what is below one code.
func (t *treeLines) walk() []codeLine {
	lo, hi, top := 0, len(t.Codes), -1
	if t.ask.under != "" {
		i, ok := t.at[t.ask.under]
		if !ok {
			return nil
		}
		lo, hi, top = i+1, t.end[i], i
	}
	small := len(t.Codes) <= wholeTree
	hidden := lo // codes before this place are in a closed branch
	for i := lo; i < hi; i++ {
		if t.parent[i] == top && t.rank[i] <= t.ask.from {
			i = t.end[i] - 1
			continue
		}
		if !small && t.pageEnds(i, top) {
			i = t.skipSiblings(i, hi)
			continue
		}
		l := t.line(i)
		l.Hidden = i < hidden
		l.Open = l.Kids > 0 && t.open(l.Row)
		t.out = append(t.out, l)
		switch {
		case l.Open || l.Kids == 0:
		case small:
			hidden = max(hidden, t.end[i])
		default:
			i = t.end[i] - 1
		}
	}
	return t.out
}

// pageEnds reports whether a code comes after those of its branch that are sent
// at once.
func (t *treeLines) pageEnds(i, top int) bool {
	from := 0
	if t.parent[i] == top {
		from = t.ask.from
	}
	return t.rank[i] > from+t.ask.wide
}

// skipSiblings adds a line for the code and the siblings behind it, and returns
// the place of the last one.
func (t *treeLines) skipSiblings(i, hi int) int {
	more := codeLine{Depth: t.depth[i], Indent: min(t.depth[i], indentMost), More: t.size[i] - t.rank[i] + 1, From: t.rank[i] - 1, Rank: t.rank[i], Size: t.size[i]}
	p := t.parent[i]
	end := hi
	if p >= 0 {
		more.Parent, end = t.Codes[p].ID, t.end[p]
	}
	more.Row = "more-" + rowID(more.Parent)
	t.out = append(t.out, more)
	return end - 1
}

// found is the codes that a search or "only used" leaves, with those just above
// them.
func (t *treeLines) found() []codeLine {
	show := map[int]bool{}
	hits, more := map[int]bool{}, 0
	words := strings.Fields(strings.ToLower(t.ask.find))
	for i := range t.Codes {
		if !t.matches(i, words) {
			continue
		}
		if len(hits) == foundMost {
			more++
			continue
		}
		hits[i], show[i] = true, true
		for p, n := t.parent[i], 0; p >= 0 && n < nearAbove; p, n = t.parent[p], n+1 {
			show[p] = true
		}
	}
	for i := range t.Codes {
		if show[i] {
			l := t.line(i)
			l.Open, l.Above = i+1 < len(t.Codes) && show[i+1] && t.parent[i+1] == i || t.anyBelow(show, i), !hits[i]
			t.out = append(t.out, l)
		}
	}
	if more > 0 {
		t.out = append(t.out, codeLine{More: more, From: -1, Row: "more-found", Rank: 1, Size: 1})
	}
	return t.out
}

// anyBelow reports whether something directly below a code is shown.
func (t *treeLines) anyBelow(show map[int]bool, i int) bool {
	for k := i + 1; k < t.end[i]; k = t.end[k] {
		if show[k] {
			return true
		}
	}
	return false
}

// matches reports whether a code has all words in its path or id.
func (t *treeLines) matches(i int, words []string) bool {
	c := t.Codes[i]
	if t.ask.used && sum(t.counts[c.ID]) == 0 {
		return false
	}
	if len(words) == 0 {
		return true
	}
	in := strings.ToLower(c.Name.NL + " " + c.Name.EN + " " + string(c.ID))
	for _, w := range words {
		if !strings.Contains(in, w) {
			return false
		}
	}
	return true
}
