package lexicon

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Matcher is a compiled lexicon. It is safe for use by several goroutines.
type Matcher struct {
	classes  []wordClass
	classIDs map[string]int32
	byKey    map[string][]int32 // classes that hold a key
	byWord   map[string][]int32 // classes that hold a whole word
	wild     []int32            // classes with starts, ends or insides
	patterns []pattern
	anchored [][]guardedPattern // class → patterns to try at its words
	terms    []termInfo
	codes    []codeInfo
	guarded  int // classes that are guards; they are numbered first
	scratch  sync.Pool
}

// pattern is a reading whose word classes are numbered. It is tried wherever a
// word of its anchor class stands: the word that is rarest in ordinary speech.
type pattern struct {
	parts      [][]int32
	gaps       []gap
	not        [][]int32
	anchorPart int32
	anchorWord int32
	anchor     int32
	term       int32 // index in terms; of a sign: -1
	sign       sign
	words      int // how many words it holds
}

// guardedPattern is a pattern with a class that must occur in the sentence for
// it to match; -1 when there is none. Most patterns fall at this first test.
type guardedPattern struct{ pattern, guard int32 }

type termInfo struct {
	code int32
	rule string // "act.A01 #3: samen .. koken"
}

type codeInfo struct {
	id  coding.CodeID
	not []int32 // patterns whose nearness rules a hit out
}

// Compile prepares the rules of a lexicon. It lists every mistake at once, as
// instruments.Problems: terms that cannot be read, unknown and circular lists,
// unknown lists of signs, a rule without code or terms, a code with two rules.
func Compile(lex instruments.Lexicon) (*Matcher, error) {
	c := compiler{
		m:     &Matcher{classIDs: map[string]int32{}, byKey: map[string][]int32{}, byWord: map[string][]int32{}},
		lists: map[string][][]wordClass{},
		lex:   lex,
	}
	if c.count(); len(c.problems) > 0 {
		return nil, c.problems
	}
	c.allLists()
	for i, r := range lex.Rules {
		c.rule(i, r)
	}
	c.signs()
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	c.m.index()
	return c.m, nil
}

// Codes are the codes that the lexicon has rules for, in the order of the rules.
func (m *Matcher) Codes() []coding.CodeID {
	out := make([]coding.CodeID, len(m.codes))
	for i, c := range m.codes {
		out[i] = c.id
	}
	return out
}

type compiler struct {
	m        *Matcher
	lex      instruments.Lexicon
	lists    map[string][][]wordClass
	problems instruments.Problems
}

func (c *compiler) problem(where string, what, hint instruments.Text) {
	c.problems = append(c.problems, instruments.Problem{File: "lexicon, " + where, What: what, Hint: hint})
}

func (c *compiler) count() {
	n := 0
	for _, r := range c.lex.Rules {
		n += len(r.Terms) + len(r.Not)
	}
	for _, l := range c.lex.Lists {
		n += len(l)
	}
	if n > maxTerms {
		c.problem("rules", instruments.Textf("het lexicon heeft %d termen; hoogstens %d zijn toegestaan", "the lexicon has %d terms; at most %d are allowed", n, maxTerms),
			instruments.Text{NL: "splits het lexicon of gebruik woorddelen met *", EN: "split the lexicon, or use parts of words with *"})
	}
}

// allLists reads the word lists. A list may use other lists, not itself.
func (c *compiler) allLists() {
	names := make([]string, 0, len(c.lex.Lists))
	for name := range c.lex.Lists {
		names = append(names, name)
	}
	sort.Strings(names)
	busy := map[string]bool{}
	for _, name := range names {
		if !strings.HasPrefix(name, signPrefix) {
			c.list(name, busy)
		}
	}
}

