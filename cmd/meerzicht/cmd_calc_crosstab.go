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
		Use:   "crosstab " + a.say("BESTAND.csv", "FILE.csv"),
		Short: a.say("Kruistabel van twee kolommen (één rij per geval) met toetsen", "Cross table of two columns (one row a case) with tests"),
		Args:  words(1, 1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.runCrosstab(args[0], rows, cols) },
	}
	cmd.Flags().StringVar(&rows, "rows", "", a.say("kolom voor de rijen", "column for the rows"))
	cmd.Flags().StringVar(&cols, "cols", "", a.say("kolom voor de kolommen", "column for the columns"))
	return cmd
}

// crosstabRow is the JSON of a cross table: the numbers flat, as other tools
// expect them, and each statistic with its reason and method beside.
type crosstabRow struct {
	Rows       []string             `json:"rows"`
	Cols       []string             `json:"cols"`
	Counts     [][]int              `json:"counts"`
	N          int                  `json:"n"`
	LeftOut    int                  `json:"left_out"`
	Expected   [][]*float64         `json:"expected"`
	Residuals  [][]*float64         `json:"adjusted_residuals"`
	Chi2       *float64             `json:"chi2"`
	DF         int                  `json:"df"`
	Chi2P      *float64             `json:"chi2_p"`
	CramersV   *float64             `json:"cramers_v"`
	FisherP    *float64             `json:"fisher_p"`
	Preferred  string               `json:"preferred"`
	Dropped    []string             `json:"dropped"`
	Statistics []analysis.Statistic `json:"statistics"`
	Warnings   []analysis.Warning   `json:"warnings"`
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
	a.printCrosstab(t)
	return nil
}

func crosstabView(t analysis.Crosstab) crosstabRow {
	out := crosstabRow{
		Rows: t.Rows, Cols: t.Cols, Counts: t.Counts, N: t.N, LeftOut: t.Chi2.LeftOut, Expected: t.Expected, Residuals: t.AdjustedResiduals,
		Chi2: t.Chi2.Value, DF: t.Chi2.DF, Chi2P: t.Chi2.P, CramersV: t.CramersV.Value, FisherP: t.Fisher.P, Preferred: t.Preferred,
		Dropped: t.Dropped, Statistics: []analysis.Statistic{t.Chi2, t.CramersV, t.Fisher}, Warnings: t.Warnings,
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
	out := [][]string{append([]string{""}, neutral(t.Cols)...)}
	for i, r := range t.Rows {
		line := neutral([]string{r})
		for _, n := range t.Counts[i] {
			line = append(line, strconv.Itoa(n))
		}
		out = append(out, line)
	}
	return out
}

func (a *app) printCrosstab(t analysis.Crosstab) {
	for _, line := range crosstabCounts(t) {
		for _, c := range line {
			fmt.Fprintf(a.stdout, "%-16s", instruments.Plain(c))
		}
		fmt.Fprintln(a.stdout)
	}
	for _, s := range []analysis.Statistic{t.Chi2, t.CramersV, t.Fisher} {
		a.printStatistic(s)
	}
	if t.Preferred != "" {
		fmt.Fprintf(a.stdout, a.say("voorkeur: %s (verkennend: de aantallen gaan voor)\n", "preferred: %s (exploratory: counts first)\n"), t.Preferred)
	}
	for _, w := range t.Warnings {
		fmt.Fprintln(a.stdout, w.Text.In(a.lang))
	}
}

func (a *app) printStatistic(s analysis.Statistic) {
	fmt.Fprintf(a.stdout, "%-10s n=%d", s.Name, s.N)
	if s.DF > 0 {
		fmt.Fprintf(a.stdout, " df=%d", s.DF)
	}
	if s.Value != nil {
		fmt.Fprint(a.stdout, " "+decimal(*s.Value, 4, a.lang))
	}
	if s.P != nil {
		fmt.Fprint(a.stdout, " p="+decimal(*s.P, 4, a.lang))
	}
	if s.Reason != "" {
		fmt.Fprint(a.stdout, " – "+analysis.ReasonText(s.Reason).In(a.lang))
	}
	fmt.Fprintf(a.stdout, "  (%s)\n", s.Method)
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
		return dataFile{}, instruments.Problems{{File: path, Line: bad.Line, What: instruments.Text{NL: "geen geldige CSV", EN: "not valid CSV"},
			Hint: instruments.Text{NL: "elke regel moet evenveel kolommen hebben als de kop", EN: "every line must have as many columns as the header"}}}
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
