package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
	"meerzicht/study"
)

type codingsOptions struct {
	out   string
	coder string
	code  string
	layer string
}

func newCodings(a *app) *cobra.Command {
	var o codingsOptions
	cmd := &cobra.Command{
		Use: "codings " + a.say("ONDERZOEK", "STUDY"),
		Short: a.say("Toon alle coderingen: document, plaats, citaat, code, codeur, herkomst",
			"Show all codings: document, place, quotation, code, coder, origin"),
		Example: a.say("meerzicht codings studie.mz --coder lexicon --format csv", "meerzicht codings study.mz --coder lexicon --format csv"),
		Args:    words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runCodings(cmd.Context(), args[0], o)
		},
	}
	cmd.Flags().StringVar(&o.out, "out", "", a.say("schrijf ze naar `BESTAND` (.csv of .xlsx)", "write them to `FILE` (.csv or .xlsx)"))
	cmd.Flags().StringVar(&o.coder, "coder", "", a.say("alleen van codeur `NAAM`", "only of coder `NAME`"))
	cmd.Flags().StringVar(&o.code, "code", "", a.say("alleen `CODE`", "only `CODE`"))
	cmd.Flags().StringVar(&o.layer, "layer", coding.EveryLayer, a.say("alleen wat in deze `LAAG` telt: consensus, all (alles) of een codeur", "only what counts in this `LAYER`: consensus, all (everything) or a coder"))
	return cmd
}

func (a *app) runCodings(ctx context.Context, path string, o codingsOptions) error {
	write, err := codingsWriter(o.out)
	if err != nil {
		return err
	}
	var opt []study.CorpusOption
	if o.layer == coding.EveryLayer { // the consensus needs to know who the documents are about
		opt = append(opt, study.WithoutDocuments())
	}
	return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
		c, err := inLayer(c, o.layer)
		if err != nil {
			return err
		}
		chosen, err := choose(c, o.coder, o.code)
		if err != nil {
			return err
		}
		a.layerNote(c)
		if o.out != "" {
			return a.codingsFile(c, chosen, o.out, write)
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
	}, opt...)
}

// writeCodings writes codings in one form of file.
type writeCodings func(io.Writer, []coding.Coding, instruments.Lang) error

// codingsWriter is the form of file that a name asks for; none for no name.
func codingsWriter(name string) (writeCodings, error) {
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case name == "":
		return nil, nil
	case ext == ".csv":
		return func(w io.Writer, list []coding.Coding, _ instruments.Lang) error { return coding.WriteCodings(w, list) }, nil
	case ext == ".xlsx":
		return report.WriteCodings, nil
	}
	return nil, usage(instruments.Textf("--out %q is geen .csv of .xlsx", "--out %q is no .csv or .xlsx", instruments.Plain(name)),
		instruments.Text{NL: "noem het bestand bijvoorbeeld coderingen.xlsx", EN: "call the file codings.xlsx, for example"})
}

// codingsFile writes codings to a file, in one step, and says so.
func (a *app) codingsFile(c *coding.Corpus, list []coding.Coding, name string, write writeCodings) error {
	if err := report.AtomicWrite(name, func(w io.Writer) error { return write(w, list, a.lang) }); err != nil {
		return err
	}
	a.notice(c)
	_, err := fmt.Fprintf(a.stdout, "%s: %s\n", instruments.Plain(name), some(len(list), "codering", "coderingen", "coding", "codings").In(a.lang))
	return err
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
