package workbench

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"meerzicht/coding"
	"meerzicht/study"
)

// mostFollowed is how many events a corpus follows; after more it is read again.
const mostFollowed = 200

var errNotFollowed = errors.New("something else than codings changed")

// followed is a corpus as the events after it leave it, when these changed
// nothing but codings: what happens all day. It takes milliseconds where reading
// the whole study takes a second. The corpus that is given stays as it is.
func followed(ctx context.Context, s *study.Study, c *coding.Corpus) (*coding.Corpus, bool) {
	now, changed, n := *c, map[coding.CodingID]*coding.Coding{}, 0
	err := s.Since(ctx, c.Info.Events, mostFollowed+1, func(e study.Event) error {
		cmd, err := e.Command()
		if err != nil {
			return err
		}
		for _, ch := range cmd.Changes {
			if ch.Kind != coding.CodingKind {
				return errNotFollowed
			}
			changed[coding.CodingID(ch.ID)] = nil
			if ch.After == nil {
				continue
			}
			var k coding.Coding
			if err := json.Unmarshal(ch.After, &k); err != nil {
				return err
			}
			changed[coding.CodingID(ch.ID)] = &k
		}
		n++
		now.Info.Events, now.Info.Changed, now.Info.Head = e.Seq, e.Time, e.Hash
		return nil
	})
	if err != nil || n > mostFollowed {
		return nil, false
	}
	now.Codings = make([]coding.Coding, 0, len(c.Codings)+len(changed))
	for i := range c.Codings {
		if _, other := changed[c.Codings[i].ID]; !other {
			now.Codings = append(now.Codings, c.Codings[i])
		}
	}
	kept := len(now.Codings)
	for _, k := range changed {
		if k != nil {
			now.Codings = append(now.Codings, *k)
		}
	}
	if len(now.Codings) > kept {
		coding.SortCodings(now.Codings)
	}
	now.Codings = slices.Clip(now.Codings)
	return &now, true
}
