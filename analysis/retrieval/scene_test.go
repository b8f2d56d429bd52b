package retrieval

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Turns that a stretch touches, and the one in which it begins.
func TestTurns(t *testing.T) {
	p := &place{doc: instruments.Document{Turns: []instruments.Turn{{Start: 2, End: 12}, {Start: 14, End: 24}, {Start: 26, End: 36}}}}
	for _, test := range []struct{ start, end, first, last, turn int }{
		{2, 12, 0, 1, 0},   // a whole turn
		{0, 2, 0, 0, -1},   // the label before it
		{0, 3, 0, 1, 0},    // label and first word
		{12, 14, 1, 1, -1}, // between two
		{12, 15, 1, 2, 1},  // begins between two
		{11, 15, 0, 2, 0},  // over the edge
		{3, 36, 0, 3, 0},   // everything
		{36, 40, 3, 3, -1}, // behind the last
		{14, 14, 1, 2, 1},  // empty, at the start of a turn
		{24, 24, 2, 2, -1}, // empty, between two
	} {
		got := p.turns(test.start, test.end)
		if n := got.end - got.start; n != test.last-test.first || n > 0 && got.start != test.first {
			t.Errorf("[%d,%d): turns %v, want [%d,%d)", test.start, test.end, got, test.first, test.last)
		}
		if turn := p.turn(test.start, test.end); turn != test.turn {
			t.Errorf("[%d,%d): turn %d, want %d", test.start, test.end, turn, test.turn)
		}
	}
}

// Codings in any order, of a code that no codebook knows, in a document that is
// not there, are found all the same, and the corpus stays as it was.
func TestFindAnyOrder(t *testing.T) {
	c := small()
	c.Codings = append(c.Codings, coding.Coding{ID: "z", Segment: coding.Segment{Document: "zoek", Start: 1, End: 4, Quotation: "kwijt"}, Code: "nieuw", Coder: "dirk"})
	slices.Reverse(c.Codings)
	first := c.Codings[0].ID
	for query, want := range map[string]string{
		"A1":                              "i[2,24) d[4,8) a+c[14,20) g[0,10)",
		"nieuw":                           "z[1,4)",
		"coder:dirk":                      "z[1,4)",
		"document:zoek AND NOT coder:ann": "z[1,4)",
	} {
		q, _ := Parse(query)
		got, err := Find(c, q, ByDocument)
		if err != nil || shown(got) != want {
			t.Errorf("%s: %s %v, want %s", query, shown(got), err, want)
		}
	}
	if c.Codings[0].ID != first {
		t.Error("the corpus was changed")
	}
	got, _ := Find(c, Query{}, ByCode)
	if last := got[len(got)-1]; last.Codes[0] != "nieuw" || last.Turn != -1 || last.Text != "kwi" {
		t.Errorf("codes outside the codebook come last: %+v", last)
	}
}

// The tree of a code, whatever the order of the book and whatever circles it
// has.
func TestBelow(t *testing.T) {
	c := small()
	c.Codebook = coding.Of([]coding.Code{{ID: "d", Parent: "c"}, {ID: "c", Parent: "b"}, {ID: "b", Parent: "a"}, {ID: "a", Parent: "d"}, {ID: "e"}, {ID: "f", Parent: "e"}, {ID: "g", Parent: "weg"}})
	s := newScene(c)
	for code, want := range map[coding.CodeID]string{"a": "[a b c d]", "d": "[a b c d]", "e": "[e f]", "f": "[f]", "g": "[g]", "weg": "[]"} {
		ids := []coding.CodeID{}
		for n := range s.below(code) {
			ids = append(ids, s.order[n])
		}
		slices.Sort(ids)
		if fmt.Sprint(ids) != want {
			t.Errorf("below %s: %v, want %s", code, ids, want)
		}
	}
}

