package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

type classifyOptions struct {
	dyad  string
	set   string
	by    string
	memo  string
	clear bool
}

func newClassify(a *app) *cobra.Command {
	var o classifyOptions
	cmd := &cobra.Command{
		Use: "classify " + a.say("ONDERZOEK", "STUDY"),
		Short: a.say("Bepaal de samenwerkingsvorm van elke dyade, met aandelen, redenen en bewijs",
			"Classify the form of collaboration of every dyad, with shares, reasons and evidence"),
		Args: words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runClassify(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.dyad, "dyad", "", a.say("alleen deze dyade, met alle redenen en citaten", "only this dyad, with all reasons and quotations"))
	f.StringVar(&o.set, "set", "", a.say("zet voor --dyad met de hand een klasse (form1, mixed2/3 …) naast de berekende", "set a class by hand for --dyad (form1, mixed2/3 …) beside the computed one"))
	f.StringVar(&o.by, "by", "", a.say("naam van wie de klasse zet", "name of who sets the class"))
	f.StringVar(&o.memo, "memo", "", a.say("waarom", "why"))
	f.BoolVar(&o.clear, "clear", false, a.say("neem een met de hand gezette klasse terug", "take back a class set by hand"))
	return cmd
}

func (a *app) runClassify(ctx context.Context, path string, o classifyOptions) error {
	if o.set != "" || o.clear {
		if err := a.override(ctx, path, o); err != nil {
			return err
		}
	}
	return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
		all := form.All(c)
		if o.dyad != "" {
			all = only(all, o.dyad)
			if len(all) == 0 {
				return noDyad(o.dyad)
			}
		}
		switch {
		case a.format == "json":
			return writeJSON(a.stdout, assignmentRows(all))
		case a.format == "csv":
			return assignmentsCSV(a.stdout, all, a.lang)
		}
		for _, x := range all {
			a.printAssignment(x, o.dyad != "")
		}
		return nil
	})
}

func only(all []form.Assignment, dyad string) []form.Assignment {
	for _, x := range all {
		if string(x.Dyad.ID) == dyad {
			return []form.Assignment{x}
		}
	}
	return nil
}

func noDyad(dyad string) error {
	return usage(instruments.Textf("onbekende dyade %q", "unknown dyad %q", instruments.Plain(dyad)),
		instruments.Text{NL: "schrijf traject/naam, zoals T06/V–toezichth.", EN: "write trajectory/name, such as T06/V–toezichth."})
}

// override sets or clears a class by hand; it needs the dyad, a name and a memo.
func (a *app) override(ctx context.Context, path string, o classifyOptions) error {
	return a.withStudy(ctx, path, func(s *study.Study) error {
		c, err := s.Corpus(ctx)
		if err != nil {
			return err
		}
		if len(only(form.All(c), o.dyad)) == 0 {
			return noDyad(o.dyad)
		}
		cmd, err := overrideCommand(s.View(ctx), &c.Instruments.List, o)
		if err != nil {
			return err
		}
		return s.Do(ctx, actor(), cmd)
	})
}

func overrideCommand(v coding.View, list *instruments.IndicatorList, o classifyOptions) (coding.Command, error) {
	dyad := instruments.DyadID(o.dyad)
	if o.clear {
		return coding.ClearOverride(v, dyad, o.by, o.memo)
	}
	if _, _, ok := form.ParseClass(o.set, list); !ok {
		return coding.Command{}, usage(instruments.Textf("onbekende klasse %q", "unknown class %q", instruments.Plain(o.set)),
			instruments.Text{NL: "kies form1, form2, form3, mixed1/2 …, insufficient of ambiguous", EN: "choose form1, form2, form3, mixed1/2 …, insufficient or ambiguous"})
	}
	return coding.SetOverride(v, coding.Override{Dyad: dyad, Class: o.set, By: o.by, Memo: o.memo})
}

