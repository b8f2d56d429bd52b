package workbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/study"
)

// TestFailSaysNoMore: an error that was not made for people shows nothing of
// itself; its reference stands in the answer and in the log.
func TestFailSaysNoMore(t *testing.T) {
	g := newGate(t)
	secrets := []string{studyText, "SELECT", "goroutine", "onderzoek.mz", "/home", "guard_refuse", "errorString", "PathError"}
	for _, err := range []error{
		errors.New(studyText),
		fmt.Errorf("SELECT text FROM document: %w", errors.New(studyText)),
		&fs.PathError{Op: "open", Path: "/home" + "/x/onderzoek.mz", Err: fs.ErrPermission},
		errors.Join(errors.New("SELECT"), errors.New(studyText)),
	} {
		for _, mode := range []string{"cors", "navigate"} {
			g.fails = err
			w := g.ask("GET", "/fails", "", header("Sec-Fetch-Mode", mode))
			if w.Code != http.StatusInternalServerError {
				t.Errorf("%v: %d", err, w.Code)
			}
			for _, s := range secrets {
				if strings.Contains(w.Body.String(), s) {
					t.Errorf("%v: %q in %s", err, s, w.Body)
				}
			}
			line := g.logged.String()
			g.logged.Reset()
			m := regexp.MustCompile(`^2026-11-22T08:00:00Z GET /fails 500 ([A-Z2-7]{6}) fault \S+\n$`).FindStringSubmatch(line)
			if m == nil || !strings.Contains(w.Body.String(), m[1]) {
				t.Errorf("%v: log %q beside %s", err, line, w.Body)
			}
			for _, s := range secrets[:5] {
				if strings.Contains(line, s) {
					t.Errorf("%q in the log: %s", s, line)
				}
			}
		}
	}
}

func TestFailStatus(t *testing.T) {
	told := func(kind error) error {
		return fmt.Errorf("wrapped: %w", &instruments.Error{Kind: kind, What: instruments.Text{NL: "het kan niet", EN: "it cannot be"}})
	}
	for _, one := range []struct {
		err    error
		status int
		what   string
	}{
		{refused(http.StatusTeapot, instruments.Text{NL: "geen koffie", EN: "no coffee"}, instruments.Text{}), 418, "geen koffie"},
		{fmt.Errorf("x: %w", refused(410, instruments.Text{NL: "weg", EN: "gone"}, instruments.Text{})), 410, "weg"},
		{told(instruments.ErrRefused), 400, "het kan niet"},
		{told(study.ErrConflict), 409, "het kan niet"},
		{told(study.ErrLocked), 423, "het kan niet"},
		{told(study.ErrIntegrity), 500, "het kan niet"},
		{told(nil), 500, "het kan niet"},
		{fmt.Errorf("x: %w", &http.MaxBytesError{Limit: 2048}), 413, "dit is te groot: hier mag hoogstens 2 KiB tegelijk"},
		{fmt.Errorf("x: %w", os.ErrDeadlineExceeded), 408, "dit duurde te lang"},
		{fmt.Errorf("x: %w", context.Canceled), 503, "dit is afgebroken"},
		{io.ErrUnexpectedEOF, 500, "er ging iets mis in de werkbank"},
	} {
		g := newGate(t)
		g.fails = one.err
		w := g.ask("GET", "/fails", "")
		if got := wantProblem(t, w).Problem.What; w.Code != one.status || got != one.what {
			t.Errorf("%v: %d %q, want %d %q", one.err, w.Code, got, one.status, one.what)
		}
	}
	if !errors.Is(refused(400, instruments.Text{}, instruments.Text{}), instruments.ErrRefused) {
		t.Error("refused is not ErrRefused")
	}
}

