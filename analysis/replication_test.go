package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// count is a figure as "count/base".
func count(t *analysis.Table, row, column string) string {
	f := t.Figure(row, column)
	if f.Reason != "" {
		return f.Reason
	}
	if f.Base == 0 {
		return fmt.Sprint(f.Count)
	}
	return fmt.Sprintf("%d/%d", f.Count, f.Base)
}

func expect(t *testing.T, tab *analysis.Table, want map[string]string) {
	t.Helper()
	for cell, w := range want {
		row, column, _ := strings.Cut(cell, " | ")
		if got := count(tab, row, column); got != w {
			t.Errorf("%s %s: %s, want %s", tab.ID, cell, got, w)
		}
	}
}

// domain.md 7.3: the whole line of the three published activities, the totals,
// and the constraints of 7.1.
func TestReplicationActivities(t *testing.T) {
	c := replication(t)
	tab := analysis.Activities(c, analysis.Options{Unit: analysis.Respondents, Without: []string{"COSA 1-op-1"}, Cells: true})
	want := map[string]string{"total | n": "253", "total | mentions": "253/253", "total | trajectories": "181", "base | n": "37/37", "base | trajectories": "19/19"}
	line := func(row, cells string) {
		columns := []string{"n", "without:COSA 1-op-1", "trajectories"}
		for _, p := range []string{"COSA 1-op-1", "LJ&R", "A'dam"} {
			for _, typ := range []string{"vrijwilliger", "professional", "client"} {
				columns = append(columns, "cell:"+p+"/"+typ)
			}
		}
		for i, v := range strings.Fields(cells) {
			want[row+" | "+columns[i]] = v
		}
	}
	line("D01", "23/37 13/23 12/19 4/5 4/5 2/4 3/4 1/5 2/2 3/4 3/5 1/3")
	line("A01", "19/37 11/23 12/19 4/5 2/5 2/4 3/4 1/5 1/2 1/4 2/5 3/3")
	line("C01", "16/37 10/23 12/19 2/5 3/5 1/4 1/4 2/5 1/2 4/4 1/5 1/3")
	line("total", "253 155 181 43 32 23 35 29 11 34 29 17")
	line("base", "37/37 23/23 19/19 5/5 5/5 4/4 4/4 5/5 2/2 4/4 5/5 3/3")
	want["D01 | project:COSA 1-op-1"], want["D01 | project:LJ&R"], want["D01 | project:A'dam"] = "10/14", "6/11", "7/12"
	want["D01 | type:vrijwilliger"], want["D01 | type:professional"], want["D01 | type:client"] = "10/13", "8/15", "5/9"
	want["A01 | type:client"] = "6/9"
	expect(t, &tab, want)
	if i := tab.Figure("D01", "n").Interval; i == nil || fmt.Sprintf("%.4f %.4f", i.Lo, i.Hi) != "0.4610 0.7594" {
		t.Errorf("interval of signalling: %+v", i)
	}
	if tab.Rows[0].Key != "D01" || tab.Rows[1].Key != "A01" || tab.Rows[2].Key != "C01" || tab.Rows[3].Key != "A02" || tab.Rows[4].Key != "B01" {
		t.Errorf("order %s %s %s %s %s", tab.Rows[0].Key, tab.Rows[1].Key, tab.Rows[2].Key, tab.Rows[3].Key, tab.Rows[4].Key)
	}
	for _, r := range tab.Rows[3:30] {
		if r.Cells["n"].Figure.Count > 15 {
			t.Errorf("%s has more than 15", r.Key)
		}
	}
}

// Every total of domain.md 7.3 that the shared file repeats.
func TestReplicationTotals(t *testing.T) {
	tab := analysis.Activities(replication(t), analysis.Options{})
	for _, r := range shared(t, "activities.csv") {
		f := tab.Figure(r[0], "n")
		share, _ := f.Share()
		if fmt.Sprint(f.Count) != r[4] || fmt.Sprintf("%.0f", 100*share) != r[5] || len(f.IDs) != f.Count {
			t.Errorf("%s: %d (%v), want %s (%s)", r[0], f.Count, share, r[4], r[5])
		}
	}
}

