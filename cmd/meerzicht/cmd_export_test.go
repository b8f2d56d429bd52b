package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report/export"
)

// onceWriting is a context that ends when a temporary file stands in a folder: in
// the middle of writing.
type onceWriting struct {
	context.Context
	dir string
}

func (o onceWriting) Err() error {
	if some, _ := filepath.Glob(filepath.Join(o.dir, ".meerzicht-*")); len(some) > 0 {
		return context.Canceled
	}
	return nil
}

// TestExportBrokenOff: Ctrl-C in the middle leaves no half file, and what stood
// there stays.
func TestExportBrokenOff(t *testing.T) {
	demo := filepath.Join(demoFolder(t), "studie.mz")
	for _, name := range []string{"a.qdpx", "a.json", "a.rock", "a.csv", "a.sav", "a.sps", "a.xlsx", "a.zip", "archief"} {
		dir := t.TempDir()
		to := filepath.Join(dir, name)
		there := []byte("van gisteren")
		if name != "archief" {
			if err := os.WriteFile(to, there, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var stdout, stderr bytes.Buffer
		code := run(onceWriting{t.Context(), dir}, []string{"export", demo, to, "--lang", "nl"}, strings.NewReader(""), &stdout, &stderr)
		if code != exitInterrupted || stdout.Len() > 0 || !strings.Contains(stderr.String(), "onderbroken") {
			t.Errorf("%s: exit code %d, %q, %q", name, code, stdout.String(), stderr.String())
		}
		left, _ := os.ReadDir(dir)
		if name == "archief" {
			if len(left) > 0 {
				t.Errorf("%s left %v", name, left)
			}
			continue
		}
		if now, err := os.ReadFile(to); err != nil || !bytes.Equal(now, there) || len(left) != 1 {
			t.Errorf("%s: %.40q %v, and %d files", name, now, err, len(left))
		}
	}
}

// TestExportHelp: the help names every extension and every content.
func TestExportHelp(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		help := must(t, "export", "--help", "--lang", lang).stdout
		for _, f := range export.Formats() {
			if !strings.Contains(help, "\n  "+f.Extension) || !strings.Contains(help, f.About.In(instruments.Lang(lang))) {
				t.Errorf("%s: the help does not tell of %s", lang, f.ID)
			}
		}
		for _, k := range analysis.Kinds() {
			if strings.Contains(help, "\n  "+k.Name+" ") == k.Cross() {
				t.Errorf("%s: %s in the help: %v", lang, k.Name, k.Cross())
			}
		}
	}
}

// TestExportContract: the result as JSON holds files, notes and the loss report, of
// which found is always taken plus lost.
func TestExportContract(t *testing.T) {
	demo := filepath.Join(demoFolder(t), "studie.mz")
	t.Chdir(t.TempDir())
	whole := shape{"files": "list", "form": "string", "notes": "list", "transfer": "object"}.holds(t, "export", decode(t, must(t, "export", demo, "a.qdpx", "--format", "json").stdout))
	if files := whole["files"].([]any); len(files) != 1 || files[0] != "a.qdpx" {
		t.Errorf("files: %v", files)
	}
	counts := shape{"counts": "list", "convention": "object"}.holds(t, "transfer", whole["transfer"])["counts"].([]any)
	if len(counts) < 5 {
		t.Errorf("%d kinds", len(counts))
	}
	for _, c := range counts {
		m := shape{"kind": "string", "found": "whole", "taken": "whole"}.holds(t, "count", c)
		lost := 0.0
		if list, there := m["lost"].([]any); there {
			for _, l := range list {
				lost += shape{"count": "whole", "why": "object"}.holds(t, "lost", l)["count"].(float64)
			}
		}
		if m["found"].(float64) != m["taken"].(float64)+lost {
			t.Errorf("%v: found %v, taken %v, lost %v", m["kind"], m["found"], m["taken"], lost)
		}
	}
	data := decode(t, must(t, "export", demo, "a.sps", "--what", "long", "--layer", "codeur1", "--format", "json").stdout).(map[string]any)
	if files := data["files"].([]any); len(files) != 2 || files[1] != "a.csv" || data["what"] != "long" || data["layer"] != "codeur1" || data["transfer"] != nil {
		t.Errorf("%v", data)
	}
	folder := decode(t, must(t, "export", demo, "archief", "--without-texts", "--format", "json").stdout).(map[string]any)
	if folder["folder"] != "archief" {
		t.Errorf("%v", folder)
	}
	for _, name := range folder["files"].([]any) {
		if _, err := os.Stat(filepath.Join("archief", filepath.FromSlash(name.(string)))); err != nil {
			t.Error(err)
		}
	}
}

// TestExportWithoutName: an empty name is wrong use, not a failure of the disk.
func TestExportWithoutName(t *testing.T) {
	demo := filepath.Join(demoFolder(t), "studie.mz")
	t.Chdir(t.TempDir())
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"export", demo, "", "--lang", "nl"}, strings.NewReader(""), &stdout, &stderr)
	if code != exitUsage || !strings.HasPrefix(stderr.String(), "meerzicht: de naam van het bestand is leeg\n") {
		t.Errorf("exit code %d, %q", code, stderr.String())
	}
	if left, _ := os.ReadDir("."); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// TestExportTableSyntax: a table goes as syntax with its CSV file, as commands.md
