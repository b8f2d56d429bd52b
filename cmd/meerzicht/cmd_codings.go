package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func newCodings(a *app) *cobra.Command {
	var coder, code string
	cmd := &cobra.Command{
		Use: "codings " + a.say("ONDERZOEK", "STUDY"),
		Short: a.say("Toon alle coderingen: document, plaats, citaat, code, codeur, herkomst",
			"Show all codings: document, place, quotation, code, coder, origin"),
		Args: words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runCodings(cmd.Context(), args[0], coder, code)
		},
	}
	cmd.Flags().StringVar(&coder, "coder", "", a.say("alleen van deze codeur", "only of this coder"))
	cmd.Flags().StringVar(&code, "code", "", a.say("alleen deze code", "only this code"))
	return cmd
}

func (a *app) runCodings(ctx context.Context, path, coder, code string) error {
	return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
		chosen := c.Codings
		if coder != "" || code != "" {
			chosen = nil
			for _, k := range c.Codings {
				if (coder == "" || string(k.Coder) == coder) && (code == "" || string(k.Code) == code) {
					chosen = append(chosen, k)
				}
			}
		}
		switch a.format {
		case "csv":
			return coding.WriteCodings(a.stdout, chosen)
		case "json":
			return writeJSON(a.stdout, chosen)
		}
		for _, k := range chosen {
			fmt.Fprintf(a.stdout, "%s %d–%d  %s  %s (%s)  %s\n", k.Document, k.Start, k.End, k.Code,
				instruments.Plain(string(k.Coder)), k.Origin, screen(k.Quotation))
		}
		return nil
	})
}
