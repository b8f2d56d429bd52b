package instruments_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// publishedCodes are the codes of valuation, added value and bottlenecks with
// their names and who said them (V, P, C), from the published summaries.
const publishedCodes = `
waard.W1|samenwerking|
waard.W1.1|tevreden over gezamenlijk werk|VPC
waard.W1.2|wens tot meer samenwerking|VP
waard.W1.3|samenwerking onnodig of zonder meerwaarde|P
waard.W1.4|bewust afstand houden|V
waard.W1.5|frequente afstemming met cirkelcoördinator gewaardeerd|V
waard.W1.6|geen intensieve coaching nodig|V
waard.W2|vrijwilliger als persoon|
waard.W2.1|enthousiast|C
waard.W2.2|open houding|C
waard.W2.3|goed luisteren|C
waard.W2.4|altijd klaarstaan|C
waard.W2.5|enige sociale contact|C
waard.W2.6|gaf zelfvertrouwen|C
waard.W3|delen van signalen|
waard.W3.1|geen bezwaar|C
waard.W3.2|vooraf afspraken nodig|VPC
meerw.M1|belangeloze inzet|VP
meerw.M1.1|medemenselijkheid|
meerw.M1.2|onbetaald|
meerw.M1.3|vrije keuze van de cliënt|
meerw.M1.4|wel vrijwillig, niet vrijblijvend|
meerw.M2|beschikbaarheid|VP
meerw.M2.1|flexibel|
meerw.M2.2|buiten kantooruren|P
meerw.M2.3|wekelijks contact|
meerw.M3|relatie|
meerw.M3.1|gelijkwaardig, naast de cliënt|
meerw.M3.2|vriendschappelijk|C
meerw.M3.3|vertrouwen|V
meerw.M3.4|minder weerstand (reactance)|P
meerw.M3.5|er zijn|VP
meerw.M3.6|intuïtie, boerenverstand|V
meerw.M4|zicht op de cliënt|
meerw.M4.1|al doende veel te weten komen|P
meerw.M4.2|cliënt anders in driegesprek|V
meerw.M5|opbrengst voor de cliënt|
meerw.M5.1|basale problemen aangepakt|
meerw.M5.2|grotere actieradius|
meerw.M5.3|doel in het leven|
meerw.M5.4|zingeving, optimisme, hoop|
meerw.M5.5|kwaliteit van leven|
meerw.M5.6|ruimte voor therapie|P
meerw.M6|rolmodel|VP
meerw.M7|aanvulling op de professional|
meerw.M7.1|voorwaardenscheppend|
meerw.M7.2|extra paar ogen|
knelp.K1|organisatie|
knelp.K1.1|wisseling van vrijwilligers|
knelp.K1.2|contact loopt via coördinator|
knelp.K1.3|geen gedeelde visie op werkwijze|V
knelp.K1.4|geen initiatief tot contact|
knelp.K2|financiering|
knelp.K2.1|niet-structurele financiering|
knelp.K2.2|beperkt budget voor activiteiten|
knelp.K3|uitvoering|
knelp.K3.1|veiligheidsrisico buiten kantoor|
knelp.K3.2|signaleren wringt met er zijn|P
knelp.K3.3|alleen werken met gemarginaliseerde doelgroep|V
`

func TestCodebookIsAsPublished(t *testing.T) {
	set := builtin(t, "reclassering-2020")
	codes := map[string]instruments.CodeEntry{}
	flatten(set.Codes, codes)
	seen := 0
	for _, line := range strings.Split(strings.TrimSpace(publishedCodes), "\n") {
		want := strings.Split(line, "|")
		c, ok := codes[want[0]]
		if !ok {
			t.Errorf("%s is missing", want[0])
			continue
		}
		seen++
		who := ""
		for _, typ := range c.Who {
			info, _ := set.TypeInfo(typ)
			who += info.Letter
		}
		// The report's word in brackets stands in the definition.
		if name, _, _ := strings.Cut(want[1], " ("); c.Label.NL != name || sorted(who) != sorted(want[2]) {
			t.Errorf("%s is %q said by %q, want %q", c.ID, c.Label.NL, who, want)
		}
		if c.Origin != instruments.FromReport {
			t.Errorf("%s has origin %s", c.ID, c.Origin)
		}
	}
	for id := range codes {
		if root, _, leaf := strings.Cut(id, "."); leaf && slices.Contains([]string{"waard", "meerw", "knelp"}, root) {
			seen--
		}
	}
	if seen != 0 {
		t.Errorf("%d codes more or less than published", -seen)
	}
}

func sorted(s string) string {
	r := []rune(s)
	slices.Sort(r)
	return string(r)
}

