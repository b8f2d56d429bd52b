package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"meerzicht/analysis"
	"meerzicht/analysis/agreement"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// codesShown is how many codes the page lists; the workbook has all.
const codesShown = 12

// reliability is the part of the appendix on double coding. Without any it is
// one sentence.
func (b *builder) reliability() {
	last, ok := b.last()
	if !ok {
		b.para(b.unmeasured())
		for _, d := range b.doubled {
			b.para(d.idleSentence())
		}
		return
	}
	for _, d := range b.doubled {
		b.para(b.doubledSentence(d, len(b.doubled) > 1))
	}
	if r, _ := coding.Latest(b.everyone.Rounds); r.ID != "" && !r.Released {
		b.para(instruments.Textf("Ronde %s loopt nog en staat hier niet bij.", "Round %s is still open and not shown here.", r.ID))
	}
	b.para(inBoth("Deze cijfers gaan over de codeurs, niet over de respondenten: zien onderzoekers hetzelfde in hetzelfde materiaal?",
		"These figures are about the coders, not about the respondents: do researchers see the same in the same material?"))
	switch {
	case last.round.ID == "":
	case b.opt.RoundOf == nil:
		b.para(inBoth("Zij zijn berekend uit het werk zoals het nu is; wat na het vrijgeven is veranderd, is niet meer onafhankelijk.", "They are computed from the work as it is now; what was changed after the release is no longer independent."))
	default:
		b.para(inBoth("Zij zijn berekend uit het werk zoals het was bij het vrijgeven van de ronde, voordat verschillen zijn besproken.", "They are computed from the work as it was when the round was released, before differences were discussed."))
	}
	k := b.opt.Audience.Threshold()
	b.add(reliabilityTable(b.doubled, k), 0)
	b.reliabilityCodes(last, k)
	b.reliabilityItems(last, k)
	b.settling()
	b.heading("Hoe de cijfers zijn gemaakt", "How the figures were made")
	b.terms(methodTerms(last))
	b.list(caveats(last)...)
}

// unmeasured says why there are no figures.
func (b *builder) unmeasured() instruments.Text {
	if r, ok := coding.Latest(b.everyone.Rounds); ok && !r.Released {
		return instruments.Textf("De interbeoordelaarsbetrouwbaarheid is nog niet gemeten: ronde %s van dubbel coderen is nog niet vrijgegeven.", "The reliability between coders was not measured yet: round %s of double coding is not released.", r.ID)
	}
	return inBoth("De interbeoordelaarsbetrouwbaarheid is niet gemeten: het materiaal is niet door twee codeurs onafhankelijk van elkaar gecodeerd.",
		"The reliability between coders was not measured: the material was not coded by two coders independently.")
}

// add adds a table that needs no masks: figures about coders. On the page it
// has at most limit rows (0: all), in the workbook all.
func (b *builder) add(t analysis.Table, limit int) {
	if len(t.Rows) == 0 {
		return
	}
	b.tables[t.ID] = t
	b.show(t.ID, instruments.Text{}, nil)
	shown := b.part.Blocks[len(b.part.Blocks)-1].Table
	if limit > 0 && len(t.Rows) > limit {
		shown.Rows = shown.Rows[:limit]
		shown.Notes = append(slices.Clone(shown.Notes), analysis.Warning{Code: "more", Text: instruments.Textf("De overige %d staan in het werkboek.", "The other %d are in the workbook.", len(t.Rows)-limit)})
	}
}

