package lexicon

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Suggestion is a place where the rules of a code match: the sentence, or in
// text without punctuation the clause window, around one or more hits. It is a
// proposal, never a coding, until a coder accepts it.
type Suggestion struct {
	ID string `json:"id"` // "<document>:<start>-<end>:<code>"; the same text and rules give the same id
	coding.Segment
	Code    coding.CodeID `json:"code"`
	Rule    string        `json:"rule"`    // code, number and wording of the term of the strongest hit
	Matched string        `json:"matched"` // the words it matched as they stand there; "…" marks what lies between
	// The marks. A marked suggestion is shown, but is not accepted unless asked.
	Negated     bool `json:"negated,omitempty"`      // said not to have happened
	OtherPerson bool `json:"other_person,omitempty"` // done by somebody else than the volunteer
	Planned     bool `json:"planned,omitempty"`      // a plan or wish
	// Outdone names the activity whose evidence in the same segment is clearly
	// stronger, so that these words probably belong to it alone.
	Outdone coding.CodeID `json:"outdone,omitempty"`
	// Score, 0–100, says how specific the evidence is, not how likely it is
	// true: 40 for one word, 60 for two, 75 for three or more, and 10 for every
	// further term of the code in the same segment, at most 100.
	Score int `json:"score"`
}

// Marked reports whether the suggestion is negated, about somebody else, a plan,
// or outdone by another activity.
func (s Suggestion) Marked() bool {
	return s.Negated || s.OtherPerson || s.Planned || s.Outdone != ""
}

// Find returns the suggestions for a document whose speaker's respondent type is
// not known. See FindAs.
func (m *Matcher) Find(doc *instruments.Document) []Suggestion { return m.FindAs(doc, "") }

// FindAs returns the suggestions for a document, in the order of the text, then
// of the rules. who is the type of respondent that speaks: "I" is the volunteer
// in a volunteer's mouth and somebody else in a professional's. Where the roles
// of speakers are known only respondents' turns are searched; an interviewer's
// never.
func (m *Matcher) FindAs(doc *instruments.Document, who instruments.RespondentType) []Suggestion {
	if len(doc.Text) > math.MaxInt32 {
		return nil // no transcript: readers refuse far smaller files
	}
	s, _ := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	s.begin(len(doc.Text))
	f := finder{scratch: s, doc: doc, who: who}
	for _, turn := range searched(doc) {
		f.turn(turn)
	}
	return f.out
}

