package agreement

import (
	"math"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// replicated is the shared replication set: respondents with their ticks.
func replicated(t testing.TB) *coding.Corpus {
	set := testSet()
	set.Taxonomy.Activities = nil
	for _, r := range sharedRows(t, "activities.csv") {
		set.Taxonomy.Activities = append(set.Taxonomy.Activities, instruments.Activity{ID: instruments.ActivityID(r[0])})
	}
	c := &coding.Corpus{Instruments: set}
	for _, r := range sharedRows(t, "respondents.csv") {
		c.Respondents = append(c.Respondents, instruments.Respondent{
			ID: instruments.RespondentID(r[0]), Type: set.TypeOf(instruments.Role(r[3])), Trajectories: []instruments.TrajectoryID{instruments.TrajectoryID(r[1])},
		})
		list(c, r[0], "coder1", strings.Fields(r[5])...)
	}
	return c
}

// domain.md 7.5: all values, to the four digits that it gives.
func TestPerspectivesOfTheReplication(t *testing.T) {
	r := Perspectives(replicated(t), Options{Replicates: 500})
	want := []struct {
		label       string
		pairs       int
		kappa, seen float64
	}{{"V–P", 9, .3974, .7741}, {"V–C", 8, .3029, .7458}, {"P–C", 10, .4026, .8100}}
	if len(r.Pairs) != len(want) {
		t.Fatalf("%d pairs of types", len(r.Pairs))
	}
	for i, w := range want {
		p := r.Pairs[i]
		if p.Label.NL != w.label || p.Pairs != w.pairs || p.Table.N() != 30*w.pairs {
			t.Errorf("pair %s: %d pairs, %d decisions", p.Label.NL, p.Pairs, p.Table.N())
		}
		near(t, w.label, p.Measures, CohenName, w.kappa, .00005)
		near(t, w.label, p.Measures, PercentName, w.seen, .00005)
	}
	near(t, "trajectories", r.Measures, AlphaName, .3722, .00005)
	if len(r.Trajectories) != 9 || r.Units != 270 || r.Values != 810 || r.Shared != 19 || r.Triads != 8 || r.Asked != 240 {
		t.Errorf("%d trajectories, %d units, %d values, %d shared of %d in %d triads", len(r.Trajectories), r.Units, r.Values, r.Shared, r.Asked, r.Triads)
	}
	alpha := named(r.Measures, AlphaName)
	if alpha.CI == nil || alpha.CI[0] > *alpha.Value || alpha.CI[1] < *alpha.Value || alpha.CI[0] == alpha.CI[1] {
		t.Errorf("interval %v of %v", alpha.CI, *alpha.Value)
	}
	if r.Question.NL != "perspectiefovereenstemming" || len(r.LeftOut) != 0 || !math.IsNaN(math.NaN()) {
		t.Errorf("called %q, left out %v", r.Question.NL, r.LeftOut)
	}
}
