package checklist_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// table writes rows as a comma-separated file.
func table(rows [][]string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.WriteAll(rows)
	return b.String()
}

// The small exports that are also the seeds of the fuzz test, with what they
// hold or what is asked about them.
func TestSeedSurveys(t *testing.T) {
	for name, tt := range map[string]struct {
		survey  string
		columns map[string]string
		ask     []string // options shown without columns
		want    []string
	}{
		"kobo.csv":      {"kobo", map[string]string{"q1": "activities", "q2": "not"}, []string{"q1=activities", "q1=not", "q1=-", "q2=activities", "q2=not", "q2=-"}, []string{"R01: A01+ A02."}},
		"lime.csv":      {"limesurvey", nil, nil, []string{"R01: A01+"}},
		"odk.csv":       {"odk", map[string]string{"g-q1/x": "A02"}, []string{"g-q1/x=A01", "g-q1/x=-"}, []string{"R01: A01+ A02."}},
		"qualtrics.csv": {"qualtrics", map[string]string{"q1_1": "A01"}, []string{"q1_1=A01", "q1_1=-"}, []string{"R01: A01+"}},
		"wide.csv":      {"wide", map[string]string{"samen iets ondernemen": "A02"}, []string{"samen iets ondernemen=A01", "samen iets ondernemen=-"}, []string{"R01: A01+ A02+"}},
		"utf16.tsv":     {"wide", nil, nil, []string{"R01: " + whole(t, "A01+", "A02+")}},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile("testdata/surveys/" + name)
			if err != nil {
				t.Fatal(err)
			}
			result, problems := checklist.Read(name, data, template(t))
			if result.Survey != tt.survey {
				t.Errorf("survey %q", result.Survey)
			}
			if got := shown(problems); !slices.Equal(got, tt.ask) {
				t.Errorf("asked %q, want %q", got, tt.ask)
			}
			result, problems = checklist.ReadWith(name, data, template(t), checklist.Options{Columns: tt.columns})
			if problems.Err() != nil {
				t.Fatal(notes(problems))
			}
			wantAnswers(t, byRespondent(t, result), tt.want...)
		})
	}
}

// Whoever follows the messages gets there: taking each proposal, or leaving out
// what has none, is enough, and what is read then is what was marked.
func TestFollowingTheMessages(t *testing.T) {
	set := template(t)
	headings := []string{"samen activiteiten ondernomen", "gezelschap", "A1", "vrouw", "netwerk vergroten", "vraag/koken", "vraag/lezen", "vraag/sport", "niet/A01", "niet/A02", "q/A01", "q/A02", "q"}
	rapid.Check(t, func(t *rapid.T) {
		head := append([]string{"wie"}, rapid.Permutation(headings).Draw(t, "order")[:rapid.IntRange(1, len(headings)).Draw(t, "n")]...)
		rows := [][]string{append(head, "_uuid")}
		for i := range 3 {
			row := []string{fmt.Sprintf("R%02d", i)}
			for _, h := range head[1:] {
				cell := rapid.SampledFrom([]string{"0", "1"}).Draw(t, "cell")
				if h == "q" {
					cell = ""
				}
				row = append(row, cell)
			}
			rows = append(rows, append(row, fmt.Sprint("u", i)))
		}
		options := map[string]string{}
		for round := 0; ; round++ {
			result, problems := checklist.ReadWith("x.csv", []byte(table(rows)), set, checklist.Options{Columns: options})
			if err := problems.Err(); err == nil {
				return
			} else if onlyContradictions(problems) {
				return
			}
			if round == 5 {
				t.Fatalf("still refused with %v:\n%s", options, notes(problems))
			}
			follow(result, problems, options)
		}
	})
}

