package workbench

import (
	"fmt"
	"slices"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// at waits until a difference about some words, or about an item, is the one
// that is shown, and has the focus.
func (b *tab) atDifference(what string) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`(() => { const a = [...document.querySelectorAll(".difference")].find(a => !a.hidden); return a && a.textContent.includes(%s) && document.activeElement === a })()`, quoteJS(what)))
}

// open is how many differences are open, as the page says it.
func (b *tab) openIs(n int) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`document.querySelector(".queue")?.dataset.open === "%d" && !document.documentElement.hasAttribute("data-pending")`, n))
}

// Settling with the keyboard only: a queue with differences of every kind, each
// of the keys, own versions, comments, undo, and taking over without touching
// what was decided.
func TestCompareByKeyboard(t *testing.T) {
	d, id := twoCoders(t)
	b := d.browser(1500, 950)
	b.goTo("/compare")
	b.openIs(8)
	b.accessible("compare")
	b.press("F6", "F6", "F6")
	b.wait(`document.activeElement?.id === "deciding-title" || document.activeElement?.closest(".deciding, .queue")`)

	// To the first one and on: next and previous with both keys.
	b.press("n")
	b.atDifference("drinken we koffie bij mevrouw Jansen")
	b.press("j")
	b.atDifference("Die belt elke week.")
	b.press("k", "p")
	b.atDifference("wandelen met de hond")
	b.press("p")
	b.status("Dit is het eerste verschil.")

	// A with a comment, B, both, neither.
	b.press("m")
	b.wait(`document.activeElement.id === "comment"`)
	b.write("de hond hoort erbij")
	b.press("Escape")
	b.atDifference("wandelen met de hond")
	b.press("a")
	b.atDifference("drinken we koffie bij mevrouw Jansen")
	b.press("b")
	b.atDifference("Die belt elke week.")
	b.openIs(6)
	b.press("d")
	b.atDifference("Dat is fijn.")
	b.press("x")
	b.atDifference("een taart")
	b.openIs(4)
	b.wait(`document.activeElement === [...document.querySelectorAll(".difference")].find(a => !a.hidden)`)

	// An own version: shorter at its end by two words, earlier by one, other code.
	b.press("e")
	b.wait(`document.querySelector(".own") === document.activeElement`)
	b.press("a") // no verdict while an own version is open
	b.accessible("compare own")
	b.picture("compare-own")
	b.press("-", "{", "Alt+{")
	b.wait(`document.querySelector(".own-words").textContent.includes("ze langs met een")`)
	b.press("}", "c")
	b.wait(`document.querySelector("#palette").open`)
	b.write("A08")
	b.press("Enter")
	b.wait(`document.querySelector(".own-codes").textContent.length > 6 && document.activeElement === document.querySelector(".own")`)
	b.press("Enter")
	b.atDifference("weer mensen om me heen")
	b.openIs(3)
	b.press("e", "Escape")
	b.atDifference("weer mensen om me heen")
	b.press("b")
	b.atDifference("activiteitenlijst van R01")

	// Lists: A's answer; an own answer for the second.
	b.openIs(2)
	b.press("d")
	b.status("Bij een lijst geldt één antwoord")
	b.press("a")
	b.openIs(1)
	b.press("x")
	b.wait(`document.activeElement.type === "radio"`)
	b.press("ArrowDown")
	b.press("Enter")
	b.openIs(0)
	b.wait(`document.querySelector("#none")?.textContent.includes("Over alle verschillen is beslist")`)
	b.accessible("compare done")

	want := []string{
		"act.A01: wandelen met de hond", "act.A02: drinken we koffie bij mevrouw Jansen", "act.A03: Die belt elke week.", "act.A04: Die belt elke week.",
		"act.A08: ze langs met een taart", "act.A05: Zeker weten.", "act.A07: weer mensen om me heen",
	}
	if got := d.consensus(id); !slices.Equal(got, want) {
		t.Errorf("consensus %q\nwant %q", got, want)
	}
	d.wantLayer(id, want)
	t.Run("again", func(t *testing.T) { compareAgain(t, d, b, id, want) })
}

