package checklist_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// use says of every column what it was taken for, as "heading=use", with "?"
// when it must be confirmed.
func use(columns []checklist.Column) []string {
	var out []string
	for _, c := range columns {
		s := c.Heading + "=" + c.Use
		if c.Activity != "" {
			s += ":" + string(c.Activity)
		}
		if c.State == instruments.Denied {
			s += "!"
		}
		if !c.Sure {
			s += "?"
		}
		out = append(out, s)
	}
	return out
}

func wantUse(t *testing.T, got []checklist.Column, want ...string) {
	t.Helper()
	if u := use(got); !slices.Equal(u, want) {
		t.Errorf("columns\n%q, want\n%q", u, want)
	}
}

// shown are the options that the problems tell the user to give.
func shown(problems instruments.Problems) []string {
	var out []string
	for _, p := range problems {
		for _, m := range regexp.MustCompile(`--column "([^"]*)"`).FindAllStringSubmatch(p.Hint.NL, -1) {
			if !p.Note {
				out = append(out, m[1])
			}
		}
	}
	return out
}

func TestColumnsThatMustBeConfirmed(t *testing.T) {
	data := "respondent,A01,A02,samen iets ondernemen,vrouw,leeftijd,C-1\nR01,1,0,1,0,41,1\nR02,1,0,1,1,52,0\nR03,1,0,1,1,63,0\n"
	result, problems := checklist.Read("x.csv", []byte(data), template(t))
	if problems.Err() == nil || len(result.Fillings) != 0 {
		t.Fatal("read without asking")
	}
	wantUse(t, result.Columns, "respondent=respondent", "A01=activity:A01", "A02=activity:A02", "samen iets ondernemen=activity:A01?", "vrouw=?", "leeftijd=-", "C-1=activity:C01?")
	wantProblem(t, problems, "regel 1, kolom samen iets ondernemen", `is kolom "samen iets ondernemen" activiteit A01 (samen ondernemen van activiteiten)?`)
	wantProblem(t, problems, "regel 1, kolom vrouw", `is kolom "vrouw" een activiteit?`)
	if got, want := shown(problems), []string{"samen iets ondernemen=A01", "samen iets ondernemen=-", "vrouw=A01", "vrouw=-", "C-1=C01", "C-1=-"}; !slices.Equal(got, want) {
		t.Errorf("options shown %q, want %q", got, want)
	}
	if v := result.Columns[4].Values; v["0"] != 1 || v["1"] != 2 {
		t.Errorf("values of vrouw %v", v)
	}
	got, result, problems := answers(t, data, map[string]string{"samen iets ondernemen": "A03", " VROUW ": "-", "[G]": "C01", "kwijt": "-"})
	wantAnswers(t, got, "R01: A01+ A02. A03+ C01+", "R02: A01+ A02. A03+ C01.", "R03: A01+ A02. A03+ C01.")
	wantProblem(t, problems, "x.csv", `het bestand heeft geen kolom of vraag "kwijt"`)
	if c := result.Columns[3]; c.How != "given" || !c.Sure || c.Activity != "A03" {
		t.Errorf("column %+v", c)
	}
}

// When every item of the checklist has its column nothing else can be one.
func TestNothingIsAskedWhenAllAreThere(t *testing.T) {
	head, row := "respondent,vrouw,cosa,koken", "R01,1,0,ja"
	for _, id := range template(t).Checklist.Items {
		head, row = head+","+string(id), row+",1"
	}
	_, result, problems := answers(t, head+"\n"+row+"\n", nil)
	if len(result.Fillings[0].Responses) != 30 {
		t.Errorf("%d responses", len(result.Fillings[0].Responses))
	}
	wantProblem(t, problems, "regel 1", "andere weggelaten kolommen: 3 (vrouw, cosa, koken)")
}

