package workbench

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"meerzicht/coding"
)

// order is the ids of the codebook in reading order.
func (d *desk) order() []string {
	d.t.Helper()
	codes, err := coding.All[coding.Code](d.study.View(context.Background()), coding.CodeKind)
	if err != nil {
		d.t.Fatal(err)
	}
	var out []string
	for _, c := range coding.TreeOf(codes).Codes {
		out = append(out, string(c.ID))
	}
	return out
}

// at is the place of a code in reading order.
func (d *desk) at(code string) int { return slices.Index(d.order(), code) }

// with are the ids of the codings with a code.
func (d *desk) with(code coding.CodeID) []string {
	d.t.Helper()
	list, err := d.study.CodingsWith(context.Background(), code)
	if err != nil {
		d.t.Fatal(err)
	}
	var out []string
	for _, k := range list {
		out = append(out, string(k.ID))
	}
	slices.Sort(out)
	return out
}

// reason is the reason of the last event.
func (d *desk) reason() string {
	d.t.Helper()
	events, err := lastEvents(d, 1)
	if err != nil {
		d.t.Fatal(err)
	}
	cmd, err := events[0].Command()
	if err != nil {
		d.t.Fatal(err)
	}
	return cmd.Reason
}

// said waits for words in the status line.
func (b *tab) said(words string) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`document.querySelector("#status").textContent.includes(%q)`, words))
}

// onCode waits until a code's row has the focus.
func (b *tab) onCode(code string) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`document.activeElement?.dataset?.code === %q`, code))
}

// row is the selector of a code's row.
func row(code string) string { return fmt.Sprintf(`#code-tree [data-code="%s"]`, code) }

// find goes to a code by keyboard: its name is searched in the box above the
// tree, which the arrow leaves for the first hit.
func (b *tab) find(words, code string) {
	b.t.Helper()
	evaluate[bool](b, `(() => { document.querySelector("#codes-find").focus(); document.querySelector("#codes-find").select(); return true })()`)
	b.press("Backspace")
	b.write(words)
	b.wait(fmt.Sprintf(`document.querySelector(%q)`, row(code)))
	b.press("ArrowDown")
	b.onCode(code)
	evaluate[bool](b, `(() => { const f = document.querySelector("#codes-find"); f.value = ""; f.dispatchEvent(new Event("input", {bubbles: true})); return true })()`)
	b.wait(`!document.querySelector("#code-tree .above")`)
	b.onCode(code)
}

// Everything is done to codes with the keyboard alone.
func TestCodebookByKeyboard(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/codebook")

	// The tree: Home, arrows, closing, type-ahead.
	evaluate[bool](b, `(() => { document.querySelector("#codes-new").focus(); return true })()`)
	b.press("Tab")
	b.onCode("act")
	b.press("ArrowDown")
	b.onCode("act.A01")
	b.press("ArrowLeft")
	b.onCode("act")
	b.press("ArrowLeft")
	b.wait(`document.querySelector('[data-code="act.A01"]').hidden`)
	b.press("ArrowDown")
	b.onCode("doel")
	b.press("ArrowUp", "ArrowRight", "ArrowRight")
	b.onCode("act.A01")
	b.write("b0")
	b.onCode("act.B01")
	b.press("End")
	b.wait(`document.activeElement === [...document.querySelectorAll("#code-tree .code:not([hidden])")].at(-1)`)
	b.press("Home")
	b.onCode("act")

	// Enter shows the record.
	b.find("knelp.K1", "knelp.K1")
	b.press("Enter")
	b.wait(`document.querySelector('[data-record="knelp.K1"]')`)
	if n := evaluate[int](b, `document.querySelectorAll("[aria-selected=true].code").length`); n != 1 {
		t.Errorf("%d codes are selected", n)
	}

	// A new code below, and one beside it.
	b.press("Insert")
	b.wait(`document.querySelector("#code-dialog[open] [name=name]") === document.activeElement`)
	b.write("Reistijd")
	b.press("Enter")
	b.onCode("knelp.reistijd")
	b.said("Reistijd")
	c, ok := d.code("knelp.reistijd")
	if !ok || c.Parent != "knelp.K1" || !c.Codable || c.Name.NL != "Reistijd" || c.Origin != "inductief" {
		t.Errorf("new code: %+v", c)
	}
	b.press("Shift+Insert")
	b.wait(`document.querySelector("#code-dialog[open] [name=name]") === document.activeElement`)
	b.write("Parkeren")
	b.press("Enter")
	b.onCode("knelp.parkeren")

	// Alt+arrow moves among siblings; the focus goes along.
	if d.at("knelp.parkeren") != d.at("knelp.reistijd")+1 {
		t.Errorf("not beside: %v", d.order())
	}
	b.press("Alt+ArrowUp")
	b.said("verplaatst")
	b.wait(fmt.Sprintf(`document.querySelector(%q).compareDocumentPosition(document.querySelector(%q)) & 4`, row("knelp.parkeren"), row("knelp.reistijd")))
	b.onCode("knelp.parkeren")
	if d.at("knelp.parkeren") != d.at("knelp.reistijd")-1 {
		t.Errorf("not moved up: %v", d.order())
	}

	b.changeCode(t)
	b.accessible("codebook")
}

