package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// What is a label, and what only looks like one.
func TestTurns(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []said
	}{
		{"answers of several paragraphs", "I: Vraag?\nR: Een.\n\nTwee.\nI: Zo.", []said{{"I", "Vraag?"}, {"R", "Een.\n\nTwee."}, {"I", "Zo."}}},
		{"words before the first label", "Interview 7\nmaandag\n\nI: Dag.\nR: Dag.", []said{{"", "Interview 7\nmaandag"}, {"I", "Dag."}, {"R", "Dag."}}},
		{"no labels: a turn a paragraph", "Een alinea.\n\nNog een.\n  Derde. ", []said{{"", "Een alinea."}, {"", "Nog een."}, {"", "Derde."}}},
		{"a label without words", "I:\nR: Ja.\nI: \n", []said{{"R", "Ja."}}},
		{"the same label twice", "R: Ja.\nR: Nee.", []said{{"R", "Ja."}, {"R", "Nee."}}},
		{"speech inside an answer", "I: En?\nR: Dus.\nIk zei: kom maar.\nIk zei: kom maar.", []said{{"I", "En?"}, {"R", "Dus.\nIk zei: kom maar.\nIk zei: kom maar."}}},
		{"examples", "I: En?\nR: Veel.\nBijvoorbeeld: koffie.\nBijvoorbeeld: thee.\nLet op: beide.\nLet op: ja.", []said{{"I", "En?"}, {"R", "Veel.\nBijvoorbeeld: koffie.\nBijvoorbeeld: thee.\nLet op: beide.\nLet op: ja."}}},
		{"clock times", "I: Hoe laat?\nR: Nou.\n10:30 was ik er.\n11:00 ook.", []said{{"I", "Hoe laat?"}, {"R", "Nou.\n10:30 was ik er.\n11:00 ook."}}},
		{"addresses", "I: Waar?\nR: Hier.\nhttp://voorbeeld.nl\nC:\\map", []said{{"I", "Waar?"}, {"R", "Hier.\nhttp://voorbeeld.nl\nC:\\map"}}},
		{"a report with headings", "Doel: meten.\nMethode: vragen.\nDoel: weten.\nConclusie: ja.", []said{{"", "Doel: meten."}, {"", "Methode: vragen."}, {"", "Doel: weten."}, {"", "Conclusie: ja."}}},
		{"one letter once", "Kies er een.\nC: de derde.", []said{{"", "Kies er een."}, {"", "C: de derde."}}},
		{"a known label once", "Respondent: Ik begon klein.\nToen groeide het.", []said{{"Respondent", "Ik begon klein.\nToen groeide het."}}},
		{"names that alternate", "Anna: Dag.\nJan de Wit: Dag.\nAnna: En?\nJan de Wit: Goed.", []said{{"Anna", "Dag."}, {"Jan de Wit", "Dag."}, {"Anna", "En?"}, {"Jan de Wit", "Goed."}}},
		{"a name once is no label", "Tekst hier.\nJan: dag.\nMeer tekst.", []said{{"", "Tekst hier."}, {"", "Jan: dag."}, {"", "Meer tekst."}}},
		{"rare names in a long text", "Anna: x.\nBea: y.\nAnna: x.\nBea: y." + strings.Repeat("\nzin.", 12), append([]said{{"", "Anna: x."}, {"", "Bea: y."}, {"", "Anna: x."}, {"", "Bea: y."}}, slices.Repeat([]said{{"", "zin."}}, 12)...)},
		{"codes in capitals", "INV: Dag.\nPMA: Ja.\nPMA: Nee.\nINV: Zo.", []said{{"INV", "Dag."}, {"PMA", "Ja."}, {"PMA", "Nee."}, {"INV", "Zo."}}},
		{"a group", "Gespreksleider: Welkom.\nV1: Dag.\nP12: Hallo.\nV1: Zo.\nP12: Ja.", []said{{"Gespreksleider", "Welkom."}, {"V1", "Dag."}, {"P12", "Hallo."}, {"V1", "Zo."}, {"P12", "Ja."}}},
		{"numbered roles", "Interviewer 1: Dag.\nRespondent 2: Ja.", []said{{"Interviewer 1", "Dag."}, {"Respondent 2", "Ja."}}},
		{"blank before the colon", "I : Dag.\nR : Ja.", []said{{"I", "Dag."}, {"R", "Ja."}}},
		{"no blank behind the colon", "I:Dag.\nR: Ja.\nR: Nee.", []said{{"", "I:Dag."}, {"R", "Ja."}, {"R", "Nee."}}},
		{"meta lines", "##META a = b\nI: Dag.\n1 | R: Ja.\n2| R: Nee.\n##META: c\nlos", []said{{"", "##META a = b"}, {"I", "Dag."}, {"R", "Ja."}, {"R", "Nee."}, {"", "##META: c"}, {"", "los"}}},
		{"headings of Markdown", "## Deel: een\n**I:** Dag.\n**R:** *Ja* en **nee**.", []said{{"", "## Deel: een"}, {"I", "Dag."}, {"R", "*Ja* en **nee**."}}},
		{"bold words that are no label", "**I:** Dag.\n**R:** Nou.\n**Let op: ja** en zo", []said{{"I", "Dag."}, {"R", "Nou.\n**Let op: ja** en zo"}}},
		{"numbers without a bar", "I: Hoeveel?\nR: Nou.\n12 maanden.\n3. Ja.", []said{{"I", "Hoeveel?"}, {"R", "Nou.\n12 maanden.\n3. Ja."}}},
		{"a numbered line goes on with its speaker", "1 | R: Een\n2 | twee\n3 | I: drie", []said{{"R", "Een"}, {"R", "twee"}, {"I", "drie"}}},
		{"no-break blank behind the label", "I:\u00a0Dag.\nR:\u00a0Ja.\u00a0", []said{{"I", "Dag."}, {"R", "Ja."}}},
		{"decomposed accents in a label", "Coo\u0308rdinator: Dag.\nCoo\u0308rdinator: Ja.\nAnna: Nee.\nAnna: O.", []said{{"Coo\u0308rdinator", "Dag."}, {"Coo\u0308rdinator", "Ja."}, {"Anna", "Nee."}, {"Anna", "O."}}},
		{"lower case", "i: hoe was dat\nr: goed", []said{{"i", "hoe was dat"}, {"r", "goed"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := mustRead(t, "a.txt", []byte(c.text))
			checkTurns(t, doc, c.want)
			checkWhole(t, doc)
			if doc.Text != c.text {
				t.Errorf("the text changed: %q", doc.Text)
			}
		})
	}
}

