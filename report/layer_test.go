package report

import (
	"strings"
	"testing"

	"meerzicht/coding"
)

// The report counts the consensus, and says so at its head, below every table,
// and in the workbook; another layer counts other work.
func TestReportOfALayer(t *testing.T) {
	r := reportTwice(t, Intern)
	want := "Laag: consensus; van 2 documenten waarover nog niet alles beslist is, telt codeur1."
	if got := r.Layer.In(nl); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	page := pageOf(t, r)
	if head, _, _ := strings.Cut(page, "</header>"); !strings.Contains(head, want) {
		t.Error("the head of the page does not say the layer")
	}
	if n := strings.Count(page, `<li>`+want); n != 0 {
		t.Errorf("the page repeats it below %d tables", n)
	}
	about := map[string]bool{"reliability": true, "reliability-codes": true, "reliability-checklist": true, "reliability-indicators": true, "settling": true}
	for _, table := range r.Tables() {
		found := false
		for _, n := range table.Notes {
			found = found || n.Text.In(nl) == want
		}
		if found == about[table.ID] {
			t.Errorf("%s: note of the layer is %v", table.ID, found)
		}
	}
	guide := cellsOf(t, bookOf(t, r), openBook(t, bookOf(t, r)).GetSheetName(0))
	if text := strings.Join(flat(guide), "\n"); !strings.Contains(text, want) {
		t.Error("the guide of the workbook does not say the layer")
	}
}

// Another layer counts other work: a has 8 codings, b 7, of 15 together.
func TestReportOfAnotherLayer(t *testing.T) {
	c := handDouble(t, handRound("1", true))
	for layer, want := range map[string]string{
		"a": "Laag: alleen het werk van a. Daarin tellen 8 van de 15 coderingen mee.", "b": "Laag: alleen het werk van b. Daarin tellen 7 van de 15 coderingen mee.",
		coding.EveryLayer: "Daarin tellen 15 van de 15 coderingen mee.", "": "telt a. Daarin tellen 8 van de 15 coderingen mee.",
	} {
		if text := strings.Join(strings.Fields(section(t, built(t, c, Options{Layer: layer}), "m-coding")), " "); !strings.Contains(text, want) {
			t.Errorf("%q: no %q in %s", layer, want, text)
		}
	}
	if _, err := Build(c, Options{Layer: "niemand"}); err == nil {
		t.Error("a layer that is not there makes a report")
	}
	if got := Counted(c, Options{Layer: "niemand"}); got != nil {
		t.Errorf("and %d tables", len(got))
	}
}

func flat(rows [][]string) []string {
	var out []string
	for _, row := range rows {
		out = append(out, row...)
	}
	return out
}

// The consensus gives the published facts: the same sentences as one coder alone.
func TestConsensusKeepsThePublishedFacts(t *testing.T) {
	if got, want := sentences(reportTwice(t, Extern)), sentences(built(t, realStudy(t), Options{})); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
