package export

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/report/dataset"
	"meerzicht/report/sav"
)

// A table as data: counts with what they count from, fractions, words, and nothing
// where a figure is masked or there is none.
func TestTableAsData(t *testing.T) {
	t.Parallel()
	p := 0.034
	table := analysis.Table{
		ID: "goals", Title: both("Doelen", "Goals"), Stub: both("doel", "goal"),
		Columns: []analysis.Column{
			{Key: "n", Label: both("allen", "all"), Kind: analysis.FigureCell},
			{Key: "project:Noord/Zuid", Label: both("Noord", "North"), Group: both("project", "project"), Kind: analysis.FigureCell},
			{Key: "origin", Label: both("herkomst", "origin"), Kind: analysis.TextCell},
			{Key: "p", Label: both("p", "p"), Kind: analysis.NumberCell, Decimals: 2},
		},
		Rows: []analysis.Row{
			{Key: "SI", Label: both("inbedding", "embedding"), Level: 1, Cells: map[string]analysis.Cell{
				"n": {Figure: &analysis.Figure{Count: 23, Base: 37}}, "project:Noord/Zuid": {Figure: &analysis.Figure{Count: 2, Base: 9, Mask: analysis.Small}},
				"origin": {Text: both("rapport", "report")}, "p": {Number: &p},
			}},
			{Key: "RM", Label: both("risico’s", "risks"), Cells: map[string]analysis.Cell{"n": {Figure: &analysis.Figure{Reason: "no_base"}}, "p": {Reason: "no_pairs"}}},
		},
		Notes: []analysis.Warning{{Code: "x", Text: both("let op", "mind")}},
	}
	d := tableData(twoCoders(), table, en)
	var names []string
	for _, v := range d.Variables {
		names = append(names, v.Name)
		if !sav.Valid(v.Name) {
			t.Errorf("%q is no name for SPSS", v.Name)
		}
	}
	if want := []string{"key", "label", "level", "n", "n_n", "project_Noord_Zuid", "project_Noord_Zuid_n", "origin", "p"}; !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
	want := [][]any{
		{"SI", "embedding", 1, 23, 37, nil, nil, "report", 0.034},
		{"RM", "risks", 0, nil, nil, nil, nil, "", nil},
	}
	for i, row := range d.Rows {
		if !slices.Equal(row, want[i]) {
			t.Errorf("%v, want %v", row, want[i])
		}
	}
	if d.Variables[5].Label.EN != "project: North" || d.Variables[6].Label.NL != "project: Noord: van" || d.Variables[8].Decimals != 3 || d.Label.NL != "Klein onderzoek: Doelen" {
		t.Errorf("%+v %+v", d.Label, d.Variables)
	}
	if n := len(d.Notes); n != 2 || d.Notes[0].NL != "Fictieve gegevens" || d.Notes[1].EN != "mind" {
		t.Errorf("notes: %+v", d.Notes)
	}
}

// Sheets of data show an empty cell where a value stands for no answer.
func TestSheetLeavesMissingOut(t *testing.T) {
	t.Parallel()
	d := dataset.Dataset{
		Variables: []dataset.Variable{{Name: "wie", Type: dataset.String, Missing: dataset.NoMissing}, {Name: "A01", Type: dataset.Number, Missing: 9}},
		Rows:      [][]any{{"R01", 1}, {"R02", 9}, {"R03", nil}},
	}
	s := dataSheet(d, dataset.Wide)
	var got [][]any
	for row := range s.Rows {
		got = append(got, slices.Clone(row))
	}
	want := [][]any{{"R01", 1}, {"R02", nil}, {"R03", nil}}
	for i := range want {
		if len(got) != len(want) || !slices.Equal(got[i], want[i]) {
			t.Fatalf("%v, want %v", got, want)
		}
	}
	for range s.Rows { // stops when nobody wants more
		break
	}
	for range respondents(twoCoders()).cells() {
		break
	}
	if s.Name.NL != "Breed" || !slices.Equal(s.Heading, []string{"wie", "A01"}) {
		t.Errorf("%+v %v", s.Name, s.Heading)
	}
}

// Headings that people wrote become names that statistics programs take, and stay
// as the labels.
func TestListAsData(t *testing.T) {
	t.Parallel()
	d := respondents(twoCoders()).dataset(twoCoders())
	if len(d.Rows) != 3 || len(d.Variables) != 7 {
		t.Fatalf("%d rows, %d variables", len(d.Rows), len(d.Variables))
	}
	for i, v := range d.Variables {
		if !sav.Valid(v.Name) || v.Label.NL != []string{"Respondent", "Traject", "Project", "Rol", "Toestemming", "Leeftijd", "beroep"}[i] {
			t.Errorf("%q %q", v.Name, v.Label.NL)
		}
	}
	if !strings.Contains(d.Label.EN, "Small study: a row for each respondent") {
		t.Error(d.Label.EN)
	}
	if got := trajectories(twoCoders()); len(got.rows) != 3 || !slices.Equal(got.rows[1], []string{"T2", "Noord", "", "lang"}) {
		t.Errorf("%+v", got)
	}
}

// Words that mean something to a spreadsheet, to XML, to SPSS or to a terminal
// leave in every form, and what comes back from a project is what went in.
func TestHostileWords(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"=HYPERLINK(\"x\")", "-1+1", "@som", "\tinspringing", "a\x00b", "\x1b[31mrood", "\u202eomgekeerd", "<script>alert(1)</script>", "]]>&amp;",
		"regel\r\nregel", "é\u0301 🙂 \ufffe", "[[code]]", "---", "'; DROP", strings.Repeat("x", 400), "_x0041_",
	} {
		c := twoCoders()
		c.Info.Title = both(words, words)
		c.Respondents[0].Attributes[words] = words
		c.Respondents[0].Project = words
		c.Codebook.Codes[1].Name, c.Codebook.Codes[1].Definition = both(words, words), both(words, words)
		c.Memos = []coding.Memo{{ID: "m1", Type: "analyse", Target: "study", Author: "codeur1", Text: words}}
		c.Fillings[0].Responses[1].Remark = words
		for _, f := range Formats() {
			if f.ID == Folder {
				continue
			}
			data, lost := written(t, c, f.ID, Options{Lang: nl, Beside: "a.csv"})
			if len(data) == 0 {
				t.Errorf("%q: %s is empty", words, f.ID)
			}
			for _, count := range lost.Counts {
				sum := count.Taken
				for _, l := range count.Lost {
					sum += l.Count
				}
				if sum != count.Found {
					t.Errorf("%q: %s: of %d %s %d are accounted for", words, f.ID, count.Found, count.Kind, sum)
				}
			}
		}
		data, _ := written(t, c, "csv", Options{What: Respondents})
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil || len(rows) != 4 {
			t.Errorf("%q: %d rows, %v", words, len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=@\t\r", rune(cell[0])) {
					t.Errorf("%q: a spreadsheet would run %q", words, cell)
				}
			}
		}
	}
}
