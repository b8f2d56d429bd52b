package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis"
	"meerzicht/analysis/agreement"
	"meerzicht/instruments"
)

// agreementOptions are the flags of calc agreement.
type agreementOptions struct {
	level, categories, bootstrap string
	replicates                   int
	seed                         uint64
	sets, dropEmpty              bool
}

func newCalcAgreement(a *app) *cobra.Command {
	var o agreementOptions
	cmd := &cobra.Command{
		Use:     "agreement " + a.say("BESTAND.csv", "FILE.csv"),
		Example: a.say("meerzicht calc agreement codeurs.csv --level nominal --categories 3", "meerzicht calc agreement coders.csv --level nominal --categories 3"),
		Short:   a.say("Overeenstemming tussen codeurs uit de kolommen unit, codeur1, codeur2, …", "Agreement between coders from the columns unit, coder1, coder2, …"),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runCalcAgreement(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.level, "level", "nominal", a.say("`NIVEAU`: nominal, ordinal, interval of ratio", "`LEVEL`: nominal, ordinal, interval or ratio"))
	f.StringVar(&o.categories, "categories", "", a.say("aantal categorieën van het codeboek `N`, of de categorieën zelf, met komma's ertussen en in volgorde",
		"number of categories of the codebook `N`, or the categories themselves, with commas between and in order"))
	f.StringVar(&o.bootstrap, "bootstrap", "units", a.say("`HOE` het interval van alfa wordt getrokken: units, pairs of none", "`HOW` the interval of alpha is drawn: units, pairs or none"))
	f.IntVar(&o.replicates, "replicates", 10_000, a.say("aantal herhalingen `N`, 100 tot 1.000.000", "number of replicates `N`, 100 to 1,000,000"))
	f.Uint64Var(&o.seed, "seed", 0, a.say("`ZAAD` van de toevalsgetallen", "`SEED` of the random numbers"))
	f.BoolVar(&o.sets, "sets", false, a.say("een cel is een verzameling codes: A|B; | alleen is geen code", "a cell is a set of codes: A|B; | alone is no code"))
	f.BoolVar(&o.dropEmpty, "drop-empty", false, a.say("met --sets: fragmenten zonder code van wie dan ook tellen niet mee", "with --sets: units without a code from anybody do not count"))
	return cmd
}

// agreementView is the JSON of calc agreement.
type agreementView struct {
	Units      int                 `json:"units"`
	Pairable   int                 `json:"pairable"`
	Coders     int                 `json:"coders"`
	CoderNames []string            `json:"coder_names"`
	Level      string              `json:"level"`      // "set" for sets
	Categories int                 `json:"categories"` // of the codebook, 0 when it is not known
	Bootstrap  string              `json:"bootstrap"`
	Replicates int                 `json:"replicates"`
	Seed       uint64              `json:"seed"`
	Measures   []agreement.Measure `json:"measures"`
}

func (a *app) runCalcAgreement(ctx context.Context, path string, o agreementOptions) error {
	read, err := o.reading()
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return instruments.Problems{unreadable(path, err)}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return instruments.Refuse(path, instruments.Text{NL: "dit is een map", EN: "this is a folder"}, instruments.Text{NL: "geef een bestand", EN: "give a file"})
	}
	file, problems, err := agreement.ReadCSV(path, f, read)
	if err != nil {
		return instruments.Problems{unreadable(path, err)}
	}
	if err := problems.Err(); err != nil {
		return err
	}
	v := o.compute(file, read, ctx.Done())
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, m := range v.Measures {
		a.warned = a.warned || len(m.Warnings) > 0 || m.Value == nil && m.Reason != agreement.TwoCodersOnly
	}
	return a.showAgreement(v)
}

