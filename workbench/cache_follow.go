package workbench

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// mostFollowed is how many events a corpus follows; after more it is read again.
const mostFollowed = 200

var errNotFollowed = errors.New("something else changed")

// followed is a corpus as the events after it leave it, when these changed
// nothing but codings, filled lists and what was settled: what happens all day.
// It takes milliseconds where reading the whole study takes a second. The corpus
// that is given stays as it is.
func followed(ctx context.Context, s *study.Study, c *coding.Corpus) (*coding.Corpus, bool) {
	now, n := *c, 0
	codings, fillings, settlements := changes[coding.Coding]{}, changes[instruments.Filling]{}, changes[coding.Settlement]{}
	err := s.Since(ctx, c.Info.Events, mostFollowed+1, func(e study.Event) error {
		cmd, err := e.Command()
		if err != nil {
			return err
		}
		for _, ch := range cmd.Changes {
			switch ch.Kind {
			case coding.CodingKind:
				err = codings.note(ch)
			case coding.FillingKind:
				err = fillings.note(ch)
			case coding.SettlementKind:
				err = settlements.note(ch)
			default:
				err = errNotFollowed
			}
			if err != nil {
				return err
			}
		}
		n++
		now.Info.Events, now.Info.Changed, now.Info.Head = e.Seq, e.Time, e.Hash
		return nil
	})
	if err != nil || n > mostFollowed {
		return nil, false
	}
	now.Codings = codings.applied(c.Codings, func(k *coding.Coding) string { return string(k.ID) }, coding.SortCodings)
	now.Fillings = fillings.applied(c.Fillings, func(f *instruments.Filling) string { return f.ID }, func(list []instruments.Filling) {
		slices.SortFunc(list, func(a, b instruments.Filling) int { return cmp.Compare(a.ID, b.ID) })
	})
	now.Settlements = settlements.applied(c.Settlements, func(s *coding.Settlement) string { return s.ID }, func(list []coding.Settlement) {
		slices.SortFunc(list, func(a, b coding.Settlement) int { return cmp.Compare(a.ID, b.ID) })
	})
	return &now, true
}

// changes are the records of one kind that changed, as they are now; nil is one
// that was taken away.
type changes[T any] map[string]*T

func (c changes[T]) note(ch coding.Change) error {
	c[ch.ID] = nil
	if ch.After == nil {
		return nil
	}
	var now T
	if err := json.Unmarshal(ch.After, &now); err != nil {
		return err
	}
	c[ch.ID] = &now
	return nil
}

// applied is a list with the changes; the list itself when there are none.
func (c changes[T]) applied(list []T, id func(*T) string, sort func([]T)) []T {
	if len(c) == 0 {
		return list
	}
	out := make([]T, 0, len(list)+len(c))
	for i := range list {
		if _, other := c[id(&list[i])]; !other {
			out = append(out, list[i])
		}
	}
	kept := len(out)
	for _, one := range c {
		if one != nil {
			out = append(out, *one)
		}
	}
	if len(out) > kept {
		sort(out)
	}
	return slices.Clip(out)
}
