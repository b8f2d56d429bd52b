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
