package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"meerzicht/analysis"
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
	layer string
}

func newClassify(a *app) *cobra.Command {
	var o classifyOptions
	cmd := &cobra.Command{
		Use: "classify " + a.say("ONDERZOEK", "STUDY"),
		Short: a.say("Bepaal de samenwerkingsvorm van elke dyade, met aandelen, redenen en bewijs",
			"Classify the form of collaboration of every dyad, with shares, reasons and evidence"),
		Example: a.say("meerzicht classify studie.mz --dyad T06/V–toezichth.", "meerzicht classify study.mz --dyad T06/V–toezichth."),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runClassify(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.dyad, "dyad", "", a.say("alleen de dyade `ID`, met alle redenen en citaten", "only the dyad `ID`, with all reasons and quotations"))
	f.StringVar(&o.set, "set", "", a.say("zet voor --dyad met de hand een `KLASSE` (vorm1, mengvorm2/3 …) naast de berekende", "set a `CLASS` by hand for --dyad (form1, mixed2/3 …) beside the computed one"))
	f.StringVar(&o.by, "by", "", a.say("`NAAM` van wie dit besluit", "`NAME` of who decides this"))
	f.StringVar(&o.memo, "memo", "", a.say("waarom, in een `ZIN`", "why, in a `SENTENCE`"))
	f.BoolVar(&o.clear, "clear", false, a.say("neem een met de hand gezette klasse terug", "take back a class set by hand"))
	f.StringVar(&o.layer, "layer", "", layerUsage(a))
	return cmd
}

func (a *app) runClassify(ctx context.Context, path string, o classifyOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.set != "" || o.clear {
		if err := a.override(ctx, path, o); err != nil {
			return err
		}
	}
	return a.withLayer(ctx, path, o.layer, func(c *coding.Corpus) error {
		all := form.All(c)
		if o.dyad != "" {
			one, err := findDyad(all, c.Instruments, o.dyad)
			if err != nil {
				return err
			}
			all = []form.Assignment{one}
		}
		switch {
		case a.format == "json":
			return writeJSON(a.stdout, assignmentRows(all, c.Layer.Name))
		case a.format == "csv":
			return assignmentsCSV(a.stdout, all, a.lang)
		}
		a.notice(c)
		if err := a.printAssignments(all, o.dyad != ""); err != nil {
			return err
		}
		return a.printLayer(c)
	})
}

// check refuses flags that make no sense together, before a study is opened.
func (o classifyOptions) check() error {
	signed := strings.TrimSpace(o.by) != "" && strings.TrimSpace(o.memo) != ""
	switch {
	case o.set != "" && o.clear:
		return usage(instruments.Text{NL: "--set en --clear gaan niet samen", EN: "--set and --clear do not go together"}, instruments.Text{})
	case o.set == "" && !o.clear && (o.by != "" || o.memo != ""):
		return usage(instruments.Text{NL: "--by en --memo horen bij --set of --clear", EN: "--by and --memo go with --set or --clear"}, instruments.Text{})
	case (o.set != "" || o.clear) && (o.dyad == "" || !signed):
		return usage(instruments.Text{NL: "een klasse met de hand vraagt --dyad, --by en --memo", EN: "a class by hand needs --dyad, --by and --memo"},
			instruments.Text{NL: "schrijf op wie dit besluit en waarom", EN: "write down who decides this and why"})
	}
	return nil
}

// override sets or clears a class by hand; it needs the dyad, a name and a memo.
func (a *app) override(ctx context.Context, path string, o classifyOptions) error {
	return a.withStudy(ctx, path, func(s *study.Study) error {
		c, err := s.Corpus(ctx)
		if err != nil {
			return err
		}
		one, err := findDyad(form.All(c), c.Instruments, o.dyad)
		if err != nil {
			return err
		}
		o.dyad = string(one.Dyad.ID)
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
	class, mixed, ok := form.ParseClass(className(o.set), list)
	if !ok {
		return coding.Command{}, usage(instruments.Textf("onbekende klasse %q", "unknown class %q", instruments.Plain(o.set)),
			instruments.Text{NL: "kies vorm1, vorm2, vorm3, mengvorm1/2 …, onvoldoende of \"niet eenduidig\"", EN: "choose form1, form2, form3, mixed1/2 …, insufficient or ambiguous"})
	}
	return coding.SetOverride(v, coding.Override{Dyad: dyad, Class: form.Key(class, mixed), By: o.by, Memo: o.memo})
}

func (a *app) printAssignments(all []form.Assignment, whole bool) error {
	rows := make([][]string, len(all))
	for i, x := range all {
		rows[i] = []string{string(x.Dyad.ID), x.Project, form.Label(x.Class, x.Mixed).In(a.lang), sharesText(x.Result, a.lang), flagsText(x.Flags, a.lang)}
		if o := x.Override; o != nil {
			rows[i][4] = strings.TrimSpace(rows[i][4] + "  " + fmt.Sprintf(a.say("met de hand: %s (%s: %s)", "by hand: %s (%s: %s)"), classText(o.Class).In(a.lang), o.By, oneLine(o.Memo)))
		}
	}
	if err := printAligned(a.stdout, rows); err != nil || !whole {
		return err
	}
	for _, x := range all {
		if err := a.printReasons(x); err != nil {
			return err
		}
	}
	return nil
}

// printLayer says whose lists the classes rest on, where there is a choice.
func (a *app) printLayer(c *coding.Corpus) error {
	note, ok := analysis.LayerNote(c)
	if !ok {
		return nil
	}
	_, err := fmt.Fprintf(a.stdout, "\n%s\n", screen(note.Text.In(a.lang)))
	return err
}

// printReasons prints what decided one dyad: per indicator its value, a star
// when it counts towards the outcome, and under it what who said.
func (a *app) printReasons(x form.Assignment) error {
	fmt.Fprintf(a.stdout, "\n%s\n%s\n\n", screen(x.Reason.In(a.lang)), a.say("* telt mee voor de uitkomst", "* counts towards the outcome"))
	width := 0
	for _, r := range x.Reasons {
		width = max(width, utf8.RuneCountInString(r.Label.In(a.lang)))
	}
	for _, r := range x.Reasons {
		mark := " "
		if r.Decides {
			mark = "*"
		}
		fmt.Fprintf(a.stdout, "%s %-4s %-*s  %s (%s)\n", mark, instruments.Plain(string(r.Indicator)), width, instruments.Plain(r.Label.In(a.lang)),
			instruments.Plain(r.ValueLabel.In(a.lang)), instruments.Plain(string(r.Value)))
		for _, e := range r.Evidence {
			fmt.Fprintf(a.stdout, "       %s: %s\n", instruments.Plain(string(e.Respondent)), oneLine(e.Quotation))
		}
	}
	return nil
}

// classText is a class as it was set by hand, in words.
func classText(class string) instruments.Text {
	if pair, ok := strings.CutPrefix(class, string(form.Mixed)); ok && pair != "" {
		return form.Label(form.Mixed, strings.Split(strings.TrimSpace(pair), "/"))
	}
	return form.Label(form.Class(class), nil)
}

func flagsText(f form.Flags, lang instruments.Lang) string {
	var parts []string
	for _, text := range f.Texts() {
		parts = append(parts, "["+text.In(lang)+"]")
	}
	return strings.Join(parts, " ")
}

func sharesText(r form.Result, lang instruments.Lang) string {
	parts := make([]string, len(r.Shares))
	for i, s := range r.Shares {
		parts[i] = decimal(s.Value, 3, lang)
	}
	return strings.Join(parts, " / ")
}

// decimal prints a number with the decimal mark of the language; what rounds to
// nothing has no sign.
func decimal(v float64, digits int, lang instruments.Lang) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
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
	Coder      string           `json:"coder,omitempty"` // whose list was used
	Layer      string           `json:"layer,omitempty"` // of which it is, where there is a choice
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

func assignmentRows(all []form.Assignment, layer string) []classRow {
	out := make([]classRow, len(all))
	for i, x := range all {
		out[i] = row(string(x.Dyad.Trajectory), x.Dyad.Name, x.Result)
		out[i].Project, out[i].Coder, out[i].Layer, out[i].Override, out[i].Views = x.Project, x.Coder, layer, x.Override, x.Views
	}
	return out
}

func assignmentsCSV(w io.Writer, all []form.Assignment, lang instruments.Lang) error {
	rows := [][]string{{"trajectory", "dyad", "project", "class", "label", "shares", "flags", "override", "by", "memo"}}
	for _, x := range all {
		r := row(string(x.Dyad.Trajectory), x.Dyad.Name, x.Result)
		line := []string{r.Trajectory, r.Dyad, x.Project, x.Key(), form.Label(x.Class, x.Mixed).In(lang), sharesText(x.Result, instruments.English), strings.Join(r.Flags, " ")}
		if o := x.Override; o != nil {
			line = append(line, o.Class, o.By, o.Memo)
		} else {
			line = append(line, "", "", "")
		}
		rows = append(rows, line)
	}
	return writeRows(w, rows)
}
