package checklist_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

// said are the states of a filling, as "A01+ A02- A03." for mentioned,
// explicitly not and not discussed.
func said(f instruments.Filling) string {
	var out []string
	for _, r := range f.Responses {
		out = append(out, string(r.Activity)+map[instruments.State]string{instruments.Mentioned: "+", instruments.Denied: "-", instruments.NotDiscussed: "."}[r.State])
	}
	return strings.Join(out, " ")
}

// answers are the fillings of a survey, by respondent.
func answers(t testing.TB, data string, columns map[string]string) (map[string]string, checklist.Result, instruments.Problems) {
	t.Helper()
	result, problems := checklist.ReadWith("x.csv", []byte(data), template(t), checklist.Options{Columns: columns})
	if err := problems.Err(); err != nil {
		t.Fatalf("refused:\n%s", problems.In(instruments.Dutch))
	}
	return byRespondent(t, result), result, problems
}

func byRespondent(t testing.TB, result checklist.Result) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, f := range result.Fillings {
		key := string(f.Respondent)
		if f.Coder != "" {
			key += "/" + f.Coder
		}
		if _, twice := out[key]; twice {
			t.Errorf("two fillings of %s", key)
		}
		out[key] = said(f)
	}
	return out
}

func wantAnswers(t testing.TB, got map[string]string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d fillings, want %d: %v", len(got), len(want), got)
	}
	for _, w := range want {
		who, states, _ := strings.Cut(w, ": ")
		if got[who] != states {
			t.Errorf("%s: %q, want %q", who, got[who], states)
		}
	}
}

func notes(problems instruments.Problems) string { return problems.In(instruments.Dutch) }

