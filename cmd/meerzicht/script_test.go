package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"meerzicht/study"
	"meerzicht/testdata"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"meerzicht": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}})
}

// TestScripts runs the user stories of testdata/script, each in a folder of
// its own, with the Dutch program unless a story says otherwise. $DEMO is the
// built-in study, made once; $FIELD the folder with its files.
func TestScripts(t *testing.T) {
	demo := demoFile(t)
	field := t.TempDir()
	if err := os.CopyFS(field, withoutGold{testdata.Study()}); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "nl_NL.UTF-8")
			e.Setenv("LC_ALL", "")
			e.Setenv("LC_MESSAGES", "")
			e.Setenv("DEMO", demo)
			e.Setenv("FIELD", field)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": exitcode, "hold": hold, "patch": patch, "cut": cut, "interrupt": interrupt, "lines": lines, "link": link,
		},
	})
}

// withoutGold is the files of the built-in study that a researcher has.
type withoutGold struct{ fs.FS }

func (w withoutGold) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(w.FS, name)
	var out []fs.DirEntry
	for _, e := range all {
		if e.Name() != testdata.GoldFile {
			out = append(out, e)
		}
	}
	return out, err
}

// demoFile makes the built-in study and returns its path.
func demoFile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	var stderr bytes.Buffer
	if code := run(t.Context(), []string{"--lang", "nl", "demo", dir}, strings.NewReader(""), io.Discard, &stderr); code != exitDone {
		t.Fatalf("demo: exit code %d: %s", code, stderr.String())
	}
	return filepath.Join(dir, "studie.mz")
}

// exitcode runs the program and insists on its exit code. A command that fails
// prints no result:
//
//	exitcode 4 meerzicht import studie.mz leeg.txt
func exitcode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode CODE COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if want := args[0]; want != strconv.Itoa(got) {
		ts.Fatalf("exit code %d, want %s", got, want)
	}
	if out := ts.ReadFile("stdout"); got != exitDone && got != exitWarnings && out != "" {
		ts.Fatalf("failed with exit code %d and printed a result: %q", got, out)
	}
}

// hold keeps a study open for writing until the story ends:
//
//	hold studie.mz
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold STUDY")
	}
	s, err := study.Open(context.Background(), ts.MkAbs(args[0]), options())
	ts.Check(err)
	ts.Defer(func() { _ = s.Close() })
}

// patch writes bytes (in hexadecimal) into a file, at a place or where a text
// stands first:
//
//	patch studie.mz 60 00000063
//	patch studie.mz 'bij de poort' 00
func patch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: patch FILE OFFSET|TEXT HEX")
	}
	data := []byte(ts.ReadFile(args[0]))
	at, err := strconv.Atoi(args[1])
	if err != nil {
		at = bytes.Index(data, []byte(args[1]))
	}
	if at < 0 || at+len(args[2])/2 > len(data) {
		ts.Fatalf("%q is not in %s", args[1], args[0])
	}
	for i := 0; i+1 < len(args[2]); i += 2 {
		b, err := strconv.ParseUint(args[2][i:i+2], 16, 8)
		ts.Check(err)
		data[at+i/2] = byte(b)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

// cut leaves the first bytes of a file:
//
//	cut studie.mz 20000
func cut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cut FILE BYTES")
	}
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

// interrupt starts "meerzicht calc stem", waits until it answers, sends it
// Ctrl-C, and insists on exit code 130.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: interrupt")
	}
	cmd := exec.Command("meerzicht", "calc", "stem")
	cmd.Env = append(os.Environ(), "LANG=nl_NL.UTF-8", "LC_ALL=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	ts.Check(err)
	defer stdin.Close()
	stdout, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	_, err = io.WriteString(stdin, "lopen\n")
	ts.Check(err)
	answer, err := bufio.NewReader(stdout).ReadString('\n')
	ts.Check(err)
	if answer != "loop\n" {
		ts.Fatalf("the answer is %q", answer)
	}
	ts.Check(cmd.Process.Signal(syscall.SIGINT))
	_ = cmd.Wait() // the exit code tells
	if got := cmd.ProcessState.ExitCode(); got != exitInterrupted {
		ts.Fatalf("exit code %d, want %d; %s", got, exitInterrupted, stderr.String())
	}
	if !strings.Contains(stderr.String(), "onderbroken") {
		ts.Fatalf("it says %q", stderr.String())
	}
}

// lines counts the lines of a file; with -max the characters of its longest:
//
//	lines stdout 38
//	lines -max stdout 160
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if longest := len(args) == 3 && args[0] == "-max"; longest {
		limit, err := strconv.Atoi(args[2])
		ts.Check(err)
		for line := range strings.Lines(ts.ReadFile(args[1])) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > limit {
				ts.Fatalf("a line of %d characters: %s", n, line)
			}
		}
		return
	}
	if len(args) != 2 {
		ts.Fatalf("usage: lines [-max] FILE N")
	}
	if got := strconv.Itoa(strings.Count(ts.ReadFile(args[0]), "\n")); (got == args[1]) == neg {
		ts.Fatalf("%s lines, want %s", got, args[1])
	}
}

// link makes a symbolic link, where the system has them:
//
//	link naam doel
func link(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.Symlink(args[1], ts.MkAbs(args[0])))
}
