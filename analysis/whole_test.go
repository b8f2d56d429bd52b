package analysis_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// frequencies is the table of domain.md 7.3: goal, respondents, percentage, the
// nine cells project × type, without COSA, trajectories.
var frequencies = map[string]string{
	"A01": "SI 19 51 4 2 2 3 1 1 1 2 3 11 12",
	"A02": "SI 15 41 2 3 2 1 1 0 3 2 1 8 6",
	"A03": "SI 14 38 3 2 2 0 1 1 2 2 1 7 10",
	"A04": "SI 11 30 1 2 1 2 1 1 3 0 0 7 7",
	"A05": "SI 9 24 1 0 0 2 1 1 2 1 1 8 8",
	"A06": "SI 8 22 1 0 1 2 1 0 0 1 2 6 7",
	"A07": "SI 7 19 2 1 2 0 0 1 0 1 0 2 5",
	"A08": "SI 7 19 2 0 0 1 3 0 0 1 0 5 7",
	"A09": "SI 5 14 1 0 0 1 1 0 0 1 1 4 4",
	"B01": "PC 15 41 2 3 0 2 2 1 3 1 1 10 8",
	"B02": "PC 13 35 3 2 2 1 0 0 3 1 1 6 7",
	"B03": "PC 11 30 0 1 0 2 2 1 2 1 2 10 8",
	"B04": "PC 10 27 3 2 2 1 1 0 1 0 0 3 6",
	"B05": "PC 8 22 1 0 0 2 0 1 2 2 0 7 6",
	"B06": "PC 7 19 1 2 2 1 0 0 0 1 0 2 6",
	"B07": "PC 7 19 2 0 0 1 1 0 0 2 1 5 6",
	"B08": "PC 7 19 2 1 0 2 1 0 1 0 0 4 6",
	"C01": "RB 16 43 2 3 1 1 2 1 4 1 1 10 12",
	"C02": "RB 8 22 2 2 0 1 1 0 1 1 0 4 6",
	"C03": "RB 4 11 0 0 1 0 1 0 1 0 1 3 4",
	"C04": "RB 4 11 1 0 0 2 0 0 0 1 0 3 4",
	"C05": "RB 2 5 0 0 0 1 1 0 0 0 0 2 2",
	"C06": "RB 2 5 0 0 0 0 1 0 0 1 0 2 2",
	"D01": "RM 23 62 4 4 2 3 1 2 3 3 1 13 12",
	"D02": "RM 4 11 2 1 0 0 0 0 1 0 0 1 4",
	"D03": "RM 3 8 0 0 0 2 1 0 0 0 0 3 3",
	"E01": "CO 6 16 1 1 1 1 1 0 0 1 0 3 5",
	"E02": "CO 4 11 0 0 1 0 3 0 0 0 0 3 4",
	"E03": "CO 2 5 0 0 1 0 0 0 0 1 0 1 2",
	"E04": "CO 2 5 0 0 0 0 0 0 1 1 0 2 2",
}

// Every number of the table, and the sums over its cells in every direction.
func TestReplicationWholeTable(t *testing.T) {
	c := replication(t)
	tab := analysis.Activities(c, analysis.Options{Without: []string{"COSA 1-op-1"}, Cells: true})
	projects := []string{"COSA 1-op-1", "LJ&R", "A'dam"}
	types := []instruments.RespondentType{instruments.Volunteer, instruments.Professional, instruments.Client}
	for id, line := range frequencies {
		want := strings.Fields(line)
		f := tab.Figure(id, "n")
		share, _ := f.Share()
		got := []string{"", fmt.Sprint(f.Count), fmt.Sprintf("%.0f", 100*share)}
		for _, p := range projects {
			sum := 0
			for _, typ := range types {
				cell := tab.Figure(id, analysis.CellPrefix+p+"/"+string(typ)).Count
				got = append(got, fmt.Sprint(cell))
				sum += cell
			}
			if all := tab.Figure(id, analysis.ProjectPrefix+p).Count; all != sum {
				t.Errorf("%s %s: %d, its cells %d", id, p, all, sum)
			}
		}
		got = append(got, fmt.Sprint(tab.Figure(id, "without:COSA 1-op-1").Count), fmt.Sprint(tab.Figure(id, "trajectories").Count))
		if a, _ := c.Instruments.Taxonomy.Activity(instruments.ActivityID(id)); string(a.Primary) != want[0] {
			t.Errorf("%s serves %s, want %s", id, a.Primary, want[0])
		}
		if strings.Join(got[1:], " ") != strings.Join(want[1:], " ") {
			t.Errorf("%s: %v, want %v", id, got[1:], want[1:])
		}
	}
	if len(frequencies) != 30 {
		t.Errorf("%d activities", len(frequencies))
	}
}

