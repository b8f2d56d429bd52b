package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"meerzicht/instruments"
)

// usageTemplate is cobra's usage text in the user's language.
func usageTemplate(a *app) string {
	return a.say("Gebruik:", "Usage:") + `
  {{.UseLine}}{{if .HasAvailableSubCommands}}

` + a.say("Opdrachten:", "Commands:") + `{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasExample}}

` + a.say("Voorbeeld:", "Example:") + `
{{.Example}}{{end}}{{if .HasAvailableLocalFlags}}

` + a.say("Opties:", "Flags:") + `
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

` + a.say("Algemene opties:", "Global flags:") + `
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`
}

// newHelp replaces cobra's own help command, which speaks English only.
func newHelp(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "help [" + a.say("opdracht", "command") + "]",
		Short: a.say("Uitleg bij een opdracht", "Help about a command"),
		RunE: func(cmd *cobra.Command, args []string) error {
			target, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return a.noSuchCommand(cmd.Root(), args)
			}
			return target.Help()
		},
	}
}

// localizeFlags gives the flags cobra adds by itself a text in the user's language.
func localizeFlags(a *app, cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	text := map[string]string{"help": a.say("deze uitleg", "this help"), "version": a.say("versie van het programma", "version of the program")}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if t, ok := text[f.Name]; ok {
			f.Usage = t
		}
	})
	for _, sub := range cmd.Commands() {
		localizeFlags(a, sub)
	}
}

func (a *app) noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := instruments.Text{NL: "typ \"meerzicht help\" voor alle opdrachten", EN: "type \"meerzicht help\" for all commands"}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		list := strings.Join(near, ", ")
		hint = instruments.Textf("bedoelde u: %s?", "did you mean: %s?", list)
	}
	return usage(instruments.Textf("onbekende opdracht %q", "unknown command %q", instruments.Plain(args[0])), hint)
}

// flagError says in the user's language what pflag says in English.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	var (
		missing *pflag.NotExistError
		value   *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	what := instruments.Same(err.Error())
	switch {
	case errors.As(err, &missing):
		what = instruments.Textf("onbekende optie --%s", "unknown flag --%s", instruments.Plain(missing.GetSpecifiedName()))
	case errors.As(err, &value):
		what = instruments.Textf("optie --%s mist een waarde", "flag --%s lacks a value", value.GetSpecifiedName())
	case errors.As(err, &invalid):
		what = instruments.Textf("optie --%s kan niet %q zijn", "flag --%s cannot be %q", invalid.GetFlag().Name, invalid.GetValue())
	}
	return usage(what, seeHelp(cmd))
}

func seeHelp(cmd *cobra.Command) instruments.Text {
	return instruments.Textf("zie \"%s --help\"", "see \"%s --help\"", cmd.CommandPath())
}

// words checks the number of arguments: at least min, at most max (max < 0: any).
func words(min, max int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < min:
			return usage(instruments.Textf("%s vraagt nog iets: %s", "%s needs more: %s", cmd.Name(), cmd.Use), seeHelp(cmd))
		case max >= 0 && len(args) > max:
			extra := instruments.Plain(strings.Join(args[max:], " "))
			return usage(instruments.Textf("te veel argumenten: %s", "too many arguments: %s", extra), seeHelp(cmd))
		}
		return nil
	}
}

// oneOf checks a flag or argument against its choices.
func oneOf(name, value string, choices ...string) error {
	for _, c := range choices {
		if value == c {
			return nil
		}
	}
	what := fmt.Sprintf("%s %q", name, instruments.Plain(value))
	return usage(instruments.Textf("onbekende waarde: %s", "unknown value: %s", what),
		instruments.Textf("kies uit %s", "choose from %s", strings.Join(choices, ", ")))
}
