package workbench

import (
	"context"
	"errors"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"meerzicht/analysis"
	"meerzicht/analysis/retrieval"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
)

func reportRoutes() []route {
	routes := []route{
		{"GET /report", showReport, routeRule{}},
		{"GET /part/report", showReportPart, routeRule{patience: exportPatience}},
		{"GET /report/cell", showReportCell, routeRule{patience: exportPatience}},
		{"GET /part/report/cell", showReportCellPart, routeRule{patience: exportPatience}},
		{"GET /report.html", func(v *visit) error { return v.exportReport("html", (*report.Report).HTML) }, routeRule{patience: exportPatience}},
		{"GET /report.xlsx", func(v *visit) error { return v.exportReport(report.XLSXFormat, (*report.Report).Workbook) }, routeRule{patience: exportPatience}},
	}
	for _, format := range []string{report.CSVFormat, report.XLSXFormat, report.JSONFormat} {
		routes = append(routes, route{"GET /report/cell." + format, func(v *visit) error { return v.exportReportCell(format) }, routeRule{patience: exportPatience}})
	}
	return routes
}

// reports keeps the reports of the study as it is now, and those that are being
// made: a report takes a while, and who stops waiting for one finds it later.
type reports struct {
	mu     sync.Mutex
	seq    int64
	made   map[reportKey]*makingReport
	forget *time.Timer
}

// reportKey is what the page chooses about a report.
type reportKey struct {
	lang     instruments.Lang
	audience report.Audience
	layer    string
	seen     string // by whom, see sighted
}

// makingReport is a report that is being made until done is closed.
type makingReport struct {
	done    chan struct{}
	report  *report.Report
	counted []analysis.Table // before anything is withheld, for what stands behind a cell
	corpus  *coding.Corpus   // the layer that the report counts
	whole   *coding.Corpus
	err     error
}

// of is the report of the study as it is now, being made or there already.
func (r *reports) of(v *visit, key reportKey) (*makingReport, error) {
	head, err := v.study.Head(v.ctx())
	if err != nil {
		return nil, err
	}
	l, err := v.study.look(v.ctx())
	if err != nil {
		return nil, err
	}
	key.seen = l.key
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seq != head.Seq || r.made == nil {
		r.seq, r.made = head.Seq, map[reportKey]*makingReport{}
	}
	if r.forget != nil {
		r.forget.Stop()
	}
	r.forget = time.AfterFunc(corpusIdle, r.drop)
	m := r.made[key]
	if m == nil {
		m = &makingReport{done: make(chan struct{})}
		r.made[key] = m
		go m.make(context.WithoutCancel(v.ctx()), v.Server, v.study, key)
	}
	return m, nil
}

func (r *reports) drop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.made = nil
}

func (m *makingReport) make(ctx context.Context, s *Server, seen *sighted, key reportKey) {
	defer close(m.done)
	if m.whole, m.err = s.corpora.of(ctx, seen, false); m.err != nil {
		return
	}
	if m.corpus, m.err = analysis.InLayer(m.whole, key.layer); m.err != nil {
		return
	}
	o := report.Options{Lang: key.lang, Audience: key.audience, Layer: key.layer, Version: s.version}
	o.RoundOf = func(id string) (*coding.Corpus, error) {
		c, _, err := seen.CorpusOfRound(ctx, id)
		return c, err
	}
	if m.report, m.err = report.Build(m.whole, o); m.err == nil {
		m.counted = report.Counted(m.whole, o)
	}
}

