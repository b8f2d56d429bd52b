package instruments

import (
	"maps"
	"slices"
	"strings"
)

// The rules of each part of a template. Every function checks one file.

func (c *checker) study() {
	p := place{file: studyName}
	if !plainID(c.set.Name) || c.set.Name == "" {
		c.add(p.in("name"), Text{NL: "de naam van het sjabloon ontbreekt of bevat vreemde tekens", EN: "the template's name is missing or has odd characters"}, Text{})
	}
	c.text(p, "title", c.set.Title)
	if len(c.set.Types) == 0 {
		c.add(p.in("types"), Text{NL: "er is geen enkel respondenttype", EN: "there is no respondent type"}, Text{})
	}
	types, letters := map[string]bool{}, map[string]bool{}
	for i, t := range c.set.Types {
		at := p.in("types", i)
		c.id(at, types, string(t.ID))
		c.text(at, "label", t.Label)
		if t.Letter == "" || letters[t.Letter] || !plainID(t.Letter) {
			c.add(at.in("letter"), Textf("letter %q ontbreekt of is al gebruikt", "letter %q is missing or already used", t.Letter), Text{NL: "kies een andere letter", EN: "choose another letter"})
		}
		letters[t.Letter] = true
	}
	roles, dyads := map[string]bool{}, map[string]bool{}
	for i, r := range c.set.Roles {
		at := p.in("roles", i)
		c.id(at, roles, string(r.ID))
		c.typeRef(at.in("type"), r.Type)
		c.text(at, "label", r.Label)
		if r.Dyad != "" && dyads[r.Dyad] {
			c.add(at.in("dyad"), Textf("dyade %q komt twee keer voor", "dyad %q occurs twice", r.Dyad), Text{})
		}
		dyads[r.Dyad] = true
	}
	c.between(p.in("plan"), "per_cell", c.set.Plan.PerCell, 0, 1_000_000)
	for i, q := range c.set.Quantity {
		at := p.in("quantifiers", i)
		c.text(at, "word", q.Word)
		c.between(at, "from", q.From, 0, 100)
		c.between(at, "min", q.Min, 0, 1_000_000)
	}
}

func (c *checker) typeRef(p place, t RespondentType) {
	if !c.types[t] {
		c.add(p, Textf("respondenttype %q is niet bekend", "respondent type %q is not known", string(t)),
			Text{NL: "de typen staan in study.yaml", EN: "the types are in study.yaml"})
	}
}

func (c *checker) taxonomy() {
	p := place{file: taxonomyName}
	goals := map[string]bool{}
	for i, g := range c.set.Taxonomy.Goals {
		at := p.in("goals", i)
		c.id(at, goals, string(g.ID))
		c.code(at, "doel."+string(g.ID))
		c.text(at, "label", g.Label)
		c.origin(at, g.Origin)
		for j, k := range g.Constructs {
			in := at.in("constructs", j)
			c.id(in, map[string]bool{}, k.ID)
			c.code(in, "doel."+string(g.ID)+"."+k.ID)
			c.text(in, "label", k.Label)
			c.origin(in, k.Origin)
		}
	}
	acts := map[string]bool{}
	for i, a := range c.set.Taxonomy.Activities {
		at := p.in("activities", i)
		c.id(at, acts, string(a.ID))
		c.code(at, "act."+string(a.ID))
		c.activity(at, a)
	}
	if len(c.set.Taxonomy.Goals) > 0 {
		c.codes["doel"] = true
	}
	if len(c.set.Taxonomy.Activities) > 0 {
		c.codes["act"] = true
	}
}

