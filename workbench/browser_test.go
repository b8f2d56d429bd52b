package workbench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// chromium finds the browser. Without it the test is skipped, but fails where CI
// or MEERZICHT_BROWSER=required asks for it.
func chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_BROWSER") == "required" {
		t.Fatal("chromium is needed here")
	}
	t.Skip("chromium is not installed")
	return ""
}

// tab is a browser tab in which a test works as a person would: with keys and
// the mouse. What the page complains about makes the test fail at its end.
type tab struct {
	*desk
	ctx context.Context
	mu  sync.Mutex
	bad []string
}

// theBrowser is the browser of all tests, since starting one takes longer than
// most tests. Each test has a context of its own in it, like a private window:
// cookies and storage are not shared.
var theBrowser struct {
	sync.Mutex
	ctx  context.Context
	stop func()
}

// sharedBrowser is the browser of all tests, started when it does not run.
func sharedBrowser(t testing.TB) context.Context {
	t.Helper()
	theBrowser.Lock()
	defer theBrowser.Unlock()
	if theBrowser.ctx != nil && theBrowser.ctx.Err() == nil {
		return theBrowser.ctx
	}
	profile, err := os.MkdirTemp("", "meerzicht-browser")
	if err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.UserDataDir(profile), chromedp.WindowSize(1300, 900))
	for _, flag := range []string{"disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"} {
		opts = append(opts, chromedp.Flag(flag, true))
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	theBrowser.ctx, theBrowser.stop = ctx, func() { cancel(); stop(); os.RemoveAll(profile) }
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	return ctx
}

// stopBrowser ends the browser of all tests.
func stopBrowser() {
	theBrowser.Lock()
	defer theBrowser.Unlock()
	if theBrowser.stop != nil {
		theBrowser.stop()
	}
}

// browser opens the workbench in a window of that size.
func (d *desk) browser(width, height int) *tab {
	d.t.Helper()
	if testing.Short() {
		d.t.Skip("no browser in a short run")
	}
	ctx, cancel := chromedp.NewContext(sharedBrowser(d.t), chromedp.WithNewBrowserContext())
	ctx, timeout := context.WithTimeout(ctx, 6*time.Minute)
	d.t.Cleanup(func() { timeout(); cancel() })
	if err := chromedp.Do(ctx, windowSize(width, height)); err != nil {
		d.t.Fatalf("open a window: %v", err)
	}
	return d.start(ctx)
}

// windowSize makes the window of a tab that large, its frame included.
func windowSize(width, height int) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		at, err := chromedp.Call(ctx, browser.GetWindowForTarget, browser.GetWindowForTargetParams{})
		if err != nil {
			return err
		}
		_, err = chromedp.Call(ctx, browser.SetWindowBounds, browser.SetWindowBoundsParams{
			WindowID: at.WindowID, Bounds: &browser.Bounds{Width: int64(width), Height: int64(height)},
		})
		return err
	})
}

// again opens one more tab in the same browser and session.
func (b *tab) again() *tab {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	b.t.Cleanup(cancel)
	return b.watched(ctx)
}

// start opens the workbench with a start token of its own.
func (d *desk) start(ctx context.Context) *tab {
	d.t.Helper()
	b := d.watched(ctx)
	b.goTo(d.server.StartURL())
	return b
}

