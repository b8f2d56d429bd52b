package workbench

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// set types over a field of the record, as a person who selects all of it does.
func (b *tab) over(name, text string) {
	b.t.Helper()
	evaluate[bool](b, fmt.Sprintf(`(() => { const f = document.querySelector('#record [name="%s"]'); f.focus(); f.select(); return true })()`, name))
	b.write(text)
}

// value is what a field of the record holds.
func (b *tab) value(name string) string {
	b.t.Helper()
	return evaluate[string](b, fmt.Sprintf(`document.querySelector('#record [name="%s"]').value`, name))
}

// Fields are stored on leaving them and on Enter; what is typed survives a
// reload and another tab's change, which is shown beside it.
func TestRecordKeepsWhatIsTyped(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1300, 900)
	b.goTo("/codebook?code=waard.W1")

	b.over("name_nl", "Samenwerken")
	b.press("Enter")
	b.said("heet nu ‘Samenwerken’")
	b.wait(`document.querySelector("#record-title bdi").textContent === "Samenwerken"`)
	b.over("include_nl", "als het samen gaat")
	b.press("Tab")
	b.said("omschreven")
	if c, _ := d.code("waard.W1"); c.Name.NL != "Samenwerken" || c.Include.NL != "als het samen gaat" {
		t.Errorf("%+v", c)
	}

	// Not stored yet, and reloaded.
	b.over("exclude_nl", "half af")
	b.goTo("/codebook?code=waard.W1")
	b.wait(`document.querySelector('#record [name="exclude_nl"]').value === "half af"`)

	// Another tab writes the same field: both are shown, nothing is stored unseen.
	d.do("code.define", fields{"code": "waard.W1", "fields": fields{"exclude_nl": fields{"was": "", "now": "van de ander"}, "example_nl": fields{"was": "", "now": "zoals dit"}}})
	b.wait(`document.querySelector(".changed blockquote")?.textContent === "van de ander"`)
	if b.value("exclude_nl") != "half af" {
		t.Errorf("typed text is lost: %q", b.value("exclude_nl"))
	}
	b.wait(`document.querySelector('#record [name="example_nl"]').value === "zoals dit"`)
	b.accessible("conflict")
	b.picture("codebook-conflict")
	b.goTo("/codebook?code=waard.W1")
	b.wait(`document.querySelector(".changed blockquote")?.textContent === "van de ander" && document.querySelector('#record [name="exclude_nl"]').value === "half af"`)
	b.click(".changed button:last-child")
	b.said("omschreven")
	if c, _ := d.code("waard.W1"); c.Exclude.NL != "half af" {
		t.Errorf("stored %q", c.Exclude.NL)
	}

	// Undo in another tab arrives; a clean field follows, the focus stays.
	evaluate[bool](b, `(() => { document.querySelector('#record [name="definition_nl"]').focus(); return true })()`)
	d.do("undo", struct{}{})
	b.wait(`document.querySelector('#record [name="exclude_nl"]').value === "van de ander"`)
	if got := evaluate[string](b, `document.activeElement.name`); got != "definition_nl" {
		t.Errorf("the focus went to %q", got)
	}

	// Colour, origin and codable by mouse.
	b.click(`#record [data-colour="#009e73"]`)
	b.said("kleur")
	b.wait(`document.querySelector('#record [data-colour="#009e73"]').getAttribute("aria-pressed") === "true"`)
	b.wait(`getComputedStyle(document.querySelector("#record [data-top]")).getPropertyValue("--code") === "#009e73"`)
	if c, _ := d.code("waard.W1"); c.Colour != "#009e73" {
		t.Errorf("colour %q", c.Colour)
	}
}

// Every look and language, also on a narrow screen.
func TestCodebookIsAccessible(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1200, 900)
	for _, lang := range []string{"nl", "en"} {
		for _, theme := range []string{"light", "dark", "contrast"} {
			evaluate[bool](b, fmt.Sprintf(`fetch("/session", {method: "POST", headers: {"Content-Type": "application/json", "X-Meerzicht": "1"}, body: JSON.stringify({lang: %q, theme: %q})}).then(r => r.ok)`, lang, theme))
			b.goTo("/codebook?code=act.A01")
			b.accessible("codebook " + lang + " " + theme)
			if lang == "en" {
				b.picture("codebook-" + theme)
			}
		}
	}
	b.goTo("/codebook/print")
	b.accessible("print")
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(320, 800)); err != nil {
		t.Fatal(err)
	}
	b.goTo("/codebook?code=act.A01")
	if w := evaluate[int](b, `document.scrollingElement.scrollWidth`); w > 320 {
		t.Errorf("the codebook is %d px wide on a screen of 320", w)
	}
	b.click(row("act.A01") + " .code-more")
	b.wait(`document.querySelector("#code-menu").getBoundingClientRect().right <= 320`)
	b.picture("codebook-320")
}
