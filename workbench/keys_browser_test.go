package workbench

import (
	"strings"
	"testing"
)

// Everything about keys by keyboard: reading them, another one, the standard
// ones back, and keys of one character off, also after the page is loaded again.
func TestKeysAreChangedByKeyboard(t *testing.T) {
	d := newDesk(t)
	b := d.browser(1000, 700)
	b.goTo("/documents")
	said := func(part string) {
		t.Helper()
		b.wait(`document.querySelector("#keys-said").textContent.includes("` + part + `")`)
	}
	open := `document.querySelector("#help").open`
	b.press("?")
	b.wait(open + ` && document.activeElement.id === "help-title" && document.querySelector("#help").scrollTop === 0`)
	b.accessible("keys")
	if keys := evaluate[string](b, `document.querySelector("#help-keys").textContent`); !strings.Contains(keys, "Z of Ctrl+Z") {
		t.Errorf("keys: %s", keys)
	}

	evaluate[bool](b, `(document.querySelector("#rekey-search").focus(), true)`)
	b.press("Enter")
	said("Druk op de nieuwe toets")
	b.press("z")
	said("hoort al bij ‘ongedaan maken’")
	b.press("w")
	said("zoeken: W")
	b.wait(`document.activeElement.id === "rekey-search"`)
	b.press("Enter")
	b.press("Escape")
	said("bleef zoals")
	b.wait(open)
	b.press("Escape")
	b.wait("!" + open)
	b.goTo("/documents")
	b.press("w")
	b.wait(`document.activeElement.id === "search"`)

	b.goTo("/documents")
	b.press("?")
	b.wait(open)
	b.press("Tab")
	b.wait(`document.activeElement.id === "keys-off"`)
	b.press("Space")
	said("staan uit")
	b.press("Escape")
	b.goTo("/documents")
	b.press("w")
	b.press("?")
	if evaluate[bool](b, open+` || document.activeElement.id === "search"`) {
		t.Error("a key of one character works though it is off")
	}
	b.click("[data-help]")
	b.wait(open + ` && document.querySelector("#keys-off").checked`)
	evaluate[bool](b, `(document.querySelector("#keys-reset").focus(), true)`)
	b.press("Enter")
	said("terug naar standaard")
	b.press("Escape")
	b.press("/")
	b.wait(`document.activeElement.id === "search"`)
}
