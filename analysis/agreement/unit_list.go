package agreement

import (
	"maps"
	"math"
	"slices"

	collaboration "meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// listed is the subject of a list with the filling of each coder, nil where a
// coder filled none.
type listed struct {
	subject string
	by      []*instruments.Filling
	worked  []bool
}

// lists gathers the lists of a kind that at least two coders filled, by
// subject, and notes those that only one did.
func (x *scope) lists(kind instruments.FillingKind) []listed {
	takes := x.subjects(kind)
	of := map[string]listed{}
	for i := range x.c.Fillings {
		f := &x.c.Fillings[i]
		k, counts := x.who[coding.CoderID(f.Coder)]
		if f.Kind != kind || !counts || !takes(f) {
			continue
		}
		id := subject(f)
		if of[id].by == nil {
			of[id] = listed{id, make([]*instruments.Filling, len(x.coders)), make([]bool, len(x.coders))}
		}
		of[id].by[k], of[id].worked[k] = f, true
	}
	var out []listed
	for _, id := range slices.Sorted(maps.Keys(of)) {
		if n := len(slices.DeleteFunc(slices.Clone(of[id].worked), func(w bool) bool { return !w })); n >= 2 {
			out = append(out, of[id])
		} else {
			x.leave(id, of[id].worked)
		}
	}
	return out
}

// subjects tells which lists are compared: those about the respondents of the
// documents of the settings and the round, and about the trajectories of these.
func (x *scope) subjects(kind instruments.FillingKind) func(*instruments.Filling) bool {
	if len(x.s.Documents) == 0 && x.round.ID == "" {
		return func(*instruments.Filling) bool { return true }
	}
	people, cases := map[instruments.RespondentID]bool{}, map[instruments.TrajectoryID]bool{}
	for i := range x.c.Documents {
		d := &x.c.Documents[i]
		if d.Respondent == "" || x.round.ID != "" && !x.round.Has(d.ID) || len(x.s.Documents) > 0 && !slices.Contains(x.s.Documents, d.ID) {
			continue
		}
		people[d.Respondent] = true
		if r, ok := x.c.Respondent(d.Respondent); ok {
			for _, t := range r.Trajectories {
				cases[t] = true
			}
		}
	}
	if kind == instruments.IndicatorFilling {
		return func(f *instruments.Filling) bool { return cases[f.Dyad.Trajectory] }
	}
	return func(f *instruments.Filling) bool { return people[f.Respondent] }
}

// states of a checklist, in the order of the form.
func states() []string {
	return []string{string(instruments.Mentioned), string(instruments.Denied), string(instruments.NotDiscussed)}
}

// checklists compares the checklists: three states nominal, and named against
// the rest.
func (x *scope) checklists(r *Result) {
	lists := x.lists(instruments.ActivityFilling)
	activities := x.activities(lists)
	items := make([]nominal, len(activities))
	g := newGrouping(len(x.coders), len(lists))
	for _, l := range lists {
		r.Subjects = append(r.Subjects, l.subject)
		g.add(l.worked, 1)
	}
	tallies := newTallies(g, len(activities))
	if len(lists) == 0 {
		activities, items, tallies = nil, nil, nil
	}
	for i, a := range activities {
		items[i] = nominal{code: coding.ActivityCode(a.ID), label: a.Label, categories: states()}
		for j, l := range lists {
			row, yes := make([]string, len(l.by)), make([]bool, len(l.by))
			for k, f := range l.by {
				if f != nil {
					row[k] = string(stateOf(f, a.ID))
					yes[k] = row[k] == string(instruments.Mentioned)
				}
			}
			items[i].rows = append(items[i].rows, row)
			tallies[i].say(j, l.worked, yes)
		}
	}
	x.items(r, items, states())
	whole := pool(g, tallies)
	binary := x.measureAll(g, append(slices.Clip(tallies), whole))
	r.Table, r.Prevalence, r.Binary = whole.table(), whole.prevalence(), binary[len(tallies)]
	for i, t := range tallies {
		r.Codes[i].Table, r.Codes[i].Prevalence, r.Codes[i].Binary = t.table(), t.prevalence(), binary[i]
	}
}

// stateOf is what a checklist says of an activity; no answer is not discussed.
func stateOf(f *instruments.Filling, a instruments.ActivityID) instruments.State {
	for _, r := range f.Responses {
		if r.Activity == a && r.State != "" {
			return r.State
		}
	}
	return instruments.NotDiscussed
}

// activities are those of the taxonomy, then others that a list answers.
func (x *scope) activities(lists []listed) []instruments.Activity {
	out := slices.Clone(x.c.Instruments.Taxonomy.Activities)
	have, more := map[instruments.ActivityID]bool{}, map[instruments.ActivityID]bool{}
	for _, a := range out {
		have[a.ID] = true
	}
	for _, l := range lists {
		for _, f := range l.by {
			if f == nil {
				continue
			}
			for _, r := range f.Responses {
				more[r.Activity] = more[r.Activity] || !have[r.Activity]
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(more)) {
		if more[id] {
			out = append(out, instruments.Activity{ID: id, Label: instruments.Same(string(id))})
		}
	}
	takes := x.takes()
	return slices.DeleteFunc(out, func(a instruments.Activity) bool { return !takes(coding.ActivityCode(a.ID)) })
}

// indicators compares the values of every indicator, and the forms that follow
// from each coder's list.
func (x *scope) indicators(r *Result) {
	lists := x.lists(instruments.IndicatorFilling)
	for _, l := range lists {
		r.Subjects = append(r.Subjects, l.subject)
	}
	var items []nominal
	every := []string{}
	for _, k := range x.c.Instruments.List.Indicators {
		item := nominal{code: coding.CodeID(coding.IndicatorPrefix + string(k.ID)), label: k.Label, categories: answersOf(k)}
		for _, v := range item.categories {
			if !slices.Contains(every, v) {
				every = append(every, v)
			}
		}
		for _, l := range lists {
			item.rows = append(item.rows, ratingsOf(l, k.ID))
		}
		items = append(items, item)
	}
	if len(lists) == 0 {
		items = nil
	}
	x.items(r, items, every)
	one := nominal{code: "ind", label: instruments.Text{NL: "samenwerkingsvorm die uit de lijst volgt", EN: "form of collaboration that follows from the list"}, categories: x.classes()}
	for _, l := range lists {
		one.rows = append(one.rows, x.classesOf(l))
	}
	r.Form = &CodeResult{Code: one.code, Label: one.label, Measures: x.nominal(one.categories, one.rows)}
}

// answersOf are the values of an indicator, not observed the last.
func answersOf(k instruments.Indicator) []string {
	var out []string
	for _, v := range k.Values {
		out = append(out, string(v.ID))
	}
	return append(out, string(instruments.NotObserved))
}

func ratingsOf(l listed, k instruments.IndicatorID) []string {
	row := make([]string, len(l.by))
	for i, f := range l.by {
		if f == nil {
			continue
		}
		row[i] = string(instruments.NotObserved)
		for _, r := range f.Ratings {
			if r.Indicator == k && r.Value != "" {
				row[i] = string(r.Value)
			}
		}
	}
	return row
}

// classes are those that the list of indicators can give; a mixed form is the
// same whichever of its two leads.
func (x *scope) classes() []string {
	var out []string
	forms := x.c.Instruments.List.Forms
	for _, f := range forms {
		out = append(out, string(collaboration.Of(f.ID)))
	}
	for i, f := range forms {
		for _, g := range forms[i+1:] {
			out = append(out, classKey(collaboration.Mixed, []string{f.ID, g.ID}))
		}
	}
	return append(out, string(collaboration.Insufficient), string(collaboration.Ambiguous))
}

func classKey(c collaboration.Class, mixed []string) string {
	return collaboration.Key(c, slices.Sorted(slices.Values(mixed)))
}

func (x *scope) classesOf(l listed) []string {
	row := make([]string, len(l.by))
	for i, f := range l.by {
		if f != nil {
			one := collaboration.Classify(&x.c.Instruments.List, f.Ratings)
			row[i] = classKey(one.Class, one.Mixed)
		}
	}
	return row
}

// nominal is one item of a list: one row of values a subject, one value a
// coder, "" where the coder filled no list.
type nominal struct {
	code       coding.CodeID
	label      instruments.Text
	categories []string
	rows       [][]string
}

// items fills in the figures of the items of a list; every is the categories of
// all items together.
func (x *scope) items(r *Result, items []nominal, every []string) {
	var all [][]string
	r.Codes = make([]CodeResult, len(items))
	for i, item := range items {
		r.Codes[i] = CodeResult{Code: item.code, Label: item.label, Measures: x.nominal(item.categories, item.rows)}
		all = append(all, item.rows...)
		r.Units = max(r.Units, len(item.rows))
	}
	r.Pooled, r.Mean = x.pooled(every, items, all), meanOf(r.Codes)
}

// pooled are the measures of all items together. The answers of one list do not
// stand apart, so only alpha gets an interval, for which lists are drawn.
func (x *scope) pooled(categories []string, items []nominal, all [][]string) []Measure {
	o := x.s.Options
	x.s.Bootstrap = NoBootstrap
	out := x.nominal(categories, all)
	x.s.Options = o
	for i := range out {
		m := &out[i]
		if m.Value == nil || m.CIReason == PerfectAgreement {
			m.UpperDisagreement = nil
			continue
		}
		m.SE, m.SE0, m.CI, m.CIReason = nil, nil, nil, DependentAnswers
		if m.Name == AlphaName {
			*m = x.redrawLists(*m, categories, items)
		}
	}
	return out
}

// answered is what one list adds to nominal alpha: values per category, and the
// disagreement Σ over pairs of values that differ of 2/(m−1).
type answered struct {
	totals []float64
	split  float64
}

func (a *answered) add(categories []string, row []string) {
	values := slices.DeleteFunc(slices.Clone(row), func(v string) bool { return v == "" })
	if len(values) < 2 {
		return
	}
	for i, v := range values {
		a.totals[slices.Index(categories, v)]++
		for _, w := range values[:i] {
			if v != w {
				a.split += 2 / float64(len(values)-1)
			}
		}
	}
}

// redrawLists is the interval of alpha over all items: lists are drawn with
// replacement, each with all its answers.
func (x *scope) redrawLists(m Measure, categories []string, items []nominal) Measure {
	var lists []answered
	for _, item := range items { // values that the list does not know count too
		for _, row := range item.rows {
			for _, v := range row {
				if v != "" && !slices.Contains(categories, v) {
					categories = append(slices.Clip(categories), v)
				}
			}
		}
	}
	for _, item := range items {
		for i, row := range item.rows {
			if i == len(lists) {
				lists = append(lists, answered{totals: make([]float64, len(categories))})
			}
			lists[i].add(categories, row)
		}
	}
	switch {
	case x.s.Bootstrap == NoBootstrap || x.s.Bootstrap == PairBootstrap:
		m.CIReason = NotAsked
		return m
	case len(lists) < 2:
		m.CIReason = TooFewUnits
		return m
	}
	m.CIReason = ""
	m.Method += "; interval: bootstrap over lists, percentile"
	one := func(s *stream) float64 {
		sum := answered{totals: make([]float64, len(categories))}
		for range lists {
			l := &lists[s.below(len(lists))]
			sum.split += l.split
			for c, n := range l.totals {
				sum.totals[c] += n
			}
		}
		return sum.alpha()
	}
	return m.bootstrapped(x.s.Options, present64(each(x.s.Options, func() func(*stream) float64 { return one })))
}

// alpha is 1 − (n−1)·split/(n² − Σ n_c²); NaN without variation.
func (a *answered) alpha() float64 {
	n, squares := 0.0, 0.0
	for _, t := range a.totals {
		n += t
		squares += t * t
	}
	if squares == n*n {
		return math.NaN()
	}
	return 1 - (n-1)*a.split/(n*n-squares)
}

// present64 leaves out the replicates without a value; nil stays nil.
func present64(values []float64) []float64 {
	return slices.DeleteFunc(values, math.IsNaN)
}

// nominal are the measures of nominal values.
func (x *scope) nominal(categories []string, rows [][]string) []Measure {
	names := make([]string, len(x.coders))
	for i, k := range x.coders {
		names[i] = string(k)
	}
	return Measures(FromLabels(Nominal, names, categories, rows), x.s.Options)
}

// meanOf is the mean of each measure over the codes that have a value.
func meanOf(codes []CodeResult) []Measure {
	var out []Measure
	if len(codes) == 0 {
		return out
	}
	for _, first := range codes[0].Measures {
		m := Measure{Name: first.Name, Method: "mean over the codes with a value"}
		sum := 0.0
		for _, c := range codes {
			if v := c.Measure(m.Name).Value; v != nil {
				sum += *v
				m.N++
			}
		}
		m.LeftOut = len(codes) - m.N
		if m.N == 0 {
			m.Reason, m.Message = first.Reason, first.Message
			out = append(out, m)
			continue
		}
		m.CIReason = NoSource
		out = append(out, m.set(sum/float64(m.N)))
	}
	return out
}