// TestFailShowsWhatIsForPeople: what, where and hint in the page's language,
// without the cause and without paths of the machine.
func TestFailShowsWhatIsForPeople(t *testing.T) {
	g := newGate(t)
	g.fails = &instruments.Error{
		Kind:  instruments.ErrRefused,
		What:  instruments.Text{NL: "het bestand ‘/srv/data/lijst.xlsx’ is stuk", EN: "the file ‘/srv/data/lijst.xlsx’ is broken"},
		Where: `C:\Users\x\lijst.xlsx`,
		Hint:  instruments.Text{NL: "sla het opnieuw op", EN: "save it again"},
		Err:   errors.New("zip: " + studyText),
	}
	got := wantProblem(t, g.ask("GET", "/fails", "")).Problem
	got.Reference = ""
	if want := (problemShown{What: "het bestand ‘lijst.xlsx’ is stuk", Where: "lijst.xlsx", Hint: "sla het opnieuw op"}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	g.guard.sessions.known[sumOf(g.cookie.Value)].setLang(instruments.English)
	if got := wantProblem(t, g.ask("GET", "/fails", "", header("Accept-Language", "nl"))).Problem; got.What != "the file ‘lijst.xlsx’ is broken" || got.Hint != "save it again" {
		t.Errorf("in the session's language: %+v", got)
	}
	g.fails = &instruments.Error{What: instruments.Text{NL: "a", EN: "a"}, Err: &instruments.Error{What: instruments.Text{NL: "b", EN: "b"}, Err: errors.New(studyText)}}
	if got := wantProblem(t, g.ask("GET", "/fails", "")).Problem.What; got != "a: b" {
		t.Errorf("a cause that is for people: %q, want a: b", got)
	}
}

func TestFailListsProblems(t *testing.T) {
	g := newGate(t)
	list := instruments.Problems{
		{File: "/srv/x/lijst.xlsx", Sheet: "Lijst", Row: 4, What: instruments.Text{NL: "leeg", EN: "empty"}, Hint: instruments.Text{NL: "vul in", EN: "fill in"}},
		{File: "b.vtt", Line: 2, What: instruments.Text{NL: "overgeslagen", EN: "left out"}, Note: true},
	}
	for _, err := range []error{list, fmt.Errorf("x: %w", list), &instruments.Error{Kind: instruments.ErrRefused, Err: list}} {
		g.fails = err
		w := g.ask("GET", "/fails", "")
		got := wantProblem(t, w)
		if w.Code != 400 || got.Problem.What != "niets is ingelezen; gevonden problemen: 2" || len(got.Problems) != 2 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		want := []problemShown{{What: "leeg", Where: "lijst.xlsx, blad Lijst, rij 4", Hint: "vul in"}, {What: "overgeslagen", Where: "b.vtt, regel 2", Note: true}}
		for i := range want {
			if got.Problems[i] != want[i] {
				t.Errorf("problem %d: %+v, want %+v", i, got.Problems[i], want[i])
			}
		}
	}
}

// TestGuardPanic: answered like any fault, with the place in the log and the
// words nowhere; the next request is served.
func TestGuardPanic(t *testing.T) {
	g := newGate(t)
	w := g.ask("GET", "/panics", "")
	ref := wantProblem(t, w).Problem.Reference
	line := g.logged.String()
	if w.Code != 500 || !strings.Contains(line, ref) || !strings.Contains(line, "guard_test.go:") {
		t.Errorf("%d, log %q", w.Code, line)
	}
	if strings.Contains(w.Body.String()+line, studyText) {
		t.Errorf("words of the panic in %s or %q", w.Body, line)
	}
	if w := g.ask("GET", "/", ""); w.Code != 200 {
		t.Errorf("after a panic: %d", w.Code)
	}
}

// TestGuardPanicHalfway: an answer that is not whole must not look whole.
func TestGuardPanicHalfway(t *testing.T) {
	g := newGate(t)
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			t.Errorf("recovered %v, want http.ErrAbortHandler", p)
		}
		if strings.Contains(g.logged.String(), studyText) || !strings.Contains(g.logged.String(), " 500 ") {
			t.Errorf("log %q", &g.logged)
		}
	}()
	g.ask("GET", "/panics-late", "")
	t.Error("the panic was swallowed")
}

func TestGuardPassesAborts(t *testing.T) {
	g := newGate(t)
	g.http = g.guard.wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer func() {
		if p := recover(); p != http.ErrAbortHandler || g.logged.Len() > 0 {
			t.Errorf("recovered %v, log %q", p, &g.logged)
		}
	}()
	g.ask("GET", "/", "")
}

// TestFailAfterTheAnswer only logs.
func TestFailAfterTheAnswer(t *testing.T) {
	g := newGate(t)
	g.http = g.guard.wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "whole")
		g.guard.fail(w, r, errors.New("too late"))
	}))
	if w := g.ask("GET", "/", ""); w.Code != 200 || w.Body.String() != "whole" || strings.Count(g.logged.String(), "\n") != 1 {
		t.Errorf("%d %q, log %q", w.Code, w.Body, &g.logged)
	}
}

// TestFailDropsWhatWasPrepared: an error is no download.
func TestFailDropsWhatWasPrepared(t *testing.T) {
	g := newGate(t)
	g.http = g.guard.wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Disposition", "attachment")
		w.Header().Set("Content-Length", "1000000")
		w.Header().Set("Etag", "x")
		g.guard.refuse(w, r, http.StatusConflict, errors.New("x"))
	}))
	w := g.ask("GET", "/", "")
	for _, name := range []string{"Content-Disposition", "Content-Length", "Etag"} {
		if w.Header().Get(name) != "" {
			t.Errorf("%s stands on the error", name)
		}
	}
	if w.Code != http.StatusConflict {
		t.Errorf("status %d, want the one asked for", w.Code)
	}
}

// TestGuardLog: one line for each refusal, of our own words only.
func TestGuardLog(t *testing.T) {
	g := newGate(t)
	g.ask("GET", "/", "")
	g.post()
	if g.logged.Len() > 0 {
		t.Errorf("what was let through is logged: %s", &g.logged)
	}
	hostile := "\x1b[2J\u202e\n2026-11-22T08:00:00Z GET / 200"
	raw := func(method, target string) *httptest.ResponseRecorder {
		return g.ask("GET", "/", "", func(r *http.Request) {
			r.Method, r.URL.Path, r.URL.RawQuery = method, target, "q="+studyText
			r.Header.Set("User-Agent", hostile)
		})
	}
	raw("GET", "/"+studyText)
	raw("GET", "/"+hostile)
	raw(hostile, "/")
	raw("POST", "/command")
	g.ask("GET", startPath+"?token=geheim", "", header("Cookie"))
	g.ask("POST", "/command", `{"do":"`+studyText+`","`+hostile+`":1}`)
	g.ask("GET", "/documents/"+strings.ReplaceAll(studyText, " ", "%20"), "", header("Cookie"))
	g.ask("GET", "/", "", host(hostile))
	want := []string{
		"GET - 404 address", "GET - 404 address", "other - 405 method", "POST - 403 origin",
		"GET - 403 session", "POST /command 400 refused", "GET /documents/{id} 401 session", "GET - 421 host",
	}
	lines := strings.Split(strings.TrimSuffix(g.logged.String(), "\n"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d:\n%s", len(lines), len(want), &g.logged)
	}
	for i, line := range lines {
		f := strings.Fields(line)
		if len(f) != 6 || f[0] != "2026-11-22T08:00:00Z" || f[1]+" "+f[2]+" "+f[3]+" "+f[5] != want[i] || len(f[4]) != 6 {
			t.Errorf("line %d: %q, want %q with time and reference", i, line, want[i])
		}
	}
}
