package report

import (
	"slices"
	"strings"

	"meerzicht/analysis"
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// sections writes the report: one section for every research question, then the
// appendix.
func (b *builder) sections() {
	b.section("activities", inBoth("Activiteiten", "Activities"), inBoth("Welke activiteiten ondernemen vrijwilligers met cliënten?", "Which activities do volunteers undertake with clients?"), b.activities)
	b.section("goals", inBoth("Doelen", "Goals"), inBoth("Op welke doelen zijn die activiteiten gericht?", "Which goals do those activities serve?"), b.goals)
	b.section("forms", inBoth("Samenwerkingsvormen", "Forms of collaboration"), inBoth("Hoe werken vrijwilligers en professionals samen?", "How do volunteers and professionals work together?"), b.forms)
	b.section("valuation", inBoth("Waardering", "Valuation"), inBoth("Hoe waarderen vrijwilligers, professionals en cliënten de samenwerking en elkaar?", "How do volunteers, professionals and clients value the collaboration and each other?"), func() { b.theme("waardering") })
	b.section("added-value", inBoth("Meerwaarde", "Added value"), inBoth("Wat is volgens de betrokkenen de meerwaarde van vrijwilligers?", "What is the added value of volunteers according to those involved?"), func() { b.theme("meerwaarde") })
	b.section("bottlenecks", inBoth("Knelpunten", "Bottlenecks"), inBoth("Welke knelpunten noemen de betrokkenen?", "Which bottlenecks do those involved mention?"), b.bottlenecks)
	b.section("conditions", inBoth("Voorwaarden", "Conditions"), inBoth("Onder welke voorwaarden werkt de samenwerking volgens de betrokkenen?", "Under which conditions does collaboration work according to those involved?"), func() { b.theme("voorwaarde") })
	b.section("expectation", inBoth("Verwacht en gevonden", "Expected and found"), inBoth("Wat verwachtte de literatuur, en wat is gevonden?", "What did the literature expect, and what was found?"), b.expectation)
	b.section("reflection", inBoth("Reflectie in de focusgroepen", "Reflection in the focus groups"), inBoth("Wat bevestigen, nuanceren of weerspreken de focusgroepen?", "What do the focus groups confirm, qualify or contradict?"), b.reflection)
	b.section("support", inBoth("Conclusies en aanbevelingen", "Conclusions and recommendations"), inBoth("Waar rusten de gecodeerde conclusies en aanbevelingen op?", "What do the coded conclusions and recommendations rest on?"), b.support)
	b.appendix()
}

func (b *builder) activities() {
	t := b.tables["activities"]
	rs := b.relabel(rank(t, analysis.ColumnAll, nil))
	if len(rs) == 0 {
		b.para(inBoth("Er zijn nog geen ingevulde activiteitenlijsten.", "There are no filled activity checklists yet."))
		return
	}
	b.para(b.activitySentence(rs))
	b.para(b.typeSentence(t))
	b.chart(b.shortLabels(barOf(t, analysis.ColumnAll, 0)))
	b.show("activities", instruments.Text{}, keys("goal", analysis.ColumnAll, "mentions", "trajectories"))
	heat := b.shortLabels(heatOf(t, columnsLike(t, analysis.ProjectPrefix, analysis.TypePrefix)))
	heat.ID, heat.Title = "activities-heat", inBoth("Activiteiten naar project en respondenttype: aantal respondenten, tint naar aandeel", "Activities by project and respondent type: number of respondents, tint by share")
	b.heat(heat)
	b.show("activities", inBoth("Activiteiten naar project", "Activities by project"), keys(analysis.ProjectPrefix, analysis.WithoutPrefix))
	b.show("activities", inBoth("Activiteiten naar respondenttype", "Activities by respondent type"), keys(analysis.TypePrefix))
	if len(columnsLike(t, "denied")) > 0 {
		b.show("activities", inBoth("Genoemd, expliciet niet en niet besproken", "Mentioned, explicitly not and not discussed"), keys(analysis.ColumnAll, "denied", "silent"))
	}
}

func columnsLike(t analysis.Table, prefixes ...string) []string {
	var out []string
	for _, c := range t.Columns {
		if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(c.Key, p) }) {
			out = append(out, c.Key)
		}
	}
	return out
}

