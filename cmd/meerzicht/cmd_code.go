package main

import (
	"context"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/coding/lexicon"
	"meerzicht/instruments"
	"meerzicht/study"
)

type codeOptions struct {
	accept bool
	marked bool
	list   bool
}

func newCode(a *app) *cobra.Command {
	var o codeOptions
	cmd := &cobra.Command{
		Use:     "code " + a.say("ONDERZOEK", "STUDY"),
		Short:   a.say("Zoek met de woordregels naar codes; de treffers zijn voorstellen", "Look for codes with the dictionary rules; the hits are suggestions"),
		Example: a.say("meerzicht code studie.mz --list", "meerzicht code study.mz --list"),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runCode(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.BoolVar(&o.accept, "accept", false, a.say("sla de voorstellen op als coderingen van codeur \"lexicon\"", "store the suggestions as codings of coder \"lexicon\""))
	f.BoolVar(&o.marked, "marked", false, a.say("neem bij --accept ook ontkende, andermans en alleen geplande vermeldingen mee",
		"with --accept also take denied, other people's and merely planned mentions"))
	f.BoolVar(&o.list, "list", false, a.say("toon elk voorstel met plaats, regel en woordvorm", "show every suggestion with place, rule and matched form"))
	return cmd
}

func (a *app) runCode(ctx context.Context, path string, o codeOptions) error {
	if o.marked && !o.accept {
		return usage(instruments.Text{NL: "--marked hoort bij --accept", EN: "--marked goes with --accept"}, instruments.Text{})
	}
	if !o.accept {
		return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
			found, err := a.suggest(ctx, c)
			if err != nil {
				return err
			}
			return a.printSuggestions(c, found, o.list)
		}, study.WithTexts())
	}
	return a.withStudy(ctx, path, func(s *study.Study) error {
		c, err := s.Corpus(ctx, study.WithTexts())
		if err != nil {
			return err
		}
		found, err := a.suggest(ctx, c)
		if err != nil {
			return err
		}
		if err := a.accept(ctx, s, c, found, o.marked); err != nil {
			return err
		}
		return a.printSuggestions(c, found, o.list)
	})
}

// suggest is suggest with a line of progress.
func (a *app) suggest(ctx context.Context, c *coding.Corpus) ([]lexicon.Suggestion, error) {
	bar := a.progress(instruments.Text{NL: "documenten doorzocht", EN: "documents searched"})
	defer bar.end()
	return suggest(ctx, c, bar.step)
}

// suggest runs the study's dictionary rules over all its documents.
func suggest(ctx context.Context, c *coding.Corpus, step func(done, total int)) ([]lexicon.Suggestion, error) {
	m, err := lexicon.Compile(c.Instruments.Lexicon)
	if err != nil {
		return nil, err
	}
	types := map[instruments.RespondentID]instruments.RespondentType{}
	for _, r := range c.Respondents {
		types[r.ID] = r.Type
	}
	var out []lexicon.Suggestion
	for i := range c.Documents {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := &c.Documents[i]
		out = append(out, m.FindAs(d, types[d.Respondent])...)
		step(i+1, len(c.Documents))
	}
	return out, nil
}