func (c *compiler) list(name string, busy map[string]bool) {
	if _, done := c.lists[name]; done {
		return
	}
	if busy[name] {
		c.problem("@"+name, instruments.Textf("lijst %q verwijst naar zichzelf", "list %q refers to itself", name), instruments.Text{})
		c.lists[name] = nil
		return
	}
	busy[name] = true
	var all [][]wordClass
	for i, entry := range c.lex.Lists[name] {
		c.listsIn(entry, busy)
		rs, err := parseTerm(entry, c.lists)
		where := fmt.Sprintf("@%s, %d (%s)", name, i+1, entry)
		switch {
		case err != nil:
			c.problem(where, err.text, instruments.Text{})
		case len(rs) > 0 && (len(rs[0].gaps) > 0 || len(rs[0].not) > 0):
			c.problem(where, instruments.Text{NL: "in een lijst mogen geen .. en geen ! staan", EN: "a list cannot hold .. or !"},
				instruments.Text{NL: "zet de hele term bij de regel", EN: "put the whole term with the rule"})
		default:
			for _, r := range rs {
				all = append(all, r.parts[0])
			}
		}
	}
	c.lists[name] = mergeSingles(all)
}

// listsIn reads the lists that an entry uses before the entry itself.
func (c *compiler) listsIn(entry string, busy map[string]bool) {
	for _, w := range strings.FieldsFunc(entry, func(r rune) bool { return strings.ContainsRune(" ()|!", r) }) {
		name, ok := strings.CutPrefix(w, "@")
		if _, exists := c.lex.Lists[name]; ok && exists {
			c.list(name, busy)
		}
	}
}

func (c *compiler) rule(i int, r instruments.TermRules) {
	where := fmt.Sprintf("rules[%d] %s", i+1, r.Code)
	if r.Code == "" || len(r.Terms) == 0 {
		c.problem(where, instruments.Text{NL: "een regel heeft een code en minstens één term nodig", EN: "a rule needs a code and at least one term"}, instruments.Text{})
	}
	for _, old := range c.m.codes {
		if string(old.id) == r.Code {
			c.problem(where, instruments.Textf("code %q heeft al een regel", "code %q has a rule already", r.Code),
				instruments.Text{NL: "voeg de termen samen", EN: "put the terms together"})
		}
	}
	code := int32(len(c.m.codes))
	c.m.codes = append(c.m.codes, codeInfo{id: coding.CodeID(r.Code)})
	for k, term := range r.Terms {
		c.term(term, fmt.Sprintf("%s #%d", r.Code, k+1), code)
	}
	for k, term := range r.Not {
		for _, p := range c.read(term, fmt.Sprintf("%s not #%d", r.Code, k+1)) {
			p.term = -1
			c.m.codes[code].not = append(c.m.codes[code].not, int32(len(c.m.patterns)))
			c.m.patterns = append(c.m.patterns, p)
		}
	}
}

func (c *compiler) term(term, where string, code int32) {
	index := int32(len(c.m.terms))
	c.m.terms = append(c.m.terms, termInfo{code: code, rule: where + ": " + strings.TrimSpace(term)})
	for _, p := range c.read(term, where) {
		p.term = index
		c.m.patterns = append(c.m.patterns, p)
	}
}

// read parses a term and numbers its classes.
func (c *compiler) read(term, where string) []pattern {
	readings, err := parseTerm(term, c.lists)
	if err != nil {
		c.problem(fmt.Sprintf("%s (%s)", where, term), err.text, instruments.Text{NL: "zie docs/lexicon.md", EN: "see docs/lexicon.md"})
		return nil
	}
	out := make([]pattern, 0, len(readings))
	for _, r := range readings {
		p := pattern{gaps: r.gaps, sign: noSign}
		for _, part := range r.parts {
			p.parts = append(p.parts, c.number(part))
			p.words += len(part)
		}
		for _, n := range r.not {
			p.not = append(p.not, c.number(n))
		}
		c.chooseAnchor(&p)
		out = append(out, p)
	}
	return out
}

