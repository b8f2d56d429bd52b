package report

import (
	"slices"

	"meerzicht/analysis"
	"meerzicht/analysis/agreement"
	"meerzicht/instruments"
)

// perspectives says how far the parties of a trajectory name the same: the same
// measures as between coders, about something else, and so under another name.
func (b *builder) perspectives() {
	r, k := agreement.Perspectives(b.c, agreement.Options{}), b.opt.Audience.Threshold()
	t := analysis.Table{
		ID: "perspectives", Title: inBoth("Perspectiefovereenstemming per paar van partijen", "Agreement of perspectives by pair of parties"), Stub: inBoth("Partijen", "Parties"),
		Base:    r.Rule,
		Columns: append([]analysis.Column{number("pairs", inBoth("paren of trajecten", "pairs or trajectories"), instruments.Text{}, 0)}, measureColumns()...),
	}
	few := false
	add := func(key string, label instruments.Text, n int, ms []agreement.Measure) {
		if n < k {
			few = few || n > 0
			return
		}
		cells := measured(ms)
		cells["pairs"] = count(n)
		t.Rows = append(t.Rows, analysis.Row{Key: key, Label: label, Cells: cells})
	}
	for _, p := range r.Pairs {
		add(string(p.A)+"-"+string(p.B), instruments.Textf("%s en %s", "%s and %s", b.plural(p.A), b.plural(p.B)), p.Pairs, p.Measures)
	}
	add("all", inBoth("alle betrokkenen van een traject", "all involved in a trajectory"), len(r.Trajectories), r.Measures)
	if len(t.Rows) == 0 {
		return
	}
	if few {
		t.Notes = append(t.Notes, analysis.Warning{Code: "few", Text: instruments.Textf("Partijen met minder dan %d paren staan hier niet.", "Parties with fewer than %d pairs are not shown here.", k)})
	}
	t.Notes = append(t.Notes, r.Notes...)
	b.add(analysis.InTheLayer(b.c, t), 0)
}

// plural is what respondents of a type are called.
func (b *builder) plural(t instruments.RespondentType) instruments.Text {
	if i, ok := b.set.TypeInfo(t); ok {
		return i.Plural
	}
	return instruments.Same(string(t))
}

// concordant says how far checklist and transcript agree beyond chance.
func (b *builder) concordant() {
	r := agreement.Concordance(b.c, agreement.Options{Bootstrap: agreement.NoBootstrap})
	i := slices.IndexFunc(r.Pooled, func(m agreement.Measure) bool { return m.Name == agreement.CohenName })
	if i < 0 || r.Pooled[i].Value == nil || len(r.Respondents) < b.opt.Audience.Threshold() {
		return
	}
	b.para(instruments.Textf("Wat in geen van beide staat meegeteld, is de overeenstemming van checklist en transcript %s volgens Cohens kappa (%d respondenten). Dit vergelijkt twee bronnen over dezelfde persoon, niet twee codeurs.",
		"Counting what stands in neither, checklist and transcript agree %s by Cohen's kappa (%d respondents). This compares two sources about the same person, not two coders.", numberText{*r.Pooled[i].Value, 2}, len(r.Respondents)))
}
