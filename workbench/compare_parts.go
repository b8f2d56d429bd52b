package workbench

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// settlings keeps what was compared last. Documents are compared one by one, and
// again only when something in them changed, so that a decision in a study of
// thousands of documents is there at once.
type settlings struct {
	mu     sync.Mutex
	kept   map[comparedKey]*comparedParts
	forget *time.Timer
}

type comparedKey struct {
	round string
	a, b  coding.CoderID
}

// keptComparisons is how many pairs of coders are remembered.
const keptComparisons = 4

// comparedParts is a comparison, document by document, and that of all lists.
type comparedParts struct {
	corpus *coding.Corpus
	docs   map[instruments.DocumentID]comparedPart
	lists  comparedPart
	whole  coding.Settling
	wait   int // agreed codings that the consensus lacks, or has although they are none any more
}

// comparedPart is the comparison of one document and what it was made from.
type comparedPart struct {
	codings     []coding.Coding
	settlements []coding.Settlement
	now         coding.Settling
	wait        int
}

// of compares two coders of a round.
func (s *settlings) of(ctx context.Context, c *coding.Corpus, of comparing) (*comparedParts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := comparedKey{of.Round.ID, of.A, of.B}
	was := s.kept[key]
	if was == nil || was.corpus != c {
		now, err := compareAll(ctx, c, of, was)
		if err != nil {
			return nil, err
		}
		if s.kept == nil || len(s.kept) >= keptComparisons && was == nil {
			s.kept = map[comparedKey]*comparedParts{}
		}
		s.kept[key], was = now, now
	}
	if s.forget != nil {
		s.forget.Stop()
	}
	s.forget = time.AfterFunc(corpusIdle, s.drop)
	return was, nil
}

func (s *settlings) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = nil
}

// compareAll compares what changed since was, nil for everything.
func compareAll(ctx context.Context, c *coding.Corpus, of comparing, was *comparedParts) (*comparedParts, error) {
	if was != nil && (!sameRecords(was.corpus, c) || !reflect.DeepEqual(was.corpus.Rounds, c.Rounds)) {
		was = nil
	}
	now := &comparedParts{corpus: c, docs: map[instruments.DocumentID]comparedPart{}, whole: wholeOf(of)}
	of.Round.Past = nil // counted once, in the whole
	settled := settlementsByDocument(c.Settlements)
	ids := currentDocuments(c.Rounds, of.Round)
	parts, err := compareDocuments(ctx, c, of, ids, settled, was)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		now.docs[id] = parts[i]
		now.add(parts[i])
	}
	if err := now.compareLists(c, of, settled[""], was); err != nil {
		return nil, err
	}
	for _, s := range c.Settlements { // about documents that a later round codes again
		if _, here := now.docs[s.Document]; !here && s.Document != "" && s.Round == of.Round.ID && slices.Contains(s.Coders, of.A) && slices.Contains(s.Coders, of.B) {
			now.whole.Done = append(now.whole.Done, s)
		}
	}
	return now, nil
}

// wholeOf is a comparison to which the documents and lists are still to be added:
// it has what later rounds code again.
func wholeOf(of comparing) coding.Settling {
	past := of.Round.Between(of.A, of.B)
	return coding.Settling{Round: of.Round, A: of.A, B: of.B, Past: past, Agreed: past.Agreed, Differences: past.Differences, Settled: past.Settled}
}

// compareDocuments compares each document by itself, on all processors.
func compareDocuments(ctx context.Context, c *coding.Corpus, of comparing, ids []instruments.DocumentID, settled map[instruments.DocumentID][]coding.Settlement, was *comparedParts) ([]comparedPart, error) {
	parts := make([]comparedPart, len(ids))
	workers := min(runtime.GOMAXPROCS(0), len(ids))
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(ids) && errs[w] == nil; i += workers {
				if errs[w] = ctx.Err(); errs[w] != nil {
					return
				}
				part := comparedPart{codings: codingsIn(c.Codings, ids[i]), settlements: settled[ids[i]]}
				if old, ok := part.unchanged(was, ids[i]); ok {
					part = old
				} else {
					errs[w] = part.compare(c, of, ids[i])
				}
				parts[i] = part
			}
		})
	}
	wg.Wait()
	return parts, errors.Join(errs...)
}

