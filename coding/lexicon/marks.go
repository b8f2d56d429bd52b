package lexicon

import (
	"strings"

	"meerzicht/coding"
)

// How far a sign reaches, in words.
const (
	reachNot    = 7  // between "niet" and the hit
	reachNone   = 4  // from "geen" to the hit
	reachPlan   = 9  // between a sign of a plan and the hit
	followFrom  = 4  // a following denial starts within so many words of the next clause
	thenClauses = 2  // clauses behind the hit's that may deny it
	following   = 14 // words behind the sentence in which a following denial is looked for
	maxNoun     = 3  // articles and adjectives between preposition and noun
	longest     = 40 // words of a sentence; a longer one is shown in windows
	windowMin   = 12
	windowMax   = 30
)

// judge decides about the hits of one sentence: the clause they stand in, what
// the signs in it say, and the window they are shown in.
type judge struct {
	f     *finder
	in    span      // the sentence
	signs []signHit // in the sentence and shortly behind it
	at    []uint32  // per word of the sentence and shortly behind: kinds of signs that start there, as bits
	runs  []int     // first words of the windows of a long sentence
}

func (f *finder) judge(in span) *judge {
	end := min(in.last+following, len(f.words)-1)
	j := &judge{f: f, in: in, at: make([]uint32, end-in.first+1)}
	j.signs = f.signsIn(in)
	if end > in.last { // a sign never runs from one sentence into the next
		j.signs = append(append([]signHit(nil), j.signs...), f.signsIn(span{in.last + 1, end})...)
	}
	for _, s := range j.signs {
		j.at[s.first-in.first] |= 1 << s.kind
	}
	j.windows()
	return j
}

// has: a sign of the kind starts at word t.
func (j *judge) has(t int, k signKind) bool {
	i := t - j.in.first
	return i >= 0 && i < len(j.at) && j.at[i]&(1<<k) != 0
}

// begins: a clause begins at word t.
func (j *judge) begins(t int) bool {
	if j.has(t, signClause) {
		return true
	}
	switch j.f.words[t].before {
	case sentenceBreak:
		return true
	case clauseBreak:
		for u := t; u < t+4 && u <= j.in.last; u++ {
			if u > t && (j.f.words[u].before != noBreak || j.has(u, signClause)) {
				break
			}
			if j.has(u, signSubject) {
				return true
			}
		}
	}
	return false
}

// clause is the clause of word t within the sentence.
func (j *judge) clause(t int) span {
	c := span{t, t}
	for c.first > j.in.first && !j.begins(c.first) {
		c.first--
	}
	for c.last < j.in.last && !j.begins(c.last+1) {
		c.last++
	}
	return c
}

// windows cuts a long sentence, as speech recognition writes them, at clauses.
func (j *judge) windows() {
	j.runs = []int{j.in.first}
	if j.in.last-j.in.first < longest {
		return
	}
	start := j.in.first
	for t := start + 1; t <= j.in.last; t++ {
		n := t - start
		if n >= windowMax || n >= windowMin && (j.begins(t) || j.f.words[t].before == clauseBreak) {
			start = t
			j.runs = append(j.runs, t)
		}
	}
}

// window is the run of words in which a hit is shown.
func (j *judge) window(h span) span {
	w := span{j.in.first, j.in.last}
	for i, start := range j.runs {
		if start <= h.first {
			w.first = start
		}
		if start > h.last {
			w.last = j.runs[i] - 1
			break
		}
	}
	return w
}

// marks says which marks a hit gets. Signs count in all clauses that the hit
// touches. Who did it and whether it came about is asked of deeds only: a goal is
// a wish by nature, and an indicator speaks of the professional.
func (j *judge) marks(h hit, code coding.CodeID) Suggestion {
	c := span{j.clause(h.first).first, j.clause(h.last).last}
	next := j.then(c)
	if !deed(code) {
		return Suggestion{Negated: j.negated(h, c)}
	}
	return Suggestion{
		Negated:     j.negated(h, c) || next&(1<<signThenNot) != 0,
		OtherPerson: j.otherPerson(h, c) || next&(1<<signThenOther) != 0,
		Planned:     j.planned(h, c) || next&(1<<signThenPlan) != 0,
	}
}

// deed: the code stands for something a volunteer does, or for how a signal was
// given.
func deed(code coding.CodeID) bool {
	_, activity := code.Activity()
	return activity || strings.HasPrefix(string(code), "sig.")
}

// then collects the following signs that start shortly behind the clause, or
// shortly behind the start of the next sentence.
func (j *judge) then(c span) uint32 {
	var out uint32
	t := c.last + 1
	for n := 0; n < thenClauses && t <= j.in.last; n++ {
		out |= j.startingAt(t)
		t = j.clause(t).last + 1
	}
	if t > j.in.last {
		out |= j.nextSentence()
	}
	return out
}

