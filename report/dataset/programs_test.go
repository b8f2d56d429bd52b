package dataset_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/report/dataset"
)

// writers are all ways of writing a dataset: csv, xlsx, sav, sps.
func writers() []func(io.Writer, dataset.Dataset, instruments.Lang) error {
	return []func(io.Writer, dataset.Dataset, instruments.Lang) error{
		dataset.WriteCSV, dataset.WriteXLSX, dataset.WriteSAV,
		func(w io.Writer, d dataset.Dataset, lang instruments.Lang) error {
			return dataset.WriteSyntax(w, d, d.Name+".csv", lang)
		},
	}
}

// run runs a program that checks what we write. Without it the test is skipped,
// but fails where CI asks for it.
func run(t testing.TB, dir, name string, args ...string) string {
	t.Helper()
	absent := func(why any) {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is needed here: %v", name, why)
		}
		t.Skipf("%s is not there: %v", name, why)
	}
	path, err := exec.LookPath(name)
	if err != nil {
		absent(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if strings.Contains(string(out), "there is no package called") {
		absent("R lacks haven")
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func write(t testing.TB, path string, d dataset.Dataset, lang instruments.Lang, how func(io.Writer, dataset.Dataset, instruments.Lang) error) {
	t.Helper()
	var b bytes.Buffer
	if err := how(&b, d, lang); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func records(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// asRead is a dataset as pspp-convert writes it: values for no answer as they
// are, missing numbers as a blank.
func asRead(d dataset.Dataset) [][]string {
	head := make([]string, len(d.Variables))
	for i, v := range d.Variables {
		head[i] = v.Name
	}
	out := [][]string{head}
	for _, row := range d.Rows {
		line := make([]string, len(row))
		for i, cell := range row {
			switch x := cell.(type) {
			case int:
				line[i] = strconv.Itoa(x)
			case string:
				line[i] = strings.TrimRight(x, " ")
			default:
				line[i] = " "
			}
		}
		out = append(out, line)
	}
	return out
}

// TestPSPPReadsEveryValue: every cell of every kind of the replication study comes
// back from PSPP as it went in.
func TestPSPPReadsEveryValue(t *testing.T) {
	t.Parallel()
	c := theReplication(t)
	for _, k := range dataset.Kinds() {
		d := made(t, c, k, dataset.Options{})
		dir := t.TempDir()
		write(t, filepath.Join(dir, "d.sav"), d, nl, dataset.WriteSAV)
		if out := run(t, dir, "pspp-convert", "d.sav", "d.csv"); out != "" {
			t.Errorf("%s: PSPP says %s", k, out)
		}
		got, want := records(t, filepath.Join(dir, "d.csv")), asRead(d)
		if len(got) != len(want) {
			t.Fatalf("%s: %d lines, want %d", k, len(got), len(want))
		}
		for i := range want {
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("%s, line %d:\n got %q\nwant %q", k, i, got[i], want[i])
			}
		}
	}
}

// look runs PSPP syntax in a folder and gives what it shows.
func look(t testing.TB, dir, syntax string) string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "look.sps"), []byte(syntax), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := run(t, dir, "pspp", "-o", "look.csv", "look.sps"); said != "" {
		t.Errorf("PSPP says %s", said)
	}
	out, err := os.ReadFile(filepath.Join(dir, "look.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestPSPPFigures: PSPP counts what the study is known for: 37 respondents, of
// whom 19 mention A01, and 253 mentions (replication: activities.csv).
func TestPSPPFigures(t *testing.T) {
	t.Parallel()
	d := made(t, theReplication(t), dataset.Wide, dataset.Options{})
	dir := t.TempDir()
	write(t, filepath.Join(dir, "wide.sav"), d, en, dataset.WriteSAV)
	out := look(t, dir, `GET FILE='wide.sav'.
DESCRIPTIVES A01 n_activities /STATISTICS=SUM.
MRSETS /DISPLAY NAME=[$activities].
DISPLAY DICTIONARY /VARIABLES=A01 A01_state role.
DISPLAY ATTRIBUTES /VARIABLES=A01.
DISPLAY DOCUMENTS.
`)
	for _, want := range []string{
		"number of activities mentioned,37,253.00\n", ",19.00\n",
		"$activities,Activities mentioned,Dichotomies,1,\"A01\nA02\n",
		",1,mentioned\n", ",3,not discussed\n", ",9[a],not asked or no filled list\n", ",cirkelcoördinator,circle coordinator\n",
		"A01 joint activities,label_nl,A01 samen ondernemen van activiteiten\n", "Fictional data",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("PSPP does not show %q in\n%s", want, out)
		}
	}
}

// TestSyntaxGivesTheSavFile: reading the CSV file with the syntax gives the same
// dictionary and the same values as the .sav file, in both languages.
func TestSyntaxGivesTheSavFile(t *testing.T) {
	t.Parallel()
	c := small()
	c.Instruments.Taxonomy.Activities[0].Label = both("dit is ‘t, d'r bij! "+strings.Repeat("é😀 lang ", 40), "")
	for i, k := range []dataset.Kind{dataset.Wide, dataset.Long, dataset.Matrix} {
		lang := []instruments.Lang{nl, en, nl}[i]
		d := made(t, c, k, dataset.Options{})
		dir := t.TempDir()
		write(t, filepath.Join(dir, "d.sav"), d, lang, dataset.WriteSAV)
		write(t, filepath.Join(dir, "d.csv"), d, lang, dataset.WriteCSV)
		var b bytes.Buffer
		if err := dataset.WriteSyntax(&b, d, "d.csv", lang); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if len(line) > 256 {
				t.Errorf("%s: a line of %d bytes: %s", k, len(line), line)
			}
		}
		show := "DISPLAY LABELS.\n"
		if len(d.Sets) > 0 {
			show += "MRSETS /DISPLAY NAME=ALL.\n"
		}
		values := func(get string) string {
			return look(t, dir, get+"\n"+show+"LIST.\n"+valuesOf(d))
		}
		own, sav := values(b.String()), values("GET FILE='d.sav'.")
		own = own[strings.Index(own, "Table: Variables"):] // before it stands what GET DATA shows of itself
		if len(d.Sets) > 0 {
			own = own[strings.LastIndex(own, "Table: Variables"):]
		}
		if want := sav[strings.Index(sav, "Table: Variables"):]; own != want {
			t.Errorf("%s: the syntax gives\n%s\nthe .sav file\n%s", k, own, want)
		}
	}
}

// valuesOf shows the labels of the values of all variables that have them.
func valuesOf(d dataset.Dataset) string {
	var names []string
	for _, v := range d.Variables {
		if len(v.Values) > 0 {
			names = append(names, v.Name)
		}
	}
	return "FREQUENCIES " + strings.Join(names, " ") + ".\n"
}