func TestOptions(t *testing.T) {
	const split = "_uuid,wie,q1,q1/A01,q1/A02,q2,q2/A01,q2/A02\na,R01,A01,1,0,A02,0,1\n"
	for _, tt := range []struct {
		name, data string
		columns    map[string]string
		want       string
	}{
		{"two questions", split, map[string]string{"wie": "respondent", "q1": "activities", "q2": "not"}, "R01: A01+ A02-"},
		{"in Dutch", split, map[string]string{"wie": "respondent", "q1": "Activiteiten", "q2": "niet"}, "R01: A01+ A02-"},
		{"one left out", split, map[string]string{"wie": "respondent", "q2": "-"}, "R01: A01+ A02."},
		{"column by column", split, map[string]string{"wie": "respondent", "q1": "-", "q2/A01": "A03", "q2/A02": "not:A04"}, "R01: A03. A04-"},
		{"one question column by column", split, map[string]string{"wie": "respondent", "q2/A01": "not:A01", "q2/A02": "not:A02"}, "R01: A01+ A02-"},
		{"label", "wie,a,b\nR01,1,0\n", map[string]string{"wie": "respondent", "a": "gezelschap bieden", "b": "a01"}, "R01: A01. A02+"},
		{"a remark", "respondent,A01,A02,b\nR01,1,0,elke week\n", map[string]string{"b": "note:A01"}, "R01: A01+ A02."},
		{"coder and date", "respondent,A01,A02,door,op\nR01,1,0,codeur1,2020-03-05\n", map[string]string{"door": "coder", "op": "date"}, "R01/codeur1: A01+ A02."},
		{"a list", "respondent,wat\nR01,A01\nR02,\n", map[string]string{"wat": "activities"}, ""},
		{"an id of Kobo", "_uuid,q/A01,q/A02\nuuid:aa-1,1,0\n", map[string]string{"_uuid": "respondent"}, "aa-1: A01+ A02."},
		{"the respondent of two", "respondent,deelnemer,A01,A02\nR01,R02,1,0\n", map[string]string{"deelnemer": "respondent"}, "R02: A01+ A02."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, result, _ := answers(t, tt.data, tt.columns)
			if tt.want != "" {
				wantAnswers(t, got, tt.want)
			} else if got["R01"] != whole(t, "A01+") {
				t.Errorf("got %q", got["R01"])
			}
			if tt.name == "a remark" && result.Fillings[0].Responses[0].Remark != "elke week" {
				t.Errorf("remark lost: %+v", result.Fillings[0])
			}
			if tt.name == "coder and date" && result.Fillings[0].Date != "2020-03-05" {
				t.Errorf("date lost: %+v", result.Fillings[0])
			}
		})
	}
}

func TestWrongOptions(t *testing.T) {
	for target, what := range map[string]string{
		"Z99":     `"Z99" is geen activiteit en geen woord voor een kolom`,
		"note:x":  `"note:x" is geen activiteit`,
		"coder:x": `"coder:x" is geen activiteit`,
		"":        `"" is geen activiteit`,
	} {
		_, problems := checklist.ReadWith("x.csv", []byte("respondent,A01,b\nR01,1,1\n"), template(t), checklist.Options{Columns: map[string]string{"b": target}})
		if problems.Err() == nil {
			t.Errorf("%q is not refused", target)
		}
		wantProblem(t, problems, "kolom b", what)
	}
	_, problems := checklist.ReadWith("x.csv", []byte("respondent,b\nR01,1\n"), template(t), checklist.Options{Columns: map[string]string{"b": "-"}})
	wantProblem(t, problems, "regel 1", "geen enkele kolom is een activiteit")
}

// Every word that can be given is understood of a column or a question.
func TestColumnWordsAreUnderstood(t *testing.T) {
	for _, word := range checklist.ColumnWords() {
		result, problems := checklist.ReadWith("x.csv", []byte("respondent,A01,A02,b\nR01,1,0,\n"), template(t), checklist.Options{Columns: map[string]string{"b": word}})
		for _, p := range problems {
			if strings.Contains(p.What.NL, "geen woord voor een kolom") {
				t.Errorf("%q: %s", word, p.What.NL)
			}
		}
		if c := result.Columns[3]; c.How != "given" || !c.Sure && word != "respondent" {
			t.Errorf("%q: %+v", word, c)
		}
	}
}

