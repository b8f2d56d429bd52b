package agreement

import (
	"math/bits"
	"slices"
	"strings"
)

// Set is a set of codes as bits: code i is bit i%64 of word i/64. nil is no
// value; an empty set that is not nil says that the coder found no code.
type Set []uint64

// NewSet is the set of codes out of q.
func NewSet(q int, codes ...int) Set {
	s := make(Set, (q+63)/64)
	for _, c := range codes {
		s[c/64] |= 1 << (c % 64)
	}
	return s
}

// Len is the number of codes in the set.
func (s Set) Len() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// Codes are the codes in the set, ascending.
func (s Set) Codes() []int {
	var out []int
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			out = append(out, 64*i+bits.TrailingZeros64(w))
		}
	}
	return out
}

// SetDistance says how far two sets are apart.
type SetDistance string

// The distances. Two empty sets are at distance 0.
const (
	Jaccard SetDistance = "jaccard" // 1 − |A∩B|/|A∪B|
	MASI    SetDistance = "masi"    // 1 − Jaccard × M; M = 1 equal, 2/3 one in the other, 1/3 overlap, 0 disjoint
)

// Between is the distance of two sets, 0 to 1. MASI is that of Passonneau (2006),
// Measuring agreement on set-valued items (MASI) for semantic and pragmatic
// annotation, LREC.
func (d SetDistance) Between(a, b Set) float64 {
	both, either := 0, 0
	for i := range max(len(a), len(b)) {
		x, y := a.word(i), b.word(i)
		both += bits.OnesCount64(x & y)
		either += bits.OnesCount64(x | y)
	}
	switch {
	case both == either:
		return 0
	case both == 0:
		return 1
	}
	j := float64(both) / float64(either)
	if d == Jaccard {
		return 1 - j
	}
	if both == a.Len() || both == b.Len() {
		return 1 - j*2/3
	}
	return 1 - j/3
}

func (s Set) word(i int) uint64 {
	if i < len(s) {
		return s[i]
	}
	return 0
}

// Sets is what coders said of units when they may give several codes at once.
type Sets struct {
	Coders []string
	Labels []string // the codes, by bit
	// Values holds the sets unit by unit, within a unit coder by coder; nil is
	// no value.
	Values []Set
	// DropEmpty leaves out the units that nobody gave a code. They count as
	// agreement on "no code" otherwise.
	DropEmpty bool
}

// Units is the number of units, coded or not.
func (s Sets) Units() int {
	if len(s.Coders) == 0 {
		return 0
	}
	return len(s.Values) / len(s.Coders)
}

// Pairable counts the units with sets of at least two coders.
func (s Sets) Pairable() int {
	d, _, _ := s.data()
	return d.Pairable()
}

const (
	setMethod   = "Krippendorff 2011: 1 − Do/De over sets, δ = "
	jaccardRule = "1 − Jaccard"
	masiRule    = "MASI, 1 − J·M, Passonneau 2006"
	emptyLabel  = "∅"
	widestSets  = 20_000 // different sets
)

// SetAlpha is Krippendorff's alpha for values that are sets of codes: δ is the
// distance of two sets. Interval and missing values are as with Alpha.
func SetAlpha(s Sets, dist SetDistance, o Options) Measure {
	name, rule := SetJaccardName, jaccardRule
	if dist == MASI {
		name, rule = SetMASIName, masiRule
	}
	d, distinct, empty := s.data()
	c := count(d, 2)
	m, ok := c.beyond(name, setMethod+rule+o.method())
	if empty > 0 && !s.DropEmpty && m.Reason != NeedTwoCoders {
		m = m.warn(EmptySets, unitsText(empty))
	}
	switch {
	case !ok:
		return m
	case c.used() > widestSets:
		return m.none(TooLarge)
	}
	k := &kernel{width: len(c.totals), scale: between, far: func(a, b int32) float64 { return dist.Between(distinct[a], distinct[b]) }}
	k.fill(c)
	return k.measure(m, o)
}

// SetMeasures are all measures of sets, in the order of the contract: percent
// (identical sets) and alpha with both distances.
func SetMeasures(s Sets, o Options) []Measure {
	d, _, _ := s.data()
	out := []Measure{Percent(d), SetAlpha(s, Jaccard, o), SetAlpha(s, MASI, o)}
	for i := range out {
		out[i] = out[i].finished()
	}
	return out
}

// data takes every different set as a category, in order of content. empty
// counts the units with at least two sets that are all empty.
func (s Sets) data() (d Data, distinct []Set, empty int) {
	d = Data{Coders: s.Coders, Level: Nominal, Codes: make([]int32, len(s.Values))}
	for _, v := range s.Values {
		if v != nil {
			distinct = append(distinct, v.trim())
		}
	}
	slices.SortFunc(distinct, slices.Compare)
	distinct = slices.CompactFunc(distinct, slices.Equal)
	d.Labels = make([]string, len(distinct))
	for i, set := range distinct {
		d.Labels[i] = s.label(set)
	}
	for i, v := range s.Values {
		d.Codes[i] = Missing
		if v != nil {
			at, _ := slices.BinarySearchFunc(distinct, v.trim(), slices.Compare)
			d.Codes[i] = int32(at)
		}
	}
	return d, distinct, s.dropEmpty(d, distinct)
}

// trim is the set without empty words at its end.
func (s Set) trim() Set {
	for len(s) > 0 && s[len(s)-1] == 0 {
		s = s[:len(s)-1]
	}
	return s
}

func (s Sets) dropEmpty(d Data, distinct []Set) (empty int) {
	if len(distinct) == 0 || len(distinct[0]) > 0 || len(d.Codes)%max(len(d.Coders), 1) != 0 {
		return 0
	}
	for u := range d.Units() {
		unit := d.Unit(u)
		if present(unit) < 2 || slices.ContainsFunc(unit, func(c int32) bool { return c > 0 }) {
			continue
		}
		empty++
		if s.DropEmpty {
			for i := range unit {
				unit[i] = Missing
			}
		}
	}
	return empty
}

// label is a set as it stands in a file.
func (s Sets) label(set Set) string {
	var names []string
	for _, c := range set.Codes() {
		if c < len(s.Labels) {
			names = append(names, s.Labels[c])
		}
	}
	if len(names) == 0 {
		return emptyLabel
	}
	return strings.Join(names, "|")
}
