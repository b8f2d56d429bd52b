package main

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

func TestPrintAligned(t *testing.T) {
	var b bytes.Buffer
	rows := [][]string{{"é", "1", "x"}, {"lang", "100", "\x1b[31my"}, {"kort"}}
	if err := printAligned(&b, rows, false, true); err != nil {
		t.Fatal(err)
	}
	want := "é       1  x\nlang  100  ·[31my\nkort\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestScreenIsSafe: whatever the text, no control or direction character but
// line ends and tabs is left, and no character is lost.
func TestScreenIsSafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		got := screen(s)
		if dangerous(got) {
			t.Fatalf("%q became %q", s, got)
		}
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(s) {
			t.Fatalf("%q became %q, of another length", s, got)
		}
		if line := oneLine(s); dangerous(line) || strings.ContainsAny(line, "\n\r\t") {
			t.Fatalf("%q on one line is %q", s, line)
		}
	})
	for _, s := range []string{"\x1b[2J", "\u009b2J", "\x9b2J", "a\u202eb", "\u2066x\u2069", "\x7f", "\r"} {
		if !dangerous(s) || dangerous(screen(s)) {
			t.Errorf("%q becomes %q", s, screen(s))
		}
	}
}

// dangerous is true for text that can steer a terminal or turn its direction.
func dangerous(s string) bool {
	return !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 ||
			r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	})
}

func TestWriteRowsDisarms(t *testing.T) {
	var b bytes.Buffer
	if err := writeRows(&b, [][]string{{"=1+1", "-5", "@x", "gewoon"}, {"a,b", "", "\tx", "-x"}}); err != nil {
		t.Fatal(err)
	}
	got, err := csv.NewReader(&b).ReadAll()
	want := [][]string{{"'=1+1", "-5", "'@x", "gewoon"}, {"a,b", "", "'\tx", "'-x"}}
	if err != nil || !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("%q (%v), want %q", got, err, want)
	}
}

