package workbench

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// stretches is what is coded with a code in a document, in text order, as the
// browser is not asked for it.
func (s *shop) stretches(doc instruments.DocumentID, code coding.CodeID) (out []string) {
	s.t.Helper()
	list, err := coding.All[coding.Coding](s.study.View(context.Background()), coding.CodingKind)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range list {
		if c.Document == doc && c.Code == code {
			out = append(out, c.Quotation)
		}
	}
	return out
}

// pinFirst puts a code under key 1.
func (b *tab) pinFirst(code string) {
	b.t.Helper()
	evaluate[bool](b, fmt.Sprintf("(localStorage.setItem(`meerzicht.pins.${document.body.dataset.study ?? ''}`, JSON.stringify([%q])), true)", code))
}

// The workbench is gone while somebody codes on: each stretch is kept as it was
// when its key was pressed, all are shown as waiting, keys that need the server
// say so, and once it is back everything is done in the order of the presses.
func TestCodingWhileTheWorkbenchIsGone(t *testing.T) {
	s := newShop(t)
	id := s.desk.bringTalk("gesprek", talk)
	b := s.desk.browser(1300, 900)
	b.goTo("/documents/" + string(id))
	b.pinFirst("act.A01")
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector("#pins button[data-pin]")`)
	b.settle()
	b.press("j", "t") // so that the text has the focus
	b.settle()
	s.close()

	// Two words, then two others by sentence, then a turn by its own.
	b.press("Escape", "Escape", "ArrowRight", "Ctrl+Shift+ArrowRight", "1")
	b.press("Escape", "Ctrl+ArrowRight", "Ctrl+ArrowRight", "Ctrl+Shift+ArrowRight", "Ctrl+Shift+ArrowRight", "1")
	b.press("j", "j", "s", "1")
	b.wait(`document.querySelector("#pending").textContent.startsWith("3 ")`)
	if n := evaluate[int](b, `CSS.highlights.get("pending")?.size ?? 0`); n != 3 {
		t.Errorf("%d stretches are shown as waiting, want 3", n)
	}
	waiting := evaluate[string](b, `CSS.highlights.get("pending") ? [...CSS.highlights.get("pending")].map(r => r.toString()).join("|") : ""`)
	want := []string{"Prima", "gaan wandelen", "Die belt elke week."}
	if waiting != "Prima|gaan wandelen|Die belt elke week." {
		t.Errorf("waiting: %s", waiting)
	}
	b.wait(`!document.querySelector("#offline").hidden`)
	if evaluate[bool](b, `document.querySelector("#offline").textContent.includes("alleen lezen")`) {
		t.Error("the page calls itself read only and takes acts")
	}
	b.picture("text-away")
	b.status("4 woorden geselecteerd")

	// What cannot be done now is said, and changes nothing; the palette works.
	for _, key := range []string{"+", "p", "u", "]"} {
		evaluate[bool](b, `(document.querySelector("#status").textContent = "", true)`)
		b.press(key)
		b.status("kan pas als ze terug is")
	}
	b.press("s", "c")
	b.wait(`document.querySelector("#palette").open`)
	b.write("A02")
	b.press("Enter", "z")
	b.wait(`document.querySelector("#pending").textContent.startsWith("5 ")`)

	s.open()
	b.goTo(s.desk.server.StartURL())
	for range 200 {
		if evaluate[bool](b, allStored) && len(s.stretches(id, "act.A01")) >= 3 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	got := s.stretches(id, "act.A01")
	slices.Sort(got)
	if sorted := slices.Sorted(slices.Values(want)); !slices.Equal(got, sorted) {
		t.Errorf("coded %q, want %q", got, sorted)
	}
	if got := s.stretches(id, "act.A02"); len(got) != 0 {
		t.Errorf("the last press was undo, yet %q is coded", got)
	}
	b.press("z")
	b.wait(allStored)
	if got := s.stretches(id, "act.A01"); len(got) != 2 || slices.Contains(got, want[2]) {
		t.Errorf("the next undo leaves %q", got)
	}
}

// selectWords selects words of a turn as the mouse does.
func (b *tab) selectWords(block, words string) {
	b.t.Helper()
	evaluate[bool](b, fmt.Sprintf(`(() => { const p = document.querySelector("#%s .words"), at = p.textContent.indexOf(%q), walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
		let from = at, node = walk.nextNode(); while (from >= node.length) { from -= node.length; node = walk.nextNode(); }
		let to = at + %d, last = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), end = last.nextNode(); while (to > end.length) { to -= end.length; end = last.nextNode(); }
		getSelection().setBaseAndExtent(node, from, end, to); return true })()`, block, words, len(words)))
}

// Answers are lost on the way: what is selected with the mouse meanwhile does not
// change what was coded before, and what is only selected is not coded.
func TestCodingWithTheMouseWhileAnswersAreLost(t *testing.T) {
	s := newShop(t)
	id := s.desk.bringTalk("gesprek", talk)
	b := s.desk.browser(1300, 900)
	b.goTo("/documents/" + string(id))
	b.pinFirst("act.A01")
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector("#pins button[data-pin]")`)
	b.settle()
	s.lose.Store(2)
	b.selectWords("b1", "wandelen met")
	b.press("1")
	b.selectWords("b3", "elke week")
	b.press("1")
	b.selectWords("b5", "Zeker")
	b.wait(allStored)
	b.settle()
	if got := s.stretches(id, "act.A01"); len(got) != 2 || !slices.Contains(got, "wandelen met") || !slices.Contains(got, "elke week") {
		t.Errorf("coded %q, want the two that a key was pressed for", got)
	}

	// The selection goes along with a coding that is made longer and shorter.
	b.selectWords("b5", "Zeker")
	b.press("1")
	b.press("+", "Escape")
	b.settle()
	b.selectWords("b1", "koffie")
	b.press("1", "+", "{")
	b.settle()
	b.wait(`[...CSS.highlights.get("selected") ?? []].map(r => r.toString()).join("") === "we koffie bij"`)
	b.press("-")
	b.settle()
	got := s.stretches(id, "act.A01")
	slices.Sort(got)
	if fmt.Sprint(got) != fmt.Sprint([]string{"Zeker weten", "elke week", "wandelen met", "we koffie"}) {
		t.Errorf("coded %q", got)
	}
}
