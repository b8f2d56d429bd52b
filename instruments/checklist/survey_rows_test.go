package checklist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// What the words and signs in a cell mean. A zero or an empty box is never
// "expliciet niet"; only words are.
func TestMarksOfAWideTable(t *testing.T) {
	for cell, want := range map[string]string{
		"1": "+", "x": "+", "X": "+", "ja": "+", "Yes": "+", "genoemd": "+", "mentioned": "+", "soms": "+", "TRUE": "+", "WAAR": "+", "Y": "+", "✓": "+", "1.0": "+",
		"samen ondernemen": "+", "samen ondernemen van activiteiten": "+", "A01": "+",
		"0": ".", "FALSE": ".", "onwaar": ".", "-99": ".", "niet besproken": ".", "not discussed": ".", "": ".", "n.v.t.": ".", "N/A": ".",
		"nee": "-", "No": "-", "expliciet niet": "-", "Explicitly  not": "-",
	} {
		got, _, _ := answers(t, "respondent;A01;A02\nR01;"+cell+";1\n", nil)
		wantAnswers(t, got, "R01: A01"+want+" A02+")
	}
}

func TestZeroAndEmptyAreTold(t *testing.T) {
	got, _, problems := answers(t, "_uuid,respondent,q,q/A01,q/A02,q/D01\na,R01,A01,1,0,\nb,R02,,,,\nc,R03,,0,0,0\n", nil)
	// D01 was not in the form when R01 filled it in; R02 was not asked at all;
	// R03 was asked and chose nothing.
	wantAnswers(t, got, "R01: A01+ A02.", "R03: A01. A02. D01.")
	wantProblem(t, problems, "x.csv", "gevraagd en niet aangekruist, dus gelezen als niet besproken: 4×")
	wantProblem(t, problems, "x.csv", "leeg, dus gelezen als niet gevraagd: 4×")
	wantProblem(t, problems, "x.csv", "geen antwoord over activiteiten, dus geen ingevulde lijst: rij 3")
	wantProblem(t, problems, "x.csv", "weggelaten kolommen van het programma zelf: 1")
	wantProblem(t, problems, "x.csv", "de tabel noemt geen codeur")
	wantProblem(t, problems, "x.csv", "27 activiteiten staan niet op de lijst: A03")
}

func TestWhoCodedAndWhen(t *testing.T) {
	data := "respondent,codeur,datum,A01,A02\nR01,codeur1,05-03-2020,1,0\nR01,codeur2,2020-03-06T10:58:34.147+03:00,0,1\nR02,,,1,1\n"
	got, result, _ := answers(t, data, nil)
	wantAnswers(t, got, "R01/codeur1: A01+ A02.", "R01/codeur2: A01. A02+", "R02: A01+ A02+")
	for i, want := range []struct{ id, date string }{
		{"activiteiten/R01/codeur1", "2020-03-05"}, {"activiteiten/R01/codeur2", "2020-03-06"}, {"activiteiten/R02/", ""},
	} {
		if f := result.Fillings[i]; f.ID != want.id || f.Date != want.date || f.Source.Name != "x.csv" || f.Kind != instruments.ActivityFilling {
			t.Errorf("filling %d is %+v", i, f)
		}
	}
	got, result, _ = answers(t, "Codeur,codeur3\nDatum,5-3-2020\n\nRespondent,A01,A02\nR01,1,0\n", nil)
	wantAnswers(t, got, "R01/codeur3: A01+ A02.")
	if result.Fillings[0].Date != "2020-03-05" {
		t.Errorf("date above the table: %q", result.Fillings[0].Date)
	}
}

