package workbench

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"meerzicht/instruments"
	"meerzicht/study"
)

// bringTalk imports a transcript, as a person would.
func (d *desk) bringTalk(name, text string) instruments.DocumentID {
	d.t.Helper()
	in := study.Input{Name: name + ".txt", Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
	if _, err := d.study.Import(context.Background(), "toets", []study.Input{in}, study.ImportOptions{}); err != nil {
		d.t.Fatal(err)
	}
	docs, err := d.study.Documents(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, doc := range docs {
		if strings.Contains(string(doc.ID)+doc.Title, name) {
			return doc.ID
		}
	}
	d.t.Fatalf("no document %s", name)
	return ""
}

// talk is a small conversation; its blocks are the turns 0 to 5.
const talk = `I: Hoe gaat het?
R: Prima. We gaan wandelen met de hond. Daarna drinken we koffie bij mevrouw Jansen.
I: En de coördinator?
R: Die belt elke week. Dat is fijn.
I: Helpt dat?
R: Zeker weten.
`

func (b *tab) status(part string) {
	b.t.Helper()
	b.wait("document.querySelector('#status').textContent.includes(" + quoteJS(part) + ")")
}

func quoteJS(s string) string {
	var b bytes.Buffer
	b.WriteByte('`')
	b.WriteString(s)
	b.WriteByte('`')
	return b.String()
}

// settle waits until nothing is being stored.
func (b *tab) settle() {
	b.t.Helper()
	b.wait(`!document.documentElement.hasAttribute("data-busy") && !document.documentElement.hasAttribute("data-pending")`)
	if what := b.text("#problem-what"); what != "" {
		b.t.Errorf("the page says: %s %s", what, b.text("#problem-hint"))
	}
}

// Everything of the text pane without a pointer: walking, selecting by letter,
// word, sentence and turn, the palette, repeating, pinning, in vivo, and all that
// can be done with codings.
func TestTextByKeyboard(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("gesprek", talk)
	b := d.browser(1300, 900)
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector(".block[data-enter]")`)

	// Into the text, to the second turn, three words.
	b.press("u")
	b.wait(`document.activeElement.id === "b1"`)
	b.press("k", "j", "ArrowDown", "k")
	b.wait(`document.activeElement.id === "b1"`)
	if got := evaluate[string](b, `document.activeElement.getAttribute("aria-label")`); got != "beurt 2, R" {
		t.Errorf("the turn is called %q", got)
	}
	b.press("ArrowRight", "Ctrl+ArrowRight", "Ctrl+Shift+ArrowRight", "Ctrl+Shift+ArrowRight", "Ctrl+Shift+ArrowRight")
	b.status("3 woorden geselecteerd: We gaan wandelen")
	b.press("c")
	b.write("a01")
	b.wait(`document.querySelector("#palette-list [aria-selected=true]")?.dataset.id === "act.A01"`)
	b.accessible("palette")
	b.picture("text-palette")
	b.press("Enter")
	b.status("Gecodeerd met")
	d.wantQuotes(id, "act.A01: We gaan wandelen")

	// Again with the last code on a sentence; the selection was kept meanwhile.
	b.press("s")
	b.status("6 woorden geselecteerd")
	b.press("s")
	b.status("Daarna drinken we koffie")
	b.press(".")
	b.settle()
	d.wantQuotes(id, "act.A01: We gaan wandelen", "act.A01: Daarna drinken we koffie bij mevrouw Jansen.")
	b.press("z")
	b.status("Ongedaan")

	// Letters: a selection shrinks and grows, Esc steps out twice.
	b.press("Escape", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft")
	b.status("1 woord geselecteerd: en")
	b.press("Escape", "Escape")
	b.wait(`!document.querySelector(".caret") && document.activeElement.id === "b1"`)

	// A whole turn and the next; Shift+Enter keeps the palette, a new code by its name.
	b.press("j", "j", "t", "Shift+t")
	b.status("Die belt elke week. Dat is fijn. Helpt dat?")
	b.press("Enter")
	b.write("hond als brug")
	b.press("Shift+Enter")
	b.wait(`document.querySelector("#palette-words").textContent.includes("hond als brug")`)
	b.settle()
	b.write("A01")
	b.press("Alt+3", "Escape")
	d.wantQuotes(id, "act.A01: We gaan wandelen", "eigen.hond-als-brug: Die belt elke week. Dat is fijn.\nI: Helpt dat?")
	b.wait(`document.querySelector("#pins")?.textContent.includes("3")`)

	// A pinned digit, and a code of the words themselves.
	b.press("j", "j", "3")
	b.settle()
	b.press("s", "v")
	b.settle()
	d.wantQuotes(id, "act.A01: We gaan wandelen", "eigen.hond-als-brug: Die belt elke week. Dat is fijn.\nI: Helpt dat?", "act.A01: Zeker weten.", "eigen.zeker-weten: Zeker weten.")

	t.Run("codings", func(t *testing.T) { codingsByKeyboard(t, d, b, id) })
}

// codingsByKeyboard goes on where TestTextByKeyboard is.
func codingsByKeyboard(t *testing.T, d *desk, b *tab, id instruments.DocumentID) {
	// To the first coding: longer, shorter, earlier, later.
	b.press("Escape", "Escape", "[", "[")
	b.status("samen ondernemen")
	b.press("+", "+")
	b.settle()
	d.wantQuotesAt(id, 0, "We gaan wandelen met de")
	b.press("-", "}", "{", "{")
	b.settle()
	d.wantQuotesAt(id, 0, "Prima. We gaan wandelen met")
	b.press("Alt++", "}", "Alt+}")
	b.settle()
	d.wantQuotesAt(id, 0, "e gaan wandelen met ")

	// Memo and weight; Ctrl+Enter stores.
	b.press("m")
	b.wait(`document.activeElement.id === "note-memo"`)
	b.write("denkt aan de hond")
	b.press("Ctrl+Enter")
	b.settle()
	b.press("w")
	b.wait(`document.activeElement.id === "note-weight"`)
	b.write("70")
	b.press("Enter")
	b.settle()
	c := d.fresh(id)[0]
	if c.Memo != "denkt aan de hond" || c.Weight != 70 {
		t.Errorf("memo %q, weight %d", c.Memo, c.Weight)
	}
	b.wait(`document.querySelector("#details .memo")?.textContent === "denkt aan de hond"`)

	// Another code keeps both.
	b.press("Shift+c")
	b.write("A02")
	b.press("Enter")
	b.status("Nu gecodeerd met")
	c = d.fresh(id)[0]
	if c.Code != "act.A02" || c.Memo != "denkt aan de hond" || c.Weight != 70 {
		t.Errorf("recoded: %+v", c)
	}

	// Forward through the codings, past the last one, and one is taken away.
	b.press("]", "]")
	b.status("Zeker weten.")
	b.press("x")
	b.status("verwijderd")
	if n := len(d.fresh(id)); n != 3 {
		t.Errorf("%d codings are left, want 3", n)
	}
	b.press("k", "k", "k", "k", "k", "u")
	b.status("geen antwoord zonder codering")
	b.press("f")
	b.wait(`document.activeElement.id === "find-words"`)
	b.write("COORDINATOR")
	b.wait(`document.querySelector("#find-count").textContent === "1 van 1"`)
	b.press("Escape")
	b.wait(`document.activeElement.id === "b2"`)
	b.accessible("text after keys")
	b.picture("text-keys")
	b.press("p")
	b.wait(`document.documentElement.hasAttribute("data-ready") && !location.pathname.endsWith("` + string(id) + `") && document.querySelector("#text")`)
	b.press("n")
	b.wait(`document.documentElement.hasAttribute("data-ready") && location.pathname.endsWith("` + string(id) + `") && document.querySelector("#text")`)
}

func (d *desk) wantQuotesAt(id instruments.DocumentID, i int, want string) {
	d.t.Helper()
	if list := d.fresh(id); i >= len(list) || list[i].Quotation != want {
		d.t.Errorf("coding %d is %q, want %q", i, list[i].Quotation, want)
	}
}
