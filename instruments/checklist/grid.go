package checklist

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"meerzicht/instruments"
)

// What a file may hold at most; see the package comment.
const (
	maxBytes    = 32 << 20 // as it lies on disk
	maxUnpacked = 16 << 20 // all parts of a workbook
	maxParts    = 1000
	maxRows     = 100_000
	maxColumns  = 2000
	maxCells    = 4_000_000
	maxElements = 600_000 // XML elements of a part that excelize keeps in memory whole
)

// row is a row with something in it; n counts from one, as the user sees it.
type row struct {
	n     int
	cells []string
}

func (r row) cell(i int) string {
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// grid is one sheet, or one text file, as rows of text.
type grid struct {
	file     string
	sheet    string // empty for a text file
	date1904 bool
	rows     []row
	cells    int      // read so far, empty ones too
	heading  []string // of a text file: its columns are named, not lettered
}

// at is a problem at a cell; column counts from zero, -1 means the whole row.
func (g *grid) at(n, column int, what, hint instruments.Text) instruments.Problem {
	p := instruments.Problem{File: g.file, Sheet: g.sheet, What: what, Hint: hint}
	if g.sheet == "" {
		p.Line = n
	} else {
		p.Row = n
	}
	switch {
	case column < 0:
	case g.sheet == "" && column < len(g.heading):
		p.Column = g.heading[column]
	default:
		p.Column, _ = excelize.ColumnNumberToName(column + 1) // cannot fail: at most maxColumns
	}
	return p
}

// workbook reads every sheet of an xlsx file. Cells come as stored (dates as
// serial numbers); with formatted they come as Excel shows them.
func workbook(file string, data []byte, formatted bool) (grids []*grid, problems instruments.Problems) {
	fail := func(what, hint instruments.Text) ([]*grid, instruments.Problems) {
		return nil, instruments.Problems{{File: file, What: what, Hint: hint}}
	}
	defer func() { // excelize may panic on a malformed workbook
		if r := recover(); r != nil {
			grids, problems = fail(damaged("-"), saveAgain)
		}
	}()
	if what, hint := unfit(data); !what.IsZero() {
		return fail(what, hint)
	}
	// The XML limit equals the whole, so that excelize never unpacks to a
	// temporary file: what people said does not belong there.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: !formatted,
	})
	if err != nil {
		return fail(damaged(err.Error()), saveAgain)
	}
	defer f.Close()
	props, _ := f.GetWorkbookProps()
	rows, cells := 0, 0
	for _, sheet := range f.GetSheetList() {
		g := &grid{file: file, sheet: sheet, date1904: props.Date1904 != nil && *props.Date1904, cells: cells}
		n, wrong := g.fill(f)
		cells = g.cells
		rows, problems = rows+n, append(problems, wrong...)
		grids = append(grids, g)
	}
	if len(problems) == 0 {
		problems = short(file, f, rows)
	}
	return grids, problems
}

var saveAgain = instruments.Text{
	NL: "open het bestand in Excel of LibreOffice en sla het opnieuw op als .xlsx",
	EN: "open the file in Excel or LibreOffice and save it again as .xlsx",
}

func damaged(detail string) instruments.Text {
	return instruments.Textf("de werkmap is beschadigd of geen Excel-bestand (%s)", "the workbook is damaged or not an Excel file (%s)", instruments.Plain(detail))
}

// fill streams the rows of a sheet into the grid and counts them.
func (g *grid) fill(f *excelize.File) (n int, _ instruments.Problems) {
	rows, err := f.Rows(g.sheet)
	if err != nil { // a chart sheet has no rows
		return 0, nil
	}
	defer rows.Close()
	refuse := func(what instruments.Text) (int, instruments.Problems) {
		return n, instruments.Problems{g.at(n, -1, what, saveAgain)}
	}
	for rows.Next() {
		n++
		cells, err := rows.Columns()
		g.cells += len(cells)
		switch {
		case err != nil:
			return refuse(damaged(err.Error()))
		case len(cells) > maxColumns:
			return refuse(instruments.Textf("meer dan %d kolommen", "more than %d columns", maxColumns))
		case g.cells > maxCells:
			return refuse(instruments.Textf("meer dan %d cellen", "more than %d cells", maxCells))
		case blank(cells):
			continue
		case len(g.rows) == maxRows:
			return refuse(instruments.Textf("meer dan %d rijen", "more than %d rows", maxRows))
		}
		g.rows = append(g.rows, row{n, cells})
	}
	if err := rows.Error(); err != nil {
		return refuse(damaged(err.Error()))
	}
	return n, nil
}

