package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis"
	"meerzicht/instruments"
)

// itemsFile is a CSV file with one case a row and yes/no items as columns.
type itemsFile struct {
	cases   []string // the first column
	items   []string
	yes     [][]bool // by case, item
	known   [][]bool // false where a cell is empty
	leftOut int      // cases with an empty cell
}

// readItems reads the columns named, or all but the first. 1, ja, yes, true and
// x are yes; 0, nee, no and false are no; an empty cell is missing.
func readItems(path string, names []string) (itemsFile, error) {
	data, err := readInput(path)
	if err != nil {
		return itemsFile{}, err
	}
	table, err := readTable(path, data)
	if err != nil {
		return itemsFile{}, err
	}
	f := itemsFile{items: names}
	if len(names) == 0 {
		f.items = table.header[1:]
	}
	columns := make([]int, len(f.items))
	for i, name := range f.items {
		if _, err := table.column(name); err != nil {
			return f, err
		}
		columns[i] = slices.Index(table.header, name)
	}
	var problems instruments.Problems
	for n, row := range table.rows {
		yes, known, whole := make([]bool, len(columns)), make([]bool, len(columns)), true
		for i, at := range columns {
			said, ok := yesNo(row[at])
			if !ok {
				problems = append(problems, instruments.Problem{
					File: path, Line: n + 2, What: instruments.Textf("%q in kolom %q is geen ja of nee", "%q in column %q is no yes or no", instruments.Plain(row[at]), instruments.Plain(f.items[i])),
					Hint: instruments.Text{NL: "gebruik 1 en 0, of laat de cel leeg", EN: "use 1 and 0, or leave the cell empty"},
				})
				continue
			}
			yes[i], known[i] = said == "1", said != ""
			whole = whole && known[i]
		}
		if !whole {
			f.leftOut++
		}
		f.cases, f.yes, f.known = append(f.cases, row[0]), append(f.yes, yes), append(f.known, known)
	}
	return f, problems.Err()
}

func yesNo(cell string) (string, bool) {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "":
		return "", true
	case "1", "ja", "yes", "true", "waar", "x":
		return "1", true
	case "0", "nee", "no", "false", "onwaar":
		return "0", true
	}
	return "", false
}

// whole are the answers of the cases that answered every item.
func (f itemsFile) whole() [][]bool {
	var out [][]bool
	for i, known := range f.known {
		if !slices.Contains(known, false) {
			out = append(out, f.yes[i])
		}
	}
	return out
}

// pairRow is two items of the same cases. The counts stay in place when a
// statistic has no value.
type pairRow struct {
	A     string        `json:"a"`
	B     string        `json:"b"`
	N     int           `json:"n"`
	OnlyA int           `json:"only_a"`
	OnlyB int           `json:"only_b"`
	Both  int           `json:"both"`
	Test  statisticView `json:"mcnemar"`
	Holm  *float64      `json:"p_holm"`
	BH    *float64      `json:"p_bh"`
}

type pairedRow struct {
	Cochran statisticView `json:"cochran_q"`
	Pairs   []pairRow     `json:"pairs"`
}

func newCalcPaired(a *app) *cobra.Command {
	var items []string
	cmd := &cobra.Command{
		Use:     "paired " + a.say("BESTAND.csv", "FILE.csv"),
		Example: a.say("meerzicht calc paired antwoorden.csv --items D01,A01,C01", "meerzicht calc paired answers.csv --items D01,A01,C01"),
		Short:   a.say("Ja/nee-items van dezelfde mensen: Cochrans Q en McNemar (één rij per persoon)", "Yes/no items of the same people: Cochran's Q and McNemar (one row a person)"),
		Args:    words(1, 1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runPaired(args[0], items) },
	}
	cmd.Flags().StringSliceVar(&items, "items", nil, a.say("`KOLOMMEN` met de items, met komma's; zonder: alle na de eerste", "`COLUMNS` with the items, with commas; without: all after the first"))
	return cmd
}

func (a *app) runPaired(path string, items []string) error {
	f, err := readItems(path, items)
	if err != nil {
		return err
	}
	q := analysis.CochranQ(f.whole())
	q.LeftOut = f.leftOut
	out := pairedRow{Cochran: viewOf(q), Pairs: f.pairs()}
	switch a.format {
	case "json":
		return writeJSON(a.stdout, out)
	case "csv":
		return writeRows(a.stdout, pairedCSV(out))
	}
	rows := [][]string{a.statisticRow(q)}
	if err := printAligned(a.stdout, rows); err != nil {
		return err
	}
	text := [][]string{{a.say("paar", "pair"), a.say("alleen eerste", "only first"), a.say("alleen tweede", "only second"), "p", "Holm", "BH"}}
	for _, p := range out.Pairs {
		text = append(text, []string{p.A + " – " + p.B, strconv.Itoa(p.OnlyA), strconv.Itoa(p.OnlyB), a.orDash(p.Test.P), a.orDash(p.Holm), a.orDash(p.BH)})
	}
	return printAligned(a.stdout, text, false, true, true, true, true, true)
}

// orDash is a p value, or a dash for one that does not exist.
func (a *app) orDash(v *float64) string {
	if v == nil {
		return "–"
	}
	return decimal(*v, 4, a.lang)
}

// pairs are all pairs of items, over the cases that answered both.
func (f itemsFile) pairs() []pairRow {
	out := []pairRow{}
	var p []float64
	for i := range f.items {
		for j := i + 1; j < len(f.items); j++ {
			r := f.pair(i, j)
			out, p = append(out, r), append(p, *r.Test.P)
		}
	}
	holm, bh := analysis.Holm(p), analysis.BenjaminiHochberg(p)
	for i := range out {
		out[i].Holm, out[i].BH = &holm[i], &bh[i]
	}
	return out
}

func (f itemsFile) pair(i, j int) pairRow {
	r := pairRow{A: f.items[i], B: f.items[j]}
	for c := range f.cases {
		if !f.known[c][i] || !f.known[c][j] {
			continue
		}
		r.N++
		switch one, two := f.yes[c][i], f.yes[c][j]; {
		case one && two:
			r.Both++
		case one:
			r.OnlyA++
		case two:
			r.OnlyB++
		}
	}
	s := analysis.McNemar(r.OnlyA, r.OnlyB)
	s.LeftOut = len(f.cases) - r.N
	r.Test = viewOf(s)
	return r
}

func pairedCSV(out pairedRow) [][]string {
	rows := [][]string{{"a", "b", "n", "only_a", "only_b", "both", "p", "p_holm", "p_bh"}}
	for _, p := range out.Pairs {
		rows = append(rows, []string{p.A, p.B, strconv.Itoa(p.N), strconv.Itoa(p.OnlyA), strconv.Itoa(p.OnlyB), strconv.Itoa(p.Both), full(p.Test.P), full(p.Holm), full(p.BH)})
	}
	return rows
}

// full is a number with full precision; "" for one that does not exist.
func full(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}
