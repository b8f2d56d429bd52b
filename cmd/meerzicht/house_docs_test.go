package main

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"meerzicht/instruments"
)

// houseManual is docs/commands.md, cut at its headings: the name of a command
// ("meerzicht calc grim") and the text of its section.
type houseManual struct {
	text     string
	sections map[string]string
}

func houseReadManual(text string) houseManual {
	m := houseManual{text: text, sections: map[string]string{}}
	heading := regexp.MustCompile("(?m)^#+ .*$")
	command := regexp.MustCompile("`(meerzicht[a-z -]*?)( [A-Z\\[].*)?`")
	at := heading.FindAllStringIndex(text, -1)
	for i, h := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if name := command.FindStringSubmatch(text[h[0]:h[1]]); name != nil {
			m.sections[strings.TrimSpace(name[1])] += text[h[1]:end]
		}
	}
	return m
}

// houseCommands are all commands of the program by their full name.
func houseCommands(root *cobra.Command) map[string]*cobra.Command {
	out := map[string]*cobra.Command{root.CommandPath(): root}
	for _, sub := range root.Commands() {
		maps.Copy(out, houseCommands(sub))
	}
	return out
}

func houseApp() *app {
	return &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, lang: instruments.English}
}

// TestHouseManual: docs/commands.md describes every command and every flag the
// program has, and none it has not.
func TestHouseManual(t *testing.T) {
	m := houseReadManual(houseDocuments(t)["commands.md"])
	houseReport(t, "docs/commands.md", houseManualViolations(m, newRoot(houseApp())))
}

// TestHouseManualCanFail shows that each lack is seen.
func TestHouseManualCanFail(t *testing.T) {
	root := &cobra.Command{Use: "meerzicht", Run: func(*cobra.Command, []string) {}}
	sub := &cobra.Command{Use: "weigh STUDY", Run: func(*cobra.Command, []string) {}}
	sub.Flags().Int("grams", 0, "")
	root.AddCommand(sub)
	cases := []struct {
		text string
		want int
	}{
		{"# `meerzicht`\n## `meerzicht weigh STUDY`\n`--grams N`\n", 0},
		{"# `meerzicht`\n## `meerzicht weigh STUDY`\n", 1},                                       // flag not described
		{"# `meerzicht`\n`--grams`\n", 2},                                                        // in the wrong place, command not described
		{"# `meerzicht`\n## `meerzicht weigh`\n`--grams` `--pounds`\n", 1},                       // no such flag
		{"# `meerzicht`\n## `meerzicht weigh`\n`--grams`\n## `meerzicht count`\n", 1},            // no such command
		{"# `meerzicht`\n## `meerzicht weigh`\n`--gramsoort`\n", 2},                              // one flag for another
		{"# `meerzicht`\nSee `--grams`.\n## `meerzicht weigh`\n## Other\n`--grams`\n", 2},        // in the wrong section
		{"# `meerzicht`\n## `meerzicht weigh STUDY [--grams N]`\n| `--grams N` | weight |\n", 0}, // in a table
		{"# `meerzicht`\n## `meerzicht weigh STUDY`\n`--grams`, `--help`\n", 0},                  // cobra's own
	}
	for _, c := range cases {
		if got := houseManualViolations(houseReadManual(c.text), root); len(got) != c.want {
			t.Errorf("%q: %q, want %d violations", c.text, got, c.want)
		}
	}
}

func houseManualViolations(m houseManual, root *cobra.Command) []string {
	var out []string
	commands := houseCommands(root)
	for name, cmd := range commands {
		section, ok := m.sections[name]
		if !ok && cmd.Name() != "help" {
			out = append(out, fmt.Sprintf("no heading for `%s`", name))
			continue
		}
		out = append(out, houseFlagViolations(name, section, cmd)...)
	}
	for name := range m.sections {
		if commands[name] == nil {
			out = append(out, fmt.Sprintf("`%s` is described and does not exist", name))
		}
	}
	return out
}

