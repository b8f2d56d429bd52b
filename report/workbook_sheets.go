package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// guide is the first sheet: what this is, how to read it, and what is not in it.
func (b *book) guide() {
	r := b.r
	b.open(b.say("Leeswijzer", "Guide"), "")
	b.widths(34, 100)
	b.title(r.Info.Title.In(r.Lang), r.kicker())
	b.line(0, b.say("stand van", "as of"), Date(r.Info.Changed, r.Lang))
	if l := r.Layer.In(r.Lang); l != "" {
		b.line(b.wrap, b.say("laag", "layer"), l)
	}
	b.line(0, b.say("studiehash", "study hash"), r.Info.Head)
	b.line(0, b.say("programma", "program"), "Meerzicht "+r.Version)
	b.row++
	for _, t := range r.reading() {
		b.line(b.wrap, t.Name.In(r.Lang), t.Value.In(r.Lang))
	}
	b.row++
	b.line(b.head, b.say("werkblad", "sheet"), b.say("inhoud", "contents"))
}

// reading explains how numbers are shown.
func (r *Report) reading() []Term {
	long := instruments.Text{
		NL: "De lange tabel (respondent × activiteit) staat niet in een extern werkboek, omdat kleine groepen er herkenbaar in zouden zijn.",
		EN: "The long table (respondent × activity) is not in an external workbook, since small groups could be recognised in it.",
	}
	if r.Long != nil {
		long = instruments.Text{
			NL: "De lange tabel noemt respondenten bij hun pseudoniem: alleen voor gebruik binnen het onderzoeksteam.",
			EN: "The long table names respondents by pseudonym: for use inside the research team only.",
		}
	}
	return []Term{
		{instruments.Text{NL: "getallen", EN: "numbers"}, instruments.Text{NL: "Alle getallen zijn vaste waarden; het werkboek bevat geen formules. Naast elk aantal staan waar dat kan de basis (van), het aandeel (%) en het 95\u00a0%-interval.", EN: "All numbers are fixed values; the workbook holds no formulas. Beside a count stand, where possible, its base (of), its share (%) and the 95% interval."}},
		{instruments.Text{NL: "afgeschermd", EN: "masked"}, r.maskRule()},
		{instruments.Text{NL: "lange tabel", EN: "long table"}, long},
	}
}

// table writes one table on a sheet of its own: count, base, share and interval
// in separate cells, notes below.
func (b *book) table(t analysis.Table) {
	title := t.Title.In(b.r.Lang)
	b.open(title, title)
	b.title(title, subtitle(t, b.r.Lang))
	head := []any{t.Stub.In(b.r.Lang)}
	at := map[string]int{} // sheet column of each table column, from 0
	for _, c := range t.Columns {
		at[c.Key] = len(head)
		head = append(head, figureHeads(t, c, b.r.Lang)...)
	}
	b.line(b.head, head...)
	first := b.row + 1
	for _, r := range t.Rows {
		b.tableRow(t, r)
	}
	b.row++
	for _, n := range footnotes(t) {
		b.line(b.muted, n.In(b.r.Lang))
	}
	if !explained(t) {
		for _, n := range maskNotes(t, b.r.Lang) {
			b.line(b.muted, n)
		}
	}
	b.widths(46)
	for _, c := range t.Columns {
		if c.Kind == analysis.NumberCell {
			b.try(b.f.SetColWidth(b.sheet, columnName(at[c.Key]), columnName(at[c.Key]), 12))
		}
	}
	b.try(b.f.SetPanes(b.sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: first - 1, TopLeftCell: fmt.Sprintf("B%d", first), ActivePane: "bottomRight"}))
	b.chart(t, at, first, len(head))
}

func (b *book) tableRow(t analysis.Table, r analysis.Row) {
	b.row++
	b.cell(0, strings.Repeat("  ", max(r.Level, 0))+r.Label.In(b.r.Lang), 0)
	column := 1
	for _, c := range t.Columns {
		column = b.figure(t, c, r.Cells[c.Key], column)
	}
}

// figure writes one cell of the table and returns the next free sheet column.
func (b *book) figure(t analysis.Table, c analysis.Column, cell analysis.Cell, column int) int {
	f := cell.Figure
	switch {
	case f != nil && f.Reason == "":
		b.cell(column, f.Count, 0)
	case cell.Number != nil:
		b.cell(column, *cell.Number, b.decimals(c.Decimals))
	default:
		b.cell(column, cellText(cell, c, b.r.Lang), 0)
	}
	column++
	if hasBase(t, c) {
		if share, ok := shareOf(f); ok {
			b.cell(column, f.Base, 0)
			b.cell(column+1, share, b.percent)
		}
		column += 2
	}
	if hasInterval(t, c) {
		if f != nil && f.Interval != nil && f.Reason == "" {
			b.cell(column, f.Interval.Lo, b.percent)
			b.cell(column+1, f.Interval.Hi, b.percent)
		}
		column += 2
	}
	return column
}

