package workbench

import (
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// The page says the same about round 1 before and after later rounds on part of
// its documents and on all of them.
func TestRoundsPageKeepsEarlierRounds(t *testing.T) {
	t.Parallel()
	d, id := twoCoders(t)
	first := func() string {
		_, after, _ := strings.Cut(d.get("/rounds"), `id="round-1"`)
		table, _, _ := strings.Cut(after, "</table>")
		_, rows, _ := strings.Cut(table, "<tbody>")
		return rows
	}
	before, was := first(), d.settling()
	if strings.Count(before, "<tr>") != 2 || strings.Contains(before, `<td class="num">0</td>`) {
		t.Fatal(before)
	}
	for i, documents := range [][]instruments.DocumentID{{id}, {id, "R01"}} {
		d.openTwo(false, documents...)
		d.release(string(rune('2' + i)))
		if got := first(); got != before {
			t.Errorf("round %d: %s\nbefore %s", i+2, got, before)
		}
		if now := d.settling(); now.Agreed != was.Agreed || now.Differences != was.Differences || now.Settled != was.Settled {
			t.Errorf("round %d: %d %d %d", i+2, now.Agreed, now.Differences, now.Settled)
		}
	}
	c, err := d.study.Corpus(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := c.Rounds[slices.IndexFunc(c.Rounds, func(r coding.Round) bool { return r.ID == "1" })]
	var s settlings
	parts, err := s.of(t.Context(), c, comparing{Round: r, A: "anna", B: "bram"})
	if err != nil || parts.whole.Agreed != was.Agreed || parts.whole.Differences != was.Differences {
		t.Errorf("compare: %+v %v", parts.whole, err)
	}
}
