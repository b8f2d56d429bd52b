package workbench

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"meerzicht/study"
)

// servedEnv names the study that a child process of a test serves until it is
// killed.
const servedEnv = "MEERZICHT_TEST_SERVE"

func TestMain(m *testing.M) {
	if path := os.Getenv(servedEnv); path != "" {
		fmt.Println("error:", serveUntilKilled(path))
		os.Exit(1)
	}
	code := m.Run()
	stopBrowser()
	if flag.Lookup("test.bench").Value.String() != "" { // else there is nothing to take away
		if dir, err := loadTemp(); err == nil {
			_ = os.RemoveAll(dir)
		}
	}
	os.Exit(code)
}

// serveUntilKilled serves a study and says where, with a start address for each
// of two clients. It ends with the process that started it.
func serveUntilKilled(path string) error {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	ctx := context.Background()
	s, err := study.Open(ctx, path, study.Options{Actor: "toets"})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server, err := New(Options{Study: s, Address: l.Addr(), Coder: "toets", Log: os.Stderr})
	if err != nil {
		return err
	}
	fmt.Println(server.StartURL(), server.StartURL())
	return server.Serve(ctx, l)
}

// life is one process that serves the study, from its start until it is killed.
type life struct {
	number int
	cmd    *exec.Cmd
	starts []string // a start address for each client
	logged string   // the file of what it wrote to standard error
	tied   io.Closer

	mu      sync.Mutex
	clients [2]*http.Client
}

// bear starts a process that serves the study in path.
func bear(t testing.TB, path string, number int) *life {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), servedEnv+"="+path)
	l := &life{number: number, cmd: cmd, logged: filepath.Join(t.TempDir(), fmt.Sprintf("log%d", number))}
	errs, err := os.Create(l.logged)
	if err != nil {
		t.Fatal(err)
	}
	defer errs.Close()
	cmd.Stderr = errs
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	l.tied = in
	lines := bufio.NewScanner(out)
	lines.Scan()
	if l.starts = strings.Fields(lines.Text()); len(l.starts) != 2 || !strings.HasPrefix(l.starts[0], "http://") {
		log, _ := os.ReadFile(l.logged)
		t.Fatalf("the server said %q\n%s", lines.Text(), log)
	}
	return l
}

// kill ends a process without any chance to tidy up.
func (l *life) kill() {
	_ = l.cmd.Process.Kill()
	_ = l.cmd.Wait()
	_ = l.tied.Close()
	for _, c := range l.clients {
		if c != nil {
			c.CloseIdleConnections()
		}
	}
}

// enter is the session of one of the clients in this life. A start address works
// once, so it is kept.
func (l *life) enter(client int) (*http.Client, string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	base, _, _ := strings.Cut(l.starts[client], "/start")
	if c := l.clients[client]; c != nil {
		return c, base, nil
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, "", err
	}
	c := &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 4}}
	resp, err := c.Get(l.starts[client])
	if err != nil {
		return nil, "", err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if err = errors.Join(err, resp.Body.Close()); err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("start: %s", resp.Status)
	}
	if err == nil {
		l.clients[client] = c
	}
	return c, base, err
}

// served is a study whose server is killed and started again.
type served struct {
	t    testing.TB
	path string
	mu   sync.Mutex
	now  *life
	over bool
}

func serveFile(t testing.TB, path string) *served {
	s := &served{t: t, path: path, now: bear(t, path, 1)}
	t.Cleanup(s.end)
	return s
}

// life is the process that serves now.
func (s *served) life() *life {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// again kills the server and starts it on the same file.
func (s *served) again() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.kill()
	s.now = bear(s.t, s.path, s.now.number+1)
}

// end kills the server for good.
func (s *served) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		s.now.kill()
		s.over = true
	}
}