// onlyContradictions tells that what is left is wrong in the data, not unclear.
func onlyContradictions(problems instruments.Problems) bool {
	return !slices.ContainsFunc(problems, func(p instruments.Problem) bool {
		return !p.Note && !strings.Contains(p.What.NL, "zowel genoemd als expliciet niet") && !strings.Contains(p.What.NL, "de lijst noemt") &&
			!strings.Contains(p.What.NL, "gaan allebei over") && !strings.Contains(p.What.NL, "geen enkele kolom")
	})
}

// follow does what the messages say: the first option of each.
func follow(result checklist.Result, problems instruments.Problems, options map[string]string) {
	for _, p := range problems {
		if all := shown(instruments.Problems{p}); len(all) > 0 {
			choice := all[0]
			if strings.Contains(p.What.NL, "een activiteit?") || strings.Contains(p.What.NL, "keuzes lijken") { // no proposal
				choice = all[slices.IndexFunc(all, func(s string) bool { return strings.HasSuffix(s, "=-") })]
			}
			at := strings.LastIndexByte(choice, '=')
			options[choice[:at]] = choice[at+1:]
		}
	}
	for _, c := range result.Columns {
		if c.Use == "respondent" && !c.Sure {
			options[c.Heading] = "respondent"
		}
	}
}

// The order of columns makes no difference, nor do columns with what people
// typed.
func TestOtherColumnsChangeNothing(t *testing.T) {
	set := template(t)
	typed := []string{"", "Zij zegt dat het wel gaat, maar niet altijd.", "1 keer per week", "ja, vaak", "zie A01", "0 keer", "samen koken"}
	rapid.Check(t, func(t *rapid.T) {
		head := []string{"respondent", "A01", "B02", "samen ondernemen van activiteiten, hoe vaak", "verhaal", "verhaal 2"}
		rows := [][]string{head}
		for i := range 4 {
			rows = append(rows, []string{
				fmt.Sprintf("R%02d", i), rapid.SampledFrom([]string{"0", "1"}).Draw(t, "a"), rapid.SampledFrom([]string{"0", "1"}).Draw(t, "b"),
				"weet ik niet meer", typed[1+i], rapid.SampledFrom(typed).Draw(t, "typed"),
			})
		}
		plain := [][]string{}
		for _, r := range rows {
			plain = append(plain, r[:3])
		}
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5}).Draw(t, "order")
		var mixed [][]string
		for _, r := range rows {
			var m []string
			for _, i := range order {
				m = append(m, r[i])
			}
			mixed = append(mixed, m)
		}
		want, problems := checklist.Read("x.csv", []byte(table(plain)), set)
		if problems.Err() != nil {
			t.Fatal(problems)
		}
		got, problems := checklist.Read("x.csv", []byte(table(mixed)), set)
		if problems.Err() != nil {
			t.Fatal(notes(problems))
		}
		if diff := cmp.Diff(want.Fillings, got.Fillings, sameFilling); diff != "" {
			t.Fatalf("%s\n%s", diff, table(mixed))
		}
	})
}

// A Kobo workbook: numbers are numbers, and a date is a date of Excel.
func TestKoboWorkbook(t *testing.T) {
	data := workbook(t, sheet{"Lijst", [][]any{
		{"start", "respondent", "datum", "activiteiten", "activiteiten/A01", "activiteiten/A02", "_id", "_uuid", "_submission_time", "_index"},
		{"2026-03-05T10:00:00.000+01:00", 7, 43895, "A01", 1, 0, 118, "aa", "2026-03-05T11:00:00", 1},
		{"2026-03-05T10:00:00.000+01:00", 8, 43896.5, "", "", "", 119, "bb", "2026-03-05T11:00:00", 2},
		{"2026-03-05T10:00:00.000+01:00", 9, "", "A01 A02", true, true, 120, "cc", "2026-03-05T11:00:00", 3},
	}})
	result, problems := checklist.Read("kobo.xlsx", data, template(t))
	if problems.Err() != nil {
		t.Fatal(notes(problems))
	}
	wantAnswers(t, byRespondent(t, result), "7: A01+ A02.", "9: A01+ A02+")
	if f := result.Fillings; f[0].Date != "2020-03-05" || f[1].Date != "" {
		t.Errorf("dates %q and %q", f[0].Date, f[1].Date)
	}
	wantProblem(t, problems, "kobo.xlsx, blad Lijst", "dus geen ingevulde lijst: rij 3")
}

