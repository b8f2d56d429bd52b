package disclosure_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// shared finds a file of the replication set; without the folder the test is
// skipped, in CI it fails.
func shared(t testing.TB, name string) [][]string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		path := filepath.Join(dir, "..", "shared", "replication", name)
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			return readCSV(t, path)
		}
		if filepath.Dir(dir) == dir {
			break
		}
		dir = filepath.Dir(dir)
	}
	t.Fatal("no module root")
	return nil
}

func readCSV(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatal(err)
		}
		t.Skip("the shared replication set is not here: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// corpus is the replication study: 37 respondents and their ticks.
func corpus(t testing.TB) *coding.Corpus {
	t.Helper()
	c := &coding.Corpus{Instruments: &instruments.Set{}}
	for _, r := range shared(t, "activities.csv") {
		c.Instruments.Taxonomy.Activities = append(c.Instruments.Taxonomy.Activities,
			instruments.Activity{ID: instruments.ActivityID(r[0]), Primary: instruments.GoalID(r[1]), Label: instruments.Text{NL: r[2], EN: r[3]}})
	}
	for _, r := range shared(t, "respondents.csv") {
		id := instruments.RespondentID(r[0])
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: id, Type: typeOf(r[3]), Project: r[2], Trajectories: []instruments.TrajectoryID{instruments.TrajectoryID(r[1])}})
		f := instruments.Filling{ID: "f" + r[0], Kind: instruments.ActivityFilling, Respondent: id, Coder: "a"}
		for _, a := range strings.Fields(r[5]) {
			f.Responses = append(f.Responses, instruments.Response{Activity: instruments.ActivityID(a), State: instruments.Mentioned})
		}
		c.Fillings = append(c.Fillings, f)
	}
	return c
}

func typeOf(role string) instruments.RespondentType {
	switch role {
	case "vrijwilliger":
		return instruments.Volunteer
	case "cliënt":
		return instruments.Client
	}
	return instruments.Professional
}

func replication(t testing.TB, o analysis.Options) []analysis.Table {
	c := corpus(t)
	return []analysis.Table{analysis.Activities(c, o), analysis.Goals(c, o)}
}

// typedActivities is the published table typed over by hand: how many of 37
// named the three activities of the goal RM, by project, from respondents.csv.
func TestReplicationCounts(t *testing.T) {
	tables := replication(t, analysis.Options{})
	for row, want := range map[string]int{"D01": 23, "A01": 19, "C01": 16, "D02": 4, "D03": 3} {
		if got := tables[0].Figure(row, "n").Count; got != want {
			t.Errorf("%s: %d, want %d", row, got, want)
		}
	}
}

// The report's k = 5 and the team's k = 3: every withheld figure keeps k counts,
// an attacker who starts from the published tables alone agrees, and the figures
// the study is known for stay.
func TestReplication(t *testing.T) {
	for _, o := range []analysis.Options{{}, {Without: []string{"COSA 1-op-1"}}} {
		for _, k := range []int{3, 5} {
			out, audit := disclosure.Protect(replication(t, o), k)
			hygienic(t, out, k)
			if audit.Open != 0 || audit.Broken != 0 || audit.Small == 0 || audit.Hidden == 0 {
				t.Errorf("k = %d: open %d broken %d small %d hidden %d", k, audit.Open, audit.Broken, audit.Small, audit.Hidden)
			}
			for _, c := range audit.Cells {
				if c.Values < k {
					t.Errorf("k = %d: %+v", k, c)
				}
			}
			attacked(t, out, k)
			known(t, out, k)
			again, _ := disclosure.Protect(out, k)
			equal(t, "protected twice", again, out)
		}
	}
}

// attacked starts from nothing but the published tables. The attack is a
// search: it may miss a solution that Protect knows, so nearly all cells must
// be confirmed, not all.
func attacked(t *testing.T, out []analysis.Table, k int) {
	t.Helper()
	cells, missed := disclosure.Attack(out, k), 0
	for _, c := range cells {
		if c.Values < k {
			missed++
		}
	}
	if missed > len(cells)/50 {
		t.Errorf("k = %d: the attack confirms only %d of %d cells", k, len(cells)-missed, len(cells))
	}
}

// known are the figures a reader of the report looks for first.
func known(t *testing.T, out []analysis.Table, k int) {
	t.Helper()
	for row, want := range map[string]int{"A01": 19, "C01": 16, "A02": 15, "base": 37} {
		if f := out[0].Figure(row, "n"); f.Mask != analysis.Shown || f.Count != want || row != "base" && f.Base != 37 {
			t.Errorf("k = %d: %s is %+v", k, row, f)
		}
	}
	for _, c := range []string{"n", "project:COSA 1-op-1", "project:LJ&R", "type:volunteer"} {
		if f := out[0].Figure("base", c); f.Mask != analysis.Shown && f.Reason == "" {
			t.Errorf("k = %d: the size of group %s is withheld", k, c)
		}
	}
	for _, c := range []string{"D02", "D03", "E04"} {
		if f := out[0].Figure(c, "n"); k == 5 && f.Mask == analysis.Shown {
			t.Errorf("%s is shown: %d", c, f.Count)
		}
	}
}

// The distribution of COSA over types, 5 + 5 + 4, from the data.
func TestCOSAHasFourClients(t *testing.T) {
	clients := 0
	for _, r := range corpus(t).Respondents {
		if r.Project == "COSA 1-op-1" && r.Type == instruments.Client {
			clients++
		}
	}
	if clients != 4 {
		t.Fatalf("%d clients", clients)
	}
	sample := typed("sample", []string{"v", "p", "c"}, nil, line{"COSA", false, []int{5, 5, clients}})
	out, audit := disclosure.Protect([]analysis.Table{sample}, 5)
	if out[0].Figure("COSA", "c").Mask != analysis.Small || audit.Small != 1 {
		t.Errorf("%+v", audit)
	}
}

// The rows of the activities table no longer tell the order of small counts.
func TestReplicationOrder(t *testing.T) {
	out, _ := disclosure.Protect(replication(t, analysis.Options{}), 5)
	var tail []string
	for _, r := range out[0].Rows {
		if !r.Total && r.Cells["n"].Figure.Mask != analysis.Shown {
			tail = append(tail, r.Key)
		} else if !r.Total && len(tail) > 0 {
			t.Errorf("%s stands below withheld rows", r.Key)
		}
	}
	if !slices.IsSorted(tail) || len(tail) == 0 {
		t.Errorf("withheld rows stand in the order %v", tail)
	}
}

// BenchmarkProtect: aim < 200 ms for the tables of a report.
func BenchmarkProtect(b *testing.B) {
	for name, o := range map[string]analysis.Options{"plain": {}, "without": {Without: []string{"COSA 1-op-1"}}} {
		tables := replication(b, o)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				disclosure.Protect(tables, 5)
			}
		})
	}
}

func BenchmarkAttack(b *testing.B) {
	out, _ := disclosure.Protect(replication(b, analysis.Options{}), 5)
	for b.Loop() {
		disclosure.Attack(out, 5)
	}
}