func TestTimes(t *testing.T) {
	type at struct {
		ms   int64
		text string
	}
	for _, c := range []struct {
		name, text string
		want       []at
	}{
		{"brackets", "[00:01:02] I: a\n(01:03) R: b\n[1:00:00.5] I: c", []at{{62_000, "a"}, {63_000, "b"}, {3_600_500, "c"}}},
		{"without labels", "[00:01] a\n[00:02] b", []at{{1_000, "a"}, {2_000, "b"}}},
		{"comma", "00:00:01,250 I: a\nR: b", []at{{1_250, "a"}, {-1, "b"}}},
		{"f4", "I: a #00:00:05-3#\nR: b #00:01:00-9#", []at{{0, "a"}, {5_300, "b"}}},
		{"f4 inside an answer", "I: q\nR: a #00:00:05-0#\nb #00:00:09-0#", []at{{0, "q"}, {-1, "a"}, {5_000, "b"}}},
		{"behind the label", "Spreker 1 [00:00:05]: a\nSpreker 2 (0:09): b", []at{{5_000, "a"}, {9_000, "b"}}},
		{"on the label's line", "Jansen, Jan   0:03\na\nDe Wit, Bea   0:07\nb\nJansen, Jan   1:07\nc\nDe Wit, Bea   1:09\nd", []at{{3_000, "a"}, {7_000, "b"}, {67_000, "c"}, {69_000, "d"}}},
		{"own label line", "I: [00:05]\na\nR:\nb", []at{{5_000, "a"}, {-1, "b"}}},
		{"line of its own", "I: a\n[00:10]\nb\nR: c", []at{{-1, "a"}, {10_000, "b"}, {-1, "c"}}},
		{"under the label", "I:\n[00:10]\na\nR: b", []at{{10_000, "a"}, {-1, "b"}}},
		{"100 hours", "[100:00:00] I: a\nR: b", []at{{360_000_000, "a"}, {-1, "b"}}},
		{"no time", "[00:61] I\n[onverstaanbaar] b\n[1] c\n#99# d", []at{{-1, "[00:61] I"}, {-1, "[onverstaanbaar] b"}, {-1, "[1] c"}, {-1, "#99# d"}}},
		{"a story's time", "09:15 ging ik weg\nom 10:30 terug", []at{{-1, "09:15 ging ik weg"}, {-1, "om 10:30 terug"}}},
		{"a number and a story's time", "1 | 09:15 ging ik\n2 | R: b\n3 | R: c", []at{{-1, "09:15 ging ik"}, {-1, "b"}, {-1, "c"}}},
		{"a label that is not believed", "09:15 Jan: weg\nen terug", []at{{-1, "09:15 Jan: weg"}, {-1, "en terug"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := mustRead(t, "a.txt", []byte(c.text))
			checkWhole(t, doc)
			var got []at
			for i, s := range spoken(doc) {
				got = append(got, at{doc.Turns[i].TimeMS, s.text})
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestRoles(t *testing.T) {
	const (
		asks, answers, unknown = instruments.AsInterviewer, instruments.AsRespondent, instruments.UnknownVoice
	)
	for _, c := range []struct {
		text string
		want []instruments.Speaker
	}{
		{"INT: a\nR: b\nR: c", []instruments.Speaker{{Label: "INT", Turns: 1, Role: asks}, {Label: "R", Turns: 2, Role: answers}}},
		{"Onderzoeker: a\nToezichthouder: b", []instruments.Speaker{{Label: "Onderzoeker", Turns: 1, Role: asks}, {Label: "Toezichthouder", Turns: 1, Role: answers}}},
		{"GL: a\nAnna: b\nAnna: c", []instruments.Speaker{{Label: "GL", Turns: 1, Role: asks}, {Label: "Anna", Turns: 2, Role: answers}}},
		{"Anna: a?\nBea: b\nAnna: c?\nBea: d", []instruments.Speaker{{Label: "Anna", Turns: 2, Role: asks}, {Label: "Bea", Turns: 2, Role: answers}}},
		{"Bea: b\nAnna: a?\nBea: b.\nAnna: a?", []instruments.Speaker{{Label: "Bea", Turns: 2, Role: answers}, {Label: "Anna", Turns: 2, Role: asks}}},
		{"Anna: a?\nBea: b?\nAnna: c\nBea: d", []instruments.Speaker{{Label: "Anna", Turns: 2, Role: unknown}, {Label: "Bea", Turns: 2, Role: unknown}}},
		{"Anna: a?\nR: b\nAnna: c?", []instruments.Speaker{{Label: "Anna", Turns: 2, Role: asks}, {Label: "R", Turns: 1, Role: answers}}},
		{"V1: a?\nP1: b\nV1: c?\nP1: d", []instruments.Speaker{{Label: "V1", Turns: 2, Role: answers}, {Label: "P1", Turns: 2, Role: answers}}},
		{"Spreker 1: a\nSpreker 2: b\nSpreker 3: c?", []instruments.Speaker{{Label: "Spreker 1", Turns: 1, Role: unknown}, {Label: "Spreker 2", Turns: 1, Role: unknown}, {Label: "Spreker 3", Turns: 1, Role: unknown}}},
	} {
		if got := mustRead(t, "a.txt", []byte(c.text)).Speakers; !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
	}
}

func TestFormOf(t *testing.T) {
	for label, want := range map[string]labelForm{
		"I": knownLabel, "R": knownLabel, "R12": knownLabel, "V1": knownLabel, "interviewer": knownLabel, "Respondent 3": knownLabel,
		"Cliënt": knownLabel, "Spreker_2": knownLabel, "PMA": codeLabel, "K2": codeLabel, "ABCDE": likeLabel, "X1234": likeLabel,
		"Anna": likeLabel, "Jan de Wit": likeLabel, "Wit, Jan de": likeLabel, "Let op": noLabel, "Ik zei": noLabel,
		"Bijvoorbeeld": noLabel, "een": noLabel, "Een Twee Drie Vier Vijf": noLabel, "Doel 1": noLabel, "'t": noLabel,
	} {
		if got := formOf(label); got != want {
			t.Errorf("%q: %v, want %v", label, got, want)
		}
	}
}

// Lines that end at a margin are joined to paragraphs; poems and lists are not.
func TestWrappedText(t *testing.T) {
	line := strings.Repeat("woord ", 12) + "einde"
	para := strings.Repeat(line+"\n", 6)
	wrapped := mustRead(t, "a.txt", []byte(para+"kort.\n\n"+para+"\n"))
	if len(wrapped.Turns) != 2 {
		t.Errorf("%d turns, want 2 paragraphs", len(wrapped.Turns))
	}
	checkWhole(t, wrapped)
	list := mustRead(t, "a.txt", []byte(strings.Repeat("kort\n"+line+"\nkorter dan dat\n", 8)))
	if len(list.Turns) != 24 {
		t.Errorf("%d turns, want 24 lines", len(list.Turns))
	}
	long := mustRead(t, "a.txt", []byte(strings.Repeat(strings.Repeat("lange alinea ", 20)+"\n", 15)))
	if len(long.Turns) != 15 {
		t.Errorf("%d turns, want 15 paragraphs", len(long.Turns))
	}
}

func TestTables(t *testing.T) {
	for _, c := range []struct {
		name string
		body string
		want []said
	}{
		{"speaker and text", table(tableRow("I", "Dag"), tableRow("R", "Ja")), []said{{"I", "Dag"}, {"R", "Ja"}}},
		{"text first", table(tableRow("Goedemorgen", "I"), tableRow("Ja hoor", "R")), []said{{"I", "Goedemorgen"}, {"R", "Ja hoor"}}},
		{"colons", table(tableRow("I:", "Dag"), tableRow("R:", "Ja")), []said{{"I", "Dag"}, {"R", "Ja"}}},
		{"a heading", table(tableRow("Tijd", "Spreker", "Tekst"), tableRow("00:01", "Anna", "Dag"), tableRow("00:02", "Bea", "Ja"), tableRow("00:03", "Anna", "Zo"), tableRow("00:05", "Bea", "O")), []said{{"", "Tijd\tSpreker\tTekst"}, {"Anna", "Dag"}, {"Bea", "Ja"}, {"Anna", "Zo"}, {"Bea", "O"}}},
		{"a speaker goes on", table(tableRow("I", "Dag"), tableRow("R", "Ja"), tableRow("", "En nee")), []said{{"I", "Dag"}, {"R", "Ja"}, {"R", "En nee"}}},
		{"numbers", table(tableRow("1", "I", "Dag"), tableRow("2", "R", "Ja")), []said{{"I", "Dag"}, {"R", "Ja"}}},
		{"remarks beside", table(tableRow("I", "Dag allemaal", "lacht"), tableRow("R", "Ja goed", "")), []said{{"I", "Dag allemaal"}, {"", "lacht"}, {"R", "Ja goed"}}},
		{"before and after", para(run("Kop")) + table(tableRow("I", "Dag"), tableRow("R", "Ja")) + para(run("Slot")), []said{{"", "Kop"}, {"I", "Dag"}, {"R", "Ja"}, {"", "Slot"}}},
		{"labels inside one column", table(tableRow("I: Dag"), tableRow("R: Ja")), []said{{"I", "Dag"}, {"R", "Ja"}}},
		{"times beside labelled text", table(tableRow("00:00:01", "I: Dag"), tableRow("00:00:02", "R: Ja")), []said{{"I", "Dag"}, {"R", "Ja"}}},
		{"a table of facts", table(tableRow("Datum", "3 mei"), tableRow("Plaats", "Utrecht")) + para(run("I: Dag")) + para(run("R: Ja")), []said{{"", "Datum\t3 mei\nPlaats\tUtrecht"}, {"I", "Dag"}, {"R", "Ja"}}},
		{"paragraphs in a cell", table("<w:tr><w:tc>"+para(run("R"))+"</w:tc><w:tc>"+para(run("Een"))+para(run("I: twee"))+"</w:tc></w:tr>", tableRow("I", "Zo")), []said{{"R", "Een\nI: twee"}, {"I", "Zo"}}},
		{"a table in a cell", table("<w:tr><w:tc>"+para(run("R"))+"</w:tc><w:tc>"+para(run("Een"))+table(tableRow("a", "b"), tableRow("c", "d"))+para()+"</w:tc></w:tr>", tableRow("I", "Zo")), []said{{"R", "Een\na\tb\nc\td"}, {"I", "Zo"}}},
		{"an empty row", table(tableRow("I", "Dag"), tableRow("", ""), tableRow("R", "Ja")), []said{{"I", "Dag"}, {"R", "Ja"}}},
		{"two tables", table(tableRow("I", "Dag"), tableRow("R", "Ja")) + para() + table(tableRow("R", "Nog"), tableRow("I", "Zo")), []said{{"I", "Dag"}, {"R", "Ja"}, {"R", "Nog"}, {"I", "Zo"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := mustRead(t, "a.docx", docx(c.body))
			checkTurns(t, doc, c.want)
			checkWhole(t, doc)
		})
	}
	doc := mustRead(t, "a.docx", docx(table(tableRow("00:00:01", "I", "Dag"), tableRow("00:00:02", "R", "Ja"))+para(run("x"))))
	if want := "00:00:01\tI\tDag\n00:00:02\tR\tJa\nx"; doc.Text != want {
		t.Errorf("text %q, want %q", doc.Text, want)
	}
}

// The turns of the interview as its lines show them: number and label are none
// of the words, lines about the file nobody's.
func TestASTATurns(t *testing.T) {
	doc := mustRead(t, "ASTA_01.docx", shared(t, "fixtures/transcripts/docx-nl/ASTA_01.docx"))
	checkWhole(t, doc)
	var want []said
	for _, line := range strings.Split(string(shared(t, "fixtures/transcripts/docx-nl/ASTA_01.expected.txt")), "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "##") {
			want = append(want, said{"", line})
		} else if before, words, ok := strings.Cut(line, ": "); ok {
			_, label, numbered := strings.Cut(before, "| ")
			if !numbered {
				label = before
			}
			want = append(want, said{label, strings.TrimSpace(words)})
		}
	}
	checkTurns(t, doc, want)
	if got := fmt.Sprint(doc.Speakers); got != "[{INV 29 interviewer} {PMA 43 respondent}]" {
		t.Errorf("speakers %s", got)
	}
}

// Naming one label does not make the others doubtful.
func TestNamedLabelLeavesTheOthers(t *testing.T) {
	t.Parallel()
	const text = "Anna: Hoe gaat het met hem?\nVrijwilliger: We gaan samen wandelen.\nAnna: En verder?\nVrijwilliger: Praten.\n"
	for _, named := range [][]string{nil, {"Vrijwilliger"}, {"Anna"}, {"Anna", "Vrijwilliger"}} {
		doc, problems := Reader{Labels: named}.Read("een.txt", []byte(text))
		if len(doc.Turns) != 4 || len(doc.Speakers) != 2 || len(problems) != 0 {
			t.Errorf("%q: %d turns, speakers %+v, %v", named, len(doc.Turns), doc.Speakers, problems)
		}
	}
}
