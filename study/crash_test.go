package study

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// importerEnv names the study that a child process imports into until it is
// killed.
const importerEnv = "MEERZICHT_TEST_IMPORTER"

// endlessImport imports transcripts of which there is no end in sight.
func endlessImport(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	inputs := make([]Input, 100_000)
	for i := range inputs {
		inputs[i] = Input{Name: fmt.Sprintf("I%06d.txt", i), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(fmt.Sprint(strings.Repeat(talk, 500), i))), nil
		}}
	}
	opt := fakes()
	opt.Progress = func(done, _ int) { fmt.Println("done", done) }
	_, err = s.Import(ctx, "slachtoffer", inputs, opt)
	return err
}

// An import that is killed half-way leaves nothing of itself.
func TestKilledImport(t *testing.T) {
	path := closedStudy(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), importerEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	kill(t, cmd, bufio.NewScanner(out), 150)
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if c := mustCorpus(t, s); len(c.Documents) != 1 || c.Info.Events != 4 {
		t.Errorf("%d documents after %d events, want what was there before", len(c.Documents), c.Info.Events)
	}
	if v := mustVerify(t, s); v.Blobs != 1 { // the text of R01, which is its own original
		t.Errorf("%d blobs", v.Blobs)
	}
}

// The lock of a living process is respected across processes, and its message
// names that process.
func TestLockAcrossProcesses(t *testing.T) {
	path := closedStudy(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan() // the first acknowledgement: it has the study open
	_, err = Open(t.Context(), path, Options{})
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(cmd.Process.Pid)) {
		t.Errorf("error = %v, want ErrLocked naming process %d", err, cmd.Process.Pid)
	}
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if len(mustCorpus(t, r).Respondents) < 3 {
		t.Error("what the other process acknowledged cannot be read")
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	go func() { _ = cmd.Process.Kill() }()
	for lines.Scan() {
	}
	_ = cmd.Wait()
}

// A write-ahead log that was cut off anywhere, as a power cut does, gives a
// study with some first events, whole.
func TestTornLog(t *testing.T) {
	s, path := newStudy(t)
	for i := range 6 {
		mustDo(t, s, func(v coding.View) (coding.Command, error) {
			return coding.PutRespondent(v, instruments.Respondent{ID: instruments.RespondentID(fmt.Sprint(i)), Attributes: map[string]string{"a": strings.Repeat("x", 3000)}})
		})
	}
	file, wal := readFile(t, path), readFile(t, path+"-wal")
	last := int64(0)
	for cut := 0; cut <= len(wal); cut += 997 {
		torn := filepath.Join(t.TempDir(), "s.mz")
		if err := errors.Join(os.WriteFile(torn, file, 0o600), os.WriteFile(torn+"-wal", wal[:cut], 0o600)); err != nil {
			t.Fatal(err)
		}
		again, err := Open(t.Context(), torn, Options{})
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		v := mustVerify(t, again)
		if v.Events < last || v.Events > 7 {
			t.Errorf("cut at %d: %d events, after %d with less of the log", cut, v.Events, last)
		}
		last = v.Events
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}
	if last < 6 {
		t.Errorf("only %d events at the end", last)
	}
}

// Garbage in the write-ahead log is not taken for work.
func TestForeignLog(t *testing.T) {
	path := closedStudy(t)
	before := readFile(t, path)
	if err := os.WriteFile(path+"-wal", bytes.Repeat([]byte("geen logboek "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v := mustVerify(t, s); v.Events != 4 {
		t.Errorf("%d events, want 4", v.Events)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(before, readFile(t, path)) {
		t.Error("the study was changed")
	}
}

// A reader leaves the log of a killed writer alone: only a writer may take it in.
func TestReaderLeavesAKilledWritersLog(t *testing.T) {
	s, path := newStudy(t)
	mustDo(t, s, func(v coding.View) (coding.Command, error) {
		return coding.PutRespondent(v, instruments.Respondent{ID: "R"})
	})
	left := filepath.Join(t.TempDir(), "s.mz")
	for _, ext := range []string{"", "-wal"} {
		if err := os.WriteFile(left+ext, readFile(t, path+ext), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := OpenReadOnly(t.Context(), left)
	if err != nil {
		t.Fatal(err)
	}
	if len(mustCorpus(t, r).Respondents) != 1 {
		t.Error("the reader does not see what the log holds")
	}
	mustVerify(t, r)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for _, ext := range []string{"", "-wal"} {
		if !bytes.Equal(readFile(t, left+ext), readFile(t, path+ext)) {
			t.Errorf("s.mz%s was changed by reading", ext)
		}
	}
}

// Whatever bytes a file holds, opening it fails in words or works, never
// panics, and a refused file is not changed.
func FuzzOpen(f *testing.F) {
	f.Add([]byte{}, 0)
	f.Add([]byte("SQLite format 3\x00"), 0)
	f.Add([]byte("MEER"), 68)
	f.Add([]byte{0, 0, 0, 9}, 60)
	f.Add(bytes.Repeat([]byte{0xff}, 64), 4096)
	f.Add([]byte("CREATE TABLE events"), 5000)
	path := filepath.Join(f.TempDir(), "goed.mz")
	s, err := Create(f.Context(), path, testOptions())
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		f.Fatal(err)
	}
	good := readFile(f, path)
	f.Fuzz(func(t *testing.T, patch []byte, at int) {
		data := bytes.Clone(good)
		if at >= 0 && at < len(data) {
			copy(data[at:], patch)
		} else {
			data = patch
		}
		file := filepath.Join(t.TempDir(), "s.mz")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := OpenReadOnly(t.Context(), file)
		if err == nil {
			_, _ = s.Verify(t.Context())
			_, _ = s.Corpus(t.Context())
			_ = s.Close()
		} else if instruments.Localized(err, instruments.Dutch) == "" {
			t.Error("an error without words")
		}
		if !bytes.Equal(readFile(t, file), data) {
			t.Error("reading changed the file")
		}
	})
}
