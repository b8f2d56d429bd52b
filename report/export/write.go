package export

import (
	"context"
	"io"
	"slices"
	"strings"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/coding/refi"
	"meerzicht/coding/rock"
	"meerzicht/instruments"
	"meerzicht/report"
	"meerzicht/report/dataset"
)

// Options say what is exported and how.
type Options struct {
	// What is the content, of a form that can hold several; "" is its first.
	What string
	// Layer is whose work counts, by the names of coding.Corpus.InLayer; "" is
	// everybody's for a form that carries everybody's, else the consensus where
	// there is one.
	Layer string
	// Audience masks tables as a report for it does; "" masks nothing.
	Audience report.Audience
	// Lang is the language of labels; "" is that of the study.
	Lang    instruments.Lang
	Version string // of the program
	// Beside is the name of the CSV file that syntax reads (WriteBeside).
	Beside string
	// RoundOf is that of report.Options.
	RoundOf func(id string) (*coding.Corpus, error)

	// Of the archive: the events of the study, first to last, as one JSON object
	// each (nil: without), whether the words of the interviews are left out, and who
	// is told how many of its files are done.
	Log          func(line func([]byte) error) error
	WithoutTexts bool
	Progress     func(done, total int)
}

func (o Options) defaults(c *coding.Corpus) Options {
	if o.Lang == "" {
		o.Lang = c.Info.Lang
	}
	if o.Lang == "" {
		o.Lang = instruments.Dutch
	}
	return o
}

// job is one export that was checked.
type job struct {
	Options
	ctx     context.Context
	format  Format
	content Content
	whole   *coding.Corpus
	corpus  *coding.Corpus // the layer
}

// plan checks what was asked for, and takes the layer.
func plan(ctx context.Context, c *coding.Corpus, f Format, opt Options) (*job, error) {
	if c == nil || c.Instruments == nil {
		return nil, instruments.Refuse("", instruments.Text{NL: "het onderzoek heeft geen instrumenten", EN: "the study has no instruments"},
			instruments.Text{NL: "maak het onderzoek met `meerzicht new`", EN: "make the study with `meerzicht new`"})
	}
	j := &job{Options: opt.defaults(c), ctx: ctx, format: f, whole: c}
	var err error
	if j.content, err = f.content(opt.What); err != nil {
		return nil, err
	}
	if err := j.audience(); err != nil {
		return nil, err
	}
	j.corpus, err = f.layer(c, opt.Layer)
	return j, err
}

// layer is the layer of a corpus that a form takes.
func (f Format) layer(c *coding.Corpus, asked string) (*coding.Corpus, error) {
	if f.Everybody && (asked == "" || asked == coding.EveryLayer) {
		return c, nil
	}
	return analysis.InLayer(c, asked)
}

// audience refuses to mask what is never masked.
func (j *job) audience() error {
	if j.Audience == "" {
		return nil
	}
	if !slices.Contains(audiences(), j.Audience) {
		_, err := report.ParseAudience(string(j.Audience))
		return err
	}
	if !j.content.Published {
		return instruments.Refuse("",
			instruments.Text{NL: "dit wordt nooit afgeschermd: het is alleen voor binnen het onderzoeksteam", EN: "this is never masked: it is for inside the research team only"},
			instruments.Text{NL: "laat de doelgroep weg (--audience), of kies een tabel van het rapport", EN: "leave the audience out (--audience), or choose a table of the report"})
	}
	return nil
}

// Write writes a study, or what was asked of it, in a form. c is the whole study,
// with texts where the form needs them. The loss report says what of the study the
// form does not hold; it is empty for tables and data. The same study and options
// give the same bytes. It stops when ctx ends. The folder is written by WriteFolder.
func Write(ctx context.Context, w io.Writer, c *coding.Corpus, f Format, opt Options) (coding.Transfer, error) {
	j, err := plan(ctx, c, f, opt)
	if err != nil {
		return coding.Transfer{}, err
	}
	out := until{ctx, w}
	switch f.ID {
	case "csv":
		return coding.Transfer{}, j.csv(out)
	case "xlsx":
		return coding.Transfer{}, j.xlsx(out)
	case "sav":
		return coding.Transfer{}, j.sav(out)
	case "json":
		return portable.Write(out, j.corpus)
	case "qdpx":
		return refi.Write(out, j.corpus, j.refi())
	case "qdc":
		return refi.WriteCodebook(out, j.corpus, j.refi())
	case "sps":
		return coding.Transfer{}, j.syntax(out)
	case "rock":
		return rock.Write(out, j.corpus, j.Lang)
	case "zip":
		return coding.Transfer{}, j.zip(out)
	}
	return coding.Transfer{}, instruments.Refuse("", instruments.Textf("dit is geen bestand: %s", "this is no file: %s", f.Label), instruments.Text{})
}

