package export

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
	"meerzicht/report/dataset"
	"meerzicht/report/sav"
)

// dataset is the content as data with a dictionary.
func (j *job) dataset() (dataset.Dataset, error) {
	switch {
	case j.content.Table():
		t, err := j.table()
		return tableData(j.corpus, t, j.Lang), err
	case j.content.Name == Respondents:
		return respondents(j.corpus).dataset(j.corpus), nil
	}
	return dataset.Of(j.corpus, dataset.Kind(j.content.Name), dataset.Options{})
}

func (j *job) sav(w io.Writer) error {
	d, err := j.dataset()
	if err != nil {
		return err
	}
	return dataset.WriteSAV(w, d, j.Lang)
}

// syntax writes syntax that reads the data of WriteBeside.
func (j *job) syntax(w io.Writer) error {
	d, err := j.dataset()
	if err != nil {
		return err
	}
	return dataset.WriteSyntax(w, d, j.Beside, j.Lang)
}

// Beside is the name of the file that belongs beside a file of this form; "" for
// none.
func (f Format) Beside(name string) string {
	if f.ID != "sps" {
		return ""
	}
	return strings.TrimSuffix(name, filepath.Ext(name)) + ".csv"
}

// WriteBeside writes the file that belongs beside the one that Write writes: the
// data that syntax reads.
func WriteBeside(ctx context.Context, w io.Writer, c *coding.Corpus, f Format, opt Options) error {
	j, err := plan(ctx, c, f, opt)
	if err != nil {
		return err
	}
	d, err := j.dataset()
	if err != nil {
		return err
	}
	return dataset.WriteCSV(until{ctx, w}, d, j.Lang)
}

// WriteBoth writes a file and the one beside it as a zip archive of two members:
// for those who can be sent one file only.
func WriteBoth(ctx context.Context, w io.Writer, c *coding.Corpus, f Format, opt Options, name string) error {
	out := zip.NewWriter(w)
	opt.Beside = f.Beside(name)
	part, err := out.Create(name)
	if err == nil {
		_, err = Write(ctx, part, c, f, opt)
	}
	if err == nil {
		part, err = out.Create(opt.Beside)
	}
	if err == nil {
		err = WriteBeside(ctx, part, c, f, opt)
	}
	if err != nil {
		return err
	}
	return out.Close()
}

// dataSheets are all kinds of data as sheets of a workbook.
func (j *job) dataSheets() ([]report.Sheet, error) {
	people := respondents(j.corpus)
	out := []report.Sheet{people.sheet()}
	if cases := trajectories(j.corpus); len(cases.rows) > 0 {
		out = append(out, cases.sheet())
	}
	for _, kind := range dataset.Kinds() {
		if err := j.ctx.Err(); err != nil {
			return nil, err
		}
		d, err := dataset.Of(j.corpus, kind, dataset.Options{})
		if err != nil {
			return nil, err
		}
		if len(d.Rows) > 0 {
			out = append(out, dataSheet(d, kind))
		}
	}
	return out, nil
}

// dataSheet is a dataset as a sheet; values for no answer are empty cells.
func dataSheet(d dataset.Dataset, kind dataset.Kind) report.Sheet {
	names := map[dataset.Kind]instruments.Text{
		dataset.Wide:    {NL: "Breed", EN: "Wide"},
		dataset.Long:    {NL: "Lang", EN: "Long"},
		dataset.Codings: {NL: "Coderingen", EN: "Codings"},
		dataset.Matrix:  {NL: "Matrix", EN: "Matrix"},
	}
	s := report.Sheet{Name: names[kind], What: kind.Label()}
	for _, v := range d.Variables {
		s.Heading = append(s.Heading, v.Name)
	}
	s.Rows = func(yield func([]any) bool) {
		cells := make([]any, len(d.Variables))
		for _, row := range d.Rows {
			copy(cells, row)
			for i, v := range d.Variables {
				if v.Missing != dataset.NoMissing && cells[i] == v.Missing {
					cells[i] = nil
				}
			}
			if !yield(cells) {
				return
			}
		}
	}
	return s
}

// list is a sheet as the instruments have it, which can be filled in and imported
// again: headings as people wrote them, all cells words.
type list struct {
	name, what instruments.Text
	heading    []string
	rows       [][]string
}

// respondents is the respondent sheet, with a column for every attribute.
func respondents(c *coding.Corpus) list {
	l := list{
		name: instruments.Text{NL: "Respondenten", EN: "Respondents"}, what: instruments.Text{NL: "een regel per respondent, zoals het respondentenblad", EN: "a row for each respondent, as the respondent sheet"},
		heading: []string{"Respondent", "Traject", "Project", "Rol", "Toestemming"},
	}
	attributes := keysOf(c.Respondents, func(r instruments.Respondent) map[string]string { return r.Attributes })
	l.heading = append(l.heading, attributes...)
	for _, r := range c.Respondents {
		ids := make([]string, len(r.Trajectories))
		for i, t := range r.Trajectories {
			ids[i] = string(t)
		}
		l.add([]string{string(r.ID), strings.Join(ids, ", "), r.Project, string(r.Role), r.Consent}, attributes, r.Attributes)
	}
	return l
}

