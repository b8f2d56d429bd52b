package workbench

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestStartInABrowser: the address of the terminal, followed by a client with a
// cookie jar: the page comes, and its address holds no token.
func TestStartInABrowser(t *testing.T) {
	g := newGate(t)
	addr := g.listen(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	visit := func(c *http.Client, target string) (*http.Response, string) {
		res, err := c.Get("http://" + addr + target)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, string(body)
	}
	start := startPath + "?token=" + g.guard.newStart()
	res, body := visit(browser, start)
	if res.StatusCode != 200 || body != "page" || res.Request.URL.String() != "http://"+addr+"/" {
		t.Errorf("start: %s %q at %s", res.Status, body, res.Request.URL)
	}
	if res, body := visit(browser, "/documents/d1"); res.StatusCode != 200 || body != "page" {
		t.Errorf("next page: %s %q", res.Status, body)
	}
	if res, _ := visit(browser, start); res.StatusCode != 200 || res.Request.URL.RawQuery != "" {
		t.Errorf("the address once more in the same browser: %s at %s", res.Status, res.Request.URL)
	}
	if res, _ := visit(&http.Client{}, start); res.StatusCode != http.StatusForbidden || len(res.Cookies()) > 0 {
		t.Errorf("the address in another browser: %s", res.Status)
	}
	_, port, _ := strings.Cut(addr, ":")
	if cookies := jar.Cookies(&url.URL{Scheme: "http", Host: addr, Path: "/"}); len(cookies) != 1 || cookies[0].Name != "meerzicht-"+port {
		t.Errorf("cookies: %v", cookies)
	}
}

func TestStartCookie(t *testing.T) {
	g := newGate(t)
	w := g.ask("GET", startPath+"?token="+g.guard.newStart(), "", header("Cookie"), header("Sec-Fetch-Site", "none"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	c := w.Result().Cookies()[0]
	if want := "meerzicht-7330=" + c.Value + "; Path=/; HttpOnly; SameSite=Strict"; w.Header().Get("Set-Cookie") != want {
		t.Errorf("%q, want %q", w.Header().Get("Set-Cookie"), want)
	}
	if len(c.Value) != 43 {
		t.Errorf("secret of %d characters, want 43", len(c.Value))
	}
}

// TestStartTokenOnce, in time, and whole.
func TestStartTokenOnce(t *testing.T) {
	g := newGate(t)
	try := func(query string) int {
		return g.ask("GET", startPath+query, "", header("Cookie"), header("Sec-Fetch-Site", "none")).Code
	}
	token := g.guard.newStart()
	for _, wrong := range []string{
		"", "?token=", "?token=" + token[:42], "?token=" + token + "A", "?token=" + strings.ToLower(token) + "x", "?Token=" + token,
		"?token=x&token=" + token, "?token=" + token + "&token=" + token, "?token=" + token + ";x", "?token=" + token + "&%zz",
	} {
		if got := try(wrong); got != http.StatusForbidden {
			t.Errorf("%q: %d", wrong, got)
		}
	}
	if got := try("?token=" + token); got != http.StatusSeeOther {
		t.Errorf("the token after wrong ones: %d", got)
	}
	if got := try("?token=" + token); got != http.StatusForbidden {
		t.Errorf("the token twice: %d", got)
	}
	old := g.guard.newStart()
	g.later(startLife)
	if got := try("?token=" + old); got != http.StatusForbidden {
		t.Errorf("the token after ten minutes: %d", got)
	}
	first, second := g.guard.newStart(), g.guard.newStart()
	g.later(startLife - time.Second)
	if try("?token="+second) != http.StatusSeeOther || try("?token="+first) != http.StatusSeeOther {
		t.Error("asking for another token spoils the first")
	}
}

// TestStartTokensAreFew: asking again and again does not pile them up.
func TestStartTokensAreFew(t *testing.T) {
	g := newGate(t)
	first := g.guard.newStart()
	for range startLimit {
		g.guard.newStart()
	}
	if len(g.guard.sessions.starts) != startLimit || g.guard.sessions.redeem(first) {
		t.Errorf("%d tokens wait", len(g.guard.sessions.starts))
	}
}

// TestStartIsNotUsedUpByOthers: what a browser fetches ahead, asks the head of,
// or is sent to by another site leaves the token good.
func TestStartIsNotUsedUpByOthers(t *testing.T) {
	g := newGate(t)
	target := startPath + "?token=" + g.guard.newStart()
	for name, change := range map[string]func(*http.Request){
		"prefetch":     header("Sec-Purpose", "prefetch"),
		"prerender":    header("Sec-Purpose", "prefetch;prerender"),
		"old prefetch": header("Purpose", "prefetch"),
		"HEAD":         func(r *http.Request) { r.Method = "HEAD" },
		"other site":   header("Sec-Fetch-Site", "cross-site"),
		"other name":   host("evil.example"),
	} {
		if w := g.ask("GET", target, "", header("Cookie"), change); w.Code < 400 || len(w.Result().Cookies()) > 0 {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if w := g.ask("GET", target, "", header("Cookie"), header("Sec-Fetch-Site", "none")); w.Code != http.StatusSeeOther {
		t.Errorf("then the user: %d", w.Code)
	}
}

// TestStartPage tells in both languages what to do, whatever the browser speaks.
func TestStartPage(t *testing.T) {
	g := newGate(t)
	navigation := []func(*http.Request){header("Cookie"), header("Sec-Fetch-Site", "none"), header("Sec-Fetch-Mode", "navigate")}
	for _, target := range []string{"/", startPath + "?token=" + strings.Repeat("a", 43)} {
		for lang, first := range map[string]string{"nl": `<html lang="nl">`, "en-GB,en;q=0.9": `<html lang="en">`, "": `<html lang="nl">`} {
			w := g.ask("GET", target, "", append(navigation, header("Accept-Language", lang))...)
			for _, want := range []string{first, "open het adres dat in de terminal staat", "open the address printed in the terminal", "meerzicht serve", `<section lang="nl">`, `<section lang="en">`} {
				if !strings.Contains(strings.ToLower(w.Body.String()), want) {
					t.Errorf("%s %q: no %q in %s", target, lang, want, w.Body)
				}
			}
			if strings.Contains(w.Body.String(), "aaaa") {
				t.Errorf("the token is repeated in the page")
			}
		}
	}
}
