package workbench

import (
	"fmt"
	"testing"
)

// tall tells how far a page reaches beneath its window, and what does.
const tall = `(() => {
	const most = document.scrollingElement.scrollHeight;
	if (most <= innerHeight + 1) return "";
	const inside = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) if (getComputedStyle(p).overflowY !== "visible" && p.contains(e.offsetParent ?? e)) return true; return false; };
	const who = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().bottom > innerHeight + 1 && !inside(e)).slice(0, 3);
	return most + " px: " + who.map(e => e.tagName + "." + e.className + "#" + e.id).join(" ");
})()`

// On a wide screen the views with panes fill the window: the panes scroll, the
// page does not.
func TestPanesFillTheWindow(t *testing.T) {
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	d := newDesk(t)
	b := d.browser(1300, 850)
	for _, size := range [][2]int64{{1300, 850}, {1024, 700}, {1920, 1080}} {
		b.narrow(size[0], size[1])
		for _, address := range []string{"/documents/R01", "/", "/codebook", "/codebook?code=act.A01", "/lists/activities/R01", indicatorsHref("T12/V–toezichth.", "", "")} {
			b.goTo(address)
			b.wait(`!document.querySelector("#suggestions") || document.querySelector("#suggestions-count")`)
			if what := evaluate[string](b, tall); what != "" {
				t.Errorf("%s at %d×%d is %s", address, size[0], size[1], what)
			}
			if what := evaluate[string](b, wide); what != "" {
				t.Errorf("%s at %d×%d is %s", address, size[0], size[1], what)
			}
		}
		b.goTo(indicatorsHref("T12/V–toezichth.", "", ""))
		b.click("#override summary")
		b.wait(`(() => { const set = document.querySelector("#override-set").getBoundingClientRect(); return set.top > 0 && set.bottom < innerHeight })()`)
	}
}

// On a telephone the head leaves the text more than half of the screen, and all
// of it is still reached by keyboard.
func TestHeadOnANarrowScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	d := newDesk(t)
	b := d.browser(500, 700)
	b.narrow(320, 700)
	for _, lang := range []string{"nl", "en"} {
		b.look(lang, "light")
		b.goTo("/documents/R01")
		share := evaluate[float64](b, `(document.querySelector(".statusline").getBoundingClientRect().top - document.querySelector("#pane-text").getBoundingClientRect().top) / innerHeight`)
		if share < .55 {
			t.Errorf("%s: the text has %.0f %% of the height", lang, 100*share)
		}
		b.tabTo(".views li:last-child a")
		const seen = `(() => { const e = document.activeElement.getBoundingClientRect(); return e.left >= 0 && e.right <= innerWidth && e.top >= 0 })()`
		if !evaluate[bool](b, seen) {
			t.Errorf("%s: the last view is beside the screen", lang)
		}
		b.tabTo("#coders-shown")
		if !evaluate[bool](b, seen) {
			t.Errorf("%s: the choice of coders is beside the screen", lang)
		}
		b.click(".session summary")
		if !evaluate[bool](b, `[...document.querySelectorAll(".session .pop *")].every(e => { const r = e.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight }) &&
			[...document.querySelectorAll(".session .pop select, .session .pop input")].every(e => { const r = e.getBoundingClientRect(); return document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2) === e })`) {
			t.Errorf("%s: the choices of the session are beside the screen", lang)
		}
		b.accessible(fmt.Sprintf("head %s", lang))
		b.goTo("/history")
		if !evaluate[bool](b, `(() => { const e = document.querySelector(".views [aria-current]").getBoundingClientRect(); return e.left >= 0 && e.right <= innerWidth })()`) {
			t.Errorf("%s: the view that is open is beside the screen in the row of views", lang)
		}
	}
}
