package lexicon

import (
	"strings"
)

// word is a token with its place in the vocabulary.
type word struct {
	start, end           int32 // bytes
	startPoint, endPoint int32 // code points
	entry                int32
	before               breakKind
}

// entry is what a matcher knows of one surface form: the word classes it
// belongs to, as a bit set, and the patterns to try where it stands.
type entry struct {
	bits     []uint64
	guards   []guardBits // the part of bits that guards are in, without zeros
	patterns []guardedPattern
	signs    []int32
}

// guardBits are 64 guards: at is their place in the set.
type guardBits struct {
	at   int
	bits uint64
}

func (e *entry) in(class int32) bool {
	return e.bits != nil && e.bits[class>>6]&(1<<(class&63)) != 0
}

// Limits of the cache. A document starts with what is known from others while
// both are small, so that the outcome never depends on what came before; words
// beyond maxVocabulary different ones in one document match nothing.
const (
	maxVocabulary = 100_000
	keepKnown     = 1 << 15
	keepText      = 256 << 10 // bytes; holds fewer than 1<<16 different words
)

// maxWord is the longest word that is looked up, in bytes; longer ones are no
// Dutch.
const maxWord = 64

// scratch is what one Find works with: the text's words and the vocabulary met
// so far, kept from one document to the next.
type scratch struct {
	m       *Matcher
	slots   []slot // hash table with linear probing, at most half full
	known   int
	entries []entry
	words   []word
	hits    []hit
	marks   []signHit
	present []uint64 // guards among the words of the sentence, as bits
}

type slot struct {
	surface string // "" is a free slot
	hash    uint32
	entry   int32
}

func newScratch(m *Matcher) *scratch {
	return &scratch{m: m, slots: make([]slot, 1<<10), entries: make([]entry, 1), present: make([]uint64, (m.guarded+63)/64)}
}

// lookup is the entry of a surface form; 0 is the entry of all words that no
// rule names.
func (s *scratch) lookup(surface string) int32 {
	if len(surface) > maxWord {
		return 0
	}
	h := hashOf(surface)
	at := h & uint32(len(s.slots)-1)
	for s.slots[at].surface != "" {
		if s.slots[at].hash == h && s.slots[at].surface == surface {
			return s.slots[at].entry
		}
		at = (at + 1) & uint32(len(s.slots)-1)
	}
	return s.learn(surface, h)
}

