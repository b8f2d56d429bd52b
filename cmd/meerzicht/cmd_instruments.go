package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
	"meerzicht/report"
)

func newInstruments(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Example: a.say("meerzicht instruments studie.mz --out formulieren", "meerzicht instruments study.mz --out forms"),
		Use:     "instruments " + a.say("ONDERZOEK", "STUDY"),
		Short:   a.say("Schrijf blanco topiclijsten, checklists en het respondentenblad", "Write blank topic lists, checklists and the respondent sheet"),
		Args:    words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runInstruments(cmd.Context(), args[0], out)
		},
	}
	cmd.Flags().StringVar(&out, "out", "instrumenten", a.say("`MAP` voor de formulieren", "`DIR` for the forms"))
	return cmd
}

func (a *app) runInstruments(ctx context.Context, path, out string) error {
	return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
		files, err := checklist.Forms(c.Instruments, c.Respondents, a.lang)
		if err != nil {
			return err
		}
		if err := makeDir(out); err != nil {
			return err
		}
		for _, f := range files {
			name := filepath.Join(out, f.Name)
			if err := writeFile(name, f.Data); err != nil {
				return err
			}
			fmt.Fprintln(a.stdout, instruments.Plain(name))
		}
		return nil
	})
}

// writeFile writes data atomically and readable by the owner only.
func writeFile(name string, data []byte) error {
	return report.AtomicWrite(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}