// domain.md 7.3, goal totals.
func TestReplicationGoals(t *testing.T) {
	tab := analysis.Goals(replication(t), analysis.Options{})
	want := map[string]string{}
	for _, line := range []string{
		"SI 95/253 37/98 27/75 31/80 40/112 31/90 24/51 36/37",
		"PC 78/253 31/98 22/75 25/80 38/112 26/90 14/51 34/37",
		"RB 36/253 12/98 12/75 12/80 16/112 15/90 5/51 27/37",
		"RM 30/253 13/98 9/75 8/80 15/112 10/90 5/51 25/37",
		"CO 14/253 5/98 5/75 4/80 3/112 8/90 3/51 11/37",
		"total 253/253 98/98 75/75 80/80 112/112 90/90 51/51 37/37",
	} {
		f := strings.Fields(line)
		for i, column := range []string{"n", "project:COSA 1-op-1", "project:LJ&R", "project:A'dam", "type:vrijwilliger", "type:professional", "type:client", "respondents"} {
			want[f[0]+" | "+column] = f[i+1]
		}
	}
	expect(t, &tab, want)
	all := analysis.Goals(replication(t), analysis.Options{AllGoals: true})
	expect(t, &all, map[string]string{"RB | n": "59/253", "RM | n": "30/253", "total | n": "253/253"}) // 36 + 23 signallings
}

// domain.md 3.2, the published order of forms, and the COSA coordinator.
func TestReplicationForms(t *testing.T) {
	tab := analysis.Forms(replication(t))
	expect(t, &tab, map[string]string{
		"form1 | n": "7/24", "form2 | n": "6/24", "form3 | n": "8/24", "mixed | n": "2/24", "mixed1/2 | n": "1/24", "mixed2/3 | n": "1/24",
		"insufficient | n": "1/24", "ambiguous | n": "0/24", "total | n": "24/24", "total | trajectories": "19/19",
		"form2 | project:LJ&R": "3/7", "form3 | project:LJ&R": "2/7", "form1 | project:LJ&R": "1/7", "mixed | project:LJ&R": "1/7",
		"form2 | project:A'dam": "3/7", "form3 | project:A'dam": "2/7", "form1 | project:A'dam": "1/7", "mixed | project:A'dam": "1/7",
		"form1 | role:cirkelcoördinator": "5/5", "form3 | project:COSA 1-op-1": "4/10", "form1 | project:COSA 1-op-1": "5/10",
	})
	goals := analysis.FormGoals(replication(t))
	sum := 0
	for _, r := range goals.Rows {
		sum += r.Cells["dyads"].Figure.Count
		n := 0
		for _, g := range []string{"SI", "PC", "RB", "RM", "CO"} {
			n += r.Cells["goal:"+g].Figure.Count
		}
		if n != r.Cells["n"].Figure.Count {
			t.Errorf("%s: goals add to %d of %d", r.Key, n, r.Cells["n"].Figure.Count)
		}
	}
	if sum != 24 {
		t.Errorf("%d dyads", sum)
	}
	// T12 is R25 alone (A05 A08 B03 C03 C06 E02), T18 is R36 alone (A03 A07 B05 B07 C01 C02 D01).
	expect(t, &goals, map[string]string{"mixed | n": "13/13", "mixed | goal:SI": "4/13", "mixed | goal:PC": "3/13", "mixed | goal:RB": "4/13", "mixed | goal:RM": "1/13", "mixed | goal:CO": "1/13"})
}

func TestReplicationTriadsAndSample(t *testing.T) {
	c := replication(t)
	tri := analysis.Triads(c, analysis.Options{})
	expect(t, &tri, map[string]string{"total | all": "19/240", "base | all": "8/8"})
	s := analysis.Sample(c)
	expect(t, &s, map[string]string{
		"total | n": "37/45", "total | type:vrijwilliger": "13/15", "total | type:professional": "15/15", "total | type:client": "9/15",
		"COSA 1-op-1 | n": "14/15", "COSA 1-op-1 | type:client": "4/5", "LJ&R | type:client": "2/5",
	})
	e := analysis.Expectation(c, analysis.Options{Without: []string{"COSA 1-op-1"}})
	expect(t, &e, map[string]string{"D01 | n": "23/37", "D01 | without:COSA 1-op-1": "13/23"})
	if len(e.Rows) != 2 || e.Rows[0].Cells["expected"].Text.EN != "limited" {
		t.Errorf("expectation rows %+v", e.Rows)
	}
}

