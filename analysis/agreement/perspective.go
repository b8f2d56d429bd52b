package agreement

import (
	"slices"

	"meerzicht/analysis"
	collaboration "meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// PairOfTypes is the agreement of two parties about the same trajectories:
// every respondent of the one with every respondent of the other, on every
// activity. A is the row of the table, B the column.
type PairOfTypes struct {
	A          instruments.RespondentType `json:"a"`
	B          instruments.RespondentType `json:"b"`
	Label      instruments.Text           `json:"label"` // "V–P"
	Pairs      int                        `json:"pairs"` // of respondents
	Table      Table                      `json:"table"`
	Prevalence *float64                   `json:"prevalence"`
	Measures   []Measure                  `json:"measures"`
}

// PerspectiveResult is how far the parties of a trajectory name the same
// activities: perspectiefovereenstemming. It says nothing about coders.
type PerspectiveResult struct {
	Question instruments.Text `json:"question"`
	Rule     instruments.Text `json:"rule"`
	Missing  instruments.Text `json:"missing"`
	LeftOut  []LeftOut        `json:"left_out"` // respondents without a filled checklist
	Pairs    []PairOfTypes    `json:"pairs"`
	// Trajectories are those with at least two respondents; a unit is a
	// trajectory and an activity, with a value of every respondent.
	Trajectories []string  `json:"trajectories"`
	Units        int       `json:"units"`
	Values       int       `json:"values"`
	Measures     []Measure `json:"measures"`
	// Triads are the trajectories with all parties; Shared counts triad ×
	// activity that somebody of every party named, of Asked.
	Triads int                `json:"triads"`
	Shared int                `json:"shared"`
	Asked  int                `json:"asked"`
	Notes  []analysis.Warning `json:"warnings"`
}

// views is a study by trajectory: who speaks about it and what they named.
type views struct {
	scope
	types      []instruments.TypeInfo
	activities []instruments.Activity
	people     map[instruments.TrajectoryID][]viewer
	order      []instruments.TrajectoryID
	without    []LeftOut
}

type viewer struct {
	instruments.Respondent
	named []bool // by activity
}

// Perspectives compares what volunteers, professionals and clients say about
// one trajectory, from the checklists that count (the consensus, else the only
// filling, else that of the first coder by name). Respondents without one are
// left out. Only the intervals depend on the options.
func Perspectives(c *coding.Corpus, o Options) PerspectiveResult {
	v := newViews(c, o)
	r := PerspectiveResult{
		Question: instruments.Text{NL: "perspectiefovereenstemming", EN: "agreement of perspectives"},
		Rule: instruments.Text{
			NL: "Eenheid: paar van respondenten × activiteit, genoemd of niet, binnen één traject; bij alfa traject × activiteit. Dit zegt of partijen hetzelfde vertellen, niet of codeurs hetzelfde coderen.",
			EN: "Unit: pair of respondents × activity, named or not, within one trajectory; for alpha trajectory × activity. This says whether parties tell the same, not whether coders code the same.",
		},
		Missing: instruments.Text{
			NL: "Respondenten zonder ingevulde checklist zijn niet vergeleken. Van een lijst met meer invullingen telt de consensus, anders die van de eerste codeur.",
			EN: "Respondents without a filled checklist are not compared. Of a list with several fillings the consensus counts, else that of the first coder.",
		},
		LeftOut: orEmpty(v.without), Pairs: []PairOfTypes{}, Trajectories: []string{},
	}
	for i, a := range v.types {
		for _, b := range v.types[i+1:] {
			r.Pairs = append(r.Pairs, v.pair(a, b))
		}
	}
	v.trajectories(&r)
	v.triads(&r)
	if note, ok := analysis.LayerNote(c); ok {
		r.Notes = append(r.Notes, note)
	}
	r.Notes = append(r.Notes, analysis.Warning{Code: "perspective", Text: instruments.Text{
		NL: "Dit is perspectiefovereenstemming tussen respondenten, geen interbeoordelaarsbetrouwbaarheid.",
		EN: "This is agreement of perspectives between respondents, no reliability of coders.",
	}})
	return r
}

func newViews(c *coding.Corpus, o Options) *views {
	v := &views{people: map[instruments.TrajectoryID][]viewer{}}
	v.c, v.s.Options = c, o
	if c.Instruments == nil {
		return v
	}
	v.types = c.Instruments.Types
	chosen, lists := v.chosen()
	v.activities = v.scope.activities(lists)
	people := slices.Clone(c.Respondents)
	slices.SortFunc(people, func(a, b instruments.Respondent) int { return compareIDs(a.ID, b.ID) })
	for _, p := range people {
		f := chosen[p.ID]
		if f == nil {
			v.without = append(v.without, LeftOut{string(p.ID), []coding.CoderID{}})
			continue
		}
		one := viewer{p, make([]bool, len(v.activities))}
		for i, a := range v.activities {
			one.named[i] = stateOf(f, a.ID) == instruments.Mentioned
		}
		for _, t := range p.Trajectories {
			if v.people[t] == nil {
				v.order = append(v.order, t)
			}
			v.people[t] = append(v.people[t], one)
		}
	}
	slices.Sort(v.order)
	return v
}

// chosen is the checklist that counts for each respondent.
func (v *views) chosen() (map[instruments.RespondentID]*instruments.Filling, []listed) {
	all := map[instruments.RespondentID][]*instruments.Filling{}
	for i := range v.c.Fillings {
		if f := &v.c.Fillings[i]; f.Kind == instruments.ActivityFilling {
			all[f.Respondent] = append(all[f.Respondent], f)
		}
	}
	out, lists := map[instruments.RespondentID]*instruments.Filling{}, []listed{}
	for id, fillings := range all {
		out[id], _ = collaboration.Chosen(fillings)
		lists = append(lists, listed{by: fillings})
	}
	return out, lists
}

// pair compares two types; groups of the bootstrap are trajectories.
func (v *views) pair(a, b instruments.TypeInfo) PairOfTypes {
	out := PairOfTypes{A: a.ID, B: b.ID, Label: instruments.Same(letter(a) + "–" + letter(b))}
	g := newGrouping(2, len(v.order))
	t := &tally{groups: g, pairs: make([]Table, 1)}
	both, yes := []bool{true, true}, make([]bool, 2)
	for _, id := range v.order {
		one, other := v.of(id, a.ID), v.of(id, b.ID)
		n := len(one) * len(other)
		if n == 0 {
			continue
		}
		out.Pairs += n
		group := g.add(both, n*len(v.activities))
		for _, p := range one {
			for _, q := range other {
				for i := range v.activities {
					yes[0], yes[1] = p.named[i], q.named[i]
					t.say(group, both, yes)
				}
			}
		}
	}
	out.Measures = v.measure(t)
	out.Table, out.Prevalence = t.table(), t.prevalence()
	return out
}

func (v *views) of(t instruments.TrajectoryID, typ instruments.RespondentType) []viewer {
	return slices.DeleteFunc(slices.Clone(v.people[t]), func(p viewer) bool { return p.Type != typ })
}

func letter(t instruments.TypeInfo) string {
	if t.Letter != "" {
		return t.Letter
	}
	return string(t.ID)
}

// trajectories is alpha over the trajectories with at least two respondents.
// Which respondent is which coder does not matter to it, nor to the agreement
// of pairs; measures that need the same two or all coders are not given.
func (v *views) trajectories(r *PerspectiveResult) {
	most := 2
	for _, t := range v.order {
		most = max(most, len(v.people[t]))
	}
	g := newGrouping(most, len(v.order))
	t := &tally{groups: g, pairs: make([]Table, len(g.pair))}
	for _, id := range v.order {
		people := v.people[id]
		if len(people) < 2 {
			continue
		}
		r.Trajectories = append(r.Trajectories, string(id))
		there, yes := make([]bool, most), make([]bool, most)
		for i := range people {
			there[i] = true
		}
		group := g.add(there, len(v.activities))
		for a := range v.activities {
			for i, p := range people {
				yes[i] = p.named[a]
			}
			t.say(group, there, yes)
		}
		r.Units += len(v.activities)
		r.Values += len(people) * len(v.activities)
	}
	r.Measures = slices.DeleteFunc(v.measure(t), func(m Measure) bool { return m.Name != AlphaName && m.Name != PercentName })
}

// triads counts what all parties of a trajectory name.
func (v *views) triads(r *PerspectiveResult) {
	for _, id := range v.order {
		complete := len(v.types) > 1
		for _, t := range v.types {
			complete = complete && len(v.of(id, t.ID)) > 0
		}
		if !complete {
			continue
		}
		r.Triads++
		r.Asked += len(v.activities)
		for a := range v.activities {
			all := true
			for _, t := range v.types {
				all = all && slices.ContainsFunc(v.of(id, t.ID), func(p viewer) bool { return p.named[a] })
			}
			r.Shared += btoi(all)
		}
	}
}