// searched are the turns to search, in the order of the text; the whole text
// when it has no turns.
func searched(doc *instruments.Document) []instruments.Turn {
	if len(doc.Turns) == 0 {
		return []instruments.Turn{{End: len(doc.Text)}}
	}
	roles := make(map[string]instruments.SpeakerRole, len(doc.Speakers))
	known := false
	for _, s := range doc.Speakers {
		roles[s.Label] = s.Role
		known = known || s.Role == instruments.AsRespondent
	}
	var out []instruments.Turn
	for _, t := range doc.Turns {
		if r := roles[t.Speaker]; r == instruments.AsRespondent || !known && r != instruments.AsInterviewer {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b instruments.Turn) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// finder searches one document.
type finder struct {
	*scratch
	doc   *instruments.Document
	who   instruments.RespondentType
	out   []Suggestion
	byte  int // a place in the text, in bytes and in code points
	point int
	end   int // byte behind the turn being searched
}

// seek is the byte of a code point of the text; the end when it lies beyond.
func (f *finder) seek(point int) int {
	if point < f.point {
		f.byte, f.point = 0, 0
	}
	text := f.doc.Text
	for f.byte < len(text) && f.point < point {
		next := min(f.byte+point-f.point, len(text)) // no further, however few bytes a code point has
		for next < len(text) && !utf8.RuneStart(text[next]) {
			next++
		}
		f.point += utf8.RuneCountInString(text[f.byte:next])
		if f.byte = next; f.point > point { // only in text that is not UTF-8
			f.point = point
		}
	}
	return f.byte
}

func (f *finder) turn(t instruments.Turn) {
	start := f.seek(max(t.Start, 0))
	point := f.point
	f.end = f.seek(t.End)
	if start >= f.end {
		return
	}
	f.words = f.words[:0]
	sc := scanner{text: f.doc.Text[:f.end], at: start, point: point}
	for sc.next() {
		f.words = append(f.words, word{
			start: int32(sc.start), end: int32(sc.at), startPoint: int32(sc.startPoint), endPoint: int32(sc.point),
			entry: f.lookup(sc.text[sc.start:sc.at]), before: sc.before,
		})
	}
	for first := 0; first < len(f.words); {
		last := f.sentenceEnd(first)
		f.sentence(span{first, last})
		first = last + 1
	}
}

func (f *finder) sentenceEnd(first int) int {
	for t := first + 1; t < len(f.words); t++ {
		if f.words[t].before == sentenceBreak {
			return t - 1
		}
	}
	return len(f.words) - 1
}

// chunk is how many words of a long sentence are tried at once; beside lies how
// far around them a part of a term may lie.
const (
	chunk  = 48
	beside = maxReach + 2*maxParts
)

// sentence finds the hits of one sentence.
func (f *finder) sentence(in span) {
	f.hits = f.hits[:0]
	for first := in.first; first <= in.last; first += chunk {
		last := min(first+chunk-1, in.last)
		f.notice(span{max(in.first, first-beside), min(in.last, last+beside)})
		for t := first; t <= last; t++ {
			f.tryAll(t, in)
		}
	}
	if len(f.hits) > 0 {
		f.suggest(in)
	}
}

// notice collects which guards occur among the words.
func (f *finder) notice(in span) {
	clear(f.present)
	for t := in.first; t <= in.last; t++ {
		for _, g := range f.entries[f.words[t].entry].guards {
			f.present[g.at] |= g.bits
		}
	}
}

func (f *finder) tryAll(t int, in span) {
	for _, p := range f.entries[f.words[t].entry].patterns {
		if g := p.guard; g >= 0 && f.present[g>>6]&(1<<(g&63)) == 0 {
			continue
		}
		if h, ok := f.try(p.pattern, t, in); ok {
			f.hits = append(f.hits, h)
		}
	}
}

// found is a hit with its marks and the window it is shown in.
type found struct {
	hit
	window span
	code   int32
	marks  Suggestion // only the marks are set
}

// suggest marks the hits of one sentence and joins those of one code whose
// segments meet.
func (f *finder) suggest(in span) {
	j := f.judge(in)
	all := make([]found, len(f.hits))
	for i, h := range f.hits {
		code := f.m.terms[f.m.patterns[h.pattern].term].code
		all[i] = found{hit: h, window: j.window(h.span), code: code, marks: j.marks(h, f.m.codes[code].id)}
	}
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.window.first, b.window.first), cmp.Compare(a.first, b.first), cmp.Compare(a.pattern, b.pattern))
	})
	f.join(all)
}

// join makes suggestions: it joins the hits of one code whose windows meet, and weighs the codes
// against each other.
func (f *finder) join(all []found) {
	var out []Suggestion
	for i := 0; i < len(all); {
		k, window := i+1, all[i].window
		for k < len(all) && all[k].code == all[i].code && all[k].window.first <= window.last {
			window.last = max(window.last, all[k].window.last)
			k++
		}
		out = append(out, f.merge(all[i:k], window))
		i = k
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return cmp.Compare(a.Start, b.Start) })
	outdo(out)
	f.out = append(f.out, out...)
}

// outdoes is by how much one activity must score above another in the same
// segment: one word more, or two terms.
const outdoes = 15

