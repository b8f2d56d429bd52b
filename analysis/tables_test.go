package analysis_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// coded adds codings to the small study: V1 speaks of A1 twice and of B1, P1 of
// A1; the lexicon found A2 at V1; values W1.1 at V1 and C1, W1.2 at V1, and in
// the focus group; the literature has A1.
func coded(c *coding.Corpus) *coding.Corpus {
	code(c, "V1", "act.A1", "coder1")
	code(c, "V1", "act.A1", "coder1")
	code(c, "V1", "act.B1", "coder1")
	code(c, "P1", "act.A1", "coder1")
	code(c, "V1", "act.A2", coding.LexiconCoder)
	code(c, "V1", "waard.W1.1", "coder1")
	code(c, "C1", "waard.W1.1", "coder1")
	code(c, "V1", "waard.W1.2", "coder1")
	code(c, "F1", "waard.W1.1", "coder1")
	code(c, "L1", "act.A1", "coder1")
	return c
}

func TestActivitiesByHand(t *testing.T) {
	tab := analysis.Activities(small(), analysis.Options{Without: []string{"Zuid"}})
	expect(t, &tab, map[string]string{
		"A1 | n": "3/5", "A1 | project:Noord": "3/3", "A1 | project:Zuid": "0/2", "A1 | type:client": "1/1", "A1 | without:Zuid": "3/3",
		"A1 | mentions": "3/7", "A1 | trajectories": "1/2", "A2 | trajectories": "2/2", "A1 | denied": "0/5", "A1 | silent": "2/5",
		"B1 | denied": "1/5", "B1 | silent": "2/5", "B2 | n": "0/5", "total | n": "7", "total | trajectories": "5", "base | type:vrijwilliger": "2/2",
	})
	var order []string
	for _, r := range tab.Rows {
		order = append(order, r.Key)
	}
	if !slices.Equal(order, []string{"A1", "A2", "B1", "B2", "total", "base"}) {
		t.Errorf("order %v", order)
	}
	if ids := tab.Figure("A1", "n").IDs; !slices.Equal(ids, []string{"C1", "P1", "V1"}) {
		t.Errorf("ids %v", ids)
	}
	if f := tab.Figure("total", "n"); f.Persons != 4 || f.Unit != analysis.Mentions {
		t.Errorf("total: %d persons, %s", f.Persons, f.Unit)
	}
	if g := tab.Rows[0].Cells["goal"].Text.NL; g != "G" {
		t.Errorf("goal %q", g)
	}
}

func TestActivitiesUnits(t *testing.T) {
	m := analysis.Activities(small(), analysis.Options{Unit: analysis.Mentions})
	expect(t, &m, map[string]string{"A1 | n": "3/7", "A1 | project:Noord": "3/5", "B1 | type:vrijwilliger": "1/4"})
	tr := analysis.Activities(small(), analysis.Options{Unit: analysis.Trajectories})
	expect(t, &tr, map[string]string{"A1 | n": "1/2", "A2 | n": "2/2", "A2 | project:Zuid": "1/1", "A1 | type:client": "1/1"})
}

func TestActivitiesSelections(t *testing.T) {
	only := analysis.Activities(small(), analysis.Options{Include: []string{"Noord"}, Types: []instruments.RespondentType{instruments.Volunteer}})
	expect(t, &only, map[string]string{"A1 | n": "1/1", "total | n": "2", "B1 | denied": "1/1"})
	not := analysis.Activities(small(), analysis.Options{Exclude: []string{"Noord"}})
	expect(t, &not, map[string]string{"A1 | n": "0/2", "A2 | n": "1/2", "base | n": "2/2"})
	if !slices.ContainsFunc(not.Notes, func(w analysis.Warning) bool { return w.Code == "selection" }) {
		t.Error("a selection is not said")
	}
}

func TestActivitiesFromCodings(t *testing.T) {
	c := coded(small())
	tab := analysis.Activities(c, analysis.Options{Source: analysis.FromCodings})
	expect(t, &tab, map[string]string{"A1 | n": "2/5", "A1 | segments": "3", "B1 | n": "1/5", "A2 | n": "0/5", "total | n": "3"})
	lex := analysis.Activities(c, analysis.Options{Source: analysis.FromCodings, Lexicon: true})
	expect(t, &lex, map[string]string{"A2 | n": "1/5"})
	lit := analysis.Activities(c, analysis.Options{Source: analysis.FromCodings, Kinds: []instruments.DocumentKind{instruments.Literature}})
	expect(t, &lit, map[string]string{"A1 | n": "2/5", "A1 | segments": "1"})
}