func (c *checker) activity(at place, a Activity) {
	c.text(at, "label", a.Label)
	c.origin(at, a.Origin)
	c.oneOf(at, "expected", a.Expected, "", "ja", "nee", "beperkt")
	c.goalRef(at.in("primary"), a.Primary)
	served := map[GoalID]bool{a.Primary: true}
	for j, g := range a.Further {
		in := at.in("further", j)
		c.goalRef(in, g)
		if served[g] {
			c.add(in, Textf("doel %q staat al bij deze activiteit", "goal %q is already with this activity", string(g)),
				Text{NL: "het hoofddoel hoort niet ook bij further", EN: "the primary goal does not belong in further as well"})
		}
		served[g] = true
	}
	for j, f := range a.Facets {
		in := at.in("facets", j)
		c.id(in, map[string]bool{}, f.ID)
		c.code(in, f.ID)
		c.text(in, "label", f.Label)
		c.origin(in, f.Origin)
		for k, v := range f.Values {
			c.id(in.in("values", k), map[string]bool{}, v.ID)
			c.code(in.in("values", k), f.ID+"."+v.ID)
			c.text(in.in("values", k), "label", v.Label)
		}
	}
}

func (c *checker) goalRef(p place, g GoalID) {
	if !c.goals[g] {
		c.add(p, Textf("doel %q is niet bekend", "goal %q is not known", string(g)),
			Text{NL: "de doelen staan bovenaan taxonomy.yaml", EN: "the goals are at the top of taxonomy.yaml"})
	}
}

func (c *checker) checklist() {
	p := place{file: checklistName}
	seen := map[ActivityID]bool{}
	for i, id := range c.set.Checklist.Items {
		at := p.in("items", i)
		if !c.acts[id] {
			c.add(at, Textf("activiteit %q staat niet in de taxonomie", "activity %q is not in the taxonomy", string(id)),
				Text{NL: "voeg haar toe aan taxonomy.yaml of haal haar uit de lijst", EN: "add it to taxonomy.yaml or take it off the list"})
		}
		if seen[id] {
			c.add(at, Textf("activiteit %q staat twee keer op de lijst", "activity %q is on the list twice", string(id)), Text{})
		}
		seen[id] = true
	}
}

func (c *checker) indicators() {
	p, list := place{file: indicatorName}, c.set.List
	forms := map[string]bool{}
	for i, f := range list.Forms {
		at := p.in("forms", i)
		c.id(at, forms, f.ID)
		c.text(at, "label", f.Label)
		c.origin(at, f.Origin)
	}
	seen := map[string]bool{}
	for i, k := range list.Indicators {
		at := p.in("indicators", i)
		c.id(at, seen, string(k.ID))
		c.code(at, "ind."+string(k.ID))
		c.text(at, "label", k.Label)
		c.between(at, "weight", k.Weight, 1, 1000)
		c.values(at, k, forms)
	}
	if len(list.Indicators) > 0 {
		c.codes["ind"] = true
		c.thresholds(p.in("thresholds"), list.Thresholds, len(list.Indicators))
	}
}

func (c *checker) values(at place, k Indicator, forms map[string]bool) {
	if len(k.Values) == 0 {
		c.add(at.in("values"), Textf("indicator %s heeft geen waarden", "indicator %s has no values", string(k.ID)), Text{})
	}
	seen := map[string]bool{strings.ToLower(string(NotObserved)): true}
	for j, v := range k.Values {
		in, sum := at.in("values", j), 0
		c.id(in, seen, string(v.ID))
		c.code(in, "ind."+string(k.ID)+"."+string(v.ID))
		c.text(in, "label", v.Label)
		for _, form := range slices.Sorted(maps.Keys(v.Points)) {
			points := v.Points[form]
			if !forms[form] {
				c.add(in.in("points", form), Textf("vorm %q is niet bekend", "form %q is not known", form), Text{})
			}
			c.between(in.in("points"), form, points, 0, 100)
			sum += points
		}
		if sum != 100 {
			c.add(in.in("points"), Textf("de punten zijn samen %d en moeten 100 zijn", "the points add to %d and must add to 100", sum),
				Text{NL: "punten zijn honderdsten van het gewicht", EN: "points are hundredths of the weight"})
		}
	}
}

