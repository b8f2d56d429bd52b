package retrieval

import (
	"slices"
	"strconv"
	"strings"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Support is one of those whom a figure counts, with what put it there.
type Support struct {
	ID   string        `json:"id"`   // as in Figure.IDs
	Unit analysis.Unit `json:"unit"` // what the id names

	// The parts of the id; "" for what it does not name.
	Respondent instruments.RespondentID `json:"respondent,omitempty"`
	Trajectory instruments.TrajectoryID `json:"trajectory,omitempty"`
	Dyad       instruments.DyadID       `json:"dyad,omitempty"`
	Activity   instruments.ActivityID   `json:"activity,omitempty"`
	Document   instruments.DocumentID   `json:"document,omitempty"`
	Code       coding.CodeID            `json:"code,omitempty"`

	Quotations []Quotation `json:"quotations"` // none: counted without a quotation
	Ticks      []Tick      `json:"ticks"`
}

// Tick is what a filled list says that has to do with a figure: the answer to
// an item of an activity checklist, or the value of an indicator.
type Tick struct {
	Filling    string                   `json:"filling"`
	Kind       instruments.FillingKind  `json:"kind"`
	Respondent instruments.RespondentID `json:"respondent,omitempty"`
	Dyad       instruments.DyadID       `json:"dyad,omitempty"`
	Coder      string                   `json:"coder"`
	Counts     bool                     `json:"counts"` // this filling is the one that tables count
	Item       string                   `json:"item"`   // "A01", "K2"
	Code       coding.CodeID            `json:"code"`   // "act.A01", "ind.K2.1"
	State      instruments.State        `json:"state,omitempty"`
	Value      instruments.Value        `json:"value,omitempty"`
	Remark     string                   `json:"remark,omitempty"`
	Evidence   []instruments.Evidence   `json:"evidence,omitempty"`
}

// Of is what stands behind a cell of a table that the options made: one Support
// for every id of its figure, in their order, so that there are as many as the
// figure counts. A cell that was masked has none. Quotations are those of the
// codes of the row in the interviews of those counted; a figure that was counted
// from codings shows the codings that it counts, one from checklists all
// codings of the activity, also accepted suggestions. Ticks are what the
// fillings of every coder say about the activity; where a row is about several
// activities, only those that were named. A dyad has its indicator list and the
// codings of indicators about it.
//
// The cells of Saturation have one Support for every code they count, and so
// have the first interviews of SaturationRules; that of a coefficient of two codes
// has those who have both.
func Of(c *coding.Corpus, t analysis.Table, row, column string, o analysis.Options) []Support {
	return newBehind(c, o).of(t, row, column)
}

func (b *behind) of(t analysis.Table, row, column string) []Support {
	b.reset()
	switch {
	case t.ID == "saturation":
		return b.saturation(t, row, column)
	case t.ID == "saturation-rules" && column == "base":
		return b.base(row)
	case t.ID == "cooccurrence" && (column == "jaccard" || column == "phi" || column == "lift"):
		column = "n12"
	}
	b.look(&t, row, column)
	return b.support(t.Figure(row, column))
}

// OfFigure is what stands behind a figure that is about some codes.
func OfFigure(c *coding.Corpus, f analysis.Figure, codes []coding.CodeID, o analysis.Options) []Support {
	b := newBehind(c, o)
	b.reset()
	b.about(codes...)
	return b.support(f)
}

func (b *behind) support(f analysis.Figure) []Support {
	out := make([]Support, len(f.IDs))
	for i, id := range f.IDs {
		out[i] = Support{ID: id, Unit: f.Unit, Quotations: []Quotation{}, Ticks: []Tick{}}
		b.fill(&out[i])
	}
	return out
}

// fill finds what the id names and what supports it.
func (b *behind) fill(e *Support) {
	switch e.Unit {
	case analysis.Respondents:
		e.Respondent = instruments.RespondentID(e.ID)
		b.person(e, e.Respondent, b.asked)
	case analysis.Trajectories:
		e.Trajectory = instruments.TrajectoryID(e.ID)
		b.trajectory(e, b.asked)
	case analysis.Dyads:
		e.Dyad = instruments.DyadID(e.ID)
		b.dyad(e)
	case analysis.Documents:
		e.Document = instruments.DocumentID(e.ID)
		b.quote(e, e.Document, b.asked)
	case analysis.Segments:
		b.segment(e)
	default: // a mention, or a pair
		b.pair(e)
	}
}

// pair takes an id such as "R01/A01", "T01/A01" or "T01/V–toezichth./R01/A01"
// apart. Ids may hold strokes themselves, so every place is tried.
func (b *behind) pair(e *Support) {
	for i := len(e.ID) - 1; i > 0; i-- {
		if e.ID[i] != '/' {
			continue
		}
		e.Activity = instruments.ActivityID(e.ID[i+1:])
		if b.whose(e, e.ID[:i], only(coding.ActivityCode(e.Activity))) {
			return
		}
	}
}

// whose finds whom the first part of a pair names: a respondent, a trajectory,
// or a respondent for whose dyad a mention counts.
func (b *behind) whose(e *Support, id string, codes codeSet) bool {
	if b.people[instruments.RespondentID(id)] != nil {
		e.Respondent = instruments.RespondentID(id)
		b.person(e, e.Respondent, codes)
		return true
	}
	if b.members[instruments.TrajectoryID(id)] != nil {
		e.Trajectory = instruments.TrajectoryID(id)
		b.trajectory(e, codes)
		return true
	}
	for i := len(id) - 1; i > 0; i-- {
		who := instruments.RespondentID(id[i+1:])
		if id[i] == '/' && b.people[who] != nil {
			e.Dyad, e.Respondent = instruments.DyadID(id[:i]), who
			b.person(e, who, codes)
			return true
		}
	}
	return false
}

// person adds the quotations and ticks of a respondent.
func (b *behind) person(e *Support, id instruments.RespondentID, codes codeSet) {
	for _, d := range b.interviews[id] {
		b.quote(e, d, codes)
	}
	b.ticks(e, id, codes)
}

// trajectory adds those of its respondents, as far as the cell counts them.
func (b *behind) trajectory(e *Support, codes codeSet) {
	if b.classed != nil {
		for _, id := range b.dyadsOf[e.Trajectory] {
			if b.classed[string(id)] {
				b.rated(e, id)
			}
		}
		return
	}
	for _, id := range b.members[e.Trajectory] {
		if b.takes(*b.people[id]) {
			b.person(e, id, codes)
		}
	}
}

// quote adds the quotations of some codes in a document.
func (b *behind) quote(e *Support, id instruments.DocumentID, codes codeSet) {
	if len(codes) == 0 {
		return
	}
	var items []item
	for in, i := b.ranges[id], b.ranges[id].start; i < in.end; i++ {
		if codes[b.codings[i].Code] && b.counts(i) {
			items = append(items, b.item(i))
		}
	}
	e.Quotations = b.quotations(e.Quotations, id, merged(items))
}

// counts is true for a coding that the cell counts.
func (b *behind) counts(i int) bool {
	return !b.coders || b.lexicon || b.codings[i].Coder != coding.LexiconCoder
}

// segment adds the one coding that the id names.
func (b *behind) segment(e *Support) {
	if b.byID == nil {
		b.byID = make(map[string]int, len(b.codings))
		for i := range b.codings {
			b.byID[string(b.codings[i].ID)] = i
		}
	}
	i, ok := b.byID[e.ID]
	if !ok {
		return
	}
	k := &b.codings[i]
	e.Document, e.Code, e.Respondent = k.Document, k.Code, b.place(k.Document).who.ID
	e.Quotations = b.quotations(e.Quotations, k.Document, []item{b.item(i)})
}

// dyad adds what a dyad's form rests on.
func (b *behind) dyad(e *Support) {
	e.Trajectory = b.dyads[e.Dyad]
	b.rated(e, e.Dyad)
}

// rated adds the indicator lists and codings of a dyad.
func (b *behind) rated(e *Support, id instruments.DyadID) {
	for _, i := range b.rating[id] {
		k, _, _ := b.codings[i].Code.Indicator()
		if b.indicator == "" || b.indicator == k {
			e.Quotations = b.quotations(e.Quotations, b.codings[i].Document, []item{b.item(i)})
		}
	}
	b.ratings(e, id)
}

// saturation finds the codes that a cell of Saturation counts: those new in an
// interview, or seen up to it.
func (b *behind) saturation(t analysis.Table, row, column string) []Support {
	upto := slices.IndexFunc(t.Rows, func(r analysis.Row) bool { return r.Key == row })
	if upto < 0 || column != "new" && column != "seen" {
		return []Support{}
	}
	b.coders = true
	seen, fresh := codeSet{}, codeSet{}
	for _, r := range t.Rows[:upto+1] {
		fresh = codeSet{}
		for id := range b.used(instruments.RespondentID(r.Key)) {
			if !seen[id] {
				seen[id], fresh[id] = true, true
			}
		}
	}
	codes, rows := fresh, t.Rows[upto:upto+1]
	if column == "seen" {
		codes, rows = seen, t.Rows[:upto+1]
	}
	out := []Support{}
	for _, id := range b.order {
		if !codes[id] {
			continue
		}
		e := Support{ID: string(id), Code: id, Quotations: []Quotation{}, Ticks: []Tick{}}
		for _, r := range rows {
			for _, d := range b.interviews[instruments.RespondentID(r.Key)] {
				b.quote(&e, d, only(id))
			}
		}
		out = append(out, e)
	}
	return out
}

// base finds the codes of the first interviews, which a stopping rule such as
// "4/2" compares with.
func (b *behind) base(row string) []Support {
	first, _, _ := strings.Cut(row, "/")
	n, err := strconv.Atoi(first)
	t := analysis.Saturation(b.c, b.o)
	if err != nil || n < 1 || n > len(t.Rows) {
		return []Support{}
	}
	return b.saturation(t, t.Rows[n-1].Key, "seen")
}

// used are the codes of the domain in somebody's interviews.
func (b *behind) used(id instruments.RespondentID) codeSet {
	out := codeSet{}
	for _, d := range b.interviews[id] {
		for in, i := b.ranges[d], b.ranges[d].start; i < in.end; i++ {
			k, listed := b.c.Codebook.Code(b.codings[i].Code)
			if listed && b.counts(i) && (b.o.Domain == "" || k.Domain == b.o.Domain) {
				out[b.codings[i].Code] = true
			}
		}
	}
	return out
}
