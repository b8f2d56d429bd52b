package agreement

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meerzicht/analysis"
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
	if r.Question.NL != "perspectiefovereenstemming" || len(r.LeftOut) != 0 {
		t.Errorf("called %q, left out %v", r.Question.NL, r.LeftOut)
	}
}

// T1: a volunteer names A1 and A2, two professionals A1, and A1 and A3. T2: a
// volunteer A1, a client A1. T3: a professional alone. V2 has no list.
func threeParties() *coding.Corpus {
	c := &coding.Corpus{Instruments: testSet()}
	for _, p := range []struct {
		id, typ, trajectory string
		named               []string
	}{
		{"V1", "vrijwilliger", "T1", []string{"A1", "A2"}},
		{"P1", "professional", "T1", []string{"A1", "!A2"}},
		{"P2", "professional", "T1", []string{"A1", "A3"}},
		{"V3", "vrijwilliger", "T2", []string{"A1"}},
		{"C3", "client", "T2", []string{"A1"}},
		{"P4", "professional", "T3", []string{"A4"}},
	} {
		c.Respondents = append(c.Respondents, instruments.Respondent{
			ID: instruments.RespondentID(p.id), Type: instruments.RespondentType(p.typ), Trajectories: []instruments.TrajectoryID{instruments.TrajectoryID(p.trajectory)},
		})
		list(c, p.id, "anna", p.named...)
	}
	c.Respondents = append(c.Respondents, instruments.Respondent{ID: "V2", Type: instruments.Volunteer, Trajectories: []instruments.TrajectoryID{"T1"}})
	return c
}

func TestPerspectivesByHand(t *testing.T) {
	r := Perspectives(threeParties(), Options{Replicates: 200})
	vp, vc, pc := r.Pairs[0], r.Pairs[1], r.Pairs[2]
	// V1 with P1: A1 both, A2 only V. V1 with P2: A1 both, A2 only V, A3 only P.
	if vp.Pairs != 2 || vp.Table != (Table{2, 2, 1, 3}) || *vp.Prevalence != 7./16 {
		t.Errorf("V–P: %d pairs, %v, %v", vp.Pairs, vp.Table, *vp.Prevalence)
	}
	near(t, "V–P", vp.Measures, PercentName, 5./8, exact)
	near(t, "V–P", vp.Measures, CohenName, (5./8-.5)/.5, exact) // pV 4/8, pP 3/8: Pe = 12/64 + 20/64
	if vc.Pairs != 1 || vc.Table != (Table{1, 0, 0, 3}) || pc.Pairs != 0 || pc.Table.N() != 0 {
		t.Errorf("V–C %v, P–C %v", vc.Table, pc.Table)
	}
	near(t, "V–C", vc.Measures, AlphaName, 1, 0)
	for _, m := range pc.Measures {
		if m.Value != nil || m.Reason != NoPairableUnits {
			t.Errorf("P–C %s: %v (%s)", m.Name, m.Value, m.Reason)
		}
	}
	// T1 three values, T2 two: yes 3 + 1 + 1 + 2 = 7 of 20; apart A2 and A3, 2·1/2 each.
	if r.Units != 8 || r.Values != 20 || len(r.Trajectories) != 2 {
		t.Errorf("%d units, %d values, %v", r.Units, r.Values, r.Trajectories)
	}
	near(t, "all", r.Measures, AlphaName, 1-19*2./(7*13), exact)
	near(t, "all", r.Measures, PercentName, 1-2*(2./3)/8, exact)
	if len(r.Measures) != 2 || r.Triads != 0 || r.Shared != 0 {
		t.Errorf("%d measures, %d triads", len(r.Measures), r.Triads)
	}
	if len(r.LeftOut) != 1 || r.LeftOut[0].ID != "V2" {
		t.Errorf("left out %v", r.LeftOut)
	}
}

// A triad names what somebody of every party names.
func TestTriadsByHand(t *testing.T) {
	c := threeParties()
	c.Respondents = append(c.Respondents, instruments.Respondent{ID: "C1", Type: instruments.Client, Trajectories: []instruments.TrajectoryID{"T1"}})
	list(c, "C1", "anna", "A1", "A3")
	if r := Perspectives(c, Options{Bootstrap: NoBootstrap}); r.Triads != 1 || r.Shared != 1 || r.Asked != 4 {
		t.Errorf("%d triads, %d shared of %d", r.Triads, r.Shared, r.Asked)
	}
}

// Whose list counts: the consensus, else the first coder by name.
func TestPerspectivesTakeTheConsensus(t *testing.T) {
	c := threeParties()
	list(c, "P1", "aaltje", "A1", "A2")
	if got := Perspectives(c, Options{Bootstrap: NoBootstrap}).Pairs[0].Table; got != (Table{3, 1, 1, 3}) {
		t.Errorf("first coder by name: %v", got)
	}
	list(c, "P1", "consensus", "A4")
	if got := Perspectives(c, Options{Bootstrap: NoBootstrap}).Pairs[0].Table; got != (Table{1, 3, 2, 2}) {
		t.Errorf("consensus: %v", got)
	}
}

// The order of people, lists and trajectories changes nothing.
func TestPerspectivesOrder(t *testing.T) {
	want := Perspectives(threeParties(), Options{Replicates: 100})
	c := threeParties()
	slices.Reverse(c.Respondents)
	slices.Reverse(c.Fillings)
	if d := cmp.Diff(want, Perspectives(c, Options{Replicates: 100, Workers: 3})); d != "" {
		t.Error(d)
	}
}

// The layer that counts is said.
func TestPerspectivesSayTheLayer(t *testing.T) {
	c, err := threeParties().InLayer("")
	if err != nil {
		t.Fatal(err)
	}
	for _, notes := range [][]analysis.Warning{Perspectives(c, Options{Bootstrap: NoBootstrap}).Notes, Concordance(c, Options{Bootstrap: NoBootstrap}).Notes} {
		if !slices.ContainsFunc(notes, func(w analysis.Warning) bool { return w.Code == analysis.NoteLayer }) {
			t.Errorf("no layer in %v", notes)
		}
	}
}

func ExamplePerspectives() {
	r := Perspectives(threeParties(), Options{})
	for _, p := range r.Pairs {
		fmt.Println(p.Label.EN, p.Pairs, p.Table)
	}
	// Output:
	// V–P 2 {2 2 1 3}
	// V–C 1 {1 0 0 3}
	// P–C 0 {0 0 0 0}
}
