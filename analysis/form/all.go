package form

import (
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Assignment is the class of one dyad in a study: the computed result, whose
// filling it rests on, how each perspective alone would be classified, and the
// manual override, if a person set one.
type Assignment struct {
	Dyad    instruments.Dyad `json:"dyad"`
	Project string           `json:"project,omitempty"`
	Result
	Coder string           `json:"coder"`         // whose filling was used; "" when there is none
	Note  instruments.Text `json:"note,omitzero"` // why that filling, when there was a choice
	// Views are the classes by the evidence of one respondent type alone, for
	// the types that gave any.
	Views    []View           `json:"views,omitempty"`
	Override *coding.Override `json:"override,omitempty"`
}

// View is the class that the words of one respondent type alone would give.
type View struct {
	Type     instruments.RespondentType `json:"type"`
	Class    Class                      `json:"class"`
	Mixed    Forms                      `json:"mixed,omitempty"`
	Observed int                        `json:"observed"`
}

// Effective is the class that tables use: the override's where a person set a
// valid one, else the computed class.
func (a Assignment) Effective(list *instruments.IndicatorList) (Class, []string) {
	if a.Override != nil {
		if c, mixed, ok := ParseClass(a.Override.Class, list); ok {
			if c == Mixed && mixed == nil {
				mixed = a.Mixed
			}
			return c, mixed
		}
	}
	return a.Class, a.Mixed
}

// All classifies every dyad of the study that has an indicator filling or an
// indicator coding, in the order of dyad ids. The consensus filling counts;
// without one, the only filling; with several, the one of the first coder by
// name, and Note says so. Codings of indicator values that name a dyad count as
// evidence, accepted suggestions of the lexicon excepted.
func All(c *coding.Corpus) []Assignment {
	if c.Instruments == nil {
		return nil
	}
	s := newStudy(c)
	out := make([]Assignment, 0, len(s.dyads))
	for _, id := range s.order() {
		out = append(out, s.assign(id))
	}
	return out
}

// study is what All needs to find quickly.
type study struct {
	set       *instruments.Set
	types     map[instruments.RespondentID]instruments.RespondentType
	projects  map[instruments.TrajectoryID]string
	dyads     map[instruments.DyadID]instruments.Dyad
	fillings  map[instruments.DyadID][]*instruments.Filling
	codings   map[instruments.DyadID][]*coding.Coding
	speakers  map[instruments.DocumentID]instruments.RespondentID
	overrides map[instruments.DyadID]*coding.Override
}

func newStudy(c *coding.Corpus) *study {
	s := &study{
		set: c.Instruments, types: map[instruments.RespondentID]instruments.RespondentType{}, projects: map[instruments.TrajectoryID]string{},
		dyads: map[instruments.DyadID]instruments.Dyad{}, fillings: map[instruments.DyadID][]*instruments.Filling{},
		codings: map[instruments.DyadID][]*coding.Coding{}, speakers: map[instruments.DocumentID]instruments.RespondentID{},
		overrides: map[instruments.DyadID]*coding.Override{},
	}
	for _, r := range c.Respondents {
		s.types[r.ID] = r.Type
		for _, t := range r.Trajectories {
			s.projects[t] = r.Project
		}
	}
	for _, t := range c.Trajectories {
		s.projects[t.ID] = t.Project
	}
	for i := range c.Overrides {
		s.overrides[c.Overrides[i].Dyad] = &c.Overrides[i]
	}
	s.sources(c)
	return s
}

func (s *study) sources(c *coding.Corpus) {
	for i := range c.Fillings {
		if f := &c.Fillings[i]; f.Kind == instruments.IndicatorFilling {
			s.dyads[f.Dyad.ID] = f.Dyad
			s.fillings[f.Dyad.ID] = append(s.fillings[f.Dyad.ID], f)
		}
	}
	for _, d := range c.Documents {
		if d.Kind == instruments.Interview {
			s.speakers[d.ID] = d.Respondent
		}
	}
	for i := range c.Codings {
		k := &c.Codings[i]
		if k.Dyad == "" || k.Coder == coding.LexiconCoder {
			continue
		}
		if _, _, ok := k.Code.Indicator(); !ok {
			continue
		}
		if _, ok := s.dyads[k.Dyad]; !ok {
			s.dyads[k.Dyad] = s.named(k.Dyad)
		}
		s.codings[k.Dyad] = append(s.codings[k.Dyad], k)
	}
}

// named makes a dyad from its id "<trajectory>/<name>".
func (s *study) named(id instruments.DyadID) instruments.Dyad {
	t, name, _ := strings.Cut(string(id), "/")
	d := instruments.Dyad{ID: id, Trajectory: instruments.TrajectoryID(t), Name: name}
	for _, r := range s.set.Roles {
		if r.Dyad != "" && strings.HasSuffix(name, r.Dyad) {
			d.Role = r.ID
		}
	}
	return d
}

func (s *study) order() []instruments.DyadID {
	ids := make([]instruments.DyadID, 0, len(s.dyads))
	for id := range s.dyads {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (s *study) assign(id instruments.DyadID) Assignment {
	d := s.dyads[id]
	a := Assignment{Dyad: d, Project: s.projects[d.Trajectory], Override: s.overrides[id]}
	var ratings []instruments.Rating
	if f, note := Chosen(s.fillings[id]); f != nil {
		a.Coder, a.Note, ratings = f.Coder, note, f.Ratings
	} else {
		a.Note = instruments.Text{NL: "Geen ingevulde indicatorenlijst.", EN: "No filled indicator list."}
	}
	a.Result = Classify(&s.set.List, ratings)
	s.addCodings(&a, ratings)
	a.Flags.OneSource = oneSource(a.Reasons)
	a.Views, a.Flags.PerspectiveDifference = s.perspectives(id, ratings)
	return a
}

// Chosen is the filling that counts among several of one subject: the
// consensus, else the only one, else that of the first coder by name, with a
// note that says so. It is nil when there is none.
func Chosen(fillings []*instruments.Filling) (*instruments.Filling, instruments.Text) {
	var first *instruments.Filling
	for _, f := range fillings {
		if f.Coder == string(coding.ConsensusCoder) {
			return f, instruments.Text{}
		}
		if first == nil || f.Coder < first.Coder {
			first = f
		}
	}
	if len(fillings) < 2 {
		return first, instruments.Text{}
	}
	return first, instruments.Textf("%d codeurs, nog geen consensus; de invulling van %s telt.",
		"%d coders and no consensus yet; the filling of %s counts.", len(fillings), first.Coder)
}

// addCodings joins the codings of a dyad to the evidence of its reasons and
// fills in who each respondent is.
func (s *study) addCodings(a *Assignment, ratings []instruments.Rating) {
	at := map[instruments.IndicatorID]int{}
	for i := range a.Reasons {
		at[a.Reasons[i].Indicator] = i
		for j := range a.Reasons[i].Evidence {
			e := &a.Reasons[i].Evidence[j]
			e.Type = s.types[e.Respondent]
		}
	}
	for _, k := range s.codings[a.Dyad.ID] {
		id, v, _ := k.Code.Indicator()
		i, ok := at[id]
		if !ok {
			continue
		}
		who := s.speakers[k.Document]
		e := instruments.Evidence{Respondent: who, Value: v, Quotation: k.Quotation}
		if !known(a.Reasons[i].Evidence, e) {
			a.Reasons[i].Evidence = append(a.Reasons[i].Evidence, Evidence{Evidence: e, Type: s.types[who], Coding: string(k.ID)})
		}
	}
}

// known is true when the same words of the same respondent stand there already.
func known(have []Evidence, e instruments.Evidence) bool {
	return slices.ContainsFunc(have, func(h Evidence) bool { return h.Evidence == e })
}