// chart puts an Excel chart beside a table that the page draws as bars. Masked
// cells hold words, so the chart shows nothing for them.
func (b *book) chart(t analysis.Table, at map[string]int, first, columns int) {
	c := b.r.barChart(t.ID)
	if c == nil || b.err != nil || len(t.Rows) == 0 {
		return
	}
	last := first - 1
	for _, r := range t.Rows {
		if r.Total {
			break
		}
		last++
	}
	kind, keys := excelize.Bar, []string{c.Column}
	if c.Kind == StackedChart && len(c.Columns) > 0 {
		kind, keys = excelize.BarStacked, c.Columns
	}
	var series []excelize.ChartSeries
	sheet := "'" + strings.ReplaceAll(b.sheet, "'", "''") + "'"
	for _, key := range keys {
		col := columnName(at[key])
		series = append(series, excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!$%s$%d", sheet, col, first-1),
			Categories: fmt.Sprintf("%s!$A$%d:$A$%d", sheet, first, last),
			Values:     fmt.Sprintf("%s!$%s$%d:$%s$%d", sheet, col, first, col, last),
		})
	}
	legend := "none"
	if len(series) > 1 {
		legend = "bottom"
	}
	b.try(b.f.AddChart(b.sheet, fmt.Sprintf("%s%d", columnName(columns+1), first-1), &excelize.Chart{
		Type: kind, Series: series, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(t.Title.In(b.r.Lang))}}},
		Legend:    excelize.ChartLegend{Position: legend},
		XAxis:     excelize.ChartAxis{ReverseOrder: true},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		Dimension: excelize.ChartDimension{Width: 760, Height: uint(120 + 20*(last-first+1))},
		GapWidth:  ptr(uint(40)),
	}))
}

// barChart is the bar chart that the page draws from a table.
func (r *Report) barChart(table string) *Chart {
	for _, s := range r.Sections {
		for _, bl := range s.Blocks {
			if c := bl.Chart; c != nil && c.Table == table && (c.Kind == BarChart || c.Kind == StackedChart) {
				return c
			}
		}
	}
	return nil
}

// long writes the long table of an internal report.
func (b *book) long() {
	if b.r.Long == nil {
		return
	}
	name := b.say("Lange tabel", "Long table")
	b.open(name, b.say("één regel per respondent en activiteit van de lijst; alleen intern", "one line for each respondent and activity of the list; internal only"))
	b.line(b.head, b.say("respondent", "respondent"), b.say("trajecten", "trajectories"), "project", b.say("respondenttype", "respondent type"), b.say("rol", "role"),
		b.say("activiteit", "activity"), b.say("naam", "name"), b.say("doel", "goal"), b.say("toestand", "state"), b.say("codeur", "coder"), b.say("coderingen in het interview", "codings in the interview"))
	for _, row := range b.r.Long.Rows {
		b.line(0, string(row.Respondent), row.Trajectories, row.Project, row.Type, row.Role, string(row.Activity), row.Label.In(b.r.Lang),
			string(row.Primary), stateText(row.State).In(b.r.Lang), row.Coder, row.Codings)
	}
	b.widths(12, 12, 16, 16, 20, 10, 50, 8, 16, 12, 14)
	b.finish(11)
}

// finish freezes the heading of a plain list and puts a filter on it.
func (b *book) finish(columns int) {
	b.try(b.f.SetPanes(b.sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	if b.row > 1 && b.err == nil {
		b.try(b.f.AutoFilter(b.sheet, fmt.Sprintf("A1:%s%d", columnName(columns-1), b.row), nil))
	}
}

// codebook writes every code with its definition, bounds and origin.
func (b *book) codebook() {
	b.open(b.say("Codeboek", "Codebook"), b.say("alle codes met definitie, wel, niet, voorbeeld en herkomst", "all codes with definition, include, exclude, example and origin"))
	b.line(b.head, "code", b.say("naam", "name"), b.say("onder", "parent"), b.say("domein", "domain"), b.say("definitie", "definition"), b.say("wel", "include"),
		b.say("niet", "exclude"), b.say("voorbeeld", "example"), b.say("herkomst", "origin"), b.say("verwacht uit literatuur", "expected from literature"), b.say("onderbouwing", "supported by"))
	for _, c := range b.r.Codebook {
		b.line(b.wrap, string(c.ID), c.Name.In(b.r.Lang), string(c.Parent), c.Domain, c.Definition.In(b.r.Lang), c.Include.In(b.r.Lang),
			c.Exclude.In(b.r.Lang), c.Example.In(b.r.Lang), originText(c.Origin).In(b.r.Lang), expectedText(c.Expected).In(b.r.Lang), joinCodes(c.Supports))
	}
	b.widths(18, 36, 14, 14, 50, 36, 36, 36, 12, 14, 24)
	b.finish(11)
}

func joinCodes(ids []coding.CodeID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ", ")
}

// method writes the appendix of the page, without its tables, which have their
// own sheets.
func (b *book) method() {
	b.open(b.say("Verantwoording", "Method"), b.say("steekproef, instrumenten, codering, definities, grenzen", "sample, instruments, coding, definitions, limits"))
	b.widths(40, 110)
	b.title(b.say("Verantwoording", "Method"), "")
	for _, s := range b.r.Sections {
		if !s.Appendix {
			continue
		}
		b.row++
		b.line(b.head, s.Title.In(b.r.Lang), "")
		for _, bl := range s.Blocks {
			b.words(bl)
		}
	}
}

func (b *book) words(bl Block) {
	lang := b.r.Lang
	if !bl.Heading.IsZero() {
		b.line(b.head, bl.Heading.In(lang))
	}
	if !bl.Para.IsZero() {
		b.line(b.wrap, "", bl.Para.In(lang))
	}
	for _, t := range bl.List {
		b.line(b.wrap, "", "• "+t.In(lang))
	}
	for _, t := range bl.Terms {
		b.line(b.wrap, t.Name.In(lang), t.Value.In(lang))
	}
}

// links completes the guide with the sheets that were made.
func (b *book) links() {
	if b.err != nil {
		return
	}
	b.sheet = b.f.GetSheetName(0)
	rows, err := b.f.GetRows(b.sheet)
	b.try(err)
	b.row = len(rows)
	for _, l := range b.index {
		b.line(0, l.sheet, l.what)
		at := fmt.Sprintf("A%d", b.row)
		b.try(b.f.SetCellHyperLink(b.sheet, at, "'"+strings.ReplaceAll(l.sheet, "'", "''")+"'!A1", "Location"))
	}
}
