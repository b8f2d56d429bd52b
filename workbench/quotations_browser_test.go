package workbench

import (
	"fmt"
	"testing"
)

// fill sets a control as a person does who picks a value, with its events.
func (b *tab) fill(selector, value string) {
	b.t.Helper()
	evaluate[bool](b, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.focus(); e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); return true })()`, selector, value))
}

// count is how many quotations the page says there are.
func (b *tab) count() int {
	b.t.Helper()
	return evaluate[int](b, `Number(document.querySelector(".found").dataset.total)`)
}

// With the mouse: a query is put together from lines, the text follows;
// quotations are chosen, given another code, and that is undone; another tab
// that codes changes the list here.
func TestQuotationsWithTheMouse(t *testing.T) {
	d := newDesk(t)
	one, two := d.found("act.A01"), d.found("act.A01 OF act.A02")
	b := d.browser(1300, 900)
	b.goTo("/quotations")
	b.fill("#code-1", "act.A01")
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d" && document.querySelector("#q").value == "act.A01"`, one))
	b.fill("#join-2", "or")
	b.fill("#code-2", "act.A02")
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d" && document.querySelector("#q").value == "act.A01 OF act.A02"`, two))
	b.click("#conditions summary")
	b.fill("#if-project", "LJ&R")
	b.wait(`document.querySelector("#q").value == "(act.A01 OF act.A02) EN project:LJ&R" && document.querySelector("#code-2").value == "act.A02"`)
	if got, want := b.count(), d.found("(act.A01 OF act.A02) project:LJ&R"); got != want {
		t.Errorf("%d quotations, want %d", got, want)
	}
	b.picture("quotations")
	b.fill("#q", "act.A01 EN (")
	b.wait(`document.querySelector("#q-problem").textContent.includes("eken 13")`)
	b.fill("#q", "act.A01")
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d" && document.querySelector("#code-1").value == "act.A01" && document.querySelector("#q-problem").textContent == ""`, one))

	b.click(".quotation:nth-child(1) .pick")
	b.click(".quotation:nth-child(2) .pick")
	b.wait(`document.querySelector("#picked").textContent.startsWith("2 citaten")`)
	b.fill("#new-code", "act.A02")
	b.click("#recode")
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d"`, one-2))
	if got := d.found("act.A01 OF act.A02"); got != two {
		t.Errorf("%d quotations of both after recoding, want %d", got, two)
	}
	b.click("#undo")
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d"`, one))
	b.click("#pick-all")
	b.click("#remove")
	b.wait(`document.querySelector(".found").dataset.total == "0"`)
	d.do("undo", struct{}{})
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d"`, one))

	d.do("coding.add", addCodingIn{Document: "R01", Start: 40, End: 60, Code: "act.A01"})
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d" && document.querySelector("#found-count").textContent == "%d citaten"`, one+1, one+1))
	b.click(".quotation .go")
	b.wait(`location.pathname.startsWith("/documents/") && document.documentElement.hasAttribute("data-ready")`)
	if q := evaluate[string](b, `location.search`); q == "" {
		t.Error("the place of the quotation is not in the address")
	}
}

// With the keyboard only: ask, go through what is found, choose, remove, undo,
// over the edge of a page, open.
func TestQuotationsWithTheKeyboard(t *testing.T) {
	d := newDesk(t)
	one := d.found("act.A01")
	b := d.browser(1300, 900)
	b.goTo("/quotations")
	all := b.count()
	b.press("q")
	b.write("act.A01")
	b.press("Enter")
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d"`, one))
	b.press("Escape")
	evaluate[bool](b, `(document.querySelector("#found-title").focus(), true)`) // F6 goes from part to part
	b.press("j", "j", "s")
	b.wait(`document.querySelector("#picked").textContent.startsWith("1 citaat") && document.activeElement.closest(".quotation") == document.querySelectorAll(".quotation")[1]`)
	b.press("x")
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d"`, one-1))
	b.wait(`document.activeElement.closest(".found")`)
	b.press("z")
	b.wait(fmt.Sprintf(`document.querySelector(".found").dataset.total == "%d"`, one))

	b.goTo("/quotations?q=*")
	if got := b.count(); got != all {
		t.Errorf("%d quotations, want %d", got, all)
	}
	b.press("k")
	b.wait(`document.activeElement.closest(".quotation") == document.querySelector(".quotation:last-child")`)
	b.press("ArrowDown")
	b.wait(`document.querySelector(".found").dataset.from == "100" && document.activeElement.closest(".quotation") == document.querySelector(".quotation")`)
	b.press("ArrowUp")
	b.wait(`document.querySelector(".found").dataset.from == "0" && document.activeElement.closest(".quotation") == document.querySelector(".quotation:last-child")`)
	b.press("Enter")
	b.wait(`location.pathname.startsWith("/documents/")`)
}

// Everybody can use the views: axe-core in both languages and all looks, and on
// a screen of 320 pixels nothing but tables scrolls sideways.
func TestQuotationsAndTablesAreAccessible(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.browser(1200, 900)
	addresses := map[string]string{
		"quotations": "/quotations?q=act.A01+project:LJ%26R", "mistake": "/quotations?q=(", "tables": "/tables", "table": "/tables/forms", "crosstab": "/tables/crosstab?by=type",
		"cell": "/tables/activities/cell?row=A01&column=n", "report": "/report", "search": "/search?q=vrijwilliger*", "odd": "/search?q=%22%22",
	}
	for i, look := range []sessionChoice{{Lang: "nl", Theme: "light"}, {Lang: "en", Theme: "dark"}, {Lang: "nl", Theme: "contrast"}, {Lang: "en", Theme: "light"}} {
		b.prefer(look)
		for name, address := range addresses {
			if i > 1 && name == "report" {
				continue
			}
			b.goTo(address)
			b.wait(`!document.querySelector("[aria-busy]")`)
			b.accessible(name + " " + look.Lang + " " + look.Theme)
			if i < 3 {
				b.picture(name + "-" + look.Lang + "-" + look.Theme)
			}
		}
	}
	b.narrowest()
	for name, address := range addresses {
		b.goTo(address)
		b.wait(`!document.querySelector("[aria-busy]")`)
		if wide := evaluate[int](b, `document.documentElement.scrollWidth`); wide > 320 {
			t.Errorf("%s is %d pixels wide at 320: %s", name, wide, evaluate[string](b, `[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > 321 && !e.closest(".scroll")).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")`))
		}
		b.picture(name + "-320")
	}
}