// trajectories is the sheet of trajectories beside it.
func trajectories(c *coding.Corpus) list {
	l := list{
		name: instruments.Text{NL: "Trajecten", EN: "Trajectories"}, what: instruments.Text{NL: "een regel per traject", EN: "a row for each trajectory"},
		heading: []string{"Traject", "Project", "Startcontact"},
	}
	attributes := keysOf(c.Trajectories, func(t instruments.Trajectory) map[string]string { return t.Attributes })
	l.heading = append(l.heading, attributes...)
	for _, t := range c.Trajectories {
		l.add([]string{string(t.ID), t.Project, t.StartContact}, attributes, t.Attributes)
	}
	return l
}

// keysOf are the keys that any of a list has, in order.
func keysOf[T any](all []T, of func(T) map[string]string) []string {
	seen := map[string]bool{}
	for _, one := range all {
		for k := range of(one) {
			seen[k] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func (l *list) add(row, keys []string, values map[string]string) {
	for _, k := range keys {
		row = append(row, values[k])
	}
	l.rows = append(l.rows, row)
}

func (l list) cells() iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, row := range l.rows {
			cells := make([]any, len(row))
			for i, s := range row {
				cells[i] = s
			}
			if !yield(cells) {
				return
			}
		}
	}
}

func (l list) sheet() report.Sheet {
	return report.Sheet{Name: l.name, What: l.what, Heading: l.heading, Rows: l.cells()}
}

func (l list) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	for _, row := range append([][]string{l.heading}, l.rows...) {
		line := make([]string, len(row))
		for i, s := range row {
			line[i] = report.Neutral(s)
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// dataset is a list for statistics, with names that these programs take.
func (l list) dataset(c *coding.Corpus) dataset.Dataset {
	d := dataset.Dataset{Kind: Respondents, Name: Respondents, Label: titled(c, l.what), Changed: c.Info.Changed, Notes: notesOf(c)}
	names := sav.Names(l.heading)
	for i, h := range l.heading {
		d.Variables = append(d.Variables, dataset.Variable{Name: names[i], Label: instruments.Same(h), Type: dataset.String, Measure: sav.Nominal, Missing: dataset.NoMissing})
	}
	for row := range l.cells() {
		d.Rows = append(d.Rows, row)
	}
	return d
}

func titled(c *coding.Corpus, what instruments.Text) instruments.Text {
	if c.Info.Title.IsZero() {
		return what
	}
	return instruments.Textf("%s: %s", "%s: %s", c.Info.Title, what)
}

func notesOf(c *coding.Corpus) []instruments.Text {
	var out []instruments.Text
	for _, n := range []instruments.Text{c.Info.Notice, c.Layer.Text()} {
		if !n.IsZero() {
			out = append(out, n)
		}
	}
	return out
}

// tableData is a table of counts as data: a row for each row, and of each figure
// the count and what it is a count of. A masked figure is missing.
func tableData(c *coding.Corpus, t analysis.Table, lang instruments.Lang) dataset.Dataset {
	d := dataset.Dataset{Kind: dataset.Kind(t.ID), Name: t.ID, Label: titled(c, t.Title), Changed: c.Info.Changed, Notes: notesOf(c)}
	for _, n := range t.Notes {
		d.Notes = append(d.Notes, n.Text)
	}
	names := []string{"key", "label", "level"}
	text := func(label instruments.Text) {
		d.Variables = append(d.Variables, dataset.Variable{Label: label, Type: dataset.String, Measure: sav.Nominal, Missing: dataset.NoMissing})
	}
	number := func(label instruments.Text) {
		d.Variables = append(d.Variables, dataset.Variable{Label: label, Type: dataset.Number, Measure: sav.Scale, Missing: dataset.NoMissing})
	}
	text(instruments.Text{NL: "sleutel", EN: "key"})
	text(t.Stub)
	number(instruments.Text{NL: "niveau", EN: "level"})
	for _, col := range t.Columns {
		label := col.Label
		if !col.Group.IsZero() {
			label = instruments.Textf("%s: %s", "%s: %s", col.Group, col.Label)
		}
		names = append(names, col.Key)
		switch col.Kind {
		case analysis.TextCell:
			text(label)
		case analysis.NumberCell:
			number(label)
			d.Variables[len(d.Variables)-1].Decimals = max(col.Decimals, 3)
		default:
			number(label)
			number(instruments.Textf("%s: van", "%s: of", label))
			names = append(names, fmt.Sprintf("%s_n", col.Key))
		}
	}
	for i, n := range sav.Names(names) {
		d.Variables[i].Name = n
	}
	for _, r := range t.Rows {
		d.Rows = append(d.Rows, tableRow(t, r, lang))
	}
	return d
}

func tableRow(t analysis.Table, r analysis.Row, lang instruments.Lang) []any {
	row := []any{r.Key, r.Label.In(lang), r.Level}
	for _, col := range t.Columns {
		cell := r.Cells[col.Key]
		switch {
		case col.Kind == analysis.TextCell:
			row = append(row, cell.Text.In(lang))
		case col.Kind == analysis.NumberCell:
			row = append(row, nil)
			if cell.Number != nil {
				row[len(row)-1] = *cell.Number
			}
		case cell.Figure == nil || cell.Figure.Reason != "" || cell.Figure.Mask != analysis.Shown:
			row = append(row, nil, nil)
		default:
			row = append(row, cell.Figure.Count, cell.Figure.Base)
		}
	}
	return row
}
