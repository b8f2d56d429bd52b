package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"meerzicht/instruments"
	"meerzicht/study"
)

type importOptions struct {
	as      string
	coder   string
	dryRun  bool
	replace bool
}

func newImport(a *app) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:     "import " + a.say("ONDERZOEK PAD...", "STUDY PATH..."),
		Example: a.say("meerzicht import studie.mz veldwerk", "meerzicht import study.mz fieldwork"),
		Short: a.say("Laad transcripten, ingevulde lijsten, het respondentenblad en codeerbestanden",
			"Load transcripts, filled lists, the respondent sheet and codings files"),
		Args: words(2, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runImport(cmd.Context(), args[0], args[1:], o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.as, "as", "", a.say("`SOORT` document: interview, focusgroep, literatuur, overig", "`KIND` of document: interview, focusgroep, literatuur, overig"))
	f.StringVar(&o.coder, "coder", "", a.say("`NAAM` van de codeur van lijsten en codeerbestanden zonder naam", "`NAME` of the coder of lists and codings files without a name"))
	f.BoolVar(&o.dryRun, "dry-run", false, a.say("alleen controleren; niets opslaan", "only check; store nothing"))
	f.BoolVar(&o.replace, "replace", false, a.say("een eerdere invulling van dezelfde lijst vervangen", "replace an earlier filling of the same list"))
	return cmd
}

func (a *app) runImport(ctx context.Context, path string, paths []string, o importOptions) error {
	if o.as != "" {
		if err := oneOf("--as", o.as, string(instruments.Interview), string(instruments.FocusGroup), string(instruments.Literature), string(instruments.Other)); err != nil {
			return err
		}
	}
	files, err := inputs(paths)
	if err != nil {
		return a.refused(err)
	}
	return a.withStudy(ctx, path, func(s *study.Study) error {
		bar := a.progress(instruments.Text{NL: "bestanden gelezen", EN: "files read"})
		done, err := s.Import(ctx, actor(), files, study.ImportOptions{
			As: instruments.DocumentKind(o.as), Coder: o.coder, DryRun: o.dryRun, Replace: o.replace, Progress: bar.step,
		})
		bar.end()
		if err != nil {
			return a.refused(err)
		}
		return a.printImport(done)
	})
}

// refused prints the list of problems and leaves a one-line error for the end.
func (a *app) refused(err error) error {
	var problems instruments.Problems
	if !errors.As(err, &problems) {
		return err
	}
	stops := tellProblems(a.stderr, problems, a.lang)
	return &instruments.Error{
		Kind: instruments.ErrRefused,
		What: instruments.Textf("niets ingelezen: %s; het onderzoek is niet veranderd", "nothing imported: %s; the study was not changed",
			some(stops, "probleem", "problemen", "problem", "problems")),
	}
}

func (a *app) printImport(r study.ImportReport) error {
	tellProblems(a.stderr, r.Notes, a.lang)
	a.warned = len(r.Notes) > 0
	if a.format == "json" {
		return writeJSON(a.stdout, r)
	}
	fmt.Fprint(a.stdout, a.counts(
		some(r.Respondents, "respondent", "respondenten", "respondent", "respondents"),
		some(r.Trajectories, "traject", "trajecten", "trajectory", "trajectories"),
		some(r.Documents, "document", "documenten", "document", "documents"),
		some(r.Fillings, "lijst", "lijsten", "list", "lists"),
		some(r.Codings, "codering", "coderingen", "coding", "codings"),
	))
	if r.Known > 0 {
		fmt.Fprint(a.stdout, "; "+some(r.Known, "bestand was al ingelezen", "bestanden waren al ingelezen", "file was imported before", "files were imported before").In(a.lang))
	}
	fmt.Fprintln(a.stdout)
	if r.DryRun {
		fmt.Fprintln(a.stdout, a.say("proef: er is niets opgeslagen", "dry run: nothing was stored"))
	}
	return nil
}
