package main

import (
	"fmt"

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
	a.notice(c)
	if a.format == "text" {
		fmt.Fprintf(a.stdout, "%s %s\n\n", activity.ID, instruments.Plain(activity.Label.In(a.lang)))
	}
	t, _ := analysis.CrossActivity(c, opt, activity.ID, analysis.Trait(o.by), a.say("genoemd", "named"), a.say("niet genoemd", "not named"))
	return a.showCrosstab(t)
}

// traits are the names of what respondents can be told apart by.
func traits() []string {
	var out []string
	for _, t := range analysis.Traits() {
		out = append(out, string(t))
	}
	return out
}
