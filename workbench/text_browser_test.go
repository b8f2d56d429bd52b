package workbench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// drag selects with the mouse from the beginning of one text to the end of
// another, in the words of two blocks.
func (b *tab) drag(fromBlock int, from string, toBlock int, to string) {
	b.t.Helper()
	at := evaluate[[4]float64](b, fmt.Sprintf(`(() => {
		const find = (block, text, end) => {
			const w = document.querySelector("#w" + block);
			w.scrollIntoView({block: "nearest"});
			const walk = document.createTreeWalker(w, NodeFilter.SHOW_TEXT);
			let at = w.textContent.indexOf(text) + (end ? text.length - 1 : 0);
			for (let n = walk.nextNode(); n; at -= n.length, n = walk.nextNode()) {
				if (at >= n.length) continue;
				const r = document.createRange();
				r.setStart(n, at); r.setEnd(n, at + 1);
				const box = r.getBoundingClientRect();
				return [end ? box.right - 1 : box.left + 1, (box.top + box.bottom) / 2];
			}
		};
		find(%[3]d, %[4]q, true);
		return [...find(%[1]d, %[2]q, false), ...find(%[3]d, %[4]q, true)];
	})()`, fromBlock, from, toBlock, to))
	for _, step := range []error{
		chromedp.Do(b.ctx, chromedp.MouseEvent("mousePressed", at[0], at[1], chromedp.ButtonLeft, chromedp.ClickCount(1))),
		chromedp.Do(b.ctx, chromedp.MouseEvent("mouseMoved", (at[0]+at[2])/2, (at[1]+at[3])/2, chromedp.ButtonLeft)),
		chromedp.Do(b.ctx, chromedp.MouseEvent("mouseMoved", at[2], at[3], chromedp.ButtonLeft)),
		chromedp.Do(b.ctx, chromedp.MouseEvent("mouseReleased", at[2], at[3], chromedp.ButtonLeft, chromedp.ClickCount(1))),
	} {
		if step != nil {
			b.t.Fatal(step)
		}
	}
}

// fresh are the codings of the tests' coder in a document.
func (d *desk) fresh(id instruments.DocumentID) []coding.Coding {
	d.t.Helper()
	var out []coding.Coding
	for _, c := range d.codings(id) {
		if c.Coder == "toets" {
			out = append(out, c)
		}
	}
	return out
}

// wantQuotes checks which words the tests' coder has coded with what.
func (d *desk) wantQuotes(id instruments.DocumentID, want ...string) {
	d.t.Helper()
	var got []string
	for _, c := range d.fresh(id) {
		got = append(got, string(c.Code)+": "+c.Quotation)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		d.t.Errorf("coded:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A person selects words with the mouse, clicks a code, sees it, and takes it
// back.
func TestCodingWithTheMouse(t *testing.T) {
	d := newDesk(t)
	before := len(d.codings("R01"))
	b := d.browser(1300, 900)
	b.goTo("/documents/R01")
	evaluate[bool](b, `(() => { const w = document.querySelectorAll(".words")[1], r = document.createRange(); r.selectNodeContents(w); getSelection().removeAllRanges(); getSelection().addRange(r); return true })()`)
	b.wait(`document.querySelector("#status").textContent.includes("geselecteerd")`)
	b.click(`#codes [data-code="act.A01"]`)
	b.wait(`document.querySelector("#status").textContent.includes("A01")`)
	if n := len(d.codings("R01")); n != before+1 {
		t.Errorf("%d codings, want %d", n, before+1)
	}
	b.wait(`document.querySelectorAll(".words")[1].querySelector(".coded")`)
	b.picture("text")
	b.click("#undo")
	b.wait(`document.querySelector("#status").textContent.includes("Ongedaan")`)
	if n := len(d.codings("R01")); n != before {
		t.Errorf("after undo %d codings, want %d", n, before)
	}
	b.accessible("text")
}
