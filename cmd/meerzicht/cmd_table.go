package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
)

type tableOptions struct {
	project   []string
	without   []string
	who       []string
	source    string
	all       bool
	lexicon   bool
	domain    string
	activity  string
	by        string
	both      bool
	layer     string
	intervals bool
}

// anyKind are the flags that mean something with every kind.
var anyKind = []string{"intervals", string(analysis.ChooseLayer)}

// kindOf finds a kind by name, and refuses flags that it does not take.
func kindOf(cmd *cobra.Command, name string) (analysis.Kind, error) {
	kind, ok := analysis.KindNamed(name)
	if !ok {
		var names []string
		for _, k := range analysis.Kinds() {
			names = append(names, k.Name)
		}
		return kind, oneOf(instruments.Text{NL: "soort tabel", EN: "kind of table"}, name, names...)
	}
	var err error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if cmd.InheritedFlags().Lookup(f.Name) == nil && !slices.Contains(anyKind, f.Name) && !kind.Has(analysis.Choice(f.Name)) {
			err = usage(instruments.Textf("--%s doet niets bij %s", "--%s does nothing with %s", f.Name, name), takes(kind))
		}
	})
	return kind, err
}

// takes says which flags a kind knows.
func takes(k analysis.Kind) instruments.Text {
	if len(k.Takes) == 0 {
		return instruments.Textf("%s gaat over het hele onderzoek", "%s is about the whole study", k.Name)
	}
	var flags []string
	for _, c := range k.Takes {
		flags = append(flags, string(c))
	}
	return instruments.Textf("%s kent: %s", "%s takes: %s", k.Name, strings.Join(flags, ", "))
}

