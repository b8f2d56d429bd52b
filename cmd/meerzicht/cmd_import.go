package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
	"meerzicht/study"
)

type importOptions struct {
	as         string
	coder      string
	dryRun     bool
	replace    bool
	acceptLost bool
	speakers   []string
	columns    []string
	positions  string
}

func newImport(a *app) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:     "import " + a.say("ONDERZOEK PAD...", "STUDY PATH..."),
		Example: a.say("meerzicht import studie.mz veldwerk", "meerzicht import study.mz fieldwork"),
		Short: a.say("Laad transcripten, ingevulde lijsten, het respondentenblad, codeerbestanden en projecten van andere programma's",
			"Load transcripts, filled lists, the respondent sheet, codings files and projects of other programs"),
		Args: words(2, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runImport(cmd.Context(), args[0], args[1:], o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.as, "as", "", a.say("`SOORT` document: interview, focusgroep, literatuur, overig", "`KIND` of document: interview, focusgroep, literatuur, overig"))
	f.StringVar(&o.coder, "coder", "", a.say("`NAAM` van de codeur van lijsten en coderingen zonder naam", "`NAME` of the coder of lists and codings without a name"))
	f.BoolVar(&o.dryRun, "dry-run", false, a.say("alleen controleren; niets opslaan", "only check; store nothing"))
	f.BoolVar(&o.replace, "replace", false, a.say("een eerdere invulling van dezelfde lijst, of een eerdere versie van een transcript, vervangen", "replace an earlier filling of the same list, or an earlier version of a transcript"))
	f.BoolVar(&o.acceptLost, "accept-lost", false, a.say("een transcript ook vervangen als er coderingen door verloren gaan", "replace a transcript also when codings are lost by it"))
	f.StringArrayVar(&o.speakers, "speaker", nil, a.say("rol van een spreker, `NAAM=ROL`: interviewer, respondent of none", "role of a speaker, `LABEL=ROLE`: interviewer, respondent or none"))
	f.StringArrayVar(&o.columns, "column", nil, a.say("wat een kolom van een vragenlijst is, `KOP=WAT`: een activiteit of respondent, coder, -, …", "what a column of a survey is, `HEADING=WHAT`: an activity or respondent, coder, -, …"))
	f.StringVar(&o.positions, "positions", "", a.say("`TELLING` van posities in een project: codepoint, codepoint-crlf1, utf16, utf16-crlf1, utf8", "`COUNT` of positions in a project: codepoint, codepoint-crlf1, utf16, utf16-crlf1, utf8"))
	return cmd
}

// positionWords are the values of --positions.
func positionWords() []string {
	return []string{"codepoint", "codepoint-crlf1", "utf16", "utf16-crlf1", "utf8"}
}

// study turns the flags into options.
func (o importOptions) study(ctx context.Context, a *app) (opt study.ImportOptions, err error) {
	opt = study.ImportOptions{
		As: instruments.DocumentKind(o.as), Coder: o.coder, DryRun: o.dryRun, Replace: o.replace, AcceptLost: o.acceptLost,
		Positions: o.positions, Lang: a.lang, Readers: pdfReaders(ctx),
	}
	if o.as != "" {
		err = oneOf("--as", o.as, string(instruments.Interview), string(instruments.FocusGroup), string(instruments.Literature), string(instruments.Other))
	}
	if err == nil && o.positions != "" {
		err = oneOf("--positions", o.positions, positionWords()...)
	}
	if err == nil && o.acceptLost && !o.replace {
		err = usage(instruments.Text{NL: "--accept-lost verandert niets zonder --replace", EN: "--accept-lost changes nothing without --replace"},
			instruments.Text{NL: "geef ook --replace", EN: "give --replace too"})
	}
	if err == nil {
		opt.Speakers, err = speakerRoles(o.speakers)
	}
	if err == nil {
		opt.Columns, err = assignments("--column", o.columns)
	}
	return opt, err
}

// readTranscript reads a transcript as an import does that gives speakers roles.
func readTranscript(ctx context.Context, name string, data []byte, roles map[string]instruments.SpeakerRole) (instruments.Document, instruments.Problems) {
	return transcript.Reader{PDF: pdfReaders(ctx).PDF, Labels: slices.Collect(maps.Keys(roles))}.Read(name, data)
}

// assignments reads NAME=VALUE, NAME up to the last "=".
func assignments(flag string, list []string) (map[string]string, error) {
	out := map[string]string{}
	for _, one := range list {
		at := strings.LastIndexByte(one, '=')
		if at <= 0 || at == len(one)-1 {
			return nil, usage(instruments.Textf("%s %q is niet NAAM=WAARDE", "%s %q is not NAME=VALUE", flag, instruments.Plain(one)),
				instruments.Textf("zet het tussen aanhalingstekens: %s \"naam=waarde\"", "put it in quotation marks: %s \"name=value\"", flag))
		}
		name, value := one[:at], one[at+1:]
		if old, twice := out[name]; twice && old != value {
			return nil, usage(instruments.Textf("%s noemt %q twee keer, verschillend", "%s names %q twice, differently", flag, instruments.Plain(name)), instruments.Text{})
		}
		out[name] = value
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// speakerRoles reads the values of --speaker.
func speakerRoles(list []string) (map[string]instruments.SpeakerRole, error) {
	named, err := assignments("--speaker", list)
	if err != nil || named == nil {
		return nil, err
	}
	roles := map[string]instruments.SpeakerRole{"interviewer": instruments.AsInterviewer, "respondent": instruments.AsRespondent, "none": instruments.UnknownVoice}
	out := map[string]instruments.SpeakerRole{}
	for _, label := range slices.Sorted(maps.Keys(named)) {
		role, known := roles[named[label]]
		if !known {
			return nil, oneOf("--speaker", named[label], "interviewer", "respondent", "none")
		}
		out[label] = role
	}
	return out, nil
}

func (a *app) runImport(ctx context.Context, path string, paths []string, o importOptions) error {
	opt, err := o.study(ctx, a)
	if err != nil {
		return err
	}
	files, err := inputs(paths)
	if err != nil {
		return a.refused(err)
	}
	return a.withStudy(ctx, path, func(s *study.Study) error {
		bar := a.progress(instruments.Text{NL: "stappen van het inlezen", EN: "steps of the import"})
		opt.Lang, opt.Progress = a.lang, bar.step
		done, err := s.Import(ctx, actor(), files, opt)
		bar.end()
		if err != nil {
			return a.refused(err)
		}
		return a.printImport(done)
	})
}

// refused prints the list of problems and leaves a one-line error for the end.
func (a *app) refused(err error) error {
	var problems instruments.Problems
	if !errors.As(err, &problems) {
		return err
	}
	stops := tellProblems(a.stderr, problems, a.lang)
	return &instruments.Error{
		Kind: instruments.ErrRefused,
		What: instruments.Textf("niets ingelezen: %s; het onderzoek is niet veranderd", "nothing imported: %s; the study was not changed",
			some(stops, "probleem", "problemen", "problem", "problems")),
	}
}
