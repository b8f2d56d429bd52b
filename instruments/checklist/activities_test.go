package checklist_test

import (
	"os"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

func TestReadActivityList(t *testing.T) {
	data := list(t, `
Respondent: | R07
CODEUR | anna
Datum | 5-3-2020

code | Activiteit | Toestand | Opmerking
A01 | samen ondernemen van activiteiten | Genoemd | elke week
a02 | | EXPLICITLY NOT |
 | signaleren/bespreekbaar maken van risicovol gedrag | niet besproken |
B01 | listening, personal talk | mentioned |
B02 | wat er ook staat | |
`)
	f := read(t, "x.xlsx", data, template(t)).Fillings[0]
	if f.ID != "activiteiten/R07/anna" || f.Respondent != "R07" || f.Coder != "anna" || f.Date != "2020-03-05" || f.Kind != instruments.ActivityFilling {
		t.Errorf("header read as %+v", f)
	}
	want := []instruments.Response{
		{Activity: "A01", State: instruments.Mentioned, Remark: "elke week"},
		{Activity: "A02", State: instruments.Denied},
		{Activity: "D01", State: instruments.NotDiscussed},
		{Activity: "B01", State: instruments.Mentioned},
		{Activity: "B02", State: instruments.NotDiscussed},
	}
	for i, r := range f.Responses {
		if r != want[i] {
			t.Errorf("row %d: %+v, want %+v", i, r, want[i])
		}
	}
	if len(f.Responses) != len(want) {
		t.Errorf("%d responses", len(f.Responses))
	}
}

func TestActivityListNotes(t *testing.T) {
	set := template(t)
	_, problems := checklist.Read("x.xlsx", list(t, "Respondent|R07\nCode|Activiteit|Toestand\nA01||\nA02||genoemd"), set)
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	wantProblem(t, problems, "x.xlsx, blad Lijst", "de codeur is niet ingevuld")
	wantProblem(t, problems, "x.xlsx, blad Lijst", "1 rijen zonder toestand")
	wantProblem(t, problems, "x.xlsx, blad Lijst", "28 activiteiten staan niet op de lijst: A03, A04")
}

func TestActivityListProblems(t *testing.T) {
	const head = "Respondent|R07\nCodeur|anna\nDatum|05-03-2020\nCode|Activiteit|Toestand|Opmerking\n"
	for _, tt := range []struct{ name, drawing, where, what string }{
		{"unknown activity", head + "Z01|iets|genoemd", "rij 5, kolom A", `activiteit "Z01" is niet bekend`},
		{"unknown label", head + "|iets|genoemd", "rij 5, kolom B", `activiteit "iets" is niet bekend`},
		{"no activity", head + "||genoemd", "rij 5", "noemt geen activiteit"},
		{"unknown state", head + "A01||misschien", "rij 5, kolom C", `"misschien" is geen toestand`},
		{"ja is no state here", head + "A01||ja", "rij 5, kolom C", `"ja" is geen toestand`},
		{"twice", head + "A01||genoemd\nA02||genoemd\nA01||expliciet niet", "rij 7", "A01 staat ook al op rij 5"},
		{"sorted by one column", head + "A01|luisteren, persoonlijk gesprek|genoemd", "rij 5, kolom B", "horen niet bij elkaar"},
		{"no respondent", strings.Replace(head, "R07", "", 1) + "A01||genoemd", "blad Lijst", `"Respondent" is niet ingevuld`},
		{"respondent with a blank", strings.Replace(head, "R07", "R 07", 1) + "A01||genoemd", "rij 1, kolom B", `"R 07" is geen geldig nummer`},
		{"escape sequence in an id", strings.Replace(head, "R07", "R\u202e07", 1) + "A01||genoemd", "rij 1, kolom B", `"R·07" is geen geldig nummer`},
		{"date", strings.Replace(head, "05-03-2020", "31-02-2020", 1) + "A01||genoemd", "rij 3, kolom B", `"31-02-2020" is geen datum`},
		{"no rows", strings.TrimSpace(head), "rij 4", "geen enkele rij"},
		{"column twice", "Respondent|R07\nCode|Activiteit|Toestand|Toestand\nA01||genoemd|expliciet niet", "rij 2, kolom D", `"Toestand" komt twee keer voor`},
		{"nothing known", "Naam|Leeftijd\nJan|40", "x.xlsx", "geen lijst die Meerzicht kent"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := checklist.Read("x.xlsx", list(t, tt.drawing), template(t))
			if problems.Err() == nil {
				t.Error("not refused")
			}
			wantProblem(t, problems, tt.where, tt.what)
		})
	}
}

