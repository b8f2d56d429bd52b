package workbench

import (
	"strings"
	"testing"
	"time"
)

const (
	dialogOpen = `document.querySelector("#memo-dialog")?.open`
	dialogShut = `!document.querySelector("#memo-dialog")?.open`
	inMemo     = `document.activeElement?.matches("#memo-dialog textarea")`
)

// A memo is written with the keyboard alone, survives a reload as a draft, is
// stored with Ctrl+Enter, and emptied with the mouse.
func TestMemoWithTheKeyboard(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 800)
	b.goTo("/memos")
	evaluate[bool](b, `(document.querySelector("[data-memo=study]").focus(), true)`)
	b.press("Enter")
	b.wait(inMemo)
	b.write("eerste gedachte")
	b.goTo("/memos") // a reload in the middle of writing
	b.wait(`!document.querySelector("#drafts").hidden`)
	b.picture("memos-drafts")
	evaluate[bool](b, `(document.querySelector("#drafts button").focus(), true)`)
	b.press("Enter")
	b.wait(inMemo + ` && document.activeElement.value === "eerste gedachte"`)
	b.write(", en meer")
	b.picture("memo-dialog")
	b.accessible("memo dialog")
	b.press("Ctrl+Enter")
	b.wait(dialogShut)
	if m, ok := d.memo("study/toets"); !ok || m.Text != "eerste gedachte, en meer" && m.Text != ", en meereerste gedachte" {
		t.Errorf("%+v", m)
	}
	b.wait(`document.querySelector("#drafts").hidden && document.querySelector("#memo-lines").textContent.includes("eerste gedachte")`)
	b.click(`[data-memo-id="study/toets"]`)
	b.wait(inMemo)
	b.click(`#memo-dialog [data-memo-id="study/toets"] [data-delete]`)
	b.wait(dialogShut)
	if _, ok := d.memo("study/toets"); ok {
		t.Error("the memo is not deleted")
	}
	b.press("Ctrl+z")
	b.wait(`document.querySelector("#memo-lines").textContent.includes("eerste gedachte")`)
	b.everyLook("/memos", "memos")
}

// Two windows write the same memo: both texts are shown, and nothing is lost.
func TestMemoInTwoWindows(t *testing.T) {
	d := newDesk(t)
	d.do("memo.set", memoIn{ID: "study/toets", Type: "analyse", Target: "study", Text: "begin"})
	b := d.browser(1200, 800)
	open := func() {
		b.goTo("/memos?on=study")
		b.click(`[data-memo-id="study/toets"]`)
		b.wait(inMemo)
	}
	elsewhere := func(text string) {
		m, _ := d.memo("study/toets")
		d.do("memo.set", memoIn{ID: m.ID, Type: m.Type, Target: m.Target, Text: text, Base: baseOf(m)})
	}
	const conflict = `!document.querySelector("#memo-dialog .conflict").hidden`
	open()
	elsewhere("stil vervangen") // nothing was written here: the new text comes in its place
	b.wait(`document.querySelector("#memo-dialog textarea").value === "stil vervangen"`)
	b.press("Ctrl+End")
	b.write(" van mij")
	elsewhere("van een ander")
	b.wait(conflict + ` && document.querySelector("#memo-dialog .theirs").textContent === "van een ander"`)
	b.picture("memo-conflict")
	b.accessible("memo conflict")
	b.click(`#memo-dialog [data-keep=both]`)
	b.wait(dialogShut)
	all := d.get("/memos?on=study")
	if !strings.Contains(all, "van een ander") || !strings.Contains(all, " van mij") {
		t.Error("one of the two texts is gone")
	}
	open()
	b.write("X")
	elsewhere("nog eens een ander")
	b.wait(conflict)
	b.click(`#memo-dialog [data-keep=mine]`)
	b.wait(dialogShut)
	if m, _ := d.memo("study/toets"); !strings.Contains(m.Text, "X") {
		t.Errorf("kept %q, want mine", m.Text)
	}
	open()
	b.write("Y")
	elsewhere("derde")
	b.wait(conflict)
	b.click(`#memo-dialog [data-keep=theirs]`)
	b.wait(`document.querySelector("#memo-dialog textarea").value === "derde"`)
	b.press("Escape")
	b.wait(dialogShut)
	if m, _ := d.memo("study/toets"); m.Text != "derde" {
		t.Errorf("kept %q, want theirs", m.Text)
	}
}

// The workbench goes away while a memo is stored: the words wait, and arrive.
func TestMemoSurvivesTheServer(t *testing.T) {
	s := newShop(t)
	b := s.desk.browser(1200, 800)
	b.goTo("/people/R01")
	b.click(`[data-memo="respondent/R01"]`)
	b.wait(inMemo)
	b.write("tijdens een storing")
	s.close()
	b.press("Ctrl+Enter")
	b.wait(readOnly)
	b.press("Escape")
	s.open()
	b.goTo(s.desk.server.StartURL())
	for range 200 {
		if _, ok := s.desk.memo("respondent/R01/toets"); ok {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if m, ok := s.desk.memo("respondent/R01/toets"); !ok || m.Text != "tijdens een storing" {
		t.Errorf("%+v", m)
	}
	b.goTo("/memos")
	b.wait(`document.querySelector("#memo-lines").textContent.includes("tijdens een storing")`)
	b.wait(`document.querySelector("#drafts").hidden`)
}
