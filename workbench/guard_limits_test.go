package workbench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// listen serves the gate on a port of this machine, with the times of serverFor
// changed by change.
func (g *gate) listen(t *testing.T, change ...func(*http.Server)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g.guard.allow(ownHosts(l.Addr())...)
	srv := serverFor(g.http)
	for _, c := range change {
		c(srv)
	}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close() })
	return l.Addr().String()
}

// cookieFor is the cookie of a browser let in at addr.
func (g *gate) cookieFor(t *testing.T, addr string) string {
	t.Helper()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Get("http://" + addr + startPath + "?token=" + g.guard.newStart())
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	cookies := res.Cookies()
	if len(cookies) != 1 {
		t.Fatalf("start: %s", res.Status)
	}
	return cookies[0].Name + "=" + cookies[0].Value
}

func TestServerHasLimits(t *testing.T) {
	s := serverFor(http.NotFoundHandler())
	for name, d := range map[string]time.Duration{"read header": s.ReadHeaderTimeout, "read": s.ReadTimeout, "write": s.WriteTimeout, "idle": s.IdleTimeout} {
		if d <= 0 || d > 5*time.Minute {
			t.Errorf("%s: %v", name, d)
		}
	}
	if s.MaxHeaderBytes <= 0 || s.MaxHeaderBytes > 64<<10 || !s.DisableGeneralOptionsHandler {
		t.Errorf("header bytes %d, general options disabled: %v", s.MaxHeaderBytes, s.DisableGeneralOptionsHandler)
	}
}

func TestGuardBodyLimits(t *testing.T) {
	g := newGate(t)
	long := func(n int) string { return `{"do":"` + strings.Repeat("x", n) + `"}` }
	unknown := func(r *http.Request) { r.ContentLength = -1 } // sent in pieces, without saying how much
	files := header("Content-Type", "multipart/form-data; boundary=x")
	for _, one := range []struct {
		name, target, body string
		change             []func(*http.Request)
		status             int
	}{
		{"command that fits", "/command", long(bodyCommand - 9), nil, 200},
		{"command one byte too long", "/command", long(bodyCommand - 8), nil, 413},
		{"command in pieces that fits", "/command", long(bodyCommand - 9), []func(*http.Request){unknown}, 200},
		{"command in pieces too long", "/command", long(bodyCommand - 8), []func(*http.Request){unknown}, 413},
		{"import that fits", "/import", strings.Repeat("x", 4<<20), []func(*http.Request){files}, 200},
		{"import too long", "/import", strings.Repeat("x", 4<<20+1), []func(*http.Request){files}, 413},
		{"import in pieces too long", "/import", strings.Repeat("x", 4<<20+1), []func(*http.Request){files, unknown}, 413},
	} {
		w := g.ask("POST", one.target, one.body, one.change...)
		if did := g.reached(); w.Code != one.status || (len(did) == 1) != (one.status == 200) {
			t.Errorf("%s: %d, want %d", one.name, w.Code, one.status)
		}
		if w.Code == 413 && !strings.Contains(wantProblem(t, w).Problem.What, "KiB") {
			t.Errorf("%s: %s does not say how much may be sent", one.name, w.Body)
		}
	}
}

// TestGuardBodyLimitBeforeReading: a length that is too large is refused on its
// word, without taking the bytes.
func TestGuardBodyLimitBeforeReading(t *testing.T) {
	g := newGate(t)
	w := g.post(func(r *http.Request) {
		r.ContentLength = bodyCommand + 1
		r.Body = io.NopCloser(iotest.ErrReader(errors.New("read")))
	})
	g.wantRefused(t, "too long by its own word", w, http.StatusRequestEntityTooLarge)
}

func TestGuardHeaderLimit(t *testing.T) {
	g := newGate(t)
	addr := g.listen(t)
	got := rawAnswer(t, addr, "GET / HTTP/1.1\r\nHost: "+addr+"\r\nX-Long: "+strings.Repeat("x", 2*headerBytes)+"\r\n\r\n")
	if !strings.Contains(got, " 431") || g.reached() != nil {
		t.Errorf("%q", got)
	}
}