func TestSurveyProblems(t *testing.T) {
	const kobo = "_uuid,respondent,q,q/A01,q/A02\n"
	for _, tt := range []struct{ name, data, where, what string }{
		{"unknown value", "respondent,A01,A02\nR01,1,misschien\n", "regel 2, kolom A02", `"misschien" is geen kruisje en geen toestand`},
		{"a scale", "respondent,A01,A02\nR01,1,3\n", "regel 2, kolom A02", `"3" is geen kruisje`},
		{"another activity's label", "respondent,A01,A02\nR01,gezelschap bieden,1\n", "regel 2, kolom A01", `"gezelschap bieden" is geen kruisje`},
		{"no respondent", "respondent,A01,A02\n,1,0\n", "regel 2, kolom respondent", "deze rij noemt geen respondent"},
		{"respondent with a blank", "respondent,A01,A02\nR 1,1,0\n", "regel 2, kolom respondent", `"R 1" is geen geldig nummer`},
		{"respondent twice", "respondent,A01,A02\nR01,1,0\nR02,1,0\nR01,0,1\n", "regel 4, kolom respondent", "respondent R01 staat ook al op rij 2"},
		{"no date", "respondent,datum,A01,A02\nR01,ooit,1,0\n", "regel 2, kolom datum", `"ooit" is geen datum`},
		{"the list names more", kobo + "a,R01,A01 A02,1,0\n", "regel 2, kolom q", `de lijst noemt "q/A02", maar die kolom is niet aangekruist`},
		{"the list names less", kobo + "a,R01,A01,1,1\n", "regel 2, kolom q", `de lijst noemt "q/A02" niet, maar die kolom is wel aangekruist`},
		{"the list names another", kobo + "a,R01,A01 fietsen,1,0\n", "regel 2, kolom q", `"fietsen" noemt geen activiteit`},
		{"mentioned and not", "_uuid,respondent,activiteiten/A01,activiteiten/A02,expliciet_niet/A01\na,R01,1,0,1\n", "regel 2, kolom expliciet_niet/A01", "A01 is in deze rij zowel genoemd als expliciet niet"},
		{"one activity twice", "respondent,A01,A02,samen ondernemen\nR01,1,0,0\n", "regel 1, kolom samen ondernemen", `kolom "A01" en kolom "samen ondernemen" gaan allebei over A01`},
		{"no rows", "respondent,A01,A02\n", "regel 1", "geen enkele rij"},
		{"unknown role", "respondent,rol,A01,A02\nR01,kok,1,0\n", "regel 2, kolom rol", `rol "kok" is niet bekend`},
		{"two stories about one person", "respondent,codeur,project,A01,A02\nR01,codeur1,Noord,1,0\nR01,codeur2,Zuid,1,0\n", "regel 3", "van respondent R01 staan er twee verschillende gegevens"},
		{"trajectory", "respondent,traject,A01,A02\nR01,T/1,1,0\n", "regel 2, kolom traject", `"T/1" is geen geldig nummer`},
		{"no respondent column", "A01,A02\n1,0\n", "regel 1", "geen kolom noemt de respondent"},
		{"two respondent columns", "respondent,deelnemer,A01,A02\nR01,R02,1,0\n", "regel 1, kolom deelnemer", `noemt kolom "deelnemer" de respondent?`},
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

// A column that is wrong in every row is told ten times, and then what to do
// about the column.
func TestManyBadCells(t *testing.T) {
	data := "respondent,A01,A02\n" + strings.Repeat("", 0)
	for _, r := range "abcdefghijklmnopqrstuvwxyz" {
		data += string(r) + ",1,veel\n"
	}
	_, problems := checklist.Read("x.csv", []byte(data), template(t))
	n := 0
	for _, p := range problems {
		if !p.Note {
			n++
		}
	}
	if n != 11 {
		t.Errorf("%d problems:\n%s", n, notes(problems))
	}
	wantProblem(t, problems, "kolom A02", "meer cellen die niet te lezen zijn")
}

// The problems of an xlsx name sheet, row and column letter.
func TestSurveyProblemsInAWorkbook(t *testing.T) {
	data := workbook(t, sheet{"Antwoorden", grid("respondent|A01|A02\nR01|1|0\nR02|1|veel")})
	_, problems := checklist.Read("x.xlsx", data, template(t))
	wantProblem(t, problems, "x.xlsx, blad Antwoorden, rij 3, kolom C", `"veel" is geen kruisje`)
}

func TestRespondentsOfASurvey(t *testing.T) {
	data := "respondent;rol;project;traject;geslacht;A01;A02\nR01;toezichthouder;Noord;T01, T02;vrouw;1;0\nR02;Cliënt;Noord;T01;man;0;1\n"
	_, result, _ := answers(t, data, map[string]string{"geslacht": "attribute"})
	want := []instruments.Respondent{
		{ID: "R01", Type: "professional", Role: "toezichthouder", Project: "Noord", Trajectories: []instruments.TrajectoryID{"T01", "T02"}, Attributes: map[string]string{"geslacht": "vrouw"}},
		{ID: "R02", Type: "client", Role: "cliënt", Project: "Noord", Trajectories: []instruments.TrajectoryID{"T01"}, Attributes: map[string]string{"geslacht": "man"}},
	}
	if diff := cmp.Diff(want, result.Respondents); diff != "" {
		t.Error(diff)
	}
	if len(result.Trajectories) != 2 {
		t.Errorf("trajectories %+v", result.Trajectories)
	}
	_, result, problems := answers(t, data, nil)
	wantProblem(t, problems, "regel 1", "andere weggelaten kolommen: 1 (geslacht)")
	if result.Respondents[0].Attributes != nil {
		t.Error("an attribute nobody asked for")
	}
	_, result, _ = answers(t, "respondent,type,A01,A02\nR01,vrijwilliger,1,0\nR02,professional,1,0\n", map[string]string{"type": "type"})
	if r := result.Respondents; r[0].Role != "vrijwilliger" || r[0].Type != "vrijwilliger" || r[1].Type != "professional" || r[1].Role != "" {
		t.Errorf("types read as %+v", r)
	}
}

func TestConsentInASurvey(t *testing.T) {
	_, result, _ := answers(t, "respondent,toestemming,A01,A02\nR01,ja,1,0\nR02,0,1,0\nR03,,1,0\n", nil)
	for i, want := range []string{"ja", "nee", ""} {
		if got := result.Respondents[i].Consent; got != want {
			t.Errorf("consent %d is %q, want %q", i, got, want)
		}
	}
	_, problems := checklist.Read("x.csv", []byte("respondent,toestemming,A01,A02\nR01,mondeling,1,0\n"), template(t))
	wantProblem(t, problems, "regel 2, kolom toestemming", `"mondeling" is geen ja of nee`)
}

// Excel keeps a date as a number; an attribute is what the cell shows.
func TestAttributesOfAWorkbookAreShown(t *testing.T) {
	data := workbook(t, sheet{"Blad1", [][]any{{"respondent", "aandeel", "A01", "A02"}, {"R01", "12 %", 1, 0}, {"R02", "5 %", true, false}}})
	result, problems := checklist.ReadWith("x.xlsx", data, template(t), checklist.Options{Columns: map[string]string{"aandeel": "kenmerk"}})
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	wantAnswers(t, byRespondent(t, result), "R01: A01+ A02.", "R02: A01+ A02.")
	if got := result.Respondents[0].Attributes["aandeel"]; got != "12 %" {
		t.Errorf("attribute %q", got)
	}
}

func TestRowsThatAreNoAnswers(t *testing.T) {
	one := qualtrics("1", "1", "1")
	add := func(cells ...string) string { return one + strings.Join(cells, ",") + "\n" }
	row := []string{"2026-01-03 09:28:09", "", "0", "", "100", "60", "1", "2026-01-03 09:38:10", "R_3", "anonymous", "NL", "R03", "1", "", "", ""}
	change := func(at int, v string) string {
		c := append([]string{}, row...)
		c[at] = v
		return add(c...)
	}
	for _, tt := range []struct {
		name, data, note string
		n                int
	}{
		{"finished", add(row...), "", 3},
		{"preview by status", change(2, "1"), "voorbeeld- en testrijen zijn weggelaten: rij 6", 2},
		{"preview by label", change(2, "Survey Preview"), "voorbeeld- en testrijen zijn weggelaten: rij 6", 2},
		{"preview by channel", change(9, "preview"), "voorbeeld- en testrijen zijn weggelaten: rij 6", 2},
		{"not finished", change(6, "0"), "niet afgemaakte vragenlijsten zijn wel ingelezen: rij 6", 3},
		{"not finished in words", change(6, "False"), "niet afgemaakte vragenlijsten zijn wel ingelezen: rij 6", 3},
		{"empty", add("2026-01-03 09:28:09", "", "0", "", "10", "60", "0", "2026-01-03 09:38:10", "R_3", "anonymous", "NL", "", "", "", "", ""), "overgeslagen omdat er niets staat: rij 6", 2},
		{"limesurvey not sent", "id,submitdate,lastpage,startlanguage,respondent,q[A01],q[A02]\n1,,1,nl,R01,Y,\n2,2026-01-02,3,nl,R02,,Y\n", "niet afgemaakte vragenlijsten zijn wel ingelezen: rij 2", 2},
		{"kobo not approved", "_uuid,_validation_status,respondent,q/A01,q/A02\na,Not Approved,R01,1,0\nb,Approved,R02,1,0\n", "afgekeurde inzendingen zijn wel ingelezen: rij 2", 2},
		{"odk rejected", "SubmissionDate,respondent,q/A01,q/A02,KEY,ReviewState\n2026-01-02T10:00:00.000Z,R01,1,0,uuid:a,rejected\n2026-01-02T10:00:00.000Z,R02,1,0,uuid:b,\n", "afgekeurde inzendingen zijn wel ingelezen: rij 2", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, result, problems := answers(t, tt.data, nil)
			if len(result.Fillings) != tt.n {
				t.Errorf("%d fillings, want %d", len(result.Fillings), tt.n)
			}
			if tt.note != "" {
				wantProblem(t, problems, "x.csv", tt.note)
			} else if strings.Contains(notes(problems), "afgemaakt") {
				t.Errorf("notes %s", notes(problems))
			}
		})
	}
}

// LimeSurvey writes "Nee" for a box that was not ticked; only when the user says
// that it was a question answered by yes and no is it an answer.
func TestLimeSurveyNo(t *testing.T) {
	const data = "Antwoord ID,Laatste pagina,Starttaal,Respondent,\"Doet u dit? [A01]\",\"Doet u dit? [A02]\"\n1,3,nl,R01,Ja,Nee\n2,3,nl,R02,N/A,N/A\n"
	got, _, _ := answers(t, data, nil)
	wantAnswers(t, got, "R01: A01+ A02.")
	got, _, _ = answers(t, data, map[string]string{"Doet u dit?": "answers"})
	wantAnswers(t, got, "R01: A01+ A02-")
	// An array question has other values too: there "N" is an answer.
	got, _, _ = answers(t, "id,submitdate,lastpage,respondent,q[A01],q[A02],q[A03]\n1,x,3,R01,Y,N,\n", nil)
	wantAnswers(t, got, "R01: A01+ A02-")
}

// A column to confirm does not hide what is wrong in the rows.
func TestRowsAreCheckedBesideColumnsToConfirm(t *testing.T) {
	t.Parallel()
	const text = "respondent,A01,Z77,A02\nR01,1,1,misschien\n,1,0,0\nR99,2,0,1\n"
	result, problems := checklist.Read("x.csv", []byte(text), template(t))
	wantProblem(t, problems, "x.csv, regel 1, kolom Z77", `is kolom "Z77" een activiteit?`)
	wantProblem(t, problems, "x.csv, regel 2, kolom A02", `"misschien" is geen kruisje en geen toestand`)
	wantProblem(t, problems, "x.csv, regel 3, kolom respondent", "deze rij noemt geen respondent")
	wantProblem(t, problems, "x.csv, regel 4, kolom A01", `"2" is geen kruisje en geen toestand`)
	if len(problems) != 4 || len(result.Fillings) != 0 {
		t.Errorf("%d lists\n%s", len(result.Fillings), problems.In(instruments.Dutch))
	}
	_, problems = checklist.Read("x.csv", []byte("mijn id,A01,A02\nR01,1,misschien\nR02,1,1\nR03,1,1\n"), template(t))
	if len(problems) != 1 { // nobody knows yet whose rows these are
		t.Errorf("%s", problems.In(instruments.Dutch))
	}
}

// A column that might name the respondent is shown with what stands in it.
func TestProposedRespondentShowsItsValues(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("id,submitdate,lastpage,resp. Wat is uw nummer?,act[A01]. Wat? [een],act[A02]. Wat? [twee]\n")
	for i := range 12 {
		fmt.Fprintf(&b, "%d,2026-01-01,3,R%02d,Ja,Nee\n", i+1, i+1)
	}
	result, problems := checklist.Read("x.csv", []byte(b.String()), template(t))
	wantProblem(t, problems, "x.csv", `noemt kolom "resp. Wat is uw nummer?" de respondent?`)
	for _, c := range result.Columns {
		if c.Use == "respondent" && (len(c.Values) != 10 || c.Values["R01"] != 1) {
			t.Errorf("values %v", c.Values)
		}
	}
}

// A list of which the coder's cell is empty is told by its row.
func TestRowsWithoutCoder(t *testing.T) {
	t.Parallel()
	_, problems := checklist.Read("x.csv", []byte("respondent,codeur,A01,A02\nR01,c1,1,0\nR02,,1,0\nR03,,0,1\n"), template(t))
	if problems.Err() != nil {
		t.Fatal(problems.In(instruments.Dutch))
	}
	wantProblem(t, problems, "x.csv", "geen codeur ingevuld: rij 3, 4")
}
