package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"meerzicht/instruments"
)

// laidOut is a talk as somebody typed it or a program wrote it.
type laidOut struct {
	name, file, text string
	want             []heard
	roles            string // of the speakers in order: i, r or ?
}

// Layouts as Dutch typists leave them, whole: heading, labels, remarks, and what
// follows.
func TestLayouts(t *testing.T) {
	t.Parallel()
	checkLayouts(t, []laidOut{
		{
			"a heading with facts", "a.txt",
			"Interview R12\nDatum: 3 mei 2019\nLocatie: Utrecht\nDuur: 54 minuten\n\nI: Kunt u iets vertellen over uw rol?\nR: Ik ben coördinator. Sinds 2016, denk ik.\nI: En daarvoor?\nR: Niets.\n\nEinde opname.",
			[]heard{
				{"", -1, "Interview R12\nDatum: 3 mei 2019\nLocatie: Utrecht\nDuur: 54 minuten"},
				{"I", -1, "Kunt u iets vertellen over uw rol?"},
				{"R", -1, "Ik ben coördinator. Sinds 2016, denk ik."},
				{"I", -1, "En daarvoor?"},
				{"R", -1, "Niets.\n\nEinde opname."},
			},
			"ir",
		},
		{
			"a focus group", "a.txt",
			"Gespreksleider: Welkom allemaal.\r\nDeelnemer 1: Dank je.\r\nDeelnemer 2: [lacht] Ja.\r\nDeelnemer 1: Mag ik eerst?\r\nGespreksleider: Ga je gang.\r\nDeelnemers: (door elkaar) Ja, ja.\r\nDeelnemers: Nee.",
			[]heard{
				{"Gespreksleider", -1, "Welkom allemaal."},
				{"Deelnemer 1", -1, "Dank je."},
				{"Deelnemer 2", -1, "[lacht] Ja."},
				{"Deelnemer 1", -1, "Mag ik eerst?"},
				{"Gespreksleider", -1, "Ga je gang."},
				{"Deelnemers", -1, "(door elkaar) Ja, ja."},
				{"Deelnemers", -1, "Nee."},
			},
			"irrr",
		},
		{
			"question and answer", "a.txt",
			"V: Hoe lang doet u dit al?\nA: Vier jaar.\nV: En bevalt het?\nA: Zeker.",
			[]heard{{"V", -1, "Hoe lang doet u dit al?"}, {"A", -1, "Vier jaar."}, {"V", -1, "En bevalt het?"}, {"A", -1, "Zeker."}},
			"ir",
		},
		{
			"a volunteer who asks nothing is no interviewer", "a.txt",
			"V: Ik kom elke week.\nA: Hoe gaat dat dan?\nV: Goed.\nA: En verder?",
			[]heard{{"V", -1, "Ik kom elke week."}, {"A", -1, "Hoe gaat dat dan?"}, {"V", -1, "Goed."}, {"A", -1, "En verder?"}},
			"ri",
		},
		{
			"quoted speech and enumerations", "a.txt",
			"Interviewer: Wat doet u dan?\nRespondent: Drie dingen:\n1. koffie drinken\n2. luisteren\nStap 3: naar huis.\nEn dan zegt zij: dank je.\nInterviewer: Mooi.",
			[]heard{
				{"Interviewer", -1, "Wat doet u dan?"},
				{"Respondent", -1, "Drie dingen:\n1. koffie drinken\n2. luisteren\nStap 3: naar huis.\nEn dan zegt zij: dank je."},
				{"Interviewer", -1, "Mooi."},
			},
			"ir",
		},
		{
			"questions of the topic list as headings", "a.txt",
			"Vraag 1: Hoe is het contact begonnen?\nI: Vertel.\nR: Via een folder.\nVraag 2: Wat deden jullie?\nI: En toen?\nR: Wandelen.",
			[]heard{
				{"", -1, "Vraag 1: Hoe is het contact begonnen?"},
				{"I", -1, "Vertel."},
				{"R", -1, "Via een folder.\nVraag 2: Wat deden jullie?"},
				{"I", -1, "En toen?"},
				{"R", -1, "Wandelen."},
			},
			"ir",
		},
		{
			"people with titles", "a.txt",
			"Interviewer: Dag mevrouw.\nMevr. Jansen: Dag.\nInterviewer: En u?\nDhr. de Vries: Ook.\nMevr. Jansen: Nou.\nDhr. de Vries: Ja.",
			[]heard{
				{"Interviewer", -1, "Dag mevrouw."},
				{"Mevr. Jansen", -1, "Dag."},
				{"Interviewer", -1, "En u?"},
				{"Dhr. de Vries", -1, "Ook."},
				{"Mevr. Jansen", -1, "Nou."},
				{"Dhr. de Vries", -1, "Ja."},
			},
			"irr",
		},
	})
}

