package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis/form"
	"meerzicht/instruments"
	"meerzicht/report"
)

func newCalc(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "calc",
		Short: a.say("Reken iets uit een bestand of getallen uit, zonder onderzoek", "Compute a statistic from a file or numbers, without a study"),
		Args:  a.noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newCalcClassify(a), newCalcProportion(a), newCalcGrim(a), newCalcCrosstab(a), newCalcStem(a))
	return cmd
}

func newCalcClassify(a *app) *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:   "classify " + a.say("BESTAND.csv", "FILE.csv"),
		Short: a.say("Samenwerkingsvorm uit de kolommen trajectory, dyad, K1 … K10", "Form of collaboration from the columns trajectory, dyad, K1 … K10"),
		Args:  words(1, 1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.runCalcClassify(args[0], from) },
	}
	cmd.Flags().StringVar(&from, "template", "reclassering-2020",
		a.say("sjabloon of map met de indicatorenlijst en drempels", "template or folder with the indicator list and thresholds"))
	return cmd
}

func (a *app) runCalcClassify(path, from string) error {
	set, err := template(from)
	if err != nil {
		return err
	}
	data, err := readInput(path)
	if err != nil {
		return err
	}
	vectors, problems := form.ReadVectors(bytes.NewReader(data), &set.List)
	for i := range problems {
		problems[i].File = path
	}
	if err := problems.Err(); err != nil {
		return err
	}
	rows := make([]classRow, len(vectors))
	for i, v := range vectors {
		result := form.Classify(&set.List, v.Ratings)
		rows[i] = row(v.Trajectory, v.Dyad, result)
		if a.format == "text" {
			flags := ""
			for _, f := range result.Flags.Texts() {
				flags += "  [" + f.In(a.lang) + "]"
			}
			fmt.Fprintf(a.stdout, "%-6s %-18s %-22s %s%s\n", instruments.Plain(v.Trajectory), instruments.Plain(v.Dyad),
				form.Label(result.Class, result.Mixed).In(a.lang), sharesText(result, a.lang), flags)
		}
	}
	switch a.format {
	case "json":
		return writeJSON(a.stdout, rows)
	case "csv":
		return a.classRowsCSV(rows)
	}
	return nil
}

func (a *app) classRowsCSV(rows []classRow) error {
	out := [][]string{{"trajectory", "dyad", "class", "mixed", "shares", "flags"}}
	for _, r := range rows {
		shares := make([]string, len(r.Shares))
		for i, s := range r.Shares {
			shares[i] = decimal(s, 3, instruments.English)
		}
		out = append(out, neutral([]string{r.Trajectory, r.Dyad, string(r.Class), strings.Join(r.Mixed, "/"), strings.Join(shares, "/"), strings.Join(r.Flags, " ")}))
	}
	return writeRows(a.stdout, out)
}

// neutral makes the cells of a CSV row harmless to a spreadsheet.
func neutral(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = report.Neutral(c)
	}
	return out
}