// Every mistake of a file is told in one go.
func TestAllProblemsAtOnce(t *testing.T) {
	_, problems := checklist.Read("x.xlsx", list(t, "Respondent|\nCodeur|anna\nDatum|ooit\nCode|Toestand\nZ01|genoemd\nA01|wel\nA02|genoemd\nA02|genoemd"), template(t))
	n := 0
	for _, p := range problems {
		if !p.Note {
			n++
		}
	}
	if n != 5 {
		t.Errorf("%d problems, want respondent, date, activity, state and duplicate:\n%s", n, problems.In(instruments.Dutch))
	}
}

func TestReadLongTable(t *testing.T) {
	for name, data := range map[string]string{
		"comma":       "respondent,activity,state,coder,remark\nR01,A01,genoemd,anna,\"ja, vaak\"\nR02,A01,expliciet niet,anna,\nR01,B01,niet besproken,anna,\nR01,A01,mentioned,bram,\n",
		"semicolon":   "\ufeffRespondent;Activiteit;Toestand;Codeur;Opmerking\r\nR01;A01;genoemd;anna;ja, vaak\r\nR02;A01;expliciet niet;anna;\r\nR01;B01;;anna;\r\nR01;A01;genoemd;bram;\r\n",
		"tab":         "respondent\tactivity\tstate\tcoder\tremark\nR01\tA01\tgenoemd\tanna\tja, vaak\nR02\tA01\tno\tanna\nR01\tB01\t\tanna\nR01\tA01\tgenoemd\tbram\n",
		"old mac":     "respondent;activity;state;coder;remark\rR01;A01;genoemd;anna;ja, vaak\rR02;A01;expliciet niet;anna\rR01;B01;;anna\rR01;A01;genoemd;bram\r",
		"code column": "respondent;code;state;coder;remark\nR01;A01;genoemd;anna;ja, vaak\nR02;A01;expliciet niet;anna\nR01;B01;;anna\nR01;A01;genoemd;bram\n",
	} {
		t.Run(name, func(t *testing.T) {
			if name == "tab" {
				data = strings.Replace(data, "\tno\t", "\texplicitly not\t", 1)
			}
			fillings := read(t, "x.csv", []byte(data), template(t)).Fillings
			if len(fillings) != 3 {
				t.Fatalf("%d fillings", len(fillings))
			}
			for i, want := range []struct {
				id string
				n  int
			}{{"activiteiten/R01/anna", 2}, {"activiteiten/R02/anna", 1}, {"activiteiten/R01/bram", 1}} {
				if f := fillings[i]; f.ID != want.id || len(f.Responses) != want.n {
					t.Errorf("filling %d: %s with %d responses", i, f.ID, len(f.Responses))
				}
			}
			if r := fillings[0].Responses[0]; r.Remark != "ja, vaak" || r.State != instruments.Mentioned {
				t.Errorf("first response %+v", r)
			}
			if fillings[1].Responses[0].State != instruments.Denied {
				t.Errorf("second respondent %+v", fillings[1])
			}
		})
	}
}

func TestLongTableProblems(t *testing.T) {
	const head = "respondent,activity,state\n"
	for _, tt := range []struct{ data, where, what string }{
		{head + "R01,A01,genoemd\nR01,A01,genoemd\n", "regel 3", "A01 bij R01 staat ook al op regel 2"},
		{head + "R01,A01,genoemd\nR01,Q01,genoemd\n", "regel 3, kolom activity", `"Q01" is niet bekend`},
		{head + "R01,A01,wel\n", "regel 2, kolom state", `"wel" is geen toestand`},
		{head + ",A01,genoemd\n", "regel 2, kolom respondent", "geen geldig nummer"},
		{head + "\nR01,\"A01,genoemd\n", "regel", "aanhalingstekens kloppen niet"},
		{head, "regel 1", "geen enkele rij"},
	} {
		_, problems := checklist.Read("x.csv", []byte(tt.data), template(t))
		if problems.Err() == nil {
			t.Errorf("%q is not refused", tt.data)
		}
		wantProblem(t, problems, tt.where, tt.what)
	}
}

