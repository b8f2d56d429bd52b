package workbench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// On a screen of 320 pixels one pane is open at a time and nothing sticks out;
// what is selected stays while the panes change. Every look and language passes
// axe.
func TestTextOnANarrowScreen(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("gesprek", talk)
	b := d.browser(500, 700)
	b.narrow(320, 700)
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector(".block[data-enter]")`)
	b.press("j", "t")
	b.status("14 woorden geselecteerd")
	for _, pane := range []string{"documents", "details", "codes"} {
		b.click(`.panes [data-pane="` + pane + `"]`)
		b.wait(fmt.Sprintf(`!document.querySelector("#pane-%s").hidden && document.querySelector("#pane-text").hidden`, pane))
		if wide := evaluate[float64](b, `document.documentElement.scrollWidth`); wide > 320 {
			t.Errorf("with %s open the page is %g pixels wide", pane, wide)
		}
	}
	b.click(`#codes [data-code="act.A01"]`)
	b.settle()
	d.wantQuotes(id, "act.A01: Prima. We gaan wandelen met de hond. Daarna drinken we koffie bij mevrouw Jansen.")
	b.click(`.panes [data-pane="text"]`)
	b.wait(`document.querySelector("#w1 .coded")?.offsetWidth > 0`)
	b.picture("text-narrow")
	for _, lang := range []string{"nl", "en"} {
		for _, theme := range []string{"light", "dark", "contrast"} {
			b.look(lang, theme)
			b.goTo("/documents/" + string(id))
			b.press("j")
			b.wait(`document.querySelector("#details [data-item]")`)
			b.accessible("narrow " + lang + " " + theme)
		}
	}
}

// narrow makes the page that wide, narrower than a window can be.
func (b *tab) narrow(width, height int64) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height)); err != nil {
		b.t.Fatal(err)
	}
}

// look chooses language and look in the browser's own session.
func (b *tab) look(lang, theme string) {
	b.t.Helper()
	evaluate[bool](b, fmt.Sprintf(`fetch("/session", {method: "POST", headers: {"Content-Type": "application/json", "X-Meerzicht": "1"}, body: JSON.stringify({lang: %q, theme: %q})}).then(r => r.ok)`, lang, theme))
}

// A long text is not whole in the page: an address opens in the middle, keys
// cross from chunk to chunk, finding reaches everything, and far text leaves.
func TestLongText(t *testing.T) {
	d := newDesk(t)
	text := longTalk(40_000) + "R: Helemaal achteraan staat een paraplu.\n"
	id := d.bringTalk("lang", text)
	at := placeOf(text, "paraplu")
	d.do("coding.add", addCodingIn{Document: id, Start: at, End: at + 7, Code: "act.A01"})
	coded := d.fresh(id)[0]
	b := d.browser(1300, 900)
	b.goTo(fmt.Sprintf("/documents/%s?coding=%s", id, coded.ID))
	b.wait(`CSS.highlights.has("coding") && document.querySelector("#details [aria-current=true]")`)
	b.wait(`document.querySelector(".coded").getBoundingClientRect().top < innerHeight`)
	if evaluate[bool](b, `!!document.querySelector("#b0")`) {
		t.Error("the beginning came along")
	}
	// Ctrl+F finds what the page does not hold.
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector(".block[data-enter]")`)
	b.press("Ctrl+f")
	b.wait(`document.activeElement.id === "find-words"`)
	b.write("PARAPLU")
	b.wait(`document.querySelector("#find-count").textContent === "1 van 1" && document.querySelector(".coded")`)
	b.press("Escape")
	b.press("ArrowRight", "ArrowLeft", "Escape")
	// Walking crosses chunks, whose blocks were not there.
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector(".block[data-enter]")`)
	for range chunkBlocks + 2 {
		b.press("j")
	}
	b.wait(fmt.Sprintf(`document.activeElement.id === "b%d"`, chunkBlocks+2))
	if n := evaluate[int](b, `document.querySelectorAll(".block").length`); n > 10*chunkBlocks {
		t.Errorf("%d blocks in the page", n)
	}
	if !strings.Contains(d.get("/documents/"+string(id)), "Lees hier verder") {
		t.Error("without script the rest cannot be reached")
	}
}