// says.
func TestExportTableSyntax(t *testing.T) {
	demo := filepath.Join(demoFolder(t), "studie.mz")
	t.Chdir(t.TempDir())
	must(t, "export", demo, "doelen.sps", "--what", "goals")
	syntax, err := os.ReadFile("doelen.sps")
	if err != nil || !bytes.Contains(syntax, []byte("doelen.csv")) {
		t.Errorf("%.80q %v", syntax, err)
	}
	rows, err := os.ReadFile("doelen.csv")
	if err != nil || !bytes.HasPrefix(rows, []byte("key,label,level,")) {
		t.Errorf("%.80q %v", rows, err)
	}
}

// TestTransferRows: a loss report as rows is rectangular, and adds up.
func TestTransferRows(t *testing.T) {
	why := instruments.Text{NL: "kent het niet", EN: "does not know it"}
	var r coding.Transfer
	r.Take(coding.TransferCodes, 3)
	r.Lose(coding.TransferLists, 2, why)
	got := transferRows(&r, instruments.English)
	want := [][]string{{"kind", "found", "taken", "lost", "why"}, {"code", "3", "3", "", ""}, {"list", "2", "0", "", ""}, {"list", "", "", "2", "does not know it"}}
	if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := transferRows(nil, instruments.Dutch); len(got) != 1 {
		t.Errorf("no loss report has rows: %v", got)
	}
	demo := filepath.Join(demoFolder(t), "studie.mz")
	rows, err := csv.NewReader(strings.NewReader(must(t, "export", demo, filepath.Join(t.TempDir(), "a.qdc"), "--format", "csv").stdout)).ReadAll()
	if err != nil || len(rows) < 5 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// TestTellTransfer: one line when all fits in, else a line for each kind and reason,
// and nothing that a terminal would obey.
func TestTellTransfer(t *testing.T) {
	a := &app{lang: instruments.Dutch}
	var r coding.Transfer
	r.Take(coding.TransferDocuments, 4)
	r.Take(coding.TransferCodes, 12)
	r.Convention = instruments.Text{NL: "positie\x1b[31m", EN: "position"}
	var b bytes.Buffer
	if err := a.tellTransfer(&b, r); err != nil || b.String() != "positie·[31m\nalles past erin: 4 documenten, 12 codes\n" {
		t.Errorf("%q %v", b.String(), err)
	}
	b.Reset()
	r.Convention = instruments.Text{}
	r.Lose(coding.TransferCodes, 1, instruments.Text{NL: "te\x1b[2J diep", EN: "too deep"})
	want := "niet alles past erin:\n  documenten   4  van 4\n  codes       12  van 13\n                          1: te·[2J diep\n"
	if err := a.tellTransfer(&b, r); err != nil || b.String() != want {
		t.Errorf("%q, want %q; %v", b.String(), want, err)
	}
}

// TestProgressOfBytes: writing tells kilobytes, by the same rules as steps.
func TestProgressOfBytes(t *testing.T) {
	var b bytes.Buffer
	p := (&app{stderr: io.Discard, lang: instruments.Dutch}).progress(instruments.Text{NL: "kB geschreven", EN: "kB written"})
	p.w = &b
	if n, err := p.Write(make([]byte, 1500)); n != 1500 || err != nil || b.Len() > 0 {
		t.Errorf("%d %v %q", n, err, b.String())
	}
	p.start = p.start.Add(-2 * time.Second)
	_, _ = p.Write(make([]byte, 1600))
	p.end()
	if want := "\r\x1b[K3 kB geschreven\r\x1b[K"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}
