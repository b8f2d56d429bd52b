package analysis_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// shared reads a CSV file of the shared replication set, without its header.
func shared(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "shared", "replication", name))
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

func text(s string) instruments.Text { return instruments.Same(s) }

func baseSet() *instruments.Set {
	s := &instruments.Set{
		Types: []instruments.TypeInfo{
			{ID: instruments.Volunteer, Plural: text("vrijwilligers")},
			{ID: instruments.Professional, Plural: text("professionals")},
			{ID: instruments.Client, Plural: text("cliënten")},
		},
		Roles: []instruments.RoleInfo{
			{ID: "vrijwilliger", Type: instruments.Volunteer},
			{ID: "cirkelcoördinator", Type: instruments.Professional, Dyad: "cirkelcoörd.", Label: text("cirkelcoördinator")},
			{ID: "toezichthouder", Type: instruments.Professional, Dyad: "toezichth.", Label: text("toezichthouder")},
			{ID: "cliënt", Type: instruments.Client},
		},
		List: instruments.IndicatorList{Thresholds: instruments.Thresholds{MinObserved: 4, TopShare: 60, Lead: 20, SecondShare: 30, Border: 5}},
	}
	for _, id := range []string{"1", "2", "3"} {
		s.List.Forms = append(s.List.Forms, instruments.Form{ID: id, Label: text("vorm")})
	}
	for i := 1; i <= 10; i++ {
		k := instruments.Indicator{ID: instruments.IndicatorID(fmt.Sprintf("K%d", i)), Weight: 1}
		if i == 2 || i == 4 {
			k.Weight, k.Required = 2, true
		}
		for _, f := range s.List.Forms {
			k.Values = append(k.Values, instruments.IndicatorValue{ID: instruments.Value(f.ID), Points: map[string]int{f.ID: 100}})
		}
		k.Values = append(k.Values, instruments.IndicatorValue{ID: "x", Points: map[string]int{"2": 50, "3": 50}})
		s.List.Indicators = append(s.List.Indicators, k)
	}
	return s
}

// replication is the shared replication set as a corpus without texts.
func replication(t testing.TB) *coding.Corpus {
	t.Helper()
	set := baseSet()
	set.Plan = instruments.SamplePlan{Projects: []string{"COSA 1-op-1", "LJ&R", "A'dam"}, PerCell: 5}
	for _, g := range []instruments.GoalID{"SI", "PC", "RB", "RM", "CO"} {
		set.Taxonomy.Goals = append(set.Taxonomy.Goals, instruments.Goal{ID: g, Label: text(string(g))})
	}
	for _, r := range shared(t, "activities.csv") {
		a := instruments.Activity{ID: instruments.ActivityID(r[0]), Primary: instruments.GoalID(r[1]), Label: instruments.Text{NL: r[2], EN: r[3]}}
		if a.ID == "D01" {
			a.Further, a.Expected = []instruments.GoalID{"RB"}, "beperkt"
		}
		set.Taxonomy.Activities = append(set.Taxonomy.Activities, a)
	}
	c := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set)}
	projects := map[string]string{}
	for _, r := range shared(t, "respondents.csv") {
		projects[r[1]] = r[2]
		role := instruments.Role(r[3])
		add(c, r[0], set.TypeOf(role), role, r[2], r[1], strings.Fields(r[5])...)
	}
	for id, p := range projects {
		c.Trajectories = append(c.Trajectories, instruments.Trajectory{ID: instruments.TrajectoryID(id), Project: p})
	}
	for _, r := range shared(t, "indicators.csv") {
		c.Fillings = append(c.Fillings, dyadFilling(r[0], r[1], "coder1", strings.Join(r[2:12], "")))
	}
	return c
}

// add puts a respondent with an interview and a checklist into a corpus; codes
// are activities, "!X" an explicit no.
func add(c *coding.Corpus, id string, typ instruments.RespondentType, role instruments.Role, project, trajectory string, codes ...string) {
	who := instruments.RespondentID(id)
	c.Respondents = append(c.Respondents, instruments.Respondent{ID: who, Type: typ, Role: role, Project: project, Trajectories: []instruments.TrajectoryID{instruments.TrajectoryID(trajectory)}})
	c.Documents = append(c.Documents, instruments.Document{ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: who})
	c.Fillings = append(c.Fillings, checklist(id, "coder1", codes...))
}

