package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/study"
)

// ran is what one run of the program gave.
type ran struct {
	code           int
	stdout, stderr string
}

// meerzicht runs the program in this process, in Dutch unless args say
// otherwise.
func meerzicht(t *testing.T, args ...string) ran {
	t.Helper()
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		t.Setenv(name, "")
	}
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
	return ran{code, stdout.String(), stderr.String()}
}

// must is meerzicht for a command that has to succeed.
func must(t *testing.T, args ...string) ran {
	t.Helper()
	r := meerzicht(t, args...)
	if r.code != exitDone {
		t.Fatalf("%v: exit code %d\n%s", args, r.code, r.stderr)
	}
	return r
}

// TestExitCode: every sentinel has its code, alone, wrapped, and inside the
// error that is told to people.
func TestExitCode(t *testing.T) {
	cases := []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("disk full"), 1},
		{os.ErrPermission, 1},
		{io.ErrUnexpectedEOF, 1},
		{study.ErrConflict, 1},
		{errUsage, 2},
		{errWarnings, 3},
		{instruments.ErrRefused, 4},
		{study.ErrNotStudy, 4},
		{study.ErrNewer, 4},
		{instruments.Problems{{File: "a"}}, 4},
		{study.ErrLocked, 5},
		{study.ErrIntegrity, 7},
		{context.Canceled, 130},
	}
	for _, c := range cases {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.want)
		}
		if c.err == nil {
			continue
		}
		for _, wrapped := range []error{
			fmt.Errorf("import: %w", c.err),
			fmt.Errorf("a: %w", fmt.Errorf("b: %w", c.err)),
			errors.Join(c.err, errors.New("and the file could not be removed")),
			&instruments.Error{Kind: c.err, What: instruments.Same("what")},
			&instruments.Error{Err: c.err, What: instruments.Same("what")},
		} {
			if got := exitCode(wrapped); got != c.want {
				t.Errorf("%v, wrapped in %T: exit code %d, want %d", c.err, wrapped, got, c.want)
			}
		}
	}
}

// TestExitCodeOrder: what is found first decides, when an error is several.
func TestExitCodeOrder(t *testing.T) {
	cases := []struct {
		a, b error
		want int
	}{
		{context.Canceled, instruments.ErrRefused, exitInterrupted}, // broken off while problems were listed
		{study.ErrIntegrity, instruments.ErrRefused, exitIntegrity}, // a damaged file is more than refused input
		{study.ErrLocked, instruments.ErrRefused, exitLocked},
		{errUsage, instruments.ErrRefused, exitUsage},
	}
	for _, c := range cases {
		for _, err := range []error{errors.Join(c.a, c.b), errors.Join(c.b, c.a)} {
			if got := exitCode(err); got != c.want {
				t.Errorf("%v and %v: exit code %d, want %d", c.a, c.b, got, c.want)
			}
		}
	}
}

// TestTell: messages are in the user's language, warnings and success say
// nothing, and no escape sequence of an unknown error gets through.
func TestTell(t *testing.T) {
	refused := instruments.Refuse("a\x1b[31m.csv", instruments.Text{NL: "klopt niet", EN: "is wrong"}, instruments.Text{NL: "kijk na", EN: "check"})
	cases := []struct {
		err    error
		nl, en string
	}{
		{nil, "", ""},
		{errWarnings, "", ""},
		{context.Canceled, "meerzicht: onderbroken; het onderzoek is niet veranderd\n", "meerzicht: interrupted; the study was not changed\n"},
		{refused, "meerzicht: a·[31m.csv: klopt niet\n  tip: kijk na\n", "meerzicht: a·[31m.csv: is wrong\n  hint: check\n"},
		{fmt.Errorf("import: %w", refused), "meerzicht: a·[31m.csv: klopt niet\n  tip: kijk na\n", "meerzicht: a·[31m.csv: is wrong\n  hint: check\n"},
		{errors.New("open \x1b]0;x\x07\u202e: gone"), "meerzicht: open ·]0;x··: gone\n", "meerzicht: open ·]0;x··: gone\n"},
	}
	for _, c := range cases {
		for lang, want := range map[instruments.Lang]string{instruments.Dutch: c.nl, instruments.English: c.en} {
			var b bytes.Buffer
			tell(&b, c.err, lang)
			if got := b.String(); got != want {
				t.Errorf("%v in %s: %q, want %q", c.err, lang, got, want)
			}
		}
	}
}

// TestInterrupted: a command that is broken off gives 130, says so in the
// user's language, prints no result, and leaves the study as it was.
func TestInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	must(t, "new", "s.mz")
	before, err := os.ReadFile("s.mz")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("R01.txt", []byte("I: Vraag?\nR: Antwoord.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{
		{"import", "s.mz", "R01.txt"},
		{"code", "s.mz"},
		{"code", "s.mz", "--accept"},
		{"table", "activities", "s.mz"},
		{"verify", "s.mz"},
		{"log", "s.mz"},
		{"undo", "s.mz"},
		{"report", "s.mz", "--out", "rapport"},
		{"demo", "demo"},
	} {
		var stdout, stderr bytes.Buffer
		code := run(ctx, append([]string{"--lang", "nl"}, args...), strings.NewReader(""), &stdout, &stderr)
		if code != exitInterrupted || !strings.Contains(stderr.String(), "onderbroken") || stdout.Len() > 0 {
			t.Errorf("%v: exit code %d, stdout %q, stderr %q", args, code, stdout.String(), stderr.String())
		}
	}
	after, err := os.ReadFile("s.mz")
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the study was changed (%v)", err)
	}
	if files, _ := filepath.Glob("demo/*"); len(files) > 0 {
		t.Errorf("the demo left %v", files)
	}
	if files, _ := filepath.Glob("s.mz?*"); len(files) > 0 {
		t.Errorf("left beside the study: %v", files)
	}
}

// onceThere is a context that ends when a file appears.
type onceThere struct {
	context.Context
	path string
}

func (o onceThere) Err() error {
	if _, err := os.Stat(o.path); err == nil {
		return context.Canceled
	}
	return nil
}

func (o onceThere) Done() <-chan struct{} {
	if o.Err() == nil {
		return nil
	}
	ended := make(chan struct{})
	close(ended)
	return ended
}

// TestDemoBrokenOff: half a demo leaves no study that would stand in the way
// of the next try.
func TestDemoBrokenOff(t *testing.T) {
	dir := t.TempDir()
	study := filepath.Join(dir, "studie.mz")
	var stderr bytes.Buffer
	if code := run(onceThere{t.Context(), study}, []string{"demo", dir}, strings.NewReader(""), io.Discard, &stderr); code != exitInterrupted {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "*")); len(files) > 0 {
		t.Errorf("left: %v", files)
	}
	must(t, "demo", dir)
}

// TestStrict: warnings change the exit code of a command and nothing else.
func TestStrict(t *testing.T) {
	plain := meerzicht(t, "calc", "grim", "--n", "45", "43")
	strict := meerzicht(t, "calc", "grim", "--n", "45", "43", "--strict")
	if plain.code != exitDone || strict.code != exitWarnings || plain.stdout != strict.stdout || strict.stderr != "" {
		t.Errorf("plain %+v, strict %+v", plain, strict)
	}
	if r := meerzicht(t, "calc", "grim", "--n", "37", "62", "--strict"); r.code != exitDone {
		t.Errorf("without a warning, --strict gives %d", r.code)
	}
}
