package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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
		Use: "import " + a.say("ONDERZOEK PAD...", "STUDY PATH..."),
		Short: a.say("Laad transcripten, ingevulde lijsten, het respondentenblad en codeerbestanden",
			"Load transcripts, filled lists, the respondent sheet and codings files"),
		Args: words(2, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runImport(cmd.Context(), args[0], args[1:], o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.as, "as", "", a.say("soort document: interview, focusgroep, literatuur, overig", "kind of document: interview, focusgroep, literatuur, overig"))
	f.StringVar(&o.coder, "coder", "", a.say("codeur van lijsten en codeerbestanden zonder naam", "coder of lists and codings files without a name"))
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
	inputs, err := inputs(paths)
	if err != nil {
		return err
	}
	return a.withStudy(ctx, path, func(s *study.Study) error {
		bar := a.progress(instruments.Text{NL: "bestanden gelezen", EN: "files read"})
		done, err := s.Import(ctx, actor(), inputs, study.ImportOptions{
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
	stops := 0
	for _, p := range problems {
		if !p.Note {
			stops++
		}
		fmt.Fprintln(a.stderr, p.In(a.lang))
	}
	return &instruments.Error{
		Kind: instruments.ErrRefused,
		What: instruments.Textf("niets ingelezen: %d problemen; het onderzoek is niet veranderd", "nothing imported: %d problems; the study was not changed", stops),
	}
}

// inputs lists the files of the paths; folders are walked in order of name,
// hidden files and Office lock files passed over.
func inputs(paths []string) ([]study.Input, error) {
	var out []study.Input
	for _, root := range paths {
		before := len(out)
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return notFound(path, err)
			}
			if name := d.Name(); path != root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")) {
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			}
			if !d.IsDir() {
				in, err := input(path, d)
				out = append(out, in)
				return err
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(out) == before {
			return nil, instruments.Refuse(root, instruments.Text{NL: "de map is leeg", EN: "the folder is empty"}, instruments.Text{})
		}
	}
	return out, nil
}

func input(path string, d fs.DirEntry) (study.Input, error) {
	info, err := os.Stat(path)
	if err != nil {
		return study.Input{}, notFound(path, err)
	}
	if !info.Mode().IsRegular() {
		return study.Input{}, instruments.Refuse(path, instruments.Text{NL: "geen gewoon bestand", EN: "not a regular file"}, instruments.Text{})
	}
	return study.Input{Name: d.Name(), Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }}, nil
}

func notFound(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return instruments.Refuse(path, instruments.Text{NL: "bestaat niet", EN: "does not exist"},
			instruments.Text{NL: "controleer de naam en de map", EN: "check the name and the folder"})
	}
	if errors.Is(err, fs.ErrPermission) {
		return instruments.Refuse(path, instruments.Text{NL: "mag niet gelezen worden", EN: "may not be read"}, instruments.Text{})
	}
	return err
}

func (a *app) printImport(r study.ImportReport) error {
	for _, n := range r.Notes {
		fmt.Fprintln(a.stderr, n.In(a.lang))
	}
	a.warned = len(r.Notes) > 0
	if a.format == "json" {
		return writeJSON(a.stdout, r)
	}
	fmt.Fprintf(a.stdout, a.say("%d respondenten, %d trajecten, %d documenten, %d lijsten, %d coderingen; %d bestanden waren al ingelezen\n",
		"%d respondents, %d trajectories, %d documents, %d lists, %d codings; %d files were imported before\n"),
		r.Respondents, r.Trajectories, r.Documents, r.Fillings, r.Codings, r.Known)
	if r.DryRun {
		fmt.Fprintln(a.stdout, a.say("proef: er is niets opgeslagen", "dry run: nothing was stored"))
	}
	return nil
}
