package main

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

func newCalcCooccurrence(a *app) *cobra.Command {
	var items []string
	cmd := &cobra.Command{
		Use:     "cooccurrence " + a.say("BESTAND.csv", "FILE.csv"),
		Example: a.say("meerzicht calc cooccurrence codes.csv", "meerzicht calc cooccurrence codes.csv"),
		Short:   a.say("Codes die samen voorkomen (één rij per document, een kolom per code)", "Codes that occur together (one row a document, one column a code)"),
		Args:    words(1, 1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runCooccurrence(args[0], items) },
	}
	cmd.Flags().StringSliceVar(&items, "items", nil, a.say("`KOLOMMEN` met de codes, met komma's; zonder: alle na de eerste", "`COLUMNS` with the codes, with commas; without: all after the first"))
	return cmd
}

// togetherRow is a pair of codes over the documents of which both are known.
type togetherRow struct {
	A       string        `json:"a"`
	B       string        `json:"b"`
	N       int           `json:"n"`
	NA      int           `json:"n_a"`
	NB      int           `json:"n_b"`
	Both    int           `json:"n_both"`
	Jaccard statisticView `json:"jaccard"`
	Phi     statisticView `json:"phi"`
	Lift    statisticView `json:"lift"`
}

func (a *app) runCooccurrence(path string, items []string) error {
	f, err := readItems(path, items)
	if err != nil {
		return err
	}
	rows := []togetherRow{}
	for i := range f.items {
		for j := i + 1; j < len(f.items); j++ {
			p := f.pair(i, j)
			na, nb := p.Both+p.OnlyA, p.Both+p.OnlyB
			rows = append(rows, togetherRow{
				p.A, p.B, p.N, na, nb, p.Both, viewOf(analysis.Jaccard(na, nb, p.Both)),
				viewOf(analysis.Phi(na, nb, p.Both, p.N)), viewOf(analysis.Lift(na, nb, p.Both, p.N)),
			})
		}
	}
	switch a.format {
	case "json":
		return writeList(a.stdout, rows)
	case "csv":
		out := [][]string{{"a", "b", "n", "n_a", "n_b", "n_both", "jaccard", "phi", "lift"}}
		for _, r := range rows {
			out = append(out, []string{r.A, r.B, strconv.Itoa(r.N), strconv.Itoa(r.NA), strconv.Itoa(r.NB), strconv.Itoa(r.Both), full(r.Jaccard.Value), full(r.Phi.Value), full(r.Lift.Value)})
		}
		return writeRows(a.stdout, out)
	}
	text := [][]string{{"codes", "n", a.say("eerste", "first"), a.say("tweede", "second"), a.say("beide", "both"), "Jaccard", "phi", "lift"}}
	for _, r := range rows {
		text = append(text, []string{screen(r.A + " + " + r.B), strconv.Itoa(r.N), strconv.Itoa(r.NA), strconv.Itoa(r.NB), strconv.Itoa(r.Both), a.orDash(r.Jaccard.Value), a.orDash(r.Phi.Value), a.orDash(r.Lift.Value)})
	}
	return printAligned(a.stdout, text, false, true, true, true, true, true, true, true)
}

func newCalcSaturation(a *app) *cobra.Command {
	var items []string
	cmd := &cobra.Command{
		Use:     "saturation " + a.say("BESTAND.csv", "FILE.csv"),
		Example: a.say("meerzicht calc saturation codes.csv", "meerzicht calc saturation codes.csv"),
		Short:   a.say("Verzadiging (één rij per interview, in volgorde; een kolom per code)", "Saturation (one row an interview, in order; one column a code)"),
		Args:    words(1, 1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runSaturation(args[0], items) },
	}
	cmd.Flags().StringSliceVar(&items, "items", nil, a.say("`KOLOMMEN` met de codes, met komma's; zonder: alle na de eerste", "`COLUMNS` with the codes, with commas; without: all after the first"))
	return cmd
}

