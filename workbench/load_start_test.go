package workbench

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// loadProgram is the program as it is released, built once.
var loadProgram = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "meerzicht-bench")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "meerzicht")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, "meerzicht/cmd/meerzicht")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return path, err
})

// startedServer is a process that runs "meerzicht serve".
type startedServer struct {
	cmd    *exec.Cmd
	base   string
	client *http.Client
	first  time.Duration // from the start of the process to the end of the first page
}

// startServer starts the program and opens the workbench in it, as a browser
// does.
func startServer(b *testing.B, study string) *startedServer {
	b.Helper()
	program, err := loadProgram()
	if err != nil {
		b.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	s := &startedServer{cmd: exec.Command(program, "serve", study, "--no-open", "--coder", "anna"), client: &http.Client{Jar: jar}}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := s.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Scan()
	address := lines.Text()
	s.base, _, _ = strings.Cut(address, "/start")
	s.ask(b, strings.TrimPrefix(address, s.base))
	s.first = time.Since(start)
	return s
}

func (s *startedServer) ask(b *testing.B, address string) string {
	b.Helper()
	resp, err := s.client.Get(s.base + address)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		b.Fatal(resp.Status, err)
	}
	return string(got)
}

func (s *startedServer) stop() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// resident is the memory of the process now, in MiB; 0 where it is not told.
func (s *startedServer) resident(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)
	if err != nil || m == nil {
		return 0
	}
	kb, _ := strconv.ParseFloat(string(m[1]), 64)
	return kb / 1024
}

// BenchmarkFirstAnswer measures from the start of the process until the first
// page has been read. The aim is 40 ms.
func BenchmarkFirstAnswer(b *testing.B) {
	for _, documents := range []int{37, 3700} {
		b.Run(fmt.Sprint(documents), func(b *testing.B) {
			path := loadStudy(b, documents, 7000, 0)
			took := make([]time.Duration, 0, b.N)
			if documents == 37 {
				path = loadStudy(b, 37, 7000, 30)
			}
			path = loadCopy(b, path)
			startServer(b, path).stop()
			b.ResetTimer()
			for range b.N {
				s := startServer(b, path)
				took = append(took, s.first)
				s.stop()
			}
			b.StopTimer()
			quantiles(b, took)
		})
	}
}

// BenchmarkMemory measures the resident memory of the served process: after its
// first page, idle some seconds later (the aim is 24 MiB), with a document
// open, and idle again.
func BenchmarkMemory(b *testing.B) {
	for _, documents := range []int{37, 3700} {
		b.Run(fmt.Sprint(documents), func(b *testing.B) {
			path := loadCopy(b, loadStudy(b, documents, 7000, map[int]int{37: 30}[documents]))
			for range b.N {
				s := startServer(b, path)
				b.ReportMetric(s.resident(b), "first-MiB")
				time.Sleep(3 * restPause)
				b.ReportMetric(s.resident(b), "idle-MiB")
				s.ask(b, "/documents/R0001")
				b.ReportMetric(s.resident(b), "document-MiB")
				time.Sleep(3 * restPause)
				b.ReportMetric(s.resident(b), "later-MiB")
				s.stop()
			}
		})
	}
}
