package checklist

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meerzicht/instruments"
)

func replicationSet(t testing.TB) *instruments.Set {
	t.Helper()
	set, err := instruments.Builtin("reclassering-2020")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// setOf is a study with these activities: id, Dutch label, Dutch short label.
func setOf(activities ...[3]string) *instruments.Set {
	set := &instruments.Set{}
	for _, a := range activities {
		set.Taxonomy.Activities = append(set.Taxonomy.Activities, instruments.Activity{
			ID: instruments.ActivityID(a[0]), Label: instruments.Text{NL: a[1]}, Short: instruments.Text{NL: a[2]},
		})
	}
	return set
}

func TestFindByName(t *testing.T) {
	n := newNames(replicationSet(t))
	for text, want := range map[string]hit{
		"A01":   {"A01", byCode, 0},
		" a01 ": {"A01", byCode, 0},
		"Samen  ondernemen van\u00a0ACTIVITEITEN":            {"A01", byLabel, 2},
		"samen.ondernemen.van.activiteiten":                  {"A01", byLabel, 2}, // as R writes it
		"joint activities":                                   {"A01", byLabel, 2},
		"samen ondernemen":                                   {"A01", byLabel, 3},
		"keeping_company":                                    {"A02", byLabel, 3},
		"signaleren/bespreekbaar maken van risicovol gedrag": {"D01", byLabel, 2},
	} {
		if got, ok := n.find(text); !ok || got != want {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
	for _, text := range []string{"", " ", "-", "A1", "A011", "samen", "samen ondernemen van activiteiten!nog iets"} {
		if got, ok := n.find(text); ok {
			t.Errorf("%q is %+v", text, got)
		}
	}
}

// A name that two activities have is nobody's, but a code goes before a label.
func TestNamesTwice(t *testing.T) {
	n := newNames(setOf([3]string{"K1", "koken", "eten"}, [3]string{"K2", "koken", "K1"}, [3]string{"K3", "eten", ""}))
	if got, ok := n.find("koken"); ok {
		t.Errorf("koken is %+v", got)
	}
	for text, want := range map[string]instruments.ActivityID{"K1": "K1", "k2": "K2", "eten": "K3"} { // a label goes before a short label
		if got, ok := n.find(text); !ok || got.id != want {
			t.Errorf("%q is %+v, want %s", text, got, want)
		}
	}
}

func TestSplitHeadings(t *testing.T) {
	n := newNames(replicationSet(t))
	for heading, want := range map[string][3]string{
		"A01":                     {"", "A01", "A01"},
		"q/A01":                   {"q", "A01", "A01"},
		"grp/sub/q/A01":           {"grp/sub/q", "A01", "A01"},
		"g1-q2/A01":               {"g1-q2", "A01", "A01"},
		"q.A01":                   {"q", "A01", "A01"},
		"q_A01":                   {"q", "A01", "A01"},
		"q__A01":                  {"q", "A01", "A01"},
		"q:A01":                   {"q", "A01", "A01"},
		"act[A01]":                {"act", "A01", "A01"},
		"Wat? [samen ondernemen]": {"Wat?", "samen ondernemen", "A01"},
		"Wat? - samen ondernemen": {"Wat?", "samen ondernemen", "A01"},
		"Wat? – Samen ondernemen": {"Wat?", "Samen ondernemen", "A01"},
		"Wat?/signaleren/bespreekbaar maken van risicovol gedrag": {"Wat?", "signaleren/bespreekbaar maken van risicovol gedrag", "D01"},
		"Wat? (choice=joint activities)":                          {"Wat?", "joint activities", "A01"},
		"welke.activiteiten.samen.ondernemen.van.activiteiten":    {"welke.activiteiten", "samen.ondernemen.van.activiteiten", "A01"},
		strings.Repeat("een lange vraag ", 500) + "/A01":          {strings.TrimSpace(strings.Repeat("een lange vraag ", 500)), "A01", "A01"},
	} {
		question, choice, h, ok := n.split(heading)
		if got := [3]string{question, choice, string(h.id)}; !ok || got != want {
			t.Errorf("%.60q is split into %q, want %q", heading, got, want)
		}
	}
	for _, heading := range []string{"", "/", "q/", "q/A99", "q_samen ondernemen", "A01x", "samen ondernemen/anders", "[", "]]][[["} {
		if question, choice, h, ok := n.split(heading); ok {
			t.Errorf("%q is split into %q, %q, %+v", heading, question, choice, h)
		}
	}
}

// A code that is a number is more often the number of a choice.
func TestCodesThatAreNumbers(t *testing.T) {
	n := newNames(setOf([3]string{"1", "koken", ""}, [3]string{"2", "lezen", ""}))
	if _, _, h, ok := n.split("Q1_2"); !ok || h.id != "2" || h.how != similar {
		t.Errorf("Q1_2 is %+v", h)
	}
	if _, _, h, _ := n.split("2"); h.how != byCode {
		t.Errorf("2 is %+v", h)
	}
}

// Every name of every activity is found, after any question and separator.
func TestSplitFindsEveryName(t *testing.T) {
	set := replicationSet(t)
	n := newNames(set)
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SampledFrom(set.Taxonomy.Activities).Draw(t, "activity")
		name := rapid.SampledFrom([]string{string(a.ID), a.Label.NL, a.Label.EN, a.Short.NL, a.Short.EN}).Draw(t, "name")
		question := rapid.StringMatching(`[a-z]{1,8}( [a-z]{1,8}){0,3}\??`).Draw(t, "question")
		heading := question + rapid.SampledFrom([]string{"/", " - ", ".", ": "}).Draw(t, "separator") + name
		got, choice, h, ok := n.split(heading)
		if !ok || h.id != a.ID || got != question || choice != name {
			t.Fatalf("%q is split into %q, %q, %+v", heading, got, choice, h)
		}
	})
}

func TestPropose(t *testing.T) {
	n := newNames(replicationSet(t))
	for text, want := range map[string]instruments.ActivityID{
		"samen activiteiten ondernomen":     "A01",
		"Samen ondernemen (koken, sporten)": "A01", // 15 letters of 15 and 27
		"gezelschap geboden":                "A02", // 10 letters of 16 and 17
		"A1":                                "A01",
		"a_01":                              "A01",
		"D-1":                               "D01",
		"signaleren van risicovol gedrag":   "D01",
		"leeftijd":                          "",
		"vrouw":                             "",
		"":                                  "",
		"A":                                 "",
		"activiteit":                        "",
		"van de het een":                    "",
		strings.Repeat("samen ondernemen ", 100) + "x": "", // too long to be a heading
	} {
		if got := n.propose(text); got != want {
			t.Errorf("%.40q: %q, want %q", text, got, want)
		}
	}
	twins := newNames(setOf([3]string{"K1", "samen koken", ""}, [3]string{"K2", "samen lezen", ""}, [3]string{"K01", "wandelen", ""}))
	for text, want := range map[string]instruments.ActivityID{"samen": "", "k1": "", "samen gekookt en koken": "K1"} {
		if got := twins.propose(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestOverlap(t *testing.T) {
	words := func(s string) []string { return strings.Fields(s) }
	for _, tt := range []struct {
		a, b string
		want float64
	}{
		{"samen koken", "samen koken", 1},
		{"samen koken", "samen lezen", 0.5},
		{"begeleiden", "begeleiding", 1}, // an ending
		{"koken", "koker", 0},            // shorter than a stem and an ending
		{"een twee drie", "een", 6.0 / 14},
		{"praktische hulp", "praktische zaken", 20.0 / 29},
		{"use chlorine", "substance use", 6.0 / 23}, // a short word says little
		{"", "een", 0},
		{"een", "", 0},
	} {
		if got := overlap(words(tt.a), words(tt.b)); got != tt.want {
			t.Errorf("%q and %q: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestWordsOf(t *testing.T) {
	if got := wordsOf("Het samen doen: samen koken, en de activiteiten van A1 in 12"); strings.Join(got, " ") != "12 doen koken samen" {
		t.Errorf("%q", got)
	}
}

func TestBareCode(t *testing.T) {
	for in, want := range map[string]string{"A01": "a1", "a_1": "a1", "A-001": "a1", "AB12": "ab12", "A10": "a10", "A": "", "12": "", "": "", "A1B": "", "activiteit 1": ""} {
		if got := bareCode(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestVocabulary(t *testing.T) {
	v := newVocabulary([]string{"A01", "samen", "samen ondernemen", "koffie, thee", "signaleren/bespreken", "A01"})
	for cell, want := range map[string][2]string{
		"A01":                              {"a01", ""},
		"a01 samen":                        {"a01|samen", ""},
		"samen ondernemen A01":             {"samen ondernemen|a01", ""},
		"samen, koffie, thee, A01":         {"samen|koffie, thee|a01", ""},
		"samen;koffie, thee;A01;":          {"samen|koffie, thee|a01", ""},
		"signaleren/bespreken|A01":         {"signaleren/bespreken|a01", ""},
		"samen\nA01":                       {"samen|a01", ""},
		"A012":                             {"", "a012"},
		"fietsen A01":                      {"a01", "fietsen"},
		"heel iets anders;A01":             {"a01", "heel iets anders"},
		"samen ondernemen2 A01":            {"samen|a01", "ondernemen2"},
		"":                                 {"", ""},
		" ;, ":                             {"", ""},
		"koffie":                           {"", "koffie"},
		"iets, anders;nog iets anders;A01": {"a01", "iets, anders|nog iets anders"},
	} {
		found, unknown := v.split(cell)
		if got := [2]string{strings.Join(found, "|"), strings.Join(unknown, "|")}; got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

// Whatever choices are made, their names joined come apart again.
func TestVocabularyTakesApartWhatWasJoined(t *testing.T) {
	set := replicationSet(t)
	var names []string
	for _, a := range set.Taxonomy.Activities {
		names = append(names, a.Label.NL)
	}
	v := newVocabulary(names)
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.Permutation(names).Draw(t, "order")[:rapid.IntRange(0, len(names)).Draw(t, "n")]
		joined := strings.Join(chosen, rapid.SampledFrom([]string{" ", ";", ", ", "; ", "\n"}).Draw(t, "by"))
		found, unknown := v.split(joined)
		want := make([]string, len(chosen))
		for i, name := range chosen {
			want[i] = fold(name)
		}
		if !slices.Equal(found, want) || len(unknown) > 0 {
			t.Fatalf("%q: %q and %q", joined, found, unknown)
		}
	})
}

func TestMarkOf(t *testing.T) {
	for want, cells := range map[mark][]string{
		markYes:     {"1", "x", "X ", "Ja", "yes", "TRUE", "Genoemd", "mentioned", "soms", "Checked", "✓"},
		markZero:    {"0", "0.0", "false", "Onwaar", "-99", "Unchecked", "niet genoemd"},
		markNo:      {"nee", "NO", "n", "expliciet niet", "expliciet_niet", "explicitly not"},
		markSilent:  {"niet besproken", "niet_besproken", "Not discussed"},
		markEmpty:   {"", " ", "N/A", "n.v.t.", "NA"},
		markUnknown: {"2", "misschien", "weet niet", "10", "onzeker", strings.Repeat("ja ", 50)},
	} {
		for _, c := range cells {
			if got := markOf(strings.TrimSpace(c)); got != want {
				t.Errorf("%q is %d, want %d", c, got, want)
			}
		}
	}
}

func TestStateIn(t *testing.T) {
	for _, tt := range []struct {
		m                      mark
		mentioned, deniedAsked instruments.State
	}{
		{markYes, instruments.Mentioned, instruments.Denied},
		{markNo, instruments.Denied, instruments.NotDiscussed}, // "not true that it does not happen" is not said to happen
		{markZero, instruments.NotDiscussed, instruments.NotDiscussed},
		{markSilent, instruments.NotDiscussed, instruments.NotDiscussed},
	} {
		if got := stateIn(tt.m, instruments.Mentioned); got != tt.mentioned {
			t.Errorf("%d mentioned: %s", tt.m, got)
		}
		if got := stateIn(tt.m, instruments.Denied); got != tt.deniedAsked {
			t.Errorf("%d denied: %s", tt.m, got)
		}
	}
}
