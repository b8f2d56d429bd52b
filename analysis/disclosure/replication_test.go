package disclosure_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/analysis"
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
