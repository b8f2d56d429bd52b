package agreement

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"sync"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// scope is what is compared: the coders, and the documents that at least two of
// them worked on, with the stretches that each of them coded.
type scope struct {
	c       *coding.Corpus
	s       Settings
	coders  []coding.CoderID
	who     map[coding.CoderID]int
	codes   []coding.CodeID // used by at least one coder in a compared document; in the order of the codebook
	unused  int             // codes of the codebook that none of them used
	docs    []compared
	leftOut []LeftOut
	round   coding.Round
}

// compared is one document with who worked on it and what they coded.
type compared struct {
	*instruments.Document
	worked []bool // by coder
	use    []use  // by code, then coder
}

// use is what one coder did with one code in a document.
type use struct {
	code, coder int
	spans       []span // united
	beyond      bool   // a coding reaches past the end of the document
}

// of are the stretches of one code by one coder; uses are sorted.
func (d *compared) of(code, coder int) []span {
	i, ok := slices.BinarySearchFunc(d.use, use{code: code, coder: coder}, byCode)
	if !ok {
		return nil
	}
	return d.use[i].spans
}

// uses are what the coders did with one code.
func (d *compared) uses(code int) []use {
	i, _ := slices.BinarySearchFunc(d.use, use{code: code}, byCode)
	j := i
	for j < len(d.use) && d.use[j].code == code {
		j++
	}
	return d.use[i:j]
}

func byCode(a, b use) int { return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.coder, b.coder)) }

// length of the document, or what its codings reach when nobody measured it.
func (d *compared) length() int {
	n := d.Length
	if n == 0 {
		for _, u := range d.use {
			for _, s := range u.spans {
				n = max(n, s.end)
			}
		}
	}
	return n
}

// both reports whether two coders worked on the document.
func (d *compared) both(a, b int) bool { return d.worked[a] && d.worked[b] }

func newScope(c *coding.Corpus, s Settings, coders []coding.CoderID) *scope {
	x := &scope{c: c, s: s, coders: coders, who: map[coding.CoderID]int{}}
	for i, k := range coders {
		x.who[k] = i
	}
	if i := slices.IndexFunc(c.Rounds, func(r coding.Round) bool { return r.ID == s.Round }); i >= 0 {
		x.round = c.Rounds[i]
	}
	return x
}

// gather finds the documents that are compared and what was coded in them.
func (x *scope) gather() {
	docs, worked := x.documents()
	at := map[instruments.DocumentID]int{}
	for i, d := range docs {
		n := 0
		for _, w := range worked[i] {
			if w {
				n++
			}
		}
		switch {
		case n >= 2:
			at[d.ID] = len(x.docs)
			x.docs = append(x.docs, compared{Document: d, worked: worked[i]})
		case n == 1 || x.asked(d.ID):
			x.leave(string(d.ID), worked[i])
		}
	}
	x.collect(at)
}

func (x *scope) leave(id string, worked []bool) {
	l := LeftOut{ID: id, Coders: []coding.CoderID{}}
	for i, w := range worked {
		if w {
			l.Coders = append(l.Coders, x.coders[i])
		}
	}
	x.leftOut = append(x.leftOut, l)
}

// asked reports whether a document was to be compared by name.
func (x *scope) asked(id instruments.DocumentID) bool {
	return slices.Contains(x.s.Documents, id) || x.round.Has(id)
}

// documents are those of the settings or the round, by id, and who of the
// coders worked on each: who coded something in it, is done with it, or had it
// to code in a released round.
func (x *scope) documents() (docs []*instruments.Document, worked [][]bool) {
	at := map[instruments.DocumentID]int{}
	for i := range x.c.Documents {
		d := &x.c.Documents[i]
		if len(x.s.Documents) > 0 && !slices.Contains(x.s.Documents, d.ID) || x.round.ID != "" && !x.round.Has(d.ID) {
			continue
		}
		docs = append(docs, d)
	}
	slices.SortFunc(docs, func(a, b *instruments.Document) int { return cmp.Compare(a.ID, b.ID) })
	for i, d := range docs {
		at[d.ID] = i
		worked = append(worked, make([]bool, len(x.coders)))
		for j, k := range x.coders {
			worked[i][j] = x.round.Released && x.round.Of(k)
		}
	}
	mark := func(id instruments.DocumentID, k coding.CoderID) {
		i, known := at[id]
		j, takes := x.who[k]
		if known && takes {
			worked[i][j] = true
		}
	}
	for i := range x.c.Codings {
		mark(x.c.Codings[i].Document, x.c.Codings[i].Coder)
	}
	for _, p := range x.c.Progress {
		if p.State == coding.Done {
			mark(p.Document, p.Coder)
		}
	}
	return docs, worked
}

