package retrieval

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// anyCorpus draws a study of two documents with turns and codings of every
// kind, empty ones too.
func anyCorpus(t *rapid.T) *coding.Corpus {
	c := &coding.Corpus{Codebook: coding.Of([]coding.Code{{ID: "A1"}, {ID: "A2"}, {ID: "A3", Parent: "A2"}})}
	for _, id := range []instruments.DocumentID{"D1", "D2"} {
		d := instruments.Document{ID: id, Kind: instruments.Interview}
		for at := 0; at < 40; {
			turn := instruments.Turn{Start: at + rapid.IntRange(0, 3).Draw(t, "label")}
			turn.End = turn.Start + rapid.IntRange(1, 12).Draw(t, "words")
			at = turn.End
			d.Turns = append(d.Turns, turn)
		}
		c.Documents = append(c.Documents, d)
	}
	for i := range rapid.IntRange(0, 14).Draw(t, "codings") {
		k := coding.Coding{ID: coding.CodingID(fmt.Sprint("k", i)), Code: coding.CodeID(rapid.SampledFrom([]string{"A1", "A2", "A3"}).Draw(t, "code")), Coder: coding.CoderID(rapid.SampledFrom([]string{"ann", "bob"}).Draw(t, "coder"))}
		k.Document = rapid.SampledFrom([]instruments.DocumentID{"D1", "D2"}).Draw(t, "document")
		k.Start = rapid.IntRange(0, 40).Draw(t, "start")
		k.End = k.Start + rapid.IntRange(0, 12).Draw(t, "length")
		c.Codings = append(c.Codings, k)
	}
	return c
}

// oracle says what a query means, the slow way: a list of sets of codings with
// the stretch they share.
type oracle struct{ c *coding.Corpus }

type answer struct {
	doc        instruments.DocumentID
	start, end int
	codings    map[coding.CodingID]bool
}

func (o oracle) holds(n *node, k *coding.Coding) bool {
	switch n.op {
	case condition:
		return slices.Contains(n.words, string(k.Coder))
	case or:
		return slices.ContainsFunc(n.kids, func(x *node) bool { return o.holds(x, k) })
	case and:
		return o.holds(n.kids[0], k) && o.holds(n.kids[1], k)
	}
	if len(n.kids) == 1 {
		return !o.holds(n.kids[0], k)
	}
	return o.holds(n.kids[0], k) && !o.holds(n.kids[1], k)
}

func (o oracle) each(keep, take func(*coding.Coding) bool) []answer {
	var out []answer
	for i := range o.c.Codings {
		if k := &o.c.Codings[i]; keep(k) && take(k) {
			out = append(out, answer{k.Document, k.Start, k.End, map[coding.CodingID]bool{k.ID: true}})
		}
	}
	return out
}

// touch is true when stretches of one document share a character, as sets.
func touch(a, b answer) bool {
	for i := a.start; a.doc == b.doc && i < a.end; i++ {
		if i >= b.start && i < b.end {
			return true
		}
	}
	return false
}

func (o oracle) sameTurn(a, b answer) bool {
	d, _ := o.c.Document(a.doc)
	return a.doc == b.doc && slices.ContainsFunc(d.Turns, func(t instruments.Turn) bool {
		in := func(x answer) bool { return x.start < t.End && max(x.end, x.start+1) > t.Start }
		return in(a) && in(b)
	})
}

func (o oracle) find(n *node, keep func(*coding.Coding) bool) []answer {
	every := func(*coding.Coding) bool { return true }
	if n.conditional() {
		return o.each(keep, func(k *coding.Coding) bool { return o.holds(n, k) })
	}
	switch n.op {
	case everything:
		return o.each(keep, every)
	case code:
		return o.each(keep, func(k *coding.Coding) bool { return string(k.Code) == n.words[0] })
	case under:
		return o.each(keep, func(k *coding.Coding) bool {
			return string(k.Code) == n.words[0] || n.words[0] == "A2" && k.Code == "A3"
		})
	case or:
		var out []answer
		for _, k := range n.kids {
			out = append(out, o.find(k, keep)...)
		}
		return out
	}
	l, r := n.kids[0], n.kids[1]
	if n.op == and && l.conditional() {
		l, r = r, l
	}
	if r.conditional() && (n.op == and || n.op == not) {
		return o.find(l, func(k *coding.Coding) bool { return keep(k) && o.holds(r, k) == (n.op == and) })
	}
	if n.op == and {
		return o.common(o.find(l, keep), o.find(r, keep))
	}
	return o.met(n.op, o.find(l, keep), o.find(r, every))
}

func (o oracle) common(left, right []answer) []answer {
	var out []answer
	for _, a := range left {
		for _, b := range right {
			if touch(a, b) {
				all := maps.Clone(a.codings)
				maps.Copy(all, b.codings)
				out = append(out, answer{a.doc, max(a.start, b.start), min(a.end, b.end), all})
			}
		}
	}
	return out
}

