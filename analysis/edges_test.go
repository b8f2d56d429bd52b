package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// noted says whether a table has a note.
func noted(t *analysis.Table, code string) bool {
	return slices.ContainsFunc(t.Notes, func(w analysis.Warning) bool { return w.Code == code })
}

// keys are the row keys of a table, on one line.
func keys(t *analysis.Table) string {
	var out []string
	for _, r := range t.Rows {
		out = append(out, r.Key)
	}
	return strings.Join(out, " ")
}

// columns are the column keys of a table, on one line.
func columns(t *analysis.Table) string {
	var out []string
	for _, c := range t.Columns {
		out = append(out, c.Key)
	}
	return strings.Join(out, " ")
}

// The empty template, first without anybody, then with people of whom nothing
// is known, then with an activity nobody put in a taxonomy.
func TestTemplateLeeg(t *testing.T) {
	set, err := instruments.Builtin("leeg")
	if err != nil {
		t.Fatal(err)
	}
	c := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set)}
	for _, tab := range tables(c, analysis.Options{}) {
		for _, r := range tab.Rows {
			if !r.Total && tab.ID != "forms" && tab.ID != "form-goals" && tab.ID != "form-waardering" {
				t.Errorf("%s: a row %s of nothing", tab.ID, r.Key)
			}
		}
	}
	if tab := analysis.Activities(c, analysis.Options{}); !noted(&tab, analysis.EmptyGroup) || columns(&tab) != "goal n mentions trajectories denied silent" {
		t.Errorf("columns %s, notes %+v", columns(&tab), tab.Notes)
	}
	c.Respondents = []instruments.Respondent{{ID: "R1", Type: "client"}, {ID: "R2", Type: "vrijwilliger"}}
	tab := analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"base | n": "2/2", "base | project:": "2/2", "total | n": "0", "base | trajectories": "empty_group"})
	if noted(&tab, analysis.EmptyGroup) || !noted(&tab, "no_checklist") {
		t.Errorf("notes %+v", tab.Notes)
	}
	c.Fillings = []instruments.Filling{checklist("R1", "anna", "koken")}
	goals := analysis.Goals(c, analysis.Options{})
	expect(t, &goals, map[string]string{" | n": "1/1", "total | n": "1/1", "total | type:vrijwilliger": "empty_group", " | trajectories": "empty_group"})
	if r, _ := goals.Row(""); r.Label.EN != "without goal" || !noted(&goals, "unknown_activity") {
		t.Errorf("an activity without a goal stands under %q", r.Label.EN)
	}
}

// Who has no checklist stays in the base; who has an empty one is no different.
func TestNoChecklistIsSilence(t *testing.T) {
	c := small()
	c.Fillings = slices.DeleteFunc(c.Fillings, func(f instruments.Filling) bool { return f.Respondent == "P1" || f.Respondent == "P2" })
	tab := analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"A1 | n": "2/5", "A1 | silent": "3/5", "B1 | denied": "1/5", "B1 | type:professional": "0/2", "total | n": "5"})
	tri := analysis.Triads(c, analysis.Options{})
	expect(t, &tri, map[string]string{"A1 | all": "0/1", "A1 | some": "1/1"}) // the professional's silence breaks the triad's agreement
	con := analysis.Concordance(coded(c), analysis.Options{})
	expect(t, &con, map[string]string{"A1 | both": "1/1", "total | neither": "1/4"}) // P1 has a coded interview and no list
	if !noted(&con, "not_compared") || !noted(&con, "no_checklist") {
		t.Errorf("notes %+v", con.Notes)
	}
}

// Three coders: without a consensus the first by name counts, whoever came
// first; with one only it counts, also where it says less.
func TestConsensusDecides(t *testing.T) {
	c := small()
	c.Fillings = append(c.Fillings, checklist("C1", "zoë", "B2"), checklist("C1", "anna", "B1", "!A1"))
	tab := analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"A1 | type:client": "0/1", "B1 | type:client": "1/1", "B2 | type:client": "0/1", "A1 | denied": "1/5"})
	c.Fillings = append(c.Fillings, checklist("C1", "consensus"))
	tab = analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"A1 | type:client": "0/1", "B1 | type:client": "0/1", "A1 | denied": "0/5", "total | type:client": "0"})
	goals := analysis.Goals(c, analysis.Options{})
	expect(t, &goals, map[string]string{"G | type:client": "empty_group", "G | n": "4/6"})
}

