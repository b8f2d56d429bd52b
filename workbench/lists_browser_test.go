package workbench

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// With keys only: into the list, through the items, states by digit, quotations,
// a remark, undo; the other coder's list is taken over first.
func TestChecklistByKeyboard(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/lists/activities/R01")
	if !strings.Contains(b.text("#list-box"), "codeur1") {
		t.Fatal("the list of codeur1 is not shown")
	}
	b.press("ArrowDown", "1")
	b.wait(`document.querySelector("#status").textContent.includes("eigen lijst")`)
	evaluate[bool](b, `(document.querySelector("#list-copy").focus(), true)`)
	b.press("Enter")
	b.wait(`document.querySelector("#s-A01-1")`)
	b.press("ArrowDown")
	b.wait(`document.activeElement.name === "s-A01"`)
	b.press("ArrowDown")
	b.wait(`document.activeElement.name === "s-A02" && document.querySelector("#item-A02").hasAttribute("data-current")`)
	from, _ := d.filling(instruments.ActivityFilling, "R01", "codeur1")
	for n, state := range []instruments.State{instruments.Mentioned, instruments.Denied, instruments.NotDiscussed} {
		b.press(fmt.Sprint(n + 1))
		b.wait(fmt.Sprintf(`document.querySelector("#s-A02-%d").checked && document.activeElement.id === "s-A02-%[1]d" && !document.documentElement.hasAttribute("data-pending")`, n+1))
		if f, _ := d.filling(instruments.ActivityFilling, "R01", "toets"); stateOf(f, "A02") != state {
			t.Errorf("A02 is %q, want %q", stateOf(f, "A02"), state)
		}
	}
	// Mentioned without a quotation strikes in words, and can be filtered.
	b.press("1")
	b.wait(`document.querySelector("#item-A02").dataset.signal === "unsupported"`)
	if got := b.text("#item-A02 .signal"); !strings.Contains(got, "geen citaat") {
		t.Errorf("the signal says %q", got)
	}
	b.press("Ctrl+z")
	b.wait(`document.querySelector("#item-A02").dataset.signal === ""`)
	b.press("ArrowDown") // A03, with quotations
	b.wait(`document.activeElement.name === "s-A03" && CSS.highlights.get("support").size > 0`)
	b.press("c")
	b.wait(`document.activeElement.closest("#more-A03 a")`)
	b.press("Enter")
	b.wait(`[...CSS.highlights.get("support")].some(r => { const t = r.getBoundingClientRect(), p = document.querySelector("#transcript").getBoundingClientRect(); return t.top >= p.top && t.bottom <= p.bottom })`)
	evaluate[bool](b, `(document.querySelector("#remark-A03").focus(), true)`)
	b.write("na de zomer")
	d.do("filling.set", fillingIn{Respondent: "R01", Activity: "A04", State: instruments.Denied}) // another tab meanwhile
	b.wait(`document.querySelector("#s-A04-2").checked`)
	if got := evaluate[string](b, `document.activeElement.id + " " + document.activeElement.value`); got != "remark-A03 na de zomer" {
		t.Errorf("after another tab's change the field holds %q", got)
	}
	b.press("Enter")
	b.wait(`document.querySelector("#item-A03 .said")?.textContent === "na de zomer"`)
	b.picture("lists-activities")
	b.accessible("activities")
	if after, _ := d.filling(instruments.ActivityFilling, "R01", "codeur1"); fmt.Sprint(after) != fmt.Sprint(from) {
		t.Error("the list of codeur1 changed")
	}
}