// until is a writer that stops when a context ends.
type until struct {
	ctx context.Context
	w   io.Writer
}

func (u until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}

func (j *job) csv(w io.Writer) error {
	switch {
	case j.content.Table():
		t, err := j.table()
		if err != nil {
			return err
		}
		return report.WriteTable(w, t, report.CSVFormat, j.Lang)
	case j.content.Name == Codings:
		return coding.WriteCodings(w, j.corpus.Codings)
	case j.content.Name == Respondents:
		return respondents(j.corpus).csv(w)
	}
	d, err := j.dataset()
	if err != nil {
		return err
	}
	return dataset.WriteCSV(w, d, j.Lang)
}

func (j *job) xlsx(w io.Writer) error {
	switch {
	case j.content.Everything:
		return j.workbook(w)
	case j.content.Table():
		t, err := j.table()
		if err != nil {
			return err
		}
		b := j.book()
		b.Tables = []analysis.Table{t}
		return b.Write(w)
	case j.content.Name == Codings:
		return report.WriteCodings(w, j.corpus.Codings, j.Lang)
	case j.content.Name == Respondents:
		b := j.book()
		b.Sheets = []report.Sheet{respondents(j.corpus).sheet(), trajectories(j.corpus).sheet()}
		return b.Write(w)
	}
	d, err := j.dataset()
	if err != nil {
		return err
	}
	return dataset.WriteXLSX(w, d, j.Lang)
}

func (j *job) book() report.DataBook {
	return report.DataBook{Corpus: j.corpus, Lang: j.Lang, Version: j.Version, Note: j.readers()}
}

// workbook is everything: for an audience the workbook of the report, and for the
// team all tables as they are with all data.
func (j *job) workbook(w io.Writer) error {
	if j.Audience != "" {
		r, err := report.Build(j.whole, j.reportOptions())
		if err != nil {
			return err
		}
		return r.Workbook(w)
	}
	b := j.book()
	b.Codebook, b.Tables = true, j.tables()
	var err error
	if b.Sheets, err = j.dataSheets(); err != nil {
		return err
	}
	return b.Write(w)
}

func (j *job) refi() refi.WriteOptions {
	return refi.WriteOptions{Lang: j.Lang, Program: j.program()}
}

// program is the name of the program in files that say what made them.
func (j *job) program() string { return strings.TrimSpace("Meerzicht " + j.Version) }

func (j *job) reportOptions() report.Options {
	return report.Options{Lang: j.Lang, Audience: j.Audience, Version: j.Version, Layer: j.Layer, RoundOf: j.RoundOf}
}

// table is the one table that was asked for.
func (j *job) table() (analysis.Table, error) {
	if j.Audience == "" {
		return j.content.kind.Table(j.corpus, analysis.Options{}), nil
	}
	r, err := report.Build(j.whole, j.reportOptions())
	if err != nil {
		return analysis.Table{}, err
	}
	t, ok := r.Table(j.content.kind.Table(j.corpus, analysis.Options{}).ID)
	if !ok {
		return t, instruments.Refuse("",
			instruments.Textf("de tabel %q is niet in een rapport voor deze doelgroep", "the table %q is not in a report for this audience", j.content.Name),
			instruments.Text{NL: "kleine groepen zouden er herkenbaar in zijn; kies een andere tabel", EN: "small groups could be recognised in it; choose another table"})
	}
	return t, nil
}

// tables are all tables, one of each kind.
func (j *job) tables() []analysis.Table {
	var out []analysis.Table
	for _, c := range contents() {
		if c.Table() {
			if t := c.kind.Table(j.corpus, analysis.Options{}); len(t.Rows) > 0 {
				out = append(out, t)
			}
		}
	}
	return out
}