// Several lists of one dyad: the same rule, and a note until there is a
// consensus.
func TestConsensusOfForms(t *testing.T) {
	c := small()
	c.Fillings = append(c.Fillings, dyadFilling("T1", "V–toezichth.", "anna", "3333333x33"))
	tab := analysis.Forms(c)
	expect(t, &tab, map[string]string{"form3 | n": "1/2", "form1 | n": "0/2"})
	if !noted(&tab, "no_consensus") {
		t.Error("nobody is told that two coders differ")
	}
	c.Fillings = append(c.Fillings, dyadFilling("T1", "V–toezichth.", "consensus", "2222222x22"))
	tab = analysis.Forms(c)
	expect(t, &tab, map[string]string{"form2 | n": "2/2", "form2 | trajectories": "2/2", "total | n": "2/2"})
	if noted(&tab, "no_consensus") {
		t.Error("a consensus still warns")
	}
}

// Whatever class a person sets stands in the table; a word that is no class
// changes nothing, and no note says that it did.
func TestOverrideClasses(t *testing.T) {
	for set, want := range map[string]string{
		"form1": "form1", "form2": "form2", "form3": "form3", "mixed1/3": "mixed mixed1/3", "mixed": "mixed", "ambiguous": "ambiguous", "insufficient": "insufficient",
		"form9": "form2", "": "form2", "mixed4/5": "form2", // T2 is computed as form 2
	} {
		c := small()
		c.Overrides = []coding.Override{{Dyad: "T2/V–toezichth.", Class: set, By: "anna", Memo: "gezien"}}
		tab := analysis.Forms(c)
		var in []string
		for _, r := range tab.Rows {
			if !r.Total && slices.Contains(r.Cells["n"].Figure.IDs, "T2/V–toezichth.") {
				in = append(in, r.Key)
			}
		}
		if got := strings.Join(in, " "); got != want || noted(&tab, "override") != (want != "form2" || set == "form2") {
			t.Errorf("%q stands under %q, noted %v", set, got, noted(&tab, "override"))
		}
		for _, broken := range rulesOf([]analysis.Table{tab, analysis.FormGoals(c)}) {
			t.Errorf("%q: %s", set, broken)
		}
	}
}

// A pair of forms and a mixed class without one: the pairs no longer make up
// the whole, and no sum says they do.
func TestMixedWithoutPair(t *testing.T) {
	c := small()
	for dyad, class := range map[instruments.DyadID]string{"T1/V–toezichth.": "mixed1/2", "T2/V–toezichth.": "mixed"} {
		c.Overrides = append(c.Overrides, coding.Override{Dyad: dyad, Class: class, By: "anna", Memo: "gezien"})
	}
	tab := analysis.Forms(c)
	expect(t, &tab, map[string]string{"mixed | n": "2/2", "mixed1/2 | n": "1/2"})
	if broken := rulesOf([]analysis.Table{tab}); len(broken) > 0 {
		t.Error(broken[0])
	}
	if r, _ := tab.Row("mixed1/2"); r.Level != 1 || !r.Occurs || r.Label != form.Label(form.Mixed, []string{"1", "2"}) {
		t.Errorf("pair row %+v", r)
	}
}

// A dyad of a trajectory nobody knows has no project, and one with a role
// nobody knows no role: both get a column, so that columns add up.
func TestDyadOfNowhere(t *testing.T) {
	c := small()
	lost := dyadFilling("T9", "V–iemand", "coder1", "1111111111")
	lost.Dyad.Role = ""
	c.Fillings = append(c.Fillings, lost)
	tab := analysis.Forms(c)
	expect(t, &tab, map[string]string{"form1 | n": "2/3", "form1 | project:": "1/1", "form1 | role:": "1/1", "total | project:Noord": "1/1", "total | trajectories": "3/3"})
	for _, column := range tab.Columns {
		said(t, column.Key, column.Label)
	}
	goals := analysis.FormGoals(c)
	expect(t, &goals, map[string]string{"form1 | dyads": "2", "form1 | n": "5/5"}) // nobody speaks in T9
}