// The same two respondents as every program exports them: R01 mentions A01 and
// D01, R02 mentions A02; A01, A02 and D01 were asked.
func TestOneSurveyInEveryLayout(t *testing.T) {
	const (
		a01 = "samen ondernemen van activiteiten"
		a02 = "gezelschap bieden (koffie, wandelen), eenzaamheid doorbreken"
		d01 = "signaleren/bespreekbaar maken van risicovol gedrag"
	)
	const meta = "_id,_uuid,_submission_time,_validation_status,_notes,_status,_submitted_by,__version__,_tags,_index"
	const r1, r2 = "1,aa-1,2026-01-02T10:00:00,,,submitted_via_web,,v1,,1", "2,bb-2,2026-01-02T11:00:00,,,submitted_via_web,,v1,,2"
	for _, tt := range []struct{ name, survey, data string }{
		{"wide by code", "wide", "respondent,A01,A02,D01\nR01,1,0,1\nR02,0,1,0\n"},
		{"wide by label", "wide", "Respondent;" + a01 + ";" + a02 + ";" + d01 + "\nR01;x;;x\nR02;;x;\n"},
		{"wide by short label in English", "wide", "Participant ID\tjoint activities\tkeeping company\tD01\nR01\tTRUE\tFALSE\tTRUE\nR02\tFALSE\tTRUE\tFALSE\n"},
		{"kobo slash", "kobo", "start,end,respondent,q,q/A01,q/A02,q/D01," + meta + "\n,,R01,A01 D01,1,0,1," + r1 + "\n,,R02,A02,0,1,0," + r2 + "\n"},
		{"kobo group", "kobo", "start,wie/respondent,lijst/q,lijst/q/A01,lijst/q/A02,lijst/q/D01," + meta + "\n,R01,A01 D01,1,0,1," + r1 + "\n,R02,A02,0,1,0," + r2 + "\n"},
		{"kobo labels", "kobo", `"Respondent","Wat gebeurt er?","Wat gebeurt er?/` + a01 + `","Wat gebeurt er?/` + a02 + `","Wat gebeurt er?/` + d01 + `",` + meta +
			"\n" + `R01,"` + a01 + ` ` + d01 + `",1,0,1,` + r1 + "\n" + `R02,"` + a02 + `",0,1,0,` + r2 + "\n"},
		{"kobo semicolon and BOM", "kobo", "\ufeff" + strings.ReplaceAll("respondent,q,q/A01,q/A02,q/D01,"+meta+"\r\nR01,A01 D01,1,0,1,"+r1+"\r\nR02,A02,0,1,0,"+r2+"\r\n", ",", ";")},
		{"kobo by R", "kobo", "respondent,q,q.A01,q.A02,q.D01,X_uuid\nR01,A01 D01,TRUE,FALSE,TRUE,aa\nR02,A02,FALSE,TRUE,FALSE,bb\n"},
		{"kobo columns only", "kobo", "respondent,q/A01,q/A02,q/D01," + meta + "\nR01,1,0,1," + r1 + "\nR02,0,1,0," + r2 + "\n"},
		{"kobo double underscore", "kobo", "respondent,q__A01,q__A02,q__D01,_uuid\nR01,1,0,1,a\nR02,0,1,0,b\n"},
		{"odk", "odk", "SubmissionDate,meta-instanceID,g1-respondent,g1-q,g1-q/A01,g1-q/A02,g1-q/D01,KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion\n" +
			"2026-01-02T10:11:12.123Z,uuid:two,R01,A01 D01,1,0,1,uuid:two,5,codeur1,0,0,,,,0,\n2026-01-02T10:10:12.123Z,uuid:one,R02,A02,0,1,0,uuid:one,5,codeur1,0,0,,,,0,\n"},
		{"qualtrics numbers", "qualtrics", qualtrics("1", "1", "1")},
		{"qualtrics text", "qualtrics", qualtrics(a01, a02, d01)},
		{"limesurvey codes", "limesurvey", "id,submitdate,lastpage,startlanguage,seed,respondent,act[A01],act[A02],act[D01],act[other]\n1,2026-01-02,3,nl,99,R01,Y,,Y,\n2,2026-01-02,3,nl,98,R02,,Y,,\n"},
		{"limesurvey words", "limesurvey", `"Antwoord ID","Datum ingediend","Laatste pagina","Starttaal","Respondent","Wat gebeurt er? [` + a01 + `]","Wat gebeurt er? [` + a02 + `]","Wat gebeurt er? [` + d01 + `]"` +
			"\n1,2026-01-02,3,nl,R01,Ja,Nee,Ja\n2,2026-01-02,3,nl,R02,Nee,Ja,Nee\n"},
		{"limesurvey code and words", "limesurvey", `"id. Antwoord ID","submitdate. Datum","resp. Respondent","act[SQ001]. Wat gebeurt er? [` + a01 + `]","act[SQ002]. Wat gebeurt er? [` + a02 + `]","act[SQ003]. Wat gebeurt er? [` + d01 + `]"` +
			"\n1,2026-01-02,R01,Y,,Y\n2,2026-01-02,R02,,Y,\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, result, _ := answers(t, tt.data, nil)
			wantAnswers(t, got, "R01: A01+ A02. D01+", "R02: A01. A02+ D01.")
			if result.Survey != tt.survey {
				t.Errorf("survey %q, want %q", result.Survey, tt.survey)
			}
			for _, c := range result.Columns {
				if !c.Sure {
					t.Errorf("not sure of %+v", c)
				}
			}
		})
	}
}

