package lexicon

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// small is a lexicon of three codes with a few signs, to see the rules of
// marking without the study's lexicon.
func small(t testing.TB) *Matcher {
	return mustCompile(t, instruments.Lexicon{
		Rules: []instruments.TermRules{
			{Code: "act.eten", Terms: []string{"(koken|eten|kookten|aten)", "samen .. koken"}},
			{Code: "act.lopen", Terms: []string{"(wandelen|lopen)"}},
			{Code: "ind.K1.3", Terms: []string{"geen contact", "contact"}},
		},
		Lists: map[string][]string{
			"merk.niet": {"niet", "nooit"}, "merk.geen": {"geen"}, "merk.toch": {"niet alleen"},
			"merk.plan": {"van plan"}, "merk.vervolg-plan": {"niet van gekomen"}, "merk.vervolg-niet": {"dat deden .. niet"},
			"merk.vervolg-ander": {"dat deed .. zus"}, "merk.ander": {"(zus|moeder)"}, "merk.eigen.vrijwilliger": {"=ik"}, "merk.ander.professional": {"=ik"},
			"merk.zeggen": {"hoorde"}, "merk.bijzin": {"(maar|want|dat)"}, "merk.onderwerp": {"(=ik|=zij)"}, "merk.elders.client": {"gisteren"},
			"merk.voorzetsel": {"met"}, "merk.door": {"door"}, "merk.lidwoord": {"(=mijn|=de)"},
		},
	})
}

