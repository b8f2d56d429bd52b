package workbench

import (
	"container/list"
	"context"
	"reflect"
	"sync"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// keptDocuments is how many opened documents stay in memory; a long interview
// takes about twice its text.
const keptDocuments = 8

// openDocument is a document that a page shows: its record, the model of its
// text, and where its codings stand. The codings follow the events.
type openDocument struct {
	instruments.Document
	model *textModel
	key   string // of the look for which it is, see sighted

	mu    sync.Mutex
	seq   int64 // the last event that marks and lanes know
	marks map[coding.CodingID]coding.Coding
	faces map[coding.CodeID]codeFace

	margins map[coding.CoderID]*margin // lanes by whose codings are shown; "" everybody's
	changed []changedStretch           // what looks different since which event, oldest first
}

// openDocuments keeps the last documents that were shown.
type openDocuments struct {
	mu    sync.Mutex
	order list.List // of *openDocument, last used first
}

func newOpenDocuments() *openDocuments { return &openDocuments{} }

// take returns a kept document that still is as its outline says, for who sees
// what key stands for. When there is one for others alone, its text serves.
func (o *openDocuments) take(outline instruments.Document, key string) *openDocument {
	o.mu.Lock()
	defer o.mu.Unlock()
	var text *openDocument
	for e := o.order.Front(); e != nil; e = e.Next() {
		d := e.Value.(*openDocument)
		if d.ID != outline.ID || !sameOutline(d.Document, outline) {
			continue
		}
		if text = d; d.key == key {
			o.order.MoveToFront(e)
			return d
		}
	}
	if text == nil {
		return nil
	}
	return o.push(&openDocument{Document: text.Document, model: text.model, key: key})
}

// sameOutline compares all of two documents but their turns, which follow from
// the file that they were read from.
func sameOutline(a, b instruments.Document) bool {
	a.Text, b.Text, a.Turns, b.Turns = "", "", nil, nil
	return reflect.DeepEqual(a, b)
}

func (o *openDocuments) keep(d *openDocument) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.push(d)
}

func (o *openDocuments) push(d *openDocument) *openDocument {
	o.order.PushFront(d)
	for o.order.Len() > keptDocuments {
		o.order.Remove(o.order.Back())
	}
	return d
}

// corpora keeps the whole study in memory while pages need it: tables,
// retrieval and classification are made from it.
type corpora struct {
	mu     sync.Mutex
	seq    int64
	texts  bool
	corpus *coding.Corpus
	seenOf *coding.Corpus            // of which seen is
	seen   map[string]*coding.Corpus // what of it may be seen, by key
	forget *time.Timer
}

// corpusIdle is how long a corpus that nobody asks for stays in memory.
const corpusIdle = 2 * time.Minute

// of returns the study as it is now and may be seen. Nobody changes the result.
func (c *corpora) of(ctx context.Context, s *sighted, texts bool) (*coding.Corpus, error) {
	l, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now, err := c.whole(ctx, s.full, texts)
	if err != nil || !l.hides() {
		return now, err
	}
	if c.seenOf != now || len(c.seen) >= keptSights {
		c.seenOf, c.seen = now, map[string]*coding.Corpus{}
	}
	if c.seen[l.key] == nil {
		c.seen[l.key] = l.corpus(now)
	}
	return c.seen[l.key], nil
}

// keptSights is of how many coders it is kept what they may see.
const keptSights = 8

// whole is the study as it is now.
func (c *corpora) whole(ctx context.Context, s *study.Study, texts bool) (*coding.Corpus, error) {
	head, err := s.Head(ctx)
	if err != nil {
		return nil, err
	}
	if c.corpus != nil && c.seq != head.Seq {
		if now, ok := followed(ctx, s, c.corpus); ok {
			c.corpus, c.seq = now, now.Info.Events
		}
	}
	if c.corpus == nil || c.seq < head.Seq || texts && !c.texts {
		var opt []study.CorpusOption
		if texts {
			opt = append(opt, study.WithTexts())
		}
		if c.corpus, err = s.Corpus(ctx, opt...); err != nil {
			return nil, err
		}
		c.seq, c.texts = c.corpus.Info.Events, texts
	}
	if c.forget != nil {
		c.forget.Stop()
	}
	c.forget = time.AfterFunc(corpusIdle, c.drop)
	return c.corpus, nil
}

func (c *corpora) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.corpus, c.seenOf, c.seen = nil, nil, nil
}
