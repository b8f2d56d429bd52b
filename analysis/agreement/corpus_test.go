package agreement

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// sharedRows reads a CSV file of the shared replication set, without its header.
func sharedRows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "replication", name))
	if err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatal("the shared replication set must be read here: ", err)
		}
		t.Skip("not read: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// testSet has three parties, four activities and an indicator list of three.
func testSet() *instruments.Set {
	same := instruments.Same
	set := &instruments.Set{
		Types: []instruments.TypeInfo{{ID: instruments.Volunteer, Letter: "V"}, {ID: instruments.Professional, Letter: "P"}, {ID: instruments.Client, Letter: "C"}},
		Roles: []instruments.RoleInfo{
			{ID: "vrijwilliger", Type: instruments.Volunteer},
			{ID: "cirkelcoördinator", Type: instruments.Professional},
			{ID: "toezichthouder", Type: instruments.Professional},
			{ID: "cliënt", Type: instruments.Client},
		},
		Taxonomy: instruments.Taxonomy{Activities: []instruments.Activity{
			{ID: "A1", Label: same("een")}, {ID: "A2", Label: same("twee")}, {ID: "A3", Label: same("drie")}, {ID: "A4", Label: same("vier")},
		}},
		Codes: []instruments.CodeEntry{{ID: "knelp.1", Label: same("knelpunt"), Domain: "knelpunt"}},
	}
	set.List.Thresholds = instruments.Thresholds{MinObserved: 1, TopShare: 60, Lead: 20, SecondShare: 30, Border: 5}
	for _, id := range []string{"1", "2"} {
		set.List.Forms = append(set.List.Forms, instruments.Form{ID: id, Label: same("vorm " + id)})
	}
	for _, id := range []instruments.IndicatorID{"K1", "K2", "K3"} {
		k := instruments.Indicator{ID: id, Weight: 1, Label: same(string(id))}
		for _, v := range []string{"1", "2"} {
			k.Values = append(k.Values, instruments.IndicatorValue{ID: instruments.Value(v), Points: map[string]int{v: 100}})
		}
		set.List.Indicators = append(set.List.Indicators, k)
	}
	return set
}

// testCorpus has documents of that length and no codings.
func testCorpus(length int, documents ...string) *coding.Corpus {
	set := testSet()
	c := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set)}
	for _, id := range documents {
		c.Documents = append(c.Documents, instruments.Document{
			ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: instruments.RespondentID(id), Length: length,
		})
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: instruments.RespondentID(id), Type: instruments.Volunteer, Trajectories: []instruments.TrajectoryID{"T" + instruments.TrajectoryID(id)}})
	}
	return c
}

// mark adds codings written as "anna R1 A1 10-20".
func mark(c *coding.Corpus, lines ...string) *coding.Corpus {
	for _, line := range lines {
		var who, doc, code string
		var from, to int
		if _, err := fmt.Sscanf(strings.Replace(line, "-", " ", 1), "%s %s %s %d %d", &who, &doc, &code, &from, &to); err != nil {
			panic(line + ": " + err.Error())
		}
		id := coding.CodeID(code)
		if !strings.Contains(code, ".") {
			id = coding.ActivityCode(instruments.ActivityID(code))
		}
		c.Codings = append(c.Codings, coding.Coding{
			ID: coding.CodingID(fmt.Sprint("k", len(c.Codings)+1)), Code: id, Coder: coding.CoderID(who),
			Segment: coding.Segment{Document: instruments.DocumentID(doc), Start: from, End: to},
		})
	}
	return c
}

// list is a checklist of a coder: named activities, "!A1" for an explicit no.
func list(c *coding.Corpus, respondent, coder string, answers ...string) {
	f := instruments.Filling{
		ID: instruments.FillingID(instruments.ActivityFilling, respondent, coder), Kind: instruments.ActivityFilling,
		Respondent: instruments.RespondentID(respondent), Coder: coder,
	}
	for _, a := range answers {
		state := instruments.Mentioned
		if strings.HasPrefix(a, "!") {
			state = instruments.Denied
		}
		f.Responses = append(f.Responses, instruments.Response{Activity: instruments.ActivityID(strings.TrimPrefix(a, "!")), State: state})
	}
	c.Fillings = append(c.Fillings, f)
}

// ratings is an indicator list of a coder, one letter an indicator.
func ratings(c *coding.Corpus, trajectory, coder, vector string) {
	d := instruments.Dyad{ID: instruments.NewDyadID(instruments.TrajectoryID(trajectory), "V–P"), Trajectory: instruments.TrajectoryID(trajectory), Name: "V–P"}
	f := instruments.Filling{Kind: instruments.IndicatorFilling, Dyad: d, Coder: coder}
	for i, v := range vector {
		f.Ratings = append(f.Ratings, instruments.Rating{Indicator: instruments.IndicatorID(fmt.Sprintf("K%d", i+1)), Value: instruments.Value(string(v))})
	}
	c.Fillings = append(c.Fillings, f)
}

func mustStudy(t testing.TB, c *coding.Corpus, s Settings) Result {
	t.Helper()
	if s.Replicates == 0 {
		s.Replicates = 200
	}
	r, err := Study(c, s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// code is the result of one code.
func (r Result) code(t testing.TB, id string) CodeResult {
	t.Helper()
	for _, c := range r.Codes {
		if strings.TrimPrefix(string(c.Code), coding.ActivityPrefix) == id || string(c.Code) == id {
			return c
		}
	}
	t.Fatalf("no result of code %s", id)
	return CodeResult{}
}

// near compares a measure with a value; NaN wants none.
func near(t testing.TB, what string, list []Measure, name string, want, tolerance float64) {
	t.Helper()
	m := named(list, name)
	switch {
	case math.IsNaN(want) && m.Value != nil:
		t.Errorf("%s: %s = %v, want none", what, name, *m.Value)
	case !math.IsNaN(want) && m.Value == nil:
		t.Errorf("%s: %s has no value (%s), want %v", what, name, m.Reason, want)
	case m.Value != nil && math.Abs(*m.Value-want) > tolerance:
		t.Errorf("%s: %s = %.10f, want %.10f", what, name, *m.Value, want)
	}
}

const exact = 1e-12

// coders of most tests.
func anna() []coding.CoderID { return []coding.CoderID{"anna", "bram"} }
