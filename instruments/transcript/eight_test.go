package transcript

import (
	"testing"

	"meerzicht/instruments"
)

// turn is one turn of the conversation that every format must give back: who,
// the words, and from when to when in milliseconds. The next begins where it ends.
type turn struct {
	speaker, text string
	start, end    int64
}

// eightTurns are eight turns of an interviewer and a respondent with what Dutch
// brings along: accents, curly quotes, the euro, dashes, a sign outside the basic
// plane, a time and colons inside the words. No text holds a line end or a blank
// at its edges; times are whole tenths of a second and the first begins at 0, as
// f4 knows no other.
func eightTurns() []turn {
	const i, r = "Interviewer", "Respondent"
	return []turn{
		{i, "Fijn dat u er bent. Hoe is het contact begonnen?", 0, 4200},
		{r, "Via de coördinator; één telefoontje en we zaten om de tafel.", 4200, 9700},
		{i, "En wat deden jullie zoal samen?", 9700, 12_000},
		{r, "Toen zei hij: nee, vandaag naar de ruïne … Geïnspireerd, hè 🙂.", 12_000, 65_500},
		{i, "Wat kostte zo’n middag?", 65_500, 68_100},
		{r, "Hooguit € 12,50 voor z’n tweeën. “Méér hoeft niet”, zei ze.", 68_100, 75_000},
		{i, "Bent u weleens bang geweest dat het misging?", 75_000, 79_900},
		{r, "Eén keer – om 10:30 belde de reclassering. Let op: ik zeg dat liever niet.", 79_900, 3_661_000},
	}
}

// sameTurns holds a document to the eight turns: their words, their speakers,
// with a role for each, and their starts; without times, no turn has one.
func sameTurns(t testing.TB, doc instruments.Document, times bool) {
	t.Helper()
	want := eightTurns()
	got := spoken(doc)
	if len(got) != len(want) {
		t.Errorf("%d turns, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if w := (said{want[i].speaker, want[i].text}); got[i] != w {
			t.Errorf("turn %d: %q, want %q", i+1, got[i], w)
		}
		ms := int64(-1)
		if times {
			ms = want[i].start
		}
		if at := doc.Turns[i].TimeMS; at != ms {
			t.Errorf("turn %d at %d ms, want %d", i+1, at, ms)
		}
	}
	if len(doc.Speakers) != 2 || doc.RoleOf("Interviewer") != instruments.AsInterviewer || doc.RoleOf("Respondent") != instruments.AsRespondent {
		t.Errorf("speakers %v", doc.Speakers)
	}
	checkWhole(t, doc)
}
