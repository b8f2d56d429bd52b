package workbench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"meerzicht/coding"
	"meerzicht/coding/lexicon"
	"meerzicht/instruments"
)

// keptFindings is of how many documents the suggestions stay in memory.
const keptFindings = 64

// ruleBook keeps the instruments of the study as they were read last, with their
// dictionary ready for use, and what it found in the documents looked at. All
// of it follows from the study; nothing here is ever stored.
type ruleBook struct {
	mu      sync.Mutex
	raw     []byte
	set     *instruments.Set
	matcher *lexicon.Matcher // nil until suggestions are asked for
	found   map[string][]lexicon.Suggestion
	order   []string // keys of found, oldest first
}

// instruments are those of the study now. Nobody changes the result.
func (r *ruleBook) instruments(v coding.View) (*instruments.Set, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.read(v)
}

func (r *ruleBook) read(v coding.View) (*instruments.Set, error) {
	raw, ok, err := v.Record(coding.SetKind, coding.SetID)
	if err != nil {
		return nil, err
	}
	if !ok {
		raw = json.RawMessage("{}")
	}
	if r.set != nil && bytes.Equal(raw, r.raw) {
		return r.set, nil
	}
	set, err := coding.Decode[instruments.Set](raw)
	if err != nil {
		return nil, err
	}
	r.raw, r.set, r.matcher, r.found, r.order = raw, &set, nil, map[string][]lexicon.Suggestion{}, nil
	return r.set, nil
}

// find is what the dictionary finds in a document. The text is asked for only
// when the answer is not in memory.
func (r *ruleBook) find(v coding.View, doc instruments.Document, text func() (string, error)) ([]lexicon.Suggestion, error) {
	who, _, err := coding.Find[instruments.Respondent](v, coding.RespondentKind, string(doc.Respondent))
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.read(v); err != nil {
		return nil, err
	}
	key := findingKey(doc, who.Type)
	if found, ok := r.found[key]; ok {
		return found, nil
	}
	if r.matcher == nil {
		if r.matcher, err = lexicon.Compile(r.set.Lexicon); err != nil {
			return nil, err
		}
	}
	if doc.Text, err = text(); err != nil {
		return nil, err
	}
	r.keep(key, compact(r.matcher.FindAs(&doc, who.Type)))
	return r.found[key], nil
}

// findingKey names all that the suggestions of a document depend on, besides
// the dictionary: the text, whose words it holds and which of them are searched.
func findingKey(doc instruments.Document, who instruments.RespondentType) string {
	return fmt.Sprintf("%s %s %s %+v", doc.ID, doc.TextSHA256, who, doc.Speakers)
}

func (r *ruleBook) keep(key string, found []lexicon.Suggestion) {
	r.found[key] = found
	if r.order = append(r.order, key); len(r.order) > keptFindings {
		delete(r.found, r.order[0])
		r.order = r.order[1:]
	}
}

// compact lets go of the document, of which each quotation is a part.
func compact(found []lexicon.Suggestion) []lexicon.Suggestion {
	for i := range found {
		s := &found[i]
		s.Quotation, s.Prefix, s.Suffix, s.Matched = strings.Clone(s.Quotation), strings.Clone(s.Prefix), strings.Clone(s.Suffix), strings.Clone(s.Matched)
	}
	return found
}

// proposal is a suggestion as a coder may decide on it.
type proposal struct {
	lexicon.Suggestion
	Name instruments.Text // of the code
}

// undecided are the suggestions that are not coded or rejected yet by a coder,
// in the order of the text. Those for codes that are gone, or that only group
// others, are left out.
func undecided(found []lexicon.Suggestion, book coding.Codebook, own []coding.Coding, rejected []coding.Decision) []proposal {
	said := map[string]bool{}
	for _, d := range rejected {
		said[suggestionID(d.Segment, d.Code)] = true
	}
	byCode := map[coding.CodeID][]coding.Coding{}
	for _, c := range own {
		byCode[c.Code] = append(byCode[c.Code], c)
	}
	var out []proposal
	for _, s := range found {
		code, ok := book.Code(s.Code)
		coded := slices.ContainsFunc(byCode[s.Code], func(c coding.Coding) bool { return c.Start < s.End && s.Start < c.End })
		if ok && code.Codable && !coded && !said[s.ID] {
			out = append(out, proposal{s, code.Name})
		}
	}
	return out
}

// suggestionID names a suggestion as package lexicon does.
func suggestionID(at coding.Segment, code coding.CodeID) string {
	return fmt.Sprintf("%s:%d-%d:%s", at.Document, at.Start, at.End, code)
}

// rejections are what a coder rejected in a document, in the order of the text.
func rejections(v coding.View, doc instruments.DocumentID, by coding.CoderID) ([]coding.Decision, error) {
	all, err := coding.All[coding.Decision](v, coding.DecisionKind)
	all = slices.DeleteFunc(all, func(d coding.Decision) bool { return d.Document != doc || d.By != by })
	slices.SortStableFunc(all, func(a, b coding.Decision) int { return a.Start - b.Start })
	return all, err
}
