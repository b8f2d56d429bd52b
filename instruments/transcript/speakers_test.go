package transcript

import (
	"strings"
	"testing"
)

// What MAXQDA's sign stands before is a label, however often it is used; without
// a text of MAXQDA the sign is one of the words.
func TestMaxqdaSpeakers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []said
	}{
		{
			"a group, some of whom speak once",
			"#TEXT G1\n#Moderator: Welkom.\n#Anna: Hoi.\n#Bert: Ik ben Bert.\n#Carla de Boer: En ik Carla.\n#Moderator: Mooi.\n#Anna: Ja.",
			[]said{{"", "#TEXT G1"}, {"Moderator", "Welkom."}, {"Anna", "Hoi."}, {"Bert", "Ik ben Bert."}, {"Carla de Boer", "En ik Carla."}, {"Moderator", "Mooi."}, {"Anna", "Ja."}},
		},
		{
			"all speak once",
			"#TEXT G1\n#Anna: Hoi.\nen nog iets\n#Bert: Dag.",
			[]said{{"", "#TEXT G1"}, {"Anna", "Hoi.\nen nog iets"}, {"Bert", "Dag."}},
		},
		{
			"no line that steers",
			"#Anna: Hoi.\n#Bert: Dag.\n#Anna: Nou.",
			[]said{{"Anna", "Hoi."}, {"Bert", "Dag."}, {"Anna", "Nou."}},
		},
		{
			"a sign in another text",
			"I: En toen?\nR: Dit:\n#Zorg: altijd.\nI: Ja.",
			[]said{{"I", "En toen?"}, {"R", "Dit:\n#Zorg: altijd."}, {"I", "Ja."}},
		},
		{
			"lines about the file are none of MAXQDA",
			"##META a = b\nI: En toen?\nR: Dit:\n#Zorg: altijd.\nI: Ja.",
			[]said{{"", "##META a = b"}, {"I", "En toen?"}, {"R", "Dit:\n#Zorg: altijd."}, {"I", "Ja."}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := mustRead(t, "a.txt", []byte(c.text))
			checkTurns(t, doc, c.want)
			checkWhole(t, doc)
		})
	}
}

