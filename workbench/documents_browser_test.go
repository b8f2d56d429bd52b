package workbench

import (
	"strings"
	"testing"
)

// The list is read, sorted and filtered; a document is reported as done, its
// details are changed, and it is removed and brought back.
func TestDocumentsInTheBrowser(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/documents")
	b.wait(`!document.querySelector("td[data-coverage]:not([data-coverage=''])")`)
	b.picture("documents")
	b.click(`#done-R02`)
	b.wait(`document.querySelector("#done-R02").dataset.state === "" && document.activeElement.id === "done-R02"`)
	evaluate[bool](b, `([...document.querySelectorAll("thead a")].find(a => a.textContent === "Woorden").focus(), true)`)
	b.press("Enter")
	b.wait(`document.querySelector("th[aria-sort=descending]")?.textContent === "Woorden"`)
	b.goTo("/documents/R01/about")
	evaluate[bool](b, `(document.querySelector("[name=title]").select(), document.querySelector("[name=title]").focus(), true)`)
	b.write("Gesprek een")
	b.press("Enter")
	b.wait(`document.querySelector("h1").textContent === "Gesprek een"`)
	if d.document("R01").Title != "Gesprek een" {
		t.Error("the title is not stored")
	}
	b.picture("document")
	b.everyLook("/documents/R01/about", "document")
	b.click(".remove summary")
	b.write("")
	evaluate[bool](b, `(document.querySelector("[name=reason]").focus(), true)`)
	b.write("toestemming ingetrokken")
	b.press("Enter")
	b.wait(`location.pathname === "/documents" && !document.querySelector("#done-R01") && document.documentElement.hasAttribute("data-ready")`)
	b.press("Ctrl+z")
	b.wait(`document.querySelector("#done-R01")`)
	if len(d.codings("R01")) == 0 {
		t.Error("the codings did not come back")
	}
	b.everyLook("/documents", "documents")
}

// What somebody is writing is not drawn over, and not stored over what another
// changed.
func TestDetailsChangedElsewhere(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 800)
	b.goTo("/documents/R01/about")
	evaluate[bool](b, `(document.querySelector("[name=title]").value = "van mij", true)`)
	doc := d.document("R01")
	d.do("document.put", documentIn{Document: "R01", Title: "van een ander", Kind: doc.Kind, Respondent: doc.Respondent, Base: documentBase(doc), Speakers: []speakerIn{}})
	b.wait(`document.querySelector("#status").textContent.includes("ergens anders gewijzigd")`)
	b.click(`form[data-put=document] [type=submit]`)
	b.wait(`!document.querySelector("#problem").hidden && document.querySelector("[name=title]").value === "van mij"`)
	if got := d.document("R01").Title; got != "van een ander" {
		t.Errorf("the title is %q", got)
	}
}

// People are edited in their row and added, with the keyboard and the mouse.
func TestPeopleInTheBrowser(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/people")
	b.click("#edit-respondent-R02")
	b.wait(`document.querySelector("tr.editing form")`)
	b.picture("people-edit")
	b.accessible("people, editing")
	evaluate[bool](b, `(document.querySelector("tr.editing [name=attributes]").focus(), true)`)
	b.write("leeftijd: 50")
	d.do("memo.set", memoIn{ID: "m", Type: "analyse", Target: "respondent/R03", Text: "x"}) // the list is drawn again meanwhile
	b.wait(`document.querySelector('tr[data-row="respondent/R03"] td:nth-last-child(2)').textContent === "1"`)
	if !evaluate[bool](b, `document.activeElement?.name === "attributes" && document.activeElement.value.includes("leeftijd: 50")`) {
		t.Error("what was being written is gone")
	}
	b.click("tr.editing [type=submit]")
	b.wait(`!document.querySelector("tr.editing") && document.querySelector('tr[data-row="respondent/R02"]').textContent.includes("50")`)
	if r, _ := d.respondent("R02"); r.Attributes["leeftijd"] != "50" {
		t.Errorf("%+v", r)
	}
	evaluate[bool](b, `(document.querySelector("#new-respondent").focus(), true)`)
	b.press("Enter")
	b.wait(`document.activeElement?.name === "id"`)
	b.write("R77")
	b.press("Enter")
	b.wait(`document.querySelector('tr[data-row="respondent/R77"]') && document.activeElement.id === "new-respondent"`)
	b.press("Enter")
	b.wait(`document.activeElement?.name === "id"`)
	b.press("Escape")
	b.wait(`!document.querySelector("#new form")`)
	b.goTo("/people/R77")
	b.picture("person")
	if page := d.get("/people/R77"); !strings.Contains(page, "R77") {
		t.Error("no page of the new respondent")
	}
	for _, p := range []string{"/people", "/people/R01", "/trajectories/T01"} {
		b.everyLook(p, strings.ReplaceAll(p[1:], "/", "-"))
	}
}