// ready waits for a report at most so long; false when it is not there yet.
func (m *makingReport) ready(ctx context.Context, patience time.Duration) (bool, error) {
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case <-m.done:
		return true, m.err
	case <-wait.C:
		return false, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// reportPage shows the tables and sentences of a report.
type reportPage struct {
	Audience  report.Audience
	Audiences []report.Audience
	Layer     string        // that was asked for
	Layers    []tableChoice // to choose from, when there is a choice
	Layered   instruments.Text
	Address   template.URL // the choices, as a query
	Making    bool
	Problem   *problemShown
	Headlines []report.Headline
	Sentences []instruments.Text
	Doubled   instruments.Text // how far coders agree, in a sentence
	Sections  []reportSection
	Cell      *cellPage
}

type reportSection struct {
	report.Section
	Parts []reportPart
}

type reportPart struct {
	report.Block
	Table template.HTML
}

// reportPatience is how long a page waits for a report before it shows itself
// without.
const reportPatience = 150 * time.Millisecond

func showReport(v *visit) error {
	page, err := v.reportPage(reportPatience)
	if err != nil {
		return err
	}
	return v.page("report", instruments.Text{NL: "Rapport", EN: "Report"}, page)
}

func showReportPart(v *visit) error {
	page, err := v.reportPage(exportPatience)
	if err != nil {
		return err
	}
	return v.part("report", "report-now", page)
}

// audience is whom the report is for; internal without a choice, since this is
// the team's own page.
func (v *visit) audience() report.Audience {
	if v.query().Get("audience") == string(report.Extern) {
		return report.Extern
	}
	return report.Intern
}

// reportChoices are the choices of the address, for the addresses of its parts.
func (v *visit) reportChoices() url.Values {
	q := url.Values{"audience": {string(v.audience())}}
	if l := v.layer(); l != "" {
		q.Set(string(analysis.ChooseLayer), l)
	}
	return q
}

func (v *visit) reportKey() reportKey {
	return reportKey{lang: v.lang, audience: v.audience(), layer: v.layer()}
}

func (v *visit) reportPage(patience time.Duration) (reportPage, error) {
	page := reportPage{Audience: v.audience(), Layer: v.layer(), Audiences: []report.Audience{report.Intern, report.Extern}, Address: template.URL(v.reportChoices().Encode())}
	c, err := v.counted()
	if err != nil {
		return page, err
	}
	page.Layers = v.layerChoice(c)
	m, err := v.reported.of(v, v.reportKey())
	if err != nil {
		return page, err
	}
	ok, err := m.ready(v.ctx(), patience)
	var told *instruments.Error
	switch {
	case errors.As(err, &told):
		page.Problem = &problemShown{What: sentence(forPage(told.What.In(v.lang))), Hint: sentence(forPage(told.Hint.In(v.lang)))}
		return page, nil
	case err != nil:
		return page, err
	case !ok:
		page.Making = true
		return page, nil
	}
	page.Layered, page.Doubled = m.report.Layer, m.report.First.Reliability
	page.Headlines, page.Sentences = m.report.First.Headlines, m.report.First.Sentences
	for _, s := range m.report.Sections {
		shown := reportSection{Section: s}
		for _, b := range s.Blocks {
			part := reportPart{Block: b}
			if b.Table != nil {
				if part.Table, err = report.TableHTML(*b.Table, v.lang, m.address(*b.Table, v.reportChoices())); err != nil {
					return page, err
				}
			}
			shown.Parts = append(shown.Parts, part)
		}
		page.Sections = append(page.Sections, shown)
	}
	return page, nil
}

// address is where what stands behind the cells of a view is shown: behind those
// of the whole table from which it was taken.
func (m *makingReport) address(view analysis.Table, chosen url.Values) func(row, column string) string {
	return func(row, column string) string {
		ref := analysis.CellRef{Table: view.ID, Row: row, Column: column}
		if view.ID == "support" {
			ref = m.supported(row, column)
		}
		if n := len(ref.Table); n > 2 && ref.Table[n-2] == '-' && m.table(ref.Table) == nil {
			ref.Table = ref.Table[:n-2] // "activities-b": a further view
		}
		if m.table(ref.Table) == nil { // measures, such as those of agreement: nobody is counted
			return ""
		}
		chosen.Set("table", ref.Table)
		chosen.Set("row", ref.Row)
		chosen.Set("column", ref.Column)
		return "/report/cell?" + chosen.Encode()
	}
}

// supported is the cell that a line of the chains of the report repeats.
func (m *makingReport) supported(row, column string) analysis.CellRef {
	row = strings.TrimSuffix(row, "/")
	id := coding.CodeID(row[strings.LastIndex(row, "/")+1:])
	if a, ok := id.Activity(); ok {
		return analysis.CellRef{Table: "activities", Row: string(a), Column: analysis.ColumnAll}
	}
	if goal, ok := strings.CutPrefix(string(id), coding.GoalPrefix); ok {
		return analysis.CellRef{Table: "goals", Row: goal, Column: "respondents"}
	}
	code, _ := m.corpus.Codebook.Code(id)
	ref := analysis.CellRef{Table: "codes-" + code.Domain, Row: string(id), Column: analysis.ColumnAll}
	if column == "focus" {
		ref.Column = analysis.KindPrefix + string(instruments.FocusGroup)
	}
	return ref
}

func (m *makingReport) table(id string) *analysis.Table {
	i := slices.IndexFunc(m.counted, func(t analysis.Table) bool { return t.ID == id })
	if i < 0 {
		return nil
	}
	return &m.counted[i]
}

func showReportCell(v *visit) error {
	cell, err := v.reportCell()
	if err != nil {
		return err
	}
	return v.page("report", instruments.Textf("%s: achter het getal", "%s: behind the figure", instruments.Same(cell.Table)), reportPage{Audience: v.audience(), Cell: cell})
}

func showReportCellPart(v *visit) error {
	cell, err := v.reportCell()
	if err != nil {
		return err
	}
	return v.part("report", "cell-now", cell)
}

func (v *visit) reportCell() (*cellPage, error) {
	c, b, err := v.behindReport()
	if err != nil {
		return nil, err
	}
	cell, err := v.cellPage(c, b)
	if err != nil {
		return nil, err
	}
	q := v.reportChoices()
	cell.Back = "/report?" + q.Encode() + "#table-" + b.table.ID
	q["table"], q["row"], q["column"] = []string{b.table.ID}, []string{b.row}, []string{b.column}
	cell.addresses("/report/cell", q)
	return cell, nil
}

// behindReport finds what stands behind a cell of a table of the report, also
// where the report itself withholds the figure: this page is the team's own.
func (v *visit) behindReport() (*coding.Corpus, behindCell, error) {
	b := behindCell{row: v.query().Get("row"), column: v.query().Get("column")}
	m, err := v.reported.of(v, v.reportKey())
	if err != nil {
		return nil, b, err
	}
	if _, err := m.ready(v.ctx(), exportPatience); err != nil {
		return nil, b, err
	}
	if t := m.table(v.query().Get("table")); t != nil {
		b.table = *t
		b.support = retrieval.Of(m.corpus, b.table, b.row, b.column, analysis.Options{})
	}
	return m.corpus, b, b.check()
}

func (v *visit) exportReportCell(format string) error {
	_, b, err := v.behindReport()
	if err != nil {
		return err
	}
	return v.exportSupport(b, format)
}

// exportReport is the report itself as a file, made in memory.
func (v *visit) exportReport(format string, write func(*report.Report, io.Writer) error) error {
	m, err := v.reported.of(v, v.reportKey())
	if err != nil {
		return err
	}
	if _, err := m.ready(v.ctx(), exportPatience); err != nil {
		return err
	}
	name := instruments.Text{NL: "rapport", EN: "report"}
	if format == report.XLSXFormat {
		name = instruments.Text{NL: "tabellen", EN: "tables"}
	}
	v.attach(name.In(v.lang), format)
	return write(m.report, v.w)
}
