package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"meerzicht/study"
)

// importOne imports one real file into a new study and returns the report.
func importOne(t *testing.T, path string, more ...string) (study.ImportReport, string) {
	t.Helper()
	s := filepath.Join(t.TempDir(), "s.mz")
	mustRun(t, "new", s)
	var r study.ImportReport
	out := mustRun(t, append([]string{"import", s, path, "--format", "json"}, more...)...)
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "verify", s)
	return r, s
}

// Every real transcript comes in, with the speakers that it has.
func TestImportSharedTranscripts(t *testing.T) {
	t.Parallel()
	for path, speakers := range map[string][]string{
		"docx-nl/ASTA_01.docx":                    {"INV", "PMA"},
		"docx/poi-delins.docx":                    nil,
		"docx/poi-footnotes.docx":                 nil,
		"docx/tika-testWORD_sdtInTextBox.docx":    nil,
		"json/amberscript.json":                   {"Speaker 1"},
		"odt/tika-testStyles.odt":                 nil,
		"rtf/tika-testRTFHexEscapeInsideWord.rtf": nil,
		"rtf/tika-testRTFUmlautSpaces.rtf":        nil,
		"srt/astisub-example-in.srt":              nil,
		"vtt/teams-2022-nospeaker.vtt":            nil,
		"vtt/teams-premium.vtt":                   {"Charles", "Janaki"},
	} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			r, _ := importOne(t, filepath.Join(sharedFolder(t, "fixtures/transcripts"), path))
			f := r.Files[0]
			var labels []string
			for _, s := range f.Speakers {
				labels = append(labels, s.Label)
			}
			slices.Sort(labels)
			if f.As != study.AsTranscript || r.Documents != 1 || f.Words == 0 || f.Turns == 0 || !slices.Equal(labels, speakers) {
				t.Errorf("%+v", f)
			}
		})
	}
}

// A real project of NVivo: every selection stands where the expectation that was
// computed apart from this program says, and a second import brings nothing.
func TestImportSharedNVivo(t *testing.T) {
	t.Parallel()
	dir := sharedFolder(t, "fixtures")
	raw, err := os.ReadFile(filepath.Join(dir, "expected", "nvivo-mac-12.7-masked.json"))
	var want struct {
		Codes         int
		Users         int
		SelectionList []struct {
			Start int    `json:"codepoint_start"`
			End   int    `json:"codepoint_end"`
			Text  string `json:"text"`
			Codes []string
		} `json:"selection_list"`
	}
	if err == nil {
		err = json.Unmarshal(raw, &want)
	}
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "qda", "nvivo-mac-12.7-masked.qdpx")
	r, s := importOne(t, file)
	if r.Codes != want.Codes || r.Documents != 1 || r.Files[0].Transfer.Unsure || r.Files[0].Transfer.Positions != "utf16" {
		t.Errorf("%+v", r)
	}
	expected := map[string]int{}
	for _, one := range want.SelectionList {
		expected[fmt.Sprintf("%d-%d %s", one.Start, one.End, one.Text)] += len(one.Codes)
	}
	var codings []struct {
		Start, End int
		Quotation  string
	}
	if err := json.Unmarshal([]byte(mustRun(t, "codings", s, "--format", "json")), &codings); err != nil {
		t.Fatal(err)
	}
	for _, c := range codings {
		expected[fmt.Sprintf("%d-%d %s", c.Start, c.End, c.Quotation)]--
	}
	for place, n := range expected {
		if n != 0 {
			t.Errorf("%+d codings at %.60s", n, place)
		}
	}
	if out := mustRun(t, "import", s, file); !strings.Contains(out, "al ingelezen") {
		t.Errorf("a second time: %s", out)
	}
}

// Projects and codebooks without texts bring their codes, and say what they lack.
func TestImportSharedProjects(t *testing.T) {
	t.Parallel()
	dir := sharedFolder(t, "fixtures")
	for path, codes := range map[string]int{
		"qda/atlasti-win-23.2-codes-only.qdpx": 3, "qda/refi-spec-example-atlasti-mac-8.4.qdpx": 14, "qdc/atlasti-win-23.4.qdc": 1, "qdc/taguette-empty-sets.qdc": 2,
	} {
		r, _ := importOne(t, filepath.Join(dir, path))
		f := r.Files[0]
		if r.Codes != codes || f.As != study.AsProject || r.Documents != 0 {
			t.Errorf("%s: %+v", path, r)
		}
		if strings.Contains(path, "spec-example") && f.Transfer.Lost() == 0 {
			t.Errorf("%s: its texts are missing and nothing is said", path)
		}
	}
}

// Real survey exports are about something else: what they ask is told, and with a
// word about the columns they are read or plainly refused.
func TestImportSharedSurveys(t *testing.T) {
	t.Parallel()
	dir := sharedFolder(t, "fixtures/instruments")
	s := filepath.Join(t.TempDir(), "s.mz")
	mustRun(t, "new", s)
	for path, want := range map[string]string{
		"kobo/cleaningtools-choices.csv":        "without answers",
		"kobo/cleaningtools-survey.csv":         "without answers",
		"kobo/cleaningtools-raw-data-dots.csv":  "--column \"water_sources=-\"",
		"odk/central-select-multiple-split.csv": "--column \"q1=-\"",
		"qualtrics/sample.csv":                  "--column \"ResponseId=respondent\"",
	} {
		if code, _, said := program("--lang", "en", "import", s, filepath.Join(dir, path)); code != exitRefused || !strings.Contains(said, want) {
			t.Errorf("%s: exit code %d, %s", path, code, said)
		}
	}
	people := filepath.Join(t.TempDir(), "mensen.csv")
	if err := os.WriteFile(people, []byte("respondent;rol;project;traject\none;vrijwilliger;P;T1\ntwo;vrijwilliger;P;T2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := mustRun(t, "--lang", "en", "import", s, people, filepath.Join(dir, "odk/central-select-multiple-split.csv"), "--coder", "codeur1",
		"--column", "q1/a=A01", "--column", "q1/b=A02", "--column", "g1-q2=-", "--column", "KEY=respondent")
	if !strings.Contains(out, "2 respondents, 2 trajectories, 0 documents, 2 lists") {
		t.Error(out)
	}
}
