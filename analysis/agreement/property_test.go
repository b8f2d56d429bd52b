package agreement_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis/agreement"
)

// randomData draws small data at any level, with missing values.
func randomData(t *rapid.T) agreement.Data {
	level := rapid.SampledFrom(agreement.Levels()).Draw(t, "level")
	coders := rapid.IntRange(2, 5).Draw(t, "coders")
	q := rapid.IntRange(2, 5).Draw(t, "q")
	units := rapid.IntRange(1, 12).Draw(t, "units")
	d := agreement.Data{Level: level, Categories: q, Scores: []float64{0, .5, 2, 3, 7}[:q]}
	for c := range coders {
		d.Coders = append(d.Coders, string(rune('A'+c)))
	}
	for range units * coders {
		d.Codes = append(d.Codes, int32(rapid.IntRange(-1, q-1).Draw(t, "code")))
	}
	return d
}

// slowAlpha is the definition of Krippendorff (2011) step by step: coincidence
// matrix, margins, distances.
func slowAlpha(d agreement.Data) (alpha float64, ok bool) {
	q := len(d.Scores)
	o := make([][]float64, q)
	for i := range o {
		o[i] = make([]float64, q)
	}
	for u := range d.Units() {
		unit := slices.DeleteFunc(slices.Clone(d.Unit(u)), func(c int32) bool { return c < 0 })
		for i, a := range unit {
			for j, b := range unit {
				if i != j {
					o[a][b] += 1 / float64(len(unit)-1)
				}
			}
		}
	}
	margin, n := make([]float64, q), 0.0
	for c := range o {
		for k := range o {
			margin[c] += o[c][k]
			n += o[c][k]
		}
	}
	var do, de float64
	for c := range o {
		for k := range o {
			do += o[c][k] / n * slowDistance(d, margin, c, k)
			de += margin[c] * margin[k] / (n * (n - 1)) * slowDistance(d, margin, c, k)
		}
	}
	return 1 - do/de, de > 0
}

func slowDistance(d agreement.Data, margin []float64, c, k int) float64 {
	a, b := d.Scores[c], d.Scores[k]
	switch {
	case c == k:
		return 0
	case d.Level == agreement.Nominal:
		return 1
	case d.Level == agreement.Interval:
		return (a - b) * (a - b)
	case d.Level == agreement.Ratio:
		return (a - b) * (a - b) / ((a + b) * (a + b))
	}
	sum := -(margin[c] + margin[k]) / 2
	for g := min(c, k); g <= max(c, k); g++ {
		sum += margin[g]
	}
	return sum * sum
}

// TestAlphaIsItsDefinition compares alpha with the coincidence matrix.
func TestAlphaIsItsDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := randomData(t)
		want, ok := slowAlpha(d)
		m := agreement.Alpha(d, none())
		if (m.Value != nil) != ok || ok && math.Abs(*m.Value-want) > 1e-9 {
			t.Fatalf("%+v: alpha %v %s, by the definition %v", d, show(m.Value), m.Reason, want)
		}
	})
}

// TestOrderDoesNotMatter: coders and units in another order give the same
// values; those of alpha and its interval to the bit.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := randomData(t)
		mixed := d
		mixed.Codes = nil
		coders := rapid.Permutation(indices(len(d.Coders))).Draw(t, "coders")
		for _, u := range rapid.Permutation(indices(d.Units())).Draw(t, "units") {
			for _, c := range coders {
				mixed.Codes = append(mixed.Codes, d.Unit(u)[c])
			}
		}
		o := agreement.Options{Replicates: 100}
		before, after := agreement.Measures(d, o), agreement.Measures(mixed, o)
		for i, m := range before {
			if !same(m.Value, after[i].Value) || m.Reason != after[i].Reason || !same(m.SE, after[i].SE) {
				t.Fatalf("%s: %v %v, in another order %v %v", m.Name, show(m.Value), m.Reason, show(after[i].Value), after[i].Reason)
			}
			if m.Name == agreement.AlphaName && (m.CI == nil) != (after[i].CI == nil) || m.Name == agreement.AlphaName && m.CI != nil && *m.CI != *after[i].CI {
				t.Fatalf("alpha: interval %v, in another order %v", m.CI, after[i].CI)
			}
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// TestRelabelling: other names for the categories change no nominal measure;
// the scale turned round changes no ordinal or interval one, and another unit
// none of interval and ratio.
func TestRelabelling(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := randomData(t)
		other := d
		other.Codes = slices.Clone(d.Codes)
		switch d.Level {
		case agreement.Nominal:
			to := rapid.Permutation(indices(len(d.Scores))).Draw(t, "to")
			for i, c := range other.Codes {
				if c >= 0 {
					other.Codes[i] = int32(to[c])
				}
			}
		case agreement.Ratio:
			other.Scores = slices.Clone(d.Scores)
			for i := range other.Scores {
				other.Scores[i] *= 12.5
			}
		default:
			other.Scores = slices.Clone(d.Scores)
			for i, s := range d.Scores {
				other.Scores[len(d.Scores)-1-i] = 100 - s*3
			}
			for i, c := range other.Codes {
				if c >= 0 {
					other.Codes[i] = int32(len(d.Scores)-1) - c
				}
			}
		}
		before, after := agreement.Measures(d, none()), agreement.Measures(other, none())
		for i, m := range before {
			if !same(m.Value, after[i].Value) || !same(m.SE, after[i].SE) {
				t.Fatalf("%s %s: %v, relabelled %v", d.Level, m.Name, show(m.Value), show(after[i].Value))
			}
		}
	})
}

