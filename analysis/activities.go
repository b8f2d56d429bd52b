package analysis

import (
	"cmp"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

const activitiesID = "activities"

// Activities is the frequency table of what volunteers do: per activity how
// many respondents named it, overall, per project and per respondent type, with
// mentions, distinct trajectories, and how many said explicitly no or did not
// speak of it. Rows are sorted by the first count, then by id; below them stand
// the sum of mentions and the denominators.
//
// Columns: goal, n, project:…, type:…, cell:…, without:…, mentions,
// trajectories, denied, silent (checklists only), segments (codings only).
func Activities(c *coding.Corpus, o Options) Table {
	x := o.indexed(c)
	a := &activityTable{index: x, o: o, groups: x.groups(o)}
	a.builder.t = Table{
		ID: activitiesID, Title: instruments.Text{NL: "Activiteiten van vrijwilligers", EN: "Activities of volunteers"}, Unit: a.unit(),
		Base: a.base(), Stub: instruments.Text{NL: "Activiteit", EN: "Activity"}, Ordered: ColumnAll,
	}
	a.columns()
	a.count()
	for i := range x.activities {
		a.activityRow(i)
	}
	a.sort()
	a.totals()
	a.relations()
	a.notes()
	return a.t
}

type activityTable struct {
	*index
	builder
	o        Options
	groups   []group
	named    [][][]int // group → activity → people
	mentions []int     // group → all mentions
	segments []*Figure // activity → coded segments
}

func (a *activityTable) unit() Unit {
	if a.o.Unit == "" {
		return Respondents
	}
	return a.o.Unit
}

func (a *activityTable) base() instruments.Text {
	switch a.unit() {
	case Mentions:
		return instruments.Text{NL: "Percentages van alle vermeldingen in de groep.", EN: "Percentages of all mentions in the group."}
	case Trajectories:
		return instruments.Text{NL: "Percentages van alle trajecten van de groep.", EN: "Percentages of all trajectories of the group."}
	}
	return instruments.Text{NL: "Percentages van alle respondenten in de groep, ook wie er niet over sprak.", EN: "Percentages of all respondents in the group, those who did not speak of it included."}
}

func (a *activityTable) checklist() bool { return a.o.Source != FromCodings }

func (a *activityTable) columns() {
	a.column("goal", instruments.Text{NL: "Doel", EN: "Goal"}, instruments.Text{}, TextCell)
	a.groupColumns(a.groups)
	a.column("mentions", Mentions.Label(), instruments.Text{}, FigureCell)
	a.column("trajectories", Trajectories.Label(), instruments.Text{}, FigureCell)
	if a.checklist() {
		a.column("denied", instruments.Text{NL: "expliciet niet", EN: "explicitly not"}, instruments.Text{}, FigureCell)
		a.column("silent", instruments.Text{NL: "niet besproken", EN: "not discussed"}, instruments.Text{}, FigureCell)
		return
	}
	a.column("segments", Segments.Label(), instruments.Text{}, FigureCell)
	a.segments = a.activitySegments(a.o)
}

// count finds who named what in each group.
func (a *activityTable) count() {
	a.named, a.mentions = make([][][]int, len(a.groups)), make([]int, len(a.groups))
	for g := range a.groups {
		a.named[g] = make([][]int, len(a.activities))
		for _, p := range a.groups[g].people {
			for i := range a.activities {
				if a.people[p].named(i) {
					a.named[g][i] = append(a.named[g][i], p)
					a.mentions[g]++
				}
			}
		}
	}
}

func (a *activityTable) activityRow(i int) {
	r := a.row(string(a.activities[i].ID), activityLabel(a.activities[i]))
	r.text("goal", a.goalLabel(a.activities[i].Primary))
	for g := range a.groups {
		r.figure(a.groups[g].key, a.figure(g, i))
	}
	all := a.named[0][i]
	r.figure("mentions", tally(len(all), a.mentions[0], len(all), Mentions, allMentions, a.mentionIDs(all, i)))
	r.figure("trajectories", a.inTrajectories(0, all))
	if !a.checklist() {
		r.figure("segments", a.segments[i])
		return
	}
	for column, state := range map[string]instruments.State{"denied": instruments.Denied, "silent": instruments.NotDiscussed} {
		var who []int
		for _, p := range a.groups[0].people {
			if a.people[p].state(i) == state {
				who = append(who, p)
			}
		}
		r.figure(column, people(a.ids(who), len(a.people), allPeople))
	}
}

var (
	allMentions     = instruments.Text{NL: "alle vermeldingen", EN: "all mentions"}
	allTrajectories = instruments.Text{NL: "trajecten", EN: "trajectories"}
)

func (a *activityTable) figure(g, i int) *Figure {
	who := a.named[g][i]
	switch a.unit() {
	case Mentions:
		return tally(len(who), a.mentions[g], len(who), Mentions, allMentions, a.mentionIDs(who, i))
	case Trajectories:
		return a.inTrajectories(g, who)
	}
	return people(a.ids(who), len(a.groups[g].people), a.groups[g].baseOf)
}

func (a *activityTable) inTrajectories(g int, who []int) *Figure {
	ids := a.trajectories(who)
	f := &Figure{Count: len(ids), Base: len(a.trajectories(a.groups[g].people)), Unit: Trajectories, BaseOf: allTrajectories, IDs: ids, Persons: len(ids)}
	return f.withInterval()
}

func (x *index) goalLabel(id instruments.GoalID) instruments.Text {
	if g, ok := x.set.Taxonomy.Goal(id); ok {
		return g.Label
	}
	return instruments.Same(string(id))
}

// sort puts the largest count first; equal counts stand by id.
func (a *activityTable) sort() {
	slices.SortStableFunc(a.t.Rows, func(p, q Row) int {
		return cmp.Or(cmp.Compare(q.Cells[ColumnAll].Figure.Count, p.Cells[ColumnAll].Figure.Count), cmp.Compare(p.Key, q.Key))
	})
}

// totals adds the row of mentions and the row of denominators.
func (a *activityTable) totals() {
	r := a.row(RowTotal, instruments.Text{NL: "vermeldingen, som", EN: "mentions, sum"})
	r.Total = true
	for g := range a.groups {
		r.figure(a.groups[g].key, a.allMentions(g))
	}
	f := a.allMentions(0)
	f.Base, f.BaseOf = f.Count, allMentions
	r.figure("mentions", f)
	pairs, inside := []string{}, map[string]bool{}
	for i := range a.activities {
		for _, t := range a.trajectories(a.named[0][i]) {
			pairs = append(pairs, pairID(t, a.activities[i].ID))
			inside[t] = true
		}
	}
	r.figure("trajectories", tally(len(pairs), 0, len(inside), Items, instruments.Text{}, pairs))
	a.baseRow(a.index, a.groups)
	all := a.trajectories(a.groups[0].people)
	base := &Figure{Count: len(all), Base: len(all), Unit: Trajectories, BaseOf: allTrajectories, IDs: all, Persons: len(all)}
	a.t.Rows[len(a.t.Rows)-1].figure("trajectories", base.withInterval())
}

func (a *activityTable) allMentions(g int) *Figure {
	ids, who := []string{}, map[int]bool{}
	for i := range a.activities {
		ids = append(ids, a.mentionIDs(a.named[g][i], i)...)
		for _, p := range a.named[g][i] {
			who[p] = true
		}
	}
	return tally(len(ids), 0, len(who), Mentions, instruments.Text{}, ids)
}

// relations are the sums that hold between the cells.
func (a *activityTable) relations() {
	rows := make([]string, len(a.activities))
	for i := range a.activities {
		rows[i] = a.t.Rows[i].Key
	}
	sums := a.sums(a.o)
	if a.unit() == Trajectories {
		sums = sums[:a.projectsApart()] // the parties of one trajectory share it
	} else {
		for _, g := range a.groups {
			a.down(g.key, RowTotal, rows)
		}
	}
	a.across(sums)
	a.down("mentions", RowTotal, rows)
	a.down("trajectories", RowTotal, rows)
	a.same(RowTotal, ColumnAll, activitiesID, RowTotal, "mentions")
	for _, r := range rows {
		if a.unit() != Trajectories {
			a.same(r, "mentions", activitiesID, r, ColumnAll)
		}
		if a.checklist() && a.unit() != Trajectories {
			a.sum(a.ref(RowBase, ColumnAll), refs(activitiesID, r, []string{ColumnAll, "denied", "silent"})...)
		}
		if a.oneTrajectoryEach() {
			a.sum(a.ref(r, "mentions"), a.ref(r, "trajectories"), a.ref(r, "unshown"))
		}
	}
}

// projectsApart is 1, the sum over the projects, when no trajectory has people
// of two projects; then the trajectories of the projects add up. Else it is 0.
func (x *index) projectsApart() int {
	of := map[instruments.TrajectoryID]string{}
	for _, p := range x.people {
		for _, t := range p.Trajectories {
			if at, known := of[t]; known && at != p.Project {
				return 0
			}
			of[t] = p.Project
		}
	}
	return 1
}

// oneTrajectoryEach is true when nobody is in several trajectories: then an
// activity has no more trajectories than mentions.
func (x *index) oneTrajectoryEach() bool {
	return !slices.ContainsFunc(x.people, func(p person) bool { return len(p.Trajectories) > 1 })
}

func (a *activityTable) notes() {
	a.t.Notes = append(a.t.Notes, a.index.notes...)
	if len(a.people) == 0 {
		a.empty()
	}
	a.note("multiple_response", "Een respondent kan meer activiteiten noemen: percentages tellen op tot meer dan 100 %.", "A respondent can name several activities: percentages add to more than 100%.")
	if a.checklist() {
		a.note("open_talk", "De lijst is ingevuld na een open gesprek: niet besproken is niet hetzelfde als niet gedaan.", "The list was filled after an open talk: not discussed is not the same as not done.")
		a.note("mention", "Een vermelding is één respondent die één activiteit noemt; in een traject kan dezelfde activiteit meermaals vermeld zijn.", "A mention is one respondent naming one activity; within a trajectory the same activity can be mentioned several times.")
	} else {
		a.note("from_codings", "Geteld uit de codering van de interviews, niet uit de checklists.", "Counted from the coding of the interviews, not from the checklists.")
	}
}

// activitySegments counts the codings of each activity in documents of the
// chosen kinds; its persons are the interviewed speakers.
func (x *index) activitySegments(o Options) []*Figure {
	out, who := make([]*Figure, len(x.activities)), make([]map[int]bool, len(x.activities))
	for i := range out {
		out[i], who[i] = &Figure{Unit: Segments}, map[int]bool{}
	}
	for i := range x.c.Codings {
		k := &x.c.Codings[i]
		id, ok := k.Code.Activity()
		if !ok || !o.counts(k) || !slices.Contains(o.kinds(), x.kinds[k.Document]) {
			continue
		}
		p, speaks := x.speaker[k.Document]
		if !speaks && x.kinds[k.Document] == instruments.Interview {
			continue // of somebody the options leave out
		}
		a := x.activity[id]
		out[a].Count++
		out[a].IDs = append(out[a].IDs, string(k.ID))
		if speaks {
			who[a][p] = true
		}
	}
	for i := range out {
		out[i].Persons = len(who[i])
	}
	return out
}
