package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// houseBlock is a fenced block of a Markdown file, with the comment on the
// line before it, such as <!-- run --> or <!-- file cijfers.csv -->.
type houseBlock struct {
	file  string
	line  int // of the opening fence
	lang  string
	mark  string // text of the comment, "" when there is none
	lines []string
}

func houseFileLine(name string, line int) string { return fmt.Sprintf("%s:%d", name, line) }

// houseBlocks reads the fenced blocks of a Markdown text.
func houseBlocks(file, text string) []houseBlock {
	var (
		out  []houseBlock
		open bool
		mark string
	)
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case open && trimmed == "```":
			open = false
		case open:
			b := &out[len(out)-1]
			b.lines = append(b.lines, line)
		case strings.HasPrefix(trimmed, "```"):
			open = true
			out = append(out, houseBlock{file: file, line: i + 1, lang: strings.TrimPrefix(trimmed, "```"), mark: mark})
			mark = ""
		case strings.HasPrefix(trimmed, "<!--") && strings.HasSuffix(trimmed, "-->"):
			mark = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(trimmed, "<!--"), "-->"))
		case trimmed != "":
			mark = ""
		}
	}
	return out
}

// houseDocuments are README.md and docs/*.md, by name.
func houseDocuments(t *testing.T) map[string]string {
	t.Helper()
	root := houseRoot(t)
	names, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range append(names, filepath.Join(root, "README.md")) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = string(data)
	}
	return out
}

// houseStep is one command line of a console block and the output the document
// shows for it.
type houseStep struct {
	line int
	args []string
	to   string // file that > names
	want []string
	exit int
}

// houseSteps takes a console block apart: lines that start with "$ " are
// commands, what follows is their output. "echo $?" shows an exit code.
func houseSteps(b houseBlock) ([]houseStep, error) {
	var out []houseStep
	for i, line := range b.lines {
		command, ok := strings.CutPrefix(line, "$ ")
		switch {
		case ok && command == "echo $?":
			out[len(out)-1].exit = -1
		case ok:
			step, err := houseCommand(command)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", houseFileLine(b.file, b.line+i+1), err)
			}
			step.line = b.line + i + 1
			out = append(out, step)
		case len(out) == 0:
			return nil, fmt.Errorf("%s: output before any command", houseFileLine(b.file, b.line+i+1))
		case out[len(out)-1].exit < 0:
			if _, err := fmt.Sscan(line, &out[len(out)-1].exit); err != nil {
				return nil, fmt.Errorf("%s: no exit code: %w", houseFileLine(b.file, b.line+i+1), err)
			}
		default:
			out[len(out)-1].want = append(out[len(out)-1].want, line)
		}
	}
	return out, nil
}

// houseCommand reads one command line: words, quotes, and "> file" at the end.
func houseCommand(line string) (houseStep, error) {
	words, err := houseWords(line)
	if err != nil {
		return houseStep{}, err
	}
	var step houseStep
	if n := len(words); n > 2 && words[n-2] == ">" {
		step.to, words = words[n-1], words[:n-2]
	}
	switch {
	case len(words) > 0 && (words[0] == "meerzicht" || words[0] == "./meerzicht"):
		step.args = words[1:]
	case len(words) > 2 && strings.Join(words[:3], " ") == "go run ./cmd/meerzicht":
		step.args = words[3:]
	default:
		return houseStep{}, fmt.Errorf("only meerzicht can be run here: %s", line)
	}
	return step, nil
}

