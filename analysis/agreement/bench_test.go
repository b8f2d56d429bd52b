package agreement_test

import (
	"testing"

	"meerzicht/analysis/agreement"
)

// The figures of the issue: alpha with 10,000 unit replicates on 40 × 5 ordinal
// within 50 ms, 253 codes × 2 coders × 37 units with 1,000 replicates within
// 0.5 s, kappa over a million units within 10 ms, all on two cores.

func BenchmarkAlphaOrdinal(b *testing.B) {
	d := news(agreement.Ordinal)
	for b.Loop() {
		agreement.Alpha(d, agreement.Options{})
	}
}

func BenchmarkAlphaPairs(b *testing.B) {
	d := news(agreement.Ordinal)
	for b.Loop() {
		agreement.Alpha(d, agreement.Options{Bootstrap: agreement.PairBootstrap})
	}
}

// codes are 253 codes of two coders in 37 units, with some disagreement.
func codes() [][]agreement.Table {
	out := make([][]agreement.Table, 253)
	for k := range out {
		for u := range 37 {
			a, b := (u*7+k)%(2+k%5) == 0, (u*7+k)%(2+k%5) == 0 != ((u+k)%11 == 0)
			t := agreement.Table{Neither: 1}
			switch {
			case a && b:
				t = agreement.Table{Both: 1}
			case a:
				t = agreement.Table{OnlyA: 1}
			case b:
				t = agreement.Table{OnlyB: 1}
			}
			out[k] = append(out[k], t)
		}
	}
	return out
}

func BenchmarkBinaryUnits(b *testing.B) {
	all := codes()
	for b.Loop() {
		for _, units := range all {
			agreement.BinaryUnits(units, agreement.Options{Replicates: 1000})
		}
	}
}

// BenchmarkMeasures253 is the same by the general way: every measure of every
// code, with alpha's interval.
func BenchmarkMeasures253(b *testing.B) {
	var all []agreement.Data
	for _, units := range codes() {
		d := agreement.Data{Coders: []string{"A", "B"}, Level: agreement.Nominal, Categories: 2, Labels: []string{"no", "yes"}}
		for _, t := range units {
			d.Codes = append(d.Codes, int32(t.Both+t.OnlyA), int32(t.Both+t.OnlyB))
		}
		all = append(all, d)
	}
	for b.Loop() {
		for _, d := range all {
			agreement.Measures(d, agreement.Options{Replicates: 1000})
		}
	}
}

func million() agreement.Data {
	d := agreement.Data{Coders: []string{"A", "B"}, Level: agreement.Ordinal, Categories: 5, Labels: []string{"1", "2", "3", "4", "5"}}
	d.Codes = make([]int32, 0, 2_000_000)
	for u := range 1_000_000 {
		a := int32(u * 7919 % 5)
		b := a
		if u%6 == 0 {
			b = int32(u * 104729 % 5)
		}
		d.Codes = append(d.Codes, a, b)
	}
	return d
}

func BenchmarkCohenMillion(b *testing.B) {
	d := million()
	for b.Loop() {
		agreement.Cohen(d)
	}
}

func BenchmarkWeightedMillion(b *testing.B) {
	d := million()
	for b.Loop() {
		agreement.Weighted(d, agreement.Quadratic)
	}
}

func BenchmarkAlphaMillionNoInterval(b *testing.B) {
	d := million()
	for b.Loop() {
		agreement.Alpha(d, none())
	}
}

func BenchmarkSetAlpha(b *testing.B) {
	s := agreement.Sets{Coders: []string{"A", "B"}}
	for u := range 1000 {
		s.Values = append(s.Values, agreement.NewSet(64, u%20, u*7%20), agreement.NewSet(64, u%20, u*11%20))
	}
	for b.Loop() {
		agreement.SetAlpha(s, agreement.MASI, agreement.Options{Replicates: 1000})
	}
}