// doubledSentence says who coded how much of the material twice.
func (b *builder) doubledSentence(d doubled, rounds bool) instruments.Text {
	if len(d.idle) > 0 {
		return d.idleSentence()
	}
	some, all := b.interviews(d.compared())
	out := instruments.Textf("De codeurs %s codeerden %d van de %d interviews", "The coders %s coded %d of the %d interviews", coderNames(d.coders), some, all)
	switch {
	case d.round.Blind:
		out = instruments.Textf("%s onafhankelijk van elkaar, zonder elkaars werk te zien.", "%s independently, without seeing each other's work.", out)
	case d.round.ID != "":
		out = instruments.Textf("%s elk; zij konden daarbij elkaars werk zien.", "%s each; they could see each other's work.", out)
	default:
		out = instruments.Textf("%s elk, buiten een ronde van dubbel coderen om: of zij elkaars werk zagen, is niet vastgelegd.", "%s each, outside a round of double coding: whether they saw each other's work is not recorded.", out)
	}
	if rounds {
		out = instruments.Textf("Ronde %s: %s", "Round %s: %s", d.round.ID, out)
	}
	if lists, ok := d.of(agreement.Checklist); ok && len(lists.Subjects) >= b.opt.Audience.Threshold() {
		out = instruments.Textf("%s Ook de activiteitenlijsten van %d respondenten zijn dubbel ingevuld.", "%s The activity checklists of %d respondents were filled twice too.", out, len(lists.Subjects))
	}
	return out
}

// idleSentence names the coders of a round who had nothing to compare, and says
// what became of the figures.
func (d doubled) idleSentence() instruments.Text {
	out := instruments.Textf("Ronde %s: %s had bij de vrijgave niets gecodeerd", "Round %s: %s had coded nothing at the release", d.round.ID, coderNames(d.idle))
	if len(d.idle) > 1 {
		out = instruments.Textf("Ronde %s: %s hadden bij de vrijgave niets gecodeerd", "Round %s: %s had coded nothing at the release", d.round.ID, coderNames(d.idle))
	}
	if _, ok := d.of(agreement.Turn, agreement.Document, agreement.Character, agreement.Segment); ok {
		return instruments.Textf("%s; de cijfers over coderingen vergelijken alleen %s.", "%s; the figures about codings compare %s only.", out, coderNames(d.coders))
	}
	return instruments.Textf("%s; daarom zijn er geen cijfers over coderingen.", "%s; so there are no figures about codings.", out)
}

// coderNames are the names of coders in a sentence.
func coderNames(coders []coding.CoderID) instruments.Text {
	names := make([]instruments.Text, len(coders))
	for i, k := range coders {
		names[i] = instruments.Same(instruments.Plain(string(k)))
	}
	return enumerate(names)
}

// reliabilityCodes lists the codes on which coders agree least.
func (b *builder) reliabilityCodes(d doubled, k int) {
	r, ok := d.main()
	if !ok {
		return
	}
	t := codesTable(d, r, k)
	if len(t.Rows) == 0 {
		return
	}
	b.heading("De codes met de minste overeenstemming", "The codes with the least agreement")
	b.add(t, codesShown)
}

// reliabilityItems lists the items of the lists in an internal report. They count
// respondents and dyads, so an external one would have to mask nearly all.
func (b *builder) reliabilityItems(d doubled, k int) {
	lists, isList := d.of(agreement.Checklist)
	sheets, isSheet := d.of(agreement.Indicator)
	if !isList && !isSheet {
		return
	}
	if b.opt.Audience == Extern {
		b.para(inBoth("De overeenstemming per activiteit en per indicator staat alleen in het interne rapport: zij telt respondenten en samenwerkingen, in kleine aantallen.",
			"The agreement by activity and by indicator is in the internal report only: it counts respondents and collaborations, in small numbers."))
		return
	}
	if isList && len(lists.Subjects) >= k {
		t := itemsTable("reliability-checklist", inBoth("Overeenstemming per activiteit van de lijst", "Agreement by activity of the checklist"), inBoth("Activiteit", "Activity"), d.coders, false)
		t.Base = inBoth("Over de drie toestanden; aantallen respondenten staan hier niet.", "About the three states; numbers of respondents are not shown.")
		for _, code := range lists.Codes {
			if a, _ := code.Code.Activity(); code.Table.N()-code.Table.Neither >= k {
				t.Rows = append(t.Rows, itemRow(string(a), code, false))
			}
		}
		if left := len(lists.Codes) - len(t.Rows); left > 0 {
			t.Notes = append(t.Notes, analysis.Warning{Code: "few", Text: instruments.Textf("Activiteiten die bij minder dan %d respondenten zijn aangekruist, staan hier niet (%d).", "Activities ticked with fewer than %d respondents are not shown here (%d).", k, left)})
		}
		b.add(t, codesShown)
	}
	if isSheet && len(sheets.Subjects) >= k {
		t := itemsTable("reliability-indicators", inBoth("Overeenstemming per indicator", "Agreement by indicator"), inBoth("Indicator", "Indicator"), d.coders, false)
		for _, code := range sheets.Codes {
			t.Rows = append(t.Rows, itemRow(string(code.Code)[len(coding.IndicatorPrefix):], code, false))
		}
		b.add(t, 0)
	}
}

