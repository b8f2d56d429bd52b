package agreement

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// codes of the document test, counted by hand:
//
//	     anna    bram
//	R1   A1      A1
//	R2   A1         A2
//	R3      A2      A2
//	R4   A1      A1 A2
func fourDocuments() *coding.Corpus {
	return mark(testCorpus(100, "R1", "R2", "R3", "R4"),
		"anna R1 A1 0-10", "anna R2 A1 0-10", "anna R3 A2 0-10", "anna R4 A1 0-10",
		"bram R1 A1 50-60", "bram R2 A2 0-10", "bram R3 A2 5-10", "bram R4 A1 0-10", "bram R4 A2 0-10")
}

func TestDocumentByHand(t *testing.T) {
	r := mustStudy(t, fourDocuments(), Settings{Unit: Document, Coders: anna()})
	a1, a2 := r.code(t, "A1"), r.code(t, "A2")
	if a1.Table != (Table{2, 1, 0, 1}) || a2.Table != (Table{1, 0, 2, 1}) || r.Table != (Table{3, 1, 2, 2}) {
		t.Errorf("tables %v %v %v", a1.Table, a2.Table, r.Table)
	}
	for name, want := range map[string]float64{
		PercentName: .75, CohenName: .5, AlphaName: 1 - 7./15, BrennanPredigerName: .5, GwetName: (.75 - .46875) / .53125,
		JaccardName: 2. / 3, F1Name: .8, PrevalenceName: .625,
	} {
		near(t, "A1", a1.Measures, name, want, exact)
	}
	near(t, "micro", r.Pooled, PercentName, 5./8, exact)
	near(t, "macro", r.Mean, PercentName, (.75+.5)/2, exact)
	near(t, "micro", r.Pooled, AlphaName, 1-15*3./(9*7), exact)
	near(t, "sets", r.Sets, SetJaccardName, 10./31, exact) // Do 3/8, De 31/56
	near(t, "sets", r.Sets, SetMASIName, .3, exact)        // {A1} and {A1 A2}: 1 − 1/2 · 2/3
	near(t, "sets", r.Sets, PercentName, .5, exact)
	if *a1.Prevalence != .625 || *r.Prevalence != 9./16 || r.Units != 4 || r.Unused != 3+len(testIndicators()) {
		t.Errorf("prevalence %v and %v, %d units, %d unused", *a1.Prevalence, *r.Prevalence, r.Units, r.Unused)
	}
	if r.Codes[0].Code != "act.A2" {
		t.Errorf("first comes %s: the code with least agreement must", r.Codes[0].Code)
	}
}

// testIndicators are the codable codes of the test set that are no activities
// and no theme.
func testIndicators() []coding.CodeID {
	var out []coding.CodeID
	for _, c := range coding.NewCodebook(testSet()).Codes {
		if _, _, ok := c.ID.Indicator(); ok && c.Codable {
			out = append(out, c.ID)
		}
	}
	return out
}

// How often: anna 2, 0, 1 and bram 1, 0, 1 in R1, R2, R3; in R2 both coded
// something else. Two stretches that touch are one.
func TestFrequencyByHand(t *testing.T) {
	c := mark(testCorpus(100, "R1", "R2", "R3"),
		"anna R1 A1 0-10", "anna R1 A1 20-25", "anna R1 A1 25-30", "bram R1 A1 0-10",
		"anna R2 A2 0-10", "bram R2 A2 0-10", "anna R3 A1 0-10", "bram R3 A1 0-10")
	r := mustStudy(t, c, Settings{Unit: Document, Coders: anna(), Frequency: true})
	m := r.code(t, "A1").Measures
	near(t, "A1", m, AlphaName, 1-10./34, exact)    // Do 1/3, De 34/30
	near(t, "A1", m, RatioAlphaName, 14./15, exact) // δ² of 2 and 1 is 1/9: Do 1/27, De 5/9
	near(t, "A1", m, PercentName, 2./3, exact)
	if got := r.code(t, "A1").Table; got != (Table{2, 0, 0, 1}) {
		t.Errorf("the table stays that of presence: %v", got)
	}
	if !strings.Contains(r.Rule.NL, "hoe vaak") {
		t.Errorf("rule %q", r.Rule.NL)
	}
}

