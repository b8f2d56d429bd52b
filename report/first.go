package report

import (
	"fmt"
	"slices"

	"meerzicht/analysis"
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// topRows is how many bars the first page has: as many as fit beside the rest on
// one sheet of paper.
const topRows = 10

// first fills the first page.
func (b *builder) first() {
	t := b.tables["activities"]
	rs := b.relabel(rank(t, analysis.ColumnAll, nil))
	p := FirstPage{Headlines: b.headlines(rs), Reliability: b.reliabilitySentence()}
	if len(rs) > 0 {
		p.Chart = b.shortLabels(barOf(t, analysis.ColumnAll, topRows))
		p.Chart.ID = "first"
		p.Chart.Title = inBoth("Wat vrijwilligers doen: de meest genoemde activiteiten", "What volunteers do: the activities mentioned most")
		p.Caption = b.firstCaption(rs)
	}
	for _, s := range []instruments.Text{b.activitySentence(rs), b.goalSentence(), b.formSentence()} {
		if !s.IsZero() {
			p.Sentences = append(p.Sentences, s)
		}
	}
	b.r.First = p
}

// relabel gives ranked activities their labels without the code in front.
func (b *builder) relabel(rs []ranked) []ranked {
	for i := range rs {
		if a, ok := b.set.Taxonomy.Activity(instruments.ActivityID(rs[i].key)); ok {
			rs[i].label = a.Label
		}
	}
	return rs
}

// shortLabels puts the short names of activities on a chart made from the
// activities table.
func (b *builder) shortLabels(c *Chart) *Chart {
	short := map[instruments.Text]instruments.Text{}
	for _, r := range b.tables["activities"].Rows {
		if a, ok := b.set.Taxonomy.Activity(instruments.ActivityID(r.Key)); ok {
			short[r.Label] = a.ChartLabel()
		}
	}
	for i, l := range c.Categories {
		if s, ok := short[l]; ok {
			c.Categories[i] = s
		}
	}
	for i, l := range c.Links {
		if s, ok := short[l.FromLabel]; ok {
			c.Links[i].FromLabel = s
		}
	}
	return c
}

func (b *builder) headlines(rs []ranked) []Headline {
	sample := b.tables["sample"]
	n := sample.Figure(analysis.RowTotal, analysis.ColumnAll)
	people := Headline{Big: countText(n), Label: inBoth("respondenten", "respondents")}
	if _, ok := n.Share(); ok {
		people.Note = instruments.Textf("%s van de %d die gepland waren", "%s of the %d planned", percentText{n.Count, n.Base}, n.Base)
	}
	out := []Headline{people}
	activities := b.tables["activities"]
	if m := activities.Figure(analysis.RowTotal, "mentions"); m.Reason == "" && n.Reason == "" && n.Count > 0 {
		out = append(out, Headline{
			Big: countText(m), Label: inBoth("vermeldingen van activiteiten", "mentions of activities"),
			Note: instruments.Textf("gemiddeld %s per respondent", "%s per respondent on average", numberText{float64(m.Count) / float64(n.Count), 1}),
		})
	}
	for _, r := range rs[:min(3, len(rs))] {
		a, _ := b.set.Taxonomy.Activity(instruments.ActivityID(r.key))
		out = append(out, Headline{Big: instruments.Textf("%s", "%s", percentText{r.f.Count, r.f.Base}), Label: a.ChartLabel(), Note: noteOf(r.f)})
	}
	return append(out, b.formHeadline()...)
}

// noteOf is "23 van 37 respondenten (46–76 %)".
func noteOf(f analysis.Figure) instruments.Text {
	in := func(lang instruments.Lang) string {
		s := ofBase(f, lang) + " " + f.BaseOf.In(lang)
		if f.Interval != nil {
			s += " (" + Span(*f.Interval, lang) + ")"
		}
		return s
	}
	return instruments.Text{NL: in(instruments.Dutch), EN: in(instruments.English)}
}

// formHeadline gives the number of dyads with the largest classes, or, when the
// number itself is withheld, the largest class.
func (b *builder) formHeadline() []Headline {
	t := b.tables["forms"]
	all := t.Figure(analysis.RowTotal, analysis.ColumnAll)
	rs := b.classes(t, analysis.ColumnAll)
	h := Headline{Big: countText(all), Label: inBoth("samenwerkingen (dyades)", "collaborations (dyads)")}
	switch {
	case len(rs) == 0:
		return nil
	case all.Reason != "":
		h.Big, h.Label = countText(rs[0].f), instruments.Textf("samenwerkingen (dyades) in %s", "collaborations (dyads) in %s", rs[0].label)
		rs = rs[1:]
	}
	var parts []instruments.Text
	for _, r := range rs {
		parts = append(parts, instruments.Textf("%s: %d", "%s: %d", r.label, r.f.Count))
	}
	h.Note = joined(parts, " · ")
	return []Headline{h}
}

// classes ranks the classes of the form table under their short names.
func (b *builder) classes(t analysis.Table, column string) []ranked {
	rs := rank(t, column, func(r analysis.Row) bool { return r.Level == 0 })
	for i := range rs {
		rs[i].label = b.className(rs[i].key)
	}
	return rs
}

// className is the short name of a class: "vorm 1".
func (b *builder) className(key string) instruments.Text {
	class, mixed, _ := form.ParseClass(key, &b.set.List)
	return form.Label(class, mixed)
}

func (b *builder) firstCaption(rs []ranked) instruments.Text {
	caption := instruments.Textf("Respondenten die de activiteit noemen; basis: alle %d respondenten", "Respondents who mention the activity; base: all %d respondents", rs[0].f.Base)
	if overlap(rs, 3) {
		caption = instruments.Textf("%s. De 95\u00a0%%-intervallen van de bovenste activiteiten overlappen: hun volgorde is onzeker.", "%s. The 95%% intervals of the top activities overlap: their order is uncertain.", caption)
	}
	return caption
}

// activitySentence says what is mentioned most, also without the projects that
// the report sets apart, and what follows.
func (b *builder) activitySentence(rs []ranked) instruments.Text {
	if len(rs) == 0 {
		return instruments.Text{}
	}
	if !b.most("activities", analysis.ColumnAll, rs) {
		said, n := among(rs, 3, ranked.named)
		if n == 1 {
			return instruments.Textf("Veel genoemd is %s.", "Often mentioned is %s.", said)
		}
		return instruments.Textf("Veel genoemd zijn %s.", "Often mentioned are %s.", said)
	}
	who := capital(some(b.set, rs[0].f))
	s := instruments.Textf("%s noemen %s. Het is het vaakst genoemd%s.", "%s mention %s. It is mentioned most%s.", who, rs[0].quoted(), b.without(rs[0].key))
	switch next, n := among(rs[1:], 2, ranked.named); {
	case n == 1:
		s = instruments.Textf("%s Daarna volgt %s.", "%s Next comes %s.", s, next)
	case n > 1:
		s = instruments.Textf("%s Daarna volgen %s.", "%s Next come %s.", s, next)
	}
	return s
}

// without says whether an activity stays first outside the projects set apart.
func (b *builder) without(key string) instruments.Text {
	var out instruments.Text
	for _, p := range b.opt.Without {
		column := analysis.WithoutPrefix + p
		rs := rank(b.tables["activities"], column, nil)
		if len(rs) > 0 && rs[0].key == key && b.most("activities", column, rs) {
			out = instruments.Textf("%s, ook zonder %s (%s)", "%s, also without %s (%s)", out, p, Wording{rs[0].f})
		}
	}
	return out
}

// goalSentence says which goals get most and least of the mentions.
func (b *builder) goalSentence() instruments.Text {
	rs := rank(b.tables["goals"], analysis.ColumnAll, nil)
	if len(rs) == 0 {
		return instruments.Text{}
	}
	if len(rs) == 1 || !b.most("goals", analysis.ColumnAll, rs) {
		said, _ := among(rs, 3, ranked.named)
		return instruments.Textf("De vermeldingen dienen onder meer %s.", "The mentions serve, among others, %s.", said)
	}
	next, _ := among(rs[1:], 1, ranked.named)
	s := instruments.Textf("Van alle doelen krijgt %s de meeste vermeldingen, gevolgd door %s", "Of all goals, %s gets the most mentions, followed by %s", rs[0].named(), next)
	if n := len(rs); n > 2 && rs[n-1].f.Count < rs[n-2].f.Count && b.whole("goals", analysis.ColumnAll) {
		s = instruments.Textf("%s; de minste krijgt %s", "%s; %s gets the fewest", s, rs[n-1].named())
	}
	return instruments.Textf("%s.", "%s.", s)
}

// formSentence says which form occurs most.
func (b *builder) formSentence() instruments.Text {
	t := b.tables["forms"]
	all := t.Figure(analysis.RowTotal, analysis.ColumnAll)
	rs := b.classes(t, analysis.ColumnAll)
	if len(rs) == 0 {
		return instruments.Text{}
	}
	of := inBoth("de samenwerkingen (dyades)", "the collaborations (dyads)")
	if all.Reason == "" {
		of = instruments.Textf("de %d samenwerkingen (dyades)", "the %d collaborations (dyads)", all.Count)
	}
	most := b.most("forms", analysis.ColumnAll, rs)
	for i := range rs {
		rs[i].label = b.classLong(rs[i].key)
	}
	if !most {
		said, n := among(rs, 3, ranked.bare)
		if n == 1 {
			return instruments.Textf("Onder %s is %s.", "Among %s is %s.", of, said)
		}
		return instruments.Textf("Onder %s zijn %s.", "Among %s are %s.", of, said)
	}
	s := instruments.Textf("Van %s hoort de grootste groep bij %s", "Of %s the largest group is %s", of, rs[0].bare())
	if rest, n := among(rs[1:], 2, ranked.bare); n > 0 {
		s = instruments.Textf("%s, gevolgd door %s", "%s, followed by %s", s, rest)
	}
	return instruments.Textf("%s.", "%s.", s)
}

// classLong is the name of a class with what the form is.
func (b *builder) classLong(key string) instruments.Text {
	class, mixed, _ := form.ParseClass(key, &b.set.List)
	id, _ := class.Form()
	i := slices.IndexFunc(b.set.List.Forms, func(f instruments.Form) bool { return f.ID == id })
	if i < 0 {
		return form.Label(class, mixed)
	}
	return instruments.Textf("%s, %s", "%s, %s", form.Label(class, mixed), b.set.List.Forms[i].Label)
}

func countText(f analysis.Figure) instruments.Text {
	if mark, ok := markOf(f); ok {
		return mark
	}
	return instruments.Same(fmt.Sprint(f.Count))
}

// percentText and numberText say themselves in a language.
type percentText struct{ count, base int }

// In is the percentage in lang.
func (p percentText) In(lang instruments.Lang) string { return Percent(p.count, p.base, lang) }

type numberText struct {
	x        float64
	decimals int
}

// In is the number in lang.
func (n numberText) In(lang instruments.Lang) string { return Number(n.x, n.decimals, lang) }

// leaf is true for a code without children.
func (b *builder) leaf(id coding.CodeID) bool {
	return !slices.ContainsFunc(b.c.Codebook.Codes, func(c coding.Code) bool { return c.Parent == id })
}
