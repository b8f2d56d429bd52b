package workbench

import (
	"fmt"
	"strings"
	"testing"

	"meerzicht/coding"
)

// found is what the palette lists for what is typed: "id name", best first.
func (b *tab) found(typed string, n int) []string {
	b.t.Helper()
	evaluate[bool](b, `(document.querySelector("#palette-input").value = "", true)`)
	b.write(typed)
	return evaluate[[]string](b, fmt.Sprintf(`[...document.querySelectorAll("#palette-list [role=option][data-id]")].slice(0, %d).map(o => o.dataset.id + " " + o.querySelector(".name").textContent.toLowerCase())`, n))
}

// The palette puts what is called exactly so first, then what begins with it,
// then words that do, then the inside of words; what stands only below such a
// name comes last, also when it was used a moment ago.
func TestPaletteOrder(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("gesprek", talk)
	for _, name := range []string{"hoopvol", "wanhoop", "goede hoop"} {
		d.do("coding.add", addCodingIn{Document: id, Start: 0, End: 5, NewCode: name})
	}
	b := d.browser(1300, 900)
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelector(".block[data-enter]")`)
	b.settle()
	// Used last, and all of them poorer than what is asked for.
	evaluate[bool](b, "(localStorage.setItem(`meerzicht.recent.${document.body.dataset.study ?? ''}`, JSON.stringify(['eigen.wanhoop', 'act.A02'])), true)")
	b.press("j", "c")
	b.wait(`document.querySelector("#palette").open`)
	exact := 0
	var hope []string
	for i, f := range b.found("hoop", 40) {
		code, name, _ := strings.Cut(f, " ")
		if name == "hoop" {
			exact = i + 1
		}
		if strings.HasPrefix(code, "eigen.") {
			hope = append(hope, name)
		}
	}
	if exact > 1 {
		t.Errorf("hoop itself stands at %d", exact)
	}
	if got := strings.Join(hope, ","); got != "hoopvol,goede hoop,wanhoop" {
		t.Errorf("hoop: %s, want what begins with it, a word, the inside of a word", got)
	}
	for _, c := range []struct{ typed, first string }{{"A07", "act.A07"}, {"act.a07", "act.A07"}, {"start", "start"}, {"vertrouwen", "vertrouwen"}, {"goede hoop", "eigen.goede-hoop"}} {
		list := b.found(c.typed, 3)
		if len(list) == 0 || !strings.HasPrefix(list[0], c.first+" ") && !strings.HasSuffix(list[0], " "+c.first) {
			t.Errorf("%s finds %q first, want %s", c.typed, list, c.first)
		}
	}

	// An id that is not there, or a slip of the finger, makes no code by Enter.
	for _, typed := range []string{"A99", "qx"} {
		b.found(typed, 1)
		b.press("Enter", "Shift+Enter")
		b.wait(`document.querySelector("#palette").open && document.querySelector("#palette-words").textContent.includes("Geen code gevonden")`)
	}
	b.accessible("palette without a code")
	b.press("ArrowDown", "Enter")
	b.settle()
	if list := d.fresh(id); len(list) != 4 || !hasCode(list, "eigen.qx") {
		t.Errorf("chosen with the arrow: %v", list)
	}
}

func hasCode(list []coding.Coding, code coding.CodeID) bool {
	for _, c := range list {
		if c.Code == code {
			return true
		}
	}
	return false
}
