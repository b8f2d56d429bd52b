package report

import (
	"bytes"
	"html/template"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// TableHTML is one table as the report shows it, as a piece of a page: title,
// table in a region that scrolls and can be reached by keyboard, notes. The
// stylesheet is the page's matter. Each figure, and each number worked out from
// some, is a link where link gives an address for its row and column; nil is no
// links. The table is shown as it is: whoever publishes it protects it first
// (analysis/disclosure).
func TableHTML(t analysis.Table, lang instruments.Lang, link func(row, column string) string) (template.HTML, error) {
	r := &Report{Lang: lang}
	v := r.table(stamp(t, 0), map[string]bool{})
	for i, row := range t.Rows {
		for j, c := range t.Columns {
			if cell := row.Cells[c.Key]; link != nil && (cell.Figure != nil || cell.Number != nil) {
				v.Rows[i].Cells[j].Link = link(row.Key, c.Key)
			}
		}
	}
	all, err := template.ParseFS(templates, "templates/*.html")
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = all.ExecuteTemplate(&b, "table", v)
	return template.HTML(b.String()), err //nolint:gosec // made by html/template, which escaped it
}
