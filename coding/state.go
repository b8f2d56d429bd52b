package coding

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// State is a study in memory: the records after a number of commands. It is
// what the study file must equal after the same commands. The zero State is
// empty and ready.
type State struct {
	records map[Kind]map[string]json.RawMessage
}

// Apply does a command: all its changes or, with an error, none. It is an error
// when a record is not as Before says.
func (s *State) Apply(c Command) error {
	c, err := c.Normal()
	if err != nil {
		return err
	}
	for _, ch := range c.Changes {
		if err := ch.Check(s.records[ch.Kind][ch.ID]); err != nil {
			return err
		}
	}
	for _, ch := range c.Changes {
		s.set(ch.Kind, ch.ID, ch.After)
	}
	return nil
}

// Check compares the record as it is (nil when absent, canonical otherwise)
// with Before. The error names the record, not its content.
func (c Change) Check(now []byte) error {
	switch {
	case now == nil && c.Before != nil:
		return fmt.Errorf("%s %q is gone", c.Kind, c.ID)
	case now != nil && c.Before == nil:
		return fmt.Errorf("%s %q exists already", c.Kind, c.ID)
	case !bytes.Equal(now, c.Before):
		return fmt.Errorf("%s %q was changed meanwhile", c.Kind, c.ID)
	}
	return nil
}

func (s *State) set(kind Kind, id string, record json.RawMessage) {
	if record == nil {
		if delete(s.records[kind], id); len(s.records[kind]) == 0 {
			delete(s.records, kind)
		}
		return
	}
	if s.records == nil {
		s.records = map[Kind]map[string]json.RawMessage{}
	}
	if s.records[kind] == nil {
		s.records[kind] = map[string]json.RawMessage{}
	}
	s.records[kind][id] = record
}

// Len is the number of records.
func (s *State) Len() int {
	n := 0
	for _, m := range s.records {
		n += len(m)
	}
	return n
}

// Record is the record as canonical JSON. See View.
func (s *State) Record(kind Kind, id string) (json.RawMessage, bool, error) {
	raw, ok := s.records[kind][id]
	return raw, ok, nil
}

// Each calls do with every record of a kind by id. See View.
func (s *State) Each(kind Kind, do func(id string, record json.RawMessage) error) error {
	for _, id := range slices.Sorted(maps.Keys(s.records[kind])) {
		if err := do(id, s.records[kind][id]); err != nil {
			return err
		}
	}
	return nil
}

// CodingsOf are the codings with a code in corpus order. See View.
func (s *State) CodingsOf(code CodeID) ([]Coding, error) {
	all, err := All[Coding](s, CodingKind)
	all = slices.DeleteFunc(all, func(c Coding) bool { return c.Code != code })
	SortCodings(all)
	return all, err
}

// SortCodings puts codings in the order of a Corpus: by document, start, end,
// code, coder, and id.
func SortCodings(codings []Coding) { slices.SortFunc(codings, compareCodings) }

func compareCodings(a, b Coding) int { return compareInPlace(&a, &b) }

// compareInPlace is compareCodings without moving the codings.
func compareInPlace(a, b *Coding) int {
	if c := cmp.Compare(a.Document, b.Document); c != 0 {
		return c
	}
	if a.Start != b.Start {
		return cmp.Compare(a.Start, b.Start)
	}
	return cmp.Or(cmp.Compare(a.End, b.End), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Coder, b.Coder), cmp.Compare(a.ID, b.ID))
}

// TreeOf is the codebook of codes in any order: parents before children,
// siblings by Order and then id. A code whose parent is unknown, and the codes
// of a cycle, stand at the top level, so that no code disappears.
func TreeOf(codes []Code) Codebook {
	codes = slices.Clone(codes)
	slices.SortFunc(codes, func(a, b Code) int { return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID)) })
	known := make(map[CodeID]bool, len(codes))
	for _, c := range codes {
		known[c.ID] = true
	}
	t := tree{children: map[CodeID][]Code{}, seen: make(map[CodeID]bool, len(codes))}
	for _, c := range codes {
		parent := c.Parent
		if !known[parent] {
			parent = ""
		}
		t.children[parent] = append(t.children[parent], c)
	}
	t.walk(t.children[""])
	for _, c := range codes { // whoever stands in a cycle was not reached
		t.walk([]Code{c})
	}
	return Of(t.out)
}

type tree struct {
	children map[CodeID][]Code
	seen     map[CodeID]bool
	out      []Code
}

// walk adds codes and all below them. It keeps its own stack: a tree from
// elsewhere may be thousands of codes deep.
func (t *tree) walk(codes []Code) {
	stack := slices.Clone(codes)
	slices.Reverse(stack)
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if t.seen[c.ID] {
			continue
		}
		t.seen[c.ID] = true
		t.out = append(t.out, c)
		for _, child := range slices.Backward(t.children[c.ID]) {
			stack = append(stack, child)
		}
	}
}
