package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// instrumentTerms name every instrument of the study with its version.
func instrumentTerms(set *instruments.Set) []Term {
	t := &set.Taxonomy
	out := []Term{
		{inBoth("sjabloon", "template"), instruments.Textf("%s, versie %s", "%s, version %s", set.Name, set.Version)},
		{inBoth("taxonomie", "taxonomy"), instruments.Textf("versie %s: %d activiteiten, %d doelen", "version %s: %d activities, %d goals", t.Version, len(t.Activities), len(t.Goals))},
		{inBoth("activiteitenlijst", "activity checklist"), instruments.Textf("versie %s: %d activiteiten, ingevuld door onderzoekers na het interview, met drie toestanden", "version %s: %d activities, filled in by researchers after the interview, with three states", set.Checklist.Version, len(set.Checklist.Items))},
		{inBoth("indicatorenlijst", "indicator list"), instruments.Textf("versie %s: %d indicatoren, %d vormen", "version %s: %d indicators, %d forms", set.List.Version, len(set.List.Indicators), len(set.List.Forms))},
	}
	for _, l := range set.Topics {
		out = append(out, Term{instruments.Textf("topiclijst %s", "topic list %s", typeLabel(set, l.Type)), instruments.Textf("versie %s: %d onderwerpen", "version %s: %d topics", l.Version, len(l.Topics))})
	}
	return append(out, Term{inBoth("lexicon", "lexicon"), instruments.Textf("versie %s, regels voor %d codes", "version %s, rules for %d codes", set.Lexicon.Version, len(set.Lexicon.Rules))})
}

func inBoth(nl, en string) instruments.Text { return instruments.Text{NL: nl, EN: en} }

// ruleText is the rule of the classification with the thresholds in force.
func ruleText(l *instruments.IndicatorList) []instruments.Text {
	t := l.Thresholds
	return []instruments.Text{
		instruments.Textf("De eenheid is de dyade: een vrijwilliger en een professional in één traject. Elke waargenomen indicator geeft zijn gewicht aan de vorm waar zijn waarde op wijst; het aandeel van een vorm is wat zij kreeg van al het waargenomen gewicht.",
			"The unit is the dyad: a volunteer and a professional within one trajectory. Every observed indicator gives its weight to the form its value points to; a form's share is what it received of all observed weight."),
		instruments.Textf("Minder dan %d waargenomen indicatoren, of geen van de vereiste: onvoldoende gegevens.", "Fewer than %d observed indicators, or none of the required ones: insufficient data.", t.MinObserved),
		instruments.Textf("Hoogste aandeel minstens %d%s%% en minstens %d punt voorsprong: die vorm. Anders tweede aandeel minstens %d%s%%: mengvorm. Anders niet eenduidig.",
			"Largest share at least %d%s%% and a lead of at least %d points: that form. Otherwise second share at least %d%s%%: mixed form. Otherwise ambiguous.", t.TopShare, percentBlank{}, t.Lead, t.SecondShare, percentBlank{}),
		instruments.Textf("Grensgeval: de klasse verandert als de drempels %d punt schuiven. Eén bron: alle aanwijzingen komen van één respondent. Perspectiefverschil: vrijwilliger en professional wijzen op verschillende vormen.",
			"Borderline case: the class changes when the thresholds move by %d points. One source: all evidence comes from one respondent. Perspective difference: volunteer and professional point to different forms.", t.Border),
		instruments.Textf("Startcontact, intensiteit, tevredenheid, maatjestype en project tellen niet mee.", "Start contact, intensity, satisfaction, buddy type and project are not used."),
	}
}

// codingTerms say who coded and filled in what. The numbers of lists are those of
// respondents and dyads, so they are left out where these may be withheld.
func codingTerms(c *coding.Corpus, withLists bool) []Term {
	codings := map[coding.CoderID]int{}
	for i := range c.Codings {
		codings[c.Codings[i].Coder]++
	}
	lists := map[coding.CoderID]map[instruments.FillingKind]int{}
	for _, f := range c.Fillings {
		who := coding.CoderID(f.Coder)
		if lists[who] == nil {
			lists[who] = map[instruments.FillingKind]int{}
		}
		lists[who][f.Kind]++
	}
	var names []coding.CoderID
	for who := range codings {
		names = append(names, who)
	}
	for who := range lists {
		if _, ok := codings[who]; !ok {
			names = append(names, who)
		}
	}
	slices.SortFunc(names, func(a, b coding.CoderID) int { return cmp.Compare(a, b) })
	var out []Term
	for _, who := range names {
		value := instruments.Textf("%d coderingen", "%d codings", codings[who])
		if withLists {
			value = instruments.Textf("%s, %d activiteitenlijsten, %d indicatorenlijsten", "%s, %d activity checklists, %d indicator lists",
				value, lists[who][instruments.ActivityFilling], lists[who][instruments.IndicatorFilling])
		}
		out = append(out, Term{coderLabel(who), value})
	}
	return out
}

func coderLabel(who coding.CoderID) instruments.Text {
	switch who {
	case coding.LexiconCoder:
		return inBoth("lexicon (overgenomen voorstellen van de regels)", "lexicon (accepted suggestions of the rules)")
	case coding.ConsensusCoder:
		return inBoth("consensus", "consensus")
	case "":
		return inBoth("codeur zonder naam", "coder without a name")
	}
	return instruments.Textf("codeur %s", "coder %s", instruments.Plain(string(who)))
}

