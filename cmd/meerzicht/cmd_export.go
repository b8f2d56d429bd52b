package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
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
	silent   bool
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
	f.BoolVar(&o.silent, "without-texts", false, a.say("een archief zonder de woorden van de interviews", "an archive without the words of the interviews"))
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
	f, err := o.check(name)
	if err != nil {
		return err
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
		eo := export.Options{What: o.what, Layer: o.layer, Audience: report.Audience(o.audience), Lang: a.lang, Version: version, RoundOf: atRelease(ctx, s), Log: logLines(ctx, s), WithoutTexts: o.silent}
		e := exported{Form: f.ID, What: o.what, Layer: o.layer}
		if e.Notes, err = export.Notes(ctx, c, f, eo); err != nil {
			return err
		}
		a.warned = export.Fallback(c, f, eo)
		if err := a.writeExport(ctx, c, f, eo, name, &e); err != nil {
			return err
		}
		a.notice(c)
		return a.tellExport(f, e)
	})
}

// check refuses what is wrong use, before the study is opened.
func (o exportOptions) check(name string) (export.Format, error) {
	f, err := export.ByName(name)
	var told *instruments.Error
	if errors.As(err, &told) {
		if told.Where == "" { // there is no name to begin with
			return f, usage(told.What, told.Hint)
		}
		return f, usage(instruments.Textf("%s: %s", "%s: %s", instruments.Plain(name), told.What), told.Hint)
	}
	if o.audience != "" {
		if err := oneOf("--audience", o.audience, string(report.Extern), string(report.Intern)); err != nil {
			return f, err
		}
	}
	if o.silent && f.ID != "zip" && f.ID != export.Folder {
		return f, usage(instruments.Textf("--without-texts doet niets bij %s", "--without-texts does nothing with %s", instruments.Plain(name)),
			instruments.Text{NL: "alleen een archief kan zonder teksten", EN: "only an archive can do without texts"})
	}
	if o.what == "" {
		return f, nil
	}
	var names []string
	for _, c := range f.Contents() {
		names = append(names, c.Name)
	}
	if len(names) == 0 {
		return f, usage(instruments.Textf("--what doet niets bij %s", "--what does nothing with %s", instruments.Plain(name)),
			instruments.Text{NL: "laat --what weg", EN: "leave --what out"})
	}
	return f, oneOf("--what", o.what, names...)
}

// writeExport writes the file, whole or not at all.
func (a *app) writeExport(ctx context.Context, c *coding.Corpus, f export.Format, opt export.Options, name string, e *exported) error {
	bar := a.progress(instruments.Text{NL: "kB geschreven", EN: "kB written"})
	defer bar.end()
	if f.ID == export.Folder {
		opt.Progress, bar.label = bar.step, a.say("bestanden geschreven", "files written")
		var err error
		e.Folder = name
		e.Files, err = export.WriteFolder(ctx, name, c, opt)
		return err
	}
	e.Files = []string{name}
	if beside := f.Beside(name); beside != "" { // first, since the other reads it
		opt.Beside, e.Files = filepath.Base(beside), []string{name, beside}
		if err := report.AtomicWrite(beside, func(w io.Writer) error { return export.WriteBeside(ctx, io.MultiWriter(w, bar), c, f, opt) }); err != nil {
			return err
		}
	}
	return report.AtomicWrite(name, func(w io.Writer) error {
		lost, err := export.Write(ctx, io.MultiWriter(w, bar), c, f, opt)
		if f.Reports {
			e.Transfer = &lost
		}
		return err
	})
}

// logLines gives the events of a study as lines of JSON.
func logLines(ctx context.Context, s *study.Study) func(func([]byte) error) error {
	return func(line func([]byte) error) error {
		return s.Log(ctx, func(e study.Event) error { return line(e.Line()) })
	}
}