// The same of programs: times, signs of their own, tables.
func TestLayoutsOfPrograms(t *testing.T) {
	t.Parallel()
	checkLayouts(t, []laidOut{
		{
			"times above the turns", "a.txt",
			"Spreker 1 [00:00:02]\nGoedemiddag.\n\nSpreker 2 [00:00:04]\nDag. Om 12:30 moet ik weg.\n\nSpreker 1 [00:00:09]\nPrima.",
			[]heard{{"Spreker 1", 2000, "Goedemiddag."}, {"Spreker 2", 4000, "Dag. Om 12:30 moet ik weg."}, {"Spreker 1", 9000, "Prima."}},
			"??",
		},
		{
			"f4 with numbers of lines in the words", "a.txt",
			"I: Hoeveel waren het er? #00:00:05-1#\r\n\r\nR: 37, op 3 plaatsen. #00:00:11-9#\r\n\r\nI: Zo! #00:00:12-4#\r\n",
			[]heard{{"I", 0, "Hoeveel waren het er?"}, {"R", 5100, "37, op 3 plaatsen."}, {"I", 11_900, "Zo!"}},
			"ir",
		},
		{
			"Markdown with a heading and a quotation", "a.md",
			"# Interview 3\n\n**Onderzoeker:** Hoe dan?\n\n**Respondent 3:** Zo:\n\n> ik ging *mee*\n\n**Onderzoeker:** Ja.",
			[]heard{{"", -1, "# Interview 3"}, {"Onderzoeker", -1, "Hoe dan?"}, {"Respondent 3", -1, "Zo:\n\n> ik ging *mee*"}, {"Onderzoeker", -1, "Ja."}},
			"ir",
		},
		{
			"Zoom, with a name that has a colon's worth of titles", "a.vtt",
			"WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:03.000\r\nAnna de Wit (HU): Let op: we nemen op.\r\n\r\n2\r\n00:00:03.500 --> 00:00:04.000\r\nR07: Prima.\r\n\r\n3\r\n00:00:04.500 --> 00:00:06.000\r\nAnna de Wit (HU): Hoe gaat het?\r\n",
			[]heard{{"Anna de Wit (HU)", 1000, "Let op: we nemen op."}, {"R07", 3500, "Prima."}, {"Anna de Wit (HU)", 4500, "Hoe gaat het?"}},
			"ir",
		},
		{
			"a table of Excel", "a.csv",
			"\ufeffTijd;Spreker;Tekst\r\n00:00:01;Interviewer;\"Wat vond u; eerlijk?\"\r\n00:00:04;Respondent;\"Hij zei \"\"nee\"\".\"\r\n",
			[]heard{{"Interviewer", 1000, "Wat vond u; eerlijk?"}, {"Respondent", 4000, "Hij zei \"nee\"."}},
			"ir",
		},
	})
}

func checkLayouts(t *testing.T, layouts []laidOut) {
	t.Helper()
	for _, c := range layouts {
		t.Run(c.name, func(t *testing.T) {
			checkHeard(t, c.file, c.text, c.want)
			doc := mustRead(t, c.file, []byte(c.text))
			if got := rolesOf(doc); got != c.roles {
				t.Errorf("roles %s, want %s: %v", got, c.roles, doc.Speakers)
			}
		})
	}
}

func rolesOf(doc instruments.Document) string {
	signs := map[instruments.SpeakerRole]string{instruments.AsInterviewer: "i", instruments.AsRespondent: "r", instruments.UnknownVoice: "?"}
	var b strings.Builder
	for _, s := range doc.Speakers {
		b.WriteString(signs[s.Role])
	}
	return b.String()
}

