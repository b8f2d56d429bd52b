package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/instruments"
)

func newTranscript(a *app) *cobra.Command {
	var speakers []string
	cmd := &cobra.Command{
		Use:     "transcript " + a.say("BESTAND", "FILE"),
		Example: "meerzicht transcript R01.docx",
		Short:   a.say("Laat zien hoe een bestand gelezen wordt: beurten, sprekers, wat wegbleef", "Show how a file is read: turns, speakers, what was left out"),
		Args:    words(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runTranscript(cmd.Context(), args[0], speakers)
		},
	}
	cmd.Flags().StringArrayVar(&speakers, "speaker", nil, a.say("rol van een spreker, `NAAM=ROL`: interviewer, respondent of none", "role of a speaker, `LABEL=ROLE`: interviewer, respondent or none"))
	return cmd
}

func (a *app) runTranscript(ctx context.Context, path string, speakers []string) error {
	roles, err := speakerRoles(speakers)
	if err != nil {
		return err
	}
	data, err := readInput(path)
	if err != nil {
		return err
	}
	doc, problems := readTranscript(ctx, path, data, roles)
	if err := problems.Err(); err != nil {
		return err
	}
	var labels []string
	for _, s := range doc.Speakers {
		labels = append(labels, s.Label)
	}
	if err := instruments.CheckRoles(roles, labels).Err(); err != nil {
		return err
	}
	doc.Speakers = instruments.WithRoles(doc.Speakers, roles)
	a.warned = len(problems) > 0
	switch a.format {
	case "json":
		return writeJSON(a.stdout, transcriptView(doc, problems, a.lang))
	case "csv":
		return turnsCSV(a.stdout, doc)
	}
	a.printTranscript(doc, problems)
	return nil
}

type turnView struct {
	Speaker string `json:"speaker"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	TimeMS  *int64 `json:"time_ms"`
	Text    string `json:"text"`
}

type documentView struct {
	Text     string                 `json:"text"`
	SHA256   string                 `json:"sha256"`
	Decoder  string                 `json:"decoder"`
	Words    int                    `json:"words"`
	Speakers []instruments.Speaker  `json:"speakers"`
	Turns    []turnView             `json:"turns"`
	Omitted  []instruments.Omission `json:"omitted"`
	Problems []string               `json:"problems"`
}

func transcriptView(doc instruments.Document, problems instruments.Problems, lang instruments.Lang) documentView {
	v := documentView{
		Text: doc.Text, SHA256: doc.TextSHA256, Decoder: doc.Decoder, Words: doc.Words, Speakers: doc.Speakers,
		Turns: turnViews(doc), Omitted: doc.Omitted, Problems: []string{},
	}
	if v.Speakers == nil {
		v.Speakers = []instruments.Speaker{}
	}
	if v.Omitted == nil {
		v.Omitted = []instruments.Omission{}
	}
	for _, p := range problems {
		v.Problems = append(v.Problems, p.In(lang))
	}
	return v
}

func turnViews(doc instruments.Document) []turnView {
	text := []rune(doc.Text)
	out := make([]turnView, len(doc.Turns))
	for i, t := range doc.Turns {
		out[i] = turnView{Speaker: t.Speaker, Start: t.Start, End: t.End, Text: string(text[t.Start:t.End])}
		if t.TimeMS >= 0 {
			out[i].TimeMS = &doc.Turns[i].TimeMS
		}
	}
	return out
}

func turnsCSV(w io.Writer, doc instruments.Document) error {
	rows := [][]string{{"speaker", "start", "end", "time_ms", "text"}}
	for _, t := range turnViews(doc) {
		at := ""
		if t.TimeMS != nil {
			at = strconv.FormatInt(*t.TimeMS, 10)
		}
		rows = append(rows, []string{t.Speaker, strconv.Itoa(t.Start), strconv.Itoa(t.End), at, t.Text})
	}
	return writeRows(w, rows)
}

func (a *app) printTranscript(doc instruments.Document, problems instruments.Problems) {
	fmt.Fprintf(a.stdout, a.say("%s: %s, %s, %s, gelezen als %s\n", "%s: %s, %s, %s, read as %s\n"), instruments.Plain(doc.Source.Name),
		some(doc.Words, "woord", "woorden", "word", "words").In(a.lang), some(doc.Length, "teken", "tekens", "character", "characters").In(a.lang),
		some(len(doc.Turns), "beurt", "beurten", "turn", "turns").In(a.lang), doc.Decoder)
	for _, s := range doc.Speakers {
		fmt.Fprintf(a.stdout, a.say("  spreker %s: %s (%s)\n", "  speaker %s: %s (%s)\n"), instruments.Plain(s.Label),
			some(s.Turns, "beurt", "beurten", "turn", "turns").In(a.lang), a.roleName(s.Role))
	}
	for _, o := range doc.Omitted {
		fmt.Fprintf(a.stdout, a.say("  niet in de tekst: %d × %s\n", "  left out: %d × %s\n"), o.Count, o.Text().In(a.lang))
	}
	tellProblems(a.stderr, problems, a.lang)
	for i, t := range turnViews(doc) {
		who := instruments.Plain(t.Speaker)
		if t.TimeMS != nil {
			who = strings.TrimSpace(clock(*t.TimeMS) + " " + who)
		}
		if who == "" {
			who = "–"
		}
		fmt.Fprintf(a.stdout, "\n%d  %s\n%s\n", i+1, who, screen(t.Text))
	}
}

// clock is a time in a recording: "1:02:03.450".
func clock(ms int64) string {
	s := fmt.Sprintf("%d:%02d:%02d", ms/3_600_000, ms/60_000%60, ms/1000%60)
	if ms%1000 != 0 {
		s += fmt.Sprintf(".%03d", ms%1000)
	}
	return s
}