// An answer list of another project: yes, no, sometimes, with role and project
// in its header. The template without activities takes the items as they are.
func TestReadAnswers(t *testing.T) {
	data := list(t, `
Respondent | R0001
Rol | beroepskracht
Project | Project Noord
Datum | 2019-06-07

Nr | Item | Antwoord | Frequentie | Toelichting
1 | Signaleren: geldzorgen | ja | 3 | zegt hij
2 | Samen activiteiten: koken | nee | 0 |
3 | Netwerk: buren | soms | 1 |
4 | Netwerk: familie | | |
`)
	result := read(t, "interview_0001.xlsx", data, empty(t))
	f := result.Fillings[0]
	want := []instruments.Response{
		{Activity: "Signaleren: geldzorgen", State: instruments.Mentioned, Remark: "zegt hij"},
		{Activity: "Samen activiteiten: koken", State: instruments.Denied},
		{Activity: "Netwerk: buren", State: instruments.Mentioned},
		{Activity: "Netwerk: familie", State: instruments.NotDiscussed},
	}
	if f.Respondent != "R0001" || f.Date != "2019-06-07" || len(f.Responses) != len(want) {
		t.Fatalf("read as %+v", f)
	}
	for i := range want {
		if f.Responses[i] != want[i] {
			t.Errorf("%+v, want %+v", f.Responses[i], want[i])
		}
	}
	who := result.Respondents[0]
	if who.ID != "R0001" || who.Role != "beroepskracht" || who.Type != instruments.Professional || who.Project != "Project Noord" {
		t.Errorf("respondent %+v", who)
	}
}

func TestAnswersAgainstATaxonomy(t *testing.T) {
	set := template(t)
	const head = "Respondent|R01\nNr|Item|Antwoord\n"
	f := read(t, "x.xlsx", list(t, head+"1|A01|ja"), set).Fillings[0]
	if len(f.Responses) != 1 || f.Responses[0].Activity != "A01" {
		t.Errorf("by id: %+v", f.Responses)
	}
	f = read(t, "x.xlsx", list(t, head+"1|keeping company, breaking loneliness|nee\n2|Luisteren, persoonlijk gesprek|soms"), set).Fillings[0]
	if f.Responses[0].Activity != "A02" || f.Responses[0].State != instruments.Denied || f.Responses[1].Activity != "B01" {
		t.Errorf("by label: %+v", f.Responses)
	}
	_, problems := checklist.Read("x.xlsx", list(t, head+"1|Netwerk: buren|ja\n2|A01|vaak"), set)
	wantProblem(t, problems, "rij 3, kolom B", `activiteit "Netwerk: buren" is niet bekend`)
	wantProblem(t, problems, "rij 4, kolom C", `"vaak" is geen toestand`)
}

func TestRespondentsCSVOfTheReplication(t *testing.T) {
	data, err := os.ReadFile(shared(t, "replication/respondents.csv"))
	if err != nil {
		t.Fatal(err)
	}
	result := read(t, "respondents.csv", data, template(t))
	types, ticks := map[instruments.RespondentType]int{}, 0
	for _, r := range result.Respondents {
		types[r.Type]++
	}
	for _, f := range result.Fillings {
		ticks += len(f.Responses)
	}
	// The published totals: 37 = 13 + 15 + 9 interviews, 253 activities.
	if len(result.Respondents) != 37 || types["vrijwilliger"] != 13 || types["professional"] != 15 || types["client"] != 9 {
		t.Errorf("%d respondents, %v", len(result.Respondents), types)
	}
	if ticks != 253 || len(result.Trajectories) != 19 {
		t.Errorf("%d ticks, %d trajectories", ticks, len(result.Trajectories))
	}
}
