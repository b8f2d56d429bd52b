package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"meerzicht/instruments"
)

// program finds a program that a test drives. Without it the test is skipped,
// but fails where CI or MEERZICHT_BROWSER=required asks for it.
func program(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" || os.Getenv("MEERZICHT_BROWSER") == "required" {
		t.Fatalf("%v is needed here", names)
	}
	t.Skipf("none of %v is installed", names)
	return ""
}

// browser starts headless Chromium with a profile of its own.
func browser(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program(t, "chromium", "chromium-browser", "google-chrome")),
		chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(1000, 1400))
	for _, flag := range []string{"disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"} {
		opts = append(opts, chromedp.Flag(flag, true))
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	ctx, timeout := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(func() { timeout(); cancel(); stop() })
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// watch collects what a page asks for and complains about.
type watch struct {
	mu         sync.Mutex
	requests   []string
	complaints []string
}

func watching(t *testing.T, ctx context.Context) *watch {
	t.Helper()
	w := &watch{}
	err := chromedp.Listen(ctx, func(ev any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			w.requests = append(w.requests, ev.Request.URL)
		case *log.EventEntryAdded:
			w.complaints = append(w.complaints, ev.Entry.Text)
		case *runtime.EventConsoleAPICalled:
			for _, a := range ev.Args {
				w.complaints = append(w.complaints, string(a.Value))
			}
		case *runtime.EventExceptionThrown:
			w.complaints = append(w.complaints, ev.ExceptionDetails.Text)
		case *page.EventJavascriptDialogOpening:
			w.complaints = append(w.complaints, "dialog: "+ev.Message)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// onDisk writes a report to a folder of the test and gives its file address.
func onDisk(t *testing.T, r *Report) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rapport.html")
	if err := AtomicWrite(path, r.HTML); err != nil {
		t.Fatal(err)
	}
	return "file://" + path
}

const collectViolations = `window.cspViolations = [];
document.addEventListener('securitypolicyviolation', e => cspViolations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))`

// visit opens an address and fails on any policy violation, script error, or
// request for anything else.
func visit(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	part, done := context.WithCancel(ctx)
	defer done()
	w := watching(t, part)
	enable := chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: collectViolations})
		if err == nil {
			_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
		}
		if err == nil {
			_, err = chromedp.Call(ctx, log.Enable, cdp.Empty{})
		}
		return err
	})
	if err := chromedp.Do(part, enable, chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS("html[data-charts=drawn]"))); err != nil {
		t.Fatalf("open: %v", err)
	}
	seen, err := chromedp.Run(part, chromedp.Evaluate[[]string](`window.cspViolations`))
	if err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(seen) > 0 {
		t.Errorf("policy violations: %q", seen)
	}
	for _, r := range w.requests {
		if r != address {
			t.Errorf("request for %s", r)
		}
	}
	for _, c := range w.complaints {
		t.Errorf("the browser says: %s", c)
	}
}

// drawn checks that every chart of the page has shapes in it.
func drawn(t *testing.T, ctx context.Context, want int) {
	t.Helper()
	shapes, err := chromedp.Run(ctx, chromedp.Evaluate[[]int](`[...document.querySelectorAll('.chart')].map(c => c.querySelectorAll('svg path').length)`))
	if err != nil {
		t.Fatal(err)
	}
	if len(shapes) != want {
		t.Errorf("%d charts, want %d", len(shapes), want)
	}
	for i, n := range shapes {
		if n < 2 {
			t.Errorf("chart %d has %d shapes", i, n)
		}
	}
}

// media sets the medium and the colour scheme that the browser asks for.
func media(t *testing.T, ctx context.Context, medium, scheme string) {
	t.Helper()
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
}

// accessible runs axe-core on the page in one colour scheme.
func accessible(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	media(t, ctx, "", name)
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](string(axe))); err != nil {
		t.Fatal(err)
	}
	result, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary).join(' | '))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	if err := json.Unmarshal([]byte(result), &found); err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("axe (%s): %s", name, f)
	}
}

func TestBrowserHandmade(t *testing.T) {
	ctx := browser(t)
	for _, lang := range []instruments.Lang{nl, en} {
		visit(t, ctx, onDisk(t, handmadeReport(lang)))
		drawn(t, ctx, 5)
		accessible(t, ctx, "light")
		accessible(t, ctx, "dark")
		prints(t, ctx)
		narrow(t, ctx)
	}
}

// prints makes a PDF of the page, on which every chart has a height.
func prints(t *testing.T, ctx context.Context) {
	t.Helper()
	media(t, ctx, "print", "light")
	heights, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](`[...document.querySelectorAll('.chart svg')].map(s => Math.min(s.getBoundingClientRect().height, s.closest('.chart').getBoundingClientRect().height))`))
	media(t, ctx, "", "light")
	if err != nil {
		t.Fatal(err)
	}
	for i, h := range heights {
		if h < 40 {
			t.Errorf("chart %d is %g pixels high in print", i, h)
		}
	}
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	if err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Fatalf("no PDF: %v", err)
	}
	picture(t, "pdf", pdf)
}

// picture keeps what a person should look at, in the folder that
// MEERZICHT_PICTURES names.
func picture(t *testing.T, kind string, data []byte) {
	t.Helper()
	if dir := os.Getenv("MEERZICHT_PICTURES"); dir != "" {
		name := strings.NewReplacer("/", "-", "#", "-").Replace(t.Name()) + "." + kind
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Error(err)
		}
	}
}

// looks takes a picture of the whole page in one colour scheme.
func looks(t *testing.T, ctx context.Context, scheme string) {
	t.Helper()
	if os.Getenv("MEERZICHT_PICTURES") == "" {
		return
	}
	media(t, ctx, "", scheme)
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	picture(t, scheme+".png", png)
}

// narrow checks that nothing of the page is wider than a screen of 320 pixels:
// only tables may scroll, each in its own box.
func narrow(t *testing.T, ctx context.Context) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(320, 640), chromedp.Sleep(200*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	width, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	if err == nil {
		err = chromedp.Do(ctx, chromedp.EmulateViewport(1000, 1400))
	}
	if err != nil {
		t.Fatal(err)
	}
	if width > 320 {
		t.Errorf("the page is %d pixels wide on a screen of 320", width)
	}
}

// The files that come from elsewhere are those that their ORIGIN names.
func TestOrigins(t *testing.T) {
	for _, file := range []string{"assets/echarts.slim.js", "testdata/axe.min.js"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		origin, err := os.ReadFile(filepath.Join(filepath.Dir(file), "ORIGIN"))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		if !strings.Contains(string(origin), hex.EncodeToString(sum[:])) {
			t.Errorf("%s is not the file that its ORIGIN names", file)
		}
	}
}
