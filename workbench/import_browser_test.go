package workbench

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// drop drops files on the page as the mouse would: names and contents in turn.
func (b *tab) drop(files ...string) {
	b.t.Helper()
	var adds strings.Builder
	for i := 0; i+1 < len(files); i += 2 {
		fmt.Fprintf(&adds, "d.items.add(new File([%q], %q));", files[i+1], files[i])
	}
	evaluate[bool](b, `(() => { const d = new DataTransfer(); `+adds.String()+` document.querySelector("#drop").dispatchEvent(new DragEvent("drop", {dataTransfer: d, bubbles: true, cancelable: true})); return true })()`)
}

// choose puts files into the input of the page, as the dialog of the system does.
func (b *tab) choose(files ...string) {
	b.t.Helper()
	var adds strings.Builder
	for i := 0; i+1 < len(files); i += 2 {
		fmt.Fprintf(&adds, "d.items.add(new File([%q], %q));", files[i+1], files[i])
	}
	evaluate[bool](b, `(() => { const d = new DataTransfer(), i = document.querySelector("#files"); `+adds.String()+` i.files = d.files; i.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
}

// Files are dropped, looked at, and brought in; a photo among them stops all
// until it is taken off the list.
func TestImportInTheBrowser(t *testing.T) {
	d := newDesk(t)
	before := d.seq()
	b := d.browser(1200, 800)
	b.goTo("/import")
	evaluate[bool](b, `(document.querySelector("[name=as]").value = "overig", true)`)
	b.drop("een.txt", talkFile, "vakantie.jpg", "JFIF\x00\x01")
	b.wait(`document.querySelector("#said").textContent.includes("Niets ingelezen: 1 probleem")`)
	b.wait(`document.querySelector("#problems").textContent.includes("dit soort bestand wordt niet ingelezen") && document.querySelector("#problems .where").textContent.includes("vakantie.jpg")`)
	b.picture("import-refused")
	b.accessible("import refused")
	if !evaluate[bool](b, `document.querySelector("#store").disabled`) || d.seq() != before {
		t.Error("files with a problem can be stored")
	}
	if got := b.text("#file-rows tr:first-child"); !strings.Contains(got, "transcript") || !strings.Contains(got, "1 document") {
		t.Errorf("the good file is described as %q", got)
	}
	b.click(`[data-drop="1"]`)
	b.wait(`document.querySelectorAll("#file-rows tr").length === 1 && !document.querySelector("#store").disabled`)
	b.choose("een.txt", talkFile, "twee.txt", "Nog een tekst.")
	b.wait(`document.querySelectorAll("#file-rows tr").length === 2 && !document.querySelector("#store").disabled`)
	if !strings.Contains(b.text("#said"), "nog niets opgeslagen") || d.seq() != before {
		t.Error("looking at files stored something")
	}
	b.picture("import-checked")
	// By keyboard from here.
	evaluate[bool](b, `(document.querySelector("#store").focus(), true)`)
	b.press("Enter")
	b.wait(`document.querySelector("#said").textContent.startsWith("Ingelezen: ")`)
	if d.document("een").ID == "" || d.document("twee").ID == "" {
		t.Error("the files are not there")
	}
	if got := b.text("#file-rows tr:first-child td:nth-child(2)"); got != "transcript" {
		t.Errorf("the first file is said to be %q", got)
	}
	if got := b.text("#new-documents"); !strings.HasPrefix(got, "Nieuwe documenten: een, twee") {
		t.Errorf("links: %q", got)
	}
	b.press("Ctrl+z")
	b.wait(`document.querySelector("#problem").textContent.includes("inlezen: 2 documenten, door toets") || document.querySelector("#problem").textContent.includes("transcript inlezen: 2 documenten, door toets")`)
	time.Sleep(700 * time.Millisecond)
	b.press("Ctrl+z")
	b.wait(`document.querySelector("#status").textContent.includes("Ongedaan gemaakt")`)
	if d.document("een").ID != "" || d.document("twee").ID != "" {
		t.Error("one undo does not take both files back")
	}
	b.everyLook("/import", "import")
}

// Breaking off leaves nothing behind.
func TestImportCancelled(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 800)
	b.goTo("/import")
	before := d.seq()
	evaluate[bool](b, `(() => { const d = new DataTransfer(), i = document.querySelector("#files"); for (let n = 0; n < 300; n++) d.items.add(new File(["Vraag: hoe?\n".repeat(20000)], "lang" + n + ".txt")); i.files = d.files; i.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
	b.wait(`!document.querySelector("#cancel").hidden`)
	evaluate[bool](b, `(document.querySelector("#cancel").click(), true)`)
	b.wait(`document.querySelector("#status").textContent.includes("Afgebroken")`)
	b.wait(`document.querySelector("#cancel").hidden && !document.querySelector("#check").disabled`)
	if d.seq() != before {
		t.Error("something was stored")
	}
	if n := d.do("document.progress", progressIn{Document: "R01", State: "klaar"}).Seq; n != before+1 {
		t.Errorf("the next event is %d, want %d", n, before+1)
	}
}