// settling says how the differences of every round were settled: by kind, and by
// whom. A later round on the same documents changes nothing in that.
func (b *builder) settling() {
	rounds := slices.DeleteFunc(b.rounds(), func(r coding.Round) bool { _, ok := b.settled(r); return !ok })
	for i, r := range rounds {
		s, _ := b.settled(r)
		if i == 0 {
			b.heading("Hoe verschillen zijn beslecht", "How differences were settled")
		}
		said := b.settlingSentence(s)
		if len(rounds) > 1 {
			said = instruments.Textf("Ronde %s: %s", "Round %s: %s", r.ID, said)
		}
		b.para(said)
		if len(s.Done) == 0 {
			continue
		}
		t := settlingTable(s)
		if i > 0 {
			t.ID += "-" + r.ID
		}
		if len(rounds) > 1 {
			t.Title = instruments.Textf("%s, ronde %s", "%s, round %s", t.Title, r.ID)
		}
		b.add(t, 0)
	}
}

// settlingSentence says how much was the same, and who decided about the rest.
func (b *builder) settlingSentence(s coding.Settling) instruments.Text {
	switch {
	case s.Agreed+s.Differences == 0 && len(s.Done) == 0:
		return inBoth("Er was niets te vergelijken.", "There was nothing to compare.")
	case len(s.Done) == 0:
		return instruments.Textf("%d coderingen en antwoorden waren meteen gelijk; over de %d verschillen is nog niets beslist.", "%d codings and answers were equal at once; about the %d differences nothing was decided yet.", s.Agreed, s.Differences)
	}
	return decidedBy(s)
}

// settled is the settling of a round of which there are figures.
func (b *builder) settled(r coding.Round) (coding.Settling, bool) {
	if r.ID == "" {
		return coding.Settling{}, false
	}
	s, err := coding.SettlingOf(b.everyone, r.ID, "", "")
	return s, err == nil
}

// verdict names what was decided about a difference: the column key of its kind.
func verdict(s coding.Settling, one coding.Settlement) string {
	a, b := slices.Contains(one.Keep, s.A), slices.Contains(one.Keep, s.B)
	switch {
	case one.Own:
		return "own"
	case a && b:
		return "both"
	case a:
		return "a"
	case b:
		return "b"
	}
	return "neither"
}

