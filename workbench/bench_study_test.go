package workbench

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
	"meerzicht/testdata"
)

// replication is the built-in study as a file, made once for all tests.
var replication = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "meerzicht-workbench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "studie.mz")
	if err := makeReplication(file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

func makeReplication(file string) error {
	ctx := context.Background()
	set, err := instruments.Builtin(testdata.Template)
	if err != nil {
		return err
	}
	s, err := study.Create(ctx, file, study.Options{
		Set: set, Actor: "toets", Now: testClock,
		Info: coding.StudyInfo{Name: "replicatie", Title: testdata.Title(), Notice: testdata.Notice(), Lang: instruments.Dutch, Template: set.Name},
	})
	if err != nil {
		return err
	}
	in, err := replicationFiles()
	if err == nil {
		_, err = s.Import(ctx, "toets", in, study.ImportOptions{})
	}
	if err != nil {
		s.Close()
		return err
	}
	return s.Close()
}

func testClock() time.Time { return time.Date(2020, 7, 15, 16, 30, 0, 0, time.UTC) }

func replicationFiles() ([]study.Input, error) {
	var in []study.Input
	files := testdata.Study()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == testdata.GoldFile {
			return err
		}
		data, err := fs.ReadFile(files, name)
		in = append(in, study.Input{Name: path.Base(name), Size: int64(len(data)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(data)), nil
		}})
		return err
	})
	return in, err
}

// desk is a workbench that a test works at: a study of its own, a server on the
// loopback address, and a session.
type desk struct {
	t      testing.TB
	study  *study.Study
	server *Server
	base   string // "http://127.0.0.1:PORT"
	client *http.Client
	serial int
}

// newDesk serves a copy of the replication study.
func newDesk(t testing.TB) *desk {
	t.Helper()
	data, err := replication()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "studie.mz")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return deskOn(t, file)
}

// deskOn serves the study in a file, until the test ends.
func deskOn(t testing.TB, file string) *desk {
	t.Helper()
	s, err := study.Open(context.Background(), file, study.Options{Actor: "toets", Now: testClock})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server, err := New(Options{Study: s, Address: l.Addr(), Coder: "toets"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, study: s, server: server, base: "http://" + l.Addr().String(), client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
	d.fetch(http.MethodGet, strings.TrimPrefix(server.StartURL(), d.base), nil, http.StatusOK)
	return d
}

// fetch asks for a path within the session and wants a status.
func (d *desk) fetch(method, address string, body []byte, want int) string {
	d.t.Helper()
	req, err := http.NewRequest(method, d.base+address, bytes.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	req.Header.Set("X-Meerzicht", "1")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Origin", d.base)
	}
	resp, err := d.client.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	if resp.StatusCode != want {
		d.t.Fatalf("%s %s: %s, want %d\n%s", method, address, resp.Status, want, got)
	}
	return string(got)
}

// get is a page or a fragment.
func (d *desk) get(address string) string {
	d.t.Helper()
	return d.fetch(http.MethodGet, address, nil, http.StatusOK)
}

// do posts an act with a request id of its own and wants it done.
func (d *desk) do(act string, with any) receipt {
	d.t.Helper()
	d.serial++
	return d.post("toets-"+strconv.Itoa(d.serial), act, with)
}

func (d *desk) post(id, act string, with any) receipt {
	d.t.Helper()
	var out receipt
	if err := json.Unmarshal([]byte(d.fetch(http.MethodPost, "/command", d.command(id, act, with), http.StatusOK)), &out); err != nil {
		d.t.Fatal(err)
	}
	return out
}

// refused posts an act and wants it refused with a status; it returns the
// answer.
func (d *desk) refused(act string, with any, status int) string {
	d.t.Helper()
	d.serial++
	return d.fetch(http.MethodPost, "/command", d.command("toets-"+strconv.Itoa(d.serial), act, with), status)
}

func (d *desk) command(id, act string, with any) []byte {
	d.t.Helper()
	req := request{Request: id, Do: act}
	var err error
	if with != nil {
		req.With, err = json.Marshal(with)
	}
	var raw []byte
	if err == nil {
		raw, err = json.Marshal(req)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return raw
}

// session chooses language, look or coder.
func (d *desk) session(c sessionChoice) {
	d.t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		d.t.Fatal(err)
	}
	d.fetch(http.MethodPost, "/session", raw, http.StatusOK)
}

// codings are the codings of a document now.
func (d *desk) codings(id instruments.DocumentID) []coding.Coding {
	d.t.Helper()
	list, err := d.study.CodingsIn(context.Background(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}
