package checklist

import (
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
)

func cellsOf(line string) row { return row{1, strings.Split(line, "|")} }

func TestOriginOf(t *testing.T) {
	for heading, want := range map[string]string{
		"start|end|q|_id|_uuid|_submission_time|_index": fromKobo,
		"q|X_uuid": fromKobo, // through R
		"naam|_index|_parent_table_name|_parent_index":         fromKobo, // a repeated group
		"SubmissionDate|q|KEY":                                 fromODK,
		"q|meta/instanceID|KEY":                                fromODK,
		"PARENT_KEY|KEY|naam":                                  fromODK,
		"StartDate|Finished|RecordedDate|ResponseId|Q1":        fromQualtrics,
		"id|submitdate|lastpage|startlanguage|Q1":              fromLimeSurvey,
		"id. Antwoord ID|submitdate. Datum ingediend|Q1. Wat?": fromLimeSurvey,
		"Antwoord ID|Datum ingediend|Laatste pagina|Wat?":      fromLimeSurvey,
		"a[SQ001]|a[SQ002]":                                    fromLimeSurvey,
		"respondent|A01|A02":                                   "",
		"Wat gebeurt er? [koken]|Wat gebeurt er? [lezen]":      "",
		"key|value":                           "",
		"":                                    "",
		"Respondent|Code|Activiteit|Toestand": "",
		"Tijdstempel|Respondentnummer|Welke activiteiten?":             "",
		"ID|Begintijd|Tijd van voltooien|E-mail|Naam|Welke activiteit": "",
	} {
		if got := originOf(cellsOf(heading), nil); got != want {
			t.Errorf("%q is %q, want %q", heading, got, want)
		}
	}
	imports := []row{cellsOf("vraag|vraag"), cellsOf(`{"ImportId":"a"}|{"ImportId":"b"}`)}
	if got := originOf(cellsOf("x|y"), imports); got != fromQualtrics || importIDs(imports) != 1 || importIDs(imports[1:]) != 0 || importIDs(imports[:1]) != -1 {
		t.Errorf("import ids: %q", got)
	}
}

func TestIsMeta(t *testing.T) {
	for _, tt := range []struct {
		origin, heading string
		want            bool
	}{
		{fromKobo, "_submission_time", true},
		{fromKobo, "_something_new", true},
		{fromKobo, "meta/instanceID", true},
		{fromKobo, "X_uuid", true},
		{fromKobo, "grp/start", true},
		{fromKobo, "startcontact", false},
		{"", "_something_new", false},
		{fromODK, "meta-instanceName", true},
		{fromODK, "SubmitterName", true},
		{fromODK, "FormVersion", true},
		{fromODK, "g1-q2", false},
		{fromQualtrics, "Status", true},
		{"", "Status", false},
		{fromQualtrics, "Q2_DO_1", true},
		{fromQualtrics, "Q2_3_TEXT", true},
		{fromQualtrics, "Q2 - Topics", true},
		{fromQualtrics, "Q2_3", false},
		{fromLimeSurvey, "interviewtime", true},
		{fromLimeSurvey, "groupTime12", true},
		{fromLimeSurvey, "submitdate. Datum ingediend", true},
		{fromLimeSurvey, "a[SQ001]", false},
		{"", "E-mail", true},
		{"", "Tijdstempel", true},
		{"", "A01", false},
	} {
		if got := isMeta(tt.origin, tt.heading); got != tt.want {
			t.Errorf("%s %q: %v", tt.origin, tt.heading, got)
		}
	}
}

func TestUnfinishedAndTests(t *testing.T) {
	for _, tt := range []struct {
		finished, progress string
		want               bool
	}{{"1", "100", false}, {"true", "100", false}, {"0", "40", true}, {"false", "40", true}, {"onwaar", "40", true}, {"\x00", "100", false}, {"\x00", "40", true}, {"\x00", "\x00", false}} {
		if got := unfinished(tt.finished, tt.progress); got != tt.want {
			t.Errorf("%q %q: %v", tt.finished, tt.progress, got)
		}
	}
	for status, want := range map[string]bool{"0": false, "ip address": false, "imported": false, "4": false, "1": true, "survey preview": true, "8": true, "spam": true, "\x00": false} {
		if got := isTest(status, "anonymous"); got != want {
			t.Errorf("status %q: %v", status, got)
		}
	}
}

