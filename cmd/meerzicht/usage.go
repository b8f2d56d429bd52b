package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"meerzicht/instruments"
)

// help prints what a command does, how it is called, and an example.
func (a *app) help(cmd *cobra.Command) {
	fmt.Fprintf(a.stdout, "%s\n\n", cmd.Short)
	if cmd.Long != "" {
		fmt.Fprintf(a.stdout, "%s\n\n", cmd.Long)
	}
	a.printUsage(cmd)
}

// usage is cobra's usage text in the user's language.
func (a *app) usage(cmd *cobra.Command) error {
	a.printUsage(cmd)
	return nil
}

func (a *app) printUsage(cmd *cobra.Command) {
	line := cmd.CommandPath()
	if _, arguments, ok := strings.Cut(cmd.Use, " "); ok {
		line += " " + arguments
	}
	if cmd.HasAvailableSubCommands() {
		line += " " + a.say("OPDRACHT", "COMMAND")
	}
	fmt.Fprintf(a.stdout, "%s\n  %s %s\n", a.say("Gebruik:", "Usage:"), line, a.say("[opties]", "[flags]"))
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(a.stdout, "\n%s\n", a.say("Opdrachten:", "Commands:"))
		list := cmd.Commands() // by name
		if !cmd.HasParent() {
			list = a.order
		}
		for _, sub := range list {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(a.stdout, "  %-*s  %s\n", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
	}
	if cmd.HasExample() {
		fmt.Fprintf(a.stdout, "\n%s\n  %s\n", a.say("Voorbeeld:", "Example:"), strings.ReplaceAll(cmd.Example, "\n", "\n  "))
	}
	a.printFlags(a.say("Opties:", "Flags:"), cmd.LocalFlags())
	a.printFlags(a.say("Algemene opties:", "Global flags:"), cmd.InheritedFlags())
}

// printFlags prints flags under a heading. The word that pflag adds to a flag
// with a default value is English; here it is the user's.
func (a *app) printFlags(heading string, flags *pflag.FlagSet) {
	if text := strings.TrimRight(flags.FlagUsages(), "\n"); text != "" {
		fmt.Fprintf(a.stdout, "\n%s\n%s\n", heading, strings.ReplaceAll(text, "(default ", a.say("(standaard ", "(default ")))
	}
}

// newHelp replaces cobra's own help command, which speaks English only.
func newHelp(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "help [" + a.say("OPDRACHT", "COMMAND") + "]",
		Short:   a.say("Uitleg bij een opdracht", "Help about a command"),
		Example: "meerzicht help import",
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
	hint := instruments.Textf("typ \"%s --help\" voor alle opdrachten", "type \"%s --help\" for all commands", cmd.CommandPath())
	cmd.SuggestionsMinimumDistance = 2 // letters; cobra sets it for its own message only
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = instruments.Textf("bedoelde u: %s?", "did you mean: %s?", strings.Join(near, ", "))
	}
	return usage(instruments.Textf("onbekende opdracht %q", "unknown command %q", instruments.Plain(args[0])), hint)
}

// flagError says in the user's language what pflag says in English.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	var (
		missing *pflag.NotExistError
		value   *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	what := instruments.Same(instruments.Plain(err.Error()))
	switch {
	case errors.As(err, &missing):
		name := "--" + missing.GetSpecifiedName()
		if missing.GetSpecifiedShortnames() != "" {
			name = "-" + missing.GetSpecifiedName()
		}
		what = instruments.Textf("onbekende optie %s", "unknown flag %s", instruments.Plain(name))
	case errors.As(err, &value):
		what = instruments.Textf("optie --%s mist een waarde", "flag --%s lacks a value", value.GetSpecifiedName())
	case errors.As(err, &invalid):
		what = instruments.Textf("optie --%s kan niet %q zijn", "flag --%s cannot be %q", invalid.GetFlag().Name, instruments.Plain(invalid.GetValue()))
	case errors.As(err, &syntax):
		what = instruments.Textf("%q is geen optie", "%q is no flag", instruments.Plain(syntax.GetSpecifiedFlag()))
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

// oneOf checks a flag or argument against its choices. The name of a flag is
// the same in both languages; that of an argument is a Text.
func oneOf(name any, value string, choices ...string) error {
	for _, c := range choices {
		if value == c {
			return nil
		}
	}
	return usage(instruments.Textf("onbekende waarde: %s %q", "unknown value: %s %q", name, instruments.Plain(value)),
		instruments.Textf("kies uit %s", "choose from %s", strings.Join(choices, ", ")))
}
