package export

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/coding/refi"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
	"meerzicht/report"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	ids, extensions := map[string]bool{}, map[string]bool{}
	for _, f := range Formats() {
		if ids[f.ID] || extensions[f.Extension] {
			t.Errorf("%s is there twice", f.ID)
		}
		ids[f.ID], extensions[f.Extension] = true, true
		for _, text := range []instruments.Text{f.Label, f.About} {
			if text.NL == "" || text.EN == "" {
				t.Errorf("%s has no words in both languages", f.ID)
			}
		}
		if (f.MIME == "") != (f.ID == Folder) || f.Extension != strings.ToLower(f.Extension) {
			t.Errorf("%s: %q %q", f.ID, f.MIME, f.Extension)
		}
		for _, c := range f.Contents() {
			if c.About.NL == "" || c.About.EN == "" || strings.ContainsAny(c.Name, " .") {
				t.Errorf("%s %s: %+v", f.ID, c.Name, c.About)
			}
		}
	}
	if _, ok := ByID("docx"); ok {
		t.Error("a form that is not there was found")
	}
}

func TestByName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"project.qdpx": "qdpx", "map.v2/Data.SAV": "sav", "archief": Folder, "archief/": Folder, `C:\werk\archief\`: Folder, "a.b.csv": "csv", "uit/archief.zip": "zip",
	} {
		f, err := ByName(name)
		if err != nil || f.ID != want {
			t.Errorf("%s: %q, %v; want %q", name, f.ID, err, want)
		}
	}
	for _, name := range []string{"rapport.docx", "studie.mz", "a.", "a.csv.gz"} {
		_, err := ByName(name)
		var told *instruments.Error
		if !errors.As(err, &told) || !strings.Contains(told.Hint.EN, ".qdpx .qdc .xlsx .csv .sav .sps .json .rock .zip") || !strings.Contains(told.Hint.NL, "archiefmap") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No name is no archive folder.
func TestByNameRefusesNoName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", " ", "\t"} {
		_, err := ByName(name)
		var told *instruments.Error
		if !errors.As(err, &told) || !strings.Contains(told.What.NL, "naam van het bestand is leeg") || told.Hint.EN == "" {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// The first content is the one that a form holds unless another is asked for.
func TestContents(t *testing.T) {
	t.Parallel()
	first := func(id string) string { return form(t, id).Contents()[0].Name }
	for id, want := range map[string]string{"xlsx": Everything, "csv": Codings, "sav": Wide, "sps": Wide} {
		if got := first(id); got != want {
			t.Errorf("%s begins with %q, want %q", id, got, want)
		}
	}
	has := func(id, name string) bool {
		return slices.ContainsFunc(form(t, id).Contents(), func(c Content) bool { return c.Name == name })
	}
	for _, k := range analysis.Kinds() {
		if got := has("csv", k.Name); got == k.Cross() {
			t.Errorf("csv has %s: %v", k.Name, got)
		}
	}
	if has("csv", Everything) || has("sps", Everything) || has("qdpx", Codings) || !has("sav", "goals") || !has("sps", "goals") {
		t.Error("a form has a content that it cannot hold, or lacks one")
	}
	c := twoCoders()
	if got := wrong(t, c, "csv", Options{What: "alles"}); !strings.Contains(got, `onbekende inhoud "alles"`) || !strings.Contains(got, "kies uit codings, wide, long, matrix, respondents, activities") {
		t.Error(got)
	}
	if got := wrong(t, c, "qdpx", Options{What: Wide}); !strings.Contains(got, "valt niet te kiezen") {
		t.Error(got)
	}
}

// Every form with every content, in both languages: something is written, and the
// same again.
func TestEverythingIsTheSameTwice(t *testing.T) {
	t.Parallel()
	c := twoCoders()
	for _, f := range Formats() {
		if f.ID == Folder {
			continue
		}
		contents := f.Contents()
		if len(contents) == 0 {
			contents = []Content{{}}
		}
		for _, content := range contents {
			for _, lang := range []instruments.Lang{nl, en} {
				o := Options{What: content.Name, Lang: lang, Version: "1.2.3", Beside: "data.csv"}
				one, lost := written(t, c, f.ID, o)
				two, _ := written(t, c, f.ID, o)
				if len(one) == 0 || !bytes.Equal(one, two) {
					t.Errorf("%s %s %s: %d and %d bytes, the same: %v", f.ID, content.Name, lang, len(one), len(two), bytes.Equal(one, two))
				}
				if got := len(lost.Counts) > 0; got != f.Reports {
					t.Errorf("%s %s: a loss report: %v", f.ID, content.Name, got)
				}
			}
		}
	}
}

// Whose work a form takes. R01 has a consensus: one coding; of R02 there is none,
// so that everybody's two count.
func TestLayers(t *testing.T) {
	t.Parallel()
	c := twoCoders()
	codings := func(o Options) (coders []string) {
		data, _ := written(t, c, "csv", o)
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at := slices.Index(rows[0], "coder")
		for _, row := range rows[1:] {
			coders = append(coders, row[at])
		}
		slices.Sort(coders)
		return coders
	}
	for layer, want := range map[string][]string{
		"": {"codeur1", "codeur2", "consensus"}, "consensus": {"codeur1", "codeur2", "consensus"},
		coding.EveryLayer: {"codeur1", "codeur1", "codeur2", "codeur2", "consensus"}, "codeur2": {"codeur2", "codeur2"},
	} {
		if got := codings(Options{Layer: layer}); !slices.Equal(got, want) {
			t.Errorf("layer %q: %v, want %v", layer, got, want)
		}
	}
	for layer, want := range map[string]int{"": 5, coding.EveryLayer: 5, "codeur1": 2, "consensus": 3} {
		data, lost := written(t, c, "qdpx", Options{Layer: layer})
		back, _, problems := refi.Read("a.qdpx", bytes.NewReader(data), int64(len(data)), refi.ReadOptions{Lang: nl})
		if problems.Err() != nil || len(back.Codings) != want {
			t.Errorf("layer %q: %d codings in the project, want %d; %v %+v", layer, len(back.Codings), want, problems, lost)
		}
	}
	if got := wrong(t, c, "csv", Options{Layer: "niemand"}); !strings.Contains(got, `codeur "niemand" is er niet`) {
		t.Error(got)
	}
	for id, want := range map[string]string{"qdpx": "all", "json": "all", "zip": "all", "csv": "consensus", "xlsx": "consensus"} {
		if got := form(t, id).LayerByDefault(); got != want {
			t.Errorf("%s takes %q by default, want %q", id, got, want)
		}
	}
}

// The whole study comes back as it was.
func TestJSONComesBack(t *testing.T) {
	t.Parallel()
	c := twoCoders()
	data, lost := written(t, c, "json", Options{})
	back, _, problems := portable.Read("a.json", data)
	if problems.Err() != nil || lost.Lost() != 0 {
		t.Fatalf("%v %+v", problems, lost)
	}
	if len(back.Codings) != 5 || len(back.Fillings) != 2 || back.Documents[0].Text != talk || back.Info.Name != "klein" {
		t.Errorf("%d codings, %d lists, %q", len(back.Codings), len(back.Fillings), back.Documents[0].Text)
	}
}

// The respondent sheet can be filled in further and imported again: as csv and as
// workbook it reads as what was written.
func TestRespondentsComeBack(t *testing.T) {
	t.Parallel()
	c := twoCoders()
	for _, id := range []string{"csv", "xlsx"} {
		data, _ := written(t, c, id, Options{What: Respondents})
		got, problems := checklist.Read("respondenten."+id, data, c.Instruments)
		if problems.Err() != nil {
			t.Fatalf("%s: %v", id, problems.In(nl))
		}
		if len(got.Respondents) != 3 || len(got.Trajectories) != 3 {
			t.Fatalf("%s: %d respondents, %d trajectories", id, len(got.Respondents), len(got.Trajectories))
		}
		for i, r := range got.Respondents {
			want := c.Respondents[i]
			if r.ID != want.ID || r.Role != want.Role || r.Project != want.Project || r.Consent != want.Consent || !slices.Equal(r.Trajectories, want.Trajectories) || r.Attributes["Leeftijd"] != want.Attributes["Leeftijd"] {
				t.Errorf("%s: %+v, want %+v", id, r, want)
			}
		}
		if id == "xlsx" && (got.Trajectories[0].StartContact != "ja" || got.Trajectories[1].Attributes["duur"] != "lang") {
			t.Errorf("trajectories: %+v", got.Trajectories)
		}
	}
}

// What a spreadsheet would run is disarmed in csv, and a string cell in a workbook.
func TestNoFormulas(t *testing.T) {
	t.Parallel()
	data, _ := written(t, twoCoders(), "csv", Options{What: Respondents})
	if !strings.Contains(string(data), ",'=bakker") {
		t.Errorf("%s", data)
	}
	data, _ = written(t, twoCoders(), "xlsx", Options{})
	f := opened(t, data)
	cell, err := f.GetCellValue("Respondenten", "G2")
	formula, _ := f.GetCellFormula("Respondenten", "G2")
	if err != nil || cell != "=bakker" || formula != "" {
		t.Errorf("%q %q %v", cell, formula, err)
	}
}

func opened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// The workbook of everything has a sheet for each kind of data, with as many rows
// as there are, and the guide names them.
func TestWorkbookOfEverything(t *testing.T) {
	t.Parallel()
	for lang, want := range map[instruments.Lang]map[string]int{ // rows, the heading included
		nl: {"Respondenten": 4, "Trajecten": 4, "Breed": 4, "Lang": 7, "Coderingen": 4, "Matrix": 3},
		en: {"Respondents": 4, "Trajectories": 4, "Wide": 4, "Long": 7, "Codings": 4, "Matrix": 3},
	} {
		data, _ := written(t, twoCoders(), "xlsx", Options{Lang: lang, Version: "1.2.3"})
		f := opened(t, data)
		guide, err := f.GetRows(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(guide)
		for sheet, n := range want {
			rows, err := f.GetRows(sheet)
			if err != nil || len(rows) != n || !strings.Contains(text, "["+sheet+" ") {
				t.Errorf("%s %s: %d rows, want %d; %v", lang, sheet, len(rows), n, err)
			}
		}
		if !strings.Contains(text, "Meerzicht 1.2.3") || !strings.Contains(text, map[instruments.Lang]string{nl: "alleen voor binnen het onderzoeksteam", en: "inside the research team only"}[lang]) {
			t.Errorf("the guide: %s", text)
		}
	}
}

// For an audience the workbook is that of the report: no rows about persons in the
// external one, and small counts hidden.
func TestAudience(t *testing.T) {
	t.Parallel()
	c := theReplication(t)
	data, _ := written(t, c, "csv", Options{What: "activities"})
	masked, _ := written(t, c, "csv", Options{What: "activities", Audience: report.Extern})
	if strings.Contains(string(data), "<5") || !strings.Contains(string(masked), "<5") {
		t.Errorf("unmasked:\n%s\nmasked:\n%s", data, masked)
	}
	book, _ := written(t, c, "xlsx", Options{Audience: report.Extern})
	for _, sheet := range opened(t, book).GetSheetList() {
		if slices.Contains([]string{"Respondenten", "Breed", "Lang", "Lange tabel", "Coderingen", "Matrix"}, sheet) {
			t.Errorf("the external workbook has a sheet %s", sheet)
		}
	}
	for _, what := range []string{Codings, Wide, Long, Matrix, Respondents, "concordance-respondents"} {
		if got := wrong(t, c, "csv", Options{What: what, Audience: report.Intern}); !strings.Contains(got, "nooit afgeschermd") {
			t.Errorf("%s: %s", what, got)
		}
	}
	if got := wrong(t, c, "qdpx", Options{Audience: report.Extern}); !strings.Contains(got, "nooit afgeschermd") {
		t.Error(got)
	}
	if got := wrong(t, c, "csv", Options{What: "goals", Audience: "iedereen"}); !strings.Contains(got, "onbekende doelgroep") {
		t.Error(got)
	}
}

// Syntax names the file beside it, which holds the same rows as the data.
func TestSyntaxAndData(t *testing.T) {
	t.Parallel()
	c, f := twoCoders(), form(t, "sps")
	if got := f.Beside("uit/breed.sps"); got != "uit/breed.csv" {
		t.Error(got)
	}
	if got := form(t, "sav").Beside("a.sav"); got != "" {
		t.Error(got)
	}
	var b bytes.Buffer
	if err := WriteBoth(t.Context(), &b, c, f, Options{What: Wide}, "breed.sps"); err != nil {
		t.Fatal(err)
	}
	in, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(in.File) != 2 || in.File[0].Name != "breed.sps" || in.File[1].Name != "breed.csv" {
		t.Fatalf("%v %+v", err, in.File)
	}
	var parts []string
	for _, member := range in.File {
		r, err := member.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, string(raw))
	}
	data, _ := written(t, c, "csv", Options{What: Wide})
	if !strings.Contains(parts[0], "breed.csv") || parts[1] != string(data) {
		t.Errorf("%.400s\n%.400s", parts[0], parts[1])
	}
	if err := WriteBeside(t.Context(), io.Discard, c, f, Options{What: Everything}); err == nil {
		t.Error("syntax of a whole workbook")
	}
}

// Who gives up gets no file, whatever it is.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, f := range Formats() {
		if f.ID == Folder {
			continue
		}
		if _, err := Write(ctx, io.Discard, twoCoders(), f, Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", f.ID, err)
		}
	}
	dir := filepath.Join(t.TempDir(), "archief")
	if _, err := WriteFolder(ctx, dir, twoCoders(), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("folder: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder: %v", err)
	}
}

// The archive as a folder and as a zip hold the same files, the report among them;
// without texts nobody's words are in it.
func TestArchive(t *testing.T) {
	t.Parallel()
	c := twoCoders()
	log := func(line func([]byte) error) error { return line([]byte(`{"seq":1}`)) }
	steps := 0
	dir := filepath.Join(t.TempDir(), "archief")
	names, err := WriteFolder(t.Context(), dir, c, Options{Version: "1.2.3", Log: log, Progress: func(int, int) { steps++ }})
	if err != nil {
		t.Fatal(err)
	}
	data, _ := written(t, c, "zip", Options{Version: "1.2.3", Log: log})
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var zipped []string
	for _, member := range in.File {
		zipped = append(zipped, strings.TrimPrefix(member.Name, strings.SplitAfter(in.File[0].Name, "/")[0]))
	}
	if steps == 0 || len(zipped) != len(names) {
		t.Errorf("%d steps; %d files in the zip, %d in the folder", steps, len(zipped), len(names))
	}
	for _, want := range []string{"report/rapport.html", "study.json", "README.md", "SHA256SUMS"} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(want))); err != nil || !slices.Contains(names, want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	silent, _ := written(t, c, "zip", Options{WithoutTexts: true})
	if in, err = zip.NewReader(bytes.NewReader(silent), int64(len(silent))); err != nil {
		t.Fatal(err)
	}
	for _, member := range in.File {
		r, err := member.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil || bytes.Contains(raw, []byte("samen wandelen")) || bytes.Contains(raw, []byte("nooit")) && strings.HasPrefix(member.Name, "lists") {
			t.Errorf("%s holds words of an interview; %v", member.Name, err)
		}
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	c := twoCoders()
	for _, k := range []struct {
		id   string
		o    Options
		want []string
	}{
		{"qdpx", Options{}, []string{"only for those who may read them"}},
		{"qdpx", Options{Layer: "codeur1"}, []string{"only the work of codeur1", "only for those who may read them"}},
		{"qdc", Options{}, nil},
		{"csv", Options{}, []string{"Layer: consensus", "single persons"}},
		{"csv", Options{What: "goals"}, []string{"Layer: consensus", "Small counts are not masked"}},
		{"csv", Options{What: "goals", Audience: report.Extern}, []string{"Layer: consensus"}},
		{"zip", Options{WithoutTexts: true}, []string{"words of the interviews are not in this"}},
	} {
		notes, err := Notes(t.Context(), c, form(t, k.id), k.o)
		if err != nil || len(notes) != len(k.want) {
			t.Errorf("%s %+v: %v %v", k.id, k.o, notes, err)
			continue
		}
		for i, n := range notes {
			if !strings.Contains(n.EN, k.want[i]) || n.NL == "" {
				t.Errorf("%s: %q, want %q", k.id, n.EN, k.want[i])
			}
		}
	}
	if _, err := Notes(t.Context(), c, form(t, "csv"), Options{What: "alles"}); err == nil {
		t.Error("what cannot be written has notes")
	}
	if Fallback(c, form(t, "csv"), Options{}) {
		t.Error("nobody counts in the place of a consensus here")
	}
}

func TestStudyWithoutInstruments(t *testing.T) {
	t.Parallel()
	if got := wrong(t, &coding.Corpus{}, "qdpx", Options{}); !strings.Contains(got, "geen instrumenten") {
		t.Error(got)
	}
	// An empty study can be taken along all the same.
	set, err := instruments.Builtin("leeg")
	if err != nil {
		t.Fatal(err)
	}
	empty := &coding.Corpus{Instruments: set, Codebook: coding.NewCodebook(set)}
	for _, f := range Formats() {
		if f.ID != Folder && f.ID != "qdc" && f.ID != "sps" && f.ID != "sav" {
			written(t, empty, f.ID, Options{})
		}
	}
}

func ExampleWrite() {
	f, err := ByName("doelen.csv")
	if err != nil {
		fmt.Println(err)
		return
	}
	var b bytes.Buffer
	if _, err := Write(context.Background(), &b, twoCoders(), f, Options{What: Respondents}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(b.String())
	// Output:
	// Respondent,Traject,Project,Rol,Toestemming,Leeftijd,beroep
	// R01,"T1, T2",Noord,maatje,ja,34,'=bakker
	// R02,T3,Zuid,maatje,ja,,
	// R03,T1,Noord,maatje,,,
}

func BenchmarkWorkbookOfEverything(b *testing.B) {
	f, _ := ByID("xlsx")
	c := theReplication(b)
	for b.Loop() {
		if _, err := Write(context.Background(), io.Discard, c, f, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