// With the mouse: filter, state, quotation to text and back, coding a selection.
func TestChecklistByMouse(t *testing.T) {
	d := newDesk(t)
	d.do("filling.copy", copyIn{Filling: "activiteiten/R02/codeur1"})
	b := d.browser(1300, 900)
	b.goTo("/lists")
	b.picture("lists")
	b.accessible("lists")
	b.click(`[data-respondent="R02"] a[href*="coder=toets"]`)
	b.wait(`document.querySelector("#list-items .item")`)
	item := evaluate[string](b, `[...document.querySelectorAll(".item")].find(i => !i.querySelector(".quotes li") && i.querySelector("[data-choice='3']")?.checked).dataset.item`)
	b.click("#s-" + item + "-1")
	b.wait(`document.querySelector("#item-` + item + `").dataset.signal === "unsupported"`)
	b.click("#show-unsupported")
	b.wait(`[...document.querySelectorAll(".item")].filter(i => i.offsetParent).every(i => i.dataset.signal === "unsupported")`)
	// Words of the transcript become the quotation that was missing.
	b.click("#more-" + item + " summary")
	evaluate[bool](b, `(() => { const w = document.querySelectorAll("#text .words")[3], r = document.createRange(); r.selectNodeContents(w); getSelection().removeAllRanges(); getSelection().addRange(r); return true })()`)
	b.click("#code-" + item)
	b.wait(`document.querySelector("#item-` + item + `").dataset.signal === ""`)
	b.click("#show-all")
	b.click(`#transcript [data-codings]`)
	b.wait(`document.querySelector("#status").textContent.match(/Punt|geen punt/)`)
	b.click("#s-" + item + "-3")
	b.wait(`document.querySelector("#item-` + item + `").dataset.signal === "unticked"`)
	if got := b.text("#item-" + item + " .signal"); !strings.Contains(got, "niet als genoemd aangemerkt") {
		t.Errorf("the signal says %q", got)
	}
	// The same list, in short, beside the text.
	b.goTo("/documents/R02")
	b.wait(`document.querySelector("#list-fold") && document.querySelector("#suggestions-count")`) // all above it stands
	b.click("#list-fold summary")
	b.wait(`document.querySelector("#list-fold").open`)
	b.wait(`document.querySelector('#list [data-item="` + item + `"][data-signal="unticked"]')`)
	d.do("filling.set", fillingIn{Respondent: "R02", Activity: instruments.ActivityID(item), State: instruments.Mentioned})
	b.wait(`document.querySelector('#list [data-item="` + item + `"][data-signal=""]') && document.querySelector("#list-fold").open`)
}

// T13 is form 1. Values by keys change the computed form at once, in another tab
// too; a class by hand stands beside it.
func TestIndicatorsByKeyboardAndMouse(t *testing.T) {
	d := newDesk(t)
	d.session(sessionChoice{Coder: "codeur1"})
	b := d.browser(1300, 900)
	address := indicatorsHref("T13/V–toezichth.", "", "")
	choose := func(b *tab) {
		evaluate[bool](b, `fetch("/session", {method: "POST", headers: {"Content-Type": "application/json", "X-Meerzicht": "1"}, body: JSON.stringify({coder: "codeur1"})}).then(r => r.ok)`)
		b.goTo(address)
	}
	choose(b)
	other := b.again()
	other.goTo(address)
	if got := b.text("#computed-class"); got != "vorm 1" {
		t.Fatalf("T13 is %q", got)
	}
	b.press("ArrowDown")
	for range 10 { // K8 has two values; its second is neither form 2 nor 3 alone
		b.press("2", "ArrowDown")
	}
	b.wait(`document.querySelector("#computed-class").textContent === "vorm 2"`)
	other.wait(`document.querySelector("#computed-class").textContent === "vorm 2"`)
	b.press("0") // K10: not observed
	b.wait(`document.querySelector("#s-K10-0").checked && document.querySelector("#item-K10").dataset.signal === "unticked"`)
	b.picture("lists-indicators")
	evaluate[bool](b, `(document.querySelector("#reasons").open = true, true)`)
	b.accessible("indicators")
	other.click("#override summary")
	other.wait(`document.querySelector("#override").open`)
	evaluate[bool](other, `(document.querySelector("#override-class").value = "mixed1/2", document.querySelector("#override-memo").focus(), true)`)
	other.write("na overleg")
	other.click("#override-set")
	b.wait(`document.querySelector("#byhand-class")?.textContent === "mengvorm 1/2"`)
	if got := b.text("#computed-class"); got != "vorm 2" {
		t.Errorf("under the class by hand the computed one is %q", got)
	}
	// Words of the transcript as evidence.
	evaluate[bool](b, `(() => { const w = document.querySelectorAll("#text .words")[3], r = document.createRange(); r.selectNodeContents(w); getSelection().removeAllRanges(); getSelection().addRange(r); document.querySelector("#more-K10").open = true; return true })()`)
	n := evaluate[int](b, `document.querySelectorAll("#more-K10 .quotes li").length`)
	b.click("#ev-K10-1")
	other.wait(fmt.Sprintf(`document.querySelectorAll("#more-K10 .quotes li").length === %d`, n+1))
	evaluate[bool](other, `(document.querySelector("#override").open = true, document.querySelector("#override-memo").value = "toch niet", true)`)
	other.click("#override-clear")
	b.wait(`!document.querySelector("#byhand-class")`)
}

// At 320 px nothing is lost: the panes stand below each other and nothing makes
// the page scroll sideways.
func TestListsOnANarrowScreen(t *testing.T) {
	d := newDesk(t)
	d.session(sessionChoice{Lang: "en", Theme: "dark"})
	b := d.browser(320, 640)
	for _, address := range []string{"/lists", "/lists/activities/R01", indicatorsHref("T12/V–toezichth.", "", "")} {
		b.goTo(address)
		if w := evaluate[int](b, `document.documentElement.scrollWidth`); w > 500 { // headless Chromium has no narrower window than 500
			t.Errorf("%s is %d px wide", address, w)
		}
		b.accessible("narrow " + address)
	}
}