// One question is no habit: who asks once is not taken for the interviewer.
func TestOneQuestionIsNoRole(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Spreker 1: Hoe gaat het?\nSpreker 2: Goed. En u?\nSpreker 1: Ook goed.",
		"Spreker 1: Hoe gaat het?\nSpreker 2: Goed.",
	} {
		if got := rolesOf(mustRead(t, "a.txt", []byte(text))); got != "??" {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// Beside labels that are known, those used once are believed when their form says
// enough, and told when it does not.
func TestSpeakersWhoSpeakOnce(t *testing.T) {
	t.Parallel()
	text := "Gespreksleider: Welkom.\nR1: Hoi.\nR2: Dag.\nR1+R2: (lachen)\nGespreksleider: Wie begint?\nR3 (man): Ik wel.\nAllen: Ja!"
	doc := mustRead(t, "a.txt", []byte(text))
	checkTurns(t, doc, []said{{"Gespreksleider", "Welkom."}, {"R1", "Hoi."}, {"R2", "Dag."}, {"R1+R2", "(lachen)"}, {"Gespreksleider", "Wie begint?"}, {"R3 (man)", "Ik wel."}, {"Allen", "Ja!"}})
	checkWhole(t, doc)
	if got := rolesOf(doc); got != "irrrrr" {
		t.Errorf("roles %s", got)
	}
	for _, c := range []struct{ text, nl, en string }{
		{"I: Dag.\nPiet: Hoi.\nR: Dag.\nI: En?", "1 regel lijkt met een label te beginnen dat verder niet voorkomt: ‘Piet:’", "1 line seems to begin with a label that occurs nowhere else: ‘Piet:’"},
		{"I: Dag.\nPiet: Hoi.\nR: Dag.\nMevr. Bos: Ja.\nI: En?", "2 regels lijken met een label te beginnen dat verder niet voorkomt, zoals ‘Piet:’", "2 lines seem to begin"},
		{"Project X: verslag\nI: Dag.\nR: Ik zei: kom maar.\nToen zei hij: ja.\nBijvoorbeeld: dit.\nom 10:30: pauze.\nI: En?", "", ""},
		{"Allen: welkom hier.\nEn nog iets.", "", ""},
		{"Vraag: een.\nAnna: twee.", "", ""},
	} {
		doc, problems := Read("a.txt", []byte(c.text))
		if c.nl == "" {
			if len(problems) > 0 {
				t.Errorf("%q: %v", c.text, problems)
			}
			continue
		}
		if len(problems) != 1 || !problems[0].Note || !strings.HasPrefix(problems[0].What.NL, c.nl) || !strings.HasPrefix(problems[0].What.EN, c.en) ||
			!strings.Contains(problems[0].Hint.EN, `--speaker "Piet=respondent"`) {
			t.Errorf("%q: %+v", c.text, problems)
		}
		checkWhole(t, doc)
	}
}

// What the user calls a label is one.
func TestNamedLabels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		labels []string
		want   []said
	}{
		{"Vraag: Hoe dan?\nZo.\nReactie: Nou.", []string{"Vraag", "Reactie"}, []said{{"Vraag", "Hoe dan?\nZo."}, {"Reactie", "Nou."}}},
		{"I: Dag.\nPiet: Hoi.\nR: Dag.", []string{"Piet"}, []said{{"I", "Dag."}, {"Piet", "Hoi."}, {"R", "Dag."}}},
		{"I: Dag.\nik zei: Hoi.\nR: Dag.", []string{"ik zei"}, []said{{"I", "Dag."}, {"ik zei", "Hoi."}, {"R", "Dag."}}},
		{"I: Dag.\nPiet: Hoi.", []string{"Klaas"}, []said{{"I", "Dag.\nPiet: Hoi."}}},
		{"Tekst.\nC: de derde.", []string{"C"}, []said{{"", "Tekst."}, {"C", "de derde."}}},
	} {
		if len(c.labels) == 1 && c.labels[0] == "Klaas" {
			c.text += "\nI: En?"
			c.want = append(c.want, said{"I", "En?"})
		}
		doc, problems := Reader{Labels: c.labels}.Read("a.txt", []byte(c.text))
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		checkTurns(t, doc, c.want)
		checkWhole(t, doc)
	}
	body := table(tableRow("tolk", "Dag allemaal"), tableRow("mevrouw", "Ja goed"))
	doc, _ := Reader{Labels: []string{"tolk", "mevrouw"}}.Read("a.docx", docx(body))
	checkTurns(t, doc, []said{{"tolk", "Dag allemaal"}, {"mevrouw", "Ja goed"}})
}

