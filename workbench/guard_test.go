package workbench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meerzicht/instruments"
)

const ownHost = "127.0.0.1:7330"

// studyText stands for words of an interview: they may be in no answer to an
// error and in no log.
const studyText = "de cliënt vertelde over zijn broer"

// gate is a guard before a small mux, with a browser that was let in.
type gate struct {
	guard  *guard
	http   http.Handler
	mu     sync.Mutex
	clock  time.Time
	logged bytes.Buffer
	cookie *http.Cookie
	did    []string // what handlers were reached, and with what
	fails  error    // what GET /fails fails with
}

func (g *gate) now() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.clock
}

func (g *gate) later(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.clock = g.clock.Add(d)
}

func (g *gate) note(what string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.did = append(g.did, what)
}

// reached is what handlers did since it was last asked.
func (g *gate) reached() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	did := g.did
	g.did = nil
	return did
}

type gateCommand struct {
	Do   string `json:"do"`
	Size int    `json:"size,omitempty"`
}

func newGate(t testing.TB) *gate {
	t.Helper()
	g := &gate{clock: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)}
	g.guard = newGuard(guardOptions{now: g.now, log: &g.logged, rules: map[string]routeRule{
		"GET /events":              {stream: true},
		"POST /import":             {accepts: []string{typeMultipart}, body: 4 << 20, patience: time.Minute},
		"POST /session":            {accepts: []string{typeJSON}},
		"GET /assets/{sum}/{name}": {immutable: true},
	}})
	g.guard.allow(ownHost, "localhost:7330", "[::1]:7330")
	g.http = g.guard.wrap(g.mux())
	g.cookie = g.enter(t)
	g.logged.Reset()
	return g
}

func (g *gate) mux() *http.ServeMux {
	mux := http.NewServeMux()
	page := func(w http.ResponseWriter, r *http.Request) {
		g.note(r.Method + " " + r.URL.Path)
		fmt.Fprint(w, "page")
	}
	for _, pattern := range []string{"GET /{$}", "GET /documents/{id}", "GET /tree/", "GET /events", "/either", "POST /session"} {
		mux.HandleFunc(pattern, page)
	}
	mux.HandleFunc("POST /command", g.command)
	mux.HandleFunc("POST /import", g.upload)
	mux.HandleFunc("GET /assets/{sum}/{name}", serveGateAsset)
	mux.HandleFunc("GET /fails", func(w http.ResponseWriter, r *http.Request) { g.guard.fail(w, r, g.fails) })
	mux.HandleFunc("GET /panics", func(http.ResponseWriter, *http.Request) { panic(errors.New(studyText)) })
	mux.HandleFunc("GET /panics-late", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "half")
		panic(studyText)
	})
	mux.HandleFunc("GET /undone-headers", func(w http.ResponseWriter, _ *http.Request) {
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
			w.Header().Del(name)
		}
		w.Header().Set("Cache-Control", "public")
		fmt.Fprint(w, "page")
	})
	return mux
}

func (g *gate) command(w http.ResponseWriter, r *http.Request) {
	in, err := decodeRequest[gateCommand](r)
	if err != nil {
		g.guard.fail(w, r, err)
		return
	}
	g.note("command " + in.Do)
}

func (g *gate) upload(w http.ResponseWriter, r *http.Request) {
	n, err := io.Copy(io.Discard, r.Body)
	if err != nil {
		g.guard.fail(w, r, err)
		return
	}
	g.note(fmt.Sprintf("import %d", n))
}

func serveGateAsset(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("sum") != "abc" {
		http.Error(w, "no", http.StatusNotFound)
		return
	}
	fmt.Fprint(w, r.PathValue("name"))
}

// enter lets one more browser in.
func (g *gate) enter(t testing.TB) *http.Cookie {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, startPath+"?token="+g.guard.newStart(), nil)
	r.Host = ownHost
	w := httptest.NewRecorder()
	g.http.ServeHTTP(w, r)
	cookies := w.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("start: status %d, %d cookies", w.Code, len(cookies))
	}
	return cookies[0]
}

// ask asks as the page itself would, after change.
func (g *gate) ask(method, target, body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = ownHost
	r.AddCookie(g.cookie)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		r.Header.Set("Origin", "http://"+ownHost)
		r.Header.Set("X-Meerzicht", "1")
		r.Header.Set("Content-Type", "application/json")
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	g.http.ServeHTTP(w, r)
	return w
}

// post is a command that the guard must let through, after change.
func (g *gate) post(change ...func(*http.Request)) *httptest.ResponseRecorder {
	return g.ask(http.MethodPost, "/command", `{"do":"coding.add"}`, change...)
}

func header(name string, values ...string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Del(name)
		for _, v := range values {
			r.Header.Add(name, v)
		}
	}
}

func host(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }

// wantRefused checks the status and that no handler was reached.
func (g *gate) wantRefused(t *testing.T, name string, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	if w.Code != status {
		t.Errorf("%s: status %d, want %d (%s)", name, w.Code, status, w.Body)
	}
	if did := g.reached(); did != nil {
		t.Errorf("%s: reached %q", name, did)
	}
}

func wantProblem(t *testing.T, w *httptest.ResponseRecorder) refusalShown {
	t.Helper()
	var out refusalShown
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%d: %v: %s", w.Code, err, w.Body)
	}
	if out.Problem.What == "" || out.Problem.Reference == "" {
		t.Errorf("problem without words or reference: %s", w.Body)
	}
	return out
}

