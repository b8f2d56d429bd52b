package main

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"meerzicht/instruments"
)

// TestLanguage: --lang, else the locale in the order of POSIX, else Dutch.
func TestLanguage(t *testing.T) {
	type vars = map[string]string
	cases := []struct {
		args   []string
		env    vars
		want   instruments.Lang
		chosen bool
	}{
		{nil, nil, "nl", false},
		{nil, vars{"LANG": "en_GB.UTF-8"}, "en", false},
		{nil, vars{"LANG": "nl_BE"}, "nl", false},
		{nil, vars{"LANG": "fr_FR.UTF-8"}, "nl", false},
		{nil, vars{"LANG": "C"}, "nl", false},
		{nil, vars{"LANG": "english"}, "nl", false},
		{nil, vars{"LANG": "en_US", "LC_ALL": "nl_NL"}, "nl", false},
		{nil, vars{"LANG": "nl_NL", "LC_MESSAGES": "en_US"}, "en", false},
		{nil, vars{"LC_MESSAGES": "nl_NL", "LC_ALL": "en_US"}, "en", false},
		{[]string{"--lang", "en"}, vars{"LANG": "nl_NL"}, "en", true},
		{[]string{"--lang=en"}, nil, "en", true},
		{[]string{"table", "goals", "s.mz", "--lang", "nl"}, vars{"LANG": "en_US"}, "nl", true},
		{[]string{"--lang", "fr"}, vars{"LANG": "en_US"}, "nl", false},
		{[]string{"--lang"}, vars{"LANG": "en_US"}, "en", false},
		{[]string{"calc", "stem", "--", "--lang", "en"}, nil, "nl", false},
	}
	for _, c := range cases {
		got, chosen := language(c.args, func(name string) string { return c.env[name] })
		if got != c.want || chosen != c.chosen {
			t.Errorf("%q with %v: %s (chosen: %v), want %s (%v)", c.args, c.env, got, chosen, c.want, c.chosen)
		}
	}
}

func rootIn(lang instruments.Lang) *cobra.Command {
	return newRoot(&app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, lang: lang})
}

// helpOf is the help of every command, by its path.
func helpOf(lang instruments.Lang) map[string]string {
	out := map[string]string{}
	var walk func(*app, *strings.Builder, *cobra.Command)
	walk = func(a *app, b *strings.Builder, cmd *cobra.Command) {
		b.Reset()
		a.help(cmd)
		out[cmd.CommandPath()] = b.String()
		for _, sub := range cmd.Commands() {
			walk(a, b, sub)
		}
	}
	var b strings.Builder
	a := &app{stdin: strings.NewReader(""), stdout: &b, stderr: io.Discard, lang: lang}
	walk(a, &b, newRoot(a))
	return out
}

// TestHelpLanguages: every command explains itself, with an example, in both
// languages, and neither holds words of the other.
func TestHelpLanguages(t *testing.T) {
	dutch, english := helpOf(instruments.Dutch), helpOf(instruments.English)
	if len(dutch) < 20 || len(dutch) != len(english) {
		t.Fatalf("%d commands in Dutch, %d in English", len(dutch), len(english))
	}
	// Words that belong to one language only; names of commands, flags and
	// values are English in both.
	foreign := map[instruments.Lang][]string{
		instruments.Dutch: {
			"usage", "flags", "default", "the", "and", "with", "only", "show", "from", "study", "file", "folder", "column", "string", "strings", "int", "write", "this", "where", "which",
		},
		instruments.English: {
			"gebruik", "opties", "standaard", "de", "het", "een", "en", "met", "alleen", "toon", "uit", "onderzoek", "bestand", "map", "kolom", "deze", "voor", "naar", "waar",
		},
	}
	for path, nl := range dutch {
		en := english[path]
		if nl == en {
			t.Errorf("%s: the same in both languages", path)
		}
		for lang, text := range map[instruments.Lang]string{instruments.Dutch: nl, instruments.English: en} {
			if path != "meerzicht" && !strings.Contains(text, instruments.Text{NL: "\nVoorbeeld:\n", EN: "\nExample:\n"}.In(lang)) {
				t.Errorf("%s: no example in %s", path, lang)
			}
			for _, word := range foreign[lang] {
				if slices.Contains(wordsOf(text), word) {
					t.Errorf("%s: %q in the %s help:\n%s", path, word, lang, text)
				}
			}
		}
	}
}

// wordsOf are the words of a help text, without names of commands, flags,
// values, files and what stands between quotation marks.
func wordsOf(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if strings.Contains(line, "meerzicht ") {
			continue // a command line
		}
		for _, word := range strings.Fields(line) {
			if strings.HasPrefix(word, "-") || strings.ContainsAny(word, "\"./_") && !strings.HasSuffix(word, ".") {
				continue
			}
			word = strings.Trim(word, "():;,.…")
			if word == "text" || word == "json" || word == "nl" || word == "en" && strings.Contains(line, "nl ") {
				continue
			}
			out = append(out, strings.ToLower(word))
		}
	}
	return out
}