// rivals: two activities, unmarked, claim the same words.
func (s Suggestion) rivals(r Suggestion) bool {
	return activity(r.Code) && activity(s.Code) && !r.Marked() && !s.Marked() && r.Start < s.End && s.Start < r.End
}

func activity(code coding.CodeID) bool {
	_, ok := code.Activity()
	return ok
}

// outdo marks the activities of one sentence that a rival clearly outscores. The
// first of the strongest rivals is named.
func outdo(in []Suggestion) {
	winners := make([]coding.CodeID, len(in))
	for i, s := range in {
		winners[i] = s.outdoneBy(in)
	}
	for i, code := range winners {
		in[i].Outdone = code
	}
}

func (s Suggestion) outdoneBy(others []Suggestion) (winner coding.CodeID) {
	best := s.Score + outdoes
	for _, r := range others {
		if r.Score >= best && s.rivals(r) {
			winner, best = r.Code, r.Score+1
		}
	}
	return winner
}

// merge makes one suggestion of the hits of one code. It carries a mark only
// when every hit is marked; the strongest unmarked hit speaks for it.
func (f *finder) merge(hits []found, window span) Suggestion {
	best, terms := hits[0], map[int32]bool{}
	for _, h := range hits {
		terms[f.m.patterns[h.pattern].term] = true
		if a, b := h.marks.Marked(), best.marks.Marked(); a != b && b || a == b && f.strength(h) > f.strength(best) {
			best = h
		}
	}
	term := f.m.terms[f.m.patterns[best.pattern].term]
	s := best.marks
	s.Segment = f.segment(window)
	s.Code = f.m.codes[term.code].id
	s.Rule = term.rule
	s.Matched = f.surface(best.hit)
	s.Score = min(100, f.strength(best)+10*(len(terms)-1))
	s.ID = string(s.Document) + ":" + strconv.Itoa(s.Start) + "-" + strconv.Itoa(s.End) + ":" + string(s.Code)
	return s
}

func (f *finder) strength(h found) int {
	switch f.m.patterns[h.pattern].words {
	case 1:
		return 40
	case 2:
		return 60
	}
	return 75
}

// surface is the matched words as they stand in the text.
func (f *finder) surface(h hit) string {
	parts := slices.Clone(h.parts[:h.n])
	slices.SortFunc(parts, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	var b strings.Builder
	for i, p := range parts {
		switch {
		case i == 0:
		case p.first == parts[i-1].last+1:
			b.WriteByte(' ')
		default:
			b.WriteString(" … ")
		}
		b.WriteString(f.doc.Text[f.words[p.first].start:f.words[p.last].end])
	}
	return b.String()
}

// segment is the stretch of text from the first to the last word of a window,
// with the punctuation that clings to the last.
func (f *finder) segment(at span) coding.Segment {
	text := f.doc.Text
	first, last := f.words[at.first], f.words[at.last]
	start, end, point := int(first.start), int(last.end), int(last.endPoint)
	for n := clings(text[end:f.end]); n > 0; n = clings(text[end:f.end]) {
		end += n
		point++
	}
	return coding.Segment{
		Document: f.doc.ID, Start: int(first.startPoint), End: point, Quotation: text[start:end],
		Prefix: text[back(text, start):start], Suffix: text[end:ahead(text, end)],
	}
}

// clings is the length in bytes of a punctuation mark that the text starts with.
func clings(text string) int {
	c, n := utf8.DecodeRuneInString(text)
	if n == 0 || !strings.ContainsRune(".,;:!?…)\"”’»", c) {
		return 0
	}
	return n
}

// back is the byte up to coding.ContextLength code points before at.
func back(text string, at int) int {
	for range coding.ContextLength {
		if at == 0 {
			break
		}
		_, n := utf8.DecodeLastRuneInString(text[:at])
		at -= n
	}
	return at
}

// ahead is the byte up to coding.ContextLength code points behind at.
func ahead(text string, at int) int {
	for range coding.ContextLength {
		if at == len(text) {
			break
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return at
}