// A question that asks what others ask, or whose name has a not in it, could
// say either of two things.
func TestQuestionsThatMustBeConfirmed(t *testing.T) {
	result, problems := checklist.Read("x.csv", []byte("_uuid,respondent,q1/A01,q1/A02,q2/A01,q2/A02\na,R01,1,0,0,1\n"), template(t))
	wantUse(t, result.Columns, "_uuid=-", "respondent=respondent", "q1/A01=activity:A01?", "q1/A02=activity:A02?", "q2/A01=activity:A01?", "q2/A02=activity:A02?")
	wantProblem(t, problems, "kolom q1/A01", `zegt een kruisje bij vraag "q1" dat de activiteit genoemd is`)
	wantProblem(t, problems, "kolom q2/A01", `zegt een kruisje bij vraag "q2" dat de activiteit genoemd is`)
	if got := shown(problems); !slices.Equal(got, []string{"q1=activities", "q1=not", "q1=-", "q2=activities", "q2=not", "q2=-"}) {
		t.Errorf("options %q", got)
	}
	_, problems = checklist.Read("x.csv", []byte("_uuid,respondent,niet_gedaan/A01,niet_gedaan/A02\na,R01,1,0\n"), template(t))
	wantProblem(t, problems, "kolom niet_gedaan/A01", `of juist expliciet niet?`)
	// Questions about other activities are all about what is mentioned.
	got, _, _ := answers(t, "_uuid,respondent,q1/A01,q1/A02,q2/B01,q2/B02\na,R01,1,0,0,1\n", nil)
	wantAnswers(t, got, "R01: A01+ A02. B01. B02+")
}

func TestListsInACell(t *testing.T) {
	long := "gezelschap bieden (koffie, wandelen), eenzaamheid doorbreken"
	for _, tt := range []struct{ name, cells, want string }{
		{"codes", "A01 D01", "A01+ D01+"},
		{"labels and commas", "samen ondernemen van activiteiten, " + long, "A01+ A02+"},
		{"labels and semicolons, as Forms has them", "samen ondernemen van activiteiten;" + long + ";", "A01+ A02+"},
		{"in English", "joint activities, listening, personal talk", "A01+ B01+"},
		{"on lines", "A01\nB01", "A01+ B01+"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := "respondent;wat;opmerking\nR01;\"" + tt.cells + "\";iets\nR02;;iets\n"
			got, _, _ := answers(t, data, nil)
			if len(got) != 1 {
				t.Fatalf("fillings %v", got)
			}
			marked := regexp.MustCompile(`\w+\+`).FindAllString(got["R01"], -1)
			if strings.Join(marked, " ") != tt.want || strings.Count(got["R01"], ".") != 28 {
				t.Errorf("got %q", got["R01"])
			}
		})
	}
	// One answer in every cell may be a question with one answer.
	_, problems := checklist.Read("x.csv", []byte("respondent,belangrijkste\nR01,A01\nR02,B01\n"), template(t))
	if problems.Err() == nil {
		t.Error("a question with one answer is read as a list")
	}
}

func TestRemarks(t *testing.T) {
	for _, heading := range []string{
		"toelichting_A01", "toelichting/toelichting_A01", "A01_opmerking", "A01 opmerking", "Opmerking A01", "Toelichting bij samen ondernemen van activiteiten",
		"Remark on joint activities", "q[A01comment]", "Groep/Toelichting bij samen ondernemen", "A01/toelichting",
	} {
		_, result, _ := answers(t, "respondent,A01,A02,"+heading+"\nR01,1,0,elke week\nR02,0,1,\n", nil)
		if got := result.Fillings[0].Responses[0]; got.Remark != "elke week" || got.Activity != "A01" {
			t.Errorf("%s: %+v", heading, result.Fillings[0].Responses)
		}
		if got := result.Fillings[1].Responses[0].Remark; got != "" {
			t.Errorf("%s: remark %q from nowhere", heading, got)
		}
	}
}

func TestHeadingsTwiceAndEmpty(t *testing.T) {
	result, problems := checklist.Read("x.csv", []byte("respondent,A01,A02,,vrouw,vrouw,\nR01,1,0,1,1,0,x\n"), template(t))
	if problems.Err() == nil {
		t.Fatal("not asked")
	}
	wantUse(t, result.Columns, "respondent=respondent", "A01=activity:A01", "A02=activity:A02", "[D]=?", "vrouw=?", "vrouw [F]=?", "[G]=?")
	got, _, _ := answers(t, "respondent,A01,A02,,vrouw,vrouw,\nR01,1,0,1,1,0,x\n", map[string]string{"[D]": "B01", "vrouw": "-", "vrouw [F]": "-", "[g]": "B02"})
	wantAnswers(t, got, "R01: A01+ A02. B01+ B02+")
}

