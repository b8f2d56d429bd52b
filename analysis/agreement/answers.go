package agreement

import (
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// SegmentName is the measure of segments: matched segments / all segments of
// both coders.
const SegmentName = "segment_agreement"

const segmentMethod = "matched segments / all segments of both: 2·pairs/(segments of A + segments of B)"

// table is the 2×2 of all pairs of coders together.
func (t *tally) table() Table {
	var sum Table
	for _, p := range t.pairs {
		sum = sum.Plus(p)
	}
	return sum
}

// totals are the values given, and how many of them are yes. Only groups with at
// least two coders count.
func (t *tally) totals() (values, yes int) {
	for i, m := range t.groups.raters {
		if m >= 2 {
			values += m * t.groups.size[i]
		}
	}
	for _, c := range t.cells {
		for k, n := range c.yes {
			yes += k * n
		}
	}
	return values, yes
}

// prevalence is the share of yes among all values; nil without any.
func (t *tally) prevalence() *float64 {
	values, yes := t.totals()
	if values == 0 {
		return nil
	}
	p := float64(yes) / float64(values)
	return &p
}

// stand reports whether every decision about a code is a group of its own, so
// that standard errors over units hold.
func (t *tally) stand() bool {
	return !slices.ContainsFunc(t.groups.size, func(n int) bool { return n != 1 })
}

// weight is what one group adds to a replicate: decisions by who said yes of
// two coders, and the sums of three or more.
type weight struct {
	group int
	table Table
	sums
}

// weights are those of the groups in which somebody said yes.
func (t *tally) weights() []weight {
	out := make([]weight, 0, len(t.cells))
	for _, c := range t.cells {
		w := weight{group: c.group}
		if t.groups.coders > 2 {
			w.add(c, t.groups.raters[c.group])
		} else {
			w.table = Table{Both: c.yes[2], OnlyA: c.first, OnlyB: c.yes[1] - c.first}
		}
		out = append(out, w)
	}
	return out
}

// drawn is a tally as one replicate drew it.
type drawn struct {
	table Table
	sums
}

// alphaOf is 1 − (n−1)·split/(yes·no) of binary values; false without variation.
func alphaOf(values, yes, split float64) (float64, bool) {
	no := values - yes
	if yes <= 0 || no <= 0 {
		return 0, false
	}
	return 1 - (values-1)*split/(yes*no), true
}

// boot is what the replicates of many tallies of one grouping are made from.
type boot struct {
	size    []int // by group: decisions about one code
	raters  []int
	factor  []int // by tally: how many codes it pools
	weights [][]weight
}

func newBoot(g *grouping, tallies []*tally) *boot {
	b := &boot{size: g.size, raters: g.raters}
	for _, t := range tallies {
		b.weights = append(b.weights, t.weights())
		factor := 1
		if n := g.units(); n > 0 {
			factor = t.groups.units() / n
		}
		b.factor = append(b.factor, factor)
	}
	return b
}

// replicates draws the groups with replacement, once for all tallies in each
// replicate; nil when it was stopped.
func (b *boot) replicates(o Options) [][]drawn {
	return each(o, func() func(*stream) []drawn {
		times := make([]int32, len(b.size))
		return func(s *stream) []drawn { return b.one(s, times) }
	})
}

func (b *boot) one(s *stream, times []int32) []drawn {
	clear(times)
	n, values := 0, 0
	for range times {
		g := s.below(len(times))
		times[g]++
		n += b.size[g]
		values += b.size[g] * b.raters[g]
	}
	out := make([]drawn, len(b.weights))
	for i, list := range b.weights {
		d := drawn{sums: sums{units: n * b.factor[i], values: float64(values * b.factor[i])}}
		for j := range list {
			w := &list[j]
			k := times[w.group]
			if k == 0 {
				continue
			}
			d.table.Both += int(k) * w.table.Both
			d.table.OnlyA += int(k) * w.table.OnlyA
			d.table.OnlyB += int(k) * w.table.OnlyB
			d.yes += float64(k) * w.yes
			d.split += float64(k) * w.split
			d.apart += float64(k) * w.apart
			d.share += float64(k) * w.share
		}
		d.table.Neither = n*b.factor[i] - d.table.Both - d.table.OnlyA - d.table.OnlyB
		out[i] = d
	}
	return out
}

// pairsDrawn are replicates of alpha over pairs after Hayes & Krippendorff
// (2007), for binary values: of as many pairs as the data have, the number that
// disagree is binomial, and each of them takes the same from alpha.
func pairsDrawn(o Options, alpha Measure, pairs int) []float64 {
	return each(o, func() func(*stream) float64 {
		return func(s *stream) float64 {
			x := distuv.Binomial{N: float64(pairs), P: *alpha.Observed, Src: source{s}}.Rand()
			return 1 - x/(*alpha.Expected*float64(pairs))
		}
	})
}

// source lets the distributions of gonum draw from a stream.
type source struct{ *stream }

// Uint64 is the next 64 bits.
func (s source) Uint64() uint64 { return s.next() }
