package checklist_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

const dyadHead = `Traject | T03
Dyade | V-TOEZICHTH.
Codeur | anna
Datum | 2020-03-05
Vrijwilliger | R07
Professional | R09
Cliënt | R10

Indicator | Vraag | Waarde | Bron | Citaat | Volgens vrijwilliger | Volgens professional | Volgens cliënt | Toelichting
`

func TestReadIndicatorList(t *testing.T) {
	data := list(t, dyadHead+`
K1 | | 2 sporadisch | R07 | af en toe | | | |
K2 | | samen | R07, R09 | | 1 samen | 3 | - niet waargenomen | verschil
K3 | | 3 apart from each other | | | | R09=3 | |
k4 | | controle op de cliënt | R10=2; R07 | | | | |
K8 | | x nee | R07 | | | | |
K9 | | - niet waargenomen | | | | | |
K10 | | | | | | | |
`)
	f := read(t, "x.xlsx", data, template(t)).Fillings[0]
	if f.ID != "indicatoren/T03/V–toezichth./anna" || f.Dyad != (instruments.Dyad{ID: "T03/V–toezichth.", Trajectory: "T03", Role: "toezichthouder", Name: "V–toezichth."}) {
		t.Errorf("header read as %+v", f)
	}
	want := []instruments.Rating{
		{Indicator: "K1", Value: "2", Evidence: []instruments.Evidence{{Respondent: "R07", Value: "2", Quotation: "af en toe"}}},
		{Indicator: "K2", Value: "1", Remark: "verschil", Evidence: []instruments.Evidence{{Respondent: "R07", Value: "1"}, {Respondent: "R09", Value: "3"}}},
		{Indicator: "K3", Value: "3", Evidence: []instruments.Evidence{{Respondent: "R09", Value: "3"}}},
		{Indicator: "K4", Value: "2", Evidence: []instruments.Evidence{{Respondent: "R10", Value: "2"}, {Respondent: "R07", Value: "2"}}},
		{Indicator: "K8", Value: "x", Evidence: []instruments.Evidence{{Respondent: "R07", Value: "x"}}},
		{Indicator: "K9", Value: "-"},
		{Indicator: "K10", Value: "-"},
	}
	if diff := cmp.Diff(want, f.Ratings); diff != "" {
		t.Error(diff)
	}
}

func TestQuotationsFindTheirSpeaker(t *testing.T) {
	rows := grid(dyadHead)
	rows = append(rows, []any{"K1", "", "2", "R07, R09", "R07: eerst dit\nen dat: nog iets\nr09: en ik dit"})
	f := read(t, "x.xlsx", workbook(t, sheet{"Lijst", rows}), template(t)).Fillings[0]
	e := f.Ratings[0].Evidence
	if e[0].Quotation != "eerst dit\nen dat: nog iets" || e[1].Quotation != "en ik dit" {
		t.Errorf("quotations %+v", e)
	}
}

func TestIndicatorListProblems(t *testing.T) {
	for _, tt := range []struct{ name, row, where, what string }{
		{"value", "K1||4 soms", "kolom C", `"4 soms" is geen waarde van K1`},
		{"value of another indicator", "K8||2", "kolom C", `"2" is geen waarde van K8`},
		{"indicator", "K11||1", "kolom A", `indicator "K11" is niet bekend`},
		{"twice", "K1||1\nK1||1", "rij 11", "K1 staat ook al op rij 10"},
		{"source", "K1||1|R 07 ?", "kolom D", `"?" is geen geldig nummer`},
		{"source value", "K1||1|R07=9", "kolom D", `"9" is geen waarde van K1`},
		{"two values of one source", "K1||1|R07=2||1", "kolom F", "R07 heeft hier twee waarden"},
		{"quotation of nobody", "K1||1||zomaar iets", "kolom E", "niet duidelijk wie het zegt"},
		{"quotation of one of two", "K1||1|R07, R09|zomaar iets", "kolom E", "niet duidelijk wie het zegt"},
		{"party", "K1||1|||wie weet", "kolom F", `"wie weet" is geen waarde van K1`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := checklist.Read("x.xlsx", list(t, dyadHead+tt.row), template(t))
			if problems.Err() == nil {
				t.Error("not refused")
			}
			wantProblem(t, problems, tt.where, tt.what)
		})
	}
}

