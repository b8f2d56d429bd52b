package retrieval_test

import (
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/report"
)

// Every cell of the tables of a report brings one entry for each id that it
// counts, and what was counted from codings its quotations.
func TestReportTables(t *testing.T) {
	c := retrieval.RealStudy(t)
	seen := map[string]int{}
	for _, table := range report.Counted(c, report.Options{}) {
		for _, row := range table.Rows {
			for column, cell := range row.Cells {
				if cell.Figure == nil || len(cell.Figure.IDs) == 0 {
					continue
				}
				if seen[table.ID]++; seen[table.ID] > 150 { // enough of the large ones
					continue
				}
				got := retrieval.Of(c, table, row.Key, column, analysis.Options{})
				if len(got) != cell.Figure.Count {
					t.Errorf("%s %s %s: %d entries, counted %d", table.ID, row.Key, column, len(got), cell.Figure.Count)
				}
				if bare := slices.ContainsFunc(got, unsupported); bare && supported(table.ID, row.Key) {
					t.Errorf("%s %s %s: somebody without quotation or tick", table.ID, row.Key, column)
				}
			}
		}
	}
	for _, id := range []string{"activities", "goals", "forms", "form-reasons", "form-flags", "form-goals", "form-waardering", "codes-knelpunt", "start", "triads"} {
		if seen[id] == 0 {
			t.Errorf("no cell of %s was looked at", id)
		}
	}
}

func unsupported(s retrieval.Support) bool { return len(s.Quotations)+len(s.Ticks) == 0 }

// supported is true for rows in which everybody counted has said something.
func supported(table, row string) bool {
	if row == analysis.RowBase || row == analysis.RowTotal {
		return false
	}
	return strings.HasPrefix(table, "form") || strings.HasPrefix(table, "codes-") || table == "goals" || table == "expectation"
}

// A row of reasons shows the one indicator, not all ten.
func TestReportReasons(t *testing.T) {
	c := retrieval.RealStudy(t)
	n := 0
	for _, table := range report.Counted(c, report.Options{}) {
		for _, row := range table.Rows {
			for column := range row.Cells {
				if table.ID != "form-reasons" || row.Key == analysis.RowBase {
					continue
				}
				for _, e := range retrieval.Of(c, table, row.Key, column, analysis.Options{}) {
					n++
					if len(e.Ticks) != 1 || e.Ticks[0].Item != row.Key {
						t.Errorf("%s %s %s: %+v", row.Key, column, e.ID, e.Ticks)
					}
				}
			}
		}
	}
	if n == 0 {
		t.Error("no reason was looked at")
	}
}

// The rows of the report's chains repeat figures of activities, goals and
// codes: the last code of the chain says which.
func TestReportChains(t *testing.T) {
	c := retrieval.RealStudy(t)
	for row, codes := range map[string][2]string{
		"/aanb.A1//concl.C1//act.D01/": {"activities D01", "act.D01"},
		"/doel.RM/":                    {"goals RM", "act."},
		"/concl.C1//knelp.K1/":         {"codes knelp.K1", "knelp."},
	} {
		kind, key, _ := strings.Cut(codes[0], " ")
		column := map[string]string{"goals": "respondents"}[kind]
		if column == "" {
			column = analysis.ColumnAll
		}
		k, _ := analysis.KindNamed(kind)
		table := k.Table(c, analysis.Options{})
		f := table.Figure(key, column)
		chain := analysis.Table{ID: "support", Rows: []analysis.Row{{Key: row, Cells: map[string]analysis.Cell{"n": {Figure: &f}}}}}
		want := retrieval.Of(c, table, key, column, analysis.Options{})
		got := retrieval.Of(c, chain, row, "n", analysis.Options{})
		if len(got) == 0 || len(got) != len(want) {
			t.Errorf("%s: %d entries, want %d", row, len(got), len(want))
			continue
		}
		for i := range got {
			if len(got[i].Quotations) != len(want[i].Quotations) || len(got[i].Ticks) != len(want[i].Ticks) {
				t.Errorf("%s %s: %d quotations, want %d", row, got[i].ID, len(got[i].Quotations), len(want[i].Quotations))
			}
			for _, q := range got[i].Quotations {
				if !slices.ContainsFunc(q.Codes, func(id coding.CodeID) bool { return strings.HasPrefix(string(id), codes[1]) }) {
					t.Errorf("%s: words of %v", row, q.Codes)
				}
			}
		}
	}
}
