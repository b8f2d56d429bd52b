package workbench

import (
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// What was found is confirmed by keys: a column, the roles of speakers, and the
// coding that a corrected text loses.
func TestImportConfirmedInTheBrowser(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 800)
	doc, err := d.study.Document(t.Context(), "R01")
	if err != nil {
		t.Fatal(err)
	}
	words := "Mijn vrouw zei: ga iets doen waar je de deur voor uit moet"
	at := len([]rune(doc.Text[:strings.Index(doc.Text, words)]))
	d.do("coding.add", addCodingIn{Document: "R01", Start: at, End: at + len([]rune(words)), Code: "act.A05"})
	b.goTo("/import")
	evaluate[bool](b, `(document.querySelector("[name=as]").value = "overig", document.querySelector("[name=replace]").checked = true)`)
	b.drop("map/een.txt", twoTalks, "enquete.csv", survey)
	// The column stops everything until it is said what it is.
	b.wait(`document.querySelector("#found-columns select") && document.querySelector("#problems").textContent.includes("kies hieronder wat de kolom is")`)
	if got := b.text("#store-why"); got != "Kies bij elke kolom wat zij is." || !evaluate[bool](b, `document.querySelector("#store-here").disabled`) {
		t.Errorf("the page says %q", got)
	}
	b.picture("import-columns")
	evaluate[bool](b, `(() => { const s = document.querySelector("#found-columns select"); s.focus(); s.value = "A02"; s.dispatchEvent(new Event("change", {bubbles: true})); document.querySelector("#check-here").focus(); return true })()`)
	b.press("Enter")
	b.wait(`!document.querySelector("#store-here").disabled && document.querySelector("#found-speakers")`)
	evaluate[bool](b, `(document.querySelector("details.sure summary").click(), true)`)
	b.wait(`document.querySelectorAll("details.sure tbody tr").length === 6`)
	b.picture("import-found")
	b.accessible("import found")
	// The second speaker is neither of both.
	evaluate[bool](b, `(() => { const s = document.querySelectorAll("#found-speakers select")[1]; s.value = ""; s.dispatchEvent(new Event("change", {bubbles: true})); document.querySelector("#store-here").focus(); return true })()`)
	b.press("Enter")
	b.wait(`document.querySelector("#said").textContent.startsWith("Ingelezen: ")`)
	een := d.document("een")
	if een.RoleOf("Anna") != instruments.AsInterviewer || een.RoleOf("Vrijwilliger") != instruments.UnknownVoice {
		t.Errorf("%+v", een.Speakers)
	}
	f, ok, err := coding.Find[instruments.Filling](d.study.View(t.Context()), coding.FillingKind, instruments.FillingID(instruments.ActivityFilling, "R02", "toets"))
	if err != nil || !ok || len(f.Responses) == 0 {
		t.Errorf("the survey is not in: %v %v", ok, err)
	}
	// A new version loses a coding; it must be ticked.
	evaluate[bool](b, `(document.querySelector("[name=as]").value = "", true)`)
	b.drop("R01.txt", strings.Replace(doc.Text, words, "", 1))
	b.wait(`document.querySelector("#accept-lost") && document.querySelector("#import-found").textContent.includes("1 verloren")`)
	if got := b.text("#store-why"); !strings.HasPrefix(got, "Vink eerst aan") || !evaluate[bool](b, `document.querySelector("#store").disabled`) {
		t.Errorf("the page says %q", got)
	}
	b.picture("import-version")
	evaluate[bool](b, `(document.querySelector("#accept-lost").focus(), true)`)
	b.press("Space")
	b.wait(`!document.querySelector("#store-here").disabled`)
	b.accessible("import version")
	b.narrow(320, 700)
	b.picture("import-narrow")
	if evaluate[bool](b, `document.documentElement.scrollWidth > document.documentElement.clientWidth`) {
		t.Error("the page is wider than a narrow window")
	}
	evaluate[bool](b, `(document.querySelector("#store-here").focus(), true)`)
	b.press("Enter")
	b.wait(`document.querySelector("#said").textContent.startsWith("Ingelezen: ")`)
	for _, c := range d.codings("R01") {
		if c.Quotation == words {
			t.Error("the lost coding is still there")
		}
	}
}

// A project is looked at in English: what comes along and what does not.
func TestImportProjectInTheBrowser(t *testing.T) {
	d := newDesk(t)
	d.session(sessionChoice{Lang: "en"})
	b := d.browser(1200, 800)
	b.prefer(sessionChoice{Lang: "en"})
	b.goTo("/import")
	rock := "---\nROCK_version: 1\n---\n[[cid=c1]]\nI: Hoe gaat het? [[vraag]]\nR: We wandelen. [[contact>wandelen]]\n"
	b.drop("map/project.rock", rock)
	b.wait(`document.querySelector("#import-found h3")?.textContent === "Project map/project.rock" || document.querySelector("#problems .wrong")`)
	b.picture("import-project")
	b.accessible("import project")
	if got := b.text("#file-rows tr:first-child"); !strings.Contains(got, "project of another program") {
		t.Errorf("the file is described as %q", got)
	}
}