// TestHelpOrder: help lists the commands as a study goes.
func TestHelpOrder(t *testing.T) {
	text := helpOf(instruments.Dutch)["meerzicht"]
	at := -1
	for _, name := range []string{"demo", "new", "instruments", "import", "transcript", "code", "codings", "classify", "table", "report", "calc", "verify", "log", "undo", "redo", "backup"} {
		next := strings.Index(text, "\n  "+name+" ")
		if next < at || next < 0 {
			t.Errorf("%s is not listed, or not in its place", name)
		}
		at = next
	}
}

// TestFlagErrors: every fault of the command line is wrong use, is said in
// both languages, and prints nothing on standard output.
func TestFlagErrors(t *testing.T) {
	cases := []struct {
		args   []string
		nl, en string
	}{
		{[]string{"nergens"}, `onbekende opdracht "nergens"`, `unknown command "nergens"`},
		{[]string{"calc", "nergens"}, `onbekende opdracht "nergens"`, `unknown command "nergens"`},
		{[]string{"help", "nergens"}, `onbekende opdracht "nergens"`, `unknown command "nergens"`},
		{[]string{"verfy", "s.mz"}, "bedoelde u: verify?", "did you mean: verify?"},
		{[]string{"verify"}, "verify vraagt nog iets: verify ONDERZOEK", "verify needs more: verify STUDY"},
		{[]string{"verify", "a", "b"}, "te veel argumenten: b", "too many arguments: b"},
		{[]string{"verify", "--hoi", "a"}, "onbekende optie --hoi", "unknown flag --hoi"},
		{[]string{"verify", "-q", "a"}, "onbekende optie -q", "unknown flag -q"},
		{[]string{"report", "s.mz", "--out"}, "optie --out mist een waarde", "flag --out lacks a value"},
		{[]string{"calc", "grim", "--n", "x", "1"}, `optie --n kan niet "x" zijn`, `flag --n cannot be "x"`},
		{[]string{"code", "s.mz", "--accept=soms"}, `optie --accept kan niet "soms" zijn`, `flag --accept cannot be "soms"`},
		{[]string{"verify", "--=x"}, `"--=x" is geen optie`, `"--=x" is no flag`},
		{[]string{"--format", "xml", "verify", "s.mz"}, `onbekende vorm "xml"`, `unknown format "xml"`},
		{[]string{"verify", "--h\x1b[31mo", "a"}, "onbekende optie --h·[31mo", "unknown flag --h·[31mo"},
		{[]string{"\u202enew"}, "onbekende opdracht \"·new\"", "unknown command \"·new\""},
	}
	for _, c := range cases {
		for lang, want := range map[string]string{"nl": c.nl, "en": c.en} {
			r := meerzicht(t, append([]string{"--lang", lang}, c.args...)...)
			if r.code != exitUsage || !strings.Contains(r.stderr, want) || r.stdout != "" {
				t.Errorf("%q in %s: %+v, want %q", c.args, lang, r, want)
			}
			if n := strings.Count(r.stderr, "\n"); n > 2 {
				t.Errorf("%q: %d lines of message, want the fault and a hint:\n%s", c.args, n, r.stderr)
			}
		}
	}
}

// TestWords: the number of arguments of every command is checked.
func TestWords(t *testing.T) {
	cmd := &cobra.Command{Use: "weigh THING"}
	cases := []struct {
		min, max, n int
		ok          bool
	}{{1, 1, 1, true}, {1, 1, 0, false}, {1, 1, 2, false}, {0, 1, 0, true}, {2, -1, 9, true}, {2, -1, 1, false}}
	for _, c := range cases {
		err := words(c.min, c.max)(cmd, make([]string, c.n))
		if (err == nil) != c.ok || err != nil && !errors.Is(err, errUsage) {
			t.Errorf("%d of %d to %d: %v", c.n, c.min, c.max, err)
		}
	}
	for path, sub := range houseCommands(rootIn(instruments.Dutch)) {
		if sub.Args == nil && path != "meerzicht help" {
			t.Errorf("%s takes anything", path)
		}
	}
}

// TestStudyLanguage: a study speaks its own language unless the user chose one.
func TestStudyLanguage(t *testing.T) {
	t.Chdir(t.TempDir())
	must(t, "new", "nl.mz")
	must(t, "new", "en.mz", "--lang", "en")
	for _, c := range []struct{ want, args string }{
		{"in orde", "verify nl.mz"},
		{"sound", "verify en.mz"},
		{"sound", "verify nl.mz --lang en"},
		{"in orde", "verify en.mz --lang nl"},
		{"er is niets ongedaan", "undo nl.mz"},
		{"there is nothing to undo", "undo en.mz"},
	} {
		if r := must(t, strings.Fields(c.args)...); !strings.HasPrefix(r.stdout, c.want) {
			t.Errorf("%s: %q, want %q", c.args, r.stdout, c.want)
		}
	}
}