// The published order survives either treatment of signalling, in every project
// (domain.md 7.1, constraints 8 to 10), and signalling leads (6 and 7).
func TestReplicationPublishedOrder(t *testing.T) {
	c := replication(t)
	goals := analysis.Goals(c, analysis.Options{})
	for _, column := range []string{"n", "project:COSA 1-op-1", "project:LJ&R", "project:A'dam"} {
		n := func(g string) int { return goals.Figure(g, column).Count }
		if si, pc, rb, co := n("SI"), n("PC"), n("RB")+n("RM"), n("CO"); si <= pc || pc <= rb || rb <= co || n("RB") <= co || 2*(si+pc) <= n("total") {
			t.Errorf("%s: %d %d %d %d", column, si, pc, rb, co)
		}
	}
	tab := analysis.Activities(c, analysis.Options{Without: []string{"COSA 1-op-1"}})
	for _, column := range []string{"without:COSA 1-op-1", "project:COSA 1-op-1", "project:LJ&R", "project:A'dam"} {
		for id := range frequencies {
			if id != "D01" && tab.Figure(id, column).Count >= tab.Figure("D01", column).Count {
				t.Errorf("%s: %s is not below signalling", column, id)
			}
		}
	}
}

// every table of a study, under its own id.
func every(c *coding.Corpus) []analysis.Table {
	o := analysis.Options{Without: []string{c.Respondents[0].Project}, Cells: true}
	return []analysis.Table{
		analysis.Activities(c, o), analysis.Goals(c, o), analysis.Forms(c), analysis.FormGoals(c), analysis.FormValuation(c, ""),
		analysis.Concordance(c, o), analysis.ConcordanceByRespondent(c, o), analysis.Triads(c, o), analysis.Sample(c),
		analysis.CodesByType(c, "waardering", o), analysis.Expectation(c, o), analysis.Cooccurrence(c, o), analysis.Saturation(c, o),
	}
}

// Whatever is shown is said in both languages; keys are unique; figures stand
// only where a column is, and hold as many ids as they count.
func TestTablesAreWhole(t *testing.T) {
	ids := map[string]bool{}
	for _, tab := range every(coded(small())) {
		if ids[tab.ID] {
			t.Errorf("two tables %s", tab.ID)
		}
		ids[tab.ID] = true
		said(t, tab.ID+" title", tab.Title, tab.Base, tab.Stub, tab.Unit.Label())
		columns := map[string]analysis.CellKind{}
		for _, c := range tab.Columns {
			if _, twice := columns[c.Key]; twice {
				t.Errorf("%s: column %s twice", tab.ID, c.Key)
			}
			columns[c.Key] = c.Kind
			said(t, tab.ID+" column "+c.Key, c.Label)
		}
		for _, n := range tab.Notes {
			said(t, tab.ID+" note "+n.Code, n.Text)
		}
		rows := map[string]bool{}
		for _, r := range tab.Rows {
			if rows[r.Key] {
				t.Errorf("%s: row %s twice", tab.ID, r.Key)
			}
			rows[r.Key] = true
			wholeRow(t, tab.ID, r, columns)
		}
	}
}

func wholeRow(t *testing.T, table string, r analysis.Row, columns map[string]analysis.CellKind) {
	t.Helper()
	for key, cell := range r.Cells {
		kind, ok := columns[key]
		if !ok || (kind == analysis.FigureCell) != (cell.Figure != nil) {
			t.Errorf("%s %s: a cell in %q of kind %q", table, r.Key, key, kind)
		}
		if cell.Reason != "" {
			said(t, cell.Reason, analysis.ReasonText(cell.Reason))
		}
		f := cell.Figure
		if f == nil {
			continue
		}
		if f.Unit == "" || f.Base > 0 && f.BaseOf.IsZero() {
			t.Errorf("%s %s %s: unit %q, base of %q", table, r.Key, key, f.Unit, f.BaseOf.NL)
		}
		if u := f.Unit; (u == analysis.Respondents || u == analysis.Trajectories || u == analysis.Dyads) && (len(f.IDs) != f.Count || f.Persons != f.Count) {
			t.Errorf("%s %s %s: %d, %d ids, %d persons", table, r.Key, key, f.Count, len(f.IDs), f.Persons)
		}
		if i := f.Interval; i != nil && (i.Lo < 0 || i.Hi > 1 || i.Lo > i.Hi || i.Method == "" || i.Level != .95) {
			t.Errorf("%s %s %s: interval %+v", table, r.Key, key, i)
		}
	}
}

func said(t *testing.T, what string, texts ...instruments.Text) {
	t.Helper()
	for _, x := range texts {
		if x.NL == "" || x.EN == "" {
			t.Errorf("%s: %q %q", what, x.NL, x.EN)
		}
	}
}

// The same study gives the same bytes, and survives JSON.
func TestTablesAreDeterministic(t *testing.T) {
	c := coded(small())
	first := every(c)
	for i, again := range every(c) {
		a, errA := json.Marshal(first[i])
		b, errB := json.Marshal(again)
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Errorf("%s differs from itself: %v %v", again.ID, errA, errB)
		}
		var back analysis.Table
		if err := json.Unmarshal(a, &back); err != nil {
			t.Errorf("%s: %v", again.ID, err)
		}
		if round, _ := json.Marshal(back); string(round) != string(a) {
			t.Errorf("%s changes on its way through JSON", again.ID)
		}
	}
}

