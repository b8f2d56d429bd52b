package main

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis"
	"meerzicht/coding/lexicon"
	"meerzicht/instruments"
)

func newCalcProportion(a *app) *cobra.Command {
	var method string
	cmd := &cobra.Command{
		Use:   "proportion X N",
		Short: a.say("Aandeel X van N met 95 %-interval", "Share X of N with its 95% interval"),
		Args:  words(2, 2),
		RunE:  func(_ *cobra.Command, args []string) error { return a.runProportion(args[0], args[1], method) },
	}
	cmd.Flags().StringVar(&method, "method", "wilson", a.say("wilson of clopper-pearson", "wilson or clopper-pearson"))
	return cmd
}

// proportionRow is the JSON of a proportion.
type proportionRow struct {
	Value    *float64           `json:"value"`
	Reason   string             `json:"reason"`
	Count    int                `json:"count"`
	N        int                `json:"n"`
	CI       []float64          `json:"ci"`
	Level    float64            `json:"level"`
	Method   string             `json:"method"`
	Warnings []analysis.Warning `json:"warnings"`
}

func (a *app) runProportion(xs, ns, method string) error {
	x, n, err := countOf(xs, ns)
	if err != nil {
		return err
	}
	if err := oneOf("--method", method, "wilson", "clopper-pearson"); err != nil {
		return err
	}
	out := proportionRow{Count: x, N: n, Level: 0.95, Method: analysis.WilsonMethod, Warnings: []analysis.Warning{}}
	interval := analysis.Wilson
	if method == "clopper-pearson" {
		interval, out.Method = analysis.ClopperPearson, analysis.ClopperPearsonMethod
	}
	if i := interval(x, n, out.Level); i != nil {
		share := float64(x) / float64(n)
		out.Value, out.CI = &share, []float64{i.Lo, i.Hi}
	} else {
		out.Reason = analysis.EmptyGroup
	}
	switch {
	case a.format == "json":
		return writeJSON(a.stdout, out)
	case a.format == "csv":
		return writeRows(a.stdout, proportionCSV(out))
	case out.Value == nil:
		fmt.Fprintln(a.stdout, analysis.ReasonText(out.Reason).In(a.lang))
		return nil
	}
	fmt.Fprintf(a.stdout, a.say("%s, %d van %d; 95 %%-interval %s–%s (%s)\n", "%s, %d of %d; 95%% interval %s–%s (%s)\n"),
		decimal(*out.Value, 4, a.lang), x, n, decimal(out.CI[0], 4, a.lang), decimal(out.CI[1], 4, a.lang), out.Method)
	return nil
}

func proportionCSV(r proportionRow) [][]string {
	full := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	line := []string{strconv.Itoa(r.Count), strconv.Itoa(r.N), "", "", "", r.Reason, r.Method}
	if r.Value != nil {
		line[2], line[3], line[4] = full(*r.Value), full(r.CI[0]), full(r.CI[1])
	}
	return [][]string{{"count", "n", "value", "lo", "hi", "reason", "method"}, line}
}

// countOf reads a count and its base: whole numbers with 0 ≤ x ≤ n.
func countOf(xs, ns string) (x, n int, err error) {
	x, errX := strconv.Atoi(xs)
	n, errN := strconv.Atoi(ns)
	if errX != nil || errN != nil || x < 0 || n < 0 || x > n {
		return 0, 0, usage(instruments.Textf("%s van %s kan niet", "%s of %s is not possible", instruments.Plain(xs), instruments.Plain(ns)),
			instruments.Text{NL: "geef twee gehele getallen: het aantal en het totaal", EN: "give two whole numbers: the count and the total"})
	}
	return x, n, nil
}

func newCalcGrim(a *app) *cobra.Command {
	var n int
	cmd := &cobra.Command{
		Use:   "grim --n N " + a.say("PERCENTAGE...", "PERCENTAGE..."),
		Short: a.say("Kan dit percentage van een geheel aantal van N komen?", "Can this percentage come from a whole number of N?"),
		Args:  words(1, -1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.runGrim(n, args) },
	}
	cmd.Flags().IntVar(&n, "n", 0, a.say("het totaal waarover het percentage gaat", "the total the percentage is of"))
	return cmd
}

func (a *app) runGrim(n int, args []string) error {
	all := make([]analysis.Grim, len(args))
	for i, arg := range args {
		g, err := analysis.GRIM(n, arg)
		if err != nil {
			return err
		}
		all[i] = g
		a.warned = a.warned || !g.Possible
	}
	if a.format == "json" {
		return writeJSON(a.stdout, all)
	}
	rows := [][]string{{"reported", "n", "possible", "counts"}}
	for _, g := range all {
		counts := strings.Trim(fmt.Sprint(g.Counts), "[]")
		rows = append(rows, []string{g.Reported, strconv.Itoa(g.N), strconv.FormatBool(g.Possible), counts})
		if a.format != "text" {
			continue
		}
		if g.Possible {
			fmt.Fprintf(a.stdout, a.say("%s %%: %s van %d\n", "%s%%: %s of %d\n"), g.Reported, strings.ReplaceAll(counts, " ", a.say(" of ", " or ")), g.N)
		} else {
			fmt.Fprintf(a.stdout, a.say("%s %%: kan niet van een geheel aantal van %d komen\n", "%s%%: cannot come from a whole number of %d\n"), g.Reported, g.N)
		}
	}
	if a.format == "csv" {
		return writeRows(a.stdout, rows)
	}
	return nil
}

func newCalcStem(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "stem [" + a.say("WOORD", "WORD") + "...]",
		Short: a.say("Nederlandse stam (Kraaij–Pohlmann); zonder woorden: één per regel van standaardinvoer", "Dutch stem (Kraaij–Pohlmann); without words: one a line from standard input"),
		Args:  words(0, -1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.runStem(args) },
	}
}

func (a *app) runStem(args []string) error {
	out := bufio.NewWriter(a.stdout)
	for _, word := range args {
		fmt.Fprintln(out, lexicon.Stem(word))
	}
	if len(args) == 0 {
		lines := bufio.NewScanner(a.stdin)
		for lines.Scan() {
			fmt.Fprintln(out, lexicon.Stem(lines.Text()))
		}
		if err := lines.Err(); err != nil {
			return err
		}
	}
	return out.Flush()
}
