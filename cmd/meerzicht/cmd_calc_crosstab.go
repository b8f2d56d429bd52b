package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

func newCalcCrosstab(a *app) *cobra.Command {
	var rows, cols string
	cmd := &cobra.Command{
		Use:     "crosstab " + a.say("BESTAND.csv", "FILE.csv"),
		Example: a.say("meerzicht calc crosstab gevallen.csv --rows project --cols genoemd", "meerzicht calc crosstab cases.csv --rows project --cols named"),
		Short:   a.say("Kruistabel van twee kolommen (één rij per geval) met toetsen", "Cross table of two columns (one row a case) with tests"),
		Args:    words(1, 1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runCrosstab(args[0], rows, cols) },
	}
	cmd.Flags().StringVar(&rows, "rows", "", a.say("`KOLOM` voor de rijen", "`COLUMN` for the rows"))
	cmd.Flags().StringVar(&cols, "cols", "", a.say("`KOLOM` voor de kolommen", "`COLUMN` for the columns"))
	return cmd
}

// crosstabRow is the JSON of a cross table: the numbers flat, as other tools
// expect them, and each statistic with its reason and method beside.
type crosstabRow struct {
	Rows       []string           `json:"rows"`
	Cols       []string           `json:"cols"`
	Counts     [][]int            `json:"counts"`
	N          int                `json:"n"`
	LeftOut    int                `json:"left_out"`
	Expected   [][]*float64       `json:"expected"`
	Residuals  [][]*float64       `json:"adjusted_residuals"`
	Chi2       *float64           `json:"chi2"`
	DF         int                `json:"df"`
	Chi2P      *float64           `json:"chi2_p"`
	CramersV   *float64           `json:"cramers_v"`
	FisherP    *float64           `json:"fisher_p"`
	Preferred  string             `json:"preferred"`
	Dropped    []string           `json:"dropped"`
	Statistics []statisticView    `json:"statistics"`
	Warnings   []analysis.Warning `json:"warnings"`
}

// statisticView is a statistic of which the warnings are always there.
type statisticView struct {
	analysis.Statistic
	Warnings []analysis.Warning `json:"warnings"`
}

func viewOf(s analysis.Statistic) statisticView {
	if s.Warnings == nil {
		s.Warnings = []analysis.Warning{}
	}
	return statisticView{s, s.Warnings}
}

func (a *app) runCrosstab(path, rows, cols string) error {
	data, err := readInput(path)
	if err != nil {
		return err
	}
	table, err := readTable(path, data)
	if err != nil {
		return err
	}
	var picked [2][]string
	for i, name := range []string{rows, cols} {
		if name == "" {
			return usage(instruments.Text{NL: "geef de kolommen met --rows en --cols", EN: "give the columns with --rows and --cols"},
				instruments.Textf("kies uit: %s", "choose from: %s", instruments.Plain(strings.Join(table.header, ", "))))
		}
		if picked[i], err = table.column(name); err != nil {
			return err
		}
	}
	return a.showCrosstab(analysis.Cross(picked[0], picked[1], nil, nil))
}

func (a *app) showCrosstab(t analysis.Crosstab) error {
	a.warned = len(t.Warnings) > 0
	switch a.format {
	case "json":
		return writeJSON(a.stdout, crosstabView(t))
	case "csv":
		return writeRows(a.stdout, crosstabCounts(t))
	}
	return a.printCrosstab(t)
}

func crosstabView(t analysis.Crosstab) crosstabRow {
	out := crosstabRow{
		Rows: t.Rows, Cols: t.Cols, Counts: t.Counts, N: t.N, LeftOut: t.Chi2.LeftOut, Expected: t.Expected, Residuals: t.AdjustedResiduals,
		Chi2: t.Chi2.Value, DF: t.Chi2.DF, Chi2P: t.Chi2.P, CramersV: t.CramersV.Value, FisherP: t.Fisher.P, Preferred: t.Preferred,
		Dropped: t.Dropped, Statistics: []statisticView{viewOf(t.Chi2), viewOf(t.CramersV), viewOf(t.Fisher)}, Warnings: t.Warnings,
	}
	if out.Dropped == nil {
		out.Dropped = []string{}
	}
	if out.Warnings == nil {
		out.Warnings = []analysis.Warning{}
	}
	return out
}

