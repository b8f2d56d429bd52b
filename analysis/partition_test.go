package analysis_test

import (
	"fmt"
	"slices"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// The parts of a study, one project or one type each, add up to the study, in
// every row; and a project with its complement does.
func TestSelectionsPartition(t *testing.T) {
	seeds(t, 30, func(t *testing.T, _ uint64, c *coding.Corpus) {
		projects, types := map[string]bool{}, map[instruments.RespondentType]bool{}
		for _, r := range c.Respondents {
			projects[r.Project], types[r.Type] = true, true
		}
		var byProject, byType []analysis.Options
		for p := range projects {
			byProject = append(byProject, analysis.Options{Include: []string{p}})
		}
		for typ := range types {
			byType = append(byType, analysis.Options{Types: []instruments.RespondentType{typ}})
		}
		partition(t, c, byProject)
		partition(t, c, byType)
		partition(t, c, []analysis.Options{{Include: []string{"Noord"}}, {Exclude: []string{"Noord"}}})
	})
}

// partition compares the counts of the whole with the sum over the parts.
func partition(t *testing.T, c *coding.Corpus, parts []analysis.Options) {
	t.Helper()
	for name, make := range map[string]func(analysis.Options) analysis.Table{
		"activities":  func(o analysis.Options) analysis.Table { return analysis.Activities(c, o) },
		"goals":       func(o analysis.Options) analysis.Table { return analysis.Goals(c, o) },
		"concordance": func(o analysis.Options) analysis.Table { return analysis.Concordance(c, o) },
		"codes":       func(o analysis.Options) analysis.Table { return analysis.CodesByType(c, "", o) },
		"expectation": func(o analysis.Options) analysis.Table { return analysis.Expectation(c, o) },
	} {
		whole := make(analysis.Options{})
		var pieces []analysis.Table
		for _, o := range parts {
			pieces = append(pieces, make(o))
		}
		for _, r := range whole.Rows {
			for _, column := range []string{"n", "mentions", "denied", "silent", "respondents", "segments", "both", "checklist", "transcript", "neither"} {
				f := whole.Figure(r.Key, column)
				var ids []string
				for i := range pieces {
					ids = append(ids, pieces[i].Figure(r.Key, column).IDs...)
				}
				if slices.Sort(ids); !slices.Equal(ids, inOrder(f.IDs)) {
					t.Errorf("%s %s %s: the whole is %v, the parts %v", name, r.Key, column, f.IDs, ids)
				}
			}
		}
	}
}

func inOrder(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return ids
}

// One more respondent who names one activity is one more in that row, one more
// in every base, one more silent elsewhere, and nothing else.
func TestOneRespondentMore(t *testing.T) {
	seeds(t, 24, func(t *testing.T, _ uint64, c *coding.Corpus) {
		before := analysis.Activities(c, analysis.Options{})
		add(c, "S99", instruments.Client, "cliënt", "Noord", "T0", "A1")
		after := analysis.Activities(c, analysis.Options{})
		for _, r := range before.Rows {
			if r.Total {
				continue
			}
			named, silent := 0, 1
			if r.Key == "A1" {
				named, silent = 1, 0
			}
			for column, more := range map[string]int{"n": named, "mentions": named, "silent": silent, "denied": 0} {
				was, is := before.Figure(r.Key, column), after.Figure(r.Key, column)
				if is.Count != was.Count+more || column != "mentions" && is.Base != was.Base+1 {
					t.Errorf("%s %s: %d/%d became %d/%d", r.Key, column, was.Count, was.Base, is.Count, is.Base)
				}
			}
		}
		if was, is := before.Figure("total", "n").Count, after.Figure("total", "n").Count; is != was+1 {
			t.Errorf("%d mentions became %d", was, is)
		}
	})
}

// The tables of one study tell the same story: what one says of a thing, the
// other does.
func TestTablesAgree(t *testing.T) {
	seeds(t, 30, func(t *testing.T, _ uint64, c *coding.Corpus) {
		o := analysis.Options{}
		a, g, all, e := analysis.Activities(c, o), analysis.Goals(c, o), analysis.Goals(c, analysis.Options{AllGoals: true}), analysis.Expectation(c, o)
		if n, m := a.Figure("total", "n"), g.Figure("total", "n"); !slices.Equal(inOrder(n.IDs), inOrder(m.IDs)) {
			t.Errorf("mentions: %v by activity, %v by goal", n.IDs, m.IDs)
		}
		for _, r := range g.Rows {
			primary, any := r.Cells["n"].Figure, all.Figure(r.Key, "n")
			for _, id := range primary.IDs {
				if !slices.Contains(any.IDs, id) {
					t.Errorf("goal %s: mention %s counts for the primary goal only", r.Key, id)
				}
			}
			if who := g.Figure(r.Key, "respondents"); who.Count != primary.Persons {
				t.Errorf("goal %s: %d respondents, mentions of %d", r.Key, who.Count, primary.Persons)
			}
		}
		for _, r := range e.Rows {
			if f, n := a.Figure(r.Key, "n"), e.Figure(r.Key, "n"); figureText(f) != figureText(n) {
				t.Errorf("%s: %s among activities, %s expected", r.Key, figureText(f), figureText(n))
			}
		}
		sample := analysis.Sample(c)
		if f := sample.Figure("total", "n"); f.Count != len(c.Respondents) {
			t.Errorf("a sample of %d from %d", f.Count, len(c.Respondents))
		}
	})
}

// Form tables count each dyad once, and repeat each other.
func TestFormTablesAgree(t *testing.T) {
	seeds(t, 30, func(t *testing.T, _ uint64, c *coding.Corpus) {
		forms, goals := analysis.Forms(c), analysis.FormGoals(c)
		var dyads []string
		for _, r := range goals.Rows {
			f := goals.Figure(r.Key, "dyads")
			dyads = append(dyads, f.IDs...)
			if n := forms.Figure(r.Key, "n"); figureText(analysis.Figure{Count: n.Count, IDs: n.IDs}) != figureText(analysis.Figure{Count: f.Count, IDs: f.IDs}) {
				t.Errorf("%s: %v and %v", r.Key, n.IDs, f.IDs)
			}
		}
		if all := forms.Figure("total", "n"); !slices.Equal(inOrder(dyads), inOrder(all.IDs)) {
			t.Errorf("dyads %v, by class %v", all.IDs, dyads)
		}
	})
}

// Asked for trajectories or mentions, the main columns hold what the columns of
// that name hold.
func TestUnitsOfActivitiesAgree(t *testing.T) {
	seeds(t, 24, func(t *testing.T, _ uint64, c *coding.Corpus) {
		plain := analysis.Activities(c, analysis.Options{})
		for unit, column := range map[analysis.Unit]string{analysis.Mentions: "mentions", analysis.Trajectories: "trajectories"} {
			tab := analysis.Activities(c, analysis.Options{Unit: unit})
			for _, r := range plain.Rows {
				if r.Total {
					continue
				}
				if was, is := plain.Figure(r.Key, column), tab.Figure(r.Key, "n"); fmt.Sprint(was.Count, was.IDs) != fmt.Sprint(is.Count, is.IDs) || is.Unit != unit {
					t.Errorf("%s by %s: %v and %v", r.Key, unit, was.IDs, is.IDs)
				}
			}
		}
	})
}

// Concordance: each compared pair of respondent and activity stands in exactly
// one column; with the sources the other way round, the single columns swap.
func TestConcordanceDivides(t *testing.T) {
	seeds(t, 30, func(t *testing.T, _ uint64, c *coding.Corpus) {
		tab := analysis.Concordance(c, analysis.Options{})
		for _, r := range tab.Rows {
			var ids []string
			for _, column := range []string{"both", "checklist", "transcript", "neither"} {
				ids = append(ids, r.Cells[column].Figure.IDs...)
			}
			slices.Sort(ids)
			if n := len(slices.Compact(ids)); n != r.Cells["both"].Figure.Base || n != len(ids) {
				t.Errorf("%s: %d pairs, base %d", r.Key, n, r.Cells["both"].Figure.Base)
			}
		}
		lists, talks := analysis.Activities(c, analysis.Options{}), analysis.Activities(c, analysis.Options{Source: analysis.FromCodings})
		named, spoken := lists.Figure("total", "n").IDs, talks.Figure("total", "n").IDs
		for _, id := range tab.Figure("total", "both").IDs {
			if !slices.Contains(named, id) || !slices.Contains(spoken, id) {
				t.Errorf("%s stands under both", id)
			}
		}
		for _, id := range tab.Figure("total", "transcript").IDs {
			if slices.Contains(named, id) || !slices.Contains(spoken, id) {
				t.Errorf("%s stands under transcript only", id)
			}
		}
	})
}

// A code counts with its parent, a pair of codes never more than either.
func TestCodesNestAndPair(t *testing.T) {
	seeds(t, 30, func(t *testing.T, _ uint64, c *coding.Corpus) {
		codes := analysis.CodesByType(c, "waardering", analysis.Options{})
		parent := codes.Figure("waard.W1", "n").IDs
		for _, child := range []string{"waard.W1.1", "waard.W1.2"} {
			for _, id := range codes.Figure(child, "n").IDs {
				if !slices.Contains(parent, id) {
					t.Errorf("%s: %s spoke of it and not of its parent", child, id)
				}
			}
		}
		pairs := analysis.Cooccurrence(c, analysis.Options{Domain: "waardering"})
		both := pairs.Figure("waard.W1.1+waard.W1.2", "n12")
		for _, id := range both.IDs {
			if !slices.Contains(codes.Figure("waard.W1.1", "n").IDs, id) || !slices.Contains(codes.Figure("waard.W1.2", "n").IDs, id) {
				t.Errorf("%s has not both codes", id)
			}
		}
	})
}

// New codes add up to those seen; the expected curve ends where they end.
func TestSaturationAddsUp(t *testing.T) {
	seeds(t, 30, func(t *testing.T, _ uint64, c *coding.Corpus) {
		tab := analysis.Saturation(c, analysis.Options{})
		seen := 0.0
		for i, r := range tab.Rows {
			seen += *r.Cells["new"].Number
			if seen != *r.Cells["seen"].Number {
				t.Errorf("%s: %v new codes make %v", r.Key, seen, *r.Cells["seen"].Number)
			}
			last := r.Cells["expected"]
			if len(tab.Rows) < 2 {
				if last.Number != nil || last.Reason != analysis.TooFewInterviews {
					t.Errorf("a curve of one interview: %+v", last)
				}
			} else if i == len(tab.Rows)-1 {
				near(t, "end of the curve", last.Number, seen, 1e-9)
			}
		}
	})
}
