package analysis

import (
	"cmp"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// pairedItems is how many activities Paired compares: three pairs.
const pairedItems = 3

// Differences tests for every activity whether it is named equally often in the
// groups of a trait (Options.By; project by default): χ², or Fisher's exact test
// where the expected counts are small (NewCrosstab says when). Since there are
// many tests, the p values are adjusted: Holm, and Benjamini–Hochberg beside it.
// A note says whether the number of activities a respondent named differs
// between the groups (KruskalWallis). All of it is exploratory.
//
// Rows: activities. Columns: n, test (text), p, holm, bh.
func Differences(c *coding.Corpus, o Options) Table {
	if o.By == "" {
		o.By = ByProject
	}
	x := o.indexed(c)
	b := builder{Table{
		ID: "differences", Title: instruments.Text{NL: "Verschillen tussen groepen, per activiteit", EN: "Differences between groups, by activity"}, Unit: Respondents,
		Base: instruments.Text{NL: "Percentages van alle respondenten; de toets vergelijkt de groepen.", EN: "Percentages of all respondents; the test compares the groups."},
		Stub: instruments.Text{NL: "Activiteit", EN: "Activity"},
	}}
	b.column(ColumnAll, instruments.Same("n"), instruments.Text{}, FigureCell)
	b.column("test", instruments.Text{NL: "toets", EN: "test"}, instruments.Text{}, TextCell)
	b.numbers("p", instruments.Same("p"), 4)
	b.numbers("holm", instruments.Text{NL: "p na Holm", EN: "p after Holm"}, 4)
	b.numbers("bh", instruments.Text{NL: "p na Benjamini–Hochberg", EN: "p after Benjamini–Hochberg"}, 4)
	groups := x.traitOf(o.By)
	var tests []Statistic
	for i, a := range x.activities {
		who, _ := x.namedBy(x.everybody(), i)
		r := b.row(string(a.ID), activityLabel(a))
		r.figure(ColumnAll, people(x.ids(who), len(x.people), allPeople))
		b.same(r.Key, ColumnAll, activitiesID, r.Key, ColumnAll)
		test := x.difference(i, groups)
		r.text("test", TestName(test.Name))
		tests = append(tests, test)
	}
	b.adjusted(tests)
	b.t.Notes = append(b.t.Notes, x.notes...)
	b.howMany(x.amounts(groups))
	b.exploratory()
	if len(x.people) == 0 {
		b.empty()
	}
	return b.t
}

// difference is the preferred test of one activity; without a preferred one the
// χ² test, which says why it has no value.
func (x *index) difference(activity int, groups []string) Statistic {
	named := make([]string, len(x.people))
	for p := range x.people {
		named[p] = "no"
		if x.people[p].named(activity) {
			named[p] = "yes"
		}
	}
	t := Cross(named, groups, nil, nil)
	if t.Preferred == t.Fisher.Name {
		return t.Fisher
	}
	return t.Chi2
}

// adjusted fills in the p of each row's test, raw and adjusted. Tests without a
// value are no tests, and do not count.
func (b *builder) adjusted(tests []Statistic) {
	var p []float64
	for _, s := range tests {
		if s.P != nil {
			p = append(p, *s.P)
		}
	}
	holm, bh, at := Holm(p), BenjaminiHochberg(p), 0
	for i, s := range tests {
		r := &b.t.Rows[i]
		if s.P == nil {
			for _, column := range []string{"p", "holm", "bh"} {
				r.number(column, Statistic{}.none(s.Reason))
			}
			continue
		}
		r.number("p", Statistic{}.set(*s.P))
		r.number("holm", Statistic{}.set(holm[at]))
		r.number("bh", Statistic{}.set(bh[at]))
		at++
	}
}

// traitOf is the value of a trait of each person.
func (x *index) traitOf(t Trait) []string {
	out := make([]string, len(x.people))
	for i := range x.people {
		out[i] = t.Of(x.people[i].Respondent)
	}
	return out
}

func (x *index) everybody() []int {
	out := make([]int, len(x.people))
	for i := range out {
		out[i] = i
	}
	return out
}

// amounts compares how many activities the respondents of each group named.
func (x *index) amounts(groups []string) Statistic {
	values := map[string][]float64{}
	for p := range x.people {
		n := 0
		for a := range x.activities {
			if x.people[p].named(a) {
				n++
			}
		}
		if groups[p] != "" {
			values[groups[p]] = append(values[groups[p]], float64(n))
		}
	}
	lists := make([][]float64, 0, len(values))
	for _, g := range sortedKeys(values) {
		lists = append(lists, values[g])
	}
	return KruskalWallis(lists...)
}

func (b *builder) howMany(s Statistic) {
	if s.P == nil {
		return
	}
	b.t.Notes = append(b.t.Notes, Warning{Code: s.Name, Text: instruments.Textf(
		"Aantal activiteiten per respondent, tussen de groepen: H = %.4f, df = %d, p = %.4f (Kruskal–Wallis).",
		"Number of activities a respondent named, between the groups: H = %.4f, df = %d, p = %.4f (Kruskal–Wallis).", *s.Value, s.DF, *s.P)})
}

func (b *builder) exploratory() {
	b.note("exploratory", "De toetsen zijn verkennend: de aantallen gaan voor.", "The tests are exploratory: the counts come first.")
}

// Paired compares the three most named activities with each other, among the
// same people: for each pair, who named only the first and who only the second,
// with McNemar's exact test, adjusted after Holm and Benjamini–Hochberg. A note
// gives Cochran's Q of the three. It tells whether a ranking is more than an
// order.
//
// Rows: pairs "D01+A01". Columns: only1, only2, test (text), p, holm, bh.
func Paired(c *coding.Corpus, o Options) Table {
	x := o.indexed(c)
	b := builder{Table{
		ID: "paired", Title: instruments.Text{NL: "De meest genoemde activiteiten naast elkaar", EN: "The most named activities side by side"}, Unit: Respondents,
		Base: instruments.Text{NL: "Percentages van alle respondenten.", EN: "Percentages of all respondents."},
		Stub: instruments.Text{NL: "Activiteiten", EN: "Activities"},
	}}
	b.column("only1", instruments.Text{NL: "alleen de eerste", EN: "only the first"}, instruments.Text{}, FigureCell)
	b.column("only2", instruments.Text{NL: "alleen de tweede", EN: "only the second"}, instruments.Text{}, FigureCell)
	b.column("test", instruments.Text{NL: "toets", EN: "test"}, instruments.Text{}, TextCell)
	b.numbers("p", instruments.Same("p"), 4)
	b.numbers("holm", instruments.Text{NL: "p na Holm", EN: "p after Holm"}, 4)
	b.numbers("bh", instruments.Text{NL: "p na Benjamini–Hochberg", EN: "p after Benjamini–Hochberg"}, 4)
	top := x.mostNamed(pairedItems)
	var tests []Statistic
	for i, first := range top {
		for _, second := range top[i+1:] {
			tests = append(tests, x.besideEachOther(&b, first, second))
		}
	}
	b.adjusted(tests)
	b.t.Notes = append(b.t.Notes, x.notes...)
	if q := x.cochran(top); q.P != nil {
		b.t.Notes = append(b.t.Notes, Warning{Code: q.Name, Text: instruments.Textf(
			"Alle drie samen: Q = %.4f, df = %d, p = %.4f (Cochran).", "All three together: Q = %.4f, df = %d, p = %.4f (Cochran).", *q.Value, q.DF, *q.P)})
	}
	b.exploratory()
	if len(tests) == 0 {
		b.empty()
	}
	return b.t
}

// mostNamed are the activities that most people named, most first; activities
// that nobody named are left out.
func (x *index) mostNamed(n int) []int {
	counts, order := make([]int, len(x.activities)), []int{}
	for a := range x.activities {
		who, _ := x.namedBy(x.everybody(), a)
		if counts[a] = len(who); counts[a] > 0 {
			order = append(order, a)
		}
	}
	slices.SortStableFunc(order, func(p, q int) int { return cmp.Compare(counts[q], counts[p]) })
	return order[:min(n, len(order))]
}

func (x *index) besideEachOther(b *builder, first, second int) Statistic {
	var only [2][]int
	for p := range x.people {
		switch one, two := x.people[p].named(first), x.people[p].named(second); {
		case one && !two:
			only[0] = append(only[0], p)
		case two && !one:
			only[1] = append(only[1], p)
		}
	}
	p, q := x.activities[first], x.activities[second]
	r := b.row(string(p.ID)+"+"+string(q.ID), instruments.Textf("%s + %s", "%s + %s", activityLabel(p), activityLabel(q)))
	r.figure("only1", people(x.ids(only[0]), len(x.people), allPeople))
	r.figure("only2", people(x.ids(only[1]), len(x.people), allPeople))
	s := McNemar(len(only[0]), len(only[1]))
	r.text("test", TestName(s.Name))
	return s
}

func (x *index) cochran(activities []int) Statistic {
	answers := make([][]bool, len(x.people))
	for p := range x.people {
		for _, a := range activities {
			answers[p] = append(answers[p], x.people[p].named(a))
		}
	}
	return CochranQ(answers)
}

// TestName is the name of a statistic for people; the name itself for one that
// it does not know.
func TestName(name string) instruments.Text {
	switch name {
	case "chi2":
		return instruments.Text{NL: "χ²-toets (Pearson)", EN: "χ² test (Pearson)"}
	case "cramers_v":
		return instruments.Text{NL: "Cramérs V", EN: "Cramér's V"}
	case "fisher":
		return instruments.Text{NL: "exacte toets van Fisher", EN: "Fisher's exact test"}
	case "mcnemar":
		return instruments.Text{NL: "McNemar, exact", EN: "McNemar, exact"}
	case "cochran_q":
		return instruments.Text{NL: "Cochrans Q", EN: "Cochran's Q"}
	case "kruskal_wallis":
		return instruments.Text{NL: "Kruskal–Wallis", EN: "Kruskal–Wallis"}
	case "phi":
		return instruments.Same("phi")
	case "jaccard":
		return instruments.Same("Jaccard")
	case "chao2":
		return instruments.Text{NL: "Chao2: geschat aantal codes", EN: "Chao2: estimated number of codes"}
	}
	return instruments.Same(name)
}