func TestSome(t *testing.T) {
	for n, want := range map[int]string{0: "0 lijsten|0 lists", 1: "1 lijst|1 list", 2: "2 lijsten|2 lists"} {
		text := some(n, "lijst", "lijsten", "list", "lists")
		if got := text.NL + "|" + text.EN; got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestClock(t *testing.T) {
	for ms, want := range map[int64]string{0: "0:00:00", 4_100: "0:00:04.100", 3_723_450: "1:02:03.450", 86_400_000: "24:00:00"} {
		if got := clock(ms); got != want {
			t.Errorf("%d ms is %s, want %s", ms, got, want)
		}
	}
}

// TestProgress: a line on a terminal only, past one second only, and cleared.
func TestProgress(t *testing.T) {
	var b bytes.Buffer
	a := &app{stderr: &b, lang: instruments.Dutch}
	p := a.progress(instruments.Text{NL: "bestanden", EN: "files"})
	if p.w != nil {
		t.Error("a buffer is taken for a terminal")
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	a.stderr = file
	if p := a.progress(instruments.Text{NL: "bestanden"}); p.w != nil {
		t.Error("a file is taken for a terminal")
	}

	p.step(1, 3)
	p.w = &b // as if it were one
	p.step(1, 3)
	p.end()
	if b.Len() > 0 {
		t.Errorf("within a second: %q", b.String())
	}
	p.start = p.start.Add(-2_000_000_000)
	p.step(2, 3)
	p.step(3, 3) // too soon after the other
	p.end()
	if want := "\r\x1b[K2/3 bestanden\r\x1b[K"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// TestNoProgressInFiles: a long run that goes to no terminal holds no steering.
func TestNoProgressInFiles(t *testing.T) {
	r := must(t, "demo", t.TempDir())
	if dangerous(r.stdout) || r.stderr != "" {
		t.Errorf("stdout %q, stderr %q", r.stdout, r.stderr)
	}
}

func names(in []study.Input) []string {
	var out []string
	for _, i := range in {
		out = append(out, i.Name)
	}
	return out
}

// TestInputs: folders in order of name and with all that is in them, by the path typed, hidden and
// lock files passed over unless they are named, every bad path told.
func TestInputs(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"b/2.txt", "b/10.txt", "b/sub/x.docx", "b/.git/config", "b/.DS_Store", "b/~$2.docx", "a.txt", "leeg/.hidden"} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		paths []string
		want  []string
		bad   []string
	}{
		{[]string{"a.txt"}, []string{"a.txt"}, nil},
		{[]string{"b"}, []string{"b/10.txt", "b/2.txt", "b/sub/x.docx"}, nil},
		{[]string{"b/"}, []string{"b/10.txt", "b/2.txt", "b/sub/x.docx"}, nil},
		{[]string{"b/sub", "a.txt"}, []string{"b/sub/x.docx", "a.txt"}, nil},
		{[]string{"b/.DS_Store"}, []string{"b/.DS_Store"}, nil},
		{[]string{"leeg"}, nil, []string{"leeg"}},
		{[]string{"weg", "a.txt", "ook/weg", "leeg"}, []string{"a.txt"}, []string{"weg", "ook/weg", "leeg"}},
	}
	for _, c := range cases {
		got, err := inputs(c.paths)
		if !slices.Equal(names(got), c.want) {
			t.Errorf("%v: %v, want %v", c.paths, names(got), c.want)
		}
		var bad []string
		if problems, ok := err.(instruments.Problems); ok {
			for _, p := range problems {
				bad = append(bad, p.File)
				if p.What.NL == "" || p.What.EN == "" || p.What.NL == p.What.EN {
					t.Errorf("%v: %+v is not said in two languages", c.paths, p)
				}
			}
		}
		if !slices.Equal(bad, c.bad) || (err == nil) != (c.bad == nil) {
			t.Errorf("%v: problems with %v (%v), want %v", c.paths, bad, err, c.bad)
		}
		for _, in := range got {
			r, err := in.Open()
			if err != nil {
				t.Fatal(err)
			}
			_ = r.Close()
		}
	}
}

// TestReadInput: folders and what is not there are refused in words.
func TestReadInput(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "nergens")} {
		if _, err := readInput(path); exitCode(err) != exitRefused {
			t.Errorf("%s: %v", path, err)
		}
	}
	path := filepath.Join(dir, "a.csv")
	if err := os.WriteFile(path, []byte("a,b"), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := readInput(path); err != nil || string(data) != "a,b" {
		t.Errorf("%q, %v", data, err)
	}
}

// TestHostileNames: a study whose files, respondents, codes, quotations, memos
// and coder are full of escape sequences never steers a terminal.
func TestHostileNames(t *testing.T) {
	t.Chdir(t.TempDir())
	const evil = "\x1b]0;x\x07\x1b[31m\u202e\u009b2J"
	files := map[string]string{
		"mensen.csv":             "respondent,traject,project,rol\nR01,T01,\"P" + evil + "\",vrijwilliger\nR02,T01,\"P" + evil + "\",toezichthouder\n",
		"R01 " + evil + ".txt":   "I: Wat deden jullie?\nR: We gingen samen " + evil + " naar de film en fietsen.\n",
		"lijst.csv":              "respondent,activity,state,coder\nR01,A01,genoemd,\"C" + evil + "\"\n",
		"codes.csv":              "document,start,end,quotation,code,coder,memo\nR01,27,50,,act.A01,\"C" + evil + "\",\"M" + evil + "\"\n",
		"slecht" + evil + ".csv": "respondent,activity,state,coder\n\"R" + evil + "\",\"Z" + evil + "\",\"s" + evil + "\",x\n",
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bad := "slecht" + evil + ".csv"
	var all []ran
	say := func(args ...string) {
		r := meerzicht(t, args...)
		if dangerous(r.stdout) || dangerous(r.stderr) {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", args, r.code, r.stdout, r.stderr)
		}
		all = append(all, r)
	}
	study := "s" + evil + ".mz"
	say("new", study, "--title", "T"+evil)
	say("import", study, "mensen.csv", "R01 "+evil+".txt", "lijst.csv")
	say("import", study, "codes.csv")
	say("import", study, bad, "weg"+evil)
	say("import", study, "R01 "+evil+".txt")
	say("transcript", "R01 "+evil+".txt")
	say("calc", "crosstab", "mensen.csv", "--rows", "project", "--cols", "rol")
	say("calc", "crosstab", "mensen.csv", "--rows", evil, "--cols", "rol")
	say("calc", "classify", bad)
	say("calc", "stem", evil)
	say("calc", "grim", "--n", "37", evil)
	say("codings", study)
	say("codings", study, "--coder", evil)
	say("code", study, "--list")
	say("code", study)
	for _, k := range analysis.Kinds() {
		say("table", k.Name, study)
		say("table", k.Name, study, "--project", evil)
	}
	say("table", "crosstab", study, "--activity", "A01")
	say("table", evil, study)
	say("classify", study, "--dyad", evil)
	say("report", demoFile(t), "--out", "r"+evil)
	say("instruments", study, "--out", "i"+evil)
	say("backup", study, "b"+evil+".mz")
	say("backup", study, "weg"+evil+"/b.mz")
	say("log", study)
	say("undo", study)
	say("verify", study)
	say("verify", "weg"+evil+".mz")
	say(evil)
	say("--lang", evil, "demo")
	done := 0
	for _, r := range all {
		if r.code == exitDone {
			done++
		}
	}
	if done < 20 {
		t.Errorf("only %d of %d commands got as far as printing a result", done, len(all))
	}
}

// TestTableFlags: every flag of table is taken by some kind, and every kind
// says in both languages what it is.
func TestTableFlags(t *testing.T) {
	taken := map[string]bool{"intervals": true, "help": true, "layer": true} // of every kind
	for _, k := range analysis.Kinds() {
		if k.About.NL == "" || k.About.EN == "" || k.About.NL == k.About.EN {
			t.Errorf("%s: %+v", k.Name, k.About)
		}
		for _, f := range k.Takes {
			taken[string(f)] = true
		}
	}
	cmd := houseCommands(rootIn(instruments.Dutch))["meerzicht table"]
	for name := range taken {
		if cmd.Flags().Lookup(name) == nil {
			t.Errorf("a kind takes --%s, which does not exist", name)
		}
	}
	for line := range strings.Lines(cmd.LocalNonPersistentFlags().FlagUsages()) {
		if _, flag, ok := strings.Cut(line, "--"); ok && !taken[strings.Fields(flag)[0]] {
			t.Errorf("no kind takes --%s", strings.Fields(flag)[0])
		}
	}
}

// TestChoose: filters go together, and an unknown name is a mistake.
func TestChoose(t *testing.T) {
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		t.Fatal(err)
	}
	c := &coding.Corpus{
		Codebook: coding.NewCodebook(set),
		Coders:   []coding.Coder{{ID: "stil"}},
		Codings: []coding.Coding{
			{Code: "act.A01", Coder: "ans"}, {Code: "act.A02", Coder: "ans"}, {Code: "act.A01", Coder: "bea"},
		},
	}
	cases := []struct {
		coder, code string
		want        int
	}{{"", "", 3}, {"ans", "", 2}, {"", "act.A01", 2}, {"bea", "act.A02", 0}, {"stil", "", 0}, {"cor", "", -1}, {"", "act.Z", -1}, {"ans", "act.Z", -1}}
	for _, k := range cases {
		got, err := choose(c, k.coder, k.code)
		if k.want < 0 && exitCode(err) != exitUsage || k.want >= 0 && (err != nil || len(got) != k.want) {
			t.Errorf("coder %q, code %q: %d codings, %v; want %d", k.coder, k.code, len(got), err, k.want)
		}
	}
}

// What rounds to nothing has no sign.
func TestDecimalWithoutSign(t *testing.T) {
	for _, x := range []struct {
		v    float64
		want string
	}{{-1e-9, "0,0000"}, {math.Copysign(0, -1), "0,0000"}, {-.00006, "-0,0001"}, {-10, "-10,0000"}, {0, "0,0000"}} {
		if got := decimal(x.v, 4, instruments.Dutch); got != x.want {
			t.Errorf("%v: %s, want %s", x.v, got, x.want)
		}
	}
}
