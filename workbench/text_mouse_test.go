package workbench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// oddTalk holds what counts differently in code points, UTF-16 units and letters:
// families and flags, a letter with a combining mark, tabs, and Windows line
// ends, which the import makes plain.
const oddTalk = "I: Hoe\tis het?\r\nR: De 👩‍👩‍👧 familie en de 🇳🇱 vlag in het cafe\u0301 daar.\r\nI: Mooi.\r\n"

// Everything of the text pane with the mouse: letters that take several code
// points are taken whole, a selection over several turns is one coding, the
// margin and the underline choose codings, and what is selected outlives a click
// elsewhere.
func TestTextByMouse(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("vreemd", oddTalk)
	b := d.browser(1300, 900)
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector(".block[data-enter]")`)

	b.drag(1, "familie", 1, "vlag")
	b.status("4 woorden geselecteerd")
	b.click("#details-title") // the selection stays
	b.click(`#codes [data-code="act.A01"]`)
	b.settle()
	d.wantQuotes(id, "act.A01: familie en de 🇳🇱 vlag")

	// Half a family or half an é is not to be had.
	for text, want := range map[string]string{"\U0001F467": "👩‍👩‍👧", "\u0301": "e\u0301"} {
		evaluate[bool](b, fmt.Sprintf(`(() => {
			const walk = document.createTreeWalker(document.querySelector("#w1"), NodeFilter.SHOW_TEXT);
			for (let n = walk.nextNode(); n; n = walk.nextNode()) {
				const at = n.data.indexOf(%q);
				if (at >= 0) { getSelection().setBaseAndExtent(n, at, n, at + 1); return true }
			}
			return false
		})()`, text))
		b.status("geselecteerd")
		b.press("c")
		b.write("A02")
		b.press("Enter")
		b.settle()
		list := d.fresh(id)
		found := false
		for _, c := range list {
			found = found || c.Code == "act.A02" && c.Quotation == want
		}
		if !found {
			t.Errorf("no coding of %q: %+v", want, list)
		}
	}
	mouseOnCodings(t, d, b)
}

func mouseOnCodings(t *testing.T, d *desk, b *tab) {
	id := d.bringTalk("gesprek", talk)
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector(".block[data-enter]")`)
	// Over two turns it is one coding, drawn over both.
	b.drag(3, "Dat is fijn", 5, "Zeker")
	b.click(`#codes [data-code="act.A01"]`)
	b.settle()
	d.wantQuotes(id, "act.A01: Dat is fijn.\nI: Helpt dat?\nR: Zeker")
	b.wait(`[3, 4, 5].every(n => document.querySelector("#w" + n + " .coded"))`)

	// A double click takes a word, a triple click the turn.
	at := evaluate[[2]float64](b, `(() => { const r = document.createRange(), n = document.querySelector("#w1").firstChild; r.setStart(n, 1); r.setEnd(n, 3); const x = r.getBoundingClientRect(); return [x.x + 2, x.y + 5] })()`)
	for n := 1; n <= 3; n++ {
		if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at[0], at[1], chromedp.ClickCount(n))); err != nil {
			t.Fatal(err)
		}
		if n == 2 {
			b.status("1 woord geselecteerd: Prima")
		}
	}
	b.status("14 woorden geselecteerd: Prima. We gaan")

	// Eight codes on one word: six lanes, a counter, and all of them listed.
	at1 := placeOf(talk, "koffie")
	for i := 1; i <= 8; i++ {
		d.do("coding.add", addCodingIn{Document: id, Start: at1, End: at1 + 6, Code: activityCode(i)})
	}
	b.wait(`document.querySelectorAll("#b1 .lane").length === 6 && document.querySelector("#b1 .more summary")?.textContent === "+2"`)
	b.wait(`document.querySelectorAll("#details [data-item]").length === 8`)
	b.accessible("eight codes")
	beside := evaluate[bool](b, `(() => {
		const w = document.querySelector("#w1 .coded").getBoundingClientRect();
		return [...document.querySelectorAll("#b1 .lane")].every(l => { const r = l.getBoundingClientRect(); return Math.abs(r.top - w.top) < 8 && r.right <= w.left + 2000 && r.height < 60 })
	})()`)
	if !beside {
		t.Error("the lanes do not stand beside the line of their words")
	}
	b.click("#b1 .more summary")
	b.click("#b1 .more li:last-child .pick")
	b.wait(`document.querySelector("#details [aria-current=true]")`)
	last := evaluate[string](b, `document.querySelector("#details [aria-current=true]").closest("[data-item]").dataset.item`)
	if want := evaluate[string](b, `document.querySelector("#b1 .more li:last-child .pick").dataset.coding`); last != want {
		t.Errorf("the details show %s, want %s", last, want)
	}
	b.picture("text-lanes")
	b.click("#b1 .lane.l2")
	b.wait(`document.querySelector("#b1 .lane.l2").classList.contains("on")`)
	// O goes through all eight.
	b.press("Escape", "j", "k")
	evaluate[bool](b, `(document.querySelector("#b1").focus(), true)`)
	seen := map[string]bool{}
	for range 8 {
		b.press("o")
		b.wait(`document.querySelector("#details [aria-current=true]")`)
		seen[evaluate[string](b, `document.querySelector("#details [aria-current=true]").dataset.coding`)] = true
	}
	if len(seen) != 8 {
		t.Errorf("O reaches %d of 8 codings", len(seen))
	}
	// Longer with its button in the details, then taken away.
	b.click(`#details [data-item]:first-child [data-do="end-grow"]`)
	b.settle()
	b.click(`#details [data-item]:first-child [data-do="remove"]`)
	b.settle()
	if n := len(d.fresh(id)); n != 8 {
		t.Errorf("%d codings, want 8", n)
	}
}

