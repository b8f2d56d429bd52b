package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

func newTranscript(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "transcript " + a.say("BESTAND", "FILE"),
		Short: a.say("Laat zien hoe een bestand gelezen wordt: beurten, sprekers, wat wegbleef", "Show how a file is read: turns, speakers, what was left out"),
		Args:  words(1, 1),
		RunE:  func(_ *cobra.Command, args []string) error { return a.runTranscript(args[0]) },
	}
}

func (a *app) runTranscript(path string) error {
	data, err := readInput(path)
	if err != nil {
		return err
	}
	doc, problems := transcript.Read(path, data)
	if err := problems.Err(); err != nil {
		return err
	}
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

// readInput reads a whole file with a message for people when it cannot.
func readInput(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, notFound(path, err)
	}
	return data, nil
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
	out := csv.NewWriter(w)
	rows := [][]string{{"speaker", "start", "end", "time_ms", "text"}}
	for _, t := range turnViews(doc) {
		at := ""
		if t.TimeMS != nil {
			at = strconv.FormatInt(*t.TimeMS, 10)
		}
		rows = append(rows, []string{t.Speaker, strconv.Itoa(t.Start), strconv.Itoa(t.End), at, t.Text})
	}
	return out.WriteAll(rows)
}

func (a *app) printTranscript(doc instruments.Document, problems instruments.Problems) {
	fmt.Fprintf(a.stdout, a.say("%s: %d woorden, %d tekens, %d beurten, gelezen als %s\n", "%s: %d words, %d characters, %d turns, read as %s\n"),
		instruments.Plain(doc.Source.Name), doc.Words, doc.Length, len(doc.Turns), doc.Decoder)
	for _, s := range doc.Speakers {
		role := string(s.Role)
		if role == "" {
			role = a.say("rol onbekend", "role unknown")
		}
		fmt.Fprintf(a.stdout, a.say("  spreker %s: %d beurten (%s)\n", "  speaker %s: %d turns (%s)\n"), instruments.Plain(s.Label), s.Turns, role)
	}
	for _, o := range doc.Omitted {
		fmt.Fprintf(a.stdout, a.say("  niet in de tekst: %d × %s\n", "  left out: %d × %s\n"), o.Count, o.Kind)
	}
	for _, p := range problems {
		fmt.Fprintln(a.stderr, p.In(a.lang))
	}
	fmt.Fprintln(a.stdout)
	for i, t := range turnViews(doc) {
		at := ""
		if t.TimeMS != nil {
			at = " " + (time.Duration(*t.TimeMS) * time.Millisecond).String()
		}
		fmt.Fprintf(a.stdout, "%4d  %s%s  %s\n", i+1, instruments.Plain(t.Speaker), at, screen(t.Text))
	}
}

// screen makes text safe for a terminal, keeping line ends and tabs.
func screen(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r != '\n' && r != '\t' {
			out[i] = []rune(instruments.Plain(string(r)))[0]
		}
	}
	return string(out)
}