func TestSuggestion(t *testing.T) {
	text := "Nou, é één. \"Toen gingen we samen… koken!\" Klaar."
	got := small(t).Find(&instruments.Document{ID: "R01", Text: text})
	want := []Suggestion{{
		ID: "R01:13-42:act.eten",
		Segment: coding.Segment{
			Document: "R01", Start: 13, End: 42, Quotation: "Toen gingen we samen… koken!\"",
			Prefix: "Nou, é één. \"", Suffix: " Klaar.",
		},
		Code: "act.eten", Rule: "act.eten #2: samen .. koken", Matched: "samen koken", Score: 70, // two words, and a second term
	}}
	// The two words are neighbours: the pause between them is no sentence.
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestContextIsLimited(t *testing.T) {
	text := strings.Repeat("ë", 50) + ". We kookten. " + strings.Repeat("ö", 50)
	got := small(t).Find(&instruments.Document{ID: "d", Text: text})
	if len(got) != 1 || got[0].Prefix != strings.Repeat("ë", 30)+". " || got[0].Suffix != " "+strings.Repeat("ö", 31) {
		t.Errorf("got %+v", got)
	}
}

// A document as the readers make it: labels stand between the turns.
func talk(roles map[string]instruments.SpeakerRole, turns ...string) *instruments.Document {
	doc := &instruments.Document{ID: "d"}
	point := 0
	write := func(s string) {
		doc.Text += s
		point += len([]rune(s))
	}
	seen := map[string]bool{}
	for _, turn := range turns {
		label, words, _ := strings.Cut(turn, ": ")
		write(label + ":\t")
		start := point
		write(words)
		doc.Turns = append(doc.Turns, instruments.Turn{Speaker: label, Start: start, End: point, TimeMS: -1})
		write("\n")
		if !seen[label] {
			seen[label] = true
			doc.Speakers = append(doc.Speakers, instruments.Speaker{Label: label, Role: roles[label]})
		}
	}
	return doc
}

func TestOnlyRespondentsAreSearched(t *testing.T) {
	turns := []string{"I: Ging u koken?", "R: Ja, wij kookten én aten.", "X: Ik ging koken.", "I: En wandelen?"}
	for _, row := range []struct {
		name  string
		roles map[string]instruments.SpeakerRole
		want  string
	}{
		{"no roles known", nil, "Ging u koken?|Ja, wij kookten én aten.|Ik ging koken.|En wandelen?"},
		{"only the interviewer known", map[string]instruments.SpeakerRole{"I": instruments.AsInterviewer}, "Ja, wij kookten én aten.|Ik ging koken."},
		{"respondent known", map[string]instruments.SpeakerRole{"I": instruments.AsInterviewer, "R": instruments.AsRespondent}, "Ja, wij kookten én aten."},
	} {
		var got []string
		for _, s := range small(t).Find(talk(row.roles, turns...)) {
			got = append(got, s.Quotation)
		}
		if strings.Join(got, "|") != row.want {
			t.Errorf("%s: got %q", row.name, got)
		}
	}
}

func TestTurnsOutsideTheText(t *testing.T) {
	doc := &instruments.Document{ID: "d", Text: "koken", Turns: []instruments.Turn{
		{Start: 0, End: 5}, {Start: -3, End: 5}, {Start: 3, End: 2}, {Start: 9, End: 99}, {Start: 0, End: 99},
	}}
	if got := len(small(t).Find(doc)); got != 3 {
		t.Errorf("%d suggestions, want 3", got)
	}
}

func TestHitsOfOneCodeAreOneSuggestion(t *testing.T) {
	got := small(t).Find(&instruments.Document{ID: "d", Text: "Eerst koken, dan eten en lopen. Daarna eten."})
	var codes []string
	for _, s := range got {
		codes = append(codes, fmt.Sprintf("%s %d %s", s.Code, s.Score, s.Matched))
	}
	if diff := cmp.Diff([]string{"act.eten 40 koken", "act.lopen 40 lopen", "act.eten 40 eten"}, codes); diff != "" {
		t.Error(diff)
	}
}

// One unmarked hit is enough for a sentence to count.
func TestUnmarkedHitSpeaks(t *testing.T) {
	got := small(t).Find(&instruments.Document{ID: "d", Text: "Koken deden we niet, maar zij gingen wel eten."})
	if len(got) != 1 || got[0].Marked() || got[0].Matched != "eten" {
		t.Errorf("got %+v", got)
	}
}

func TestSignsInSmall(t *testing.T) {
	const v, p, c = instruments.Volunteer, instruments.Professional, instruments.Client
	m := small(t)
	for _, row := range []struct {
		who  instruments.RespondentType
		text string
		want string // N negated, O other person, P planned
	}{
		{v, "Ik ging koken.", ""},
		{v, "Ik ging niet koken.", "N"},
		{v, "Koken ging ik nooit.", "N"},
		{v, "Koken a b c d e f g nooit.", ""},                          // out of reach
		{v, "Ik ging geen enkele keer koken.", "N"},                    // within four words behind "geen"
		{v, "Koken deed ik, ik had geen haast.", ""},                   // "geen" looks forward only
		{v, "Ik ging niet alleen koken.", ""},                          // a negation that negates nothing
		{v, "Ik wist dat niet, maar ik ging koken.", ""},               // another clause
		{v, "Koken, eten. Nee, dat deden we niet.", "N"},               // denied by the next sentence
		{v, "Koken. Wat een vraag is dat zeg, dat deden we niet.", ""}, // too late
		{v, "Ik was van plan te koken.", "P"},
		{v, "Koken, het is er niet van gekomen.", "N"}, // here "het" starts no clause, so "niet" reaches
		{v, "Koken, maar niet van gekomen.", "P"},      // the next clause says it stayed a plan
		{v, "Mijn zus ging koken.", "O"},
		{v, "Ik ging met mijn zus koken.", ""},
		{v, "Met mijn zus koken.", ""},
		{v, "Er werd door de zus gekookt, koken dus.", "O"}, // an agent, whoever else is there
		{v, "Koken, dat deed mijn zus.", "O"},
		{p, "Ik ging koken.", "O"},
		{p, "Ik hoorde van koken.", ""},
		{"", "Ik ging koken.", ""},
		{c, "Gisteren koken.", "O"},
		{v, "Gisteren koken.", ""},
	} {
		s, ok := said(m, row.text, row.who, "act.eten")
		got := ""
		if s.Negated {
			got += "N"
		}
		if s.OtherPerson {
			got += "O"
		}
		if s.Planned {
			got += "P"
		}
		if !ok || got != row.want {
			t.Errorf("%s %q: found %v, marks %q, want %q", row.who, row.text, ok, got, row.want)
		}
	}
}

// Indicators speak of the professional and of what is lacking.
func TestMarksOfIndicators(t *testing.T) {
	m := small(t)
	for text, negated := range map[string]bool{
		"Mijn zus had contact.":       false, // somebody else is no mark here
		"Ik was van plan contact.":    false, // nor is a plan
		"Er was geen contact.":        false, // the negation is part of what was found
		"Er was nooit geen contact.":  false, // a second negation makes it no less so
		"Contact was er met hem niet": true,
	} {
		s, ok := said(m, text, instruments.Volunteer, "ind.K1.3")
		if !ok || s.Negated != negated || s.OtherPerson || s.Planned {
			t.Errorf("%q: %v %+v", text, ok, s)
		}
	}
}

func TestOutdone(t *testing.T) {
	m := mustCompile(t, instruments.Lexicon{Rules: []instruments.TermRules{
		{Code: "act.A", Terms: []string{"rood"}},
		{Code: "act.B", Terms: []string{"groen .. blauw"}},
		{Code: "ind.C", Terms: []string{"geel"}},
	}})
	got := m.Find(&instruments.Document{ID: "d", Text: "rood, groen, blauw, geel. Nog eens rood."})
	var out []string
	for _, s := range got {
		out = append(out, fmt.Sprintf("%s %v %s", s.Code, s.Marked(), s.Outdone))
	}
	if diff := cmp.Diff([]string{"act.A true act.B", "act.B false ", "ind.C false ", "act.A false "}, out); diff != "" {
		t.Error(diff)
	}
}

// Speech recognition writes no full stops: the hit is shown in a window that
// begins and ends at a clause, and a term may run over the windows' border.
func TestWindowsInUnpunctuatedText(t *testing.T) {
	filler := strings.TrimSpace(strings.Repeat("ja en zo gaat dat dan weer ", 12)) // 72 words
	text := filler + " maar zij gingen samen a b koken want " + filler
	got := small(t).Find(&instruments.Document{ID: "d", Text: text})
	if len(got) != 1 {
		t.Fatalf("%d suggestions", len(got))
	}
	s := got[0]
	n := len(strings.Fields(s.Quotation))
	if n > 2*windowMax || !strings.Contains(s.Quotation, "samen a b koken") || s.Quotation != strings.TrimSpace(s.Quotation) {
		t.Errorf("%d words: %q", n, s.Quotation)
	}
	if points := []rune(text); string(points[s.Start:s.End]) != s.Quotation {
		t.Error("the quotation is not what stands there")
	}
	long := strings.Repeat("x ", 500) + "samen " + strings.Repeat("y ", 8) + "koken " + strings.Repeat("z ", 500)
	if got := small(t).Find(&instruments.Document{ID: "d", Text: long}); len(got) != 1 || got[0].Score != 70 {
		t.Errorf("deep in a long run: %+v", got)
	}
}

// Whatever the text: quotations stand where they say, without blanks around,
// and the same text gives the same suggestions.
func TestFindProperties(t *testing.T) {
	m := reclassering(t)
	words := strings.Fields("we gingen samen koken niet maar Koffie drinken, schulden. zijn moeder toezichthouder! zelf ë é😀 gebeld \n\n dat deden we ooit zou wandelen … (ja) luisteren signaal doorgegeven aan de")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 80).Draw(t, "words"), rapid.SampledFrom([]string{" ", "  ", "\n"}).Draw(t, "blank"))
		doc := &instruments.Document{ID: "d", Text: text}
		points := []rune(text)
		got := m.FindAs(doc, instruments.Professional)
		for i, s := range got {
			if string(points[s.Start:s.End]) != s.Quotation || strings.TrimSpace(s.Quotation) != s.Quotation || s.Quotation == "" {
				t.Fatalf("%+v", s)
			}
			if s.Score < 40 || s.Score > 100 || i > 0 && got[i-1].Start > s.Start {
				t.Fatalf("score or order of %+v", s)
			}
		}
		if diff := cmp.Diff(got, m.FindAs(doc, instruments.Professional)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestConcurrentFind(t *testing.T) {
	m := reclassering(t)
	doc := &instruments.Document{ID: "d", Text: ordinary(500) + "We dronken samen koffie. "}
	want := m.Find(doc)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				if diff := cmp.Diff(want, m.Find(doc)); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
	wg.Wait()
	if len(want) == 0 {
		t.Error("nothing found")
	}
}

// More different words than the cache holds, in several documents.
func TestVocabularyLimits(t *testing.T) {
	m := small(t)
	var b strings.Builder
	for i := range maxVocabulary + 1000 {
		fmt.Fprintf(&b, "kook%d ", i)
	}
	for range 3 {
		if n := len(m.Find(&instruments.Document{ID: "groot", Text: "We gingen koken. " + b.String()})); n != 1 {
			t.Errorf("%d suggestions in the large document", n)
		}
		if n := len(m.Find(&instruments.Document{ID: "klein", Text: "En koken."})); n != 1 {
			t.Errorf("%d suggestions after the large document", n)
		}
	}
	if got := m.Find(&instruments.Document{Text: strings.Repeat("koken", 40)}); got != nil {
		t.Errorf("a word of %d letters gives %v", 200, got)
	}
}

func ExampleMatcher_FindAs() {
	m, err := Compile(instruments.Lexicon{
		Rules: []instruments.TermRules{{Code: "act.A02", Terms: []string{"(drinken|dronken) ..4 koffie"}}},
		Lists: map[string][]string{"merk.niet": {"niet", "nooit"}},
	})
	if err != nil {
		panic(err)
	}
	doc := &instruments.Document{ID: "R99", Text: "We dronken vaak koffie. Thuis dronken we nooit koffie."}
	for _, s := range m.FindAs(doc, instruments.Volunteer) {
		fmt.Println(s.Start, s.End, s.Code, s.Matched, s.Score, s.Marked())
	}
	// Output:
	// 0 23 act.A02 dronken … koffie 60 false
	// 24 54 act.A02 dronken … koffie 60 true
}
