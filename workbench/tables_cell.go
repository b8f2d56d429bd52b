package workbench

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"meerzicht/analysis"
	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
)

// Limits of what one page of a cell shows; the files have everything.
const (
	entriesShown = 100
	linesShown   = 25 // quotations of one entry
)

// cellPage is what stands behind one figure.
type cellPage struct {
	Table, Row, Column string
	Figure             string // in words: "62 %, 23 van 37"
	Number             string // of a cell that is no count
	Unit               instruments.Text
	Total              int // entries: as many as the figure counts
	Bare               int // of these, counted without a quotation
	Quotations         int
	Entries            []entryView
	From               int
	Before, After      int
	Address            string       // of this cell, without the page
	Files              string       // of this cell, before the format
	Query              template.URL // as it stands in the address
	Back               string
	Part               string
}

// First and To are the numbers of the first and the last entry shown.
func (p cellPage) First() int { return p.From + 1 }

// To is the number of the last entry shown.
func (p cellPage) To() int { return p.From + len(p.Entries) }

// entryView is one of those whom a figure counts.
type entryView struct {
	retrieval.Support
	Number int
	Name   string
	Href   string
	Lines  []quotationLine
	More   int
	Marks  []tickView
}

// tickView is what a filled list says.
type tickView struct {
	retrieval.Tick
	Said instruments.Text
	Href string
}

// behindCell is what a cell needs to be shown.
type behindCell struct {
	table       analysis.Table
	row, column string
	support     []retrieval.Support
}

func showCell(v *visit) error {
	page, cell, err := v.tableCell()
	if err != nil {
		return err
	}
	page.Cell = cell
	return v.page("tables", instruments.Textf("%s: achter het getal", "%s: behind the figure", instruments.Same(cell.Table)), page)
}

func showCellPart(v *visit) error {
	_, cell, err := v.tableCell()
	if err != nil {
		return err
	}
	return v.part("tables", "cell-now", cell)
}

// tableCell is the cell that the address asks for, with the page it stands on.
func (v *visit) tableCell() (tablePage, *cellPage, error) {
	page := tablePage{Kinds: analysis.Kinds()}
	kind, err := v.kind()
	if err != nil {
		return page, nil, err
	}
	page.Kind = kind
	c, err := v.counted()
	if err != nil {
		return page, nil, err
	}
	b, err := v.behind(c, kind)
	if err != nil {
		return page, nil, err
	}
	cell, err := v.cellPage(c, b)
	if err != nil {
		return page, nil, err
	}
	chosen := v.chosen(kind)
	cell.Back = "/tables/" + kind.Name + "?" + chosen.Encode()
	chosen.Set("row", b.row)
	chosen.Set("column", b.column)
	cell.addresses("/tables/"+kind.Name+"/cell", chosen)
	return page, cell, nil
}

func (p *cellPage) addresses(path string, q url.Values) {
	p.Address, p.Files, p.Query = path+"?"+q.Encode(), path, template.URL(q.Encode())
	p.Part = "/part" + p.Address
}

// behind finds what stands behind a cell of a kind of table.
func (v *visit) behind(c *coding.Corpus, kind analysis.Kind) (behindCell, error) {
	b := behindCell{row: v.query().Get("row"), column: v.query().Get("column")}
	o, err := v.tableOptions(c, kind)
	if err != nil {
		return b, err
	}
	if kind.Cross() {
		x, err := v.cross(c, o)
		if err != nil {
			return b, err
		}
		b.table, b.support = x.table(), x.support(c, b.row, b.column, o)
	} else {
		b.table = kind.Table(c, o)
		b.support = retrieval.Of(c, b.table, b.row, b.column, o)
	}
	return b, b.check()
}

// check refuses a cell that is not there (any more).
func (b behindCell) check() error {
	r, ok := b.table.Row(b.row)
	known := slices.ContainsFunc(b.table.Columns, func(c analysis.Column) bool { return c.Key == b.column })
	if ok && known && (r.Cells[b.column].Figure != nil || r.Cells[b.column].Number != nil) {
		return nil
	}
	return refused(http.StatusNotFound, instruments.Text{NL: "dit getal staat niet (meer) in de tabel", EN: "this figure is not, or no longer, in the table"},
		instruments.Text{NL: "ga terug naar de tabel en kies een getal", EN: "go back to the table and choose a figure"})
}