// Ways to say who speaks without a label and a colon at the start of a line.
func TestOtherLayouts(t *testing.T) {
	t.Parallel()
	pair := func(a, b string) []heard {
		return []heard{{a, -1, "Hoe gaat het?"}, {b, -1, "Goed hoor.\nOm 10:30: naar huis."}, {a, -1, "En thuis?"}, {b, -1, "Ook goed."}}
	}
	timed := func(a, b string) []heard {
		return []heard{{a, 1000, "Hoe gaat het?"}, {b, 5000, "Goed hoor.\nOm 10:30: naar huis."}, {a, 9000, "En thuis?"}, {b, 11_000, "Ook."}}
	}
	for _, c := range []struct {
		name, text string
		want       []heard
		roles      string
	}{
		{"question and answer", "Vraag: Hoe gaat het?\nAntwoord: Goed hoor.\nOm 10:30: naar huis.\nVraag: En thuis?\nAntwoord: Ook goed.", pair("Vraag", "Antwoord"), "ir"},
		{"brackets", "[Interviewer] Hoe gaat het?\n[Respondent] Goed hoor.\nOm 10:30: naar huis.\n[Interviewer] En thuis?\n[Respondent] Ook goed.", pair("Interviewer", "Respondent"), "ir"},
		{"no blank", "I:Hoe gaat het?\nR:Goed hoor.\nOm 10:30: naar huis.\nI:En thuis?\nR:Ook goed.", pair("I", "R"), "ir"},
		{"tabs", "I\tHoe gaat het?\nR\tGoed hoor.\nOm 10:30: naar huis.\nI\tEn thuis?\nR\tOok goed.", pair("I", "R"), "ir"},
		{"name and time above", "Spreker 1 00:00:01\nHoe gaat het?\n\nSpreker 2 00:00:05\nGoed hoor.\nOm 10:30: naar huis.\n\nSpreker 1 00:00:09\nEn thuis?\n\nSpreker 2 00:00:11\nOok.", timed("Spreker 1", "Spreker 2"), "ir"},
		{"time and name above", "00:00:01 Anna\nHoe gaat het?\n\n00:00:05 Jan de Wit\nGoed hoor.\nOm 10:30: naar huis.\n\n00:00:09 Anna\nEn thuis?\n\n00:00:11 Jan de Wit\nOok.", timed("Anna", "Jan de Wit"), "ir"},
		{"each on a line", "Anna de Vries\n0:01\nHoe gaat het?\nPiet Bos\n0:05\nGoed hoor.\nOm 10:30: naar huis.\nAnna de Vries\n0:09\nEn thuis?\nPiet Bos\n0:11\nOok.", timed("Anna de Vries", "Piet Bos"), "ir"},
		{"marks", "[0:01] Spreker 1\nHoe gaat het?\n[0:05] Spreker 2\nGoed hoor.\nOm 10:30: naar huis.\n[0:09] Spreker 1\nEn thuis?\n[0:11] Spreker 2\nOok.", timed("Spreker 1", "Spreker 2"), "ir"},
		{"words behind times", "[0:01] Ja\n[0:02] Nee\n[0:03] Ja\n[0:04] Nee\nHoor.", []heard{{"", 1000, "Ja"}, {"", 2000, "Nee"}, {"", 3000, "Ja"}, {"", 4000, "Nee"}, {"", -1, "Hoor."}}, ""},
		{"a programme", "09:15:00 Opening\nDe voorzitter opent.\n09:30:00 Pauze\nKoffie.", []heard{{"", 33_300_000, "Opening"}, {"", -1, "De voorzitter opent."}, {"", 34_200_000, "Pauze"}, {"", -1, "Koffie."}}, ""},
		{"questions of a report", "Vraag: hoe?\nTekst.\nAntwoord: zo.", []heard{{"", -1, "Vraag: hoe?"}, {"", -1, "Tekst."}, {"", -1, "Antwoord: zo."}}, ""},
		{"remarks in brackets", "[lacht] Ja.\n[Stilte] Nou.\n[Respondent] staat op.\n[Stilte] Ja.", []heard{{"", -1, "[lacht] Ja."}, {"", -1, "[Stilte] Nou."}, {"", -1, "[Respondent] staat op."}, {"", -1, "[Stilte] Ja."}}, ""},
		{"paths and ratios", "C:\\map\nR:1\nV:2\nI:3", []heard{{"", -1, "C:\\map"}, {"", -1, "R:1"}, {"", -1, "V:2"}, {"", -1, "I:3"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkHeard(t, "a.txt", c.text, c.want)
			doc := mustRead(t, "a.txt", []byte(c.text))
			if got := rolesOf(doc); got != c.roles {
				t.Errorf("roles %s, want %s: %v", got, c.roles, doc.Speakers)
			}
		})
	}
}

// Where the headings say who speaks, nobody needs to speak twice.
func TestTableWithHeadings(t *testing.T) {
	t.Parallel()
	doc := mustRead(t, "a.docx", docx(table(tableRow("Tijd", "Spreker", "Tekst"), tableRow("00:00:01", "Anna", "Hoe gaat het?"),
		tableRow("00:00:04", "Meneer Bos", "Goed: we fietsen."), tableRow("", "", "En verder ook."), tableRow("00:01:00", "Anna", "Mooi."))))
	checkTurns(t, doc, []said{{"", "Tijd\tSpreker\tTekst"}, {"Anna", "Hoe gaat het?"}, {"Meneer Bos", "Goed: we fietsen."}, {"Meneer Bos", "En verder ook."}, {"Anna", "Mooi."}})
	checkWhole(t, doc)
}
