package analysis_test

import (
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// By hand, over 10 cases: 8 with the one, 6 with the other, 4 with both.
func TestAssociation(t *testing.T) {
	near(t, "phi", analysis.Phi(8, 6, 4, 10).Value, -8/19.595917942265423, 1e-12)
	near(t, "lift", analysis.Lift(8, 6, 4, 10).Value, 40.0/48, 1e-12)
	near(t, "phi of the same code", analysis.Phi(3, 3, 3, 10).Value, 1, 1e-12)
	near(t, "phi of opposites", analysis.Phi(4, 6, 0, 10).Value, -1, 1e-12)
	near(t, "lift of independent codes", analysis.Lift(5, 4, 2, 10).Value, 1, 1e-12)
	for _, tt := range []struct {
		n1, n2, n12, n int
		phi, lift      string
	}{
		{0, 6, 0, 10, analysis.UnusedCode, analysis.UnusedCode},
		{10, 6, 6, 10, analysis.NoVariation, ""},
		{8, 6, 7, 10, analysis.BadInput, analysis.BadInput},
		{8, 6, 3, 10, analysis.BadInput, analysis.BadInput}, // 8 + 6 − 3 = 11 of 10
		{11, 6, 6, 10, analysis.BadInput, analysis.BadInput},
	} {
		if p, l := analysis.Phi(tt.n1, tt.n2, tt.n12, tt.n), analysis.Lift(tt.n1, tt.n2, tt.n12, tt.n); p.Reason != tt.phi || l.Reason != tt.lift {
			t.Errorf("%+v: phi %q, lift %q", tt, p.Reason, l.Reason)
		}
	}
}

// The rule of Guest, Namey & Chen by hand: a base of 20 codes in four interviews,
// then 1, 0 and 0 new ones.
func TestStop(t *testing.T) {
	fresh := []int{10, 5, 3, 2, 1, 0, 0}
	for _, tt := range []struct {
		base, run int
		threshold float64
		text      string
		share     float64
	}{
		{4, 2, .05, "4+2", .05},
		{4, 2, .0499, "5+2", 0},
		{4, 3, 0, "", .05},
		{5, 2, 0, "5+2", 0},
		{3, 2, .05, "5+2", 0}, // 18 codes; runs 3/18, 1/18 and 0
	} {
		s := analysis.Stop(fresh, tt.base, tt.run, tt.threshold)
		if s.Text() != tt.text || s.Reason != "" {
			t.Errorf("%+v: %q %q", tt, s.Text(), s.Reason)
		}
		near(t, "share", s.Share, tt.share, 1e-12)
	}
	for _, tt := range []struct {
		fresh     []int
		base, run int
		reason    string
	}{
		{fresh, 6, 2, analysis.TooFewInterviews},
		{nil, 4, 2, analysis.TooFewInterviews},
		{[]int{0, 0, 0, 0, 1, 2}, 4, 2, analysis.EmptyGroup},
		{fresh, 0, 2, analysis.BadInput},
		{[]int{1, -1, 0, 0, 0, 0}, 4, 2, analysis.BadInput},
	} {
		if s := analysis.Stop(tt.fresh, tt.base, tt.run, .05); s.Reason != tt.reason || s.Reached != 0 || s.Text() != "" {
			t.Errorf("%+v: %+v", tt, s)
		}
	}
	if points := analysis.StoppingPoints(fresh); len(points) != 12 {
		t.Errorf("%d rules", len(points))
	}
}

// Chao2 by hand; with a code in every interview nothing is missing.
func TestChao2(t *testing.T) {
	near(t, "with duplicates", analysis.Chao2(4, []int{1, 1, 1, 2, 4}).Value, 5+.75*9/2, 1e-12)
	near(t, "without duplicates", analysis.Chao2(3, []int{3, 1, 1}).Value, 3+2.0/3, 1e-12)
	near(t, "nothing missing", analysis.Chao2(3, []int{3, 3}).Value, 2, 1e-12)
	for reason, s := range map[string]analysis.Statistic{
		analysis.TooFewInterviews: analysis.Chao2(1, []int{1}),
		analysis.EmptyGroup:       analysis.Chao2(3, nil),
		analysis.BadInput:         analysis.Chao2(3, []int{4}),
	} {
		if s.Value != nil || s.Reason != reason {
			t.Errorf("%+v, want %s", s, reason)
		}
	}
}

// domain.md 7.5: the three most named activities side by side. Holm by hand:
// .2100 × 3, then 1; Benjamini–Hochberg: the largest of the three stays.
func TestPairedReplication(t *testing.T) {
	table := analysis.Paired(replication(t), analysis.Options{})
	expect(t, &table, map[string]string{
		"D01+A01 | only1": "12/37", "D01+A01 | only2": "8/37", "D01+C01 | only1": "15/37", "D01+C01 | only2": "8/37",
		"A01+C01 | only1": "10/37", "A01+C01 | only2": "7/37",
	})
	for key, want := range map[string][3]float64{"D01+A01": {.5034, 1, .6291}, "D01+C01": {.2100, .6300, .6291}, "A01+C01": {.6291, 1, .6291}} {
		r, _ := table.Row(key)
		for i, column := range []string{"p", "holm", "bh"} {
			near(t, key+" "+column, r.Cells[column].Number, want[i], 3*5e-5)
		}
	}
	if !strings.Contains(noteOf(t, table, "cochran_q"), "Q = 2.4667, df = 2, p = 0.2913") {
		t.Errorf("notes %v", table.Notes)
	}
}

// Differences test each activity against the groups, as CrossActivity does one.
func TestDifferencesReplication(t *testing.T) {
	c := replication(t)
	table := analysis.Differences(c, analysis.Options{By: analysis.ByType})
	smallest := 1.0
	for _, id := range []string{"D01", "A01", "E04"} {
		cross, _ := analysis.CrossActivity(c, analysis.Options{}, instruments.ActivityID(id), analysis.ByType, "yes", "no")
		want := cross.Chi2.P
		if cross.Preferred == "fisher" {
			want = cross.Fisher.P
		}
		r, _ := table.Row(id)
		near(t, id, r.Cells["p"].Number, *want, 1e-12)
	}
	for _, r := range table.Rows {
		p, holm, bh := *r.Cells["p"].Number, *r.Cells["holm"].Number, *r.Cells["bh"].Number
		if p > bh || bh > holm || holm > 1 {
			t.Errorf("%s: p %v, bh %v, holm %v", r.Key, p, bh, holm)
		}
		smallest = min(smallest, p)
	}
	for _, r := range table.Rows {
		if *r.Cells["p"].Number == smallest {
			near(t, "smallest after Holm", r.Cells["holm"].Number, min(1, smallest*float64(len(table.Rows))), 1e-12)
		}
	}
	if noteOf(t, table, "kruskal_wallis") == "" || noteOf(t, table, "exploratory") == "" {
		t.Errorf("notes %v", table.Notes)
	}
}

// In the small study everybody of Noord named A1 and nobody of Zuid: Fisher
// over 3 and 2 people, 1/C(5,2) = .1. Other activities nobody tells apart.
func TestDifferencesByHand(t *testing.T) {
	table := analysis.Differences(small(), analysis.Options{})
	r, _ := table.Row("A1")
	near(t, "A1", r.Cells["p"].Number, .1, 1e-9)
	if got := r.Cells["test"].Text.EN; got != "Fisher's exact test" {
		t.Errorf("test %q", got)
	}
}

// The stopping rules stand on the new codes that Saturation shows.
func TestSaturationRules(t *testing.T) {
	c := replication(t)
	all, rules := analysis.Saturation(c, analysis.Options{}), analysis.SaturationRules(c, analysis.Options{})
	var fresh []int
	for _, r := range all.Rows {
		fresh = append(fresh, int(*r.Cells["new"].Number))
	}
	if len(rules.Rows) != 6 {
		t.Fatalf("%d rules", len(rules.Rows))
	}
	for _, tt := range []struct {
		key       string
		base, run int
	}{{"4/2", 4, 2}, {"6/3", 6, 3}} {
		r, _ := rules.Row(tt.key)
		want := analysis.Stop(fresh, tt.base, tt.run, .05)
		if got := r.Cells["at5"].Text.EN; len(fresh) > 0 && want.Text() != "" && got != want.Text() {
			t.Errorf("%s: %q, want %q", tt.key, got, want.Text())
		}
	}
}

func noteOf(t *testing.T, table analysis.Table, code string) string {
	t.Helper()
	for _, n := range table.Notes {
		if n.Code == code {
			return n.Text.EN
		}
	}
	return ""
}