// A triad needs every type of the study, whoever is missing.
func TestTriadsNeedEverybody(t *testing.T) {
	c := small()
	add(c, "P3", instruments.Professional, "", "Zuid", "T3", "A1")
	add(c, "C3", instruments.Client, "", "Zuid", "T3", "A1")
	add(c, "P4", instruments.Professional, "", "Noord", "T1", "B2") // a second professional in T1
	tab := analysis.Triads(c, analysis.Options{})
	expect(t, &tab, map[string]string{"base | all": "1/1", "A1 | all": "1/1", "B2 | one": "1/1", "B1 | one": "1/1", "total | none": "0/4"})
	if got := tab.Figure("total", "one").IDs; !slices.Equal(got, []string{"T1/A2", "T1/B1", "T1/B2"}) {
		t.Errorf("pairs %v", got)
	}
	two := analysis.Triads(c, analysis.Options{Types: []instruments.RespondentType{"professional", "client"}})
	expect(t, &two, map[string]string{"base | all": "2/2", "A1 | all": "2/2"})
	if !noted(&two, "selection") || two.Columns[1].Label.NL != "enkele partijen" {
		t.Errorf("two types: %+v", two.Columns)
	}
	one := analysis.Triads(c, analysis.Options{Types: []instruments.RespondentType{"client"}})
	expect(t, &one, map[string]string{"A1 | all": "empty_group", "base | all": "0"})
	if !noted(&one, analysis.EmptyGroup) {
		t.Error("one type agrees with itself")
	}
}

// A type of the instruments that nobody was interviewed of still belongs to a
// triad; instruments without types leave it to the data.
func TestTriadsWithoutAType(t *testing.T) {
	c := small()
	c.Respondents = slices.DeleteFunc(c.Respondents, func(r instruments.Respondent) bool { return r.Type == instruments.Client })
	tab := analysis.Triads(c, analysis.Options{})
	expect(t, &tab, map[string]string{"base | all": "0", "A1 | all": "empty_group"})
	if !noted(&tab, analysis.EmptyGroup) || tab.Columns[0].Label.NL != "alle drie" {
		t.Errorf("a study without clients: %+v, notes %+v", tab.Columns[0], tab.Notes)
	}
	two := analysis.Triads(c, analysis.Options{Types: []instruments.RespondentType{"vrijwilliger", "professional"}})
	expect(t, &two, map[string]string{"base | all": "2/2", "A1 | all": "1/2"})
	c.Instruments.Types = nil
	tab = analysis.Triads(c, analysis.Options{})
	expect(t, &tab, map[string]string{"base | all": "2/2", "A1 | all": "1/2", "B1 | one": "2/2"})
	// Somebody of a type the instruments do not know takes nobody's place.
	c = small()
	add(c, "X1", "buurman", "", "Zuid", "T2", "A1")
	tab = analysis.Triads(c, analysis.Options{})
	expect(t, &tab, map[string]string{"base | all": "1/1", "A1 | all": "1/1"})
}

// Two interviews with one respondent are one person in every table.
func TestSecondInterviewIsTheSamePerson(t *testing.T) {
	c := coded(small())
	c.Documents = append(c.Documents, instruments.Document{ID: "V1 deel2", Kind: instruments.Interview, Respondent: "V1"})
	once := analysis.Concordance(c, analysis.Options{})
	n := once.Figure("total", "both").Base
	code(c, "V1", "act.A1", "coder1")
	code(c, "V1 deel2", "act.A1", "coder1")
	code(c, "V1 deel2", "act.B2", "coder1")
	code(c, "V1 deel2", "waard.W1.2", "coder1")
	con := analysis.Concordance(c, analysis.Options{})
	expect(t, &con, map[string]string{"B2 | transcript": fmt.Sprintf("1/%d", n/4)})
	if got := con.Figure("total", "both").Base; got != n {
		t.Errorf("%d pairs with a second interview, %d before", got, n)
	}
	by := analysis.Activities(c, analysis.Options{Source: analysis.FromCodings})
	expect(t, &by, map[string]string{"B2 | n": "1/5", "B2 | type:vrijwilliger": "1/2"})
	if ids := by.Figure("A1", "n").IDs; len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids) {
		t.Errorf("somebody counts twice: %v", ids)
	}
	codes := analysis.CodesByType(c, "waardering", analysis.Options{})
	if f := codes.Figure("base", "n"); f.Count != 5 {
		t.Errorf("%d people", f.Count)
	}
	sam := analysis.Sample(c)
	expect(t, &sam, map[string]string{"total | n": "5"})
	pairs := analysis.Cooccurrence(c, analysis.Options{})
	for _, r := range pairs.Rows {
		for key, cell := range r.Cells {
			if f := cell.Figure; f != nil && len(slices.Compact(slices.Sorted(slices.Values(f.IDs)))) != len(f.IDs) {
				t.Errorf("%s %s counts somebody twice: %v", r.Key, key, f.IDs)
			}
		}
	}
}

