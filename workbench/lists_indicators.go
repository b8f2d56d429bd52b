package workbench

import (
	"cmp"
	"slices"

	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// otherValue strikes when quotations point to other values than the one chosen.
const otherValue = "other"

// indicatorsView is the indicator list of a dyad by one coder, with the form
// that is computed from the list that counts.
type indicatorsView struct {
	Dyad     instruments.Dyad
	Title    instruments.Text
	Coder    string
	Filled   bool
	Own      bool
	HasOwn   bool
	Filling  string
	Choices  []coderChoice
	Lines    []indicatorLine
	People   []personLine
	Loose    []evidenceLine // indicator codings of these people that name no dyad
	Computed computedView
	Show     string
	Most     int // the highest digit that chooses a value
	Me       coding.CoderID
}

// personLine is somebody who can speak about a dyad.
type personLine struct {
	ID   instruments.RespondentID
	Type instruments.Text
	Href string
}

// indicatorLine is one indicator with the value chosen and what speaks for it.
type indicatorLine struct {
	instruments.Indicator
	Now      instruments.Value // NotObserved when nothing was chosen
	Choices  []valueChoice
	Remark   string
	Evidence []evidenceLine
	Signal   string
}

type valueChoice struct {
	ID    instruments.Value
	Label instruments.Text
	Key   int // the digit that chooses it
	Now   bool
}

// evidenceLine is what somebody said about an indicator: a coding, or words that
// the list quotes.
type evidenceLine struct {
	instruments.Evidence
	Indicator  instruments.IndicatorID
	ValueLabel instruments.Text
	Type       instruments.Text
	Coding     coding.Coding // zero for words in the list only
	Own        bool
	Href       string
}

// dyadStudy gathers what one dyad needs of the study.
type dyadStudy struct {
	*coding.Corpus
	v     *visit
	dyad  instruments.Dyad
	types map[instruments.RespondentID]instruments.Text
	who   map[instruments.DocumentID]instruments.RespondentID // of interviews
	all   form.Assignment
}

func (v *visit) dyadStudy(id instruments.DyadID) (*dyadStudy, error) {
	c, err := v.corpora.of(v.ctx(), v.study, false)
	if err != nil {
		return nil, err
	}
	all := withPossibleDyads(c, form.All(c))
	i := slices.IndexFunc(all, func(a form.Assignment) bool { return a.Dyad.ID == id })
	if i < 0 {
		return nil, noDyad()
	}
	s := &dyadStudy{Corpus: c, v: v, dyad: all[i].Dyad, all: all[i], types: map[instruments.RespondentID]instruments.Text{}, who: map[instruments.DocumentID]instruments.RespondentID{}}
	for _, r := range c.Respondents {
		info, _ := c.Instruments.TypeInfo(r.Type)
		s.types[r.ID] = info.Label
	}
	for _, d := range c.Documents {
		if d.Kind == instruments.Interview {
			s.who[d.ID] = d.Respondent
		}
	}
	return s, nil
}

// people are the respondents of the dyad's trajectory: volunteers, then the
// professionals of the role, then the others.
func (s *dyadStudy) people() []instruments.Respondent {
	rank := func(r instruments.Respondent) int {
		switch {
		case r.Type == instruments.Volunteer:
			return 0
		case r.Role == s.dyad.Role:
			return 1
		}
		return 2
	}
	var out []instruments.Respondent
	for _, r := range s.Respondents {
		if slices.Contains(r.Trajectories, s.dyad.Trajectory) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b instruments.Respondent) int { return cmp.Compare(rank(a), rank(b)) })
	return out
}

func (s *dyadStudy) documents(people []instruments.Respondent) []instruments.Document {
	var out []instruments.Document
	for _, p := range people {
		for _, d := range s.Documents {
			if d.Kind == instruments.Interview && d.Respondent == p.ID {
				out = append(out, d)
			}
		}
	}
	return out
}

func (s *dyadStudy) fillings() []instruments.Filling {
	var out []instruments.Filling
	for _, f := range s.Fillings {
		if f.Kind == instruments.IndicatorFilling && f.Dyad.ID == s.dyad.ID {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b instruments.Filling) int { return cmp.Compare(a.Coder, b.Coder) })
	return out
}

// codings are the codings of indicator values that name the dyad.
func (s *dyadStudy) codings() []evidenceLine {
	var out []evidenceLine
	for _, k := range s.Codings {
		if k.Dyad == s.dyad.ID && k.Coder != coding.LexiconCoder {
			if e, ok := s.evidence(k); ok {
				out = append(out, e)
			}
		}
	}
	return out
}

// loose are indicator codings of some people that do not say of which dyad.
func (s *dyadStudy) loose(people []instruments.Respondent) []evidenceLine {
	var out []evidenceLine
	for _, k := range s.Codings {
		if k.Dyad != "" || k.Coder == coding.LexiconCoder || !slices.ContainsFunc(people, func(r instruments.Respondent) bool { return r.ID == s.who[k.Document] }) {
			continue
		}
		if e, ok := s.evidence(k); ok {
			out = append(out, e)
		}
	}
	return out
}

