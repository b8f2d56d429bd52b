package analysis

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

const goalsID = "goals"

// Goals is the table of what activities are for: the mentions of activities per
// goal, their share of all mentions, per project and per respondent type, with
// the respondents who named at least one activity of the goal and the
// trajectories in which somebody did. An activity counts for its primary goal,
// or with Options.AllGoals for every goal it serves; the table says which.
//
// Columns: n (mentions), project:…, type:…, cell:…, without:…, respondents,
// trajectories.
func Goals(c *coding.Corpus, o Options) Table {
	x := o.indexed(c)
	g := &goalTable{index: x, o: o, groups: x.groups(o)}
	g.builder.t = Table{
		ID: goalsID, Title: instruments.Text{NL: "Doelen van de activiteiten", EN: "Goals of the activities"}, Unit: Mentions,
		Base: instruments.Text{NL: "Percentages van alle vermeldingen in de groep.", EN: "Percentages of all mentions in the group."},
		Stub: instruments.Text{NL: "Doel", EN: "Goal"},
	}
	g.groupColumns(g.groups)
	g.column("respondents", instruments.Text{NL: "respondenten met minstens één", EN: "respondents with at least one"}, instruments.Text{}, FigureCell)
	g.column("trajectories", instruments.Text{NL: "trajecten met minstens één", EN: "trajectories with at least one"}, instruments.Text{}, FigureCell)
	for _, grp := range g.groups {
		all, _ := g.mentions(grp.people, g.every())
		g.bases = append(g.bases, len(all))
	}
	for _, goal := range g.goals() {
		g.goalRow(goal)
	}
	g.totals()
	g.relations()
	g.notes()
	return g.t
}

type goalTable struct {
	*index
	builder
	o      Options
	groups []group
	bases  []int // all mentions, by group
}

// goals are those of the taxonomy, then any an activity names besides.
func (x *index) goals() []instruments.Goal {
	out := slices.Clone(x.set.Taxonomy.Goals)
	for _, a := range x.activities {
		if !slices.ContainsFunc(out, func(g instruments.Goal) bool { return g.ID == a.Primary }) {
			out = append(out, instruments.Goal{ID: a.Primary, Label: goalName(a.Primary)})
		}
	}
	return out
}

func goalName(id instruments.GoalID) instruments.Text {
	if id == "" {
		return instruments.Text{NL: "zonder doel", EN: "without goal"}
	}
	return instruments.Same(string(id))
}

// serving are the positions of the activities that count for a goal.
func (g *goalTable) serving(id instruments.GoalID) []int {
	var out []int
	for i, a := range g.activities {
		if a.Primary == id || g.o.AllGoals && slices.Contains(a.Further, id) {
			out = append(out, i)
		}
	}
	return out
}

// mentions are the ids of the mentions of some activities by some people, and
// who made them.
func (x *index) mentions(who, activities []int) (ids []string, by []int) {
	for _, p := range who {
		before := len(ids)
		for _, a := range activities {
			if x.people[p].named(a) {
				ids = append(ids, x.mentionID(p, a))
			}
		}
		if len(ids) > before {
			by = append(by, p)
		}
	}
	return ids, by
}

func (x *index) every() []int {
	out := make([]int, len(x.activities))
	for i := range out {
		out[i] = i
	}
	return out
}

func (g *goalTable) goalRow(goal instruments.Goal) {
	r := g.row(string(goal.ID), goal.Label)
	g.fill(r, g.serving(goal.ID))
}

func (g *goalTable) fill(r *Row, activities []int) {
	var whole []int
	for i, grp := range g.groups {
		ids, by := g.mentions(grp.people, activities)
		if i == 0 {
			whole = by
		}
		f := tally(len(ids), g.bases[i], len(by), Mentions, allMentions, ids)
		if g.bases[i] == 0 {
			f.Reason = EmptyGroup
		}
		r.figure(grp.key, f)
	}
	r.figure("respondents", people(g.ids(whole), len(g.people), allPeople))
	in := g.trajectories(whole)
	t := &Figure{Count: len(in), Base: len(g.trajectories(g.groups[0].people)), Unit: Trajectories, BaseOf: allTrajectories, IDs: in, Persons: len(in)}
	r.figure("trajectories", t.withInterval())
}

func (g *goalTable) totals() {
	r := g.row(RowTotal, instruments.Text{NL: "alle vermeldingen", EN: "all mentions"})
	r.Total = true
	g.fill(r, g.every())
}

func (g *goalTable) relations() {
	g.across(g.sums(g.o))
	for _, grp := range g.groups {
		g.same(RowTotal, grp.key, activitiesID, RowTotal, grp.key)
		if !g.o.AllGoals {
			g.down(grp.key, RowTotal, g.rows())
		}
	}
	for _, goal := range g.goals() {
		row := string(goal.ID)
		g.sum(g.ref(row, ColumnAll), g.ref(row, "respondents"), g.ref(row, "unshown"))
		g.goalSums(row, g.serving(goal.ID))
	}
}

// goalSums ties a goal to its activities: mentions add up, and at least as many
// respondents named the goal as named any one activity of it.
func (g *goalTable) goalSums(row string, activities []int) {
	for _, grp := range g.groups {
		var parts []CellRef
		for _, i := range activities {
			parts = append(parts, CellRef{Table: activitiesID, Row: string(g.activities[i].ID), Column: grp.key})
		}
		g.sum(g.ref(row, grp.key), parts...)
	}
	for _, i := range activities {
		id := string(g.activities[i].ID)
		g.sum(g.ref(row, "respondents"), CellRef{Table: activitiesID, Row: id, Column: ColumnAll}, g.ref(row, "unshown:"+id))
	}
}

func (g *goalTable) rows() []string {
	var out []string
	for _, goal := range g.goals() {
		out = append(out, string(goal.ID))
	}
	return out
}

func (g *goalTable) notes() {
	g.t.Notes = append(g.t.Notes, g.index.notes...)
	if len(g.people) == 0 {
		g.empty()
	}
	if g.o.AllGoals {
		g.note("all_goals", "Een activiteit telt voor elk doel dat zij dient: de doelen tellen op tot meer dan het totaal.", "An activity counts for every goal it serves: the goals add to more than the total.")
	} else {
		g.note("primary_goal", "Elke activiteit telt alleen voor haar primaire doel.", "Every activity counts for its primary goal only.")
	}
	g.note("rounding", "Afgeronde percentages tellen niet altijd op tot 100.", "Rounded percentages do not always add to 100.")
}
