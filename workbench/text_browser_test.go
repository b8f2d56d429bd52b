package workbench

import "testing"

// A person selects words with the mouse, clicks a code, sees it, and takes it
// back.
func TestCodingWithTheMouse(t *testing.T) {
	d := newDesk(t)
	before := len(d.codings("R01"))
	b := d.browser(1300, 900)
	b.goTo("/documents/R01")
	evaluate[bool](b, `(() => { const w = document.querySelectorAll(".words")[1], r = document.createRange(); r.selectNodeContents(w); getSelection().removeAllRanges(); getSelection().addRange(r); return true })()`)
	b.click(`[data-code="act.A01"]`)
	b.wait(`document.querySelector("#status").textContent.includes("A01")`)
	if n := len(d.codings("R01")); n != before+1 {
		t.Errorf("%d codings, want %d", n, before+1)
	}
	b.wait(`document.querySelectorAll(".words")[1].querySelector(".coded")`)
	b.picture("text")
	b.click("#undo")
	b.wait(`document.querySelector("#status").textContent.includes("Ongedaan")`)
	if n := len(d.codings("R01")); n != before {
		t.Errorf("after undo %d codings, want %d", n, before)
	}
	b.accessible("text")
}