// reading checks the flags and says how the file is read.
func (o agreementOptions) reading() (agreement.CSVOptions, error) {
	read := agreement.CSVOptions{Level: agreement.Level(o.level), Sets: o.sets, DropEmpty: o.dropEmpty}
	var levels []string
	for _, l := range agreement.Levels() {
		levels = append(levels, string(l))
	}
	if err := oneOf("--level", o.level, levels...); err != nil {
		return read, err
	}
	if err := oneOf("--bootstrap", o.bootstrap, "units", "pairs", "none"); err != nil {
		return read, err
	}
	switch {
	case o.replicates < 100 || o.replicates > 1_000_000:
		return read, usage(instruments.Textf("--replicates %d ligt niet tussen 100 en 1.000.000", "--replicates %d is not between 100 and 1,000,000", o.replicates), instruments.Text{})
	case o.sets && read.Level != agreement.Nominal:
		return read, usage(instruments.Text{NL: "verzamelingen hebben geen volgorde of afstand in getallen", EN: "sets have no order and no numeric distance"},
			instruments.Text{NL: "laat --level of --sets weg", EN: "leave out --level or --sets"})
	case o.dropEmpty && !o.sets:
		return read, usage(instruments.Text{NL: "--drop-empty doet alleen iets met --sets", EN: "--drop-empty does something with --sets only"}, instruments.Text{})
	}
	return o.codebook(read)
}

// maxCategories bounds --categories.
const maxCategories = 1_000_000

// codebook reads --categories: a number, or names.
func (o agreementOptions) codebook(read agreement.CSVOptions) (agreement.CSVOptions, error) {
	wrong := func(what instruments.Text) error {
		return usage(what, instruments.Text{NL: "geef een aantal, zoals 3, of namen, zoals ja,nee,onbekend", EN: "give a number, such as 3, or names, such as yes,no,unknown"})
	}
	text := strings.TrimSpace(o.categories)
	if text == "" {
		return read, nil
	}
	if !strings.Contains(text, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxCategories {
			return read, wrong(instruments.Textf("--categories %q is geen aantal", "--categories %q is no number", instruments.Plain(text)))
		}
		read.Categories = n
		return read, nil
	}
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if name == "" || slices.Contains(read.Labels, name) {
			return read, wrong(instruments.Textf("--categories noemt %q leeg of dubbel", "--categories names %q empty or twice", instruments.Plain(name)))
		}
		read.Labels = append(read.Labels, name)
	}
	read.Categories = len(read.Labels)
	return read, nil
}

func (o agreementOptions) compute(f agreement.File, read agreement.CSVOptions, done <-chan struct{}) agreementView {
	draw := agreement.Options{Bootstrap: agreement.Bootstrap(o.bootstrap), Replicates: o.replicates, Seed: o.seed, Done: done}
	v := agreementView{Level: o.level, Categories: read.Categories, Bootstrap: o.bootstrap, Replicates: o.replicates, Seed: o.seed}
	v.Units = len(f.IDs)
	if o.sets {
		v.Level = "set"
		v.CoderNames, v.Pairable = f.Sets.Coders, f.Sets.Pairable()
		v.Measures = agreement.SetMeasures(f.Sets, draw)
	} else {
		v.CoderNames, v.Pairable = f.Data.Coders, f.Data.Pairable()
		v.Measures = agreement.Measures(f.Data, draw)
	}
	v.Coders = len(v.CoderNames)
	return v
}

func (a *app) showAgreement(v agreementView) error {
	switch a.format {
	case "json":
		return writeJSON(a.stdout, v)
	case "csv":
		return writeRows(a.stdout, agreementRows(v))
	}
	fmt.Fprintln(a.stdout, a.counts(
		some(v.Units, "fragment", "fragmenten", "unit", "units"),
		instruments.Textf("%d door twee of meer codeurs gecodeerd", "%d coded by two or more coders", v.Pairable),
		some(v.Coders, "codeur", "codeurs", "coder", "coders"),
		levelName(v.Level)))
	fmt.Fprintln(a.stdout)
	if err := printAligned(a.stdout, a.agreementTable(v), false, true, false, true); err != nil {
		return err
	}
	a.tellMeasures(v)
	return nil
}