// indicatorWords are the indicators with their values for form 1, 2 and 3.
const indicatorWords = `
K1|contact na de start|doorlopend|sporadisch|geen, of alleen het vaste evaluatiemoment
K2|afstemming over doelen en taken|samen|professional bepaalt, beperkte afstemming|geen afstemming
K3|gelijkwaardigheid|gelijkwaardig|aansturend|los van elkaar
K4|reden van contact|doelen van het traject|controle op de cliënt|geen contact nodig of gewenst
K5|verantwoordelijkheid|gedeeld|alleen de professional|gescheiden
K6|oordeel van de professional over het nut|vanzelfsprekend|geen meerwaarde|niet nodig (controle is geen doel)
K7|kanaal en bereikbaarheid|direct en goed bereikbaar|via de coördinator|niet gebruikt of afgehouden
K8|cliënt betrokken|ja|nee
K9|houding van de vrijwilliger|zoekt afstemming|wil meer contact, neemt geen initiatief|houdt bewust afstand
K10|gedeelde visie op de werkwijze|ja|wordt gemist|speelt niet
`

func TestIndicatorsSayWhatTheRuleSays(t *testing.T) {
	list := builtin(t, "reclassering-2020").List
	for i, line := range strings.Split(strings.TrimSpace(indicatorWords), "\n") {
		want, k := strings.Split(line, "|"), list.Indicators[i]
		got := []string{string(k.ID), k.Label.NL}
		for _, v := range k.Values {
			got = append(got, v.Label.NL)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Conditions come from the literature; reflections are an aid of ours.
func TestOriginsAreHonest(t *testing.T) {
	set := builtin(t, "reclassering-2020")
	codes := map[string]instruments.CodeEntry{}
	flatten(set.Codes, codes)
	for prefix, want := range map[string]instruments.Origin{"voorw": "literatuur", "refl": "fictief", "concl": "rapport", "aanb": "rapport", "ctx": "rapport"} {
		for id, c := range codes {
			if strings.HasPrefix(id, prefix) && c.Origin != want {
				t.Errorf("%s has origin %s, want %s", id, c.Origin, want)
			}
		}
	}
	var reported []instruments.ActivityID
	for _, a := range set.Taxonomy.Activities {
		if a.Origin == instruments.FromReport {
			reported = append(reported, a.ID)
		}
	}
	if !slices.Equal(reported, []instruments.ActivityID{"A01", "C01", "D01"}) {
		t.Errorf("published activities: %q", reported)
	}
}

// Every recommendation rests, link by link, on codes that can be found in texts.
func TestRecommendationsAreSupported(t *testing.T) {
	codes := map[string]instruments.CodeEntry{}
	flatten(builtin(t, "reclassering-2020").Codes, codes)
	var ground func(id string, depth int) bool
	ground = func(id string, depth int) bool {
		root, _, _ := strings.Cut(id, ".")
		if root != "aanb" && root != "concl" {
			return true
		}
		return depth < 5 && slices.ContainsFunc(codes[id].Supports, func(s string) bool { return ground(s, depth+1) })
	}
	for _, id := range slices.Sorted(maps.Keys(codes)) {
		if (strings.HasPrefix(id, "aanb.") || strings.HasPrefix(id, "concl.")) && !ground(id, 0) {
			t.Errorf("%s rests on nothing", id)
		}
	}
}

func TestQuantifiers(t *testing.T) {
	for i, want := range []struct {
		word      string
		from, min int
	}{{"alle", 100, 0}, {"de meeste", 51, 0}, {"sommige", 20, 2}, {"enkele", 0, 2}} {
		q := builtin(t, "reclassering-2020").Quantity[i]
		if q.Word.NL != want.word || q.From != want.from || q.Min != want.min {
			t.Errorf("%+v, want %+v", q, want)
		}
	}
}

// Both languages are there for every wording of the built-in templates, and no
// wording has stray blanks.
func TestTemplatesSpeakBothLanguages(t *testing.T) {
	for _, name := range instruments.Templates() {
		n := 0
		texts(reflect.ValueOf(*builtin(t, name)), name, func(path string, text instruments.Text) {
			if text.IsZero() {
				return
			}
			n++
			for _, s := range []string{text.NL, text.EN} {
				if s == "" || s != strings.Join(strings.Fields(s), " ") {
					t.Errorf("%s: %q / %q", path, text.NL, text.EN)
				}
			}
		})
		if n < 8 {
			t.Errorf("%s: only %d wordings found", name, n)
		}
	}
}

// texts visits every Text inside v.
func texts(v reflect.Value, path string, visit func(string, instruments.Text)) {
	if text, ok := v.Interface().(instruments.Text); ok {
		visit(path, text)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), path, visit)
		}
	}
}

// Loading twice gives the same set; nothing of the first use sticks.
func TestBuiltinIsFresh(t *testing.T) {
	first := builtin(t, "reclassering-2020")
	first.Taxonomy.Activities[0].Label.NL = "iets anders"
	first.Checklist.Items[0] = "Z99"
	second := builtin(t, "reclassering-2020")
	if second.Taxonomy.Activities[0].Label.NL == "iets anders" || second.Checklist.Items[0] != "A01" {
		t.Error("a change to one set shows in the next")
	}
	if !reflect.DeepEqual(second, builtin(t, "reclassering-2020")) {
		t.Error("two loads differ")
	}
}
