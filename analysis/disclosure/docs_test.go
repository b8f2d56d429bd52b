package disclosure_test

import (
	"os"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/disclosure"
)

// The worked example of docs/disclosure.md is computed again.
func TestWorkedExample(t *testing.T) {
	text, err := os.ReadFile("../../docs/disclosure.md")
	if err != nil {
		t.Fatal(err)
	}
	out, audit := disclosure.Protect([]analysis.Table{riskTable()}, 5)
	for _, r := range out[0].Rows {
		f, mark := r.Cells["n"].Figure, ""
		switch f.Mask {
		case analysis.Small:
			mark = "| <5 |\n"
		case analysis.Hidden:
			mark = "| × |\n"
		default:
			continue
		}
		if line := between(string(text), "| "+r.Key+" |", "\n"); !strings.HasSuffix(line+"\n", mark) {
			t.Errorf("%s is %q in the text", r.Key, line)
		}
	}
	want := []disclosure.CellAudit{
		{Ref: ref("activities", "D02", "n"), Mask: analysis.Hidden, Lo: 3, Hi: 7, Values: 5},
		{Ref: ref("activities", "D03", "n"), Mask: analysis.Small, Lo: 0, Hi: 4, Values: 5},
	}
	equal(t, "what the text says is left", audit.Cells, want)
}

func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	line, _, _ := strings.Cut(rest, to)
	return line
}