// documentTerms count the documents by kind.
func documentTerms(c *coding.Corpus) []Term {
	kinds := []struct {
		kind  instruments.DocumentKind
		label instruments.Text
	}{
		{instruments.Interview, inBoth("interviews", "interviews")},
		{instruments.FocusGroup, inBoth("focusgroepen", "focus groups")},
		{instruments.Literature, inBoth("literatuur", "literature")},
		{instruments.Other, inBoth("overige documenten", "other documents")},
	}
	var out []Term
	for _, k := range kinds {
		n, words := 0, 0
		for _, d := range c.Documents {
			if d.Kind == k.kind {
				n, words = n+1, words+d.Words
			}
		}
		if n > 0 {
			out = append(out, Term{k.label, instruments.Textf("%d, samen %d woorden", "%d, %d words together", n, words)})
		}
	}
	return out
}

// definitions explain the units and signs of the report.
func definitions() []Term {
	return []Term{
		{inBoth("vermelding", "mention"), inBoth("één respondent noemt één activiteit; een activiteit die drie respondenten van een traject noemen, telt drie keer", "one respondent mentions one activity; an activity that three respondents of a trajectory mention counts three times")},
		{inBoth("respondent", "respondent"), inBoth("een geïnterviewde persoon; een activiteit telt hoogstens één keer per persoon", "a person who was interviewed; an activity counts at most once for a person")},
		{inBoth("traject", "trajectory"), inBoth("een begeleidingstraject; een activiteit telt één keer, hoeveel respondenten van het traject haar ook noemen", "a guidance trajectory; an activity counts once, however many of its respondents mention it")},
		{inBoth("dyade", "dyad"), inBoth("een vrijwilliger en een professional in één traject; de eenheid van de samenwerkingsvorm", "a volunteer and a professional in one trajectory; the unit of the form of collaboration")},
		{inBoth("fragment", "segment"), inBoth("een gecodeerd stuk tekst", "a coded stretch of text")},
		{inBoth("aandeel", "share"), inBoth("een percentage is afgerond op hele procenten, helft naar boven, en staat altijd bij zijn aantal en basis", "a percentage is rounded to whole per cents, half up, and always stands with its count and base")},
		{inBoth("interval", "interval"), inBoth("het 95\u00a0%-interval van Wilson: hoe onzeker een aandeel bij dit aantal respondenten is", "the 95% Wilson interval: how uncertain a share is with this number of respondents")},
		{inBoth("primair doel", "primary goal"), inBoth("elke activiteit heeft precies één primair doel en eventueel verdere doelen", "every activity has exactly one primary goal and possibly further goals")},
		{inBoth("niet besproken", "not discussed"), inBoth("de lijst is na een open gesprek ingevuld: een leeg vak betekent niet ter sprake gekomen, niet dat iets niet gebeurt", "the list was filled in after an open talk: an empty box means that it did not come up, not that it does not happen")},
	}
}

// limits are what a reader must not conclude.
func limits() []instruments.Text {
	return []instruments.Text{
		inBoth("Het onderzoek is kwalitatief en de respondenten zijn niet aselect gekozen. Volgordes en verschillen tussen groepen zijn beschrijvingen, geen toetsen; waar intervallen overlappen, is een volgorde onzeker.",
			"The study is qualitative and the respondents were not drawn at random. Orders and differences between groups are descriptions, not tests; where intervals overlap an order is uncertain."),
		inBoth("Respondenten kunnen meer antwoorden geven; percentages tellen op tot meer dan 100.", "Respondents can give several answers; percentages add to more than 100."),
		inBoth("Wat iemand niet noemt, kan wel gebeuren. Genoemd worden zegt niets over hoe vaak iets gebeurt of hoe goed het werkt.", "What somebody does not mention may well happen. Being mentioned says nothing about how often something happens or how well it works."),
		inBoth("Perspectiefovereenstemming (noemen betrokkenen van één traject hetzelfde?) is iets anders dan interbeoordelaarsbetrouwbaarheid (coderen twee codeurs hetzelfde?).", "Perspective agreement (do those involved in one trajectory mention the same?) is not coder reliability (do two coders code the same?)."),
		inBoth("Conclusies en aanbevelingen staan hier zoals de onderzoekers ze hebben gecodeerd; het programma trekt er zelf geen.", "Conclusions and recommendations stand here as the researchers coded them; the program draws none of its own."),
	}
}

// studyTerms identify the state of the study that the report was made from.
func (r *Report) studyTerms() []Term {
	out := []Term{{inBoth("titel", "title"), r.Info.Title}}
	if r.Info.Title.IsZero() {
		out = nil
	}
	out = append(out, []Term{
		{inBoth("naam", "name"), instruments.Same(r.Info.Name)},
		{inBoth("begonnen", "begun"), instruments.Textf("%s", "%s", dateText(r.Info.Created))},
		{inBoth("laatst gewijzigd", "last changed"), instruments.Textf("%s", "%s", dateText(r.Info.Changed))},
		{inBoth("studiehash, in groepen van acht", "study hash, in groups of eight"), instruments.Same(eights(r.Info.Head))},
		{inBoth("wijzigingen", "changes"), instruments.Same(fmt.Sprint(r.Info.Events))},
		{inBoth("programma", "program"), instruments.Same("Meerzicht " + r.Version)},
		{inBoth("doelgroep", "audience"), r.Audience.Label()},
	}...)
	if !r.Layer.IsZero() {
		out = append(out, Term{inBoth("laag", "layer"), r.Layer})
	}
	return out
}

// eights cuts a hash into groups of eight, which wrap on a page and can be
// compared by eye.
func eights(hash string) string {
	var groups []string
	for group := range slices.Chunk([]byte(hash), 8) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}
