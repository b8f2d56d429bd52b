package workbench

import (
	"net/http"
	"strings"
	"testing"
)

// Where a second coder worked too, tables, what stands behind their figures and
// the report count a layer, say which, and offer the others; where one coder did
// all there is nothing to choose.
func TestTablesOfALayer(t *testing.T) {
	d := newDesk(t)
	const control, asked = `<select name="layer">`, "/tables/activities?source=codings"
	if page := d.get(asked); strings.Contains(page, control) || strings.Contains(page, "Laag:") {
		t.Error("a layer to choose in the work of one coder")
	}
	d.do("coding.add", addCodingIn{Document: "R01", Start: 40, End: 60, Code: "act.E04"})
	page := d.get(asked)
	for _, want := range []string{control, "Laag: consensus; die is er nog niet, dus telt ieders werk.", `value="codeur1"`, `value="toets"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	alone := d.get(asked + "&layer=toets")
	if !strings.Contains(alone, "Laag: alleen het werk van toets.") || !strings.Contains(alone, `value="toets" selected`) {
		t.Error("the layer asked for is not said, or not chosen")
	}
	if !strings.Contains(alone, "layer=toets&amp;row=E04") {
		t.Error("what stands behind a figure is not of its layer")
	}
	cell := "/tables/activities/cell.csv?source=codings&row=A01&column=n&layer="
	if mine, all := d.get(cell+"toets"), d.get(cell+"all"); strings.Count(mine, "\n") >= strings.Count(all, "\n") {
		t.Error("another coder's quotations stand behind a figure of the layer")
	}
	d.fetch(http.MethodGet, asked+"&layer=niemand", nil, http.StatusBadRequest)
	d.fetch(http.MethodGet, "/report?layer=niemand", nil, http.StatusBadRequest)

	part := d.get("/part/report?audience=intern&layer=codeur1")
	for _, want := range []string{`<p class="layer">Laag: alleen het werk van codeur1.</p>`, "layer=codeur1&amp;row="} {
		if !strings.Contains(part, want) {
			t.Errorf("the report has no %q", want)
		}
	}
	if strings.Contains(part, "table=perspectives") {
		t.Error("a measure is a link to people behind it")
	}
	if page := d.get("/report?layer=codeur1"); !strings.Contains(page, control) || !strings.Contains(page, "/report.xlsx?audience=intern&amp;layer=codeur1") {
		t.Error("the page of the report offers no layer, or its files are of another")
	}
}
