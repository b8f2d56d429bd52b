package checklist_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
)

func forms(t testing.TB, set *instruments.Set, people []instruments.Respondent, lang instruments.Lang) map[string][]byte {
	t.Helper()
	files, err := checklist.Forms(set, people, lang)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range files {
		out[f.Name] = f.Data
	}
	if len(out) != len(files) {
		t.Errorf("two forms of one name")
	}
	return out
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func names(files map[string][]byte) []string {
	var out []string
	for name := range files {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func TestFormsOfATemplate(t *testing.T) {
	for lang, want := range map[instruments.Lang][]string{
		"nl": {"activiteitenlijst.xlsx", "indicatorenlijst.xlsx", "respondenten.xlsx", "topiclijst-client.html", "topiclijst-professional.html", "topiclijst-vrijwilliger.html"},
		"en": {"activity-checklist.xlsx", "indicator-list.xlsx", "respondents.xlsx", "topic-list-client.html", "topic-list-professional.html", "topic-list-vrijwilliger.html"},
	} {
		if got := names(forms(t, template(t), nil, lang)); !slices.Equal(got, want) {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := names(forms(t, empty(t), nil, "nl")); !slices.Equal(got, []string{"respondenten.xlsx"}) {
		t.Errorf("leeg: %q", got)
	}
}

func TestActivityFormHasDropdownsAndTable(t *testing.T) {
	f := open(t, forms(t, template(t), people(), "nl")["activiteitenlijst.xlsx"])
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Lijst", "Keuzes", "Uitleg"}) {
		t.Errorf("sheets %q", got)
	}
	if visible, err := f.GetSheetVisible("Keuzes"); visible || err != nil {
		t.Errorf("the choices are in sight: %v", err)
	}
	tables, err := f.GetTables("Lijst")
	if err != nil || len(tables) != 1 || tables[0].Range != "A5:D35" { // heading and 30 activities
		t.Errorf("tables %+v, %v", tables, err)
	}
	wantChoices(t, f, "Lijst", "C6:C35", []string{"genoemd", "expliciet niet", "niet besproken"})
	wantChoices(t, f, "Lijst", "B1", []string{"R07", "R08", "R09", "R10"})
	for cell, want := range map[string]string{"A1": "Respondent", "A2": "Codeur", "A3": "Datum", "A6": "A01", "B6": "samen ondernemen van activiteiten", "C6": "", "A35": "E04"} {
		if got, err := f.GetCellValue("Lijst", cell); got != want || err != nil {
			t.Errorf("%s is %q, %v", cell, got, err)
		}
	}
}

// wantChoices follows the dropdown of a range to the cells it takes its list
// from.
func wantChoices(t *testing.T, f *excelize.File, sheet, ref string, want []string) {
	t.Helper()
	all, err := f.GetDataValidations(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, dv := range all {
		if dv.Sqref != ref {
			continue
		}
		from, cells, _ := strings.Cut(strings.ReplaceAll(dv.Formula1, "$", ""), "!")
		first, last, _ := strings.Cut(cells, ":")
		column, top, err := excelize.CellNameToCoordinates(first)
		if err != nil {
			t.Fatal(err)
		}
		_, bottom, err := excelize.CellNameToCoordinates(last)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for row := top; row <= bottom; row++ {
			cell, _ := excelize.CoordinatesToCellName(column, row)
			v, err := f.GetCellValue(from, cell)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, v)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s offers %q, want %q", ref, got, want)
		}
		return
	}
	t.Errorf("no dropdown at %s", ref)
}

func TestIndicatorFormOffersItsValues(t *testing.T) {
	f := open(t, forms(t, template(t), people(), "nl")["indicatorenlijst.xlsx"])
	wantChoices(t, f, "Lijst", "B2", []string{"V–cirkelcoörd.", "V–toezichth."})
	wantChoices(t, f, "Lijst", "B1", []string{"T03", "T04"})
	k1 := []string{"1 doorlopend", "2 sporadisch", "3 geen, of alleen het vaste evaluatiemoment", "- niet waargenomen"}
	wantChoices(t, f, "Lijst", "C10", k1)
	wantChoices(t, f, "Lijst", "F10:H10", k1)
	wantChoices(t, f, "Lijst", "C17", []string{"1 ja", "x nee", "- niet waargenomen"})
	rows, err := f.GetRows("Lijst")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"Indicator", "Vraag", "Waarde", "Bron", "Citaat", "Volgens vrijwilliger", "Volgens professional", "Volgens cliënt", "Toelichting"}; !slices.Equal(rows[8], want) {
		t.Errorf("heading %q", rows[8])
	}
}

// A blank form that comes back untouched is refused: it says nothing about
// anyone.
func TestBlankFormsAreRefused(t *testing.T) {
	for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
		for name, data := range forms(t, template(t), nil, lang) {
			if _, problems := checklist.Read(name, data, template(t)); problems.Err() == nil {
				t.Errorf("%s is taken", name)
			}
		}
	}
}

// What is known already is on the respondent sheet, and comes back.
func TestRespondentFormIsFilledIn(t *testing.T) {
	got := read(t, "x.xlsx", forms(t, template(t), people(), "nl")["respondenten.xlsx"], template(t))
	if len(got.Respondents) != 4 || len(got.Trajectories) != 2 || got.Respondents[1].Attributes["Datum"] != "01-02-2020" {
		t.Errorf("%+v", got)
	}
}

func TestFormsAreDeterministic(t *testing.T) {
	first := forms(t, template(t), people(), "nl")
	for name, data := range forms(t, template(t), people(), "nl") {
		if !bytes.Equal(data, first[name]) {
			t.Errorf("%s differs from run to run", name)
		}
	}
}

func TestTopicListsAreSelfContained(t *testing.T) {
	set := template(t)
	set.Topics[0].Topics[0].Title = instruments.Same(`<script>alert("x")</script>`)
	for name, data := range forms(t, set, nil, "en") {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		page := string(data)
		for _, banned := range []string{"<script", "http:", "https:", "src=", "url(", "@import"} {
			if strings.Contains(page, banned) {
				t.Errorf("%s holds %s", name, banned)
			}
		}
		if !strings.Contains(page, `<html lang="en">`) || !strings.Contains(page, "default-src &#39;none&#39;") && !strings.Contains(page, "default-src 'none'") {
			t.Errorf("%s has no language or policy", name)
		}
	}
	page := string(forms(t, template(t), nil, "nl")["topiclijst-vrijwilliger.html"])
	for _, topic := range template(t).Topics[2].Topics {
		if !strings.Contains(page, topic.Questions[0].NL) {
			t.Errorf("question is missing: %s", topic.Questions[0].NL)
		}
	}
}

func TestFileNames(t *testing.T) {
	f := instruments.Filling{Kind: instruments.IndicatorFilling, Coder: "zoë/../x", Dyad: instruments.Dyad{Trajectory: "T01", Name: "V–cirkelcoörd."}}
	file, err := checklist.Filled(template(t), f, instruments.Dutch)
	if err != nil || file.Name != "indicatorenlijst-T01-V-cirkelcoord-zoe-x.xlsx" {
		t.Errorf("%q, %v", file.Name, err)
	}
}

// LibreOffice must open the forms and show the cells that excelize wrote.
func TestLibreOfficeOpensTheForms(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("LibreOffice is not installed")
		}
		t.Skip("not run: LibreOffice is not installed")
	}
	dir := t.TempDir()
	var paths []string
	for name, data := range forms(t, template(t), people(), "nl") {
		if strings.HasSuffix(name, ".xlsx") {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, path)
		}
	}
	args := append([]string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76", "--outdir", dir}, paths...)
	if out, err := exec.CommandContext(t.Context(), soffice, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, want := range map[string]string{
		"activiteitenlijst.csv": "A02;gezelschap bieden (koffie, wandelen), eenzaamheid doorbreken;",
		"indicatorenlijst.csv":  "K4;Waarvoor zoeken ze elkaar op?;",
		"respondenten.csv":      "R09;T03, T04;COSA 1-op-1;toezichthouder;",
	} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s: no %q in:\n%s (%v)", name, want, got, err)
		}
	}
}