// settlingTable counts what became of what two coders did: agreed at once, and
// each kind of decision.
func settlingTable(s coding.Settling) analysis.Table {
	t := analysis.Table{
		ID: "settling", Title: inBoth("Wat er met overeenkomsten en verschillen gebeurde", "What became of agreements and differences"), Stub: inBoth("Uitkomst", "Outcome"),
		Base:    inBoth("Geteld zijn coderingen en antwoorden op lijsten.", "Counted are codings and answers on lists."),
		Columns: []analysis.Column{number("n", inBoth("aantal", "number"), instruments.Text{}, 0), number("lists", inBoth("waarvan in lijsten", "of which in lists"), instruments.Text{}, 0)},
	}
	all, lists := map[string]int{}, map[string]int{}
	for _, one := range s.Done {
		all[verdict(s, one)]++
		if one.List != "" {
			lists[verdict(s, one)]++
		}
	}
	for _, d := range s.Queue {
		all["open"]++
		if d.List != "" {
			lists["open"]++
		}
	}
	all["open"] += s.Past.Differences - s.Past.Settled
	lists["open"] += s.Past.OpenLists
	for _, kind := range []struct {
		key   string
		label instruments.Text
	}{
		{"a", instruments.Textf("beslist: de versie van %s", "decided: the version of %s", instruments.Plain(string(s.A)))},
		{"b", instruments.Textf("beslist: de versie van %s", "decided: the version of %s", instruments.Plain(string(s.B)))},
		{"both", inBoth("beslist: beide versies", "decided: both versions")},
		{"neither", inBoth("beslist: geen van beide", "decided: neither")},
		{"own", inBoth("beslist: een eigen versie", "decided: a version of its own")},
		{"open", inBoth("nog niet beslist", "not decided yet")},
	} {
		t.Rows = append(t.Rows, analysis.Row{Key: kind.key, Label: kind.label, Cells: map[string]analysis.Cell{"n": count(all[kind.key]), "lists": count(lists[kind.key])}})
	}
	first := analysis.Row{Key: "agreed", Label: inBoth("meteen gelijk", "equal at once"), Cells: map[string]analysis.Cell{"n": count(s.Agreed)}}
	t.Rows = slices.Insert(t.Rows, 0, first)
	return t
}

func count(n int) analysis.Cell {
	x := float64(n)
	return analysis.Cell{Number: &x}
}

// decidedBy says who decided how often.
func decidedBy(s coding.Settling) instruments.Text {
	by := map[coding.CoderID]int{}
	for _, one := range s.Done {
		by[one.By]++
	}
	names := slices.SortedFunc(maps.Keys(by), func(p, q coding.CoderID) int { return cmp.Or(cmp.Compare(by[q], by[p]), cmp.Compare(p, q)) })
	parts := make([]instruments.Text, len(names))
	for i, who := range names {
		parts[i] = instruments.Same(fmt.Sprintf("%s (%d)", instruments.Plain(string(who)), by[who]))
	}
	return instruments.Textf("Over %d verschillen is beslist, door %s. Een beslissing blijft staan als de coderingen opnieuw worden samengevoegd.", "%d differences were decided, by %s. A decision stands when the codings are merged again.", len(s.Done), enumerate(parts))
}