// typeSentence names what each respondent type mentions most, and the types of
// which that is withheld.
func (b *builder) typeSentence(t analysis.Table) instruments.Text {
	var parts, left []instruments.Text
	for _, key := range columnsLike(t, analysis.TypePrefix) {
		top := b.leaders("activities", key, b.relabel(rank(t, key, nil)))
		switch {
		case len(top) > 0:
			said, _ := among(top, 1, ranked.named)
			parts = append(parts, instruments.Textf("bij %s %s", "among %s %s", columnLabel(t, key), said))
		case !b.whole("activities", key):
			left = append(left, columnLabel(t, key))
		}
	}
	if len(parts) == 0 {
		return instruments.Text{}
	}
	said := instruments.Textf("Per respondenttype het vaakst genoemd: %s.", "Mentioned most per respondent type: %s.", joined(parts, "; "))
	if len(left) == 0 {
		return said
	}
	return instruments.Textf("%s Bij %s is dat afgeschermd.", "%s Among %s it is masked.", said, enumerate(left))
}

// heat adds a heat map of the rows of which anything can be shown, and says how
// many were left out.
func (b *builder) heat(c *Chart) {
	all := len(c.Categories)
	c.keepRows(func(row int) bool {
		return slices.ContainsFunc(c.Series, func(s Series) bool { return s.Values[row].Reason == "" && s.Values[row].Count > 0 })
	})
	if len(c.Categories) == 0 { // nothing was coded, or the table says that all is masked
		return
	}
	b.chart(c)
	switch n := all - len(c.Categories); {
	case n == 1:
		b.para(instruments.Textf("In de warmtekaart is 1 van de %d rijen weggelaten, omdat er niets van te tonen is: afgeschermd of niet genoemd.", "The heat map leaves out 1 of the %d rows, of which nothing can be shown: masked or not mentioned.", all))
	case n > 1:
		b.para(instruments.Textf("In de warmtekaart zijn %d van de %d rijen weggelaten, omdat er niets van te tonen is: afgeschermd of niet genoemd.", "The heat map leaves out %d of the %d rows, of which nothing can be shown: masked or not mentioned.", n, all))
	}
}

func (b *builder) goals() {
	t := b.tables["goals"]
	b.para(b.goalSentence())
	b.chart(barOf(t, analysis.ColumnAll, 0))
	b.show("goals", instruments.Text{}, keys(analysis.ColumnAll, "respondents", "trajectories"))
	b.show("goals", inBoth("Doelen naar project", "Goals by project"), keys(analysis.ProjectPrefix, analysis.WithoutPrefix))
	b.show("goals", inBoth("Doelen naar respondenttype", "Goals by respondent type"), keys(analysis.TypePrefix))
	if flow := b.flow(); flow.shows() {
		b.chart(flow)
		b.para(inBoth("De getallen van de stroom staan in de kolom vermeldingen van de tabel met activiteiten.", "The numbers of the flow are in the mentions column of the table of activities."))
	}
}

// flow is the sankey from activities to their primary goals, by goal and then in
// the order of the activities table.
func (b *builder) flow() *Chart {
	c := &Chart{ID: "flow", Kind: SankeyChart, Table: "activities", Title: inBoth("Van activiteit naar primair doel, in vermeldingen", "From activity to primary goal, in mentions")}
	for _, g := range b.set.Taxonomy.Goals {
		for _, r := range b.tables["activities"].Rows {
			a, ok := b.set.Taxonomy.Activity(instruments.ActivityID(r.Key))
			if f := r.Cells["mentions"].Figure; ok && a.Primary == g.ID && f != nil {
				c.Links = append(c.Links, Link{r.Key, string(g.ID), r.Label, g.Label, *f})
			}
		}
	}
	b.withheld(c)
	c.Alt = instruments.Textf("Stroomdiagram van %d activiteiten naar %d doelen; hoe breder de stroom, hoe meer vermeldingen. De tabel met activiteiten geeft alle getallen.",
		"Flow chart from %d activities to %d goals; the wider the flow, the more mentions. The table of activities gives all numbers.", len(c.Links), len(b.set.Taxonomy.Goals))
	return b.shortLabels(c)
}

