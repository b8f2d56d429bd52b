package checklist_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

func TestReadRespondentSheet(t *testing.T) {
	data := workbook(t,
		sheet{"Leesmij", grid("Dit blad legt iets uit\nRespondent is een nummer")},
		sheet{"Respondenten", grid(`
Respondent | Traject(en) | Project | Rol | Toestemming | Leeftijd | Code
R01 | T01 | COSA 1-op-1 | Vrijwilliger | JA | 60+ | x1
R02 | T01, T02; T03 | COSA 1-op-1 | circle coordinator | yes | |
R03 | T01 | COSA 1-op-1 | client | no | 40-59 |`)},
		sheet{"Trajecten", grid(`
Traject | Project | Startcontact | Titel
T01 | COSA 1-op-1 | ja | tbs
T02 | COSA 1-op-1 | nee |
T03 | COSA 1-op-1 | |`)})
	result := read(t, "x.xlsx", data, template(t))
	wantPeople := []instruments.Respondent{
		{ID: "R01", Type: "vrijwilliger", Role: "vrijwilliger", Project: "COSA 1-op-1", Trajectories: []instruments.TrajectoryID{"T01"}, Consent: "ja", Attributes: map[string]string{"Leeftijd": "60+", "Code": "x1"}},
		{ID: "R02", Type: "professional", Role: "cirkelcoördinator", Project: "COSA 1-op-1", Trajectories: []instruments.TrajectoryID{"T01", "T02", "T03"}, Consent: "ja"},
		{ID: "R03", Type: "client", Role: "cliënt", Project: "COSA 1-op-1", Trajectories: []instruments.TrajectoryID{"T01"}, Consent: "nee", Attributes: map[string]string{"Leeftijd": "40-59"}},
	}
	if diff := cmp.Diff(wantPeople, result.Respondents, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	wantCases := []instruments.Trajectory{
		{ID: "T01", Project: "COSA 1-op-1", StartContact: "ja", Attributes: map[string]string{"Titel": "tbs"}},
		{ID: "T02", Project: "COSA 1-op-1", StartContact: "nee"},
		{ID: "T03", Project: "COSA 1-op-1"},
	}
	if diff := cmp.Diff(wantCases, result.Trajectories, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// Without a sheet of trajectories they follow from the respondents.
func TestTrajectoriesAreDerived(t *testing.T) {
	data := []byte("respondent;traject;project;rol\nR01;T01;LJ&R;vrijwilliger\nR02;T01 T02;LJ&R;toezichthouder\n")
	got := read(t, "x.csv", data, template(t)).Trajectories
	want := []instruments.Trajectory{{ID: "T01", Project: "LJ&R"}, {ID: "T02", Project: "LJ&R"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRespondentSheetProblems(t *testing.T) {
	const head = "respondent;traject;project;rol;toestemming\n"
	for _, tt := range []struct{ name, data, where, what string }{
		{"id", head + "R 1;T01;LJ&R;cliënt;ja\n", "regel 2, kolom respondent", "geen geldig nummer"},
		{"no id", head + ";T01;LJ&R;cliënt;ja\n", "regel 2, kolom respondent", "geen geldig nummer"},
		{"twice", head + "R1;T01;LJ&R;cliënt;ja\nR1;T02;LJ&R;cliënt;ja\n", "regel 3, kolom respondent", "respondent R1 staat ook al op rij 2"},
		{"role", head + "R1;T01;LJ&R;directeur;ja\n", "regel 2, kolom rol", `rol "directeur" is niet bekend`},
		{"type with two roles", head + "R1;T01;LJ&R;professional;ja\n", "regel 2, kolom rol", `rol "professional" is niet bekend`},
		{"consent", head + "R1;T01;LJ&R;cliënt;misschien\n", "regel 2, kolom toestemming", `"misschien" is geen ja of nee`},
		{"project", head + "R1;T01;;cliënt;ja\n", "regel 2, kolom project", "het project ontbreekt"},
		{"trajectory", head + "R1;T*1;LJ&R;cliënt;ja\n", "regel 2, kolom traject", "geen geldig nummer"},
		{"two projects", head + "R1;T01;LJ&R;cliënt;ja\nR2;T01;A'dam;vrijwilliger;ja\n", "x.csv", `respondent R2 hoort bij project "A'dam", traject T01 bij "LJ&R"`},
		{"no rows", head, "regel 1", "geen enkele rij"},
		{"ticks", "respondent;rol;project;ticks;activities\nR1;cliënt;LJ&R;3;A01 A02\n", "regel 2, kolom ticks", "er staat 3, maar de rij noemt 2 activiteiten"},
		{"ticked", "respondent;rol;project;ticks;activities\nR1;cliënt;LJ&R;1;A01 A99\n", "regel 2, kolom activities", `activiteit "A99" is niet bekend`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := checklist.Read("x.csv", []byte(tt.data), template(t))
			if problems.Err() == nil {
				t.Error("not refused")
			}
			wantProblem(t, problems, tt.where, tt.what)
		})
	}
}

func TestTrajectorySheetProblems(t *testing.T) {
	people := sheet{"Respondenten", grid("Respondent|Traject(en)|Project|Rol\nR1|T01|LJ&R|cliënt\nR2|T9|LJ&R|vrijwilliger")}
	data := workbook(t, people, sheet{"Trajecten", grid("Traject|Project|Startcontact\nT01|LJ&R|ja\nT01|LJ&R|soms\nT?|LJ&R|")})
	_, problems := checklist.Read("x.xlsx", data, template(t))
	wantProblem(t, problems, "x.xlsx", "traject T9 van respondent R2 staat niet op het blad met trajecten")
	wantProblem(t, problems, "blad Trajecten, rij 3, kolom A", "traject T01 staat ook al op rij 2")
	wantProblem(t, problems, "blad Trajecten, rij 3, kolom C", `"soms" is geen ja of nee`)
	wantProblem(t, problems, "blad Trajecten, rij 4, kolom A", "geen geldig nummer")
}

// A project outside the plan is told, not refused: plans change.
func TestUnplannedProjectIsANote(t *testing.T) {
	_, problems := checklist.Read("x.csv", []byte("respondent;project;rol\nR1;Project Oost;cliënt\n"), template(t))
	if problems.Err() != nil {
		t.Error(problems)
	}
	wantProblem(t, problems, "regel 2, kolom project", `project "Project Oost" staat niet in het plan`)
}

// Excel keeps a date as a number of days: in the header it becomes a date, in
// an attribute it stays as Excel shows it.
func TestExcelDates(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	day := time.Date(2020, 3, 5, 0, 0, 0, 0, time.UTC)
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: new("dd-mm-yyyy")})
	if err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{"A1": "Respondent", "B1": "R01", "A2": "Datum", "B2": day, "A4": "Code", "B4": "Toestand", "A5": "A01", "B5": "genoemd"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("Mensen"); err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{"A1": "Respondent", "B1": "Rol", "C1": "Gestart", "D1": "Project", "A2": "R01", "B2": "cliënt", "C2": day, "D2": "LJ&R"} {
		if err := f.SetCellValue("Mensen", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellStyle("Mensen", "C2", "C2", style); err != nil {
		t.Fatal(err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	result := read(t, "x.xlsx", buf.Bytes(), template(t))
	if got := result.Fillings[0].Date; got != "2020-03-05" {
		t.Errorf("date %q", got)
	}
	if got := result.Respondents[0].Attributes["Gestart"]; got != "05-03-2020" {
		t.Errorf("attribute %q", got)
	}
}

func TestDates(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "05-03-2020": "2020-03-05", "5-3-2020": "2020-03-05", "5/3/2020": "2020-03-05", "5.3.2020": "2020-03-05",
		"2020-03-05": "2020-03-05", "2020-03-05T14:30:00Z": "2020-03-05",
		"43895":   "2020-03-05", // days since 30-12-1899
		"43895.6": "2020-03-05",
	} {
		data := list(t, "Respondent|R01\nDatum|"+in+"\nCode|Toestand\nA01|genoemd")
		if got := read(t, "x.xlsx", data, template(t)).Fillings[0].Date; got != want {
			t.Errorf("%q read as %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{"2020", "maart", "30-02-2020", "3-13-2020", "-4", "1e99", "05-03-20"} {
		_, problems := checklist.Read("x.xlsx", list(t, "Respondent|R01\nDatum|"+in+"\nCode|Toestand\nA01|genoemd"), template(t))
		wantProblem(t, problems, "rij 2, kolom B", "is geen datum")
	}
}
