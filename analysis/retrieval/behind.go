package retrieval

import (
	"slices"
	"strings"

	"meerzicht/analysis"
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// codeSet holds codes, those that no codebook knows too.
type codeSet map[coding.CodeID]bool

// behind is a scene with what is needed to see behind a cell.
type behind struct {
	*scene
	o          analysis.Options
	people     map[instruments.RespondentID]*instruments.Respondent
	members    map[instruments.TrajectoryID][]instruments.RespondentID
	interviews map[instruments.RespondentID][]instruments.DocumentID
	lists      map[instruments.RespondentID][]*instruments.Filling
	sheets     map[instruments.DyadID][]*instruments.Filling
	dyads      map[instruments.DyadID]instruments.TrajectoryID
	dyadsOf    map[instruments.TrajectoryID][]instruments.DyadID
	rating     map[instruments.DyadID][]int // codings of indicators
	byID       map[string]int
	activities codeSet // activities that occur in the data

	cell
}

// cell is what a cell is about.
type cell struct {
	asked     codeSet
	coders    bool                              // counted from codings: suggestions count when the options say so
	lexicon   bool                              // and they do
	classed   map[string]bool                   // the dyads of the row, of a table of forms
	indicator instruments.IndicatorID           // the one the row is about
	takes     func(instruments.Respondent) bool // whom the column counts
}

// reset forgets the last cell.
func (b *behind) reset() { b.cell = cell{takes: b.o.Takes, lexicon: b.o.Lexicon} }

func newBehind(c *coding.Corpus, o analysis.Options) *behind {
	b := &behind{
		scene: newScene(c), o: o,
		people: map[instruments.RespondentID]*instruments.Respondent{}, members: map[instruments.TrajectoryID][]instruments.RespondentID{},
		interviews: map[instruments.RespondentID][]instruments.DocumentID{}, lists: map[instruments.RespondentID][]*instruments.Filling{},
		sheets: map[instruments.DyadID][]*instruments.Filling{}, dyads: map[instruments.DyadID]instruments.TrajectoryID{},
		dyadsOf: map[instruments.TrajectoryID][]instruments.DyadID{}, rating: map[instruments.DyadID][]int{}, activities: codeSet{},
	}
	for i := range c.Respondents {
		r := &c.Respondents[i]
		b.people[r.ID] = r
		for _, t := range r.Trajectories {
			b.members[t] = append(b.members[t], r.ID)
		}
	}
	for i := range c.Documents {
		if d := &c.Documents[i]; d.Kind == instruments.Interview && d.Respondent != "" {
			b.interviews[d.Respondent] = append(b.interviews[d.Respondent], d.ID)
		}
	}
	b.fillings()
	return b
}

func (b *behind) fillings() {
	for i := range b.c.Fillings {
		switch f := &b.c.Fillings[i]; f.Kind {
		case instruments.ActivityFilling:
			b.lists[f.Respondent] = append(b.lists[f.Respondent], f)
			for _, r := range f.Responses {
				b.activities[coding.ActivityCode(r.Activity)] = true
			}
		case instruments.IndicatorFilling:
			b.sheets[f.Dyad.ID] = append(b.sheets[f.Dyad.ID], f)
			b.isDyad(f.Dyad.ID, f.Dyad.Trajectory)
		}
	}
	for i := range b.codings {
		k := &b.codings[i]
		if _, ok := k.Code.Activity(); ok {
			b.activities[k.Code] = true
		}
		if _, _, ok := k.Code.Indicator(); ok && k.Dyad != "" && k.Coder != coding.LexiconCoder {
			b.rating[k.Dyad] = append(b.rating[k.Dyad], i)
			trajectory, _, _ := strings.Cut(string(k.Dyad), "/")
			b.isDyad(k.Dyad, instruments.TrajectoryID(trajectory))
		}
	}
}

func (b *behind) isDyad(id instruments.DyadID, t instruments.TrajectoryID) {
	if _, ok := b.dyads[id]; !ok {
		b.dyads[id] = t
		b.dyadsOf[t] = append(b.dyadsOf[t], id)
	}
}

// only are those codes and no others.
func only(codes ...coding.CodeID) codeSet {
	out := codeSet{}
	for _, id := range codes {
		out[id] = true
	}
	return out
}

// tree is a code and those below it.
func (b *behind) tree(code coding.CodeID) codeSet {
	out := only(code)
	for n := range b.below(code) {
		out[b.order[n]] = true
	}
	return out
}

// about says which codes a figure is about, exactly.
func (b *behind) about(codes ...coding.CodeID) { b.asked = only(codes...) }

// look finds what a cell is about.
func (b *behind) look(t *analysis.Table, row, column string) {
	b.takes = b.group(column)
	b.coders = b.o.Source == analysis.FromCodings
	switch {
	case row == analysis.RowBase:
	case t.ID == "activities" || t.ID == "expectation" || t.ID == "triads" || t.ID == "concordance":
		b.about(coding.ActivityCode(instruments.ActivityID(row)))
		b.coders = b.coders || t.ID == "concordance" || column == "segments"
	case t.ID == "goals":
		b.about(b.serving(row)...)
	case t.ID == "cooccurrence":
		b.together(row, column)
	case t.ID == "support":
		b.supporting(coding.CodeID(strings.Trim(row[strings.LastIndex(row, "//")+1:], "/")))
	case t.ID == "forms" || t.ID == "form-goals" || t.ID == "form-flags" || t.ID == "form-reasons":
		b.formed(t, row)
	case strings.HasPrefix(t.ID, "codes-"):
		b.counted(coding.CodeID(row))
	case strings.HasPrefix(t.ID, "form-"):
		b.lexicon = false
		b.counted(coding.CodeID(row))
	}
}

// supporting is a row of the report's chains, which repeats the figure of an
// activity, a goal or a code.
func (b *behind) supporting(code coding.CodeID) {
	if _, ok := code.Activity(); ok {
		b.about(code)
		return
	}
	if goal, ok := strings.CutPrefix(string(code), coding.GoalPrefix); ok {
		b.about(b.serving(goal)...)
		return
	}
	b.counted(code)
}

// counted says that a figure was counted from the codings of a code and those
// below it.
func (b *behind) counted(code coding.CodeID) {
	b.coders, b.asked = true, b.tree(code)
}

// formed says which dyads a row counts, and which indicator it is about.
func (b *behind) formed(t *analysis.Table, row string) {
	b.classed = map[string]bool{}
	for _, id := range t.Figure(row, analysis.ColumnAll).IDs {
		b.classed[id] = true
	}
	if t.ID == "form-reasons" {
		b.indicator = instruments.IndicatorID(row)
	}
}

// together finds the codes of a pair "a+b"; ids may hold a plus themselves.
func (b *behind) together(row, column string) {
	for i := range row {
		p, q := coding.CodeID(row[:i]), coding.CodeID(strings.TrimPrefix(row[i:], "+"))
		_, first := b.codes[p]
		if _, second := b.codes[q]; row[i] != '+' || !first || !second {
			continue
		}
		switch column {
		case "n1":
			b.counted(p)
		case "n2":
			b.counted(q)
		default:
			b.counted(p)
			for id := range b.tree(q) {
				b.asked[id] = true
			}
		}
		return
	}
}

// serving are the codes of the activities that count for a goal, or of all.
func (b *behind) serving(row string) []coding.CodeID {
	var out []coding.CodeID
	goal := instruments.GoalID(row)
	known := map[instruments.ActivityID]bool{}
	for _, a := range b.set.Taxonomy.Activities {
		known[a.ID] = true
		if row == analysis.RowTotal || a.Primary == goal || b.o.AllGoals && slices.Contains(a.Further, goal) {
			out = append(out, coding.ActivityCode(a.ID))
		}
	}
	if row == analysis.RowTotal || row == "" { // those that only occur in data serve no goal
		for id := range b.activities {
			if a, _ := id.Activity(); !known[a] {
				out = append(out, id)
			}
		}
	}
	return out
}

// group is whom a column counts, beside the options.
func (b *behind) group(column string) func(instruments.Respondent) bool {
	in := func(instruments.Respondent) bool { return true }
	for prefix, has := range map[string]func(r instruments.Respondent, v string) bool{
		analysis.ProjectPrefix: func(r instruments.Respondent, v string) bool { return r.Project == v },
		analysis.TypePrefix:    func(r instruments.Respondent, v string) bool { return string(r.Type) == v },
		analysis.WithoutPrefix: func(r instruments.Respondent, v string) bool { return r.Project != v },
		analysis.CellPrefix:    func(r instruments.Respondent, v string) bool { return r.Project+"/"+string(r.Type) == v },
	} {
		if v, ok := strings.CutPrefix(column, prefix); ok {
			in = func(r instruments.Respondent) bool { return has(r, v) }
		}
	}
	return func(r instruments.Respondent) bool { return b.o.Takes(r) && in(r) }
}

// ticks adds what the checklists about somebody say about some activities.
func (b *behind) ticks(e *Support, id instruments.RespondentID, codes codeSet) {
	counts, _ := form.Chosen(b.lists[id])
	for _, f := range b.lists[id] {
		for _, r := range f.Responses {
			if !codes[coding.ActivityCode(r.Activity)] || len(codes) > 1 && r.State != instruments.Mentioned {
				continue
			}
			e.Ticks = append(e.Ticks, Tick{
				Filling: f.ID, Kind: f.Kind, Respondent: id, Coder: f.Coder, Counts: f == counts,
				Item: string(r.Activity), Code: coding.ActivityCode(r.Activity), State: r.State, Remark: r.Remark,
			})
		}
	}
}

// ratings adds what the indicator lists about a dyad say.
func (b *behind) ratings(e *Support, id instruments.DyadID) {
	counts, _ := form.Chosen(b.sheets[id])
	for _, f := range b.sheets[id] {
		for _, r := range f.Ratings {
			if b.indicator != "" && b.indicator != r.Indicator {
				continue
			}
			e.Ticks = append(e.Ticks, Tick{
				Filling: f.ID, Kind: f.Kind, Dyad: id, Coder: f.Coder, Counts: f == counts,
				Item: string(r.Indicator), Code: coding.IndicatorCode(r.Indicator, r.Value), Value: r.Value, Remark: r.Remark, Evidence: r.Evidence,
			})
		}
	}
}