func levelName(level string) instruments.Text {
	switch level {
	case "ordinal":
		return instruments.Text{NL: "ordinaal", EN: "ordinal"}
	case "set":
		return instruments.Text{NL: "verzamelingen van codes", EN: "sets of codes"}
	case "nominal":
		return instruments.Text{NL: "nominaal", EN: "nominal"}
	}
	return instruments.Same(level)
}

// agreementTable is a row a measure: value, interval, n.
func (a *app) agreementTable(v agreementView) [][]string {
	rows := [][]string{{a.say("maat", "measure"), a.say("waarde", "value"), a.say("95 %-interval", "95% interval"), "n"}}
	for _, m := range v.Measures {
		row := []string{agreement.Label(m.Name).In(a.lang), "–", "–", strconv.Itoa(m.N)}
		if m.Value != nil {
			row[1] = decimal(*m.Value, 4, a.lang)
		}
		if m.CI != nil {
			row[2] = decimal(m.CI[0], 4, a.lang) + a.say(" tot ", " to ") + decimal(m.CI[1], 4, a.lang)
		}
		rows = append(rows, row)
	}
	return rows
}

// tellMeasures prints beneath the table what belongs to single measures, and
// every warning once.
func (a *app) tellMeasures(v agreementView) {
	for _, m := range v.Measures {
		name := agreement.Label(m.Name).In(a.lang)
		if m.Below667 != nil {
			fmt.Fprintf(a.stdout, a.say("\n%s: P(< 0,667) = %s, P(< 0,800) = %s (%d herhalingen; grenzen van Krippendorff 2004)\n",
				"\n%s: P(< .667) = %s, P(< .800) = %s (%d replicates; limits of Krippendorff 2004)\n"),
				name, decimal(*m.Below667, 4, a.lang), decimal(*m.Below800, 4, a.lang), m.Replicates)
		}
		if m.UpperDisagreement != nil && m.Name == agreement.PercentName {
			fmt.Fprintf(a.stdout, a.say("\nGeen verschil in %d fragmenten: het aandeel fragmenten met verschil is hooguit %s (95 %%, exact)\n",
				"\nNo difference in %d units: the share of units with a difference is at most %s (95%%, exact)\n"),
				m.N, decimal(*m.UpperDisagreement, 4, a.lang))
		}
	}
	for _, line := range a.warningsOf(v.Measures) {
		fmt.Fprintln(a.stdout, "* "+screen(line))
	}
}

// warningsOf are the different warnings of measures, and why a value or an
// interval lacks, with the measures they hold for when these are one or two.
func (a *app) warningsOf(measures []agreement.Measure) []string {
	var order []analysis.Warning
	of := map[analysis.Warning][]string{}
	for _, m := range measures {
		why := analysis.Warning{Code: m.Reason + m.CIReason, Text: m.Explain()}
		list := slices.Clone(m.Warnings)
		if !why.Text.IsZero() && m.CIReason != agreement.NotAsked && !slices.Contains(list, why) {
			list = append(list, why)
		}
		for _, w := range list {
			if of[w] == nil {
				order = append(order, w)
			}
			of[w] = append(of[w], agreement.Label(m.Name).In(a.lang))
		}
	}
	var out []string
	for _, w := range order {
		line := w.Text.In(a.lang)
		if len(of[w]) <= 2 {
			line = strings.Join(of[w], ", ") + ": " + line
		}
		out = append(out, line)
	}
	return out
}

func agreementRows(v agreementView) [][]string {
	rows := [][]string{{"name", "value", "reason", "se", "ci_lower", "ci_upper", "n", "left_out", "categories", "below_667", "below_800", "method"}}
	full := func(x *float64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'g', -1, 64)
	}
	for _, m := range v.Measures {
		lo, hi := "", ""
		if m.CI != nil {
			lo, hi = full(&m.CI[0]), full(&m.CI[1])
		}
		rows = append(rows, []string{
			m.Name, full(m.Value), m.Reason, full(m.SE), lo, hi, strconv.Itoa(m.N), strconv.Itoa(m.LeftOut),
			strconv.Itoa(m.Categories), full(m.Below667), full(m.Below800), m.Method,
		})
	}
	return rows
}