func (o oracle) met(op operator, left, right []answer) []answer {
	var out []answer
	for _, a := range left {
		any := false
		for _, b := range right {
			other := slices.ContainsFunc(slices.Collect(maps.Keys(b.codings)), func(k coding.CodingID) bool { return !a.codings[k] })
			switch op {
			case not:
				any = any || touch(a, b)
			case overlaps:
				any = any || other && touch(a, b)
			case sameTurn:
				any = any || other && o.sameTurn(a, b)
			}
		}
		if any != (op == not) {
			out = append(out, a)
		}
	}
	return out
}

// merge makes one answer of those of one stretch.
func merge(list []answer) []answer {
	var out []answer
	for _, a := range list {
		i := slices.IndexFunc(out, func(b answer) bool { return a.doc == b.doc && a.start == b.start && a.end == b.end })
		if i < 0 {
			out = append(out, answer{a.doc, a.start, a.end, maps.Clone(a.codings)})
			continue
		}
		maps.Copy(out[i].codings, a.codings)
	}
	return out
}

func (a answer) String() string {
	ids := slices.Sorted(maps.Keys(a.codings))
	return fmt.Sprint(a.doc, " ", a.start, " ", a.end, " ", ids)
}

// Whatever is asked of whatever study, Find brings what the definition says.
func TestFindIsAsDefined(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCorpus(t)
		c.Coders = []coding.Coder{{ID: "ann"}, {ID: "bob"}}
		q := Query{withNames(t, anyNode(t, 3, false))}
		got, err := Find(c, q, ByDocument)
		if err != nil {
			t.Fatal(err)
		}
		var have, want []string
		for _, x := range got {
			a := answer{x.Document, x.Start, x.End, map[coding.CodingID]bool{}}
			for _, id := range x.Codings {
				a.codings[id] = true
			}
			have = append(have, a.String())
		}
		for _, a := range merge((oracle{c}).find(q.root, func(*coding.Coding) bool { return true })) {
			want = append(want, a.String())
		}
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Fatalf("%s\nfound %s\nwant  %s", q, strings.Join(have, "; "), strings.Join(want, "; "))
		}
	})
}

// withNames makes the words of a query those of anyCorpus.
func withNames(t *rapid.T, n *node) *node {
	switch n.op {
	case code, under:
		n.words = []string{rapid.SampledFrom([]string{"A1", "A2", "A3"}).Draw(t, "name")}
	case condition:
		n.field, n.words = coder, []string{rapid.SampledFrom([]string{"ann", "bob"}).Draw(t, "coder")}
	}
	for i, k := range n.kids {
		n.kids[i] = withNames(t, k)
	}
	return n
}

// A combination that explodes is refused; one that only looks is not.
func TestFindLimit(t *testing.T) {
	c := &coding.Corpus{Codebook: coding.Of([]coding.Code{{ID: "A1"}, {ID: "A2"}})}
	for i := range 1100 {
		for _, id := range []coding.CodeID{"A1", "A2"} {
			k := coding.Coding{ID: coding.CodingID(fmt.Sprint(id, i)), Code: id}
			k.Document, k.Start, k.End = "D", i, 5000-i
			c.Codings = append(c.Codings, k)
		}
	}
	for query, refused := range map[string]bool{"A1 AND A2": true, "A1 OVERLAPS A2": true, "A1 NOT A2": false, "A1 OR A2": false} {
		q, _ := Parse(query)
		if _, err := Find(c, q, ByDocument); (err != nil) != refused {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// The workload of the issue: 111,000 codings in 3,700 documents.
func BenchmarkFind(b *testing.B) {
	c := &coding.Corpus{Instruments: &instruments.Set{}}
	var codes []coding.Code
	for i := range 60 {
		codes = append(codes, coding.Code{ID: coding.CodeID(fmt.Sprintf("c%02d", i))})
	}
	c.Codebook = coding.Of(codes)
	words := strings.Repeat("woorden in een gesprek, één voor één. ", 190)
	for d := range 3700 {
		doc := instruments.Document{ID: instruments.DocumentID(fmt.Sprintf("R%04d", d)), Kind: instruments.Interview, Text: words}
		for at := 0; at < 7000; at += 70 {
			doc.Turns = append(doc.Turns, instruments.Turn{Start: at, End: at + 65})
		}
		c.Documents = append(c.Documents, doc)
		for i := range 30 {
			k := coding.Coding{ID: coding.CodingID(fmt.Sprintf("k%04d-%02d", d, i)), Code: codes[(i*7+d)%60].ID, Coder: "ann"}
			k.Segment, _ = coding.NewSegment(&doc, i*200, i*200+90+i*13%200)
			c.Codings = append(c.Codings, k)
		}
	}
	for _, query := range []string{"c01", "*", "c01 AND c08", "c01 OVERLAPS *", "c01 SAME TURN *", "* NOT c01", "* AND * "} {
		q, err := Parse(query)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(strings.ReplaceAll(query, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				if got, err := Find(c, q, ByCode); err != nil || len(got) == 0 {
					b.Fatal(len(got), err)
				}
			}
		})
	}
}