type saturationRow struct {
	Interviews []interviewRow           `json:"interviews"`
	Rules      []analysis.StoppingPoint `json:"rules"`
	Chao2      statisticView            `json:"chao2"`
	Warnings   []analysis.Warning       `json:"warnings"`
}

type interviewRow struct {
	ID       string   `json:"id"`
	New      int      `json:"new"`
	Seen     int      `json:"seen"`
	Expected *float64 `json:"expected"`
}

func (a *app) runSaturation(path string, items []string) error {
	f, err := readItems(path, items)
	if err != nil {
		return err
	}
	out := saturation(f)
	a.warned = len(out.Warnings) > 0
	switch a.format {
	case "json":
		return writeJSON(a.stdout, out)
	case "csv":
		rows := [][]string{{"id", "new", "seen", "expected"}}
		for _, i := range out.Interviews {
			rows = append(rows, []string{i.ID, strconv.Itoa(i.New), strconv.Itoa(i.Seen), full(i.Expected)})
		}
		return writeRows(a.stdout, rows)
	}
	return a.printSaturation(out)
}

// saturation counts the codes in the order of the rows. An empty cell is a code
// that the interview did not bring.
func saturation(f itemsFile) saturationRow {
	out := saturationRow{Interviews: []interviewRow{}, Warnings: []analysis.Warning{}}
	times := make([]int, len(f.items))
	var fresh []int
	seen := 0
	for c, id := range f.cases {
		before := seen
		for i, yes := range f.yes[c] {
			if yes {
				if times[i] == 0 {
					seen++
				}
				times[i]++
			}
		}
		fresh = append(fresh, seen-before)
		out.Interviews = append(out.Interviews, interviewRow{ID: id, New: seen - before, Seen: seen})
	}
	used := slices.DeleteFunc(times, func(n int) bool { return n == 0 })
	if curve := analysis.AccumulationCurve(len(f.cases), used); curve != nil {
		for i := range out.Interviews {
			out.Interviews[i].Expected = &curve[i]
		}
	}
	out.Rules, out.Chao2 = analysis.StoppingPoints(fresh), viewOf(analysis.Chao2(len(f.cases), used))
	if f.leftOut > 0 {
		out.Warnings = append(out.Warnings, analysis.Warning{Code: "missing_as_no", Text: instruments.Textf(
			"Rijen met lege cellen: %d. Een lege cel telt als niet voorgekomen.", "Rows with empty cells: %d. An empty cell counts as not occurring.", f.leftOut)})
	}
	return out
}

func (a *app) printSaturation(out saturationRow) error {
	text := [][]string{{a.say("interview", "interview"), a.say("nieuw", "new"), a.say("tot nu toe", "so far"), a.say("verwacht", "expected")}}
	for _, i := range out.Interviews {
		text = append(text, []string{screen(i.ID), strconv.Itoa(i.New), strconv.Itoa(i.Seen), a.orDash(i.Expected)})
	}
	if err := printAligned(a.stdout, text, false, true, true, true); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout)
	rules := [][]string{{a.say("basis / reeks", "base / run"), a.say("drempel", "threshold"), a.say("verzadigd", "saturated")}}
	for _, r := range out.Rules {
		said := r.Text()
		switch {
		case r.Reason != "":
			said = analysis.ReasonText(r.Reason).In(a.lang)
		case said == "":
			said = a.say("niet bereikt", "not reached")
		}
		rules = append(rules, []string{fmt.Sprintf("%d / %d", r.Base, r.Run), fmt.Sprintf("%.0f %%", 100*r.Threshold), said})
	}
	if err := printAligned(a.stdout, rules); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout)
	if err := printAligned(a.stdout, [][]string{a.statisticRow(out.Chao2.Statistic)}); err != nil {
		return err
	}
	for _, w := range out.Warnings {
		fmt.Fprintln(a.stdout, "* "+w.Text.In(a.lang))
	}
	return nil
}
