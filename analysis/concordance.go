package analysis

import (
	"cmp"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Concordance sets checklist against transcript: per activity, for how many
// respondents it is named in both, only in the checklist, or only in the coding
// of the interview. Compared are the respondents who have a checklist and an
// interview with at least one coded activity; the ids are pairs
// "respondent/activity". Codings of coder "lexicon" count only with
// Options.Lexicon.
//
// Columns: both, checklist, transcript, neither, agree (both of all named in
// either). The last row is the sum over the activities.
func Concordance(c *coding.Corpus, o Options) Table {
	k := newConcordance(c, o)
	t := k.table("concordance", instruments.Text{NL: "Activiteit", EN: "Activity"})
	for i, a := range k.activities {
		k.concordanceRow(string(a.ID), activityLabel(a), k.compared, []int{i})
	}
	k.concordanceRow(RowTotal, instruments.Text{NL: "alle activiteiten", EN: "all activities"}, k.compared, k.every())
	k.finish(t)
	return k.t
}

// ConcordanceByRespondent is Concordance with a row for every respondent. Every
// figure in it is about one person.
func ConcordanceByRespondent(c *coding.Corpus, o Options) Table {
	k := newConcordance(c, o)
	t := k.table("concordance-respondents", instruments.Text{NL: "Respondent", EN: "Respondent"})
	for _, p := range k.compared {
		k.concordanceRow(string(k.people[p].ID), instruments.Same(string(k.people[p].ID)), []int{p}, k.every())
	}
	k.concordanceRow(RowTotal, instruments.Text{NL: "alle respondenten", EN: "all respondents"}, k.compared, k.every())
	for _, column := range concordanceColumns[:4] {
		k.same(RowTotal, column, "concordance", RowTotal, column)
	}
	k.finish(t)
	return k.t
}

var concordanceColumns = [5]string{"both", "checklist", "transcript", "neither", "agree"}

type concordance struct {
	*index
	builder
	coded    map[int]map[int]bool // person → activity coded in the interview
	compared []int
}

func newConcordance(c *coding.Corpus, o Options) *concordance {
	o.Source = FromChecklists
	k := &concordance{coded: map[int]map[int]bool{}}
	k.index = o.indexed(c)
	for i := range c.Codings {
		g := &c.Codings[i]
		id, ok := g.Code.Activity()
		if !ok || k.kinds[g.Document] != instruments.Interview || !o.counts(g) {
			continue
		}
		a := k.activityAt(id) // a row also when it is somebody's whom the options leave out
		p, speaks := k.speaker[g.Document]
		if !speaks {
			continue
		}
		if k.coded[p] == nil {
			k.coded[p] = map[int]bool{}
		}
		k.coded[p][a] = true
	}
	for p := range k.people {
		if k.people[p].states != nil && k.coded[p] != nil {
			k.compared = append(k.compared, p)
		}
	}
	return k
}

func (k *concordance) table(id string, stub instruments.Text) *Table {
	k.t = Table{
		ID: id, Title: instruments.Text{NL: "Checklist naast transcript", EN: "Checklist against transcript"}, Unit: Items, Stub: stub,
		Base: instruments.Text{NL: "Percentages van alle vergeleken paren van respondent en activiteit in de rij; bij overeenstemming van de paren die in minstens één bron genoemd zijn.", EN: "Percentages of all compared pairs of respondent and activity in the row; for agreement, of the pairs named in at least one source."},
	}
	for i, label := range []instruments.Text{
		{NL: "beide", EN: "both"},
		{NL: "alleen checklist", EN: "checklist only"},
		{NL: "alleen transcript", EN: "transcript only"},
		{NL: "geen van beide", EN: "neither"},
		{NL: "overeenstemming", EN: "agreement"},
	} {
		k.column(concordanceColumns[i], label, instruments.Text{}, FigureCell)
	}
	return &k.t
}

// where is the column of a pair: in both, one, or neither source.
func (k *concordance) where(p, a int) int {
	switch list, talk := k.people[p].named(a), k.coded[p][a]; {
	case list && talk:
		return 0
	case list:
		return 1
	case talk:
		return 2
	}
	return 3
}

func (k *concordance) concordanceRow(key string, label instruments.Text, people, activities []int) {
	var ids [4][]string
	var who [4]map[int]bool
	for i := range who {
		who[i] = map[int]bool{}
	}
	for _, p := range people {
		for _, a := range activities {
			w := k.where(p, a)
			ids[w] = append(ids[w], pairID(k.people[p].ID, k.activities[a].ID))
			who[w][p] = true
		}
	}
	r := k.row(key, label)
	r.Total = key == RowTotal
	base, of := len(people)*len(activities), instruments.Text{NL: "vergeleken paren", EN: "compared pairs"}
	for i := range ids {
		r.figure(concordanceColumns[i], tally(len(ids[i]), base, len(who[i]), Items, of, ids[i]))
	}
	either := len(ids[0]) + len(ids[1]) + len(ids[2])
	agree := tally(len(ids[0]), either, len(who[0]), Items, instruments.Text{NL: "in minstens één bron genoemd", EN: "named in at least one source"}, ids[0])
	if either == 0 {
		agree.Reason = EmptyGroup
	}
	r.figure(concordanceColumns[4], agree)
}

func (k *concordance) finish(t *Table) {
	var rows []string
	for _, r := range t.Rows {
		k.same(r.Key, "agree", t.ID, r.Key, "both")
		if !r.Total {
			rows = append(rows, r.Key)
		}
	}
	for _, c := range concordanceColumns[:4] {
		k.down(c, RowTotal, rows)
	}
	t.Notes = append(t.Notes, k.index.notes...)
	if len(k.compared) == 0 {
		k.empty()
	}
	if len(k.compared) < len(k.people) {
		k.note("not_compared", "Alleen respondenten met zowel een checklist als een gecodeerd interview zijn vergeleken.", "Only respondents with both a checklist and a coded interview are compared.")
	}
	k.note("concordance", "Dit vergelijkt twee bronnen over dezelfde persoon; het is geen overeenstemming tussen codeurs.", "This compares two sources about the same person; it is no agreement between coders.")
}

// Triads is what the parties of one trajectory each named: per activity, the
// triads (trajectories in which every respondent type was interviewed) in which
// all types named it, some but more than one, one, or none. The types are those
// of the instruments, also when nobody of a type was interviewed in the whole
// study; only instruments without types leave it to the data. Any respondent of
// a type speaks for it.
//
// Columns: all, some, one, none. The last row counts trajectory × activity pairs.
func Triads(c *coding.Corpus, o Options) Table {
	x := o.indexed(c)
	t := &triadTable{index: x, parties: x.parties(o)}
	t.t = Table{
		ID: "triads", Title: instruments.Text{NL: "Wie van de triade noemt wat", EN: "Who of the triad names what"}, Unit: Trajectories,
		Base: instruments.Text{NL: "Percentages van de trajecten waarin elk respondenttype is gesproken.", EN: "Percentages of the trajectories in which every respondent type was interviewed."},
		Stub: instruments.Text{NL: "Activiteit", EN: "Activity"}, Ordered: triadColumns[0],
	}
	for i, l := range t.labels() {
		t.column(triadColumns[i], l, instruments.Text{}, FigureCell)
	}
	t.find()
	for i := range x.activities {
		t.activityRow(i)
	}
	slices.SortStableFunc(t.t.Rows, func(p, q Row) int {
		return cmp.Or(cmp.Compare(q.Cells[triadColumns[0]].Figure.Count, p.Cells[triadColumns[0]].Figure.Count), cmp.Compare(p.Key, q.Key))
	})
	t.total()
	t.t.Notes = append(t.t.Notes, x.notes...)
	if len(t.triads) == 0 {
		t.empty()
	}
	t.note("perspective", "Dit is perspectiefovereenstemming tussen respondenten, geen interbeoordelaarsbetrouwbaarheid.", "This is agreement of perspectives between respondents, no reliability of coders.")
	return t.t
}

var triadColumns = [4]string{"all", "some", "one", "none"}

type triadTable struct {
	*index
	builder
	parties []instruments.RespondentType
	triads  []instruments.TrajectoryID
	members map[instruments.TrajectoryID]map[instruments.RespondentType][]int
	pairs   [4][]string
	inside  [4]map[string]bool
}

// parties are the types that make a triad complete, as far as the options take
// them.
func (x *index) parties(o Options) []instruments.RespondentType {
	types := x.set.Types
	if len(types) == 0 {
		types = x.types
	}
	var out []instruments.RespondentType
	for _, t := range types {
		if len(o.Types) == 0 || slices.Contains(o.Types, t.ID) {
			out = append(out, t.ID)
		}
	}
	return out
}

func (t *triadTable) labels() []instruments.Text {
	if len(t.parties) == 3 {
		return []instruments.Text{{NL: "alle drie", EN: "all three"}, {NL: "twee", EN: "two"}, {NL: "één", EN: "one"}, {NL: "geen", EN: "none"}}
	}
	return []instruments.Text{{NL: "alle partijen", EN: "all parties"}, {NL: "enkele partijen", EN: "some parties"}, {NL: "één", EN: "one"}, {NL: "geen", EN: "none"}}
}

// find lists the trajectories with a respondent of every party; with fewer than
// two parties there are none.
func (t *triadTable) find() {
	t.members = map[instruments.TrajectoryID]map[instruments.RespondentType][]int{}
	for i, p := range t.people {
		if !slices.Contains(t.parties, p.Type) {
			continue
		}
		for _, tr := range p.Trajectories {
			if t.members[tr] == nil {
				t.members[tr] = map[instruments.RespondentType][]int{}
			}
			t.members[tr][p.Type] = append(t.members[tr][p.Type], i)
		}
	}
	for _, tr := range sortedKeys(t.members) {
		if len(t.parties) > 1 && len(t.members[tr]) == len(t.parties) {
			t.triads = append(t.triads, tr)
		}
	}
	for i := range t.inside {
		t.inside[i] = map[string]bool{}
	}
}

// column of a trajectory for an activity: how many types named it.
func (t *triadTable) named(tr instruments.TrajectoryID, a int) int {
	n := 0
	for _, people := range t.members[tr] {
		if slices.ContainsFunc(people, func(p int) bool { return t.people[p].named(a) }) {
			n++
		}
	}
	switch {
	case n == len(t.parties):
		return 0
	case n > 1:
		return 1
	}
	return 3 - n
}

func (t *triadTable) activityRow(a int) {
	ids := [4][]string{}
	for _, tr := range t.triads {
		c := t.named(tr, a)
		ids[c] = append(ids[c], string(tr))
		t.pairs[c] = append(t.pairs[c], pairID(tr, t.activities[a].ID))
		t.inside[c][string(tr)] = true
	}
	r := t.row(string(t.activities[a].ID), activityLabel(t.activities[a]))
	for i, c := range triadColumns {
		f := &Figure{Count: len(ids[i]), Base: len(t.triads), Unit: Trajectories, BaseOf: instruments.Text{NL: "triades", EN: "triads"}, IDs: ids[i], Persons: len(ids[i])}
		r.figure(c, f.withInterval())
	}
}

func (t *triadTable) total() {
	var rows []string
	for _, r := range t.t.Rows {
		rows = append(rows, r.Key)
	}
	base := len(t.triads) * len(rows)
	r := t.row(RowTotal, instruments.Text{NL: "traject × activiteit", EN: "trajectory × activity"})
	r.Total = true
	for i, c := range triadColumns {
		r.figure(c, tally(len(t.pairs[i]), base, len(t.inside[i]), Items, instruments.Text{NL: "traject × activiteit", EN: "trajectory × activity"}, t.pairs[i]))
		t.down(c, RowTotal, rows)
	}
	t.groupsOf(rows)
}

// groupsOf adds the row of denominators, of which every row is a division.
func (t *triadTable) groupsOf(rows []string) {
	r := t.row(RowBase, instruments.Text{NL: "triades (basis)", EN: "triads (base)"})
	r.Total = true
	ids := make([]string, len(t.triads))
	for i, tr := range t.triads {
		ids[i] = string(tr)
	}
	f := &Figure{Count: len(ids), Base: len(ids), Unit: Trajectories, BaseOf: instruments.Text{NL: "triades", EN: "triads"}, IDs: ids, Persons: len(ids)}
	r.figure(triadColumns[0], f)
	for _, row := range rows {
		t.sum(t.ref(RowBase, triadColumns[0]), refs(t.t.ID, row, triadColumns[:])...)
	}
}
