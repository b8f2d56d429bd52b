package transcript_test

import (
	"fmt"

	"meerzicht/instruments"
	"meerzicht/instruments/transcript"
)

func ExampleRead() {
	file := "[00:00:04] I: Wat deed u samen?\n[00:00:09] R: Wandelen, vooral.\nElke week.\n"
	doc, problems := transcript.Read("R01.txt", []byte(file))
	if err := problems.Err(); err != nil {
		fmt.Println(instruments.Localized(err, instruments.Dutch))
		return
	}
	text := []rune(doc.Text)
	for _, t := range doc.Turns {
		fmt.Printf("%s (%s) %d ms: %q\n", t.Speaker, doc.RoleOf(t.Speaker), t.TimeMS, string(text[t.Start:t.End]))
	}
	// Output:
	// I (interviewer) 4000 ms: "Wat deed u samen?"
	// R (respondent) 9000 ms: "Wandelen, vooral.\nElke week."
}

func ExampleRead_refused() {
	_, problems := transcript.Read("gesprek.docx", []byte("\xd0\xcf\x11\xe0"))
	fmt.Println(problems.In(instruments.Dutch))
	// Output:
	// gesprek.docx: Dit Word-bestand is beveiligd met een wachtwoord, of het is een oud .doc-bestand (van vóór 2007).
	//   tip: Open het in Word, haal het wachtwoord eraf en sla het op als .docx.
}
