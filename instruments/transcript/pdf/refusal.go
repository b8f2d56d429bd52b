package pdf

import (
	"errors"

	"meerzicht/instruments"
)

// Reason is why a PDF gives no text, in one word, so that a process can tell
// another.
type Reason string

// The reasons; the last two are found by whoever watches the process.
const (
	Encrypted Reason = "encrypted"
	Damaged   Reason = "damaged"
	Scan      Reason = "scan"
	Codes     Reason = "codes"
	TooLarge  Reason = "large"
	TooSlow   Reason = "slow"
	Memory    Reason = "memory"
)

// ReasonOf is the reason behind an error of Text; "" for nil, and Damaged for an
// error of another kind.
func ReasonOf(err error) Reason {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, ErrEncrypted):
		return Encrypted
	case errors.Is(err, ErrScan):
		return Scan
	case errors.Is(err, ErrCodes):
		return Codes
	case errors.Is(err, ErrTooLarge):
		return TooLarge
	}
	return Damaged
}

// Refusal is the reason told to a person: an instruments.Error of kind
// ErrRefused.
func (r Reason) Refusal() error {
	what, ok := refusals[r]
	if !ok {
		what = refusals[Damaged]
	}
	return instruments.Refuse("", what[0], what[1])
}

var (
	askSource = instruments.Text{
		NL: "Vraag om het bestand waarvan de PDF gemaakt is (.docx, .odt, .txt); dat leest ook beter.",
		EN: "Ask for the file that the PDF was made from (.docx, .odt, .txt); it reads better too.",
	}
	refusals = map[Reason][2]instruments.Text{
		Encrypted: {
			{NL: "De PDF is beveiligd met een wachtwoord.", EN: "The PDF is protected with a password."},
			{NL: "Haal de beveiliging eraf, of vraag om het bestand waarvan de PDF gemaakt is.", EN: "Remove the protection, or ask for the file that the PDF was made from."},
		},
		Damaged: {
			{NL: "De PDF is beschadigd of wijkt te ver af van de standaard.", EN: "The PDF is damaged, or strays too far from the standard."},
			askSource,
		},
		Scan: {
			{NL: "Dit is een scan: er staat geen tekst in, alleen beeld.", EN: "This is a scan: it holds no text, only images."},
			{NL: "Laat er eerst tekstherkenning (OCR) op los, of typ de tekst over.", EN: "Run text recognition (OCR) on it first, or type the text."},
		},
		Codes: {
			{NL: "De PDF zegt niet welke letters haar tekens zijn, dus de tekst is er niet uit te halen.", EN: "The PDF does not say which letters its glyphs are, so the text cannot be taken out."},
			askSource,
		},
		TooLarge: {
			{NL: "De PDF is te groot: meer dan 2.000 bladzijden, of meer tekst dan een transcript kan hebben.", EN: "The PDF is too large: more than 2,000 pages, or more text than a transcript can have."},
			{NL: "Splits de PDF.", EN: "Split the PDF."},
		},
		TooSlow: {
			{NL: "Het lezen van de PDF duurde te lang en is afgebroken.", EN: "Reading the PDF took too long and was stopped."},
			askSource,
		},
		Memory: {
			{NL: "Het lezen van de PDF vroeg te veel geheugen en is afgebroken.", EN: "Reading the PDF took too much memory and was stopped."},
			askSource,
		},
	}
)