func (a *app) printAssignment(x form.Assignment, whole bool) {
	fmt.Fprintf(a.stdout, "%-22s %-14s %-22s %s", x.Dyad.ID, x.Project, form.Label(x.Class, x.Mixed).In(a.lang), sharesText(x.Result, a.lang))
	for _, flag := range x.Flags.Texts() {
		fmt.Fprintf(a.stdout, "  [%s]", flag.In(a.lang))
	}
	fmt.Fprintln(a.stdout)
	if o := x.Override; o != nil {
		fmt.Fprintf(a.stdout, a.say("    met de hand: %s, door %s: %s\n", "    by hand: %s, by %s: %s\n"), o.Class, instruments.Plain(o.By), screen(o.Memo))
	}
	if !whole {
		return
	}
	fmt.Fprintln(a.stdout, "    "+x.Reason.In(a.lang))
	for _, r := range x.Reasons {
		mark := " "
		if r.Decides {
			mark = "*"
		}
		fmt.Fprintf(a.stdout, "  %s %-4s %-36s %s (%s)\n", mark, r.Indicator, r.Label.In(a.lang), r.ValueLabel.In(a.lang), r.Value)
		for _, e := range r.Evidence {
			fmt.Fprintf(a.stdout, "         %s: %s\n", e.Respondent, screen(e.Quotation))
		}
	}
}

func sharesText(r form.Result, lang instruments.Lang) string {
	parts := make([]string, len(r.Shares))
	for i, s := range r.Shares {
		parts[i] = decimal(s.Value, 3, lang)
	}
	return strings.Join(parts, " / ")
}

// decimal prints a number with the decimal mark of the language.
func decimal(v float64, digits int, lang instruments.Lang) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if lang == instruments.Dutch {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// classRow is a classification as JSON prints it.
type classRow struct {
	Trajectory string           `json:"trajectory"`
	Dyad       string           `json:"dyad"`
	Project    string           `json:"project,omitempty"`
	Class      form.Class       `json:"class"`
	Mixed      form.Forms       `json:"mixed"`
	Shares     []float64        `json:"shares"`
	Observed   int              `json:"observed"`
	Flags      []string         `json:"flags"`
	Reason     instruments.Text `json:"reason"`
	Reasons    []form.Reason    `json:"reasons"`
	Coder      string           `json:"coder,omitempty"`
	Override   *coding.Override `json:"override,omitempty"`
	Views      []form.View      `json:"views,omitempty"`
}

func row(trajectory, dyad string, r form.Result) classRow {
	out := classRow{
		Trajectory: trajectory, Dyad: dyad, Class: r.Class, Mixed: r.Mixed, Observed: r.Observed,
		Flags: []string{}, Reason: r.Reason, Reasons: r.Reasons,
	}
	if out.Mixed == nil {
		out.Mixed = form.Forms{}
	}
	for _, s := range r.Shares {
		out.Shares = append(out.Shares, s.Value)
	}
	for name, set := range map[string]bool{"borderline": r.Flags.Borderline, "one_source": r.Flags.OneSource, "perspective_difference": r.Flags.PerspectiveDifference, "tied": r.Flags.Tied} {
		if set {
			out.Flags = append(out.Flags, name)
		}
	}
	slices.Sort(out.Flags)
	return out
}

func assignmentRows(all []form.Assignment) []classRow {
	out := make([]classRow, len(all))
	for i, x := range all {
		out[i] = row(string(x.Dyad.Trajectory), x.Dyad.Name, x.Result)
		out[i].Project, out[i].Coder, out[i].Override, out[i].Views = x.Project, x.Coder, x.Override, x.Views
	}
	return out
}

func assignmentsCSV(w io.Writer, all []form.Assignment, lang instruments.Lang) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"trajectory", "dyad", "project", "class", "label", "shares", "flags", "override", "by", "memo"}}
	for _, x := range all {
		r := row(string(x.Dyad.Trajectory), x.Dyad.Name, x.Result)
		line := []string{r.Trajectory, r.Dyad, x.Project, x.Key(), form.Label(x.Class, x.Mixed).In(lang), sharesText(x.Result, instruments.English), strings.Join(r.Flags, " ")}
		if o := x.Override; o != nil {
			line = append(line, o.Class, o.By, o.Memo)
		} else {
			line = append(line, "", "", "")
		}
		rows = append(rows, neutral(line))
	}
	return out.WriteAll(rows)
}
