package workbench

import (
	"strings"
	"sync"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// coverages remember how much of each document is coded, since finding out
// means opening it. They follow the events.
type coverages struct {
	mu    sync.Mutex
	key   string // of the look for which known is, see sighted
	seq   int64
	known map[instruments.DocumentID]share // of the answers
}

func newCoverages() *coverages { return &coverages{known: map[instruments.DocumentID]share{}} }

// many is how many events at once make reading them no longer worth while.
const coverageEvents = 500

// catchUp forgets what events touched since the last time.
func (c *coverages) catchUp(v *visit) error {
	head, err := v.study.Head(v.ctx())
	if err != nil {
		return err
	}
	l, err := v.study.look(v.ctx())
	if err != nil {
		return err
	}
	if head.Seq-c.seq > coverageEvents || c.key != l.key {
		c.key = l.key
		clear(c.known)
		c.seq = head.Seq
		return nil
	}
	return v.study.Since(v.ctx(), c.seq, 0, func(e study.Event) error {
		c.seq = e.Seq
		if strings.HasPrefix(e.Type, "import") {
			clear(c.known)
			return nil
		}
		cmd, err := e.Command()
		for _, ch := range cmd.Changes {
			if ch.Kind == coding.DocumentKind {
				delete(c.known, instruments.DocumentID(ch.ID))
			}
			for _, raw := range [][]byte{ch.Before, ch.After} {
				if ch.Kind == coding.CodingKind && raw != nil {
					delete(c.known, tellChange(ch, raw).Document)
				}
			}
		}
		return err
	})
}

// now are the coverages that are known, as of the last event.
func (c *coverages) now(v *visit, ids []instruments.DocumentID) (map[instruments.DocumentID]share, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.catchUp(v); err != nil {
		return nil, err
	}
	out := map[instruments.DocumentID]share{}
	for _, id := range ids {
		if s, ok := c.known[id]; ok {
			out[id] = s
		}
	}
	return out, nil
}

// find counts the coverage of a document, unless it is known.
func (c *coverages) find(v *visit, id instruments.DocumentID) (share, error) {
	known, err := c.now(v, []instruments.DocumentID{id})
	if s, ok := known[id]; ok || err != nil {
		return s, err
	}
	head, err := v.study.Head(v.ctx())
	if err != nil {
		return share{}, err
	}
	doc, err := v.study.Document(v.ctx(), id)
	if err != nil {
		return share{}, err
	}
	list, err := v.study.CodingsIn(v.ctx(), id)
	if err != nil {
		return share{}, err
	}
	marks := make([]mark, len(list))
	for i, one := range list {
		marks[i] = mark{id: one.ID, code: one.Code, coder: one.Coder, start: one.Start, end: one.End}
	}
	s := coverage(openText(doc), marks).answers
	l, err := v.study.look(v.ctx())
	if err != nil {
		return share{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seq <= head.Seq && c.key == l.key { // else something changed meanwhile; it is counted again next time
		c.known[id] = s
	}
	return s, nil
}
