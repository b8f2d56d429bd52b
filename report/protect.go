package report

import (
	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
)

// protect masks the tables of a report together, for what is published together
// is attacked together, and stamps every masked figure with its reason.
func protect(tables []analysis.Table, k int) ([]analysis.Table, disclosure.Audit) {
	out, audit := disclosure.Protect(tables, k)
	for i := range out {
		out[i] = stamp(out[i], k)
	}
	return out, audit
}

// figures counts the figures of some tables.
func figures(tables []analysis.Table) int {
	n := 0
	for _, t := range tables {
		for _, r := range t.Rows {
			for _, c := range r.Cells {
				if c.Figure != nil {
					n++
				}
			}
		}
	}
	return n
}