// collect sorts the codings into documents, codes and coders.
func (x *scope) collect(at map[instruments.DocumentID]int) {
	takes := x.takes()
	codes := map[coding.CodeID]int{}
	type mark struct {
		code, coder int
		span
	}
	marks := make([][]mark, len(x.docs))
	for i := range x.c.Codings {
		k := &x.c.Codings[i]
		doc, compared := at[k.Document]
		coder, counts := x.who[k.Coder]
		if !compared || !counts || !x.docs[doc].worked[coder] || !takes(k.Code) {
			continue
		}
		code, seen := codes[k.Code]
		if !seen {
			code = len(codes)
			codes[k.Code] = code
		}
		marks[doc] = append(marks[doc], mark{code, coder, span{k.Start, k.End}})
	}
	place := x.order(codes)
	x.inParallel(func(i int) {
		d, all := &x.docs[i], marks[i]
		for j := range all {
			all[j].code = place[all[j].code]
		}
		slices.SortFunc(all, func(a, b mark) int {
			return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.coder, b.coder), byStart(a.span, b.span))
		})
		spans := make([]span, len(all))
		for from := 0; from < len(all); {
			to := from
			for ; to < len(all) && all[to].code == all[from].code && all[to].coder == all[from].coder; to++ {
				spans[to] = all[to].span
			}
			d.add(use{code: all[from].code, coder: all[from].coder, spans: spans[from:to:to]})
			from = to
		}
	})
}

// add unites the stretches of a use, cuts them at the end of the document, and
// keeps it.
func (d *compared) add(u use) {
	for i := range u.spans {
		u.spans[i].start = max(0, u.spans[i].start)
		if d.Length > 0 && u.spans[i].end > d.Length {
			u.spans[i].end, u.beyond = d.Length, true
		}
	}
	u.spans = unite(u.spans)
	d.use = append(d.use, u)
}

// takes tells which codes are compared: those of the settings, else those of
// the domain, else all.
func (x *scope) takes() func(coding.CodeID) bool {
	switch {
	case len(x.s.Codes) > 0:
		set := map[coding.CodeID]bool{}
		for _, id := range x.s.Codes {
			set[id] = true
		}
		return func(id coding.CodeID) bool { return set[id] }
	case x.s.Domain != "":
		set := map[coding.CodeID]bool{}
		for _, code := range x.c.Codebook.Domain(x.s.Domain) {
			set[code.ID] = true
		}
		return func(id coding.CodeID) bool { return set[id] }
	}
	return func(coding.CodeID) bool { return true }
}

// order gives the codes their place: that of the codebook, then those it does
// not know by id. It counts the codes nobody used.
func (x *scope) order(seen map[coding.CodeID]int) []int {
	place, takes := make([]int, len(seen)), x.takes()
	take := func(id coding.CodeID) {
		place[seen[id]] = len(x.codes)
		x.codes = append(x.codes, id)
	}
	known := map[coding.CodeID]bool{}
	for _, code := range x.c.Codebook.Codes {
		if known[code.ID] {
			continue
		}
		known[code.ID] = true
		if _, used := seen[code.ID]; used {
			take(code.ID)
		} else if code.Codable && takes(code.ID) {
			x.unused++
		}
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if !known[id] {
			take(id)
		}
	}
	return place
}

// inParallel does something with every document, on all processors. What is
// done must touch no other document.
func (x *scope) inParallel(do func(i int)) { spread(len(x.docs), x.s.Workers, do) }

// workers is that many, or one a core for 0.
func workers(n int) int {
	if n <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return n
}

// spread does n independent pieces of work.
func spread(n, by int, do func(i int)) {
	by = min(workers(by), n/8+1)
	var wg sync.WaitGroup
	for w := range by {
		wg.Go(func() {
			for i := w; i < n; i += by {
				do(i)
			}
		})
	}
	wg.Wait()
}
