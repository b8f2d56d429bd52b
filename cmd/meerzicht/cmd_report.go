package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/report"
)

type reportOptions struct {
	out      string
	audience string
}

func newReport(a *app) *cobra.Command {
	var o reportOptions
	cmd := &cobra.Command{
		Use:   "report " + a.say("ONDERZOEK", "STUDY"),
		Short: a.say("Schrijf het rapport (HTML) en het werkboek (Excel)", "Write the report (HTML) and the workbook (Excel)"),
		Args:  words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runReport(cmd.Context(), args[0], o)
		},
	}
	cmd.Flags().StringVar(&o.out, "out", ".", a.say("map voor rapport.html en tabellen.xlsx", "folder for rapport.html and tabellen.xlsx"))
	cmd.Flags().StringVar(&o.audience, "audience", "extern",
		a.say("extern: cellen onder 5 verborgen; intern: onder 3", "extern: cells below 5 hidden; intern: below 3"))
	return cmd
}

func (a *app) runReport(ctx context.Context, path string, o reportOptions) error {
	if err := oneOf("--audience", o.audience, string(report.Extern), string(report.Intern)); err != nil {
		return err
	}
	return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
		return a.writeReport(c, o)
	})
}

// writeReport writes both files of a report and says where they are.
func (a *app) writeReport(c *coding.Corpus, o reportOptions) error {
	r, err := report.Build(c, report.Options{Lang: a.lang, Audience: report.Audience(o.audience), Version: version})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.out, 0o700); err != nil {
		return err
	}
	outputs := []struct {
		name  string
		write func(io.Writer) error
	}{{"rapport.html", r.HTML}, {"tabellen.xlsx", r.Workbook}}
	for _, out := range outputs {
		name := filepath.Join(o.out, out.name)
		if err := report.AtomicWrite(name, out.write); err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, name)
	}
	return nil
}