// domain.md 5.1: signalling outside COSA against what the literature expected;
// only activities of which it says something have a row.
func TestExpectationWithoutAProject(t *testing.T) {
	c := small()
	tab := analysis.Expectation(c, analysis.Options{Without: []string{"Noord"}})
	expect(t, &tab, map[string]string{"B1 | n": "2/5", "B1 | project:Noord": "1/3", "B1 | without:Noord": "1/2", "base | without:Noord": "2/2"})
	if keys(&tab) != "B1 base" || columns(&tab) != "expected note n project:Noord project:Zuid type:vrijwilliger type:professional type:client without:Noord" {
		t.Errorf("rows %s, columns %s", keys(&tab), columns(&tab))
	}
	for word, want := range map[string]string{"ja": "yes", "nee": "no", "beperkt": "limited", "anders": "anders"} {
		c.Instruments.Taxonomy.Activities[2].Expected = word
		tab := analysis.Expectation(c, analysis.Options{})
		if r, _ := tab.Row("B1"); r.Cells["expected"].Text.EN != want {
			t.Errorf("%s is said as %q", word, r.Cells["expected"].Text.EN)
		}
	}
	if all := analysis.Expectation(c, analysis.Options{Exclude: []string{"Noord", "Zuid"}}); all.Figure("B1", "n").Reason != analysis.EmptyGroup {
		t.Error("a share of nobody")
	}
}

// Sample: more than planned, planned and nobody there, there and not planned.
func TestSampleAgainstPlan(t *testing.T) {
	c := small()
	plain := analysis.Sample(c)
	expect(t, &plain, map[string]string{"Noord | n": "3", "total | n": "5"})
	c.Instruments.Plan = instruments.SamplePlan{Projects: []string{"Oost", "Noord"}, PerCell: 1}
	add(c, "V3", instruments.Volunteer, "", "Noord", "T1")
	c.Respondents = append(c.Respondents, instruments.Respondent{ID: "X", Type: "client"})
	tab := analysis.Sample(c)
	expect(t, &tab, map[string]string{
		"Oost | n": "0/3", "Noord | n": "4/3", "Noord | type:vrijwilliger": "2/1", "Zuid | type:client": "0", " | type:client": "1", "total | n": "7/6", "total | type:client": "2/2",
	})
	if keys(&tab) != "Oost Noord  Zuid total" {
		t.Errorf("rows %q", keys(&tab))
	}
	c.Respondents = slices.DeleteFunc(c.Respondents, func(r instruments.Respondent) bool { return r.Type == instruments.Client })
	none := analysis.Sample(c) // the plan does not depend on who was interviewed
	expect(t, &none, map[string]string{"total | n": "5/6", "total | type:client": "0/2", "Noord | type:client": "0/1", "Oost | n": "0/3", "Zuid | n": "2"})
	if r, _ := tab.Row(""); r.Label.NL != "geen project" {
		t.Errorf("without a project: %q", r.Label.NL)
	}
}