// What is told is told in both languages, with what to do.
func TestMessagesInEnglish(t *testing.T) {
	_, problems := checklist.Read("x.csv", []byte("wie,A01,A02,samen iets,q/A01,q/A02\nR01,1,0,1,1,0\nR02,2,0,1,1,0\nR03,1,0,1,1,0\n"), template(t))
	got := problems.In(instruments.English)
	for _, want := range []string{
		`x.csv, line 1, column wie: does column "wie" name the respondent?`,
		`hint: if so: --column "wie=respondent"; else likewise for the column that does`,
		`does a mark in question "q" say that the activity is mentioned, or explicitly not?`,
		`hint: mentioned: --column "q=activities"; explicitly not: --column "q=not"; leave the question out: --column "q=-"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("not said: %s\n%s", want, got)
		}
	}
	for _, word := range []string{"kolom", "vraag", "activiteit ", "rij "} {
		if strings.Contains(got, word) {
			t.Errorf("%q in\n%s", word, got)
		}
	}
}

// Everything of a file, or nothing: a refused file gives columns to choose
// from, and never a part of the answers of a sheet that is unclear.
func TestRefusedSurveysGiveColumns(t *testing.T) {
	data := workbook(t,
		sheet{"een", grid("_uuid|respondent|q/A01|q/A02\na|R01|1|0")},
		sheet{"twee", grid("_uuid|respondent|q/A01|q/iets\nb|R02|1|0")},
	)
	result, problems := checklist.Read("x.xlsx", data, template(t))
	if problems.Err() == nil {
		t.Fatal("not asked about q/iets")
	}
	wantUse(t, result.Columns, "_uuid=-", "respondent=respondent", "q/A01=activity:A01", "q/A02=activity:A02", "_uuid=-", "respondent=respondent", "q/A01=activity:A01", "q/iets=?")
	result, problems = checklist.ReadWith("x.xlsx", data, template(t), checklist.Options{Columns: map[string]string{"q/iets": "A03"}})
	if problems.Err() != nil {
		t.Fatal(notes(problems))
	}
	wantAnswers(t, byRespondent(t, result), "R01: A01+ A02.", "R02: A01+ A03.")
	twice := workbook(t,
		sheet{"een", grid("_uuid|respondent|q/A01|q/A02\na|R01|1|0")},
		sheet{"twee", grid("_uuid|respondent|q/A01|q/A02\nb|R01|1|0")},
	)
	_, problems = checklist.Read("x.xlsx", twice, template(t))
	wantProblem(t, problems, "blad twee, rij 2", "respondent R01 staat ook al op rij 2")
}

// Values are shown for choices only, never for what people typed.
func TestValuesShown(t *testing.T) {
	rows := [][]string{{"respondent", "A01", "A02", "geslacht", "verhaal", "project", "_uuid"}}
	for i := range 12 {
		rows = append(rows, []string{fmt.Sprintf("R%02d", i), fmt.Sprint(i % 2), "1", []string{"vrouw", "man"}[i%2], fmt.Sprintf("een verhaal van %d", i), "Noord", fmt.Sprint("u", i)})
	}
	result := read(t, "x.csv", []byte(table(rows)), template(t))
	want := map[string]map[string]int{"A01": {"0": 6, "1": 6}, "A02": {"1": 12}, "geslacht": {"vrouw": 6, "man": 6}, "project": {"Noord": 12}}
	for _, c := range result.Columns {
		if !maps.Equal(c.Values, want[c.Heading]) {
			t.Errorf("%s shows %v, want %v", c.Heading, c.Values, want[c.Heading])
		}
	}
}
