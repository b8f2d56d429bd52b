package report

import (
	"encoding/json"
	"io"
	"math"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

type jsonTable struct {
	ID      string        `json:"id"`
	Title   string        `json:"title"`
	Unit    analysis.Unit `json:"unit,omitempty"`
	Base    string        `json:"base,omitempty"`
	Stub    string        `json:"stub"`
	Columns []jsonColumn  `json:"columns"`
	Rows    []jsonRow     `json:"rows"`
	Notes   []jsonWarning `json:"notes"`
}

type jsonColumn struct {
	Key   string            `json:"key"`
	Label string            `json:"label"`
	Kind  analysis.CellKind `json:"kind"`
	Group string            `json:"group,omitempty"`
}

type jsonRow struct {
	Key   string         `json:"key"`
	Label string         `json:"label"`
	Level int            `json:"level,omitempty"`
	Total bool           `json:"total,omitempty"`
	Cells map[string]any `json:"cells"`
}

type jsonWarning struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// jsonFigure is a figure for programs: value is the count, n the base it is a
// share of (absent for a plain count). A figure without a value has null and
// the reason.
type jsonFigure struct {
	Value    *int               `json:"value"`
	Reason   string             `json:"reason"`
	N        *int               `json:"n"`
	Share    *float64           `json:"share"`
	Unit     analysis.Unit      `json:"unit,omitempty"`
	BaseOf   string             `json:"base_of,omitempty"`
	Interval *analysis.Interval `json:"interval,omitempty"`
	Method   string             `json:"method"`
	Warnings []jsonWarning      `json:"warnings"`
	IDs      []string           `json:"ids"`
}

type jsonNumber struct {
	Value    *float64      `json:"value"`
	Reason   string        `json:"reason"`
	Warnings []jsonWarning `json:"warnings"`
}

func writeJSON(w io.Writer, t analysis.Table, lang instruments.Lang) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(tableJSON(t, lang))
}

func tableJSON(t analysis.Table, lang instruments.Lang) jsonTable {
	out := jsonTable{
		ID: t.ID, Title: t.Title.In(lang), Unit: t.Unit, Base: t.Base.In(lang), Stub: t.Stub.In(lang),
		Columns: []jsonColumn{}, Rows: []jsonRow{}, Notes: warningsJSON(t.Notes, lang),
	}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, jsonColumn{c.Key, c.Label.In(lang), c.Kind, c.Group.In(lang)})
	}
	for _, r := range t.Rows {
		row := jsonRow{r.Key, r.Label.In(lang), r.Level, r.Total, map[string]any{}}
		for _, c := range t.Columns {
			if cell, ok := r.Cells[c.Key]; ok {
				row.Cells[c.Key] = cellJSON(cell, c, lang)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func cellJSON(c analysis.Cell, col analysis.Column, lang instruments.Lang) any {
	switch {
	case c.Figure != nil:
		return figureJSON(*c.Figure, lang)
	case c.Number != nil || col.Kind == analysis.NumberCell:
		return numberJSON(c)
	case c.Reason != "":
		return jsonNumber{Reason: c.Reason, Warnings: []jsonWarning{}}
	}
	return c.Text.In(lang)
}

// numberJSON keeps what is not finite out of JSON, which has no word for it.
func numberJSON(c analysis.Cell) jsonNumber {
	out := jsonNumber{Value: c.Number, Reason: c.Reason, Warnings: []jsonWarning{}}
	if c.Number != nil && (math.IsNaN(*c.Number) || math.IsInf(*c.Number, 0)) {
		out.Value = nil
		if out.Reason == "" {
			out.Reason = "not_finite"
		}
	}
	return out
}

func figureJSON(f analysis.Figure, lang instruments.Lang) jsonFigure {
	out := jsonFigure{Reason: f.Reason, Unit: f.Unit, BaseOf: f.BaseOf.In(lang), Warnings: warningsJSON(f.Warnings, lang), IDs: []string{}}
	if f.Reason != "" {
		return out
	}
	out.Value, out.Interval = &f.Count, f.Interval
	out.IDs = append(out.IDs, f.IDs...)
	if share, ok := f.Share(); ok {
		out.N, out.Share = &f.Base, &share
	}
	if f.Interval != nil {
		out.Method = f.Interval.Method
	}
	return out
}

func warningsJSON(ws []analysis.Warning, lang instruments.Lang) []jsonWarning {
	out := []jsonWarning{}
	for _, w := range ws {
		out = append(out, jsonWarning{w.Code, w.Text.In(lang)})
	}
	return out
}
