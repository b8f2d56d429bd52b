package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// Workbook writes the report as an Excel workbook: a reading guide, a sheet for
// every table (with an Excel chart where the page has bars), the long table of
// respondents by activities in an internal report, the codebook, and the method.
// All numbers are values, none is a formula; all words are string cells, so that
// nothing in a study's words can run. A text longer than a cell is refused.
func (r *Report) Workbook(w io.Writer) error {
	b := &book{f: excelize.NewFile(), r: r, names: map[string]bool{}, numbers: map[int]int{}}
	defer func() { _ = b.f.Close() }()
	b.styles()
	b.guide()
	for _, t := range r.Tables() {
		b.table(t)
	}
	b.dyads()
	b.long()
	b.codebook()
	b.method()
	b.links()
	b.properties()
	if b.err != nil {
		return b.err
	}
	return b.ordered(w)
}

// book is a workbook in the making. The first error stops all further writing.
type book struct {
	f                                *excelize.File
	r                                *Report
	err                              error
	sheet                            string
	row                              int // of the sheet, from 1
	names                            map[string]bool
	index                            []indexLine
	bold, head, wrap, percent, muted int
	numbers                          map[int]int // styles of numbers, by decimals
}

// indexLine is one line of the guide: a sheet and what it holds.
type indexLine struct{ sheet, what string }

func (b *book) try(err error) {
	if b.err == nil && err != nil {
		b.err = err
	}
}

func (b *book) style(s *excelize.Style) int {
	id, err := b.f.NewStyle(s)
	b.try(err)
	return id
}

func (b *book) styles() {
	b.bold = b.style(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}})
	b.head = b.style(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: []excelize.Border{{Type: "bottom", Color: "1C1C1A", Style: 1}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}})
	b.wrap = b.style(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	b.percent = b.style(&excelize.Style{NumFmt: 9})
	b.muted = b.style(&excelize.Style{Font: &excelize.Font{Italic: true, Color: "5C5A54"}})
}

// decimals is the style of a number that is shown with so many decimals; the cell
// holds all of them.
func (b *book) decimals(n int) int {
	if n == 0 {
		return 0
	}
	if b.numbers[n] == 0 {
		b.numbers[n] = b.style(&excelize.Style{CustomNumFmt: ptr("0." + strings.Repeat("0", n))})
	}
	return b.numbers[n]
}

// open begins a sheet; its name is cut and made unique as Excel demands.
func (b *book) open(name, what string) {
	b.sheet, b.row = b.sheetName(name), 0
	if len(b.names) == 1 {
		b.try(b.f.SetSheetName("Sheet1", b.sheet))
	} else {
		_, err := b.f.NewSheet(b.sheet)
		b.try(err)
		b.index = append(b.index, indexLine{b.sheet, what})
	}
	b.try(b.f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: ptr(9), Orientation: ptr("landscape"), FitToWidth: ptr(1), FitToHeight: ptr(0)}))
	b.try(b.f.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: ptr(true)}))
	b.try(b.f.SetHeaderFooter(b.sheet, &excelize.HeaderFooterOptions{OddFooter: b.footer()}))
}

func ptr[T any](v T) *T { return &v }

// footer prints the notice on every page; & begins a field there, so it is
// doubled. Excel allows 255 characters.
func (b *book) footer() string {
	line := b.r.Info.Title.In(b.r.Lang)
	if n := b.r.Info.Notice.In(b.r.Lang); n != "" {
		line = n
	}
	line = strings.ReplaceAll(instruments.Plain(line), "&", "&&")
	if r := []rune(line); len(r) > 200 {
		line = string(r[:200])
	}
	return "&L" + line + "&R&P / &N"
}

// sheetName makes a name of at most 31 characters without : \ / ? * [ ] and
// apostrophes at the ends, different from all others whatever the case.
func (b *book) sheetName(name string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, instruments.Plain(name))
	clean = strings.Trim(strings.Join(strings.Fields(clean), " "), "'")
	if clean == "" {
		clean = "–"
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf(" (%d)", n)
		}
		try := cut(clean, 31-len(suffix)) + suffix
		if key := strings.ToLower(try); !b.names[key] {
			b.names[key] = true
			return try
		}
	}
}

// cut shortens a string to n UTF-16 units, at a rune.
func cut(s string, n int) string {
	units := 0
	for i, r := range s {
		units++
		if r > 0xFFFF {
			units++
		}
		if units > n {
			return strings.TrimRight(s[:i], " '")
		}
	}
	return s
}

// line writes one row of cells: string, int, float64 or nil.
func (b *book) line(style int, cells ...any) {
	b.row++
	for i, v := range cells {
		b.cell(i, v, style)
	}
}

func (b *book) cell(column int, v any, style int) {
	if b.err != nil || v == nil {
		return
	}
	at := fmt.Sprintf("%s%d", columnName(column), b.row)
	switch v := v.(type) {
	case string:
		b.try(fitsCell(v, b.sheet, b.row, column))
		b.try(b.f.SetCellStr(b.sheet, at, clean(v)))
	case int:
		b.try(b.f.SetCellInt(b.sheet, at, int64(v)))
	case float64:
		b.try(b.f.SetCellFloat(b.sheet, at, v, -1, 64))
	}
	if style != 0 {
		b.try(b.f.SetCellStyle(b.sheet, at, at, style))
	}
}

// clean replaces what XML cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError
		}
		return r
	}, s)
}

func (b *book) widths(widths ...float64) {
	for i, w := range widths {
		b.try(b.f.SetColWidth(b.sheet, columnName(i), columnName(i), w))
	}
}

// title writes the head of a sheet: title, what it says, and the notice.
func (b *book) title(title, sub string) {
	b.line(b.bold, title)
	if sub != "" {
		b.line(b.muted, sub)
	}
	if n := b.r.Info.Notice.In(b.r.Lang); n != "" {
		b.line(b.muted, wordsIn(b.r.Lang).Fictional+": "+n)
	}
	b.row++
}

func (b *book) say(nl, en string) string { return instruments.Text{NL: nl, EN: en}.In(b.r.Lang) }

func (b *book) properties() {
	at := b.r.Info.Changed
	b.try(b.f.SetDocProps(&excelize.DocProperties{
		Title: b.r.Info.Title.In(b.r.Lang), Creator: "Meerzicht " + b.r.Version, LastModifiedBy: "Meerzicht",
		Created: at, Modified: at, Language: string(b.r.Lang), Description: b.r.Info.Notice.In(b.r.Lang),
	}))
	b.try(b.f.SetAppProps(&excelize.AppProperties{Application: "Meerzicht"}))
	b.f.SetActiveSheet(0)
}

// column names a figure's cells in the sheet: count, then base, share and
// interval where the column has them.
func figureHeads(t analysis.Table, c analysis.Column, lang instruments.Lang) []any {
	label := c.Label.In(lang)
	if g := c.Group.In(lang); g != "" {
		label = g + ": " + label
	}
	out := []any{label}
	if hasBase(t, c) {
		out = append(out, instruments.Text{NL: "van", EN: "of"}.In(lang), "%")
	}
	if hasInterval(t, c) {
		head := intervalHeading(t, c).In(lang)
		out = append(out, head+instruments.Text{NL: ", onder", EN: ", lower"}.In(lang), head+instruments.Text{NL: ", boven", EN: ", upper"}.In(lang))
	}
	return out
}
