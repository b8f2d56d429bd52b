package checklist_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// exportedLong is the table long of two respondents as Meerzicht writes it: R01 has
// three answers and was not asked about A04, R02 has no list.
const exportedLong = `respondent,type,role,project,trajectories,activity,goal,state,mentioned,n_codings,coder,date
R01,vrijwilliger,maatje,Noord,T1,A01,SI,1,1,2,codeur1,2020-03-05
R01,vrijwilliger,maatje,Noord,T1,A02,SI,2,0,,codeur1,2020-03-05
R01,vrijwilliger,maatje,Noord,T1,A03,SI,3,,,codeur1,2020-03-05
R01,vrijwilliger,maatje,Noord,T1,A04,SI,,,,codeur1,2020-03-05
R02,client,,Zuid,,A01,SI,,,,,
R02,client,,Zuid,,A02,SI,9,,,,
`

// An export of answers reads back as the lists it came from, states, coder, day and
// what was not asked included.
func TestOwnLongTableReadsBack(t *testing.T) {
	t.Parallel()
	result, problems := checklist.Read("long.csv", []byte(exportedLong), template(t))
	if problems.Err() != nil {
		t.Fatal(problems.In(instruments.Dutch))
	}
	wantProblem(t, problems, "long.csv", "opmerkingen bij activiteiten staan er niet in")
	if len(result.Fillings) != 1 {
		t.Fatalf("%d lists", len(result.Fillings))
	}
	f := result.Fillings[0]
	f.Source = instruments.Source{}
	want := instruments.Filling{
		ID: "activiteiten/R01/codeur1", Kind: instruments.ActivityFilling, Respondent: "R01", Coder: "codeur1", Date: "2020-03-05",
		Responses: []instruments.Response{{Activity: "A01", State: instruments.Mentioned}, {Activity: "A02", State: instruments.Denied}, {Activity: "A03", State: instruments.NotDiscussed}},
	}
	if d := cmp.Diff(want, f); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// Any long table may say the day, the same in all rows of a list.
func TestLongTableDates(t *testing.T) {
	t.Parallel()
	const top = "respondent,activiteit,toestand,codeur,datum\n"
	result, problems := checklist.Read("a.csv", []byte(top+"R01,A01,genoemd,c1,05-03-2020\nR01,A02,,c1,\nR01,A03,genoemd,c2,06-03-2020\n"), template(t))
	if problems.Err() != nil || len(result.Fillings) != 2 || result.Fillings[0].Date != "2020-03-05" || result.Fillings[1].Date != "2020-03-06" {
		t.Errorf("%+v\n%s", result.Fillings, problems.In(instruments.Dutch))
	}
	_, problems = checklist.Read("a.csv", []byte(top+"R01,A01,genoemd,c1,05-03-2020\nR01,A02,,c1,06-03-2020\nR01,A03,,c1,ooit\n"), template(t))
	wantProblem(t, problems, "a.csv", "de lijst over R01 heeft twee data: 2020-03-05 en 2020-03-06")
	wantProblem(t, problems, "a.csv", `"ooit" is geen datum`)
	_, problems = checklist.Read("a.csv", []byte("respondent,activiteit,toestand\nR01,A01,3\n"), template(t))
	wantProblem(t, problems, "a.csv", `"3" is geen toestand`) // only our own table has numbers
}

// The tables that are only for computing with are refused in one sentence.
func TestOwnWideAndMatrixAreRefusedOnce(t *testing.T) {
	t.Parallel()
	for kind, text := range map[string]string{
		"wide":   "respondent,type,role,project,trajectories,n_trajectories,consent,attr_leeftijd,A01,A01_state,n_activities,n_interviews,code_act_A01\nR01,vrijwilliger,maatje,Noord,T1,1,ja,34,1,1,1,1,1\n",
		"matrix": "document,kind,respondent,type,role,project,words,n_codings,n_act_A01,code_act_A01\nR01,interview,R01,vrijwilliger,maatje,Noord,100,2,2,1\n",
	} {
		_, problems := checklist.Read(kind+".csv", []byte(text), template(t))
		if len(problems) != 1 || problems[0].Note {
			t.Errorf("%s: %s", kind, problems.In(instruments.Dutch))
		}
		wantProblem(t, problems, kind+".csv", "dit is een export van Meerzicht om mee te rekenen ("+kind+"), niet om in te lezen")
	}
}

// A workbook with all data is read from the sheet with the answers.
func TestOwnWorkbook(t *testing.T) {
	t.Parallel()
	long := grid(strings.ReplaceAll(exportedLong, ",", "|"))
	wide := grid("respondent|type|role|project|trajectories|n_trajectories|consent|A01\nR01|vrijwilliger|maatje|Noord|T1|1|ja|1")
	result, problems := checklist.Read("alles.xlsx", workbook(t, sheet{"Breed", wide}, sheet{"Lang", long}, sheet{"Coderingen", grid("document|kind|respondent|type|role|project|start|end|code\nFG|focusgroep||||Noord|3|18|act.A01")}), template(t))
	if problems.Err() != nil || len(result.Fillings) != 1 || len(result.Fillings[0].Responses) != 3 {
		t.Errorf("%+v\n%s", result.Fillings, problems.In(instruments.Dutch))
	}
	wantProblem(t, problems, "alles.xlsx", "om mee te rekenen (wide, codings)")
}