// A workbook that holds the form beside the answers says what its names mean.
func TestFormInTheSameFile(t *testing.T) {
	data := workbook(t,
		sheet{"data", grid("_uuid|respondent|q|q/samen|q/koffie\na|R01|samen|1|0")},
		sheet{"survey", grid("type|name|label::Nederlands (nl)\nselect_multiple act|q|Wat gebeurt er?")},
		sheet{"choices", grid("list_name|name|label::Nederlands (nl)\nact|samen|samen ondernemen van activiteiten\nact|koffie|gezelschap bieden (koffie, wandelen), eenzaamheid doorbreken\nact|x|iets anders")},
		sheet{"settings", grid("form_title|form_id|version\nLijst|lijst|1")},
	)
	result := read(t, "x.xlsx", data, template(t))
	wantAnswers(t, byRespondent(t, result), "R01: A01+ A02.")
	if result.Survey != "kobo" {
		t.Errorf("survey %q", result.Survey)
	}
}

func TestRepeatedGroupsAreNotRead(t *testing.T) {
	data := workbook(t,
		sheet{"lijst", grid("_id|_uuid|_submission_time|respondent|q/A01|q/A02|_index\n1|a|2026-01-02|R01|1|0|1")},
		sheet{"bezoek", grid("dag|_index|_parent_table_name|_parent_index|_submission__id\nmaandag|1|lijst|1|1")},
	)
	result, problems := checklist.Read("x.xlsx", data, template(t))
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	wantAnswers(t, byRespondent(t, result), "R01: A01+ A02.")
	wantProblem(t, problems, "x.xlsx, blad bezoek", "herhaalde groep")
	_, problems = checklist.Read("x.csv", []byte("dag,PARENT_KEY,KEY\nmaandag,uuid:a,uuid:a/bezoek[1]\n"), template(t))
	if problems.Err() == nil {
		t.Error("a repeated group alone is not refused")
	}
	wantProblem(t, problems, "x.csv", "alleen antwoorden op een herhaalde groep")
}

// Tables of our own stay what they were.
func TestOwnTablesAreNoSurveys(t *testing.T) {
	for name, data := range map[string]string{
		"long":         "respondent,activity,state\nR01,A01,genoemd\n",
		"respondents":  "respondent,trajectory,project,role,werk en opleiding\nR01,T01,Noord,toezichthouder,student\n",
		"an attribute": "respondent,trajectory,project,role,contact met familie\nR01,T01,Noord,toezichthouder,ja\n",
		"dyads":        "trajectory,dyad,K1\nT01,V–toezichth.,1\n",
	} {
		result := read(t, "x.csv", []byte(data), template(t))
		if want := map[string]string{"long": "long"}[name]; result.Survey != want || len(result.Columns) != 0 {
			t.Errorf("%s: survey %q with %d columns", name, result.Survey, len(result.Columns))
		}
	}
	got, result, _ := answers(t, "respondent,trajectory,project,role,A01,A02\nR01,T01,Noord,toezichthouder,1,0\n", nil)
	wantAnswers(t, got, "R01: A01+ A02.")
	if result.Survey != "wide" || len(result.Respondents) != 1 {
		t.Errorf("respondents with activities: %+v", result)
	}
}

