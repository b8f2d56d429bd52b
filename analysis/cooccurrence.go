package analysis

import (
	"math/bits"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// maxCodes bounds the pairs of Cooccurrence: more codes than this and the table
// shows the most used ones only.
const maxCodes = 120

// Cooccurrence is how often two codes occur in the interview of the same
// respondent: the count n12, each code's own count, and Jaccard's coefficient
//
//	c = n12 / (n1 + n2 − n12)
//
// (Jaccard 1901). A pair with a code that was never used has no coefficient
// (reason "unused_code"). Codes are those of Options.Domain, activities when it
// is empty; with more than 120 the first 120 of the codebook are shown.
//
// With Options.Association phi and lift stand beside it.
//
// Rows: pairs "code+code". Columns: n1, n2, n12, jaccard, and phi and lift.
func Cooccurrence(c *coding.Corpus, o Options) Table {
	if o.Domain == "" {
		o.Domain = coding.ActivityDomain
	}
	x := newIndex(c)
	if !o.whole() {
		x.keep(o)
	}
	b := builder{Table{
		ID: "cooccurrence", Title: instruments.Text{NL: "Codes die samen voorkomen", EN: "Codes that occur together"}, Unit: Respondents,
		Base: instruments.Text{NL: "Percentages van alle respondenten.", EN: "Percentages of all respondents."}, Stub: instruments.Text{NL: "Codes", EN: "Codes"},
	}}
	b.column("n1", instruments.Text{NL: "eerste code", EN: "first code"}, instruments.Text{}, FigureCell)
	b.column("n2", instruments.Text{NL: "tweede code", EN: "second code"}, instruments.Text{}, FigureCell)
	b.column("n12", instruments.Text{NL: "beide", EN: "both"}, instruments.Text{}, FigureCell)
	b.numbers("jaccard", instruments.Text{NL: "Jaccard", EN: "Jaccard"}, 3)
	if o.Association {
		b.numbers("phi", instruments.Text{NL: "phi", EN: "phi"}, 3)
		b.numbers("lift", instruments.Text{NL: "lift", EN: "lift"}, 2)
	}
	codes, sets := x.codeSets(&b, o)
	for i := range codes {
		for j := i + 1; j < len(codes); j++ {
			r := x.pair(&b, codes[i], codes[j], sets[i], sets[j])
			if n1, n2, n12 := sets[i].count(), sets[j].count(), sets[i].and(sets[j]).count(); o.Association {
				r.number("phi", Phi(n1, n2, n12, len(x.people)))
				r.number("lift", Lift(n1, n2, n12, len(x.people)))
			}
		}
	}
	b.t.Notes = append(b.t.Notes, x.notes...)
	b.note("same_interview", "Samen voorkomen is hier: in het interview van dezelfde respondent.", "Occurring together here means: in the interview of the same respondent.")
	return b.t
}

// codeSets are the codable codes of the domain and who has each.
func (x *index) codeSets(b *builder, o Options) ([]coding.Code, []bitset) {
	said := x.codings(o, o.Domain)
	var codes []coding.Code
	var sets []bitset
	for _, c := range x.c.Codebook.Domain(o.Domain) {
		if !c.Codable {
			continue
		}
		if len(codes) == maxCodes {
			b.note("first_codes", "Alleen de eerste 120 codes van het codeboek staan hier.", "Only the first 120 codes of the codebook are shown.")
			break
		}
		codes = append(codes, c)
		sets = append(sets, newBitset(len(x.people), said.people[c.ID]))
	}
	return codes, sets
}

func (x *index) pair(b *builder, p, q coding.Code, ps, qs bitset) *Row {
	r := b.row(string(p.ID)+"+"+string(q.ID), instruments.Textf("%s + %s", "%s + %s", p.Name, q.Name))
	both := ps.and(qs)
	n := len(x.people)
	n1, n2, n12 := ps.count(), qs.count(), both.count()
	r.figure("n1", people(x.ids(ps.members()), n, allPeople))
	r.figure("n2", people(x.ids(qs.members()), n, allPeople))
	s, f := Jaccard(n1, n2, n12), people(x.ids(both.members()), n, allPeople)
	if s.Reason == UnusedCode {
		f.Reason, f.Interval = UnusedCode, nil
	}
	r.figure("n12", f)
	r.number("jaccard", s)
	b.sum(b.ref(r.Key, "n1"), b.ref(r.Key, "n12"), b.ref(r.Key, "only1"))
	b.sum(b.ref(r.Key, "n2"), b.ref(r.Key, "n12"), b.ref(r.Key, "only2"))
	return r
}

// Jaccard is n12 / (n1 + n2 − n12): of the cases with either code, the share
// with both, in [0, 1]. It is undefined when one of the codes was never used.
func Jaccard(n1, n2, n12 int) Statistic {
	s := Statistic{Name: "jaccard", N: n1 + n2 - n12, Method: "Jaccard 1901, n12/(n1+n2−n12)"}
	switch {
	case n12 < 0 || n12 > n1 || n12 > n2:
		return s.none(BadInput)
	case n1 == 0 || n2 == 0:
		return s.none(UnusedCode)
	}
	return s.set(float64(n12) / float64(n1+n2-n12))
}

// bitset is a set of people by position.
type bitset []uint64

func newBitset(n int, members map[int]bool) bitset {
	b := make(bitset, (n+63)/64)
	for m := range members {
		b[m/64] |= 1 << (m % 64)
	}
	return b
}

func (b bitset) and(o bitset) bitset {
	out := make(bitset, len(b))
	for i := range b {
		out[i] = b[i] & o[i]
	}
	return out
}

func (b bitset) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

func (b bitset) members() []int {
	out := []int{}
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			out = append(out, 64*i+bits.TrailingZeros64(w))
		}
	}
	return out
}
