package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

// sharedFolder is the folder of real files beside the project. Without it a
// test is skipped, except where it must run.
func sharedFolder(t *testing.T, sub string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", sub)
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_SHARED") == "required" {
			t.Fatalf("the shared files must be there: %v", err)
		}
		t.Skip("no shared files beside the project")
	}
	return dir
}

// program runs the program and returns its exit code and outputs.
func program(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// mustRun runs the program and insists on success.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	code, stdout, stderr := program(args...)
	if code != 0 {
		t.Fatalf("meerzicht %s: exit code %d\n%s", strings.Join(args, " "), code, stderr)
	}
	return stdout
}

// TestDutchTranscript reads a real Dutch Word transcript line for line as its
// own project expects it.
func TestDutchTranscript(t *testing.T) {
	dir := sharedFolder(t, "fixtures/transcripts/docx-nl")
	want, err := os.ReadFile(filepath.Join(dir, "ASTA_01.expected.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Text  string
		Turns []struct{ Speaker, Text string }
	}
	if err := json.Unmarshal([]byte(mustRun(t, "transcript", filepath.Join(dir, "ASTA_01.docx"), "--format", "json")), &got); err != nil {
		t.Fatal(err)
	}
	lines, wants := strings.Split(got.Text, "\n"), strings.Split(strings.TrimSuffix(string(want), "\n"), "\n")
	if len(lines) != len(wants) {
		t.Fatalf("%d lines read, %d expected", len(lines), len(wants))
	}
	for i := range wants {
		if lines[i] != wants[i] {
			t.Errorf("line %d: %q, want %q", i+1, lines[i], wants[i])
		}
	}
	speakers := map[string]int{}
	for _, turn := range got.Turns {
		speakers[turn.Speaker]++
	}
	for speaker, label := range map[string]string{"INV": "INV: ", "PMA": "PMA: "} {
		if n := strings.Count(string(want), label); speakers[speaker] != n {
			t.Errorf("%d turns of %s, %d in the file", speakers[speaker], speaker, n)
		}
	}
}

// TestLiteratureBesideInterviews imports the published documents as literature
// into a scratch copy of the example study, codes them with the lexicon, and
// finds them beside the interviews.
func TestLiteratureBesideInterviews(t *testing.T) {
	dir := sharedFolder(t, "sources")
	file := filepath.Join(t.TempDir(), "studie.mz")
	mustRun(t, "backup", filepath.Join(demoFolder(t), "studie.mz"), file)
	mustRun(t, "import", file, dir, "--as", "literatuur")
	mustRun(t, "code", file, "--accept")

	s, err := study.OpenReadOnly(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c, err := s.Corpus(context.Background(), study.WithTexts())
	if err != nil {
		t.Fatal(err)
	}
	literature := unchanged(t, c, dir)
	if len(literature) != 5 {
		t.Fatalf("%d documents of literature, want 5", len(literature))
	}
	coded := map[instruments.DocumentID]int{}
	for _, k := range c.Codings {
		if literature[k.Document] && k.Coder == coding.LexiconCoder {
			coded[k.Document]++
		}
	}
	if len(coded) < 4 {
		t.Errorf("the lexicon coded %d of the documents: %v", len(coded), coded)
	}
	out := mustRun(t, "table", "codes", file, "--format", "csv")
	if !strings.Contains(out, "literatuur") && !strings.Contains(out, "literature") {
		t.Errorf("no column for literature beside the interviews:\n%.600s", out)
	}
	if n := len(c.Respondents); n != 37 {
		t.Errorf("%d respondents: literature must not count as respondents", n)
	}
}

// unchanged checks that every source's text is in the study as it stands in
// the file, tabs and blank lines included, and returns their documents.
func unchanged(t *testing.T, c *coding.Corpus, dir string) map[instruments.DocumentID]bool {
	t.Helper()
	found := map[instruments.DocumentID]bool{}
	for _, d := range c.Documents {
		if d.Kind != instruments.Literature {
			continue
		}
		found[d.ID] = true
		data, err := os.ReadFile(filepath.Join(dir, d.Source.Name))
		if err != nil {
			t.Fatal(err)
		}
		want := strings.TrimPrefix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\ufeff")
		if d.Text != want {
			t.Errorf("%s: the text changed on import", d.Source.Name)
		}
		if strings.Count(d.Text, "\t") != strings.Count(string(data), "\t") {
			t.Errorf("%s: tabs were lost", d.Source.Name)
		}
	}
	return found
}
