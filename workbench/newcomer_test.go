package workbench

import (
	"testing"

	"meerzicht/coding"
)

// The path of docs/workbench.md: after the demo is made and the workbench is
// open, a document, a selection, the palette and Enter make the first coding.
// Its pictures are those of the documentation (MEERZICHT_PICTURES=docs/images).
func TestNewcomersPath(t *testing.T) {
	d := newDesk(t)
	before := len(d.codings("R01"))
	b := d.browser(1200, 800)
	b.click(`a[href="/documents/R01"]`)
	b.wait(`document.querySelector("#text")?.dataset.document === "R01" && document.documentElement.hasAttribute("data-ready")`)
	words := `[...document.querySelectorAll(".words")].find(w => w.textContent.includes("Mijn vrouw zei"))`
	b.wait(words)
	evaluate[bool](b, words+`.scrollIntoView({block: "center"}), true`)
	b.picture("workbench-text")
	block := evaluate[int](b, "Number("+words+`.id.slice(1))`)
	b.drag(block, "Mijn vrouw zei", block, "de deur voor uit moet")
	b.wait(`/\d+ woorden geselecteerd/.test(document.querySelector("#status").textContent)`)
	b.press("c")
	b.wait(`document.querySelector("#palette").open`)
	b.write("dagbest")
	b.wait(`document.querySelector("#palette-list [aria-selected=true]")?.textContent.includes("dagbesteding")`)
	b.picture("workbench-palette")
	b.press("Enter")
	b.wait(words + `.querySelector(".coded")`)
	b.wait(`!document.documentElement.hasAttribute("data-pending")`)
	b.picture("workbench-coded")
	now := d.codings("R01")
	if len(now) != before+1 {
		t.Fatalf("%d codings, want %d", len(now), before+1)
	}
	for _, c := range now {
		if c.Coder == "toets" && (c.Code != "act.A05" || c.Quotation != "Mijn vrouw zei: ga iets doen waar je de deur voor uit moet" || c.Origin != coding.ByHand) {
			t.Errorf("coded %q as %s (%s)", c.Quotation, c.Code, c.Origin)
		}
	}
}

// The main views as docs/workbench.md shows them.
func TestPicturesOfViews(t *testing.T) {
	d := newDesk(t)
	d.double()
	b := d.browser(1200, 800)
	for _, v := range []struct{ picture, address, ready string }{
		{"workbench-codebook", "/codebook?code=act.A05", `document.querySelector("#main").textContent.includes("toeleiden naar werk")`},
		{"workbench-quotations", "/quotations?q=act.D01+EN+type:vrijwilliger", `document.querySelectorAll("#main blockquote, #main q").length > 3`},
		{"workbench-list", "/lists/activities/R04", `document.querySelectorAll("#list-items .item").length === 30`},
		{"workbench-form", "/lists/indicators/T12%2FV%E2%80%93toezichth.", `document.querySelector("#main").textContent.includes("vorm")`},
		{"workbench-compare", "/compare?kind=boundary", `document.querySelectorAll(".difference").length === 2 && document.querySelector(".lane[data-placed]") && !document.querySelector("#figures[aria-busy]")`},
		{"workbench-table", "/tables/activities", `document.querySelectorAll("#main td a").length > 100`},
	} {
		b.goTo(v.address)
		b.wait(v.ready)
		b.picture(v.picture)
	}
}