// Context ends at words, and at the edges of the text keeps what is there.
func TestContext(t *testing.T) {
	c := small()
	words := strings.Repeat("één twee drie vier ", 40) // 19 characters, 760 in all
	d := &c.Documents[1]
	d.Text, d.Turns = words, nil
	c.Codings = nil
	for i, at := range []int{0, 380, 752} {
		k := coding.Coding{ID: coding.CodingID(fmt.Sprint(i)), Code: "A1", Coder: "ann"}
		k.Segment, _ = coding.NewSegment(d, at, at+8)
		c.Codings = append(c.Codings, k)
	}
	got, err := Find(c, Code("A1"), ByDocument)
	if err != nil || len(got) != 3 {
		t.Fatal(got, err)
	}
	for i, q := range got {
		for side, text := range map[string]string{"before": q.Before, "after": q.After} {
			if n := len([]rune(text)); n > contextLength || n < contextLength-5 && !(i == 0 && side == "before" || i == 2 && side == "after") {
				t.Errorf("%d %s: %d characters", i, side, n)
			}
		}
		if !strings.Contains(words, q.Before+q.Text+q.After) {
			t.Errorf("%d: %q %q %q do not stand together", i, q.Before, q.Text, q.After)
		}
		if before := strings.Fields(q.Before); i > 0 && !strings.Contains(" één twee drie vier ", " "+before[0]+" ") {
			t.Errorf("%d: half a word %q", i, before[0])
		}
	}
	if got[0].Before != "" || got[2].After != "" {
		t.Errorf("text outside the text: %q %q", got[0].Before, got[2].After)
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		text     string
		from, to int
		want     [3]string
	}{
		{"één café", 4, 8, [3]string{"één ", "café", ""}},
		{"één café", 0, 3, [3]string{"", "één", " café"}},
		{"één", 1, 99, [3]string{"é", "én", ""}},
		{"één", 5, 9, [3]string{"één", "", ""}},
		{"", 0, 4, [3]string{"", "", ""}},
	} {
		if a, b, c := cut(test.text, test.from, test.to); [3]string{a, b, c} != test.want {
			t.Errorf("%q %d–%d: %q %q %q, want %q", test.text, test.from, test.to, a, b, c, test.want)
		}
	}
}

// Every name of a condition is known in both languages, and every value that
// occurs can be asked for.
func TestFields(t *testing.T) {
	c := small()
	for f := role; f <= memo; f++ {
		for _, name := range []string{f.text().NL, f.text().EN} {
			if name == "" || fieldNamed(name) != f {
				t.Errorf("%q is not the name of field %d", name, f)
			}
		}
		for typed, value := range newScene(c).values(f) {
			q, err := Parse(f.text().EN + ":" + Quote(typed))
			if err != nil {
				t.Errorf("%s:%s: %v", f.text().EN, typed, err)
				continue
			}
			if _, err := Find(c, q, ByDocument); err != nil {
				t.Errorf("%s:%s (%s): %v", f.text().EN, typed, value, err)
			}
		}
	}
	if fieldNamed("kleur") != noField || fieldNamed("") != noField {
		t.Error("a field that is none")
	}
}

// supportStudy is small with checklists by two coders and a suggestion that was
// accepted: R1 named A1 by ann and by bob denied, R2 did not speak of it.
func supportStudy() *coding.Corpus {
	c := small()
	c.Instruments.Taxonomy = instruments.Taxonomy{
		Goals:      []instruments.Goal{{ID: "G"}, {ID: "H"}},
		Activities: []instruments.Activity{{ID: "A1", Primary: "G", Expected: "ja"}, {ID: "A2", Primary: "H", Further: []instruments.GoalID{"G"}}},
	}
	for i := range c.Codings {
		if k := &c.Codings[i]; k.Code == "A1" || k.Code == "A2" {
			k.Code = "act." + k.Code
		}
	}
	fill := func(id instruments.RespondentID, coder string, a1, a2 instruments.State) {
		c.Fillings = append(c.Fillings, instruments.Filling{
			ID: string(id) + "/" + coder, Kind: instruments.ActivityFilling, Respondent: id, Coder: coder,
			Responses: []instruments.Response{{Activity: "A1", State: a1}, {Activity: "A2", State: a2}},
		})
	}
	fill("R1", "ann", instruments.Mentioned, instruments.Mentioned)
	fill("R1", "bob", instruments.Denied, instruments.Mentioned)
	fill("R2", "ann", instruments.NotDiscussed, instruments.Mentioned)
	k := coding.Coding{ID: "s", Segment: coding.Segment{Document: "R2", Start: 12, End: 16, Quotation: "zond"}, Code: "act.A2", Coder: coding.LexiconCoder, Origin: coding.FromLexicon}
	c.Codings = append(c.Codings, k)
	coding.SortCodings(c.Codings)
	return c
}

