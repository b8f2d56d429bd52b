package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meerzicht/instruments"
	"meerzicht/instruments/transcript/pdf"
)

// somePDF is a PDF of five pages with eight turns.
var somePDF = filepath.Join("..", "..", "instruments", "transcript", "testdata", "pdf", "pages.pdf")

// A PDF is read by another process, and says that it is to be checked.
func TestTranscriptOfPDF(t *testing.T) {
	code, stdout, stderr := program("transcript", "--format", "json", somePDF, "--lang", "nl")
	var got struct {
		Decoder  string
		Turns    []struct{ Speaker, Text string }
		Omitted  []instruments.Omission
		Problems []string
	}
	if err := json.Unmarshal([]byte(stdout), &got); code != 0 || err != nil {
		t.Fatalf("exit code %d, %v\n%s", code, err, stderr)
	}
	if got.Decoder != "pdf" || len(got.Turns) != 8 || got.Turns[4].Text != "Wat kostte zo’n middag?" {
		t.Errorf("%s, %+v", got.Decoder, got.Turns)
	}
	if len(got.Omitted) != 2 || got.Omitted[0].Count != 5 || len(got.Problems) != 1 || !strings.Contains(got.Problems[0], "vóór het coderen") {
		t.Errorf("%v %v", got.Omitted, got.Problems)
	}
}

// An import reads PDFs too; what it refuses leaves the study as it was.
func TestImportOfPDF(t *testing.T) {
	study := filepath.Join(t.TempDir(), "studie.mz")
	mustRun(t, "new", study)
	damaged := filepath.Join(t.TempDir(), "stuk.pdf")
	if err := os.WriteFile(damaged, []byte("%PDF-1.7\nstuk"), 0o600); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(study)
	if err != nil {
		t.Fatal(err)
	}
	code, _, stderr := program("import", study, somePDF, damaged, "--as", "overig", "--lang", "nl")
	if code != exitRefused || !strings.Contains(stderr, "stuk.pdf: De PDF is beschadigd") {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
	if after, err := os.ReadFile(study); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the study changed (%v)", err)
	}
	if out := mustRun(t, "import", study, somePDF, "--as", "overig", "--lang", "nl"); !strings.Contains(out, "1 document") {
		t.Errorf("%s", out)
	}
}

// The command itself answers in JSON, whatever it is given.
func TestPDFTextCommand(t *testing.T) {
	data, err := os.ReadFile(somePDF)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		data   []byte
		reason pdf.Reason
		pages  int
	}{{data, "", 5}, {data[:len(data)/2], pdf.Damaged, 0}, {nil, pdf.Damaged, 0}} {
		var out bytes.Buffer
		var got pdfAnswered
		code := run(t.Context(), []string{"pdf-text"}, bytes.NewReader(c.data), &out, &out)
		if err := json.Unmarshal(out.Bytes(), &got); code != 0 || err != nil || got.Reason != c.reason || len(got.Pages) != c.pages {
			t.Errorf("%d bytes: exit code %d, %v, %+v", len(c.data), code, err, got.Reason)
		}
	}
	if help := mustRun(t, "help"); strings.Contains(help, "pdf-text") {
		t.Error("the command for internal use stands in the help")
	}
}

// What takes too long, too much memory or too much room is broken off, each with
// its own words.
func TestPDFLimits(t *testing.T) {
	data, err := os.ReadFile(somePDF)
	if err != nil {
		t.Fatal(err)
	}
	_, err = (&pdfProcess{ctx: t.Context(), patience: time.Nanosecond, command: itself}).text(data)
	if !errors.Is(err, instruments.ErrRefused) || instruments.Localized(err, instruments.English) != instruments.Localized(pdf.TooSlow.Refusal(), instruments.English) {
		t.Errorf("too slow: %v", err)
	}
	stopped := false
	b := cappedBuffer{left: 3, full: func() { stopped = true }}
	if _, err := b.Write([]byte("abc")); err != nil || stopped {
		t.Errorf("what fits: %v", err)
	}
	if _, err := b.Write([]byte("d")); err == nil || !stopped || b.String() != "abc" {
		t.Errorf("what does not fit: %v %q", err, b.String())
	}
	ballast := make([]byte, pdfMaxMemory+1)
	answer, err := awaitPDF(t.Context(), make(chan pdfAnswered))
	if err != nil || answer.Reason != pdf.Memory {
		t.Errorf("memory: %+v %v", answer, err)
	}
	ballast[0] = 1 // it is there until here
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := awaitPDF(ctx, make(chan pdfAnswered)); len(ballast) == 0 || !errors.Is(err, context.Canceled) && err != nil {
		t.Errorf("interrupted: %v", err)
	}
}

// Who breaks off does not wait for a PDF: the process that reads it is killed, and
// none is started after that.
func TestPDFInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var started []*exec.Cmd
	p := &pdfProcess{ctx: ctx, patience: time.Hour, command: func(ctx context.Context) (*exec.Cmd, error) {
		cmd := exec.CommandContext(ctx, "sh", "-c", "echo started; exec sleep 120")
		kill := cmd.Cancel
		cmd.Cancel = func() error {
			if !errors.Is(ctx.Err(), context.Canceled) {
				t.Errorf("killed by %v, not by the command", ctx.Err())
			}
			return kill()
		}
		started = append(started, cmd)
		time.AfterFunc(50*time.Millisecond, cancel)
		return cmd, nil
	}}
	if text, err := p.text([]byte("%PDF-1.7")); text != "" || !errors.Is(err, context.Canceled) {
		t.Errorf("%q %v", text, err)
	}
	if state := started[0].ProcessState; state != nil && state.Exited() {
		t.Errorf("the process ended by itself: %v", state)
	}
	if _, err := p.text([]byte("%PDF-1.7")); !errors.Is(err, context.Canceled) || len(started) != 1 {
		t.Errorf("after that: %v, %d processes", err, len(started))
	}
	var out bytes.Buffer
	if code := run(ctx, []string{"transcript", somePDF}, nil, &out, &out); code != exitInterrupted {
		t.Errorf("exit code %d\n%s", code, out.String())
	}
}

// An answer that is none, or of a process that broke down, is a refusal.
func TestPDFAnswers(t *testing.T) {
	for _, c := range []struct {
		answer string
		err    error
		want   string
	}{
		{`{"pages":["a","b"]}`, nil, "a\fb"},
		{`{"pages":["a"]}`, errors.New("exit status 2"), ""},
		{`{"pages"`, nil, ""},
		{`{"reason":"scan"}`, nil, ""},
	} {
		got, err := pdfText([]byte(c.answer), c.err)
		if got != c.want || (c.want == "") != errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%s: %q %v", c.answer, got, err)
		}
	}
}