func newTable(a *app) *cobra.Command {
	var o tableOptions
	long := a.say("Soorten:", "Kinds:")
	for _, k := range analysis.Kinds() {
		long += fmt.Sprintf("\n  %-24s %s", k.Name, k.About.In(a.lang))
	}
	cmd := &cobra.Command{
		Use:     "table " + a.say("SOORT ONDERZOEK", "KIND STUDY"),
		Short:   a.say("Toon een tabel: activiteiten, doelen, vormen, verzadiging en meer", "Show a table: activities, goals, forms, saturation and more"),
		Long:    long,
		Example: a.say("meerzicht table activities studie.mz --project LJ&R", "meerzicht table activities study.mz --project LJ&R"),
		Args:    words(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, err := kindOf(cmd, args[0])
			if err != nil {
				return err
			}
			return a.runTable(cmd.Context(), kind, args[1], o)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.project, "project", nil, a.say("alleen dit `PROJECT`; mag vaker", "only this `PROJECT`; may be repeated"))
	f.StringSliceVar(&o.without, "without", nil, a.say("zonder dit `PROJECT`; mag vaker", "without this `PROJECT`; may be repeated"))
	f.StringSliceVar(&o.who, "type", nil, a.say("alleen dit respondenttype (`TYPE`); mag vaker", "only this respondent `TYPE`; may be repeated"))
	f.StringVar(&o.source, "source", "checklist", a.say("activiteiten uit de lijsten (checklist) of uit de coderingen (codings): `BRON`", "activities from the checklists (checklist) or the codings (codings): `SOURCE`"))
	f.BoolVar(&o.lexicon, "lexicon", false, a.say("tel ook de coderingen van codeur \"lexicon\"", "count the codings of coder \"lexicon\" too"))
	f.BoolVar(&o.all, "all-goals", false, a.say("tel een activiteit bij al haar doelen, niet alleen het hoofddoel", "count an activity for all its goals, not its primary goal only"))
	f.StringVar(&o.domain, "domain", "", a.say("`DOMEIN` van codes, zoals waardering of knelpunt", "`DOMAIN` of codes, such as waardering or knelpunt"))
	f.StringVar(&o.activity, "activity", "", a.say("activiteit van een kruistabel: `CODE`, zoals D01", "activity of a crosstab: `CODE`, such as D01"))
	f.StringVar(&o.by, "by", "project", a.say("groepen van een kruistabel of van differences: project, type of role (`KENMERK`)", "groups of a crosstab or of differences: project, type or role (`TRAIT`)"))
	f.BoolVar(&o.both, "association", false, a.say("phi en lift naast Jaccard", "phi and lift beside Jaccard"))
	f.StringVar(&o.layer, "layer", "", layerUsage(a))
	f.BoolVar(&o.intervals, "intervals", false, a.say("toon elk betrouwbaarheidsinterval, niet alleen dat van het geheel", "show every confidence interval, not only that of the whole"))
	return cmd
}

func (a *app) runTable(ctx context.Context, kind analysis.Kind, path string, o tableOptions) error {
	if err := oneOf("--source", o.source, string(analysis.FromChecklists), string(analysis.FromCodings)); err != nil {
		return err
	}
	return a.withLayer(ctx, path, o.layer, func(c *coding.Corpus) error {
		opt, err := o.options(c)
		if err != nil {
			return err
		}
		if kind.Cross() {
			return a.crosstab(c, opt, o)
		}
		t := kind.Table(c, opt)
		a.warned = c.Layer.First > 0 || slices.ContainsFunc(t.Notes, func(n analysis.Warning) bool { return n.Code != analysis.NoteLayer })
		a.notice(c)
		return a.showTable(t, o.intervals)
	})
}

// showTable prints a table in the chosen form; as text it is cut to the width
// of the terminal.
func (a *app) showTable(t analysis.Table, intervals bool) error {
	if a.format == "text" {
		return report.WriteText(a.stdout, t, report.Layout{Width: a.width(), Intervals: intervals}, a.lang)
	}
	return report.WriteTable(a.stdout, t, report.Format(a.format), a.lang)
}

// notice labels fictional data wherever people read them; a file format keeps
// to its columns.
func (a *app) notice(c *coding.Corpus) {
	if n := c.Info.Notice; !n.IsZero() && a.format == "text" {
		fmt.Fprintln(a.stderr, n.In(a.lang))
	}
}

// options checks the filters against the study: a project nobody belongs to is
// a mistake, not an empty table.
func (o tableOptions) options(c *coding.Corpus) (analysis.Options, error) {
	projects, types := map[string]bool{}, map[string]bool{}
	for _, r := range c.Respondents {
		projects[r.Project], types[string(r.Type)] = true, true
	}
	opt := analysis.Options{
		Include: o.project, Exclude: o.without, Domain: o.domain, Source: analysis.Source(o.source),
		Lexicon: o.lexicon, AllGoals: o.all, Association: o.both, By: analysis.Trait(o.by),
	}
	if !slices.Contains(analysis.Traits(), opt.By) {
		return opt, oneOf("--by", o.by, traits()...)
	}
	if o.domain != "" && len(c.Codebook.Domain(o.domain)) == 0 {
		return opt, unknown(instruments.Text{NL: "onbekend domein", EN: "unknown domain"}, o.domain, domains(c))
	}
	for _, p := range append(append([]string{}, o.project...), o.without...) {
		if !projects[p] {
			return opt, unknown(instruments.Text{NL: "onbekend project", EN: "unknown project"}, p, sorted(projects))
		}
	}
	for _, t := range o.who {
		if !types[t] {
			return opt, unknown(instruments.Text{NL: "onbekend respondenttype", EN: "unknown respondent type"}, t, sorted(types))
		}
		opt.Types = append(opt.Types, instruments.RespondentType(t))
	}
	return opt, nil
}

// domains are those of the codebook, in its order.
func domains(c *coding.Corpus) []string {
	var out []string
	for _, code := range c.Codebook.Codes {
		if !slices.Contains(out, code.Domain) {
			out = append(out, code.Domain)
		}
	}
	return out
}

// unknown refuses a value that the study does not know, and names those it does.
func unknown(what instruments.Text, value string, have []string) error {
	hint := instruments.Textf("kies uit: %s", "choose from: %s", instruments.Plain(strings.Join(have, ", ")))
	if len(have) == 0 {
		hint = instruments.Text{
			NL: "dit onderzoek heeft er nog geen; lees eerst het veldwerk in met meerzicht import",
			EN: "this study has none yet; load the fieldwork first with meerzicht import",
		}
	}
	return usage(instruments.Textf("%s %q", "%s %q", what, instruments.Plain(value)), hint)
}
