package main

import (
	"bufio"
	"context"
	"errors"
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
		Use:     "proportion X N",
		Example: "meerzicht calc proportion 23 37",
		Short:   a.say("Aandeel X van N met 95 %-interval", "Share X of N with its 95% interval"),
		Args:    words(2, 2),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runProportion(args[0], args[1], method) },
	}
	cmd.Flags().StringVar(&method, "method", "wilson", a.say("`METHODE`: wilson of clopper-pearson", "`METHOD`: wilson or clopper-pearson"))
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
		decimal(*out.Value, 4, a.lang), x, n, decimal(out.CI[0], 4, a.lang), decimal(out.CI[1], 4, a.lang), methodName(method))
	return nil
}

// methodName is a method as people write it: after its makers.
func methodName(method string) string {
	if method == "clopper-pearson" {
		return "Clopper–Pearson"
	}
	return "Wilson"
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
		Use:     "grim --n N PERCENTAGE...",
		Example: "meerzicht calc grim --n 37 62 51 43",
		Short:   a.say("Kan dit percentage van een geheel aantal van N komen?", "Can this percentage come from a whole number of N?"),
		Args:    words(1, -1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runGrim(n, args) },
	}
	cmd.Flags().IntVar(&n, "n", 0, a.say("totaal `N` waarover het percentage gaat", "total `N` that the percentage is of"))
	return cmd
}

func (a *app) runGrim(n int, args []string) error {
	if n < 1 {
		return usage(instruments.Text{NL: "geef met --n het totaal, een getal van 1 of meer", EN: "give the total with --n, a number of 1 or more"}, instruments.Text{})
	}
	all := make([]analysis.Grim, len(args))
	for i, arg := range args {
		g, err := analysis.GRIM(n, arg)
		if err != nil {
			return err
		}
		all[i] = g
		a.warned = a.warned || !g.Possible
	}
	switch a.format {
	case "json":
		return writeList(a.stdout, all)
	case "csv":
		return writeRows(a.stdout, grimRows(all))
	}
	for _, g := range all {
		percent := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(g.Reported), "%"))
		if g.Possible {
			fmt.Fprintf(a.stdout, a.say("%s %%: %s van %d\n", "%s%%: %s of %d\n"), percent, strings.ReplaceAll(countsText(g), " ", a.say(" of ", " or ")), g.N)
		} else {
			fmt.Fprintf(a.stdout, a.say("%s %%: kan niet van een geheel aantal van %d komen\n", "%s%%: cannot come from a whole number of %d\n"), percent, g.N)
		}
	}
	return nil
}

func grimRows(all []analysis.Grim) [][]string {
	rows := [][]string{{"reported", "n", "possible", "counts"}}
	for _, g := range all {
		rows = append(rows, []string{g.Reported, strconv.Itoa(g.N), strconv.FormatBool(g.Possible), countsText(g)})
	}
	return rows
}

func countsText(g analysis.Grim) string { return strings.Trim(fmt.Sprint(g.Counts), "[]") }

func newCalcStem(a *app) *cobra.Command {
	return &cobra.Command{
		Example: "meerzicht calc stem lopen wandelingen",
		Use:     "stem [" + a.say("WOORD", "WORD") + "...]",
		Short:   a.say("Nederlandse stam (Kraaij–Pohlmann); zonder woorden: één per regel van standaardinvoer", "Dutch stem (Kraaij–Pohlmann); without words: one a line from standard input"),
		Args:    words(0, -1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runStem(cmd.Context(), args) },
	}
}

// runStem stems the words, or without words every line of standard input. The
// lines are read aside, since nothing else can break off a read from a terminal.
func (a *app) runStem(ctx context.Context, args []string) error {
	out := bufio.NewWriter(a.stdout)
	for _, word := range args {
		fmt.Fprintln(out, screen(lexicon.Stem(word)))
	}
	if len(args) > 0 {
		return out.Flush()
	}
	done := make(chan error, 1)
	lines := make(chan string, 1024)
	go func() {
		defer close(lines)
		in := bufio.NewScanner(a.stdin)
		in.Buffer(nil, maxLine)
		for in.Scan() {
			select {
			case lines <- in.Text():
			case <-ctx.Done():
				return
			}
		}
		done <- in.Err()
	}()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case line, open := <-lines:
			if !open {
				return stemmed(out, <-done)
			}
			fmt.Fprintln(out, screen(lexicon.Stem(line)))
			if len(lines) == 0 { // nothing waits: whoever types sees the answer
				if err := out.Flush(); err != nil {
					return err
				}
			}
		}
	}
}

// maxLine bounds a line of standard input, in bytes.
const maxLine = 1 << 20

func stemmed(out *bufio.Writer, err error) error {
	if errors.Is(err, bufio.ErrTooLong) {
		return instruments.Refuse("", instruments.Textf("een regel is langer dan %d bytes", "a line is longer than %d bytes", maxLine),
			instruments.Text{NL: "geef één woord per regel", EN: "give one word a line"})
	}
	return errors.Join(err, out.Flush())
}