// withheld adds for each goal one flow of what its masked activities have
// together: the goal's published total less the published activities, which
// anybody can work out. So the flows into a goal add up to its total.
func (b *builder) withheld(c *Chart) {
	c.Caption = inBoth("Elke activiteit stroomt naar haar primaire doel.", "Every activity flows to its primary goal.")
	goals := b.tables["goals"]
	some, open := false, false
	for _, g := range b.set.Taxonomy.Goals {
		rest := goals.Figure(string(g.ID), analysis.ColumnAll)
		masked := false
		for _, l := range c.Links {
			if l.To == string(g.ID) {
				masked, rest.Count = masked || isMasked(l.Value), rest.Count-l.Value.Count
			}
		}
		switch {
		case !masked:
		case rest.Reason != "":
			open = true
		case rest.Count > 0:
			some = true
			rest.Interval, rest.IDs = nil, nil
			c.Rest = append(c.Rest, Link{string(g.ID), string(g.ID), maskedName, g.Label, rest})
		}
	}
	if some {
		c.Caption = instruments.Textf("%s Gearceerd is wat de afgeschermde activiteiten van een doel samen hebben: het totaal van het doel min de getoonde activiteiten.",
			"%s Hatched is what the masked activities of a goal have together: the goal's total less the activities shown.", c.Caption)
	}
	if open {
		c.Caption = instruments.Textf("%s Activiteiten die zijn afgeschermd, ontbreken; een doel heeft hier dan minder dan in de tabel met doelen.",
			"%s Masked activities are missing; a goal then has less here than in the table of goals.", c.Caption)
	}
}

func (b *builder) forms() {
	t := b.tables["forms"]
	if !slices.ContainsFunc(b.dyads, func(a form.Assignment) bool { return a.Observed > 0 }) {
		b.para(inBoth("Er zijn nog geen ingevulde indicatorenlijsten.", "There are no filled indicator lists yet."))
		return
	}
	b.para(b.formSentence())
	b.para(b.startSentence())
	b.formChart(t)
	b.show("forms", instruments.Text{}, keys(analysis.ColumnAll, analysis.ProjectPrefix))
	b.show("forms", inBoth("Vormen naar rol van de professional", "Forms by the professional's role"), keys(analysis.RolePrefix))
	b.show("forms", inBoth("Trajecten met een samenwerking van die vorm", "Trajectories with a collaboration of that form"), keys("trajectories"))
	b.heading("Waar de vorm op rust", "What the form rests on")
	b.show("form-reasons", instruments.Text{}, nil)
	b.show("form-flags", instruments.Text{}, nil)
	b.heading("Vorm naast waardering, doelen en activiteiten", "Form beside valuation, goals and activities")
	b.show("form-waardering", instruments.Text{}, nil)
	b.show("form-goals", instruments.Text{}, nil)
}

// startSentence gives the context that is no input of the classification.
func (b *builder) startSentence() instruments.Text {
	t := b.tables["start"]
	f := t.Figure("ja", "n")
	if f.Reason != "" {
		return instruments.Text{}
	}
	return instruments.Textf("Bij %s is er contact aan het begin; dat onderscheidt de vormen dus niet en telt niet mee in de indeling.", "In %s there is contact at the start; so it does not tell the forms apart and is not used in the classification.", some(b.set, f))
}

// formChart draws the forms in all projects together and in each. In the
// workbook the chart shows the projects, or all together when most of these
// figures are masked.
func (b *builder) formChart(t analysis.Table) {
	flat := t
	flat.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r analysis.Row) bool { return r.Level > 0 })
	for i, r := range flat.Rows {
		if !r.Total {
			flat.Rows[i].Label = b.className(r.Key)
		}
	}
	projects := columnsLike(t, analysis.ProjectPrefix)
	c := partsOf(flat, append([]string{analysis.ColumnAll}, projects...), analysis.RowTotal)
	c.Categories[0] = inBoth("alle projecten", "all projects")
	c.Title = inBoth("Vormen van samenwerking per project, in dyades", "Forms of collaboration by project, in dyads")
	c.Columns = projects
	b.chart(c)
	if masked, all := c.maskedCount(); 2*masked > all {
		c.Columns = []string{analysis.ColumnAll}
		b.para(inBoth("De verdeling per project is grotendeels afgeschermd, omdat het om kleine groepen gaat.", "The breakdown by project is mostly masked, since the groups are small."))
	}
}

