package main

import (
	"strconv"

	"meerzicht/analysis/agreement"
)

// measureHead names the columns of agreement as CSV: a line a measure.
func measureHead() []string {
	return []string{
		"scope", "code", "label", "both", "only_a", "only_b", "neither", "prevalence",
		"name", "value", "reason", "se", "ci_lower", "ci_upper", "n", "left_out", "below_667", "below_800", "method",
	}
}

// measureLines are the lines of some measures of one table.
func measureLines(scope, code, label string, t agreement.Table, prevalence *float64, list []agreement.Measure) [][]string {
	full := func(x *float64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'g', -1, 64)
	}
	var out [][]string
	for _, m := range list {
		lo, hi := "", ""
		if m.CI != nil {
			lo, hi = full(&m.CI[0]), full(&m.CI[1])
		}
		row := []string{scope, code, label}
		if t.N() > 0 {
			row = append(row, strconv.Itoa(t.Both), strconv.Itoa(t.OnlyA), strconv.Itoa(t.OnlyB), strconv.Itoa(t.Neither))
		} else {
			row = append(row, "", "", "", "")
		}
		out = append(out, append(row, full(prevalence), m.Name, full(m.Value), m.Reason, full(m.SE), lo, hi,
			strconv.Itoa(m.N), strconv.Itoa(m.LeftOut), full(m.Below667), full(m.Below800), m.Method))
	}
	return out
}

// reliabilityRows is the agreement of coders as CSV. Scopes are micro, binary,
// macro, sets, sets_coded, single, form and code.
func reliabilityRows(r agreement.Result) [][]string {
	rows := [][]string{measureHead()}
	none := agreement.Table{}
	rows = append(rows, measureLines("micro", "", "", r.Table, r.Prevalence, r.Pooled)...)
	rows = append(rows, measureLines("binary", "", "", r.Table, r.Prevalence, r.Binary)...)
	rows = append(rows, measureLines("macro", "", "", none, nil, r.Mean)...)
	rows = append(rows, measureLines("sets", "", "", none, nil, r.Sets)...)
	rows = append(rows, measureLines("sets_coded", "", "", none, nil, r.SetsCoded)...)
	rows = append(rows, measureLines("single", "", "", none, nil, r.Single)...)
	if r.Form != nil {
		rows = append(rows, measureLines("form", string(r.Form.Code), r.Form.Label.NL, none, nil, r.Form.Measures)...)
	}
	for _, c := range r.Codes {
		rows = append(rows, measureLines("code", string(c.Code), c.Label.NL, c.Table, c.Prevalence, c.Measures)...)
		rows = append(rows, measureLines("code_binary", string(c.Code), c.Label.NL, c.Table, c.Prevalence, c.Binary)...)
	}
	return rows
}

// perspectiveRows is the agreement of perspectives as CSV.
func perspectiveRows(r agreement.PerspectiveResult) [][]string {
	rows := [][]string{measureHead()}
	for _, p := range r.Pairs {
		rows = append(rows, measureLines("pair", string(p.A)+"/"+string(p.B), p.Label.NL, p.Table, p.Prevalence, p.Measures)...)
	}
	return append(rows, measureLines("trajectories", "", "", agreement.Table{}, nil, r.Measures)...)
}

// concordanceRows is the concordance of checklist and transcript as CSV.
func concordanceRows(r agreement.ConcordanceResult) [][]string {
	rows := append([][]string{measureHead()}, measureLines("micro", "", "", r.Table, r.Prevalence, r.Pooled)...)
	rows = append(rows, measureLines("macro", "", "", agreement.Table{}, nil, r.Mean)...)
	for _, c := range r.Codes {
		rows = append(rows, measureLines("code", string(c.Code), c.Label.NL, c.Table, c.Prevalence, c.Measures)...)
	}
	return rows
}
