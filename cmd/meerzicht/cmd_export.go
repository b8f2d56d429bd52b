package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
	"meerzicht/report/export"
	"meerzicht/study"
)

type exportOptions struct {
	what     string
	layer    string
	audience string
}

func newExport(a *app) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:     "export " + a.say("ONDERZOEK BESTAND", "STUDY FILE"),
		Short:   a.say("Schrijf het onderzoek, of een deel, naar een bestand voor een ander programma", "Write the study, or a part of it, to a file for another program"),
		Long:    a.exportHelp(),
		Example: a.say("meerzicht export studie.mz project.qdpx", "meerzicht export study.mz project.qdpx"),
		Args:    words(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runExport(cmd.Context(), args[0], args[1], o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.what, "what", "", a.say("`INHOUD` van .csv, .xlsx, .sav of .sps", "`CONTENT` of .csv, .xlsx, .sav or .sps"))
	f.StringVar(&o.layer, "layer", "", a.say("wiens werk meegaat (`LAAG`): consensus, all of een codeur; projecten nemen standaard alles mee, gegevens de consensus",
		"whose work is taken along (`LAYER`): consensus, all or a coder; projects take everything by default, data the consensus"))
	f.StringVar(&o.audience, "audience", "", a.say("scherm tabellen af voor `LEZERS`: extern (aantallen onder 5) of intern (onder 3); standaard niets", "mask tables for `READERS`: extern (counts below 5) or intern (below 3); nothing by default"))
	return cmd
}

// exportHelp lists the forms and what they can hold.
func (a *app) exportHelp() string {
	var b strings.Builder
	b.WriteString(a.say("De extensie zegt wat er geschreven wordt:", "The extension says what is written:"))
	for _, f := range export.Formats() {
		name := f.Extension
		if name == "" {
			name = a.say("(map)", "(folder)")
		}
		fmt.Fprintf(&b, "\n  %-8s %s: %s", name, f.Label.In(a.lang), f.About.In(a.lang))
	}
	xlsx, _ := export.ByID("xlsx")
	b.WriteString("\n\n" + a.say("Inhoud (--what):", "Contents (--what):"))
	for _, c := range xlsx.Contents() {
		fmt.Fprintf(&b, "\n  %-24s %s", c.Name, c.About.In(a.lang))
	}
	return b.String()
}

func (a *app) runExport(ctx context.Context, path, name string, o exportOptions) error {
	f, err := export.ByName(name)
	if err != nil {
		return err
	}
	if o.audience != "" {
		if err := oneOf("--audience", o.audience, string(report.Extern), string(report.Intern)); err != nil {
			return err
		}
	}
	return a.withReader(ctx, path, func(s *study.Study) error {
		var opt []study.CorpusOption
		if f.Texts {
			opt = append(opt, study.WithTexts())
		}
		c, err := s.Corpus(ctx, opt...)
		if err != nil {
			return err
		}
		if _, err := inLayer(c, o.layer); err != nil {
			return err
		}
		eo := export.Options{What: o.what, Layer: o.layer, Audience: report.Audience(o.audience), Lang: a.lang, Version: version, RoundOf: atRelease(ctx, s)}
		var lost coding.Transfer
		err = report.AtomicWrite(name, func(w io.Writer) error {
			lost, err = export.Write(ctx, w, c, f, eo)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, instruments.Plain(name))
		_ = lost
		return nil
	})
}