// However a typist abbreviates who asks and who answers, both are found, and told
// apart, in plain text and in Word.
func TestSpellingsOfLabels(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"I", "R"},
		{"i", "r"},
		{"I.", "R."},
		{"Int.", "Resp."},
		{"INT", "RESP"},
		{"Interviewer", "Geïnterviewde"},
		{"interviewer", "respondent"},
		{"Interviewster", "Vrijwilligster"},
		{"Onderzoeker 2", "Toezichthouder 14"},
		{"INTERVIEWER", "RESPONDENT"},
		{"I1", "R37"},
		{"I-1", "R-2"},
		{"Gespreksleider", "Cliënt"},
		{"Moderator", "Deelneemster 3"},
		{"I", "Anna"},
		{"Interviewer", "R07"},
		{"GL", "P3"},
		{"I", "Reclasseringswerker"},
	} {
		said := []string{"Hoe ging dat?", "Wel goed, eigenlijk.", "En nu.", "Nu ook, toch?"}
		var text, word strings.Builder
		var want []heard
		for i, words := range said {
			label := pair[i%2]
			text.WriteString(label + ": " + words + "\n")
			word.WriteString(para(bold(label), bold(":"), "<w:r><w:tab/></w:r>", run(words)))
			want = append(want, heard{label, -1, words})
		}
		for name, data := range map[string][]byte{"a.txt": []byte(text.String()), "a.docx": docx(word.String())} {
			doc := mustRead(t, name, data)
			var got []heard
			for i, s := range spoken(doc) {
				got = append(got, heard{s.speaker, doc.Turns[i].TimeMS, s.text})
			}
			if !slices.Equal(got, want) || rolesOf(doc) != "ir" {
				t.Errorf("%v in %s: %v, roles %s", pair, name, got, rolesOf(doc))
			}
			checkWhole(t, doc)
		}
	}
}

// What looks like a label and is none stays inside the words of who speaks.
func TestNoLabels(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"Ik zei: kom maar.", "Toen vroeg hij: mag ik mee?", "Bijvoorbeeld: een kop koffie.", "Let op: dit is vertrouwelijk.", "Dus: ja.",
		"Om 10:30: vergadering.", "10:30 was ik er.", "https://voorbeeld.nl/a: die pagina.", "E-mail: r07@voorbeeld.nl", "Kortom: mooi.",
		"P.S.: nog iets.", "NB: niet delen.", "Conclusie: het werkt.", "De vraag is: wie doet het?", "1: een", "- nog: iets", "(zucht): tja",
		"Er waren drie soorten mensen die daar kwamen: jong, oud en de rest.",
	} {
		text := "I: En toen?\nR: Nou.\n" + line + "\n" + line + "\nI: Goed.\nR: Ja.\n"
		doc := mustRead(t, "a.txt", []byte(text))
		want := []said{{"I", "En toen?"}, {"R", "Nou.\n" + line + "\n" + line}, {"I", "Goed."}, {"R", "Ja."}}
		if got := spoken(doc); !slices.Equal(got, want) {
			t.Errorf("%q: %q", line, got)
		}
	}
}

// Every kind of what is left out that the documentation names has words in both
// languages.
func TestOmissionsHaveNames(t *testing.T) {
	doc := mustRead(t, "a.docx", docx(para(run("I: a"), `<w:del><w:r><w:delText>b</w:delText></w:r></w:del>`, `<w:moveFrom>`+run("c")+`</w:moveFrom>`,
		`<w:r><w:rPr><w:vanish/></w:rPr><w:t>d</w:t></w:r>`, `<w:r><w:commentReference w:id="1"/><w:footnoteReference w:id="1"/><w:endnoteReference w:id="1"/></w:r>`)))
	if got := fmt.Sprint(doc.Omitted); got != "[{comment 1} {deleted 1} {endnote 1} {footnote 1} {hidden 1} {moved 1}]" {
		t.Errorf("omitted %s", got)
	}
	for _, o := range doc.Omitted {
		if words := o.Text(); words.NL == o.Kind || words.NL == words.EN {
			t.Errorf("%s has no words: %+v", o.Kind, words)
		}
	}
}
