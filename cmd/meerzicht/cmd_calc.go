package main

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis/form"
	"meerzicht/instruments"
)

func newCalc(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "calc",
		Example: "meerzicht calc proportion 23 37",
		Short:   a.say("Reken iets uit een bestand of getallen uit, zonder onderzoek", "Compute a statistic from a file or numbers, without a study"),
		Args:    a.noSuchCommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newCalcAgreement(a), newCalcClassify(a), newCalcProportion(a), newCalcGrim(a), newCalcCrosstab(a), newCalcPaired(a), newCalcKruskal(a),
		newCalcAdjust(a), newCalcCooccurrence(a), newCalcSaturation(a), newCalcStem(a))
	return cmd
}

func newCalcClassify(a *app) *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:     "classify " + a.say("BESTAND.csv", "FILE.csv"),
		Example: a.say("meerzicht calc classify dyades.csv", "meerzicht calc classify dyads.csv"),
		Short:   a.say("Samenwerkingsvorm uit de kolommen trajectory, dyad, K1 … K10", "Form of collaboration from the columns trajectory, dyad, K1 … K10"),
		Args:    words(1, 1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runCalcClassify(args[0], from) },
	}
	cmd.Flags().StringVar(&from, "template", "reclassering-2020",
		a.say("`SJABLOON` of map met de indicatorenlijst en drempels", "`TEMPLATE` or folder with the indicator list and thresholds"))
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
	rows, text := make([]classRow, len(vectors)), make([][]string, len(vectors))
	for i, v := range vectors {
		result := form.Classify(&set.List, v.Ratings)
		rows[i] = row(v.Trajectory, v.Dyad, result)
		text[i] = []string{v.Trajectory, v.Dyad, form.Label(result.Class, result.Mixed).In(a.lang), sharesText(result, a.lang), flagsText(result.Flags, a.lang)}
	}
	switch a.format {
	case "json":
		return writeList(a.stdout, rows)
	case "csv":
		return a.classRowsCSV(rows)
	}
	return printAligned(a.stdout, text)
}

func (a *app) classRowsCSV(rows []classRow) error {
	out := [][]string{{"trajectory", "dyad", "class", "mixed", "shares", "flags"}}
	for _, r := range rows {
		shares := make([]string, len(r.Shares))
		for i, s := range r.Shares {
			shares[i] = decimal(s, 3, instruments.English)
		}
		out = append(out, []string{r.Trajectory, r.Dyad, string(r.Class), strings.Join(r.Mixed, "/"), strings.Join(shares, "/"), strings.Join(r.Flags, " ")})
	}
	return writeRows(a.stdout, out)
}
