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
		Example: a.say("meerzicht codings studie.mz --coder lexicon --format csv", "meerzicht codings study.mz --coder lexicon --format csv"),
		Args:    words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runCodings(cmd.Context(), args[0], coder, code)
		},
	}
	cmd.Flags().StringVar(&coder, "coder", "", a.say("alleen van codeur `NAAM`", "only of coder `NAME`"))
	cmd.Flags().StringVar(&code, "code", "", a.say("alleen `CODE`", "only `CODE`"))
	return cmd
}

func (a *app) runCodings(ctx context.Context, path, coder, code string) error {
	return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
		chosen, err := choose(c, coder, code)
		if err != nil {
			return err
		}
		switch a.format {
		case "csv":
			return coding.WriteCodings(a.stdout, chosen)
		case "json":
			return writeList(a.stdout, chosen)
		}
		a.notice(c)
		rows := make([][]string, len(chosen))
		for i, k := range chosen {
			rows[i] = []string{string(k.Document), fmt.Sprintf("%d–%d", k.Start, k.End), string(k.Code), fmt.Sprintf("%s (%s)", k.Coder, k.Origin), oneLine(k.Quotation)}
		}
		return printAligned(a.stdout, rows, false, true)
	})
}

// choose takes the codings of a coder and a code, each "" for all. A name that
// the study does not know is a mistake, not an empty list.
func choose(c *coding.Corpus, coder, code string) ([]coding.Coding, error) {
	coders := map[string]bool{}
	for _, k := range c.Coders {
		coders[string(k.ID)] = true
	}
	var out []coding.Coding
	for _, k := range c.Codings {
		coders[string(k.Coder)] = true
		if (coder == "" || string(k.Coder) == coder) && (code == "" || string(k.Code) == code) {
			out = append(out, k)
		}
	}
	if coder != "" && !coders[coder] {
		return nil, unknown(instruments.Text{NL: "onbekende codeur", EN: "unknown coder"}, coder, sorted(coders))
	}
	if _, ok := c.Codebook.Code(coding.CodeID(code)); code != "" && !ok {
		return nil, usage(instruments.Textf("onbekende code %q", "unknown code %q", instruments.Plain(code)),
			instruments.Text{NL: "codes zien eruit als act.A01; \"meerzicht table codes\" toont ze alle", EN: "codes look like act.A01; \"meerzicht table codes\" shows them all"})
	}
	return out, nil
}
