package archive_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/archive"
)

// TestReadme: both languages name every file that there is (the texts in one
// line), the notice, how to verify, and the hash of the study.
func TestReadme(t *testing.T) {
	t.Parallel()
	p := parts(t)
	dir, names := written(t, p)
	for file, words := range map[string][]string{
		"LEESMIJ.md": {"stand van 15-07-2020", "**Fictieve gegevens**", "## Wat is wat", "## Controleren", "documenten: 10, respondenten: 10", "het rapport", "niet besproken"},
		"README.md":  {"as of 15 July 2020", "**Invented data**", "## What is what", "## Verifying", "documents: 10, respondents: 10", "the report", "not discussed"},
	} {
		text := content(t, dir, file)
		for _, w := range append(words, "`sha256sum -c SHA256SUMS`", p.Corpus.Info.Head, "Meerzicht 0.3.0") {
			if !strings.Contains(text, w) {
				t.Errorf("%s does not say %q", file, w)
			}
		}
		for _, n := range names {
			if strings.HasPrefix(n, "texts/") || strings.HasSuffix(n, ".md") {
				continue
			}
			if !strings.Contains(text, "| "+strings.ReplaceAll(n, "_", "\\_")+" |") {
				t.Errorf("%s does not name %s", file, n)
			}
		}
	}
}

// TestReadmeIsHarmless: words of a study are text in Markdown, not marks of it.
func TestReadmeIsHarmless(t *testing.T) {
	t.Parallel()
	p := parts(t)
	p.Corpus.Info.Title = instruments.Same("<script>alert(1)</script>\n# kop [x](http://x) `code` | cel")
	dir, _ := written(t, p)
	text := content(t, dir, "README.md")
	first, _, _ := strings.Cut(text, "\n")
	if strings.Contains(text, "<script>") || strings.Contains(text, "\n# kop") || strings.Contains(first, " [x]") || !strings.Contains(first, `\`+"`code") {
		t.Errorf("the title became %q", first)
	}
}

// TestLosses: what the project for other programs does not hold is told by kind in
// the README.
func TestLosses(t *testing.T) {
	t.Parallel()
	dir, _ := written(t, parts(t))
	text := content(t, dir, "LEESMIJ.md")
	if strings.Contains(text, "- codebook.qdc") {
		t.Error("the README tells that a codebook holds codes only")
	}
	if !regexp.MustCompile(`(?m)^- project\.qdpx: [0-9]+ ingevulde lijsten: `).MatchString(text) {
		t.Errorf("the lists that REFI-QDA cannot hold are not told:\n%s", text)
	}
}

