package workbench

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"meerzicht/instruments"
	"pgregory.net/rapid"
)

func withCookie(c *http.Cookie) func(*http.Request) {
	return func(r *http.Request) { r.Header.Del("Cookie"); r.AddCookie(c) }
}

// TestSessionIdle: a session lasts as long as it is used, and a working day more.
func TestSessionIdle(t *testing.T) {
	g := newGate(t)
	for range 3 {
		g.later(sessionIdle - time.Second)
		if w := g.ask("GET", "/", ""); w.Code != 200 {
			t.Fatalf("in use: %d", w.Code)
		}
	}
	g.reached()
	g.later(sessionIdle)
	w := g.ask("GET", "/", "")
	g.wantRefused(t, "idle for a day", w, http.StatusUnauthorized)
	if w.Header().Get("WWW-Authenticate") == "" {
		t.Error("401 without WWW-Authenticate")
	}
	if sessionIdle < 8*time.Hour || sessionIdle > 14*time.Hour {
		t.Errorf("%v is no working day", sessionIdle)
	}
}

// TestSessionIsNotKeptByStreams: a forgotten tab that connects again and again
// is not a person at work.
func TestSessionIsNotKeptByStreams(t *testing.T) {
	g := newGate(t)
	for range 4 {
		g.later(sessionIdle / 4)
		g.ask("GET", "/events", "")
	}
	g.reached()
	g.wantRefused(t, "tab left open", g.ask("GET", "/", ""), http.StatusUnauthorized)
}

func TestSessionLimit(t *testing.T) {
	g := newGate(t)
	first := g.cookie
	for range sessionLimit - 1 {
		g.later(time.Second)
		g.cookie = g.enter(t)
	}
	g.later(time.Second)
	g.ask("GET", "/", "", withCookie(first)) // the first is at work again
	g.later(time.Second)
	g.enter(t)
	if n := len(g.guard.sessions.known); n != sessionLimit {
		t.Errorf("%d sessions, want %d", n, sessionLimit)
	}
	if w := g.ask("GET", "/", "", withCookie(first)); w.Code != 200 {
		t.Errorf("the session in use gave way: %d", w.Code)
	}
}

// TestSessionAlive: asking whether it lasts does not make it last.
func TestSessionAlive(t *testing.T) {
	g := newGate(t)
	var asked []bool
	g.http = g.guard.wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked = append(asked, g.guard.alive(r))
		g.later(sessionIdle - 1)
		asked = append(asked, g.guard.alive(r))
		g.later(1)
		asked = append(asked, g.guard.alive(r), sessionOf(r).ctx.Err() != nil)
	}))
	g.ask("GET", "/", "")
	if want := []bool{true, true, false, true}; len(asked) != 4 || asked[0] != want[0] || asked[1] != want[1] || asked[2] != want[2] || asked[3] != want[3] {
		t.Errorf("%v, want %v", asked, want)
	}
	if g.guard.alive(httptest.NewRequest("GET", "/", nil)) {
		t.Error("no session, and alive")
	}
}

func TestSessionChoices(t *testing.T) {
	g := newGate(t)
	var s session
	if s.lang(instruments.English) != instruments.English || s.coder() != "" || s.theme() != "" {
		t.Error("nothing chosen, yet something is")
	}
	g.guard.sessions.known[sumOf(g.cookie.Value)].setLang(instruments.English)
	g.guard.sessions.known[sumOf(g.cookie.Value)].setCoder("codeur2")
	g.guard.sessions.known[sumOf(g.cookie.Value)].setTheme("dark")
	// Starting again in the same browser keeps them, under another secret.
	w := g.ask("GET", startPath+"?token="+g.guard.newStart(), "")
	fresh := w.Result().Cookies()[0]
	now := g.guard.sessions.known[sumOf(fresh.Value)]
	if now == nil || now.lang("") != instruments.English || now.coder() != "codeur2" || now.theme() != "dark" {
		t.Errorf("after starting again: %+v", now)
	}
	g.wantRefused(t, "the old cookie", g.ask("GET", "/", ""), http.StatusUnauthorized)
}

