package dataset

import (
	"encoding/csv"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"meerzicht/instruments"
	"meerzicht/report"
	"meerzicht/report/sav"
)

// WriteCSV writes a dataset as comma-separated lines in UTF-8 with the names of
// the variables on top. Values are written as they are coded; missing ones are
// empty. What a spreadsheet would run as a formula is disarmed (report.Neutral).
// The lines are the same in every language.
func WriteCSV(w io.Writer, d Dataset, _ instruments.Lang) error {
	out := csv.NewWriter(w)
	line := make([]string, len(d.Variables))
	for i, v := range d.Variables {
		line[i] = v.Name
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, row := range d.Rows {
		for i, cell := range row {
			switch x := d.Variables[i].shown(cell).(type) {
			case int:
				line[i] = strconv.Itoa(x)
			case float64:
				line[i] = fraction(x)
			case string:
				line[i] = report.Neutral(x)
			default:
				line[i] = ""
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// fraction is a number with as many digits as it has; "" for what is not finite.
func fraction(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// shown is a cell outside SPSS, where a value for no answer would be counted.
func (v Variable) shown(cell Value) Value {
	if v.Missing != NoMissing && cell == v.Missing {
		return nil
	}
	return cell
}

// WriteXLSX writes a dataset as a workbook of one sheet. A text longer than a
// cell of Excel is refused.
func WriteXLSX(w io.Writer, d Dataset, lang instruments.Lang) error {
	heading, widths := make([]string, len(d.Variables)), make([]int, len(d.Variables))
	for i, v := range d.Variables {
		heading[i], widths[i] = v.Name, min(max(8, len(v.Name)+3), 24)
	}
	cells := make([]any, len(d.Variables))
	rows := func(yield func([]any) bool) {
		for _, row := range d.Rows {
			for i, cell := range row {
				cells[i] = d.Variables[i].shown(cell)
			}
			if !yield(cells) {
				return
			}
		}
	}
	return report.WriteSheet(w, instruments.Text{NL: "Gegevens", EN: "Data"}.In(lang), heading, widths, rows)
}

// WriteSAV writes a dataset as an SPSS system file with labels in a language; the
// labels of the variables in the other language go along as an attribute. A text
// longer than sav.MaxString bytes is refused.
func WriteSAV(w io.Writer, d Dataset, lang instruments.Lang) error {
	f := sav.File{Label: d.Label.In(lang), Product: "Meerzicht", Changed: moment(d.Changed), Cases: len(d.Rows)}
	for _, n := range append([]instruments.Text{d.Label}, d.Notes...) {
		f.Notes = append(f.Notes, n.In(lang))
	}
	for i, v := range d.Variables {
		f.Variables = append(f.Variables, v.sav(d.width(i), lang))
	}
	for _, s := range d.Sets {
		f.Sets = append(f.Sets, sav.Set{Name: s.Name, Label: s.Label.In(lang), Counted: s.Counted, Variables: d.in(s.Name)})
	}
	return f.Write(w, slices.Values(d.Rows))
}

// moment is the time of the study's last change; the zero time when unknown.
func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

func other(lang instruments.Lang) instruments.Lang {
	if lang == instruments.English {
		return instruments.Dutch
	}
	return instruments.English
}

func (v Variable) sav(width int, lang instruments.Lang) sav.Variable {
	out := sav.Variable{Name: v.Name, Label: v.Label.In(lang), Width: width, Measure: v.Measure, Decimals: v.Decimals}
	for _, l := range v.Values {
		out.Labels = append(out.Labels, sav.Label{Value: l.Value, Text: l.Label.In(lang)})
	}
	if v.Missing != NoMissing {
		out.Missing = []int{v.Missing}
	}
	if also := v.Label.In(other(lang)); also != out.Label {
		out.Attributes = []sav.Attribute{{Name: "label_" + string(other(lang)), Value: also}}
	}
	return out
}

// width is the most bytes of a string variable, its labelled values included; 0
// for a number.
func (d Dataset) width(i int) int {
	v := d.Variables[i]
	if v.Type == Number {
		return 0
	}
	n := 1
	for _, l := range v.Values {
		if s, ok := l.Value.(string); ok {
			n = max(n, sav.Size(s))
		}
	}
	for _, row := range d.Rows {
		if s, ok := row[i].(string); ok {
			n = max(n, sav.Size(s))
		}
	}
	return n
}