// Changes of another tab come in without taking focus, selection or scroll, and
// draw only the turns that they touch.
func TestTextFollowsAnotherTab(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("lang", strings.Repeat(talk, 20))
	b := d.browser(1300, 700)
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector(".block[data-enter]")`)
	for range 9 {
		b.press("j")
	}
	b.wait(`document.activeElement.id === "b9"`)
	b.press("ArrowRight", "Ctrl+Shift+ArrowRight", "Ctrl+Shift+ArrowRight")
	b.status("2 woorden geselecteerd: Die belt")
	evaluate[bool](b, `(window.kept = {words: [...document.querySelectorAll(".words")], top: document.querySelector("#pane-text").scrollTop}, true)`)
	start := evaluate[int](b, `Number(document.querySelector("#w9").dataset.start)`)
	d.do("coding.add", addCodingIn{Document: id, Start: start + 4, End: start + 8, Code: "act.A01"})
	b.wait(`document.querySelector("#w9 .coded")?.textContent === "belt"`)
	if got := evaluate[int](b, `document.querySelectorAll(".words").length - window.kept.words.filter(w => w.isConnected).length`); got != 1 {
		t.Errorf("%d turns were drawn again, want 1", got)
	}
	if !evaluate[bool](b, `document.activeElement.id === "b9" && document.querySelector("#pane-text").scrollTop === window.kept.top`) {
		t.Error("focus or scroll was lost")
	}
	b.press("c")
	b.write("A03")
	b.press("Enter")
	b.settle()
	d.wantQuotes(id, "act.A03: Die belt", "act.A01: belt")

	// Reading: nothing happens by accident.
	b.click(`[data-mode="read"]`)
	b.press("x", ".", "3")
	b.click(`#codes [data-code="act.A02"]`)
	b.status("Leesstand")
	if n := len(d.fresh(id)); n != 2 {
		t.Errorf("%d codings after reading, want 2", n)
	}
	b.click(`[data-mode="code"]`)
	size := evaluate[float64](b, `parseFloat(getComputedStyle(document.querySelector(".words")).fontSize)`)
	b.click(`[data-zoom="1"]`)
	b.wait(fmt.Sprintf(`parseFloat(getComputedStyle(document.querySelector(".words")).fontSize) > %g`, size))
	b.click(`[data-pane="documents"]`)
	b.wait(`document.querySelector("#pane-documents").hidden`)
	b.goTo("/documents/" + string(id))
	b.wait(fmt.Sprintf(`document.querySelector("#pane-documents").hidden && parseFloat(getComputedStyle(document.querySelector(".words")).fontSize) > %g`, size))
	b.picture("text-collapsed")
}
