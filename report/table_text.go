package report

import (
	"fmt"
	"strings"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

func plain(t instruments.Text, lang instruments.Lang) string { return instruments.Plain(t.In(lang)) }

// subtitle says what is counted and what the base is.
func subtitle(t analysis.Table, lang instruments.Lang) string {
	var parts []string
	if t.Unit != "" {
		parts = append(parts, instruments.Text{NL: "Eenheid: ", EN: "Unit: "}.In(lang)+plain(unitOf(t), lang)+".")
	}
	if base := plain(capital(t.Base), lang); base != "" {
		parts = append(parts, base)
	}
	return strings.Join(parts, " ")
}

// unitOf is what a table counts; documents of one kind go by that kind's name.
func unitOf(t analysis.Table) instruments.Text {
	out := t.Unit.Label()
	if t.Unit != analysis.Documents {
		return out
	}
	for _, r := range t.Rows {
		for _, c := range t.Columns {
			f := r.Cells[c.Key].Figure
			switch {
			case f == nil || f.BaseOf.IsZero():
			case out != t.Unit.Label() && out != f.BaseOf:
				return t.Unit.Label()
			default:
				out = f.BaseOf
			}
		}
	}
	return out
}

func hasInterval(t analysis.Table, c analysis.Column) bool {
	for _, r := range t.Rows {
		if f := r.Cells[c.Key].Figure; f != nil && f.Interval != nil && f.Reason == "" {
			return true
		}
	}
	return false
}

// intervalHeading names level and method once, above the column: "95 % (Wilson)".
func intervalHeading(t analysis.Table, c analysis.Column) instruments.Text {
	for _, r := range t.Rows {
		if f := r.Cells[c.Key].Figure; f != nil && f.Interval != nil {
			level := int(f.Interval.Level*100 + 0.5)
			return instruments.Text{
				NL: fmt.Sprintf("%d%s%%-interval", level, nbsp),
				EN: fmt.Sprintf("%d%% interval", level),
			}
		}
	}
	return instruments.Text{}
}

func intervalText(c analysis.Cell, lang instruments.Lang) string {
	if c.Figure == nil || c.Figure.Interval == nil || c.Figure.Reason != "" {
		return ""
	}
	return Span(*c.Figure.Interval, lang)
}

// footnotes are the notes of a table and of its figures, each once, in order of
// first appearance.
func footnotes(t analysis.Table) []instruments.Text {
	var out []instruments.Text
	seen := map[instruments.Text]bool{}
	add := func(ws []analysis.Warning) {
		for _, w := range ws {
			if !seen[w.Text] {
				seen[w.Text] = true
				out = append(out, w.Text)
			}
		}
	}
	add(t.Notes)
	for _, r := range t.Rows {
		for _, c := range t.Columns {
			if f := r.Cells[c.Key].Figure; f != nil {
				add(f.Warnings)
			}
		}
	}
	return out
}
