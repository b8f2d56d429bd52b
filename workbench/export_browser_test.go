package workbench

import "testing"

// The form is chosen by keys; what is lost stands there before anything is saved.
func TestExportInTheBrowser(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 800)
	b.goTo("/export?form=json")
	b.wait(`document.querySelector("#export-save")`)
	b.picture("export-json")
	b.goTo("/export?form=xlsx")
	b.wait(`document.querySelector("#export-save")`)
	b.picture("export-xlsx")
	b.narrow(320, 700)
	b.picture("export-narrow")
	b.everyLook("/export?form=json", "export")
}
