package main

import (
	"context"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/instruments"
)

// version is the program's version, printed by --version and in reports.
const version = "0.4.0"

// app is what every command works with: the streams and the global flags.
type app struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	lang   instruments.Lang // of messages
	chosen bool             // --lang was given
	format string           // text, json, csv
	strict bool
	order  []*cobra.Command // the commands as a study goes, which is how help lists them
	warned bool             // something worth exit code 3 under --strict was said
}

// run is the program. It returns the exit code and never calls os.Exit.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr}
	a.lang, a.chosen = language(args, os.Getenv)
	root := newRoot(a)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // whatever it broke off with, it was interrupted
	}
	if err == nil && a.strict && a.warned {
		err = errWarnings
	}
	tell(stderr, err, a.lang)
	return exitCode(err)
}

// language finds the language of messages before the flags are parsed, since
// the help texts need it: --lang, else the locale, else Dutch.
func language(args []string, env func(string) string) (instruments.Lang, bool) {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		value, found := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, found = args[i+1], true
		}
		if found {
			lang, ok := instruments.ParseLang(value)
			return lang, ok
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			lang, _ := instruments.ParseLang(value)
			return lang, false
		}
	}
	return instruments.Dutch, false
}

// say returns the wording in the user's language.
func (a *app) say(nl, en string) string { return instruments.Text{NL: nl, EN: en}.In(a.lang) }

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use: "meerzicht",
		Short: a.say("Kwalitatief onderzoek van leeg instrument tot managementrapport",
			"Qualitative research from blank instrument to management report"),
		Version:       version,
		SilenceErrors: true, SilenceUsage: true,
		Args: a.noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetUsageFunc(func(cmd *cobra.Command) error { return a.usage(cmd) })
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd) })
	root.SetVersionTemplate("meerzicht {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return a.flagError(cmd, err) })
	a.globalFlags(root)
	for _, add := range commands() {
		cmd := add(a)
		a.order = append(a.order, cmd)
		root.AddCommand(cmd)
	}
	root.SetHelpCommand(newHelp(a))
	localizeFlags(a, root)
	return root
}

// commands lists the constructors, in the order of the help text.
func commands() []func(*app) *cobra.Command {
	return []func(*app) *cobra.Command{
		newDemo, newNew, newInstruments, newImport, newTranscript, newCode, newCodings, newClassify, newTable, newAgreement,
		newRound, newMerge,
		newServe, newReport, newExport, newCalc, newVerify, newLog, newUndo, newRedo, newBackup,
		newPDFText,
	}
}

func (a *app) globalFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.String("lang", "", a.say("`TAAL`: nl of en (standaard: die van het onderzoek)", "`LANGUAGE`: nl or en (default: that of the study)"))
	f.StringVar(&a.format, "format", "text", a.say("`VORM` van de uitvoer: text, json of csv", "`FORM` of the output: text, json or csv"))
	f.BoolVar(&a.strict, "strict", false, a.say("waarschuwingen geven exitcode 3", "warnings give exit code 3"))
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if l := cmd.Flags().Lookup("lang"); l.Changed {
			if _, ok := instruments.ParseLang(l.Value.String()); !ok {
				return usage(instruments.Textf("onbekende taal %q", "unknown language %q", instruments.Plain(l.Value.String())),
					instruments.Text{NL: "kies nl of en", EN: "choose nl or en"})
			}
		}
		switch a.format {
		case "text", "json", "csv":
			return nil
		}
		return usage(instruments.Textf("onbekende vorm %q", "unknown format %q", instruments.Plain(a.format)),
			instruments.Text{NL: "kies text, json of csv", EN: "choose text, json or csv"})
	}
}
