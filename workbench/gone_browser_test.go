package workbench

import "testing"

// The document on the screen goes by an undo elsewhere, and comes back.
func TestPageSaysThatItsDocumentWent(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 800)
	b.goTo("/documents/R01")
	d.do("undo", nil) // the import
	b.wait(`!document.querySelector("#gone").hidden && document.querySelector("#gone").textContent.includes("niet (meer) in het onderzoek")`)
	b.accessible("gone")
	d.do("redo", nil)
	b.wait(`document.querySelector("#gone").hidden`)
}