// Every reason a figure or statistic can have is said in words.
func TestReasonsAreSaid(t *testing.T) {
	for _, code := range []string{
		analysis.EmptyGroup, analysis.TooFewCategories, analysis.NoVariation, analysis.UnusedCode, analysis.TooLarge, analysis.BadInput,
		analysis.DivisionByZero, analysis.TooFewInterviews,
	} {
		if x := analysis.ReasonText(code); x.NL == code || x.EN == x.NL || x.EN == "" {
			t.Errorf("%s: %q %q", code, x.NL, x.EN)
		}
	}
	for _, u := range []analysis.Unit{analysis.Mentions, analysis.Respondents, analysis.Trajectories, analysis.Dyads, analysis.Segments, analysis.Documents, analysis.Items} {
		said(t, string(u), u.Label())
	}
	domains := []string{"", "activiteit", "doel", "indicator", "facet", "waardering", "meerwaarde", "knelpunt", "voorwaarde", "conclusie", "aanbeveling", "reflectie", "context"}
	for _, d := range domains {
		if x := analysis.DomainLabel(d); x.NL == d || x.EN == "" {
			t.Errorf("domain %q: %q %q", d, x.NL, x.EN)
		}
	}
}

// Nothing is hard-wired: four types, five projects, two forms, no volunteers.
func TestOtherStudies(t *testing.T) {
	set := baseSet()
	set.List.Forms = set.List.Forms[:2]
	set.Types = []instruments.TypeInfo{{ID: "buddy", Plural: text("buddy's")}, {ID: "coach", Plural: text("coaches")}, {ID: "deelnemer", Plural: text("deelnemers")}, {ID: "gemeente", Plural: text("gemeenten")}}
	set.Taxonomy = instruments.Taxonomy{Activities: []instruments.Activity{{ID: "X1", Primary: "doel1"}, {ID: "X2"}}}
	c := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set)}
	for i, typ := range []instruments.RespondentType{"buddy", "coach", "deelnemer", "gemeente", "buddy"} {
		add(c, fmt.Sprintf("P%d", i), typ, "", fmt.Sprintf("project %d", i), fmt.Sprintf("T%d", i/4), []string{"X1", "X2"}[:1+i%2]...)
	}
	tab := analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"X1 | n": "5/5", "X2 | n": "2/5", "X1 | type:buddy": "2/2", "X1 | project:project 4": "1/1"})
	tri := analysis.Triads(c, analysis.Options{})
	expect(t, &tri, map[string]string{"X1 | all": "1/1", "X2 | some": "1/1"})
	if l := tri.Columns[0].Label.EN; l != "all parties" {
		t.Errorf("four types are called %q", l)
	}
	g := analysis.Goals(c, analysis.Options{})
	expect(t, &g, map[string]string{"doel1 | n": "5/7", " | n": "2/7"})
	s := analysis.Sample(c)
	expect(t, &s, map[string]string{"total | n": "5", "project 2 | type:deelnemer": "1"})
}

// One respondent in two trajectories is one person, and names for both.
func TestRespondentInTwoTrajectories(t *testing.T) {
	c := small()
	c.Respondents[3].Trajectories = append(c.Respondents[3].Trajectories, "T1") // V2
	tab := analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"A2 | n": "2/5", "A2 | trajectories": "2/2", "B1 | trajectories": "2/2", "total | trajectories": "5"})
	tri := analysis.Triads(c, analysis.Options{})
	expect(t, &tri, map[string]string{"B1 | some": "1/1", "A2 | one": "1/1"})
}

// Codings of documents nobody knows, of nobody's interview, and of codes that
// are not in the codebook change nothing.
func TestStrayCodings(t *testing.T) {
	c := coded(small())
	before, _ := json.Marshal(analysis.CodesByType(c, "waardering", analysis.Options{}))
	c.Documents = append(c.Documents, instruments.Document{ID: "N1", Kind: instruments.Interview})
	code(c, "N1", "waard.W1.1", "coder1")
	code(c, "weg", "waard.W1.1", "coder1")
	code(c, "V1", "waard.ONBEKEND", "coder1")
	after := analysis.CodesByType(c, "waardering", analysis.Options{})
	if b, _ := json.Marshal(after); string(b) != string(before) {
		t.Errorf("stray codings count:\n%s\n%s", before, b)
	}
}

// A codebook whose parents go round in a circle still gives a table.
func TestCircularCodebook(t *testing.T) {
	c := coded(small())
	c.Codebook = coding.Of([]coding.Code{
		{ID: "waard.W1.1", Parent: "ctx.a", Domain: "waardering", Codable: true}, {ID: "ctx.a", Parent: "ctx.b", Domain: "context"}, {ID: "ctx.b", Parent: "ctx.a", Domain: "context"},
	})
	tab := analysis.CodesByType(c, "waardering", analysis.Options{})
	expect(t, &tab, map[string]string{"waard.W1.1 | n": "2/5"})
}
