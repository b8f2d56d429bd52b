package workbench

import "testing"

// On a screen of 320 px no page of records is wider than the screen; only
// tables scroll, in a region of their own.
func TestRecordsOnANarrowScreen(t *testing.T) {
	d := newDesk(t)
	b := d.browser(320, 700)
	for _, address := range []string{"/documents", "/documents/R01/about", "/people", "/people/R01", "/trajectories/T01", "/memos", "/import", "/history"} {
		b.goTo(address)
		if w := evaluate[int](b, `document.documentElement.scrollWidth - innerWidth`); w > 0 {
			t.Errorf("%s is %d px wider than the screen of %d px", address, w, evaluate[int](b, "innerWidth"))
		}
	}
	b.goTo("/documents")
	b.picture("documents-320")
}