// Five turns of ten characters; nobody coded the last, and bram coded behind it.
func fiveTurns() *coding.Corpus {
	c := testCorpus(100, "R1")
	for i := range 5 {
		c.Documents[0].Turns = append(c.Documents[0].Turns, instruments.Turn{Start: 10 * i, End: 10*i + 10})
	}
	return mark(c, "anna R1 A1 5-12", "anna R1 A2 22-25", "bram R1 A1 0-10", "bram R1 A2 20-30", "bram R1 A2 30-31", "bram R1 A3 60-70")
}

func TestTurnByHand(t *testing.T) {
	r := mustStudy(t, fiveTurns(), Settings{Unit: Turn, Coders: anna()})
	for id, want := range map[string]Table{"A1": {1, 1, 0, 3}, "A2": {1, 0, 1, 3}, "A3": {0, 0, 0, 5}} {
		if got := r.code(t, id).Table; got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
	// {A1}{A1}, {A1}{}, {A2}{A2}, {}{A2}, {}{}: Do 2·2/10, De 2(3·3 + 3·4 + 3·4)/90.
	near(t, "sets", r.Sets, SetJaccardName, 1-.4/(66./90), exact)
	// Without the last: Do 4/8, De 2(3·3 + 3·2 + 3·2)/56.
	near(t, "sets of coded turns", r.SetsCoded, SetJaccardName, 1-.5/(42./56), exact)
	near(t, "one code", r.Single, CohenName, 1, 0)
	if named(r.Single, CohenName).N != 2 || len(r.Confused) != 0 || r.Units != 5 {
		t.Errorf("%d turns with one code, confused %v, %d units", named(r.Single, CohenName).N, r.Confused, r.Units)
	}
	if !hasNote(r, "outside_turns") {
		t.Errorf("nothing says that a coding lies outside the turns: %v", r.Notes)
	}
}

func hasNote(r Result, code string) bool {
	for _, n := range r.Notes {
		if n.Code == code && n.Text.NL != "" && n.Text.EN != "" {
			return true
		}
	}
	return false
}

// Turns with one code each: A1–A1, A1–A2, A2–A1, A3–A2. Confused are A1 and A2
// twice, A2 and A3 once, whoever said which.
func TestConfused(t *testing.T) {
	c := testCorpus(100, "R1")
	for i := range 4 {
		c.Documents[0].Turns = append(c.Documents[0].Turns, instruments.Turn{Start: 10 * i, End: 10*i + 10})
	}
	mark(c, "anna R1 A1 0-5", "bram R1 A1 5-9", "anna R1 A1 10-15", "bram R1 A2 10-15", "anna R1 A2 20-25", "bram R1 A1 20-25", "anna R1 A3 30-35", "bram R1 A2 30-35")
	r := mustStudy(t, c, Settings{Unit: Turn, Coders: anna()})
	if got := fmt.Sprint(r.Confused); got != "[{act.A1 act.A2 2} {act.A2 act.A3 1}]" {
		t.Errorf("confused %s", got)
	}
	near(t, "one code", r.Single, PercentName, .25, exact)
}

// A document without turns is one unit.
func TestDocumentWithoutTurns(t *testing.T) {
	r := mustStudy(t, fourDocuments(), Settings{Unit: Turn, Coders: anna()})
	if r.Units != 4 || !hasNote(r, "no_turns") || r.Table != (Table{3, 1, 2, 2}) {
		t.Errorf("%d units, %v, notes %v", r.Units, r.Table, r.Notes)
	}
}

// A1: 0–100 with 0–50 shares half (1/2 of the union), 200–300 with 220–320
// shares 80 of 120, 500–600 has no partner. 2·2/(2 + 3).
func TestSegmentByHand(t *testing.T) {
	c := mark(testCorpus(1000, "R1"), "anna R1 A1 0-100", "anna R1 A1 200-300", "bram R1 A1 0-50", "bram R1 A1 220-320", "bram R1 A1 500-600", "bram R1 A2 200-300")
	for _, one := range []struct {
		threshold, a1, all float64
		table              Table
	}{{0, .8, 2 * 2. / 6, Table{2, 0, 1, 0}}, {.5, .8, 4. / 6, Table{2, 0, 1, 0}}, {.6, .4, 2. / 6, Table{1, 1, 2, 0}}, {1, 0, 0, Table{0, 2, 3, 0}}} {
		r := mustStudy(t, c, Settings{Unit: Segment, Coders: anna(), Threshold: one.threshold})
		near(t, fmt.Sprint("A1 at ", one.threshold), r.code(t, "A1").Measures, SegmentName, one.a1, exact)
		near(t, fmt.Sprint("all at ", one.threshold), r.Pooled, SegmentName, one.all, exact)
		if got := r.code(t, "A1").Table; got != one.table {
			t.Errorf("at %v: %v, want %v", one.threshold, got, one.table)
		}
		near(t, "A2", r.code(t, "A2").Measures, SegmentName, 0, exact)
		if r.Units != 6 || !strings.Contains(r.Rule.NL, "drempel") || r.Threshold == 0 {
			t.Errorf("%d segments, threshold %v, rule %q", r.Units, r.Threshold, r.Rule.NL)
		}
	}
	half := mustStudy(t, c, Settings{Unit: Segment, Coders: anna()})
	if !strings.Contains(half.Rule.NL, "0,5") || !strings.Contains(half.Rule.EN, "0.5") {
		t.Errorf("rule %v", half.Rule)
	}
}

// One stretch has one partner at most, also under a low threshold: 0–100 lies
// on both 0–40 and 60–100.
func TestSegmentOneToOne(t *testing.T) {
	for _, one := range []struct {
		a, b string
		want int
	}{
		{"0-100", "0-40 60-100", 1},
		{"0-40 60-100", "0-100", 1},
		{"0-50 60-110", "40-70 80-120", 2},
		{"0-10", "10-20", 0},
		{"", "0-10", 0},
		{"0-10 20-30 40-50", "5-45", 1},
	} {
		if got := matched(unite(stretches(one.a)), unite(stretches(one.b)), .05); got != one.want {
			t.Errorf("%s with %s: %d pairs, want %d", one.a, one.b, got, one.want)
		}
	}
}

func stretches(s string) []span {
	var out []span
	for _, f := range strings.Fields(s) {
		var one span
		if _, err := fmt.Sscanf(f, "%d-%d", &one.start, &one.end); err != nil {
			panic(err)
		}
		out = append(out, one)
	}
	return out
}

// anna 10–30 and 25–40, united 30 characters; bram 20–50: both 20 of 100.
func TestCharacterByHand(t *testing.T) {
	c := mark(testCorpus(100, "R1"), "anna R1 A1 10-30", "anna R1 A1 25-40", "bram R1 A1 20-50")
	r := mustStudy(t, c, Settings{Unit: Character, Coders: anna()})
	a := r.code(t, "A1")
	if a.Table != (Table{20, 10, 10, 60}) {
		t.Fatalf("table %v", a.Table)
	}
	for name, want := range map[string]float64{
		PercentName: .8, CohenName: .22 / .42, AlphaName: 1 - 199*20./(60*140), JaccardName: .5, F1Name: 2. / 3, PrevalenceName: .3,
		BrennanPredigerName: .6, GwetName: (.8 - .42) / .58,
	} {
		near(t, "A1", a.Measures, name, want, exact)
	}
	if m := a.Measure(CohenName); m.CI != nil || m.SE != nil || m.CIReason != TooFewUnits {
		t.Errorf("kappa over the characters of one document has interval %v and se %v (%s): characters do not stand apart", m.CI, m.SE, m.CIReason)
	}
}

// A coding that reaches past the end is cut there.
func TestCharacterBeyondTheEnd(t *testing.T) {
	c := mark(testCorpus(100, "R1"), "anna R1 A1 90-150", "bram R1 A1 90-100")
	r := mustStudy(t, c, Settings{Unit: Character, Coders: anna()})
	near(t, "A1", r.code(t, "A1").Measures, AlphaName, 1, 0)
	if r.Table != (Table{10, 0, 0, 90}) || !hasNote(r, "beyond_end") {
		t.Errorf("%v, notes %v", r.Table, r.Notes)
	}
}

// Three coders over ten characters, of which cleo has not worked on R2.
func TestThreeCodersByHand(t *testing.T) {
	c := mark(testCorpus(10, "R1", "R2"), "anna R1 A1 0-4", "bram R1 A1 2-6", "cleo R1 A1 2-4", "anna R2 A1 0-5", "bram R2 A1 0-5")
	r := mustStudy(t, c, Settings{Unit: Character, Coders: []coding.CoderID{"anna", "bram", "cleo"}})
	a := r.code(t, "A1")
	// R1: one of three on 0–2 and 4–6, three on 2–4. Pairs: anna–bram 2 2 2 4 and 5 0 0 5, anna–cleo 2 2 0 6, bram–cleo 2 2 0 6.
	if a.Table != (Table{11, 6, 2, 21}) {
		t.Errorf("sum of the pairs %v", a.Table)
	}
	// 20 units; R1 disagrees on 4 characters, 2 of 3 pairs each.
	near(t, "A1", a.Measures, PercentName, 1-4*(2./3)/20, exact)
	// 50 values, 20 yes; Σ k(m−k)/(m−1) = 4 · 2/2.
	near(t, "A1", a.Measures, AlphaName, 1-49*4./(20*30), exact)
	// Fleiss sees R1 only: Po = 1 − 4·(2/3)/10, p = 10/30.
	near(t, "A1", a.Measures, FleissName, 1-(4*(2./3)/10)/(1-1./9-4./9), exact)
	if m := a.Measure(FleissName); m.N != 10 || m.LeftOut != 10 {
		t.Errorf("Fleiss on %d units, %d left out", m.N, m.LeftOut)
	}
	if *a.Prevalence != .4 || !hasNote(r, "pairs_of_coders") {
		t.Errorf("prevalence %v, notes %v", *a.Prevalence, r.Notes)
	}
}

// R1: anna A1 yes, A2 no; bram A1 and A2 yes. R2: anna A1; bram's list is
// empty. Only anna filled R3.
func TestChecklistByHand(t *testing.T) {
	c := testCorpus(0, "R1", "R2", "R3")
	list(c, "R1", "anna", "A1", "!A2")
	list(c, "R1", "bram", "A1", "A2")
	list(c, "R2", "anna", "A1")
	list(c, "R2", "bram")
	list(c, "R3", "anna", "A1")
	r := mustStudy(t, c, Settings{Unit: Checklist, Coders: anna()})
	if got := fmt.Sprint(r.Subjects, r.LeftOut); got != "[R1 R2] [{R3 [anna]}]" {
		t.Errorf("compared and left out: %s", got)
	}
	if a, b := r.code(t, "A1").Table, r.code(t, "A2").Table; a != (Table{1, 1, 0, 0}) || b != (Table{0, 0, 1, 1}) || r.Table != (Table{1, 1, 1, 5}) {
		t.Errorf("tables %v %v %v", a, b, r.Table)
	}
	near(t, "A1", r.code(t, "A1").Measures, PercentName, .5, exact)
	near(t, "A3", r.code(t, "A3").Measures, AlphaName, math.NaN(), 0)
	near(t, "pooled", r.Pooled, PercentName, .75, exact)
	near(t, "pooled", r.Pooled, AlphaName, 1-.25/(118./240), exact)              // 4 named, 1 no, 11 not discussed
	near(t, "named or not", r.Binary, AlphaName, 1-15*2./(4*12), exact)          // 16 values, 4 named
	near(t, "states", r.code(t, "A2").Measures, BrennanPredigerName, .25, exact) // Po 1/2, q 3
	if r.Codes[len(r.Codes)-1].Measure(AlphaName).Value != nil {
		t.Error("a code without a value does not stand last")
	}
}

// K1 agrees; K2 1–2 and 2–2; K3 2–2 and –, 2. The forms that follow: T1 1 and
// 2, T2 2 and 2, which is agreement as chance gives it.
func TestIndicatorByHand(t *testing.T) {
	c := testCorpus(0, "R1")
	ratings(c, "T1", "anna", "112")
	ratings(c, "T1", "bram", "122")
	ratings(c, "T2", "anna", "22-")
	ratings(c, "T2", "bram", "222")
	ratings(c, "T3", "bram", "222")
	r := mustStudy(t, c, Settings{Unit: Indicator, Coders: anna()})
	near(t, "K1", r.code(t, "ind.K1").Measures, AlphaName, 1, 0)
	near(t, "K2", r.code(t, "ind.K2").Measures, AlphaName, 0, exact)
	near(t, "K3", r.code(t, "ind.K3").Measures, PercentName, .5, exact)
	near(t, "K3", r.code(t, "ind.K3").Measures, BrennanPredigerName, (.5-1./3)/(2./3), exact) // 1, 2 and not observed
	near(t, "pooled", r.Pooled, PercentName, 4./6, exact)
	near(t, "form", r.Form.Measures, PercentName, .5, exact)
	near(t, "form", r.Form.Measures, AlphaName, 0, exact)
	near(t, "form", r.Form.Measures, BrennanPredigerName, (.5-.2)/.8, exact) // form 1, 2, mixed, insufficient, ambiguous
	if !slices.Equal(r.Subjects, []string{"T1/V–P", "T2/V–P"}) || len(r.LeftOut) != 1 {
		t.Errorf("compared %v, left out %v", r.Subjects, r.LeftOut)
	}
}

// Checklist against transcript: R1 A1 in both, A2 only on the list; R2 A1 only
// in the interview; R3 has no coding and is not compared.
func TestConcordanceByHand(t *testing.T) {
	c := mark(testCorpus(100, "R1", "R2", "R3"), "anna R1 A1 0-5", "anna R2 A1 0-5", "anna R2 A3 0-5")
	list(c, "R1", "anna", "A1", "A2")
	list(c, "R2", "anna", "A3")
	list(c, "R3", "anna", "A1")
	r := Concordance(c, Options{Replicates: 100})
	if got := fmt.Sprint(r.Respondents, r.Table); got != "[R1 R2] {2 1 1 4}" {
		t.Errorf("%s", got)
	}
	near(t, "all", r.Pooled, PercentName, .75, exact)
	near(t, "all", r.Pooled, CohenName, (.75-34./64)/(30./64), exact)
	for _, a := range r.Codes {
		if a.Code == "act.A1" && a.Table != (Table{1, 0, 1, 0}) {
			t.Errorf("A1: %v", a.Table)
		}
	}
	if strings.Contains(r.Question.NL, "betrouwbaarheid") || len(r.Notes) == 0 {
		t.Errorf("called %q", r.Question.NL)
	}
}

// What a character adds to the measures is what a unit that stands apart adds,
// but for what counts units: standard errors and limits.
func TestGroupedIsBinary(t *testing.T) {
	for _, table := range []Table{{20, 10, 10, 60}, {3, 1, 2, 2}, {5, 0, 0, 5}, {5, 0, 0, 0}, {0, 4, 0, 6}, {9, 1, 0, 0}} {
		for i, m := range table.grouped() {
			w := Binary(table)[i]
			if m.Name != w.Name || m.Reason != w.Reason || m.N != w.N || m.Categories != w.Categories || len(m.Warnings) != len(w.Warnings) {
				t.Errorf("%v: %+v, want %+v", table, m, w)
			}
			if w.Value != nil {
				near(t, fmt.Sprint(table), []Measure{m}, w.Name, *w.Value, 0)
			}
			if w.Expected != nil && m.Expected != nil && (!almost(*m.Expected, *w.Expected) || !almost(*m.Observed, *w.Observed)) {
				t.Errorf("%v %s: observed and expected %v %v, want %v %v", table, m.Name, *m.Observed, *m.Expected, *w.Observed, *w.Expected)
			}
			if m.SE != nil || m.CI != nil || m.UpperDisagreement != nil {
				t.Errorf("%v %s: se %v, ci %v", table, m.Name, m.SE, m.CI)
			}
		}
	}
}

// Concordance counts what analysis.Concordance counts, activity by activity.
func TestConcordanceIsTheTable(t *testing.T) {
	c := mark(testCorpus(100, "R1", "R2", "R3", "R4"), "anna R1 A1 0-5", "anna R1 A4 0-5", "anna R2 A2 0-5", "anna R3 A1 0-5", "lexicon R4 A1 0-5")
	list(c, "R1", "anna", "A1", "!A4")
	list(c, "R2", "anna", "A2", "A3")
	list(c, "R3", "anna", "A1")
	list(c, "R4", "anna", "A1")
	want := analysis.Concordance(c, analysis.Options{})
	r := Concordance(c, Options{Replicates: 100})
	sum := Table{}
	for _, a := range r.Codes {
		row, ok := want.Row(strings.TrimPrefix(string(a.Code), coding.ActivityPrefix))
		if !ok {
			t.Fatalf("no row of %s", a.Code)
		}
		for column, n := range map[string]int{"both": a.Table.Both, "checklist": a.Table.OnlyA, "transcript": a.Table.OnlyB, "neither": a.Table.Neither} {
			if f := row.Cells[column].Figure; f.Count != n {
				t.Errorf("%s %s: %d, the table has %d", a.Code, column, n, f.Count)
			}
		}
		sum = sum.Plus(a.Table)
	}
	if sum != r.Table || len(r.Respondents) != 3 {
		t.Errorf("activities %v, together %v, respondents %v", sum, r.Table, r.Respondents)
	}
	if m := named(r.Pooled, AlphaName); m.CI == nil || m.CI[0] > *m.Value || m.CI[1] < *m.Value {
		t.Errorf("alpha %v in %v", m.Value, m.CI)
	}
	if r.Codes[0].Measure(AlphaName).Value == nil || r.Codes[len(r.Codes)-1].Measure(AlphaName).Value != nil && *r.Codes[0].Measure(AlphaName).Value > *r.Codes[len(r.Codes)-1].Measure(AlphaName).Value {
		t.Error("the activity with least agreement does not come first")
	}
}

// Three coders, of whom two filled each list: every value that is there counts.
func TestChecklistOfThree(t *testing.T) {
	c := testCorpus(0, "R1", "R2", "R3")
	list(c, "R1", "anna", "A1")
	list(c, "R1", "bram", "A1")
	list(c, "R2", "bram", "A1")
	list(c, "R2", "cleo")
	list(c, "R3", "anna")
	list(c, "R3", "bram")
	list(c, "R3", "cleo", "A1")
	r := mustStudy(t, c, Settings{Unit: Checklist, Coders: []coding.CoderID{"anna", "bram", "cleo"}})
	a := r.code(t, "A1")
	// Values: named 4, not discussed 3. Apart: R2 1 of 1, R3 2 of 3.
	near(t, "A1", a.Measures, PercentName, 1-(1+2./3)/3, exact)
	near(t, "A1", a.Measures, AlphaName, 1-6*2*(1+1.)/(49-16-9), exact) // Σ over ordered pairs that differ of 1/(m−1): 2·1 and 2·2/2
	near(t, "A1 named", a.Binary, AlphaName, 1-6*2*(1+1.)/(49-16-9), exact)
	near(t, "A1", a.Measures, FleissName, -.5, exact) // R3 only: Po 1/3, Pe 1/9 + 4/9
	if a.Table != (Table{1, 1, 2, 1}) || *a.Prevalence != 4./7 {
		t.Errorf("pairs %v, prevalence %v", a.Table, *a.Prevalence)
	}
}

// The lists of a round are those about the respondents of its documents, and
// about their trajectories.
func TestListsOfARound(t *testing.T) {
	c := testCorpus(0, "R1", "R2")
	for _, id := range []string{"R1", "R2"} {
		list(c, id, "anna", "A1")
		list(c, id, "bram", "A2")
		ratings(c, "T"+id, "anna", "111")
		ratings(c, "T"+id, "bram", "112")
	}
	c.Coders = []coding.Coder{{ID: "anna"}, {ID: "bram"}}
	for _, lists := range []bool{true, false} {
		c.Rounds = []coding.Round{{ID: "1", Documents: []instruments.DocumentID{"R2"}, Coders: anna(), Released: true, Lists: lists}}
		for unit, want := range map[Unit]string{Checklist: "[R2]", Indicator: "[TR2/V–P]"} {
			r := mustStudy(t, c, Settings{Unit: unit, Round: "1"})
			if got := fmt.Sprint(r.Subjects); got != want || hasNote(r, "no_lists") == lists {
				t.Errorf("%s with lists %v: %s, notes %v", unit, lists, got, r.Notes)
			}
		}
	}
}
