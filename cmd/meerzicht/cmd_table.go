package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
)

type tableOptions struct {
	project  []string
	without  []string
	who      []string
	source   string
	all      bool
	domain   string
	activity string
	by       string
}

// tableKind is one kind of table and how it is made.
type tableKind struct {
	name string
	make func(*coding.Corpus, analysis.Options, tableOptions) analysis.Table
}

// tableKinds are the kinds of table, in the order of the help text.
func tableKinds() []tableKind {
	plain := func(f func(*coding.Corpus) analysis.Table) func(*coding.Corpus, analysis.Options, tableOptions) analysis.Table {
		return func(c *coding.Corpus, _ analysis.Options, _ tableOptions) analysis.Table { return f(c) }
	}
	filtered := func(f func(*coding.Corpus, analysis.Options) analysis.Table) func(*coding.Corpus, analysis.Options, tableOptions) analysis.Table {
		return func(c *coding.Corpus, opt analysis.Options, _ tableOptions) analysis.Table { return f(c, opt) }
	}
	return []tableKind{
		{"activities", filtered(analysis.Activities)},
		{"goals", filtered(analysis.Goals)},
		{"forms", plain(analysis.Forms)},
		{"formgoals", plain(analysis.FormGoals)},
		{"formvaluation", func(c *coding.Corpus, _ analysis.Options, o tableOptions) analysis.Table {
			return analysis.FormValuation(c, cmp.Or(o.domain, "waardering"))
		}},
		{"codes", func(c *coding.Corpus, opt analysis.Options, o tableOptions) analysis.Table {
			return analysis.CodesByType(c, o.domain, opt)
		}},
		{"cooccurrence", filtered(analysis.Cooccurrence)},
		{"saturation", filtered(analysis.Saturation)},
		{"concordance", filtered(analysis.Concordance)},
		{"concordance-respondents", filtered(analysis.ConcordanceByRespondent)},
		{"triads", filtered(analysis.Triads)},
		{"expectation", filtered(analysis.Expectation)},
		{"sample", plain(analysis.Sample)},
	}
}

func newTable(a *app) *cobra.Command {
	var o tableOptions
	var names []string
	for _, k := range tableKinds() {
		names = append(names, k.name)
	}
	names = append(names, "crosstab")
	cmd := &cobra.Command{
		Use:   "table " + a.say("SOORT ONDERZOEK", "KIND STUDY"),
		Short: a.say("Toon een tabel: "+strings.Join(names, ", "), "Show a table: "+strings.Join(names, ", ")),
		Args:  words(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runTable(cmd.Context(), args[0], args[1], names, o)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.project, "project", nil, a.say("alleen deze projecten", "only these projects"))
	f.StringSliceVar(&o.without, "without", nil, a.say("zonder deze projecten", "without these projects"))
	f.StringSliceVar(&o.who, "type", nil, a.say("alleen deze respondenttypen", "only these respondent types"))
	f.StringVar(&o.source, "source", "checklist", a.say("activiteiten uit checklist of codings (transcript)", "activities from checklist or codings (transcript)"))
	f.BoolVar(&o.all, "all-goals", false, a.say("tel een activiteit bij al haar doelen, niet alleen het hoofddoel", "count an activity for all its goals, not its primary goal only"))
	f.StringVar(&o.domain, "domain", "", a.say("domein van codes, zoals waardering of knelpunt", "domain of codes, such as waardering or knelpunt"))
	f.StringVar(&o.activity, "activity", "", a.say("activiteit van een kruistabel, zoals D01", "activity of a crosstab, such as D01"))
	f.StringVar(&o.by, "by", "project", a.say("kolommen van een kruistabel: project, type of role", "columns of a crosstab: project, type or role"))
	return cmd
}

func (a *app) runTable(ctx context.Context, kind, path string, names []string, o tableOptions) error {
	if err := oneOf(a.say("soort tabel", "kind of table"), kind, names...); err != nil {
		return err
	}
	if err := oneOf("--source", o.source, string(analysis.FromChecklists), string(analysis.FromCodings)); err != nil {
		return err
	}
	return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
		opt, err := o.options(c)
		if err != nil {
			return err
		}
		a.notice(c)
		if kind == "crosstab" {
			return a.crosstab(c, opt, o)
		}
		for _, k := range tableKinds() {
			if k.name == kind {
				t := k.make(c, opt, o)
				a.warned = len(t.Notes) > 0
				return report.WriteTable(a.stdout, t, report.Format(a.format), a.lang)
			}
		}
		return nil
	})
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
	opt := analysis.Options{Include: o.project, Exclude: o.without, Domain: o.domain, Source: analysis.Source(o.source), AllGoals: o.all}
	for _, p := range append(append([]string{}, o.project...), o.without...) {
		if !projects[p] {
			return opt, unknown("project", p, projects)
		}
	}
	for _, t := range o.who {
		if !types[t] {
			return opt, unknown("type", t, types)
		}
		opt.Types = append(opt.Types, instruments.RespondentType(t))
	}
	return opt, nil
}

func unknown(what, value string, have map[string]bool) error {
	return usage(instruments.Textf("onbekend %s %q", "unknown %s %q", what, instruments.Plain(value)),
		instruments.Textf("kies uit: %s", "choose from: %s", strings.Join(sorted(have), ", ")))
}
