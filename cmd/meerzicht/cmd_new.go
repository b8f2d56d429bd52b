package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

type newOptions struct {
	template string
	title    string
}

func newNew(a *app) *cobra.Command {
	var o newOptions
	cmd := &cobra.Command{
		Example: a.say("meerzicht new studie.mz --title \"Ons onderzoek\"", "meerzicht new study.mz --title \"Our study\""),
		Use:     "new " + a.say("ONDERZOEK", "STUDY"),
		Short:   a.say("Maak een nieuw onderzoek met de instrumenten van een sjabloon", "Make a new study with the instruments of a template"),
		Args:    words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runNew(cmd.Context(), args[0], o)
		},
	}
	names := strings.Join(instruments.Templates(), ", ")
	cmd.Flags().StringVar(&o.template, "template", "reclassering-2020",
		a.say("`SJABLOON` ("+names+") of een map met instrumenten", "`TEMPLATE` ("+names+") or a folder of instruments"))
	cmd.Flags().StringVar(&o.title, "title", "", a.say("`TITEL` van het onderzoek", "`TITLE` of the study"))
	return cmd
}

func (a *app) runNew(ctx context.Context, path string, o newOptions) (err error) {
	set, err := template(o.template)
	if err != nil {
		return err
	}
	info := coding.StudyInfo{Name: stem(path), Title: set.Title, Lang: a.lang, Template: set.Name, Notice: set.Notice}
	if o.title != "" {
		info.Title = instruments.Same(o.title)
	}
	opt := options()
	opt.Set, opt.Info = set, info
	s, err := study.Create(ctx, path, opt)
	if err != nil {
		return err
	}
	defer closing(s, &err)
	fmt.Fprintf(a.stdout, a.say("%s gemaakt met sjabloon %s: %s, %s, %s\n", "%s made with template %s: %s, %s, %s\n"),
		instruments.Plain(path), instruments.Plain(set.Name),
		some(len(set.Taxonomy.Activities), "activiteit", "activiteiten", "activity", "activities").In(a.lang),
		some(len(set.List.Indicators), "indicator", "indicatoren", "indicator", "indicators").In(a.lang),
		some(len(coding.NewCodebook(set).Codes), "code", "codes", "code", "codes").In(a.lang))
	return nil
}

// template loads a built-in template by name, or a folder of instruments.
func template(name string) (*instruments.Set, error) {
	for _, t := range instruments.Templates() {
		if t == name {
			return instruments.Builtin(name)
		}
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		clean := filepath.Clean(name)
		return instruments.Load(os.DirFS(filepath.Dir(clean)), filepath.Base(clean))
	}
	return nil, usage(instruments.Textf("onbekend sjabloon %q", "unknown template %q", instruments.Plain(name)),
		instruments.Textf("kies uit %s, of geef een map met instrumenten", "choose from %s, or give a folder of instruments",
			strings.Join(instruments.Templates(), ", ")))
}

func stem(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
