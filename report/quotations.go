package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"meerzicht/analysis"
	"meerzicht/analysis/retrieval"
	"meerzicht/instruments"
)

// XLSXFormat is a workbook of one sheet; only lists are written as such here,
// see WriteWorkbook for tables.
const XLSXFormat Format = "xlsx"

// listColumn is a column of a list of quotations, with its width in a workbook.
type listColumn struct {
	name  string
	width int
}

// quotationColumns are the columns of a list of quotations. The names are the
// same in both languages, as in a codings file.
func quotationColumns() []listColumn {
	return []listColumn{
		{"document", 14},
		{"start", 9},
		{"end", 9},
		{"quotation", 70},
		{"codes", 24},
		{"coders", 14},
		{"with", 24},
		{"speaker", 10},
		{"voice", 12},
		{"respondent", 12},
		{"type", 14},
		{"role", 18},
		{"project", 16},
		{"turn", 7},
		{"before", 40},
		{"after", 40},
		{"codings", 24},
	}
}

// quotationCells are the cells of a quotation: strings, and ints for numbers.
// Turns count from one, as people do; none is an empty cell.
func quotationCells(q *retrieval.Quotation) []any {
	var turn any
	if q.Turn >= 0 {
		turn = q.Turn + 1
	}
	return []any{
		string(q.Document), q.Start, q.End, q.Text, spaced(q.Codes), spaced(q.Coders), spaced(q.WithCodes), q.Speaker, string(q.Voice),
		string(q.Respondent), string(q.Type), string(q.Role), q.Project, turn, q.Before, q.After, spaced(q.Codings),
	}
}

// spaced joins ids by blanks.
func spaced[T ~string](ids []T) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, " ")
}

// WriteQuotations writes quotations in the order given as csv, xlsx or json,
// streamed. Positions are code points, half open. A cell that a spreadsheet
// would run as a formula is disarmed in csv; in a workbook all text is text.
// Quotations come from interviews: the list is for inside the team.
func WriteQuotations(w io.Writer, list []retrieval.Quotation, format Format, lang instruments.Lang) error {
	if format == JSONFormat {
		return writeJSONList(w, list)
	}
	out, err := startList(w, instruments.Text{NL: "Citaten", EN: "Quotations"}, quotationColumns(), format, lang)
	if err != nil {
		return err
	}
	for i := range list {
		if err := out.add(quotationCells(&list[i])); err != nil {
			return err
		}
	}
	return out.close()
}

// WriteSupport writes what stands behind a figure: a row for every quotation
// behind the id that was counted and what the lists say, and a row without a
// quotation for who was counted without one.
func WriteSupport(w io.Writer, list []retrieval.Support, format Format, lang instruments.Lang) error {
	if format == JSONFormat {
		return writeJSONList(w, list)
	}
	columns := append([]listColumn{{"counted", 16}, {"unit", 12}, {"ticks", 40}}, quotationColumns()...)
	out, err := startList(w, instruments.Text{NL: "Onderbouwing", EN: "Support"}, columns, format, lang)
	if err != nil {
		return err
	}
	for i := range list {
		e := &list[i]
		head := []any{e.ID, unitText(e.Unit).In(lang), tickText(e.Ticks).In(lang)}
		quotations := e.Quotations
		if len(quotations) == 0 {
			if err := out.add(append(head, make([]any, len(quotationColumns()))...)); err != nil {
				return err
			}
		}
		for j := range quotations {
			if err := out.add(append(head[:3:3], quotationCells(&quotations[j])...)); err != nil {
				return err
			}
		}
	}
	return out.close()
}

// unitText is what a counted id names; a code has no unit of its own.
func unitText(u analysis.Unit) instruments.Text {
	if u == "" {
		return instruments.Same("code")
	}
	return u.Label()
}

// tickText says what the lists say: "A01 genoemd (ann, telt)".
func tickText(ticks []retrieval.Tick) instruments.Text {
	var all []instruments.Text
	for _, k := range ticks {
		said := stateText(k.State)
		if k.Kind == instruments.IndicatorFilling {
			said = instruments.Same(string(k.Value))
		}
		who := instruments.Same(k.Coder)
		if k.Counts {
			who = instruments.Textf("%s, telt", "%s, counts", who)
		}
		all = append(all, instruments.Textf("%s %s (%s)", "%s %s (%s)", k.Item, said, who))
	}
	return listed(all)
}

// writeJSONList writes a list as JSON, one element a line; never null.
func writeJSONList[T any](w io.Writer, list []T) error {
	for i := range list {
		data, err := json.Marshal(&list[i])
		if err != nil {
			return err
		}
		before := ",\n  "
		if i == 0 {
			before = "[\n  "
		}
		if _, err := fmt.Fprintf(w, "%s%s", before, data); err != nil {
			return err
		}
	}
	end := "\n]\n"
	if len(list) == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// listWriter writes rows of cells, strings and ints, as csv or as a workbook.
type listWriter struct {
	columns int
	csv     *csv.Writer
	sheet   *sheetStream
}

func startList(w io.Writer, name instruments.Text, columns []listColumn, format Format, lang instruments.Lang) (listWriter, error) {
	var heading []string
	var widths []int
	for _, c := range columns {
		heading, widths = append(heading, c.name), append(widths, c.width)
	}
	l := listWriter{columns: len(columns)}
	switch format {
	case CSVFormat:
		l.csv = csv.NewWriter(w)
		return l, l.csv.Write(heading)
	case XLSXFormat:
		var err error
		l.sheet, err = startSheet(w, name.In(lang), heading, widths)
		return l, err
	}
	return l, instruments.Refuse("",
		instruments.Textf("onbekende uitvoervorm %q", "unknown output format %q", instruments.Plain(format)),
		instruments.Text{NL: "kies csv, xlsx of json", EN: "choose csv, xlsx or json"})
}

func (l listWriter) add(cells []any) error {
	if l.sheet != nil {
		return l.sheet.add(cells)
	}
	line := make([]string, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case string:
			line[i] = Neutral(c)
		case int:
			line[i] = strconv.Itoa(c)
		}
	}
	return l.csv.Write(line)
}

func (l listWriter) close() error {
	if l.sheet != nil {
		return l.sheet.close(l.columns)
	}
	l.csv.Flush()
	return l.csv.Error()
}
