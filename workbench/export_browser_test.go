package workbench

import (
	"strings"
	"testing"
)

// The form is chosen by keys; what is lost stands there before anything is saved,
// and the file comes with its name and can be broken off.
func TestExportInTheBrowser(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 800)
	// What the page would save is kept here instead.
	keep := `(() => { window.saved = []; HTMLAnchorElement.prototype.click = function () { saved.push(this.download); }; return true })()`
	b.goTo("/export")
	evaluate[bool](b, keep)
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
	b.wait(`saved.length === 1 && document.querySelector("#status").textContent.includes("Opgeslagen als")`)
	if got := evaluate[string](b, `saved[0]`); !strings.HasSuffix(got, ".qdc") {
		t.Errorf("saved as %q", got)
	}
	// An archive takes a while: it can be broken off.
	b.goTo("/export?form=zip")
	evaluate[bool](b, keep)
	b.wait(`document.querySelector("#export-save")`)
	evaluate[bool](b, `(document.querySelector("#export-save").focus(), true)`)
	b.press("Enter")
	b.wait(`!document.querySelector("#export-stop").hidden`)
	b.press("Enter") // the button to stop has the focus
	b.wait(`document.querySelector("#status").textContent.includes("Afgebroken") && document.querySelector("#export-stop").hidden`)
	if n := evaluate[int](b, `saved.length`); n != 0 {
		t.Errorf("%d files were saved", n)
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
