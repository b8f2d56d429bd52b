package lexicon

import (
	"slices"
	"sort"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Kind is what a stretch of the gold file is for its code.
type Kind string

// The kinds of gold. Only a mention counts as present; the others are there to
// be told from it.
const (
	Mention Kind = "mention" // the volunteer did it
	Denied  Kind = "denied"  // explicitly not done
	Other   Kind = "other"   // done by somebody else
	Plan    Kind = "plan"    // a plan or wish
)

// Gold is a stretch that a careful reader gave a code. Start and End are code
// points of the document's text, half open.
type Gold struct {
	Document   instruments.DocumentID
	Start, End int
	Code       coding.CodeID
	Kind       Kind
}

// Level is the unit of evaluation.
type Level string

// The levels: is a code present in a document, and is a stretch found.
const (
	ByDocument Level = "document"
	ByStretch  Level = "stretch"
)

// EvaluateOptions says what is counted. Rules are tuned and evaluated on whole
// interviews, so a selection is one of documents, never of stretches.
type EvaluateOptions struct {
	Level     Level
	Prefix    string                   // only codes that start so, such as "act."; "" is all
	Documents []instruments.DocumentID // only these; nil is all
	Marked    bool                     // count marked suggestions as well
}

// Share is a ratio in [0, 1], or nil with a reason when it is 0/0.
type Share struct {
	Value  *float64 `json:"value"`
	Reason string   `json:"reason,omitempty"` // "nothing_found", "no_support", "empty_group"
}

// CodeQuality is how well one code is found. At the document level Right equals
// TP; at the stretch level TP and FN count gold mentions and Right and FP count
// suggestions, since one may meet several of the other.
type CodeQuality struct {
	Code      coding.CodeID `json:"code"`
	Support   int           `json:"support"` // gold mentions, or documents with one
	Found     int           `json:"found"`
	TP        int           `json:"tp"`
	FN        int           `json:"fn"`
	Right     int           `json:"right"`
	FP        int           `json:"fp"`
	Precision Share         `json:"precision"` // Right / (Right+FP)
	Recall    Share         `json:"recall"`    // TP / (TP+FN)
	F1        Share         `json:"f1"`        // harmonic mean of both
}

// Distractors counts, for stretches of one kind other than mention, how many
// have a suggestion of their code and how many of those only a marked one.
type Distractors struct {
	Kind   Kind `json:"kind"`
	N      int  `json:"n"`
	Hit    int  `json:"hit"`
	Marked int  `json:"marked"`
}

// Quality is the evaluation of suggestions against gold. Micro pools the counts
// of all codes; Macro is the mean over the codes with support, where a precision
// of 0/0 counts as 0.
type Quality struct {
	Level       Level         `json:"level"`
	Documents   int           `json:"documents"`
	Codes       []CodeQuality `json:"codes"` // by code
	Micro       CodeQuality   `json:"micro"`
	Macro       CodeQuality   `json:"macro"` // only Support (codes) and the three shares
	Distractors []Distractors `json:"distractors"`
	Lost        int           `json:"lost"` // gold mentions whose only suggestions are marked
}

// Evaluate compares suggestions with gold. Precision, recall and F1 are those of
// van Rijsbergen 1979, chapter 7.
func Evaluate(gold []Gold, found []Suggestion, opt EvaluateOptions) Quality {
	e := evaluator{opt: opt, codes: map[coding.CodeID]*tally{}, docs: map[instruments.DocumentID]bool{}}
	for _, g := range gold {
		if e.selected(g.Document, g.Code) {
			t := e.tally(g.Code)
			t.gold = append(t.gold, g)
		}
	}
	for _, s := range found {
		if e.selected(s.Document, s.Code) {
			t := e.tally(s.Code)
			t.found = append(t.found, s)
		}
	}
	return e.quality()
}

type tally struct {
	gold  []Gold
	found []Suggestion
}

type evaluator struct {
	opt   EvaluateOptions
	codes map[coding.CodeID]*tally
	docs  map[instruments.DocumentID]bool
}

func (e *evaluator) selected(doc instruments.DocumentID, code coding.CodeID) bool {
	if e.opt.Documents != nil && !slices.Contains(e.opt.Documents, doc) {
		return false
	}
	e.docs[doc] = true
	return strings.HasPrefix(string(code), e.opt.Prefix)
}

func (e *evaluator) tally(code coding.CodeID) *tally {
	if e.codes[code] == nil {
		e.codes[code] = &tally{}
	}
	return e.codes[code]
}

func (e *evaluator) quality() Quality {
	q := Quality{Level: e.opt.Level, Documents: len(e.docs), Codes: []CodeQuality{}}
	marks := map[Kind]*Distractors{}
	for _, k := range []Kind{Denied, Other, Plan} {
		marks[k] = &Distractors{Kind: k}
	}
	for code, t := range e.codes {
		c := t.byStretch(e.opt.Marked)
		if e.opt.Level == ByDocument {
			c = t.byDocument(e.opt.Marked)
		}
		c.Code = code
		c.shares()
		q.Codes = append(q.Codes, c)
		q.Lost += t.marks(marks)
	}
	sort.Slice(q.Codes, func(i, j int) bool { return q.Codes[i].Code < q.Codes[j].Code })
	for _, k := range []Kind{Denied, Other, Plan} {
		q.Distractors = append(q.Distractors, *marks[k])
	}
	q.Micro, q.Macro = micro(q.Codes), macro(q.Codes)
	return q
}

func (t *tally) byStretch(marked bool) CodeQuality {
	var c CodeQuality
	for _, g := range t.gold {
		if g.Kind != Mention {
			continue
		}
		c.Support++
		if slices.ContainsFunc(t.found, func(s Suggestion) bool { return (marked || !s.Marked()) && overlap(g, s) }) {
			c.TP++
		} else {
			c.FN++
		}
	}
	for _, s := range t.found {
		if s.Marked() && !marked {
			continue
		}
		c.Found++
		if slices.ContainsFunc(t.gold, func(g Gold) bool { return g.Kind == Mention && overlap(g, s) }) {
			c.Right++
		} else {
			c.FP++
		}
	}
	return c
}

func (t *tally) byDocument(marked bool) CodeQuality {
	want, got := map[instruments.DocumentID]bool{}, map[instruments.DocumentID]bool{}
	for _, g := range t.gold {
		if g.Kind == Mention {
			want[g.Document] = true
		}
	}
	for _, s := range t.found {
		if marked || !s.Marked() {
			got[s.Document] = true
		}
	}
	c := CodeQuality{Support: len(want), Found: len(got)}
	for d := range want {
		if got[d] {
			c.TP++
		}
	}
	c.Right, c.FN, c.FP = c.TP, c.Support-c.TP, c.Found-c.TP
	return c
}

// marks counts the distractors that were hit and marked, and returns how many
// mentions were lost to a mark.
func (t *tally) marks(into map[Kind]*Distractors) (lost int) {
	for _, g := range t.gold {
		hit, open := false, false
		for _, s := range t.found {
			if overlap(g, s) {
				hit, open = true, open || !s.Marked()
			}
		}
		if g.Kind == Mention {
			if hit && !open {
				lost++
			}
			continue
		}
		d := into[g.Kind]
		if d == nil {
			continue
		}
		d.N++
		if hit {
			d.Hit++
		}
		if hit && !open {
			d.Marked++
		}
	}
	return lost
}

func overlap(g Gold, s Suggestion) bool {
	return g.Document == s.Document && g.Start < s.End && s.Start < g.End
}

func (c *CodeQuality) shares() {
	c.Precision = share(c.Right, c.Found, "nothing_found")
	c.Recall = share(c.TP, c.Support, "no_support")
	c.F1 = harmonic(c.Precision, c.Recall)
}

func share(n, of int, reason string) Share {
	if of == 0 {
		return Share{Reason: reason}
	}
	v := float64(n) / float64(of)
	return Share{Value: &v}
}

// harmonic is F1: 0 when both are 0 or one is undefined while there was
// something to find; undefined without support or when nothing is at stake.
func harmonic(p, r Share) Share {
	if r.Value == nil {
		return Share{Reason: r.Reason}
	}
	v := 0.0
	if p.Value != nil && *p.Value+*r.Value > 0 {
		v = 2 * *p.Value * *r.Value / (*p.Value + *r.Value)
	}
	return Share{Value: &v}
}

func micro(codes []CodeQuality) CodeQuality {
	var m CodeQuality
	for _, c := range codes {
		m.Support += c.Support
		m.Found += c.Found
		m.TP += c.TP
		m.FN += c.FN
		m.Right += c.Right
		m.FP += c.FP
	}
	m.shares()
	return m
}

func macro(codes []CodeQuality) CodeQuality {
	var m CodeQuality
	var p, r, f float64
	for _, c := range codes {
		if c.Support == 0 {
			continue
		}
		m.Support++
		if c.Precision.Value != nil {
			p += *c.Precision.Value
		}
		r += *c.Recall.Value
		f += *c.F1.Value
	}
	if m.Support == 0 {
		none := Share{Reason: "empty_group"}
		m.Precision, m.Recall, m.F1 = none, none, none
		return m
	}
	n := float64(m.Support)
	p, r, f = p/n, r/n, f/n
	m.Precision, m.Recall, m.F1 = Share{Value: &p}, Share{Value: &r}, Share{Value: &f}
	return m
}
