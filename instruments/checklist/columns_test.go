package checklist

import (
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// madeSurvey lays out a table whose cells are split by bars, without reading
// it.
func madeSurvey(t *testing.T, lines ...string) *survey {
	t.Helper()
	r := newReader("x.csv", nil, replicationSet(t))
	r.known()
	g := &grid{file: "x.csv"}
	for i, l := range lines {
		g.rows = append(g.rows, row{i + 1, strings.Split(l, "|")})
	}
	s := &survey{reader: r, grid: g, top: g.rows[0], body: g.rows[1:], origin: originOf(g.rows[0], g.rows[1:]), told: map[int]int{}, header: map[field]headerLine{}}
	s.secondHeading()
	s.layout()
	return s
}

func TestUseOfHeadings(t *testing.T) {
	for _, tt := range []struct{ origin, heading, want string }{
		{"", "Respondent", useRespondent},
		{"", "respondent_id", useRespondent},
		{"", "Respondentnummer:", useRespondent},
		{"", "Deelnemer", useRespondent},
		{"", "Participant ID", useRespondent},
		{"", "Codeur", useCoder},
		{"", "gecodeerd door", useCoder},
		{"", "Datum", useDate},
		{"", "Datum interview", useDate},
		{"", "Rol", useRole},
		{"", "Respondenttype", useType},
		{"", "Project", useProject},
		{"", "Traject(en)", useTrajectory},
		{"", "Toestemming", useConsent},
		{fromKobo, "wie/respondent", useRespondent},
		{fromKobo, "wie.respondent", useRespondent}, // as R writes it
		{fromODK, "wie-respondent", useRespondent},
		{"", "wie-respondent", ""},
		{fromLimeSurvey, "r1. Respondent", useRespondent},
		{"", "r1. Respondent", ""},
		{"", "geboortedatum", ""},
		{"", "geboorte-datum", ""},
		{"", "respondent tevreden", ""},
		{"", "A01", ""},
		{"", "", ""},
	} {
		s := &survey{reader: newReader("x", nil, replicationSet(t)), origin: tt.origin}
		if got := s.useOf(tt.heading); got != tt.want {
			t.Errorf("%s %q is %q, want %q", tt.origin, tt.heading, got, tt.want)
		}
	}
}

func TestRemarkOnHeadings(t *testing.T) {
	r := newReader("x", nil, replicationSet(t))
	r.known()
	s := &survey{reader: r}
	for heading, want := range map[string]instruments.ActivityID{
		"toelichting_A01":                          "A01",
		"g/toelichting_A01":                        "A01",
		"opmerking/A01":                            "A01",
		"A01 toelichting":                          "A01",
		"A01_remark":                               "A01",
		"q[A01comment]":                            "A01",
		"Opmerking bij samen ondernemen":           "A01",
		"Groep/Remark on listening, personal talk": "B01",
		"Toelichting bij signaleren/bespreekbaar maken van risicovol gedrag": "D01",
		"toelichting":               "",
		"opmerking over de respons": "",
		"A01":                       "",
		"q/A01":                     "",
		"comment":                   "",
		"":                          "",
		"niet_A01":                  "",
	} {
		if h, ok := s.remarkOn(heading); ok != (want != "") || ok && h.id != want {
			t.Errorf("%q is a remark on %q (%v), want %q", heading, h.id, ok, want)
		}
	}
}

// The questions that columns belong to, in every program.
func TestQuestionsOfColumns(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  []string // question: choices
	}{
		{"kobo", []string{"_uuid|respondent|q|q/A01|q/iets|q/anders", "a|R01|A01|1|0|0"}, []string{"q: A01, iets, anders"}},
		{"kobo without list", []string{"_uuid|g/q/A01|g/q/iets", "a|1|0"}, []string{"g/q: A01, iets"}},
		{"kobo, nothing known", []string{"_uuid|q/a|q/b|los", "a|1|0|1"}, []string{"q: a, b"}},
		{"a group of different questions", []string{"_uuid|g/een|h/twee", "a|1|0"}, nil},
		{"odk", []string{"KEY|SubmissionDate|g-q|g-q/a|g-q/b", "a|2026|a|1|0"}, []string{"g-q: a, b"}},
		{"two questions, the longest name", []string{"_uuid|q|q/a|q/a/x|q/a/y", "a|1|1|1|0"}, []string{"q: a", "q/a: x, y"}},
		{"limesurvey", []string{"id|submitdate|a[SQ001]|a[SQ002]|b[SQ001]|c", "1|2026|Y||Y|iets"}, []string{"a: SQ001, SQ002"}},
		{"qualtrics", []string{"StartDate|Finished|RecordedDate|ResponseId|Q2_1|Q2_2|Q3", "x|y|z|a|Wat? - koken|Wat? - lezen|Naam", `{"ImportId":"a"}|b|c|d|e|f|g`, "2026|1|2026|R_1|1||x"}, []string{"Q2: koken, lezen"}},
		{"by R", []string{"X_uuid|q|q.a|q.b", "a|a|TRUE|FALSE"}, []string{"q: a, b"}},
		{"wide", []string{"respondent|A01|A02", "R01|1|0"}, nil},
		{"wide in two questions", []string{"respondent|wel: A01|wel: A02|wens: A01", "R01|1|0|1"}, []string{"wel: A01, A02", "wens: A01"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, q := range madeSurvey(t, tt.lines...).questions {
				var choices []string
				for _, c := range q.columns {
					choices = append(choices, strings.TrimPrefix(c.choice, "- "))
				}
				got = append(got, q.name+": "+strings.Join(choices, ", "))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestHeadingsOfTwoRows(t *testing.T) {
	rows := []row{{1, []string{"Titel"}}, {3, []string{"Respondent", "", "Wat?", "", "Tot slot"}}, {4, []string{"", "", "koken", "lezen"}}, {5, []string{"R01", "x"}}}
	for n, want := range map[int][]string{
		0: {"Titel"},
		1: {"Respondent", "", "Wat?", "", "Tot slot"}, // the title is no part of it: a row between
		2: {"Respondent", "", "koken", "lezen", "Tot slot"},
		3: {"R01", "x"},
	} {
		if got := doubleHeading(rows, n).cells; !slices.Equal(got, want) {
			t.Errorf("row %d: %q, want %q", n, got, want)
		}
	}
}

func TestIsForm(t *testing.T) {
	for heading, want := range map[string]bool{
		"list_name|name|label":          true,
		"type|name|label|relevant":      true,
		"type|name|label":               false, // on a sheet of another name it may be anything
		"list name|label":               false,
		"respondent|A01":                false,
		"":                              false,
		"type|naam|relevant":            false,
		"list_name|name|label::English": true,
	} {
		if got := isForm(&grid{rows: []row{cellsOf(heading)}}); got != want {
			t.Errorf("%q: %v", heading, got)
		}
	}
	for sheet, heading := range map[string]string{"survey": "type|name|label", "Settings": "form_title|form_id"} {
		if !isForm(&grid{sheet: sheet, rows: []row{cellsOf(heading)}}) {
			t.Errorf("sheet %s is not known", sheet)
		}
	}
	if isForm(&grid{}) {
		t.Error("an empty sheet is a form")
	}
}

func TestFoldedOptions(t *testing.T) {
	got := folded(map[string]string{" Wat  Is ": "A01", "B": "-", "b ": "A02"})
	if len(got) != 2 || got["wat is"] != "A01" {
		t.Errorf("%v", got)
	}
	if again := folded(map[string]string{"b ": "A02", "B": "-", " Wat  Is ": "A01"}); again["b"] != got["b"] {
		t.Error("two headings that are alike are taken by chance")
	}
}

// Choices that stand below every list name no activity.
func TestNoActivity(t *testing.T) {
	for choice, want := range map[string]bool{
		"anders": true, "Anders, namelijk:": true, "other": true, "dont_know": true, "Don't know": true, "Geen van deze": true, "weet niet": true,
		"samen": false, "": false, "andere mensen ontmoeten": false,
	} {
		if got := noActivity(choice); got != want {
			t.Errorf("%q: %v", choice, got)
		}
	}
}

// What a column of marks can be, by what stands in it.
func TestMayBe(t *testing.T) {
	for cells, want := range map[string]bool{
		"1|0|1": true, "ja||nee": true, "x||": true, "TRUE|FALSE|": true, "niet besproken||": true,
		"1|0|2": false, "41|52|63": false, "ja|nee|misschien": false, "||": false, "iets|iets|iets": false,
	} {
		lines := []string{"respondent|A01|A02|kolom"}
		for i, c := range strings.Split(cells, "|") {
			lines = append(lines, "R0"+string(rune('1'+i))+"|1|0|"+c)
		}
		s := madeSurvey(t, lines...)
		if got := s.mayBe(s.columns[3]); got != want {
			t.Errorf("%q: %v", cells, got)
		}
	}
}

// A cell of a question is read by its column: the text of its own choice is a
// mark, that of another activity is not.
func TestMarkInColumn(t *testing.T) {
	s := madeSurvey(t, "respondent|A01|q/A02", "R01|1|1")
	for _, tt := range []struct {
		column int
		cell   string
		want   mark
	}{
		{1, "samen ondernemen", markYes},
		{1, "A01", markYes},
		{1, "gezelschap bieden", markUnknown},
		{1, "iets", markUnknown},
		{2, "gezelschap bieden", markYes},
		{2, "a02", markYes},
		{2, "nee", markNo},
		{2, "", markEmpty},
	} {
		if got := s.markIn(s.columns[tt.column], tt.cell); got != tt.want {
			t.Errorf("column %d, %q: %d, want %d", tt.column, tt.cell, got, tt.want)
		}
	}
}

// Of cells that are wrong in the same way ten are told, and one word more.
func TestCellProblemsAreCounted(t *testing.T) {
	s := madeSurvey(t, "respondent|A01|A02", "R01|1|1")
	for n := range 50 {
		s.cellProblem(row{n: n}, s.columns[1], instruments.Same("fout"), instruments.Text{})
	}
	s.cellProblem(row{n: 1}, s.columns[2], instruments.Same("fout"), instruments.Text{})
	if len(s.problems) != 12 {
		t.Errorf("%d problems", len(s.problems))
	}
}