// TestReadmeCountsTheCodebook: the README counts the codes that codebook.csv has,
// also those that only group others.
func TestReadmeCountsTheCodebook(t *testing.T) {
	t.Parallel()
	dir, _ := written(t, parts(t))
	rows, err := csv.NewReader(strings.NewReader(content(t, dir, "codebook.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	codable := 0
	for _, row := range rows[1:] {
		if row[slices.Index(rows[0], "codable")] == "true" {
			codable++
		}
	}
	want := fmt.Sprintf("codes: %d (waarvan %d om mee te coderen), ", len(rows)-1, codable)
	if text := content(t, dir, "LEESMIJ.md"); codable == len(rows)-1 || !strings.Contains(text, want) {
		t.Errorf("the README does not say %q", want)
	}
}

// TestWithoutLog: no log, no events, and no word about them.
func TestWithoutLog(t *testing.T) {
	t.Parallel()
	p := parts(t)
	p.Log = nil
	dir, names := written(t, p)
	for _, n := range names {
		if n == "events.jsonl" {
			t.Error("there is a log")
		}
	}
	if strings.Contains(content(t, dir, "README.md"), "events.jsonl") {
		t.Error("the README speaks of a log")
	}
}

// TestSet: what the study asks is in the archive whole.
func TestSet(t *testing.T) {
	t.Parallel()
	p := parts(t)
	dir, _ := written(t, p)
	var got instruments.Set
	if err := json.Unmarshal([]byte(content(t, dir, "instruments/set.json")), &got); err != nil {
		t.Fatal(err)
	}
	want, err := json.Marshal(p.Corpus.Instruments)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(got); err != nil || !bytes.Equal(again, want) {
		t.Errorf("set.json is not the set of the study (%v)", err)
	}
}

// TestLayer: data files count one layer, codings and lists hold everybody's work.
func TestLayer(t *testing.T) {
	t.Parallel()
	p := parts(t)
	second := p.Corpus.Fillings[0]
	second.ID, second.Coder = "activiteiten/PA/codeur2", "codeur2"
	second.Responses = []instruments.Response{{Activity: "A01", State: instruments.Denied}}
	p.Corpus.Fillings = append(p.Corpus.Fillings, second)
	p.Corpus.Coders = append(p.Corpus.Coders, coding.Coder{ID: "codeur2"})
	p.Layer = "codeur2"
	dir, _ := written(t, p)
	if wide := table(t, dir, "data/wide.csv"); wide[0]["A01"] != "0" || wide[1]["A01"] != "" {
		t.Errorf("A01 is %q and %q", wide[0]["A01"], wide[1]["A01"])
	}
	lists := content(t, dir, "lists/activities.csv")
	if !strings.Contains(lists, "PA,codeur1,") || !strings.Contains(lists, "PA,codeur2,") {
		t.Error("the lists do not hold everybody's work")
	}
	if text := content(t, dir, "LEESMIJ.md"); !strings.Contains(text, "Laag: alleen het werk van codeur2") {
		t.Errorf("the README does not say whose work counts")
	}
}

// TestOddWords: words of any kind give XML that is well formed, and tables of which
// no cell is a formula.
func TestOddWords(t *testing.T) {
	t.Parallel()
	p := parts(t)
	odd := "=1+1 ]]> </titl> & \"'\x00\x1b\uFFFE\u202E"
	c := p.Corpus
	c.Info.Title, c.Info.Notice = instruments.Same(odd), instruments.Same(odd)
	c.Respondents[0].Attributes = map[string]string{"=kop": "=cel", "\xff": "@cel"}
	c.Memos[0].Text = "=1+1"
	dir, _ := written(t, p)
	var e element
	if err := xml.Unmarshal([]byte(content(t, dir, "ddi.xml")), &e); err != nil {
		t.Fatal(err)
	}
	if got := e.texts("stdyDscr", "citation", "titlStmt", "titl"); len(got) != 1 || !strings.HasPrefix(got[0], "=1+1 ]]> </titl> & \"'") {
		t.Errorf("title %q", got)
	}
	if r := table(t, dir, "respondents.csv")[0]; r["'=kop"] != "'=cel" {
		t.Errorf("a formula stands in respondents.csv: %v", r)
	}
	if m := table(t, dir, "memos.csv")[0]; m["text"] != "'=1+1" {
		t.Errorf("a formula stands in memos.csv: %v", m)
	}
}

// TestRareValuesStayOut: in no variable of the description stands a count from one
// to four, however the sample is cut.
func TestRareValuesStayOut(t *testing.T) {
	t.Parallel()
	for n := 4; n <= 10; n += 2 {
		p := parts(t)
		p.Corpus.Respondents = p.Corpus.Respondents[:n]
		dir, _ := written(t, p)
		var e element
		if err := xml.Unmarshal([]byte(content(t, dir, "ddi.xml")), &e); err != nil {
			t.Fatal(err)
		}
		for _, v := range e.all("dataDscr", "var") {
			for _, count := range v.texts("catgry", "catStat") {
				if len(count) == 1 && count > "0" && count < "5" {
					t.Errorf("%d respondents: %s has a count of %s", n, v.attr("name"), count)
				}
			}
		}
	}
}

type broken struct{ after int }

var errFull = errors.New("full")

func (b *broken) Write(p []byte) (int, error) {
	if b.after -= len(p); b.after < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// TestZipTellsOfTheDisk: wherever the disk is full, the error is told.
func TestZipTellsOfTheDisk(t *testing.T) {
	t.Parallel()
	p := parts(t)
	for _, room := range []int{0, 1000, 50_000, 70_000} {
		if _, err := archive.WriteZip(t.Context(), &broken{room}, p); !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
}

// TestPSPPReadsTheData: the .sav files of an archive, and the CSV files by way of
// the syntax beside them, are read from the folder itself.
func TestPSPPReadsTheData(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("pspp")
	if err != nil {
		t.Skip("report/dataset asks for PSPP where it must be there")
	}
	dir, _ := written(t, parts(t))
	for _, name := range []string{"wide", "long", "matrix"} {
		cmd := exec.Command(path, "-b", "-o", filepath.Join(t.TempDir(), "out.txt"), name+".sps")
		cmd.Dir = filepath.Join(dir, "data")
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s.sps: %v\n%s", name, err, out)
		}
	}
}