func (c *compiler) number(part []wordClass) []int32 {
	out := make([]int32, len(part))
	for i := range part {
		name := part[i].name()
		id, ok := c.m.classIDs[name]
		if !ok {
			id = int32(len(c.m.classes))
			c.m.classIDs[name] = id
			c.m.classes = append(c.m.classes, part[i])
		}
		out[i] = id
	}
	return out
}

// chooseAnchor picks the word class that ordinary speech meets least.
func (c *compiler) chooseAnchor(p *pattern) {
	best := -1
	for i, part := range p.parts {
		for j, id := range part {
			if w := commonness(&c.m.classes[id]); best < 0 || w < best {
				best, p.anchorPart, p.anchorWord, p.anchor = w, int32(i), int32(j), id
			}
		}
	}
}

// index fills the tables that a word is looked up in.
func (m *Matcher) index() {
	m.renumber()
	for i := range m.classes {
		id, c := int32(i), &m.classes[i]
		for _, k := range c.keys {
			m.byKey[k] = append(m.byKey[k], id)
		}
		for _, w := range c.exact {
			m.byWord[w] = append(m.byWord[w], id)
		}
		if len(c.prefix)+len(c.suffix)+len(c.infix) > 0 {
			m.wild = append(m.wild, id)
		}
	}
	m.anchored = make([][]guardedPattern, len(m.classes))
	for i := range m.patterns {
		if p := &m.patterns[i]; p.term >= 0 || p.sign != noSign {
			m.anchored[p.anchor] = append(m.anchored[p.anchor], guardedPattern{int32(i), p.guard()})
		}
	}
	m.scratch.New = func() any { return newScratch(m) }
}

// guard is the first class of a part beside the anchor's, -1 without one.
func (p *pattern) guard() int32 {
	switch {
	case int(p.anchorPart)+1 < len(p.parts):
		return p.parts[p.anchorPart+1][0]
	case p.anchorPart > 0:
		return p.parts[p.anchorPart-1][0]
	}
	return -1
}

// renumber gives the classes that guard patterns the lowest numbers.
func (m *Matcher) renumber() {
	order, place := make([]wordClass, 0, len(m.classes)), make([]int32, len(m.classes))
	taken := make([]bool, len(m.classes))
	take := func(id int32) {
		if id >= 0 && !taken[id] {
			taken[id] = true
			place[id] = int32(len(order))
			order = append(order, m.classes[id])
		}
	}
	for i := range m.patterns {
		take(m.patterns[i].guard())
	}
	m.guarded = len(order)
	for id := range m.classes {
		take(int32(id))
	}
	m.classes = order
	for i := range m.patterns {
		p := &m.patterns[i]
		p.anchor = place[p.anchor]
		for _, phrases := range [][][]int32{p.parts, p.not} {
			for _, phrase := range phrases {
				for k, id := range phrase {
					phrase[k] = place[id]
				}
			}
		}
	}
}

// commonness is a rough count of how often ordinary speech holds a word of the
// class; only its order matters, and only for speed.
func commonness(c *wordClass) int {
	n := 0
	for _, k := range c.keys {
		n += wordCommonness(k)
	}
	for _, w := range c.exact {
		if !slices.Contains(c.keys, w) {
			n += wordCommonness(w)
		}
	}
	return n + 4*(len(c.prefix)+len(c.suffix)+len(c.infix))
}

// Words that fill Dutch talk, most common first.
const (
	veryCommon = " de het een en ik je we hij ze dat is in van niet te er die maar met op was ook dan wel voor zo als aan nog naar om bij uit "
	common     = " heb hebben had heeft zijn ben bent zit ga gaan gaat ging gingen gegaan doe doen doet deed gedaan kan kon kunnen moet moest wil " +
		"wilde hem haar mijn zijn ons samen met over mee weer toen daar hier wat want dus veel even eens keer goed iets iemand wij zij kom komt kwam zeg zei gezegd praten praat "
)

func wordCommonness(w string) int {
	switch {
	case strings.Contains(veryCommon, " "+w+" "):
		return 200
	case strings.Contains(common, " "+w+" "):
		return 40
	}
	return 1
}
