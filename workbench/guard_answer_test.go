package workbench

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// wantedHeaders are those of the design, written out a second time.
func wantedHeaders() map[string]string {
	return map[string]string{
		"Content-Security-Policy":      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cache-Control":                "no-store",
	}
}

// TestGuardHeaders: on pages, answers to commands, redirects and every refusal.
func TestGuardHeaders(t *testing.T) {
	g := newGate(t)
	g.fails = http.ErrBodyNotAllowed
	for name, one := range map[string]struct {
		status int
		*httptest.ResponseRecorder
	}{
		"page":           {200, g.ask("GET", "/", "")},
		"command":        {200, g.post()},
		"empty answer":   {200, g.ask("HEAD", "/", "")},
		"host":           {421, g.ask("GET", "/", "", host("evil.example"))},
		"method":         {405, g.ask("OPTIONS", "/", "")},
		"origin":         {403, g.post(header("Origin", "null"))},
		"session":        {401, g.ask("GET", "/", "", header("Cookie"))},
		"start":          {303, g.ask("GET", startPath+"?token="+g.guard.newStart(), "", header("Cookie"))},
		"start twice":    {403, g.ask("GET", startPath+"?token=x", "", header("Cookie"))},
		"not found":      {404, g.ask("GET", "/nothing", "")},
		"redirect":       {307, g.ask("GET", "/tree", "")},
		"fault":          {500, g.ask("GET", "/fails", "")},
		"panic":          {500, g.ask("GET", "/panics", "")},
		"undone headers": {200, g.ask("GET", "/undone-headers", "")},
		"asset missing":  {404, g.ask("GET", "/assets/old/x.js", "")},
	} {
		w := one.ResponseRecorder
		if w.Code != one.status {
			t.Errorf("%s: status %d, want %d", name, w.Code, one.status)
		}
		for header, want := range wantedHeaders() {
			if got := w.Header().Values(header); len(got) != 1 || got[0] != want {
				t.Errorf("%s (%d): %s is %q, want %q", name, w.Code, header, got, want)
			}
		}
		if w.Header().Get("Permissions-Policy") == "" {
			t.Errorf("%s: no Permissions-Policy", name)
		}
	}
}

// TestGuardKeepsAssets: only a good answer at an address that changes with the
// content may be kept, and by this browser alone.
func TestGuardKeepsAssets(t *testing.T) {
	g := newGate(t)
	if got := g.ask("GET", "/assets/abc/x.js", "").Header().Get("Cache-Control"); got != "private, max-age=31536000, immutable" {
		t.Errorf("asset: %q", got)
	}
	if got := g.ask("GET", "/assets/abc/x.js", "", header("Cookie")).Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("asset without session: %q", got)
	}
}

func TestAnswerIsAFlusher(t *testing.T) {
	rec := httptest.NewRecorder()
	var w http.ResponseWriter = &answer{ResponseWriter: rec}
	w.(http.Flusher).Flush()
	if !rec.Flushed || rec.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Error("flushed without headers, or not at all")
	}
	if w.(interface{ Unwrap() http.ResponseWriter }).Unwrap() != rec {
		t.Error("ResponseController does not reach the connection")
	}
}