// houseWords splits a line as a shell would, as far as documents need it.
func houseWords(line string) ([]string, error) {
	var (
		words []string
		word  strings.Builder
		quote rune
		begun bool
	)
	end := func() {
		if begun {
			words = append(words, word.String())
		}
		word.Reset()
		begun = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, begun = r, true
		case quote == 0 && r == ' ':
			end()
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	end()
	if quote != 0 {
		return nil, fmt.Errorf("open quotation mark: %s", line)
	}
	return words, nil
}

// houseSame compares output with what a document shows. A line "..." stands
// for any lines, "…" inside a line for any text, and blanks at line ends do
// not count.
func houseSame(want, got []string) bool {
	if len(want) == 0 {
		return len(got) == 0
	}
	if shown := strings.TrimSpace(want[0]); shown == "..." || shown == "…" {
		for skip := 0; skip <= len(got); skip++ {
			if houseSame(want[1:], got[skip:]) {
				return true
			}
		}
		return false
	}
	return len(got) > 0 && houseSameLine(want[0], got[0]) && houseSame(want[1:], got[1:])
}

func houseSameLine(want, got string) bool {
	parts := strings.Split(strings.TrimRight(want, " "), "…")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$").MatchString(strings.TrimRight(got, " "))
}

// TestHouseMarkdown shows that blocks, commands and outputs are read as meant.
func TestHouseMarkdown(t *testing.T) {
	text := "<!-- run -->\n```console\n$ meerzicht calc grim \"a b\" --n 37 > uit.txt\neen\n$ ./meerzicht x\n$ echo $?\n4\n```\n\n```\n$ other\n```\n"
	blocks := houseBlocks("made.md", text)
	if len(blocks) != 2 || blocks[0].mark != "run" || blocks[0].lang != "console" || blocks[1].mark != "" {
		t.Fatalf("blocks read as %+v", blocks)
	}
	steps, err := houseSteps(blocks[0])
	if err != nil || len(steps) != 2 {
		t.Fatalf("steps %+v, error %v", steps, err)
	}
	first := steps[0]
	if strings.Join(first.args, "|") != "calc|grim|a b|--n|37" || first.to != "uit.txt" || strings.Join(first.want, "|") != "een" {
		t.Errorf("first step read as %+v", first)
	}
	if steps[1].exit != 4 || steps[1].line != 5 {
		t.Errorf("second step read as %+v, want exit code 4 on line 5", steps[1])
	}
	if _, err := houseSteps(blocks[1]); err == nil {
		t.Error("a command that is not ours was accepted")
	}
}

// TestHouseSame shows what "..." stands for.
func TestHouseSame(t *testing.T) {
	lines := func(s string) []string { return strings.Split(s, "|") }
	cases := []struct {
		want, got string
		same      bool
	}{
		{"a|b", "a|b", true},
		{"a |b", "a|b", true},
		{"a|...|c", "a|b|b|c", true},
		{"...|c", "c", true},
		{"a", "a|b", false},
		{"a|b", "a", false},
		{"a|...|c", "a|b", false},
		{"...", "a|b", true},
		{"a…c", "abbc", true},
		{"a…c", "abb", false},
		{"a.c", "abc", false},
		{"…|c", "a|b|c", true},
	}
	for _, c := range cases {
		if got := houseSame(lines(c.want), lines(c.got)); got != c.same {
			t.Errorf("%q shown as %q: %v, want %v", c.got, c.want, got, c.same)
		}
	}
}

// TestHouseLinks: every link of a document to a file of the project leads
// somewhere, and every link to a heading finds it.
func TestHouseLinks(t *testing.T) {
	root := houseRoot(t)
	for _, name := range houseNames(t, root) {
		if !strings.HasSuffix(name, ".md") || strings.HasPrefix(name, "testdata/") {
			continue
		}
		houseReport(t, "link", houseLinkViolations(root, name))
	}
}

// TestHouseLinksCanFail shows that a dead link is seen.
func TestHouseLinksCanFail(t *testing.T) {
	root := t.TempDir()
	text := "# One `two`: three\n[a](b.md) [b](a.md) [c](#one-two-three) [d](#four) [e](https://example.org/x) [f](a.md#one-two-three) [g](a.md#x)\n"
	if err := os.WriteFile(filepath.Join(root, "a.md"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := houseLinkViolations(root, "a.md"); len(got) != 3 {
		t.Errorf("links to b.md, #four and a.md#x are dead, seen: %q", got)
	}
}

func houseLinkViolations(root, name string) []string {
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, link := range regexp.MustCompile(`\]\(([^()\s]+)\)`).FindAllStringSubmatch(string(data), -1) {
		file, anchor, _ := strings.Cut(link[1], "#")
		if strings.Contains(file, ":") {
			continue
		}
		to := data
		if file != "" {
			if to, err = os.ReadFile(filepath.Join(root, filepath.Dir(name), filepath.FromSlash(file))); err != nil {
				if info, err := os.Stat(filepath.Join(root, filepath.Dir(name), file)); err != nil || !info.IsDir() {
					out = append(out, name+": "+link[1])
				}
				continue
			}
		}
		if anchor != "" && !houseHasAnchor(string(to), anchor) {
			out = append(out, name+": "+link[1])
		}
	}
	return out
}

// houseHasAnchor makes anchors of the headings as the usual viewers do: lower
// case, no punctuation, blanks become hyphens.
func houseHasAnchor(text, anchor string) bool {
	for _, h := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		kept := regexp.MustCompile(`[^\p{L}\p{N}\p{M}_ -]`).ReplaceAllString(strings.ToLower(h[1]), "")
		if strings.ReplaceAll(kept, " ", "-") == anchor {
			return true
		}
	}
	return false
}