// watched is a tab whose complaints are collected.
func (d *desk) watched(ctx context.Context) *tab {
	d.t.Helper()
	b := &tab{desk: d, ctx: ctx}
	complain := func(s string) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.bad = append(b.bad, s)
	}
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))`,
		})
		if err == nil {
			_, err = chromedp.Call(ctx, log.Enable, cdp.Empty{})
		}
		return err
	}))
	if err == nil {
		err = chromedp.Listen(ctx, func(ev any) {
			switch ev := ev.(type) {
			case *runtime.EventConsoleAPICalled:
				for _, a := range ev.Args {
					complain(string(a.Value))
				}
			case *runtime.EventExceptionThrown:
				complain(ev.ExceptionDetails.Text + " " + ev.ExceptionDetails.Exception.Description)
			case *page.EventJavascriptDialogOpening:
				complain("dialog: " + ev.Message)
			}
		})
	}
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, s := range b.bad {
			d.t.Errorf("the page complains: %s", s)
		}
	})
	return b
}

// goTo opens an address, whole or a path, and waits until its script runs.
func (b *tab) goTo(address string) {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.base + address
	}
	if err := chromedp.Do(b.ctx, chromedp.Navigate(address)); err != nil {
		b.t.Fatalf("open %s: %v", address, err)
	}
	b.wait(`document.documentElement.hasAttribute("data-ready")`)
}

// press presses keys one after the other, named as the page names them: "c",
// "Shift+z", "Ctrl+ArrowRight", "Enter".
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		parts := strings.Split(k, "+")
		name := parts[len(parts)-1]
		if strings.HasSuffix(k, "+") {
			name, parts = "+", strings.Split(strings.TrimSuffix(k, "+"), "+")
		}
		var opts []chromedp.KeyOption
		for _, m := range parts[:len(parts)-1] {
			opts = append(opts, chromedp.KeyModifiers(map[string]chromedp.Modifier{
				"Shift": chromedp.ModifierShift, "Ctrl": chromedp.ModifierCtrl, "Alt": chromedp.ModifierAlt,
			}[m]))
		}
		if special := (map[string]string{
			"ArrowDown": kb.ArrowDown, "ArrowUp": kb.ArrowUp, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight, "Enter": kb.Enter, "Escape": kb.Escape,
			"Tab": kb.Tab, "Backspace": kb.Backspace, "Delete": kb.Delete, "Home": kb.Home, "End": kb.End, "PageDown": kb.PageDown, "PageUp": kb.PageUp, "F6": kb.F6, "F2": kb.F2, "F10": kb.F10, "Insert": kb.Insert, "Space": " ",
		})[name]; special != "" {
			name = special
		}
		if err := chromedp.Do(b.ctx, keyEvent(name, opts)); err != nil {
			b.t.Fatalf("press %s: %v", k, err)
		}
	}
}

// keyEvent is one press of a key. The press and its letter go together, as from
// a keyboard: sent apart, the letter would still arrive when the page has used
// the press to open a field.
func keyEvent(name string, opts []chromedp.KeyOption) chromedp.Action[chromedp.Void] {
	r := []rune(name)
	if k, ok := kb.Keys[r[0]]; len(r) != 1 || !ok || !k.Print || k.Text == "" {
		return chromedp.KeyEvent(name, opts...)
	}
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		down := *kb.Encode(r[0])[0]
		for _, o := range opts {
			o(&down)
		}
		if down.Modifiers&int64(chromedp.ModifierCtrl|chromedp.ModifierAlt) == 0 {
			down.Text = kb.Keys[r[0]].Text
		}
		if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, down); err != nil {
			return err
		}
		up := down
		up.Type, up.Text = kb.KeyUp, ""
		_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, up)
		return err
	})
}

// write types text where the focus is.
func (b *tab) write(text string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.KeyEvent(text)); err != nil {
		b.t.Fatalf("write: %v", err)
	}
}

// click clicks the middle of what a selector picks, with the mouse.
func (b *tab) click(selector string) {
	b.t.Helper()
	at := evaluate[[2]float64](b, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })()`, selector))
	if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1])); err != nil {
		b.t.Fatalf("click %s: %v", selector, err)
	}
}

// evaluate is the value of an expression in the page.
func evaluate[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// text is the text of what a selector picks; "" when nothing does.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return evaluate[string](b, fmt.Sprintf(`document.querySelector(%q)?.textContent.trim() ?? ""`, selector))
}

// wait waits until an expression is true.
func (b *tab) wait(expression string) {
	b.t.Helper()
	end := time.Now().Add(15 * time.Second)
	for {
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if err == nil && v {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("not within 15 s: %s (%v)\nstatus: %s\nproblem: %s", expression, err, b.text("#status"), b.text("#problem"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// accessible runs axe-core on the page as it is now.
func (b *tab) accessible(name string) {
	b.t.Helper()
	axe, err := os.ReadFile(filepath.Join("..", "report", "testdata", "axe.min.js"))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void](string(axe))); err != nil {
		b.t.Fatal(err)
	}
	found := evaluate[[]string](b, `axe.run(document).then(r => r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 300) + ' ' + n.failureSummary).join(' | ')))`)
	for _, f := range found {
		b.t.Errorf("axe (%s): %s", name, f)
	}
}

// picture keeps a screenshot when MEERZICHT_PICTURES names a folder.
func (b *tab) picture(name string) {
	b.t.Helper()
	dir := os.Getenv("MEERZICHT_PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