func checklist(id, coder string, codes ...string) instruments.Filling {
	f := instruments.Filling{ID: instruments.FillingID(instruments.ActivityFilling, id, coder), Kind: instruments.ActivityFilling, Respondent: instruments.RespondentID(id), Coder: coder}
	for _, a := range codes {
		state := instruments.Mentioned
		if strings.HasPrefix(a, "!") {
			state = instruments.Denied
		}
		f.Responses = append(f.Responses, instruments.Response{Activity: instruments.ActivityID(strings.TrimPrefix(a, "!")), State: state})
	}
	return f
}

func dyadFilling(trajectory, name, coder, vector string) instruments.Filling {
	d := instruments.Dyad{ID: instruments.NewDyadID(instruments.TrajectoryID(trajectory), name), Trajectory: instruments.TrajectoryID(trajectory), Role: "toezichthouder", Name: name}
	if strings.Contains(name, "cirkel") {
		d.Role = "cirkelcoördinator"
	}
	f := instruments.Filling{Kind: instruments.IndicatorFilling, Dyad: d, Coder: coder}
	for i, v := range vector {
		f.Ratings = append(f.Ratings, instruments.Rating{Indicator: instruments.IndicatorID(fmt.Sprintf("K%d", i+1)), Value: instruments.Value(string(v))})
	}
	return f
}

// small is a study counted by hand: two projects, trajectories T1 (V1, P1, C1)
// and T2 (V2, P2), activities A1 and A2 for goal G, B1 for goal H (and G), and
// B2 that nobody names.
//
//	V1: A1 A2, not B1   P1: A1 B1   C1: A1   V2: A2 B1   P2: nothing
func small() *coding.Corpus {
	set := baseSet()
	set.Taxonomy = instruments.Taxonomy{
		Goals: []instruments.Goal{{ID: "G", Label: text("G")}, {ID: "H", Label: text("H")}},
		Activities: []instruments.Activity{
			{ID: "A1", Primary: "G", Label: text("een")},
			{ID: "A2", Primary: "G", Label: text("twee")},
			{ID: "B1", Primary: "H", Further: []instruments.GoalID{"G"}, Label: text("drie"), Expected: "nee"},
			{ID: "B2", Primary: "H", Label: text("vier")},
		},
	}
	set.Codes = []instruments.CodeEntry{{ID: "waard.W1", Domain: "waardering", Codes: []instruments.CodeEntry{{ID: "waard.W1.1"}, {ID: "waard.W1.2"}}}}
	c := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set)}
	add(c, "V1", instruments.Volunteer, "vrijwilliger", "Noord", "T1", "A1", "A2", "!B1")
	add(c, "P1", instruments.Professional, "toezichthouder", "Noord", "T1", "A1", "B1")
	add(c, "C1", instruments.Client, "cliënt", "Noord", "T1", "A1")
	add(c, "V2", instruments.Volunteer, "vrijwilliger", "Zuid", "T2", "A2", "B1")
	add(c, "P2", instruments.Professional, "toezichthouder", "Zuid", "T2")
	c.Documents = append(c.Documents, instruments.Document{ID: "F1", Kind: instruments.FocusGroup}, instruments.Document{ID: "L1", Kind: instruments.Literature})
	c.Fillings = append(c.Fillings, dyadFilling("T1", "V–toezichth.", "coder1", "1111111111"), dyadFilling("T2", "V–toezichth.", "coder1", "2222222x22"))
	return c
}

// code adds a coding to a corpus.
func code(c *coding.Corpus, doc, id string, coder coding.CoderID) {
	c.Codings = append(c.Codings, coding.Coding{
		ID: coding.CodingID(fmt.Sprintf("k%d", len(c.Codings)+1)), Segment: coding.Segment{Document: instruments.DocumentID(doc)},
		Code: coding.CodeID(id), Coder: coder,
	})
}