// qualtrics is an export with these values for what was chosen.
func qualtrics(a01, a02, d01 string) string {
	head := []string{"StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecordedDate", "ResponseId", "DistributionChannel", "UserLanguage", "Q1", "Q2_1", "Q2_2", "Q2_3", "Q2_3_TEXT"}
	text := slices.Clone(head)
	const q = "Welke activiteiten? Kies alles wat genoemd is. - Selected Choice - "
	copy(text[11:], []string{
		"Respondent", q + "samen ondernemen van activiteiten", q + "gezelschap bieden (koffie, wandelen), eenzaamheid doorbreken",
		q + "signaleren/bespreekbaar maken van risicovol gedrag", q + "signaleren/bespreekbaar maken van risicovol gedrag - Tekst",
	})
	var b strings.Builder
	line := func(cells []string) {
		for i, c := range cells {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	line(head)
	line(text)
	ids := make([]string, len(head))
	for i, h := range head {
		ids[i] = fmt.Sprintf(`{"ImportId":"%s"}`, h)
	}
	line(ids)
	line([]string{"2026-01-02 08:28:09", "2026-01-02 08:38:09", "0", "127.0.0.1", "100", "600", "1", "2026-01-02 08:38:10", "R_1", "anonymous", "NL", "R01", a01, "", d01, ""})
	line([]string{"2026-01-02 09:28:09", "2026-01-02 09:38:09", "0", "127.0.0.1", "100", "600", "1", "2026-01-02 09:38:10", "R_2", "anonymous", "NL", "R02", "", a02, "", ""})
	return b.String()
}

// Variants of the same exports that real files have.
func TestSurveyVariants(t *testing.T) {
	three := strings.SplitAfter(qualtrics("1", "1", "1"), "\n")
	for _, tt := range []struct{ name, survey, data, want string }{
		{"qualtrics without import ids", "qualtrics", three[0] + three[1] + three[3], "R01: A01+ A02. D01+"},
		{"qualtrics without question texts", "qualtrics", strings.Replace(three[0], "Q1\",\"Q2_1\",\"Q2_2\",\"Q2_3\"", "respondent\",\"Q2_A01\",\"Q2_A02\",\"Q2_D01\"", 1) + three[2] + three[3], "R01: A01+ A02. D01+"},
		{"qualtrics, seen and not answered", "qualtrics", three[0] + three[1] + three[2] + strings.Replace(three[3], `"1","","1"`, `"1","-99","-99"`, 1), "R01: A01+ A02. D01."},
		{"qualtrics, all in one cell", "qualtrics", "StartDate,Finished,RecordedDate,ResponseId,Q1,Q2\nStart,Klaar,Op,Id,Respondent,Welke?\n\"{\"\"ImportId\"\":\"\"startDate\"\"}\",b,c,d,e,f\n2026-01-02,1,2026-01-02,R_1,R01,\"samen ondernemen,gezelschap bieden\"\n", "R01: " + whole(t, "A01+", "A02+")},
		{"limesurvey, one response", "limesurvey", "\"id. Antwoord ID\",\"submitdate. Datum ingediend\",\"r. Respondent\",\"a[A01]. Wat? [samen]\",\"a[A02]. Wat? [koffie]\"\n1,2026-01-02,R01,Y,\n", "R01: A01+ A02."},
		{"google forms", "wide", "Tijdstempel,Respondentnummer,Welke activiteiten?\n2026/01/02 10:00:00,R01,\"samen ondernemen van activiteiten, luisteren, persoonlijk gesprek\"\n", "R01: " + whole(t, "A01+", "B01+")},
		{"google forms, a grid", "wide", "Tijdstempel,Respondent,Wat gebeurt er? [samen ondernemen],Wat gebeurt er? [gezelschap bieden]\n2026/01/02 10:00:00,R01,Ja,Nee\n", "R01: A01+ A02-"},
		{"microsoft forms", "wide", "ID;Begintijd;Tijd van voltooien;E-mail;Naam;Respondent;Wat gebeurt er?\n1;1;2;anonymous;;R01;\"samen ondernemen van activiteiten;listening, personal talk;\"\n", "R01: " + whole(t, "A01+", "B01+")},
		{"columns to the right of the table", "wide", "respondent;A01;A02;;;\nR01;1;0;;;\n", "R01: A01+ A02."},
		{"a title above the table", "wide", "Onderzoek Noord\n\nrespondent;A01;A02\nR01;1;0\n", "R01: A01+ A02."},
		{"Excel's line with the separator", "wide", "sep=;\nrespondent;A01;A02\nR01;1;0\n", "R01: A01+ A02."},
		{"codes in lower case in a group", "kobo", "_uuid,wie/respondent,deel_1/wat_dan/a01,deel_1/wat_dan/a02\nx,R01,1,0\n", "R01: A01+ A02."},
		{"odk, in a group, one answer each", "odk", "SubmissionDate,g-respondent,g-activiteiten,g-expliciet_niet,KEY\n2026-01-02T10:00:00.000Z,R01,A01,A02,uuid:a\n", "R01: " + whole(t, "A01+", "A02-")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, result, _ := answers(t, tt.data, nil)
			if result.Survey != tt.survey {
				t.Errorf("survey %q", result.Survey)
			}
			wantAnswers(t, got, tt.want)
		})
	}
}

// whole is a filling of the whole checklist in which only these were said.
func whole(t *testing.T, said ...string) string {
	t.Helper()
	var out []string
	for _, id := range template(t).Checklist.Items {
		state := string(id) + "."
		for _, s := range said {
			if strings.HasPrefix(s, string(id)) {
				state = s
			}
		}
		out = append(out, state)
	}
	return strings.Join(out, " ")
}

func ExampleReadWith() {
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		fmt.Println(err)
		return
	}
	data := []byte("_uuid,wie,wat,wat/A01,wat/koffie\naa,R01,A01,1,0\n")
	result, problems := checklist.ReadWith("export.csv", data, set, checklist.Options{Columns: map[string]string{"wie": "respondent", "wat/koffie": "A02"}})
	if err := problems.Err(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Survey, result.Fillings[0].Respondent)
	for _, r := range result.Fillings[0].Responses {
		fmt.Println(r.Activity, r.State)
	}
	// Output:
	// kobo R01
	// A01 genoemd
	// A02 niet besproken
}