func TestStudyWithoutTaxonomy(t *testing.T) {
	data := []byte("_uuid,respondent,q,q/koken,q/koffie\na,R01,koken,1,0\n")
	result, problems := checklist.ReadWith("x.csv", data, empty(t), checklist.Options{Columns: map[string]string{"q": "activities"}})
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	wantAnswers(t, byRespondent(t, result), "R01: koken+ koffie.")
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(shared(t, "fixtures/instruments/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A household survey is none of ours: nothing in it may be taken for an
// activity without asking, and with a mapping it is read.
func TestHouseholdSurvey(t *testing.T) {
	data := fixture(t, "kobo/cleaningtools-raw-data-dots.csv")
	result, problems := checklist.Read("raw.csv", data, template(t))
	if problems.Err() == nil || len(result.Fillings) != 0 || len(result.Columns) != 111 {
		t.Fatalf("%d fillings, %d columns, %v", len(result.Fillings), len(result.Columns), problems.Err())
	}
	options := map[string]string{}
	for _, o := range shown(problems) { // what the messages say, taken literally
		if heading, ok := strings.CutSuffix(o, "=-"); ok {
			options[heading] = "-"
		}
	}
	delete(options, "water_sources")
	options["X_uuid"] = "respondent"
	for _, c := range result.Columns {
		if strings.HasPrefix(c.Heading, "water_sources.") && !c.Sure {
			options[c.Heading] = "-"
		}
		if c.Sure && c.Use == "activity" {
			t.Errorf("%s is taken for %s", c.Heading, c.Activity)
		}
	}
	options["water_sources.piped"], options["water_sources.trucking"], options["gender_hoh"] = "A01", "A02", "attribute"
	result, problems = checklist.ReadWith("raw.csv", data, template(t), checklist.Options{Columns: options})
	if problems.Err() != nil {
		t.Fatal(notes(problems))
	}
	counts := map[string]int{}
	for _, f := range result.Fillings {
		for _, s := range strings.Fields(said(f)) {
			counts[s]++
		}
	}
	// Of 120 households 116 have piped water and 15 water from a truck.
	if len(result.Fillings) != 120 || counts["A01+"] != 116 || counts["A02+"] != 15 || counts["A01."] != 4 || counts["A02."] != 105 {
		t.Errorf("%d fillings, %v", len(result.Fillings), counts)
	}
	if len(result.Respondents) != 120 || result.Respondents[0].Attributes["gender_hoh"] != "male" {
		t.Errorf("%d respondents", len(result.Respondents))
	}
}

func TestForeignForms(t *testing.T) {
	for _, name := range []string{"kobo/cleaningtools-choices.csv", "kobo/cleaningtools-survey.csv"} {
		_, problems := checklist.Read(name, fixture(t, name), template(t))
		wantProblem(t, problems, "cleaningtools", "dit is een formulier voor KoboToolbox of ODK, zonder antwoorden")
	}
}

func TestODKCentral(t *testing.T) {
	data := fixture(t, "odk/central-select-multiple-split.csv")
	result, problems := checklist.Read("odk.csv", data, template(t))
	if problems.Err() == nil || result.Survey != "odk" {
		t.Fatalf("survey %q, %v", result.Survey, problems)
	}
	wantProblem(t, problems, "kolom g1-q2/m", `gaat vraag "g1-q2" over activiteiten?`)
	result, problems = checklist.ReadWith("odk.csv", data, template(t), checklist.Options{Columns: map[string]string{
		"KEY": "respondent", "q1": "-", "g1-q2/m": "A01", "g1-q2/x": "A02", "g1-q2/y": "B01", "g1-q2/z": "B02",
	}})
	if problems.Err() != nil {
		t.Fatal(notes(problems))
	}
	wantAnswers(t, byRespondent(t, result), "two: A01+ A02+ B01. B02.", "one: A01. A02+ B01+ B02+")
}

func TestQualtricsSample(t *testing.T) {
	data := fixture(t, "qualtrics/sample.csv")
	result, problems := checklist.Read("q.csv", data, template(t))
	wantProblem(t, problems, "kolom ResponseId", `noemt kolom "ResponseId" de respondent?`)
	if result.Survey != "qualtrics" || result.Columns[17].Label != "This is a multiple choice question." {
		t.Errorf("survey %q, %+v", result.Survey, result.Columns[17])
	}
	// The answer of the only response is 2, which is no mark.
	_, problems = checklist.ReadWith("q.csv", data, template(t), checklist.Options{Columns: map[string]string{"ResponseId": "respondent", "Q1": "A01"}})
	wantProblem(t, problems, "regel 4, kolom Q1", `"2" is geen kruisje`)
	result, problems = checklist.ReadWith("q.csv", data, template(t), checklist.Options{Columns: map[string]string{"ResponseId": "respondent", "Q2": "attribute"}})
	if problems.Err() != nil || len(result.Respondents) != 1 || result.Respondents[0].ID != "R_2YPOQ602ER1jkf1" || result.Respondents[0].Attributes["Q2"] != "Hello World!" {
		t.Errorf("%+v\n%s", result.Respondents, notes(problems))
	}
}