// changeCode renames, defines, recolours, moves and deletes the code that has
// the focus, and takes the last back.
func (b *tab) changeCode(t *testing.T) {
	// F2 renames.
	b.press("F2")
	b.wait(`document.activeElement?.name === "name_nl"`)
	b.press("Ctrl+a")
	b.write("Parkeerplek")
	b.press("Enter")
	b.said("heet nu ‘Parkeerplek’")
	b.onCode("knelp.parkeren")

	// Alt+Enter defines, with a reason.
	b.press("Alt+Enter")
	b.wait(`document.activeElement?.name === "definition_nl"`)
	b.write("Geen plek voor de auto.")
	b.press("Tab", "Tab", "Tab", "Tab")
	b.write("kwam twee keer voor")
	b.press("Ctrl+Enter")
	b.said("omschreven")
	if c, _ := b.code("knelp.parkeren"); c.Definition.NL != "Geen plek voor de auto." || b.reason() != "kwam twee keer voor" {
		t.Errorf("definition %q, reason %q", c.Definition.NL, b.reason())
	}
	b.onCode("knelp.parkeren")

	// The menu: recolour by name.
	b.press("Shift+F10")
	b.wait(`document.activeElement?.role === "menuitem" || document.activeElement?.getAttribute("role") === "menuitem"`)
	b.press("ArrowDown", "ArrowDown", "Enter")
	b.wait(`document.querySelector("#code-dialog[open] [data-colour]") === document.activeElement`)
	b.press("Tab", "Enter")
	b.said("andere kleur")
	if c, _ := b.code("knelp.parkeren"); c.Colour != "#e69f00" {
		t.Errorf("colour %q", c.Colour)
	}
	b.wait(fmt.Sprintf(`getComputedStyle(document.querySelector(%q)).getPropertyValue("--code") === "#e69f00"`, row("knelp.parkeren")))
	b.onCode("knelp.parkeren")

	// The menu: move to another parent, first.
	b.press("Shift+F10", "m", "v", "Enter")
	b.wait(`document.activeElement?.id === "code-parent" && document.querySelector("[data-places] option")`)
	b.press("Ctrl+a")
	b.write("waard.W1")
	b.wait(`document.querySelector("#code-parent-list [role=option]")?.dataset.id === "waard.W1"`)
	b.press("Enter")
	b.wait(`[...document.querySelectorAll("[data-places] option")].some(o => o.value === "after:waard.W1.1")`)
	b.press("Tab", "ArrowDown", "Tab", "Enter")
	b.said("verplaatst onder")
	if c, _ := b.code("knelp.parkeren"); c.Parent != "waard.W1" || b.at("knelp.parkeren") != b.at("waard.W1")+1 {
		t.Errorf("moved to %+v", c)
	}

	// Delete, with a reason, and Z brings it back.
	b.onCode("knelp.parkeren")
	b.press("Delete")
	b.wait(`document.querySelector("#code-dialog[open] [name=reason]")`)
	b.press("Shift+Tab")
	b.write("dubbel")
	b.press("Ctrl+Enter")
	b.said("verwijderd")
	if _, ok := b.code("knelp.parkeren"); ok || b.reason() != "dubbel" {
		t.Errorf("still there, or reason %q", b.reason())
	}
	b.wait(`document.activeElement?.matches("#code-tree .code") && !document.querySelector('[data-code="knelp.parkeren"]')`)
	b.press("z")
	b.wait(`document.querySelector('[data-code="knelp.parkeren"]')`)
}