// Programs that are not known by name are tables like any other.
func TestOtherPrograms(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"redcap, raw", "record_id,respondent,act___A01,act___A02\n1,R01,1,0\n2,R02,0,0\n", "R01: A01+ A02."},
		{"redcap, labels", "Record ID,Respondent,Wat gebeurt er? (choice=samen ondernemen),Wat gebeurt er? (choice=gezelschap bieden)\n1,R01,Checked,Unchecked\n2,R02,Unchecked,Unchecked\n", "R01: A01+ A02."},
		{"surveymonkey", "Respondent ID,Collector ID,Start Date,Wat gebeurt er?,,Opmerking\n,,,samen ondernemen,gezelschap bieden,Open-Ended Response\n118,4,01/02/2026,samen ondernemen,,iets\n119,4,01/02/2026,,,niets\n", "118: A01+ A02."},
		{"radio buttons per activity", "_uuid,respondent,lijst/A01,lijst/A02,lijst/A03\na,R01,genoemd,expliciet_niet,niet_besproken\nb,R02,,,\n", "R01: A01+ A02- A03."},
		{"a heading in two rows", "Onderzoek,Sociale inclusie,\nrespondent,A01,A02\nR01,x,\n", "R01: A01+ A02."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _, _ := answers(t, tt.data, nil)
			who, states, _ := strings.Cut(tt.want, ": ")
			if got[who] != states {
				t.Errorf("got %v", got)
			}
		})
	}
}

// The date that was asked for goes before the day on which the telephone was
// used, wherever the columns stand.
func TestTodayGivesWay(t *testing.T) {
	for _, data := range []string{
		"_uuid,today,respondent,datum,q/A01,q/A02\na,2026-03-09,R01,2026-03-05,1,0\n",
		"_uuid,datum,respondent,today,q/A01,q/A02\na,2026-03-05,R01,2026-03-09,1,0\n",
	} {
		_, result, _ := answers(t, data, nil)
		if got := result.Fillings[0].Date; got != "2026-03-05" {
			t.Errorf("date %q", got)
		}
	}
	_, result, _ := answers(t, "_uuid,today,respondent,q/A01,q/A02\na,2026-03-09,R01,1,0\n", nil)
	if got := result.Fillings[0].Date; got != "2026-03-09" {
		t.Errorf("date %q", got)
	}
}

// Without a column that is headed as the respondent, the likeliest is shown.
func TestWhoTheRespondentMayBe(t *testing.T) {
	for name, tt := range map[string]struct{ data, want string }{
		"a name with the word in it": {"_uuid,wat_is_het_respondentnummer,q/A01,q/A02\na,R01,1,0\nb,R01,1,0\n", "wat_is_het_respondentnummer"},
		"different in every row":     {"code,A01,A02,opm\nX1,1,0,iets leuks\nX2,1,0,iets anders\nX3,1,0,\n", "code"},
		"nothing but the program's":  {"_id,_uuid,_index,q/A01,q/A02\n1,a,1,1,0\n2,b,2,1,0\n3,c,3,0,0\n", "_id"},
		"limesurvey's access code":   {"id,submitdate,token,q[A01],q[A02]\n1,2026-01-02,abc,Y,\n2,2026-01-02,def,Y,\n", "token"},
		"nothing at all":             {"A01,A02,opm\n1,0,\n1,0,\n", ""},
	} {
		result, problems := checklist.Read("x.csv", []byte(tt.data), template(t))
		if problems.Err() == nil {
			t.Errorf("%s: not asked", name)
		}
		got := ""
		for _, c := range result.Columns {
			if c.Use == "respondent" && !c.Sure {
				got = c.Heading
			}
		}
		if got != tt.want {
			t.Errorf("%s: proposed %q, want %q", name, got, tt.want)
		}
		if tt.want != "" && !slices.Contains(shown(problems), tt.want+"=respondent") {
			t.Errorf("%s: options %q", name, shown(problems))
		}
	}
}