// thresholds keeps every threshold where the rule can still reach all outcomes.
func (c *checker) thresholds(p place, t Thresholds, n int) {
	c.between(p, "min_observed", t.MinObserved, 1, n)
	c.between(p, "top_share", t.TopShare, 1, 100)
	c.between(p, "lead", t.Lead, 0, 100)
	c.between(p, "second_share", t.SecondShare, 1, 50)
	c.between(p, "border", t.Border, 0, 50)
}

// topics checks the lists in the order of their files.
func (c *checker) topics(files []string) {
	i, types := 0, map[RespondentType]bool{}
	for _, file := range files {
		if !strings.HasPrefix(file, "topics-") {
			continue
		}
		p, t := place{file: file}, c.set.Topics[i]
		i++
		c.typeRef(p.in("type"), t.Type)
		if types[t.Type] {
			c.add(p.in("type"), Textf("type %q heeft al een topiclijst", "type %q already has a topic list", string(t.Type)), Text{})
		}
		types[t.Type] = true
		c.text(p, "title", t.Title)
		for j, topic := range t.Topics {
			at := p.in("topics", j)
			c.text(at, "title", topic.Title)
			if len(topic.Questions) == 0 {
				c.add(at, Text{NL: "dit onderwerp heeft geen vragen", EN: "this topic has no questions"}, Text{})
			}
		}
	}
}

func (c *checker) codebook() {
	for i, e := range c.set.Codes {
		p := place{file: codebookName}.in("codes", i)
		if e.Domain == "" {
			c.add(p.in("domain"), Textf("hoofdcode %q heeft geen domain", "root code %q has no domain", e.ID), Text{})
		}
		c.entry(p, "", e)
	}
	for _, r := range c.supports {
		if !c.codes[r.code] {
			c.add(r.place, Textf("code %q bestaat niet", "code %q does not exist", r.code),
				Text{NL: "supports verwijst naar een volledige code-id, zoals concl.C4 of act.D01", EN: "supports refers to a full code id, such as concl.C4 or act.D01"})
		}
	}
}

func (c *checker) entry(p place, parent string, e CodeEntry) {
	c.id(p, map[string]bool{}, e.ID)
	c.code(p, e.ID)
	if parent != "" && !strings.HasPrefix(e.ID, parent+".") {
		c.add(p.in("id"), Textf("code %q hoort te beginnen met %q", "code %q should begin with %q", e.ID, parent+"."), Text{})
	}
	c.text(p, "label", e.Label)
	c.origin(p, e.Origin)
	c.oneOf(p, "expected", e.Expected, "", "ja", "nee", "beperkt")
	for i, t := range e.Who {
		c.typeRef(p.in("who", i), t)
	}
	for i, s := range e.Supports {
		c.supports = append(c.supports, reference{p.in("supports", i), s})
	}
	for i, child := range e.Codes {
		c.entry(p.in("codes", i), e.ID, child)
	}
}

// lexicon checks that rules belong to codes; the term language is checked by
// package coding/lexicon, which owns it.
func (c *checker) lexicon() {
	seen := map[string]bool{}
	for i, r := range c.set.Lexicon.Rules {
		at := place{file: lexiconName}.in("rules", i)
		if !c.codes[r.Code] {
			c.add(at.in("code"), Textf("code %q bestaat niet", "code %q does not exist", r.Code),
				Text{NL: "gebruik een volledige code-id, zoals act.A01, doel.PC.hoop of ind.K2.1", EN: "use a full code id, such as act.A01, doel.PC.hoop or ind.K2.1"})
		}
		if seen[r.Code] {
			c.add(at.in("code"), Textf("code %q heeft al regels", "code %q already has rules", r.Code),
				Text{NL: "zet alle termen van een code bij elkaar", EN: "put all terms of a code together"})
		}
		seen[r.Code] = true
	}
}
