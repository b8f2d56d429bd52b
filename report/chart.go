package report

import (
	"slices"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// ChartKind is the shape of a chart.
type ChartKind string

// The charts of the report.
const (
	BarChart     ChartKind = "bar"     // horizontal bars, one series
	StackedChart ChartKind = "stacked" // horizontal bars in parts
	HeatChart    ChartKind = "heat"    // rows × columns, darker is more
	SankeyChart  ChartKind = "sankey"  // flows from the left to the right
)

// Chart is what is drawn, not how: categories, series and their figures. It is
// made from a protected table, so that a masked figure arrives masked; a masked
// figure is drawn as a hatched mark of fixed size that holds no number.
type Chart struct {
	ID         string
	Kind       ChartKind
	Title      instruments.Text
	Caption    instruments.Text // above the chart: what a reader must know to read it
	Alt        instruments.Text // text alternative: what the chart says, in one or two sentences
	Categories []instruments.Text
	Series     []Series
	Links      []Link            // of a sankey
	Rest       []Link            // of a sankey: what withheld flows are together, drawn hatched
	Total      []analysis.Figure // of a stacked chart: the whole of each bar
	// Table is the id of the table it was made from; Column or Columns are the
	// columns it draws.
	Table   string
	Column  string
	Columns []string
}

// Series is one set of figures, one for each category.
type Series struct {
	Name   instruments.Text
	Values []analysis.Figure
}

// Link is one flow of a sankey, between nodes named by key.
type Link struct {
	From, To           string
	FromLabel, ToLabel instruments.Text
	Value              analysis.Figure
}

// barOf draws one column of a table as bars, totals left out, at most limit
// rows (0: all).
func barOf(t analysis.Table, column string, limit int) *Chart {
	c := &Chart{ID: t.ID, Kind: BarChart, Title: t.Title, Table: t.ID, Column: column}
	s := Series{Name: t.Unit.Label()}
	for _, r := range t.Rows {
		f := r.Cells[column].Figure
		if r.Total || f == nil || limit > 0 && len(c.Categories) == limit {
			continue
		}
		c.Categories = append(c.Categories, r.Label)
		s.Values = append(s.Values, *f)
	}
	c.Series = []Series{s}
	c.Alt = altOf(t, s, c.Categories)
	return c
}

// altOf says the largest three figures of a bar chart in words.
func altOf(t analysis.Table, s Series, names []instruments.Text) instruments.Text {
	alt := instruments.Textf("Staafdiagram: %s. %d staven.", "Bar chart: %s. %d bars.", t.Title, len(names))
	for i, name := range names {
		if i == 3 {
			break
		}
		alt = instruments.Textf("%s %s: %s.", "%s %s: %s.", alt, name, Wording{s.Values[i]})
	}
	return instruments.Textf("%s De tabel eronder geeft alle getallen.", "%s The table below gives all numbers.", alt)
}

// partsOf turns a table into stacked bars: one bar a category, one part a
// series. rows says whether the table's rows are the parts (and its columns the
// bars) or the other way round; total names the row or column of the totals.
func partsOf(t analysis.Table, columns []string, totalRow string) *Chart {
	c := &Chart{ID: t.ID, Kind: StackedChart, Title: t.Title, Table: t.ID, Columns: columns}
	for _, key := range columns {
		c.Categories = append(c.Categories, columnLabel(t, key))
		c.Total = append(c.Total, t.Figure(totalRow, key))
	}
	for _, r := range t.Rows {
		if r.Total || r.Key == totalRow {
			continue
		}
		s := Series{Name: r.Label}
		for _, key := range columns {
			s.Values = append(s.Values, t.Figure(r.Key, key))
		}
		c.Series = append(c.Series, s)
	}
	c.Alt = instruments.Textf("Gestapelde staven: %s, verdeeld over %d groepen. De tabel eronder geeft alle getallen.",
		"Stacked bars: %s, divided over %d groups. The table below gives all numbers.", t.Title, len(columns))
	return c
}

// heatOf draws the figures of some columns as a heat map.
func heatOf(t analysis.Table, columns []string) *Chart {
	c := &Chart{ID: t.ID, Kind: HeatChart, Title: t.Title, Table: t.ID, Columns: columns}
	for _, r := range t.Rows {
		if !r.Total {
			c.Categories = append(c.Categories, r.Label)
		}
	}
	for _, key := range columns {
		s := Series{Name: columnLabel(t, key)}
		for _, r := range t.Rows {
			if !r.Total {
				s.Values = append(s.Values, t.Figure(r.Key, key))
			}
		}
		c.Series = append(c.Series, s)
	}
	c.Alt = instruments.Textf("Warmtekaart: %s, %d rijen en %d kolommen; donkerder is een groter aandeel. De tabel eronder geeft alle getallen.",
		"Heat map: %s, %d rows and %d columns; darker is a larger share. The table below gives all numbers.", t.Title, len(c.Categories), len(columns))
	return c
}

// shows is true when the chart has any figure to draw.
func (c *Chart) shows() bool {
	some := func(f analysis.Figure) bool { return f.Reason == "" && f.Count > 0 }
	return slices.ContainsFunc(c.Series, func(s Series) bool { return slices.ContainsFunc(s.Values, some) }) ||
		slices.ContainsFunc(c.Links, func(l Link) bool { return some(l.Value) })
}

// keepRows leaves out the categories that keep does not accept.
func (c *Chart) keepRows(keep func(row int) bool) {
	var names []instruments.Text
	values := make([][]analysis.Figure, len(c.Series))
	for i, name := range c.Categories {
		if !keep(i) {
			continue
		}
		names = append(names, name)
		for j, s := range c.Series {
			values[j] = append(values[j], s.Values[i])
		}
	}
	c.Categories = names
	for j := range c.Series {
		c.Series[j].Values = values[j]
	}
}

func columnLabel(t analysis.Table, key string) instruments.Text {
	for _, c := range t.Columns {
		if c.Key == key {
			return c.Label
		}
	}
	return instruments.Same(key)
}

// maskedCount is how many figures of the chart are masked, and of how many.
func (c *Chart) maskedCount() (masked, all int) {
	for _, s := range c.Series {
		for _, f := range s.Values {
			all++
			if isMasked(f) {
				masked++
			}
		}
	}
	for _, l := range c.Links {
		all++
		if isMasked(l.Value) {
			masked++
		}
	}
	return masked, all
}
