package transcript

import "testing"

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