// A code is merged and split with the keyboard; no coding is lost, also when
// that is taken back and done again.
func TestMergeAndSplitByKeyboard(t *testing.T) {
	d := newDesk(t)
	a01, a02 := d.with("act.A01"), d.with("act.A02")
	if len(a01) == 0 || len(a02) == 0 {
		t.Fatal("the codes have no codings")
	}
	b := d.browser(1300, 900)
	b.goTo("/codebook?code=act.A01")
	b.find("act.A01", "act.A01")
	b.press("Shift+F10", "s", "Enter")
	b.wait(`document.activeElement?.id === "code-into"`)
	b.write("act.A02")
	b.wait(`document.querySelector("#code-into-list [role=option]")?.dataset.id === "act.A02"`)
	b.press("Enter", "Tab")
	b.write("hetzelfde")
	b.accessible("merge dialog")
	b.press("Ctrl+Enter")
	b.said("Samengevoegd")
	both := append(slices.Clone(a01), a02...)
	slices.Sort(both)
	if got := d.with("act.A02"); !slices.Equal(got, both) || d.reason() != "hetzelfde" {
		t.Errorf("merged: %d codings, want %d; reason %q", len(got), len(both), d.reason())
	}
	b.wait(`!document.querySelector('#code-tree [data-code="act.A01"]') && !document.querySelector(".record-gone").hidden`)
	b.press("Ctrl+z")
	b.said("Ongedaan")
	if !slices.Equal(d.with("act.A01"), a01) || !slices.Equal(d.with("act.A02"), a02) {
		t.Error("taking back the merge did not bring all back")
	}
	b.press("Ctrl+y")
	b.said("Opnieuw")
	if got := d.with("act.A02"); !slices.Equal(got, both) {
		t.Error("doing the merge again differs")
	}

	b.find("act.A02", "act.A02")
	b.press("Shift+F10", "s", "s", "Enter")
	b.wait(`document.querySelector("#code-dialog[open] [name=part]") === document.activeElement`)
	b.write("Zelf regelen")
	b.press("Tab")
	b.write("Samen regelen")
	evaluate[bool](b, `(() => { document.querySelector("[data-split-coding]").focus(); return true })()`)
	first := evaluate[string](b, `document.activeElement.dataset.splitCoding`)
	b.press("Space")
	evaluate[bool](b, `(() => { document.querySelector("[data-part-now]").focus(); return true })()`)
	b.press("ArrowDown")
	evaluate[bool](b, `(() => { document.querySelectorAll("[data-split-coding]")[1].focus(); return true })()`)
	second := evaluate[string](b, `document.activeElement.dataset.splitCoding`)
	b.press("Space")
	b.wait(`document.querySelectorAll("[data-part-of]")[1].textContent.includes("Samen regelen")`)
	b.accessible("split dialog")
	b.picture("codebook-split")
	evaluate[bool](b, `(() => { document.querySelector("#code-dialog [name=reason]").focus(); return true })()`)
	b.write("twee dingen")
	b.press("Ctrl+Enter")
	b.said("gesplitst")
	one, two, rest := d.with("eigen.zelf-regelen"), d.with("eigen.samen-regelen"), d.with("act.A02")
	if !slices.Equal(one, []string{first}) || !slices.Equal(two, []string{second}) || len(rest) != len(both)-2 || d.reason() != "twee dingen" {
		t.Errorf("split: %v %v and %d stay; reason %q", one, two, len(rest), d.reason())
	}
	b.press("Ctrl+z")
	b.said("Ongedaan")
	if got := d.with("act.A02"); !slices.Equal(got, both) {
		t.Error("taking back the split did not bring all back")
	}
}

