package workbench

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// TestRefusalForWhom: who looks at the answer gets a page, a script gets JSON.
func TestRefusalForWhom(t *testing.T) {
	g := newGate(t)
	g.fails = errors.New("x")
	html, json := "text/html; charset=utf-8", "application/json; charset=utf-8"
	for _, one := range []struct {
		method, mode, accept, want string
	}{
		{"GET", "navigate", "text/html,*/*", html},
		{"HEAD", "navigate", "", html},
		{"GET", "cors", "*/*", json},
		{"GET", "cors", "text/html", json},
		{"GET", "", "text/html,application/xhtml+xml", html},
		{"GET", "", "text/event-stream", json},
		{"GET", "", "", json},
		{"POST", "navigate", "text/html", json},
	} {
		w := g.ask(one.method, "/fails", "", header("Sec-Fetch-Mode", one.mode), header("Accept", one.accept), func(r *http.Request) {
			if one.mode == "" {
				r.Header.Del("Sec-Fetch-Mode")
			}
		})
		if got := w.Header().Get("Content-Type"); got != one.want {
			t.Errorf("%+v: %q", one, got)
		}
	}
}

// TestRefusalPage is whole, has a way back, and runs nothing that was put in it.
func TestRefusalPage(t *testing.T) {
	g := newGate(t)
	g.fails = refused(404, instruments.Text{NL: "geen <script>alert(1)</script>", EN: "no"}, instruments.Text{NL: `" onload="x`, EN: "y"})
	w := g.ask("GET", "/fails", "", header("Sec-Fetch-Mode", "navigate"))
	body := w.Body.String()
	for _, want := range []string{
		"<!doctype html>", `<html lang="nl">`, "<title>", "<main>", "<h1>Dit ging niet</h1>", "<p>Geen &lt;script&gt;alert(1)&lt;/script&gt;.</p>",
		`<a href="/">Naar het begin van de werkbank</a>`, "Verwijzing: ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %s", want, body)
		}
	}
	for _, no := range []string{"<script", "style=", ` onload="`, "http://", "https://"} {
		if strings.Contains(body, no) {
			t.Errorf("%q in %s", no, body)
		}
	}
	if strings.Contains(body, `lang="en"`) {
		t.Error("someone with a session is spoken to in two languages")
	}
}

func TestPreferredLang(t *testing.T) {
	for header, want := range map[string]instruments.Lang{
		"":                              "other",
		"en":                            instruments.English,
		"nl-NL,nl;q=0.9,en;q=0.8":       instruments.Dutch,
		"en-US,en;q=0.9,nl;q=0.8":       instruments.English,
		"de,fr;q=0.9":                   "other",
		"de, EN-gb;q=0.3, nl;q=0.2":     instruments.English,
		"en;q=0.2, nl;q=0.9":            instruments.Dutch,
		"en;q=0, nl;q=0.001":            instruments.Dutch,
		"en;q=0":                        "other",
		"en;q=7, nl;q=NaN":              "other",
		"en;level=1":                    "en",
		"english, nederlands":           "other",
		strings.Repeat("x,", 40) + "en": "other", // only so many are looked at
	} {
		if got := preferredLang(header, "other"); got != want && !(header == "en;level=1" && got == "en") {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

func TestForPage(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "",
		"wel/niet, en/of":                  "wel/niet, en/of",
		"Contact / Gesprek":                "Contact / Gesprek",
		"ga naar /documents":               "ga naar /documents",
		"open /srv/geheim/a.mz: mislukt":   "open a.mz: mislukt",
		"(/srv/geheim/a.mz)":               "(a.mz)",
		`D:\data\a b.mz`:                   "a b.mz",
		`\\server\share\a.mz`:              "a.mz",
		"map/lijst.xlsx, rij 4":            "map/lijst.xlsx, rij 4",
		"\x1b[31mrood\u202e":               "·[31mrood·",
		"code ‘/srv/geheim/x’ en /a/b/c/d": "code ‘x’ en d",
	} {
		if got := forPage(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{"": "", "élan": "Élan.", "klaar.": "Klaar.", "‘x’ is weg": "‘x’ is weg."} {
		if got := sentence(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
