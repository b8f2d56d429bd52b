package checklist

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"meerzicht/instruments"
)

// File is a form as it is to be written.
type File struct {
	Name string
	Data []byte
}

// maxCell is what Excel keeps of a cell, in UTF-16 units; more is cut off
// without a word, so we refuse it.
const maxCell = 32767

// book builds a workbook. The first error sticks and comes out of file.
type book struct {
	f       *excelize.File
	lang    instruments.Lang
	name    string // the form's title, above every printed page
	choices int    // columns used on the sheet of choices
	err     error

	bold, head, wrap, plain, title int
}

func newBook(lang instruments.Lang, title instruments.Text, first string) *book {
	b := &book{f: excelize.NewFile(), lang: lang, name: title.In(lang)}
	b.try(b.f.SetSheetName("Sheet1", first))
	b.try(b.f.SetDocProps(&excelize.DocProperties{
		Title: title.In(lang), Creator: "Meerzicht", Language: string(lang),
		Created: "2020-01-01T00:00:00Z", Modified: "2020-01-01T00:00:00Z", // no clock: the same form, the same cells
	}))
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	var box []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		box = append(box, excelize.Border{Type: side, Color: "A6A6A6", Style: 1})
	}
	bold := &excelize.Font{Bold: true, Family: "Calibri", Size: 11}
	b.title = b.style(excelize.Style{Font: &excelize.Font{Bold: true, Family: "Calibri", Size: 14}})
	b.bold = b.style(excelize.Style{Font: bold, Alignment: top})
	// Borders and fill of our own: LibreOffice does not draw Excel's table styles.
	b.head = b.style(excelize.Style{Font: bold, Alignment: top, Border: box, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DCE6F1"}}})
	b.wrap = b.style(excelize.Style{Alignment: top, Border: box, NumFmt: 49})
	b.plain = b.style(excelize.Style{Alignment: top, NumFmt: 49}) // 49 is text: a typed date stays as typed
	return b
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) style(s excelize.Style) int {
	id, err := b.f.NewStyle(&s)
	b.try(err)
	return id
}

func (b *book) say(t instruments.Text) string { return t.In(b.lang) }

// sheet adds a sheet.
func (b *book) sheet(name string) string {
	_, err := b.f.NewSheet(name)
	b.try(err)
	return name
}

// put writes a text cell; text is never taken for a formula.
func (b *book) put(sheet string, column, row int, s string, style int) {
	if n := len(utf16.Encode([]rune(s))); n > maxCell {
		b.try(instruments.Refuse(cellName(column, row),
			instruments.Textf("de tekst is %d tekens lang; een cel houdt er %d", "the text is %d characters long; a cell holds %d", n, maxCell),
			instruments.Text{NL: "kort het citaat of de opmerking in", EN: "shorten the quotation or the remark"}))
		return
	}
	name := cellName(column, row)
	if s != "" {
		b.try(b.f.SetCellStr(sheet, name, s))
	}
	b.try(b.f.SetCellStyle(sheet, name, name, style))
}

func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return fmt.Sprintf("R%dC%d", row, column)
	}
	return name
}

// widths sets the widths of columns from A on, in characters.
func (b *book) widths(sheet string, widths ...float64) {
	for i, w := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.try(b.f.SetColWidth(sheet, name, name, w))
	}
}

// headerLine writes "Respondent | R01" above a list.
func (b *book) headerLine(sheet string, row int, label, value string) {
	b.put(sheet, 1, row, label, b.bold)
	b.put(sheet, 2, row, value, b.wrap)
}

// table writes a heading and rows as an Excel table with name, from row top on;
// the heading stays in sight and is repeated on every printed page.
func (b *book) table(sheet, name string, top int, heading []string, rows [][]string) {
	for i, h := range heading {
		b.put(sheet, i+1, top, h, b.head)
	}
	b.grow(sheet, top, heading)
	for y, cells := range rows {
		for x := range heading {
			s := ""
			if x < len(cells) {
				s = cells[x]
			}
			b.put(sheet, x+1, top+1+y, s, b.wrap)
		}
		b.grow(sheet, top+1+y, cells)
	}
	stripes := true
	b.try(b.f.AddTable(sheet, &excelize.Table{
		Range: cellName(1, top) + ":" + cellName(len(heading), top+max(len(rows), 1)),
		Name:  name, StyleName: "TableStyleLight9", ShowRowStripes: &stripes,
	}))
	b.try(b.f.SetPanes(sheet, &excelize.Panes{
		Freeze: true, YSplit: top, TopLeftCell: cellName(1, top+1), ActivePane: "bottomLeft",
	}))
	b.try(b.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: sheet, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", sheet, top, top),
	}))
	b.page(sheet)
}