func TestSeveralCoders(t *testing.T) {
	c := small()
	c.Fillings = append(c.Fillings, checklist("P2", "coder0", "A1"))
	tab := analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"A1 | n": "4/5"})
	if !slices.ContainsFunc(tab.Notes, func(w analysis.Warning) bool { return w.Code == "no_consensus" }) {
		t.Error("nobody is told that there is no consensus")
	}
	c.Fillings = append(c.Fillings, checklist("P2", "consensus", "A2"))
	tab = analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"A1 | n": "3/5", "A2 | n": "3/5"})
	if slices.ContainsFunc(tab.Notes, func(w analysis.Warning) bool { return w.Code == "no_consensus" }) {
		t.Error("a consensus still warns")
	}
}

func TestWithoutChecklistAndUnknownActivity(t *testing.T) {
	c := small()
	c.Respondents = append(c.Respondents, instruments.Respondent{ID: "X", Type: "buur", Project: "Oost"})
	c.Fillings = append(c.Fillings, checklist("P2", "consensus", "Z9"))
	tab := analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"A1 | n": "3/6", "A1 | silent": "3/6", "Z9 | n": "1/6", "base | type:buur": "1/1"})
	for _, want := range []string{"no_checklist", "unknown_activity"} {
		if !slices.ContainsFunc(tab.Notes, func(w analysis.Warning) bool { return w.Code == want }) {
			t.Errorf("no note %s", want)
		}
	}
}

func TestEmptyStudy(t *testing.T) {
	c := &coding.Corpus{Instruments: &instruments.Set{}}
	o := analysis.Options{}
	for _, tab := range []analysis.Table{
		analysis.Activities(c, o), analysis.Goals(c, o), analysis.Forms(c), analysis.FormGoals(c), analysis.FormValuation(c, ""), analysis.Concordance(c, o),
		analysis.ConcordanceByRespondent(c, o), analysis.Triads(c, o), analysis.Sample(c), analysis.CodesByType(c, "", o), analysis.Expectation(c, o),
		analysis.Cooccurrence(c, o), analysis.Saturation(c, o), analysis.Activities(&coding.Corpus{}, o),
	} {
		for _, r := range tab.Rows {
			for column, cell := range r.Cells {
				if cell.Figure == nil {
					continue
				}
				if _, ok := cell.Figure.Share(); ok {
					t.Errorf("%s %s %s has a share of nobody", tab.ID, r.Key, column)
				}
			}
		}
	}
}

func TestGoalsByHand(t *testing.T) {
	tab := analysis.Goals(small(), analysis.Options{})
	expect(t, &tab, map[string]string{
		"G | n": "5/7", "H | n": "2/7", "G | project:Noord": "4/5", "H | respondents": "2/5", "G | respondents": "4/5", "H | trajectories": "2/2", "total | n": "7/7",
	})
	all := analysis.Goals(small(), analysis.Options{AllGoals: true})
	expect(t, &all, map[string]string{"G | n": "7/7", "H | n": "2/7", "total | n": "7/7"})
}

func TestFormsWithOverride(t *testing.T) {
	c := small()
	c.Overrides = []coding.Override{{Dyad: "T2/V–toezichth.", Class: "form3", By: "x", Memo: "y"}}
	tab := analysis.Forms(c)
	expect(t, &tab, map[string]string{"form1 | n": "1/2", "form2 | n": "0/2", "form3 | n": "1/2", "form3 | project:Zuid": "1/1"})
	if !slices.ContainsFunc(tab.Notes, func(w analysis.Warning) bool { return w.Code == "override" }) {
		t.Error("no note on the override")
	}
}

// Two dyads in one trajectory: its mentions count for both forms, and the
// valuation of the professional only for the dyad of their own role.
func TestFormCrosses(t *testing.T) {
	c := coded(small())
	code(c, "P1", "waard.W1.2", "coder1")
	c.Fillings = append(c.Fillings, dyadFilling("T1", "V–cirkelcoörd.", "coder1", "3333333x33"))
	g := analysis.FormGoals(c)
	expect(t, &g, map[string]string{"form1 | n": "5/5", "form3 | n": "5/5", "form2 | n": "2/2", "form1 | goal:G": "4/5", "form1 | dyads": "1"})
	v := analysis.FormValuation(c, "waardering")
	expect(t, &v, map[string]string{
		"waard.W1.1 | class:form1": "2/3", "waard.W1.2 | class:form1": "2/3", "waard.W1.2 | class:form3": "1/2", "waard.W1 | class:form1": "3/3", "base | class:form3": "2/2",
	})
}