// TestGuardPlaces: who comes when all places are taken is told so, and a place
// that was left can be taken again.
func TestGuardPlaces(t *testing.T) {
	g := newGate(t)
	var leave []func()
	for range maxRequests {
		out, err := g.guard.enter(false)
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, out)
	}
	w := g.post()
	g.wantRefused(t, "full", w, http.StatusServiceUnavailable)
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	leave[0]()
	if w := g.post(); w.Code != 200 {
		t.Errorf("a place is free: %d", w.Code)
	}
	g.ask("GET", "/panics", "") // a handler that panics leaves its place too
	if w := g.post(); w.Code != 200 {
		t.Errorf("after a panic: %d", w.Code)
	}
	for range maxStreams {
		if _, err := g.guard.enter(true); err != nil {
			t.Fatal("streams share the places of requests:", err)
		}
	}
	if _, err := g.guard.enter(true); err == nil {
		t.Error("one stream too many")
	}
}

// streaming replaces the mux by one whose /events writes n lines, each after a
// pause, and reports why it ended.
func (g *gate) streaming(n int, pause time.Duration) (ended chan error) {
	ended = make(chan error, 1)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		for range n {
			fmt.Fprint(w, "data: 1\n\n")
			if err := http.NewResponseController(w).Flush(); err != nil {
				ended <- err
				return
			}
			select {
			case <-time.After(pause):
			case <-r.Context().Done():
				ended <- context.Cause(r.Context())
				return
			}
		}
		ended <- nil
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) { time.Sleep(pause); fmt.Fprint(w, "late") })
	mux.HandleFunc("POST /import", func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		time.Sleep(pause)
		fmt.Fprint(w, n, err)
	})
	g.http = g.guard.wrap(mux)
	return ended
}

func (g *gate) open(t *testing.T, addr, method, target string, body io.Reader) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://"+addr+target, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", g.cookieFor(t, addr))
	r.Header.Set("Origin", "http://"+addr)
	r.Header.Set("X-Meerzicht", "1")
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	return http.DefaultTransport.RoundTrip(r)
}

// TestGuardStreamOutlivesTheServersTimes: what would cut off a page must not cut
// off a stream, nor an import that has the patience for it.
func TestGuardStreamOutlivesTheServersTimes(t *testing.T) {
	g := newGate(t)
	ended := g.streaming(3, 150*time.Millisecond)
	addr := g.listen(t, func(s *http.Server) { s.ReadTimeout, s.WriteTimeout = 100*time.Millisecond, 100*time.Millisecond })
	res, err := g.open(t, addr, "GET", "/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	if why := <-ended; err != nil || why != nil || strings.Count(string(all), "data") != 3 {
		t.Errorf("stream: %q, %v, %v", all, err, why)
	}
	out, in := io.Pipe()
	go func() {
		for range 3 {
			time.Sleep(100 * time.Millisecond)
			_, _ = in.Write([]byte("xx"))
		}
		_ = in.Close()
	}()
	if res, err := g.open(t, addr, "POST", "/import", out); err != nil {
		t.Errorf("import: %v", err)
	} else if body, err := io.ReadAll(res.Body); err != nil || string(body) != "6 <nil>" {
		t.Errorf("import: %q, %v", body, err)
	}
	if res, err := g.open(t, addr, "GET", "/slow", nil); err == nil {
		t.Errorf("a page that is too slow: %s, want it cut off", res.Status)
	}
}

func TestGuardStreamEndsWithItsSession(t *testing.T) {
	g := newGate(t)
	ended := g.streaming(1, time.Minute)
	addr := g.listen(t)
	res, err := g.open(t, addr, "GET", "/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := bufio.NewReader(res.Body).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	g.later(sessionIdle)
	g.guard.sessions.has(nil) // a heartbeat of any stream looks after all sessions
	select {
	case why := <-ended:
		if why == nil {
			t.Error("the stream went on to its end")
		}
	case <-time.After(5 * time.Second):
		t.Error("the stream outlives its session")
	}
}

// TestGuardStreamWithoutReader: one who does not read is cut off, so that it
// holds no place.
func TestGuardStreamWithoutReader(t *testing.T) {
	g := newGate(t)
	ended := make(chan error, 1)
	g.http = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := &answer{ResponseWriter: w, patience: 50 * time.Millisecond}
		var err error
		for err == nil {
			if _, err = out.Write(make([]byte, 1<<20)); err == nil {
				err = out.FlushError()
			}
		}
		ended <- err
	})
	addr := g.listen(t, func(s *http.Server) { s.WriteTimeout = 0 })
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET /events HTTP/1.1\r\nHost: %s\r\n\r\n", addr)
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("still waiting for a reader")
	}
}

func TestGuardSlowHeader(t *testing.T) {
	g := newGate(t)
	addr := g.listen(t, func(s *http.Server) { s.ReadHeaderTimeout = 100 * time.Millisecond })
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: ")
	_ = c.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.ReadAll(c); err != nil {
		t.Errorf("half a header keeps the connection: %v", err)
	}
}
