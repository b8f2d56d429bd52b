package retrieval

import (
	"cmp"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// scene is a corpus made quick to search.
type scene struct {
	c       *coding.Corpus
	set     *instruments.Set
	codings []coding.Coding // in corpus order
	each    []int           // 0, 1, 2 …: a coding alone is each[i:i+1]
	ranges  map[instruments.DocumentID]stretch
	places  map[instruments.DocumentID]*place
	memos   map[string]bool // ids of codings with a memo of their own kind
	codes   map[coding.CodeID]int
	order   []coding.CodeID // by number: the codebook's, then others by name
	code    []int           // number of the code of each coding
	known   map[field]names // values of fields, as far as asked
	pairs   int             // pairs met so far
}

// stretch is half open: code points, or positions in a list.
type stretch struct{ start, end int }

// place is a document with who is interviewed in it.
type place struct {
	doc  instruments.Document
	who  instruments.Respondent // of an interview
	text *coding.Segmenter      // nil without a text
}

func newScene(c *coding.Corpus) *scene {
	s := &scene{
		c: c, set: c.Instruments, codings: c.Codings, ranges: map[instruments.DocumentID]stretch{},
		places: make(map[instruments.DocumentID]*place, len(c.Documents)), memos: map[string]bool{}, codes: map[coding.CodeID]int{}, known: map[field]names{},
	}
	if s.set == nil {
		s.set = &instruments.Set{}
	}
	if !slices.IsSortedFunc(s.codings, inOrder) {
		s.codings = slices.Clone(s.codings)
		coding.SortCodings(s.codings)
	}
	people := make(map[instruments.RespondentID]instruments.Respondent, len(c.Respondents))
	for _, r := range c.Respondents {
		people[r.ID] = r
	}
	for _, d := range c.Documents {
		p := &place{doc: d}
		if d.Kind == instruments.Interview {
			p.who = people[d.Respondent]
		}
		s.places[d.ID] = p
	}
	for _, m := range c.Memos {
		if id, ok := strings.CutPrefix(m.Target, string(coding.CodingKind)+"/"); ok {
			s.memos[id] = true
		}
	}
	s.number()
	return s
}

func inOrder(a, b coding.Coding) int {
	return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End),
		cmp.Compare(a.Code, b.Code), cmp.Compare(a.Coder, b.Coder), cmp.Compare(a.ID, b.ID))
}

// number gives every code a number, in the order of the codebook, and finds
// the codings of every document.
func (s *scene) number() {
	add := func(id coding.CodeID) {
		if _, ok := s.codes[id]; !ok {
			s.codes[id] = len(s.order)
			s.order = append(s.order, id)
		}
	}
	for _, k := range s.c.Codebook.Codes {
		add(k.ID)
	}
	unlisted := map[coding.CodeID]bool{}
	for i := range s.codings {
		if _, ok := s.codes[s.codings[i].Code]; !ok {
			unlisted[s.codings[i].Code] = true
		}
	}
	for _, id := range sortedKeys(unlisted) {
		add(id)
	}
	s.code, s.each = make([]int, len(s.codings)), make([]int, len(s.codings))
	first := 0
	for i := range s.codings {
		k := &s.codings[i]
		s.code[i], s.each[i] = s.codes[k.Code], i
		if i+1 == len(s.codings) || s.codings[i+1].Document != k.Document {
			s.ranges[k.Document] = stretch{first, i + 1}
			first = i + 1
		}
	}
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// documents are the documents with codings, by id.
func (s *scene) documents() []instruments.DocumentID { return sortedKeys(s.ranges) }

// place is a document; one that the corpus does not have is known by its id.
func (s *scene) place(id instruments.DocumentID) *place {
	p, ok := s.places[id]
	if !ok {
		p = &place{doc: instruments.Document{ID: id}}
		s.places[id] = p
	}
	return p
}

// value is a field of the document.
func (p *place) value(f field) string {
	switch f {
	case project:
		return p.project()
	case respondentType:
		return string(p.who.Type)
	case respondent:
		return string(p.who.ID)
	case document:
		return string(p.doc.ID)
	case kind:
		return string(p.doc.Kind)
	}
	return ""
}

// project is that of the respondent, else of the document.
func (p *place) project() string { return cmp.Or(p.who.Project, p.doc.Project) }

// turns are the turns that a stretch touches, as positions; none when start is
// end. Turns stand in the order of the text.
func (p *place) turns(start, end int) stretch {
	turns := p.doc.Turns
	byEnd := func(t instruments.Turn, at int) int { return cmp.Compare(t.End, at) }
	first, _ := slices.BinarySearchFunc(turns, start+1, byEnd) // the first that ends behind start
	last := first
	for end = max(end, start+1); last < len(turns) && turns[last].Start < end; last++ {
	}
	return stretch{first, last}
}

// turn is the turn in which a stretch begins, or the first it touches; -1 when
// it touches none.
func (p *place) turn(start, end int) int {
	if at := p.turns(start, end); at.start < at.end {
		return at.start
	}
	return -1
}

// voice is who speaks there.
func (p *place) voice(start, end int) (string, instruments.SpeakerRole) {
	at := p.turn(start, end)
	if at < 0 {
		return "", instruments.UnknownVoice
	}
	label := p.doc.Turns[at].Speaker
	return label, p.doc.RoleOf(label)
}

// below are the numbers of a code and all codes below it in the codebook.
func (s *scene) below(id coding.CodeID) map[int]bool {
	out := map[int]bool{}
	if n, ok := s.codes[id]; ok {
		out[n] = true
	}
	// Parents stand before children; a book that is not in order takes as many
	// rounds as it is deep.
	for grown := true; grown; {
		grown = false
		for _, k := range s.c.Codebook.Codes {
			n := s.codes[k.ID]
			if parent, ok := s.codes[k.Parent]; ok && k.Parent != "" && out[parent] && !out[n] {
				out[n], grown = true, true
			}
		}
	}
	return out
}

// codesOf finds the codes that a term means.
func (s *scene) codesOf(n *node) (map[int]bool, error) {
	typed := coding.CodeID(n.words[0])
	if _, ok := s.codes[typed]; !ok {
		known := names{}
		for _, id := range s.order {
			known.add(string(id))
		}
		value, ok := known[strings.ToLower(string(typed))]
		if !ok {
			return nil, unknown(n, instruments.Same("code"), string(typed), known)
		}
		typed = coding.CodeID(value)
	}
	if n.op == under {
		return s.below(typed), nil
	}
	return map[int]bool{s.codes[typed]: true}, nil
}
