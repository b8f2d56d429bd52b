package instruments_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"meerzicht/instruments"
)

// complete visits every labelled thing of a set with its id and what must be
// said of it.
func complete(set *instruments.Set, visit func(kind, id string, texts ...instruments.Text)) {
	visit("study", set.Name, set.Title)
	for _, x := range set.Types {
		visit("type", string(x.ID), x.Label, x.Plural)
	}
	for _, x := range set.Roles {
		visit("role", string(x.ID), x.Label)
	}
	for _, x := range set.Quantity {
		visit("quantifier", x.Word.NL, x.Word)
	}
	for _, g := range set.Taxonomy.Goals {
		visit("code", "doel."+string(g.ID), g.Label, g.Definition)
		for _, k := range g.Constructs {
			visit("code", "doel."+string(g.ID)+"."+k.ID, k.Label, k.Definition)
		}
	}
	for _, a := range set.Taxonomy.Activities {
		visit("code", "act."+string(a.ID), a.Label, a.Short, a.Definition)
		for _, f := range a.Facets {
			visit("code", f.ID, f.Label)
			for _, v := range f.Values {
				visit("code", f.ID+"."+v.ID, v.Label)
			}
		}
	}
	lists(set, visit)
	entries(set.Codes, visit)
}

func lists(set *instruments.Set, visit func(kind, id string, texts ...instruments.Text)) {
	visit("list", "checklist", set.Checklist.Title)
	visit("list", "indicators", set.List.Title)
	for _, f := range set.List.Forms {
		visit("form", f.ID, f.Label, f.Definition)
	}
	for _, k := range set.List.Indicators {
		visit("code", "ind."+string(k.ID), k.Label, k.Question)
		for _, v := range k.Values {
			visit("code", "ind."+string(k.ID)+"."+string(v.ID), v.Label)
		}
	}
	for _, l := range set.Topics {
		visit("topics", string(l.Type), l.Title)
		visit("topics", string(l.Type)+" intro", slices.Concat(l.Intro, l.Closing)...)
		for _, topic := range l.Topics {
			visit("topic", string(l.Type)+" "+topic.Title.NL, slices.Concat([]instruments.Text{topic.Title}, topic.Questions, topic.Probes)...)
		}
	}
}

func entries(codes []instruments.CodeEntry, visit func(kind, id string, texts ...instruments.Text)) {
	for _, e := range codes {
		visit("code", e.ID, e.Label, e.Definition)
		entries(e.Codes, visit)
	}
}

// Everything has an id of its own, and all that a reader needs is said, in both
// languages.
func TestTemplatesAreComplete(t *testing.T) {
	for _, name := range instruments.Templates() {
		seen, n := map[string]bool{}, 0
		complete(builtin(t, name), func(kind, id string, texts ...instruments.Text) {
			key := kind + " " + strings.ToLower(id)
			if seen[key] || id == "" {
				t.Errorf("%s: %s %q stands there twice, or has no id", name, kind, id)
			}
			seen[key] = true
			for i, text := range texts {
				n++
				if text.NL == "" || text.EN == "" {
					t.Errorf("%s: %s %s: text %d is %q / %q", name, kind, id, i, text.NL, text.EN)
				}
			}
		})
		if want := map[string]int{"leeg": 12, "reclassering-2020": 400}[name]; n < want {
			t.Errorf("%s: %d texts, want at least %d", name, n, want)
		}
	}
}

// Labels of a kind can be told apart, in each language and as they stand in
// charts, which have room for some 30 characters.
func TestLabelsCanBeToldApart(t *testing.T) {
	set := builtin(t, "reclassering-2020")
	apart := map[string]string{}
	claim := func(where, label, id string) {
		key := where + " " + strings.ToLower(label)
		if other := apart[key]; other != "" {
			t.Errorf("%s: %s and %s are both %q", where, other, id, label)
		}
		apart[key] = id
	}
	for _, a := range set.Taxonomy.Activities {
		for _, lang := range []instruments.Lang{instruments.Dutch, instruments.English} {
			claim("activities in "+string(lang), a.Label.In(lang), string(a.ID))
			chart := a.ChartLabel().In(lang)
			claim("charts in "+string(lang), chart, string(a.ID))
			if n := utf8.RuneCountInString(chart); n > 30 {
				t.Errorf("%s in a chart: %q, %d characters", a.ID, chart, n)
			}
		}
	}
	for _, k := range set.List.Indicators {
		claim("indicators", k.Label.NL, string(k.ID))
		for _, v := range k.Values {
			claim("values of "+string(k.ID), v.Label.NL, string(v.ID))
		}
	}
	for _, g := range set.Taxonomy.Goals {
		claim("goals", g.Label.NL, string(g.ID))
		for _, k := range g.Constructs {
			claim("constructs in Dutch", k.Label.NL, k.ID)
			claim("constructs in English", k.Label.EN, k.ID)
		}
	}
}