func TestConcordanceByHand(t *testing.T) {
	// Compared: V1 (list A1 A2; talk A1 B1) and P1 (list A1 B1; talk A1).
	tab := analysis.Concordance(coded(small()), analysis.Options{})
	expect(t, &tab, map[string]string{
		"A1 | both": "2/2", "A2 | checklist": "1/2", "B1 | transcript": "1/2", "B1 | checklist": "1/2", "B2 | neither": "2/2", "B2 | agree": "empty_group",
		"total | both": "2/8", "total | checklist": "2/8", "total | transcript": "1/8", "total | neither": "3/8", "total | agree": "2/5",
	})
	if ids := tab.Figure("B1", "transcript").IDs; !slices.Equal(ids, []string{"V1/B1"}) {
		t.Errorf("ids %v", ids)
	}
	by := analysis.ConcordanceByRespondent(coded(small()), analysis.Options{})
	expect(t, &by, map[string]string{"V1 | both": "1/4", "V1 | agree": "1/3", "P1 | agree": "1/2", "total | both": "2/8"})
	lex := analysis.Concordance(coded(small()), analysis.Options{Lexicon: true})
	expect(t, &lex, map[string]string{"A2 | both": "1/2"})
}

func TestTriadsByHand(t *testing.T) {
	tab := analysis.Triads(small(), analysis.Options{})
	expect(t, &tab, map[string]string{"A1 | all": "1/1", "A2 | one": "1/1", "B1 | one": "1/1", "B2 | none": "1/1", "total | all": "1/4", "base | all": "1/1"})
}

func TestCodesByType(t *testing.T) {
	tab := analysis.CodesByType(coded(small()), "waardering", analysis.Options{})
	expect(t, &tab, map[string]string{
		"waard.W1.1 | n": "2/5", "waard.W1.1 | type:client": "1/1", "waard.W1.2 | n": "1/5", "waard.W1 | n": "2/5",
		"waard.W1 | segments": "3", "waard.W1.1 | kind:focusgroep": "1/1", "waard.W1.2 | kind:focusgroep": "0/1", "base | n": "5/5",
	})
	if r, _ := tab.Row("waard.W1.1"); r.Level != 1 {
		t.Errorf("level %d", r.Level)
	}
	if len(tab.Rows) != 4 {
		t.Errorf("%d rows: other domains came in", len(tab.Rows))
	}
}

func TestCooccurrenceByHand(t *testing.T) {
	tab := analysis.Cooccurrence(coded(small()), analysis.Options{})
	// A1: V1 P1. B1: V1. A2 and B2 were never coded.
	expect(t, &tab, map[string]string{"act.A1+act.B1 | n12": "1/5", "act.A1+act.B1 | n1": "2/5", "act.A1+act.A2 | n12": "unused_code"})
	r, _ := tab.Row("act.A1+act.B1")
	near(t, "Jaccard", r.Cells["jaccard"].Number, .5, 1e-12)
	if r, _ := tab.Row("act.A1+act.A2"); r.Cells["jaccard"].Number != nil || r.Cells["jaccard"].Reason != analysis.UnusedCode {
		t.Errorf("a code never used has %+v", r.Cells["jaccard"])
	}
}

// By hand: codes in 3, 1 and 1 of 3 interviews. E[S(1)] = 1 + 1/3 + 1/3,
// E[S(2)] = 1 + 2/3 + 2/3, E[S(3)] = 3.
func TestSaturation(t *testing.T) {
	for i, want := range []float64{5. / 3, 7. / 3, 3} {
		near(t, fmt.Sprintf("curve %d", i+1), &analysis.AccumulationCurve(3, []int{3, 1, 1})[i], want, 1e-9)
	}
	if analysis.AccumulationCurve(1, []int{1}) != nil || analysis.AccumulationCurve(3, []int{4}) != nil {
		t.Error("a curve where there is none")
	}
	tab := analysis.Saturation(coded(small()), analysis.Options{})
	// C1: W1.1; P1: A1; V1: A1 B1 W1.1 W1.2.
	for row, want := range map[string]string{"C1": "1 1", "P1": "1 2", "V1": "2 4"} {
		r, _ := tab.Row(row)
		if got := fmt.Sprint(*r.Cells["new"].Number, *r.Cells["seen"].Number); got != want {
			t.Errorf("%s: %s, want %s", row, got, want)
		}
	}
}

func TestAccumulationProperty(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(rt, "N")
		f := rapid.SliceOfN(rapid.IntRange(1, n), 1, 20).Draw(rt, "n")
		curve := analysis.AccumulationCurve(n, f)
		for k := 1; k < n; k++ {
			if curve[k] < curve[k-1]-1e-9 {
				rt.Fatalf("the curve falls: %v", curve)
			}
		}
		if d := curve[n-1] - float64(len(f)); d > 1e-9 || d < -1e-9 {
			rt.Fatalf("ends at %v of %d", curve[n-1], len(f))
		}
	})
}