// wantLayer: the consensus is what counts in a document, and a list.
func (d *desk) wantLayer(id instruments.DocumentID, want []string) {
	d.t.Helper()
	c, err := d.study.Corpus(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	layer, err := c.InLayer("")
	if err != nil {
		d.t.Fatal(err)
	}
	var got []string
	for _, k := range layer.Codings {
		if k.Document == id {
			got = append(got, string(k.Code)+": "+k.Quotation)
		}
	}
	if !slices.Equal(got, want) {
		d.t.Errorf("the layer counts %q\nwant %q", got, want)
	}
	states := map[instruments.ActivityID]instruments.State{}
	for _, f := range layer.Fillings {
		if f.Respondent == "R01" {
			if f.Coder != string(coding.ConsensusCoder) {
				d.t.Errorf("the list of %s counts", f.Coder)
			}
			for _, r := range f.Responses {
				states[r.Activity] = r.State
			}
		}
	}
	if states["A01"] != instruments.Mentioned || states["A02"] == "" {
		d.t.Errorf("the list says %v", states)
	}
}

// compareAgain goes on when all is decided: undo, redo, reopening, and taking
// over again after a coder changed something.
func compareAgain(t *testing.T, d *desk, b *tab, id instruments.DocumentID, want []string) {
	b.press("z")
	b.openIs(1)
	b.atDifference("activiteitenlijst van R01")
	b.press("z", "z")
	b.openIs(3)
	b.atDifference("weer mensen om me heen")
	b.press("Shift+z", "Shift+z", "Shift+z")
	b.openIs(0)

	b.fill("#choose-show", showSettled)
	b.wait(`document.querySelectorAll(".difference").length === 8`)
	evaluate[bool](b, `(document.querySelector("#queue-title").focus(), true)`)
	b.press("n", "p")
	b.wait(`document.activeElement.classList.contains("difference")`)
	b.press("a")
	b.status("O opent het opnieuw")
	b.picture("compare-settled")
	b.press("o")
	b.wait(`document.querySelectorAll(".difference").length === 7`)
	b.fill("#choose-show", showOpen)
	b.openIs(1)

	// A coder codes more, both alike: taking that over leaves the decisions.
	more := []coding.Coding{coded(id, twoTalk, "anna", "act.A09", "Hoe gaat het?"), coded(id, twoTalk, "bram", "act.A09", "Hoe gaat het?")}
	d.act("anna", func(v coding.View) (coding.Command, error) { return coding.AddCodings(v, more...) })
	b.wait(`!document.querySelector("#merge").disabled`)
	evaluate[bool](b, `(document.querySelector("#queue-title").focus(), true)`)
	b.press("g")
	b.wait(`document.querySelector("#merge").disabled && document.querySelector("#merge-about").textContent.includes("staat in de consensus")`)
	got := d.consensus(id)
	if len(got) != len(want)-1+1 && len(got) != len(want) || got[0] != "act.A09: Hoe gaat het?" {
		t.Errorf("consensus %q after taking over again, want %q and the new one", got, want)
	}
	for _, k := range got[1:] {
		if !slices.Contains(want, k) {
			t.Errorf("taking over again made %q", k)
		}
	}
	b.press("z")
	b.wait(`!document.querySelector("#merge").disabled`)
}

// With the mouse: a line of the queue, the buttons, an own version of selected
// words, and what another does shows here.
func TestCompareByMouse(t *testing.T) {
	t.Parallel()
	d, id := twoCoders(t)
	b := d.browser(1500, 950)
	b.goTo("/compare?kind=boundary")
	b.wait(`document.querySelectorAll(".difference").length === 2 && !document.querySelector("#figures[aria-busy]")`)
	b.picture("compare")
	b.click(".lines li:nth-child(2) .go")
	b.atDifference("een taart")
	b.click("[data-own]")
	b.wait(`document.querySelector(".own")`)
	evaluate[bool](b, `(() => { const w = document.querySelector(".difference:not([hidden]) .words"); const s = getSelection(); const n = [...w.querySelectorAll("span")].at(-1).firstChild; s.setBaseAndExtent(n, 1, n, 5); document.dispatchEvent(new MouseEvent("mouseup", {bubbles: true})); return true })()`)
	b.wait(`document.querySelector(".own-words").textContent === "“erbi”"`)
	b.click("[data-edge=end][data-by='1']")
	b.wait(`document.querySelector(".own-words").textContent === "“erbij”"`)
	b.click(".own [data-store]")
	b.wait(`document.querySelectorAll(".difference").length === 1`)
	if got := d.consensus(id); !slices.Contains(got, "act.A06: erbij") {
		t.Errorf("consensus %q", got)
	}
	b.fill("#choose-kind", "")
	b.openIs(7)
	q := d.settling().Queue[1]
	d.do("consensus.settle", settleIn{Round: "1", A: "anna", B: "bram", Difference: q.ID, Document: id, Keep: []coding.CoderID{"anna"}})
	b.openIs(6)
	b.fill("#coder-a", "bram")
	b.wait(`document.querySelector("#compare")?.dataset.a === "bram" && document.querySelector("#compare").dataset.b === "anna" && document.documentElement.hasAttribute("data-ready")`)
	b.goTo("/compare/codes")
	b.accessible("confused")
	b.click(".pair .places a")
	b.wait(`document.documentElement.hasAttribute("data-ready") && [...document.querySelectorAll(".difference")].find(a => !a.hidden)?.textContent.includes("Die belt elke week.")`)
}

// While the workbench is gone decisions wait, and the next differences are there
// to be decided about; they are stored in order when it is back. What another
// decided meanwhile stays.
func TestCompareWhileAway(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	id := s.desk.double()
	b := s.desk.browser(1500, 950)
	b.goTo("/compare")
	b.openIs(8)
	b.wait(`!document.querySelector("#figures[aria-busy]")`)
	s.close()
	b.press("n", "p", "a", "b", "x")
	b.wait(`document.querySelectorAll(".being-stored").length === 3 && document.querySelector("#pending").textContent.startsWith("3 ")`)
	b.atDifference("Dat is fijn.")
	s.open()
	if n := len(s.desk.settling().Done); n != 0 {
		t.Errorf("%d decided while away", n)
	}
	q := s.desk.settling().Queue[1]
	s.desk.act("bram", func(v coding.View) (coding.Command, error) {
		return coding.Settle(v, coding.Verdict{Difference: q.ID, Round: "1", Keep: []coding.CoderID{"anna"}, By: "bram"})
	})
	b.goTo(s.desk.server.StartURL())
	b.wait(`!document.documentElement.hasAttribute("data-pending") && document.querySelector("#status").textContent`)
	b.goTo("/compare")
	b.openIs(5)
	for _, one := range s.desk.settling().Done {
		if one.Difference == q.ID && one.By != "bram" {
			t.Errorf("the decision of another was overwritten: %+v", one)
		}
	}
	if got := s.desk.consensus(id); !slices.Equal(got, []string{"act.A01: wandelen met de hond", "act.A02: koffie", "act.A05: Zeker weten."}) {
		t.Errorf("consensus %q", got)
	}
}
