package analysis_test

import (
	"fmt"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Interviews come in the order in which people count their respondents.
func TestSaturationOrder(t *testing.T) {
	c := &coding.Corpus{Instruments: &instruments.Set{}, Codebook: coding.Of([]coding.Code{{ID: "x", Codable: true}})}
	for _, id := range []string{"R10", "R2", "R1b", "R02", "P3", "R1"} {
		c.Respondents = append(c.Respondents, instruments.Respondent{ID: instruments.RespondentID(id)})
		c.Documents = append(c.Documents, instruments.Document{ID: instruments.DocumentID(id), Kind: instruments.Interview, Respondent: instruments.RespondentID(id)})
		c.Codings = append(c.Codings, coding.Coding{ID: coding.CodingID(id), Code: "x", Coder: "anna", Segment: coding.Segment{Document: instruments.DocumentID(id), End: 1}})
	}
	table := analysis.Saturation(c, analysis.Options{})
	var order []string
	for _, r := range table.Rows {
		order = append(order, r.Key)
	}
	if got, want := fmt.Sprint(order), "[P3 R1 R1b R02 R2 R10]"; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
}
