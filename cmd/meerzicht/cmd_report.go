package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
	"meerzicht/study"
)

type reportOptions struct {
	out      string
	audience string
	layer    string
}

func newReport(a *app) *cobra.Command {
	var o reportOptions
	cmd := &cobra.Command{
		Example: a.say("meerzicht report studie.mz --out rapport", "meerzicht report study.mz --out report"),
		Use:     "report " + a.say("ONDERZOEK", "STUDY"),
		Short:   a.say("Schrijf het rapport (HTML) en het werkboek (Excel)", "Write the report (HTML) and the workbook (Excel)"),
		Args:    words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runReport(cmd.Context(), args[0], o)
		},
	}
	cmd.Flags().StringVar(&o.out, "out", ".", a.say("`MAP` voor rapport.html en tabellen.xlsx", "`DIR` for rapport.html and tabellen.xlsx"))
	cmd.Flags().StringVar(&o.audience, "audience", "extern",
		audienceText(a))
	cmd.Flags().StringVar(&o.layer, "layer", "", layerUsage(a))
	return cmd
}

func audienceText(a *app) string {
	return a.say("`LEZERS`: extern (aantallen onder 5 verborgen) of intern (onder 3)", "`READERS`: extern (counts below 5 hidden) or intern (below 3)")
}

func (a *app) runReport(ctx context.Context, path string, o reportOptions) error {
	if err := oneOf("--audience", o.audience, string(report.Extern), string(report.Intern)); err != nil {
		return err
	}
	return a.withReader(ctx, path, func(s *study.Study) error {
		c, err := s.Corpus(ctx)
		if err != nil {
			return err
		}
		return a.writeReport(ctx, c, atRelease(ctx, s), o)
	})
}

// ofRound reads the study as it was when a round of double coding was released.
type ofRound func(id string) (*coding.Corpus, error)

func atRelease(ctx context.Context, s *study.Study) ofRound {
	return func(id string) (*coding.Corpus, error) {
		c, _, err := s.CorpusOfRound(ctx, id)
		return c, err
	}
}

// writeReport writes both files of a report and says where they are.
func (a *app) writeReport(ctx context.Context, c *coding.Corpus, round ofRound, o reportOptions) error {
	if _, err := inLayer(c, o.layer); err != nil {
		return err
	}
	r, err := report.Build(c, report.Options{Layer: o.layer, RoundOf: round, Lang: a.lang, Audience: report.Audience(o.audience), Version: version})
	if err != nil {
		return err
	}
	if err := makeDir(o.out); err != nil {
		return err
	}
	outputs := []struct {
		name  string
		write func(io.Writer) error
	}{{"rapport.html", r.HTML}, {"tabellen.xlsx", r.Workbook}}
	for _, out := range outputs {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := filepath.Join(o.out, out.name)
		if err := report.AtomicWrite(name, out.write); err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, instruments.Plain(name))
	}
	return nil
}

// makeDir makes a folder that only its owner may read.
func makeDir(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return &instruments.Error{
			What: instruments.Text{NL: "de map kan niet gemaakt worden", EN: "the folder cannot be made"}, Where: path,
			Hint: instruments.Text{NL: "controleer de rechten, en of er geen bestand met die naam is", EN: "check the permissions, and that there is no file of that name"},
		}
	}
	return nil
}
