package report

import (
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

func smallTable() analysis.Table {
	number := 0.25
	return analysis.Table{
		ID: "proef", Title: instruments.Same("Proef <b>"), Unit: analysis.Respondents, Stub: instruments.Same("Rij"),
		Columns: []analysis.Column{
			{Key: "n", Label: instruments.Same("aantal"), Kind: analysis.FigureCell},
			{Key: "j", Label: instruments.Same("getal"), Kind: analysis.NumberCell, Decimals: 2},
			{Key: "t", Label: instruments.Same("tekst"), Kind: analysis.TextCell},
		},
		Rows: []analysis.Row{
			{Key: "a", Label: instruments.Same(`<script>`), Cells: map[string]analysis.Cell{
				"n": {Figure: &analysis.Figure{Count: 3, Base: 4, Unit: analysis.Respondents}}, "j": {Number: &number}, "t": {Text: instruments.Same("woord")},
			}},
			{Key: "b", Label: instruments.Same("b"), Cells: map[string]analysis.Cell{"n": {Figure: &analysis.Figure{Count: 1, Mask: analysis.Small}}}},
		},
		Notes: []analysis.Warning{{Code: "noot", Text: instruments.Same("Een voetnoot.")}},
	}
}

// A figure and a number get their links, text gets none; names stay text.
func TestTableHTML(t *testing.T) {
	got, err := TableHTML(smallTable(), instruments.Dutch, func(row, column string) string { return "/x?row=" + row + "&column=" + column })
	if err != nil {
		t.Fatal(err)
	}
	html := string(got)
	for _, want := range []string{
		`<a href="/x?row=a&amp;column=n"><bdi>3</bdi></a><small>75` + nbsp + `% van 4</small>`,
		`<a href="/x?row=a&amp;column=j"><bdi>0,25</bdi></a>`, `<bdi>woord</bdi>`, `&lt;script&gt;`, `Een voetnoot.`, `tabindex="0" role="region"`, `Eenheid: respondenten.`,
		`<a href="/x?row=b&amp;column=n"><b aria-label=`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not in\n%s", want, html)
		}
	}
	if n := strings.Count(html, "<a "); n != 3 {
		t.Errorf("%d links, want 3: two figures and a number", n)
	}
	if strings.Contains(html, ">1<") {
		t.Error("a masked count is shown")
	}
}

// Without links, and with an address that runs script, there is no link to
// follow.
func TestTableHTMLWithoutLinks(t *testing.T) {
	plain, err := TableHTML(smallTable(), instruments.English, nil)
	if err != nil || strings.Contains(string(plain), "<a ") {
		t.Errorf("%v\n%s", err, plain)
	}
	evil, err := TableHTML(smallTable(), instruments.English, func(string, string) string { return "javascript:alert(1)" })
	if err != nil || strings.Contains(string(evil), `href="javascript:`) {
		t.Errorf("%v\n%s", err, evil)
	}
}
