package main

import (
	"bytes"
	"strings"
	"testing"

	"meerzicht/analysis"
	"meerzicht/analysis/agreement"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// doubled is a study of two coders (three with "cleo") over two documents of a
// hundred characters: A1 agrees on 20 of 40 characters, B1 all but for bram's
// miss, and a code whose name is hostile.
func doubled(more ...string) *coding.Corpus {
	c := &coding.Corpus{Instruments: &instruments.Set{}}
	c.Codebook = coding.Of([]coding.Code{
		{ID: "act.A1", Codable: true, Name: instruments.Text{NL: "samen wandelen in het park, en dat elke week opnieuw", EN: "walking"}},
		{ID: "act.B1", Codable: true, Name: instruments.Text{NL: "B1 koffie", EN: "B1 coffee"}},
		{ID: "x", Codable: true, Name: instruments.Same("\x1b[31mrood")},
		{ID: "leeg", Codable: true, Name: instruments.Same("leeg")},
	})
	for _, id := range []instruments.DocumentID{"R1", "R2", "R3"} {
		c.Documents = append(c.Documents, instruments.Document{ID: id, Length: 100})
	}
	add := func(who coding.CoderID, doc instruments.DocumentID, code coding.CodeID, from, to int) {
		c.Codings = append(c.Codings, coding.Coding{Coder: who, Code: code, Segment: coding.Segment{Document: doc, Start: from, End: to}})
	}
	add("anna", "R1", "act.A1", 10, 40)
	add("bram", "R1", "act.A1", 20, 50)
	add("anna", "R2", "act.B1", 0, 10)
	add("bram", "R2", "x", 50, 60)
	add("anna", "R2", "x", 50, 60)
	add("anna", "R3", "x", 50, 60)
	for _, k := range more {
		add(coding.CoderID(k), "R1", "act.A1", 20, 40)
		add(coding.CoderID(k), "R2", "x", 50, 60)
	}
	c.Coders = []coding.Coder{{ID: "anna"}, {ID: "bram"}, {ID: "cleo"}}
	return c
}

// printed is the text of a result in a language.
func printed(t *testing.T, lang instruments.Lang, c *coding.Corpus, s agreement.Settings) string {
	t.Helper()
	var out bytes.Buffer
	a := &app{stdout: &out, stderr: &out, lang: lang, format: "text"}
	if err := a.showReliability(t.Context(), c, s); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// has insists on lines, with blanks counted as one.
func has(t *testing.T, text string, lines ...string) {
	t.Helper()
	var all []string
	for line := range strings.Lines(text) {
		all = append(all, strings.Join(strings.Fields(line), " "))
	}
	joined := "\n" + strings.Join(all, "\n") + "\n"
	for _, line := range lines {
		if !strings.Contains(joined, line) {
			t.Errorf("no line %q in\n%s", line, joined)
		}
	}
}

func TestReliabilityText(t *testing.T) {
	two := []coding.CoderID{"anna", "bram"}
	s := agreement.Settings{Unit: agreement.Character, Coders: two, Options: agreement.Options{Replicates: 100}}
	nl := printed(t, instruments.Dutch, doubled(), s)
	has(t, nl, "\nInterbeoordelaarsbetrouwbaarheid: anna (A), bram (B)\n", "\n2 van 3 documenten dubbel gecodeerd, 200 tekens, 3 codes gebruikt, 1 niet\n",
		"\nbeide 30, alleen A 20, alleen B 10, geen 540; prevalentie 0,0750\n", "\nmaat waarde 95 %-interval n\n",
		// A1: 20 both of 200, 10 and 10 alone: kappa (.9 − .745)/(.255).
		"A1 samen wandelen in het park, en dat … 0,609 – 0,608", " 0,900 0,150 20 10 10 160\n", "\nB1 koffie ", " 0,950 0,025 0 10 0 190\n",
		"x ·[31mrood 1,000 – 1,000 1,000 0,050 10 0 0 190\n", "* Niet vergeleken omdat niet twee codeurs eraan werkten: 1.\n",
		"\n* 1 code: Een codeur gebruikte maar één categorie.\n", "\n* Codes die geen van de codeurs gebruikte: 1;", "* De intervallen zijn getrokken uit maar 2 documenten")
	if strings.Contains(nl, "\x1b") {
		t.Error("an escape sequence of a code's name reaches the screen")
	}
	if b, a := strings.Index(nl, "\nB1 koffie"), strings.Index(nl, "\nA1 samen"); b > a {
		t.Error("the code with least agreement does not come first")
	}
	en := printed(t, instruments.English, doubled(), s)
	has(t, en, "\nReliability between coders: anna (A), bram (B)\n", "\n2 of 3 documents coded twice, 200 characters, 3 codes used, 1 not\n",
		"\nboth 30, A only 20, B only 10, neither 540; prevalence 0.0750\n", "\nBy code, the least agreement first\n", "A1 walking 0.609 – 0.608")
}

func TestReliabilityTextOfSegments(t *testing.T) {
	s := agreement.Settings{Unit: agreement.Segment, Coders: []coding.CoderID{"anna", "bram"}, Options: agreement.Options{Replicates: 100}}
	text := printed(t, instruments.Dutch, doubled(), s)
	// A1: 20 of 40 is half, which is enough. Segments: anna 3, bram 2, pairs 2.
	has(t, text, "5 fragmenten van alle codeurs", "\nbeide 2, alleen A 1, alleen B 0\n", "\npassende fragmenten 0,8000 ", "\ncode passend 95 %-interval beide alleen A alleen B\n",
		"\nB1 koffie 0,000 – 0 1 0\n")
	for _, not := range []string{"kappa", "prevalentie", "geen 0"} {
		if strings.Contains(text, not) {
			t.Errorf("segments show %q", not)
		}
	}
}

// Of three coders there is no kappa of two, and A and B are explained.
func TestReliabilityTextOfThree(t *testing.T) {
	s := agreement.Settings{Unit: agreement.Character, Coders: []coding.CoderID{"anna", "bram", "cleo"}, Options: agreement.Options{Replicates: 100}}
	text := printed(t, instruments.Dutch, doubled("cleo"), s)
	has(t, text, "\nInterbeoordelaarsbetrouwbaarheid: anna, bram, cleo\n", "\nFleiss' kappa ", "\ncode alfa 95 %-interval overeenst. prevalentie beide alleen A alleen B geen\n",
		"* Bij meer dan twee codeurs is elke 2×2-tabel de som over alle paren")
}

// What is confused is listed, ten at most.
func TestConfusedText(t *testing.T) {
	c := doubled()
	c.Codings = nil
	for i := range 12 {
		for j, who := range []coding.CoderID{"anna", "bram"} {
			for k := range c.Documents {
				c.Documents[k].Turns = append(c.Documents[k].Turns[:i], instruments.Turn{Start: 8 * i, End: 8*i + 8})
			}
			code := coding.CodeID([]string{"act.A1", "act.B1"}[(i+j)%2])
			c.Codings = append(c.Codings, coding.Coding{Coder: who, Code: code, Segment: coding.Segment{Document: "R1", Start: 8 * i, End: 8*i + 5}})
		}
	}
	s := agreement.Settings{Unit: agreement.Turn, Coders: []coding.CoderID{"anna", "bram"}, Options: agreement.Options{Replicates: 100}}
	has(t, printed(t, instruments.Dutch, c, s), "\nVerwisseld, in eenheden met één code van elke codeur\n12 act.A1 – act.B1\n")
	var out bytes.Buffer
	a := &app{stdout: &out, lang: instruments.English}
	var many []agreement.Confused
	for i := range 14 {
		many = append(many, agreement.Confused{A: "a", B: "b", Count: 20 - i})
	}
	a.printConfused(many)
	if got := strings.Count(out.String(), "a – b"); got != 10 {
		t.Errorf("%d pairs listed", got)
	}
}

func TestCodeName(t *testing.T) {
	for _, one := range []struct{ id, label, want string }{
		{"act.A1", "samen", "A1 samen"},
		{"act.A1", "A1 samen", "A1 samen"},
		{"knelp.K1", "knelp.K1", "knelp.K1"},
		{"act.A1", "act.A1", "A1"},
		{"x", "", "x"},
		{"act.A1", strings.Repeat("é", 40), "A1 " + strings.Repeat("é", longestLabel-1) + "…"},
	} {
		if got := codeName(agreement.CodeResult{Code: coding.CodeID(one.id), Label: instruments.Same(one.label)}, instruments.Dutch); got != one.want {
			t.Errorf("%s %q: %q, want %q", one.id, one.label, got, one.want)
		}
	}
}

// The lines of CSV hold the table only where there is one, and full precision.
func TestMeasureLines(t *testing.T) {
	third, half := 1./3, .5
	m := agreement.Measure{Name: "percent", Value: &third, SE: &half, CI: &[2]float64{.25, .75}, N: 3, LeftOut: 1, Method: "m", Warnings: []analysis.Warning{}}
	lines := measureLines("code", "act.A1", "een", agreement.Table{Both: 1, Neither: 2}, &half, []agreement.Measure{m, {Name: "krippendorff_alpha", Reason: "no_variation"}})
	if got := strings.Join(lines[0], ";"); got != "code;act.A1;een;1;0;0;2;0.5;percent;0.3333333333333333;;0.5;0.25;0.75;3;1;;;m" {
		t.Error(got)
	}
	if got := strings.Join(lines[1], ";"); got != "code;act.A1;een;1;0;0;2;0.5;krippendorff_alpha;;no_variation;;;;0;0;;;" {
		t.Error(got)
	}
	bare := measureLines("macro", "", "", agreement.Table{}, nil, []agreement.Measure{m})
	if got := strings.Join(bare[0][:9], ";"); got != "macro;;;;;;;;percent" || len(bare[0]) != len(measureHead()) {
		t.Error(got)
	}
}

// Below every table but the first, whose notes stand at the foot, it says that
// there are few units.
func TestFewUnitsBelowTheirTable(t *testing.T) {
	few := agreement.Binary(agreement.Table{Both: 2, OnlyA: 1, Neither: 1})
	many := agreement.Binary(agreement.Table{Both: 20, OnlyA: 10, Neither: 10})
	var out bytes.Buffer
	a := &app{stdout: &out, lang: instruments.Dutch}
	if err := a.printGroups([]measureGroup{{"een", few}, {"twee", many}, {"drie", few}}); err != nil {
		t.Fatal(err)
	}
	_, last, _ := strings.Cut(out.String(), "drie")
	if strings.Count(out.String(), "* Slechts 4 fragmenten.") != 1 || !strings.Contains(last, "* Slechts 4 fragmenten.") {
		t.Error(out.String())
	}
}
