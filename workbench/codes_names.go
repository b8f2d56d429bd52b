package workbench

import (
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// Limits of what a person can write about a code, in code points.
const (
	nameMost       = 300
	definitionMost = 20_000
	reasonMost     = 4_000
	slugMost       = 40
	nameShown      = 80 // in the status line
)

// instrumentOf is what an id belongs to when it follows from the instruments: an
// activity, a goal, an indicator, or a branch of them.
func instrumentOf(id coding.CodeID) string {
	root, _, _ := strings.Cut(string(id), ".")
	switch root + "." {
	case coding.ActivityPrefix:
		return coding.ActivityDomain
	case coding.GoalPrefix:
		return coding.GoalDomain
	case coding.IndicatorPrefix:
		return coding.IndicatorDomain
	}
	return ""
}

// newCodeID is an id that no code has, made of a name and of the branch in which
// the code will stand. taken are ids that the same act gives out.
func newCodeID(view coding.View, name string, parent coding.CodeID, taken map[coding.CodeID]bool) (coding.CodeID, error) {
	prefix, _, _ := strings.Cut(string(parent), ".")
	if prefix == "" || instrumentOf(parent) != "" || slug(prefix) != prefix {
		prefix = string(ownRoot)
	}
	if r := []rune(name); len(r) > slugMost {
		name = string(r[:slugMost])
	}
	stem := prefix + "." + slug(name)
	for n := 1; ; n++ {
		id := coding.CodeID(stem)
		if n > 1 {
			id += coding.CodeID("-" + strconv.Itoa(n))
		}
		_, ok, err := view.Record(coding.CodeKind, string(id))
		if err != nil || !ok && !taken[id] {
			return id, err
		}
	}
}

// names are a name in one or both languages, as a page sends it.
type names struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// text is the name, without white space around it; it is refused when it is
// empty, very long or more than one line.
func (n names) text() (instruments.Text, error) {
	t := instruments.Text{NL: strings.TrimSpace(n.NL), EN: strings.TrimSpace(n.EN)}
	if t.IsZero() {
		return t, refused(http.StatusBadRequest, instruments.Text{NL: "de naam is leeg", EN: "the name is empty"}, instruments.Text{NL: "geef de code een naam", EN: "give the code a name"})
	}
	for _, s := range []string{t.NL, t.EN} {
		if utf8.RuneCountInString(s) > nameMost || strings.ContainsFunc(s, unicode.IsControl) {
			return t, refused(http.StatusBadRequest, instruments.Textf("de naam is langer dan %d tekens of heeft meer dan één regel", "the name is longer than %d characters or has more than one line", nameMost),
				instruments.Text{NL: "zet uitleg in de definitie", EN: "put explanations into the definition"})
		}
	}
	return t, nil
}

// checkLong refuses a text that is longer than most code points.
func checkLong(s string, most int) error {
	if utf8.RuneCountInString(s) > most {
		return refused(http.StatusBadRequest, instruments.Textf("de tekst is langer dan %d tekens", "the text is longer than %d characters", most),
			instruments.Text{NL: "kort haar in, of gebruik een memo", EN: "shorten it, or use a memo"})
	}
	return nil
}

// quoted is a code's name between quotation marks, for the status line.
func quoted(c coding.Code) instruments.Text {
	name := c.Name
	if name.IsZero() {
		name = instruments.Same(string(c.ID))
	}
	line := func(s string) string { return "‘" + shortened(instruments.Plain(s), nameShown) + "’" }
	return instruments.Text{NL: line(name.In(instruments.Dutch)), EN: line(name.In(instruments.English))}
}

// meaning says what belongs to a code of the instruments when a person wants to
// change it; the zero Text for all other codes.
func meaning(id coding.CodeID, do string) instruments.Text {
	kind := instrumentKind(id)
	if kind.IsZero() {
		return kind
	}
	switch do {
	case "code.rename":
		return instruments.Textf("Dit is een code van de instrumenten (%s). Hernoemen verandert alleen het codeboek: lijsten en tabellen houden de naam van het instrument.",
			"This is a code of the instruments (%s). Renaming changes the codebook only: lists and tables keep the name of the instrument.", kind)
	case "code.delete":
		return instruments.Textf("Dit is een code van de instrumenten (%s). Verwijderen haalt de code en de coderingen weg; het instrument, de lijsten en de tabellen houden de regel, zonder citaten.",
			"This is a code of the instruments (%s). Deleting takes the code and its codings away; the instrument, lists and tables keep the line, without quotations.", kind)
	case "code.merge", "code.split":
		return instruments.Textf("Dit is een code van de instrumenten (%s). Coderingen die naar een andere code gaan, tellen in de tabellen niet meer voor deze regel mee.",
			"This is a code of the instruments (%s). Codings that go to another code no longer count for this line of the tables.", kind)
	}
	return instruments.Text{}
}

func instrumentKind(id coding.CodeID) instruments.Text {
	switch instrumentOf(id) {
	case coding.ActivityDomain:
		return instruments.Text{NL: "activiteit", EN: "activity"}
	case coding.GoalDomain:
		return instruments.Text{NL: "doel", EN: "goal"}
	case coding.IndicatorDomain:
		return instruments.Text{NL: "indicator", EN: "indicator"}
	}
	return instruments.Text{}
}
