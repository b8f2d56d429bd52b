package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

func newCalcKruskal(a *app) *cobra.Command {
	var values, groups string
	cmd := &cobra.Command{
		Use:     "kruskal " + a.say("BESTAND.csv", "FILE.csv"),
		Example: a.say("meerzicht calc kruskal aantallen.csv --values activiteiten --groups project", "meerzicht calc kruskal amounts.csv --values activities --groups project"),
		Short:   a.say("Kruskal–Wallis: verschillen groepen in grootte (één rij per geval)", "Kruskal–Wallis: do groups differ in size (one row a case)"),
		Args:    words(1, 1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runKruskal(args[0], values, groups) },
	}
	cmd.Flags().StringVar(&values, "values", "", a.say("`KOLOM` met getallen", "`COLUMN` with numbers"))
	cmd.Flags().StringVar(&groups, "groups", "", a.say("`KOLOM` met groepen", "`COLUMN` with groups"))
	return cmd
}

func (a *app) runKruskal(path, values, groups string) error {
	data, err := readInput(path)
	if err != nil {
		return err
	}
	table, err := readTable(path, data)
	if err != nil {
		return err
	}
	if values == "" || groups == "" {
		return usage(instruments.Text{NL: "geef de kolommen met --values en --groups", EN: "give the columns with --values and --groups"},
			instruments.Textf("kies uit: %s", "choose from: %s", instruments.Plain(strings.Join(table.header, ", "))))
	}
	numbers, err := table.column(values)
	if err != nil {
		return err
	}
	names, err := table.column(groups)
	if err != nil {
		return err
	}
	lists, leftOut, err := grouped(path, numbers, names)
	if err != nil {
		return err
	}
	s := analysis.KruskalWallis(lists...)
	s.LeftOut = leftOut
	return a.showStatistic(s)
}

// grouped are the numbers of each group, groups in the order of the file. A row
// without number or group is left out.
func grouped(path string, numbers, names []string) (lists [][]float64, leftOut int, err error) {
	at := map[string]int{}
	var problems instruments.Problems
	for i, cell := range numbers {
		if cell == "" || names[i] == "" {
			leftOut++
			continue
		}
		v, err := strconv.ParseFloat(strings.ReplaceAll(cell, ",", "."), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			problems = append(problems, instruments.Problem{
				File: path, Line: i + 2, What: instruments.Textf("%q is geen getal", "%q is no number", instruments.Plain(cell)),
				Hint: instruments.Text{NL: "gebruik een getal zonder punten voor duizendtallen, of laat de cel leeg", EN: "use a number without thousands separators, or leave the cell empty"},
			})
			continue
		}
		g, ok := at[names[i]]
		if !ok {
			g = len(lists)
			at[names[i]], lists = g, append(lists, nil)
		}
		lists[g] = append(lists[g], v)
	}
	return lists, leftOut, problems.Err()
}

// showStatistic prints one statistic.
func (a *app) showStatistic(s analysis.Statistic) error {
	switch a.format {
	case "json":
		return writeJSON(a.stdout, viewOf(s))
	case "csv":
		return writeRows(a.stdout, [][]string{
			{"name", "value", "df", "p", "n", "left_out", "reason", "method"},
			{s.Name, full(s.Value), strconv.Itoa(s.DF), full(s.P), strconv.Itoa(s.N), strconv.Itoa(s.LeftOut), s.Reason, s.Method},
		})
	}
	return printAligned(a.stdout, [][]string{a.statisticRow(s)})
}

func newCalcAdjust(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "adjust P...",
		Example: "meerzicht calc adjust 0.005 0.01 0.04",
		Short:   a.say("p-waarden bijgesteld voor hun aantal: Holm en Benjamini–Hochberg", "p values adjusted for their number: Holm and Benjamini–Hochberg"),
		Args:    words(1, -1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runAdjust(args) },
	}
}

// adjustedRow is one p value, raw and adjusted.
type adjustedRow struct {
	P    float64 `json:"p"`
	Holm float64 `json:"p_holm"`
	BH   float64 `json:"p_bh"`
}

func (a *app) runAdjust(args []string) error {
	p := make([]float64, len(args))
	for i, arg := range args {
		v, err := strconv.ParseFloat(strings.Replace(arg, ",", ".", 1), 64)
		if err != nil || !(v >= 0 && v <= 1) {
			return usage(instruments.Textf("%q is geen p-waarde", "%q is no p value", instruments.Plain(arg)),
				instruments.Text{NL: "geef getallen van 0 tot en met 1", EN: "give numbers from 0 to 1"})
		}
		p[i] = v
	}
	holm, bh := analysis.Holm(p), analysis.BenjaminiHochberg(p)
	rows, text := make([]adjustedRow, len(p)), [][]string{{"p", "p_holm", "p_bh"}}
	for i := range p {
		rows[i] = adjustedRow{p[i], holm[i], bh[i]}
		text = append(text, []string{full(&p[i]), full(&holm[i]), full(&bh[i])})
	}
	switch a.format {
	case "json":
		return writeList(a.stdout, rows)
	case "csv":
		return writeRows(a.stdout, text)
	}
	text[0] = []string{"p", "Holm", "Benjamini–Hochberg"}
	for i, r := range rows {
		text[i+1] = []string{decimal(r.P, 4, a.lang), decimal(r.Holm, 4, a.lang), decimal(r.BH, 4, a.lang)}
	}
	if err := printAligned(a.stdout, text, true, true, true); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.stdout, a.say("\nHolm 1979; Benjamini & Hochberg 1995", "\nHolm 1979; Benjamini & Hochberg 1995"))
	return err
}
