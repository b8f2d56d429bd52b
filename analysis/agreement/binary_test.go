package agreement_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/analysis/agreement"
)

func byName(list []agreement.Measure) map[string]agreement.Measure {
	out := map[string]agreement.Measure{}
	for _, m := range list {
		out[m.Name] = m
	}
	return out
}

// TestBinaryByHand: both 20, only A 5, only B 10, neither 15. Percent 35/50;
// kappa (.7 − .5)/(1 − .5) = .4; ones 55 of 100, so AC1's chance .495 and alpha
// 1 − .3/(2·55·45/(100·99)); Jaccard 20/35; F1 40/55.
func TestBinaryByHand(t *testing.T) {
	t.Parallel()
	m := byName(agreement.Binary(agreement.Table{Both: 20, OnlyA: 5, OnlyB: 10, Neither: 15}))
	for name, want := range map[string]float64{
		agreement.PercentName: .7, agreement.CohenName: .4, agreement.BrennanPredigerName: .4, agreement.GwetName: 1 - .3/.505,
		agreement.AlphaName: .4, agreement.JaccardName: 20. / 35, agreement.F1Name: 40. / 55, agreement.PrevalenceName: .55,
	} {
		near(t, name, m[name].Value, want, 1e-12)
		if m[name].N != 50 || m[name].Warnings == nil {
			t.Errorf("%s: n %d", name, m[name].N)
		}
	}
	// statsmodels 0.13 cohens_kappa gives std_kappa for the table of Feinstein & Cicchetti.
	k := byName(agreement.Binary(agreement.Table{Both: 80, OnlyA: 10, OnlyB: 5, Neither: 5}))[agreement.CohenName]
	near(t, "SE", k.SE, .13345652122383617, 1e-9)
	near(t, "SE0", k.SE0, .09738311493467529, 1e-9)
}

// TestBinaryIsTheGeneralOne: the table gives what the same values give the long way.
func TestBinaryIsTheGeneralOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SliceOfN(rapid.IntRange(0, 12), 4, 4).Draw(t, "cells")
		table := agreement.Table{Both: n[0], OnlyA: n[1], OnlyB: n[2], Neither: n[3]}
		short := byName(agreement.Binary(table))
		d := square(agreement.Nominal, [][]int{{n[3], n[2]}, {n[1], n[0]}})
		for _, long := range agreement.Measures(d, none()) {
			s, ok := short[long.Name]
			if !ok {
				continue
			}
			if !same(s.Value, long.Value) || !same(s.SE, long.SE) && long.Name != agreement.AlphaName || s.Reason != long.Reason {
				t.Fatalf("%s of %+v: %v %q, the long way %v %q", long.Name, table, show(s.Value), s.Reason, show(long.Value), long.Reason)
			}
		}
	})
}

func same(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) < 1e-9
}

func show(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

// TestBinaryEdges: no unit, a code nobody used, one that is everywhere, no difference.
func TestBinaryEdges(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		t      agreement.Table
		name   string
		reason string
		value  float64
	}{
		{agreement.Table{}, agreement.PercentName, agreement.EmptyGroup, 0},
		{agreement.Table{}, agreement.AlphaName, agreement.EmptyGroup, 0},
		{agreement.Table{Neither: 20}, agreement.PercentName, "", 1},
		{agreement.Table{Neither: 20}, agreement.CohenName, agreement.NoVariation, 0},
		{agreement.Table{Neither: 20}, agreement.AlphaName, agreement.NoVariation, 0},
		{agreement.Table{Neither: 20}, agreement.GwetName, "", 1},
		{agreement.Table{Neither: 20}, agreement.BrennanPredigerName, "", 1},
		{agreement.Table{Neither: 20}, agreement.JaccardName, analysis.UnusedCode, 0},
		{agreement.Table{Neither: 20}, agreement.F1Name, analysis.UnusedCode, 0},
		{agreement.Table{Neither: 20}, agreement.PrevalenceName, "", 0},
		{agreement.Table{Both: 20}, agreement.CohenName, agreement.NoVariation, 0},
		{agreement.Table{Both: 20}, agreement.JaccardName, "", 1},
		{agreement.Table{Both: 7, Neither: 13}, agreement.CohenName, "", 1},
		{agreement.Table{Both: 7, Neither: 13}, agreement.AlphaName, "", 1},
		{agreement.Table{OnlyA: 7, Neither: 13}, agreement.CohenName, "", 0},
	} {
		m := byName(agreement.Binary(tt.t))[tt.name]
		if m.Reason != tt.reason || (m.Value == nil) != (tt.reason != "") || m.Value != nil && *m.Value != tt.value {
			t.Errorf("%+v %s: %v %q, want %v %q", tt.t, tt.name, show(m.Value), m.Reason, tt.value, tt.reason)
		}
		if m.Value == nil && (m.Message.NL == "" || m.Message.EN == "") {
			t.Errorf("%s: no words for %s", tt.name, m.Reason)
		}
	}
}

// TestBinaryUnits: documents are drawn, not what stands in them: five documents
// of a thousand characters say no more than five units of one.
func TestBinaryUnits(t *testing.T) {
	t.Parallel()
	tables := func(times int) []agreement.Table {
		var out []agreement.Table
		for _, u := range []agreement.Table{{Both: 3, OnlyA: 1, OnlyB: 1, Neither: 9}, {Both: 1, OnlyA: 4, Neither: 6}, {Both: 5, Neither: 7}, {OnlyB: 2, Neither: 8}, {Both: 2, OnlyA: 1, Neither: 4}} {
			out = append(out, agreement.Table{Both: times * u.Both, OnlyA: times * u.OnlyA, OnlyB: times * u.OnlyB, Neither: times * u.Neither})
		}
		return out
	}
	one, many := byName(agreement.BinaryUnits(tables(1), agreement.Options{})), byName(agreement.BinaryUnits(tables(1000), agreement.Options{}))
	for _, name := range []string{agreement.PercentName, agreement.CohenName, agreement.JaccardName, agreement.F1Name, agreement.GwetName} {
		a, b := one[name], many[name]
		if a.CI == nil || b.CI == nil {
			t.Fatalf("%s has no interval: %s %s", name, a.CIReason, b.CIReason)
		}
		between(t, name, a.CI, b.CI[0], b.CI[1], 1e-9)
		if name != agreement.AlphaName && a.Below667 != nil {
			t.Errorf("%s: a share under .667, which is a convention of alpha", name)
		}
	}
	if one[agreement.AlphaName].Below667 == nil {
		t.Error("alpha has no share under .667")
	}
	for _, m := range agreement.BinaryUnits([]agreement.Table{{Both: 4, Neither: 5}, {Neither: 7}}, agreement.Options{}) {
		if m.Name == agreement.AlphaName && (*m.Value != 1 || m.CI != nil || m.CIReason != agreement.PerfectAgreement || m.UpperDisagreement == nil) {
			t.Errorf("no difference: %v %v %s", *m.Value, m.CI, m.CIReason)
		}
	}
	for _, m := range agreement.BinaryUnits([]agreement.Table{{Both: 4, OnlyA: 3, Neither: 5}}, agreement.Options{}) {
		if m.CI != nil || m.CIReason != agreement.TooFewUnits {
			t.Errorf("one document: %s has the interval %v (%s)", m.Name, m.CI, m.CIReason)
		}
	}
}