// TestSessionCookieOfAnother: a server on another port can set cookies of our
// name; they neither let in nor lock out.
func TestSessionCookieOfAnother(t *testing.T) {
	g := newGate(t)
	both := func(r *http.Request) {
		r.Header.Set("Cookie", g.cookie.Name+"=planted; "+g.cookie.Name+"="+g.cookie.Value)
	}
	if w := g.ask("GET", "/", "", both); w.Code != 200 {
		t.Errorf("locked out: %d", w.Code)
	}
	g.reached()
	other := *g.cookie
	other.Name = "meerzicht-7331"
	g.wantRefused(t, "cookie of another port", g.ask("GET", "/", "", withCookie(&other)), http.StatusUnauthorized)
	// The memory holds no secret as it stands in the cookie.
	for sum := range g.guard.sessions.known {
		if strings.Contains(g.cookie.Value, string(sum[:])) {
			t.Error("the secret itself is kept")
		}
	}
}

func TestSecretsDiffer(t *testing.T) {
	seen := map[string]bool{}
	s := newSessions(time.Now, iotest.ErrReader(errors.New("no randomness"))) // then the system's is used
	for range 100 {
		one := s.secret()
		if len(one) != 43 || seen[one] {
			t.Fatalf("secret %q: 43 characters, each time others, wanted", one)
		}
		seen[one] = true
	}
}

// TestSecretsComeFromTheGivenSource: all 32 bytes of it.
func TestSecretsComeFromTheGivenSource(t *testing.T) {
	s := newSessions(time.Now, strings.NewReader(strings.Repeat("\x00", 31)+"\x01"+strings.Repeat("\xff", 32)))
	if one, two := s.secret(), s.secret(); one != strings.Repeat("A", 42)+"E" || two != strings.Repeat("_", 42)+"8" {
		t.Errorf("%q, %q", one, two)
	}
}

// TestSessionsModel: whatever the order of starting, asking and waiting, a
// cookie is good exactly when it was used within the working day; a token
// exactly when it is unused, no older than its life and among the last made.
func TestSessionsModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
		s := newSessions(func() time.Time { return now }, rand.Reader)
		type made struct {
			secret string
			at     time.Time
		}
		var tokens, cookies []made
		ask := func(c string) *session {
			r := httptest.NewRequest("GET", "/", nil)
			r.Host = ownHost
			r.AddCookie(&http.Cookie{Name: "meerzicht-7330", Value: c})
			return s.of(r, true)
		}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				if tokens = append(tokens, made{s.newStart(), now}); len(tokens) > startLimit {
					tokens = tokens[1:]
				}
			case 1:
				if len(tokens) == 0 {
					continue
				}
				i := rapid.IntRange(0, len(tokens)-1).Draw(t, "token")
				if got, want := s.redeem(tokens[i].secret), now.Sub(tokens[i].at) < startLife; got != want {
					t.Fatalf("token of %v ago: %v, want %v", now.Sub(tokens[i].at), got, want)
				}
				if s.redeem(tokens[i].secret) {
					t.Fatal("token used twice")
				}
				tokens = append(tokens[:i:i], tokens[i+1:]...)
				cookies = append(cookies, made{s.begin(nil), now})
			case 2:
				now = now.Add(time.Duration(rapid.Int64Range(0, int64(sessionIdle)).Draw(t, "wait")))
			case 3:
				for i, c := range cookies {
					lasts := now.Sub(c.at) < sessionIdle
					if got := ask(c.secret) != nil; got != lasts {
						t.Fatalf("cookie idle for %v: %v, want %v", now.Sub(c.at), got, lasts)
					}
					if lasts {
						cookies[i].at = now
					}
				}
			}
		}
	})
}
