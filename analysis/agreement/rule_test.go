package agreement

import (
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Every unit says in both languages what it is and what becomes of text that
// nobody coded; the word for it is the one of the label.
func TestRules(t *testing.T) {
	for _, one := range []struct {
		s      Settings
		nl, en []string
	}{
		{Settings{Unit: Document}, []string{"Eenheid: document", "overeenstemming op \"niet\""}, []string{"Unit: document", "agreement on \"not\""}},
		{Settings{Unit: Document, Frequency: true}, []string{"hoe vaak", "telt als 0"}, []string{"how often", "counts as 0"}},
		{Settings{Unit: Turn}, []string{"Eenheid: beurt", "minstens één teken", "overeenstemming op \"geen code\""}, []string{"Unit: turn", "at least one character", "agreement on \"no code\""}},
		{Settings{Unit: Segment}, []string{"minstens 0,5 van hun vereniging", "telt niet mee"}, []string{"at least 0.5 of their union", "does not count"}},
		{Settings{Unit: Segment, Threshold: .75}, []string{"minstens 0,75 van"}, []string{"at least 0.75 of"}},
		{Settings{Unit: Character}, []string{"eerst verenigd", "overeenstemming op \"niet\""}, []string{"united first", "agreement on \"not\""}},
		{Settings{Unit: Checklist}, []string{"drie standen", "niet besproken"}, []string{"three states", "not discussed"}},
		{Settings{Unit: Indicator}, []string{"dyade × indicator", "niet waargenomen"}, []string{"dyad × indicator", "not observed"}},
	} {
		text := rule(one.s)
		for lang, words := range map[instruments.Lang][]string{instruments.Dutch: one.nl, instruments.English: one.en} {
			for _, w := range words {
				if !strings.Contains(text.In(lang), w) {
					t.Errorf("%s: %q does not say %q", one.s.Unit, text.In(lang), w)
				}
			}
		}
		if l := one.s.Unit.Label(); l.NL == "" || l.EN == "" {
			t.Errorf("%s has no label", one.s.Unit)
		}
	}
	if got := Unit("zin").Label().EN; got != "zin" {
		t.Errorf("a unit nobody knows is called %q", got)
	}
}

func TestMissingRule(t *testing.T) {
	round := coding.Round{ID: "2\x1b[31m", Released: true}
	for _, one := range []struct {
		unit   Unit
		round  coding.Round
		nl, en string
	}{
		{Turn, coding.Round{}, "waaraan maar één van de codeurs werkte", "that only one of the coders worked on"},
		{Turn, coding.Round{ID: "2"}, "waaraan maar één van de codeurs werkte", "that only one of the coders worked on"},
		{Character, round, "Alle documenten van ronde 2·[31m zijn vergeleken", "All documents of round 2·[31m are compared"},
		{Checklist, round, "Een lijst die maar één van de codeurs invulde", "A list that only one of the coders filled"},
	} {
		got := missing(Settings{Unit: one.unit}, one.round)
		if !strings.Contains(got.NL, one.nl) || !strings.Contains(got.EN, one.en) {
			t.Errorf("%s in round %q: %v", one.unit, one.round.ID, got)
		}
	}
}

func TestShortNumber(t *testing.T) {
	for x, want := range map[float64]string{.5: "0,5", .75: "0,75", 1: "1", 1. / 3: "0,3333333333333333"} {
		if got := decimals(x); got.NL != want || got.EN != strings.Replace(want, ",", ".", 1) {
			t.Errorf("%v: %v", x, got)
		}
	}
}

// The names of what only studies have, in both languages.
func TestLabelsOfStudyMeasures(t *testing.T) {
	for _, name := range []string{SegmentName, RatioAlphaName} {
		if l := Label(name); l.NL == name || l.EN == name || l.NL == l.EN {
			t.Errorf("%s is called %v", name, l)
		}
	}
	if w := ReasonText(DependentAnswers); w.NL == "" || w.EN == "" || w.NL == DependentAnswers {
		t.Errorf("%v", w)
	}
}