// houseFlagViolations: a command's own flags stand in its section, and every
// flag named there exists.
func houseFlagViolations(name, section string, cmd *cobra.Command) []string {
	var out []string
	named := map[string]bool{}
	for _, f := range regexp.MustCompile(`--([a-z][a-z-]*)`).FindAllStringSubmatch(section, -1) {
		named[f[1]] = true
	}
	own := cmd.NonInheritedFlags()
	own.VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" && !f.Hidden && !named[f.Name] {
			out = append(out, fmt.Sprintf("`%s`: --%s is not described", name, f.Name))
		}
	})
	for flag := range named {
		if flag != "help" && own.Lookup(flag) == nil && cmd.Root().PersistentFlags().Lookup(flag) == nil {
			out = append(out, fmt.Sprintf("`%s`: --%s is described and does not exist", name, flag))
		}
	}
	return out
}

// TestHouseExitCodes: the table in docs/commands.md has a row for every exit
// code of exit.go, and no other.
func TestHouseExitCodes(t *testing.T) {
	var code []string
	for _, f := range houseParse(t) {
		if f.name == "cmd/meerzicht/exit.go" {
			code = houseExitCodes(f)
		}
	}
	if len(code) < 9 {
		t.Fatalf("only %d exit codes found in exit.go", len(code))
	}
	var rows []string
	for _, row := range regexp.MustCompile(`(?m)^\| (\d+) \|`).FindAllStringSubmatch(houseDocuments(t)["commands.md"], -1) {
		rows = append(rows, row[1])
	}
	slices.Sort(code)
	slices.Sort(rows)
	if !slices.Equal(code, rows) {
		t.Errorf("exit codes in the program: %v, in docs/commands.md: %v", code, rows)
	}
}

// houseExitCodes are the values of the constants whose name begins with exit.
func houseExitCodes(f houseFile) []string {
	var out []string
	for _, decl := range f.syntax.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range d.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 || !strings.HasPrefix(v.Names[0].Name, "exit") {
				continue
			}
			if value, ok := v.Values[0].(*ast.BasicLit); ok {
				out = append(out, value.Value)
			}
		}
	}
	return out
}

// TestHouseDocsRun carries out every console block that a comment marks with
// "run", in the order of the document and in one empty folder a document. The
// output must be what the document shows; a block marked "file NAME" is
// written first under that name; "run en" speaks English.
func TestHouseDocsRun(t *testing.T) {
	ran := 0
	for name, text := range houseDocuments(t) {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, variable := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
				t.Setenv(variable, "")
			}
			for _, b := range houseBlocks(name, text) {
				ran += houseRunBlock(t, b)
			}
		})
	}
	t.Logf("%d commands of the documents were carried out", ran)
	if ran == 0 {
		t.Error("no document has a block marked <!-- run -->")
	}
}

func houseRunBlock(t *testing.T, b houseBlock) (ran int) {
	t.Helper()
	kind, rest, _ := strings.Cut(b.mark, " ")
	switch kind {
	case "file":
		if !filepath.IsLocal(rest) {
			t.Fatalf("%s: %q is no file name here", houseFileLine(b.file, b.line), rest)
		}
		if err := os.WriteFile(rest, []byte(strings.Join(b.lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	case "run":
		steps, err := houseSteps(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			houseRunStep(t, b, step, rest)
		}
		return len(steps)
	}
	return 0
}

func houseRunStep(t *testing.T, b houseBlock, step houseStep, lang string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if lang != "" {
		t.Setenv("LANG", lang)
	}
	var stdout, shown bytes.Buffer
	both := io.MultiWriter(&stdout, &shown)
	if step.to != "" {
		both = &stdout
	}
	code := run(ctx, step.args, strings.NewReader(""), both, &shown)
	where := houseFileLine(b.file, step.line)
	if code != step.exit {
		t.Fatalf("%s: exit code %d, want %d\n%s", where, code, step.exit, shown.String())
	}
	if step.to != "" {
		if err := os.WriteFile(step.to, stdout.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := strings.Split(strings.TrimRight(shown.String(), "\n"), "\n")
	if len(step.want) > 0 && !houseSame(step.want, got) {
		t.Errorf("%s: the document shows\n%s\nand the program prints\n%s", where, strings.Join(step.want, "\n"), shown.String())
	}
}