// theme shows the codes of a domain: what was said most, by whom, and in the
// focus groups beside the interviews.
func (b *builder) theme(domain string) {
	id := "codes-" + domain
	t, ok := b.tables[id]
	if !ok || len(b.c.Codings) == 0 {
		return
	}
	leaf := func(r analysis.Row) bool { return b.leaf(coding.CodeID(r.Key)) }
	b.para(codedOften(b.parents(rank(t, analysis.ColumnAll, leaf))))
	b.para(inGroups(b.parents(rank(t, analysis.KindPrefix+string(instruments.FocusGroup), leaf)), 3))
	heat := heatOf(t, columnsLike(t, analysis.TypePrefix))
	heat.ID, heat.Title = id+"-heat", instruments.Textf("%s naar respondenttype: aantal respondenten, tint naar aandeel", "%s by respondent type: number of respondents, tint by share", t.Title)
	b.heat(heat)
	b.show(id, instruments.Text{}, keys(analysis.ColumnAll, analysis.TypePrefix, analysis.KindPrefix))
	b.quotes(rank(t, analysis.ColumnAll, leaf))
}

func codedOften(rs []ranked) instruments.Text {
	if len(rs) == 0 {
		return inBoth("Geen enkele code is bij genoeg respondenten gecodeerd om te tonen.", "No code was coded with enough respondents to show.")
	}
	said, _ := among(rs, 3, ranked.named)
	return instruments.Textf("Vaak gecodeerd in de interviews: %s.", "Often coded in the interviews: %s.", said)
}

// parents puts the name of a code's parent before its own ("delen van signalen:
// geen bezwaar"), where the parent is more than the theme itself.
func (b *builder) parents(rs []ranked) []ranked {
	for i, r := range rs {
		code, _ := b.c.Codebook.Code(coding.CodeID(r.key))
		if parent, ok := b.c.Codebook.Code(code.Parent); ok && parent.Parent != "" {
			rs[i].label = instruments.Textf("%s: %s", "%s: %s", parent.Name, r.label)
		}
	}
	return rs
}

func (b *builder) bottlenecks() {
	b.theme("knelpunt")
	if len(b.c.Codings) > 0 {
		b.show("codes-knelpunt", inBoth("Knelpunten naar project", "Bottlenecks by project"), keys(analysis.ProjectPrefix))
	}
}

func (b *builder) expectation() {
	t := b.tables["expectation"]
	var out []instruments.Text
	for _, r := range t.Rows {
		a, ok := b.set.Taxonomy.Activity(instruments.ActivityID(r.Key))
		f := r.Cells[analysis.ColumnAll].Figure
		if !ok || a.Expected == "ja" || f == nil || f.Reason != "" || f.Count == 0 {
			continue
		}
		out = append(out, instruments.Textf("%s Gevonden: %s %s noemen %s%s.", "%s Found: %s %s mention %s%s.", a.ExpectedNote, Wording{*f}, f.BaseOf, quoted(a.Label), b.elsewhere(r)))
	}
	b.list(out...)
	b.show("expectation", instruments.Text{}, keys("expected", analysis.ColumnAll, analysis.ProjectPrefix, analysis.WithoutPrefix))
}

// elsewhere gives the figures of a row outside the projects set apart.
func (b *builder) elsewhere(r analysis.Row) instruments.Text {
	var out instruments.Text
	for _, p := range b.opt.Without {
		if f := r.Cells[analysis.WithoutPrefix+p].Figure; f != nil && f.Reason == "" {
			out = instruments.Textf("%s; zonder %s %s", "%s; without %s %s", out, p, Wording{*f})
		}
	}
	return out
}

func (b *builder) reflection() {
	t := b.tables["codes-reflectie"]
	rs := rank(t, analysis.KindPrefix+string(instruments.FocusGroup), func(r analysis.Row) bool { return b.leaf(coding.CodeID(r.Key)) })
	if len(rs) == 0 {
		return
	}
	b.para(inGroups(b.parents(rs), len(rs)))
	b.show("codes-reflectie", instruments.Text{}, keys(analysis.KindPrefix))
}