func crosstabCounts(t analysis.Crosstab) [][]string {
	out := [][]string{append([]string{""}, t.Cols...)}
	for i, r := range t.Rows {
		line := []string{r}
		for _, n := range t.Counts[i] {
			line = append(line, strconv.Itoa(n))
		}
		out = append(out, line)
	}
	return out
}

func (a *app) printCrosstab(t analysis.Crosstab) error {
	numbers := make([]bool, len(t.Cols)+1)
	for i := range t.Cols {
		numbers[i+1] = true
	}
	if err := printAligned(a.stdout, crosstabCounts(t), numbers...); err != nil {
		return err
	}
	var rows [][]string
	for _, s := range []analysis.Statistic{t.Chi2, t.CramersV, t.Fisher} {
		rows = append(rows, a.statisticRow(s))
	}
	fmt.Fprintln(a.stdout)
	if err := printAligned(a.stdout, rows); err != nil {
		return err
	}
	if t.Preferred != "" {
		fmt.Fprintf(a.stdout, a.say("\nhier past: %s (verkennend; de aantallen gaan voor)\n", "\nfits here: %s (exploratory; the counts come first)\n"), analysis.TestName(t.Preferred).In(a.lang))
	}
	for _, w := range t.Warnings {
		fmt.Fprintln(a.stdout, "* "+screen(w.Text.In(a.lang)))
	}
	return nil
}

// statisticRow is a statistic in words and numbers; its full method is in the
// JSON form.
func (a *app) statisticRow(s analysis.Statistic) []string {
	row := []string{analysis.TestName(s.Name).In(a.lang), "", "n = " + strconv.Itoa(s.N), "", ""}
	if s.DF > 0 {
		row[1] = "df = " + strconv.Itoa(s.DF)
	}
	if s.Value != nil && (s.P == nil || *s.Value != *s.P) {
		row[3] = decimal(*s.Value, 4, a.lang)
	}
	if s.P != nil {
		row[4] = "p = " + decimal(*s.P, 4, a.lang)
	}
	if s.Reason != "" {
		row[4] = analysis.ReasonText(s.Reason).In(a.lang)
	}
	return row
}

// dataFile is a CSV file with a header.
type dataFile struct {
	path   string
	header []string
	rows   [][]string
}

// readTable reads a CSV file, comma or semicolon, with or without a byte-order
// mark.
func readTable(path string, data []byte) (dataFile, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	line, _, _ := bytes.Cut(data, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(data))
	if bytes.Count(line, []byte(";")) > bytes.Count(line, []byte(",")) {
		r.Comma = ';'
	}
	all, err := r.ReadAll()
	var bad *csv.ParseError
	switch {
	case errors.As(err, &bad):
		return dataFile{}, instruments.Problems{{
			File: path, Line: bad.Line, What: instruments.Text{NL: "geen geldige CSV", EN: "not valid CSV"},
			Hint: instruments.Text{NL: "elke regel moet evenveel kolommen hebben als de kop", EN: "every line must have as many columns as the header"},
		}}
	case err != nil:
		return dataFile{}, err
	case len(all) < 2:
		return dataFile{}, instruments.Refuse(path, instruments.Text{NL: "geen gegevens", EN: "no data"},
			instruments.Text{NL: "geef een kop en minstens één rij", EN: "give a header and at least one row"})
	}
	return dataFile{path: path, header: all[0], rows: all[1:]}, nil
}

func (d dataFile) column(name string) ([]string, error) {
	i := slices.Index(d.header, name)
	if i < 0 {
		return nil, usage(instruments.Textf("%s heeft geen kolom %q", "%s has no column %q", instruments.Plain(d.path), instruments.Plain(name)),
			instruments.Textf("kies uit: %s", "choose from: %s", instruments.Plain(strings.Join(d.header, ", "))))
	}
	out := make([]string, len(d.rows))
	for j, row := range d.rows {
		out[j] = strings.TrimSpace(row[i])
	}
	return out, nil
}
