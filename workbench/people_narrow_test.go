package workbench

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// On a screen of 320 px no page of records is wider than the screen; only
// tables scroll, in a region of their own.
func TestRecordsOnANarrowScreen(t *testing.T) {
	d := newDesk(t)
	b := d.browser(800, 700)
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(320, 700)); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/documents", "/documents/R01/about", "/people", "/people/R01", "/trajectories/T01", "/memos", "/import", "/history"} {
		b.goTo(address)
		if w := evaluate[int](b, `document.documentElement.scrollWidth - innerWidth`); w > 0 {
			t.Errorf("%s is %d px wider than the screen of %d px", address, w, evaluate[int](b, "innerWidth"))
		}
	}
	if w := evaluate[int](b, "innerWidth"); w != 320 {
		t.Errorf("the screen was %d px wide", w)
	}
	b.goTo("/documents")
	b.picture("documents-320")
}
