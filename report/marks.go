package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// stamp gives every masked figure of a table its reason: "<5" below the
// threshold k ("small" when k is not known), "hidden" for one withheld so that
// sums give nothing back. From here on a figure with a reason has no value,
// whatever else stands in it. The table given is not changed.
func stamp(t analysis.Table, k int) analysis.Table {
	small := string(analysis.Small)
	if k > 0 {
		small = fmt.Sprintf("<%d", k)
	}
	t.Rows = slices.Clone(t.Rows)
	for i, r := range t.Rows {
		t.Rows[i].Cells = maps.Clone(r.Cells)
		for key, c := range r.Cells {
			if c.Figure == nil || c.Figure.Mask == analysis.Shown || c.Figure.Reason != "" {
				continue
			}
			f := *c.Figure
			f.Reason = string(f.Mask)
			if f.Mask == analysis.Small {
				f.Reason = small
			}
			f.Count, f.Interval, f.IDs = 0, nil, nil
			c.Figure = &f
			t.Rows[i].Cells[key] = c
		}
	}
	return t
}

// markOf is what stands in place of a figure that has no value to show: the
// mark of a masked cell, or the sign for an undefined one. It is false for a
// figure with a value.
func markOf(f analysis.Figure) (instruments.Text, bool) {
	if f.Reason == "" {
		return instruments.Text{}, false
	}
	return reasonMark(f.Reason), true
}

// reasonMark is the short sign of a reason; reasonText explains it.
func reasonMark(reason string) instruments.Text {
	switch {
	case strings.HasPrefix(reason, "<"): // "<5": below the threshold
		return instruments.Same(reason)
	case reason == string(analysis.Small):
		return instruments.Same("<k")
	case reason == string(analysis.Hidden):
		return instruments.Same("×")
	}
	return instruments.Same("–")
}

// reasonText says in words why there is no number, for screen readers and the
// legend.
func reasonText(reason string) instruments.Text {
	switch {
	case strings.HasPrefix(reason, "<"):
		return instruments.Textf("afgeschermd: minder dan %s personen of samenwerkingen, nul inbegrepen", "masked: fewer than %s persons or collaborations, zero included", reason[1:])
	case reason == string(analysis.Small):
		return instruments.Text{NL: "afgeschermd: te weinig personen of samenwerkingen", EN: "masked: too few persons or collaborations"}
	case reason == string(analysis.Hidden):
		return instruments.Text{NL: "afgeschermd, omdat een ander afgeschermd getal er anders uit terug te rekenen is; dit zegt niets over de grootte", EN: "masked, since another masked number could be worked out from it; this says nothing about its size"}
	case reason == "empty_group":
		return instruments.Text{NL: "lege groep", EN: "empty group"}
	}
	return instruments.Textf("geen waarde (%s)", "no value (%s)", reason)
}

// isMasked tells a figure hidden for disclosure control from one that has no
// value of its own.
func isMasked(f analysis.Figure) bool {
	return strings.HasPrefix(f.Reason, "<") || f.Reason == string(analysis.Small) || f.Reason == string(analysis.Hidden)
}

// maskRule says the disclosure rule of the report in words.
func (r *Report) maskRule() instruments.Text {
	k := r.Audience.Threshold()
	return instruments.Textf("Aantallen onder %d personen of samenwerkingen, nul inbegrepen, zijn afgeschermd (<%d); × is afgeschermd omdat een ander getal er anders uit terug te rekenen is. Tabel, grafiek, werkboek en csv hebben dezelfde afscherming.",
		"Counts below %d persons or collaborations, zero included, are masked (<%d); × is masked since another number could be worked out from it. Table, chart, workbook and csv carry the same mask.", k, k)
}
