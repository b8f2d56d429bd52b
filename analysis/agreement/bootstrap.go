package agreement

import (
	"math"
	"runtime"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
)

// batch is how many replicates a worker takes at a time.
const batch = 64

// replicate draws one alpha with a worker's memory; false without variation.
type replicate func(s *stream, memory *scratch) (float64, bool)

// each makes the replicates on the workers, in order. Replicate r always has
// stream r, so the values do not depend on the number of workers. worker makes
// what one goroutine draws with. The result is nil when stopped.
func each[T any](o Options, worker func() func(*stream) T) []T {
	total := o.replicates()
	values := make([]T, total)
	var (
		next    atomic.Int64
		stopped atomic.Bool
		wg      sync.WaitGroup
	)
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	for range min(workers, (total+batch-1)/batch) {
		wg.Go(func() {
			one := worker()
			for from := int(next.Add(batch)) - batch; from < total; from = int(next.Add(batch)) - batch {
				if o.stopped() {
					stopped.Store(true)
					return
				}
				for r := from; r < min(from+batch, total); r++ {
					s := newStream(o.Seed, r)
					values[r] = one(&s)
				}
			}
		})
	}
	wg.Wait()
	if stopped.Load() {
		return nil
	}
	return values
}

func (o Options) stopped() bool {
	select {
	case <-o.Done:
		return true
	default:
		return false
	}
}

// draw is each for one number a replicate; those without variation are left out.
func (o Options) draw(memory func() *scratch, one replicate) []float64 {
	values := each(o, func() func(*stream) float64 {
		own := memory()
		return func(s *stream) float64 {
			v, ok := one(s, own)
			if !ok {
				return math.NaN()
			}
			return v
		}
	})
	if values == nil {
		return nil
	}
	return slices.DeleteFunc(values, math.IsNaN)
}

// interval adds the bootstrap interval to alpha: the .025 and .975 quantiles of
// the replicates, their standard deviation, and the shares under .667 and .800.
func (k *kernel) interval(m Measure, o Options) Measure {
	if k.scale == between && float64(k.width)*float64(k.width)*float64(o.replicates()) > heaviestInterval {
		m.CIReason = TooLarge
		return m.warn(TooLarge)
	}
	one := k.units
	k.lots = lots(k.patterns, k.n)
	if o.Bootstrap == PairBootstrap {
		k.lay(*m.Expected)
		one = k.drawPairs
	}
	return m.bootstrapped(o, o.draw(k.scratch, one))
}

// bootstrapped puts the replicates that had variation on the measure.
func (m Measure) bootstrapped(o Options, values []float64) Measure {
	if values == nil {
		m.CIReason = Interrupted
		return m.warn(Interrupted)
	}
	m.Replicates = o.replicates()
	m.Dropped = m.Replicates - len(values)
	if float64(m.Dropped) > maxDroppedShare*float64(m.Replicates) {
		m.CIReason = TooManyDropped
		return m.warn(TooManyDropped, m.Dropped, m.Replicates)
	}
	if m.Dropped > 0 {
		m = m.warn(DroppedReplicates, m.Dropped, m.Replicates)
	}
	slices.Sort(values)
	se := deviation(values)
	if se < leastSpread {
		m.CIReason = NoSpread
		return m
	}
	m.SE, m.CI = &se, &[2]float64{quantile(values, .025), quantile(values, .975)}
	m.Below667, m.Below800 = below(values, tentable), below(values, acceptable)
	return m
}

// units is one replicate over units: as many units as there are, with
// replacement. Everything is computed again from the units drawn, also the
// ranks of an ordinal scale (Efron & Tibshirani 1993, An Introduction to the
// Bootstrap, ch. 6 and 13: the statistic of the resample).
func (k *kernel) units(s *stream, w *scratch) (float64, bool) {
	clear(w.units)
	for range k.n {
		w.units[s.pick(k.lots)]++
	}
	r := k.alpha(w)
	return r.alpha, r.ok
}

// spot is a cell of the coincidence matrix: how much probability lies up to and
// in it, and how much one draw of it takes from alpha.
type spot struct{ upTo, cost float64 }

// lay prepares the bootstrap over pairs after Hayes & Krippendorff (2007),
// Commun. Methods Meas. 1, 77–89: as many pairs as the data have are drawn from
// the coincidences; distances and De are those of the data.
func (k *kernel) lay(de float64) {
	all := k.all()
	n := k.total(all)
	all.rank()
	cells := map[[2]int32]float64{}
	draws := 0.0
	for i, u := range all.units {
		p := &k.patterns[i]
		draws += float64(u) * float64(p.m) * float64(p.m-1) / 2
		for j, a := range p.values {
			cells[[2]int32{a.category, a.category}] += float64(u) * float64(a.n) * float64(a.n-1) / float64(p.m-1)
			for _, b := range p.values[:j] {
				cells[[2]int32{a.category, b.category}] += 2 * float64(u) * float64(a.n) * float64(b.n) / float64(p.m-1)
			}
		}
	}
	keys := make([][2]int32, 0, len(cells))
	for key := range cells {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(x, y [2]int32) int { return slices.Compare(x[:], y[:]) })
	sum := 0.0
	k.pairs = k.pairs[:0]
	for _, key := range keys {
		if cells[key] == 0 {
			continue
		}
		sum += cells[key] / n
		k.pairs = append(k.pairs, spot{sum, k.apart(key, all) / de / draws})
	}
	k.draws = int(draws)
}

// apart is the squared distance in the data of the categories of a cell.
func (k *kernel) apart(cell [2]int32, all *scratch) float64 {
	switch {
	case cell[0] == cell[1]:
		return 0
	case k.scale == ranked:
		x := all.ranks[cell[0]] - all.ranks[cell[1]]
		return x * x
	}
	return k.distance(cell[0], cell[1])
}

// drawPairs is one replicate over pairs.
func (k *kernel) drawPairs(s *stream, _ *scratch) (float64, bool) {
	alpha := 1.0
	last := len(k.pairs) - 1
	for range k.draws {
		f := s.fraction()
		at := sort.Search(last, func(i int) bool { return f < k.pairs[i].upTo })
		alpha -= k.pairs[at].cost
	}
	return alpha, true
}

// quantile is R's type 7 (Hyndman & Fan 1996) of ascending values.
func quantile(sorted []float64, p float64) float64 {
	h := p * float64(len(sorted)-1)
	lo := int(h)
	if lo+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[lo] + (h-float64(lo))*(sorted[lo+1]-sorted[lo])
}

// below is the share of ascending values under a limit.
func below(sorted []float64, limit float64) *float64 {
	at, _ := slices.BinarySearch(sorted, limit)
	share := float64(at) / float64(len(sorted))
	return &share
}

func deviation(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	centre, sum := mean(x), 0.0
	for _, v := range x {
		sum += (v - centre) * (v - centre)
	}
	return math.Sqrt(sum / float64(len(x)-1))
}