// hashOf is FNV-1a.
func hashOf(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// learn describes a surface form that is new.
func (s *scratch) learn(surface string, h uint32) int32 {
	if s.known >= maxVocabulary {
		return 0
	}
	if 2*s.known >= len(s.slots) {
		s.grow()
	}
	id := int32(0)
	if e := s.m.describe(fold(surface)); e.bits != nil {
		id = int32(len(s.entries))
		s.entries = append(s.entries, e)
	}
	s.place(slot{strings.Clone(surface), h, id})
	s.known++
	return id
}

func (s *scratch) grow() {
	old := s.slots
	s.slots = make([]slot, 2*len(old))
	for _, e := range old {
		if e.surface != "" {
			s.place(e)
		}
	}
}

func (s *scratch) place(e slot) {
	at := e.hash & uint32(len(s.slots)-1)
	for s.slots[at].surface != "" {
		at = (at + 1) & uint32(len(s.slots)-1)
	}
	s.slots[at] = e
}

// begin forgets the vocabulary where it could grow too large for a text of n
// bytes.
func (s *scratch) begin(n int) {
	if s.known > keepKnown || n > keepText && s.known > 0 {
		clear(s.slots)
		s.entries, s.known = make([]entry, 1), 0
	}
}

// describe finds the classes of a folded word.
func (m *Matcher) describe(folded string) entry {
	var e entry
	add := func(ids []int32) {
		for _, id := range ids {
			if e.bits == nil {
				e.bits = make([]uint64, (len(m.classes)+63)/64)
			}
			if !e.in(id) {
				e.bits[id>>6] |= 1 << (id & 63)
				e.take(m, id)
			}
		}
	}
	ks := keys(folded)
	for _, k := range ks {
		add(m.byKey[k])
	}
	add(m.byWord[folded])
	for i, id := range m.wild {
		if m.classes[id].matches(folded, ks) {
			add(m.wild[i : i+1])
		}
	}
	e.guard(m.guarded)
	return e
}

// guard notes which of the first n classes the entry is in.
func (e *entry) guard(n int) {
	for i := 0; i < (n+63)/64 && e.bits != nil; i++ {
		if e.bits[i] != 0 {
			e.guards = append(e.guards, guardBits{i, e.bits[i]})
		}
	}
}

// take adds the patterns anchored at a class.
func (e *entry) take(m *Matcher, class int32) {
	for _, p := range m.anchored[class] {
		if m.patterns[p.pattern].sign == noSign {
			e.patterns = append(e.patterns, p)
		} else {
			e.signs = append(e.signs, p.pattern)
		}
	}
}

// matches: a word or one of its keys has one of the class's starts, ends or
// insides.
func (c *wordClass) matches(folded string, keys []string) bool {
	for _, p := range c.prefix {
		if strings.HasPrefix(folded, p) {
			return true
		}
		for _, k := range keys {
			if strings.HasPrefix(k, p) {
				return true
			}
		}
	}
	for _, s := range c.suffix {
		if strings.HasSuffix(folded, s) {
			return true
		}
	}
	for _, s := range c.infix {
		if strings.Contains(folded, s) {
			return true
		}
	}
	return false
}

// span is a run of words: first and last, both included.
type span struct{ first, last int }

// maxParts is how many parts a term may have.
const maxParts = 6

// hit is one place where a pattern matches: its parts in the order of the
// pattern, and the run of words they lie in.
type hit struct {
	span
	pattern int32
	n       int
	parts   [maxParts]span
}

// try matches a pattern with its anchor at word t, within words lo to hi. The
// parts beside the anchor's are looked for outwards, each within reach of the
// part before it, nearest first.
func (s *scratch) try(id int32, t int, in span) (hit, bool) {
	p := &s.m.patterns[id]
	at := span{t - int(p.anchorWord), t - int(p.anchorWord) + len(p.parts[p.anchorPart]) - 1}
	if !s.phrase(p.parts[p.anchorPart], at, in) {
		return hit{}, false
	}
	h := hit{pattern: id, n: len(p.parts), span: at}
	for i := range h.parts {
		h.parts[i] = span{-1, -1}
	}
	h.keep(int(p.anchorPart), at)
	prev := at
	for i := int(p.anchorPart) + 1; i < len(p.parts); i++ {
		next, ok := s.near(p.parts[i], prev, p.gaps[i-1], 1, in, &h)
		if !ok {
			return h, false
		}
		prev = next
		h.keep(i, next)
	}
	prev = at
	for i := int(p.anchorPart) - 1; i >= 0; i-- {
		next, ok := s.near(p.parts[i], prev, p.gaps[i], -1, in, &h)
		if !ok {
			return h, false
		}
		prev = next
		h.keep(i, next)
	}
	return h, !s.excluded(p, h, in)
}

func (h *hit) keep(i int, at span) {
	h.parts[i] = at
	h.first, h.last = min(h.first, at.first), max(h.last, at.last)
}

// phrase: the words of at, all within in, belong to the classes.
func (s *scratch) phrase(classes []int32, at, in span) bool {
	if at.first < in.first || at.last > in.last {
		return false
	}
	for i, c := range classes {
		if !s.entries[s.words[at.first+i].entry].in(c) {
			return false
		}
	}
	return true
}

// near looks for a phrase beside prev, within the gap's reach. side is 1 when the
// phrase follows prev in the term and -1 when it precedes it.
func (s *scratch) near(classes []int32, prev span, g gap, side int, in span, h *hit) (span, bool) {
	n := len(classes)
	for d := range g.reach + 1 {
		right := span{prev.last + 1 + d, prev.last + d + n}
		left := span{prev.first - d - n, prev.first - 1 - d}
		if (!g.ordered || side > 0) && s.phrase(classes, right, in) && !h.overlaps(right) {
			return right, true
		}
		if (!g.ordered || side < 0) && s.phrase(classes, left, in) && !h.overlaps(left) {
			return left, true
		}
	}
	return span{}, false
}

func (h *hit) overlaps(at span) bool {
	for _, p := range h.parts[:h.n] {
		if p.first >= 0 && at.first <= p.last && p.first <= at.last {
			return true
		}
	}
	return false
}

// nearness is how close an exclusion must stand to rule a hit out, in words.
const nearness = 8

// excluded: one of the pattern's own exclusions, or one of its code's, is near.
func (s *scratch) excluded(p *pattern, h hit, in span) bool {
	around := span{max(in.first, h.first-nearness), min(in.last, h.last+nearness)}
	for _, phrase := range p.not {
		for t := around.first; t <= around.last; t++ {
			if s.phrase(phrase, span{t, t + len(phrase) - 1}, around) {
				return true
			}
		}
	}
	if p.term < 0 {
		return false
	}
	for _, id := range s.m.codes[s.m.terms[p.term].code].not {
		for t := around.first; t <= around.last; t++ {
			if s.entries[s.words[t].entry].in(s.m.patterns[id].anchor) {
				if _, ok := s.try(id, t, around); ok {
					return true
				}
			}
		}
	}
	return false
}
