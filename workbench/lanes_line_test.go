package workbench

import (
	"fmt"
	"testing"
)

// Marks that may stand on one line stand in lanes beside each other, and count
// as overlapping where no lane is left.
func TestMarksOfOneLineStandBesideEachOther(t *testing.T) {
	line := func(id string, start, end, reach int) mark {
		m := newMark(id, start, end)
		m.reach = reach
		return m
	}
	marks := []mark{line("a", 0, 5, 101), line("b", 6, 9, 105), line("c", 10, 400, 496), line("d", 120, 130, 226)}
	if got := laneList(packLanes(marks, 0)); got != "a0 b1 c2 d0" {
		t.Errorf("%s, want a0 b1 c2 d0", got)
	}
	v := packLanes(marks[:3], 1).lanesIn(0, 500)
	if len(v.shown) != 1 || len(v.more) != 1 || v.more[0].counter() != "+2" {
		t.Errorf("one lane: %+v", v)
	}
}

// In the page no two marks of the margin cover each other, also those without a
// common word and those of two coders; turns of their own begin afresh.
func TestLanesDoNotCoverEachOther(t *testing.T) {
	d := newDesk(t)
	id := d.bringTalk("gesprek", talk)
	at := 17 // "Prima."
	for i, s := range [][2]int{{at, at + 5}, {at + 7, at + 9}, {at + 10, at + 14}, {at + 7, at + 23}} {
		d.do("coding.add", addCodingIn{Document: id, Start: s[0], End: s[1], Code: "act.A01"})
		if i == 3 {
			d.session(sessionChoice{Coder: "tweede"})
			d.do("coding.add", addCodingIn{Document: id, Start: s[0], End: s[1], Code: "act.A01"})
		}
	}
	b := d.browser(1300, 900)
	b.goTo("/documents/" + string(id))
	b.wait(`document.querySelectorAll("#b1 .lane[data-placed]").length === 5`)
	b.picture("text-lanes-one-line")
	over := evaluate[[]string](b, `(() => { const out = [], all = [...document.querySelectorAll("#b1 .lane, #b1 .more")].map(e => [e, e.getBoundingClientRect()]);
		all.forEach(([e, r], i) => all.slice(0, i).forEach(([f, s]) => { if (r.left < s.right && s.left < r.right && r.top < s.bottom && s.top < r.bottom) out.push(e.title + " / " + f.title) })); return out })()`)
	if len(over) > 0 {
		t.Errorf("drawn over each other: %s", fmt.Sprint(over))
	}
}
