package study

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// victimEnv names the study that a child process of the test writes until it is
// killed.
const victimEnv = "MEERZICHT_TEST_VICTIM"

func TestMain(m *testing.M) {
	if path := os.Getenv(victimEnv); path != "" {
		fmt.Println("error:", victim(path))
		os.Exit(1)
	}
	if path := os.Getenv(importerEnv); path != "" {
		fmt.Println("error:", endlessImport(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// victim adds respondents for ever and says so after each.
func victim(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	for i := 0; err == nil; i++ {
		var cmd coding.Command
		cmd, err = coding.PutRespondent(s.View(ctx), instruments.Respondent{ID: instruments.RespondentID(fmt.Sprintf("R%06d", i))})
		if err == nil {
			err = s.Do(ctx, "slachtoffer", cmd)
		}
		if err == nil {
			fmt.Println("done", i)
		}
	}
	return err
}

// What Do acknowledged is there after kill -9, the lock of the dead process is
// taken over, and the log is whole.
func TestKilledWriter(t *testing.T) {
	path := closedStudy(t)
	for round, wait := range []int{1, 30, 200} {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), victimEnv+"="+path)
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		last := kill(t, cmd, bufio.NewScanner(out), wait)
		start := time.Now()
		s, err := Open(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("round %d: reopened in %v after %d acknowledged events", round, time.Since(start), last+1)
		have := map[instruments.RespondentID]bool{}
		for _, r := range mustCorpus(t, s).Respondents {
			have[r.ID] = true
		}
		for i := range last + 1 {
			if id := instruments.RespondentID(fmt.Sprintf("R%06d", i)); !have[id] {
				t.Fatalf("round %d: acknowledged respondent %s is gone", round, id)
			}
		}
		mustVerify(t, s)
		for h, _ := s.Head(t.Context()); h.Seq > 5 && round < 2; h, _ = s.Head(t.Context()) {
			if _, ok, err := s.Undo(t.Context(), "x"); !ok || err != nil { // the next round begins anew
				break
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// kill waits for a number of acknowledgements, kills the process, and returns
// the number of the last one it gave.
func kill(t *testing.T, cmd *exec.Cmd, lines *bufio.Scanner, wait int) int {
	t.Helper()
	last := -1
	for lines.Scan() {
		if _, err := fmt.Sscanf(lines.Text(), "done %d", &last); err != nil {
			t.Fatalf("the child says %q", lines.Text())
		}
		if last == wait {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatalf("the child ended with %v", err)
	}
	return last
}

// The script in the documentation agrees with this package on the head, and
// finds a changed event.
func TestVerifyScript(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("python3 is needed here")
		}
		t.Skip("python3 is not installed")
	}
	path := closedStudy(t)
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	// Everything that JSON must or need not escape.
	odd := "\"\\/\b\t\n\f\r\x01\x1f\x7fé€😀\u2028\ufeff<>&'"
	cmd, err := coding.SetMemo(s.View(t.Context()), coding.Memo{Target: odd, Text: odd, Author: "x"})
	if err == nil {
		err = s.Do(t.Context(), odd, cmd)
	}
	if err != nil {
		t.Fatal(err)
	}
	head, _ := s.Head(t.Context())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join("..", "docs", "verify_chain.py")
	out, err := exec.Command(python, script, path).CombinedOutput()
	if want := fmt.Sprintf("%d events, head %s", head.Seq, head.Hash); err != nil || strings.TrimSpace(string(out)) != want {
		t.Errorf("script says %q, %v; want %q", out, err, want)
	}
	if s, err = Open(t.Context(), path, Options{}); err != nil {
		t.Fatal(err)
	}
	tamper(t, s, `UPDATE events SET payload = replace(payload, 'act.A01', 'act.A02')`)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(python, script, path).CombinedOutput(); err == nil || !strings.Contains(string(out), "chain is broken") {
		t.Errorf("script did not see the change: %q, %v", out, err)
	}
	if lines := strings.Count(string(readFile(t, script)), "\n"); lines > 25 {
		t.Errorf("the script has %d lines, and is meant to be short", lines)
	}
}