func TestIndicatorHeaderProblems(t *testing.T) {
	for _, tt := range []struct{ name, old, new, where, what string }{
		{"no trajectory", "Traject | T03", "Traject |", "x.xlsx", `"Traject" is niet ingevuld`},
		{"no dyad", "Dyade | V-TOEZICHTH.", "", "x.xlsx", `"Dyade" is niet ingevuld`},
		{"odd dyad", "V-TOEZICHTH.", "V–buurman", "rij 2, kolom B", `dyade "V–buurman" is niet bekend`},
		{"odd speaker", "Cliënt | R10", "Cliënt | R!", "rij 7, kolom B", `"R!" is geen geldig nummer`},
		{"speaker not named", "Vrijwilliger | R07", "Vrijwilliger |", "kolom F", "niet welke respondent dit zegt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			head := strings.Replace(dyadHead, tt.old, tt.new, 1)
			_, problems := checklist.Read("x.xlsx", list(t, head+"K1||1|||1"), template(t))
			if problems.Err() == nil {
				t.Error("not refused")
			}
			wantProblem(t, problems, tt.where, tt.what)
		})
	}
}

func TestIndicatorListNotes(t *testing.T) {
	_, problems := checklist.Read("x.xlsx", list(t, dyadHead+"K1||\nK2||1"), template(t))
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	wantProblem(t, problems, "blad Lijst", "1 indicatoren zonder waarde")
	wantProblem(t, problems, "blad Lijst", "indicator K3 staat niet op de lijst")
}

// The dyad may be named by its id, its name or the professional's role.
func TestDyadNames(t *testing.T) {
	for _, name := range []string{"V–cirkelcoörd.", "v-cirkelcoörd.", "T03/V–cirkelcoörd.", "cirkelcoördinator", "circle coordinator"} {
		head := strings.Replace(dyadHead, "V-TOEZICHTH.", name, 1)
		f := read(t, "x.xlsx", list(t, head+"K1||1"), template(t)).Fillings[0]
		if f.Dyad.Role != "cirkelcoördinator" || f.Dyad.ID != "T03/V–cirkelcoörd." {
			t.Errorf("%s: %+v", name, f.Dyad)
		}
	}
}

func TestVectorsOfTheReplication(t *testing.T) {
	data, err := os.ReadFile(shared(t, "replication/indicators.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	fillings := read(t, "indicators.csv", data, template(t)).Fillings
	if len(fillings) != 24 || len(rows) != 25 {
		t.Fatalf("%d dyads, %d rows", len(fillings), len(rows))
	}
	for i, f := range fillings {
		var vector []string
		for _, r := range f.Ratings {
			vector = append(vector, string(r.Value))
		}
		if got, want := strings.Join(vector, ""), strings.Join(rows[i+1][2:12], ""); got != want || f.Dyad.Role == "" {
			t.Errorf("%s: %s, want %s", f.Dyad.ID, got, want)
		}
	}
}

func TestVectorProblems(t *testing.T) {
	const head = "traject;dyade;K1;K2\n"
	for _, tt := range []struct{ data, where, what string }{
		{head + "T01;V–toezichth.;1;5\n", "regel 2, kolom K2", `"5" is geen waarde van K2`},
		{head + "T01;V–oom;1;1\n", "regel 2, kolom dyade", "is niet bekend"},
		{head + "T 1;V–toezichth.;1;1\n", "regel 2, kolom traject", "geen geldig nummer"},
		{head + "T01;V–toezichth.;1;1\nT01;V–toezichth.;1;1\n", "regel 3", "staat ook al op regel 2"},
		{head, "regel 1", "geen enkele rij"},
	} {
		_, problems := checklist.Read("x.csv", []byte(tt.data), template(t))
		if problems.Err() == nil {
			t.Errorf("%q is not refused", tt.data)
		}
		wantProblem(t, problems, tt.where, tt.what)
	}
}