func TestQuantify(t *testing.T) {
	for _, tt := range []struct {
		count, base int
		nl, en      string
	}{
		{9, 9, "alle (9 van 9)", "all (9 of 9)"},
		{23, 37, "de meeste (23 van 37)", "most (23 of 37)"},
		{5, 10, "sommige (5 van 10)", "some (5 of 10)"},
		{2, 37, "enkele (2 van 37)", "a few (2 of 37)"},
		{1, 37, "één (1 van 37)", "one (1 of 37)"},
		{0, 37, "geen (0 van 37)", "none (0 of 37)"},
		{0, 0, "geen (0 van 0)", "none (0 of 0)"},
	} {
		if got := analysis.Quantify(nil, tt.count, tt.base); got.NL != tt.nl || got.EN != tt.en {
			t.Errorf("%d of %d: %q %q", tt.count, tt.base, got.NL, got.EN)
		}
	}
	own := []instruments.Quantifier{{Word: text("veel"), From: 40}}
	if got := analysis.Quantify(own, 4, 10); got.NL != "veel (4 van 10)" {
		t.Errorf("own word: %q", got.NL)
	}
}

// Every figure keeps to its own rules, whatever the study.
func TestFigureProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := small()
		for i := range rapid.IntRange(0, 12).Draw(rt, "people") {
			typ := rapid.SampledFrom([]instruments.RespondentType{instruments.Volunteer, instruments.Professional, instruments.Client}).Draw(rt, "type")
			ticks := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"A1", "A2", "B1", "!B2"}), func(s string) string { return s }).Draw(rt, "ticks")
			add(c, fmt.Sprintf("Z%02d", i), typ, "", rapid.SampledFrom([]string{"Noord", "Zuid"}).Draw(rt, "project"), "T3", ticks...)
		}
		tab := analysis.Activities(c, analysis.Options{Cells: true})
		for _, r := range tab.Rows {
			for key, cell := range r.Cells {
				f := cell.Figure
				if f == nil {
					continue
				}
				if f.Base > 0 && f.Count > f.Base || f.Unit == analysis.Respondents && len(f.IDs) != f.Count || f.Persons > f.Count {
					rt.Fatalf("%s %s: %+v", r.Key, key, f)
				}
			}
		}
	})
}

func ExampleActivities() {
	t := analysis.Activities(small(), analysis.Options{Unit: analysis.Respondents})
	f := t.Figure("A1", "n")
	fmt.Println(f.Count, f.Base, f.Unit, f.IDs)
	// Output: 3 5 respondent [C1 P1 V1]
}

func ExampleQuantify() {
	fmt.Println(analysis.Quantify(nil, 23, 37).NL)
	// Output: de meeste (23 van 37)
}

func ExampleJaccard() {
	fmt.Println(*analysis.Jaccard(2, 1, 1).Value, analysis.Jaccard(2, 0, 0).Reason)
	// Output: 0.5 unused_code
}

// large is a study of n respondents with 40-item checklists and 30 codings each.
func large(n int) *coding.Corpus {
	set := baseSet()
	for i := range 40 {
		set.Taxonomy.Activities = append(set.Taxonomy.Activities, instruments.Activity{ID: instruments.ActivityID(fmt.Sprintf("A%02d", i)), Primary: instruments.GoalID(fmt.Sprintf("G%d", i%5))})
	}
	c := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set)}
	types := []instruments.RespondentType{instruments.Volunteer, instruments.Professional, instruments.Client}
	for i := range n {
		var ticks []string
		for a := range 40 {
			if (i*31+a*17)%7 < 3 {
				ticks = append(ticks, fmt.Sprintf("A%02d", a))
			}
		}
		id := fmt.Sprintf("R%05d", i)
		add(c, id, types[i%3], "", []string{"Noord", "Midden", "Zuid"}[i/3%3], fmt.Sprintf("T%04d", i/3), ticks...)
		for k := range 30 {
			code(c, id, fmt.Sprintf("act.A%02d", (i+k*7)%40), "coder1")
			c.Codings[len(c.Codings)-1].Start = k // in the order a corpus promises
		}
	}
	return c
}

func BenchmarkActivities3700(b *testing.B) {
	c := large(3700)
	for b.Loop() {
		analysis.Activities(c, analysis.Options{})
	}
}

func BenchmarkConcordance111000(b *testing.B) {
	c := large(3700)
	for b.Loop() {
		analysis.Concordance(c, analysis.Options{})
	}
}

func BenchmarkCodesByType111000(b *testing.B) {
	c := large(3700)
	for b.Loop() {
		analysis.CodesByType(c, coding.ActivityDomain, analysis.Options{})
	}
}

func BenchmarkCooccurrence111000(b *testing.B) {
	c := large(3700)
	for b.Loop() {
		analysis.Cooccurrence(c, analysis.Options{})
	}
}