func (s *dyadStudy) evidence(k coding.Coding) (evidenceLine, bool) {
	id, v, ok := k.Code.Indicator()
	if !ok {
		return evidenceLine{}, false
	}
	who := s.who[k.Document]
	e := instruments.Evidence{Respondent: who, Value: v, Quotation: k.Quotation}
	return evidenceLine{e, id, s.label(id, v), s.types[who], k, k.Coder == s.v.coder(), codingHref(k)}, true
}

func (s *dyadStudy) label(id instruments.IndicatorID, v instruments.Value) instruments.Text {
	k, _ := s.Instruments.List.Indicator(id)
	return valueText(k, v)
}

// lines sets a filled list, nil for none, against the evidence.
func (s *dyadStudy) lines(f *instruments.Filling) []indicatorLine {
	said := map[instruments.IndicatorID]instruments.Rating{}
	if f != nil {
		for _, r := range f.Ratings {
			if _, twice := said[r.Indicator]; !twice {
				said[r.Indicator] = r
			}
		}
	}
	coded := s.codings()
	var out []indicatorLine
	for _, k := range s.Instruments.List.Indicators {
		l := indicatorLine{Indicator: k, Now: cmp.Or(said[k.ID].Value, instruments.NotObserved), Remark: said[k.ID].Remark}
		for i, v := range k.Values {
			l.Choices = append(l.Choices, valueChoice{v.ID, v.Label, i + 1, v.ID == l.Now})
		}
		l.Choices = append(l.Choices, valueChoice{instruments.NotObserved, valueText(k, instruments.NotObserved), 0, l.Now == instruments.NotObserved})
		l.Evidence = s.joined(k, said[k.ID], coded)
		l.Signal = l.signal()
		out = append(out, l)
	}
	return out
}

// joined is the evidence for an indicator: the codings, and words that only the
// list quotes.
func (s *dyadStudy) joined(k instruments.Indicator, r instruments.Rating, coded []evidenceLine) []evidenceLine {
	var out []evidenceLine
	for _, e := range coded {
		if e.Indicator == k.ID {
			out = append(out, e)
		}
	}
	for _, e := range r.Evidence {
		if !slices.ContainsFunc(out, func(have evidenceLine) bool { return have.Evidence == e }) {
			out = append(out, evidenceLine{Evidence: e, Indicator: k.ID, ValueLabel: s.label(k.ID, e.Value), Type: s.types[e.Respondent]})
		}
	}
	return out
}

func (l indicatorLine) signal() string {
	observed := l.Now != instruments.NotObserved
	switch {
	case observed && len(l.Evidence) == 0:
		return unsupported
	case !observed && len(l.Evidence) > 0:
		return unticked
	case slices.ContainsFunc(l.Evidence, func(e evidenceLine) bool { return e.Value != l.Now }):
		return otherValue
	}
	return ""
}

// indicators is the list of a dyad as the page asks for it.
func (v *visit) indicators(id instruments.DyadID) (*indicatorsView, []instruments.Document, error) {
	s, err := v.dyadStudy(id)
	if err != nil {
		return nil, nil, err
	}
	people, fillings := s.people(), s.fillings()
	coder, f := v.shownFilling(fillings)
	out := &indicatorsView{
		Dyad: s.dyad, Title: s.Instruments.List.Title, Coder: coder, Filled: f != nil, Own: coder == string(v.coder()), Show: v.r.URL.Query().Get("show"), Me: v.coder(),
		Choices: v.listChoices(fillings, coder, func(coder string) string { return indicatorsHref(id, coder, "") }),
		Lines:   s.lines(f), Loose: s.loose(people),
	}
	if f != nil {
		out.Filling = f.ID
	}
	out.HasOwn = slices.ContainsFunc(fillings, func(f instruments.Filling) bool { return f.Coder == string(v.coder()) })
	for _, p := range people {
		out.People = append(out.People, personLine{p.ID, s.types[p.ID], activitiesHref(p.ID, "", "")})
	}
	for _, k := range s.Instruments.List.Indicators {
		out.Most = min(9, max(out.Most, len(k.Values)))
	}
	out.Computed = s.computed(coder, f)
	return out, s.documents(people), nil
}

func showIndicators(v *visit) error {
	id := instruments.DyadID(v.r.PathValue("dyad"))
	list, docs, err := v.indicators(id)
	if err != nil {
		return err
	}
	text, err := v.listTextOf(docs, func(d instruments.DocumentID) string { return indicatorsHref(id, v.r.URL.Query().Get("coder"), d) })
	if err != nil {
		return err
	}
	return v.page("lists", instruments.Textf("%s van %s", "%s of %s", list.Title, id), listsPage{Indicators: list, Text: text})
}

// partIndicators renders the list and the computed form again:
// ?dyad=ID&coder=NAME.
func partIndicators(v *visit) error {
	list, _, err := v.indicators(instruments.DyadID(v.r.URL.Query().Get("dyad")))
	if err != nil {
		return err
	}
	return v.part("lists", "list-indicators", list)
}