// Valuation by form: a professional belongs to the dyads of their own role
// only; another domain, and one nobody knows, make a table as well.
func TestFormValuationMembers(t *testing.T) {
	c := coded(small())
	c.Respondents[1].Role = "cirkelcoördinator" // P1; the dyad of T1 is with a toezichthouder
	tab := analysis.FormValuation(c, "")
	if ids := tab.Figure("base", "class:form1").IDs; !slices.Equal(ids, []string{"C1", "V1"}) || tab.ID != "form-waardering" {
		t.Errorf("%s: %v", tab.ID, ids)
	}
	none := analysis.FormValuation(c, "onbekend")
	if keys(&none) != "base" || none.Figure("base", "class:ambiguous").Count != 0 {
		t.Errorf("rows %q", keys(&none))
	}
	lexical := coded(small())
	code(lexical, "P2", "waard.W1.1", coding.LexiconCoder)
	tab = analysis.FormValuation(lexical, "waardering")
	expect(t, &tab, map[string]string{"waard.W1.1 | class:form2": "0/2", "waard.W1.1 | class:form1": "2/3", "waard.W1.1 | class:form3": "empty_group"})
}

// More codes than can be paired: the first 120, and a note.
func TestCooccurrenceOfManyCodes(t *testing.T) {
	c := small()
	var codes []coding.Code
	for i := range 130 {
		codes = append(codes, coding.Code{ID: coding.CodeID(fmt.Sprintf("act.X%03d", i)), Domain: coding.ActivityDomain, Name: text("x"), Codable: true})
	}
	c.Codebook = coding.Of(codes)
	tab := analysis.Cooccurrence(c, analysis.Options{})
	if len(tab.Rows) != 120*119/2 || !noted(&tab, "first_codes") {
		t.Errorf("%d pairs", len(tab.Rows))
	}
	c.Codebook = coding.Of(codes[:120])
	if tab = analysis.Cooccurrence(c, analysis.Options{}); noted(&tab, "first_codes") {
		t.Error("120 codes are too many")
	}
}

// More than 64 people, for the sets are held in words of 64.
func TestCooccurrenceOfManyPeople(t *testing.T) {
	c := small()
	for i := range 70 {
		id := fmt.Sprintf("M%02d", i)
		add(c, id, instruments.Client, "", "Noord", "T1")
		code(c, id, "act.A1", "anna")
		if i%2 == 0 {
			code(c, id, "act.B1", "anna")
		}
	}
	tab := analysis.Cooccurrence(c, analysis.Options{})
	expect(t, &tab, map[string]string{"act.A1+act.B1 | n1": "70/75", "act.A1+act.B1 | n2": "35/75", "act.A1+act.B1 | n12": "35/75"})
	if ids := tab.Figure("act.A1+act.B1", "n12").IDs; len(ids) != 35 || ids[0] != "M00" || ids[34] != "M68" {
		t.Errorf("ids %v", ids)
	}
}

// Codes in documents beside the interviews: a column a kind, in a fixed order,
// and a document counts once however often it is coded.
func TestCodesBesideInterviews(t *testing.T) {
	c := coded(small())
	c.Documents = append(c.Documents, instruments.Document{ID: "F2", Kind: instruments.FocusGroup}, instruments.Document{ID: "O1", Kind: instruments.Other})
	for range 3 {
		code(c, "F2", "waard.W1.2", "anna")
	}
	tab := analysis.CodesByType(c, "waardering", analysis.Options{})
	expect(t, &tab, map[string]string{
		"waard.W1 | kind:focusgroep": "2/2", "waard.W1.2 | kind:focusgroep": "1/2", "waard.W1.2 | kind:overig": "0/1", "waard.W1.1 | kind:literatuur": "0/1", "waard.W1.2 | segments": "1",
	})
	if want := "kind:focusgroep kind:literatuur kind:overig"; !strings.HasSuffix(columns(&tab), want) {
		t.Errorf("columns %s", columns(&tab))
	}
	if f := tab.Figure("waard.W1", "kind:focusgroep"); f.Persons != 0 || f.Interval != nil || !slices.Equal(f.IDs, []string{"F1", "F2"}) {
		t.Errorf("documents: %+v", f)
	}
	if all := analysis.CodesByType(c, "", analysis.Options{}); all.ID != "codes-all" || all.Figure("act.A1", "kind:literatuur").Count != 1 {
		t.Errorf("%s: %+v", all.ID, all.Figure("act.A1", "kind:literatuur"))
	}
}
