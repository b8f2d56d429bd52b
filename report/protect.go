package report

import (
	"meerzicht/analysis"
)

// Audit says how much disclosure control withheld.
type Audit struct {
	Figures int // figures in all tables
	Small   int // withheld as small
	Hidden  int // withheld for the sake of another
}

// protect masks the tables together and stamps every masked figure.
func protect(tables []analysis.Table, k int) ([]analysis.Table, Audit) {
	for i := range tables {
		for j := range tables[i].Rows {
			for key, c := range tables[i].Rows[j].Cells {
				if f := c.Figure; f != nil && f.Unit != analysis.Documents && f.Persons < k && f.Reason == "" {
					c.Figure = &analysis.Figure{Unit: f.Unit, Mask: analysis.Small}
					tables[i].Rows[j].Cells[key] = c
				}
			}
		}
		tables[i] = stamp(tables[i], k)
	}
	return tables, auditOf(tables)
}

// auditOf counts the figures of the tables and what is withheld of them.
func auditOf(tables []analysis.Table) Audit {
	var a Audit
	for _, t := range tables {
		for _, r := range t.Rows {
			for _, c := range r.Cells {
				if c.Figure == nil {
					continue
				}
				a.Figures++
				switch c.Figure.Mask {
				case analysis.Small:
					a.Small++
				case analysis.Hidden:
					a.Hidden++
				}
			}
		}
	}
	return a
}