// cellPage shows one page of what stands behind a cell.
func (v *visit) cellPage(c *coding.Corpus, b behindCell) (*cellPage, error) {
	p := &cellPage{Table: b.table.Title.In(v.lang), Total: len(b.support), Before: -1, After: -1, Unit: b.table.Unit.Label()}
	row, _ := b.table.Row(b.row)
	p.Row = row.Label.In(v.lang)
	for _, col := range b.table.Columns {
		if col.Key == b.column {
			p.Column = col.Label.In(v.lang)
			if group := col.Group.In(v.lang); group != "" {
				p.Column = group + ": " + p.Column
			}
		}
	}
	switch cell := row.Cells[b.column]; {
	case cell.Figure != nil:
		p.Figure, p.Unit = report.Wording{Figure: *cell.Figure}.In(v.lang), cell.Figure.Unit.Label()
	case cell.Number != nil:
		p.Number = report.Number(*cell.Number, 2, v.lang)
	}
	for i := range b.support {
		p.Quotations += len(b.support[i].Quotations)
		if len(b.support[i].Quotations) == 0 {
			p.Bare++
		}
	}
	p.From = min(max(v.number("from", 0), 0), max(len(b.support)-1, 0)) / entriesShown * entriesShown
	if p.From > 0 {
		p.Before = p.From - entriesShown
	}
	end := min(p.From+entriesShown, len(b.support))
	if end < len(b.support) {
		p.After = end
	}
	for i, s := range b.support[p.From:end] {
		e, err := v.entry(c, s, p.From+i+1)
		if err != nil {
			return nil, err
		}
		p.Entries = append(p.Entries, e)
	}
	return p, nil
}

func (v *visit) entry(c *coding.Corpus, s retrieval.Support, number int) (entryView, error) {
	e := entryView{Support: s, Number: number, Name: s.ID}
	shown := s.Quotations[:min(len(s.Quotations), linesShown)]
	e.More = len(s.Quotations) - len(shown)
	var err error
	if e.Lines, err = v.quotationLines(c, shown); err != nil {
		return e, err
	}
	for i := range e.Lines { // one quotation may stand behind several of those counted
		e.Lines[i].ID += "-" + strconv.Itoa(number)
	}
	switch {
	case s.Code != "" && s.Unit == "":
		e.Href = "/codebook?code=" + url.QueryEscape(string(s.Code))
	case s.Dyad != "" && s.Respondent == "":
		e.Href = indicatorsHref(s.Dyad, "", "")
	case s.Respondent != "":
		e.Href = "/people/" + url.PathEscape(string(s.Respondent))
	case s.Trajectory != "":
		e.Href = "/trajectories/" + url.PathEscape(string(s.Trajectory))
	case s.Document != "":
		e.Href = "/documents/" + url.PathEscape(string(s.Document))
	}
	for _, t := range s.Ticks {
		e.Marks = append(e.Marks, markOf(t))
	}
	return e, nil
}

// markOf says what a list says.
func markOf(t retrieval.Tick) tickView {
	m := tickView{Tick: t, Said: instruments.Same(string(t.Value))}
	if t.Kind == instruments.IndicatorFilling {
		m.Href = indicatorsHref(t.Dyad, t.Coder, "")
		return m
	}
	m.Href = activitiesHref(t.Respondent, t.Coder, "")
	switch t.State {
	case instruments.Mentioned:
		m.Said = instruments.Text{NL: "genoemd", EN: "mentioned"}
	case instruments.Denied:
		m.Said = instruments.Text{NL: "expliciet niet", EN: "explicitly not"}
	default:
		m.Said = instruments.Text{NL: "niet besproken", EN: "not discussed"}
	}
	return m
}

// exportCell is all that stands behind a cell as a file.
func (v *visit) exportCell(format string) error {
	kind, err := v.kind()
	if err != nil {
		return err
	}
	c, err := v.counted()
	if err != nil {
		return err
	}
	b, err := v.behind(c, kind)
	if err != nil {
		return err
	}
	return v.exportSupport(b, format)
}

func (v *visit) exportSupport(b behindCell, format string) error {
	for i := range b.support {
		if err := v.widenAll(b.support[i].Quotations); err != nil {
			return err
		}
	}
	v.attach(instruments.Text{NL: "onderbouwing", EN: "support"}.In(v.lang), format)
	return report.WriteSupport(v.w, b.support, format, v.lang)
}
