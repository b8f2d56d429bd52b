package workbench

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// A day's work with the keyboard alone: bring in a file, code twenty turns, split
// a code, and save the quotations as a file. Only the dialog of the system in
// which a file is chosen is left out: it is no part of the page.
func TestDayByKeyboard(t *testing.T) {
	if testing.Short() {
		t.Skip("no browser in a short run")
	}
	d := newDesk(t)
	b := d.browser(1300, 900)

	// From the first page to the import, with Tab and Enter.
	b.goTo("/")
	b.countPointers()
	b.tabTo(`nav a[href="/import"]`)
	b.press("Enter")
	b.wait(`document.body.dataset.view === "import" && document.documentElement.hasAttribute("data-ready")`)
	b.countPointers()
	b.tabTo("#files")
	var talk strings.Builder
	for i := range 22 {
		fmt.Fprintf(&talk, "I: Vraag %d?\nR: Antwoord %d over wandelen en koffie.\n", i+1, i+1)
	}
	b.choose("dagwerk.txt", talk.String())
	b.wait(`!document.querySelector("#check").disabled || !document.querySelector("#store").disabled`)
	b.wait(`!document.querySelector("#store").disabled`)
	b.tabTo("#store")
	b.press("Enter")
	b.wait(`document.querySelector("#said").textContent.startsWith("Ingelezen: ")`)
	id := instruments.DocumentID("dagwerk")

	// Twenty turns, each whole, with the palette for the first and the repeat key
	// for the others.
	b.goTo("/documents/" + string(id))
	b.countPointers()
	b.wait(`document.querySelector(".block")`)
	for n := range 20 {
		b.press("u") // the next answer without a coding
		if n == 0 {
			b.press("t", "c")
			b.wait(`document.querySelector("#palette").open`)
			b.write("dagcode")
			b.wait(`document.querySelector("#palette-list [role=option]")`)
			b.press("Enter")
		} else {
			b.press("t", ".")
		}
		b.wait(fmt.Sprintf(`document.querySelectorAll("#text .lane").length >= %d`, n+1))
		b.settle()
	}
	if got := len(d.codings(id)); got != 20 {
		t.Errorf("%d codings, want 20", got)
	}
	if left := evaluate[string](b, `sessionStorage.getItem("pointers") ?? ""`); left != "" {
		t.Error("a pointer was used")
	}

	// The code is split: two parts, with all codings assigned to one of them.
	b.goTo("/codebook")
	b.countPointers()
	b.find("dagcode", "eigen.dagcode")
	b.press("Shift+F10", "s", "s", "Enter")
	b.wait(`document.querySelector("#code-dialog[open] [name=part]") === document.activeElement`)
	b.write("ochtend")
	b.press("Tab")
	b.write("middag")
	b.press("Ctrl+Enter")
	b.said("gesplitst")
	codes := d.codeNames()
	if !codes["ochtend"] || !codes["middag"] {
		t.Errorf("after the split there is no code ochtend or middag")
	}

	// The quotations of the code, as a file.
	b.press("/")
	b.goTo("/quotations")
	b.countPointers()
	b.tabTo("#q")
	b.press("Ctrl+a")
	b.write("eigen.dagcode")
	b.press("Enter")
	b.wait(`document.querySelector('a[href^="/quotations.csv"]')?.href.includes("dagcode")`)
	b.tabTo(`a[href^="/quotations.csv"]`)
	href := evaluate[string](b, `document.activeElement.getAttribute("href")`)
	csv := d.fetch(http.MethodGet, href, nil, http.StatusOK)
	if n := strings.Count(csv, "wandelen en koffie"); n < 20 {
		t.Errorf("the file has %d of the quotations: %.300s", n, csv)
	}
	if left := evaluate[string](b, `sessionStorage.getItem("pointers") ?? ""`); left != "" {
		t.Error("a pointer was used")
	}
}

// codeNames are the Dutch names of all codes.
func (d *desk) codeNames() map[string]bool {
	d.t.Helper()
	list, err := coding.All[coding.Code](d.study.View(context.Background()), coding.CodeKind)
	if err != nil {
		d.t.Fatal(err)
	}
	out := map[string]bool{}
	for _, c := range list {
		out[c.Name.NL] = true
	}
	return out
}