func TestLastPart(t *testing.T) {
	for in, want := range map[string]string{"a/b/Respondent": "respondent", "Respondent": "respondent", "a/": "a/", "X_uuid": "_uuid", "/": "/", "x_ray": "_ray"} {
		if got := lastPart(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestXMLNames(t *testing.T) {
	set := setOf([3]string{"A01", "", ""}, [3]string{"é.1", "", ""}, [3]string{"è.1", "", ""}, [3]string{"a_b-c", "", ""})
	got := xmlNames(set)
	for id, want := range map[instruments.ActivityID]string{"A01": "A01", "é.1": "_.1", "è.1": "_.1_2", "a_b-c": "a_b-c"} {
		if got[id] != want {
			t.Errorf("%s is named %q, want %q", id, got[id], want)
		}
	}
	n := newNames(set)
	for name, want := range map[string]instruments.ActivityID{"_.1": "é.1", "_.1_2": "è.1", "é.1": "é.1"} {
		if h, ok := n.find(name); !ok || h.id != want {
			t.Errorf("%q is read as %+v", name, h)
		}
	}
}

func TestNegative(t *testing.T) {
	for name, want := range map[string]bool{
		"niet_gedaan": true, "Wat doet hij niet?": true, "nooit gedaan": true, "Which were not done": true,
		"activiteiten": false, "notities": false, "genoemd": false, "wat": false,
	} {
		if got := negative(&question{name: name}); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestOwnQuestion(t *testing.T) {
	for key, want := range map[string]instruments.State{
		"activiteiten": instruments.Mentioned, "g/activiteiten": instruments.Mentioned, "g-expliciet_niet": instruments.Denied,
		"welke activiteiten noemt de respondent?":                       instruments.Mentioned,
		"lijst/which activities does the respondent say do not happen?": instruments.Denied,
		"nevenactiviteiten": "", "q1": "", "activiteiten2": "",
	} {
		if got := ownQuestion(&question{key: key}); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
}

func TestSurveyDate(t *testing.T) {
	for in, want := range map[string]string{
		"2021-07-05T10:58:34.147+03:00": "2021-07-05", "2026-01-02T10:11:12.123Z": "2026-01-02", "2017-07-18 08:28:09": "2017-07-18",
		"05-03-2020": "2020-03-05", "": "", "43895": "2020-03-05",
	} {
		if got, ok := surveyDate(in, false); !ok || got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{"2021-13-05T10:00:00", "gisteren", "2021-07-05Tx", "1"} {
		if got, ok := surveyDate(in, false); ok && in != "2021-07-05Tx" {
			t.Errorf("%q is %q", in, got)
		}
	}
}

func TestNumberedAndClip(t *testing.T) {
	if got := numbered([]int{3}); got.NL != "rij 3" || got.EN != "row 3" {
		t.Errorf("%+v", got)
	}
	many := make([]int, 12)
	for i := range many {
		many[i] = i + 1
	}
	if got := numbered(many); got.NL != "rij 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 en nog 2" || got.EN != "row 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more" {
		t.Errorf("%+v", got)
	}
	if got := clip(strings.Repeat("é", 100)); got != strings.Repeat("é", 31)+"…" { // 62 bytes
		t.Errorf("%q", got)
	}
	if got := clip("kort"); got != "kort" {
		t.Errorf("%q", got)
	}
}

// What is shown can be typed at a shell: quotes and dollars stand for
// themselves, and control characters do not reach the terminal.
func TestOptionFor(t *testing.T) {
	for heading, want := range map[string]string{
		"Wat?":           `--column "Wat?=A01"`,
		`zeg "ja"`:       `--column "zeg \"ja\"=A01"`,
		"kost $5":        `--column "kost \$5=A01"`,
		"a\x1b[2Jb":      `--column "a·[2Jb=A01"`,
		"a`b":            "--column \"a\\`b=A01\"",
		`C:\map`:         `--column "C:\\map=A01"`,
		"één \u202etwee": `--column "één ·twee=A01"`,
	} {
		if got := optionFor(heading, "A01"); got != want {
			t.Errorf("%q: %s, want %s", heading, got, want)
		}
	}
}

func TestSameRespondent(t *testing.T) {
	a := instruments.Respondent{ID: "R01", Role: "x", Trajectories: []instruments.TrajectoryID{"T01"}, Attributes: map[string]string{"k": "v"}}
	changes := []func(*instruments.Respondent){
		func(r *instruments.Respondent) { r.Type = "y" },
		func(r *instruments.Respondent) { r.Role = "y" },
		func(r *instruments.Respondent) { r.Project = "y" },
		func(r *instruments.Respondent) { r.Trajectories = nil },
		func(r *instruments.Respondent) { r.Attributes = nil },
		func(r *instruments.Respondent) { r.Attributes = map[string]string{"k": "w"} },
	}
	if !sameRespondent(a, a) {
		t.Error("not the same as itself")
	}
	for i, change := range changes {
		b := a
		b.Trajectories = slices.Clone(a.Trajectories)
		change(&b)
		if sameRespondent(a, b) {
			t.Errorf("change %d is not seen", i)
		}
	}
}
