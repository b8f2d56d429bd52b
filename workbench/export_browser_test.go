package workbench

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// downloads lets the browser save files, and gives the folder where they come.
func (b *tab) downloads() string {
	b.t.Helper()
	dir := b.t.TempDir()
	err := chromedp.Do(b.ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID, DownloadPath: dir,
		})
		return err
	}))
	if err != nil {
		b.t.Fatal(err)
	}
	return dir
}

// saved waits for a file that the browser saves.
func (b *tab) saved(dir, pattern string) []byte {
	b.t.Helper()
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		names, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, name := range names {
			if data, err := os.ReadFile(name); err == nil && len(data) > 0 {
				return data
			}
		}
	}
	b.t.Fatalf("no file %s was saved", pattern)
	return nil
}

// The form is chosen by keys; what is lost stands there before anything is saved,
// and the file comes with its name and can be broken off.
func TestExportInTheBrowser(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 800)
	dir := b.downloads()
	b.goTo("/export")
	b.wait(`document.querySelector("#export-now h3")?.textContent.startsWith("Wat er niet heel in past")`)
	b.picture("export-project")
	evaluate[bool](b, `(document.querySelector("#form-qdpx").focus(), true)`)
	b.press("ArrowDown") // the codebook
	b.wait(`document.querySelector("#form-qdc").checked && document.querySelector("#export-save")?.dataset.name.endsWith(".qdc")`)
	if evaluate[string](b, `document.activeElement.id`) != "form-qdc" || !strings.Contains(evaluate[string](b, `location.search`), "form=qdc") {
		t.Error("the choice lost the focus, or is not in the address")
	}
	evaluate[bool](b, `(document.querySelector("#export-save").focus(), true)`)
	b.press("Enter")
	b.wait(`document.querySelector("#status").textContent.includes("Opgeslagen als")`)
	if got := b.saved(dir, "*.qdc"); !strings.Contains(string(got), "CodeBook") {
		t.Errorf("saved: %.200s", got)
	}
	// An archive takes a while: it can be broken off.
	b.goTo("/export?form=zip")
	b.wait(`document.querySelector("#export-save")`)
	evaluate[bool](b, `(document.querySelector("#export-save").focus(), true)`)
	b.press("Enter")
	b.wait(`!document.querySelector("#export-stop").hidden`)
	b.press("Enter") // the button to stop has the focus
	b.wait(`document.querySelector("#status").textContent.includes("Afgebroken") && document.querySelector("#export-stop").hidden`)
	if some, _ := filepath.Glob(filepath.Join(dir, "*.zip*")); len(some) > 0 {
		t.Errorf("saved: %v", some)
	}
	b.narrow(320, 700)
	b.goTo("/export?form=xlsx")
	b.wait(`document.querySelector("#export-save")`)
	if evaluate[bool](b, `document.documentElement.scrollWidth > document.documentElement.clientWidth`) {
		t.Error("the page is wider than a narrow window")
	}
	b.picture("export-narrow")
	b.wideAgain()
	b.everyLook("/export?form=qdpx", "export")
}