// domain.md 7.5: the pairs of published activities, Cochran's Q, and Fisher on
// signalling inside and outside COSA.
func TestReplicationTests(t *testing.T) {
	c := replication(t)
	tab := analysis.Activities(c, analysis.Options{})
	has := func(id string) map[string]bool {
		out := map[string]bool{}
		for _, r := range tab.Figure(id, "n").IDs {
			out[r] = true
		}
		return out
	}
	answers := make([][]bool, len(c.Respondents))
	for _, id := range []string{"D01", "A01", "C01"} {
		named := has(id)
		for i, r := range c.Respondents {
			answers[i] = append(answers[i], named[string(r.ID)])
		}
	}
	q := analysis.CochranQ(answers)
	near(t, "Q", q.Value, 2.4667, 5e-5)
	near(t, "p of Q", q.P, .2913, 5e-5)
	for _, tt := range []struct {
		i, j, b, c int
	}{{0, 1, 12, 8}, {0, 2, 15, 8}, {1, 2, 10, 7}} {
		b, n := 0, 0
		for _, a := range answers {
			switch {
			case a[tt.i] && !a[tt.j]:
				b++
			case a[tt.j] && !a[tt.i]:
				n++
			}
		}
		if b != tt.b || n != tt.c {
			t.Errorf("pair %d %d: %d %d", tt.i, tt.j, b, n)
		}
	}
	rows, cols := make([]string, len(c.Respondents)), make([]string, len(c.Respondents))
	for i, r := range c.Respondents {
		rows[i], cols[i] = fmt.Sprint(r.Project == "COSA 1-op-1"), fmt.Sprint(answers[i][0])
	}
	x := analysis.Cross(rows, cols, []string{"true", "false"}, []string{"true", "false"})
	if fmt.Sprint(x.Counts) != "[[10 4] [13 10]]" {
		t.Errorf("counts %v", x.Counts)
	}
	near(t, "Fisher", x.Fisher.P, .4910, 5e-5)
}

// Change one tick and the published totals must break.
func TestOneTickLess(t *testing.T) {
	c := replication(t)
	for i := range c.Fillings {
		if f := &c.Fillings[i]; f.Respondent == "R01" {
			f.Responses[len(f.Responses)-1].State = instruments.NotDiscussed
		}
	}
	tab := analysis.Activities(c, analysis.Options{})
	expect(t, &tab, map[string]string{"D01 | n": "22/37", "total | n": "252", "D01 | silent": "15/37"})
}

// Whatever table is built, every sum it states holds.
func TestSumsHold(t *testing.T) {
	for name, c := range map[string]*coding.Corpus{"replication": replication(t), "small": coded(small())} {
		o := analysis.Options{Without: []string{c.Respondents[0].Project}, Cells: true}
		holds(t, name, []analysis.Table{
			analysis.Activities(c, o), analysis.Goals(c, o), analysis.Forms(c), analysis.FormGoals(c), analysis.FormValuation(c, ""),
			analysis.Concordance(c, o), analysis.ConcordanceByRespondent(c, o), analysis.Triads(c, o), analysis.Sample(c),
			analysis.CodesByType(c, "waardering", o), analysis.Expectation(c, o), analysis.Cooccurrence(c, o), analysis.Saturation(c, o),
		})
	}
}

func holds(t *testing.T, name string, tables []analysis.Table) {
	t.Helper()
	at := map[string]*analysis.Table{}
	for i := range tables {
		at[tables[i].ID] = &tables[i]
	}
	tested := 0
	for _, tab := range tables {
		for _, s := range tab.Sums {
			sum, known := 0, true
			get := func(r analysis.CellRef) int {
				other := at[r.Table]
				if other == nil {
					known = false
					return 0
				}
				f := other.Figure(r.Row, r.Column)
				known = known && f.Reason != "no_such_cell"
				return f.Count
			}
			for _, p := range s.Parts {
				sum += get(p)
			}
			whole := get(s.Whole)
			if known && sum != whole || !known && len(s.Parts) > 1 && sum > whole && at[s.Whole.Table] != nil {
				t.Errorf("%s %s: %v = %d, parts %v = %d", name, tab.ID, s.Whole, whole, s.Parts, sum)
			}
			if known {
				tested++
			}
		}
	}
	if tested < 100 {
		t.Errorf("%s: only %d sums", name, tested)
	}
}
