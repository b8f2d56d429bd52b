package analysis_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Every kind says what it is in both languages, has a name of its own, and
// makes a table that no other kind makes.
func TestKinds(t *testing.T) {
	names, tables := map[string]bool{}, map[string]bool{}
	for _, k := range analysis.Kinds() {
		said(t, k.Name, k.About)
		if names[k.Name] || k.About.NL == k.About.EN {
			t.Errorf("%s: twice, or said in one language", k.Name)
		}
		names[k.Name] = true
		if got, ok := analysis.KindNamed(k.Name); !ok || got.Name != k.Name {
			t.Errorf("%s is not found by its name", k.Name)
		}
		id := k.Table(coded(small()), analysis.Options{}).ID
		if tables[id] {
			t.Errorf("%s makes %s, which another kind makes too", k.Name, id)
		}
		tables[id] = true
	}
	if _, ok := analysis.KindNamed("nothing"); ok || len(names) != 17 {
		t.Errorf("%d kinds, want 17 and no other", len(names))
	}
}

// A choice changes the table of each kind that takes it, in some study, and
// never that of another kind.
func TestKindsTakeWhatTheyTake(t *testing.T) {
	for choice, set := range map[analysis.Choice]func(*analysis.Options){
		analysis.ChooseProject:  func(o *analysis.Options) { o.Include = []string{"Zuid"} },
		analysis.ChooseWithout:  func(o *analysis.Options) { o.Exclude = []string{"Noord"} },
		analysis.ChooseType:     func(o *analysis.Options) { o.Types = []instruments.RespondentType{instruments.Volunteer} },
		analysis.ChooseSource:   func(o *analysis.Options) { o.Source = analysis.FromCodings },
		analysis.ChooseAllGoals: func(o *analysis.Options) { o.AllGoals = true },
		analysis.ChooseDomain:   func(o *analysis.Options) { o.Domain = coding.GoalDomain },
		analysis.ChooseTrait:    func(o *analysis.Options) { o.By = analysis.ByType },

		analysis.ChooseAssociation: func(o *analysis.Options) { o.Association = true },
	} {
		for _, k := range analysis.Kinds() {
			if k.Cross() {
				continue
			}
			var o analysis.Options
			set(&o)
			c := coded(small())
			c.Instruments.Taxonomy.Activities[0].Expected = "ja"
			same := reflect.DeepEqual(k.Table(c, analysis.Options{}), k.Table(c, o))
			if same == k.Has(choice) {
				t.Errorf("%s with %s: the same table %v, taken %v", k.Name, choice, same, k.Has(choice))
			}
		}
	}
}

// The cross table of the small study, by hand: V1 P1 C1 of Noord named A1,
// nobody of Zuid did.
func TestCrossActivity(t *testing.T) {
	for _, test := range []struct {
		by   analysis.Trait
		want string
	}{
		{analysis.ByProject, "[named not] [Noord Zuid] [[3 0] [0 2]] [[[C1 P1 V1] []] [[] [P2 V2]]]"},
		{analysis.ByType, "[named not] [client professional vrijwilliger] [[1 1 1] [0 1 1]] [[[C1] [P1] [V1]] [[] [P2] [V2]]]"},
		{analysis.ByRole, "[named not] [cliënt toezichthouder vrijwilliger] [[1 1 1] [0 1 1]] [[[C1] [P1] [V1]] [[] [P2] [V2]]]"},
	} {
		got, ids := analysis.CrossActivity(small(), analysis.Options{}, "A1", test.by, "named", "not")
		for _, row := range ids {
			for _, cell := range row {
				slices.Sort(cell)
			}
		}
		if s := fmt.Sprint(got.Rows, got.Cols, got.Counts, ids); s != test.want {
			t.Errorf("%s: %s, want %s", test.by, s, test.want)
		}
	}
}

// Whoever has no value of the trait is left out, of the counts and of the ids;
// whom the options leave out too.
func TestCrossActivityLeavesOut(t *testing.T) {
	c := small()
	c.Respondents[0].Role = ""
	o := analysis.Options{Include: []string{"Noord"}}
	got, ids := analysis.CrossActivity(c, o, "A1", analysis.ByRole, "named", "not")
	if s := fmt.Sprint(got.Rows, got.Cols, got.Counts, ids, got.Chi2.LeftOut); s != "[named] [cliënt toezichthouder] [[1 1]] [[[C1] [P1]]] 1" {
		t.Errorf("got %s", s)
	}
	if v := analysis.Trait("shoe size").Of(c.Respondents[1]); v != "" {
		t.Errorf("an unknown trait is %q", v)
	}
	if tab := (analysis.Kind{Name: "crosstab"}).Table(c, o); len(tab.Rows) != 0 {
		t.Error("the cross table is a table")
	}
}