// grow makes a row high enough for its cells. Neither program does so for a
// file it did not write itself.
func (b *book) grow(sheet string, row int, cells []string) {
	lines := 1
	for i, s := range cells {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		width, err := b.f.GetColWidth(sheet, name)
		b.try(err)
		n := 0
		for _, l := range strings.Split(s, "\n") {
			n += 1 + int(float64(utf8.RuneCountInString(l))*1.1/max(width, 1)) // words do not break: a tenth to spare
		}
		lines = max(lines, n)
	}
	b.try(b.f.SetRowHeight(sheet, row, min(float64(lines)*15+2, 400))) // 409 points is the highest row
}

// page makes a sheet print on A4, landscape, as wide as the paper, with the
// form's title above every page.
func (b *book) page(sheet string) {
	b.try(b.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: "&L" + strings.ReplaceAll(b.name, "&", "&&"), OddFooter: "&L&A&R&P / &N"}))
	yes, landscape, a4, wide, high := true, "landscape", 9, 1, 0
	b.try(b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}))
	b.try(b.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &high}))
}

// dropdown lets a range of cells be chosen from a list. Choices stand on a
// hidden sheet, since a list inside the cell cannot hold commas. A strict
// dropdown refuses other input; the other kind only warns.
func (b *book) dropdown(sheet, ref string, choices []string, strict bool) {
	if len(choices) == 0 {
		return
	}
	hidden := b.say(instruments.Text{NL: "Keuzes", EN: "Choices"})
	if b.choices == 0 {
		b.sheet(hidden)
		b.try(b.f.SetSheetVisible(hidden, false))
	}
	b.choices++
	for i, c := range choices {
		b.put(hidden, b.choices, i+1, c, b.plain)
	}
	column, err := excelize.ColumnNumberToName(b.choices)
	b.try(err)
	dv := excelize.NewDataValidation(true)
	dv.Sqref = ref
	dv.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", hidden, column, column, len(choices)))
	style := excelize.DataValidationErrorStyleStop
	if !strict {
		style = excelize.DataValidationErrorStyleWarning
	}
	dv.SetError(style, b.say(instruments.Text{NL: "Kies uit de lijst", EN: "Choose from the list"}),
		b.say(instruments.Text{NL: "Deze waarde staat niet in de keuzelijst van deze cel.", EN: "This value is not in the list of choices of this cell."}))
	b.try(b.f.AddDataValidation(sheet, dv))
}

// instructions adds the sheet that tells how to fill in the form, with a list
// of definitions below.
func (b *book) instructions(title instruments.Text, lines []instruments.Text, defs [][]string) {
	sheet := b.sheet(b.say(instruments.Text{NL: "Uitleg", EN: "Instructions"}))
	b.widths(sheet, 8, 42, 90)
	b.put(sheet, 1, 1, b.say(title), b.title)
	row := 3
	for i, l := range lines {
		b.put(sheet, 1, row, fmt.Sprint(i+1), b.plain)
		b.try(b.f.MergeCell(sheet, cellName(2, row), cellName(3, row)))
		b.put(sheet, 2, row, b.say(l), b.plain)
		b.grow(sheet, row, []string{"", "", b.say(l)})
		row++
	}
	row++
	for _, d := range defs {
		for x, s := range d {
			b.put(sheet, x+1, row, s, b.plain)
		}
		b.grow(sheet, row, d)
		row++
	}
	b.page(sheet)
}

// file closes the workbook.
func (b *book) file(name string) (File, error) {
	defer b.f.Close()
	if b.err != nil {
		return File{}, fmt.Errorf("%s: %w", name, b.err)
	}
	b.f.SetActiveSheet(0)
	var buf bytes.Buffer
	if err := b.f.Write(&buf); err != nil {
		return File{}, fmt.Errorf("%s: %w", name, err)
	}
	return File{Name: name, Data: buf.Bytes()}, nil
}

// fileName joins parts into a name that every system takes: letters and digits
// of ASCII, with hyphens between.
func fileName(ext string, parts ...string) string {
	var b strings.Builder
	for _, r := range strings.Join(parts, "-") {
		switch {
		case r < 0x80 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'):
			b.WriteRune(r)
		case r == 'ë' || r == 'é':
			b.WriteByte('e')
		case r == 'ï':
			b.WriteByte('i')
		case r == 'ö':
			b.WriteByte('o')
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-") + ext
}