// What each part of a template refers to is in the template, once.
func TestTemplateHangsTogether(t *testing.T) {
	set := builtin(t, "reclassering-2020")
	for _, a := range set.Taxonomy.Activities {
		if n := count(set.Checklist.Items, a.ID); n != 1 {
			t.Errorf("%s stands %d times on the checklist", a.ID, n)
		}
		if _, ok := set.Taxonomy.Goal(a.Primary); !ok {
			t.Errorf("%s serves %q", a.ID, a.Primary)
		}
	}
	for _, typ := range set.Types {
		if !slices.ContainsFunc(set.Topics, func(l instruments.TopicList) bool { return l.Type == typ.ID }) {
			t.Errorf("no topic list for %s", typ.ID)
		}
		if !slices.ContainsFunc(set.Roles, func(r instruments.RoleInfo) bool { return r.Type == typ.ID }) {
			t.Errorf("no role for %s", typ.ID)
		}
	}
	for _, r := range set.Roles {
		if (r.Dyad != "") != (r.Type == instruments.Professional) {
			t.Errorf("%s of type %s has the dyad name %q", r.ID, r.Type, r.Dyad)
		}
	}
	ids := map[string]bool{}
	complete(set, func(kind, id string, _ ...instruments.Text) { ids[kind+" "+id] = true })
	for _, r := range set.Lexicon.Rules {
		if !ids["code "+r.Code] || len(r.Terms) == 0 {
			t.Errorf("rules of %s: %d terms", r.Code, len(r.Terms))
		}
	}
	for _, a := range set.Taxonomy.Activities {
		if !slices.ContainsFunc(set.Lexicon.Rules, func(r instruments.TermRules) bool { return r.Code == "act."+string(a.ID) }) {
			t.Errorf("no rules for %s", a.ID)
		}
	}
}

func count[T comparable](list []T, what T) (n int) {
	for _, x := range list {
		if x == what {
			n++
		}
	}
	return n
}

// English words that a Dutch text never holds, and the other way round, whole
// words only: what a copy and paste leaves behind.
var (
	englishWords = regexp.MustCompile(`(?i)\b(the|and|with|for|from|client's|volunteer|volunteers|of the|which|your|their|this|about|supervisor|meeting)\b`)
	dutchWords   = regexp.MustCompile(`(?i)\b(het|een|de|en|niet|van|voor|vrijwilliger|vrijwilligers|cliënt|ook|wordt|naar|zijn|bij)\b`)
)

func TestNoTextInTheWrongLanguage(t *testing.T) {
	for _, name := range instruments.Templates() {
		texts(reflect.ValueOf(*builtin(t, name)), name, func(path string, text instruments.Text) {
			if w := englishWords.FindString(text.NL); w != "" {
				t.Errorf("%s: %q in %q", path, w, text.NL)
			}
			if w := dutchWords.FindString(text.EN); w != "" {
				t.Errorf("%s: %q in %q", path, w, text.EN)
			}
			if len(text.NL) > 40 && text.NL == text.EN {
				t.Errorf("%s is not translated: %q", path, text.NL)
			}
		})
	}
}

// Questions to people are questions, and none leads: a yes-or-no question about
// what one hopes to hear is no open question.
func TestTopicsAsk(t *testing.T) {
	for _, l := range builtin(t, "reclassering-2020").Topics {
		for _, topic := range l.Topics {
			for _, q := range topic.Questions {
				if open := strings.ContainsAny(q.NL, "?") || strings.HasPrefix(q.NL, "Vertel"); !open || strings.HasPrefix(q.NL, "Vindt u niet") || strings.HasPrefix(q.NL, "Bent u het eens") {
					t.Errorf("%s, %s: %q", l.Type, topic.Title.NL, q.NL)
				}
			}
		}
	}
}

// A set as the empty template gives it finds nothing and says so.
func TestLookupsInAnEmptySet(t *testing.T) {
	for name, set := range map[string]*instruments.Set{"none": {}, "leeg": builtin(t, "leeg")} {
		_, activity := set.Taxonomy.Activity("A01")
		_, goal := set.Taxonomy.Goal("SI")
		_, indicator := set.List.Indicator("K1")
		_, typ := set.TypeInfo("buurman")
		_, value := instruments.Indicator{}.Value("1")
		if activity || goal || indicator || typ || value || set.TypeOf("buurman") != "" {
			t.Errorf("%s: %v %v %v %v %v", name, activity, goal, indicator, typ, value)
		}
	}
}

// Every lookup gives the thing asked for, first and last of its list too.
func TestLookupsFindEverything(t *testing.T) {
	set := builtin(t, "reclassering-2020")
	for _, a := range set.Taxonomy.Activities {
		if got, ok := set.Taxonomy.Activity(a.ID); !ok || got.ID != a.ID {
			t.Errorf("activity %s", a.ID)
		}
	}
	for _, g := range set.Taxonomy.Goals {
		if got, ok := set.Taxonomy.Goal(g.ID); !ok || got.ID != g.ID {
			t.Errorf("goal %s", g.ID)
		}
	}
	for _, k := range set.List.Indicators {
		got, ok := set.List.Indicator(k.ID)
		if !ok || got.ID != k.ID {
			t.Errorf("indicator %s", k.ID)
		}
		for _, v := range k.Values {
			if have, ok := got.Value(v.ID); !ok || have.ID != v.ID {
				t.Errorf("%s=%s", k.ID, v.ID)
			}
		}
		if _, ok := got.Value(instruments.NotObserved); ok {
			t.Errorf("%s: not observed is no answer", k.ID)
		}
	}
	for _, typ := range set.Types {
		if got, ok := set.TypeInfo(typ.ID); !ok || got != typ {
			t.Errorf("type %s", typ.ID)
		}
	}
}
