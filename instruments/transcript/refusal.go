package transcript

import "meerzicht/instruments"

// refusal is a reason not to read a file, before the file's name is known.
type refusal struct {
	what, hint instruments.Text
}

func (r *refusal) in(file string) instruments.Problem {
	return instruments.Problem{File: file, What: r.what, Hint: r.hint}
}

func refuse(nl, en, hintNL, hintEN string) *refusal {
	return &refusal{what: instruments.Text{NL: nl, EN: en}, hint: instruments.Text{NL: hintNL, EN: hintEN}}
}

const (
	readableNL = "Meerzicht leest transcripten uit Word (.docx), OpenDocument (.odt), RTF, HTML en platte tekst, en uit spraakherkenning (.vtt, .srt, .json …); sla het bestand als een daarvan op."
	readableEN = "Meerzicht reads transcripts from Word (.docx), OpenDocument (.odt), RTF, HTML and plain text, and from speech recognition (.vtt, .srt, .json …); save the file as one of these."
	againNL    = "Open het bestand in Word of LibreOffice, sla het opnieuw op als .docx en probeer het nog eens."
	againEN    = "Open the file in Word or LibreOffice, save it as .docx again and try once more."
)

func refuseFileSize(size int) *refusal {
	return &refusal{
		what: instruments.Textf("Het bestand is %d MiB groot; een transcript mag hooguit %d MiB zijn.",
			"The file is %d MiB; a transcript may be at most %d MiB.", (size+1<<20-1)>>20, maxFile>>20),
		hint: instruments.Text{NL: "Haal beeld en geluid uit het bestand of splits het.", EN: "Take images and sound out of the file, or split it."},
	}
}

func refuseTextSize() *refusal {
	return &refusal{
		what: instruments.Textf("De tekst is langer dan %d MiB; dat is geen transcript.",
			"The text is longer than %d MiB; that is no transcript.", maxText>>20),
		hint: instruments.Text{NL: "Splits het bestand.", EN: "Split the file."},
	}
}

func refuseTurns() *refusal {
	return &refusal{
		what: instruments.Textf("De tekst heeft meer dan %d alinea's of beurten; dat is geen transcript.",
			"The text has more than %d paragraphs or turns; that is no transcript.", maxTurns),
		hint: instruments.Text{NL: "Splits het bestand.", EN: "Split the file."},
	}
}

// refuseEmpty tells a file without any words from one whose words were all left
// out, such as a document that is one big deletion.
func refuseEmpty(omitted bool) *refusal {
	if omitted {
		return refuse("Er is geen tekst om te lezen: alles in het bestand is verwijderde tekst, beeld of opmerking.",
			"There is no text to read: everything in the file is deleted text, image or comment.",
			"Kijk in Word of de tekst onder bijgehouden wijzigingen, opmerkingen of afbeeldingen staat.",
			"See in Word whether the text is in tracked changes, comments or images.")
	}
	return refuse("Het bestand is leeg: er staat geen tekst in.", "The file is empty: it holds no text.",
		"Controleer of het de goede versie van het transcript is.", "Check that this is the right version of the transcript.")
}

func refuseKind(k kind, ext string) *refusal {
	switch k {
	case kindOLE:
		return refuse("Dit Word-bestand is beveiligd met een wachtwoord, of het is een oud .doc-bestand (van vóór 2007).",
			"This Word file is protected with a password, or it is an old .doc file (from before 2007).",
			"Open het in Word, haal het wachtwoord eraf en sla het op als .docx.",
			"Open it in Word, remove the password and save it as .docx.")
	case kindNoZip:
		return &refusal{
			what: instruments.Textf("Dit bestand heet %s, maar dat is het niet of het is beschadigd.",
				"This file is named %s, but it is no such file or it is damaged.", instruments.Plain(ext)),
			hint: instruments.Text{NL: againNL, EN: againEN},
		}
	case kindUnknown, kindOtherZip:
		if ext == "" {
			ext = "?"
		}
		return &refusal{
			what: instruments.Textf("Dit soort bestand (%s) is geen transcript dat Meerzicht leest.",
				"This kind of file (%s) is no transcript that Meerzicht reads.", instruments.Plain(ext)),
			hint: instruments.Text{NL: readableNL, EN: readableEN},
		}
	}
	return refuse("Een PDF kan hier niet gelezen worden.", "A PDF cannot be read here.", pdfOtherNL, pdfOtherEN)
}

const (
	pdfOtherNL = "Vraag om het bestand waarvan de PDF gemaakt is (.docx, .odt, .txt); dat leest ook beter."
	pdfOtherEN = "Ask for the file that the PDF was made from (.docx, .odt, .txt); it reads better too."
)

// refuseBinary refuses bytes that are no text under a text's name.
func refuseBinary() *refusal {
	return refuse("Het bestand bevat geen leesbare tekst; het lijkt een ander soort bestand met een tekstnaam.",
		"The file holds no readable text; it seems to be another kind of file under a text's name.", readableNL, readableEN)
}

func refuseDamaged(nl, en string) *refusal {
	return refuse("Het bestand is beschadigd: "+nl+".", "The file is damaged: "+en+".", againNL, againEN)
}

func refuseUnsafe(nl, en string) *refusal {
	return refuse("Het bestand is geweigerd: "+nl+".", "The file was refused: "+en+".",
		"Zo ziet een gewoon transcript er niet uit. "+againNL, "An ordinary transcript does not look like this. "+againEN)
}

func refusePassword() *refusal {
	return refuse("Het bestand is beveiligd met een wachtwoord.", "The file is protected with a password.",
		"Haal het wachtwoord eraf en sla het opnieuw op.", "Remove the password and save it again.")
}

func refuseNoWord() *refusal {
	return refuse("Dit is een zip-bestand zonder Word-document erin.", "This is a zip file without a Word document in it.",
		readableNL, readableEN)
}

func refuseNoODT() *refusal {
	return refuse("Dit is een zip-bestand zonder tekstdocument (OpenDocument) erin.", "This is a zip file without a text document (OpenDocument) in it.",
		readableNL, readableEN)
}
