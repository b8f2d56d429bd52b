package workbench

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// views are the addresses of one page of every kind that the server has: what
// is added to routes is added here.
func (d *desk) views() []string {
	d.t.Helper()
	var out []string
	known := d.addresses(2)
	for _, pattern := range slices.Sorted(maps.Keys(known)) {
		if strings.Contains(pattern, "/part/") || !d.isPage(known[pattern][0]) {
			continue
		}
		out = append(out, known[pattern][len(known[pattern])-1])
	}
	return out
}

// isPage: an address of a whole page with the shell around it.
func (d *desk) isPage(address string) bool {
	r, err := http.NewRequest(http.MethodGet, d.base+address, nil)
	if err != nil {
		return false
	}
	_, body := d.reply(r)
	return strings.Contains(body, "/workbench.js")
}

// wide reports what makes a page wider than its window.
const wide = `(() => {
	const most = document.scrollingElement.scrollWidth;
	if (most <= innerWidth) return "";
	const who = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== "fixed").slice(0, 3);
	return most + " px: " + who.map(e => e.tagName + "." + e.className + "#" + e.id).join(" ");
})()`

// nameless lists what can have the focus and has no name, and what is a region
// without one.
const nameless = `(() => {
	const name = e => (e.getAttribute("aria-label") || (e.getAttribute("aria-labelledby") || "").split(/\s+/).map(id => document.getElementById(id)?.textContent || "").join("") ||
		[...(e.labels || [])].map(l => l.textContent).join("") || e.textContent || e.title || e.alt || "").trim();
	return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], [data-region]")]
		.filter(e => e.checkVisibility() && !name(e) && !(e.matches("[data-region]") && !e.childElementCount)).map(e => e.outerHTML.slice(0, 120)).slice(0, 5);
})()`

// Every view in both languages and all looks: axe finds nothing, everything has
// a name, and at 320 px nothing lies beside the screen.
func TestEveryViewLooks(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	d := newDesk(t)
	d.double()
	views := d.views()
	if len(views) < 15 {
		t.Errorf("only %d views: %v", len(views), views)
	}
	for _, lang := range []string{"nl", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			c := *d
			c.t = t
			b := c.browser(1300, 900)
			for i, theme := range []string{"light", "dark", "contrast"} {
				b.look(lang, theme)
				for k, address := range views {
					// Words differ by language and colours by look, so the second language
					// takes a third of the views in each look: every view is seen in both.
					if lang == "en" && k%3 != i {
						continue
					}
					b.goTo(address)
					b.accessible(fmt.Sprintf("%s %s %.80s", lang, theme, address))
				}
			}
			b.look(lang, "light")
			for _, address := range views {
				b.goTo(address)
				for _, who := range evaluate[[]string](b, nameless) {
					t.Errorf("%s %.80s: no name: %s", lang, address, who)
				}
			}
			b.narrow(320, 640)
			for _, address := range views {
				b.goTo(address)
				if what := evaluate[string](b, wide); what != "" {
					t.Errorf("%s %.80s at 320 px is %s", lang, address, what)
				}
			}
			b.wideAgain()
		})
	}
}

// wideAgain takes back what narrow did.
func (b *tab) wideAgain() {
	b.t.Helper()
	b.narrow(1300, 900)
}

// focusShown: what has the focus looks other than without it.
const focusShown = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return "";
	const look = () => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine, s.color].join("|"); };
	const box = e.getBoundingClientRect(), s = getComputedStyle(e);
	const seen = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1;
	if (!e.checkVisibility() || box.width === 0 && box.height === 0) return "has no size: " + e.outerHTML.slice(0, 120);
	if (seen) return "";
	const on = look();
	e.blur();
	const off = look();
	e.focus();
	return on !== off ? "" : "looks the same without focus: " + e.outerHTML.slice(0, 120);
})()`

// Every view by keyboard: F6 goes through all its regions and back to the first,
// and what Tab reaches shows that it has the focus.
func TestEveryViewByKeyboard(t *testing.T) {
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	d := newDesk(t)
	d.double()
	b := d.browser(1300, 900)
	for _, address := range d.views() {
		b.goTo(address)
		b.throughRegions(address)
		b.goTo(address)
		for range 25 {
			b.press("Tab")
			if what := evaluate[string](b, focusShown); what != "" {
				t.Errorf("%.80s: %s", address, what)
			}
		}
	}
}

// throughRegions presses F6 until every region had the focus.
func (b *tab) throughRegions(address string) {
	b.t.Helper()
	const visible = `[...document.querySelectorAll("[data-region]")].filter(r => r.checkVisibility())`
	regions := evaluate[int](b, visible+`.length`)
	if regions < 1 {
		b.t.Errorf("%.80s: %d regions", address, regions)
	}
	reached := map[int]bool{}
	for range regions + 1 {
		b.press("F6")
		at := evaluate[int](b, visible+`.findIndex(r => r.contains(document.activeElement))`)
		if at < 0 {
			b.t.Errorf("%.80s: after F6 the focus is on %s", address, evaluate[string](b, `document.activeElement.outerHTML.slice(0, 100)`))
		}
		reached[at] = true
	}
	delete(reached, -1)
	if len(reached) < regions {
		missed := evaluate[[]string](b, visible+`.map(r => r.id || r.className)`)
		b.t.Errorf("%.80s: F6 reaches %v of %v", address, slices.Sorted(maps.Keys(reached)), missed)
	}
}

// tabTo presses Tab until what a selector picks has the focus.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 150 {
		if evaluate[bool](b, fmt.Sprintf(`document.activeElement?.matches(%q) ?? false`, selector)) {
			return
		}
		b.press("Tab")
	}
	b.t.Fatalf("Tab does not reach %s", selector)
}

// countPointers notes every event of a pointer, over all pages of the tab.
func (b *tab) countPointers() {
	b.t.Helper()
	err := chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void](`(() => {
		for (const kind of ["pointerdown", "mousedown", "touchstart", "wheel", "dragstart"]) addEventListener(kind, () => sessionStorage.setItem("pointers", "1"), true);
	})()`))
	if err != nil {
		b.t.Fatal(err)
	}
}