// short notices a sheet that broke off: excelize stops at malformed XML without
// an error, so the row elements in the file are counted against what came.
func short(file string, f *excelize.File, n int) instruments.Problems {
	want := 0
	f.Pkg.Range(func(name, part any) bool {
		if xml, ok := part.([]byte); ok && strings.HasPrefix(strings.ToLower(fmt.Sprint(name)), "xl/worksheets/sheet") {
			want += bytes.Count(xml, []byte("<row ")) + bytes.Count(xml, []byte("<row>"))
		}
		return true
	})
	if n >= want {
		return nil
	}
	return instruments.Problems{{
		File: file, Hint: saveAgain,
		What: instruments.Textf("de werkmap breekt af: %d van %d rijen gelezen", "the workbook breaks off: %d of %d rows read", n, want),
	}}
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(s string) bool { return strings.TrimSpace(s) != "" })
}

// unfit says why data cannot be a workbook we read, before anything is
// unpacked; zero texts when it can.
func unfit(data []byte) (what, hint instruments.Text) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return damaged(err.Error()), saveAgain
	}
	if len(z.File) > maxParts {
		return instruments.Textf("de werkmap bestaat uit meer dan %d delen", "the workbook consists of more than %d parts", maxParts), saveAgain
	}
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64
		if f.UncompressedSize64 > maxUnpacked || total > maxUnpacked {
			return instruments.Text{NL: "de werkmap is uitgepakt groter dan 16 MiB", EN: "the workbook is larger than 16 MiB when unpacked"},
				instruments.Text{NL: "een ingevulde lijst is klein; haal afbeeldingen en lege opmaak weg", EN: "a filled list is small; remove pictures and empty formatting"}
		}
		if dense(f) {
			return instruments.Textf("deel %s van de werkmap heeft te veel onderdelen", "part %s of the workbook has too many elements", instruments.Plain(f.Name)), saveAgain
		}
		switch strings.ToLower(f.Name) {
		case "word/document.xml":
			return instruments.Text{NL: "dit is een Word-document, geen werkmap", EN: "this is a Word document, not a workbook"},
				instruments.Text{NL: "lees het in als transcript", EN: "import it as a transcript"}
		case "mimetype":
			if head := firstBytes(f); strings.Contains(head, "opendocument") {
				return instruments.Text{NL: "dit is een OpenDocument-bestand (.ods)", EN: "this is an OpenDocument file (.ods)"}, saveAgain
			}
		}
	}
	return instruments.Text{}, instruments.Text{}
}

// dense tells whether a part has more elements than maxElements. Sheets are
// streamed and may have more; shared strings and styles are not: 15 MiB of
// empty strings would take 600 MiB of memory.
func dense(f *zip.File) bool {
	if f.UncompressedSize64 < maxElements || strings.HasPrefix(f.Name, "xl/worksheets/sheet") {
		return false
	}
	r, err := f.Open()
	if err != nil {
		return false // excelize will say so
	}
	defer r.Close()
	buf, n := make([]byte, 64<<10), 0
	for n <= maxElements {
		k, err := r.Read(buf)
		n += bytes.Count(buf[:k], []byte("<"))
		if err != nil {
			break
		}
	}
	return n > maxElements
}

func firstBytes(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	head, _ := io.ReadAll(io.LimitReader(r, 100)) // a broken mimetype is no OpenDocument
	return string(head)
}

// ole says why a file in the old Office container is refused: it is either a
// protected .xlsx or an .xls.
func ole(file string, data []byte) instruments.Problems {
	utf16 := func(s string) []byte { return []byte(strings.Join(strings.Split(s, ""), "\x00") + "\x00") }
	if bytes.Contains(data, utf16("EncryptedPackage")) {
		return instruments.Problems{{
			File: file,
			What: instruments.Text{NL: "de werkmap is beveiligd met een wachtwoord", EN: "the workbook is protected with a password"},
			Hint: instruments.Text{NL: "open haar in Excel, haal het wachtwoord weg en sla haar op", EN: "open it in Excel, remove the password and save it"},
		}}
	}
	return instruments.Problems{{
		File: file,
		What: instruments.Text{NL: "dit is een oud Excel-bestand (.xls)", EN: "this is an old Excel file (.xls)"},
		Hint: instruments.Text{NL: "open het in Excel of LibreOffice en kies Opslaan als: Excel-werkmap (.xlsx)", EN: "open it in Excel or LibreOffice and choose Save as: Excel workbook (.xlsx)"},
	}}
}