// startingAt collects the signs that start at word t or shortly behind it.
func (j *judge) startingAt(t int) (out uint32) {
	first := t - j.in.first
	for i := first; i < min(first+followFrom, len(j.at)); i++ {
		out |= j.at[i]
	}
	return out
}

// nextSentence is what the signs at the start of the next sentence say; only
// short fillers ("nee", "nou ja") may stand before them, else the sentence has a
// subject of its own.
func (j *judge) nextSentence() (out uint32) {
	for t := j.in.last + 1; t <= j.in.last+followFrom && t-j.in.first < len(j.at); t++ {
		out |= j.at[t-j.in.first]
		if w := j.f.words[t]; w.end-w.start > 4 {
			break
		}
	}
	return out
}

// negated: a negation in the clause reaches the hit and is not part of a phrase
// that negates nothing ("niet alleen"). A hit that holds a negation itself ("geen
// contact") is not negated by a second one.
func (j *judge) negated(h hit, c span) bool {
	out := false
	for _, s := range j.signs {
		if s.kind != signNot && s.kind != signNone || !c.meets(s.span) {
			continue
		}
		if h.holds(s.span) {
			return false
		}
		out = out || h.reachedBy(s) && !j.covered(s.span)
	}
	return out
}

// reachedBy: a negation is near enough: "niet" on either side, "geen" before it.
func (h *hit) reachedBy(s signHit) bool {
	before, behind := h.distance(s.span)
	return s.kind == signNot && min(before, behind) <= reachNot || s.kind == signNone && before <= reachNone
}

// meets: the runs share a word. A sign may end in the clause it speaks of: "de
// bedoeling is dat | de vrijwilliger …".
func (s span) meets(o span) bool { return s.first <= o.last && o.first <= s.last }

func (j *judge) covered(at span) bool {
	for _, s := range j.signs {
		if s.kind == signYet && s.first <= at.first && at.last <= s.last {
			return true
		}
	}
	return false
}

// holds: the run lies inside one of the hit's parts.
func (h *hit) holds(at span) bool {
	for _, p := range h.parts[:h.n] {
		if p.first <= at.first && at.last <= p.last {
			return true
		}
	}
	return false
}

// far is further than any reach.
const far = 1 << 20

// distance counts the steps from a run to the nearest part of the hit behind it
// and before it; a run that overlaps a part is at no distance.
func (h *hit) distance(at span) (ahead, back int) {
	ahead, back = far, far
	for _, p := range h.parts[:h.n] {
		if p.first > at.last {
			ahead = min(ahead, p.first-at.last)
		}
		if p.last < at.first {
			back = min(back, at.first-p.last)
		}
		if p.first <= at.last && at.first <= p.last {
			ahead, back = 0, 0
		}
	}
	return ahead, back
}

// doers says who a clause names as the one who did it.
type doers struct{ own, other, tells, sure bool }

// otherPerson: somebody else is the subject of the clause or the company in it
// and nobody of the speaker's own is, or did it according to a "door" or "via".
func (j *judge) otherPerson(h hit, c span) bool {
	var d doers
	for _, s := range j.signs {
		if s.first >= c.first && s.last <= c.last {
			d.weigh(j, h, s)
		}
	}
	return d.sure || d.other && !d.own && !d.tells
}

func (d *doers) weigh(j *judge, h hit, s signHit) {
	switch held := h.holds(s.span); s.kind {
	case signElse:
		d.sure = d.sure || !held
	case signOwn:
		d.own = d.own || !j.behind(s.first, signPreposition)
	case signTell:
		d.tells = true
	case signOther:
		d.sure = d.sure || !held && j.behind(s.first, signAgent)
		d.other = d.other || !held && j.names(s.first)
	}
}

// names: the noun at word t is the subject, as far as can be seen, or company.
func (j *judge) names(t int) bool {
	return !j.behind(t, signPreposition) || j.behind(t, signCompany)
}

// behind: the noun at word t hangs on a preposition of the kind, with articles
// and adjectives between.
func (j *judge) behind(t int, k signKind) bool {
	for n := 1; n <= maxNoun && t-n >= j.in.first; n++ {
		if j.has(t-n, k) {
			return true
		}
		if !j.has(t-n, signArticle) {
			return false
		}
	}
	return false
}

// planned: a sign of a plan or wish in the clause is near the hit.
func (j *judge) planned(h hit, c span) bool {
	for _, s := range j.signs {
		if s.kind != signPlan || !c.meets(s.span) || j.covered(s.span) {
			continue
		}
		if before, behind := h.distance(s.span); min(before, behind) <= reachPlan || h.holds(s.span) {
			return true
		}
	}
	return false
}
