package agreement

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

// kernel is what alpha and its replicates are computed from. Units with the same
// values, whoever gave them, are one pattern: a replicate is a number of units
// per pattern. The patterns stand in a fixed order, so that the result does not
// depend on the order of units and coders.
type kernel struct {
	scale    scale
	width    int
	patterns []pattern
	n        int       // units
	lots     []lot     // for drawing patterns
	scores   []float64 // scored: per category; centred
	// between: squared distance of two categories a > b, and the same by table
	// when there are few enough
	far    func(a, b int32) float64
	matrix [][]float64
	pairs  []spot // for the bootstrap over pairs
	draws  int
}

// scale says how categories lie apart.
type scale int

const (
	alike   scale = iota // 0 for the same category, 1 for another
	spaced               // squared difference of scores
	ranked               // squared difference of mid-ranks, which follow the values drawn
	between              // squared distance from a matrix or rule
)

// pattern is the values of a unit: category and how many coders gave it.
type pattern struct {
	values []share
	units  int     // that have them
	m      int     // values
	seen   float64 // Σ over ordered pairs of values of δ²/(m−1); for ranked data unused
	split  bool    // more than one category
}

type share struct {
	category int32
	n        int32
}

func (s share) compare(t share) int {
	return cmp.Or(cmp.Compare(s.category, t.category), cmp.Compare(s.n, t.n))
}

// tabulated is the number of categories up to which distances are kept in a table.
const tabulated = 2000

// newKernel makes the kernel of the units that c used.
func newKernel(d Data, c counts) *kernel {
	k := &kernel{width: len(c.totals)}
	switch d.Level {
	case Ordinal:
		k.scale = ranked
	case Interval:
		k.scale, k.scores = spaced, centred(d, c)
	case Ratio:
		k.scale, k.far = between, d.ratio
	}
	k.fill(c)
	return k
}

// fill takes in the units that c used.
func (k *kernel) fill(c counts) {
	k.n = c.units
	k.collect(c)
	if k.scale == between && k.width <= tabulated {
		k.tabulate(c)
	}
	k.weigh()
}

// collect makes the patterns, in ascending order of their values.
func (k *kernel) collect(c counts) {
	at := map[string]int{}
	var sorted []int32
	var key []byte
	for _, u := range c.firsts {
		sorted = values(sorted[:0], c.d.Unit(int(u)))
		key = key[:0]
		for _, v := range sorted {
			key = binary.BigEndian.AppendUint32(key, uint32(v))
		}
		i, known := at[string(key)]
		if !known {
			i = len(k.patterns)
			at[string(key)] = i
			k.patterns = append(k.patterns, newPattern(sorted))
		}
		k.patterns[i].units++
	}
	slices.SortFunc(k.patterns, func(a, b pattern) int { return slices.CompareFunc(a.values, b.values, share.compare) })
}

// tabulate keeps the distances of the categories that occur.
func (k *kernel) tabulate(c counts) {
	k.matrix = make([][]float64, k.width)
	for a := range k.matrix {
		if c.totals[a] == 0 {
			continue
		}
		k.matrix[a] = make([]float64, a)
		for b := range a {
			if c.totals[b] > 0 {
				k.matrix[a][b] = k.far(int32(a), int32(b))
			}
		}
	}
}

// values appends the values of a unit in order.
func values(to, unit []int32) []int32 {
	for _, v := range unit {
		if v >= 0 {
			to = append(to, v)
		}
	}
	slices.Sort(to)
	return to
}

func newPattern(sorted []int32) pattern {
	p := pattern{m: len(sorted)}
	for i, v := range sorted {
		if i == 0 || v != sorted[i-1] {
			p.values = append(p.values, share{category: v})
		}
		p.values[len(p.values)-1].n++
	}
	p.split = len(p.values) > 1
	return p
}

// centred are the scores less their mean, so that their squares stay small.
func centred(d Data, c counts) []float64 {
	out, sum, n := make([]float64, len(c.totals)), 0.0, 0.0
	for i, t := range c.totals {
		sum, n = sum+float64(t)*d.score(int32(i)), n+float64(t)
	}
	for i := range out {
		out[i] = d.score(int32(i)) - sum/n
	}
	return out
}

// ratio is ((c−k)/(c+k))² of two different categories, none negative.
func (d Data) ratio(a, b int32) float64 {
	x, y := d.score(a), d.score(b)
	r := (x - y) / (x + y)
	return r * r
}

// weigh gives each pattern its disagreement, where that does not change with
// the values drawn.
func (k *kernel) weigh() {
	if k.scale == ranked {
		return
	}
	for i := range k.patterns {
		k.patterns[i].seen = k.patterns[i].disagreement(k.distance)
	}
}

// distance is the squared distance of two different categories, a > b, on a
// scale that does not change with the values drawn.
func (k *kernel) distance(a, b int32) float64 {
	switch k.scale {
	case spaced:
		x := k.scores[a] - k.scores[b]
		return x * x
	case between:
		if k.matrix == nil {
			return k.far(a, b)
		}
		return k.matrix[a][b]
	}
	return 1
}