// said is what supports a cell, short: "R1: a+c[14,20) | A1 genoemd ann*".
func saidBy(list []Support) string {
	var out []string
	for _, e := range list {
		var ticks []string
		for _, k := range e.Ticks {
			mark := ""
			if k.Counts {
				mark = "*"
			}
			ticks = append(ticks, k.Item+" "+string(k.State)+" "+k.Coder+mark)
		}
		out = append(out, e.ID+": "+shown(e.Quotations)+" | "+strings.Join(ticks, ", "))
	}
	return strings.Join(out, "; ")
}

// Cells of a small study, worked out by hand.
func TestOfByHand(t *testing.T) {
	c := supportStudy()
	spoken := analysis.Options{Source: analysis.FromCodings}
	for _, test := range []struct {
		kind, row, column string
		o                 analysis.Options
		want              string
	}{
		{"activities", "A1", "n", analysis.Options{}, "R1: d[4,8) a+c[14,20) | A1 genoemd ann*, A1 expliciet niet bob"},
		{"activities", "A1", "silent", analysis.Options{}, "R2: g[0,10) | A1 niet besproken ann*"},
		{"activities", "A2", "project:Zuid-West 1", analysis.Options{}, "R2: h[10,20) s[12,16) | A2 genoemd ann*"},
		{"activities", "A2", "mentions", analysis.Options{}, "R1/A2: b[16,24) f[30,36) | A2 genoemd ann*, A2 genoemd bob; R2/A2: h[10,20) s[12,16) | A2 genoemd ann*"},
		{"activities", "A1", "trajectories", analysis.Options{}, "T1: d[4,8) a+c[14,20) g[0,10) | A1 genoemd ann*, A1 expliciet niet bob, A1 niet besproken ann*"},
		{"activities", "base", "n", analysis.Options{}, "R1:  | ; R2:  | "},
		{"activities", "A2", "n", spoken, "R1: b[16,24) f[30,36) | A2 genoemd ann*, A2 genoemd bob; R2: h[10,20) | A2 genoemd ann*"},
		{"activities", "A2", "segments", spoken, "b: b[16,24) | ; f: f[30,36) | ; h: h[10,20) | "},
		{"goals", "G", "respondents", analysis.Options{}, "R1: d[4,8) a+c[14,20) | A1 genoemd ann*, A1 expliciet niet bob"},
		{"goals", "G", "respondents", analysis.Options{AllGoals: true}, "R1: d[4,8) a+c[14,20) b[16,24) f[30,36) | A1 genoemd ann*, A2 genoemd ann*, A2 genoemd bob; R2: g[0,10) h[10,20) s[12,16) | A2 genoemd ann*"},
		{"goals", "H", "n", analysis.Options{}, "R1/A2: b[16,24) f[30,36) | A2 genoemd ann*, A2 genoemd bob; R2/A2: h[10,20) s[12,16) | A2 genoemd ann*"},
		{"expectation", "A1", "n", analysis.Options{}, "R1: d[4,8) a+c[14,20) | A1 genoemd ann*, A1 expliciet niet bob"},
		{"concordance", "A1", "both", analysis.Options{}, "R1/A1: d[4,8) a+c[14,20) | A1 genoemd ann*, A1 expliciet niet bob"},
		{"concordance", "A1", "transcript", analysis.Options{}, "R2/A1: g[0,10) | A1 niet besproken ann*"},
		{"concordance", "A2", "both", analysis.Options{Lexicon: true}, "R1/A2: b[16,24) f[30,36) | A2 genoemd ann*, A2 genoemd bob; R2/A2: h[10,20) s[12,16) | A2 genoemd ann*"},
		{"codes", "A2", "n", analysis.Options{}, ""},
		{"codes", "A2", "n", analysis.Options{Lexicon: true}, "R1: e[26,30) | "},
		{"sample", "Noord", "n", analysis.Options{}, "R1:  | "},
	} {
		k, _ := analysis.KindNamed(test.kind)
		if got := saidBy(Of(c, k.Table(c, test.o), test.row, test.column, test.o)); got != test.want {
			t.Errorf("%s %s %s: %s\nwant %s", test.kind, test.row, test.column, got, test.want)
		}
	}
}