// TestValuesStayInBounds: no NaN, nothing above 1, intervals around in order.
func TestValuesStayInBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, m := range agreement.Measures(randomData(t), agreement.Options{Replicates: 100}) {
			if (m.Value == nil) == (m.Reason == "") || m.Value != nil && !(*m.Value <= 1) || m.SE != nil && !(*m.SE > 0) && m.Name != agreement.AlphaName {
				t.Fatalf("%+v", m)
			}
			if m.CI != nil && !(m.CI[0] <= m.CI[1] && m.CI[1] <= 1) || m.Value != nil && m.CI == nil && m.CIReason == "" {
				t.Fatalf("%s: interval %v, %q", m.Name, m.CI, m.CIReason)
			}
		}
	})
}

// TestTwoCodersByHand: nominal alpha of two complete coders is
// 1 − (2N − 1)·D / Σ_{c<k} n_c n_k with D units that differ among N.
func TestTwoCodersByHand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SliceOfN(rapid.IntRange(0, 9), 4, 4).Draw(t, "cells")
		d := square(agreement.Nominal, [][]int{n[:2], n[2:]})
		ones, zeros := 2*n[0]+n[1]+n[2], 2*n[3]+n[1]+n[2]
		if ones*zeros == 0 {
			return
		}
		want := 1 - float64(ones+zeros-1)*float64(n[1]+n[2])/float64(ones*zeros)
		if m := agreement.Alpha(d, none()); math.Abs(*m.Value-want) > 1e-12 {
			t.Fatalf("%v: %v, want %v", n, *m.Value, want)
		}
	})
}

// TestWorkersDoNotMatter: the same bytes with 1, 2 and 8 workers, and other ones
// with another seed.
func TestWorkersDoNotMatter(t *testing.T) {
	t.Parallel()
	sets := setsOf(3, "a|b a|b a", "c c c|d", "a b a|b", "d d d", "b|c b|c b|c", "a a|d d", "c|d c a|c|d", "b b b")
	bytes := func(seed uint64, how agreement.Bootstrap, workers int) string {
		o := agreement.Options{Seed: seed, Bootstrap: how, Workers: workers, Replicates: 1000}
		all := agreement.Measures(news(agreement.Ordinal), o)
		all = append(all, agreement.Measures(dataC(agreement.Ratio), o)...)
		all = append(all, agreement.SetMeasures(sets, o)...)
		all = append(all, agreement.BinaryUnits([]agreement.Table{{Both: 3, OnlyA: 1, Neither: 2}, {OnlyB: 1, Neither: 5}, {Both: 1, Neither: 1}}, o)...)
		out, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	for _, how := range []agreement.Bootstrap{agreement.UnitBootstrap, agreement.PairBootstrap} {
		one := bytes(7, how, 1)
		for _, workers := range []int{2, 8, 0} {
			if bytes(7, how, workers) != one {
				t.Errorf("%s: %d workers give other bytes", how, workers)
			}
		}
		if bytes(8, how, 1) == one {
			t.Errorf("%s: another seed gives the same bytes", how)
		}
	}
}

// TestCoverage: of intervals on data whose alpha is known by construction, most
// hold it. Two coders copy a fair coin with chance r, else toss anew: alpha r.
func TestCoverage(t *testing.T) {
	t.Parallel()
	r, inside, studies := rand.New(rand.NewPCG(1, 2)), 0, 200
	for range studies {
		d := agreement.Data{Coders: []string{"A", "B"}, Level: agreement.Nominal, Categories: 2, Labels: []string{"a", "b"}}
		for range 60 {
			a := int32(r.IntN(2))
			b := a
			if r.Float64() > .6 {
				b = int32(r.IntN(2))
			}
			d.Codes = append(d.Codes, a, b)
		}
		if m := agreement.Alpha(d, agreement.Options{Replicates: 400}); m.CI[0] <= .6 && .6 <= m.CI[1] {
			inside++
		}
	}
	if share := float64(inside) / float64(studies); share < .88 || share > .99 {
		t.Errorf("%.3f of the 95%% intervals hold the true alpha", share)
	}
}