// disagreement is Σ over ordered pairs of values of δ²/(m−1).
func (p *pattern) disagreement(d func(a, b int32) float64) float64 {
	sum := 0.0
	for i, a := range p.values {
		for _, b := range p.values[:i] {
			sum += float64(a.n) * float64(b.n) * d(a.category, b.category)
		}
	}
	return 2 * sum / float64(p.m-1)
}

// scratch is the memory of one worker.
type scratch struct {
	units  []int32   // per pattern
	totals []float64 // values per category
	used   []int32   // categories with a value
	ranks  []float64
}

func (k *kernel) scratch() *scratch {
	return &scratch{units: make([]int32, len(k.patterns)), totals: make([]float64, k.width), ranks: make([]float64, k.width)}
}

// all is the scratch of the data themselves.
func (k *kernel) all() *scratch {
	s := k.scratch()
	for i, p := range k.patterns {
		s.units[i] = int32(p.units)
	}
	return s
}

// result is one alpha with its parts; ok is false without variation.
type result struct {
	alpha, do, de float64
	ok            bool
}

// alpha computes 1 − (n−1)·Σδ² seen / Σδ² of all pairs of values, from the units
// per pattern in the scratch.
func (k *kernel) alpha(s *scratch) result {
	n := k.total(s)
	if len(s.used) < 2 {
		return result{}
	}
	if k.scale == ranked {
		s.rank()
	}
	seen := 0.0
	for i, u := range s.units {
		if u == 0 || !k.patterns[i].split {
			continue
		}
		if k.scale == ranked {
			seen += float64(u) * k.patterns[i].ranked(s.ranks)
		} else {
			seen += float64(u) * k.patterns[i].seen
		}
	}
	all := k.expected(s, n)
	return result{alpha: 1 - (n-1)*seen/all, do: seen / n, de: all / (n * (n - 1)), ok: all > 0}
}

// total counts the values per category; used stands in ascending order.
func (k *kernel) total(s *scratch) (n float64) {
	clear(s.totals)
	s.used = s.used[:0]
	for i, u := range s.units {
		if u == 0 {
			continue
		}
		p := &k.patterns[i]
		n += float64(u) * float64(p.m)
		for _, v := range p.values {
			if s.totals[v.category] == 0 {
				s.used = append(s.used, v.category)
			}
			s.totals[v.category] += float64(u) * float64(v.n)
		}
	}
	slices.SortFunc(s.used, cmp.Compare)
	return n
}

// rank gives each category its mid-rank: the squared difference of two is the
// ordinal δ², Σ n_g from c to k − (n_c + n_k)/2 squared.
func (s *scratch) rank() {
	below := 0.0
	for _, c := range s.used {
		s.ranks[c] = below + s.totals[c]/2
		below += s.totals[c]
	}
}

func (p *pattern) ranked(ranks []float64) float64 {
	sum := 0.0
	for i, a := range p.values {
		for _, b := range p.values[:i] {
			x := ranks[a.category] - ranks[b.category]
			sum += float64(a.n) * float64(b.n) * x * x
		}
	}
	return 2 * sum / float64(p.m-1)
}

// expected is Σ over ordered pairs of values of δ².
func (k *kernel) expected(s *scratch, n float64) float64 {
	switch k.scale {
	case spaced:
		return moments(s, n, k.scores)
	case ranked:
		return moments(s, n, s.ranks)
	case between:
		return k.product(s)
	}
	squares := 0.0
	for _, c := range s.used {
		squares += s.totals[c] * s.totals[c]
	}
	return n*n - squares
}

// product is expected where only pairs of categories tell.
func (k *kernel) product(s *scratch) float64 {
	sum := 0.0
	for i, a := range s.used {
		part := 0.0
		if k.matrix == nil {
			for _, b := range s.used[:i] {
				part += s.totals[b] * k.far(a, b)
			}
		} else {
			row := k.matrix[a]
			for _, b := range s.used[:i] {
				part += s.totals[b] * row[b]
			}
		}
		sum += part * s.totals[a]
	}
	return 2 * sum
}

// moments is Σ n_c n_k (x_c − x_k)² = 2 n Σ n_c (x_c − mean)².
func moments(s *scratch, n float64, x []float64) float64 {
	sum := 0.0
	for _, c := range s.used {
		sum += s.totals[c] * x[c]
	}
	centre, spread := sum/n, 0.0
	for _, c := range s.used {
		d := x[c] - centre
		spread += s.totals[c] * d * d
	}
	return 2 * n * spread
}

// measure is alpha of the data with its interval.
func (k *kernel) measure(m Measure, o Options) Measure {
	r := k.alpha(k.all())
	if !r.ok || math.IsInf(r.do, 0) || math.IsInf(r.de, 0) {
		return m.none(NotFinite)
	}
	m = m.set(r.alpha).parts(r.do, r.de)
	switch {
	case m.Value == nil:
		return m
	case r.do == 0:
		return m.perfectly()
	case o.Bootstrap == NoBootstrap:
		m.CIReason = NotAsked
		return m
	case m.N < 2:
		m.CIReason = TooFewUnits
		return m
	}
	return k.interval(m, o)
}
