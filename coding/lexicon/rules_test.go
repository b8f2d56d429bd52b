package lexicon

import (
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func reclassering(t testing.TB) *Matcher {
	t.Helper()
	m, err := Compile(builtin(t, "reclassering-2020"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// said finds the suggestion of a code in one utterance.
func said(m *Matcher, text string, who instruments.RespondentType, code coding.CodeID) (Suggestion, bool) {
	doc := &instruments.Document{ID: "t", Text: text}
	for _, s := range m.FindAs(doc, who) {
		if s.Code == code {
			return s, true
		}
	}
	return Suggestion{}, false
}

func TestEverydaySentences(t *testing.T) {
	m := reclassering(t)
	n, missed := 0, 0
	for code, sentences := range everyday {
		for _, text := range sentences {
			n++
			if s, ok := said(m, text, "", code); !ok || s.Marked() {
				missed++
				t.Errorf("%s: %q found %v marked %v (%s)", code, text, ok, s.Marked(), s.Matched)
			}
		}
	}
	t.Logf("%d of %d everyday sentences found", n-missed, n)
}

func TestEverydayGoalsAndIndicators(t *testing.T) {
	m := reclassering(t)
	n, missed := 0, 0
	for code, sentences := range everydayOther {
		for _, text := range sentences {
			n++
			if s, ok := said(m, text, "", code); !ok || s.Marked() {
				missed++
				t.Errorf("%s: %q found %v marked %v (%s)", code, text, ok, s.Marked(), s.Matched)
			}
		}
	}
	t.Logf("%d of %d everyday sentences found", n-missed, n)
}

// Lower case without punctuation, in the middle of a stream of talk, every
// sentence is still found: what speech recognition writes.
func TestEverydaySpeech(t *testing.T) {
	m := reclassering(t)
	strip := strings.NewReplacer(".", "", ",", "", ":", "", "?", "", "!", "", ";", "")
	n, missed := 0, 0
	for code, sentences := range everyday {
		for _, text := range sentences {
			n++
			spoken := "ja nou kijk dat is een lang verhaal " + strip.Replace(strings.ToLower(text)) + " en verder weet ik het ook niet zo een twee drie"
			if _, ok := said(m, spoken, "", code); !ok {
				missed++
				t.Errorf("%s: %q not found", code, spoken)
			}
		}
	}
	t.Logf("%d of %d found", n-missed, n)
}

// Every code of the template that people talk about has rules, and no rule is
// for a code that does not exist.
func TestRulesForEveryCode(t *testing.T) {
	have := map[coding.CodeID]bool{}
	for _, c := range reclassering(t).Codes() {
		have[c] = true
	}
	for _, sentences := range []map[coding.CodeID][]string{everyday, everydayOther} {
		for code := range sentences {
			if !have[code] {
				t.Errorf("no rules for %s", code)
			}
			delete(have, code)
		}
	}
	for code := range have {
		t.Errorf("rules for %s, but no everyday sentence", code)
	}
}

// Small talk that must give no activity at all.
func TestSmallTalk(t *testing.T) {
	m := reclassering(t)
	for _, text := range []string{
		"Wilt u nog een kopje voor u begint?", "Ik ben drieënzestig en heb altijd bij de spoorwegen gewerkt.", "Het regende de hele dag.",
		"Zullen we beginnen?", "Dat weet ik eigenlijk niet meer zo precies.", "Ik vind het prettig dat u de tijd neemt.",
		"Mijn dochter studeert rechten in Leiden.", "De training duurde twee dagen en was heel leerzaam.", "Nou, dat was het wel zo'n beetje.",
		"Hij woont nu twee jaar in Almere.", "Is dat ding aan?", "Ze werkt al tien jaar bij de reclassering.", "Ik had me opgegeven via een advertentie in de krant.",
	} {
		for _, s := range m.FindAs(&instruments.Document{ID: "t", Text: text}, instruments.Volunteer) {
			if strings.HasPrefix(string(s.Code), "act.") && !s.Marked() {
				t.Errorf("%q gives %s (%s)", text, s.Code, s.Rule)
			}
		}
	}
}