// accept stores the suggestions that are not stored yet, as one command.
func (a *app) accept(ctx context.Context, s *study.Study, c *coding.Corpus, found []lexicon.Suggestion, marked bool) error {
	have := map[coding.CodingID]bool{}
	for _, k := range c.Codings {
		have[k.ID] = true
	}
	var add []coding.Coding
	for _, f := range found {
		k := asCoding(f)
		if have[k.ID] || f.Marked() && !marked {
			continue
		}
		have[k.ID] = true
		add = append(add, k)
	}
	if len(add) > 0 {
		cmd, err := coding.AddCodings(s.View(ctx), add...)
		if err != nil {
			return err
		}
		if err := s.Do(ctx, actor(), cmd); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(a.stderr, a.say("%s van codeur lexicon opgeslagen\n", "%s of coder lexicon stored\n"),
		some(len(add), "codering", "coderingen", "coding", "codings").In(a.lang))
	return err
}

func (a *app) printSuggestions(c *coding.Corpus, found []lexicon.Suggestion, list bool) error {
	a.notice(c)
	switch {
	case list && a.format == "json":
		return writeList(a.stdout, found)
	case list && a.format == "csv":
		return writeRows(a.stdout, suggestionRows(found))
	case list:
		return a.listSuggestions(found)
	}
	return a.showTable(suggestionTable(c, found), false)
}

// listSuggestions prints a line a suggestion, with the marks in words.
func (a *app) listSuggestions(found []lexicon.Suggestion) error {
	rows := make([][]string, len(found))
	for i, f := range found {
		var marks []string
		for _, m := range []struct {
			set    bool
			nl, en string
		}{{f.Negated, "ontkend", "denied"}, {f.OtherPerson, "van een ander", "somebody else's"}, {f.Planned, "gepland", "planned"}} {
			if m.set {
				marks = append(marks, a.say(m.nl, m.en))
			}
		}
		rule, _, _ := strings.Cut(f.Rule, ": ") // its number; the words of the rule fill lines
		rows[i] = []string{string(f.Document), fmt.Sprintf("%d–%d", f.Start, f.End), strconv.Itoa(f.Score), rule, f.Matched, strings.Join(marks, ", "), oneLine(f.Quotation)}
	}
	return printAligned(a.stdout, rows, false, true, true)
}

func suggestionRows(found []lexicon.Suggestion) [][]string {
	rows := [][]string{{"document", "start", "end", "quotation", "code", "score", "rule", "matched", "negated", "other_person", "planned"}}
	for _, f := range found {
		rows = append(rows, []string{
			string(f.Document), strconv.Itoa(f.Start), strconv.Itoa(f.End), f.Quotation, string(f.Code), strconv.Itoa(f.Score),
			f.Rule, f.Matched, strconv.FormatBool(f.Negated), strconv.FormatBool(f.OtherPerson), strconv.FormatBool(f.Planned),
		})
	}
	return rows
}

// suggestionTable counts per code: suggestions, documents, and those marked.
func suggestionTable(c *coding.Corpus, found []lexicon.Suggestion) analysis.Table {
	t := analysis.Table{
		ID: "suggestions", Unit: analysis.Segments,
		Title: instruments.Text{NL: "Voorstellen van de woordregels", EN: "Suggestions of the dictionary rules"},
		Stub:  instruments.Text{NL: "Code", EN: "Code"},
		Columns: []analysis.Column{
			{Key: "n", Label: instruments.Text{NL: "Voorstellen", EN: "Suggestions"}, Kind: analysis.FigureCell},
			{Key: "documents", Label: instruments.Text{NL: "Documenten", EN: "Documents"}, Kind: analysis.FigureCell},
			{Key: "negated", Label: instruments.Text{NL: "Ontkend", EN: "Denied"}, Kind: analysis.FigureCell},
			{Key: "other", Label: instruments.Text{NL: "Van een ander", EN: "Somebody else's"}, Kind: analysis.FigureCell},
			{Key: "planned", Label: instruments.Text{NL: "Alleen gepland", EN: "Merely planned"}, Kind: analysis.FigureCell},
		},
		Notes: []analysis.Warning{{Code: "suggestion", Text: instruments.Text{
			NL: "Een voorstel is geen codering: een codeur beslist.", EN: "A suggestion is no coding: a coder decides.",
		}}},
	}
	byCode := map[coding.CodeID][]lexicon.Suggestion{}
	for _, f := range found {
		byCode[f.Code] = append(byCode[f.Code], f)
	}
	for _, code := range c.Codebook.Codes {
		if fs := byCode[code.ID]; len(fs) > 0 {
			t.Rows = append(t.Rows, suggestionRow(code, fs))
		}
	}
	return t
}

func suggestionRow(code coding.Code, fs []lexicon.Suggestion) analysis.Row {
	count := func(unit analysis.Unit, of func(lexicon.Suggestion) string) analysis.Cell {
		ids := map[string]bool{}
		for _, f := range fs {
			if id := of(f); id != "" {
				ids[id] = true
			}
		}
		list := make([]string, 0, len(ids))
		for id := range ids {
			list = append(list, id)
		}
		sort.Strings(list)
		return analysis.Cell{Figure: &analysis.Figure{Count: len(list), Unit: unit, IDs: list}}
	}
	idIf := func(is func(lexicon.Suggestion) bool) func(lexicon.Suggestion) string {
		return func(f lexicon.Suggestion) string {
			if is(f) {
				return f.ID
			}
			return ""
		}
	}
	return analysis.Row{Key: string(code.ID), Label: instruments.Textf("%s  %s", "%s  %s", code.ID, code.Name), Cells: map[string]analysis.Cell{
		"n":         count(analysis.Segments, func(f lexicon.Suggestion) string { return f.ID }),
		"documents": count(analysis.Documents, func(f lexicon.Suggestion) string { return string(f.Document) }),
		"negated":   count(analysis.Segments, idIf(func(f lexicon.Suggestion) bool { return f.Negated })),
		"other":     count(analysis.Segments, idIf(func(f lexicon.Suggestion) bool { return f.OtherPerson })),
		"planned":   count(analysis.Segments, idIf(func(f lexicon.Suggestion) bool { return f.Planned })),
	}}
}

// asCoding is an accepted suggestion; it keeps the rule that made it.
func asCoding(f lexicon.Suggestion) coding.Coding {
	c := coding.Coding{
		Segment: f.Segment, Code: f.Code, Coder: coding.LexiconCoder,
		Origin: coding.FromLexicon, Rule: f.Rule, Matched: f.Matched,
	}
	c.ID = coding.NewCodingID(c)
	return c
}
