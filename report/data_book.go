package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Sheet is a sheet of plain rows in a workbook of data: a heading, and below it
// cells that are strings, whole numbers, fractions or nil for none.
type Sheet struct {
	Name    instruments.Text
	What    instruments.Text // what it holds, for the guide
	Heading []string
	Rows    iter.Seq[[]any] // asked for twice, the same each time
}

// DataBook is a workbook for working on with the figures and rows of a study:
// tables as they are given, sheets of rows, and the codebook when it is asked for.
type DataBook struct {
	Corpus   *coding.Corpus // the layer that tables and rows were taken from
	Tables   []analysis.Table
	Sheets   []Sheet
	Codebook bool
	Note     instruments.Text // whom it is for; on the first sheet
	Lang     instruments.Lang
	Version  string // of the program
}

// Write writes the workbook. All words are string cells and no cell is a formula;
// a text longer than a cell, and more rows than a sheet has, are refused. Tables
// are written as they are: whoever publishes them protects them first.
func (d DataBook) Write(w io.Writer) error {
	r := &Report{Lang: d.Lang, Audience: Intern, Version: d.Version, Info: d.Corpus.Info, Layer: d.Corpus.Layer.Text()}
	if r.Info.Notice.IsZero() && d.Corpus.Instruments != nil {
		r.Info.Notice = d.Corpus.Instruments.Notice
	}
	b := &book{f: excelize.NewFile(), r: r, names: map[string]bool{}, numbers: map[int]int{}}
	defer func() { _ = b.f.Close() }()
	b.styles()
	b.dataGuide(d)
	for _, t := range d.Tables {
		b.table(stamp(t, 0))
	}
	for _, s := range d.Sheets {
		b.rows(s)
	}
	if d.Codebook {
		r.Codebook = d.Corpus.Codebook.Codes
		b.codebook()
	}
	b.links()
	b.properties()
	if b.err != nil {
		return b.err
	}
	return b.ordered(w)
}

// ordered writes the parts of the workbook in the order of their names, and the
// media types of images that belong to charts in the order of theirs: excelize has
// both in any order, and the same study must give the same bytes.
func (b *book) ordered(w io.Writer) error {
	if types := b.f.ContentTypes; types != nil { // a slice of a type that has no name here
		sort.Slice(types.Defaults, func(i, j int) bool { return types.Defaults[i].Extension < types.Defaults[j].Extension })
	}
	buf, err := b.f.WriteToBuffer()
	if err != nil {
		return err
	}
	in, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range in.File {
		if err := out.Copy(part); err != nil {
			return err
		}
	}
	return out.Close()
}

// dataGuide is the first sheet: what this is, of when, and whose work it counts.
func (b *book) dataGuide(d DataBook) {
	r := b.r
	b.open(b.say("Leeswijzer", "Guide"), "")
	b.widths(34, 100)
	b.title(r.Info.Title.In(r.Lang), b.say("Gegevens van het onderzoek", "Data of the study"))
	b.line(0, b.say("stand van", "as of"), Date(r.Info.Changed, r.Lang))
	if l := r.Layer.In(r.Lang); l != "" {
		b.line(b.wrap, b.say("laag", "layer"), l)
	}
	b.line(0, b.say("studiehash", "study hash"), r.Info.Head)
	b.line(0, b.say("programma", "program"), "Meerzicht "+r.Version)
	if n := d.Note.In(r.Lang); n != "" {
		b.line(b.wrap, b.say("voor wie", "for whom"), n)
	}
	b.row++
	b.line(b.head, b.say("werkblad", "sheet"), b.say("inhoud", "contents"))
}

// rows streams a sheet, so that a hundred thousand rows are no cells in memory.
func (b *book) rows(s Sheet) {
	b.open(s.Name.In(b.r.Lang), s.What.In(b.r.Lang))
	if b.err != nil {
		return
	}
	last := 1
	for range s.Rows {
		last++
	}
	// Some programs read no further than the dimension says, and a stream cannot
	// go back to correct it.
	b.try(b.f.SetSheetDimension(b.sheet, fmt.Sprintf("A1:%s%d", columnName(max(len(s.Heading), 1)-1), min(last, maxSheetRows))))
	out, err := b.f.NewStreamWriter(b.sheet)
	if err != nil {
		b.try(err)
		return
	}
	b.try(out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	head := make([]any, len(s.Heading))
	for i, h := range s.Heading {
		head[i] = excelize.Cell{StyleID: b.head, Value: clean(h)}
	}
	b.stream(out, head)
	for row := range s.Rows {
		if b.err != nil {
			return
		}
		b.stream(out, row)
	}
	b.try(out.Flush())
}

func (b *book) stream(out *excelize.StreamWriter, row []any) {
	if b.row++; b.row > maxSheetRows {
		b.try(tooManyRows(b.sheet))
		return
	}
	for i, v := range row {
		if s, ok := v.(string); ok {
			b.try(fitsCell(s, b.sheet, b.row, i))
			row[i] = clean(s)
			if s == "" {
				row[i] = nil
			}
		}
	}
	at, err := excelize.CoordinatesToCellName(1, b.row)
	b.try(err)
	if b.err == nil {
		b.try(out.SetRow(at, row))
	}
}
