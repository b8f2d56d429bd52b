package analysis

import (
	"slices"

	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// index is a corpus made quick to count: everything by position, built once per
// table. A Corpus finds nothing but by walking its slices.
type index struct {
	c          *coding.Corpus
	set        *instruments.Set
	people     []person
	at         map[instruments.RespondentID]int
	types      []instruments.TypeInfo
	projects   []string
	activities []instruments.Activity // of the taxonomy, then those that only occur in data
	activity   map[instruments.ActivityID]int
	speaker    map[instruments.DocumentID]int // interview → person
	kinds      map[instruments.DocumentID]instruments.DocumentKind
	notes      []Warning
}

// person is a respondent with the states of their effective checklist, one per
// activity; states is nil without a checklist.
type person struct {
	instruments.Respondent
	states   []instruments.State
	mentions []string // ids of mentions by activity, made when first asked for
}

func newIndex(c *coding.Corpus) *index {
	c = ordered(c)
	x := &index{
		c: c, set: c.Instruments, at: map[instruments.RespondentID]int{}, activity: map[instruments.ActivityID]int{},
		speaker: map[instruments.DocumentID]int{}, kinds: map[instruments.DocumentID]instruments.DocumentKind{},
	}
	if x.set == nil {
		x.set = &instruments.Set{}
	}
	for _, a := range x.set.Taxonomy.Activities {
		x.activityAt(a.ID)
	}
	for i, r := range c.Respondents {
		x.people = append(x.people, person{Respondent: r})
		x.at[r.ID] = i
	}
	for _, d := range c.Documents {
		x.kinds[d.ID] = d.Kind
		if i, ok := x.at[d.Respondent]; ok && d.Kind == instruments.Interview {
			x.speaker[d.ID] = i
		}
	}
	x.categories()
	return x
}

// activityAt is the position of an activity; one the taxonomy does not know is
// added under its id.
func (x *index) activityAt(id instruments.ActivityID) int {
	if i, ok := x.activity[id]; ok {
		return i
	}
	a, ok := x.set.Taxonomy.Activity(id)
	if !ok {
		a = instruments.Activity{ID: id, Label: instruments.Same(string(id))}
		x.warn("unknown_activity", instruments.Textf("Activiteit %s staat niet in de taxonomie.", "Activity %s is not in the taxonomy.", id))
	}
	x.activity[id] = len(x.activities)
	x.activities = append(x.activities, a)
	return x.activity[id]
}

// categories lists types and projects: those of the instruments in their order,
// then others that occur, by name. Instruments' types nobody has stay out.
func (x *index) categories() {
	types, projects := map[instruments.RespondentType]bool{}, map[string]bool{}
	for _, p := range x.people {
		types[p.Type], projects[p.Project] = true, true
	}
	for _, t := range x.set.Types {
		if types[t.ID] {
			x.types = append(x.types, t)
			delete(types, t.ID)
		}
	}
	for _, t := range sortedKeys(types) {
		x.types = append(x.types, instruments.TypeInfo{ID: t, Label: instruments.Same(string(t)), Plural: instruments.Same(string(t))})
	}
	for _, p := range x.set.Plan.Projects {
		if projects[p] {
			x.projects = append(x.projects, p)
			delete(projects, p)
		}
	}
	x.projects = append(x.projects, sortedKeys(projects)...)
}

func (x *index) warn(code string, text instruments.Text) {
	x.notes = append(x.notes, Warning{Code: code, Text: text})
}

// checklists fills in everybody's states from their effective checklist: the
// consensus, else the only one, else the first coder's by name.
func (x *index) checklists() {
	fillings := map[instruments.RespondentID][]*instruments.Filling{}
	for i := range x.c.Fillings {
		if f := &x.c.Fillings[i]; f.Kind == instruments.ActivityFilling {
			fillings[f.Respondent] = append(fillings[f.Respondent], f)
			for _, r := range f.Responses {
				x.activityAt(r.Activity)
			}
		}
	}
	var undecided, without []string
	for i := range x.people {
		p := &x.people[i]
		f, note := form.Chosen(fillings[p.ID])
		switch {
		case f == nil:
			without = append(without, string(p.ID))
			continue
		case !note.IsZero():
			undecided = append(undecided, string(p.ID))
		}
		p.states = make([]instruments.State, len(x.activities))
		for _, r := range f.Responses {
			p.states[x.activity[r.Activity]] = r.State
		}
	}
	x.noteChecklists(undecided, without)
}

func (x *index) noteChecklists(undecided, without []string) {
	if len(undecided) > 0 {
		x.warn("no_consensus", instruments.Text{
			NL: "Van sommige checklists zijn er invullingen van meer codeurs zonder consensus; dan telt de invulling van de eerste codeur op naam.",
			EN: "Some checklists were filled by several coders without a consensus; then the filling of the first coder by name counts.",
		})
	}
	if len(without) > 0 {
		x.warn("no_checklist", instruments.Text{
			NL: "Sommige respondenten hebben geen ingevulde checklist; zij tellen mee in de noemer en staan onder niet besproken.",
			EN: "Some respondents have no filled checklist; they count in the base and stand under not discussed.",
		})
	}
}

// spoken fills in states from codings: an activity is named when an interview
// has a coding of it. Codings of the coder lexicon count only when asked.
func (x *index) spoken(lexicon bool) {
	for _, k := range x.c.Codings {
		if a, ok := k.Code.Activity(); ok && (lexicon || k.Coder != coding.LexiconCoder) {
			x.activityAt(a)
		}
	}
	for i := range x.people {
		x.people[i].states = make([]instruments.State, len(x.activities))
	}
	for _, k := range x.c.Codings {
		a, ok := k.Code.Activity()
		if who, speaks := x.speaker[k.Document]; ok && speaks && (lexicon || k.Coder != coding.LexiconCoder) {
			x.people[who].states[x.activity[a]] = instruments.Mentioned
		}
	}
}

// state of a person on an activity; without a word it was not discussed.
func (p *person) state(a int) instruments.State {
	if a < len(p.states) && p.states[a] != "" {
		return p.states[a]
	}
	return instruments.NotDiscussed
}

func (p *person) named(a int) bool { return a < len(p.states) && p.states[a] == instruments.Mentioned }

// keep leaves out everybody the options leave out.
func (x *index) keep(o Options) {
	x.people = slices.DeleteFunc(x.people, func(p person) bool { return !o.Takes(p.Respondent) })
	clear(x.at)
	for i, p := range x.people {
		x.at[p.ID] = i
	}
	clear(x.speaker)
	for _, d := range x.c.Documents {
		if i, ok := x.at[d.Respondent]; ok && d.Kind == instruments.Interview {
			x.speaker[d.ID] = i
		}
	}
	x.types, x.projects = nil, nil
	x.categories()
}

// trajectories of a set of people, distinct and sorted.
func (x *index) trajectories(people []int) []string {
	seen := map[instruments.TrajectoryID]bool{}
	for _, i := range people {
		for _, t := range x.people[i].Trajectories {
			seen[t] = true
		}
	}
	out := make([]string, 0, len(seen))
	for t := range seen {
		out = append(out, string(t))
	}
	slices.Sort(out)
	return out
}

// mentionID names the mention of an activity by a person: "R01/A01".
func (x *index) mentionID(p, a int) string {
	who := &x.people[p]
	if a >= len(who.mentions) {
		who.mentions = append(who.mentions, make([]string, len(x.activities)-len(who.mentions))...)
	}
	if who.mentions[a] == "" {
		who.mentions[a] = pairID(who.ID, x.activities[a].ID)
	}
	return who.mentions[a]
}

// mentionIDs are the mentions of one activity by some people.
func (x *index) mentionIDs(people []int, a int) []string {
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = x.mentionID(p, a)
	}
	return out
}

func (x *index) ids(people []int) []string {
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = string(x.people[p].ID)
	}
	return out
}