// sameRecords: what a comparison needs beside codings, settlements and lists is
// the same.
func sameRecords(a, b *coding.Corpus) bool {
	return sameSlice(a.Documents, b.Documents) && sameSlice(a.Codebook.Codes, b.Codebook.Codes) && sameSlice(a.Respondents, b.Respondents)
}

// sameSlice: both are the same memory.
func sameSlice[T any](a, b []T) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// unchanged is the part of the same document when nothing in it changed.
func (p comparedPart) unchanged(was *comparedParts, id instruments.DocumentID) (comparedPart, bool) {
	if was == nil {
		return p, false
	}
	old, ok := was.docs[id]
	same := ok && (sameSlice(old.codings, p.codings) || slices.Equal(old.codings, p.codings)) && reflect.DeepEqual(old.settlements, p.settlements)
	old.codings, old.settlements = p.codings, p.settlements // the memory of the old corpus may go
	return old, same
}

// compare compares one document: as a study that has no other.
func (p *comparedPart) compare(c *coding.Corpus, of comparing, id instruments.DocumentID) error {
	sub, round := *c, of.Round
	round.Documents, round.Lists = []instruments.DocumentID{id}, false
	sub.Rounds, sub.Codings, sub.Settlements, sub.Fillings, sub.Documents = []coding.Round{round}, p.codings, p.settlements, nil, nil
	if i, ok := documentAt(c, id); ok {
		sub.Documents = c.Documents[i : i+1]
	}
	var err error
	if p.now, err = coding.SettlingOf(&sub, round.ID, of.A, of.B); err != nil {
		return err
	}
	p.wait = waiting(p.codings, p.settlements, of)
	return nil
}

// compareLists compares the lists of the round.
func (c *comparedParts) compareLists(all *coding.Corpus, of comparing, settled []coding.Settlement, was *comparedParts) error {
	part := comparedPart{settlements: settled}
	if was != nil && sameSlice(was.corpus.Fillings, all.Fillings) && reflect.DeepEqual(was.lists.settlements, settled) {
		part = was.lists
	} else if of.Round.Lists {
		sub := *all
		sub.Codings, sub.Settlements = nil, settled
		sub.Rounds = slices.Clone(all.Rounds)
		for i := range sub.Rounds {
			sub.Rounds[i].Past = nil // counted in the whole
		}
		var err error
		if part.now, err = coding.SettlingOf(&sub, of.Round.ID, of.A, of.B); err != nil {
			return err
		}
		part.wait = waitingLists(all, of, part.now.Queue)
	}
	c.lists = part
	c.add(part)
	return nil
}

func (c *comparedParts) add(p comparedPart) {
	c.whole.Agreed += p.now.Agreed
	c.whole.Differences += p.now.Differences
	c.whole.Settled += p.now.Settled
	c.whole.Queue = append(c.whole.Queue, p.now.Queue...)
	c.whole.Done = append(c.whole.Done, p.now.Done...)
	c.whole.Changed = append(c.whole.Changed, p.now.Changed...)
	c.whole.Notes = append(c.whole.Notes, p.now.Notes...)
	c.wait += p.wait
}

// settlementsByDocument are what was settled by document; that of lists is of "".
func settlementsByDocument(all []coding.Settlement) map[instruments.DocumentID][]coding.Settlement {
	out := map[instruments.DocumentID][]coding.Settlement{}
	for _, s := range all {
		out[s.Document] = append(out[s.Document], s)
	}
	return out
}

// codingsIn are the codings of a document among those of a corpus.
func codingsIn(all []coding.Coding, id instruments.DocumentID) []coding.Coding {
	i, _ := slices.BinarySearchFunc(all, id, func(k coding.Coding, id instruments.DocumentID) int { return cmp.Compare(k.Document, id) })
	j, _ := slices.BinarySearchFunc(all[i:], id, func(k coding.Coding, id instruments.DocumentID) int {
		if k.Document <= id {
			return -1
		}
		return 1
	})
	return all[i : i+j]
}

// documentAt is the place of a document in a corpus.
func documentAt(c *coding.Corpus, id instruments.DocumentID) (int, bool) {
	return slices.BinarySearchFunc(c.Documents, id, func(d instruments.Document, id instruments.DocumentID) int { return cmp.Compare(d.ID, id) })
}
