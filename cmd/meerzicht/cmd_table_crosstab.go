package main

import (
	"fmt"
	"slices"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// crosstab prints one activity, named or not, against a trait of the
// respondents, with the tests of package analysis.
func (a *app) crosstab(c *coding.Corpus, opt analysis.Options, o tableOptions) error {
	activity, ok := c.Instruments.Taxonomy.Activity(instruments.ActivityID(o.activity))
	if !ok {
		return usage(instruments.Textf("onbekende activiteit %q", "unknown activity %q", instruments.Plain(o.activity)),
			instruments.Text{NL: "kies er een met --activity, zoals --activity D01", EN: "choose one with --activity, such as --activity D01"})
	}
	trait, ok := traits()[o.by]
	if !ok {
		return oneOf("--by", o.by, "project", "type", "role")
	}
	a.notice(c)
	if a.format == "text" {
		fmt.Fprintf(a.stdout, "%s %s\n\n", activity.ID, instruments.Plain(activity.Label.In(a.lang)))
	}
	table := analysis.Activities(c, opt)
	named := table.Figure(o.activity, "n").IDs
	var rows, cols []string
	for _, r := range c.Respondents {
		if !opt.Takes(r) {
			continue
		}
		state := a.say("niet genoemd", "not named")
		if slices.Contains(named, string(r.ID)) {
			state = a.say("genoemd", "named")
		}
		rows, cols = append(rows, state), append(cols, trait(r))
	}
	return a.showCrosstab(analysis.Cross(rows, cols, nil, nil))
}

// traits are what respondents can be told apart by.
func traits() map[string]func(instruments.Respondent) string {
	return map[string]func(instruments.Respondent) string{
		"project": func(r instruments.Respondent) string { return r.Project },
		"type":    func(r instruments.Respondent) string { return string(r.Type) },
		"role":    func(r instruments.Respondent) string { return string(r.Role) },
	}
}
