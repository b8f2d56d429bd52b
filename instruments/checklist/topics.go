package checklist

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"

	"meerzicht/instruments"
)

//go:embed topics.html
var topicsPage string

// topicView is a topic list in one language, as the page shows it.
type topicView struct {
	Lang, Title, Study, Version, Last string
	Fields, Intro, Closing            []string
	Topics                            []topicLines
}

type topicLines struct {
	Title             string
	Questions, Probes []string
}

// topicForm makes the printable interview guide of one respondent type: one
// HTML file without anything from outside.
func topicForm(set *instruments.Set, list instruments.TopicList, lang instruments.Lang) (File, error) {
	name := fileName(".html", instruments.Text{NL: "topiclijst", EN: "topic-list"}.In(lang), string(list.Type))
	view := topicView{
		Lang: string(lang), Title: list.Title.In(lang), Study: set.Title.In(lang),
		Version: instruments.Textf("versie %s", "version %s", list.Version).In(lang),
		Last:    instruments.Text{NL: "Afsluiting", EN: "Closing"}.In(lang),
		Fields: []string{
			fRespondent.title().In(lang), fTrajectory.title().In(lang), fDate.title().In(lang),
			instruments.Text{NL: "Interviewer", EN: "Interviewer"}.In(lang),
		},
		Intro: say(list.Intro, lang), Closing: say(list.Closing, lang),
	}
	for _, t := range list.Topics {
		view.Topics = append(view.Topics, topicLines{t.Title.In(lang), say(t.Questions, lang), say(t.Probes, lang)})
	}
	page, err := template.New("topics").Funcs(template.FuncMap{"inc": func(i int) int { return i + 1 }}).Parse(topicsPage)
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", name, err)
	}
	var buf bytes.Buffer
	if err := page.Execute(&buf, view); err != nil {
		return File{}, fmt.Errorf("%s: %w", name, err)
	}
	return File{Name: name, Data: buf.Bytes()}, nil
}

func say(lines []instruments.Text, lang instruments.Lang) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.In(lang)
	}
	return out
}