// TestGuardLetsThePageThrough: the tests of the rules change one thing of these
// requests each, so these must pass.
func TestGuardLetsThePageThrough(t *testing.T) {
	g := newGate(t)
	for _, one := range []struct{ method, target, body, want string }{
		{"GET", "/", "", "GET /"},
		{"HEAD", "/", "", "HEAD /"},
		{"GET", "/documents/a%2Fb?x=1", "", "GET /documents/a/b"},
		{"GET", "/either", "", "GET /either"},
		{"POST", "/command", `{"do":"coding.add"}`, "command coding.add"},
		{"POST", "/session", `{}`, "POST /session"},
	} {
		w := g.ask(one.method, one.target, one.body)
		if did := g.reached(); w.Code != 200 || !slices.Equal(did, []string{one.want}) {
			t.Errorf("%s %s: status %d, reached %q, want %q", one.method, one.target, w.Code, did, one.want)
		}
	}
	if g.logged.Len() > 0 {
		t.Errorf("logged: %s", &g.logged)
	}
}

func TestGuardMethods(t *testing.T) {
	g := newGate(t)
	for _, one := range []struct{ method, target, allow string }{
		{"PUT", "/command", "GET, HEAD, POST"},
		{"DELETE", "/", "GET, HEAD, POST"},
		{"PATCH", "/session", "GET, HEAD, POST"},
		{"TRACE", "/", "GET, HEAD, POST"},
		{"CONNECT", "/", "GET, HEAD, POST"},
		{"get", "/", "GET, HEAD, POST"},
		{"GET", "/command", "POST"},      // a read must not reach a write
		{"HEAD", "/command", "POST"},     // …
		{"POST", "/", "GET, HEAD"},       // nor a write what was declared for reading
		{"POST", "/either", "GET, HEAD"}, // the mux would take it
		{"HEAD", "/events", "GET"},       // a stream has no end to leave out
		{"POST", startPath, "GET"},
		{"HEAD", startPath, "GET"},
	} {
		w := g.ask(one.method, one.target, "")
		g.wantRefused(t, one.method+" "+one.target, w, http.StatusMethodNotAllowed)
		if got := w.Header().Get("Allow"); got != one.allow {
			t.Errorf("%s %s: Allow %q, want %q", one.method, one.target, got, one.allow)
		}
	}
}

// TestGuardWithoutPatterns: before a handler that tells no patterns there is
// reading only, and the handler is not called to find out.
func TestGuardWithoutPatterns(t *testing.T) {
	g := newGate(t)
	g.http = g.guard.wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { g.note("called") }))
	g.wantRefused(t, "POST", g.post(), http.StatusMethodNotAllowed)
	if w := g.ask("GET", "/", ""); w.Code != 200 || !slices.Equal(g.reached(), []string{"called"}) {
		t.Errorf("GET: status %d", w.Code)
	}
}

func TestGuardUnknownAddress(t *testing.T) {
	g := newGate(t)
	for _, target := range []string{"/nothing", "/documents/", "/assets/../../etc/passwd", "/favicon.ico"} {
		w := g.ask("GET", target, "", header("Accept-Language", "en"), header("Sec-Fetch-Mode", "cors"))
		if w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusMovedPermanently {
			if to := w.Header().Get("Location"); !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
				t.Errorf("%s leads to %q", target, to)
			}
			continue
		}
		g.wantRefused(t, target, w, http.StatusNotFound)
		wantProblem(t, w)
	}
}

// TestGuardRedirectsStayHere: cleaning a path must not lead to another host.
func TestGuardRedirectsStayHere(t *testing.T) {
	g := newGate(t)
	for _, target := range []string{"//evil.example/tree", "/tree", "/./tree", "//evil.example/../tree"} {
		w := g.ask("GET", "/", "", func(r *http.Request) { r.URL.Path = target })
		if to := w.Header().Get("Location"); strings.HasPrefix(to, "//") || strings.Contains(to, ":") {
			t.Errorf("%s leads to %q", target, to)
		}
		for _, kv := range securityHeaders() {
			if w.Header().Get(kv[0]) != kv[1] {
				t.Errorf("%s: %d without %s", target, w.Code, kv[0])
			}
		}
	}
}

// TestGuardIgnoresForwarding: headers of a proxy change nothing.
func TestGuardIgnoresForwarding(t *testing.T) {
	g := newGate(t)
	for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "X-Original-Url", "X-Http-Method-Override"} {
		w := g.ask("GET", "/", "", header(name, "evil.example"))
		if w.Code != 200 {
			t.Errorf("%s on an own request: %d", name, w.Code)
		}
		g.reached()
		w = g.ask("GET", "/", "", host("evil.example"), header(name, ownHost))
		g.wantRefused(t, name, w, http.StatusMisdirectedRequest)
	}
	w := g.ask("GET", "/command", "", header("X-Http-Method-Override", "POST"))
	g.wantRefused(t, "override", w, http.StatusMethodNotAllowed)
}

func TestGuardFillsInItsOptions(t *testing.T) {
	g := newGuard(guardOptions{})
	if g.options.lang != instruments.Dutch || g.options.now == nil || g.options.random == nil || g.options.log == nil {
		t.Errorf("options: %+v", g.options)
	}
	if got := len(g.newStart()); got != 43 { // 32 bytes in base64 without padding
		t.Errorf("start token has %d characters, want 43", got)
	}
}
