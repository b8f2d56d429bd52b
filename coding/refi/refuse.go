package refi

import (
	"meerzicht/instruments"
)

// refusal is a reason not to read a project.
type refusal struct {
	what, hint instruments.Text
	line       int // of the XML; 0 when the place is the whole file
}

func (r *refusal) in(file string) instruments.Problem {
	return instruments.Problem{File: file, Line: r.line, What: r.what, Hint: r.hint}
}

func againHint() instruments.Text {
	return instruments.Text{
		NL: "exporteer het project opnieuw als REFI-QDA (.qdpx of .qdc) in het programma waar het vandaan komt",
		EN: "export the project again as REFI-QDA (.qdpx or .qdc) in the program it comes from",
	}
}

func refuseUnsafe(nl, en string) *refusal {
	return &refusal{
		what: instruments.Textf("het projectbestand is geweigerd: %s", "the project file was refused: %s", instruments.Text{NL: nl, EN: en}),
		hint: againHint(),
	}
}

func refuseNoArchive() *refusal {
	return &refusal{
		what: instruments.Text{NL: "dit is geen REFI-QDA-project, of het bestand is niet compleet", EN: "this is no REFI-QDA project, or the file is not complete"},
		hint: againHint(),
	}
}

func refuseReading(err error) *refusal {
	return &refusal{what: instruments.Textf("het bestand is niet te lezen: %v", "the file cannot be read: %v", err)}
}

func refuseNoProject() *refusal {
	return &refusal{
		what: instruments.Text{NL: "er zit geen project (project.qde) in dit archief", EN: "there is no project (project.qde) in this archive"},
		hint: againHint(),
	}
}

func refuseEmpty() *refusal {
	return &refusal{what: instruments.Text{NL: "het bestand is leeg", EN: "the file is empty"}, hint: againHint()}
}

func refuseEncrypted() *refusal {
	return &refusal{
		what: instruments.Text{NL: "het projectbestand is beveiligd met een wachtwoord", EN: "the project file is protected with a password"},
		hint: instruments.Text{NL: "pak het uit met het wachtwoord en maak er een gewoon zip-bestand van, of exporteer het opnieuw", EN: "unpack it with the password and zip it without one, or export it again"},
	}
}

func refuseDamaged() *refusal {
	return &refusal{
		what: instruments.Text{NL: "het projectbestand is beschadigd: een onderdeel is niet uit te pakken", EN: "the project file is damaged: a part cannot be unpacked"},
		hint: againHint(),
	}
}

func refuseXML(line int, nl, en string) *refusal {
	return &refusal{
		what: instruments.Textf("het project is niet te lezen: %s", "the project cannot be read: %s", instruments.Text{NL: nl, EN: en}),
		hint: againHint(), line: line,
	}
}

func refuseNothing(why instruments.Text) *refusal {
	return &refusal{
		what: instruments.Textf("van dit project blijft niets over: %s", "nothing of this project remains: %s", why),
		hint: instruments.Text{NL: "exporteer het opnieuw en laat de bronnen mee inpakken (internal://)", EN: "export it again with the sources packed inside (internal://)"},
	}
}

func refusePositions(given string) *refusal {
	return &refusal{
		what: instruments.Textf("%q is geen manier om posities te tellen", "%q is no way of counting positions", instruments.Plain(given)),
		hint: instruments.Textf("kies uit: %s", "choose from: %s", conventionNames()),
	}
}
