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
	for name, w := range map[string]*httptest.ResponseRecorder{
		"page":           g.ask("GET", "/", ""),
		"command":        g.post(),
		"empty answer":   g.ask("HEAD", "/", ""),
		"host":           g.ask("GET", "/", "", host("evil.example")),
		"method":         g.ask("OPTIONS", "/", ""),
		"origin":         g.post(header("Origin", "null")),
		"session":        g.ask("GET", "/", "", header("Cookie")),
		"start":          g.ask("GET", startPath+"?token="+g.guard.newStart(), ""),
		"start twice":    g.ask("GET", startPath+"?token=x", "", header("Cookie")),
		"not found":      g.ask("GET", "/nothing", ""),
		"redirect":       g.ask("GET", "/tree", ""),
		"fault":          g.ask("GET", "/fails", ""),
		"panic":          g.ask("GET", "/panics", ""),
		"undone headers": g.ask("GET", "/undone-headers", ""),
		"asset missing":  g.ask("GET", "/assets/old/x.js", ""),
	} {
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
