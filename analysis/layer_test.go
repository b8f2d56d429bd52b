package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// twoCoders is three interviews that both coders coded and filled lists about:
// codeur1 ticks A01 with all three, codeur2 with none. The consensus has R1.
func twoCoders(t *testing.T) *coding.Corpus {
	t.Helper()
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		t.Fatal(err)
	}
	c := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set), Coders: []coding.Coder{{ID: "codeur1"}, {ID: "codeur2"}, {ID: "consensus"}, {ID: "lexicon"}}}
	list := func(who instruments.RespondentID, coder string, s instruments.State) {
		c.Fillings = append(c.Fillings, instruments.Filling{
			ID: instruments.FillingID(instruments.ActivityFilling, string(who), coder), Kind: instruments.ActivityFilling, Respondent: who, Coder: coder,
			Responses: []instruments.Response{{Activity: "A01", State: s}},
		})
	}
	for _, id := range []instruments.RespondentID{"R1", "R2", "R3"} {
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: id, Type: "vrijwilliger", Project: "LJ&R"})
		c.Documents = append(c.Documents, instruments.Document{ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: id, Length: 100})
		list(id, "codeur1", instruments.Mentioned)
		list(id, "codeur2", instruments.NotDiscussed)
	}
	list("R1", "consensus", instruments.NotDiscussed)
	slices.SortFunc(c.Fillings, func(a, b instruments.Filling) int { return strings.Compare(a.ID, b.ID) })
	return c
}

// The consensus of R1 says no, and codeur1 counts for the others where nothing
// is settled: 2 of 3. Each coder alone gives 3 and 0.
func TestTableOfALayer(t *testing.T) {
	c := twoCoders(t)
	kind, _ := analysis.KindNamed("activities")
	for layer, want := range map[string]int{"": 2, "consensus": 2, "codeur1": 3, "codeur2": 0} {
		in, err := analysis.InLayer(c, layer)
		if err != nil {
			t.Fatal(err)
		}
		table := kind.Table(in, analysis.Options{})
		if got := table.Figure("A01", analysis.ColumnAll).Count; got != want {
			t.Errorf("%q: %d, want %d", layer, got, want)
		}
		if len(table.Notes) == 0 || table.Notes[0].Code != analysis.NoteLayer || table.Notes[0].Text != in.Layer.Text() {
			t.Errorf("%q: the first note is not the layer: %+v", layer, table.Notes)
		}
	}
	if _, err := analysis.InLayer(c, "niemand"); err == nil {
		t.Error("a layer that is not there")
	}
}

// Every kind of table says its layer, the cross table among its warnings.
func TestEveryKindSaysItsLayer(t *testing.T) {
	c, err := analysis.InLayer(twoCoders(t), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range analysis.Kinds() {
		notes := k.Table(c, analysis.Options{}).Notes
		if k.Cross() {
			x, _ := analysis.CrossActivity(c, analysis.Options{}, "A01", analysis.ByProject, "ja", "nee")
			notes = x.Warnings
		}
		if n := len(slices.DeleteFunc(slices.Clone(notes), func(w analysis.Warning) bool { return w.Code != analysis.NoteLayer })); n != 1 {
			t.Errorf("%s: %d notes on the layer", k.Name, n)
		}
	}
}

// A study of one coder has nothing to choose between, suggestions or not: its
// tables are what they were. A layer that was asked for is named all the same.
func TestOneCoderHasNoLayer(t *testing.T) {
	c := twoCoders(t)
	c.Fillings = slices.DeleteFunc(c.Fillings, func(f instruments.Filling) bool { return f.Coder != "codeur1" })
	c.Codings = []coding.Coding{{Code: "act.A01", Coder: coding.LexiconCoder, Segment: coding.Segment{Document: "R1", End: 5}}}
	in, err := analysis.InLayer(c, "")
	if err != nil || in != c {
		t.Errorf("another corpus for one coder (%v)", err)
	}
	if _, ok := analysis.LayerNote(in); ok {
		t.Error("a layer is named where there is no choice")
	}
	in, err = analysis.InLayer(c, coding.EveryLayer)
	if _, ok := analysis.LayerNote(in); err != nil || !ok {
		t.Errorf("the layer asked for is not named (%v)", err)
	}
	for _, change := range []func(*coding.Corpus){
		func(c *coding.Corpus) { c.Rounds = []coding.Round{{ID: "1"}} },
		func(c *coding.Corpus) {
			c.Codings = append(c.Codings, coding.Coding{Code: "act.A01", Coder: "codeur2"})
		},
	} {
		two := *c
		two.Codings = slices.Clone(c.Codings)
		change(&two)
		if in, err := analysis.InLayer(&two, ""); err != nil || in.Layer.Name != "consensus" {
			t.Errorf("no layer with rounds or two coders: %+v %v", in.Layer, err)
		}
	}
}
