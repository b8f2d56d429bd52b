package workbench

import (
	"context"
	"maps"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// hiddenCounts is how many codings of each code are hidden, by coder, after an
// event.
type hiddenCounts struct {
	seq  int64
	code map[coding.CodeID]map[coding.CoderID]int
}

// CountsByDocument counts the codings in each document, by coder.
func (s *sighted) CountsByDocument(ctx context.Context) (map[instruments.DocumentID]map[coding.CoderID]int, error) {
	counts, err := s.full.CountsByDocument(ctx)
	l, failed := s.look(ctx)
	if err = cmpErr(err, failed); err != nil || !l.hides() {
		return counts, err
	}
	for id, by := range counts {
		maps.DeleteFunc(by, func(k coding.CoderID, _ int) bool { return l.hidden(id, k) })
	}
	return counts, nil
}

// hidden reports whether a coder's work in a document is.
func (l look) hidden(id instruments.DocumentID, k coding.CoderID) bool {
	return !l.Coding(coding.Coding{Segment: coding.Segment{Document: id}, Coder: k})
}

// CountsByCode counts the codings of each code, by coder.
func (s *sighted) CountsByCode(ctx context.Context) (map[coding.CodeID]map[coding.CoderID]int, error) {
	l, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	if !l.hides() {
		return s.full.CountsByCode(ctx)
	}
	hidden, err := s.hiddenByCode(ctx, l)
	if err != nil {
		return nil, err
	}
	counts, err := s.full.CountsByCode(ctx)
	if err != nil {
		return nil, err
	}
	for code, less := range hidden {
		for k, n := range less {
			if counts[code][k] -= n; counts[code][k] <= 0 {
				delete(counts[code], k)
			}
		}
		if len(counts[code]) == 0 {
			delete(counts, code)
		}
	}
	return counts, nil
}

// hiddenByCode counts what is hidden, once after each event.
func (s *sighted) hiddenByCode(ctx context.Context, l look) (map[coding.CodeID]map[coding.CoderID]int, error) {
	head, err := s.full.Head(ctx)
	if err != nil {
		return nil, err
	}
	s.sights.mu.Lock()
	defer s.sights.mu.Unlock()
	if known, ok := s.sights.hidden[l.key]; ok && known.seq == head.Seq {
		return known.code, nil
	}
	byDocument, err := s.full.CountsByDocument(ctx)
	if err != nil {
		return nil, err
	}
	out := hiddenCounts{head.Seq, map[coding.CodeID]map[coding.CoderID]int{}}
	for id, by := range byDocument {
		some := false
		for k := range by {
			some = some || l.hidden(id, k)
		}
		if !some {
			continue
		}
		in, err := s.full.CodedIn(ctx, id)
		if err != nil {
			return nil, err
		}
		for code, by := range in {
			for k, n := range by {
				if !l.hidden(id, k) {
					continue
				}
				if out.code[code] == nil {
					out.code[code] = map[coding.CoderID]int{}
				}
				out.code[code][k] += n
			}
		}
	}
	if s.sights.hidden != nil {
		s.sights.hidden[l.key] = out
	}
	return out.code, nil
}
