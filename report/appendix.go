package report

import (
	"meerzicht/analysis"
	"meerzicht/instruments"
)

// appendix is the method part that a supervisory committee reads.
func (b *builder) appendix() {
	b.appendixPart("sample", "Steekproef en respons", "Sample and response", b.sample)
	b.appendixPart("instruments", "Instrumenten", "Instruments", func() { b.terms(instrumentTerms(b.set)) })
	b.appendixPart("coding", "Codering", "Coding", b.coding)
	b.appendixPart("reliability", "Betrouwbaarheid van het coderen", "Reliability of the coding", b.reliability)
	b.appendixPart("rule", "Indeling in samenwerkingsvormen", "Classification of collaboration", func() { b.list(ruleText(&b.set.List)...) })
	b.appendixPart("concordance", "Checklist naast transcript", "Checklist against transcript", b.concordance)
	b.appendixPart("triads", "Perspectiefovereenstemming", "Agreement of perspectives", b.triads)
	b.appendixPart("definitions", "Begrippen en eenheden", "Terms and units", func() { b.terms(definitions()) })
	b.appendixPart("disclosure", "Afscherming van kleine groepen", "Masking of small groups", b.disclosure)
	b.appendixPart("limits", "Grenzen", "Limits", func() { b.list(limits()...) })
	b.appendixPart("study", "Stand van het onderzoek", "State of the study", func() { b.terms(b.r.studyTerms()) })
}

func (b *builder) appendixPart(id, nl, en string, write func()) {
	n := len(b.r.Sections)
	b.section("m-"+id, inBoth(nl, en), instruments.Text{}, write)
	if len(b.r.Sections) > n {
		b.r.Sections[n].Appendix = true
	}
}

func (b *builder) sample() {
	t := b.tables["sample"]
	f := t.Figure(analysis.RowTotal, analysis.ColumnAll)
	if _, ok := f.Share(); ok {
		b.para(instruments.Textf("Gesproken zijn %d respondenten, %s van de %d die gepland waren (per cel: %d per respondenttype en project).",
			"Interviewed were %d respondents, %s of the %d planned (per cell: %d per respondent type and project).", f.Count, percentText{f.Count, f.Base}, f.Base, b.set.Plan.PerCell))
	}
	b.show("sample", instruments.Text{}, nil)
	b.terms(documentTerms(b.c))
}

func (b *builder) coding() {
	if b.r.Layer.IsZero() {
		b.para(instruments.Textf("Er zijn %d coderingen. Heeft een lijst meer invullingen, dan telt de consensus, anders de enige, anders die van de eerste codeur op naam.",
			"There are %d codings. Where a list was filled more than once the consensus counts, else the only one, else that of the first coder by name.", len(b.c.Codings)))
	} else {
		b.para(b.r.Layer)
		b.para(instruments.Textf("Daarin tellen %d van de %d coderingen mee. Hieronder staat het werk van iedereen.",
			"%d of the %d codings count in it. Everybody's work stands below.", len(b.c.Codings), len(b.everyone.Codings)))
	}
	b.terms(codingTerms(b.everyone, b.opt.Audience == Intern))
	b.para(inBoth("Voorstellen van het lexicon tellen alleen mee waar een codeur ze heeft overgenomen; de tabellen in dit rapport rekenen coderingen van het lexicon niet mee.",
		"Suggestions of the lexicon count only where a coder accepted them; the tables in this report leave codings of the lexicon out."))
	b.terms(b.origins())
}

// origins counts the activities by where their names come from, and lists what
// is invented.
func (b *builder) origins() []Term {
	names := map[instruments.Origin][]instruments.Text{}
	for _, a := range b.set.Taxonomy.Activities {
		names[a.Origin] = append(names[a.Origin], instruments.Same(string(a.ID)))
	}
	var out []Term
	for _, o := range []instruments.Origin{instruments.FromReport, instruments.FromLiterature, instruments.Inductive, instruments.Fictional} {
		if len(names[o]) > 0 {
			out = append(out, Term{instruments.Textf("activiteiten, herkomst %s", "activities, origin %s", originText(o)), instruments.Textf("%d: %s", "%d: %s", len(names[o]), enumerate(names[o]))})
		}
	}
	return out
}

func (b *builder) concordance() {
	t := b.tables["concordance"]
	f := t.Figure(analysis.RowTotal, "agree")
	if f.Reason != "" || f.Base == 0 {
		return
	}
	b.para(instruments.Textf("Van de %d paren van respondent en activiteit die in checklist of transcript voorkomen, staan er %d in beide (%s).",
		"Of the %d pairs of respondent and activity that occur in checklist or transcript, %d stand in both (%s).", f.Base, f.Count, percentText{f.Count, f.Base}))
	b.show("concordance", instruments.Text{}, nil)
	b.concordant()
}

func (b *builder) triads() {
	t := b.tables["triads"]
	f := t.Figure(analysis.RowBase, "all")
	if f.Reason == "" && f.Count > 0 {
		b.para(instruments.Textf("In %d trajecten is elk respondenttype gesproken. Hoe vaak noemen zij hetzelfde?", "In %d trajectories every respondent type was interviewed. How often do they mention the same?", f.Count))
		b.show("triads", instruments.Text{}, nil)
	}
	b.perspectives()
}

func (b *builder) disclosure() {
	b.para(b.r.maskRule())
	b.para(instruments.Textf("In de tabellen van dit rapport staan %d getallen: %d zijn afgeschermd omdat de groep klein is, %d om terugrekenen te voorkomen.",
		"The tables of this report hold %d numbers: %d are masked since the group is small, %d to prevent working them out.", b.count, b.r.Audit.Small, b.r.Audit.Hidden))
	if len(b.dropped) > 0 {
		b.para(instruments.Textf("Niet in dit rapport, omdat afgeschermde getallen er uit terug te rekenen zouden zijn: %s.", "Not in this report, since masked numbers could be worked out from them: %s.", enumerate(b.dropped)))
	}
	b.para(inBoth("Waar een categorie minstens 90\u00a0% van een groep bevat, staat dat onder de tabel: zo'n getal zegt iets over bijna iedereen in de groep.",
		"Where a category holds at least 90% of a group, a note below the table says so: such a number says something about nearly everybody in the group."))
	b.para(inBoth("Het rapport bevat geen tekst uit transcripten. Tabellen met afzonderlijke respondenten of samenwerkingen staan alleen in het werkboek van een intern rapport.",
		"The report holds no text of transcripts. Tables of single respondents or collaborations stand only in the workbook of an internal report."))
}

// percentBlank is the blank before a per cent sign: none in English.
type percentBlank struct{}

// In is the blank in lang.
func (percentBlank) In(lang instruments.Lang) string {
	if lang == instruments.English {
		return ""
	}
	return nbsp
}