// dragCode drags with the mouse from one element to a place in another: 0 is its
// upper edge, 1 its lower.
func (b *tab) dragCode(from, to string, part float64) {
	b.t.Helper()
	at := evaluate[[4]float64](b, fmt.Sprintf(`(() => {
		const f = document.querySelector(%q), t = document.querySelector(%q);
		t.scrollIntoView({block: "center"});
		const a = f.querySelector(".name").getBoundingClientRect(), z = t.getBoundingClientRect();
		return [a.x + 8, a.y + a.height / 2, z.x + z.width / 2, z.y + z.height * %g] })()`, from, to, part))
	for _, step := range []struct {
		kind input.DispatchMouseEventType
		x, y float64
	}{
		{chromedp.MousePressed, at[0], at[1]},
		{chromedp.MouseMoved, at[0] + 10, at[1] + 3},
		{chromedp.MouseMoved, at[2], at[3] - 1},
		{chromedp.MouseMoved, at[2], at[3]},
		{chromedp.MouseReleased, at[2], at[3]},
	} {
		if err := chromedp.Do(b.ctx, chromedp.MouseEvent(step.kind, step.x, step.y, chromedp.ButtonLeft)); err != nil {
			b.t.Fatal(err)
		}
	}
}

// With the mouse: the menu, dragging, ticking; beside the text as well.
func TestCodebookByMouse(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/codebook")
	b.click(row("waard.W3") + " .name")
	b.wait(`document.querySelector('[data-record="waard.W3"]')`)
	b.picture("codebook")

	was := d.with("waard.W3.1")
	b.dragCode(row("waard.W3.2"), row("waard.W3.1"), 0.05)
	b.said("verplaatst")
	if d.at("waard.W3.2") != d.at("waard.W3.1")-1 {
		t.Errorf("dragged in front: %v", d.order())
	}
	b.wait(fmt.Sprintf(`document.querySelector(%q).compareDocumentPosition(document.querySelector(%q)) & 4`, row("waard.W3.2"), row("waard.W3.1")))
	b.dragCode(row("waard.W3.1"), row("waard.W3.2"), 0.5)
	b.said("onder ‘")
	if c, _ := d.code("waard.W3.1"); c.Parent != "waard.W3.2" || !slices.Equal(d.with("waard.W3.1"), was) {
		t.Errorf("dragged onto: %+v", c)
	}

	b.click(row("waard.W3") + " .twisty")
	b.wait(`document.querySelector('[data-code="waard.W3.2"]').hidden`)
	b.goTo("/codebook")
	b.wait(`document.querySelector('[data-code="waard.W3.2"]').hidden`) // remembered
	b.click("#codes-used")
	b.wait(`![...document.querySelectorAll("#code-tree .code:not(.above) .count")].some(c => c.dataset.count === "")`)
	b.click("#codes-used")
	b.wait(`document.querySelector('[data-code="act.A01"]')`)

	b.click(row("waard.W1") + " .code-more")
	b.wait(`document.querySelector("#code-menu").matches(":popover-open")`)
	b.accessible("menu")
	b.picture("codebook-menu")
	b.click(`#code-menu [data-step="codable"]`)
	b.wait(`document.querySelector("#status").textContent + document.querySelector("#problem").textContent`)
	b.click(row("waard.W1") + " .code-more")
	b.click(`#code-menu [data-form="code.delete"]`)
	b.wait(`document.querySelector("#code-dialog[open] [name=below]")`)
	b.click("#code-dialog .main")
	b.said("verwijderd")
	if slices.ContainsFunc(d.order(), func(id string) bool { return strings.HasPrefix(id, "waard.W1") }) {
		t.Errorf("left: %v", d.order())
	}
	b.click("#undo")
	b.wait(`document.querySelector('[data-code="waard.W1"]')`)

	// Beside the text a click codes the selection, a drag moves and codes nothing.
	b.goTo("/documents/R01")
	n := len(d.codings("R01"))
	b.dragCode(row("act.A03"), row("act.A01"), 0.05)
	b.said("verplaatst")
	b.click(row("act") + " .twisty")
	b.wait(`document.querySelector('#code-tree [data-code="act.A02"]').hidden`)
	b.click(row("act") + " .twisty")
	b.wait(`!document.querySelector('#code-tree [data-code="act.A02"]').hidden && !document.documentElement.hasAttribute("data-pending")`)
	if got := len(d.codings("R01")); got != n {
		t.Errorf("%d codings, want %d", got, n)
	}
	evaluate[bool](b, `(() => { window.pinned = ""; document.addEventListener("meerzicht:pin", e => { window.pinned = e.detail.code; e.preventDefault() }, true); return true })()`)
	b.click(row("act.A02") + " .code-more")
	b.picture("codebook-text")
	b.wait(`document.querySelector("#code-menu").matches(":popover-open")`)
	b.click(`#code-menu [data-step="pin"]`)
	b.wait(`window.pinned === "act.A02"`)
}
