package checklist_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
		"nl": {"activiteitenlijst-xlsform.xlsx", "activiteitenlijst.xlsx", "indicatorenlijst.xlsx", "respondenten.xlsx", "topiclijst-client.html", "topiclijst-professional.html", "topiclijst-vrijwilliger.html"},
		"en": {"activity-checklist-xlsform.xlsx", "activity-checklist.xlsx", "indicator-list.xlsx", "respondents.xlsx", "topic-list-client.html", "topic-list-professional.html", "topic-list-vrijwilliger.html"},
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

// A coder who works in LibreOffice saves the form with it: the file is built
// quite differently then, and must read the same.
func TestFormsSavedByLibreOfficeReadTheSame(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("LibreOffice is not installed")
		}
		t.Skip("not run: LibreOffice is not installed")
	}
	set, dir := template(t), t.TempDir()
	files := map[string]checklist.File{}
	made := func(name string, f checklist.File, err error) {
		if err != nil {
			t.Fatal(err)
		}
		files[name] = f
		if err := os.WriteFile(filepath.Join(dir, name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	act, err := checklist.Filled(set, activityFilling(), instruments.Dutch)
	made("a.xlsx", act, err)
	ind, err := checklist.Filled(set, indicatorFilling(), instruments.English, people()...)
	made("i.xlsx", ind, err)
	sheet, err := checklist.Sheet(set, people(), nil, instruments.Dutch)
	made("r.xlsx", sheet, err)
	out := filepath.Join(dir, "out")
	cmd := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out,
		filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "i.xlsx"), filepath.Join(dir, "r.xlsx"))
	if msg, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, msg)
	}
	for name, f := range files {
		saved, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		want, got := read(t, name, f.Data, set), read(t, name, saved, set)
		if diff := cmp.Diff(want, got, sameFilling); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func activityFilling() instruments.Filling {
	f := instruments.Filling{ID: "activiteiten/R07/anna", Kind: instruments.ActivityFilling, Respondent: "R07", Coder: "anna", Date: "2020-03-05"}
	f.Responses = []instruments.Response{
		{Activity: "A01", State: instruments.Mentioned, Remark: "koken; \"elke week\""},
		{Activity: "D01", State: instruments.Denied, Remark: "=1+1"},
	}
	return f
}

func indicatorFilling() instruments.Filling {
	f := instruments.Filling{Kind: instruments.IndicatorFilling, Coder: "anna", Date: "2020-03-05", Dyad: instruments.Dyad{ID: "T03/V–toezichth.", Trajectory: "T03", Role: "toezichthouder", Name: "V–toezichth."}}
	f.ID = instruments.FillingID(f.Kind, string(f.Dyad.ID), f.Coder)
	f.Ratings = []instruments.Rating{
		{Indicator: "K1", Value: "3", Evidence: []instruments.Evidence{{Respondent: "R07", Value: "2", Quotation: "we bellen soms"}, {Respondent: "R09", Value: "3", Quotation: "alleen\nde evaluatie"}}},
		{Indicator: "K8", Value: "x", Remark: "nooit gezien", Evidence: []instruments.Evidence{{Respondent: "R10", Value: "x"}}},
	}
	return f
}

// The filled form has its words where a person looks for them.
func TestFilledIndicatorFormCells(t *testing.T) {
	file, err := checklist.Filled(template(t), indicatorFilling(), instruments.Dutch, people()...)
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, file.Data)
	for cell, want := range map[string]string{
		"B1": "T03", "B2": "V–toezichth.", "B3": "anna", "B4": "05-03-2020", "B5": "R07", "B6": "R09", "B7": "R10",
		"C10": "3 geen, of alleen het vaste evaluatiemoment", "D10": "R07, R09", "E10": "R07: we bellen soms\nR09: alleen\nde evaluatie",
		"F10": "2 sporadisch", "G10": "3 geen, of alleen het vaste evaluatiemoment", "H10": "",
		"C17": "x nee", "D17": "R10", "H17": "x nee", "I17": "nooit gezien",
		"C11": "", "D11": "", // not rated
	} {
		if got, err := f.GetCellValue("Lijst", cell); got != want || err != nil {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
	}
}

// Without knowing the respondents their values stand beside their ids.
func TestFilledWithoutPeople(t *testing.T) {
	file, err := checklist.Filled(template(t), indicatorFilling(), instruments.English)
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, file.Data)
	for cell, want := range map[string]string{"A5": "Volunteer", "B5": "", "D10": "R07=2, R09=3", "F10": "", "C17": "x no", "B4": "2020-03-05"} {
		if got, err := f.GetCellValue("List", cell); got != want || err != nil {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
	}
}
