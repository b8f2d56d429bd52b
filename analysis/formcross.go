package analysis

import (
	"slices"

	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// GoalPrefix starts the column key of a goal, ClassPrefix that of a class.
const (
	GoalPrefix  = "goal:"
	ClassPrefix = "class:"
)

// FormGoals crosses forms with goals: the mentions of activities, by their
// primary goal, in the trajectories of each form's dyads. The rule for a
// trajectory with two dyads is stated in a note: all mentions of the trajectory
// count for each of its dyads, so that a mention can count twice. The ids carry
// the dyad: "T01/V–toezichth./R01/A01".
//
// Rows: classes. Columns: dyads, n, goal:….
func FormGoals(c *coding.Corpus) Table {
	f := newFormTable(c, "form-goals")
	f.checklists()
	f.t.Title = instruments.Text{NL: "Vorm van samenwerking en doelen", EN: "Form of collaboration and goals"}
	f.t.Unit, f.t.Base = Mentions, instruments.Text{NL: "Percentages van alle vermeldingen bij de vorm.", EN: "Percentages of all mentions with the form."}
	f.column("dyads", Dyads.Label(), instruments.Text{}, FigureCell)
	f.column(ColumnAll, Mentions.Label(), instruments.Text{}, FigureCell)
	goals := f.goals()
	for _, g := range goals {
		f.column(GoalPrefix+string(g.ID), g.Label, instruments.Text{NL: "Doel", EN: "Goal"}, FigureCell)
	}
	for _, k := range f.top() {
		f.goalsOf(k, goals)
	}
	sum := []string{ColumnAll}
	for _, g := range goals {
		sum = append(sum, GoalPrefix+string(g.ID))
	}
	f.across([][]string{sum})
	for _, r := range f.t.Rows {
		f.same(r.Key, "dyads", formsID, r.Key, ColumnAll)
	}
	f.t.Notes = append(f.t.Notes, f.index.notes...)
	f.note("per_dyad", "Een traject met twee dyades telt bij de vorm van elke dyade: een vermelding kan zo twee keer tellen.", "A trajectory with two dyads counts with the form of each: a mention can thus count twice.")
	return f.t
}

// top are all classes, mixed without its pairs. Classes without a dyad stand
// there too: that one is missing would say that it is empty.
func (f *formTable) top() []class {
	return slices.DeleteFunc(slices.Clone(f.classes), func(k class) bool { return k.level > 0 })
}

func (f *formTable) goalsOf(k class, goals []instruments.Goal) {
	r := f.row(k.key, k.label)
	mentions, total := make([][]string, len(goals)), []string{}
	all, by := map[int]bool{}, make([]map[int]bool, len(goals))
	ids := []string{}
	for i := range by {
		by[i] = map[int]bool{}
	}
	for _, d := range f.dyads {
		if d.class != k.class {
			continue
		}
		ids = append(ids, string(d.Dyad.ID))
		for i, g := range goals {
			named, who := f.mentions(f.members[d.Dyad.Trajectory], f.primary(g.ID))
			for _, m := range named { // with the dyad, since a mention counts for each
				mentions[i] = append(mentions[i], pairID(d.Dyad.ID, m))
			}
			for _, p := range who {
				by[i][p], all[p] = true, true
			}
		}
	}
	r.figure("dyads", tally(len(ids), 0, len(ids), Dyads, instruments.Text{}, ids))
	for _, m := range mentions {
		total = append(total, m...)
	}
	r.figure(ColumnAll, tally(len(total), len(total), len(all), Mentions, allMentions, total))
	of := instruments.Textf("vermeldingen bij %s", "mentions with %s", form.Label(k.class, nil))
	for i, g := range goals {
		fig := tally(len(mentions[i]), len(total), len(by[i]), Mentions, of, mentions[i])
		if len(total) == 0 {
			fig.Reason = EmptyGroup
		}
		r.figure(GoalPrefix+string(g.ID), fig)
	}
}

func (x *index) primary(id instruments.GoalID) []int {
	var out []int
	for i, a := range x.activities {
		if a.Primary == id {
			out = append(out, i)
		}
	}
	return out
}

// FormValuation crosses the codes of a domain ("waardering" when empty) with
// the forms: per class, the respondents in whose interview the code occurs, out
// of the respondents of the class's dyads — the volunteer and client of the
// trajectory and the professionals with the dyad's role. Who belongs to dyads
// of two classes counts in both.
//
// Rows: codes, a parent including its children. Columns: class:….
func FormValuation(c *coding.Corpus, domain string) Table {
	if domain == "" {
		domain = "waardering"
	}
	f := newFormTable(c, "form-"+domain)
	f.t.Stub = instruments.Text{NL: "Code", EN: "Code"}
	f.t.Title = instruments.Textf("%s bij elke vorm van samenwerking", "%s with each form of collaboration", DomainLabel(domain))
	f.t.Unit, f.t.Base = Respondents, instruments.Text{NL: "Percentages van de respondenten uit dyades van die vorm.", EN: "Percentages of the respondents of dyads of that form."}
	classes := f.top()
	groups := make([][]int, len(classes))
	for i, k := range classes {
		f.column(ClassPrefix+k.key, form.Label(k.class, nil), instruments.Text{NL: "Vorm", EN: "Form"}, FigureCell)
		groups[i] = f.respondentsOf(k)
	}
	said := f.codings(Options{}, domain)
	for _, code := range c.Codebook.Domain(domain) {
		r := f.row(string(code.ID), code.Name)
		r.Level = c.Codebook.Depth(code.ID)
		for i, k := range classes {
			who := keepIn(groups[i], said.people[code.ID])
			r.figure(ClassPrefix+k.key, people(f.ids(who), len(groups[i]), instruments.Textf("respondenten bij %s", "respondents with %s", form.Label(k.class, nil))))
		}
	}
	f.valuationBase(classes, groups)
	f.note("per_dyad", "Wie bij dyades van twee vormen hoort, telt bij beide.", "Who belongs to dyads of two forms counts with both.")
	return f.t
}

func (f *formTable) valuationBase(classes []class, groups [][]int) {
	r := f.row(RowBase, instruments.Text{NL: "respondenten (basis)", EN: "respondents (base)"})
	r.Total = true
	for i, k := range classes {
		r.figure(ClassPrefix+k.key, people(f.ids(groups[i]), len(groups[i]), allPeople))
	}
}

func (f *formTable) respondentsOf(k class) []int {
	seen := map[int]bool{}
	for _, d := range f.dyads {
		if d.class != k.class {
			continue
		}
		for _, p := range f.members[d.Dyad.Trajectory] {
			if t := f.people[p]; t.Type != instruments.Professional || d.Dyad.Role == "" || t.Role == d.Dyad.Role {
				seen[p] = true
			}
		}
	}
	return sortedKeys(seen)
}

func keepIn(group []int, said map[int]bool) []int {
	out := []int{}
	for _, p := range group {
		if said[p] {
			out = append(out, p)
		}
	}
	return out
}
