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

// take returns a kept document that still is as its outline says.
func (o *openDocuments) take(outline instruments.Document) *openDocument {
	o.mu.Lock()
	defer o.mu.Unlock()
	for e := o.order.Front(); e != nil; e = e.Next() {
		if d := e.Value.(*openDocument); d.ID == outline.ID && sameOutline(d.Document, outline) {
			o.order.MoveToFront(e)
			return d
		}
	}
	return nil
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
	o.order.PushFront(d)
	for o.order.Len() > keptDocuments {
		o.order.Remove(o.order.Back())
	}
}

// corpora keeps the whole study in memory while pages need it: tables,
// retrieval and classification are made from it.
type corpora struct {
	mu     sync.Mutex
	seq    int64
	texts  bool
	corpus *coding.Corpus
	forget *time.Timer
}

// corpusIdle is how long a corpus that nobody asks for stays in memory.
const corpusIdle = 2 * time.Minute

// of returns the study as it is now. Nobody changes the result.
func (c *corpora) of(ctx context.Context, s *study.Study, texts bool) (*coding.Corpus, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
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
	c.corpus = nil
}
