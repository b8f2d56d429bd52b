package workbench

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// otherPort is a page of another program on this machine, which shares our
// cookies and counts as the same site; its link leads to us.
func otherPort(t *testing.T, ours string) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>other</title><a href="http://%s/">in</a>`, ours)
	})}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close() })
	return l.Addr().String()
}

// guardBrowser is a tab that runs a script body and returns what it returns.
func guardBrowser(t *testing.T) (goTo func(string), run func(string) string) {
	t.Helper()
	profile, err := os.MkdirTemp("", "meerzicht-guard")
	if err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.UserDataDir(profile))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	ctx, timeout := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(func() { timeout(); cancel(); stop(); os.RemoveAll(profile) })
	goTo = func(address string) {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
			t.Fatal(err)
		}
	}
	return goTo, func(body string) string {
		t.Helper()
		out, err := chromedp.Run(ctx, chromedp.Evaluate[string]("(async () => { try { "+body+" } catch (e) { return e.name } })()", chromedp.EvalAwaitPromise))
		if err != nil {
			return err.Error() // such as while the page goes elsewhere
		}
		return out
	}
}

// TestGuardInABrowser: what a browser sends of itself is what the guard counts
// on, of our own page and of another.
func TestGuardInABrowser(t *testing.T) {
	g := newGate(t)
	ours := g.listen(t)
	other := otherPort(t, ours)
	goTo, run := guardBrowser(t)
	want := func(what, body, answer string, reached ...string) {
		t.Helper()
		g.reached()
		if got := run(body); got != answer {
			t.Errorf("%s: %q, want %q", what, got, answer)
		}
		if got := g.reached(); !slices.Equal(got, reached) {
			t.Errorf("%s: reached %q, want %q", what, got, reached)
		}
	}
	goTo("http://" + ours + startPath + "?token=" + g.guard.newStart())
	want("address after the start", `return location.href`, "http://"+ours+"/")
	want("cookie hidden from scripts", `return document.cookie`, "")
	const send = `{method: "POST", headers: {"Content-Type": "application/json", "X-Meerzicht": "1"}, body: '{"do":"x"}'`
	want("command", `return "" + (await fetch("/command", `+send+`})).status`, "200", "command x")
	want("command without our header", `return "" + (await fetch("/command", {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"})).status`, "403")
	want("part of a page", `return await (await fetch("/documents/d1")).text()`, "page", "GET /documents/d1")
	upload := `const f = new FormData(); f.append("file", new Blob(["x"]), "a.txt"); const r = await fetch("/import", {method: "POST", headers: {"X-Meerzicht": "1"}, body: f}); return "" + r.status`
	if got := run(upload); got != "200" {
		t.Errorf("upload: %s", got)
	}

	goTo("http://" + other + "/")
	want("command of another port", `await fetch("http://`+ours+`/command", `+send+`, credentials: "include"}); return "answered"`, "TypeError")
	want("blind command of another port", `const r = await fetch("http://`+ours+`/command", {method: "POST", mode: "no-cors", credentials: "include", body: '{"do":"x"}'}); return r.type`, "TypeError")
	want("page of another port, blind", `await fetch("http://`+ours+`/", {mode: "no-cors", credentials: "include"}); return "answered"`, "TypeError")
	element := func(tag, address string) string {
		return `return await new Promise(k => { const e = document.createElement("` + tag + `"); e.onload = () => k("loaded"); e.onerror = () => k("refused"); e.src = "http://` + ours + address + `"; document.body.append(e) })`
	}
	want("our script in another page", element("script", "/assets/abc/x.js"), "refused")
	run(`setTimeout(() => document.querySelector("a").click(), 0); return ""`)
	for end := time.Now().Add(10 * time.Second); !strings.HasPrefix(run(`return document.title`), "Meerzicht") && time.Now().Before(end); {
		time.Sleep(50 * time.Millisecond)
	}
	want("link of another port", `return document.querySelector("a").textContent`, "To the start of the workbench")
}