// methodTerms say what each unit and measure is.
func methodTerms(d doubled) []Term {
	var out []Term
	for _, r := range d.results {
		out = append(out, Term{r.Unit.Label(), r.Rule})
	}
	if r, ok := d.main(); ok {
		out = append(out, Term{inBoth("niet door iedereen gecodeerd", "not coded by everybody"), r.Missing})
		for _, m := range slices.Concat(r.Pooled, r.Sets) {
			t := Term{agreement.Label(m.Name), sourceText(m.Name)}
			if !t.Value.IsZero() && !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

// sourceText says what a measure is and who it is of; "" for one that is not
// shown.
func sourceText(name string) instruments.Text {
	switch name {
	case agreement.PercentName:
		return inBoth("het deel van de eenheden waarover twee codeurs hetzelfde zeggen, paar voor paar; niet gecorrigeerd voor toeval (Gwet 2014)", "the share of units of which two coders say the same, pair by pair; not corrected for chance (Gwet 2014)")
	case agreement.CohenName:
		return inBoth("(Po − Pe) / (1 − Pe), met Pe uit de aandelen van elke codeur afzonderlijk (Cohen 1960)", "(Po − Pe) / (1 − Pe), with Pe from the shares of each coder apart (Cohen 1960)")
	case agreement.FleissName:
		return inBoth("als kappa, voor meer codeurs, met Pe uit de aandelen van allen samen (Fleiss 1971)", "as kappa, for more coders, with Pe from the shares of all together (Fleiss 1971)")
	case agreement.GwetName:
		return inBoth("kanscorrectie die ook bij scheve verdelingen standhoudt: Pe = Σ π(1 − π) / (q − 1) (Gwet 2008)", "a correction for chance that holds with skewed shares too: Pe = Σ π(1 − π) / (q − 1) (Gwet 2008)")
	case agreement.AlphaName:
		return inBoth("1 − waargenomen / verwachte onenigheid (Krippendorff 2004, 2011)", "1 − observed / expected disagreement (Krippendorff 2004, 2011)")
	case agreement.SetJaccardName, agreement.SetMASIName:
		return inBoth("alfa waarbij de waarde van een eenheid de verzameling van haar codes is; een deels gelijke verzameling telt deels (Passonneau 2006)", "alpha in which the value of a unit is the set of its codes; a set that is partly equal counts in part (Passonneau 2006)")
	}
	return instruments.Text{}
}

// caveats are what a reader must know beside the figures, each once.
func caveats(d doubled) []instruments.Text {
	var out []instruments.Text
	for _, r := range d.results {
		for _, n := range r.Notes {
			if !slices.Contains(out, n.Text) {
				out = append(out, n.Text)
			}
		}
	}
	return out
}

// reliabilitySentence is what the first page says about double coding; "" where
// there was none.
func (b *builder) reliabilitySentence() instruments.Text {
	d, ok := b.last()
	if _, coded := d.main(); !ok || len(d.idle) > 0 && !coded {
		return instruments.Text{}
	}
	some, all := b.interviews(d.compared())
	who := howMany(len(d.coders))
	how := inBoth("dubbel", "each")
	if d.round.Blind {
		how = inBoth("onafhankelijk van elkaar", "independently")
	}
	out := instruments.Textf("%s onderzoekers codeerden %d van de %d interviews %s", "%s researchers coded %d of the %d interviews %s", who, some, all, how)
	if r, ok := d.main(); ok {
		out = instruments.Textf("%s; %s", "%s; %s", out, alphaWords(r))
	}
	s, ok := b.settled(d.round)
	switch open := len(s.Queue) + s.Past.Differences - s.Past.Settled; {
	case !ok || len(s.Done) == 0:
	case open == 0:
		out = instruments.Textf("%s; over alle verschillen is beslist", "%s; all differences were decided", out)
	default:
		out = instruments.Textf("%s; over %d van de %d verschillen is beslist", "%s; %d of the %d differences were decided", out, len(s.Done), len(s.Done)+open)
	}
	return instruments.Textf("%s.", "%s.", out)
}

// alphaWords is alpha of a unit with its interval, in words.
func alphaWords(r agreement.Result) instruments.Text {
	i := slices.IndexFunc(r.Pooled, func(m agreement.Measure) bool { return m.Name == agreement.AlphaName })
	if i < 0 || r.Pooled[i].Value == nil {
		return inBoth("hun overeenstemming is niet in een getal te vatten", "their agreement cannot be put into a number")
	}
	m := r.Pooled[i]
	out := instruments.Textf("hun overeenstemming (Krippendorffs alfa, %s) is %s", "their agreement (Krippendorff's alpha, %s) is %s", r.Unit.Label(), numberText{*m.Value, 2})
	if m.CI != nil {
		out = instruments.Textf("%s (95%s%%-interval %s tot %s)", "%s (95%s%% interval %s to %s)", out, percentBlank{}, numberText{m.CI[0], 2}, numberText{m.CI[1], 2})
	}
	return out
}

// howMany is a number of people as the first word of a sentence.
func howMany(n int) instruments.Text {
	switch n {
	case 2:
		return inBoth("Twee", "Two")
	case 3:
		return inBoth("Drie", "Three")
	case 4:
		return inBoth("Vier", "Four")
	}
	return instruments.Same(fmt.Sprint(n))
}
